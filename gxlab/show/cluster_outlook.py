"""Judgements on what lies ahead and around (目标、分单位、梯队各节判断句)."""

from __future__ import annotations

from decimal import Decimal

from gxlab.measures import cluster_targets, cluster_tiers, cluster_units
from gxlab.measures.cluster_targets import WHOLE, Goal
from gxlab.measures.clusters import Edition
from gxlab.measures.figures import FigureRow
from gxlab.show import cluster_landing, grammar
from gxlab.show.cluster_words import (
    REVENUE,
    area,
    at,
    fig,
    former,
    kind_name,
    short,
    told,
    whole_area,
    whole_name,
)
from gxlab.show.figures import where
from gxlab.show.objects import Figure, Part, Sentence

Parts = tuple[Part, ...]


def goals(given: Edition) -> Sentence:
    """五、目标与后几个月: who keeps to the plan, and what the furthest behind still needs."""
    found = [g for g in cluster_targets.goals(given) if g.code != WHOLE]
    whole = [g for g in cluster_targets.goals(given) if g.code == WHOLE]
    if not found and not whole:
        return Sentence(("没有下达到集群和本单位的年度目标，不作进度判断。",), "judgement")
    judged = [g for g in found if g.light != "none"]
    late = [g for g in judged if g.light != "green"]
    said: Parts = _lights(given) if judged else ()
    furthest = sorted(late or judged or whole, key=lambda g: (_gap(g), g.code))[:1]
    for goal in furthest:
        said += needed(given, goal)
    for goal in (whole or furthest)[:1]:
        said += cluster_landing.sentence(given, goal)
    return Sentence(said, "judgement")


def _lights(given: Edition) -> Parts:
    """6个有年度目标的集群中，2个达到计划进度，4个慢于计划进度，其中红灯1个。"""
    rows = {r.code: r for r in cluster_targets.goal_counts(given)}
    subject = "cluster_goal_count"
    shown = {
        code: fig(row, given, subject=subject, by="light", decimals=0, with_unit=False)
        for code, row in rows.items()
    }
    late = told(shown["late"], "个慢于计划进度") if rows["late"].value else ()
    red = told("其中红灯", shown["red"], "个") if rows["red"].value else ()
    half = told(shown.get("half"), "个实现双过半（时间过半、任务过半）")
    return grammar.join(
        told(shown["all"], "个有年度目标的集群中"),
        told(shown["green"], "个达到计划进度"),
        late,
        red,
        half,
    )


def _gap(goal: Goal) -> Decimal:
    gap = goal.row.gap_plan_pp if goal.row.gap_plan_pp is not None else goal.row.gap_linear_pp
    return gap if gap is not None else Decimal(0)


def needed(given: Edition, goal: Goal) -> Parts:
    """按可比基数测算，实现全年增长15%左右，后8个月需增长×%。"""
    whole = f"{area(given.report)}{whole_name(given)}营业收入"
    name = whole if goal.code == WHOLE else f"{short(goal.name)}集群"
    ref = at(goal.row, given, "gap_plan_pp", by="goal")
    behind = grammar.pace(goal.row.gap_plan_pp, ref)
    opening = grammar.join((name, *behind)) if behind else ()
    needed = grammar.growth(
        goal.row.needed_growth_pct,
        at(goal.row, given, "needed_growth_pct", by="goal"),
        lead=f"后{12 - given.period.month}个月需",
    )
    if not needed:
        return opening
    if goal.rate is not None:
        even = goal.rate.target is not None and goal.rate.target == round(goal.rate.target)
        places = 0 if even else 1
        aim = told("实现全年增长", fig(goal.rate, given, "target", by="goal", decimals=places))
        # The rate target's unit of measure is that of a rate.
        aim = tuple(Figure(p.text, p.ref, unit="%") if isinstance(p, Figure) else p for p in aim)
    else:
        aim = ("完成全年确保目标",)
    return (
        *opening,
        *grammar.join("按可比基数测算", (*(() if opening else (name,)), *aim), needed),
    )


def units(given: Edition) -> Sentence | None:
    """六、分单位: how many grow, the first and the last; the unit's own place among its peers."""
    lines = [
        line
        for line in cluster_units.below(given)
        if line.unit.kind != "zone" and line.row.growth_yoy_pct is not None
    ]
    own = own_place(given)
    if given.desk.unit.kind == "zone":
        own = (f"{given.desk.unit.name}企业同时计在所在县区，不与县区一起排位。",)
    if len(lines) < 2:
        return Sentence(own, "judgement") if own else None
    ordered = sorted(lines, key=lambda n: (-(n.row.growth_yoy_pct or Decimal(0)), n.unit.code))
    row, subject = cluster_units.growing_share(given), "cluster_growing_unit_share"
    of = fig(row, given, "denominator", subject=subject, decimals=0, with_unit=False)
    up = fig(row, given, "numerator", subject=subject, decimals=0, with_unit=False)
    first, last = ordered[0], ordered[-1]
    kind = kind_name(given.desk, lines[0].unit.kind)
    clauses = [
        _unit_growth(first.unit.name, first.row, "居首位"),
        _unit_growth(last.unit.name, last.row, "居末位"),
    ]
    said = grammar.join(told("有集群企业的", of, f"个{kind}中", up, "个增长"), *clauses)
    return Sentence((*own, *said), "judgement")


def _unit_growth(name: str, row: FigureRow, word: str) -> Parts:
    rate = grammar.growth(row.growth_yoy_pct, _unit_ref(row, "growth_yoy_pct"), lead="")
    return (name, *rate, word) if rate else ()


def _unit_ref(row: FigureRow, statistic: str) -> str:
    return where(row, REVENUE, row.code).ref(statistic)


def own_place(given: Edition) -> Parts:
    """本区集群营收增速居全市第3位，位次较1—4月前移1位。"""
    found = [n for n in cluster_units.peers(given) if n.unit == given.desk.unit]
    if not found or found[0].row.growth_rank is None:
        return ()
    line = found[0]
    same = sum(n.row.growth_rank == line.row.growth_rank for n in cluster_units.peers(given))
    parent = given.desk.units.find(given.desk.unit.parent or given.desk.units.root.code)
    among = whole_area(given.desk) if parent == given.desk.units.root else parent.name
    ref = where(line.row, REVENUE, parent.code, "unit").ref("growth_rank", line.unit.code)
    rank = grammar.place(line.row.growth_rank, line.row.rank_of, ref, among=among, tied=same > 1)
    moved = grammar.place_change(line.row.growth_rank, line.place_before, former(given.period))
    return grammar.join((f"{given.desk.unit.name}集群营收增速", *rank), moved) if rank else ()


def tiers(given: Edition) -> Sentence:
    """七、梯队: how many reach each bound, and who is nearest to the next one."""
    found = cluster_tiers.tiers(given)
    if not found:
        return Sentence(("没有上年全年数，本期不分档。",), "judgement")
    counts = {r.code: r for r in cluster_tiers.tier_counts(given)}
    names = cluster_tiers.tier_names(cluster_tiers.bounds(given, "tier_bounds"))
    clauses: list[Parts] = []
    for n, name in enumerate(names):
        row = counts[f"T{n}"]
        figure = fig(row, given, subject="cluster_tier_count", by="tier", decimals=0)
        if row.value and figure is not None:
            clauses.append((name, figure))
    lowest = names[-1].split("—")[0]
    said = grammar.join("滚动12个月营业收入", *clauses) if clauses else ()
    near = [t for t in found if t.row.shortfall is not None and t.row.target]
    closest = min(near, key=lambda t: (t.row.shortfall or Decimal(0), t.code), default=None)
    if closest is not None:
        subject = "cluster_rolling_revenue"
        gap = fig(closest.row, given, "shortfall", subject=subject, by="cluster", measure="亿元")
        bound = cluster_tiers.in_yi(closest.row.target or Decimal(0))
        said += grammar.join(told(f"{short(closest.name)}集群距{bound}亿元还差", gap))
    return Sentence(said or (f"各集群滚动12个月营业收入均不足{lowest}亿元。",), "judgement")
