"""Judgements that open the sections of the cluster report (各节判断句)."""

from __future__ import annotations

from decimal import Decimal

from gxlab.measures import (
    cluster_bridge,
    cluster_chain,
    cluster_figures,
    cluster_firms,
    cluster_month,
    clusters,
)
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
    money,
    short,
    told,
    when,
    whole_area,
    whole_name,
)
from gxlab.show.objects import Figure, Part, Sentence

TOTAL = "集群营收"
Parts = tuple[Part, ...]


def overview(given: Edition) -> Sentence:
    """一、总体: faster or slower than the whole, how many grow, and the month by itself."""
    row, whole = clusters.total(given), clusters.whole(given)
    if row.growth_yoy_pct is None:
        return Sentence((f"{area(given.report)}本期没有可比的集群营业收入增速。",), "judgement")
    rate = grammar.growth(row.growth_yoy_pct, at(row, given, "growth_yoy_pct"))
    gap = cluster_figures.gaps(given)[0]
    ref = at(gap, given, "value", subject="cluster_growth_gap")
    apart = () if whole.value == row.value else grammar.against(gap.value, whole_name(given), ref)
    first = grammar.join((f"{when(given.period)}集群营业收入", *rate), apart, _versus_city(given))
    return Sentence((*first, *breadth(given), *month(given)), "judgement")


def _versus_city(given: Edition) -> Parts:
    """A unit below the city is told apart from 全市."""
    rows = {r.code: r for r in cluster_figures.gaps(given)}
    city = rows.get("city")
    if city is None:
        return ()
    ref = at(city, given, "value", subject="cluster_growth_gap", by="against")
    return grammar.against(city.value, f"{whole_area(given.desk)}集群", ref)


def breadth(given: Edition) -> Parts:
    """6个集群中4个正增长，增长面66.7%，比一季度扩大16.7个百分点。"""
    subject = "cluster_growing_share"
    row = cluster_figures.growing_share(given)
    if not row.denominator or row.denominator < 2:
        return ()
    of = fig(row, given, "denominator", subject=subject, decimals=0, with_unit=False)
    up = fig(row, given, "numerator", subject=subject, decimals=0, with_unit=False)
    ref = at(row, given, "change_pp", subject=subject)
    lead = f"比{former(given.period)}"
    first = told(of, "个集群中", up, "个正增长")
    if row.numerator == row.denominator:
        first = told(of, "个集群均为正增长")
    return grammar.join(
        first,
        told("增长面", fig(row, given, subject=subject)),
        grammar.points(row.change_pp or None, ref, lead=lead, words=("扩大", "缩小")),
    )


def month(given: Edition) -> Parts:
    """5月当月推算营业收入50.06亿元，同比增长4.6%。"""
    found = cluster_month.month_estimate(given)
    if found is None or found.row.growth_yoy_pct is None:
        return ()
    subject = "cluster_month_revenue"
    ref = at(found.row, given, "growth_yoy_pct", subject=subject)
    rate = grammar.growth(found.row.growth_yoy_pct, ref)
    amount = told(money(found.row, given, subject=subject))
    name = f"{given.period.label('month')}当月推算营业收入"
    return grammar.join((name, *amount), rate)


def pull(given: Edition) -> Sentence:
    """二、谁在拉动、谁在拖累, opened by the gap to the fed-back rate where it is too wide."""
    warning = gap_warning(given)
    rows = [r for r in clusters.by_cluster(given) if r.pull_pp is not None]
    if not rows:
        return Sentence((*warning, "本期没有可以分解的增长。"), "judgement")
    if len(rows) == 1:
        return Sentence((*warning, *_firms_clause(given)), "judgement")
    ordered = sorted(rows, key=lambda r: (-(r.pull_pp or Decimal(0)), r.code))
    clauses = [_pull_of(given, ordered[0], up=True), _pull_of(given, ordered[-1], up=False)]
    said = grammar.join(*clauses) or ("各集群增减相抵，对集群营收拉动均不足0.1个百分点。",)
    return Sentence((*warning, *said), "judgement")


def gap_warning(given: Edition) -> Parts:
    """以下分解按企业汇总口径，与反馈增速相差0.5个百分点: said where the gap exceeds the policy."""
    gap = cluster_figures.latest_feedback_gap(given)
    if gap is None or gap.value is None:
        return ()
    if abs(gap.value) <= given.desk.policy_number("feedback_gap_pp"):
        return ()
    period = "" if gap.period_used == str(given.period) else f"{former(given.period)}汇总增速"
    figure = fig(gap, given, subject="revenue_gap", with_unit=False)
    if figure is None:
        return ()
    unsigned = Figure(figure.text.lstrip("\u2212"), figure.ref, unit="个百分点")
    return (f"以下分解按企业汇总口径，{period}与反馈增速相差", unsigned, "。")


def _pull_of(given: Edition, row: FigureRow, *, up: bool) -> Parts:
    if row.pull_pp is None or (round_half_away(row.pull_pp, 1) > 0) is not up:
        return ()
    clause = grammar.pull(row.pull_pp, TOTAL, at(row, given, "pull_pp", by="cluster"))
    return (f"{short(row.name)}集群", *clause) if clause else ()


def _firms_clause(given: Edition) -> Parts:
    up, down = cluster_firms.leading(cluster_firms.moves(given), 1)
    said = grammar.join(*(_firm_pull(given, m) for m in (*up, *down)))
    return said or ("本期各企业增减相抵。",)


def _firm_pull(given: Edition, move: FirmMove) -> Parts:
    ref = at(move.row, given, "pull_pp", by="enterprise")
    clause = grammar.pull(move.row.pull_pp, TOTAL, ref)
    return (move.row.name, *clause) if clause else ()


def bridge(given: Edition) -> Sentence:
    """三、增量从哪来: the comparable increment, its largest parts, and members that joined."""
    total = cluster_bridge.summed(given)
    if total.pull_pp is None:
        return Sentence(("本期没有可以分解的增量。",), "judgement")
    parts = {r.code: r for r in cluster_bridge.components(given)}
    # Members that joined have a sentence of their own.
    grown = [r for r in parts.values() if r.n is not None and r.value and r.code != "joined"]
    ordered = sorted(grown, key=lambda r: (-abs(r.pull_pp or Decimal(0)), r.code))[:3]
    rise = (total.value or Decimal(0)) >= 0
    amount = fig(total, given, subject="cluster_bridge", measure="亿元")
    first = told(f"集群营业收入可比{'增量' if rise else '减量'}", unsigned(amount))
    return Sentence(
        (*grammar.join(first, *(_part_pull(given, r) for r in ordered)), *joined(given)),
        "judgement",
    )


def _part_pull(given: Edition, row: FigureRow) -> Parts:
    ref = at(row, given, "pull_pp", subject="cluster_bridge", by="component")
    clause = grammar.pull(row.pull_pp, TOTAL, ref)
    return (row.name.replace("（带基数）", "").replace("（无基数）", ""), *clause) if clause else ()


def joined(given: Edition) -> Parts:
    """新纳入成员企业3户拉动0.2个百分点，剔除成员调整因素增长4.9%。"""
    row = cluster_bridge.without_joined(given)
    if row is None or row.growth_yoy_pct is None:
        return ()
    parts = {r.code: r for r in cluster_bridge.components(given)}
    subject = "cluster_bridge"
    count = fig(parts["joined"], given, "n", subject=subject, by="component", decimals=0)
    ref = at(parts["joined"], given, "pull_pp", subject=subject, by="component")
    tug = grammar.pull(row.pull_pp, TOTAL, ref) or (f"对{TOTAL}拉动不足0.1个百分点",)
    without = at(row, given, "growth_yoy_pct", subject="cluster_revenue_without", by="part")
    rate = grammar.growth(row.growth_yoy_pct, without, lead=TOTAL)
    who = told("比上年同期新纳入成员企业", _plain_count(count))
    first = grammar.join((*who, *tug), end="；")
    return first + grammar.join("剔除成员调整因素", rate)


def chain(given: Edition) -> Sentence:
    """四、链条与链主: the leading firms' growth against the clusters', and the data hints."""
    roles = {r.code: r for r in cluster_figures.by_role(given)}
    lead = roles.get("链主")
    clauses: list[Parts] = []
    if lead is not None and lead.growth_yoy_pct is not None:
        ref = at(lead, given, "growth_yoy_pct", by="role")
        clauses.append(("链主企业营业收入", *grammar.growth(lead.growth_yoy_pct, ref)))
    hinted = [s for s in cluster_chain.segments(given) if s.hint]
    said = grammar.join(*clauses)
    if hinted:
        names = "、".join(f"{short(given.names[s.cluster])}的{s.name}" for s in hinted[:4])
        more = f"等{len(hinted)}个环节" if len(hinted) > 4 else ""
        said += (f"{names}{more}有数据提示，需核实后确认。",)
    return Sentence(said or ("没有分环节的成员名单，不作链条判断。",), "judgement")


def unsigned(figure: Figure | None) -> Figure | None:
    if figure is None:
        return None
    return Figure(figure.text.lstrip("\u2212"), figure.ref, figure.value, figure.unit)


def _plain_count(figure: Figure | None) -> Figure | None:
    return None if figure is None else Figure(figure.text, figure.ref, unit="户")
