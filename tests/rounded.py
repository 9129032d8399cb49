"""What follows from printed figures, as intervals: shares, growth and the bases rates imply."""

from __future__ import annotations

from decimal import Decimal

from gxlab.prose.interval import HUNDRED, Interval, exactly, printed


def of(text: str) -> Interval:
    """A figure as printed stands for every value that prints like it."""
    places = -int(Decimal(text).as_tuple().exponent)
    return printed(Decimal(text), max(places, 0))


def share(part: Interval, whole: Interval) -> Interval | None:
    """占比、贡献率 (%)."""
    found = part.over(whole)
    return None if found is None else found.times(HUNDRED)


def growth(level: Interval, base: Interval) -> Interval | None:
    """同比增速 (%) on a base above 0."""
    found = share(level, base) if base.low > 0 else None
    return None if found is None else found - exactly(HUNDRED)


def base(level: Interval, rate: Interval) -> Interval:
    """The base that a level and its growth rate (%) imply."""
    found = share(level, rate + exactly(HUNDRED))
    assert found is not None
    return found
