"""Tables of the bulletin (通报各表): the matrix, the unit's own tasks, a ranking by task."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from gxlab.measures import bulletin, bulletin_pace
from gxlab.measures.bulletin import Bulletin
from gxlab.measures.bulletin_standing import Standing
from gxlab.measures.bulletin_tasks import Task
from gxlab.reference.territory import Unit
from gxlab.show import grammar
from gxlab.show.bulletin_words import area, done, fig, measure, signal, title, when
from gxlab.show.cultivation_words import Cells, left, right
from gxlab.show.cultivation_words import table as columns_table
from gxlab.show.objects import Cell, Column, Row, Table
from gxlab.show.tables import light

SOURCE = "年度工业经济指导计划；各指标期和来源见眉头"
RULE = "“—”为未设目标或无数据，不排位次；位次相同为并列；园区数据已含在县区内，不参加排位。"
TOLD = {"completion_pct": "完成%", "value": "增速%", "growth_yoy_pct": "同比%"}


def matrix(given: Bulletin) -> Table:
    """表一: unit × task; above the completion or rate with its place, below the distance."""
    return _matrix(given, given.units, "matrix", "各单位目标任务完成进度")


def towns(given: Bulletin) -> Table | None:
    """镇街: the same for a county's towns, where they have targets of their own."""
    if not given.below:
        return None
    found = (given.desk.unit, *given.below)
    return _matrix(given, found, "towns", f"{area(given.desk)}各镇街目标任务完成进度")


def _matrix(given: Bulletin, units: Sequence[Unit], table_id: str, title_text: str) -> Table:
    columns = (
        Column("unit", ("单位",), align="left"),
        *(_task_column(given, task) for task in given.tasks),
    )
    rows = tuple(row for unit in units for row in _unit_rows(given, unit))
    return Table(
        table_id,
        title_text,
        columns,
        rows if given.tasks else (),
        scope="上行完成率或增速（位次），下行比计划快慢、比目标高低（百分点）",
        source=SOURCE,
        note=RULE,
        empty="没有目标任务，也没有统计反馈的指标。",
    )


def _task_column(given: Bulletin, task: Task) -> Column:
    period = given.periods[task.indicator]
    label = period.label("ytd", with_year=period.year != given.desk.period.year)
    return Column(task.indicator, (title(task), label), TOLD[task.told])


def _unit_rows(given: Bulletin, unit: Unit) -> tuple[Row, Row]:
    found = [given.found[t.indicator].get(unit.code) for t in given.tasks]
    own = unit == given.desk.unit
    emphasis = "total" if unit == given.desk.units.root else "own" if own else ""
    above: list[Cell] = [None if s is None else done(s) for s in found]
    below: list[Cell] = [None if s is None else signal(s) for s in found]
    return (
        Row((unit.name, *above), emphasis=emphasis),  # type: ignore[arg-type]
        Row(("快慢", *below), level=1, emphasis=emphasis),  # type: ignore[arg-type]
    )


def own_tasks(given: Bulletin) -> Table:
    """本单位各项任务: both tiers, plan, clock, place and its change, who leads."""
    rows = given.own
    body: list[tuple[Column, Cells]] = [
        (left("task", "任务"), _texts(rows, lambda s: title(s.task))),
        (left("period", "期"), _texts(rows, lambda s: when(s.row, given.desk))),
        (right("floor", "年度目标", "确保"), _amounts(rows, "target")),
        (right("stretch", "年度目标", "奋斗"), _stretches(rows, "target", with_unit=True)),
        (right("done", "累计完成"), _amounts(rows, "value")),
        (right("completion", "完成率", unit="%"), _figures(rows, "completion_pct")),
        (right("more", "完成奋斗目标", unit="%"), _stretches(rows, "completion_pct")),
        (right("plan", "计划进度", "应完成", unit="%"), _figures(rows, "plan_pct")),
        (right("plan_gap", "计划进度", "快慢", unit="百分点"), _figures(rows, "gap_plan_pp")),
        (right("linear", "序时进度", "应完成", unit="%"), _figures(rows, "linear_pct")),
        (right("clock", "序时进度", "快慢", unit="百分点"), _figures(rows, "gap_linear_pp")),
        (right("rank", "位次"), _figures(rows, "rank")),
        (left("move", "比上期"), _texts(rows, lambda s: moved(given, s))),
        (left("light", "灯"), [_light(s) for s in rows]),
        (left("office", "牵头科室"), _texts(rows, lambda s: s.office)),
    ]
    return columns_table(
        "own-tasks",
        f"{area(given.desk)}各项目标任务",
        _filled(body),
        scope="增速任务的快慢为增速与年度目标之差",
        source=SOURCE,
        note="上期位次以定稿为准，上期未定稿的按当前快照推算。",
        empty=f"{area(given.desk)}{given.desk.period.year}年没有目标任务。",
    )


def ranking(given: Bulletin, task: Task) -> Table | None:
    """One task's ranking (位次表): best first; those without target or data at the end."""
    placed = given.ranking(task)
    if not placed or (given.desk.unit.kind == "town") != (placed[0].unit.kind == "town"):
        return None
    rows = [*placed, *given.unranked(task, placed[0].unit.kind)]
    gap = "与目标之差" if task.kind == "rate" else "计划差"
    unit = measure(task)
    body: list[tuple[Column, Cells]] = [
        (left("unit", "单位"), _texts(rows, lambda s: s.unit.name)),
        (right("rank", "位次"), _figures(rows, "rank")),
        (left("move", "比上期"), _texts(rows, lambda s: moved(given, s))),
        (right("floor", "年度目标", "确保", unit=unit), _figures(rows, "target")),
        (right("stretch", "年度目标", "奋斗", unit=unit), _stretches(rows, "target")),
        (right("done", "累计完成", unit=unit), _figures(rows, "value")),
        (right("growth", "同比", unit="%"), _figures(rows, "growth_yoy_pct")),
        (right("completion", "完成率", unit="%"), _figures(rows, "completion_pct")),
        (right("plan", "计划进度", unit="%"), _figures(rows, "plan_pct")),
        (right("clock", "序时差", unit="百分点"), _figures(rows, "gap_linear_pp")),
        (right("gap", gap, unit="百分点"), _figures(rows, "gap_plan_pp")),
        (left("light", "灯"), [_light(s) for s in rows]),
    ]
    return columns_table(
        f"rank-{task.indicator.replace('_', '-')}",
        f"{when(placed[0].row, given.desk)}{title(task)}位次",
        _filled(body),
        ["own" if s.unit == given.desk.unit else "" for s in rows],
        scope=_ranked_by(task),
        source=placed[0].row.source_kind or "",
    )


def _filled(body: Sequence[tuple[Column, Cells]]) -> list[tuple[Column, Cells]]:
    """Columns that hold anything; the first always."""
    return [(c, cells) for n, (c, cells) in enumerate(body) if not n or any(cells)]


def ahead(given: Bulletin) -> Table | None:
    """余下月份: what each month left must bring, unit by unit, beside what months so far have."""
    found = [
        bulletin_pace.ahead(given, s)
        for t in given.tasks
        for u in given.units
        if (u.kind == "town") == (given.desk.unit.kind == "town")
        if t.kind != "rate" and (s := given.found[t.indicator].get(u.code)) is not None
    ]
    rows = [r for r in found if r.monthly is not None]
    if not rows:
        return None
    body: list[tuple[Column, Cells]] = [
        (left("unit", "单位"), [r.standing.unit.name for r in rows]),
        (left("task", "任务"), [title(r.standing.task) for r in rows]),
        (right("lack", "距年度目标"), [fig(r.standing, "shortfall", with_unit=True) for r in rows]),
        (right("left", "余下月数"), [_monthly(r, "n") for r in rows]),
        (right("needed", "月均需完成"), [_monthly(r, "value") for r in rows]),
        (right("so_far", "本年月均已完成"), [_monthly(r, "base") for r in rows]),
    ]
    return columns_table(
        "ahead",
        "完成年度目标余下月份的进度",
        body,
        ["own" if r.standing.unit == given.desk.unit else "" for r in rows],
        scope="月均需完成＝（确保目标－累计完成）÷余下月数",
        source=SOURCE,
    )


def _monthly(row: bulletin_pace.Ahead, statistic: str) -> Cell:
    places = 0 if statistic == "n" else 1 if row.standing.task.kind == "count" else 2
    more = {"row": row.monthly, "decimals": places, "with_unit": statistic != "n"}
    return fig(row.standing, statistic, **more)  # type: ignore[arg-type]


def changes(given: Bulletin) -> Table | None:
    """年中调整: targets that hold another value than at the beginning of the year."""
    rows = given.adjusted
    if not rows:
        return None
    body: list[tuple[Column, Cells]] = [
        (left("unit", "单位"), _texts(rows, lambda s: s.unit.name)),
        (left("task", "任务"), _texts(rows, lambda s: title(s.task))),
        (left("since", "自何月起"), _texts(rows, since)),
        (right("now", "现行目标"), _amounts(rows, "target")),
        (
            right("before", "调整前"),
            [fig(s, "target", row=s.former_row, with_unit=True) for s in rows],
        ),
    ]
    return columns_table(
        "changes",
        "年中调整的目标",
        body,
        ["own" if s.unit == given.desk.unit else "" for s in rows],
        source="年度工业经济指导计划及年中调整件",
        note="调整自所列月份起执行，此前各期仍按原目标通报。",
    )


def since(one: Standing) -> str:
    """自何月起: 2025年7月."""
    return f"{one.since[:4]}年{int(one.since[5:])}月" if one.since else ""


def moved(given: Bulletin, one: Standing) -> str:
    """比上期: 前移2位, 后移1位, 持平; nothing where either place is missing."""
    before = bulletin.former_place(given, one)
    if before is None or one.row.rank is None:
        return ""
    said = grammar.place_change(one.row.rank, int(before), "上期")
    return said.removeprefix("位次较上期").removeprefix("位次与上期")


def _stretches(rows: Sequence[Standing], statistic: str, *, with_unit: bool = False) -> list[Cell]:
    """Of the 奋斗 tier."""
    return [
        fig(s, statistic, row=s.stretch, with_unit=with_unit) if s.stretch else None for s in rows
    ]


def _amounts(rows: Sequence[Standing], statistic: str) -> list[Cell]:
    """Tasks of a column are measured in different units: each says its own."""
    return [fig(s, statistic, with_unit=True) for s in rows]


def _light(one: Standing) -> Cell:
    if one.state or one.light == "none":
        return light("none", one.state or "不计完成率")
    return light(one.light)


def _figures(rows: Sequence[Standing], statistic: str) -> list[Cell]:
    return [fig(s, statistic) for s in rows]


def _texts(rows: Sequence[Standing], of: Callable[[Standing], str]) -> list[Cell]:
    return [of(s) or None for s in rows]


def _ranked_by(task: Task) -> str:
    by = {"completion_pct": "完成率", "value": "增速", "growth_yoy_pct": "同比增速"}[task.told]
    return f"按{by}（印出的一位小数）排位，同为并列"
