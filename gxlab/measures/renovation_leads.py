"""应统尽统: filings that may belong in the statistical register and are not there (③备案线索).

A lead is a filing of the look-back months, industrial by the project's own industry, at or above
the threshold, renovation by the definition, and not found in the register. Nothing here tells a
firm what to report: those that qualify are guided to apply according to law.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

import polars as pl

from gxlab.measures.renovation_ledger import Project, ledger
from gxlab.measures.renovation_match import EXACT, Wanted, same_owner
from gxlab.measures.renovation_register import (
    Registered,
    in_unit,
    inside,
    placed,
    register_list,
    register_period,
    register_rows,
)
from gxlab.measures.renovation_rules import criteria, name_score, project_code
from gxlab.measures.renovation_screen import (
    ELSEWHERE,
    NOT_STARTED,
    PAPERS_MISSING,
    SAME_PROJECT,
    SPLIT,
    STAGES,
    Around,
    Lead,
    judge,
    wanted,
)
from gxlab.reference.codes import normalise_name
from gxlab.reference.periods import Period
from gxlab.warehouse.desk import Desk

WITHDRAWN = "撤销"
Row = Mapping[str, Any]


@dataclass(frozen=True)
class Leads:
    """The unit's filings of the look-back months judged; 撤销 left out and counted.

    The city's page has those of an unknown place too, which stand in no other unit.
    """

    rows: tuple[Lead, ...]
    first: date
    last: date
    withdrawn: int
    refiled: int


def find_leads(desk: Desk, projects: Sequence[Project] | None = None) -> Leads | None:
    """The leads of the unit at the desk's period; None where no filings were imported.

    ``projects``: the ledger, where it has been computed already.
    """
    last = desk.period.last_day
    rows = desk.read("filings", until=last)
    if rows.is_empty():
        return None
    back = int(desk.policy_number("lead_months"))
    first = desk.period.shift(1 - back).last_day.replace(day=1)
    rows = rows.filter(pl.col("filed_on").is_null() | (pl.col("filed_on") >= first))
    located = placed(desk, rows.with_columns(pl.col("place").alias("place_text")))
    filings = desk.uses(in_unit(desk, located)).to_dicts()
    alive = [f for f in filings if f["state"] != WITHDRAWN]
    gone = [f for f in filings if f["state"] == WITHDRAWN]
    around = _around(desk, alive, gone, ledger(desk) if projects is None else projects)
    judged = sorted((judge(f, around) for f in alive), key=_order)
    return Leads(tuple(judged), first, last, len(gone), len(set(around.twins.values())))


def funnel_counts(rows: Sequence[Lead]) -> dict[str, int]:
    """How many filings reach each stage (漏斗).

    符合技改 = 已在库 + 待核 + 已判定 (those a person decided and that are not asked again).
    """
    place = {stage: n for n, stage in enumerate(STAGES)}
    counts = {s: sum(place[r.stage] >= place[s] for r in rows) for s in STAGES[:4]}
    counts["已在库"] = sum(r.stage == "已在库" for r in rows)
    counts["待核"] = sum(r.is_open for r in rows)
    counts["已判定"] = sum(r.stage == "待核" and not r.is_open for r in rows)
    return counts


def conclusion_counts(rows: Sequence[Lead]) -> dict[str | None, int]:
    """Open leads by first reading (初判); None where the evidence says nothing."""
    found: dict[str | None, int] = {}
    for row in rows:
        if row.is_open:
            found[row.conclusion] = found.get(row.conclusion, 0) + 1
    return found


def leads_inside(desk: Desk, rows: Sequence[Lead]) -> list[Lead]:
    """Of some filings those that stand in the desk's unit (for the units below a page's own)."""
    return list(inside(desk, rows))


def filed_in(rows: Sequence[Lead], period: Period) -> list[Lead]:
    """The filings of one calendar month (当月新增备案)."""
    return [
        r
        for r in rows
        if r.filed_on and (r.filed_on.year, r.filed_on.month) == (period.year, period.month)
    ]


def month_counts(rows: Sequence[Lead], period: Period) -> dict[str, int]:
    """当月新增备案: industrial, renovation, registered already, not yet fit (尚不具备条件)."""
    mine = filed_in(rows, period)
    place = {stage: n for n, stage in enumerate(STAGES)}
    return {
        "工业": sum(place[r.stage] >= place["工业"] for r in mine),
        "符合技改": sum(place[r.stage] >= place["符合技改"] for r in mine),
        "已在库": sum(r.stage == "已在库" for r in mine),
        "尚不具备条件": sum(r.conclusion in (NOT_STARTED, PAPERS_MISSING) for r in mine),
    }


def to_list(rows: Sequence[Lead]) -> list[Lead]:
    """The rows of the list (清单): what the definition takes in, and what needs a person's eye."""
    reached = STAGES.index("符合技改")
    return [
        r for r in rows if STAGES.index(r.stage) > reached or r.conclusion in (SPLIT, ELSEWHERE)
    ]


def _order(lead: Lead) -> tuple[date, str]:
    return (lead.filed_on or date.min, lead.key)


def _around(
    desk: Desk, alive: Sequence[Row], gone: Sequence[Row], projects: Sequence[Project]
) -> Around:
    least = int(desk.policy_number("name_match_score"))
    now = register_period(desk)
    register = register_list(desk, now, everywhere=True) if now else []
    current = {p.key for p in register}
    decisions = _decisions(desk)
    return Around(
        rule=criteria(desk),
        register=register,
        former=[p for p in _ever_registered(desk) if p.key not in current],
        projects=projects,
        decisions=decisions,
        twins=_twins(alive, gone, least),
        groups=_groups(_apart(alive, decisions), int(desk.policy_number("split_days"))),
        least=least,
        period=desk.period,
        here=frozenset(u.name for u in desk.units.units),
    )


def _ever_registered(desk: Desk) -> list[Registered]:
    """Every project of this year's and last year's lists, as it stood when last listed."""
    latest: dict[str, Registered] = {}
    for period in sorted(register_rows(desk)["period"].unique().to_list()):
        listed = register_list(desk, Period.parse(period), everywhere=True)
        latest |= {p.key: p for p in listed}
    return [latest[key] for key in sorted(latest)]


def _decisions(desk: Desk) -> dict[str, Row]:
    """人工判定 valid on the period's last day, by object; of several the latest."""
    rows = desk.uses(desk.read("decisions", on=desk.period.last_day)).to_dicts()
    return {
        project_code(r["object_id"]) or r["object_id"]: r
        for r in rows
        if r["object_kind"] in ("filing", "project")
    }


def _apart(alive: Sequence[Row], decisions: Mapping[str, Row]) -> list[Row]:
    """The filings that may be parts of one: a person's 同一项目 has settled the others."""
    settled = {k for k, d in decisions.items() if d["verdict"] == SAME_PROJECT}
    return [f for f in alive if _code(f) not in settled]


def _twins(alive: Sequence[Row], gone: Sequence[Row], least: int) -> dict[str, str]:
    """Filings made again after a withdrawal (撤销重报): code of the new one → code of the old."""
    found: dict[str, str] = {}
    old_ones = [(o, wanted(o)) for o in gone]
    for new, mine in ((n, wanted(n)) for n in alive if old_ones):
        for old, theirs in old_ones:
            if _later(new, old) and _alike(mine, theirs, least):
                found[_code(new)] = _code(old)
    return found


def _code(row: Row) -> str:
    return project_code(row["project_code"]) or str(row["project_code"])


def _later(new: Row, old: Row) -> bool:
    return bool((old["filed_on"] or date.min) <= (new["filed_on"] or date.max))


def _alike(mine: Wanted, theirs: Wanted, least: int) -> bool:
    return same_owner(mine, theirs, EXACT) and name_score(mine.core, theirs.core) >= least


def _groups(alive: Sequence[Row], days: int) -> dict[str, tuple[int, Decimal]]:
    """Filings of one owner within so many days (疑似拆分): code → how many, their sum (万元)."""
    by_owner: dict[str, list[Row]] = {}
    for row in alive:
        owner = row["enterprise"] or normalise_name(row["owner"] or "")
        if owner and row["filed_on"] is not None:
            by_owner.setdefault(owner, []).append(row)
    found: dict[str, tuple[int, Decimal]] = {}
    for rows in by_owner.values():
        for one in rows:
            near = [o for o in rows if abs(o["filed_on"] - one["filed_on"]).days <= days]
            if len(near) > 1:
                total = sum((o["planned_investment"] or Decimal(0) for o in near), Decimal(0))
                found[_code(one)] = (len(near), total)
    return found
