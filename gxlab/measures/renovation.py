"""技改投资: all that one edition needs, computed once (技改投资月报的全部计算).

Three scopes, never mixed: ① what the statistics bureau feeds back, and its register lists; ② the
bureau's own ledger; ③ leads from filings. The headline growth is the rate fed back, to the digit.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from gxlab.measures import lookup
from gxlab.measures.figures import FigureRow
from gxlab.measures.progress import Progress, progress, targets
from gxlab.measures.renovation_base import (
    BaseMonth,
    Lists,
    Structure,
    base_months,
    register_lists,
    structure,
)
from gxlab.measures.renovation_leads import Leads, find_leads, leads_inside
from gxlab.measures.renovation_ledger import Project, before_this, ledger, ledger_period
from gxlab.measures.renovation_outlook import Benefit, MonthAhead, benefits, months_ahead
from gxlab.measures.renovation_register import (
    Registered,
    inside,
    latest_list,
    register_period,
    renovation_projects,
)
from gxlab.measures.renovation_screen import Lead
from gxlab.measures.renovation_summary import Totals, totals
from gxlab.reference.numbers import difference_pp
from gxlab.reference.periods import Period
from gxlab.reference.territory import Unit
from gxlab.warehouse.desk import Desk

GROWTH = "renovation_investment_growth"
MANUFACTURING_GROWTH = "manufacturing_renovation_investment_growth"
RATES = (
    "fixed_investment_growth",
    "industrial_investment_growth",
    GROWTH,
    MANUFACTURING_GROWTH,
    "renovation_share",
)
TARGETS = (
    (GROWTH, GROWTH),
    ("renovation_investment", GROWTH),
    (MANUFACTURING_GROWTH, MANUFACTURING_GROWTH),
    ("manufacturing_renovation_investment", MANUFACTURING_GROWTH),
)

Rates = Mapping[str, Mapping[str, FigureRow]]


@dataclass(frozen=True)
class Goal:
    """The unit's rate target and how the fed-back rate stands to it (目标与差, 百分点)."""

    indicator: str
    progress: Progress


@dataclass(frozen=True)
class Renovation:
    """One unit's technical renovation at one period, in its three scopes.

    ``rates[indicator][unit]`` as fed back; ``projects`` the unit's ledger projects, ``before``
    those of the ledger before.
    """

    desk: Desk
    rates: Rates
    goals: Mapping[str, Goal]
    projects: tuple[Project, ...]
    before: tuple[Project, ...]
    ledger_period: Period | None
    registered: tuple[Registered, ...]
    register_period: Period | None
    lists: Lists
    base_months: tuple[BaseMonth, ...]
    leads: Leads | None
    ahead: tuple[MonthAhead, ...]
    benefits: tuple[Benefit, ...]

    @property
    def own_leads(self) -> tuple[Lead, ...]:
        """The unit's filings judged; empty where none were imported."""
        return self.leads.rows if self.leads else ()

    @property
    def unit(self) -> str:
        """The unit's code."""
        return self.desk.unit.code

    def rate(self, indicator: str, unit: str | None = None) -> FigureRow | None:
        """A fed-back rate of a unit (default: the page's own); None where none was fed back."""
        found = self.rates[indicator].get(unit or self.unit)
        return found if found is not None and found.value is not None else None


def renovation(desk: Desk) -> Renovation:
    """Everything about technical renovation for the desk's unit and period (技改投资)."""
    projects = ledger(desk)
    lists = register_lists(desk)
    return Renovation(
        desk=desk,
        rates=fed_back_rates(desk),
        goals={u.code: g for u in compared_units(desk) if (g := goal(desk.at(unit=u.code)))},
        projects=tuple(projects),
        before=tuple(before_this(desk)),
        ledger_period=ledger_period(desk),
        registered=tuple(latest_list(desk)),
        register_period=register_period(desk),
        lists=lists,
        base_months=tuple(base_months(desk, lists)),
        leads=find_leads(desk, projects),
        ahead=tuple(months_ahead(desk, projects)),
        benefits=tuple(benefits(desk)),
    )


def compared_units(desk: Desk) -> list[Unit]:
    """The units of the table of rates: the city, its counties, its zones (分单位总表).

    A town has no fed-back rate: its page shows the city and the county it belongs to.
    """
    root = desk.units.root
    if desk.unit.kind != "town":
        return [root, *desk.units.children(root.code)]
    above = [desk.units.find(code) for code in reversed(desk.units.ancestors(desk.unit.code))]
    return above


def units_below(desk: Desk) -> list[Unit]:
    """The unit itself and those directly below it (本单位和下级单元)."""
    return [desk.unit, *desk.units.children(desk.unit.code)]


def fed_back_rates(desk: Desk) -> dict[str, dict[str, FigureRow]]:
    """The rates of the statistics bureau for the compared units, counties placed among counties."""
    units = compared_units(desk)
    counties = [u.code for u in units if u.kind == "county"]
    found: dict[str, dict[str, FigureRow]] = {}
    for name in RATES:
        ranked = lookup.unit_figures(desk, name, counties) if len(counties) > 1 else []
        rows = {r.code: r for r in ranked}
        for unit in units:
            if unit.code not in rows:
                rows[unit.code] = lookup.unit_figure(desk.at(unit=unit.code), name)
        found[name] = rows
    return found


def goal(desk: Desk) -> Goal | None:
    """The rate target of the unit, 工业技改 before 制造业技改; the target says which it means."""
    for stated, rate in TARGETS:
        rows = [t for t in targets(desk, stated) if t["kind"] == "rate"]
        if rows and rows[0]["target"] is not None:
            done = lookup.unit_figure(desk, rate)
            row = {**rows[0], "indicator": rate}
            return Goal(rate, progress(desk, row, done))
    return None


def goal_rows(desk: Desk, found: Goal) -> dict[str, FigureRow]:
    """The target and the gap to it as figures (年度目标、与目标差)."""
    done = lookup.unit_figure(desk, found.indicator)
    blank = replace(done, base=None, rank=None, change_pp=None, missing=None)
    target = replace(
        blank,
        value=found.progress.target,
        period_used=str(desk.period),
        span="year",
        source_kind="年度指导计划",
        status="最终",
    )
    return {
        "renovation_target": target,
        "renovation_target_gap": replace(blank, value=found.progress.gap_plan_pp),
    }


def city_gap(found: Renovation) -> FigureRow | None:
    """The unit's fed-back growth less the city's (高于/低于全市, 百分点); None for the city."""
    root = found.desk.units.root.code
    own, city = found.rate(GROWTH), found.rate(GROWTH, root)
    if own is None or city is None or found.unit == root:
        return None
    gap = difference_pp(own.value, city.value, 1)
    return replace(own, value=gap, base=None, rank=None, change_pp=None)


def totals_by_unit(found: Renovation) -> list[tuple[Unit, Totals]]:
    """Ledger sums of the unit and of each unit below that has projects (②台账口径)."""
    rows = []
    for unit in units_below(found.desk):
        mine = inside(found.desk.at(unit=unit.code), found.projects)
        if mine or unit.code == found.unit:
            rows.append((unit, totals(mine, unit.code)))
    return rows


def structure_by_unit(found: Renovation) -> list[tuple[Unit, Structure]]:
    """三量 of the unit and of each unit below that has registered projects (①统计口径)."""
    now = found.register_period
    if now is None:
        return []
    rows = []
    for unit in units_below(found.desk):
        mine = inside(found.desk.at(unit=unit.code), found.registered)
        counted = renovation_projects(mine)
        if counted or unit.code == found.unit:
            rows.append((unit, structure(unit.code, counted, now)))
    return rows


def leads_by_unit(found: Renovation) -> list[tuple[Unit, list[Lead]]]:
    """Filings of the unit and of each unit below that has any (③备案线索)."""
    if found.leads is None:
        return []
    rows = []
    for unit in units_below(found.desk):
        own = unit.code == found.unit
        at = found.desk.at(unit=unit.code)
        mine = list(found.own_leads) if own else leads_inside(at, found.own_leads)
        if mine or own:
            rows.append((unit, mine))
    return rows


def missing_ledgers(found: Renovation) -> list[Unit]:
    """Counties of the unit whose ledger of the period is not there (未报台账的县区)."""
    if found.ledger_period is None:
        return []
    told = {p.county for p in found.projects}
    known = {p.county for p in found.before} | told
    below = [u for u in units_below(found.desk) if u.kind == "county"]
    return [u for u in below if u.code in known and u.code not in told]
