"""Growth (增速): 增长, 下降, 持平, 倍; 微降 and 小幅增长 where a threshold is set."""

from __future__ import annotations

from decimal import Decimal

from gxlab.reference.numbers import format_multiple, format_number, round_half_away
from gxlab.show.objects import Figure, Part


def growth(
    rate: Decimal | None,
    ref: str,
    *,
    lead: str = "同比",
    decimals: int = 1,
    slight: Decimal | None = None,
    about: bool = False,
) -> tuple[Part, ...]:
    """同比增长5.0% / 同比下降4.0% / 同比持平 / 同比增长1.8倍; nothing where there is no rate.

    ``slight``: a move smaller than this is 微降 or 小幅增长. ``about``: an estimate (左右).

    >>> say = lambda *given, **more: "".join(
    ...     p if isinstance(p, str) else p.text for p in growth(*given, **more))
    >>> say(Decimal("-4.04"), "r"), say(Decimal("-4.9"), "r", about=True)
    ('同比下降4.0%', '同比下降4.9%左右')
    >>> say(Decimal("-0.1"), "r", slight=Decimal(1)), say(Decimal("0.8"), "r", slight=Decimal(1))
    ('同比微降0.1%', '同比小幅增长0.8%')
    """
    if rate is None:
        return ()
    shown = round_half_away(rate, decimals)
    if shown == 0:
        return (f"{lead}", Figure("持平", ref))
    figure = Figure(rate_text(abs(shown), decimals, rises=shown > 0), ref)
    tail = ("左右",) if about else ()
    return (f"{lead}{_word(shown, slight)}", figure, *tail)


def rate_text(size: Decimal, decimals: int = 1, *, rises: bool = True) -> str:
    """The size of a rate: 5.0%; a rise of 100 % and more in 倍, a fall never.

    With one decimal 1.8倍, with two as exact as that allows: 1.79倍, 1.3倍.

    >>> rate_text(Decimal(179)), rate_text(Decimal(179), 2), rate_text(Decimal(130), 2)
    ('1.8倍', '1.79倍', '1.3倍')
    >>> rate_text(Decimal(120), rises=False)
    '120.0%'
    """
    if not rises or round_half_away(size, decimals) < 100:
        return format_number(size, decimals, thousands=False) + "%"
    if decimals < 2:
        return format_multiple(size, decimals)
    digits = format_multiple(size, 2).removesuffix("倍").rstrip("0")
    return (f"{digits}0" if digits.endswith(".") else digits) + "倍"


def moved(rate: Decimal, decimals: int = 1) -> str:
    """A former rate in words: 增长1.2%, 下降2.9%, 持平.

    >>> moved(Decimal("-2.9")), moved(Decimal("0.02"))
    ('下降2.9%', '持平')
    """
    shown = round_half_away(rate, decimals)
    if shown == 0:
        return "持平"
    word = "增长" if shown > 0 else "下降"
    return word + rate_text(abs(shown), decimals, rises=shown > 0)


def _word(shown: Decimal, slight: Decimal | None) -> str:
    small = slight is not None and abs(shown) < slight
    if shown > 0:
        return "小幅增长" if small else "增长"
    return "微降" if small else "下降"
