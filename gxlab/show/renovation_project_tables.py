"""Tables B6 and B7: projects of the ledger one by one (②台账口径); inside the bureau only."""

from __future__ import annotations

from collections.abc import Sequence

from gxlab.measures.renovation import Renovation
from gxlab.measures.renovation_ledger import Project, filed_industries
from gxlab.measures.renovation_outlook import moves
from gxlab.measures.renovation_summary import needing_help, totals
from gxlab.reference.industries import UnknownIndustry, industry
from gxlab.reference.periods import Period
from gxlab.show.cluster_words import Cells, Values, table
from gxlab.show.objects import Figure, Light, Table
from gxlab.show.renovation_words import (
    LEDGER,
    SCOPES,
    as_of,
    column,
    end_of,
    first_rows,
    ledger_fig,
    left,
    month_text,
    plain,
    titled,
)
from gxlab.show.tables import light

# A page prints so many, red ones all; the counties' own pages print the rest.
MOST = 20


def lit(found: Renovation) -> Table | None:
    """B6 红黄灯项目, red first; nothing in a shared edition."""
    if found.desk.audience == "shared" or not found.projects:
        return None
    every = needing_help(found.projects)
    red = sum(p.signal.level == "red" for p in every)
    rows, rest = first_rows(every, max(MOST, red))
    columns: Cells = [
        (left("name", "项目（属地）"), [f"{p.name}（{_place(found, p)}）" for p in rows]),
        (left("light", "灯（自何月）"), [_light(p) for p in rows]),
        (left("industry", "行业"), _industries(found, rows)),
        *_project_sums(found, rows, ("ledger_planned_investment", "ledger_plan")),
        *_project_progress(found, rows),
        (left("start", "计划开工 → 实际"), [_starts(p) for p in rows]),
        (left("progress", "形象进度"), [plain(p.progress) for p in rows]),
        (left("blocked", "卡在哪、需协调事项"), [_stuck(p) for p in rows]),
        (left("who", "责任单位、包保领导"), [_who(p) for p in rows]),
        (left("registered", "是否在库"), [_registered(p) for p in rows]),
        (left("rule", "亮灯原因"), [p.signal.rule for p in rows]),
    ]
    return table(
        "B6",
        titled(f"{as_of(found)}红黄灯项目", LEDGER),
        columns,
        optional=frozenset(("industry", "progress", "blocked", "who", "registered")),
        scope=SCOPES[LEDGER],
        note=f"灯自连续亮同色的第一期台账起算；卡在哪按台账所填问题归类。{rest}",
        empty="本期没有红灯、黄灯项目。",
    )


def _industries(found: Renovation, rows: Sequence[Project]) -> Values:
    """The project's own industry, as listed with statistics or filed with the platform."""
    filed = filed_industries(found.desk)
    codes = [p.industry or filed.get(p.code or "") for p in rows]
    return [_industry_name(code) if code else "" for code in codes]


def _industry_name(code: str) -> str:
    try:
        return industry(code).name
    except UnknownIndustry:  # a warehouse filed as a project of an industrial firm
        return code


def _stuck(project: Project) -> str:
    """资金：协调银行项目贷款 — where it is stuck, and what is asked for or written of it."""
    said = plain(project.coordination or project.problem)
    where = "、".join(project.blocked)
    return f"{where}：{said}" if where and said else where or said


def _who(project: Project) -> str:
    return "、".join(x for x in (project.responsible, project.sponsor) if x)


def _registered(project: Project) -> str:
    return {True: "在库", False: "未在库", None: ""}[project.registered]


def _project_sums(found: Renovation, rows: Sequence[Project], subjects: Sequence[str]) -> Cells:
    names = {"ledger_planned_investment": "总投资", "ledger_plan": "年度计划"}
    return [
        (column(s, names[s], unit="万元"), [_of(found, p, s, measure="万元") for p in rows])
        for s in subjects
    ]


def _project_progress(found: Renovation, rows: Sequence[Project]) -> Cells:
    heads = (("完成", "completion_pct"), ("应达", "plan_pct"))
    return [
        (column(stat, name, unit="%"), [_of(found, p, "ledger_investment", stat) for p in rows])
        for name, stat in heads
    ]


def _of(
    found: Renovation, project: Project, subject: str, stat: str = "value", **more: str
) -> Figure | None:
    sums = totals([project], project.key)
    return ledger_fig(found, sums, subject, stat, by="project", measure=more.get("measure"))


def _light(project: Project) -> Light:
    word = {"red": "红灯", "yellow": "黄灯", "green": "绿灯"}[project.signal.level]
    told = f"{word}（{month_text(project.since)}）" if project.since else word
    return light(project.signal.level, told)


def _place(found: Renovation, project: Project) -> str:
    return found.desk.units.find(project.unit or project.county).name


def _starts(project: Project) -> str:
    actual = month_text(project.started) if project.started else "未开工"
    if project.state != "谋划" and project.started is None:
        actual = "已开工"
    return f"{month_text(project.planned_start)} → {actual}"


def movers(found: Renovation) -> Table | None:
    """B7 清单变动: who moved between the lists, who is new, who is gone."""
    if found.desk.audience == "shared" or not found.before:
        return None
    change = moves(found.before, found.projects)
    every = [
        *((p, f"{was}→{p.state}") for p, was in change.movers),
        *((p, "移出") for p in change.gone),
        *((p, "新列入") for p in change.newcomers),
    ]
    rows, rest = first_rows(every, MOST)
    columns: Cells = [
        (left("move", "变动"), [m for _, m in rows]),
        (left("name", "项目"), [p.name for p, _ in rows]),
        (left("place", "属地"), [_place(found, p) for p, _ in rows]),
        *_project_sums(found, [p for p, _ in rows], ("ledger_plan",)),
        (left("start", "计划开工 → 实际"), [_starts(p) for p, _ in rows]),
        (left("progress", "形象进度"), [plain(p.progress) for p, _ in rows]),
    ]
    return table(
        "B7",
        titled(f"{as_of(found)}项目清单变动", LEDGER),
        columns,
        optional=frozenset(("progress",)),
        scope=SCOPES[LEDGER],
        note=f"谋划指尚未开工，新开工指本年开工，续建指以前年度开工。{rest}",
        empty="与上期相比，各清单没有变动。",
    )


def overdue(found: Renovation) -> Table | None:
    """B7 逾期未开工: the planned month has come and the project has not started."""
    rows = [p for p in found.projects if p.is_overdue]
    if found.desk.audience == "shared" or not rows:
        return None
    rows = sorted(rows, key=lambda p: (p.planned_start or Period(1900, 1), p.key))
    columns: Cells = [
        (left("name", "项目"), [p.name for p in rows]),
        (left("place", "属地"), [_place(found, p) for p in rows]),
        (left("start", "计划开工"), [month_text(p.planned_start) for p in rows]),
        *_project_sums(found, rows, ("ledger_plan",)),
        (left("papers", "未办结手续"), ["、".join(p.missing_papers) for p in rows]),
        (left("blocked", "卡在哪"), ["、".join(p.blocked) for p in rows]),
        (left("responsible", "责任单位"), [p.responsible for p in rows]),
        (left("sponsor", "包保领导"), [p.sponsor for p in rows]),
    ]
    return table(
        "B7-overdue",
        titled(f"截至{end_of(found)}逾期未开工项目", LEDGER),
        columns,
        optional=frozenset(("papers", "blocked", "responsible", "sponsor")),
        scope=SCOPES[LEDGER],
    )
