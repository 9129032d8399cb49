"""What ``gxlab status`` tells (收报情况): what is in, who has not reported, what comes next."""

from __future__ import annotations

from collections import Counter
from typing import Any

import polars as pl

from gxlab.commands.session import Reply, grid, plain
from gxlab.commands.snapshots import current_snapshot
from gxlab.intake.layouts import Layout, all_layouts
from gxlab.reference.indicators import indicator
from gxlab.reference.periods import Period
from gxlab.reference.territory import Territory
from gxlab.warehouse import releases
from gxlab.warehouse.desk import Desk, open_desk
from gxlab.warehouse.snapshot import Snapshot, open_reader
from gxlab.warehouse.standing import Due, Form, calendar, forms
from gxlab.warehouse.tables import sql
from gxlab.workspace import Workspace

_SHOWN = 10


def overview(workspace: Workspace, period: Period | None) -> Reply:
    """The state of a period, the latest if none is given."""
    snapshot = current_snapshot(workspace)
    layouts = all_layouts(workspace.layouts)
    files = _view(snapshot, "form_files")
    wanted = period or _latest(files)
    desk = open_desk(snapshot, None, wanted)
    found = forms(files, desk.units, wanted, layouts)
    due = (*calendar(_used(layouts, files), wanted), *_deadlines(desk))
    problems = desk.read("problems").filter(pl.col("accepted_by").is_null())
    data = {
        "snapshot": snapshot.id,
        "period": str(wanted),
        "forms": [_form(form) for form in found],
        "coverage": _coverage(desk),
        "calendar": [_due(day) for day in sorted(due, key=lambda d: (d.on, d.what))],
        "problems": [_problem(row) for row in problems.to_dicts()],
        "batches": [plain_times(row) for row in _view(snapshot, "batches").to_dicts()],
        "releases": _releases(workspace, wanted),
    }
    return Reply(data, _shown(data))


def _releases(workspace: Workspace, period: Period) -> list[dict[str, Any]]:
    """How far the editions of a period have come (审核、定稿、报送): the latest act of each."""
    latest = {o.key: o for o in releases.acts(workspace.releases) if o.period == str(period)}
    return [
        {
            "report": one.report,
            "unit": one.unit,
            "audience": one.audience,
            "state": one.state,
            "issue": one.issue,
            "correction": one.correction,
            "title": one.title,
            "date": one.names.date.isoformat() if one.names.date else None,
        }
        for one in (latest[key] for key in sorted(latest))
    ]


def plain_times(row: dict[str, Any]) -> dict[str, Any]:
    """A row whose moments are told to the second."""
    return {**row, "started_at": row["started_at"].isoformat(sep=" ")}


def _view(snapshot: Snapshot, name: str) -> pl.DataFrame:
    con = open_reader(snapshot.path)
    frame: pl.DataFrame = con.sql(sql("views", name)).pl()
    con.close()
    return frame


def _latest(files: pl.DataFrame) -> Period:
    """The last period of which at least one form has come; this month before any."""
    periods = sorted(files["period"].to_list())
    return Period.parse(periods[-1]) if periods else Period(2000, 1)


def _used(layouts: list[Layout], files: pl.DataFrame) -> list[Layout]:
    names = set(files["layout"].to_list())
    return [layout for layout in layouts if layout.name in names]


def _deadlines(desk: Desk) -> list[Due]:
    """Filing days of the month after the period, from the rules in force (申报截止)."""
    day = int(desk.policy("monthly_filing_day"))
    month = desk.period.shift(1)
    on = month.last_day.replace(day=min(day, month.last_day.day))
    found = [Due(on, "新建投产企业月度申报截止")]
    for text in desk.policy("annual_filing_dates").split("|"):
        at = Period(desk.period.year, int(text[:2])).last_day.replace(day=int(text[3:]))
        if at > desk.period.last_day:
            found.append(Due(at, "年度申报批次截止"))
    return found


def _form(form: Form) -> dict[str, Any]:
    return {
        "layout": form.layout,
        "title": form.title,
        "latest": form.latest,
        "units_expected": len(form.expected),
        "units_present": form.present,
        "missing": [{"code": u.code, "name": u.name} for u in form.missing],
    }


def _coverage(desk: Desk) -> list[dict[str, Any]]:
    """Firms reported of firms in the register, by county (上报面)."""
    rows = desk.read("firm_coverage", period=str(desk.period))
    above = {unit.code: _county(desk.units, unit.code) for unit in desk.units.units}
    counted = (
        rows.with_columns(pl.col("unit").replace_strict(above, default=None))
        .group_by("indicator", "unit")
        .agg(pl.col("enterprises", "reported").sum())
        .sort("indicator", "unit")
    )
    names = {unit.code: unit.name for unit in desk.units.units}
    return [
        {**row, "indicator_name": indicator(row["indicator"]).name, "name": names.get(row["unit"])}
        for row in counted.to_dicts()
    ]


def _county(units: Territory, code: str) -> str:
    path = units.ancestors(code)
    return path[-2] if len(path) > 1 else code


def _due(day: Due) -> dict[str, Any]:
    return {"on": day.on.isoformat(), "what": day.what, "layout": day.layout}


def _problem(row: dict[str, Any]) -> dict[str, Any]:
    keys = ("path", "sheet", "cell", "rule", "severity", "text", "raw")
    return {"id": row["problem_id"], **{k: plain(row[k]) for k in keys}}


def _shown(data: dict[str, Any]) -> list[Any]:
    lines = [
        (f["title"], f["latest"], f["units_expected"], f["units_present"], _missing(f))
        for f in data["forms"]
    ]
    out: list[Any] = [
        f"报告期 {data['period']}，快照 {data['snapshot']}，批次{len(data['batches'])}个。",
        grid(("报表", "最近一期", "应报", "已报", "未报（催报）"), lines),
    ]
    covered = [
        (c["indicator_name"], c["name"] or c["unit"], f"{c['reported']}/{c['enterprises']}")
        for c in data["coverage"]
        if c["reported"] < c["enterprises"]
    ]
    if covered:
        out.append(grid(("企业直报指标", "单元", "已报/在库"), covered))
    out.append(grid(("日期", "事项"), [(d["on"], d["what"]) for d in data["calendar"]]))
    out += _told_problems(data["problems"])
    signed = Counter(f"{one['title']}{one['state']}" for one in data["releases"])
    out += [f"{state}{count}份。" for state, count in sorted(signed.items())]
    return out


def _missing(form: dict[str, Any]) -> str:
    names = [unit["name"] for unit in form["missing"]]
    more = f"等{len(names)}个" if len(names) > _SHOWN else ""
    return "、".join(names[:_SHOWN]) + more


def _told_problems(problems: list[dict[str, Any]]) -> list[str]:
    refused = [p for p in problems if p["severity"] == "error"]
    told = [f"退回 {p['id']} {p['text']}" for p in refused[:_SHOWN]]
    counts = f"未处理的退回{len(refused)}处，提示{len(problems) - len(refused)}处。"
    return [*told, counts]
