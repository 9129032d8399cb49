"""Profit over the zero line (盈亏变化): 扭亏为盈, 由盈转亏, 减亏, 增亏."""

from __future__ import annotations

from decimal import Decimal

# Against a positive base a fall of more than this has turned profit into loss (国家统计局附注).
ALL_LOST = Decimal(-100)


def profit_turn(now: Decimal | None, then: Decimal | None) -> str:
    """盈亏变化: 扭亏为盈 / 由盈转亏 / 减亏 / 增亏; empty where profit stays profit."""
    if now is None or then is None:
        return ""
    if then < 0 < now:
        return "扭亏为盈"
    if now < 0 <= then:
        return "由盈转亏"
    if now < 0 and then < 0:
        return "减亏" if now > then else "增亏" if now < then else "亏损持平"
    return ""


def turned(rate: Decimal | None) -> bool:
    """Whether a published rate of profit says 由盈转亏: below −100 % on a positive base.

    >>> turned(Decimal("-100")), turned(Decimal("-100.1"))
    (False, True)
    """
    return rate is not None and rate < ALL_LOST
