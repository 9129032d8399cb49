"""Sections two to seven of a 集群直报 edition; what returns cannot tell is said in a sentence."""

from __future__ import annotations

from decimal import Decimal

from gxlab.measures import cluster_reports as reports
from gxlab.measures.cluster_reports import Returns
from gxlab.measures.cluster_tiers import bounds_of, tier_names, tier_of
from gxlab.measures.figures import FigureRow
from gxlab.reference.numbers import round_half_away
from gxlab.show import grammar
from gxlab.show.cluster_charts import waterfall_of
from gxlab.show.cluster_returns import SCOPE
from gxlab.show.cluster_words import Cells, left, short, table
from gxlab.show.figures import printed, where
from gxlab.show.objects import Cell, Chart, Column, Sentence, Table

YI = "亿元"
ROLLING = "cluster_report_rolling"


def pull(given: Returns) -> Sentence | None:
    """二、谁在拉动、谁在拖累: by cluster only."""
    if given.rows.is_empty():
        return None
    rows = [r for r in reports.by_cluster(given) if r.pull_pp is not None]
    ordered = sorted(rows, key=lambda r: (-(r.pull_pp or Decimal(0)), r.code))
    ends = [ordered[0], ordered[-1]] if len(ordered) > 1 else []
    clauses = []
    for row, up in zip(ends, (True, False), strict=False):
        ref = where(row, reports.REVENUE, given.desk.unit.code, "cluster").ref("pull_pp", row.code)
        clause = grammar.pull(row.pull_pp, "集群营收", ref)
        if clause and (round_half_away(row.pull_pp or Decimal(0), 1) > 0) is up:
            clauses.append((f"{short(row.name)}集群", *clause))
    said = grammar.join(*clauses)
    return Sentence((*said, "集群直报只有汇总数，不分解到企业。"), "judgement")


def pull_chart(given: Returns) -> Chart | None:
    """Contribution waterfall by cluster."""
    return waterfall_of(reports.by_cluster(given), reports.total(given))


def bridge(given: Returns) -> Sentence | None:
    """三、增量从哪来."""
    if given.rows.is_empty():
        return None
    return Sentence(("集群直报没有分企业数，不作增量分解。",), "judgement")


def chain(given: Returns) -> Sentence | None:
    """四、链条与链主."""
    if given.rows.is_empty():
        return None
    return Sentence(("集群直报没有分环节、分企业数，见规上口径的一期。",), "judgement")


def goals(given: Returns) -> Sentence | None:
    """五、目标与后几个月."""
    if given.rows.is_empty():
        return None
    return Sentence(("集群年度目标按规上口径下达，完成情况见规上口径的一期。",), "judgement")


def units(given: Returns) -> Sentence | None:
    """六、分单位: how many counties reported and how many grow."""
    if given.rows.is_empty():
        return None
    rows = [r for r in reports.by_unit(given) if r.growth_yoy_pct is not None]
    if len(rows) < 2:
        return Sentence(("本单位没有下级单位的集群直报。",), "judgement")
    up = sum(round_half_away(r.growth_yoy_pct or Decimal(0), 1) > 0 for r in rows)
    silent = f"，{'、'.join(given.missing)}未报" if given.missing else ""
    return Sentence((f"已报的{len(rows)}个单位中{up}个增长{silent}。",), "judgement")


def tiers(given: Returns) -> Sentence | None:
    """七、梯队."""
    if given.rows.is_empty():
        return None
    rows = reports.rolling(given)
    if not rows:
        return Sentence(("没有上年全年的集群直报，不能分档。",), "judgement")
    ladder = bounds_of(given.desk, "tier_bounds")
    reached = [(name, _in_tier(rows, ladder, n)) for n, name in enumerate(tier_names(ladder))]
    said = [f"{name}{count}个" for name, count in reached if count]
    text = "，".join(said) or f"均不足{tier_names(ladder)[-1].split('—')[0]}亿元"
    return Sentence((f"滚动12个月营业收入（集群直报）{text}。",), "judgement")


def tier_table(given: Returns) -> Table | None:
    """A9 集群梯队 in scope 集群直报."""
    rows = reports.rolling(given)
    if not rows:
        return None
    ladder = bounds_of(given.desk, "tier_bounds")
    names = tier_names(ladder)
    lowest = f"{names[-1].split('—')[0]}亿元以下"

    def amount(statistic: str) -> list[Cell]:
        unit = given.desk.unit.code
        return [printed(r, ROLLING, unit, statistic, by="cluster", measure=YI) for r in rows]

    def tier(value: Decimal | None) -> str:
        place = tier_of(value, ladder)
        return lowest if place is None else names[place]

    columns: Cells = [
        (left("name", "集群"), [short(r.name) for r in rows]),
        (Column("year", ("营业收入", "上年全年"), YI), amount("base")),
        (Column("rolling", ("营业收入", "滚动12个月"), YI), amount("value")),
        (left("before", "上年档次"), [tier(r.base) for r in rows]),
        (left("tier", "现档次"), [tier(r.value) for r in rows]),
    ]
    return table(
        "A9",
        "集群梯队（集群直报，互斥档）",
        columns,
        scope=SCOPE,
        note="滚动12个月＝本年累计＋上年全年−随表上年同期；只计上年12月和本期都有直报的县区。",
    )


def _in_tier(rows: list[FigureRow], ladder: list[Decimal], place: int) -> int:
    return sum(tier_of(r.value, ladder) == place for r in rows)
