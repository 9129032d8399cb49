"""目标任务通报: all that one edition needs, unit by task, computed once.

Issued from the year's guidance plan (指导计划) and the figures fed back: tasks are set for units,
never for firms.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from gxlab.measures.bulletin_standing import Standing, standings
from gxlab.measures.bulletin_tasks import FEEDBACK, FLASH, Source, Task, reported_period, tasks
from gxlab.measures.figures import FigureRow
from gxlab.measures.released import former
from gxlab.reference.periods import Period
from gxlab.reference.territory import Unit
from gxlab.warehouse.desk import Desk

ByTask = Mapping[str, Mapping[str, Standing]]
LIGHTS = ("green", "yellow", "red")


class UnknownBasis(ValueError):
    """The parameter revenue_basis is neither 反馈 nor 快报 (营收数据期不对)."""


@dataclass(frozen=True)
class Bulletin:
    """One edition (一期通报).

    ``units`` are the rows of the matrix: the city, its counties and zones; a town's page shows
    those it belongs to, itself, and its neighbours where towns have targets of their own.
    ``below`` are a county's towns that have targets. ``found[task][unit]`` how each stands,
    ``before`` the same one period earlier.
    """

    source: Source
    tasks: tuple[Task, ...]
    units: tuple[Unit, ...]
    below: tuple[Unit, ...]
    periods: Mapping[str, Period]
    found: ByTask
    before: ByTask

    @property
    def desk(self) -> Desk:
        """The desk of the page's unit and month."""
        return self.source.desk

    @property
    def own(self) -> list[Standing]:
        """The page's own unit, task by task."""
        return self.of(self.desk.unit.code)

    def of(self, code: str) -> list[Standing]:
        """One unit, task by task."""
        found = (self.found[t.indicator].get(code) for t in self.tasks)
        return [s for s in found if s is not None]

    def ranking(self, task: Task) -> list[Standing]:
        """The units that have a place in a task, best first; neighbours in place by code."""
        placed = [s for s in self.found[task.indicator].values() if s.row.rank is not None]
        kind = "town" if self.desk.unit.kind == "town" else "county"
        same = [s for s in placed if s.unit.kind == kind] or placed
        return sorted(same, key=lambda s: (s.row.rank or 0, s.unit.code))

    def unranked(self, task: Task, kind: str) -> list[Standing]:
        """Units of a kind without a place: first without data, then without a target."""
        found = self.found[task.indicator].values()
        silent = [s for s in found if s.row.rank is None and s.unit.kind == kind]
        return sorted(silent, key=lambda s: (not s.is_set, s.unit.code))

    @property
    def adjusted(self) -> list[Standing]:
        """Targets of the matrix changed in the middle of the year (年中调整)."""
        found = [s for u in self.units for s in self.of(u.code)]
        return [s for s in found if s.former_target not in (None, s.row.target)]


def bulletin(desk: Desk, *, revenue_basis: str = FEEDBACK) -> Bulletin:
    """The edition of the desk's unit and month. Raises UnknownBasis."""
    if revenue_basis not in (FEEDBACK, FLASH):
        raise UnknownBasis(f"营收数据期应为 反馈 或 快报，实为“{revenue_basis}”，请改正参数。")
    source = Source(desk, revenue_basis)
    counties = _counties(desk)
    towns = _towns(desk)
    set_for = tasks(source, [*counties, *towns])
    periods = {t.indicator: reported_period(source, t, counties) for t in set_for}
    known = {name: period for name, period in periods.items() if period is not None}
    for name in (t.indicator for t in set_for if t.indicator not in known):
        known[name] = desk.period
    everyone = [*counties, *towns]
    return Bulletin(
        source,
        tuple(set_for),
        tuple(_rows(desk, counties, towns)),
        tuple(towns if desk.unit.kind == "county" else ()),
        known,
        {t.indicator: standings(source, t, everyone, known[t.indicator]) for t in set_for},
        {t.indicator: standings(source, t, counties, known[t.indicator].previous) for t in set_for},
    )


def former_place(given: Bulletin, one: Standing) -> Decimal | None:
    """上期位次 as the last signed edition printed it, else as the snapshot has it."""
    past = given.before[one.task.indicator].get(one.unit.code)
    if past is None or past.row.rank is None:
        return None
    name, row, place = one.task.indicator, past.row, Decimal(past.row.rank)
    parts = (name, one.unit.code, row.period_used or "", row.span, "rank", f"task={row.code}")
    return former(given.desk, "|".join(parts), place, 0).value


def light_counts(given: Bulletin, code: str) -> list[FigureRow]:
    """Tasks of a unit with a light, in all and by light (绿灯、黄灯、红灯项数)."""
    found = [s.light for s in given.of(code) if s.light != "none"]
    counts = {"all": len(found)} | {level: found.count(level) for level in LIGHTS}
    name = given.desk.units.find(code).name
    return [
        FigureRow(level, name, value=Decimal(count), period_used=str(given.desk.period))
        for level, count in counts.items()
    ]


def _counties(desk: Desk) -> list[Unit]:
    root = desk.units.root
    return [root, *(u for u in desk.units.children(root.code) if u.kind != "town")]


def _towns(desk: Desk) -> list[Unit]:
    """The towns of the page: those of the unit's county that have targets, and the unit itself."""
    unit = desk.unit
    county = unit.parent if unit.kind == "town" else unit.code if unit.kind == "county" else None
    if county is None:
        return []
    rows = desk.read("targets", year=desk.period.year, until=str(desk.period))
    set_for = set(rows["unit"].to_list())
    towns = [u for u in desk.units.children(county) if u.kind == "town"]
    return [u for u in towns if u.code in set_for or u == unit]


def _rows(desk: Desk, counties: list[Unit], towns: list[Unit]) -> list[Unit]:
    if desk.unit.kind != "town":
        return counties
    above = desk.units.ancestors(desk.unit.code)
    return [*(u for u in counties if u.code in above), *towns]
