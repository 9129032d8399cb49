"""Charts of the cluster report: each title is a sentence that answers the chart's question."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

import polars as pl

from gxlab.measures import (
    cluster_bridge,
    cluster_chain,
    cluster_figures,
    cluster_targets,
    cluster_units,
    clusters,
)
from gxlab.measures.cluster_targets import WHOLE, Goal
from gxlab.measures.clusters import Edition
from gxlab.measures.figures import FigureRow
from gxlab.reference.numbers import format_number, format_rate, round_half_away
from gxlab.reference.periods import Period
from gxlab.show import charts
from gxlab.show.cluster_words import area, short, when, whole_area, whole_name
from gxlab.show.objects import Chart

MOST_LINES = 6
MOST_BARS = 14


def growth(given: Edition) -> Chart | None:
    """图一: cumulative growth of the clusters over the whole, January as a gap."""
    frame = cluster_figures.series(given, months=given.period.month + 12)
    chosen = _largest(given)
    whole = whole_name(given)
    # The only cluster is its own total.
    together = ["total", "whole"] if len(chosen) > 1 else ["whole"]
    kept = frame.filter(pl.col("code").is_in([*chosen, *together])).with_columns(
        pl.when(pl.col("code") == "whole")
        .then(pl.lit(whole))
        .otherwise(pl.col("name").map_elements(short, return_dtype=pl.String))
        .alias("series")
    )
    if not _monthly(kept["period"].unique().to_list()):
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
    return waterfall_of(clusters.by_cluster(given), clusters.total(given))


def waterfall_of(found: Sequence[FigureRow], total: FigureRow) -> Chart | None:
    """The pulls of clusters to the growth of their total; what firms count twice stands apart."""
    rows = [r for r in found if r.pull_pp is not None]
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


def bridge(given: Edition) -> Chart | None:
    """图三: the comparable increment, part on part to the total."""
    rows = [r for r in cluster_bridge.components(given) if r.n is not None and _shows(r)]
    if not rows:
        return None
    total = cluster_bridge.summed(given)
    frame = pl.DataFrame(
        [(r.name, _yi(r.value), round(r.pull_pp or Decimal(0), 10)) for r in rows],
        schema={
            "component": pl.String,
            "value": pl.Decimal(38, 6),
            "pull_pp": pl.Decimal(38, 10),
        },
        orient="row",
    )
    largest = max(rows, key=lambda r: (abs(r.value or Decimal(0)), r.code))
    word = "增量" if _yi(total.value) >= 0 else "减量"
    said = f"可比{word}{format_number(abs(_yi(total.value)), 2)}亿元"
    return charts.stacked_bridge(
        frame,
        chart_id="bridge",
        title=f"{said}，主要来自{largest.name}",
        whole=(_yi(total.value), total.pull_pp),
        decimals=2,
    )


def segments(given: Edition) -> Chart | None:
    """图四: the chain with most data hints, segment by segment through the readings."""
    found = cluster_chain.segments(given)
    if not found:
        return None
    hints = {c: sum(bool(s.hint) for s in found if s.cluster == c) for c in given.names}
    chosen = max(given.names, key=lambda c: (hints[c], sum(s.cluster == c for s in found), c))
    frame = cluster_chain.strip(given, chosen)
    if frame["value"].is_null().all():
        return None
    name = short(given.names[chosen])
    weak = [s.name for s in found if s.cluster == chosen and s.hint]
    title = f"{name}链：{'、'.join(weak)}有数据提示" if weak else f"{name}链各环节累计增速"
    note = "数据提示只供核实，未经人工确认不作为短板。" if weak else ""
    return charts.segment_heat_strip(frame, chart_id="segments", title=title, note=note)


def needed(given: Edition) -> Chart | None:
    """图五: what was done and what the target still asks for, of the goal furthest behind."""
    found = [g for g in cluster_targets.goals(given) if g.row.needed_growth_pct is not None]
    if not found:
        return None
    goal = min(found, key=lambda g: (_behind(g), g.code))
    name = whole_name(given) if goal.code == WHOLE else f"{short(goal.name)}集群"
    left = 12 - given.period.month
    rate = goal.row.needed_growth_pct
    asked = "" if rate is None else _asked(rate)
    return charts.needed_path(
        cluster_targets.path(given, goal),
        chart_id="needed",
        title=f"{name}后{left}个月{asked}才能完成年度目标",
        note="各月为现成员企业累计数之差（推算），1—2月合并；后期所需按上年同月乘以所需增速。",
    )


def units(given: Edition) -> Chart | None:
    """图六: growth of the units below, or of the unit's peers, with the city as a line."""
    if clusters.total(given).value is None:
        return None
    lines = cluster_units.below(given) or cluster_units.peers(given)
    rows = [(line.unit.name, line.row.growth_yoy_pct) for line in lines]
    if sum(rate is not None for _, rate in rows) < 2:
        return None
    frame = pl.DataFrame(
        [(n, None if g is None else round(g, 10)) for n, g in rows],
        schema={"unit_name": pl.String, "value": pl.Decimal(38, 10)},
        orient="row",
    )
    own = clusters.total(given)
    desk = given.desk
    above = desk.unit if lines[0].unit != desk.unit and cluster_units.below(given) else None
    reference = (area(given.report), own.growth_yoy_pct) if above else _city_line(given)
    known = [g for _, g in rows if g is not None]
    up = sum(round_half_away(g, 1) > 0 for g in known)
    return charts.ranked_dots(
        frame,
        chart_id="units",
        title=f"{when(given.period)}{len(known)}个单位中{up}个增长",
        own=desk.unit.name if above is None else None,
        reference=reference,
    )


def _city_line(given: Edition) -> tuple[str, Decimal | None]:
    city = given.step(unit=given.desk.units.root.code)
    return whole_area(given.desk), clusters.total_at(city).growth_yoy_pct


def _shows(row: FigureRow) -> bool:
    """A part that rounds to nothing in 亿元 is in the table and not in the drawing."""
    return round_half_away(_yi(row.value), 2) != 0


def _behind(goal: Goal) -> Decimal:
    """How far behind its plan; a goal without a plan by its rate."""
    gap = goal.row.gap_plan_pp if goal.row.gap_plan_pp is not None else goal.row.gap_linear_pp
    if gap is None and goal.rate is not None:
        gap = goal.rate.gap_plan_pp
    return gap if gap is not None else Decimal(0)


def _asked(rate: Decimal) -> str:
    shown = round_half_away(rate, 1)
    if shown <= 0:
        return f"降幅不超过{format_rate(-shown)}"
    return f"需增长{format_rate(shown)}"


def _yi(value: Decimal | None) -> Decimal:
    return Decimal(0) if value is None else round(value.scaleb(-4), 6)


def _monthly(periods: list[str]) -> bool:
    """Whether any two readings follow each other: quarters alone make dots, not a course."""
    known = {Period.parse(p) for p in periods}
    return any(period.previous in known for period in known)


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
    slower = sum(round_half_away(g, 1) < round_half_away(whole, 1) for g, _ in rates)
    who = f"{rates[0][1]}集群" if len(rates) == 1 else f"{len(rates)}个集群"
    name, month = whole_name(given), when(given.period)
    if len(rates) in (faster, slower):
        every = "" if len(rates) == 1 else "均"
        return f"{month}{who}{every}{'快' if faster else '慢'}于{name}"
    return f"{month}{who}中{faster}个快于{name}"


def _pull_title(rows: list[FigureRow]) -> str:
    best = max(rows, key=lambda r: (r.pull_pp or Decimal(0), r.code))
    worst = min(rows, key=lambda r: (r.pull_pp or Decimal(0), r.code))
    said = []
    if best.pull_pp and best.pull_pp > 0:
        said.append(f"{short(best.name)}拉动最多（{format_number(best.pull_pp, 1)}个百分点）")
    if worst.pull_pp and worst.pull_pp < 0:
        said.append(f"{short(worst.name)}下拉最多（{format_number(-worst.pull_pp, 1)}个百分点）")
    return "，".join(said) or "各集群拉动"
