"""Charts beside their tables (图表一致): a labelled number of a chart is its table row's."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from gxlab.publish.gates_prints import number_of
from gxlab.publish.outline import Outline
from gxlab.show.objects import Chart, Figure, Table

_NUMBER = re.compile(r"[+\-−]?[0-9][0-9,]*(?:\.[0-9]+)?")
_PLACE = re.compile(r"（[0-9]+）$")


@dataclass(frozen=True)
class Pair:
    """A chart and the table with the same figures: which field of a datum tells which column.

    ``name`` is the field that names the row; with several ``columns`` the number stands in one.
    """

    chart: str
    table: str
    name: str
    field: str
    columns: tuple[str, ...]


@dataclass(frozen=True)
class Steps:
    """A chart of which each step is a column of the table's total row (漏斗、阶梯).

    ``columns``: what the field ``name`` says → the column; "" stands for the page's own period.
    """

    chart: str
    table: str
    name: str
    columns: Mapping[str, str]


PAIRS = (
    Pair("growth", "A1", "name", "text", ("growth",)),
    Pair("units", "A8", "label", "text", ("growth",)),
    Pair("monthly", "B2", "month", "text", ("value", "base")),
    Pair("completion", "B4", "label", "done", ("completion",)),
    Pair("completion", "B4", "label", "due", ("expected",)),
    Pair("remaining", "B10", "month", "text", ("remaining", "base")),
    Pair("bridge", "A4", "label", "text", ("increase",)),
)
STEPS = (
    Steps(
        "funnel",
        "B8",
        "label",
        {
            "备案": "filed",
            "工业": "industrial",
            "总投资500万元及以上": "large",
            "符合技改统计要求": "renovation",
        },
    ),
    Steps("C1-chart", "C1", "period", {"": "closing"}),
)


def charts_beside_tables(outline: Outline) -> Iterator[str]:
    """图与表不一致, by chart, row and number."""
    tables = {table.id: table for table in outline.tables}
    charts = {chart.id: chart for chart in outline.charts}
    for pair in PAIRS:
        if pair.chart in charts and pair.table in tables:
            yield from _compared(
                pair, charts[pair.chart], tables[pair.table], outline.sentinel.period
            )
    for steps in STEPS:
        if steps.chart in charts and steps.table in tables:
            period = outline.sentinel.period
            yield from _stepped(steps, charts[steps.chart], tables[steps.table], period)


def _compared(pair: Pair, chart: Chart, table: Table, period: str) -> Iterator[str]:
    rows = _rows(table, pair.columns)
    seen: set[tuple[str, str]] = set()
    for datum in _data(chart.spec):
        name, text = datum.get(pair.name), datum.get(pair.field)
        if not isinstance(name, str) or not isinstance(text, str) or (name, text) in seen:
            continue
        seen.add((name, text))
        if datum.get("period", period) != period:
            continue
        shown = _NUMBER.match(text)
        cells = rows.get("合计" if "合计" in name else name, [])
        if shown is not None and cells and not any(_agree(shown[0], c) for c in cells):
            yield _told(chart, name, text, table, "、".join(c.text for c in cells))


def _stepped(steps: Steps, chart: Chart, table: Table, period: str) -> Iterator[str]:
    keys = [column.key for column in table.columns]
    total = next((row for row in table.rows if row.emphasis == "total"), None)
    for datum in _data(chart.spec):
        name, text = str(datum.get(steps.name) or ""), datum.get("text")
        key = steps.columns.get("" if steps.name == "period" and name == period else name)
        if total is None or key not in keys or not isinstance(text, str):
            continue
        cell, shown = total.cells[keys.index(key)], _NUMBER.match(text)
        if isinstance(cell, Figure) and shown is not None and not _agree(shown[0], cell):
            yield _told(chart, name, text, table, cell.text)


def _told(chart: Chart, name: str, text: str, table: Table, printed: str) -> str:
    return f"图“{chart.title}”中{name}为{text}，表“{table.title}”为{printed}"


def _rows(table: Table, columns: tuple[str, ...]) -> dict[str, list[Figure]]:
    """Printed cells of the columns by the row's name; the total under 合计."""
    at = [i for i, column in enumerate(table.columns) if column.key in columns]
    found: dict[str, list[Figure]] = {}
    for row in table.rows:
        name = next((c for c in row.cells if isinstance(c, str) and c), "")
        cells = [c for i in at if isinstance(c := row.cells[i], Figure)]
        found["合计" if row.emphasis == "total" else name] = cells
    return found


def _agree(shown: str, cell: Figure) -> bool:
    """Within rounding, in the table's unit or told in 亿元 where the table is in 万元."""
    text = _PLACE.sub("", cell.text)
    for unit, base in (("", ""), ("亿元", "万元")):
        one, other = number_of(shown, unit), number_of(text, base)
        if one is None or other is None or one[0] == other[0]:
            return True
        if abs(one[0] - other[0]) < one[1] + other[1]:
            return True
    return False


def _data(spec: Any) -> Iterator[Mapping[str, Any]]:
    """Every inline datum of a specification, whatever layer it stands in."""
    if isinstance(spec, Mapping):
        values = spec.get("values")
        if isinstance(values, list):
            yield from (v for v in values if isinstance(v, Mapping))
            return
        for inner in spec.values():
            yield from _data(inner)
    elif isinstance(spec, list):
        for inner in spec:
            yield from _data(inner)
