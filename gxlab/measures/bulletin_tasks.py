"""目标任务: which tasks a bulletin tells of, and what has been done of each in one unit.

Each indicator has its own period (各指标各期): the unit at the top decides it, and every unit is
judged at that period, for a place among figures of different months says nothing.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any, Literal

import polars as pl

from gxlab.measures import register_dynamics, register_figures
from gxlab.measures.figures import FigureRow
from gxlab.measures.lookup import FED_BACK, unit_figure
from gxlab.measures.progress import targets
from gxlab.measures.register_dynamics import RegisterYear
from gxlab.reference.indicators import Indicator, catalogue, indicator
from gxlab.reference.periods import Period
from gxlab.reference.territory import Unit
from gxlab.warehouse.desk import Desk

Told = Literal["completion_pct", "value", "growth_yoy_pct"]
FEEDBACK, FLASH = "反馈", "快报"
# The order of a work plan's first paragraph: output, efficiency, investment, firms.
ORDER = (
    "value_added_growth",
    "value_added",
    "output",
    "output_growth",
    "revenue",
    "revenue_growth",
    "profit",
    "profit_growth",
    "tax",
    "electricity",
    "fixed_investment_growth",
    "industrial_investment_growth",
    "renovation_investment_growth",
    "manufacturing_renovation_investment_growth",
    "above_scale_entries",
    "above_scale_credited",
    "above_scale_net",
    "above_scale_net_credited",
)
REGISTER = {
    "above_scale_entries": "entries",
    "above_scale_credited": "entries",
    "above_scale_net": "net",
    "above_scale_net_credited": "net",
}


@dataclass(frozen=True)
class Task:
    """One task of the year (一项目标任务).

    ``told`` is the statistic that is printed as 完成 and decides the place: the rate of completion
    of a level or count, the rate itself where the target is a rate, the growth where nobody has
    been set a target.
    """

    indicator: str
    kind: str
    told: Told
    is_set: bool = True

    @property
    def subject(self) -> Indicator:
        """The indicator the target is set for."""
        return indicator(self.indicator)


@dataclass(frozen=True, eq=False)
class Source:
    """Where readings come from: a desk, and which revenue is read (反馈 or 快报).

    ``years`` keeps the register's year by period, which all units share.
    """

    desk: Desk
    basis: str = FEEDBACK
    years: dict[Period, RegisterYear] = field(default_factory=dict)

    def register_year(self, period: Period) -> RegisterYear:
        """The register from last year's end to a period."""
        if period not in self.years:
            self.years[period] = register_dynamics.register_year(self.desk.at(period=period))
        return self.years[period]


def tasks(source: Source, units: list[Unit]) -> list[Task]:
    """The tasks set for any of the units, in the order of a work plan.

    Where no target has been set at all, the indicators that are fed back, ranked by their growth.
    """
    desk = source.desk
    rows = desk.read("targets", year=desk.period.year, until=str(desk.period))
    codes = [u.code for u in units]
    mine = rows.filter(
        pl.col("cluster").is_null() & pl.col("unit").is_in(codes) & pl.col("target").is_not_null()
    )
    kinds = dict(sorted(zip(mine["indicator"], mine["kind"], strict=True)))
    if kinds:
        found = [Task(i, k, "value" if k == "rate" else "completion_pct") for i, k in kinds.items()]
    else:
        found = _watched(source, units)
    return sorted(found, key=_place)


def goals(at: Desk, task: Task) -> dict[str, dict[str, Any]]:
    """The targets of the desk's unit for a task by tier; those left blank (未设) are left out."""
    found = targets(at, task.indicator)
    return {g["tier"]: g for g in found if g["target"] is not None}


def reported_period(source: Source, task: Task, units: list[Unit]) -> Period | None:
    """The period all units are judged at: the latest that the first unit with a figure has."""
    for unit in units:
        row = _reading(source, source.desk.at(unit=unit.code), task.indicator)
        if row.period_used is not None and _has_figure(row):
            return Period.parse(row.period_used)
    return None


def done(source: Source, task: Task, unit: Unit, period: Period, *, fed_back: bool) -> FigureRow:
    """What a unit has done of a task at a period; without a value where it has no figure then.

    ``fed_back``: only what the statistics bureau feeds back counts (places among units).
    """
    at = source.desk.at(unit=unit.code, period=period)
    row = _reading(source, at, task.indicator)
    late = row.period_used != str(period)
    summed = fed_back and task.indicator not in REGISTER and row.status not in FED_BACK
    if late or summed or not _has_figure(row):
        return FigureRow(unit.code, unit.name, period_used=str(period), missing="not_reported")
    return replace(row, code=unit.code, name=unit.name, rank_of=None)


def is_fed_back(source: Source, task: Task, units: list[Unit], period: Period) -> bool:
    """Whether the first unit with a figure at the period has it from the statistics bureau."""
    for unit in units:
        row = _reading(source, source.desk.at(unit=unit.code, period=period), task.indicator)
        if row.period_used == str(period) and _has_figure(row):
            return row.status in FED_BACK
    return False


def _reading(source: Source, at: Desk, indicator_id: str) -> FigureRow:
    if indicator_id in REGISTER:
        year = source.register_year(at.period)
        return register_figures.task_row(year, at.unit.code, REGISTER[indicator_id])
    level = indicator_id.removesuffix("_growth")
    if level == indicator_id or level not in catalogue():
        return _unit_reading(source, at, indicator_id)
    own = _unit_reading(source, at, indicator_id)
    if own.value is not None and own.status in FED_BACK:
        return own
    return as_rate(_unit_reading(source, at, level))


def as_rate(row: FigureRow) -> FigureRow:
    """The growth of a level as the figure of its rate; the pair behind it stays."""
    return replace(
        row, value=row.growth_yoy_pct, base=None, growth_yoy_pct=None, published_growth_pct=None
    )


def _unit_reading(source: Source, at: Desk, indicator_id: str) -> FigureRow:
    """The printed figure; of what lags behind, the last one fed back unless 快报 is asked for."""
    period = at.period
    for _ in range(indicator(indicator_id).lag_months + 1 if source.basis == FEEDBACK else 0):
        row = unit_figure(at.at(period=period), indicator_id)
        if row.period_used == str(period) and row.status in FED_BACK:
            return row
        period = period.previous
    return unit_figure(at, indicator_id)


def _watched(source: Source, units: list[Unit]) -> list[Task]:
    found: list[Task] = []
    for name in (n for n in ORDER if n not in REGISTER):
        subject = indicator(name)
        told: Told = "value" if subject.is_rate else "growth_yoy_pct"
        task = Task(name, "rate" if subject.is_rate else "level", told, is_set=False)
        period = reported_period(source, task, units)
        # The rate of a level, and a level known by its rate only, are told once.
        stem = name.removesuffix("_growth")
        told_already = any(t.indicator.removesuffix("_growth") == stem for t in found)
        if period and not told_already and is_fed_back(source, task, units, period):
            found.append(task)
    return found


def _has_figure(row: FigureRow) -> bool:
    return row.value is not None or row.growth_yoy_pct is not None


def _place(task: Task) -> tuple[int, str]:
    known = task.indicator in ORDER
    return (ORDER.index(task.indicator) if known else len(ORDER), task.indicator)
