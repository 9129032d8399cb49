"""要点 of the cluster report: candidates of every kind, scored by what they move.

A score is in percentage points of the clusters' growth, or set against that: one red light or a
coverage problem weighs as much as a cluster that pulls one point.
"""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from gxlab.measures import (
    cluster_bridge,
    cluster_figures,
    cluster_firms,
    cluster_month,
    cluster_stopped,
    cluster_targets,
    cluster_units,
    clusters,
    lookup,
)
from gxlab.measures.cluster_firms import FirmMove
from gxlab.measures.cluster_targets import WHOLE
from gxlab.measures.clusters import Edition
from gxlab.measures.figures import FigureRow
from gxlab.measures.released import Former
from gxlab.reference.numbers import difference_pp, round_half_away
from gxlab.show import grammar
from gxlab.show.choosing import LARGE, Point, chosen
from gxlab.show.cluster_outlook import needed, own_place
from gxlab.show.cluster_sentences import TOTAL, Parts, breadth, gap_warning, joined, month
from gxlab.show.cluster_words import at, fig, former, kind_name, short, told
from gxlab.show.objects import Sentences

ONE = Decimal(1)
# A drag weighs more than a pull of the same size.
DRAG = Decimal("2.5")
# Of one kind no more than this many are said, so that a page does not repeat itself.
LIMITS = {"cluster": 3, "firm": 2}
# Scores are 百分点 of the clusters' growth, or made comparable to them; below this a point is
# left out once five are there.
WORTH = Decimal("0.5")


def key_points(given: Edition) -> Sentences:
    """要点: the five to eight statements that matter most this period."""
    found = [
        *_clusters(given),
        *_firms(given),
        *_breadth(given),
        *_month(given),
        *_leaders(given),
        *_goals(given),
        *_stopped(given),
        *_coverage(given),
        *_units(given),
        *_margin(given),
        *_joined(given),
    ]
    return chosen(found, WORTH, limits=LIMITS)


def _clusters(given: Edition) -> list[Point]:
    rows = clusters.by_cluster(given)
    if len(rows) < 2:
        return []
    formers = clusters.former_by_cluster(given)
    return [_cluster(given, row, formers.get(row.code)) for row in rows]


def _cluster(given: Edition, row: FigureRow, past: Former | None) -> Point:
    rate = grammar.growth(row.growth_yoy_pct, at(row, given, "growth_yoy_pct", by="cluster"))
    change = grammar.change(
        row.growth_yoy_pct,
        past,
        former(given.period),
        at(row, given, "change_pp", by="cluster"),
        large=LARGE,
    )
    tug = grammar.pull(row.pull_pp, TOTAL, at(row, given, "pull_pp", by="cluster"))
    turned = past is not None and _sign(past.value) * _sign(row.growth_yoy_pct) < 0
    # A fall is asked about first, a turn of direction before anything else of its size.
    weight = DRAG if (row.pull_pp or 0) < 0 else ONE
    score = abs(row.pull_pp or Decimal(0)) * weight + (ONE if turned else Decimal(0))
    if not rate:
        return Point(score, "cluster", ())
    said = grammar.join((f"{short(row.name)}集群营业收入", *rate), change, tug)
    return Point(score, "cluster", said)


def _sign(rate: Decimal | None) -> int:
    shown = round_half_away(rate, 1) if rate is not None else Decimal(0)
    return (shown > 0) - (shown < 0)


def _firms(given: Edition) -> list[Point]:
    up, down = cluster_firms.leading(cluster_firms.moves(given), 1)
    total = clusters.total(given)
    weights = [(m, DRAG) for m in down] + [(m, ONE) for m in up]
    return [
        Point(abs(m.row.pull_pp or Decimal(0)) * w, "firm", without_clause(given, total, m))
        for m, w in weights
    ]


def without_clause(given: Edition, total: FigureRow, move: FirmMove) -> Parts:
    """××受停产影响下降×%，下拉集群营收×个百分点；剔除该企业，集群营收增长×%。"""
    row = move.row
    rate = grammar.growth(
        row.growth_yoy_pct,
        at(row, given, "growth_yoy_pct", by="enterprise"),
        lead=f"{_cause(move)}营业收入同比",
    )
    tug = grammar.pull(row.pull_pp, TOTAL, at(row, given, "pull_pp", by="enterprise"))
    left = replace(cluster_firms.without(total, [row]), code=row.code)
    ref = at(left, given, "growth_yoy_pct", subject="cluster_revenue_without", by="enterprise")
    rest = grammar.growth(left.growth_yoy_pct, ref, lead=TOTAL)
    if not tug or not rest:
        return ()
    first = grammar.join((row.name, *rate), tug, end="；")
    return first + grammar.join("剔除该企业", rest)


def _cause(move: FirmMove) -> str:
    """受停产影响: the category the firm itself filed; nothing where it filed none."""
    if not move.cause_kind or move.cause_kind == "其他":
        return ""
    return f"受{move.cause_kind}{'影响' if (move.row.pull_pp or 0) < 0 else '带动'}"


def _breadth(given: Edition) -> list[Point]:
    row = cluster_figures.growing_share(given)
    moved = abs(row.change_pp or Decimal(0)) / 50
    return [Point(Decimal("0.3") + moved, "breadth", breadth(given))]


def _month(given: Edition) -> list[Point]:
    found = cluster_month.month_estimate(given)
    total = clusters.total(given)
    gap = difference_pp(found.row.growth_yoy_pct if found else None, total.growth_yoy_pct, 1)
    if gap is None:
        return []
    beside = "与累计增速持平" if gap == 0 else f"{'快于' if gap > 0 else '慢于'}累计增速"
    said = month(given)
    # The sentence without its full stop, and which way the month points.
    return [Point(abs(gap) / 4, "month", (*said[:-1], f"，{beside}。") if said else ())]


def _leaders(given: Edition) -> list[Point]:
    row = next((r for r in cluster_figures.by_role(given) if r.code == "链主"), None)
    total = clusters.total(given)
    gap = difference_pp(row.growth_yoy_pct if row else None, total.growth_yoy_pct, 1)
    if row is None or gap is None:
        return []
    rate = grammar.growth(row.growth_yoy_pct, at(row, given, "growth_yoy_pct", by="role"))
    tug = grammar.pull(row.pull_pp, TOTAL, at(row, given, "pull_pp", by="role"))
    said = grammar.join(("链主企业营业收入", *rate), tug)
    return [Point(abs(gap) / 10 + abs(row.pull_pp or Decimal(0)) / 2, "leaders", said)]


def _goals(given: Edition) -> list[Point]:
    goals = cluster_targets.goals(given)
    found = [g for g in goals if g.code != WHOLE] or goals
    red = [g for g in found if g.light == "red"]
    late = [g for g in found if g.light == "yellow"]
    if not red and not late:
        return []
    worst = min(red or late, key=lambda g: (g.row.gap_plan_pp or Decimal(0), g.code))
    score = ONE * len(red) + Decimal("0.2") * len(late)
    return [Point(score, "goals", needed(given, worst))]


def _stopped(given: Edition) -> list[Point]:
    if given.desk.audience == "shared" or not given.has_register:
        return []
    found = cluster_stopped.stopped_members(given)
    rows = {r.code: r for r in clusters.by_firm(given)}
    lost = sum((abs(rows[s.enterprise].pull_pp or Decimal(0)) for s in found), Decimal(0))
    (row,) = cluster_stopped.counts(given)
    figure = fig(row, given, subject="stopped_count", by="cluster_list")
    if len(found) < 2 or figure is None:
        return []
    names = "、".join(s.name for s in found[:3]) + (f"等{len(found)}户" if len(found) > 3 else "")
    return [Point(lost, "stopped", ("停产半停产成员企业", figure, f"：{names}。"))]


def _coverage(given: Edition) -> list[Point]:
    row = clusters.total(given)
    cover = row.coverage_pct
    found = [Point(ONE, "gap", gap_warning(given))]
    if cover is None or cover >= given.desk.policy_number("headline_coverage_flash_pct"):
        return found
    silent = fig(row, given, "n_not_reported", decimals=0, with_unit=False)
    said = grammar.join(
        told("成员企业", silent, "户未报"), told("上报面", fig(row, given, "coverage_pct"))
    )
    return [*found, Point(ONE * 2, "coverage", said)]


def _units(given: Edition) -> list[Point]:
    lines = [n for n in cluster_units.below(given) if n.unit.kind != "zone"]
    falling = [n for n in lines if (n.row.growth_yoy_pct or Decimal(0)) < 0]
    own = own_place(given)
    found = [Point(_place_score(given), "place", own)] if own else []
    if not falling:
        return found
    base = clusters.total(given).denominator
    worst = min(falling, key=lambda n: (n.row.growth_yoy_pct or Decimal(0), n.unit.code))
    ref = at(worst.row, given.step(unit=worst.unit.code), "growth_yoy_pct")
    rate = grammar.growth(worst.row.growth_yoy_pct, ref, lead="")
    lost = (worst.row.increment or Decimal(0)) / base * 100 if base else Decimal(0)
    kind = kind_name(given.desk, worst.unit.kind)
    if len(falling) == 1:
        said = grammar.join((f"各{kind}中仅{worst.unit.name}集群营业收入", *rate))
    else:
        said = grammar.join((f"{worst.unit.name}集群营业收入", *rate), f"降幅居各{kind}首位")
    return [*found, Point(abs(lost), "unit", said)]


def _place_score(given: Edition) -> Decimal:
    """The first and the last place, and one that moved, are worth saying."""
    line = next(n for n in cluster_units.peers(given) if n.unit == given.desk.unit)
    rank, of = line.row.growth_rank or 0, line.row.rank_of or 0
    moved = abs((line.place_before or rank) - rank)
    return Decimal("0.3") + moved + (ONE if rank in (1, of) else 0)


def _margin(given: Edition) -> list[Point]:
    rows = lookup.by_group(given.desk, "profit_margin", "cluster_list")
    row = next((r for r in rows if r.code == given.list_name), None)
    if row is None or row.change_yoy_pp is None or row.value is None:
        return []
    subject, by = "profit_margin", "cluster_list"
    figure = fig(row, given, subject=subject, by=by)
    ref = at(row, given, "change_yoy_pp", subject=subject, by=by)
    change = grammar.points(row.change_yoy_pp, ref, decimals=2)
    said = grammar.join(told("集群营业收入利润率为", figure), change)
    return [Point(abs(row.change_yoy_pp) / 2, "margin", said)]


def _joined(given: Edition) -> list[Point]:
    row = cluster_bridge.without_joined(given)
    if row is None or row.pull_pp is None:
        return []
    return [Point(abs(row.pull_pp), "joined", joined(given))]
