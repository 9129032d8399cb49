"""What ``gxlab value`` answers about technical renovation (技改取数): the rows a page prints."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from decimal import Decimal

from gxlab.measures import lookup
from gxlab.measures import renovation_rows as rows
from gxlab.measures.figures import FigureRow
from gxlab.measures.lookup import UnanswerableQuestion
from gxlab.measures.renovation import GROWTH, goal, goal_rows
from gxlab.measures.renovation_base import all_changes, base_months, register_lists, structure
from gxlab.measures.renovation_leads import (
    conclusion_counts,
    find_leads,
    funnel_counts,
    month_counts,
)
from gxlab.measures.renovation_ledger import (
    Project,
    before_this,
    ledger,
    ledger_at,
    ledger_period,
    ledger_periods,
)
from gxlab.measures.renovation_outlook import benefit_total, benefits, months_ahead, moves
from gxlab.measures.renovation_register import (
    latest_list,
    register_period,
    renovation_projects,
)
from gxlab.measures.renovation_summary import (
    by_category,
    by_direction,
    by_obstacle,
    by_rule,
    totals,
)
from gxlab.reference.indicators import indicator
from gxlab.reference.numbers import difference_pp
from gxlab.reference.periods import Period
from gxlab.warehouse.desk import Desk


def figures(desk: Desk, indicator_id: str, by: str | None) -> list[FigureRow]:
    """The figures of one indicator of technical renovation, in all or by a grouping it has.

    Raises UnanswerableQuestion, one sentence that names the groupings there are.
    """
    answer, offered = _ANSWERS[indicator_id]
    if by is not None and by not in offered:
        name = indicator(indicator_id).name
        named = "、".join((*offered, "unit"))
        raise UnanswerableQuestion(f"指标“{name}”不能按“{by}”分组，可用：{named}。")
    return answer(desk, indicator_id, by) or [_nothing(desk)]


def rate_figures(desk: Desk, indicator_id: str, by: str | None) -> list[FigureRow]:
    """The unit's rate target, its gap, and the gap to the city (①)."""
    if indicator_id == "renovation_city_gap":
        own = lookup.unit_figure(desk, GROWTH)
        city = lookup.unit_figure(desk.at(unit=desk.units.root.code), GROWTH)
        return [replace(own, value=difference_pp(own.value, city.value, 1), base=None, rank=None)]
    found = goal(desk)
    return [goal_rows(desk, found)[indicator_id]] if found else []


def ledger_figures(desk: Desk, indicator_id: str, by: str | None) -> list[FigureRow]:
    """Ledger sums of the unit: in all, by category, direction, project, move or period (②)."""
    if by == "period":
        own = [p for p in ledger_periods(desk) if p.year == desk.period.year]
        return [_ledger_at(desk, indicator_id, p) for p in own]
    projects = ledger(desk)
    period = ledger_period(desk)
    if by in ("move", "rule", "blocked"):
        return _counted(desk, projects, by, period)
    if by == "project":
        named = [(totals([p], p.key), p.name) for p in projects]
        return [replace(rows.ledger_row(t, indicator_id, period), name=n) for t, n in named]
    if by in ("category", "direction"):
        groups = by_category(projects) if by == "category" else by_direction(projects)
        return [rows.ledger_row(t, indicator_id, period) for t in groups]
    row = rows.ledger_row(totals(projects, desk.unit.code), indicator_id, period)
    return [replace(row, name=desk.unit.name)]


def ahead_figures(desk: Desk, indicator_id: str, by: str | None) -> list[FigureRow]:
    """结转投资 in all or by month to come, over last year's months of the ledger (②)."""
    period = ledger_period(desk)
    if period is None:
        return []
    ahead = months_ahead(desk, ledger(desk))
    found = [rows.ahead_row(m, indicator_id, period) for m in ahead]
    if by == "period" or not found:
        return found
    return [replace(whole(found), code=desk.unit.code, name=desk.unit.name)]


def register_figures(desk: Desk, indicator_id: str, by: str | None) -> list[FigureRow]:
    """Of the register list (①): counts as fed back where they are, sums of the list otherwise."""
    if indicator_id in ("register_project_count", "register_project_entries") and by is None:
        told = lookup.unit_figure(desk, indicator_id)
        if told.value is not None:
            return [told]
    now = register_period(desk)
    if now is None:
        return []
    mine = renovation_projects(latest_list(desk))
    if by == "project":
        named = [(structure(p.key, [p], now), p.name) for p in mine]
        return [replace(rows.register_row(s, indicator_id, now), name=n) for s, n in named]
    row = rows.register_row(structure(desk.unit.code, mine, now), indicator_id, now)
    return [replace(row, name=desk.unit.name)]


def month_figures(desk: Desk, indicator_id: str, by: str | None) -> list[FigureRow]:
    """The register lists of this year beside last year's: 1—N月, or month by month (①)."""
    now = register_period(desk)
    if now is None:
        return []
    months = base_months(desk, register_lists(desk))
    chosen = [m for m in months if (m.period is not None) == (by == "period")]
    return [rows.month_row(m, indicator_id, desk.unit.code, now) for m in chosen]


def change_figures(desk: Desk, indicator_id: str, by: str | None) -> list[FigureRow]:
    """Each registered project beside the same period of last year's list (①)."""
    now = register_period(desk)
    if now is None:
        return []
    every = all_changes(register_lists(desk), now)
    return [rows.change_row(c, now) for c in every if by == "project"]


def filing_figures(desk: Desk, indicator_id: str, by: str | None) -> list[FigureRow]:
    """Filings of the look-back months: in all, by stage of the funnel, or one by one (③)."""
    found = find_leads(desk)
    if found is None:
        return []
    mine = found.rows
    at, unit = desk.period, desk.unit
    if by == "project":
        amounts = [(x, x.planned_investment if _is_money(indicator_id) else 1) for x in mine]
        return [rows.filing_row(x.key, x.name, n, at, indicator_id) for x, n in amounts]
    if _is_money(indicator_id):
        total = sum((x.planned_investment or Decimal(0) for x in mine), Decimal(0))
        return [rows.filing_row(unit.code, unit.name, total, at, indicator_id)]
    counts = funnel_counts(mine)
    if by in ("stage", "month_stage", "conclusion"):
        open_ = {k or "待核实": n for k, n in conclusion_counts(mine).items()}
        chosen = {"stage": counts, "month_stage": month_counts(mine, at)}.get(by, open_)
        return [rows.filing_row(s, s, n, at, indicator_id) for s, n in chosen.items()]
    return [rows.filing_row(unit.code, unit.name, counts["备案"], at, indicator_id)]


def benefit_figures(desk: Desk, indicator_id: str, by: str | None) -> list[FigureRow]:
    """What finished projects bring, in all or by project (②)."""
    period = ledger_period(desk)
    known = benefits(desk)
    if by == "project":
        return [rows.benefit_row(b, indicator_id, period) for b in known]
    row = rows.benefit_row(benefit_total(known), indicator_id, period)
    return [replace(row, code=desk.unit.code, name=desk.unit.name)] if known else []


def whole(found: Sequence[FigureRow]) -> FigureRow:
    """The sum of the months to come; a base only where every month has one."""
    values = [r.value for r in found if r.value is not None]
    bases = [r.base for r in found if r.base is not None]
    total = sum(values, Decimal(0)) if len(values) == len(found) else None
    base = sum(bases, Decimal(0)) if len(bases) == len(found) else None
    return replace(rows.valued(found[0], total), base=base)


def _ledger_at(desk: Desk, indicator_id: str, period: Period) -> FigureRow:
    sums = totals(ledger_at(desk, period), str(period))
    row = rows.ledger_row(sums, indicator_id, period)
    return replace(row, name=period.label("ytd", with_year=True))


def _counted(
    desk: Desk, projects: Sequence[Project], by: str, period: Period | None
) -> list[FigureRow]:
    """Projects counted by move between two ledgers, by the rule that fired, by obstacle."""
    if by == "rule":
        counts = by_rule(projects)
    elif by == "blocked":
        counts = by_obstacle(projects)
    else:
        counts = rows.move_counts(moves(before_this(desk), projects))
    return [rows.count_row(code, n, period) for code, n in counts.items()]


def _is_money(indicator_id: str) -> bool:
    return indicator(indicator_id).is_money


def _nothing(desk: Desk) -> FigureRow:
    return FigureRow(desk.unit.code, desk.unit.name, missing="no_data")


Answerer = Callable[[Desk, str, str | None], list[FigureRow]]
_LEDGER_BY = ("category", "direction", "project", "period")
_ANSWERS: dict[str, tuple[Answerer, tuple[str, ...]]] = {
    **dict.fromkeys(
        ("renovation_target", "renovation_target_gap", "renovation_city_gap"), (rate_figures, ())
    ),
    **dict.fromkeys((*rows.LEDGER, *rows.LEDGER_RATIOS), (ledger_figures, _LEDGER_BY)),
    "ledger_project_count": (ledger_figures, (*_LEDGER_BY, "move", "rule", "blocked")),
    **dict.fromkeys(rows.AHEAD, (ahead_figures, ("period",))),
    **dict.fromkeys((*rows.REGISTER, *rows.REGISTER_RATIOS), (register_figures, ("project",))),
    **dict.fromkeys(rows.MONTHS, (month_figures, ("period",))),
    "register_project_change": (change_figures, ("project",)),
    "filing_count": (filing_figures, ("stage", "month_stage", "conclusion", "project")),
    "filing_planned_investment": (filing_figures, ("project",)),
    **dict.fromkeys(rows.BENEFITS, (benefit_figures, ("project",))),
}
QUESTIONS = tuple(_ANSWERS)
