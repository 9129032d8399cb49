"""口径与来源 of the cluster report, by the scope of the edition."""

from __future__ import annotations

from gxlab.measures import cluster_reports, clusters
from gxlab.measures.cluster_reports import Returns
from gxlab.measures.clusters import Edition
from gxlab.show import annex
from gxlab.show.cluster_words import former
from gxlab.show.objects import Definitions


def definitions(given: Edition | Returns) -> Definitions:
    """口径与来源."""
    if isinstance(given, Returns):
        past = annex.former_term(former(given.period), cluster_reports.former_total(given))
        return annex.definitions(given.report, [cluster_reports.REVENUE, *RETURN_TERMS], past)
    past = annex.former_term(former(given.period), clusters.former_total(given))
    return annex.definitions(given.report, TERMS, (*EXTRA, *past))


TERMS = (
    "revenue",
    "cluster_member_revenue",
    "cluster_growing_share",
    "cluster_month_revenue",
    "cluster_bridge",
    "cluster_rolling_revenue",
    "cluster_remaining_base",
)
RETURN_TERMS = ("cluster_tax", "cluster_employees", "cluster_enterprises")
EXTRA = (
    (
        "集群口径",
        "A-规上为名录内成员企业汇总，是规上工业营业收入的其中项；A-集群直报为县区集群月报汇总，"
        "含规下。两种口径不在同一张表中出现，不可相加或相比。",
    ),
    (
        "占比与拉动",
        "拉动 =（本期数 − 同期数）÷ 总体同期数 × 100；"
        "占比和拉动只在同期、同范围、同来源的数之间计算。",
    ),
    (
        "剔除测算",
        "总体的本期数和同期数同时减去所列企业后重新计算增速，不等于增速减拉动。",
    ),
    (
        "企业名录与成员",
        "成员以期末有效的成员名单为准，一户同属几个集群时分集群各计一次、合计只计一次。",
    ),
)
