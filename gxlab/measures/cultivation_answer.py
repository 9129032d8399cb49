"""What ``gxlab value`` answers about register and pool (培育取数): the report's own rows."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial

from gxlab.measures import (
    cultivation_entrants,
    cultivation_figures,
    cultivation_filings,
    cultivation_lookback,
    cultivation_outlook,
    cultivation_quality,
    cultivation_risk,
    register_dynamics,
    register_figures,
    register_stopped,
)
from gxlab.measures.cultivation import Edition, edition
from gxlab.measures.figures import FigureRow
from gxlab.measures.lookup import UnanswerableQuestion, unit_figure
from gxlab.measures.register_figures import REGISTER_BASIS, TASK_BASIS
from gxlab.measures.register_moves import ANNUAL_DOORS, DOORS, EXITS
from gxlab.reference.indicators import indicator
from gxlab.warehouse.desk import Desk

Rows = list[FigureRow]
ByDimension = dict[str | None, Callable[[Edition], Rows]]
MONTHS = 24


def figures(desk: Desk, indicator_id: str, by: str | None) -> Rows:
    """The rows of one indicator of the cultivation report for exactly the desk's month.

    Raises UnanswerableQuestion, one sentence that names the groupings there are.
    """
    known = QUESTIONS[indicator_id]
    if by == "period" and indicator_id in REGISTER:
        return _by_period(desk, indicator_id)
    if by not in known:
        offered = "、".join(k or "不分组" for k in known)
        name = indicator(indicator_id).name
        raise UnanswerableQuestion(f"指标“{name}”不能按“{by}”分组，可用：{offered}。")
    given = edition(desk)
    if given.year.closing is None and indicator_id in REGISTER and by is None:
        # No list at all: what counties or the bureau state in aggregate is all there is.
        return [unit_figure(desk, indicator_id)]
    return known[by](given)


def _by_period(desk: Desk, indicator_id: str) -> Rows:
    """Month by month up to the desk's, where there is a list of that very month."""
    found = []
    for back in range(MONTHS - 1, -1, -1):
        period = desk.period.shift(-back)
        (row,) = figures(desk.at(period=period), indicator_id, None)
        if row.value is not None and row.period_used == str(period):
            label = period.label("ytd", with_year=True)
            found.append(replace(row, code=str(period), name=label))
    return found


def _one(of: Callable[[register_dynamics.RegisterYear, str], FigureRow]) -> ByDimension:
    return {None: lambda given: [of(given.year, given.code)]}


def _entries(given: Edition) -> Rows:
    doors = [register_figures.entries(given.year, given.code, (d,)) for d in DOORS]
    batch = register_figures.entries(given.year, given.code, ANNUAL_DOORS)
    named = [replace(row, code=d, name=d) for row, d in zip(doors, DOORS, strict=True)]
    return [*named, replace(batch, code="年度批次", name="年度批次")]


def _exits(given: Edition) -> Rows:
    kinds = [register_figures.exits(given.year, given.code, (k,)) for k in EXITS]
    return [replace(row, code=k, name=k) for row, k in zip(kinds, EXITS, strict=True)]


def _firms(given: Edition, what: str) -> Rows:
    found = register_dynamics.unit_year(given.year, given.code)
    if found is None:
        return []
    return register_figures.firms(given.year, found.entries if what == "entries" else found.exits)


def _credited(given: Edition) -> Rows:
    moves = register_dynamics.credited_entries(given.year, given.code)
    return register_figures.firms(given.year, moves)


def _goals(given: Edition, kind: str, of: Callable[..., FigureRow]) -> Rows:
    """Each tier of the target on this way of counting: 确保, 奋斗."""
    row = of(given.year, given.code)
    basis = {register_figures.credited: TASK_BASIS, register_figures.credited_net: TASK_BASIS}
    if register_figures.task_basis(given.desk, kind) != basis.get(of, REGISTER_BASIS):
        return []
    return [
        replace(
            row,
            code=found.tier,
            name=found.tier,
            target=found.target,
            completion_pct=found.completion_pct,
            plan_pct=found.plan_pct,
            linear_pct=found.linear_pct,
            gap_plan_pp=found.gap_plan_pp,
            gap_linear_pp=found.gap_linear_pp,
        )
        for found in register_figures.tasks(given.year, given.code, kind)
    ]


def _entrants(given: Edition, indicator_id: str) -> Rows:
    return list(cultivation_entrants.entrants(given.desk, indicator_id).rows.values())


def _contribution(given: Edition, indicator_id: str) -> Rows:
    found = cultivation_entrants.entrants(given.desk, indicator_id)
    return cultivation_entrants.contribution(found)


def _without(given: Edition, indicator_id: str) -> Rows:
    row = cultivation_entrants.without(cultivation_entrants.entrants(given.desk, indicator_id))
    return [row] if row else [_nothing(given)]


def _outlook(basis: str, what: str) -> ByDimension:
    def by_tier(given: Edition) -> Rows:
        rate = cultivation_lookback.conversion(given) if what in ("entries", "net") else None
        return cultivation_outlook.rows(given, basis, what, rate=rate)

    def middle(given: Edition) -> Rows:
        rows = by_tier(given)
        unit = given.desk.unit
        return [replace(rows[1], code=unit.code, name=unit.name)] if rows else [_nothing(given)]

    return {None: middle, "tier": by_tier}


def _gap(given: Edition, kind: str) -> Rows:
    row = cultivation_outlook.gap(given, kind, cultivation_outlook.for_task(given, kind))
    return [row] if row else [_nothing(given)]


def _look_back(given: Edition) -> Rows:
    found = cultivation_lookback.look_back(given)
    return cultivation_lookback.figures(found) if found else []


def _invoices(given: Edition, what: str) -> Rows:
    return cultivation_quality.invoice_rows(given, cultivation_risk.register(given), what)


def _nothing(given: Edition) -> FigureRow:
    return FigureRow(given.code, given.desk.unit.name, missing="no_data")


def _risk(of: Callable[[cultivation_risk.Register], Rows]) -> Callable[[Edition], Rows]:
    return lambda given: of(cultivation_risk.register(given))


def _single(of: Callable[[Edition], FigureRow]) -> Callable[[Edition], Rows]:
    return lambda given: [of(given)]


REGISTER: dict[str, ByDimension] = {
    "above_scale_count": _one(register_figures.count),
    "above_scale_opening": _one(register_figures.opening),
    "above_scale_entries": {
        **_one(register_figures.entries),
        "door": _entries,
        "enterprise": partial(_firms, what="entries"),
        "goal": partial(_goals, kind="entries", of=register_figures.entries),
    },
    "above_scale_exits": {
        **_one(register_figures.exits),
        "door": _exits,
        "enterprise": partial(_firms, what="exits"),
    },
    "above_scale_net": {
        **_one(register_figures.net),
        "goal": partial(_goals, kind="net", of=register_figures.net),
    },
    "above_scale_transfers": _one(register_figures.transfers),
    "above_scale_credited": {
        **_one(register_figures.credited),
        "enterprise": _credited,
        "goal": partial(_goals, kind="entries", of=register_figures.credited),
    },
    "above_scale_credited_exits": _one(register_figures.credited_exits),
    "above_scale_net_credited": {
        **_one(register_figures.credited_net),
        "goal": partial(_goals, kind="net", of=register_figures.credited_net),
    },
}

QUESTIONS: dict[str, ByDimension] = {
    **REGISTER,
    "above_scale_published": _one(register_figures.published),
    "above_scale_task_gap": _one(register_figures.task_gap),
    "above_scale_gap": {None: _single(cultivation_quality.register_gap)},
    "register_mismatch_count": {"kind": cultivation_quality.unstated},
    "register_invoices": {"enterprise": partial(_invoices, what="invoices")},
    "register_invoice_gap": {"enterprise": partial(_invoices, what="gap")},
    "register_stopped_count": {None: _single(register_stopped.count)},
    "candidate_count": {
        None: _single(cultivation_figures.count),
        "pool": cultivation_figures.by_pool,
        "state": cultivation_figures.by_state,
        "pool_state": cultivation_figures.by_pool_and_state,
    },
    "candidate_stage_count": {"state": cultivation_figures.at_or_beyond},
    "candidate_in_review": {None: _single(cultivation_figures.in_review)},
    "candidate_listed_count": {None: _single(cultivation_figures.listed_already)},
    "candidate_duplicate_count": {None: _single(cultivation_figures.reported_twice)},
    "candidate_crossing_count": {
        None: _single(cultivation_figures.crossing),
        "tier": cultivation_figures.crossing_by_tier,
        "door": cultivation_figures.crossing_by_door,
    },
    "candidate_ready_count": {
        None: _single(cultivation_figures.monthly_ready),
        "paper": cultivation_figures.ready_lacking,
    },
    "filing_due_count": {"deadline": cultivation_filings.rows},
    "candidate_invoice_sales": {"enterprise": cultivation_figures.invoices},
    "candidate_prior_revenue": {"enterprise": cultivation_figures.last_year},
    "candidate_estimate": {"enterprise": partial(cultivation_figures.estimates, tier="mid")},
    "candidate_estimate_low": {"enterprise": partial(cultivation_figures.estimates, tier="low")},
    "candidate_estimate_high": {"enterprise": partial(cultivation_figures.estimates, tier="high")},
    "candidate_electricity": {"enterprise": cultivation_figures.electricity},
    "at_risk_count": {
        None: _risk(lambda found: [cultivation_risk.count(found)]),
        "level": _risk(cultivation_risk.by_level),
    },
    "at_risk_share": {None: _risk(lambda found: [cultivation_risk.share(found)])},
    "at_risk_revenue": {"enterprise": _risk(cultivation_risk.revenue)},
    "at_risk_estimate": {"enterprise": _risk(cultivation_risk.estimates)},
    "at_risk_gap": {"enterprise": _risk(partial(cultivation_risk.estimates, gap=True))},
    "at_risk_electricity": {"enterprise": _risk(cultivation_risk.electricity)},
    "entrant_revenue": {"kind": partial(_entrants, indicator_id="revenue")},
    "entrant_output": {"kind": partial(_entrants, indicator_id="output")},
    "entrant_revenue_contribution": {"kind": partial(_contribution, indicator_id="revenue")},
    "entrant_output_contribution": {"kind": partial(_contribution, indicator_id="output")},
    "revenue_without_entrants": {None: partial(_without, indicator_id="revenue")},
    "output_without_entrants": {None: partial(_without, indicator_id="output")},
    "outlook_entries": _outlook(TASK_BASIS, "entries"),
    "outlook_net_credited": _outlook(TASK_BASIS, "net"),
    "outlook_came": _outlook(TASK_BASIS, "came"),
    "outlook_went": _outlook(TASK_BASIS, "went"),
    "outlook_register_came": _outlook(REGISTER_BASIS, "came"),
    "outlook_register_went": _outlook(REGISTER_BASIS, "went"),
    "outlook_reviewed": _outlook(TASK_BASIS, "reviewed"),
    "outlook_expected": _outlook(TASK_BASIS, "expected"),
    "outlook_leaving": _outlook(TASK_BASIS, "leaving"),
    "outlook_register_entries": _outlook(REGISTER_BASIS, "entries"),
    "outlook_register_net": _outlook(REGISTER_BASIS, "net"),
    "outlook_register_reviewed": _outlook(REGISTER_BASIS, "reviewed"),
    "outlook_register_expected": _outlook(REGISTER_BASIS, "expected"),
    "outlook_entries_gap": {None: partial(_gap, kind="entries")},
    "outlook_net_gap": {None: partial(_gap, kind="net")},
    "candidate_lookback": {"outcome": _look_back},
}
