"""What ``gxlab value`` answers about clusters (集群取数): the same rows the report prints."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from gxlab.measures import (
    cluster_bridge,
    cluster_chain,
    cluster_figures,
    cluster_firms,
    cluster_month,
    cluster_projects,
    cluster_reports,
    cluster_stopped,
    cluster_targets,
    cluster_tiers,
    cluster_units,
    clusters,
    doubling,
    landing,
    revenue_bridge,
)
from gxlab.measures.clusters import Edition
from gxlab.measures.figures import FigureRow
from gxlab.measures.lookup import UnanswerableQuestion
from gxlab.reference.indicators import indicator
from gxlab.warehouse.desk import Desk

Rows = list[FigureRow]
ByDimension = dict[str | None, Callable[[Edition], Rows]]

ROLLING = "cluster_report_rolling"
REPORTED = (
    "cluster_revenue",
    "cluster_tax",
    "cluster_employees",
    "cluster_enterprises",
    "cluster_leading_revenue",
    ROLLING,
)


def figures(desk: Desk, indicator_id: str, by: str | None) -> Rows:
    """The rows of one indicator of the cluster report at exactly the desk's period.

    Raises UnanswerableQuestion, one sentence that names the groupings there are.
    """
    if indicator_id in REPORTED:
        return _reported(desk, indicator_id, by)
    known = QUESTIONS[indicator_id]
    if by not in known:
        raise _unanswerable(indicator_id, by, [k for k in known if k])
    return known[by](clusters.edition_at(desk))


def by_member(given: Edition) -> Rows:
    """Firms within each cluster, code ``cluster:enterprise``; share and pull of that cluster."""
    return [
        replace(row, code=f"{cluster}:{row.code}")
        for cluster in given.members["cluster"].unique().sort().to_list()
        for row in clusters.by_firm(given, cluster)
    ]


def _reported(desk: Desk, indicator_id: str, by: str | None) -> Rows:
    given = cluster_reports.returns_at(desk)
    if indicator_id == ROLLING:
        if by != "cluster":
            raise _unanswerable(indicator_id, by, ["cluster"])
        return cluster_reports.rolling(given)
    if by == "cluster":
        return cluster_reports.by_cluster(given, indicator_id)
    if by == "county" and indicator_id == cluster_reports.REVENUE:
        return cluster_reports.by_unit(given)
    if by is not None:
        raise _unanswerable(indicator_id, by, ["cluster"])
    if indicator_id == cluster_reports.REVENUE:
        return [cluster_reports.total(given)]
    return [cluster_reports.figures(given, indicator_id)]


def _counts(given: Edition, listed: bool) -> Rows:
    rows = cluster_figures.member_counts(given)
    return [r for r in rows if (r.code == given.list_name) is listed]


def _month(given: Edition) -> Rows:
    found = cluster_month.month_estimate(given)
    unit = given.desk.unit
    missing = FigureRow(unit.code, unit.name, period_used=str(given.period), missing="no_data")
    return [found.row if found else missing]


def _without_joined(given: Edition) -> Rows:
    found = cluster_bridge.without_joined(given)
    return [found] if found else []


def _unanswerable(indicator_id: str, by: str | None, offered: list[str]) -> UnanswerableQuestion:
    name = indicator(indicator_id).name
    listed = "、".join(offered) or "不分组"
    return UnanswerableQuestion(f"指标“{name}”不能按“{by or '不分组'}”取数，可用：{listed}。")


QUESTIONS: dict[str, ByDimension] = {
    "cluster_member_revenue": {
        None: lambda given: [clusters.total(given)],
        "cluster": clusters.by_cluster,
        "enterprise": clusters.by_firm,
        "member": by_member,
        "role": cluster_figures.by_role,
        "segment": cluster_chain.segment_rows,
        "goal": cluster_targets.goal_rows,
    },
    "cluster_member_count": {
        None: lambda given: _counts(given, True),
        "cluster": lambda given: _counts(given, False),
        "cluster_list": lambda given: _counts(given, True),
        "segment": cluster_chain.segment_counts,
        "role": cluster_chain.role_counts,
    },
    "cluster_ledger_investment": {
        "segment": lambda given: cluster_projects.project_rows(given, "segment"),
        "enterprise": lambda given: cluster_projects.project_rows(given, "enterprise"),
    },
    "cluster_share": {None: lambda given: [cluster_figures.share(given)]},
    "cluster_growth_gap": {
        None: lambda given: cluster_figures.gaps(given)[:1],
        "against": cluster_figures.gaps,
    },
    "cluster_growing_unit_share": {None: lambda given: [cluster_units.growing_share(given)]},
    "cluster_goal_count": {"light": cluster_targets.goal_counts},
    "cluster_growing_share": {None: lambda given: [cluster_figures.growing_share(given)]},
    "cluster_month_revenue": {None: _month},
    "cluster_revenue_without": {
        "enterprise": cluster_firms.without_each,
        "part": _without_joined,
    },
    "cluster_bridge": {
        None: lambda given: [cluster_bridge.summed(given)],
        "component": cluster_bridge.components,
        "cluster": cluster_bridge.by_cluster,
    },
    "revenue_bridge": {
        None: revenue_bridge.summed,
        "component": revenue_bridge.components,
        "industry": revenue_bridge.by_industry,
    },
    "cluster_rolling_revenue": {"cluster": cluster_tiers.rolling_rows},
    "cluster_remaining_base": {"goal": cluster_targets.remaining_bases},
    "cluster_landing": {"goal": landing.landing_rows},
    "revenue_doubling": {"year": lambda given: doubling.unit_path(given.desk, "revenue")},
    "cluster_tier_count": {"tier": cluster_tiers.tier_counts},
    "enterprise_club_count": {"club": cluster_tiers.club_rows},
    "stopped_count": {
        None: cluster_stopped.unit_count,
        "cluster_list": cluster_stopped.counts,
    },
    "revenue_gap": {None: lambda given: [cluster_figures.feedback_gap(given)]},
}
INDICATORS = (*QUESTIONS, *REPORTED)
