"""目标任务通报, 对外版: the year's targets of units beside the rates and counts that are public.

Levels have a target and no figure here: what the statistics bureau feeds back of them is not told.
"""

from __future__ import annotations

from gxlab.disclosure.shared_desk import Printed, SharedDesk
from gxlab.reference.indicators import indicator
from gxlab.reference.periods import Period
from gxlab.show import shared_parts as parts
from gxlab.show import shared_points as points
from gxlab.show.objects import Cell, Chart, Column, KeyFigures, Masthead, Sentence, Sentences, Table
from gxlab.show.shared_charts import bars

REPORT = "target_bulletin"
NAMES = ("value_added_growth", "revenue_growth", "renovation_investment_growth")
SURE, HOPED = "确保", "奋斗"
# A target's indicator → where what has been done of it is told, and under which name.
DONE = {
    "value_added_growth": ("rates", "value_added_growth"),
    "output_growth": ("rates", "output"),
    "revenue_growth": ("rates", "revenue"),
    "profit_growth": ("rates", "profit"),
    "industrial_investment_growth": ("rates", "industrial_investment_growth"),
    "renovation_investment_growth": ("rates", "renovation_investment_growth"),
    "manufacturing_renovation_investment_growth": (
        "rates",
        "manufacturing_renovation_investment_growth",
    ),
    "above_scale_entries": ("counts", "above_scale_entries"),
    "above_scale_net": ("counts", "above_scale_net"),
}
LEAD = "value_added_growth"


def masthead(desk: SharedDesk) -> Masthead:
    """眉头."""
    sources = ("增速：统计机构反馈", "企业户数：统计机构名录")
    return parts.masthead(desk, "工业目标任务通报", sources)


def headline(desk: SharedDesk) -> Sentence:
    """开头一句."""
    told = _sentence(desk, LEAD)
    if told is None:
        return parts.no_figures(desk, f"{desk.period.year}年目标任务")
    return parts.sentence(tuple(told.parts), role="headline")


def key_figures(desk: SharedDesk) -> KeyFigures:
    """关键指标: what has been done of the rates and counts with a target."""
    found = [(indicator(name).name, _done(desk, name)) for name in _tasks(desk)]
    return parts.key_figures(desk, *[one for one in found if one[1] is not None][:4])


def key_points(desk: SharedDesk) -> Sentences:
    """要点: target and state of each task but the first."""
    return parts.points(_sentence(desk, name) for name in _tasks(desk) if name != LEAD)


def tasks(desk: SharedDesk) -> Sentence | None:
    """一、目标与完成, the judgement: what the whole city has, on a page of one of its units."""
    root = desk.units.root
    return points.judged(_sentence(desk, LEAD, root.code) if desk.unit != root else None)


def units(desk: SharedDesk) -> Sentence | None:
    """二、分单位, the judgement."""
    measure = "规上工业增加值"
    return points.judged(points.leader(desk, measure, lambda unit: _done(desk, LEAD, unit)))


def task_table(desk: SharedDesk) -> Table:
    """目标与进度 of the unit."""
    columns = [
        parts.label("指标"),
        Column("unit", ("单位",), align="left"),
        Column("sure", ("年度目标", SURE)),
        Column("hoped", ("年度目标", HOPED)),
        Column("done", ("完成",)),
        Column("period", ("期",), align="left"),
    ]
    rows = [(indicator(name).name, _task(desk, name), "") for name in _tasks(desk)]
    return parts.table(desk, "S1", f"{desk.unit.name}年度目标与完成情况", columns, rows)


def unit_chart(desk: SharedDesk) -> Chart | None:
    """分单位增加值增速."""
    rows = [(name, _done(desk, LEAD, code)) for code, name, _ in parts.unit_rows(desk)]
    return bars(rows, chart_id="unit-value-added", title="各单位规上工业增加值同比增速（反馈）")


def unit_table(desk: SharedDesk) -> Table:
    """分单位: target and state of the rates and counts."""
    listed = [name for name in _tasks(desk) if name in DONE]
    columns = [parts.label("单位")]
    for name in listed:
        subject = indicator(name)
        measure = subject.unit_of_measure
        columns += [
            Column(f"{name}_goal", (subject.name, "目标"), measure),
            Column(f"{name}_done", (subject.name, "完成"), measure),
        ]
    rows = [
        (name, _unit(desk, listed, code), emphasis)
        for code, name, emphasis in parts.unit_rows(desk)
    ]
    return parts.table(desk, "S2", "分单位年度目标（确保）与完成情况", columns, rows)


def _tasks(desk: SharedDesk) -> list[str]:
    """The indicators with a target anywhere, those with a public figure first."""
    there = set(desk.tables["targets"]["indicator"].to_list())
    return [*(n for n in DONE if n in there), *sorted(there - DONE.keys())]


def _done(desk: SharedDesk, name: str, unit: str = "") -> Printed | None:
    if name not in DONE:
        return None
    table, told = DONE[name]
    return desk.told(table, told, unit)


def _goal(desk: SharedDesk, name: str, tier: str, unit: str = "") -> Printed | None:
    return desk.told("targets", name, unit, tier=tier)


def _task(desk: SharedDesk, name: str) -> list[Cell]:
    sure, done = _goal(desk, name, SURE), _done(desk, name)
    goal = sure or _goal(desk, name, HOPED)
    when = Period.parse(done.period).label("ytd") if done else "—"
    goals = [parts.cell(_goal(desk, name, tier)) for tier in (SURE, HOPED)]
    return [goal.unit if goal else "—", *goals, parts.cell(done), when]


def _unit(desk: SharedDesk, listed: list[str], code: str) -> list[Cell]:
    found: list[Cell] = []
    for name in listed:
        found += [parts.cell(_goal(desk, name, SURE, code)), parts.cell(_done(desk, name, code))]
    return found


def _sentence(desk: SharedDesk, name: str, unit: str = "") -> Sentence | None:
    goal, done = _goal(desk, name, SURE, unit), _done(desk, name, unit)
    if goal is None or done is None or done.number is None:
        return None
    subject = indicator(name).name
    when = Period.parse(done.period).label("ytd")
    return parts.sentence(
        f"{desk.units.find(unit or desk.unit.code).name}{subject}年度目标",
        parts.amount(goal),
        f"，{when}为",
        parts.amount(done),
        "。",
        role="key_point",
    )
