"""Cluster revenue, scope 规上 (集群营收): sums over member firms inside the register.

A cluster has no fed-back total: its figure is the sum over its member firms in the register of the
period, each firm counted once however many clusters it belongs to. Membership is frozen at the
period's end. The second scope, the counties' own cluster returns, is ``cluster_reports``; the two
never meet in one table.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any, TypeVar

import polars as pl

from gxlab.measures import figures as fig
from gxlab.measures.cells import cells
from gxlab.measures.cluster_scope import list_on, note_sources
from gxlab.measures.figures import FigureRow
from gxlab.measures.firm_sums import firm_rows, kept_exits
from gxlab.measures.lookup import FED_BACK
from gxlab.measures.released import Former, former_growth
from gxlab.measures.scope import members_on
from gxlab.reference.indicators import indicator
from gxlab.reference.numbers import difference_pp
from gxlab.reference.periods import Period
from gxlab.warehouse.desk import Desk

T = TypeVar("T")
REVENUE = "cluster_member_revenue"
BASES = ("快报", "反馈")


class UnknownBasis(ValueError):
    """The edition's revenue basis is neither 快报 nor 反馈 (营收数据期参数有误)."""


@dataclass(frozen=True, eq=False)
class Edition:
    """What one edition is computed from (一期的口径): one period, one list, one register.

    ``desk`` stands at the period of the revenue, which may lie one month before ``report``.
    ``clusters``: cluster, name, leader, office of the list. ``firms``: firm rows of the unit's
    register with their basis. ``members``: cluster, enterprise, segment, role of those firms.
    ``kept``: rows of firms that left the register and whose base stays (退库留基数).
    ``memo`` holds what has been computed for a unit and period; every edition reached from this
    one by :meth:`step` shares it, and it lives no longer than they do.
    """

    report: Desk
    desk: Desk
    basis: str
    list_name: str
    clusters: pl.DataFrame
    firms: pl.DataFrame
    members: pl.DataFrame
    kept: pl.DataFrame
    memo: dict[tuple[str, str, str], Any] = field(default_factory=dict)

    @property
    def period(self) -> Period:
        """The period of every revenue figure of the edition (营收所属期)."""
        return self.desk.period

    @property
    def names(self) -> dict[str, str]:
        """Names of the clusters on the list, by code."""
        return dict(zip(self.clusters["cluster"], self.clusters["name"], strict=True))

    def step(self, *, unit: str | None = None, period: Period | None = None) -> Edition:
        """The same edition of another unit or period, with the members, register, list of then."""
        desk = self.desk.at(unit=unit, period=period)
        key = ("edition", desk.unit.code, str(desk.period))
        if key not in self.memo:
            made = edition_at(desk)
            self.memo[key] = replace(made, report=self.report, basis=self.basis, memo=self.memo)
        found: Edition = self.memo[key]
        return found

    @property
    def has_register(self) -> bool:
        """Whether the firms come from a register (名录), or only from a list of firms."""
        return bool(self.firms["state"].is_not_null().any())


def edition(desk: Desk, *, revenue_basis: str = "快报") -> Edition:
    """The edition of a report: one revenue period throughout.

    快报 takes the firms' direct returns of the report's own period, 反馈 the last period whose
    revenue has been fed back, with the firm sums of that same period. Raises UnknownBasis.
    """
    if revenue_basis not in BASES:
        raise UnknownBasis(
            f"参数 revenue_basis 应为“快报”或“反馈”，实为“{revenue_basis}”，请改正后重新运行。"
        )
    candidates = [desk.period, desk.period.previous]
    if revenue_basis == "反馈":
        # A refused feedback file leaves a gap; the last one that came in then serves.
        candidates.append(desk.period.previous.previous)
    has = _fed_back if revenue_basis == "反馈" else _reported
    period = next((p for p in candidates if has(desk.at(period=p))), desk.period)
    found = replace(edition_at(desk.at(period=period)), report=desk, basis=revenue_basis)
    found.memo["edition", desk.unit.code, str(period)] = found
    return found


def edition_at(desk: Desk) -> Edition:
    """The edition whose revenue period is exactly the desk's (取数用)."""
    list_name, clusters = list_on(desk)
    firms = firm_rows(desk, "revenue", "ytd")
    kept = kept_exits(desk, "revenue", "ytd", firms)
    members = members_on(desk, desk.period).join(
        firms.select("enterprise"), on="enterprise", how="semi"
    )
    if clusters.is_empty():
        codes = members["cluster"].unique().sort().to_list()
        clusters = pl.DataFrame(
            {"cluster": codes, "name": codes, "leader": [None] * len(codes), "office": None},
            schema=dict.fromkeys(("cluster", "name", "leader", "office"), pl.String),
        )
    listed = members.join(clusters.select("cluster"), on="cluster", how="semi")
    note_sources(desk, listed)
    members = listed.sort("cluster", "enterprise")
    return Edition(desk, desk, "快报", list_name, clusters, firms, members, kept)


def before(given: Edition) -> Edition:
    """The edition of the period before (上期): its own members, register and list."""
    return given.step(period=given.period.previous)


def once(given: Edition, name: str, make: Callable[[], T]) -> T:
    """What ``make`` gives, computed once for this unit and period of a page."""
    key = (name, given.desk.unit.code, str(given.period))
    if key not in given.memo:
        given.memo[key] = make()
    found: T = given.memo[key]
    return found


def whole(given: Edition) -> FigureRow:
    """规上工业营业收入 by firm sum: the total that shares and pulls of clusters refer to."""
    unit = given.desk.unit
    rows = pl.concat([given.firms, given.kept])
    return once(given, "whole", lambda: figure_of(given, rows, unit.code, unit.name))


def total(given: Edition) -> FigureRow:
    """All clusters of the list together, each firm once; share and pull of :func:`whole`."""
    return with_change(total_at(given), former_total(given))


def former_total(given: Edition) -> Former:
    """上期增速 of the clusters together, as the last signed edition printed it."""
    return former_rate(given, total_at(before(given)))


def former_rate(given: Edition, past: FigureRow, by: str | None = None) -> Former:
    """上期增速 of a row of the edition :func:`before`, as the last signed edition printed it."""
    return former_growth(given.report, REVENUE, given.desk.unit.code, past, by)


def by_cluster(given: Edition) -> list[FigureRow]:
    """One row a cluster with members in the unit; share and pull of the clusters' total.

    Clusters may share firms, so the rows need not add up to the total.
    """
    former = former_by_cluster(given)
    return [with_change(row, former.get(row.code)) for row in by_cluster_at(given)]


def former_by_cluster(given: Edition) -> dict[str, Former]:
    """上期增速 of each cluster."""
    return {r.code: former_rate(given, r, "cluster") for r in by_cluster_at(before(given))}


def by_firm(given: Edition, cluster: str | None = None) -> list[FigureRow]:
    """Member firms; share and pull of all clusters together, or of one cluster where named."""
    return once(given, f"by_firm {cluster}", lambda: _by_firm(given, cluster))


def member_firms(given: Edition, cluster: str | None = None) -> pl.DataFrame:
    """Firm rows of the members, each firm once, of one cluster or of the whole list."""
    members = given.members
    if cluster is not None:
        members = members.filter(pl.col("cluster") == cluster)
    return given.firms.join(members.select("enterprise").unique(), on="enterprise", how="semi")


def sum_rows(given: Edition, cluster: str | None = None) -> pl.DataFrame:
    """What sums over members are made of: the member firms and removed ones whose base stays."""
    if given.kept.is_empty():
        return member_firms(given, cluster)
    listed = given.clusters["cluster"].to_list() if cluster is None else [cluster]
    stood = kept_members(given).filter(pl.col("cluster").is_in(listed))
    kept = given.kept.join(stood.select("enterprise").unique(), on="enterprise", how="semi")
    return pl.concat([member_firms(given, cluster), kept])


def kept_members(given: Edition) -> pl.DataFrame:
    """Where the removed firms whose base stays stood a year ago; columns as ``members``.

    Their membership ends with them, and their base belongs where it was earned.
    """
    then = members_on(given.desk, given.period.prior_year)
    pairs = then.join(given.kept, on="enterprise", how="semi")
    return pairs.join(given.clusters, on="cluster", how="semi").select(given.members.columns)


def overlap(given: Edition) -> pl.DataFrame:
    """Firms in more than one cluster (一企多群): enterprise, name, clusters."""
    counted = given.members.group_by("enterprise").agg(pl.col("cluster").sort())
    several = counted.filter(pl.col("cluster").list.len() > 1)
    names = given.firms.select("enterprise", "name")
    return several.join(names, on="enterprise", how="left").sort("enterprise")


def total_at(given: Edition) -> FigureRow:
    """As :func:`total`, without the comparison with 上期."""
    return once(given, "total", lambda: _total_at(given))


def by_cluster_at(given: Edition) -> list[FigureRow]:
    """As :func:`by_cluster`, without the comparison with 上期."""
    return once(given, "by_cluster", lambda: _by_cluster_at(given))


def figures_by(given: Edition, *keys: str) -> dict[tuple[str, ...], FigureRow]:
    """Sums of member firms by columns of ``members`` (cluster, segment, role), coded ``a:b``.

    A firm that stands twice under one key counts once; rows without a key are left out.
    """
    members, firms = given.members, given.firms
    if not given.kept.is_empty():
        members = pl.concat([members, kept_members(given)])
        firms = pl.concat([firms, given.kept])
    pairs = members.select(*keys, "enterprise").drop_nulls().unique()
    joined = firms.join(pairs, on="enterprise", how="inner")
    found = {}
    for cell in cells(joined, [*keys, "span"]).to_dicts():
        key = tuple(cell[k] for k in keys)
        period = str(given.period)
        found[key] = fig.from_cell(cell, code=":".join(key), name=key[-1], period=period)
    return found


def _by_firm(given: Edition, cluster: str | None) -> list[FigureRow]:
    rows = sum_rows(given, cluster)
    if rows.is_empty():
        return []
    sum_of = figure_of(given, rows, given.desk.unit.code, given.desk.unit.name)
    return fig.with_parts([fig.from_firm(r) for r in rows.to_dicts()], sum_of)


def _total_at(given: Edition) -> FigureRow:
    row = figure_of(given, sum_rows(given), given.desk.unit.code, given.desk.unit.name)
    return fig.with_parts([row], whole(given))[0]


def _by_cluster_at(given: Edition) -> list[FigureRow]:
    names = given.names
    found = figures_by(given, "cluster")
    rows = [replace(row, name=names[code]) for (code,), row in sorted(found.items())]
    return fig.ranked(fig.with_parts(rows, total_at(given)), indicator("revenue"))


def figure_of(given: Edition, rows: pl.DataFrame, code: str, name: str) -> FigureRow:
    """The sum over firm rows as a figure; without any row a figure that says so."""
    if rows.is_empty():
        return FigureRow(code, name, period_used=str(given.period), missing="no_data")
    cell = cells(rows, ["span"]).to_dicts()[0]
    return fig.from_cell(cell, code=code, name=name, period=str(given.period))


def with_change(row: FigureRow, former: Former | None) -> FigureRow:
    """比上期 from the two rates as printed."""
    if former is None:
        return row
    return replace(row, change_pp=difference_pp(row.growth_yoy_pct, former.value, 1))


def _reported(desk: Desk) -> bool:
    return bool(firm_rows(desk, "revenue", "ytd")["value"].is_not_null().any())


def _fed_back(desk: Desk) -> bool:
    """Whether the unit's revenue, or that of a unit above it, has been fed back for the period."""
    rows = desk.read("reading", indicators=["revenue"])
    above = desk.units.ancestors(desk.unit.code)
    found = rows.filter(
        (pl.col("subject") == "unit")
        & (pl.col("period") == str(desk.period))
        & pl.col("status").is_in(FED_BACK)
        & pl.col("code").is_in(above)
    )
    return not found.is_empty()
