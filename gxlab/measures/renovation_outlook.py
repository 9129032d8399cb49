"""From one list to the next, what is still to be invested, what finished projects bring.

三张清单的变动 (B7), 结转投资 (B10), 达产效益 (B11): all in the ledger's scope (②台账口径).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import polars as pl

from gxlab.measures.renovation_ledger import Project, ledger_period, ledger_rows
from gxlab.measures.renovation_progress import Limits, limits, month_of, months_of_year
from gxlab.measures.renovation_register import in_unit, placed
from gxlab.measures.renovation_states import STATES
from gxlab.reference.numbers import divide, round_half_away
from gxlab.reference.periods import Period
from gxlab.warehouse.desk import Desk

ZERO = Decimal(0)


@dataclass(frozen=True)
class Moves:
    """Between two ledgers (清单变动): state by state, who moved, who is new, who is gone.

    Over a turn of the year 新开工 becomes 续建 by the calendar alone, and last year's finished
    projects leave: both are counted and nobody is named for them.
    """

    counts: dict[tuple[str, str], int]
    movers: tuple[tuple[Project, str], ...]
    newcomers: tuple[Project, ...]
    gone: tuple[Project, ...]


@dataclass(frozen=True)
class MonthAhead:
    """One month to come: what is planned still, over last year's ledger (万元)."""

    period: Period
    remaining: Decimal
    not_started: Decimal
    finishing: int
    starting: int
    base: Decimal | None


@dataclass(frozen=True)
class Benefit:
    """What a finished project brings, planned and actual: 产值、税收 in 万元, 就业 in 人."""

    key: str
    name: str
    owner: str | None
    enterprise: str | None
    unit: str | None
    completed: Period | None
    output_plan: Decimal | None
    output: Decimal | None
    tax_plan: Decimal | None
    tax: Decimal | None
    jobs_plan: Decimal | None
    jobs: Decimal | None


def moves(before: Sequence[Project], now: Sequence[Project]) -> Moves:
    """How projects moved between the lists of two ledgers; a name stands for one project."""
    former = {p.key: p for p in before}
    current = {p.key for p in now}
    pairs = [(p, former[p.key].state) for p in now if p.key in former]
    counts = Counter((was, p.state) for p, was in pairs)
    ordered = {(a, b): counts[a, b] for a in STATES for b in STATES if counts[a, b]}
    turned = bool(now) and bool(before) and now[0].period[:4] != before[0].period[:4]
    by_calendar = ("新开工", "续建") if turned else None
    movers = tuple((p, was) for p, was in pairs if was != p.state and (was, p.state) != by_calendar)
    return Moves(
        ordered,
        tuple(sorted(movers, key=lambda m: (STATES.index(m[1]), m[0].key))),
        tuple(p for p in now if p.key not in former),
        tuple(p for p in before if p.key not in current and not (turned and p.state == "竣工")),
    )


def remaining(project: Project, rule: Limits) -> dict[int, Decimal]:
    """结转投资 of one project: what is left of the year's plan, over the months to come (万元).

    Where the project has its own plan by month its increments give the shape; otherwise the rest
    is spread evenly over the building months that are left, or the calendar's where none is.
    """
    period = Period.parse(project.period)
    left = project.annual_plan - project.ytd
    if left <= 0 or project.state == "竣工" or period.month == 12:
        return {}
    ahead = _own_increments(project.own_plan, period.month) or _even(project, period, rule)
    return _spread(left, ahead)


def _spread(amount: Decimal, weights: dict[int, Decimal]) -> dict[int, Decimal]:
    """An amount over months by weight, in exact decimals that add up to it again."""
    whole, done, so_far = sum(weights.values(), ZERO), ZERO, ZERO
    found: dict[int, Decimal] = {}
    for month, weight in weights.items():
        so_far += weight
        reached = round_half_away(divide(amount * so_far, whole) or ZERO, 6)
        found[month], done = reached - done, reached
    return found


def months_ahead(desk: Desk, projects: Sequence[Project]) -> list[MonthAhead]:
    """The months after the ledger to December: planned remainder, starts, last year's months."""
    now = ledger_period(desk)
    if now is None or not projects:
        return []
    rule = limits(desk)
    parts = [(p, remaining(p, rule)) for p in projects]
    base = last_year_months(desk, now)
    found = []
    for month in range(now.month + 1, 13):
        period = Period(now.year, month)
        found.append(
            MonthAhead(
                period,
                sum((r.get(month, ZERO) for _, r in parts), ZERO),
                sum((r.get(month, ZERO) for p, r in parts if p.state == "谋划"), ZERO),
                sum(p.planned_end == period and p.state != "竣工" for p in projects),
                sum(p.planned_start == period and p.state == "谋划" for p in projects),
                base.get(month),
            )
        )
    return found


def last_year_months(desk: Desk, now: Period) -> dict[int, Decimal]:
    """Last year's ledger month by month, in the unit (上年同月台账完成投资, 万元)."""
    months = [str(Period(now.year - 1, m)) for m in range(now.month + 1, 13)]
    rows = ledger_rows(desk).filter(pl.col("period").is_in(months))
    if rows.is_empty():
        return {}
    mine = desk.uses(in_unit(desk, placed(desk, rows)))
    found: dict[int, Decimal] = {}
    for row in mine.select("period", "month_investment").drop_nulls().to_dicts():
        month = Period.parse(row["period"]).month
        found[month] = found.get(month, ZERO) + row["month_investment"]
    return found


def benefits(desk: Desk) -> list[Benefit]:
    """Finished projects of the unit with what they bring, by name (竣工项目达产效益)."""
    period = ledger_period(desk)
    rows = desk.read("project_benefit", period=str(period)) if period else pl.DataFrame()
    if rows.is_empty():
        return []
    known = rows.with_columns(pl.lit(None, dtype=pl.String).alias("enterprise"))
    mine = desk.uses(in_unit(desk, placed(desk, known)))
    return sorted((_benefit(r) for r in mine.to_dicts()), key=lambda b: (b.unit or "", b.key))


def benefit_total(rows: Sequence[Benefit]) -> Benefit:
    """Sums of planned and actual over projects that give both (计划与实际齐全的合计)."""
    output = _paired([(r.output_plan, r.output) for r in rows])
    tax = _paired([(r.tax_plan, r.tax) for r in rows])
    jobs = _paired([(r.jobs_plan, r.jobs) for r in rows])
    return Benefit("", "合计", None, None, None, None, *output, *tax, *jobs)


def _paired(
    pairs: Sequence[tuple[Decimal | None, Decimal | None]],
) -> tuple[Decimal | None, Decimal | None]:
    both = [(p, a) for p, a in pairs if p is not None and a is not None]
    if not both:
        return None, None
    return sum((p for p, _ in both), ZERO), sum((a for _, a in both), ZERO)


def _own_increments(own: Sequence[Decimal | None], month: int) -> dict[int, Decimal]:
    """The increments of a cumulative plan after a month; empty where none is left."""
    found: dict[int, Decimal] = {}
    level = next((p for p in reversed(own[:month]) if p is not None), ZERO)
    for number, planned in enumerate(own[month:], start=month + 1):
        if planned is not None and planned > level:
            found[number] = planned - level
            level = planned
    return found


def _even(project: Project, period: Period, rule: Limits) -> dict[int, Decimal]:
    planned = months_of_year(project.planned_start, project.planned_end, period.year, rule.building)
    later = [m for m in planned if m > period.month]
    building = [m for m in sorted(rule.building) if m > period.month]
    months = later or building or list(range(period.month + 1, 13))
    return dict.fromkeys(months, Decimal(1))


def _benefit(row: dict[str, Any]) -> Benefit:
    return Benefit(
        key=f"{row['unit'] or ''}:{row['name']}",
        name=row["name"],
        owner=row["owner"],
        enterprise=row["enterprise"],
        unit=row["place"],
        completed=month_of(row["completed"]),
        output_plan=row["output_plan"],
        output=row["output_actual"],
        tax_plan=row["tax_plan"],
        tax=row["tax_actual"],
        jobs_plan=row["jobs_plan"],
        jobs=row["jobs_actual"],
    )
