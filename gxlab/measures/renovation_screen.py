"""One filing judged (备案线索的判定): definition, register, evidence of start, conclusion.

The conclusions are nine. What the rules find is a first reading for a person to confirm; where the
evidence says nothing, nothing is concluded. A person's decision goes before the rules, except that
a project found in the register by its code is in the register.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

from gxlab.measures.renovation_ledger import Project
from gxlab.measures.renovation_match import Match, Wanted, find_match, other_projects, same_owner
from gxlab.measures.renovation_progress import month_of
from gxlab.measures.renovation_register import Registered
from gxlab.measures.renovation_rules import (
    Criteria,
    Verdict,
    core_name,
    industrial,
    is_renovation_nature,
    looks_bundled,
    name_score,
    project_code,
)
from gxlab.reference.numbers import format_number
from gxlab.reference.periods import Period

STAGES = ("备案", "工业", "达到起点", "符合技改", "已在库", "待核")
REGISTERED, READY, NOT_STARTED = "已在库", "具备条件待申报", "未开工（暂不具备）"
PAPERS_MISSING, NOT_RENOVATION, NOT_INDUSTRY = "手续不全", "不属技改", "非工业"
SPLIT, LEFT, ELSEWHERE = "疑似打捆/拆分", "已退库", "外地项目"
CONCLUSIONS = (
    *(REGISTERED, READY, NOT_STARTED, PAPERS_MISSING, NOT_RENOVATION),
    *(NOT_INDUSTRY, SPLIT, LEFT, ELSEWHERE),
)
# 同一项目: the filing made again after a withdrawal; it is judged like any other, but is no split.
SAME_PROJECT = "同一项目"
# What people write in the decisions' file, and the conclusion and the stage it stands for.
VERDICTS: Mapping[str, tuple[str, str]] = {
    "未开工": (NOT_STARTED, "待核"),
    "非工业": (NOT_INDUSTRY, "备案"),
    "不属技改": (NOT_RENOVATION, "达到起点"),
    "外地项目": (ELSEWHERE, "备案"),
    # A person found it in the register under another code or name.
    "已在库": (REGISTERED, "已在库"),
} | {c: (c, "待核") for c in (READY, NOT_STARTED, PAPERS_MISSING, SPLIT, LEFT)}


@dataclass(frozen=True)
class Lead:
    """One filing judged. ``conclusion`` is None while nothing can be concluded (待核实).

    ``stage`` is how far it came in the funnel; ``decided`` is a remembered decision's author and
    date. ``planned_investment`` in 万元.
    """

    key: str
    name: str
    owner: str | None
    enterprise: str | None
    unit: str | None
    filed_on: date | None
    planned_investment: Decimal | None
    stage: str
    verdict: Verdict
    method: str = ""
    evidence: str = ""
    conclusion: str | None = None
    note: str = ""
    decided: tuple[str, date] | None = None

    @property
    def is_open(self) -> bool:
        """待核: renovation by the definition, not in the register, and nobody has decided."""
        return self.stage == "待核" and self.decided is None


@dataclass(frozen=True)
class Around:
    """What a filing is judged against: parameters, registers, ledger, decisions, its relatives.

    ``here``: the names of the statistical units, by which a place is known to be one's own.
    """

    rule: Criteria
    register: Sequence[Registered]
    former: Sequence[Registered]
    projects: Sequence[Project]
    decisions: Mapping[str, Mapping[str, Any]]
    twins: Mapping[str, str]
    groups: Mapping[str, tuple[int, Decimal]]
    least: int
    period: Period
    here: frozenset[str] = frozenset()


def judge(row: Mapping[str, Any], around: Around) -> Lead:
    """One filing (a row of the view ``filings`` with ``place``) judged."""
    lead = _screened(row, around)
    decision = around.decisions.get(lead.key)
    verdict = VERDICTS.get(decision["verdict"]) if decision else None
    if decision is not None and decision["verdict"] == SAME_PROJECT:
        return replace(lead, note=decision["reason"])
    if decision is None or verdict is None or lead.stage == "已在库":
        return lead
    return replace(
        lead,
        conclusion=verdict[0],
        stage=verdict[1],
        note=decision["reason"],
        decided=(decision["author"], decision["decided_on"]),
    )


# A province or a city at the beginning of an address: 邻江省…, 示例市…, 某某自治州….
_OTHER_CITY = re.compile(
    "(?!城市|都市|集市)(?:[\u4e00-\u9fff]{2,7}(?:省|自治区|自治州|地区|盟)"
    "|[\u4e00-\u9fff]{1,8}?市(?![场政民]))"
)


def is_elsewhere(place: str, here: frozenset[str]) -> bool:
    """Whether a place (建设地点) names another city or province than ours (外地项目).

    A place that names none, a road or an industrial park alone, is unknown, not elsewhere.

    >>> is_elsewhere("邻江市东郊镇", frozenset({"示例市"})), is_elsewhere("纬三路", frozenset())
    (True, False)
    """
    return bool(_OTHER_CITY.match(place)) and not any(name in place for name in here)


def wanted(row: Mapping[str, Any]) -> Wanted:
    """The marks by which a filing is looked for."""
    code = project_code(row["project_code"])
    return Wanted(code, row["enterprise"], row["owner"], core_name(row["name"], row["owner"]))


def _screened(row: Mapping[str, Any], around: Around) -> Lead:
    verdict = is_renovation_nature(
        row["nature"], [row["name"], row["content"]], row["project_type"], around.rule.keywords
    )
    lead = Lead(
        key=project_code(row["project_code"]) or row["project_code"],
        name=row["name"],
        owner=row["owner"],
        enterprise=row["enterprise"],
        unit=row["place"],
        filed_on=row["filed_on"],
        planned_investment=row["planned_investment"],
        stage="待核",
        verdict=verdict,
    )
    if row["unit"] is None and is_elsewhere(row["place_text"] or "", around.here):
        return replace(
            lead, stage="备案", conclusion=ELSEWHERE, note=f"建设地点“{row['place_text']}”不在本市"
        )
    if not industrial(row["industry"]):
        return replace(lead, stage="备案", conclusion=NOT_INDUSTRY)
    if (row["planned_investment"] or Decimal(0)) < around.rule.threshold:
        return _below(lead, around)
    if not verdict.holds:
        return replace(lead, stage="达到起点", conclusion=NOT_RENOVATION)
    return _compared(lead, row, around)


def _below(lead: Lead, around: Around) -> Lead:
    """Below the threshold alone, at or above it together with its neighbours: perhaps split."""
    count, together = around.groups.get(lead.key, (1, Decimal(0)))
    if count > 1 and together >= around.rule.threshold:
        said = f"同一单位相近时间备案{count}个，合计总投资{format_number(together, 0)}万元"
        return replace(lead, stage="工业", conclusion=SPLIT, note=said)
    return replace(lead, stage="工业")


def _compared(lead: Lead, row: Mapping[str, Any], around: Around) -> Lead:
    mine = wanted(row)
    found = _registered(mine, lead.key, around)
    if found is not None:
        return replace(lead, stage="已在库", conclusion=REGISTERED, method=found.method)
    before = find_match(mine, around.former, around.least)
    if before is not None and before.project.completed is not None:
        done = before.project.completed
        said = f"上年在库，{done.year}年{done.month}月建成"
        return replace(lead, stage="已在库", conclusion=REGISTERED, method=before.method, note=said)
    if before is not None:
        seen = Period.parse(before.project.period).label("ytd", with_year=True)
        said = f"最近一次在库为{seen}清单"
        return replace(lead, conclusion=LEFT, method=before.method, note=said)
    return _with_evidence(lead, row, mine, around)


def _registered(mine: Wanted, key: str, around: Around) -> Match | None:
    found = find_match(mine, around.register, around.least)
    if found is None and key in around.twins:
        found = find_match(replace(mine, code=around.twins[key]), around.register, around.least)
        if found is not None:
            return Match(found.project, f"{found.method}（撤销后重新备案）")
    return found


def _with_evidence(lead: Lead, row: Mapping[str, Any], mine: Wanted, around: Around) -> Lead:
    """Evidence of start (开工证据) from the ledger, and what it allows to conclude."""
    hint = _hint(mine, around)
    count, together = around.groups.get(lead.key, (1, Decimal(0)))
    if looks_bundled(row["name"]) or count > 1:
        said = (
            f"同一单位相近时间备案{count}个，合计总投资{format_number(together, 0)}万元"
            if count > 1
            else "名称含多个项目"
        )
        return replace(lead, conclusion=SPLIT, note=said)
    project = _in_ledger(mine, around)
    if project is None:
        return _without_ledger(replace(lead, note=hint), row, around)
    if project.state == "谋划":
        return replace(lead, evidence="台账：未开工", conclusion=NOT_STARTED, note=hint)
    said = f"台账：{_started(project)}"
    if project.missing_papers:
        lacking = "、".join(project.missing_papers)
        return replace(
            lead, evidence=f"{said}，{lacking}未办结", conclusion=PAPERS_MISSING, note=hint
        )
    if not project.papers_told:
        return replace(lead, evidence=f"{said}，手续情况台账未填", note=hint)
    return replace(lead, evidence=f"{said}，手续已办", conclusion=READY, note=hint)


def _without_ledger(lead: Lead, row: Mapping[str, Any], around: Around) -> Lead:
    planned = month_of(row["planned_start"])
    if planned is not None and planned > around.period:
        said = f"备案拟{planned.year}年{planned.month}月开工，尚未到期"
        return replace(lead, evidence=said, conclusion=NOT_STARTED)
    return replace(lead, evidence="未列入台账，无开工证据，待现场核实")


def _in_ledger(mine: Wanted, around: Around) -> Project | None:
    by_code = [p for p in around.projects if mine.code and p.code == mine.code]
    if by_code:
        return by_code[0]
    close = [
        p
        for p in around.projects
        if not (mine.code and p.code)
        and same_owner(mine, Wanted(p.code, p.enterprise, p.owner, p.core), around.least)
        and name_score(mine.core, p.core) >= around.least
    ]
    return close[0] if close else None


def _started(project: Project) -> str:
    start = project.started
    when = f"{start.year}年{start.month}月开工" if start else "已开工"
    return f"{when}，{project.progress}" if project.progress else when


def _hint(mine: Wanted, around: Around) -> str:
    others = other_projects(mine, around.register)
    return f"同一单位另有在库项目{len(others)}个" if others else ""
