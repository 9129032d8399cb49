"""分县区、镇街、园区 (A8): the clusters' revenue of each unit, with places and their change."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from gxlab.measures import figures as fig
from gxlab.measures.cluster_targets import WHOLE, goal_rows
from gxlab.measures.clusters import Edition, before, once, total, total_at
from gxlab.measures.figures import FigureRow
from gxlab.measures.rates import share_pct
from gxlab.reference.indicators import indicator
from gxlab.reference.numbers import round_half_away
from gxlab.reference.territory import Unit


@dataclass(frozen=True)
class UnitLine:
    """One unit of A8 (一个单位).

    ``row``: the clusters' revenue with places among its peers; ``place_before`` its place by
    growth in the period before; ``goal`` the unit's 规上 target, its place as ``goal.rank``.
    """

    unit: Unit
    row: FigureRow
    place_before: int | None
    goal: FigureRow | None


def below(given: Edition) -> list[UnitLine]:
    """The units directly below the page's, zones last and not placed among the others."""
    units = given.desk.units.children(given.desk.unit.code)
    return once(given, "below", lambda: _lines(given, units))


def growing_share(given: Edition) -> FigureRow:
    """集群增长单位面 (%): growing units below over those with a growth rate, zones aside."""
    rates = [
        round_half_away(line.row.growth_yoy_pct, 1)
        for line in below(given)
        if line.unit.kind != "zone" and line.row.growth_yoy_pct is not None
    ]
    up, of = Decimal(sum(rate > 0 for rate in rates)), Decimal(len(rates))
    return FigureRow(
        given.desk.unit.code,
        given.desk.unit.name,
        value=share_pct(up, of),
        numerator=up,
        denominator=of,
        period_used=str(given.period),
    )


def peers(given: Edition) -> list[UnitLine]:
    """The unit among those of its kind and parent; nothing for the root or a lone zone."""
    units = given.desk.units.peers(given.desk.unit.code)
    if given.desk.unit == given.desk.units.root or len(units) < 2:
        return []
    return once(given, "peers", lambda: _lines(given, units))


def _lines(given: Edition, units: Sequence[Unit]) -> list[UnitLine]:
    now = _placed([(u, total(given.step(unit=u.code))) for u in units])
    past = _placed([(u, total_at(before(given.step(unit=u.code)))) for u in units])
    goals = _goals(given, units)
    return [
        UnitLine(u, now[u.code], past[u.code].growth_rank, goals.get(u.code))
        for u in units
        if now[u.code].value is not None or now[u.code].n_not_reported
    ]


def _placed(pairs: Sequence[tuple[Unit, FigureRow]]) -> dict[str, FigureRow]:
    """Places hold within one kind of unit: a zone lies inside counties and is no peer of theirs."""
    found: dict[str, FigureRow] = {}
    for kind in dict.fromkeys(u.kind for u, _ in pairs):
        own = [row for u, row in pairs if u.kind == kind]
        rows = fig.ranked(own, indicator("revenue")) if kind != "zone" else own
        found |= {row.code: row for row in rows}
    return found


def _goals(given: Edition, units: Sequence[Unit]) -> dict[str, FigureRow]:
    found = []
    for unit in units:
        rows = [r for r in goal_rows(given.step(unit=unit.code)) if r.code == WHOLE]
        found += [replace(r, code=unit.code) for r in rows if r.completion_pct is not None]
    rates = [r.completion_pct for r in found if not _is_zone(given, r.code)]
    return {r.code: replace(r, rank=_place(given, r, rates)) for r in found}


def _place(given: Edition, row: FigureRow, rates: Sequence[Decimal | None]) -> int | None:
    done = row.completion_pct
    if done is None or _is_zone(given, row.code):
        return None
    return 1 + sum(1 for rate in rates if rate is not None and rate > done)


def _is_zone(given: Edition, code: str) -> bool:
    return given.desk.units.find(code).kind == "zone"
