"""要点 of the cultivation report: five to eight, those that matter most on this page."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

from gxlab.measures import (
    cultivation_entrants,
    cultivation_figures,
    cultivation_lookback,
    cultivation_outlook,
    cultivation_quality,
    cultivation_risk,
    register_figures,
)
from gxlab.measures.cultivation import Edition
from gxlab.measures.cultivation_risk import Register
from gxlab.show import cultivation_later_sentences as later
from gxlab.show import cultivation_sentences as early
from gxlab.show.choosing import Point, chosen
from gxlab.show.cultivation_quality_blocks import mismatch_clause
from gxlab.show.objects import Part, Sentences

Parts = tuple[Part, ...]
Maker = Callable[[Edition, Register], tuple[Decimal, Parts]]
# Below this score a point is left out once five are there.
WORTH = Decimal("1.5")


def key_points(given: Edition, risk: Register) -> Sentences:
    """The clauses that weigh most, told in the order of sections."""
    open_to_all: list[Maker] = [_task, _units, _entrants, _pool]
    internal: list[Maker] = [_crossing, _ready, _risk, _outlook, _look_back, _quality]
    shared = given.desk.audience == "shared"
    makers = open_to_all if shared else [*open_to_all, *internal]
    found = [
        Point(score, make.__name__, parts, order)
        for order, make in enumerate(makers)
        for score, parts in [make(given, risk)]
    ]
    return chosen(found, WORTH, by_order=True)


def _task(given: Edition, risk: Register) -> tuple[Decimal, Parts]:
    """Weight: how far the task lies behind or ahead of the plan."""
    row = register_figures.task_row(given.year, given.code, "entries")
    gap = row.gap_plan_pp if row.gap_plan_pp is not None else row.gap_linear_pp
    return 2 + abs(gap or Decimal(0)) / 10, early.pace_clause(given) + early.place_clause(given)


def _units(given: Edition, risk: Register) -> tuple[Decimal, Parts]:
    return Decimal(2), early.units_clause(given)


def _entrants(given: Edition, risk: Register) -> tuple[Decimal, Parts]:
    """Weight: the pull in 百分点."""
    found = cultivation_entrants.entrants(given.desk, "revenue")
    row = found.rows.get(cultivation_entrants.ALL)
    pull = abs(row.pull_pp) if row is not None and row.pull_pp is not None else Decimal(0)
    return 1 + pull * 2, early.entrants_clause(given, found)


def _pool(given: Edition, risk: Register) -> tuple[Decimal, Parts]:
    """Weight: how much of the pool is already with the offices."""
    whole, reviewed = cultivation_figures.count(given).value, cultivation_figures.in_review(given)
    part = (reviewed.value or Decimal(0)) / whole if whole else Decimal(0)
    return 1 + 2 * part, early.pool_clause(given)


def _crossing(given: Edition, risk: Register) -> tuple[Decimal, Parts]:
    """Weight: how far the firms that may cross fall short of what the task still lacks."""
    if not given.sales:
        return Decimal(0), ()
    may = cultivation_figures.crossing(given).value or Decimal(0)
    lacks = register_figures.task_row(given.year, given.code, "entries").shortfall
    short = 1 - may / lacks if lacks and may < lacks else Decimal(0)
    return Decimal("1.4") + 3 * short, early.crossing_clause(given) + early.enough_clause(given)


def _ready(given: Edition, risk: Register) -> tuple[Decimal, Parts]:
    """Weight: firms that may file now, most when papers are missing."""
    lacking = cultivation_figures.ready_lacking(given)
    return Decimal(4 if lacking else 3), early.ready_clause(given)


def _risk(given: Edition, risk: Register) -> tuple[Decimal, Parts]:
    """Weight: what share of last year's revenue is at risk; a tenth of how many of the firms."""
    share = cultivation_risk.share(risk).value or Decimal(0)
    part = Decimal(len(risk.below) * 100) / max(1, len(risk.firms))
    return share + part / 10, later.risk_clause(given, risk)


def _outlook(given: Edition, risk: Register) -> tuple[Decimal, Parts]:
    """Weight: whether the task would be missed."""
    kinds = ("entries", "net")
    years = {kind: cultivation_outlook.for_task(given, kind, risk) for kind in kinds}
    gaps = [cultivation_outlook.gap(given, kind, years[kind]) for kind in kinds]
    short = any(g is not None and (g.value or Decimal(0)) < 0 for g in gaps)
    return Decimal(5 if short else 2), later.outlook_clause(given, risk)


def _look_back(given: Edition, risk: Register) -> tuple[Decimal, Parts]:
    found = cultivation_lookback.look_back(given)
    if found is None or not found.outcomes:
        return Decimal(0), ()
    part = Decimal(len(found.entered)) / len(found.outcomes)
    # Half of a list is what is expected of it.
    return 1 + 2 * abs(part - Decimal("0.5")), later.look_back_clause(given)


def _quality(given: Edition, risk: Register) -> tuple[Decimal, Parts]:
    """Weight: a stock that does not agree with the one fed back comes before all else."""
    gap = cultivation_quality.register_gap(given).value
    return Decimal(6 if gap else 1), mismatch_clause(given) if gap else ()
