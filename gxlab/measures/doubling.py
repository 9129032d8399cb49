"""翻番: the yearly path to so many times a level, and what the years left still need.

翻番 means ×2, 翻两番 ×4: two years to twice are 41.4% a year and not 50%. The goal is a rule
parameter (doubling_goals): "revenue=2@2024-2026" doubles revenue from all of 2024 by 2026.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from gxlab.measures.figures import FigureRow
from gxlab.measures.lookup import unit_figure
from gxlab.measures.rates import HUNDRED, yearly_rate_pct
from gxlab.reference.numbers import divide, growth_pct
from gxlab.reference.periods import Period
from gxlab.warehouse.desk import Desk


@dataclass(frozen=True)
class Doubling:
    """A goal (翻番目标): ``times`` the level of year ``first`` by year ``last``."""

    indicator: str
    times: Decimal
    first: int
    last: int

    @property
    def rate(self) -> Decimal:
        """年均增速 (%) the whole way needs."""
        return yearly_rate_pct(self.times, self.last - self.first)

    def level(self, base: Decimal, year: int) -> Decimal:
        """What the even path asks for at the end of a year."""
        return base * (1 + self.rate / HUNDRED) ** (year - self.first)


def goals(said: str) -> list[Doubling]:
    """The goals a rule parameter names, in its order; "未设" names none.

    >>> goals("revenue=2@2024-2026")[0].rate.quantize(Decimal("0.1"))
    Decimal('41.4')
    """
    found = []
    for part in (p for p in said.split("|") if "=" in p):
        subject, _, rest = part.partition("=")
        times, _, years = rest.partition("@")
        first, _, last = years.partition("-")
        found.append(Doubling(subject, Decimal(times), int(first), int(last)))
    return found


def path(goal: Doubling, known: Mapping[int, Decimal]) -> list[FigureRow]:
    """One row a year: ``value`` what was reached, ``target`` the path, ``completion_pct`` of it.

    ``needed_growth_pct`` is what each year left needs on average from what has been reached last;
    ``growth_yoy_pct`` the year's own. Nothing where the first year is unknown.
    """
    base = known.get(goal.first)
    if base is None or base <= 0:
        return []
    rows = []
    for year in range(goal.first, goal.last + 1):
        reached, asked = known.get(year), goal.level(base, year)
        rows.append(
            FigureRow(
                str(year),
                f"{year}年",
                value=reached,
                base=known.get(year - 1),
                growth_yoy_pct=growth_pct(reached, known.get(year - 1)),
                target=asked,
                completion_pct=divide(reached, asked, HUNDRED),
                needed_growth_pct=_needed(goal, base, reached, year),
                period_used=f"{year}-12",
                span="year",
                missing=None if reached is not None else "no_data",
            )
        )
    return rows


def unit_path(desk: Desk, indicator_id: str) -> list[FigureRow]:
    """The path of the unit's goal for an indicator; nothing where none is set.

    A year's level is the one printed for its December; the years compared hold each its own firms.
    """
    goal = next(
        (g for g in goals(desk.policy("doubling_goals")) if g.indicator == indicator_id), None
    )
    if goal is None:
        return []
    known = {}
    for year in range(goal.first, min(goal.last, desk.period.year) + 1):
        end = Period(year, 12)
        found = unit_figure(desk.at(period=end), indicator_id) if end <= desk.period else None
        if found is not None and found.value is not None and found.period_used == str(end):
            known[year] = found.value
    return path(goal, known)


def _needed(goal: Doubling, base: Decimal, reached: Decimal | None, year: int) -> Decimal | None:
    if reached is None or reached <= 0 or year >= goal.last:
        return None
    left = divide(base * goal.times, reached)
    return None if left is None else yearly_rate_pct(left, goal.last - year)
