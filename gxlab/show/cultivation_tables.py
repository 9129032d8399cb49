"""Tables C1, C1b and C2 of the cultivation report: the register, its tasks, its new firms."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from gxlab.measures import cultivation_entrants, register_dynamics, register_figures
from gxlab.measures.cultivation import Edition
from gxlab.measures.figures import FigureRow
from gxlab.measures.progress import Progress
from gxlab.measures.register_figures import REGISTER_BASIS, TASK_BASIS
from gxlab.reference.periods import Period
from gxlab.show import cultivation_words as words
from gxlab.show.cultivation_units import Lines, lines
from gxlab.show.cultivation_words import (
    Cells,
    left,
    right,
    signed,
    table,
    words_of,
)
from gxlab.show.figures import fig
from gxlab.show.objects import Column, Table
from gxlab.show.tables import light

ENTRANT_NOTE = (
    "年度批次企业随表带上年同期基数；月度新建企业没有上年同期，其数额全部计入增量，不计算同比。"
)
Measure = Callable[[register_dynamics.RegisterYear, str], FigureRow]
COUNT = "户"


@dataclass(frozen=True)
class Task:
    """A target of 新增 or 净增 and the figure it is measured by, as the rule in force says."""

    kind: str
    label: str
    basis: str
    subject: str
    measure: Measure


def task_of(given: Edition, kind: str) -> Task:
    """新增 (entries) or 净增 (net) on the way of counting in force."""
    basis = register_figures.task_basis(given.desk, kind)
    subject, measure = {
        ("entries", TASK_BASIS): ("above_scale_credited", register_figures.credited),
        ("entries", REGISTER_BASIS): ("above_scale_entries", register_figures.entries),
        ("net", TASK_BASIS): ("above_scale_net_credited", register_figures.credited_net),
        ("net", REGISTER_BASIS): ("above_scale_net", register_figures.net),
    }[(kind, basis)]
    label = "新增" if kind == "entries" else "净增"
    return Task(kind, label, basis, subject, measure)


def stock(given: Edition) -> Table:
    """C1 存量与变动: the identity of every unit, and the task of 新增 beside it."""
    at, year = lines(given), given.year
    known = year.closing is not None

    def one(measure: Measure, subject: str) -> Cells:
        return at.column(lambda code: measure(year, code), subject)

    columns = [
        (left("unit", "单位"), words_of(at.names)),
        (right("opening", "上年末"), one(register_figures.opening, "above_scale_opening")),
        *_flows(at, given),
        (
            right("transfers", "划入划出"),
            signed(one(register_figures.transfers, "above_scale_transfers")),
        ),
        (right("closing", "期末"), one(register_figures.count, "above_scale_count")),
        (right("net", "净增"), signed(one(register_figures.net, "above_scale_net"))),
        *_task_columns(at, given),
    ]
    return table(
        "C1",
        f"{words.month_end(year.closing)}{words.area(given.desk)}规上工业企业存量与变动",
        columns if known else [(c, []) for c, _ in columns],
        at.emphasis if known else (),
        at.levels if known else (),
        scope="口径：名录口径，按生效月份；“任务新增”为考核口径，按归属年度。单位：户",
        source="统计局名录、入库审核结果、退库名单",
        note=_stock_note(given),
        empty="还没有收到规上工业名录。",
    )


def _flows(at: Lines, given: Edition) -> list[tuple[Column, Cells]]:
    """Entries by door, exits by kind."""

    def cells(doors: str, measure: Callable[..., FigureRow], subject: str) -> Cells:
        rows = {u.code: measure(given.year, u.code, (doors,)) for u in at.units}
        marked = {c: replace(r, code=doors, name=doors) for c, r in rows.items()}
        return at.column(marked.__getitem__, subject, by="door")

    entries, exits = register_figures.entries, register_figures.exits
    annual = register_dynamics.ANNUAL_DOORS
    monthly = register_dynamics.MONTHLY_DOOR
    return [
        *(
            (right(f"entry_{d}", "年度批次", d), cells(d, entries, "above_scale_entries"))
            for d in annual
        ),
        (right("monthly", "月度新建"), cells(monthly, entries, "above_scale_entries")),
        *(
            (right(f"exit_{k}", "退出", k[:2]), cells(k, exits, "above_scale_exits"))
            for k in register_dynamics.EXITS
        ),
    ]


def _task_columns(at: Lines, given: Edition) -> list[tuple[Column, Cells]]:
    """任务新增: credited to the year, the 确保 target, completion with its place, light."""
    task = task_of(given, "entries")

    def row(code: str) -> FigureRow:
        return task.measure(given.year, code)

    done = (right("credited", "任务新增", "完成"), at.column(row, task.subject))
    goals = at.column(row, task.subject, statistic="target")
    if not any(goals):
        return [done]
    found = [register_figures.tasks(given.year, u.code, "entries") for u in at.units]
    rate = right("completion", "任务新增", "完成率（位次）", unit="%")
    return [
        done,
        (right("goal", "任务新增", "任务"), goals),
        (rate, at.placed(row, task.subject, "completion_pct")),
        (
            left("light", "任务新增", "灯"),
            [light(tiers[0].light) if tiers else None for tiers in found],
        ),
    ]


def _stock_note(given: Edition) -> str:
    said = ["期末＝上年末＋新增－退出＋划入划出；净增＝新增－退出"]
    changed = register_dynamics.named_moves(given.year, given.code, "rename", "conversion")
    for moves, text in ((changed, "更名、代码变更不计进出"), (_moved(given), "划转")):
        if moves:
            listed = words.names([_told(given, m) for m in moves])
            shown = "" if given.desk.audience == "shared" else f"：{listed}"
            said.append(f"{text}{len(moves)}户{shown}")
    return "；".join(said) + "。"


def _moved(given: Edition) -> list[register_dynamics.Move]:
    """划入划出 of any unit of the table, each firm once; zones hold firms of counties."""
    units = [u.code for u in lines(given).units if u.kind != "zone" or u == given.desk.unit]
    found = {
        (m.enterprise, m.step): m
        for code in units
        for m in register_dynamics.named_moves(given.year, code, "transfer")
    }
    return [found[k] for k in sorted(found)]


def _told(given: Edition, move: register_dynamics.Move) -> str:
    """The firm and why; a town that is no more has been merged into another."""
    standing = {u.code for u in given.desk.units.units}
    silent = "属地变更" if move.before in standing else "镇街撤并"
    return f"{move.name}（{words.wide(move.reason) or silent}）"


def tasks(given: Edition) -> Table:
    """C1b 任务完成: 新增 and 净增 are two targets; each names its way of counting."""
    found: list[tuple[Task, Progress, FigureRow]] = []
    for kind in ("entries", "net"):
        task = task_of(given, kind)
        row = task.measure(given.year, given.code)
        for goal in register_figures.tasks(given.year, given.code, kind):
            found.append((task, goal, _tier(row, goal)))

    def cells(statistic: str) -> Cells:
        return [
            fig(row, given.code, task.subject, statistic, by="goal", with_unit=False)
            for task, _, row in found
        ]

    lights: Cells = [light(goal.light) for _, goal, _ in found]
    names = [f"{task.label}规上工业企业（{goal.tier}）" for task, goal, _ in found]
    columns = [
        (left("task", "任务"), words_of(names)),
        (left("basis", "口径"), words_of([task.basis for task, _, _ in found])),
        (right("target", "年度任务", unit=COUNT), cells("target")),
        (right("done", "已完成", unit=COUNT), cells("value")),
        (right("completion", "完成率", unit="%"), cells("completion_pct")),
        (right("plan", "计划进度", "应完成", unit="%"), cells("plan_pct")),
        (right("plan_gap", "计划进度", "快慢", unit="百分点"), cells("gap_plan_pp")),
        (right("linear", "序时进度", "应完成", unit="%"), cells("linear_pct")),
        (right("linear_gap", "序时进度", "快慢", unit="百分点"), cells("gap_linear_pp")),
        (left("light", "灯"), lights),
        (left("office", "牵头科室"), words_of([goal.office for _, goal, _ in found])),
    ]
    return table(
        "C1b",
        f"{words.area(given.desk)}新增、净增任务完成情况",
        columns,
        scope="口径：任务按规则参数所定口径计算，列于表中；有分期计划的按计划进度亮灯，序时进度为月数÷12",
        source="年度工业经济指导计划",
        empty=f"{words.area(given.desk)}{given.desk.period.year}年未设新增、净增任务。",
    )


def _tier(row: FigureRow, goal: Progress) -> FigureRow:
    return replace(
        row,
        code=goal.tier,
        name=goal.tier,
        target=goal.target,
        completion_pct=goal.completion_pct,
        plan_pct=goal.plan_pct,
        linear_pct=goal.linear_pct,
        gap_plan_pp=goal.gap_plan_pp,
        gap_linear_pp=goal.gap_linear_pp,
    )


def entrants(given: Edition) -> Table:
    """C2 新进规企业的作用: with a base and without apart; the rest; all."""
    found = [cultivation_entrants.entrants(given.desk, i) for i in ("revenue", "output")]
    order = cultivation_entrants.NAMES
    new = (cultivation_entrants.BATCH, cultivation_entrants.PLANT)
    present = {k for f in found for k, r in f.rows.items() if r.value is not None}
    kinds = [k for k in order if k in present] if present & set(new) else []
    columns = [
        (left("kind", "类别"), words_of([order[k] for k in kinds])),
        *_entrant_columns(given, found[0], "营业收入", kinds),
        *_entrant_columns(given, found[1], "工业总产值", kinds),
    ]
    total = found[0].total or found[1].total
    period = Period.parse(total.period_used) if total and total.period_used else given.desk.period
    when = period.label("ytd", with_year=period.year != given.desk.period.year)
    return table(
        "C2",
        f"{when}{words.area(given.desk)}新进规企业的作用",
        columns,
        ["total" if k == cultivation_entrants.TOTAL else "" for k in kinds],
        [int(k in new) for k in kinds],
        scope="口径：名录内企业汇总，可比口径；占比、拉动、贡献率相对规上工业合计",
        source=(total.source_kind or "") if total else "",
        note=ENTRANT_NOTE if kinds else "",
        empty=f"{words.area(given.desk)}没有已报数的本年新进规企业。",
    )


def _entrant_columns(
    given: Edition, found: cultivation_entrants.Entrants, spanner: str, kinds: list[str]
) -> list[tuple[Column, Cells]]:
    head = found.indicator
    subject = f"entrant_{head}"
    rates = {r.code: r for r in cultivation_entrants.contribution(found)}
    rows = [found.rows.get(k) for k in kinds]

    def cells(statistic: str, measure: str | None = None, decimals: int | None = None) -> Cells:
        more = {"by": "kind", "measure": measure}
        return [
            fig(r, given.code, subject, statistic, decimals=decimals, with_unit=False, **more)
            for r in rows
        ]

    part = [
        fig(rates.get(k), given.code, f"{subject}_contribution", by="kind", with_unit=False)
        for k in kinds
    ]
    count = [(right("n", "户数", unit=COUNT), cells("n", decimals=0))] if head == "revenue" else []
    return [
        *count,
        (right(f"{head}_value", spanner, "累计", unit="亿元"), cells("value", "亿元")),
        (right(f"{head}_share", spanner, "占比", unit="%"), cells("share_pct")),
        (right(f"{head}_growth", spanner, "同比", unit="%"), cells("growth_yoy_pct")),
        (right(f"{head}_pull", spanner, "拉动", unit="百分点"), cells("pull_pp")),
        (right(f"{head}_part", spanner, "贡献率", unit="%"), list(part)),
    ]
