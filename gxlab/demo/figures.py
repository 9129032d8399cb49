"""写表用的数:千元转万元、亿元,增速和位次;四舍五入远离零,只用整数和 Decimal."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal

from gxlab.demo.sheet import Cell


def wan(thousand: int) -> float:
    """千元 → 万元,一位小数(正好)."""
    return int(thousand) / 10


def yi(thousand: int) -> float:
    """千元 → 亿元,两位小数."""
    return float(rounded(Decimal(int(thousand)) / 100_000, 2))


def rounded(value: Decimal, places: int) -> Decimal:
    """四舍五入,远离零;不产生负零.

    >>> rounded(Decimal("-0.04"), 1), rounded(Decimal("2.25"), 1)
    (Decimal('0.0'), Decimal('2.3'))
    """
    result = value.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)
    return abs(result) if result == 0 else result


def growth(value: int, base: int, places: int = 1) -> float | None:
    """同比增长%;基数不为正则无."""
    if base <= 0:
        return None
    return float(rounded((Decimal(int(value)) / int(base) - 1) * 100, places))


def share(part: int, whole: int, places: int = 2) -> float | None:
    """占比%."""
    if whole <= 0:
        return None
    return float(rounded(Decimal(int(part)) * 100 / int(whole), places))


def printed_growth(rate: float | None) -> Cell:
    """反馈表里的增速写法:零写“持平”,增长一倍及以上写“1.6倍”,无基数写“-”."""
    if rate is None:
        return "-"
    if rate == 0:
        return "持平"
    if rate >= 100:
        return f"{rounded(Decimal(str(rate)) / 100, 1)}倍"
    return rate


def ranks(values: Sequence[float | None]) -> list[int | None]:
    """位次:由高到低,并列同位,无数据不排."""
    ordered = sorted((v for v in values if v is not None), reverse=True)
    return [None if v is None else ordered.index(v) + 1 for v in values]
