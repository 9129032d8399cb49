"""What ``gxlab value`` answers about clusters (集群取数): the same rows the report prints."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from gxlab.measures import cluster_figures, cluster_firms, clusters
from gxlab.measures.clusters import Edition
from gxlab.measures.figures import FigureRow
from gxlab.measures.lookup import UnanswerableQuestion
from gxlab.reference.indicators import indicator
from gxlab.warehouse.desk import Desk

ByDimension = dict[str | None, Callable[[Edition], list[FigureRow]]]


def figures(desk: Desk, indicator_id: str, by: str | None) -> list[FigureRow]:
    """The rows of one indicator of the cluster report at exactly the desk's period.

    Raises UnanswerableQuestion, one sentence that names the groupings there are.
    """
    known = QUESTIONS[indicator_id]
    if by not in known:
        offered = "、".join(k or "不分组" for k in known)
        name = indicator(indicator_id).name
        raise UnanswerableQuestion(f"指标“{name}”不能按“{by}”分组，可用：{offered}。")
    return known[by](clusters.edition_at(desk))


def by_member(given: Edition) -> list[FigureRow]:
    """Firms within each cluster, code ``cluster:enterprise``; share and pull of that cluster."""
    return [
        replace(row, code=f"{cluster}:{row.code}")
        for cluster in given.members["cluster"].unique().sort().to_list()
        for row in clusters.by_firm(given, cluster)
    ]


def _counts(given: Edition, listed: bool) -> list[FigureRow]:
    rows = cluster_figures.member_counts(given)
    return [r for r in rows if (r.code == given.list_name) is listed]


QUESTIONS: dict[str, ByDimension] = {
    "cluster_member_revenue": {
        None: lambda given: [clusters.total(given)],
        "cluster": clusters.by_cluster,
        "enterprise": clusters.by_firm,
        "member": by_member,
        "role": cluster_figures.by_role,
    },
    "cluster_member_count": {
        None: lambda given: _counts(given, True),
        "cluster": lambda given: _counts(given, False),
        "cluster_list": lambda given: _counts(given, True),
    },
    "cluster_revenue_without": {"enterprise": cluster_firms.without_each},
    "cluster_share": {None: lambda given: [cluster_figures.share(given)]},
    "cluster_growth_gap": {
        None: lambda given: cluster_figures.gaps(given)[:1],
        "against": cluster_figures.gaps,
    },
    "cluster_growing_share": {None: lambda given: [cluster_figures.growing_share(given)]},
}
