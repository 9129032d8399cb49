"""The printed figures of a page (页面上的数) with the interval that rounding leaves each."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from gxlab.publish.outline import Item, Outline
from gxlab.reference.units import UnknownUnit, canonical_unit, to_base_unit
from gxlab.show.objects import Figure, KeyFigures, Light, Sentence, Sentences, Table

_PLACE = re.compile(r"（([0-9]+)）$")
_NUMBER = re.compile(r"([+\-−]?)([0-9][0-9,]*(?:\.([0-9]+))?)")
# 位次 statistics and the statistic whose bracket in a table tells the same place.
_ROUNDED = ("万元", "亿元", "元", "千元", "万千瓦时", "亿千瓦时", "%", "百分点", "个百分点")
_RANKS = {"rank": "value", "growth_rank": "growth_yoy_pct"}


@dataclass(frozen=True)
class Print:
    """A number as printed somewhere (印出的数) in its base unit, and half of its last digit.

    ``signed``: the text carries its own sign, as in a table; in a sentence the words do.
    """

    key: str
    ref: str
    text: str
    unit: str
    where: str
    number: Decimal
    half: Decimal
    signed: bool

    @property
    def told(self) -> str:
        """The figure and where it stands, as an error names it."""
        return f"{self.where}的“{self.text}{self.unit}”"


def page_prints(outline: Outline) -> Iterator[Print]:
    """Every number of a page; a place in brackets behind a value is a number of its own."""
    yield from _of_items(outline.lead, "开头")
    for section in outline.sections:
        yield from _of_items(section.items, f"“{section.title}”")


def conflict(one: Print, other: Print) -> bool:
    """Whether two prints of one coordinate cannot come from one number.

    Half-up rounding leaves half-open intervals: they meet where the gap is less than both halves.
    """
    if one.signed and other.signed:
        gap = abs(one.number - other.number)
    else:
        gap = abs(abs(one.number) - abs(other.number))
    return gap != 0 and gap >= one.half + other.half


def figure_prints(figure: Figure, unit: str, where: str, *, signed: bool) -> Iterator[Print]:
    """The number of a figure and the place behind it, where there are such."""
    place = _PLACE.search(figure.text)
    bare = figure.text[: place.start()] if place else figure.text
    found = number_of(bare, unit)
    if found is not None:
        key = _key(figure.ref)
        yield Print(key, figure.ref, bare, unit, where, found[0], found[1], signed)
    if place and (key := _place_key(figure.ref)):
        rank = Decimal(place[1])
        yield Print(key, figure.ref, place[1], "位", where, rank, Decimal(0), True)


def number_of(text: str, unit: str = "") -> tuple[Decimal, Decimal] | None:
    """A printed text as number and half-interval, in the base unit of ``unit``; None for words.

    >>> number_of("12.35", "亿元"), number_of("−4.9%"), number_of("1.8倍"), number_of("持平")
    ((Decimal('123500'), Decimal('50')), (Decimal('-4.9'), Decimal('0.05')), \
(Decimal('180'), Decimal('5')), (Decimal('0'), Decimal('0.05')))
    """
    if text == "持平":
        return Decimal(0), Decimal("0.05")
    found = _NUMBER.fullmatch(text.removesuffix("%").removesuffix("倍"))
    if found is None:
        return None
    number = Decimal(found[2].replace(",", "")) * (-1 if found[1] in ("-", "−") else 1)
    decimals = len(found[3] or "")
    # Counts are exact; amounts and rates are rounded also where no decimal is printed.
    exact = not decimals and not text.endswith("%") and unit not in _ROUNDED
    half = Decimal(0) if exact else Decimal(5).scaleb(-decimals - 1)
    scale = Decimal(100) if text.endswith("倍") else scale_of(unit)
    return _plain(number * scale), _plain(half * scale)


def _plain(number: Decimal) -> Decimal:
    return number.quantize(Decimal(1)) if number == number.to_integral_value() else number


def scale_of(unit: str) -> Decimal:
    """One of a unit of measure in its base unit (亿元 → 10000); 1 where there is none."""
    if canonical_unit(unit) in (None, "万", "亿", "千", "百万", "千万", "十万", "万亿"):
        return Decimal(1)
    try:
        return to_base_unit(Decimal(1), unit)[0]
    except UnknownUnit:
        return Decimal(1)


def _of_items(items: tuple[Item, ...], where: str) -> Iterator[Print]:
    for item in items:
        if isinstance(item, Sentence):
            yield from _of_sentence(item, where)
        elif isinstance(item, Sentences):
            for sentence in item.items:
                yield from _of_sentence(sentence, where)
        elif isinstance(item, KeyFigures):
            for key in item.items:
                at = f"关键指标“{key.label}”"
                yield from figure_prints(key.figure, key.figure.unit, at, signed=True)
                if key.change:
                    yield from _of_sentence(key.change, at)
        elif isinstance(item, Table):
            yield from _of_table(item)


def _of_sentence(sentence: Sentence, where: str) -> Iterator[Print]:
    for part in sentence.parts:
        if isinstance(part, Figure):
            yield from figure_prints(part, part.unit, where, signed=False)


def _of_table(table: Table) -> Iterator[Print]:
    for row in table.rows:
        for column, cell in zip(table.columns, row.cells, strict=True):
            if isinstance(cell, Figure):
                unit = cell.unit or column.unit
                yield from figure_prints(cell, unit, f"表“{table.title}”", signed=True)
            elif isinstance(cell, Light) and cell.figure:
                # The word before it says the direction.
                figure = cell.figure
                yield from figure_prints(figure, figure.unit, f"表“{table.title}”", signed=False)


def _key(ref: str) -> str:
    """The coordinate; a place by unit under the name that a table's bracket has too."""
    parts = ref.split("|")
    if len(parts) == 6 and parts[4] in _RANKS and parts[5].startswith("unit="):
        unit = parts[5].removeprefix("unit=")
        return "|".join(("位次", parts[0], unit, parts[2], parts[3], _RANKS[parts[4]]))
    return ref


def _place_key(ref: str) -> str:
    """The place that stands in brackets behind a value: among the units of the same table."""
    parts = ref.split("|")
    if len(parts) != 5:
        return ""
    return "|".join(("位次", *parts))
