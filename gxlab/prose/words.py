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
_STEP_UP = "加快|提高|提升|回升|上升|扩大|增加|增长|攀升|加速|提速|上扬|升|增"
_STEP_DOWN = "回落|放缓|下降|收窄|降低|减缓|缩小|减少|减慢|下滑|降|减|趋缓"
_BE = "(?:为|达到|达|是|约|仅为|仅|高达|约为|在|:)?"
_GOAL = "目标|任务|计划|预期|预算|指标"
NARROWING = ("收窄", "缩小")
FALLING = tuple(_STEP_DOWN.split("|"))


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


def points(left: str, right: str) -> Said:
    """What a figure in 百分点 (or a change in 元, 天, 位) is."""
    return _pull(left) or _pace(left) or _gap(left) or _change(left) or Said("unknown", rest=left)


def amount(left: str, right: str, counted: bool) -> Said:
    """What an amount of money, goods or a count is."""
    return (
        _shortfall(left)
        or _goal_amount(left, right)
        or _base(left, right)
        or (_stock(left, right) if counted else None)
        or _increment(left)
        or _whole(left, right)
        or _total(left)
        or Said("level", rest=left)
    )


def place(left: str) -> Said:
    """What a number of 位 is: a place or a move of places."""
    if found := re.search(r"第$", left):
        rest = re.sub(r"(?:位|排)?(?:居|列|次|名|在)[^,，#]*$", "", left[: found.start()])
        return Said("rank", rest=rest)
    moved = re.search(
        r"(?P<up>前移|上升|提升|前进|提高|升)|(?P<down>后移|下降|下滑|退后|后退|降)了?$", left
    )
    if moved:
        return Said("move", 1 if moved["up"] else -1, word=moved[0], rest=left[: moved.start()])
    return Said("unknown", rest=left)


def _search(pattern: str, text: str) -> re.Match[str] | None:
    return re.search(pattern + "$", text)


def _from_to(left: str, right: str) -> Said | None:
    """由7.3%提高到7.6%; 由…下降2.9%转为增长5.4%: the former and the present one."""
    turn = r"[^,，#]{0,6}?(?:转为|转|到|至|为)"
    if re.match(turn, right) and (found := _search(r"(?:由|从)([^,，#]*)", left)):
        inner = found[1]
        shrinking = re.search("降幅|跌幅", left)
        sign = -1 if shrinking or _search(f"(?:{_FALL})", inner) else 1
        who = re.sub(f"(?:的|同比|{_RISE}|{_FALL})", "", inner)
        return Said("former", sign, who, rest=left[: found.start()])
    arrived = _search(
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
    if found := _search(rf"(?:对[^,，#]*?)?(?:增长的?)?贡献率{_BE}", left):
        return Said("contribution", rest=left[: found.start()])
    if found := _search(rf"(?:{_GOAL})(?:增速|增长|增幅)?{_BE}(?:增长)?", left):
        return None if "完成" in left else Said("goal", rest=left[: found.start()])
    average = rf"(?:年均|年平均|两年平均|三年平均|平均每年)(?:增长|增速|递增){_BE}"
    if found := _search(average, left):
        return Said("average", word=found[0], rest=left[: found.start()])
    return None


def _completion(left: str) -> Said | None:
    aims = rf"(?:完成|达到?|实现|占|为|是|相当于)(?P<who>[^,，]*?(?:{_GOAL})[^,，]*?)的?{_BE}"
    if found := _search(aims, left):
        return Said("completion", who=found["who"], rest=left[: found.start()])
    if found := _search(rf"(?:完成率|完成进度|完成比例|任务进度|完成了?){_BE}", left):
        return Said("completion", rest=left[: found.start()])
    return None


def _share(left: str, right: str) -> Said | None:
    whole = r"占(?P<who>(?!比)[^,，占]*?)的?(?:比重|份额|比例)?"
    if found := _search(rf"{whole}{_BE}", left):
        return Said("share", who=found["who"].rstrip("的"), rest=left[: found.start()])
    if found := _search(rf"(?:占比|比重|占比例){_BE}", left):
        return Said("share", rest=left[: found.start()])
    return None


def _rate(left: str) -> Said | None:
    inner, outer = _bracket(left)
    if found := _search(rf"(?P<attr>增速|增幅|增长率|涨幅|升幅|降幅|跌幅)(?:分别)?{_BE}", inner):
        sign = -1 if found["attr"] in ("降幅", "跌幅") else 1
        return _within(Said("rate", sign, rest=inner[: found.start()]), outer)
    if found := _search("(?:同比|环比)", inner):  # 同比-3.9%
        return _within(Said("rate", rest=inner[: found.start()]), outer)
    lead = r"(?:同比|环比|(?:比|较)(?P<who>[^,，#]*?))?(?:实际|名义|累计|仍|又|将|均|平均)*"
    if found := _search(
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
    yardstick = _search(r"(?:高于|低于|快于|慢于|优于|好于|比|较|由|从)([^,，#()]*)", outer)
    if yardstick and "@" in yardstick[1]:
        return Said("former", said.sign, yardstick[1], rest=outer[: yardstick.start()])
    if yardstick and re.search(_GOAL, yardstick[1]):
        return Said("goal", said.sign, yardstick[1], rest=outer[: yardstick.start()])
    if yardstick:  # 分别高于全国（6.4%）、全省（4.7%）: the name right before the bracket
        nearest = re.split("[、和与及]", yardstick[1])[-1]
        return Said(said.role, said.sign, said.who, "()", nearest)
    return Said(said.role, said.sign, said.who, said.word.strip("()"), outer)


def _left_over(said: Said, rest: str) -> Said:
    return Said(said.role, said.sign, said.who, said.word, rest)


def _ratio(left: str) -> Said | None:
    inner, _ = _bracket(left)
    if found := _search(rf"[\u4e00-\u9fff]{{1,16}}?(?:率|面|度|覆盖){_BE}", inner):
        name = re.sub(rf"{_BE}$", "", found[0])
        return Said("ratio", rest=inner[: found.start()] + name)
    return None


def _former(left: str) -> Said | None:
    """上年同期为6.7%: the same rate or ratio of another period."""
    found = _search(rf"(?:而|比|较|与)?@的?{_BE}", left)
    return Said("former", who="@", rest=left[: found.start()]) if found else None


def _area(left: str) -> Said | None:
    """全省为4.7%: an area with nothing but a figure has the rate spoken of."""
    area = r"(?:全[国省市区县]|[\u4e00-\u9fff]{1,4}[省市区县])(?:平均)?(?:水平)?(?:为|是)"
    return Said("rate", rest=left) if _search(area, left) else None


def _pull(left: str) -> Said | None:
    down = _search(r"(?:下拉|拉低|拖累|向下拉动|负拉动)(?P<who>[^,，#]*?)", left)
    if down:
        return Said("pull", -1, down["who"], rest=left[: down.start()])
    up = _search(r"(?:拉动|带动|拉升|推动|推高)(?P<who>[^,，#]*?)", left)
    return Said("pull", 1, up["who"], rest=left[: up.start()]) if up else None


def _pace(left: str) -> Said | None:
    yard = r"(?P<who>[^,，#]*?(?:进度|时序|序时)[^,，#]*?)"
    ahead = r"(?P<up>超过|超出|超前|超|快于|高于|领先于?)"
    behind = r"(?P<down>慢于|低于|落后于?|滞后于?|欠)"
    if found := _search(rf"(?:{ahead}|{behind}){yard}", left):
        return Said("pace", 1 if found["up"] else -1, found["who"], rest=left[: found.start()])
    if found := _search(rf"(?:比|较){yard}(?:(?P<up>快|高|超前?)|(?P<down>慢|低|落后))了?", left):
        return Said("pace", 1 if found["up"] else -1, found["who"], rest=left[: found.start()])
    return None


def _gap(left: str) -> Said | None:
    above, below = "高于|快于|高出|好于|优于|领先于?", "低于|慢于|低出|落后于?|差于"
    if found := _search(rf"(?P<dir>{above}|{below})(?P<who>[^,，#]*?)", left):
        sign = 1 if re.fullmatch(above, found["dir"]) else -1
        return Said("gap", sign, found["who"], found["dir"], left[: found.start()])
    if found := _search(
        r"(?:(?<![同环])比|较)(?P<who>[^,，#]*?)(?P<dir>(?<!提)高出?|(?<!加)快|(?<![降减])低|(?<!减)慢)了?",
        left,
    ):
        sign = 1 if found["dir"][0] in "高快" else -1
        return Said("gap", sign, found["who"], found["dir"], left[: found.start()])
    return None


def _change(left: str) -> Said | None:
    steps = f"(?P<word>{_STEP_UP}|{_STEP_DOWN})"
    against = (
        r"(?:分别)?(?:(?<![同环])比|较|与)(?P<who>[^,，#]*?)"
        r"(?P<attr>增速|增幅|降幅|跌幅|占比|比重)?"
    )
    late = _search(rf"{against}{steps}了?约?", left)
    bare = _search(rf"(?P<who>同比|环比)?(?P<attr>增速|增幅|降幅|跌幅)?{steps}了?约?", left)
    found = late or bare
    if found is None:
        return None
    rest, word = left[: found.start()], found["word"]
    attr = found["attr"] or ""
    if not attr and (named := _search(r"(增速|增幅|降幅|跌幅)(?:分别)?", rest)):
        attr = named[1]
    shrinking = attr in ("降幅", "跌幅")
    sign = -1 if word in FALLING else 1
    return Said("change", -sign if shrinking else sign, found["who"] or "", attr + word, rest)


def _goal_amount(left: str, right: str) -> Said | None:
    before = _search(rf"(?P<who>(?:{_GOAL})(?:数|值|额|投资)?)(?:为|是|达|:|\()?", left)
    if before and not re.search(r"完成(?:年度|全年)?计划投资$", left):
        rest = re.sub(r"(?:完成|占|实现)?[^,，#]{0,6}$", "", left[: before.start()])
        return Said("target", who=before["who"], rest=rest)
    if re.match(rf"的?(?:年度|全年|年初|既定|确保|奋斗)*(?:{_GOAL})", right):
        return Said("target", rest=re.sub(r"(?:完成|占|实现).*$", "", left))
    return None


def _shortfall(left: str) -> Said | None:
    found = _search(r"(?:距[^,，#]*?)?(?:还差|尚差|仍差|相差|还缺|差)", left)
    return Said("short", rest=left[: found.start()]) if found else None


def _base(left: str, right: str) -> Said | None:
    if found := _search(r"(?:而|比|较|与|是|\()?@(?:的|为|是|有|仅|仅有|实现|完成|:|\()*", left):
        return Said("base", who="@", rest=left[: found.start()])
    return None


def _stock(left: str, right: str) -> Said | None:
    """户数的存量与变动: 新增, 退出, 净增, 期末."""
    fits: tuple[tuple[Role, int, str], ...] = (
        ("net", 1, r"净增加?"),
        ("net", -1, r"净减少?"),
        (
            "entries",
            1,
            r"(?:新增|新进规?|新入[库统规]?|新纳入|新升规|新上规?|新建投产|新建|纳统|升规|入库|入统)",
        ),
        ("exits", 1, r"(?:退出|退库|退规|退统|注销|降规|出库)"),
    )
    for role, sign, words in fits:
        if found := _search(rf"{words}(?:规上|规模以上)?(?:工业)?(?:企业)?{_BE}", left):
            return Said(role, sign, rest=left[: found.start()])
    if found := _search(
        r"(?:总数|总量|在库企业数|在库户数|企业总数)(?:达到|达|为|增至|增加到)?", left
    ):
        return Said("closing", rest=left[: found.start()])
    return None


def _increment(left: str) -> Said | None:
    lead = r"(?:同比|(?:比|较)(?P<who>[^,，#]*?))?"
    more = "净增加?|净增长|增加|增收|多增|增长|新增|增|多"
    less = "净减少?|减少|减收|下降|少|减|降"
    if found := _search(rf"{lead}(?:(?P<up>{more})|(?P<down>{less}))(?:了|约)?", left):
        sign = 1 if found["up"] else -1
        word = found["up"] or found["down"]
        return Said("increment", sign, found["who"] or "", word, left[: found.start()])
    return None


def _whole(left: str, right: str) -> Said | None:
    if re.match(r"[^,，。#@]{0,12}?(?:中|里)(?:[,，有:]|$|[^,，]{0,3}$|其)", right):
        return Said("whole", rest=left)
    if found := _search(r"占(?P<who>[^,，#占]*?)", left):
        return Said("whole", who=found["who"], rest=left[: found.start()])
    return None


def _total(left: str) -> Said | None:
    if found := _search(
        r"(?<!资产)(?<!负债)(?:合计|总计|共计|共|总共)(?:为|达|有|完成|实现)?", left
    ):
        return Said("total", rest=left[: found.start()])
    return None
