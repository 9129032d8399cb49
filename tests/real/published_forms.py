"""Published tables set into the feedback forms (主要指标、投资、财务), and taken in as files.

A real bulletin is no W01; its figures are put, unaltered, under the headers a statistics bureau
feeds back with. Everything after that is the product's own intake.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from pathlib import Path

import xlsxwriter

from gxlab.reference.periods import Period
from gxlab.warehouse.desk import Desk, open_desk
from gxlab.warehouse.importing import Places, import_paths
from gxlab.warehouse.snapshot import current
from gxlab.workspace import Workspace

Cells = Sequence[str | float | None]
Heads = Sequence[tuple[str, str]]

MAIN: Heads = (
    ("单位", ""),
    ("规上工业增加值增速", "累计(%)"),
    ("规上工业总产值", "总量"),
    ("规上工业总产值", "增长(%)"),
    ("工业销售产值", "总量"),
    ("工业销售产值", "增长(%)"),
    ("出口交货值", "总量"),
    ("出口交货值", "增长(%)"),
    ("工业用电量", "总量"),
)
INVESTED: Heads = (
    ("单位", ""),
    ("固定资产投资", "增长(%)"),
    ("工业投资", "增长(%)"),
    ("工业技改投资", "增长(%)"),
)

PRICES: Heads = (
    ("单位", ""),
    ("工业生产者出厂价格指数", "累计"),
    ("工业生产者购进价格指数", "累计"),
)


def finance(*names: str, first: tuple[str, ...] = ("单位",)) -> Heads:
    """The headers of 财务反馈 for the indicators named."""
    columns = [(name, part) for name in names for part in ("本年", "上年同期", "增减(%)")]
    return (*((head, "") for head in first), *columns)


def cell(text: str, factor: int = 1) -> str | float | None:
    """A published cell: a number times the unit, 倍 and marks as they stand."""
    try:
        return float(text) * factor
    except ValueError:
        return text or None


def write(path: Path, sheets: Mapping[str, tuple[str, Heads, Sequence[Cells]]]) -> None:
    """A workbook: sheet → (title, headers, rows), two header rows under the title."""
    book = xlsxwriter.Workbook(str(path))
    for name, (title, heads, rows) in sheets.items():
        sheet = book.add_worksheet(name)
        sheet.write(0, 0, title)
        for column, (upper, lower) in enumerate(heads):
            if not column or heads[column - 1][0] != upper:
                sheet.write(2, column, upper)
            sheet.write(3, column, lower)
        for number, cells in enumerate(rows, start=4):
            for column, value in enumerate(cells):
                if value is not None:
                    sheet.write(number, column, value)
    book.close()


def units(path: Path, root: str, below: Sequence[str]) -> Path:
    """The table of statistical units: a city and its counties, coded in order."""
    with path.open("w", encoding="utf-8", newline="") as file:
        out = csv.writer(file)
        out.writerow(
            [
                "code",
                "name",
                "parent",
                "kind",
                "in_county_total",
                "valid_from",
                "valid_to",
                "aliases",
            ]
        )
        out.writerow(["990000", root, "", "city", "", "", "", "全市|全省"])
        for number, name in enumerate(below, start=1):
            out.writerow([f"9900{number:02d}", name, "990000", "county", "", "", "", ""])
    return path


def desk_of(root: Path, inbox: Path, period: str) -> Desk:
    """A desk on everything in the inbox; no file may have been refused."""
    workspace = Workspace(root)
    places = Places(
        root, workspace.raw, workspace.warehouse, workspace.quarantine, root / "layouts"
    )
    found = import_paths([inbox], places)
    refused = [
        (f.path, [p.text for p in f.problems]) for f in found.files if f.outcome == "refused"
    ]
    assert not refused, refused
    return open_desk(current(workspace.warehouse), None, Period.parse(period))
