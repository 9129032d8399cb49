"""What the months left must bring (后几个月), and what has been reached early (双过半、提前完成).

For a level or count the amount still missing is spread over the months left. For a rate of revenue
what the months left must grow by comes from bases of the same firms, last year and this. A rate
without levels behind it says nothing about the months left.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal

from gxlab.measures.bulletin import Bulletin
from gxlab.measures.bulletin_standing import Standing
from gxlab.measures.bulletin_tasks import REGISTER, done
from gxlab.measures.cluster_years import same_firms
from gxlab.measures.figures import FigureRow
from gxlab.measures.firm_sums import firm_rows
from gxlab.measures.rates import completion_pct
from gxlab.reference.numbers import divide, round_half_away
from gxlab.reference.periods import Period, reporting_months

MONTHLY = "月均"
WHOLE, HALF = Decimal(100), Decimal(50)


@dataclass(frozen=True)
class Ahead:
    """What is left of a task (余下任务).

    ``monthly``: value is what each month left must bring, base what each month so far has brought,
    ``n`` the months left; None where the target is reached or nothing has been reported.
    ``needed``: the standing's row with needed_growth_pct; None where it cannot be formed.
    """

    standing: Standing
    months_left: int
    monthly: FigureRow | None
    needed: FigureRow | None


def ahead(given: Bulletin, one: Standing) -> Ahead:
    """What the months after a standing's period must bring."""
    period = Period.parse(one.row.period_used or str(given.desk.period))
    left = 12 - period.month
    if not one.is_set or not one.has_figure or not left:
        return Ahead(one, left, None, None)
    return Ahead(one, left, _monthly(one, period, left), _needed(given, one, period))


def _monthly(one: Standing, period: Period, left: int) -> FigureRow | None:
    if one.task.kind == "rate" or one.row.shortfall is None:
        return None
    return FigureRow(
        f"{one.row.code}:{MONTHLY}",
        one.unit.name,
        value=divide(one.row.shortfall, Decimal(left)),
        base=divide(one.row.value, Decimal(period.months_elapsed)),
        n=left,
        period_used=one.row.period_used,
        span=one.row.span,
    )


def _needed(given: Bulletin, one: Standing, period: Period) -> FigureRow | None:
    """Only revenue has a full last year of each firm (年报)."""
    if one.task.indicator != "revenue_growth" or one.row.target is None:
        return None
    at = given.desk.at(unit=one.unit.code, period=period)
    same = same_firms(at, firm_rows(at, "revenue", "ytd"))
    needed = same.needed_for_rate(one.row.target) if same.firms else None
    return None if needed is None else replace(one.row, needed_growth_pct=needed)


def past_half(one: Standing) -> bool | None:
    """过半: whether half of the year's target is done, on the rate as printed; None where not told.

    A rate has no completion, and a net increase counts at the year's end only (净增以年末为准).
    """
    if one.task.kind == "rate" or _is_net(one) or one.row.completion_pct is None:
        return None
    return round_half_away(one.row.completion_pct, 1) >= HALF


def early_month(given: Bulletin, one: Standing) -> Period | None:
    """提前完成: the first month of the year at whose end the year's target was reached."""
    full = one.row.completion_pct is not None and one.row.completion_pct >= WHOLE
    if one.task.kind == "rate" or _is_net(one) or not full:
        return None
    now = Period.parse(one.row.period_used or str(given.desk.period))
    for period in reporting_months(now.year, has_january=one.task.indicator in REGISTER):
        row = done(given.source, one.task, one.unit, period, fed_back=_fed_back(one))
        reached = completion_pct(row.value, one.row.target)
        if period <= now and reached is not None and reached >= WHOLE:
            return period
    return now


def _is_net(one: Standing) -> bool:
    return REGISTER.get(one.task.indicator) == "net"


def _fed_back(one: Standing) -> bool:
    return one.row.status in ("反馈", "最终")


__all__ = ["MONTHLY", "Ahead", "ahead", "early_month", "past_half"]
