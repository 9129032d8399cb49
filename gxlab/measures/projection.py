"""What a year will come to (全年测算): low, middle and high, from the same months of last year.

The middle is 季节法, last year's share of the same months; low and high let the months to come
grow less or more by a margin, a rule parameter. One rule for a firm and for a sum of firms.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from gxlab.reference.numbers import divide

ZERO = Decimal(0)
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
        return ranged(pace, pace - ytd, margin_pp, "均速")
    middle = divide(ytd, base, last_year) or ZERO
    return ranged(middle, last_year - base, margin_pp, "季节法")


def ranged(middle: Decimal, rest: Decimal, margin_pp: Decimal, method: str) -> Estimate:
    """An estimate whose months to come, ``rest`` a year ago, may grow by so much less or more."""
    spread = abs(rest) * margin_pp / 100
    # Sums carry fewer digits than quotients: without a spread an end must not pass the middle.
    ends = min(middle, middle - spread), max(middle, middle + spread)
    return Estimate(ends[0], middle, ends[1], method)
