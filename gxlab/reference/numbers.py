"""数: read, divide, round and print numbers; the only place where any of the four is done.

Every figure is a Decimal. A ratio travels as numerator and denominator and is divided here, once;
rounding is 四舍五入 on the decimal digits, half away from zero, and happens only for print.
Reading a cell's text is `number_text`, units of measure are `units`; both are offered from here.
"""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Context, Decimal
from typing import Literal

from gxlab.reference.number_text import MissingKind, Parsed, parse_number
from gxlab.reference.units import (
    UnitMismatch,
    UnknownUnit,
    canonical_unit,
    cell_unit,
    plain,
    to_base_unit,
)

__all__ = [
    "MissingKind",
    "Parsed",
    "UnitMismatch",
    "UnknownUnit",
    "canonical_unit",
    "cell_unit",
    "difference_pp",
    "divide",
    "format_multiple",
    "format_number",
    "format_rate",
    "growth_pct",
    "money_unit",
    "parse_number",
    "plain",
    "round_half_away",
    "to_base_unit",
]

# 34 digits, as IEEE decimal128: a quotient of two DECIMAL(18,6) keeps far more than is printed.
_QUOTIENT = Context(prec=34)
_WIDE = Context(prec=80, rounding=ROUND_HALF_UP)
MINUS = "\u2212"
NO_FIGURE = "—"


def round_half_away(value: Decimal, decimals: int) -> Decimal:
    """Round half away from zero (四舍五入); never "-0.0".

    >>> round_half_away(Decimal("0.25"), 1), round_half_away(Decimal("-0.04"), 1)
    (Decimal('0.3'), Decimal('0.0'))
    """
    rounded = value.quantize(Decimal(1).scaleb(-decimals), context=_WIDE)
    return rounded if rounded else rounded.copy_abs()


def divide(
    numerator: Decimal | None, denominator: Decimal | None, scale: Decimal = Decimal(1)
) -> Decimal | None:
    """numerator ÷ denominator × scale; None where either is missing or the denominator is 0.

    >>> divide(Decimal("40991.7"), Decimal("759300"), Decimal(100)).quantize(Decimal("0.01"))
    Decimal('5.40')
    """
    if numerator is None or not denominator:
        return None
    return _QUOTIENT.divide(_WIDE.multiply(numerator, scale), denominator)


def growth_pct(value: Decimal | None, base: Decimal | None) -> Decimal | None:
    """同比增速 (%): (value − base) ÷ base × 100, unrounded.

    None unless the base is above 0: a zero or negative base has no growth rate (国家统计局附注).

    >>> growth_pct(Decimal(110), Decimal(100)), growth_pct(Decimal(5), Decimal(0))
    (Decimal('10'), None)
    """
    if value is None or base is None or base <= 0:
        return None
    return divide(_WIDE.subtract(value, base), base, Decimal(100))


def difference_pp(
    rate: Decimal | None, former: Decimal | None, decimals: int = 1
) -> Decimal | None:
    """rate − former in 百分点, from the two rates as printed.

    Rounded first and subtracted then, so that a reader who subtracts gets the same.

    >>> difference_pp(Decimal("-4.94"), Decimal("-7.26"), 1)  # −4.9 against −7.3
    Decimal('2.4')
    """
    if rate is None or former is None:
        return None
    return round_half_away(rate, decimals) - round_half_away(former, decimals)


def format_number(
    value: Decimal | None, decimals: int, *, thousands: bool = True, signed: bool = False
) -> str:
    """A number as printed: a true minus sign, commas, "—" for none, never "−0.0".

    >>> format_number(Decimal("-1234.45"), 1), format_number(None, 1)
    ('−1,234.5', '—')
    >>> format_number(Decimal("2.35"), 1, signed=True), format_number(Decimal("-0.04"), 1)
    ('+2.4', '0.0')
    """
    if value is None:
        return NO_FIGURE
    rounded = round_half_away(value, decimals)
    digits = format(rounded.copy_abs(), ",f" if thousands else "f")
    sign = MINUS if rounded < 0 else "+" if signed and rounded > 0 else ""
    return sign + digits


def format_rate(value: Decimal | None, decimals: int = 1) -> str:
    """A growth rate in % as a sentence says it: 12.3%, and from 100% on in 倍 of increase.

    Columns headed % use :func:`format_number`. What is printed decides, so 99.96 is 1.0倍.

    >>> format_rate(Decimal("12.34")), format_rate(Decimal("-4.9")), format_rate(Decimal(180))
    ('12.3%', '−4.9%', '1.8倍')
    """
    if value is None:
        return NO_FIGURE
    if round_half_away(value, decimals) >= 100:
        return format_multiple(value, decimals)
    return format_number(value, decimals, thousands=False) + "%"


def format_multiple(rate: Decimal, decimals: int = 1) -> str:
    """A rise of ``rate`` % in 倍 (增长1.8倍 = 180%); a fall in 倍 is an error of the trade.

    >>> format_multiple(Decimal("179"), 2)
    '1.79倍'
    """
    if rate < 0:
        raise ValueError(f"下降{format_number(-rate, 1)}%不能用倍数表示，请改用百分数")
    return format_number(_WIDE.scaleb(rate, Decimal(-2)), decimals) + "倍"


def money_unit(value_wan: Decimal) -> tuple[Literal["亿元", "万元"], Decimal]:
    """The unit an amount in 万元 is told in, and the amount in it: from 1亿元 on 亿元.

    >>> money_unit(Decimal("12345"))
    ('亿元', Decimal('1.2345'))
    """
    if abs(value_wan) >= 10_000:
        return "亿元", plain(_WIDE.scaleb(value_wan, Decimal(-4)))
    return "万元", value_wan
