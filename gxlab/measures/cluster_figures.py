"""Figures about the clusters as a group (集群其他指标): share, breadth, roles, counts, course."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal

import polars as pl

from gxlab.measures import clusters, lookup
from gxlab.measures import figures as fig
from gxlab.measures.clusters import (
    Edition,
    before,
    by_cluster_at,
    figures_by,
    total_at,
    with_change,
)
from gxlab.measures.figures import FigureRow
from gxlab.measures.rates import share_pct
from gxlab.measures.released import Former
from gxlab.reference.numbers import difference_pp, round_half_away

ROLES = ("链主", "头部", "领跑者", "配套")


def share(given: Edition) -> FigureRow:
    """集群占规上营收比重 (%), with its change on the same period's bases and on 上期."""
    now, total_now = total_at(given), clusters.whole(given)
    past = total_at(before(given))
    then = share_pct(now.denominator, total_now.denominator)
    return FigureRow(
        now.code,
        now.name,
        value=now.share_pct,
        base=then,
        change_pp=difference_pp(now.share_pct, past.share_pct, 1),
        change_yoy_pp=difference_pp(now.share_pct, then, 1),
        numerator=now.value,
        denominator=total_now.value,
        period_used=now.period_used,
        status=now.status,
    )


def growing_share(given: Edition) -> FigureRow:
    """集群增长面 (%): growing clusters over clusters that have a growth rate."""
    now, past = _growing(by_cluster_at(given)), _growing(by_cluster_at(before(given)))
    value = share_pct(*now)
    return FigureRow(
        given.desk.unit.code,
        given.desk.unit.name,
        value=value,
        change_pp=difference_pp(value, share_pct(*past), 1),
        numerator=now[0],
        denominator=now[1],
        period_used=str(given.period),
    )


def by_role(given: Edition) -> list[FigureRow]:
    """Member firms by role (链主/头部/领跑者/配套); share and pull of all clusters together."""
    former = former_by_role(given)
    return [with_change(row, former.get(row.code)) for row in _by_role(given)]


def former_by_role(given: Edition) -> dict[str, Former]:
    """上期增速 of each role."""
    return {r.code: clusters.former_rate(given, r, "role") for r in _by_role(before(given))}


def member_counts(given: Edition) -> list[FigureRow]:
    """Member firms in the register by cluster, and of the list together under the list's name."""
    members = given.members
    grouped = [(code, members.filter(pl.col("cluster") == code)) for code in given.names]
    names = given.names | {given.list_name: given.list_name}
    return [
        FigureRow(
            code,
            names[code],
            value=Decimal(rows["enterprise"].n_unique()),
            period_used=str(given.period),
            span="point",
        )
        for code, rows in [*grouped, (given.list_name, members)]
        if not rows.is_empty()
    ]


def gaps(given: Edition) -> list[FigureRow]:
    """集群增速与他处之差 (百分点): against ``whole`` (规上工业) and, below the city, ``city``."""
    own = total_at(given)
    root = given.desk.units.root
    city = given.step(unit=root.code)
    rows = [("whole", "规上工业", clusters.whole(given))]
    if root != given.desk.unit:
        rows.append(("city", root.name, total_at(city)))
    return [
        FigureRow(
            code,
            name,
            value=difference_pp(own.growth_yoy_pct, other.growth_yoy_pct, 1),
            numerator=own.growth_yoy_pct,
            denominator=other.growth_yoy_pct,
            period_used=own.period_used,
        )
        for code, name, other in rows
    ]


def feedback_gap(given: Edition) -> FigureRow:
    """企业汇总与反馈增速差 (百分点) of the unit's 规上 revenue, for exactly this period."""
    summed = clusters.whole(given)
    fed_back = lookup.unit_figure(given.desk, "revenue")
    same = fed_back.period_used == summed.period_used and fed_back.status in lookup.FED_BACK
    rate = fed_back.growth_yoy_pct if same else None
    return FigureRow(
        given.desk.unit.code,
        given.desk.unit.name,
        value=difference_pp(summed.growth_yoy_pct, rate, 1),
        numerator=summed.growth_yoy_pct,
        denominator=rate,
        period_used=str(given.period),
    )


def latest_feedback_gap(given: Edition) -> FigureRow | None:
    """The gap of the edition's period, or of the last one whose revenue has been fed back."""
    for step in (given, before(given)):
        found = feedback_gap(step)
        if found.value is not None:
            return found
    return None


def series(given: Edition, months: int = 24) -> pl.DataFrame:
    """Growth of each cluster, of all together and of the whole, month by month (走势).

    Columns: code, name, period, growth_yoy_pct, status. Only periods that have a figure.
    """
    steps: list[Edition] = []
    period = given.period
    first = given.period.shift(1 - months)
    while period >= first:
        steps.append(given.step(period=period))
        period = period.previous
    rows = [row for step in reversed(steps) for row in _series_rows(step)]
    schema = {"code": pl.String, "name": pl.String, "period": pl.String}
    return pl.DataFrame(
        rows, schema={**schema, "growth_yoy_pct": fig.RATE, "status": pl.String}, orient="row"
    )


def _series_rows(step: Edition) -> Iterable[tuple[object, ...]]:
    figures = [
        replace(clusters.whole(step), code="whole", name="规上工业"),
        replace(total_at(step), code="total", name="集群合计"),
        *by_cluster_at(step),
    ]
    for row in figures:
        if row.growth_yoy_pct is not None:
            rate = round(row.growth_yoy_pct, 10)
            yield (row.code, row.name, str(step.period), rate, row.status)


def _by_role(given: Edition) -> list[FigureRow]:
    rows = figures_by(given, "role")
    return fig.with_parts([rows[(r,)] for r in ROLES if (r,) in rows], total_at(given))


def _growing(rows: list[FigureRow]) -> tuple[Decimal, Decimal]:
    rates = [round_half_away(r.growth_yoy_pct, 1) for r in rows if r.growth_yoy_pct is not None]
    return Decimal(sum(r > 0 for r in rates)), Decimal(len(rates))
