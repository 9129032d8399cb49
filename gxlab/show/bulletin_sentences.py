"""Sentences of the bulletin (通报各句): headline, fast and slow, places, praise and prodding."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from gxlab.measures import bulletin, bulletin_verdict
from gxlab.measures.bulletin import Bulletin
from gxlab.measures.bulletin_standing import Standing
from gxlab.measures.bulletin_verdict import Verdict
from gxlab.measures.lookup import FED_BACK
from gxlab.show import grammar
from gxlab.show.bulletin_words import (
    Parts,
    area,
    count,
    fig,
    late,
    listed,
    name,
    ref,
    title,
)
from gxlab.show.objects import Sentence

STOOD = {"green": "快于或持平进度", "yellow": "慢于进度", "red": "明显慢于进度"}
# Places that moved so far are told on the city's page.
FAR = 3
LIGHTS = {"green": "绿灯", "red": "红灯"}
PROD = "请查找原因、加强调度和服务；任务不得分解到企业，统计数据由企业如实填报。"


def headline(given: Bulletin) -> Sentence:
    """开头一句: how many tasks, how many at or ahead of plan, behind, far behind."""
    desk = given.desk
    if not any(s.is_set for s in given.own):
        told = "以下是所属单位的进度" if desk.unit.kind == "town" else "以下只列完成数和位次"
        told = told if given.tasks else "也没有可列的反馈数"
        return Sentence(
            (f"{area(desk)}{desk.period.year}年没有下达目标任务，{told}。",), "headline"
        )
    rows = bulletin.light_counts(given, desk.unit.code)
    numbers = {r.code: r.value or Decimal(0) for r in rows}
    if not numbers["all"]:
        told = f"{area(desk)}{desk.period.year}年目标任务本期还没有可评的数。"
        return Sentence((told,), "headline")
    stood = [
        (count(given, rows, level, desk.unit.code), told)
        for level, told in STOOD.items()
        if numbers[level]
    ]
    whole = count(given, rows, "all", desk.unit.code)
    lead = f"截至{desk.period.label('point')}，{area(desk)}"
    return Sentence((lead, whole, "目标任务中，", *listed(stood, "，"), "。"), "headline")


def clause(one: Standing, given: Bulletin) -> Parts:
    """One task in words: 工业总产值437.29亿元，完成全年目标的37.8%，慢于计划进度…."""
    lead = f"{late(one.row, given.desk)}{name(one.task)}"
    if one.task.kind == "rate":
        rate = grammar.growth(one.row.value, ref(one, "value"))
        gap = grammar.against(one.row.gap_plan_pp, "全年目标", ref(one, "gap_plan_pp"))
        return (lead, *grammar.join(rate, gap, end=""))
    done = None if not one.row.value else one.row.completion_pct
    goal = "全年任务" if one.task.kind == "count" else "全年目标"
    clock = grammar.pace(one.row.gap_linear_pp, ref(one, "gap_linear_pp"), yardstick="序时进度")
    return grammar.join(
        _amount(one, lead),
        grammar.completion(done, ref(one, "completion_pct"), goal=goal),
        grammar.pace(one.row.gap_plan_pp, ref(one, "gap_plan_pp")),
        # Firms enter in batches: against the clock a count of firms says little.
        clock if one.task.kind == "level" or one.row.gap_plan_pp is None else (),
        end="",
    )


def _amount(one: Standing, lead: str) -> Parts:
    value = fig(one, with_unit=True)
    if value is None:
        return ()
    if one.row.value is None or one.row.value >= 0:
        return (lead, value)
    shrunk = replace(value, text=value.text.lstrip("\u2212"))
    return (f"{lead.replace('净增', '')}净减", shrunk)


def fast(given: Bulletin) -> Parts:
    """快于或持平进度的各项."""
    told = listed(clause(s, given) for s in given.own if s.light == "green")
    return ("快于或持平进度的：", *told, "。") if told else ()


def slow(given: Bulletin) -> Parts:
    """慢于进度的各项, the slowest lights first."""
    found = [s for level in ("red", "yellow") for s in given.own if s.light == level]
    told = listed(clause(s, given) for s in found)
    return ("慢于进度的：", *told, "。") if told else ()


def untold(given: Bulletin) -> Parts:
    """未设目标而有数的各项: told as they are, not judged; whose figures they are where summed."""
    found = [s for s in given.own if not s.is_set and s.has_figure]
    known = {s.task.indicator for s in found}
    # The rate of a level that is told with its growth would say it twice.
    found = [s for s in found if not _repeats(s.task.indicator, known)]
    told = listed(_plain(s, given) for s in found)
    summed = any(s.row.status not in FED_BACK for s in found)
    tail = "（企业汇总的为快报数）" if summed else ""
    if any(s.task.is_set for s in found):
        tail += "，未设目标，不评进度"
    return (*told, f"{tail}。") if told else ()


def _repeats(indicator_id: str, known: set[str]) -> bool:
    return indicator_id.endswith("_growth") and indicator_id.removesuffix("_growth") in known


def _plain(one: Standing, given: Bulletin) -> Parts:
    lead = f"{late(one.row, given.desk)}{name(one.task)}"
    if one.task.kind == "rate":
        return (lead, *grammar.growth(one.row.value, ref(one, "value")))
    rate = grammar.growth(one.row.growth_yoy_pct, ref(one, "growth_yoy_pct"))
    return grammar.join(_amount(one, lead), rate, end="")


def places(given: Bulletin) -> Parts:
    """A unit's places among its peers, those that changed with their change."""
    told = listed((_place(given, s) for s in given.own), "、")
    return ("在同级单位中，", *told, "。") if told else ()


def _place(given: Bulletin, one: Standing) -> Parts:
    place = fig(one, "rank")
    if place is None:
        return ()
    before = bulletin.former_place(given, one)
    still = before is None or int(before) == one.row.rank
    moved = "" if still else grammar.place_change(one.row.rank, int(before or 0), "上期")
    tail = f"位（{moved.removeprefix('位次')}）" if moved else "位"
    return (title(one.task), "并列第" if one.tied else "第", place, tail)


def movers(given: Bulletin) -> Parts:
    """On the city's page: places that moved far since the last issue."""
    said = []
    for task in given.tasks:
        for one in given.ranking(task):
            before = bulletin.former_place(given, one)
            if before is not None and abs(int(before) - (one.row.rank or 0)) >= FAR:
                moved = grammar.place_change(one.row.rank, int(before), "上期")
                said.append(f"{one.unit.name}{title(task)}{moved.removeprefix('位次较上期')}")
    return ("位次比上期变化较大的：", "；".join(said), "。") if said else ()


def praise(given: Bulletin) -> Parts:
    """进度较快的单位，予以表扬."""
    found = bulletin_verdict.praised(given)
    told = listed((*_lights(given, one, ("green",)), "、无红灯") for one in found)
    return ("进度较快的单位：", *told, "，予以通报表扬。") if told else ()


def prod(given: Bulletin) -> Parts:
    """进度较慢的单位，予以督促."""
    told = listed(_behind(given, one) for one in bulletin_verdict.prodded(given))
    return ("进度较慢的单位：", *told, "。", PROD) if told else ()


def _behind(given: Bulletin, one: Verdict) -> Parts:
    named = "、".join(title(s.task) for s in one.red)
    return (*_lights(given, one, ("green", "red")), f"（{named}）" if named else "")


def _lights(given: Bulletin, one: Verdict, levels: Sequence[str]) -> Parts:
    code = one.unit.code
    rows = bulletin.light_counts(given, code)
    shown = {r.code for r in rows if r.value}
    told = [(LIGHTS[v], count(given, rows, v, code)) for v in levels if v in shown]
    return (one.unit.name, count(given, rows, "all", code), "任务中", *listed(told, "、"))


def unset(given: Bulletin) -> list[Sentence]:
    """未设目标 and 无数据, unit by unit: said, never made up."""
    told = []
    for task in given.tasks:
        found = [given.found[task.indicator].get(u.code) for u in given.units]
        missing = [s.unit.name for s in found if s is not None and not s.is_set and task.is_set]
        silent = [s.unit.name for s in found if s is not None and not s.has_figure]
        if missing:
            told.append(f"{title(task)}：{'、'.join(missing)}未设目标，不排位次。")
        if silent:
            period = given.periods[task.indicator].label("ytd")
            told.append(f"{title(task)}：{'、'.join(silent)}没有{period}的数，不排位次。")
    return [Sentence((text,), "warning") for text in told]
