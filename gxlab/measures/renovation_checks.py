"""What looks odd in ledgers and register lists (疑似清单): said, never corrected.

A doubt goes back to the sender; only a new delivery changes a figure.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from gxlab.measures.renovation import Renovation
from gxlab.measures.renovation_ledger import Project
from gxlab.measures.renovation_register import Registered
from gxlab.reference.periods import Period

_REAL_ESTATE = re.compile("房地产|置业|地产开发")
LEDGER_SCOPE, REGISTER_SCOPE = "②台账", "①在库项目清单"


@dataclass(frozen=True)
class Doubt:
    """One thing to be verified with the sender (待核实): which project, which list, what."""

    name: str
    owner: str
    scope: str
    text: str


def doubts(found: Renovation) -> list[Doubt]:
    """本年完成倒退, 累计大于总投资, 上期在册本期未报, and rows of the list that do not fit."""
    ledgers = [
        *_falling(found.projects, found.before),
        *_beyond(found.projects),
        *_gone(found.projects, found.before),
    ]
    return [*ledgers, *_register(found)]


def _falling(now: Sequence[Project], before: Sequence[Project]) -> list[Doubt]:
    former = {p.key: p for p in before}
    return [
        Doubt(p.name, p.owner or "", LEDGER_SCOPE, "本年累计完成投资小于上期所报")
        for p in now
        if (was := former.get(p.key)) and was.period[:4] == p.period[:4] and p.ytd < was.ytd
    ]


def _beyond(projects: Sequence[Project]) -> list[Doubt]:
    return [
        Doubt(p.name, p.owner or "", LEDGER_SCOPE, "累计完成投资大于总投资")
        for p in projects
        if p.planned_investment and p.prior_cumulative + p.ytd > p.planned_investment
    ]


def _gone(now: Sequence[Project], before: Sequence[Project]) -> list[Doubt]:
    """Left out of this year's next ledger without having been finished before."""
    current = {p.key for p in now}
    year = {p.period[:4] for p in now}
    return [
        Doubt(p.name, p.owner or "", LEDGER_SCOPE, "上期在台账，本期未报")
        for p in before
        if p.key not in current and p.period[:4] in year
    ]


def _register(found: Renovation) -> list[Doubt]:
    previous = _former(found)
    told = []
    for p in found.registered:
        for text in _register_doubts(p, previous.get(p.key)):
            told.append(Doubt(p.name, p.owner or "", REGISTER_SCOPE, text))
    return told


def _former(found: Renovation) -> dict[str, Registered]:
    now = found.register_period
    earlier = [p for p in found.lists if now and p < now and p.year == now.year]
    return found.lists[max(earlier)] if earlier else {}


def _register_doubts(project: Registered, before: Registered | None) -> list[str]:
    told = []
    if not project.counts.holds or "待核" in project.counts.reason:
        told.append(project.counts.reason)
    if project.owner and _REAL_ESTATE.search(project.owner):
        told.append("业主为房地产企业，项目行业为工业")
    if 0 < project.planned_investment < project.cumulative_investment:
        told.append("累计完成投资大于计划总投资")
    if project.ytd_investment > project.cumulative_investment > 0:
        told.append("本年完成投资大于累计完成投资")
    if before is not None and project.ytd_investment < before.ytd_investment:
        told.append("本年完成投资小于上期清单")
    if project.started is not None and project.started > Period.parse(project.period):
        told.append("开工时间晚于报告期")
    return told
