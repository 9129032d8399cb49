"""Words, bands and coordinates that all blocks of the cultivation report share (培育报告用语)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal

from gxlab.measures.cultivation import Edition
from gxlab.measures.figures import FigureRow
from gxlab.reference.numbers import format_number
from gxlab.reference.periods import Period
from gxlab.show.figures import fig
from gxlab.show.objects import Cell, Column, Figure, Part, Row, Table
from gxlab.warehouse.desk import Desk

Cells = list[Cell]
Columns = Sequence[tuple[Column, Cells]]
_WIDE = str.maketrans(",;:()", "，；：（）")
ByUnit = Callable[[str], FigureRow | None]


def area(desk: Desk) -> str:
    """全市 for the city itself, otherwise the unit's name."""
    return whole_area(desk) if desk.unit == desk.units.root else desk.unit.name


def whole_area(desk: Desk) -> str:
    """What the root unit is called in a sentence: 全市, or its own name where it is no city."""
    name = desk.units.root.name
    return "全市" if name.endswith("市") else name


def month_end(period: str | Period | None) -> str:
    """5月末; the year is named where it is another than the report's."""
    return "" if period is None else Period.parse(str(period)).label("point")


def month_label(month: str) -> str:
    """2026年2月, from "2026-02"; nothing from nothing."""
    return f"{int(month[:4])}年{int(month[5:7])}月" if month else ""


def effective(period: Period | None) -> str:
    """When an entry takes effect: 2026年8月, 2027年1—2月."""
    if period is None:
        return ""
    return f"{period.year}年{period.label('month')}"


def day(on: date | None, *, year: bool = False) -> str:
    """6月20日, 2026年6月20日."""
    if on is None:
        return ""
    return (f"{on.year}年" if year else "") + f"{on.month}月{on.day}日"


def count(row: FigureRow, unit: str, subject: str, *, by: str | None = None) -> Figure:
    """A number of firms without its sign, 户 behind it; the words around it say the direction."""
    found = fig(row, unit, subject, by=by)
    if found is None:
        raise ValueError(f"指标“{subject}”没有可以写进句子的数，请先判断是否有数")
    return replace(found, text=found.text.lstrip("\u2212+"))


def told(*pieces: Part | None) -> tuple[Part, ...]:
    """Pieces of a clause, or nothing at all when one of them is missing."""
    found = tuple(p for p in pieces if p is not None)
    return found if len(found) == len(pieces) else ()


def named(figure: Figure | None) -> tuple[Part, ...]:
    """A figure as a clause of its own, or nothing."""
    return () if figure is None else (figure,)


def hides_amounts(desk: Desk) -> bool:
    """Whether amounts from the tax office are printed in bands: pages of towns (涉税分档)."""
    return desk.unit.kind == "town"


def band(amount: Decimal | None, bounds: Sequence[Decimal]) -> str | None:
    """An amount in 万元 as the band it lies in (分档), never the amount itself.

    >>> bounds = [Decimal(b) for b in (1000, 1500, 2000, 10000)]
    >>> [band(Decimal(v), bounds) for v in ("1500", "999.9", "10000")]
    ['1500—2000万元', '1000万元以下', '1亿元以上']
    """
    if amount is None:
        return None
    for low, high in zip((None, *bounds), (*bounds, None), strict=True):
        if high is None:
            return f"{_round(low)}以上"
        if amount < high:
            unit = "万" if high >= 10000 else ""
            return f"{_round(high)}以下" if low is None else f"{low}{unit}—{_round(high)}"
    return None


def _round(bound: Decimal | None) -> str:
    if bound is None:
        return ""
    return f"{bound / 10000}亿元" if bound >= 10000 and bound % 10000 == 0 else f"{bound}万元"


def place_of(desk: Desk, code: str | None) -> str:
    """Where a firm stands as the page says it: the county on the city's page, else the town."""
    known = {u.code: u for u in desk.units.units}
    if code not in known:
        return ""
    above = [known[c] for c in desk.units.ancestors(code) if c in known]
    if desk.unit == desk.units.root:
        return next((u.name for u in above if u.kind == "county"), known[code].name)
    return known[code].name


def limit(desk: Desk) -> int:
    """How many firms a list shows: the city's page is for overview, the rest stands below it."""
    return 30 if desk.unit == desk.units.root else 60


def cut(desk: Desk, count: int) -> str:
    """What a list leaves out, as its note says."""
    shown = limit(desk)
    return f"共{count}户，列出前{shown}户，其余见所属单位页。" if count > shown else ""


def wide(text: str | None) -> str:
    """Text that people typed, with the punctuation of a Chinese page (全角标点)."""
    return (text or "").translate(_WIDE)


def bounds_of(desk: Desk) -> list[Decimal]:
    """The bands in force."""
    return [Decimal(b) for b in desk.policy("invoice_band_bounds").split("|")]


def amount(given: Edition, row: FigureRow | None, subject: str, *, by: str = "enterprise") -> Cell:
    """An amount of invoices as this page may print it: exact, or its band for a town."""
    if row is None or row.value is None:
        return None
    if hides_amounts(given.desk):
        return band(row.value, bounds_of(given.desk))
    return fig(row, given.code, subject, by=by, with_unit=False)


def table(
    table_id: str,
    title: str,
    columns: Columns,
    emphasis: Sequence[str] = (),
    levels: Sequence[int] = (),
    *,
    scope: str = "",
    source: str = "",
    note: str = "",
    empty: str = "本期无数据。",
) -> Table:
    """A table from columns with their cells."""
    count = len(columns[0][1])
    marks = emphasis or [""] * count
    depth = levels or [0] * count
    rows = tuple(
        Row(
            tuple(cells[n] for _, cells in columns),
            level=depth[n],
            emphasis=marks[n],  # type: ignore[arg-type]
        )
        for n in range(count)
    )
    heads = tuple(column for column, _ in columns)
    return Table(table_id, title, heads, rows, scope=scope, source=source, note=note, empty=empty)


def words_of(found: Sequence[str | None]) -> Cells:
    """Plain words as the cells of a column."""
    return list(found)


def signed(cells: Cells) -> Cells:
    """Changes carry their plus sign."""
    return [
        replace(c, text=f"+{c.text}")
        if isinstance(c, Figure) and c.text[:1] not in ("\u2212", "+", "0")
        else c
        for c in cells
    ]


def left(key: str, *header: str) -> Column:
    """A column of words."""
    return Column(key, header, align="left")


def right(key: str, *header: str, unit: str = "") -> Column:
    """A column of figures."""
    return Column(key, header, unit)


def names(found: Sequence[str], limit: int = 5) -> str:
    """甲、乙、丙等7户: a few names, and how many in all where more."""
    listed = "、".join(found[:limit])
    return f"{listed}等{len(found)}户" if len(found) > limit else listed


def whole(value: int | Decimal) -> str:
    """A count as printed where it has no coordinate of its own."""
    return format_number(Decimal(value), 0)
