"""From a figure row to a printed number (数的排印): text, unit and coordinate in one step."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any, TypedDict, Unpack

from gxlab.measures.figures import FigureRow
from gxlab.reference.indicators import Indicator, indicator
from gxlab.reference.numbers import format_number, round_half_away
from gxlab.show.objects import Figure

UNIT_FACTOR = {("万元", "亿元"): -4, ("万千瓦时", "亿千瓦时"): -4, ("人", "万人"): -4}

STATISTIC_DECIMALS = {
    "growth_yoy_pct": 1,
    "published_growth_pct": 1,
    "change_pp": 1,
    "pull_pp": 2,
    "nominal_pp": 2,
    "contribution_pct": 1,
    "share_pct": 1,
    "completion_pct": 1,
    "plan_pct": 1,
    "linear_pct": 1,
    "gap_plan_pp": 1,
    "gap_linear_pp": 1,
    "needed_growth_pct": 1,
    "coverage_pct": 1,
    "rank": 0,
    "growth_rank": 0,
}

SIGNED = frozenset(
    {
        "change_pp",
        "change_yoy_pp",
        "pull_pp",
        "nominal_pp",
        "gap_plan_pp",
        "gap_linear_pp",
        "increment",
    }
)


@dataclass(frozen=True)
class Where:
    """The fixed part of a coordinate: indicator, unit, period, span, and the grouping if any."""

    indicator: str
    unit: str
    period: str
    span: str = "ytd"
    by: str | None = None

    def ref(self, statistic: str, code: str | None = None) -> str:
        """``indicator|unit|period|span|statistic[|by=code]``."""
        parts = [self.indicator, self.unit, self.period, self.span, statistic]
        return "|".join([*parts, f"{self.by}={code}"] if self.by and code else parts)


def where(row: FigureRow, indicator_id: str, unit: str, by: str | None = None) -> Where:
    """The coordinate of a row: the period and span it really has."""
    return Where(indicator_id, unit, row.period_used or "", row.span, by)


def printed(
    row: FigureRow,
    indicator_id: str,
    unit: str,
    statistic: str = "value",
    *,
    by: str | None = None,
    measure: str | None = None,
    decimals: int | None = None,
    with_unit: bool = False,
) -> Figure | None:
    """One statistic of a row as printed; None where it does not exist.

    ``measure`` is the unit printed in (亿元 for 万元); ``with_unit`` sets it behind the number.
    """
    value = getattr(row, statistic)
    if value is None:
        return None
    at = where(row, indicator_id, unit, by)
    return number(
        Decimal(value),
        at.ref(statistic, row.code),
        statistic=statistic,
        subject=indicator(indicator_id),
        measure=measure,
        decimals=decimals,
        with_unit=with_unit,
    )


class How(TypedDict, total=False):
    """How a statistic is printed (印法): grouping of its coordinate, unit, decimals."""

    by: str | None
    measure: str | None
    decimals: int | None
    with_unit: bool


def fig(
    row: FigureRow | None, unit: str, subject: str, statistic: str = "value", **how: Unpack[How]
) -> Figure | None:
    """One statistic of a row as a figure of a unit, its own unit behind it; None without a row."""
    if row is None or row.period_used is None:
        return None
    whole: How = {"with_unit": True, **how}
    return printed(row, subject, unit, statistic, **whole)


def ref(row: FigureRow, unit: str, subject: str, statistic: str, by: str | None = None) -> str:
    """The coordinate of one statistic of a row."""
    return where(row, subject, unit, by).ref(statistic, row.code)


def number(
    value: Decimal,
    ref: str,
    *,
    statistic: str,
    subject: Indicator | None = None,
    measure: str | None = None,
    decimals: int | None = None,
    with_unit: bool = False,
) -> Figure:
    """A value as printed: scaled to ``measure``, rounded, with a true minus; the rest kept."""
    scaled = _scaled(value, subject, measure)
    places = _decimals(statistic, subject, measure) if decimals is None else decimals
    text = format_number(scaled, places, signed=statistic in SIGNED)
    exact = None if round_half_away(scaled, places) == scaled else _plain(value)
    return Figure(
        text, ref, value=exact, unit=_unit(statistic, subject, measure) if with_unit else ""
    )


def _scaled(value: Decimal, subject: Indicator | None, measure: str | None) -> Decimal:
    if subject is None or measure is None or measure == subject.unit_of_measure:
        return value
    return value.scaleb(UNIT_FACTOR[(subject.unit_of_measure, measure)])


def _decimals(statistic: str, subject: Indicator | None, measure: str | None) -> int:
    if statistic in STATISTIC_DECIMALS:
        return STATISTIC_DECIMALS[statistic]
    if subject is None:
        return 1
    if subject.is_money and (measure or subject.unit_of_measure) == "万元":
        return 0
    return subject.decimals


def _unit(statistic: str, subject: Indicator | None, measure: str | None) -> str:
    if statistic.endswith("_pp"):
        return "个百分点"
    if statistic.endswith("_pct"):
        return "%"
    if statistic.endswith("rank"):
        return ""
    return measure or (subject.unit_of_measure if subject else "")


def _plain(value: Decimal) -> str:
    text = format(value, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


Json = dict[str, Any]
