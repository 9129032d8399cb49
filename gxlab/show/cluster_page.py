"""What each cell of the cluster notebook shows (集群月报各块), by the scope of the edition.

规上 is a sum over member firms in the register, 集群直报 the counties' own returns: an edition is
one or the other, so that the two never meet in a table. Sections that only firms can fill are
left out of a 直报 edition.
"""

from __future__ import annotations

from gxlab.measures import cluster_reports, clusters
from gxlab.measures.cluster_reports import Returns
from gxlab.measures.clusters import Edition
from gxlab.show import (
    cluster_chain_tables,
    cluster_charts,
    cluster_firm_tables,
    cluster_goal_tables,
    cluster_outlook,
    cluster_points,
    cluster_quality,
    cluster_return_sections,
    cluster_returns,
    cluster_revenue,
    cluster_sentences,
    cluster_tables,
    cluster_unit_tables,
)
from gxlab.show.objects import (
    Chart,
    KeyFigures,
    Masthead,
    Sentence,
    Sentences,
    Table,
)
from gxlab.warehouse.desk import Desk

Page = Edition | Returns
SCOPES = ("规上", cluster_reports.SCOPE)


class UnknownScope(ValueError):
    """The edition's scope is neither 规上 nor 集群直报 (口径参数有误)."""


def open_edition(desk: Desk, *, scope: str = "规上", revenue_basis: str = "快报") -> Page:
    """The edition of a scope. Raises UnknownScope, clusters.UnknownBasis."""
    if scope not in SCOPES:
        raise UnknownScope(f"参数 scope 应为“规上”或“集群直报”，实为“{scope}”，请改正后重新运行。")
    if scope == cluster_reports.SCOPE:
        return cluster_reports.returns(desk)
    return clusters.edition(desk, revenue_basis=revenue_basis)


def masthead(given: Page) -> Masthead:
    """眉头."""
    return (
        cluster_returns.masthead(given)
        if isinstance(given, Returns)
        else cluster_revenue.masthead(given)
    )


def headline(given: Page) -> Sentence:
    """开头一句."""
    return (
        cluster_returns.headline(given)
        if isinstance(given, Returns)
        else cluster_revenue.headline(given)
    )


def key_figures(given: Page) -> KeyFigures:
    """关键指标."""
    return (
        cluster_returns.key_figures(given)
        if isinstance(given, Returns)
        else cluster_revenue.key_figures(given)
    )


def key_points(given: Page) -> Sentences:
    """要点."""
    return (
        cluster_returns.key_points(given)
        if isinstance(given, Returns)
        else cluster_points.key_points(given)
    )


def overview(given: Page) -> Sentence:
    """一、总体, the judgement."""
    return (
        cluster_returns.overview(given)
        if isinstance(given, Returns)
        else cluster_sentences.overview(given)
    )


def growth_chart(given: Page) -> Chart | None:
    """Cumulative growth lines."""
    return (
        cluster_returns.growth_chart(given)
        if isinstance(given, Returns)
        else cluster_charts.growth(given)
    )


def overview_table(given: Page) -> Table:
    """A1."""
    return (
        cluster_returns.overview_table(given)
        if isinstance(given, Returns)
        else cluster_tables.overview(given)
    )


def pull(given: Page) -> Sentence | None:
    """二、谁在拉动、谁在拖累, the judgement."""
    return (
        cluster_return_sections.pull(given)
        if isinstance(given, Returns)
        else cluster_sentences.pull(given)
    )


def pull_chart(given: Page) -> Chart | None:
    """Contribution waterfall."""
    return (
        cluster_return_sections.pull_chart(given)
        if isinstance(given, Returns)
        else cluster_charts.waterfall(given)
    )


def pulling_table(given: Page) -> Table | None:
    """A2, the pulling firms."""
    return None if isinstance(given, Returns) else cluster_firm_tables.pulling(given)


def dragging_table(given: Page) -> Table | None:
    """A2, the dragging firms."""
    return None if isinstance(given, Returns) else cluster_firm_tables.dragging(given)


def stopped_table(given: Page) -> Table | None:
    """A3."""
    return None if isinstance(given, Returns) else cluster_firm_tables.stopped(given)


def bridge(given: Page) -> Sentence | None:
    """三、增量从哪来, the judgement."""
    return (
        cluster_return_sections.bridge(given)
        if isinstance(given, Returns)
        else cluster_sentences.bridge(given)
    )


def bridge_chart(given: Page) -> Chart | None:
    """Stacked bridge."""
    return None if isinstance(given, Returns) else cluster_charts.bridge(given)


def bridge_table(given: Page) -> Table | None:
    """A4."""
    return None if isinstance(given, Returns) else cluster_tables.bridge(given)


def chain(given: Page) -> Sentence | None:
    """四、链条与链主, the judgement."""
    return (
        cluster_return_sections.chain(given)
        if isinstance(given, Returns)
        else cluster_sentences.chain(given)
    )


def segment_chart(given: Page) -> Chart | None:
    """Segment heat strip."""
    return None if isinstance(given, Returns) else cluster_charts.segments(given)


def segment_table(given: Page) -> Table | None:
    """A5."""
    return None if isinstance(given, Returns) else cluster_chain_tables.segments(given)


def leader_table(given: Page) -> Table | None:
    """A6."""
    return None if isinstance(given, Returns) else cluster_firm_tables.leaders(given)


def goals(given: Page) -> Sentence | None:
    """五、目标与后几个月, the judgement."""
    return (
        cluster_return_sections.goals(given)
        if isinstance(given, Returns)
        else cluster_outlook.goals(given)
    )


def needed_chart(given: Page) -> Chart | None:
    """Needed path."""
    return None if isinstance(given, Returns) else cluster_charts.needed(given)


def goal_table(given: Page) -> Table | None:
    """A7."""
    return None if isinstance(given, Returns) else cluster_goal_tables.goals(given)


def units(given: Page) -> Sentence | None:
    """六、分单位, the judgement."""
    return (
        cluster_return_sections.units(given)
        if isinstance(given, Returns)
        else cluster_outlook.units(given)
    )


def unit_chart(given: Page) -> Chart | None:
    """Ranked dots."""
    return None if isinstance(given, Returns) else cluster_charts.units(given)


def peer_table(given: Page) -> Table | None:
    """A8 among peers."""
    return None if isinstance(given, Returns) else cluster_unit_tables.peers(given)


def unit_table(given: Page) -> Table | None:
    """A8 of the units below."""
    return (
        cluster_returns.unit_table(given)
        if isinstance(given, Returns)
        else cluster_unit_tables.below(given)
    )


def tiers(given: Page) -> Sentence | None:
    """七、梯队, the judgement."""
    return (
        cluster_return_sections.tiers(given)
        if isinstance(given, Returns)
        else cluster_outlook.tiers(given)
    )


def tier_table(given: Page) -> Table | None:
    """A9."""
    return (
        cluster_return_sections.tier_table(given)
        if isinstance(given, Returns)
        else cluster_unit_tables.tiers(given)
    )


def tier_count_table(given: Page) -> Table | None:
    """A9, the counts."""
    return None if isinstance(given, Returns) else cluster_unit_tables.tier_counts(given)


def club_table(given: Page) -> Table | None:
    """A10."""
    return None if isinstance(given, Returns) else cluster_unit_tables.clubs(given)


def quality_notes(given: Page) -> Sentences:
    """数据质量 in sentences."""
    return (
        cluster_returns.quality_notes(given)
        if isinstance(given, Returns)
        else cluster_quality.notes(given)
    )


def doubt_table(given: Page) -> Table | None:
    """疑似清单."""
    return (
        cluster_returns.doubt_table(given)
        if isinstance(given, Returns)
        else cluster_quality.doubts(given)
    )
