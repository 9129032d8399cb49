"""Rounding intervals (舍入区间): a printed figure stands for every value that prints like it.

683.72 stands for [683.715, 683.725]; what is computed from printed figures is an interval too, and
a printed result agrees when the two intervals meet.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Context, Decimal

from gxlab.reference.numbers import format_number

_EXACT = Context(prec=40)
HUNDRED = Decimal(100)


@dataclass(frozen=True)
class Interval:
    """All values from ``low`` to ``high``, both included."""

    low: Decimal
    high: Decimal

    def __add__(self, other: Interval) -> Interval:
        return Interval(_EXACT.add(self.low, other.low), _EXACT.add(self.high, other.high))

    def __sub__(self, other: Interval) -> Interval:
        return self + Interval(-other.high, -other.low)

    def __mul__(self, other: Interval) -> Interval:
        corners = [_EXACT.multiply(a, b) for a in self._ends for b in other._ends]
        return Interval(min(corners), max(corners))

    def over(self, other: Interval) -> Interval | None:
        """self ÷ other; None where the divisor may be 0."""
        if other.low <= 0 <= other.high:
            return None
        corners = [_EXACT.divide(a, b) for a in self._ends for b in other._ends]
        return Interval(min(corners), max(corners))

    def times(self, factor: Decimal) -> Interval:
        """The interval multiplied by an exact number."""
        return self * exactly(factor)

    def meets(self, other: Interval) -> bool:
        """Whether some value lies in both."""
        return self.low <= other.high and other.low <= self.high

    def distance(self, other: Interval) -> Decimal:
        """How far apart two intervals are; 0 where they meet."""
        return max(self.low - other.high, other.low - self.high, Decimal(0))

    @property
    def _ends(self) -> tuple[Decimal, Decimal]:
        return self.low, self.high


def exactly(value: Decimal) -> Interval:
    """A value without rounding (整数个、常数).

    >>> exactly(Decimal(12)) + exactly(Decimal(1)) == exactly(Decimal(13))
    True
    """
    return Interval(value, value)


def printed(value: Decimal, places: int, scale: Decimal = Decimal(1)) -> Interval:
    """What a figure printed with so many decimals stands for, in its base unit.

    >>> printed(Decimal("36.1"), 1)
    Interval(low=Decimal('36.05'), high=Decimal('36.15'))
    """
    half = Decimal(5).scaleb(-places - 1)
    return Interval(_EXACT.multiply(value - half, scale), _EXACT.multiply(value + half, scale))


def told(interval: Interval, places: int, unit: str, *, signed: bool = True) -> str:
    """An interval as a reader sees it: "29.4%—29.5%", one figure where both ends print alike.

    >>> told(Interval(Decimal("29.4166"), Decimal("29.522")), 1, "%")
    '29.4%—29.5%'
    >>> told(Interval(Decimal("11.496"), Decimal("11.499")), 2, "%")
    '11.50%'
    """
    ends = [e if signed else abs(e) for e in (interval.low, interval.high)]
    low, high = (format_number(e, places, thousands=False) + unit for e in sorted(ends))
    return low if low == high else f"{low}—{high}"
