"""A printed figure asked again, as ``gxlab value`` asks, and compared as it is printed."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

from gxlab.measures.answer import answer
from gxlab.reference.numbers import round_half_away
from gxlab.reference.periods import Period
from gxlab.warehouse.desk import Desk


def statistic(desk: Desk, ref: str, known: dict[tuple[str, ...], Any]) -> Decimal | None:
    """The same number, asked as ``gxlab value`` asks."""
    indicator, unit, period, span, name, *grouping = ref.split("|")
    by, _, code = grouping[0].partition("=") if grouping else ("", "", "")
    question = (indicator, unit, period, span, by)
    if question not in known:
        asked = desk.at(unit=unit, period=Period.parse(period))
        known[question] = answer(asked, indicator, span=span, by=by or None).rows
    row = next((r for r in known[question] if not by or r.code == code), None)
    value = getattr(row, name) if row is not None else None
    return None if value is None else Decimal(value)


def agrees(text: str, value: Decimal) -> bool:
    """Whether a printed number is this value: rounded, in 亿元 or 万元, a fall without its sign."""
    shown = text.split("（")[0].replace("−", "-").replace(",", "").replace("+", "")
    if shown == "持平":
        return round_half_away(value, 1) == 0
    found = re.fullmatch(r"(-?\d+(?:\.\d+)?)(%|倍)?", shown)
    assert found, text
    number = Decimal(found[1])
    places = -int(number.as_tuple().exponent)
    scaled = [value / 100] if found[2] == "倍" else [value, value.scaleb(-4)]
    return any(round_half_away(abs(v), places) == abs(number) for v in scaled)
