"""The trade's words around a figure (数的上下文): which of them say what the figure is.

``left`` is the clause up to the figure with earlier figures written "#" and periods "@", ``right``
what follows. The patterns are tried in order and the first that fits the end of ``left`` speaks;
what it leaves over in front is the subject.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

Role = Literal[
    "level", "base", "increment", "target", "whole", "total",
    "entries", "exits", "net", "opening", "closing",
    "rate", "former", "ratio", "share", "completion", "contribution", "average", "goal",
    "pull", "pace", "gap", "change", "rank", "move", "multiple", "short", "unknown",
]  # fmt: skip

_RISE = "增长|上升|增加|提高|上涨|提升|攀升|回升|增|升|涨"
_FALL = "负增长|下降|减少|下滑|下跌|降低|回落|降|跌|减"
IS = "(?:为|达到|达|是|约|仅为|仅|高达|约为|在|:)?"
GOAL = "目标|任务|计划|预期|预算|指标"


@dataclass(frozen=True)
class Said:
    """What the words make of a figure: role, direction, against whom, and what is left over.

    ``sign`` −1 turns the printed number round. ``who`` is the yardstick as written (全省平均水平,
    "@" for a period). ``word`` is the verb, kept for what it claims (收窄, 回落, 高于).
    """

    role: Role
    sign: int = 1
    who: str = ""
    word: str = ""
    rest: str = ""


def percent(left: str, right: str) -> Said:
    """What a figure in % is."""
    return (
        _from_to(left, right)
        or _named(left)
        or _completion(left)
        or _share(left, right)
        or _rate(left)
        or _in_brackets(left)
        or _ratio(left)
        or _former(left)
        or _area(left)
        or Said("unknown", rest=left)
    )


def search(pattern: str, text: str) -> re.Match[str] | None:
    """The pattern at the end of a text."""
    return re.search(pattern + "$", text)


def _from_to(left: str, right: str) -> Said | None:
    """由7.3%提高到7.6%; 由…下降2.9%转为增长5.4%: the former and the present one."""
    turn = r"[^,，#]{0,6}?(?:转为|转|到|至|为)"
    if re.match(turn, right) and (found := search(r"(?:由|从)([^,，#]*)", left)):
        inner = found[1]
        shrinking = re.search("降幅|跌幅", left)
        sign = -1 if shrinking or search(f"(?:{_FALL})", inner) else 1
        who = re.sub(f"(?:的|同比|{_RISE}|{_FALL})", "", inner)
        return Said("former", sign, who, rest=left[: found.start()])
    arrived = search(
        rf"(?:由|从)[^,，]*#(?:的)?(?P<how>[^,，#]*?)(?:到|至|为)(?:@的)?"
        rf"(?P<verb>{_RISE}|{_FALL})?",
        left,
    )
    if arrived is None:
        return None
    how = arrived["how"] if any(w in arrived["how"] for w in ("提高", "升", "降", "落")) else ""
    word = arrived["verb"] or ""
    down = bool(word and re.fullmatch(_FALL, word))
    rest = left[: arrived.start()]
    down = down or bool(re.search("降幅|跌幅", rest))
    role: Role = "rate" if word or re.search("增速|增幅|降幅|跌幅|增长", rest) else "ratio"
    return Said(role, -1 if down else 1, word=how or word, rest=rest)


def _named(left: str) -> Said | None:
    if found := search(rf"(?:对[^,，#]*?)?(?:增长的?)?贡献率{IS}", left):
        return Said("contribution", rest=left[: found.start()])
    if found := search(rf"(?:{GOAL})(?:增速|增长|增幅)?{IS}(?:增长)?", left):
        return None if "完成" in left else Said("goal", rest=left[: found.start()])
    average = rf"(?:年均|年平均|两年平均|三年平均|平均每年)(?:增长|增速|递增){IS}"
    if found := search(average, left):
        return Said("average", word=found[0], rest=left[: found.start()])
    return None


def _completion(left: str) -> Said | None:
    aims = rf"(?:完成|达到?|实现|占|为|是|相当于)(?P<who>[^,，]*?(?:{GOAL})[^,，]*?)的?{IS}"
    if found := search(aims, left):
        return Said("completion", who=found["who"], rest=left[: found.start()])
    if found := search(rf"(?:完成率|完成进度|完成比例|任务进度|投资进度|完成了?){IS}", left):
        return Said("completion", rest=left[: found.start()])
    return None


def _share(left: str, right: str) -> Said | None:
    whole = r"占(?P<who>(?!比)[^,，占]*?)的?(?:比重|份额|比例)?"
    if found := search(rf"{whole}{IS}", left):
        return Said("share", who=found["who"].rstrip("的"), rest=left[: found.start()])
    if found := search(rf"(?:占比|比重|占比例){IS}", left):
        return Said("share", rest=left[: found.start()])
    return None


def _rate(left: str) -> Said | None:
    inner, outer = _bracket(left)
    if found := search(rf"(?P<attr>增速|增幅|增长率|涨幅|升幅|降幅|跌幅)(?:分别)?{IS}", inner):
        sign = -1 if found["attr"] in ("降幅", "跌幅") else 1
        return _within(Said("rate", sign, rest=inner[: found.start()]), outer)
    if found := search("(?:同比|环比)", inner):  # 同比-3.9%
        return _within(Said("rate", rest=inner[: found.start()]), outer)
    lead = r"(?:同比|环比|(?:比|较)(?P<who>[^,，#]*?))?(?:实际|名义|累计|仍|又|将|均|平均)*"
    if found := search(
        rf"{lead}(?:分别)?(?:(?P<fall>{_FALL})|(?P<rise>{_RISE}))(?:了|约|近|达|为)?", inner
    ):
        sign = -1 if found["fall"] else 1
        said = Said("rate", sign, found["who"] or "", found["fall"] or found["rise"])
        return _within(_left_over(said, inner[: found.start()]), outer)
    return None


def _in_brackets(left: str) -> Said | None:
    """（7.3%） behind a name is that one's rate; （+7.6%） behind a level is its own."""
    inner, outer = _bracket(left)
    if outer is None or inner.strip("+ #,，、"):
        return None
    return _within(Said("rate", word="()"), outer)


def _bracket(left: str) -> tuple[str, str | None]:
    """The text inside an open bracket and what stands before it."""
    at = left.rfind("(")
    return (left, None) if at < 0 or ")" in left[at:] else (left[at + 1 :], left[:at])


def _within(said: Said, outer: str | None) -> Said:
    """高于全省(增长4.7%): inside brackets the subject is what stands before them."""
    if outer is None or said.rest:
        return said
    yardstick = search(r"(?:高于|低于|快于|慢于|优于|好于|比|较|由|从)([^,，#()]*)", outer)
    if yardstick and "@" in yardstick[1]:
        return Said("former", said.sign, yardstick[1], rest=outer[: yardstick.start()])
    if yardstick and re.search("进度|时序", yardstick[1]):
        return Said("ratio", word="()", rest=yardstick[1])
    if yardstick and re.search(GOAL, yardstick[1]):
        return Said("goal", said.sign, yardstick[1], rest=outer[: yardstick.start()])
    if yardstick:  # 分别高于全国（6.4%）、全省（4.7%）: the name right before the bracket
        nearest = re.split("[、和与及]", yardstick[1])[-1]
        return Said(said.role, said.sign, said.who, "()", nearest)
    return Said(said.role, said.sign, said.who, said.word.strip("()"), outer)


def _left_over(said: Said, rest: str) -> Said:
    return Said(said.role, said.sign, said.who, said.word, rest)


def _ratio(left: str) -> Said | None:
    inner, _ = _bracket(left)
    if found := search(rf"[\u4e00-\u9fff]{{1,16}}?(?:率|面|度|覆盖){IS}", inner):
        name = re.sub(rf"{IS}$", "", found[0])
        return Said("ratio", rest=inner[: found.start()] + name)
    return None


def _former(left: str) -> Said | None:
    """上年同期为6.7%: the same rate or ratio of another period."""
    found = search(rf"(?:而|比|较|与)?@的?{IS}", left)
    return Said("former", who="@", rest=left[: found.start()]) if found else None


def _area(left: str) -> Said | None:
    """全省为4.7%: an area with nothing but a figure has the rate spoken of."""
    area = r"(?:全[国省市区县]|[\u4e00-\u9fff]{1,4}[省市区县])(?:平均)?(?:水平)?(?:为|是)"
    inner, outer = _bracket(left)
    if not search(area, inner):
        return None
    return Said("rate", word="" if outer is None else "()", rest=inner)
