"""A rate against that of a former period (增速变化): 加快, 回落, 收窄, 扩大, 由负转正, 由正转负."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from gxlab.measures.released import Former
from gxlab.reference.numbers import (
    difference_pp,
    format_number,
    round_half_away,
)
from gxlab.show.grammar.growth import moved
from gxlab.show.objects import Figure, Part


def change(
    rate: Decimal | None,
    former: Decimal | Former | None,
    period: str,
    ref: str,
    *,
    subject: str = "增速",
    decimals: int = 1,
    large: Decimal | None = None,
) -> tuple[Part, ...]:
    """增速比1—4月加快0.3个百分点 / 降幅收窄 / 由负转正 …; ``period`` names the comparison.

    ``former`` is the rate as it was printed; where it has been revised since, the sentence says so.
    From a difference of ``large`` 百分点 on the move is told as 大幅.

    >>> say = lambda g, p: "".join(
    ...     x if isinstance(x, str) else x.text + x.unit
    ...     for x in change(Decimal(g), p, "1—4月", "r"))
    >>> say("-4.9", Decimal("-7.3"))
    '降幅比1—4月收窄2.4个百分点'
    >>> say("5.0", Decimal("-2.9"))
    '增速由负转正（1—4月为下降2.9%）'
    >>> say("5.0", Former(Decimal("4.8"), revised=Decimal("4.6")))
    '增速比1—4月加快0.2个百分点（1—4月修订为增长4.6%）'
    """
    printed = former.value if isinstance(former, Former) else former
    if rate is None or printed is None:
        return ()
    now, then = round_half_away(rate, decimals), round_half_away(printed, decimals)
    said = _turn(now, then, period, subject, decimals)
    if not said:
        far = large is not None and abs(now - then) >= large
        said = _move(now, then, period, ref, subject, decimals, much="大幅" if far else "")
    return (*said, *_revision(former, then, period, decimals))


def changes(
    rate: Decimal | None,
    formers: Sequence[tuple[str, Former]],
    ref: str,
    *,
    subject: str = "增速",
    decimals: int = 1,
) -> tuple[Part, ...]:
    """Against several periods: 降幅分别比1—9月和1—10月收窄3.8和2.5个百分点.

    One clause for each where they do not move the same way.
    """
    known = [(period, f) for period, f in formers if f.value is not None]
    if len(known) < 2 or rate is None or not _alike(rate, [f for _, f in known], decimals):
        each = [change(rate, f, at, ref, subject=subject, decimals=decimals) for at, f in known]
        return tuple(p for n, said in enumerate(each) for p in (("，",) if n else ()) + said)
    gaps = [difference_pp(rate, f.value, decimals) or Decimal(0) for _, f in known]
    noun, word = _lead(round_half_away(rate, decimals), gaps[0], subject)
    sizes = listed([format_number(abs(g), decimals) for g in gaps])
    periods = listed([period for period, _ in known])
    return (f"{noun}分别比{periods}{word}", Figure(sizes, ref, unit="个百分点"))


def listed(words: Sequence[str]) -> str:
    """甲、乙和丙.

    >>> listed(["一季度", "上半年", "前三季度"])
    '一季度、上半年和前三季度'
    """
    return "和".join(w for w in ("、".join(words[:-1]), words[-1]) if w)


def _alike(rate: Decimal, formers: Sequence[Former], decimals: int) -> bool:
    """Whether all comparisons move one way on one side of zero, with nothing revised."""
    now = round_half_away(rate, decimals)
    if now == 0 or any(f.revised is not None for f in formers):
        return False
    thens = [round_half_away(f.value or Decimal(0), decimals) for f in formers]
    return all(t * now > 0 for t in thens) and len({(now > t) - (now < t) for t in thens}) == 1


def _turn(
    now: Decimal, then: Decimal, period: str, subject: str, decimals: int
) -> tuple[Part, ...]:
    """Over the zero line, from it, or to it; nothing where both stand on one side."""
    if then == 0 and now != 0:
        return (f"由{period}的持平转为{'增长' if now > 0 else '下降'}",)
    if now == 0:
        return (f"由{period}的{moved(then, decimals)}转为持平" if then else f"与{period}持平",)
    if now * then > 0:
        return ()
    word = "由负转正" if now > 0 else "由正转负"
    return (f"{subject}{word}（{period}为{moved(then, decimals)}）",)


def _move(
    now: Decimal, then: Decimal, period: str, ref: str, subject: str, decimals: int, *, much: str
) -> tuple[Part, ...]:
    gap = now - then
    noun, word = _lead(now, gap, subject)
    if gap == 0:
        return (f"{noun}与{period}持平",)
    points = Figure(format_number(abs(gap), decimals), ref, unit="个百分点")
    return (f"{noun}比{period}{much}{word}", points)


def _lead(now: Decimal, gap: Decimal, subject: str) -> tuple[str, str]:
    if now > 0:
        return subject, "加快" if gap > 0 else "回落"
    return "降幅", "收窄" if gap > 0 else "扩大"


def _revision(
    former: Decimal | Former | None, then: Decimal, period: str, decimals: int
) -> tuple[str, ...]:
    """（1—4月修订为增长4.6%）, where what is printed would differ."""
    if not isinstance(former, Former) or former.revised is None:
        return ()
    if round_half_away(former.revised, decimals) == then:
        return ()
    return (f"（{period}修订为{moved(former.revised, decimals)}）",)
