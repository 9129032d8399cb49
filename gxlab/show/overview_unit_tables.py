"""Tables O7 and O8 of the monthly overview: units by indicator with places (分县区总表)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from gxlab.measures import overview_units
from gxlab.measures.figures import FigureRow
from gxlab.measures.overview import HEAD, Overview, figure
from gxlab.measures.overview_units import Line, place
from gxlab.show.cluster_words import Cells, area, kind_name, left, table
from gxlab.show.figures import fig
from gxlab.show.objects import Cell, Column, Figure, Table
from gxlab.show.overview_words import (
    rate_figure,
    when,
)

HEADS = {
    "value_added_growth": "增加值",
    "output": "产值",
    "revenue": "营业收入",
    "profit": "利润",
    "electricity": "用电",
    "renovation_investment_growth": "技改投资",
}


def below(given: Overview) -> Table | None:
    """O8 分单位总表: the page's unit in all, then the units below it; None where none are."""
    found = overview_units.below(given)
    if not found:
        return None
    kinds = [kind_name(given.desk, k) for k in ("county", "town", "zone") if _any(found, k)]
    whole = _whole(given)
    title = f"{area(given.desk)}分{'、'.join(dict.fromkeys(kinds))}主要指标"
    return _units("O8", title, [whole, *found], found, ["total", *("" for _ in found)])


def peers(given: Overview) -> Table | None:
    """O7 同级单位总表, the page's own row marked; None for the root and a zone."""
    found = overview_units.peers(given)
    if not found:
        return None
    parent = given.desk.units.find(given.desk.unit.parent or given.desk.units.root.code)
    whole = _whole(given.at(parent.code))
    marks = ["own" if line.unit == given.desk.unit else "" for line in found]
    title = f"{parent.name}各{kind_name(given.desk, given.desk.unit.kind)}主要指标"
    return _units("O7", title, [whole, *found], found, ["total", *marks])


def _whole(given: Overview) -> Line:
    """The line over the others: its own place belongs to another table."""
    rows = {i: replace(figure(given, i), rank=None, growth_rank=None) for i in HEAD}
    return Line(given.desk.unit, rows)


def _any(found: Sequence[Line], kind: str) -> bool:
    return any(line.unit.kind == kind for line in found)


def _units(
    table_id: str, title: str, lines: Sequence[Line], placed: Sequence[Line], marks: list[str]
) -> Table:
    columns: Cells = [(left("name", "单位"), [_name(line) for line in lines])]
    for indicator_id, head in HEADS.items():
        label = f"{head}（{_period(lines, indicator_id)}）"
        cells = [_cell(line, indicator_id) for line in lines]
        if not any(cells[1:]):
            continue  # fed back to the unit above alone
        columns.append((Column(indicator_id, (label, "增速（位次）"), "%"), cells))
    counts = [fig(n.rows["above_scale_count"], n.unit.code, "above_scale_count") for n in lines]
    bare = [Figure(c.text, c.ref, c.value) if c else None for c in counts]
    columns.append((Column("count", ("在库规上",), "户"), [*bare]))
    return table(
        table_id,
        title,
        columns,
        marks,
        optional=frozenset((*HEADS, "count")),
        note=_note(placed),
    )


def _name(line: Line) -> str:
    return f"其中：{line.unit.name}" if line.unit.kind == "zone" else line.unit.name


def _period(lines: Sequence[Line], indicator_id: str) -> str:
    rows = [line.rows[indicator_id] for line in lines]
    return next((when(r) for r in rows if r.period_used), "")


def _cell(line: Line, indicator_id: str) -> Cell:
    row = line.rows[indicator_id]
    shown = rate_figure(row, line.unit.code, indicator_id)
    at = getattr(row, place(indicator_id))
    if shown is None or at is None:
        return shown
    return Figure(f"{shown.text}（{at}）", shown.ref, shown.value)


def _note(found: Sequence[Line]) -> str:
    said = ["括号内为增速位次，同级单位之间排位，增速相同的位次相同。"]
    if _any(found, "zone"):
        said.append("园区企业同时计在所在县区，不参加排位，不得相加。")
    for indicator_id, head in HEADS.items():
        said += [f"{head}：{_odd(unit, row)}。" for unit, row in _unplaced(found, indicator_id)]
        silent = overview_units.silent(found, indicator_id)
        said += [f"{head}：{'、'.join(silent)}没有数据，不排位。"] if silent else []
    return "".join(said)


def _unplaced(found: Sequence[Line], indicator_id: str) -> list[tuple[str, FigureRow]]:
    kinds = {line.unit.kind for line in found if line.unit.kind != "zone"}
    peers_ = [line for line in found if line.unit.kind in kinds]
    return overview_units.unplaced(found, indicator_id) if len(peers_) > 1 else []


def _odd(unit: str, row: FigureRow) -> str:
    return f"{unit}为{when(row)}{row.status or ''}数（{row.source_kind or '来源不详'}），不排位"
