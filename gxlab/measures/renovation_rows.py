"""Figure rows of technical renovation (技改投资的数与依据): one sum, one row, one coordinate.

Pages print these rows and ``gxlab value`` answers them, so that both give the same number. None of
them carries a growth: sums of projects are levels and structure, the rate is fed back.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from decimal import Decimal

from gxlab.measures.figures import FigureRow
from gxlab.measures.lookup import default_span
from gxlab.measures.rates import linear_progress_pct
from gxlab.measures.renovation_base import BaseMonth, Change, Structure
from gxlab.measures.renovation_outlook import Benefit, MonthAhead, Moves
from gxlab.measures.renovation_summary import Totals
from gxlab.reference.indicators import indicator
from gxlab.reference.numbers import difference_pp, divide
from gxlab.reference.periods import Period

Number = Decimal | int | None
ZERO = Decimal(0)

LEDGER: Mapping[str, Callable[[Totals], Number]] = {
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
LEDGER_RATIOS: Mapping[str, Callable[[Totals], Decimal]] = {
    "ledger_completion": lambda t: t.ytd,
    "ledger_expected_completion": lambda t: t.expected,
    "ledger_red_plan_share": lambda t: t.red_plan,
}
AHEAD: Mapping[str, Callable[[MonthAhead], Number]] = {
    "ledger_remaining_investment": lambda m: m.remaining,
    "ledger_remaining_not_started": lambda m: m.not_started,
    "ledger_remaining_gap": lambda m: None if m.base is None else m.remaining - m.base,
    "ledger_finishing_count": lambda m: m.finishing,
    "ledger_starting_count": lambda m: m.starting,
}
REGISTER: Mapping[str, Callable[[Structure], Number]] = {
    "register_project_count": lambda s: s.count,
    "register_project_entries": lambda s: s.entries,
    "register_large_count": lambda s: s.large_count,
    "register_planned_investment": lambda s: s.planned,
    "register_investment": lambda s: s.ytd,
    "register_equipment_investment": lambda s: s.equipment,
    "register_large_investment": lambda s: s.large,
    "register_high_tech_investment": lambda s: s.high_tech,
    "register_manufacturing_investment": lambda s: s.manufacturing,
}
REGISTER_RATIOS = (
    "register_equipment_share",
    "register_large_share",
    "register_high_tech_share",
    "register_manufacturing_share",
)
MONTHS: Mapping[str, Callable[[BaseMonth], Number]] = {
    "register_month_investment": lambda m: m.value,
    "register_base_investment": lambda m: m.base,
    "register_finished_base": lambda m: m.finished,
    "register_left_base": lambda m: m.left,
    "register_carried_investment": lambda m: m.carried,
    "register_new_investment": lambda m: m.entered,
    "register_investment_change": lambda m: m.change,
    "register_month_entries": lambda m: m.entries,
    "register_month_entries_base": lambda m: m.entries_base,
    "register_entries_change": lambda m: m.entries_change,
    "register_entries_planned": lambda m: m.entries_planned,
    "register_base_share": lambda m: m.base_share,
}
BENEFITS: Mapping[str, Callable[[Benefit], Number]] = {
    "benefit_output": lambda b: b.output,
    "benefit_output_plan": lambda b: b.output_plan,
    "benefit_output_rate": lambda b: divide(b.output, b.output_plan, Decimal(100)),
    "benefit_tax": lambda b: b.tax,
    "benefit_tax_plan": lambda b: b.tax_plan,
    "benefit_jobs": lambda b: b.jobs,
    "benefit_jobs_plan": lambda b: b.jobs_plan,
}


def ledger_row(sums: Totals, indicator_id: str, period: Period | None) -> FigureRow:
    """One figure of ledger sums (②); nothing where there is no ledger or no project.

    本年完成投资 carries how it stands to the ledger's plan: completion, what should be reached
    (``plan_pct`` 应达进度), the calendar's share (``linear_pct`` 序时), and the gaps.
    """
    found = _ledger(indicator_id, sums.code, sums.code, period)
    if period is None or not sums.count:
        return replace(found, value=None, missing="no_data")
    if indicator_id == "ledger_investment":
        found = _with_progress(found, sums, period)
    if indicator_id in LEDGER:
        return valued(found, LEDGER[indicator_id](sums))
    top = LEDGER_RATIOS[indicator_id](sums)
    row = valued(found, divide(top, sums.plan, Decimal(100)))
    return replace(row, numerator=top, denominator=sums.plan)


def ahead_row(month: MonthAhead, indicator_id: str, period: Period) -> FigureRow:
    """One figure of a month to come (②), with last year's month as base where it is a level."""
    name = month.period.label("month", with_year=True)
    row = valued(_ledger(indicator_id, str(month.period), name, period), AHEAD[indicator_id](month))
    return replace(row, base=month.base) if indicator_id == "ledger_remaining_investment" else row


def register_row(sums: Structure, indicator_id: str, period: Period) -> FigureRow:
    """One figure of the register list (①): count, sum or share."""
    found = _register(indicator_id, sums.unit, sums.unit, period)
    if indicator_id in REGISTER:
        return valued(found, REGISTER[indicator_id](sums))
    subject = indicator(indicator_id)
    assert subject.numerator and subject.denominator
    top = Decimal(REGISTER[subject.numerator](sums) or 0)
    below = Decimal(REGISTER[subject.denominator](sums) or 0)
    row = valued(found, divide(top, below, Decimal(100)))
    return replace(row, numerator=top, denominator=below)


def change_row(change: Change, period: Period) -> FigureRow:
    """One project this year beside the same period of last year's list (①), without a rate."""
    row = _register("register_project_change", change.key, change.name, period)
    return replace(
        row,
        value=change.value,
        base=change.base,
        numerator=change.value,
        denominator=change.base,
    )


def month_row(month: BaseMonth, indicator_id: str, unit: str, period: Period) -> FigureRow:
    """One figure of one month, or of 1—N月, of the register lists (①)."""
    code = str(month.period) if month.period else unit
    name = month.period.label("month", with_year=True) if month.period else unit
    return valued(_register(indicator_id, code, name, period), MONTHS[indicator_id](month))


def benefit_row(benefit: Benefit, indicator_id: str, period: Period | None) -> FigureRow:
    """One figure of what a finished project brings (②)."""
    found = _ledger(indicator_id, benefit.key, benefit.name, period)
    return valued(found, BENEFITS[indicator_id](benefit))


def filing_row(code: str, name: str, value: Number, period: Period, subject: str) -> FigureRow:
    """One figure of the filings (③)."""
    found = FigureRow(
        code,
        name,
        period_used=str(period),
        span=default_span(indicator(subject)),
        source_kind="审批平台",
        scope="备案线索",
        status="快报",
    )
    return valued(found, value)


def count_row(code: str, count: int, period: Period | None) -> FigureRow:
    """A number of ledger projects under a code: a move, a rule, an obstacle (②)."""
    return valued(_ledger("ledger_project_count", code, code, period), count)


def move_counts(found: Moves) -> dict[str, int]:
    """How many projects made each move (谋划→新开工 …), joined the ledger, left it."""
    counts = {f"{a}→{b}": n for (a, b), n in found.counts.items()}
    return counts | {"新列入": len(found.newcomers), "移出": len(found.gone)}


def valued(row: FigureRow, value: Number) -> FigureRow:
    """The row with its value, or with what is missing."""
    if value is None:
        return replace(row, value=None, missing="no_data")
    return replace(row, value=Decimal(value))


def _with_progress(row: FigureRow, sums: Totals, period: Period) -> FigureRow:
    linear = linear_progress_pct(period.months_elapsed)
    return replace(
        row,
        target=sums.plan,
        completion_pct=sums.completion_pct,
        plan_pct=sums.expected_pct,
        linear_pct=linear,
        gap_plan_pp=sums.gap_pp,
        gap_linear_pp=difference_pp(sums.completion_pct, linear, 1),
    )


def _ledger(indicator_id: str, code: str, name: str, period: Period | None) -> FigureRow:
    return FigureRow(
        code,
        name,
        period_used=str(period) if period else None,
        span=default_span(indicator(indicator_id)),
        source_kind="县区上报",
        scope="台账",
        status="快报",
    )


def _register(indicator_id: str, code: str, name: str, period: Period) -> FigureRow:
    return FigureRow(
        code,
        name,
        period_used=str(period),
        span=default_span(indicator(indicator_id)),
        source_kind="统计局反馈",
        scope="在库项目",
        status="反馈",
    )
