"""Words around 百分点 and 位次 (差与位次): pull, pace, gap, change, places."""

from __future__ import annotations

import re

from gxlab.prose.words import Said, search

_STEP_UP = "加快|提高|提升|回升|上升|扩大|增加|增长|攀升|加速|提速|上扬|升|增"
_STEP_DOWN = "回落|放缓|下降|收窄|降低|减缓|缩小|减少|减慢|下滑|降|减|趋缓"
FALLING = tuple(_STEP_DOWN.split("|"))


def points(left: str) -> Said:
    """What a figure in 百分点 (or a change in 元, 天, 位) is."""
    return _pull(left) or _pace(left) or _gap(left) or _change(left) or Said("unknown", rest=left)


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


def _pull(left: str) -> Said | None:
    down = search(r"(?:下拉|拉低|拖累|向下拉动|负拉动)(?P<who>[^,，#]*?)", left)
    if down:
        return Said("pull", -1, down["who"], rest=left[: down.start()])
    up = search(r"(?:拉动|带动|拉升|推动|推高)(?P<who>[^,，#]*?)", left)
    return Said("pull", 1, up["who"], rest=left[: up.start()]) if up else None


def _pace(left: str) -> Said | None:
    yard = r"(?P<who>[^,，#]*?(?:进度|时序|序时)[^,，#]*?)"
    ahead = r"(?P<up>超过|超出|超前|超|快于|高于|领先于?)"
    behind = r"(?P<down>慢于|低于|落后于?|滞后于?|欠)"
    if found := search(rf"(?:{ahead}|{behind}){yard}", left):
        return Said("pace", 1 if found["up"] else -1, found["who"], rest=left[: found.start()])
    if found := search(rf"(?:比|较){yard}(?:(?P<up>快|高|超前?)|(?P<down>慢|低|落后))了?", left):
        return Said("pace", 1 if found["up"] else -1, found["who"], rest=left[: found.start()])
    return None


def _gap(left: str) -> Said | None:
    above, below = "高于|快于|高出|好于|优于|领先于?", "低于|慢于|低出|落后于?|差于"
    if found := search(rf"(?P<dir>{above}|{below})(?P<who>[^,，#]*?)", left):
        sign = 1 if re.fullmatch(above, found["dir"]) else -1
        return Said("gap", sign, found["who"], found["dir"], left[: found.start()])
    if found := search(r"(?:比|较)(?P<who>[^,，#]*?)#(?P<dir>高|低|快|慢)", left):
        sign = 1 if found["dir"] in "高快" else -1
        return Said("gap", sign, found["who"], found["dir"], left[: found.start()])
    if found := search(
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
    late = search(rf"{against}{steps}了?约?", left)
    bare = search(rf"(?P<who>同比|环比)?(?P<attr>增速|增幅|降幅|跌幅)?{steps}了?约?", left)
    found = late or bare
    if found is None:
        return None
    rest, word = left[: found.start()], found["word"]
    attr = found["attr"] or ""
    if not attr and (named := search(r"(增速|增幅|降幅|跌幅)(?:分别)?", rest)):
        attr = named[1]
    shrinking = attr in ("降幅", "跌幅")
    sign = -1 if word in FALLING else 1
    return Said("change", -sign if shrinking else sign, found["who"] or "", attr + word, rest)
