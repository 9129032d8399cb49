"""全年测算 of the targets' own figures: where the year lands, as a range, beside the target.

The middle lets the months to come grow as those past did on last year's months of the same firms;
the range takes that growth a margin lower and higher (规则参数 projection_margin_pp). How often it
has held is measured on past years (口径说明).
"""

from __future__ import annotations

from gxlab.measures import cluster_targets
from gxlab.measures.cluster_targets import Goal
from gxlab.measures.cluster_years import SameFirms
from gxlab.measures.clusters import Edition
from gxlab.measures.figures import FigureRow
from gxlab.measures.projection import TIERS, Estimate, seasonal
from gxlab.measures.rates import HUNDRED
from gxlab.reference.numbers import divide, growth_pct

NAMES = {"low": "低", "mid": "中", "high": "高"}


def landing(given: Edition, firms: SameFirms) -> Estimate | None:
    """Where the year of these firms lands; None in December and without last year's months."""
    if given.period.month == 12 or firms.base <= 0 or firms.remaining_base <= 0:
        return None
    margin = given.desk.policy_number("projection_margin_pp")
    return seasonal(firms.ytd, firms.base, firms.year, given.period.months_elapsed, margin)


def landing_rows(given: Edition) -> list[FigureRow]:
    """By goal: the middle under the goal's code, the ends as ``code:low`` and ``code:high``.

    ``base`` is the same firms' last full year, ``growth_yoy_pct`` what the year would grow by,
    ``target`` the level target and ``completion_pct`` how far the estimate reaches.
    """
    found = [(goal, landing(given, goal.firms)) for goal in cluster_targets.goals(given)]
    return [_row(given, g, e, tier) for g, e in found if e is not None for tier in TIERS]


def _row(given: Edition, goal: Goal, estimate: Estimate, tier: str) -> FigureRow:
    level, middle = estimate.of(tier), tier == "mid"
    return FigureRow(
        goal.code if middle else f"{goal.code}:{tier}",
        goal.name if middle else f"{goal.name}（{NAMES[tier]}）",
        value=level,
        base=goal.firms.year,
        growth_yoy_pct=growth_pct(level, goal.firms.year),
        target=goal.row.target,
        completion_pct=divide(level, goal.row.target, HUNDRED),
        numerator=level,
        denominator=goal.firms.year,
        period_used=str(given.period),
        source_kind="全年测算",
        status="预计",
        n=goal.firms.firms,
    )
