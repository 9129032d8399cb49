"""Stated figures (文中的数) held against the warehouse, by indicator, unit and period.

Only what binds without doubt is held: an indicator of the catalogue, of a unit of the territory,
in a period that has a figure of its own. A figure agrees when the warehouse's prints like it with
as many decimals. What is said of others, of estimates or of a part is left alone.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from gxlab.measures.figures import FigureRow
from gxlab.measures.lookup import unit_figure
from gxlab.prose.interval import HUNDRED
from gxlab.prose.readings import Reading
from gxlab.prose.subjects import names
from gxlab.reference.indicators import Indicator, catalogue, growth_indicator, indicator
from gxlab.reference.numbers import difference_pp, format_number, round_half_away
from gxlab.reference.periods import Period
from gxlab.reference.territory import Unit
from gxlab.reference.units import to_base_unit
from gxlab.warehouse.desk import Desk

Ask = Callable[[Desk, str], FigureRow | None]
_FAMILIES = {"万元": "money", "户": "count", "人": "count", "项": "count", "个": "count"}
_UNSURE = re.compile("预计|力争|目标|计划|预期|剔除|扣除|不含|测算|两年平均|可比口径增长")
_OWN = re.compile("全区|全县|我区|我县|全镇|我市|全市")
# What stands behind these is a yardstick, not the one spoken of.
_YARDSTICK = re.compile(r"(?:高于|低于|快于|慢于|好于|优于|占|拉动|下拉|居|较|比)[^，,。；;]{0,4}$")


@dataclass(frozen=True)
class Held:
    """A figure beside the warehouse's (对照): ``expected`` as it should have printed."""

    order: int
    ok: bool
    expected: str
    source: str


def plain_figure(desk: Desk, indicator_id: str) -> FigureRow | None:
    """The figure of the desk's unit and period by the order of authority.

    None for a ratio whose parts only a report can count (增长面).
    """
    parts = (indicator(indicator_id).numerator, indicator(indicator_id).denominator)
    if any(part and part not in catalogue() for part in parts):
        return None
    return unit_figure(desk, indicator_id)


def hold(
    desk: Desk, sentences: Sequence[str], readings: Sequence[Reading], ask: Ask = plain_figure
) -> list[Held]:
    """Every reading that binds to a figure of the warehouse, with what the warehouse has."""
    return [h for r in readings for h in _hold(desk, sentences[r.sentence], r, ask)]


def _hold(desk: Desk, sentence: str, reading: Reading, ask: Ask) -> Iterator[Held]:
    item = catalogue().get(reading.measure)
    if item is None or reading.figure.vague or _UNSURE.search(sentence):
        return
    if not any(name in sentence for name, known in names().items() if known == item.id):
        return  # carried over from another sentence: too little to hold a figure by
    at = _period(desk, reading)
    if at is None or reading.parent is not None:
        return
    found = [
        held
        for unit in _units(desk, sentence, reading)
        for held in _held(desk.at(unit=unit.code, period=at), item, reading, ask)
    ]
    # 全市 may be a county-level city itself or the city around it: one that fits is enough.
    yield from [h for h in found if h.ok][:1] or found[:1]


def _held(at: Desk, item: Indicator, reading: Reading, ask: Ask) -> Iterator[Held]:
    row = ask(at, item.id)
    if row is None or row.period_used != str(at.period):
        return
    known = _known(at, item, reading, row, ask)
    if known is not None:
        yield Held(reading.order, *known, row.source_kind or "库中")


def _units(desk: Desk, sentence: str, reading: Reading) -> list[Unit]:
    """Whose figure it may be; none where it is nobody's of the territory, or a share's."""
    by_name = {n: u for u in desk.units.units for n in (u.name, *u.aliases)}
    if reading.whose and reading.whose != "全市":
        return [by_name[reading.whose]] if reading.whose in by_name else []
    before = sentence[: reading.figure.start]
    told = list(_OWN.finditer(before))
    spoken = [m for m in told if not _YARDSTICK.search(before[: m.start()])]
    if not spoken:
        return [] if told and reading.role == "level" else [desk.unit]
    if spoken[-1][0] not in ("全市", "我市"):
        return [desk.unit]
    own = desk.unit.name.endswith("市") and desk.unit != desk.units.root
    return [desk.unit, desk.units.root] if own else [desk.units.root]


def _period(desk: Desk, reading: Reading) -> Period | None:
    tag, period = reading.when, desk.period
    if tag == "" or (reading.role in ("level", "closing") and tag == f"end{period.month}"):
        return period
    if found := re.fullmatch(r"(before:|last:)?1-(\d+)", tag):
        year = period.year - (1 if found[1] else 0)
        return Period(year, int(found[2]))
    return None


def _known(
    desk: Desk, item: Indicator, reading: Reading, row: FigureRow, ask: Ask
) -> tuple[bool, str] | None:
    """Whether it agrees, and the warehouse's figure as it should have printed."""
    places = reading.figure.places
    if reading.role in ("level", "closing", "base"):
        return _level(item, reading, row.base if reading.role == "base" else row.value)
    if reading.role == "rate" and reading.against == "prior":
        rate = _growth(desk, item, row, ask)
        return None if rate is None else _rate(reading, rate)
    if reading.role == "ratio" and item.is_rate and reading.figure.family == "%":
        if row.value is None:
            return None
        known = round_half_away(row.value, places)
        return known == reading.figure.value, format_number(known, places) + "%"
    if reading.role == "change":
        return _change(desk, item, reading, row, ask)
    return None


def _level(item: Indicator, reading: Reading, value: Decimal | None) -> tuple[bool, str] | None:
    figure = reading.figure
    if value is None or item.is_rate or _FAMILIES.get(item.unit_of_measure) != figure.family:
        return None
    scale, _ = to_base_unit(Decimal(1), figure.unit)
    known = round_half_away(value / scale, figure.places)
    return known == figure.value, format_number(known, figure.places) + figure.unit


def _growth(desk: Desk, item: Indicator, row: FigureRow, ask: Ask) -> Decimal | None:
    if item.is_rate:
        return row.value if item.id.endswith("_growth") else None
    if row.growth_yoy_pct is not None:
        return row.growth_yoy_pct
    rate = growth_indicator(item.id)
    told = ask(desk, rate) if rate else None
    return told.value if told else None


def _rate(reading: Reading, rate: Decimal) -> tuple[bool, str]:
    figure = reading.figure
    told = rate / HUNDRED if figure.family == "倍" else rate
    known = round_half_away(told, figure.places)
    word = "增长" if known >= 0 else "下降"
    unit = figure.unit if figure.family == "倍" else "%"
    return known == reading.shown, f"同比{word}{format_number(abs(known), figure.places)}{unit}"


def _change(
    desk: Desk, item: Indicator, reading: Reading, row: FigureRow, ask: Ask
) -> tuple[bool, str] | None:
    """比1—4月加快: against the rate of the period named; a ratio's 同比 against a year ago."""
    places = reading.figure.places
    found = re.fullmatch(r"1-(\d+)", reading.against)
    if item.kind == "ratio" and reading.against == "prior":
        gap = row.change_yoy_pp
    elif found and not item.is_rate:
        then = ask(desk.at(period=Period(desk.period.year, int(found[1]))), item.id)
        if then is None or then.period_used != str(Period(desk.period.year, int(found[1]))):
            return None
        gap = difference_pp(row.growth_yoy_pct, then.growth_yoy_pct, 1)
    else:
        return None
    if gap is None:
        return None
    known = round_half_away(gap, places)
    size = abs(known) == abs(reading.figure.value)
    return size, f"{format_number(abs(known), places)}个百分点（{'升' if known >= 0 else '降'}）"
