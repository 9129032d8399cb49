"""Who pulls and who drags (拉动与下拉): member firms with causes, and growth without one of them.

Firm rows exist in the internal audience only; in a shared edition every function here is empty.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import Decimal

import polars as pl

from gxlab.measures import clusters, lookup
from gxlab.measures.clusters import Edition
from gxlab.measures.figures import FigureRow
from gxlab.measures.rates import growth_without
from gxlab.measures.scope import unit_firms

CAUSE_KIND, CAUSE = "原因类别", "原因"
ZERO = Decimal(0)


@dataclass(frozen=True)
class FirmMove:
    """One member firm and what is known about its move (企业增减).

    ``electricity``/``invoices`` are the firm's own growth of the same period, corroborating or
    doubting the revenue; ``cause_kind`` and ``cause`` are what the firm itself wrote.
    """

    row: FigureRow
    clusters: tuple[str, ...]
    segment: str
    place: str
    electricity: FigureRow | None = None
    invoices: FigureRow | None = None
    cause_kind: str = ""
    cause: str = ""


def moves(given: Edition) -> list[FirmMove]:
    """Member firms from the largest pull on the clusters' total to the largest drag.

    Equal pulls stand by code. Firms that left the growth (基数缺失, 未报) have no pull.
    """
    if given.desk.audience == "shared":
        return []
    return clusters.once(given, "moves", lambda: _moves(given))


def _moves(given: Edition) -> list[FirmMove]:
    rows = [r for r in clusters.by_firm(given) if r.pull_pp is not None]
    ordered = sorted(rows, key=lambda r: (-(r.pull_pp or 0), r.code))
    power = _growth_of(given, "electricity")
    invoices = _growth_of(given, "invoice_sales")
    causes = _causes(given)
    places = _places(given)
    standing = _standing(given)
    return [
        FirmMove(
            row,
            *standing[row.code],
            places.get(row.code, ""),
            power.get(row.code),
            invoices.get(row.code),
            *causes.get(row.code, ("", "")),
        )
        for row in ordered
    ]


def leading(found: list[FirmMove], count: int) -> tuple[list[FirmMove], list[FirmMove]]:
    """The ``count`` largest pulls, and the ``count`` largest drags with the largest first."""
    up = [m for m in found if (m.row.pull_pp or 0) > 0][:count]
    down = [m for m in reversed(found) if (m.row.pull_pp or 0) < 0][:count]
    return up, down


def without(total: FigureRow, left_out: Iterable[FigureRow]) -> FigureRow:
    """剔除测算: a total without the given firms, taken out of value and base alike."""
    if total.numerator is None or total.denominator is None or total.value is None:
        return replace(total, growth_yoy_pct=None)
    compared = [r for r in left_out if r.numerator is not None and r.denominator is not None]
    value = sum((r.numerator or ZERO for r in compared), ZERO)
    base = sum((r.denominator or ZERO for r in compared), ZERO)
    return replace(
        total,
        value=total.value - value,
        base=total.denominator - base,
        numerator=total.numerator - value,
        denominator=total.denominator - base,
        growth_yoy_pct=growth_without((total.numerator, total.denominator), (value, base)),
        change_pp=None,
        pull_pp=None,
        share_pct=None,
    )


def without_each(given: Edition) -> list[FigureRow]:
    """The clusters' total without each firm in turn, coded and named by the firm left out."""
    if given.desk.audience == "shared":
        return []
    total = clusters.total(given)
    rows = [r for r in clusters.by_firm(given) if r.pull_pp is not None]
    return [replace(without(total, [r]), code=r.code, name=r.name) for r in rows]


def _growth_of(given: Edition, indicator_id: str) -> dict[str, FigureRow]:
    rows = lookup.by_enterprise(given.desk, indicator_id)
    return {r.code: r for r in rows if r.growth_yoy_pct is not None}


def _causes(given: Edition) -> dict[str, tuple[str, str]]:
    notes = given.desk.read("cluster_notes", period=str(given.period))
    own = notes.join(
        clusters.member_firms(given), left_on="code", right_on="enterprise", how="semi"
    )
    found: dict[str, dict[str, str]] = {}
    for row in given.desk.uses(own).to_dicts():
        found.setdefault(row["code"], {})[row["kind"]] = row["text"] or ""
    return {code: (said.get(CAUSE_KIND, ""), said.get(CAUSE, "")) for code, said in found.items()}


def _places(given: Edition) -> dict[str, str]:
    """属地 by firm: the unit directly below the page's own, or the page's own unit."""
    desk = given.desk
    names: dict[str, str] = {}
    for below in desk.units.children(desk.unit.code):
        if below.kind == "zone":
            continue
        inside = unit_firms(desk, below.code, given.firms, given.period.last_day)
        names |= dict.fromkeys(inside["enterprise"].to_list(), below.name)
    return dict.fromkeys(given.firms["enterprise"].to_list(), desk.unit.name) | names


def _standing(given: Edition) -> dict[str, tuple[tuple[str, ...], str]]:
    """Clusters and first segment by firm."""
    names = given.names
    grouped = (
        given.members.sort("enterprise", "cluster")
        .group_by("enterprise", maintain_order=True)
        .agg(pl.col("cluster"), pl.col("segment").drop_nulls().first())
    )
    return {
        r["enterprise"]: (tuple(names[c] for c in r["cluster"]), r["segment"] or "")
        for r in grouped.to_dicts()
    }
