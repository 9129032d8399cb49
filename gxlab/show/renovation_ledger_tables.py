"""Tables B4 and B5: sums of the bureau's own ledger (②台账口径)."""

from __future__ import annotations

from collections.abc import Sequence

from gxlab.measures.renovation import Renovation, totals_by_unit
from gxlab.measures.renovation_summary import Totals, by_category, by_direction, totals
from gxlab.show.cluster_words import Cells, Values, table
from gxlab.show.objects import Table
from gxlab.show.renovation_tables import unit_names
from gxlab.show.renovation_words import (
    LEDGER,
    SCOPES,
    as_of,
    column,
    ledger_fig,
    left,
    titled,
)

# header, unit of measure, indicator, statistic
AMOUNTS = (
    (("count", "项目数"), "个", "ledger_project_count", "value"),
    (("total", "总投资"), "亿元", "ledger_planned_investment", "value"),
    (("plan", "年度计划"), "亿元", "ledger_plan", "value"),
    (("done", "本年完成"), "亿元", "ledger_investment", "value"),
    (("completion", "完成年度计划"), "%", "ledger_investment", "completion_pct"),
    (("expected", "应达进度"), "%", "ledger_investment", "plan_pct"),
    (("gap", "与应达差"), "百分点", "ledger_investment", "gap_plan_pp"),
)
STATES = (
    (("started", "建设状态", "在建"), "个", "ledger_started_count", "value"),
    (("waiting", "建设状态", "未开工"), "个", "ledger_not_started_count", "value"),
    (("finished", "建设状态", "竣工"), "个", "ledger_completed_count", "value"),
)
OVERDUE = (("overdue", "逾期未开工"), "个", "ledger_overdue_count", "value")
LIGHTS = (
    (("green", "灯", "绿"), "个", "ledger_green_count", "value"),
    (("yellow", "灯", "黄"), "个", "ledger_yellow_count", "value"),
    (("red", "灯", "红"), "个", "ledger_red_count", "value"),
)


def categories(found: Renovation) -> Table | None:
    """B4 分类别: completion, what should be reached, states and lights, by catalogue."""
    if not found.projects:
        return None
    groups = by_category(found.projects)
    columns: Cells = [
        (left("name", "类别"), [*(g.code for g in groups), "合计"]),
        *_sums(found, groups, "category", (*AMOUNTS, *STATES, *LIGHTS)),
    ]
    return _table(found, "B4", "重点技改项目分类别进展", columns, len(groups), PROGRESS_NOTE)


PROGRESS_NOTE = (
    "应达进度按项目自身分月计划，未编分月计划的按本年有效施工月份折算，不是序时进度；"
    "灯取进度、开工、入库三条规则中最重的。"
)


def by_unit(found: Renovation) -> Table | None:
    """B4 分单位: the same sums for the unit and the units below it."""
    rows = totals_by_unit(found)
    if len(rows) < 2:
        return None
    columns: Cells = [
        (left("name", "单位"), unit_names([u for u, _ in rows])),
    ]
    for header, unit, subject, stat in (*AMOUNTS, OVERDUE, *LIGHTS):
        cells: Values = [
            ledger_fig(found, t, subject, stat, unit=u.code, measure=_measure(unit))
            for u, t in rows
        ]
        columns.append((column(*header, unit=unit), cells))
    return table(
        "B4-units",
        titled(f"{as_of(found)}分单位重点技改项目进展", LEDGER),
        columns,
        ["total" if n == 0 else "" for n in range(len(rows))],
        scope=SCOPES[LEDGER],
    )


def directions(found: Renovation) -> Table | None:
    """B5 分改造方向: 智能化, 绿色化, 安全化, 服务化."""
    if not found.projects:
        return None
    groups = by_direction(found.projects)
    columns: Cells = [
        (left("name", "改造方向"), [*(g.code for g in groups), "合计"]),
        *_sums(found, groups, "direction", (*AMOUNTS, *LIGHTS)),
    ]
    return _table(found, "B5", "重点技改项目分改造方向进展", columns, len(groups))


def _sums(
    found: Renovation,
    groups: Sequence[Totals],
    by: str,
    specs: Sequence[tuple[tuple[str, ...], str, str, str]],
) -> Cells:
    """Columns over groups and, as the last line, the unit as a whole."""
    total = totals(found.projects, found.unit)
    columns: Cells = []
    for header, unit, subject, stat in specs:
        cells: Values = [
            ledger_fig(found, g, subject, stat, by=by, measure=_measure(unit)) for g in groups
        ]
        last = ledger_fig(found, total, subject, stat, measure=_measure(unit))
        columns.append((column(*header, unit=unit), [*cells, last]))
    return columns


def _table(
    found: Renovation, table_id: str, title: str, columns: Cells, groups: int, note: str = ""
) -> Table:
    return table(
        table_id,
        titled(f"{as_of(found)}{title}", LEDGER),
        columns,
        ["" for _ in range(groups)] + ["total"],
        scope=SCOPES[LEDGER],
        note=note,
    )


def _measure(unit: str) -> str | None:
    return unit if unit in ("亿元", "万元") else None
