"""Figures of technical renovation for ``gxlab value`` (技改投资的取数): the reports ask the same.

Each function gives figure rows of one scope: the register lists (①), the ledger (②), the filings
(③). The fed-back rates are answered like any other reading.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from decimal import Decimal

from gxlab.measures import lookup
from gxlab.measures.figures import FigureRow
from gxlab.measures.lookup import UnanswerableQuestion, default_span
from gxlab.measures.renovation_base import Structure, base_months, register_lists, structure
from gxlab.measures.renovation_leads import find_leads, funnel_counts, leads_inside
from gxlab.measures.renovation_ledger import (
    Project,
    ledger,
    ledger_at,
    ledger_period,
    ledger_periods,
)
from gxlab.measures.renovation_outlook import benefit_total, benefits, months_ahead
from gxlab.measures.renovation_register import (
    inside,
    latest_list,
    register_period,
    renovation_projects,
)
from gxlab.measures.renovation_summary import Totals, by_category, by_direction, totals
from gxlab.reference.indicators import indicator
from gxlab.reference.numbers import divide
from gxlab.reference.periods import Period
from gxlab.warehouse.desk import Desk

ZERO = Decimal(0)
LEDGER: dict[str, Callable[[Totals], Decimal | int]] = {
    "ledger_investment": lambda t: t.ytd,
    "ledger_plan": lambda t: t.plan,
    "ledger_planned_investment": lambda t: t.planned_investment,
    "ledger_expected_investment": lambda t: t.expected,
    "ledger_project_count": lambda t: t.count,
    "ledger_started_count": lambda t: t.started,
    "ledger_not_started_count": lambda t: t.not_started,
    "ledger_overdue_count": lambda t: t.overdue,
    "ledger_completed_count": lambda t: t.completed,
    "ledger_green_count": lambda t: t.green,
    "ledger_yellow_count": lambda t: t.yellow,
    "ledger_red_count": lambda t: t.red,
    "ledger_red_plan": lambda t: t.red_plan,
}
LEDGER_RATIOS = ("ledger_completion", "ledger_expected_completion")
REGISTER = {
    "register_project_count": "count",
    "register_project_entries": "entries",
    "register_large_count": "large_count",
    "register_planned_investment": "planned",
    "register_investment": "ytd",
    "register_equipment_investment": "equipment",
    "register_large_investment": "large",
    "register_high_tech_investment": "high_tech",
}
REGISTER_RATIOS = (
    "register_equipment_share",
    "register_large_share",
    "register_high_tech_share",
)
BENEFITS = {
    "benefit_output": "output",
    "benefit_output_plan": "output_plan",
    "benefit_tax": "tax",
    "benefit_tax_plan": "tax_plan",
    "benefit_jobs": "jobs",
    "benefit_jobs_plan": "jobs_plan",
}


def ledger_figures(desk: Desk, indicator_id: str, by: str | None) -> list[FigureRow]:
    """Ledger sums of the unit: in all, by category, direction, project or period (②台账口径)."""
    if by == "period":
        own = [p for p in ledger_periods(desk) if p.year == desk.period.year]
        return [_ledger_at(desk, indicator_id, p) for p in own]
    projects = inside(desk, ledger(desk))
    period = ledger_period(desk)
    if by == "project":
        sums = [(totals([p], p.key), p.name) for p in projects]
        return [replace(ledger_row(t, indicator_id, period), name=name) for t, name in sums]
    if by in ("category", "direction"):
        groups = by_category(projects) if by == "category" else by_direction(projects)
        return [ledger_row(t, indicator_id, period) for t in groups]
    row = ledger_row(totals(projects, desk.unit.code), indicator_id, period)
    return [replace(row, name=desk.unit.name)]


def ledger_row(sums: Totals, indicator_id: str, period: Period | None) -> FigureRow:
    """One figure of ledger sums; nothing where there is no ledger or no project."""
    subject = indicator(indicator_id)
    found = FigureRow(
        sums.code,
        sums.code,
        period_used=str(period) if period else None,
        span=default_span(subject),
        source_kind="重点技改项目台账",
        scope="台账",
        status="快报",
        n=sums.count,
    )
    if period is None or not sums.count:
        return replace(found, missing="no_data")
    if indicator_id in LEDGER:
        return replace(found, value=Decimal(LEDGER[indicator_id](sums)))
    top = sums.ytd if indicator_id == "ledger_completion" else sums.expected
    ratio = divide(top, sums.plan, Decimal(100))
    return replace(found, value=ratio, numerator=top, denominator=sums.plan)


def remaining_figures(desk: Desk, indicator_id: str, by: str | None) -> list[FigureRow]:
    """结转投资: what is left of the year's plans, in all or by month to come, over last year's."""
    ahead = months_ahead(desk, inside(desk, ledger(desk)))
    period = ledger_period(desk)
    rows = [
        FigureRow(
            str(m.period),
            m.period.label("month", with_year=True),
            value=m.remaining,
            base=m.base,
            period_used=str(period),
            source_kind="重点技改项目台账",
            scope="台账",
            status="快报",
        )
        for m in ahead
    ]
    if by == "period":
        return rows
    unit = desk.unit
    if not rows:
        return [FigureRow(unit.code, unit.name, missing="no_data")]
    bases = [r.base for r in rows if r.base is not None]
    whole = sum((r.value or ZERO for r in rows), ZERO)
    base = sum(bases, ZERO) if len(bases) == len(rows) else None
    return [replace(rows[0], code=unit.code, name=unit.name, value=whole, base=base)]


def register_figures(desk: Desk, indicator_id: str, by: str | None) -> list[FigureRow]:
    """Of the register lists (①): counts as fed back where they are, sums of the list otherwise.

    ``by``: project, or for the investment part (续建, 本年新入库, 上年已竣工, 退库调出) and month.
    """
    if indicator_id in ("register_project_count", "register_project_entries") and by is None:
        told = lookup.unit_figure(desk, indicator_id)
        if told.value is not None:
            return [told]
    now = register_period(desk)
    unit = desk.unit
    if now is None:
        return [FigureRow(unit.code, unit.name, missing="no_data")]
    if indicator_id == "register_investment" and by in ("part", "period"):
        return _register_parts(desk, by, now)
    mine = renovation_projects(inside(desk, latest_list(desk)))
    if by == "project":
        return [
            replace(_register_row(structure(p.key, [p], now), indicator_id, now), name=p.name)
            for p in mine
        ]
    row = _register_row(structure(unit.code, mine, now), indicator_id, now)
    return [replace(row, name=unit.name)]


def filing_figures(desk: Desk, indicator_id: str, by: str | None) -> list[FigureRow]:
    """Filings of the look-back months, in all or by stage of the funnel (③备案线索)."""
    found = find_leads(desk)
    unit = desk.unit
    row = FigureRow(
        unit.code,
        unit.name,
        period_used=str(desk.period),
        span=default_span(indicator(indicator_id)),
        source_kind="在线审批监管平台备案",
        scope="备案线索",
        status="快报",
    )
    if found is None:
        return [replace(row, missing="no_data")]
    counts = funnel_counts(leads_inside(desk, found))
    if by == "stage":
        return [replace(row, code=s, name=s, value=Decimal(n)) for s, n in counts.items()]
    return [replace(row, value=Decimal(counts["备案"]))]


def benefit_figures(desk: Desk, indicator_id: str, by: str | None) -> list[FigureRow]:
    """What finished projects bring, in all or by project (②台账口径)."""
    rows = benefits(desk)
    period = ledger_period(desk)
    chosen = rows if by == "project" else [benefit_total(rows)] if rows else []
    subject = indicator(indicator_id)
    found = [
        FigureRow(
            r.key if by == "project" else desk.unit.code,
            r.name if by == "project" else desk.unit.name,
            value=getattr(r, BENEFITS[indicator_id]),
            period_used=str(period),
            span=default_span(subject),
            source_kind="重点技改项目台账",
            scope="台账",
            status="快报",
        )
        for r in chosen
    ]
    return found or [FigureRow(desk.unit.code, desk.unit.name, missing="no_data")]


def _ledger_at(desk: Desk, indicator_id: str, period: Period) -> FigureRow:
    projects: Sequence[Project] = inside(desk, ledger_at(desk, period))
    row = ledger_row(totals(projects, str(period)), indicator_id, period)
    return replace(row, name=period.label("ytd", with_year=True))


def _register_parts(desk: Desk, by: str, now: Period) -> list[FigureRow]:
    months = base_months(desk, register_lists(desk))
    blank = FigureRow(
        "", "", period_used=str(now), source_kind="在库项目清单", scope="在库项目", status="反馈"
    )
    if by == "period":
        return [
            replace(
                blank,
                code=str(m.period),
                name=m.period.label("month", with_year=True),
                value=m.value,
                base=m.base,
            )
            for m in months
            if m.period is not None
        ]
    whole = months[-1]
    parts = (
        ("续建", whole.carried, _difference(whole.base, whole.finished + whole.left)),
        ("本年新入库", whole.entered, None),
        ("上年已竣工", None, whole.finished),
        ("退库调出", None, whole.left),
    )
    return [replace(blank, code=c, name=c, value=v, base=b) for c, v, b in parts]


def _register_row(sums: Structure, indicator_id: str, now: Period) -> FigureRow:
    subject = indicator(indicator_id)
    found = FigureRow(
        sums.unit,
        sums.unit,
        period_used=str(now),
        span=default_span(subject),
        source_kind="在库项目清单",
        scope="在库项目",
        status="反馈",
    )
    if indicator_id in REGISTER:
        return replace(found, value=Decimal(getattr(sums, REGISTER[indicator_id])))
    assert subject.numerator and subject.denominator
    top = Decimal(getattr(sums, REGISTER[subject.numerator]))
    below = Decimal(getattr(sums, REGISTER[subject.denominator]))
    return replace(found, value=divide(top, below, Decimal(100)), numerator=top, denominator=below)


def _difference(value: Decimal | None, less: Decimal) -> Decimal | None:
    return None if value is None else value - less


Answerer = Callable[[Desk, str, str | None], list[FigureRow]]
GROUPINGS: dict[Answerer, tuple[str | None, ...]] = {
    ledger_figures: (None, "category", "direction", "project", "period"),
    remaining_figures: (None, "period"),
    register_figures: (None, "project", "part", "period"),
    filing_figures: (None, "stage"),
    benefit_figures: (None, "project"),
}
_OF: dict[str, Answerer] = {
    **dict.fromkeys((*LEDGER, *LEDGER_RATIOS), ledger_figures),
    "ledger_remaining_investment": remaining_figures,
    **dict.fromkeys((*REGISTER, *REGISTER_RATIOS), register_figures),
    "filing_count": filing_figures,
    **dict.fromkeys(BENEFITS, benefit_figures),
}


def figures(desk: Desk, indicator_id: str, by: str | None) -> list[FigureRow]:
    """The figures of one indicator of technical renovation, in all or by a grouping it has.

    Raises UnanswerableQuestion, one sentence that names the groupings there are.
    """
    answer = _OF[indicator_id]
    offered = GROUPINGS[answer]
    if by not in offered:
        name = indicator(indicator_id).name
        named = "、".join(g for g in offered if g)
        raise UnanswerableQuestion(f"指标“{name}”不能按“{by}”分组，可用：{named}、unit。")
    return answer(desk, indicator_id, by)


QUESTIONS = tuple(_OF)
