"""A firm's year (全年测算) where 季节法 does not do, and the month 20 million yuan is crossed.

A new plant has no last year and is reckoned by its pace since it began; a firm that stopped sells
nothing more.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from gxlab.measures.projection import ZERO, Estimate
from gxlab.reference.numbers import divide
from gxlab.reference.periods import Period


def new_plant(ytd: Decimal, month: Decimal | None, start: Period | None, now: Period) -> Estimate:
    """投产以来均速: what is sold plus the pace since production began for the months to come.

    The latest month, where it is known, gives the other end of the range.

    >>> found = new_plant(Decimal(900), Decimal(400), Period(2026, 3), Period(2026, 5))
    >>> [int(v) for v in (found.low, found.mid, found.high)]  # 900 + 7 × 300, 900 + 7 × 400
    [3000, 3000, 3700]
    """
    began = max(start, now.first_month_of_year) if start else now.first_month_of_year
    running = max(1, (now.year - began.year) * 12 + now.month - began.month + 1)
    pace = divide(ytd, Decimal(running)) or ZERO
    latest = pace if month is None else month
    rest = Decimal(12 - now.month)
    ends = (ytd + rest * pace, ytd + rest * latest)
    return Estimate(min(ends), ends[0], max(ends), "投产以来均速")


def stopped(ytd: Decimal, estimate: Estimate) -> Estimate:
    """停产: nothing more is sold, unless production resumes (high)."""
    return Estimate(ytd, ytd, max(ytd, estimate.high), "停产，按已实现数")


def crossing(
    estimate: Decimal,
    reached: Mapping[Period, Decimal],
    now: Period,
    threshold: Decimal,
    shares: Mapping[int, Decimal],
) -> Period | None:
    """The month in which the running total reaches the threshold; None if not this year.

    ``reached``: this year's totals by month so far. ``shares``: how much of the rest of the year
    is done by each month to come, from :func:`rest_shares`.
    """
    ytd = reached[now]
    if ytd >= threshold:
        passed = [p for p, v in sorted(reached.items()) if p.year == now.year and v >= threshold]
        return passed[0]
    for month in range(now.month + 1, 13):
        if ytd + (estimate - ytd) * shares[month] >= threshold:
            return Period(now.year, month)
    return None


def rest_shares(now: Period, last_path: Mapping[Period, Decimal]) -> dict[int, Decimal]:
    """Share of the rest of the year done by the end of each month to come (后期进度).

    From last year's own running totals where all of them are there and rise; else in equal steps.

    >>> rest_shares(Period(2026, 10), {})[11]
    Decimal('0.5')
    """
    rest = 12 - now.month
    even = {m: divide(Decimal(m - now.month), Decimal(rest)) or ZERO for m in _ahead(now)}
    path = {m: last_path.get(Period(now.year - 1, m)) for m in (now.month, *_ahead(now))}
    known = [v for v in path.values() if v is not None]
    if len(known) < len(path) or known != sorted(known) or known[-1] <= known[0]:
        return even
    start, end = known[0], known[-1]
    return {
        m: divide(v - start, end - start) or ZERO
        for m, v in zip(_ahead(now), known[1:], strict=True)
    }


def _ahead(now: Period) -> range:
    return range(now.month + 1, 13)
