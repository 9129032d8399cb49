"""A figure against a wider area, a target or a plan (比较): 高于, 低于, 快于, 慢于, 完成."""

from __future__ import annotations

from decimal import Decimal

from gxlab.reference.numbers import difference_pp, format_number, round_half_away
from gxlab.show.objects import Figure, Part


def versus(
    rate: Decimal | None, wider: Decimal | None, name: str, ref: str, *, decimals: int = 1
) -> tuple[Part, ...]:
    """高于全市1.2个百分点 / 低于全市 / 与全市持平."""
    return against(difference_pp(rate, wider, decimals), name, ref, decimals=decimals)


def against(gap: Decimal | None, name: str, ref: str, *, decimals: int = 1) -> tuple[Part, ...]:
    """As :func:`versus`, where the gap in 百分点 is itself a figure."""
    return _placed(gap, name, ref, ("高于", "低于"), decimals)


def pace(
    gap: Decimal | None, ref: str, *, yardstick: str = "计划进度", decimals: int = 1
) -> tuple[Part, ...]:
    """快于计划进度0.2个百分点 / 慢于 / 与计划进度持平."""
    return _placed(gap, yardstick, ref, ("快于", "慢于"), decimals)


def completion(
    pct: Decimal | None, ref: str, *, goal: str = "全年目标", decimals: int = 1
) -> tuple[Part, ...]:
    """完成全年目标的84.5%.

    >>> "".join(
    ...     p if isinstance(p, str) else p.text + p.unit for p in completion(Decimal("84.5"), "r"))
    '完成全年目标的84.5%'
    """
    if pct is None:
        return ()
    return (f"完成{goal}的", Figure(format_number(pct, decimals), ref, unit="%"))


def _placed(
    gap: Decimal | None, name: str, ref: str, words: tuple[str, str], decimals: int
) -> tuple[Part, ...]:
    if gap is None:
        return ()
    shown = round_half_away(gap, decimals)
    if shown == 0:
        return (f"与{name}持平",)
    size = Figure(format_number(abs(shown), decimals), ref, unit="个百分点")
    return (f"{words[0] if shown > 0 else words[1]}{name}", size)
