"""Words around amounts and counts (总量): level, base, increment, target, stock and flow."""

from __future__ import annotations

import re

from gxlab.prose.words import GOAL, IS, Role, Said, search


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


def _goal_amount(left: str, right: str) -> Said | None:
    before = search(rf"(?P<who>(?:{GOAL})(?:数|值|额|投资)?)(?:为|是|达|:|\()?", left)
    if before and not re.search(r"完成(?:年度|全年)?计划投资$", left):
        rest = re.sub(r"(?:完成|占|实现)?[^,，#]{0,6}$", "", left[: before.start()])
        return Said("target", who=before["who"], rest=rest)
    if re.match(rf"的?(?:年度|全年|年初|既定|确保|奋斗)*(?:{GOAL})", right):
        return Said("target", rest=re.sub(r"(?:完成|占|实现).*$", "", left))
    return None


def _shortfall(left: str) -> Said | None:
    found = search(r"(?:距[^,，#]*?)?(?:还差|尚差|仍差|相差|还缺|差)", left)
    return Said("short", rest=left[: found.start()]) if found else None


def _base(left: str, right: str) -> Said | None:
    if found := search(r"(?:而|比|较|与|是|\()?@(?:的|为|是|有|仅|仅有|实现|完成|:|\()*", left):
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
        if found := search(rf"{words}(?:规上|规模以上)?(?:工业)?(?:企业)?{IS}", left):
            return Said(role, sign, word=found[0], rest=left[: found.start()])
    if found := search(
        r"(?:总数|总量|在库企业数|在库户数|企业总数)(?:达到|达|为|增至|增加到)?", left
    ):
        return Said("closing", rest=left[: found.start()])
    return None


def _increment(left: str) -> Said | None:
    lead = r"(?:同比|(?:比|较)(?P<who>[^,，#]*?))?"
    more = "净增加?|净增长|增加|增收|多增|增长|新增|增|多"
    less = "净减少?|减少|减收|下降|少|减|降"
    if found := search(rf"{lead}(?:(?P<up>{more})|(?P<down>{less}))(?:了|约)?", left):
        sign = 1 if found["up"] else -1
        word = found["up"] or found["down"]
        return Said("increment", sign, found["who"] or "", word, left[: found.start()])
    return None


def _whole(left: str, right: str) -> Said | None:
    if re.match(r"[^,，。#@]{0,12}?(?:中|里)(?:[,，有:]|$|[^,，]{0,3}$|其)", right):
        return Said("whole", rest=left)
    if found := search(r"占(?P<who>[^,，#占]*?)", left):
        return Said("whole", who=found["who"], rest=left[: found.start()])
    return None


def _total(left: str) -> Said | None:
    if found := search(
        r"(?<!资产)(?<!负债)(?:合计|总计|共计|共|总共)(?:为|达|有|完成|实现)?", left
    ):
        return Said("total", rest=left[: found.start()])
    return None
