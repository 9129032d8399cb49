"""链条与链主 (A5, A6): the segments of each chain, where one may be weak, and the leading firms.

A weak segment is a 数据提示 together with the rule that raised it; only a person makes it a 短板.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

import polars as pl

from gxlab.measures import clusters
from gxlab.measures import figures as fig
from gxlab.measures.cluster_projects import Projects, projects_by
from gxlab.measures.clusters import Edition, by_cluster_at, figures_by, once
from gxlab.measures.figures import FigureRow
from gxlab.measures.rates import share_pct
from gxlab.measures.scope import unit_firms
from gxlab.reference.numbers import difference_pp
from gxlab.warehouse.desk import valid_on

ZERO = Decimal(0)
LEADERS = ("链主", "头部", "领跑者")


@dataclass(frozen=True)
class Segment:
    """One segment of a chain (环节) as the page's unit has it.

    ``row``: revenue with share and pull of its own chain, code ``cluster:segment``. ``members``
    counts all member firms, ``row.n`` those of the register that reported. ``hint`` is the rule
    by which the whole chain's segment looks weak, "" otherwise.
    """

    cluster: str
    name: str
    position: int
    members: int
    listed: int
    row: FigureRow
    gap: str
    hint: str
    projects: Projects | None


@dataclass(frozen=True)
class Leader:
    """One leading firm of a chain (链主、头部、领跑者): its revenue and what it brings along."""

    cluster: str
    role: str
    row: FigureRow
    partners: int
    projects: Projects | None


def segments(given: Edition) -> list[Segment]:
    """The segments of every cluster in chain order, only those with members in the unit."""
    return once(given, "chain", lambda: _segments(given))


def _segments(given: Edition) -> list[Segment]:
    chain = given.desk.uses(given.desk.read("cluster_segments")).to_dicts()
    known = {(r["cluster"], r["segment"]): r for r in chain}
    rows = {r.code: r for r in segment_rows(given)}
    hints = weak_segments(given)
    members = _all_members(given)
    listed = given.members.group_by("cluster", "segment").len()
    in_register = {(c, s): n for c, s, n in listed.iter_rows()}
    projects = projects_by(given, "segment")
    found = []
    for cluster, segment, count in members.iter_rows():
        if segment is None:
            continue
        code = f"{cluster}:{segment}"
        about = known.get((cluster, segment), {})
        found.append(
            Segment(
                cluster,
                segment,
                int(about.get("position") or 99),
                count,
                in_register.get((cluster, segment), 0),
                rows.get(code) or FigureRow(code, segment, period_used=str(given.period)),
                about.get("gap") or "",
                hints.get(code, ""),
                projects.get(code),
            )
        )
    return sorted(found, key=lambda s: (s.cluster, s.position, s.name))


def segment_rows(given: Edition) -> list[FigureRow]:
    """Revenue by segment, code ``cluster:segment``; share and pull of the own chain."""
    return once(given, "segments", lambda: _segment_rows(given))


def _segment_rows(given: Edition) -> list[FigureRow]:
    chains = {r.code: r for r in by_cluster_at(given)}
    found = sorted(figures_by(given, "cluster", "segment").items())
    return [fig.with_parts([row], chains[cluster])[0] for (cluster, _), row in found]


def weak_segments(given: Edition) -> dict[str, str]:
    """数据提示 by segment code: the rule that holds for the chain of the whole area.

    No firm of the register; or growth below the chain by policy ``weak_segment_gap_pp`` in
    ``weak_segment_readings`` readings running; or one firm above ``weak_segment_dominance_pct`` of
    the revenue.
    """
    city = given.step(unit=given.desk.units.root.code)
    return once(city, "weak", lambda: _weak_segments(city))


def _weak_segments(city: Edition) -> dict[str, str]:
    found: dict[str, str] = {}
    slow = _slow_segments(city)
    for cluster, segment, _ in _all_members(city).drop_nulls("segment").iter_rows():
        code = f"{cluster}:{segment}"
        own = _firms_of(city, cluster, segment)
        if own.is_empty():
            found[code] = "环节内无规上企业"
        elif code in slow:
            found[code] = slow[code]
        elif _dominated(city, own):
            limit = city.desk.policy("weak_segment_dominance_pct")
            found[code] = f"一户占环节营收{limit}%以上"
    return found


def leading(found: Sequence[Leader], count: int) -> list[Leader]:
    """链主 and 头部 all, of the many 领跑者 of a cluster the ``count`` largest."""
    kept: list[Leader] = []
    for firm in found:
        same = sum(k.cluster == firm.cluster and k.role == firm.role for k in kept)
        if firm.role != LEADERS[-1] or same < count:
            kept.append(firm)
    return kept


def leaders(given: Edition) -> list[Leader]:
    """链主, 头部 and 领跑者 of the unit by cluster; firms are for internal readers only."""
    if given.desk.audience == "shared":
        return []
    roles = given.members.filter(pl.col("role").is_in(LEADERS))
    projects = projects_by(given, "enterprise")
    suppliers = given.members.filter(pl.col("role") == "配套")
    found = []
    for cluster in roles["cluster"].unique().sort().to_list():
        rows = {r.code: r for r in clusters.by_firm(given, cluster)}
        partners = suppliers.filter(pl.col("cluster") == cluster)["enterprise"].n_unique()
        own = roles.filter(pl.col("cluster") == cluster)
        for code, role in own.select("enterprise", "role").iter_rows():
            row = replace(rows[code], code=f"{cluster}:{code}")
            found.append(Leader(cluster, role, row, partners, projects.get(code)))
    return sorted(
        found, key=lambda f: (f.cluster, LEADERS.index(f.role), -(f.row.value or ZERO), f.row.code)
    )


def segment_counts(given: Edition) -> list[FigureRow]:
    """Member firms by segment: value those in the register, ``n`` all of them."""
    return [
        FigureRow(
            s.row.code,
            s.name,
            value=Decimal(s.listed),
            n=s.members,
            period_used=str(given.period),
            span="point",
        )
        for s in segments(given)
    ]


def role_counts(given: Edition) -> list[FigureRow]:
    """Members in the register by cluster and role, code ``cluster:role``."""
    counted = (
        given.members.drop_nulls("role")
        .group_by("cluster", "role")
        .agg(pl.col("enterprise").n_unique())
    )
    return [
        FigureRow(
            f"{cluster}:{role}",
            role,
            value=Decimal(count),
            period_used=str(given.period),
            span="point",
        )
        for cluster, role, count in counted.sort("cluster", "role").iter_rows()
    ]


def strip(given: Edition, cluster: str, readings: int = 12) -> pl.DataFrame:
    """Growth of one chain's segments over the readings (环节走势): segment, period, value, weak."""
    hints = weak_segments(given)
    order = [s.name for s in segments(given) if s.cluster == cluster]
    rows = []
    for step in _back(given, readings):
        known = {r.code: r for r in segment_rows(step)}
        for segment in order:
            row = known.get(f"{cluster}:{segment}")
            rate = row.growth_yoy_pct if row else None
            value = None if rate is None else round(rate, 10)
            rows.append((segment, str(step.period), value, hints.get(f"{cluster}:{segment}")))
    texts = dict.fromkeys(("segment", "period", "value", "weak"), pl.String)
    schema: dict[str, Any] = texts | {"value": fig.RATE}
    ordered = sorted(rows, key=lambda r: (order.index(r[0]), r[1]))
    return pl.DataFrame(ordered, schema=schema, orient="row")


def _slow_segments(city: Edition) -> dict[str, str]:
    limit = city.desk.policy_number("weak_segment_gap_pp")
    readings = int(city.desk.policy_number("weak_segment_readings"))
    steps = _back(city, readings)
    if len(steps) < readings:
        return {}
    slow = [_behind(step, limit) for step in steps]
    said = f"连续{readings}期低于全链{limit}个百分点以上"
    return dict.fromkeys(set.intersection(*slow), said)


def _behind(step: Edition, limit: Decimal) -> set[str]:
    chains = {r.code: r.growth_yoy_pct for r in by_cluster_at(step)}
    found = set()
    for row in segment_rows(step):
        gap = difference_pp(row.growth_yoy_pct, chains[row.code.split(":")[0]], 1)
        if gap is not None and gap <= -limit:
            found.add(row.code)
    return found


def _dominated(city: Edition, own: pl.DataFrame) -> bool:
    values = [v for v in own["value"].to_list() if v is not None]
    largest = share_pct(max(values, default=None), sum(values, ZERO))
    limit = city.desk.policy_number("weak_segment_dominance_pct")
    return largest is not None and largest > limit


def _back(given: Edition, readings: int) -> Sequence[Edition]:
    """The last readings up to the edition's period, oldest first, without empty periods."""
    steps = []
    period = given.period
    for _ in range(readings):
        step = given.step(period=period)
        if step.firms["value"].is_not_null().any():
            steps.append(step)
        period = period.previous
    return steps[::-1]


def _firms_of(given: Edition, cluster: str, segment: str) -> pl.DataFrame:
    own = given.members.filter((pl.col("cluster") == cluster) & (pl.col("segment") == segment))
    return given.firms.join(own.select("enterprise"), on="enterprise", how="semi")


def _all_members(given: Edition) -> pl.DataFrame:
    """Members by segment, firms below scale included; in a unit below the city its own firms."""
    rows = valid_on(given.desk.read("cluster_members"), given.period.last_day)
    rows = rows.join(given.clusters.select("cluster"), on="cluster", how="semi")
    if given.desk.unit != given.desk.units.root:
        rows = rows.join(_unit_enterprises(given), on="enterprise", how="semi")
    counted = rows.group_by("cluster", "segment").agg(pl.col("enterprise").n_unique())
    return counted.sort("cluster", "segment")


def _unit_enterprises(given: Edition) -> pl.DataFrame:
    known = given.desk.read("enterprises")
    inside = unit_firms(given.desk, given.desk.unit.code, known, given.period.last_day)
    return pl.concat([inside.select("enterprise"), given.firms.select("enterprise")]).unique()
