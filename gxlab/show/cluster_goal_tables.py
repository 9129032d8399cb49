"""Table A7 of the cluster report (目标与后几个月): clusters and units, never firms."""

from __future__ import annotations

from collections.abc import Sequence

from gxlab.measures import cluster_targets
from gxlab.measures.cluster_targets import WHOLE, Goal
from gxlab.measures.clusters import Edition
from gxlab.measures.figures import FigureRow
from gxlab.show import cluster_landing
from gxlab.show.cluster_words import Cells, fig, left, scope, short, table, when, whole_name
from gxlab.show.objects import Cell, Column, Table
from gxlab.show.tables import light

YI = "亿元"
OPTIONAL = frozenset(
    [
        "more",
        "rate",
        "done",
        "plan",
        "gap",
        "clock",
        "needed",
        "base",
        "landing_low",
        "landing_high",
    ]
)


def goals(given: Edition) -> Table:
    """A7 目标与后几个月: targets, completion against plan and clock, the pace still needed."""
    found = cluster_targets.goals(given)
    left_months = 12 - given.period.month
    bases = {r.code: r for r in cluster_targets.remaining_bases(given)}
    columns: Cells = [
        (left("name", "集群、单位"), [_goal_name(given, g) for g in found]),
        (Column("target", ("年度目标", "确保"), YI), _goal_cells(given, found, "target", YI)),
        (
            Column("more", ("年度目标", "奋斗"), YI),
            [_cell(given, g.ambitious, "target", YI) for g in found],
        ),
        (Column("rate", ("年度目标", "增速"), "%"), [_rate_target(given, g) for g in found]),
        (Column("growth", ("同比",), "%"), [_cell(given, g.row, "growth_yoy_pct") for g in found]),
        (Column("done", ("进度", "完成"), "%"), _goal_cells(given, found, "completion_pct")),
        (Column("plan", ("进度", "计划"), "%"), _goal_cells(given, found, "plan_pct")),
        (Column("gap", ("进度", "比计划"), "百分点"), _goal_cells(given, found, "gap_plan_pp")),
        (Column("clock", ("进度", "比序时"), "百分点"), _goal_cells(given, found, "gap_linear_pp")),
        (
            Column("needed", (f"后{left_months}个月", "需增长"), "%"),
            _goal_cells(given, found, "needed_growth_pct"),
        ),
        (
            Column("base", (f"后{left_months}个月", "上年基数"), YI),
            [
                fig(
                    bases.get(g.code),
                    given,
                    subject="cluster_remaining_base",
                    by="goal",
                    measure=YI,
                    with_unit=False,
                )
                for g in found
            ],
        ),
        *cluster_landing.columns(given, found),
        (Column("light", ("灯",), align="center"), [light(g.light) for g in found]),
    ]
    empty = "没有下达到集群和本单位的年度目标。"
    return table(
        "A7",
        f"{when(given.period)}年度目标完成情况",
        columns if found else [],
        ["total" if g.code == WHOLE else "" for g in found],
        optional=OPTIONAL,
        scope=scope(given),
        note=_goals_note(found, given.desk.audience != "shared"),
        empty=empty,
    )


def _goal_name(given: Edition, goal: Goal) -> str:
    return whole_name(given) if goal.code == WHOLE else short(goal.name)


def _cell(
    given: Edition, row: FigureRow | None, statistic: str, measure: str | None = None
) -> Cell:
    return fig(row, given, statistic, by="goal", measure=measure, with_unit=False)


def _goal_cells(
    given: Edition, found: Sequence[Goal], statistic: str, measure: str | None = None
) -> list[Cell]:
    return [_cell(given, g.row, statistic, measure) for g in found]


def _rate_target(given: Edition, goal: Goal) -> Cell:
    return fig(goal.rate, given, "target", by="goal", decimals=1, with_unit=False)


def _goals_note(found: Sequence[Goal], internal: bool) -> str:
    out = sum(g.firms.left_out for g in found if g.code != WHOLE)
    said = (
        "灯按计划进度判断，未编分期计划的按序时进度；有增速目标的按增速目标、无增速目标的按总量目标测算后期增速，"
        "基数为同一批企业上年全年减随表上年同期"
    )
    said = f"{said}；{cluster_landing.NOTE}" if internal else said
    return f"{said}；{out}户成员企业没有上年全年数，未计入测算。" if out else f"{said}。"
