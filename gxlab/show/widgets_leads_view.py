"""What the board of leads prints and decides (线索判定): rows with evidence, a form's decisions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from gxlab.measures.renovation_leads import Leads, funnel_counts, to_list
from gxlab.measures.renovation_rules import project_code
from gxlab.measures.renovation_screen import (
    ELSEWHERE,
    LEFT,
    NOT_INDUSTRY,
    NOT_RENOVATION,
    NOT_STARTED,
    PAPERS_MISSING,
    READY,
    REGISTERED,
    SPLIT,
    Lead,
)
from gxlab.reference.numbers import format_number
from gxlab.reference.verdicts import WITHDRAWN
from gxlab.show.objects import Column
from gxlab.show.widgets_html import Heading, Kind, Line, ListCell, Pair, Tag
from gxlab.warehouse.decisions import Decision, IncompleteDecision
from gxlab.warehouse.desk import Desk

OPEN, DECIDED, EVERY = "open", "decided", "every"
ACCEPT = "采纳初判"
# What the form offers, and the word that is written down.
VERDICT_OPTIONS = (
    ("采纳初判", ACCEPT),
    ("纳入：具备条件待申报", READY),
    ("纳入：手续不全", PAPERS_MISSING),
    ("暂缓：未开工", "未开工"),
    ("存疑：疑似打捆/拆分", SPLIT),
    ("排除：不属技改", "不属技改"),
    ("排除：非工业", "非工业"),
    ("排除：已在库（代码或名称不同）", "已在库"),
    ("排除：外地项目", "外地项目"),
    ("排除：已退库", LEFT),
)
_WRITTEN = {NOT_STARTED: "未开工"}
_RANK = (READY, PAPERS_MISSING, None, SPLIT, LEFT, NOT_STARTED, ELSEWHERE)
_KINDS: dict[str | None, Kind] = {
    READY: "good",
    REGISTERED: "good",
    PAPERS_MISSING: "ask",
    SPLIT: "ask",
    None: "ask",
    NOT_RENOVATION: "bad",
    NOT_INDUSTRY: "bad",
}
HEADING = Heading(
    (
        Column("owner", ("属地、代码与单位",), align="left"),
        Column("filed", ("备案日",), align="left"),
        Column("planned", ("总投资",), "万元"),
        Column("why", ("技改判断依据",), align="left"),
        Column("evidence", ("开工证据",), align="left"),
        Column("state", ("初判或判定",), align="left"),
    ),
    "minmax(9.5em, 1.1fr) 5.4em 4em minmax(6.5em, 1fr) minmax(8.5em, 1.5fr) minmax(7.8em, 1.1fr)",
)


@dataclass(frozen=True)
class Choice:
    """What is shown and ticked (选择)."""

    unit: str
    period: str
    shown: str = OPEN
    ticked: frozenset[str] = frozenset()
    query: str = ""
    page: int = 0


@dataclass(frozen=True)
class Form:
    """What a person writes about the ticked leads (判定表单)."""

    verdict: str = ACCEPT
    reason: str = ""
    author: str = ""
    decided_on: date | None = None
    valid_until: date | None = None


def chosen(rows: Sequence[Lead], choice: Choice) -> list[Lead]:
    """The leads shown: 待判定 (most ready first), 已判定, or every filing of the months."""
    listed = {lead.key for lead in to_list(rows)}
    asked = [r for r in rows if r.decided is None and r.key in listed and r.stage != "已在库"]
    shown = {
        OPEN: asked,
        DECIDED: [r for r in rows if r.decided is not None],
        EVERY: list(rows),
    }[choice.shown]
    words = choice.query.strip()
    return sorted((r for r in shown if not words or _has(r, words)), key=_order)


def counts(rows: Sequence[Lead]) -> dict[str, int]:
    """How many each choice shows."""
    every = Choice("", "")
    return {s: len(chosen(rows, _of(every, s))) for s in (OPEN, DECIDED, EVERY)}


def _of(choice: Choice, shown: str) -> Choice:
    return Choice(choice.unit, choice.period, shown)


def _has(lead: Lead, words: str) -> bool:
    return any(words in text for text in (lead.name, lead.owner or "", lead.key))


def _order(lead: Lead) -> tuple[int, Any, str]:
    rank = _RANK.index(lead.conclusion) if lead.conclusion in _RANK else len(_RANK)
    return (rank, -(lead.planned_investment or 0), lead.key)


def summary(found: Leads | None, rows: Sequence[Lead]) -> str:
    """2025年6月—2026年5月备案87个，其中工业80个…待核28个。"""
    if found is None:
        return "还没有导入在线平台备案项目，没有线索可判定。"
    told = funnel_counts(rows)
    first, last = found.first, found.last
    return (
        f"{first.year}年{first.month}月—{last.year}年{last.month}月备案{told['备案']}个，其中工业"
        f"{told['工业']}个，达到起点{told['达到起点']}个，符合技改{told['符合技改']}个，"
        f"已在库{told['已在库']}个，已判定{told['已判定']}个，待核{told['待核']}个。"
    )


def lines(
    desk: Desk, rows: Sequence[Lead], choice: Choice, remembered: Mapping[str, Mapping[str, Any]]
) -> list[Line]:
    """The rows of the board."""
    places = {u.code: u.name for u in desk.units.units}
    return [
        Line(r.key, r.name, _cells(r, places, remembered.get(r.key)), r.key in choice.ticked)
        for r in chosen(rows, choice)
    ]


def _cells(
    lead: Lead, places: Mapping[str, str], decision: Mapping[str, Any] | None
) -> tuple[ListCell, ...]:
    place = places.get(lead.unit or "", "（属地不详）")
    # Most project names begin with their owner's: told once.
    owner = "" if lead.owner and lead.owner in lead.name else lead.owner or "（未填单位）"
    notes = "" if lead.decided else lead.note
    return (
        Pair(place, "，".join(p for p in (lead.key, owner) if p)),
        lead.filed_on.isoformat() if lead.filed_on else "",
        format_number(lead.planned_investment, 0),
        Pair(lead.verdict.reason, f"匹配方式：{lead.method}" if lead.method else ""),
        Pair(lead.evidence or "—", notes),
        _state(lead, decision),
    )


def _state(lead: Lead, decision: Mapping[str, Any] | None) -> ListCell:
    word = lead.conclusion or ("待核实" if lead.stage == "待核" else lead.stage)
    if lead.decided is None:
        return Tag(word, _KINDS.get(lead.conclusion, ""))
    author, on = lead.decided
    until = decision["valid_until"] if decision else None
    said = [author, on.isoformat(), f"有效至{until.isoformat()}" if until else "长期有效"]
    return Pair(f"已判定：{word}", "，".join(said) + f"。理由：{lead.note}")


def remembered(desk: Desk) -> dict[str, dict[str, Any]]:
    """The decisions in force by project code, of several the latest."""
    rows = desk.read("decisions", on=desk.period.last_day).to_dicts()
    return {project_code(r["object_id"]) or r["object_id"]: r for r in rows}


def decisions(rows: Sequence[Lead], choice: Choice, form: Form) -> list[Decision]:
    """The decisions that the form makes on the ticked leads.

    Raises IncompleteDecision where nothing is ticked, a field is empty, or a lead has no first
    reading to accept.
    """
    ticked = _ticked(rows, choice)
    day = form.decided_on
    if day is None:
        raise IncompleteDecision("没有填判定日期，请补填后再保存。")
    return [
        Decision(
            "filing", lead.key, lead.name, _verdict(lead, form), form.reason.strip(),
            form.author.strip(), day, form.valid_until,
        )
        for lead in ticked
    ]  # fmt: skip


def withdrawals(rows: Sequence[Lead], choice: Choice, form: Form) -> list[Decision]:
    """撤销判定 of the ticked leads: they are asked again, unless decided anew.

    A withdrawal is dated no earlier than the decision it takes back, else that would still count.
    """
    ticked = [r for r in _ticked(rows, choice) if r.decided is not None]
    if not ticked:
        raise IncompleteDecision("勾选的线索还没有判定，没有可撤销的。")
    return [
        Decision(
            "filing", lead.key, lead.name, WITHDRAWN, form.reason.strip(), form.author.strip(),
            max(form.decided_on or lead.decided[1], lead.decided[1]),
        )
        for lead in ticked
        if lead.decided is not None
    ]  # fmt: skip


def _ticked(rows: Sequence[Lead], choice: Choice) -> list[Lead]:
    found = [r for r in chosen(rows, choice) if r.key in choice.ticked]
    if not found:
        raise IncompleteDecision("还没有勾选线索，请先在表里勾选要判定的。")
    return found


def _verdict(lead: Lead, form: Form) -> str:
    if form.verdict != ACCEPT:
        return form.verdict
    if lead.conclusion is None:
        raise IncompleteDecision(
            f"“{lead.name}”没有初判可采纳（证据不足），请另选一个判定或先取消勾选。"
        )
    return _WRITTEN.get(lead.conclusion, lead.conclusion)
