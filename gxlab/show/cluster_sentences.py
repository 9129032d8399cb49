"""Judgements that open the sections of the cluster report (各节判断句)."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from gxlab.measures import cluster_figures, cluster_firms, clusters
from gxlab.measures.cluster_firms import FirmMove
from gxlab.measures.clusters import Edition
from gxlab.measures.figures import FigureRow
from gxlab.reference.numbers import round_half_away
from gxlab.show import grammar
from gxlab.show.cluster_words import (
    area,
    at,
    fig,
    former,
    short,
    told,
    when,
    whole_name,
)
from gxlab.show.objects import Part, Sentence, Sentences

TOTAL = "集群营收"


def overview(given: Edition) -> Sentence:
    """一、总体: whether the clusters are faster or slower than the whole, and how many grow."""
    row, whole = clusters.total(given), clusters.whole(given)
    if row.growth_yoy_pct is None:
        return Sentence((f"{area(given.report)}本期没有可比的集群营业收入增速。",), "judgement")
    rate = grammar.growth(row.growth_yoy_pct, at(row, given, "growth_yoy_pct"))
    gap = cluster_figures.gaps(given)[0]
    ref = at(gap, given, "value", subject="cluster_growth_gap")
    apart = () if whole.value == row.value else grammar.against(gap.value, whole_name(given), ref)
    first = grammar.join((f"{when(given.period)}集群营业收入", *rate), apart)
    return Sentence((*first, *breadth(given)), "judgement")


def breadth(given: Edition) -> tuple[Part, ...]:
    """6个集群中4个正增长，增长面66.7%，比一季度扩大16.7个百分点。"""
    subject = "cluster_growing_share"
    row = cluster_figures.growing_share(given)
    if not row.denominator or row.denominator < 2:
        return ()
    of = fig(row, given, "denominator", subject=subject, decimals=0, with_unit=False)
    up = fig(row, given, "numerator", subject=subject, decimals=0, with_unit=False)
    ref = at(row, given, "change_pp", subject=subject)
    lead = f"比{former(given.period)}"
    return grammar.join(
        told(of, "个集群中", up, "个正增长"),
        told("增长面", fig(row, given, subject=subject)),
        grammar.points(row.change_pp, ref, lead=lead, words=("扩大", "缩小")),
    )


def pull(given: Edition) -> Sentence:
    """二、谁在拉动、谁在拖累: the strongest cluster and the weakest, with the size of each pull."""
    rows = [r for r in clusters.by_cluster(given) if r.pull_pp is not None]
    if not rows:
        return Sentence(("本期没有可以分解的增长。",), "judgement")
    if len(rows) == 1:
        return Sentence(_firms_clause(given), "judgement")
    best = max(rows, key=lambda r: (r.pull_pp or Decimal(0), r.code))
    worst = min(rows, key=lambda r: (r.pull_pp or Decimal(0), r.code))
    return Sentence(
        grammar.join(_pull_of(given, best, up=True), _pull_of(given, worst, up=False)), "judgement"
    )


def _pull_of(given: Edition, row: FigureRow, *, up: bool) -> tuple[Part, ...]:
    if row.pull_pp is None or (round_half_away(row.pull_pp, 1) > 0) is not up:
        return ()
    clause = grammar.pull(row.pull_pp, TOTAL, at(row, given, "pull_pp", by="cluster"))
    return (f"{short(row.name)}集群", *clause) if clause else ()


def _firms_clause(given: Edition) -> tuple[Part, ...]:
    found = cluster_firms.moves(given)
    up, down = cluster_firms.leading(found, 1)
    clauses = [_firm_pull(given, m) for m in (*up, *down)]
    said = grammar.join(*clauses)
    return said or ("本期各企业增减相抵。",)


def _firm_pull(given: Edition, move: FirmMove) -> tuple[Part, ...]:
    ref = at(move.row, given, "pull_pp", by="enterprise")
    clause = grammar.pull(move.row.pull_pp, TOTAL, ref)
    return (move.row.name, *clause) if clause else ()


def key_points(given: Edition) -> Sentences:
    """要点: the five to eight statements that matter most this period."""
    found = [*_cluster_points(given), *_firm_points(given)]
    ranked = sorted(found, key=lambda scored: -scored[0])[:8]
    return Sentences(tuple(Sentence(parts, "key_point") for _, parts in ranked))


def _cluster_points(given: Edition) -> list[tuple[Decimal, tuple[Part, ...]]]:
    found = []
    for row in clusters.by_cluster(given):
        if row.pull_pp is None or round_half_away(row.pull_pp, 1) == 0:
            continue
        name = f"{short(row.name)}集群"
        rate = grammar.growth(row.growth_yoy_pct, at(row, given, "growth_yoy_pct", by="cluster"))
        tug = grammar.pull(row.pull_pp, TOTAL, at(row, given, "pull_pp", by="cluster"))
        found.append((abs(row.pull_pp), grammar.join((f"{name}营业收入", *rate), tug)))
    return found


def _firm_points(given: Edition) -> list[tuple[Decimal, tuple[Part, ...]]]:
    up, down = cluster_firms.leading(cluster_firms.moves(given), 1)
    total = clusters.total(given)
    return [
        (abs(m.row.pull_pp or Decimal(0)), without_clause(given, total, m)) for m in (*down, *up)
    ]


def without_clause(given: Edition, total: FigureRow, move: FirmMove) -> tuple[Part, ...]:
    """××下降×%，下拉集群营收×个百分点；剔除该企业，集群营收增长×%。"""
    row = move.row
    rate = grammar.growth(row.growth_yoy_pct, at(row, given, "growth_yoy_pct", by="enterprise"))
    tug = grammar.pull(row.pull_pp, TOTAL, at(row, given, "pull_pp", by="enterprise"))
    left = replace(cluster_firms.without(total, [row]), code=row.code)
    ref = at(left, given, "growth_yoy_pct", subject="cluster_revenue_without", by="enterprise")
    rest = grammar.growth(left.growth_yoy_pct, ref, lead="集群营收")
    if not tug or not rest:
        return ()
    return grammar.join((row.name, *rate), tug, end="；") + grammar.join("剔除该企业", rest)
