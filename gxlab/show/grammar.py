"""The small grammar of the trade's sentences (措辞): from values to the strict form.

g is this period's rate, p the rate of the comparison period as printed; their difference is taken
on the rounded rates, so that a reader who subtracts gets the same. 收窄 is never said of a
positive rate nor 回落 of a negative one, 倍 never of a fall, and the comparison period is named.
"""

from __future__ import annotations

from decimal import Decimal

from gxlab.reference.numbers import difference_pp, format_number, format_rate, round_half_away
from gxlab.show.objects import Figure, Part


def growth(rate: Decimal | None, ref: str, *, lead: str = "同比") -> tuple[Part, ...]:
    """同比增长5.0% / 同比下降4.0% / 同比持平 / 同比增长1.8倍; nothing where there is no rate.

    >>> "".join(p if isinstance(p, str) else p.text for p in growth(Decimal("-4.04"), "r"))
    '同比下降4.0%'
    """
    if rate is None:
        return ()
    shown = round_half_away(rate, 1)
    if shown == 0:
        return (f"{lead}", Figure("持平", ref))
    word = "增长" if shown > 0 else "下降"
    text = (
        format_rate(shown, 1)
        if shown > 0
        else format_rate(-shown, 1)
        if shown > -100
        else _fall(shown)
    )
    return (f"{lead}{word}", Figure(text, ref))


def change(
    rate: Decimal | None, former: Decimal | None, period: str, ref: str, *, subject: str = "增速"
) -> tuple[Part, ...]:
    """增速比1—4月加快0.3个百分点 / 降幅收窄 / 由负转正 …; ``period`` names the comparison.

    >>> say = lambda g, p: "".join(
    ...     x if isinstance(x, str) else x.text + x.unit
    ...     for x in change(Decimal(g), Decimal(p), "1—4月", "r"))
    >>> say("-4.9", "-7.3")
    '降幅比1—4月收窄2.4个百分点'
    >>> say("5.0", "-2.9")
    '由1—4月的下降2.9%转为增长'
    """
    gap = difference_pp(rate, former, 1)
    if gap is None or rate is None or former is None:
        return ()
    now, then = round_half_away(rate, 1), round_half_away(former, 1)
    if then == 0 and now != 0:
        return (f"由{period}的持平转为{'增长' if now > 0 else '下降'}",)
    if (now > 0 > then) or (now < 0 < then):
        was = _moved(then)
        return (f"由{period}的{was}转为{'增长' if now > 0 else '下降'}",)
    if now == 0:
        was = _moved(then)
        return (f"由{period}的{was}转为持平",) if then != 0 else (f"与{period}持平",)
    if gap == 0:
        return (f"{subject if now > 0 else '降幅'}与{period}持平",)
    points = Figure(format_number(abs(gap), 1), ref, unit="个百分点")
    if now > 0:
        return (f"{subject}比{period}{'加快' if gap > 0 else '回落'}", points)
    return (f"降幅比{period}{'收窄' if gap > 0 else '扩大'}", points)


def points(
    change_pp: Decimal | None,
    ref: str,
    *,
    lead: str = "同比",
    decimals: int = 1,
    words: tuple[str, str] = ("提高", "下降"),
) -> tuple[Part, ...]:
    """Change of a ratio (利润率, 亏损面, 占比): 同比提高0.04个百分点 / 下降 / 持平.

    ``words`` are the rise and the fall where the trade says otherwise (增长面: 扩大, 缩小).

    >>> "".join(
    ...     p if isinstance(p, str) else p.text + p.unit
    ...     for p in points(Decimal("-16.7"), "r", lead="比一季度", words=("扩大", "缩小")))
    '比一季度缩小16.7个百分点'
    """
    if change_pp is None:
        return ()
    shown = round_half_away(change_pp, decimals)
    if shown == 0:
        return (f"{lead}持平",)
    word = words[0] if shown > 0 else words[1]
    return (f"{lead}{word}", Figure(format_number(abs(shown), decimals), ref, unit="个百分点"))


def pull(points_pp: Decimal | None, whole: str, ref: str) -> tuple[Part, ...]:
    """拉动全市营业收入增长0.6个百分点 / 下拉全市营业收入0.3个百分点; nothing near zero."""
    if points_pp is None:
        return ()
    shown = round_half_away(points_pp, 1)
    if shown == 0:
        return ()
    figure = Figure(format_number(abs(shown), 1), ref, unit="个百分点")
    return (f"拉动{whole}增长", figure) if shown > 0 else (f"下拉{whole}", figure)


def versus(rate: Decimal | None, wider: Decimal | None, name: str, ref: str) -> tuple[Part, ...]:
    """高于全市1.2个百分点 / 低于全市 / 与全市持平."""
    return against(difference_pp(rate, wider, 1), name, ref)


def against(gap: Decimal | None, name: str, ref: str) -> tuple[Part, ...]:
    """As :func:`versus`, where the gap in 百分点 is itself a figure."""
    if gap is None:
        return ()
    if gap == 0:
        return (f"与{name}持平",)
    return (
        f"{'高于' if gap > 0 else '低于'}{name}",
        Figure(format_number(abs(gap), 1), ref, unit="个百分点"),
    )


def pace(gap: Decimal | None, ref: str, *, yardstick: str = "计划进度") -> tuple[Part, ...]:
    """快于计划进度0.2个百分点 / 慢于 / 与计划进度持平."""
    if gap is None:
        return ()
    shown = round_half_away(gap, 1)
    if shown == 0:
        return (f"与{yardstick}持平",)
    word = "快于" if shown > 0 else "慢于"
    return (f"{word}{yardstick}", Figure(format_number(abs(shown), 1), ref, unit="个百分点"))


def place(
    rank: int | None, of: int | None, ref: str, *, among: str = "", tied: bool = False
) -> tuple[Part, ...]:
    """居全市第2位 / 并列第2位; nothing for a unit without a place."""
    if rank is None or not of or of < 2:
        return ()
    return (f"居{among}{'并列' if tied else ''}第", Figure(str(rank), ref), "位")


def place_change(rank: int | None, before: int | None) -> str:
    """较上月提升2位 / 后移1位 / 持平: a smaller number is a better place."""
    if rank is None or before is None:
        return ""
    if rank == before:
        return "位次持平"
    return f"位次{'前移' if rank < before else '后移'}{abs(rank - before)}位"


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


def join(*clauses: tuple[Part, ...] | str, end: str = "。") -> tuple[Part, ...]:
    """Clauses that say something, joined by commas and ended with a full stop (成句)."""
    said: list[Part] = []
    for clause in clauses:
        if not clause:
            continue
        if said:
            said.append("，")
        said.extend((clause,) if isinstance(clause, str) else clause)
    return (*said, end) if said else ()


def _moved(rate: Decimal) -> str:
    return "增长" + format_rate(rate, 1) if rate > 0 else "下降" + _fall(rate)


def _fall(rate: Decimal) -> str:
    # A fall of more than 100 % has turned profit into loss; it is a rate of nothing else.
    return format_number(-rate, 1, thousands=False) + "%"
