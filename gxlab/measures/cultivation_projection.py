"""What a year will come to (全年测算): low, middle, high, and the month 20 million yuan is crossed.

The middle is 季节法, last year's share of the same months; low and high let the months to come
grow less or more by a margin. A new plant has no last year and is reckoned by its pace since it
began.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from gxlab.reference.numbers import divide
from gxlab.reference.periods import Period

ZERO, ONE = Decimal(0), Decimal(1)
TIERS = ("low", "mid", "high")


@dataclass(frozen=True)
class Estimate:
    """A year's range in 万元 (全年测算: 低、中、高) and the method of its middle."""

    low: Decimal
    mid: Decimal
    high: Decimal
    method: str

    def of(self, tier: str) -> Decimal:
        """The figure of one tier: low, mid or high."""
        return {"low": self.low, "mid": self.mid, "high": self.high}[tier]


def seasonal(
    ytd: Decimal,
    base: Decimal | None,
    last_year: Decimal | None,
    months: int,
    margin_pp: Decimal,
) -> Estimate:
    """季节法: ytd ÷ (上年同期 ÷ 上年全年); the rest of the year ranges by ``margin_pp``.

    The middle says that the months to come grow as those past; the low and high tiers take that
    growth some 百分点 lower and higher. Without a usable last year (none, or red invoices
    outweighing) it is the pace so far.

    >>> found = seasonal(Decimal(900), Decimal(600), Decimal(1500), 5, Decimal(10))
    >>> [int(v) for v in (found.low, found.mid, found.high)]  # 900 ÷ 0.4 = 2250; ∓ 900 × 10%
    [2160, 2250, 2340]
    """
    if base is None or last_year is None or base <= 0 or last_year < base:
        pace = divide(ytd, Decimal(months), Decimal(12)) or ZERO
        return _ranged(pace, pace - ytd, margin_pp, "均速")
    middle = divide(ytd, base, last_year) or ZERO
    return _ranged(middle, last_year - base, margin_pp, "季节法")


def _ranged(middle: Decimal, rest: Decimal, margin_pp: Decimal, method: str) -> Estimate:
    spread = abs(rest) * margin_pp / 100
    return Estimate(middle - spread, middle, middle + spread, method)


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
