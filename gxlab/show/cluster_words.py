"""Words and coordinates that all blocks of the cluster report share (集群报告用语)."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Unpack

from gxlab.measures.clusters import Edition
from gxlab.measures.figures import FigureRow
from gxlab.reference.periods import Period
from gxlab.reference.territory import KIND_NAMES
from gxlab.show import figures
from gxlab.show.figures import How, where
from gxlab.show.objects import Cell, Column, Figure, Part, Row, Table
from gxlab.warehouse.desk import Desk

REVENUE = "cluster_member_revenue"
Values = list[Cell]
Cells = list[tuple[Column, Values]]


def area(desk: Desk) -> str:
    """全市 for the city itself, otherwise the unit's name."""
    return whole_area(desk) if desk.unit == desk.units.root else desk.unit.name


def whole_area(desk: Desk) -> str:
    """What the root unit is called in a sentence: 全市, or its own name where it is no city."""
    name = desk.units.root.name
    return "全市" if name.endswith("市") else name


def kind_name(desk: Desk, kind: str) -> str:
    """县区, 镇街, 园区; 单位 where the root is no city and its parts are no counties."""
    return KIND_NAMES[kind] if desk.units.root.name.endswith("市") else "单位"


def when(period: Period) -> str:
    """1—5月, 一季度, 全年."""
    return period.label("ytd")


def former(period: Period) -> str:
    """What the figure is compared with: 1—4月, 一季度; before 1—2月 comes 上年全年."""
    past = period.previous
    return "上年全年" if past.year < period.year else past.label("ytd")


def short(name: str) -> str:
    """A cluster's name without its ending, as a sentence says it (轴承及传动部件)."""
    for ending in ("特色产业集群", "产业集群", "集群"):
        if name.endswith(ending) and name != ending:
            return name.removesuffix(ending)
    return name


def kind(given: Edition) -> str:
    """重点产业集群 for the provincial list, otherwise 产业集群."""
    return "重点产业集群" if given.list_name == "省重点" else "产业集群"


def whole_name(given: Edition) -> str:
    """The total that shares refer to: 规上工业, or 全部企业 where there is no register."""
    return "规上工业" if given.has_register else "全部企业"


def scope(given: Edition) -> str:
    """The name of the scope that every table of the edition carries."""
    inside = "名录内成员企业汇总" if given.has_register else "名单内成员企业汇总"
    return f"口径：A-规上（{inside}）" if given.has_register else f"口径：{inside}"


def basis(row: FigureRow) -> str:
    """（企业汇总，可比口径）, or what stands in for the comparable base."""
    own = row.basis == "own_prior_year"
    return "企业汇总，以企业自身上年同期数为基数" if own else "企业汇总，可比口径"


def fig(
    row: FigureRow | None,
    given: Edition,
    statistic: str = "value",
    *,
    subject: str = REVENUE,
    **how: Unpack[How],
) -> Figure | None:
    """One statistic of a row as a figure of this edition's unit."""
    return figures.fig(row, given.desk.unit.code, subject, statistic, **how)


def at(
    row: FigureRow,
    given: Edition,
    statistic: str,
    *,
    subject: str = REVENUE,
    by: str | None = None,
) -> str:
    """The coordinate of one statistic of a row."""
    return where(row, subject, given.desk.unit.code, by).ref(statistic, row.code)


def told(*pieces: Part | None) -> tuple[Part, ...]:
    """Pieces of a clause, or nothing at all when one of them is missing."""
    found = tuple(p for p in pieces if p is not None)
    return found if len(found) == len(pieces) else ()


def money(row: FigureRow | None, given: Edition, **more: str | None) -> Figure | None:
    """An amount in 亿元, or in 万元 below 1亿元, with its unit behind it."""
    if row is None or row.value is None:
        return None
    small = abs(row.value) < Decimal(10_000)
    return fig(
        row,
        given,
        subject=more.get("subject") or REVENUE,
        by=more.get("by"),
        measure="万元" if small else "亿元",
    )


def left(key: str, label: str) -> Column:
    """A column of words."""
    return Column(key, (label,), align="left")


def signed(figure: Figure | None) -> Figure | None:
    """The same figure with its plus sign, for columns of changes."""
    if figure is None or figure.text.startswith(("\u2212", "+")) or set(figure.text) <= set("0.,"):
        return figure
    return replace(figure, text=f"+{figure.text}")


def table(
    table_id: str,
    title: str,
    columns: Cells,
    emphasis: list[str] | None = None,
    *,
    optional: frozenset[str] = frozenset(),
    scope: str = "",
    source: str = "",
    note: str = "",
    empty: str = "本期无数据。",
) -> Table:
    """A table from columns with their cells; an optional column without any figure is left out."""
    kept = [
        (column, cells)
        for column, cells in columns
        if column.key not in optional or any(c not in (None, "") for c in cells)
    ]
    count = len(kept[0][1]) if kept else 0
    marks = emphasis or [""] * count
    rows = tuple(
        Row(tuple(cells[n] for _, cells in kept), emphasis=marks[n])  # type: ignore[arg-type]
        for n in range(count)
    )
    heads = tuple(column for column, _ in kept)
    return Table(table_id, title, heads, rows, scope=scope, source=source, note=note, empty=empty)
