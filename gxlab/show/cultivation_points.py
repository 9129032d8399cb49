"""要点 of the cultivation report: five to eight, those that matter most on this page."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
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
from gxlab.show.cultivation_quality_blocks import mismatch_clause
from gxlab.show.objects import Part, Sentence, Sentences

MOST, LEAST = 8, 5
Parts = tuple[Part, ...]
Maker = Callable[[Edition, Register], tuple[Decimal, Parts]]


@dataclass(frozen=True)
class Point:
    """A sentence and how much it matters here (要点得分); the order of sections breaks ties."""

    score: Decimal
    order: int
    parts: Parts


def key_points(given: Edition, risk: Register) -> Sentences:
    """The most telling clauses first chosen by weight, then told in the order of sections."""
    open_to_all: list[Maker] = [_task, _units, _entrants, _pool]
    internal: list[Maker] = [_crossing, _ready, _risk, _outlook, _look_back, _quality]
    shared = given.desk.audience == "shared"
    makers = open_to_all if shared else [*open_to_all, *internal]
    found = [
        Point(score, order, parts)
        for order, make in enumerate(makers)
        for score, parts in [make(given, risk)]
        if parts
    ]
    best = sorted(found, key=lambda p: (-p.score, p.order))[:MOST]
    kept = [p for p in best if p.score >= 1] if len(best) > LEAST else best
    chosen = kept if len(kept) >= LEAST else best[:LEAST]
    told = sorted(chosen, key=lambda p: p.order)
    return Sentences(tuple(Sentence(p.parts, "key_point") for p in told))


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
    return Decimal(1), early.pool_clause(given)


def _crossing(given: Edition, risk: Register) -> tuple[Decimal, Parts]:
    return Decimal(3), early.crossing_clause(given) if given.sales else ()


def _ready(given: Edition, risk: Register) -> tuple[Decimal, Parts]:
    """Weight: firms that may file now, most when papers are missing."""
    lacking = cultivation_figures.ready_lacking(given)
    return Decimal(4 if lacking else 3), early.ready_clause(given)


def _risk(given: Edition, risk: Register) -> tuple[Decimal, Parts]:
    """Weight: what share of last year's revenue is at risk, and how many of the firms."""
    share = cultivation_risk.share(risk).value or Decimal(0)
    part = Decimal(len(risk.below) * 100) / max(1, len(risk.firms))
    return 1 + share / 2 + part / 2, later.risk_clause(given, risk)


def _outlook(given: Edition, risk: Register) -> tuple[Decimal, Parts]:
    """Weight: whether the task would be missed."""
    kinds = ("entries", "net")
    years = {kind: cultivation_outlook.for_task(given, kind, risk) for kind in kinds}
    gaps = [cultivation_outlook.gap(given, kind, years[kind]) for kind in kinds]
    short = any(g is not None and (g.value or Decimal(0)) < 0 for g in gaps)
    return Decimal(5 if short else 2), later.outlook_clause(given, risk)


def _look_back(given: Edition, risk: Register) -> tuple[Decimal, Parts]:
    found = cultivation_lookback.look_back(given)
    few = found is not None and len(found.entered) * 2 < len(found.outcomes)
    return Decimal(2 if few else 1), later.look_back_clause(given)


def _quality(given: Edition, risk: Register) -> tuple[Decimal, Parts]:
    """Weight: a stock that does not agree with the one fed back comes before all else."""
    gap = cultivation_quality.register_gap(given).value
    return Decimal(6 if gap else 1), mismatch_clause(given) if gap else ()
