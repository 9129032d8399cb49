"""What is ahead and what was reached (后几个月、双过半、提前完成、翻番、年中调整)."""

from __future__ import annotations

from gxlab.measures import bulletin_pace, doubling
from gxlab.measures.bulletin import Bulletin
from gxlab.measures.bulletin_standing import Standing
from gxlab.measures.doubling import Doubling
from gxlab.measures.figures import FigureRow
from gxlab.reference.indicators import indicator
from gxlab.reference.numbers import format_number
from gxlab.show import grammar
from gxlab.show.bulletin_tables import since
from gxlab.show.bulletin_words import Parts, area, doublings, fig, listed, name, numeral, title
from gxlab.show.cultivation_words import left, right
from gxlab.show.cultivation_words import table as columns_table
from gxlab.show.figures import printed, where
from gxlab.show.objects import Cell, Table

JUNE = 6
PATH = "revenue_doubling"


def needed(given: Bulletin) -> Parts:
    """要完成全年目标，后7个月工业总产值月均需完成…；营业收入增速…，后8个月需增长…."""
    told = listed(_needed(given, one) for one in given.own)
    return (f"{area(given.desk)}要完成全年目标，", *told, "。") if told else ()


def _needed(given: Bulletin, one: Standing) -> Parts:
    found = bulletin_pace.ahead(given, one)
    months = f"后{found.months_left}个月"
    if found.monthly is not None:
        places = 1 if one.task.kind == "count" else 2
        more = {"row": found.monthly, "with_unit": True, "decimals": places}
        need, so_far = fig(one, **more), fig(one, "base", **more)  # type: ignore[arg-type]
        verb = "月均需" if one.task.kind == "count" else "月均需完成"
        if need is not None and so_far is not None:
            return (f"{name(one.task)}{months}{verb}", need, "（本年月均", so_far, "）")
    if found.needed is not None:
        need = fig(one, "needed_growth_pct", row=found.needed, with_unit=True)
        goal = fig(one, "target", with_unit=True)
        if need is not None and goal is not None:
            word = "增长" if (found.needed.needed_growth_pct or 0) >= 0 else "降幅不超过"
            return (f"{title(one.task)}目标", goal, f"，按同一批企业测算{months}需{word}", need)
    return ()


def milestones(given: Bulletin) -> list[Parts]:
    """双过半 by June, 提前完成 from the month the target was reached."""
    return [p for p in (_half(given), _early(given)) if p]


def _half(given: Bulletin) -> Parts:
    judged = [s for s in given.own if bulletin_pace.past_half(s) is not None]
    if not judged or given.desk.period.month > JUNE:
        return ()
    past = [title(s.task) for s in judged if bulletin_pace.past_half(s)]
    short = [title(s.task) for s in judged if not bulletin_pace.past_half(s)]
    if given.desk.period.month < JUNE:
        return (f"任务已过半的：{'、'.join(past)}。",) if past else ()
    if not short:
        return ("实现时间过半、任务过半（双过半）。",)
    done = f"{'、'.join(past)}实现双过半；" if past else ""
    return (f"{done}{'、'.join(short)}未过半。",)


def _early(given: Bulletin) -> Parts:
    said = []
    for one in given.own:
        month = bulletin_pace.early_month(given, one)
        if month is None:
            continue
        early = 12 - month.month
        lead = f"提前{numeral(early)}个月" if early else ""
        said.append(f"{name(one.task)}{lead}完成全年{_goal(one)}")
    return ("；".join(said) + "。",) if said else ()


def _goal(one: Standing) -> str:
    return "任务" if one.task.kind == "count" else "目标"


def adjusted(given: Bulletin) -> Parts:
    """自2025年7月起，云岭区、青柳县的目标按年中调整后执行."""
    rows = given.adjusted
    if not rows:
        return ()
    months = sorted({since(s) for s in rows})
    told = []
    for month in months:
        units = list(dict.fromkeys(s.unit.name for s in rows if since(s) == month))
        told.append(f"自{month}起，{'、'.join(units)}的目标按年中调整后的执行")
    return ("；".join(told) + "，此前各期仍按原目标。",)


def doubling_sentence(given: Bulletin) -> list[Parts]:
    """翻番目标: what the whole way needs a year, what has been reached, what is still needed."""
    found = [_doubling(given, goal) for goal in _goals(given)]
    return [p for p in found if p]


def _goals(given: Bulletin) -> list[Doubling]:
    return doubling.goals(given.desk.policy("doubling_goals"))


def _doubling(given: Bulletin, goal: Doubling) -> Parts:
    years = goal.last - goal.first
    subject = indicator(goal.indicator)
    rate = format_number(goal.rate, 1)
    lead = f"{subject.name}“{numeral(years)}年{doublings(goal.times)}”（以{goal.first}年为基年）"
    return (f"{lead}，年均需增长{rate}%", *_reached(given, goal), "。")


def _reached(given: Bulletin, goal: Doubling) -> Parts:
    rows = doubling.unit_path(given.desk, goal.indicator)
    known = [r for r in rows if r.value is not None and r.code != str(goal.first)]
    if not rows or not known:
        return (f"，还没有{goal.first}年以后的全年数",)
    last = known[-1]
    unit = given.desk.unit.code
    level = printed(last, PATH, unit, by="year", measure="亿元", with_unit=True)
    parts: list[Parts] = [(f"{last.name}完成", level) if level else ()]
    at = where(last, PATH, unit, "year").ref("completion_pct", last.code)
    parts.append(grammar.completion(last.completion_pct, at, goal="当年应达水平"))
    if last.needed_growth_pct is not None:
        need = printed(last, PATH, unit, "needed_growth_pct", by="year", with_unit=True)
        left_years = goal.last - int(last.code)
        parts.append((f"后{left_years}年年均还需增长", need) if need else ())
    return ("，", *grammar.join(*parts, end=""))


def doubling_table(given: Bulletin) -> Table | None:
    """翻番路径: year by year the level asked for and reached (营业收入)."""
    rows = doubling.unit_path(given.desk, "revenue")
    if not rows:
        return None
    unit = given.desk.unit.code

    def cells(statistic: str, measure: str | None = None) -> list[Cell]:
        return [printed(r, PATH, unit, statistic, by="year", measure=measure) for r in rows]

    return columns_table(
        "doubling",
        f"{area(given.desk)}营业收入翻番路径",
        [
            (left("year", "年度"), _names(rows)),
            (right("asked", "应达水平", unit="亿元"), cells("target", "亿元")),
            (right("reached", "全年完成", unit="亿元"), cells("value", "亿元")),
            (right("share", "完成", unit="%"), cells("completion_pct")),
            (right("growth", "当年增速", unit="%"), cells("growth_yoy_pct")),
            (right("needed", "后几年年均需增长", unit="%"), cells("needed_growth_pct")),
        ],
        scope="应达水平按基年全年数以年均增速推出；各年按当年统计范围",
        source="规则参数（翻番目标）；统计局反馈",
    )


def _names(rows: list[FigureRow]) -> list[Cell]:
    return [r.name for r in rows]
