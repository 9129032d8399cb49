"""Charts of the cluster report: each title is a sentence that answers the chart's question."""

from __future__ import annotations

from decimal import Decimal

import polars as pl

from gxlab.measures import cluster_figures, clusters
from gxlab.measures.clusters import Edition
from gxlab.measures.figures import FigureRow
from gxlab.reference.numbers import format_number, round_half_away
from gxlab.show import charts
from gxlab.show.cluster_words import short, when, whole_name
from gxlab.show.objects import Chart

MOST_LINES = 6
MOST_BARS = 14


def growth(given: Edition) -> Chart | None:
    """图一: cumulative growth of the clusters over the whole, January as a gap."""
    frame = cluster_figures.series(given)
    chosen = _largest(given)
    whole = whole_name(given)
    kept = frame.filter(pl.col("code").is_in([*chosen, "total", "whole"])).with_columns(
        pl.when(pl.col("code") == "whole")
        .then(pl.lit(whole))
        .otherwise(pl.col("name").map_elements(short, return_dtype=pl.String))
        .alias("series")
    )
    if kept["period"].n_unique() < 2:
        return None
    note = f"只画营业收入最大的{MOST_LINES}个集群。" if len(given.names) > MOST_LINES else ""
    return charts.growth_lines(
        kept,
        chart_id="growth",
        title=_growth_title(given),
        value="growth_yoy_pct",
        reference=(whole, "集群合计"),
        note=f"{note}1月免报，线在1月断开。",
    )


def waterfall(given: Edition) -> Chart | None:
    """图二: each cluster's pull on the clusters' total; double counting is taken out once."""
    rows = [r for r in clusters.by_cluster(given) if r.pull_pp is not None]
    total = clusters.total(given)
    if len(rows) < 2 or total.growth_yoy_pct is None:
        return None
    ordered = sorted(rows, key=lambda r: (-abs(r.pull_pp or Decimal(0)), r.code))
    parts = [(short(r.name), r.pull_pp or Decimal(0)) for r in ordered[:MOST_BARS]]
    rest = [r.pull_pp or Decimal(0) for r in ordered[MOST_BARS:]]
    if rest:
        parts.append((f"其他{len(rest)}个集群", sum(rest, Decimal(0))))
    double = total.growth_yoy_pct - sum((p for _, p in parts), Decimal(0))
    if round_half_away(double, 2):
        parts.append(("扣除重复计入", double))
    frame = pl.DataFrame(
        {"label": [n for n, _ in parts], "pull_pp": [round(p, 10) for _, p in parts]},
        schema={"label": pl.String, "pull_pp": pl.Decimal(38, 10)},
    )
    return charts.contribution_waterfall(
        frame, chart_id="pull", title=_pull_title(rows), total="集群合计", decimals=2
    )


def _largest(given: Edition) -> list[str]:
    rows = sorted(clusters.by_cluster(given), key=lambda r: (-(r.value or 0), r.code))
    return [r.code for r in rows[:MOST_LINES]]


def _growth_title(given: Edition) -> str:
    whole = clusters.whole(given).growth_yoy_pct
    rates = [
        (r.growth_yoy_pct, short(r.name))
        for r in clusters.by_cluster(given)
        if r.growth_yoy_pct is not None
    ]
    if whole is None or not rates:
        return f"{when(given.period)}集群营业收入累计增速"
    faster = sum(round_half_away(g, 1) > round_half_away(whole, 1) for g, _ in rates)
    return f"{when(given.period)}{len(rates)}个集群中{faster}个快于{whole_name(given)}"


def _pull_title(rows: list[FigureRow]) -> str:
    best = max(rows, key=lambda r: (r.pull_pp or Decimal(0), r.code))
    worst = min(rows, key=lambda r: (r.pull_pp or Decimal(0), r.code))
    said = []
    if best.pull_pp and best.pull_pp > 0:
        said.append(f"{short(best.name)}拉动最多（{format_number(best.pull_pp, 1)}个百分点）")
    if worst.pull_pp and worst.pull_pp < 0:
        said.append(f"{short(worst.name)}下拉最多（{format_number(-worst.pull_pp, 1)}个百分点）")
    return "，".join(said) or "各集群拉动"
