"""目标与后几个月 (A7): targets of clusters and units, never of firms, and the pace still needed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

import polars as pl

from gxlab.measures import clusters
from gxlab.measures.cluster_years import SameFirms, month_bases, months_done, same_firms
from gxlab.measures.clusters import Edition, by_cluster_at, member_firms, once
from gxlab.measures.figures import FigureRow
from gxlab.measures.progress import Progress, past_half, progress, targets
from gxlab.measures.rates import HUNDRED, linear_progress_pct
from gxlab.reference.numbers import difference_pp, divide
from gxlab.reference.periods import Period

ZERO = Decimal(0)
LEVEL, RATE = "revenue", "revenue_growth"
WHOLE = "whole"


@dataclass(frozen=True)
class Goal:
    """The targets of one cluster, or of the unit's whole 规上 revenue, and how far they are.

    ``code`` is the cluster's, or ``whole``. ``row`` carries the 确保 target of the level with
    completion, plan and gaps, the needed growth and, as ``base``, the remaining base; its value is
    what has been done. ``ambitious`` is the same for the 奋斗 target; ``rate`` has the growth as
    value and the 确保 target of the growth. ``light`` judges the level, else the rate.
    """

    code: str
    name: str
    row: FigureRow
    ambitious: FigureRow | None
    rate: FigureRow | None
    light: str
    firms: SameFirms


def goals(given: Edition) -> list[Goal]:
    """One row a cluster with a target, then the unit's whole; nothing where none is set."""
    return once(given, "goals", lambda: _goals(given))


def _goals(given: Edition) -> list[Goal]:
    rows = {r.code: r for r in by_cluster_at(given)}
    found = [
        _goal(given, code, rows[code].name, rows[code], member_firms(given, code))
        for code in sorted(rows)
    ]
    whole = clusters.whole(given)
    found.append(_goal(given, WHOLE, "规上工业", whole, given.firms))
    return [goal for goal in found if goal is not None]


def goal_rows(given: Edition) -> list[FigureRow]:
    """The goals as figures, coded by cluster, ``whole`` or ``clusters``, with :奋斗 and :增速."""
    rows = [row for goal in goals(given) for row in (goal.row, goal.ambitious, goal.rate)]
    return [row for row in (*rows, together(given)) if row is not None]


def together(given: Edition) -> FigureRow | None:
    """The clusters' level targets as one, code ``clusters``: Σ done ÷ Σ target, Σ plan ÷ Σ target.

    Only clusters with a target count, on both sides; a plan stands only where each of them has one.
    """
    rows = [g.row for g in goals(given) if g.code != WHOLE and g.row.target]
    if not rows:
        return None
    target = sum((r.target or ZERO for r in rows), ZERO)
    done = sum((r.value or ZERO for r in rows), ZERO)
    plans = [divide((r.plan_pct or ZERO) * (r.target or ZERO), HUNDRED) for r in rows]
    planned = (
        None if any(r.plan_pct is None for r in rows) else sum((p or ZERO for p in plans), ZERO)
    )
    completed, plan = divide(done, target, HUNDRED), divide(planned, target, HUNDRED)
    linear = linear_progress_pct(given.period.months_elapsed)
    return FigureRow(
        "clusters",
        given.desk.unit.name,
        value=done,
        target=target,
        completion_pct=completed,
        plan_pct=plan,
        linear_pct=linear,
        gap_plan_pp=difference_pp(completed, plan, 1),
        gap_linear_pp=difference_pp(completed, linear, 1),
        period_used=str(given.period),
    )


def goal_counts(given: Edition) -> list[FigureRow]:
    """Clusters with a target: all (``all``) and by light (``green``, ``yellow``, ``red``).

    In June also ``half``: those of a level target that have done half of it (双过半).
    """
    lights = [g.light for g in goals(given) if g.code != WHOLE and g.light != "none"]
    counts = {"all": len(lights)} | {c: lights.count(c) for c in ("green", "yellow", "red")}
    counts["late"] = counts["yellow"] + counts["red"]
    months = given.period.months_elapsed
    if months == 6:
        done = [g.row.completion_pct for g in goals(given) if g.code != WHOLE]
        counts["half"] = sum(past_half(months, d) for d in done)
    return [
        FigureRow(code, code, value=Decimal(count), period_used=str(given.period))
        for code, count in counts.items()
    ]


def remaining_bases(given: Edition) -> list[FigureRow]:
    """后几个月上年基数 of each goal, coded by cluster or ``whole``; ``n`` firms behind it."""
    return [
        FigureRow(
            goal.code,
            goal.name,
            value=goal.row.base,
            numerator=goal.firms.year,
            denominator=goal.firms.base,
            period_used=str(given.period),
            n=goal.firms.firms,
        )
        for goal in goals(given)
    ]


def path(given: Edition, goal: Goal) -> pl.DataFrame:
    """Month by month: last year's base, this year's actual, and what the target still asks for.

    Columns period, base, actual, needed in 亿元, for the chart. Needed months are last year's
    months times the needed growth.
    """
    firms = given.firms if goal.code == WHOLE else member_firms(given, goal.code)
    frame = month_bases(given, firms).join(months_done(given, firms), on="period", how="left")
    needed = goal.row.needed_growth_pct
    factor = None if needed is None else 1 + needed / 100
    rows = []
    for period, base, actual in frame.sort("period").iter_rows():
        ahead = Period.parse(period) > given.period
        asked = base * factor if ahead and factor is not None else None
        rows.append((period, _yi(base), _yi(actual), _yi(asked)))
    columns = dict.fromkeys(("base", "actual", "needed"), pl.Decimal(38, 6))
    return pl.DataFrame(rows, schema={"period": pl.String, **columns}, orient="row")


def _goal(
    given: Edition, code: str, name: str, done: FigureRow, firms: pl.DataFrame
) -> Goal | None:
    cluster = None if code == WHOLE else code
    desk = given.desk
    levels = {t["tier"]: t for t in targets(desk, LEVEL, cluster)}
    rates = {t["tier"]: t for t in targets(desk, RATE, cluster)}
    if not _set(levels.values()) and not _set(rates.values()):
        return None
    same = same_firms(desk, firms)
    own = replace(done, code=code, name=name)
    level = _progress(given, levels.get("确保"), done, same)
    rate = _progress(given, rates.get("确保"), done, same)
    more = _progress(given, levels.get("奋斗"), done, same)
    return Goal(
        code,
        name,
        _needing(given, _against(own, level), rate, same),
        _against(replace(own, code=f"{code}:奋斗"), more) if more else None,
        _rate_row(own, rate) if rate else None,
        level.light if level else rate.light if rate else "none",
        same,
    )


def _needing(given: Edition, row: FigureRow, rate: Progress | None, same: SameFirms) -> FigureRow:
    """The rate target decides the needed pace where there is one, else the level target."""
    needed = None
    if given.period.month < 12 and same.firms:
        if rate is not None and rate.target is not None:
            needed = same.needed_for_rate(rate.target)
        elif row.target is not None and row.value is not None:
            needed = same.needed_for_level(row.target, row.value)
    return replace(row, base=same.remaining_base if same.firms else None, needed_growth_pct=needed)


def _against(row: FigureRow, judged: Progress | None) -> FigureRow:
    if judged is None:
        return row
    return replace(
        row,
        target=judged.target,
        completion_pct=judged.completion_pct,
        plan_pct=judged.plan_pct,
        linear_pct=judged.linear_pct,
        gap_plan_pp=judged.gap_plan_pp,
        gap_linear_pp=judged.gap_linear_pp,
    )


def _rate_row(row: FigureRow, judged: Progress) -> FigureRow:
    """A rate target has no completion, only a gap in 百分点."""
    return FigureRow(
        f"{row.code}:增速",
        row.name,
        value=row.growth_yoy_pct,
        target=judged.target,
        gap_plan_pp=judged.gap_plan_pp,
        period_used=row.period_used,
    )


def _progress(
    given: Edition, target: dict[str, Any] | None, done: FigureRow, same: SameFirms
) -> Progress | None:
    if target is None or target["target"] is None:
        return None
    # A rate target is compared with the growth, not with the amount.
    judged = replace(done, value=done.growth_yoy_pct) if target["kind"] == "rate" else done
    return progress(given.desk, target, judged, same.year if same.firms else None)


def _set(found: Iterable[dict[str, Any]]) -> bool:
    return any(t["target"] is not None for t in found)


def _yi(value: Decimal | None) -> Decimal | None:
    return None if value is None else round(value.scaleb(-4), 6)
