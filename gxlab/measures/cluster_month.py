"""当月推算: one month's revenue as the difference of two cumulative readings.

Only firms with both readings count. A firm admitted this month delivers its whole year at once and
a leaver's former reading disappears, so a difference of two totals is nonsense. The first report
of a year is 1—2月 together and has no month to estimate.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import polars as pl

from gxlab.measures.clusters import Edition, before, member_firms, once
from gxlab.measures.figures import FigureRow
from gxlab.reference.numbers import growth_pct

ZERO = Decimal(0)


@dataclass(frozen=True)
class MonthEstimate:
    """The estimate, and what had to stand apart (当月推算). Money in 万元.

    ``apart_value`` is the cumulative revenue of firms without a former reading; ``left`` counts
    members with a former reading and none now.
    """

    row: FigureRow
    apart: int
    apart_value: Decimal
    left: int


def month_estimate(given: Edition) -> MonthEstimate | None:
    """The month of the edition's period; None where there is no month or no firm with both."""
    return once(given, "month", lambda: _month(given))


def _month(given: Edition) -> MonthEstimate | None:
    past = before(given)
    if past.period.year != given.period.year:
        return None
    codes = member_firms(given).select("enterprise")
    # Last month's rows of this month's members: membership is that of the report.
    former = past.firms.join(codes, on="enterprise", how="semi")
    joined = member_firms(given).join(former, on="enterprise", how="left", suffix="_former")
    gone = past.firms.join(past.members.select("enterprise").unique(), on="enterprise", how="semi")
    silent = joined.filter(pl.col("value").is_null() & pl.col("value_former").is_not_null())
    left = gone.join(codes, on="enterprise", how="anti").filter(pl.col("value").is_not_null())
    return _estimate(given, joined.to_dicts(), silent.height + left.height)


def _estimate(given: Edition, rows: list[dict[str, Any]], left: int) -> MonthEstimate | None:
    both = [r for r in rows if _has_both(r)]
    if not both:
        return None
    value = sum((r["value"] - r["value_former"] for r in both), ZERO)
    base = sum((r["base"] - r["base_former"] for r in both), ZERO)
    apart = [r for r in rows if r["value"] is not None and not _has_both(r)]
    row = FigureRow(
        given.desk.unit.code,
        given.desk.unit.name,
        value=value,
        base=base,
        growth_yoy_pct=growth_pct(value, base),
        numerator=value,
        denominator=base,
        period_used=str(given.period),
        span="month",
        n=len(both),
    )
    return MonthEstimate(row, len(apart), sum((r["value"] for r in apart), ZERO), left)


def _has_both(row: dict[str, Any]) -> bool:
    names = ("value", "base", "value_former", "base_former")
    return all(row[name] is not None for name in names)
