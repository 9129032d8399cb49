"""Ratios (比率): their change in 百分点, 元 or 天, and how many of all grow (增长面)."""

from __future__ import annotations

from decimal import Decimal

from gxlab.reference.numbers import divide, format_number, round_half_away
from gxlab.show.objects import Figure, Part


def points(
    change_pp: Decimal | None,
    ref: str,
    *,
    lead: str = "同比",
    decimals: int = 1,
    words: tuple[str, str] = ("提高", "下降"),
    unit: str = "个百分点",
) -> tuple[Part, ...]:
    """Change of a ratio (利润率, 亏损面, 占比): 同比提高0.04个百分点 / 下降 / 持平.

    ``words`` are the rise and the fall where the trade says otherwise (增长面: 扩大, 缩小;
    每百元成本 and 周转天数: 增加, 减少), ``unit`` where it is 元 or 天.

    >>> "".join(
    ...     p if isinstance(p, str) else p.text + p.unit
    ...     for p in points(Decimal("-16.7"), "r", lead="比一季度", words=("扩大", "缩小")))
    '比一季度缩小16.7个百分点'
    """
    if change_pp is None:
        return ()
    shown = round_half_away(change_pp, decimals)
    if shown == 0:
        still = (
            lead if lead.startswith("同比") else f"与{lead.removeprefix('比').removeprefix('较')}"
        )
        return (f"{still}持平",)
    word = words[0] if shown > 0 else words[1]
    return (f"{lead}{word}", Figure(format_number(abs(shown), decimals), ref, unit=unit))


def breadth(
    growing: int,
    of: int,
    ref: str,
    *,
    noun: str = "行业",
    what: str = "",
    flat: int = 0,
    falling: int = 0,
) -> tuple[Part, ...]:
    """34个行业大类中，18个增长，增长面52.9%; 持平 and 下降 where their numbers are known.

    ``what`` names the indicator that grows where the sentence has not named it yet.

    >>> "".join(
    ...     p if isinstance(p, str) else p.text + p.unit
    ...     for p in breadth(18, 34, "r", noun="行业大类"))
    '34个行业大类中，18个增长，增长面52.9%'
    """
    share = divide(Decimal(growing), Decimal(of), Decimal(100))
    if share is None:
        return ()
    more = "".join(
        f"，{count}个{word}" for count, word in ((flat, "持平"), (falling, "下降")) if count
    )
    lead = f"{of}个{noun}中，{growing}个{what}增长{more}，增长面"
    return (lead, Figure(format_number(share, 1), ref, unit="%"))
