"""Projects of the bureau's own ledger (重点技改项目台账, ②台账口径): progress and lights.

The ledger is kept by the counties' bureaus. Its sums are completion of the ledger's own plan and
never stand beside, or in place of, the statistical rate.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

import polars as pl

from gxlab.measures.rates import completion_pct
from gxlab.measures.renovation_match import Wanted, find_match
from gxlab.measures.renovation_progress import (
    Limits,
    Signal,
    expected_amount,
    expected_share,
    limits,
    month_of,
    progress_signal,
    register_signal,
    start_signal,
    worst,
    years_of,
)
from gxlab.measures.renovation_register import Registered, in_unit, placed, register_list
from gxlab.measures.renovation_rules import core_name, criteria, name_score, project_code
from gxlab.measures.renovation_states import PAPERS, blocked_by, is_missing, state_of
from gxlab.reference.codes import normalise_name
from gxlab.reference.numbers import difference_pp
from gxlab.reference.periods import Period
from gxlab.warehouse.desk import Desk

ZERO = Decimal(0)
_PLAN = tuple(f"plan_{m:02d}" for m in range(1, 13))


@dataclass(frozen=True)
class Project:
    """One ledger project at one period. Money in 万元; ``ytd`` 本年完成, ``expected`` 应达投资."""

    key: str
    name: str
    owner: str | None
    enterprise: str | None
    unit: str | None
    county: str
    code: str | None
    core: str
    period: str
    category: str
    direction: str
    state: str
    planned_investment: Decimal
    annual_plan: Decimal
    prior_cumulative: Decimal
    ytd: Decimal
    month: Decimal | None
    expected: Decimal
    planned_start: Period | None
    planned_end: Period | None
    started: Period | None
    progress: str
    blocked: tuple[str, ...]
    missing_papers: tuple[str, ...]
    papers_told: bool
    problem: str
    coordination: str
    responsible: str
    sponsor: str
    industry: str | None
    own_plan: tuple[Decimal | None, ...]
    registered: bool | None
    signal: Signal
    since: Period | None = None

    @property
    def completion_pct(self) -> Decimal | None:
        """完成年度计划 (%)."""
        return completion_pct(self.ytd, self.annual_plan)

    @property
    def expected_pct(self) -> Decimal | None:
        """应达进度 (%)."""
        return completion_pct(self.expected, self.annual_plan)

    @property
    def gap_pp(self) -> Decimal | None:
        """完成率 less 应达进度 (百分点), as printed."""
        return difference_pp(self.completion_pct, self.expected_pct, 1)

    @property
    def is_overdue(self) -> bool:
        """逾期未开工: the planned month has come and the project has not started."""
        due = self.planned_start is not None and str(self.planned_start) <= self.period
        return self.state == "谋划" and due


def ledger_rows(desk: Desk) -> pl.DataFrame:
    """The ledgers of this year and the last, up to the desk's period; see the view."""
    since = str(Period(desk.period.year - 1, 1))
    return desk.read("project_ledger", since=since, until=str(desk.period))


def ledger_periods(desk: Desk) -> list[Period]:
    """The periods with a ledger up to the desk's, oldest first (有台账的各期)."""
    found = ledger_rows(desk)["period"].unique().sort().to_list()
    return [Period.parse(p) for p in found]


def ledger_period(desk: Desk) -> Period | None:
    """The period of the latest ledger of this year up to the desk's (台账所属期)."""
    own = [p for p in ledger_periods(desk) if p.year == desk.period.year]
    return own[-1] if own else None


def ledger(desk: Desk) -> list[Project]:
    """The unit's ledger projects at the latest ledger, with lights and since when."""
    period = ledger_period(desk)
    if period is None:
        return []
    projects = ledger_at(desk, period)
    before = [p for p in ledger_periods(desk) if p < period]
    levels = {p: {x.key: x.signal.level for x in ledger_at(desk, p)} for p in before}
    return [replace(x, since=_since(x, period, levels)) for x in projects]


def ledger_at(desk: Desk, period: Period) -> list[Project]:
    """The unit's ledger projects at one period, with lights of that period alone.

    Worked out once a desk: lights lost, shares and charts ask for the same months again.
    """
    key = ("ledger_at", desk.unit.code, str(desk.period), str(period))
    if key not in desk.worked_out:
        desk.worked_out[key] = tuple(_ledger_at(desk, period))
    return list(desk.worked_out[key])


def _ledger_at(desk: Desk, period: Period) -> list[Project]:
    rows = ledger_rows(desk).filter(pl.col("period") == str(period))
    located = in_unit(desk, placed(desk, rows))
    if located.is_empty():
        return []
    register = register_list(desk, period, everywhere=True)
    least = int(desk.policy_number("name_match_score"))
    threshold = criteria(desk).threshold
    plans, listed = _own_plans(desk, period.year), _catalogue(desk, period.year)
    rule = limits(desk.at(period=period))
    found = []
    for row in desk.uses(located).to_dicts():
        entry, own = _named(listed, row, least), _named(plans, row, least)
        project = _project(row, entry, tuple(own.get(c) for c in _PLAN if own), period, rule)
        due = register if project.planned_investment >= threshold else []
        found.append(_with_light(project, due, least, rule))
    return sorted(found, key=lambda p: (p.county, p.key))


def before_this(desk: Desk) -> list[Project]:
    """The projects of the ledger before the latest one (上期台账); empty where there is none."""
    period = ledger_period(desk)
    earlier = [p for p in ledger_periods(desk) if period is not None and p < period]
    return ledger_at(desk, earlier[-1]) if earlier else []


def filed_industries(desk: Desk) -> dict[str, str]:
    """The industry that the approval platform knows of a project (国标行业), by project code.

    The county's ledger has no column for it; the project's own industry, not its owner's.
    """
    rows = desk.uses(desk.read("filings", until=desk.period.last_day))
    pairs = rows.select("project_code", "industry").drop_nulls().iter_rows()
    return {code: industry for text, industry in pairs if (code := project_code(text))}


def _since(project: Project, period: Period, levels: Mapping[Period, Mapping[str, str]]) -> Period:
    """灯(自何月): the first of the unbroken run of ledgers with the same light."""
    first = period
    for before in sorted(levels, reverse=True):
        if levels[before].get(project.key) != project.signal.level:
            break
        first = before
    return first


def _project(
    row: dict[str, Any],
    entry: Mapping[str, Any],
    own: tuple[Decimal | None, ...],
    period: Period,
    rule: Limits,
) -> Project:
    from_years = years_of(row["years"])
    planned = month_of(row["planned_start"]) or month_of(entry.get("planned_start"))
    ends = month_of(row["planned_end"]) or month_of(entry.get("planned_end"))
    start, end = planned or from_years[0], ends or from_years[1]
    plan = row["annual_plan"] if row["annual_plan"] is not None else entry.get("annual_plan")
    share = expected_share(period, start, end, own, rule.building)
    started = month_of(row["actual_start"])
    code = project_code(row["project_code"])
    papers = tuple(name for name, column in PAPERS if is_missing(row[column]))
    return Project(
        key=code or row["project"].replace("|", ":"),
        name=row["name"],
        owner=row["owner"],
        enterprise=row["enterprise"],
        unit=row["place"],
        county=row["unit"],
        code=code,
        core=core_name(row["name"], row["owner"]),
        period=str(period),
        category=row["category"] or entry.get("catalogue") or "未列目录",
        direction=row["direction"] or entry.get("direction") or "未填方向",
        state=state_of(
            row["state"], started, row["prior_cumulative"], row["ytd_investment"], period
        ),
        planned_investment=row["planned_investment"] or ZERO,
        annual_plan=plan or ZERO,
        prior_cumulative=row["prior_cumulative"] or ZERO,
        ytd=row["ytd_investment"] or ZERO,
        month=row["month_investment"] if period.month != 2 else row["ytd_investment"],
        expected=expected_amount(plan or ZERO, share),
        planned_start=start,
        planned_end=end,
        started=started,
        progress=row["progress"] or "",
        blocked=blocked_by(row, papers),
        missing_papers=papers,
        papers_told=any(row[column] for _, column in PAPERS),
        problem=row["problem"] or "",
        coordination=row["coordination"] or "",
        responsible=row["responsible"] or "",
        sponsor=row["sponsor"] or "",
        industry=row["industry"],
        own_plan=own,
        registered=None,
        signal=Signal("green", ""),
    )


def _with_light(
    project: Project, register: Sequence[Registered], least: int, rule: Limits
) -> Project:
    wanted = Wanted(project.code, project.enterprise, project.owner, project.core)
    match = find_match(wanted, register, least)
    entered = match is not None if register else None
    industry = project.industry or (match.project.industry if match else None)
    period = Period.parse(project.period)
    signals = [register_signal(period, project.started, entered, rule)]
    if project.state != "竣工":
        signals += [
            progress_signal(project.ytd, project.expected, project.annual_plan, rule),
            start_signal(period, project.planned_start, _start_told(project), rule),
        ]
    return replace(project, registered=entered, industry=industry, signal=worst(signals))


def _start_told(project: Project) -> Period | None:
    """A project under way without a starting month has started, only nobody wrote down when."""
    if project.started is None and project.state != "谋划":
        return Period.parse(project.period)
    return project.started


Entries = dict[str, list[dict[str, Any]]]


def _own_plans(desk: Desk, year: int) -> Entries:
    return _by_owner(desk.uses(desk.read("project_plan", year=year)))


def _catalogue(desk: Desk, year: int) -> Entries:
    return _by_owner(desk.uses(desk.read("project_catalogue", year=year)))


def _by_owner(rows: pl.DataFrame) -> Entries:
    found: Entries = {}
    for row in rows.to_dicts():
        entry = {**row, "core": core_name(row["name"], row["owner"])}
        found.setdefault(normalise_name(row["owner"] or ""), []).append(entry)
    return found


def _named(entries: Entries, row: Mapping[str, Any], least: int) -> dict[str, Any]:
    """The entry of a yearly list for a ledger row: names of the two often differ a little."""
    core = core_name(row["name"], row["owner"])
    same = entries.get(normalise_name(row["owner"] or ""), [])
    exact = [r for r in same if r["core"] == core]
    close = [r for r in same if name_score(r["core"], core) >= least]
    return (exact or close or [{}])[0]
