"""舍入区间: what a printed number may really have been, and what follows from several of them.

A figure printed with one decimal stands for every value that rounds to it. Two printed figures
contradict each other only where no values of their intervals agree.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from gxlab.reference.numbers import divide, round_half_away

HUNDRED = Decimal(100)


@dataclass(frozen=True)
class Interval:
    """Every value from ``low`` to ``high``, both included (区间).

    >>> Interval.printed("5.5").share_of(Interval.printed("7.9")).told(1)
    '68.6—70.7'
    """

    low: Decimal
    high: Decimal

    @classmethod
    def printed(cls, number: str | Decimal, decimals: int | None = None) -> Interval:
        """What a number printed with so many decimals may have been; by default its own.

        >>> Interval.printed("12.0")
        Interval(low=Decimal('11.95'), high=Decimal('12.05'))
        """
        value = Decimal(number)
        exponent = value.as_tuple().exponent
        places = -exponent if isinstance(exponent, int) else 0
        half = Decimal(1).scaleb(-(places if decimals is None else decimals)) / 2
        return cls(value - half, value + half)

    def __add__(self, other: Interval) -> Interval:
        return Interval(self.low + other.low, self.high + other.high)

    def __sub__(self, other: Interval) -> Interval:
        return Interval(self.low - other.high, self.high - other.low)

    def __mul__(self, other: Interval) -> Interval:
        ends = [a * b for a in (self.low, self.high) for b in (other.low, other.high)]
        return Interval(min(ends), max(ends))

    def over(self, other: Interval, scale: Decimal = Decimal(1)) -> Interval | None:
        """The quotient × scale; None where the divisor may be 0."""
        if other.low <= 0 <= other.high:
            return None
        ends = [divide(a, b, scale) for a in (self.low, self.high) for b in (other.low, other.high)]
        known = [e for e in ends if e is not None]
        return Interval(min(known), max(known))

    def share_of(self, other: Interval) -> Interval | None:
        """占比、贡献率 (%): this over another, in percent."""
        return self.over(other, HUNDRED)

    def growth_on(self, base: Interval) -> Interval | None:
        """同比增速 (%): this over a positive base, less 100."""
        found = self.over(base, HUNDRED) if base.low > 0 else None
        return None if found is None else Interval(found.low - HUNDRED, found.high - HUNDRED)

    def base_of(self, growth: Interval) -> Interval | None:
        """The base that a level and its growth rate (%) imply."""
        grown = Interval(HUNDRED + growth.low, HUNDRED + growth.high)
        return self.over(grown, HUNDRED) if grown.low > 0 else None

    def agrees(self, other: Interval) -> bool:
        """Whether some value lies in both."""
        return self.low <= other.high and other.low <= self.high

    def told(self, decimals: int) -> str:
        """Both ends as printed."""
        return f"{round_half_away(self.low, decimals)}—{round_half_away(self.high, decimals)}"
