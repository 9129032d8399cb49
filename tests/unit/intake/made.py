"""Small grids, layouts and contexts for the intake's tests, written as text."""

from __future__ import annotations

from pathlib import Path

from gxlab.intake.extract import extract
from gxlab.intake.grid import Grid, Sheet, column_letters
from gxlab.intake.layouts import Layout, parse_layout
from gxlab.intake.model import Context, Extraction
from gxlab.reference.periods import Period
from gxlab.reference.territory import Unit

Merge = tuple[int, int, int, int]

UNITS = (
    Unit("3300", "示例市", None, "city", aliases=("全市",)),
    Unit("330101", "东山县", "3300", "county", aliases=("东山",)),
    Unit("330102", "西水县", "3300", "county"),
    Unit("330101001", "城关镇", "330101", "town"),
    Unit("330102001", "城关镇", "330102", "town"),
    Unit("330102002", "河口镇", "330102", "town"),
    Unit("Z1", "示例经开区", "3300", "zone", in_county_total=True),
)
CONTEXT = Context(
    units=UNITS,
    enterprises={"甲机械有限公司": "91330101MA0000001A", "乙化工有限公司": "91330101MA0000002B"},
    clusters={"轴承集群": "C01", "箱包集群": "C02"},
    latest=Period(2026, 6),
)

HEAD = """
name = "form"
title = "测试表"
file_name = "表"
status = "快报"
source_kind = "企业直报"
scope = "whole"
"""
MAY = """
[period]
source = "constant"
constant = "2026年1—5月"
"""


def sheet(text: str, name: str = "表一", merges: tuple[Merge, ...] = (), top: int = 0) -> Sheet:
    """A sheet from lines of cells parted by "|"; an empty cell is empty."""
    lines = text.strip("\n").split("\n")
    rows: list[list[str | None]] = [[cell or None for cell in line.split("|")] for line in lines]
    return Sheet(name, rows, top=top, merges=merges)


def grid(text: str, merges: tuple[Merge, ...] = ()) -> Grid:
    """A grid of one sheet."""
    return Grid((sheet(text, merges=merges),))


def layout(body: str, head: str = HEAD, period: str = MAY) -> Layout:
    """A layout from its sections."""
    return parse_layout(head + period + body, "form")


def read(
    text: str,
    body: str,
    *,
    head: str = HEAD,
    period: str = MAY,
    merges: tuple[Merge, ...] = (),
    context: Context = CONTEXT,
    file_name: str = "测试表.xlsx",
) -> Extraction:
    """Extract one sheet under a layout, checking that every cell and row is accounted for."""
    found = extract(grid(text, merges), layout(body, head, period), context, file_name=file_name)
    check_books(found)
    return found


def check_books(found: Extraction) -> None:
    """Cells and rows in = stored + refused + passed over, always."""
    for count in found.sheets:
        assert count.cells == count.stored + count.refused + count.ignored + count.undeclared
    assert found.rows_read == found.rows_stored + found.rows_refused + found.rows_ignored


def numbers(found: Extraction) -> dict[tuple[str, str, str, str, str], str | None]:
    """Observations as (code, indicator, period, span, reading) → number or the kind of missing."""
    frame = found.tables.get("observation")
    if frame is None:
        return {}
    return {
        (r["code"], r["indicator"], r["period"], r["span"], r["reading"]): (
            r["missing"] if r["number"] is None else f"{r['number'].normalize():f}"
        )
        for r in frame.to_dicts()
    }


def rules(found: Extraction) -> list[tuple[str, str]]:
    """The problems as (rule, cell), in order."""
    return [(problem.rule, problem.cell) for problem in found.problems]


def cell_name(row: int, column: int) -> str:
    """A1 address from 1-based row and 0-based column."""
    return f"{column_letters(column)}{row}"


SHARED = Path(__file__).parents[3].parent / "shared" / "data"
