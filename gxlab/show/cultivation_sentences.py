"""Judgements that open sections one to four of the cultivation report (前四节判断句)."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from gxlab.measures import (
    cultivation_entrants,
    cultivation_figures,
    register_figures,
)
from gxlab.measures.cultivation import Edition
from gxlab.measures.figures import FigureRow
from gxlab.reference.numbers import money_unit
from gxlab.reference.periods import Period
from gxlab.reference.territory import Unit
from gxlab.show import cultivation_words as words
from gxlab.show import grammar
from gxlab.show.cultivation_report import flows_clause, net_words
from gxlab.show.cultivation_tables import task_of
from gxlab.show.cultivation_units import lines
from gxlab.show.cultivation_words import (
    count,
    told,
)
from gxlab.show.figures import fig, ref
from gxlab.show.objects import Figure, Part, Sentence

Parts = tuple[Part, ...]


def judged(*clauses: Parts, silent: str) -> Sentence:
    """The clauses that say something, or one sentence that says what is missing."""
    said = tuple(p for clause in clauses for p in clause)
    return Sentence(said or (silent,), "judgement")


def stock(given: Edition) -> Sentence:
    """一、存量与变动: where the net came from, and how the task stands."""
    name = words.area(given.desk)
    told_first = units_clause(given) or own_clause(given)
    silent = f"{name}没有可比的名录变动。"
    return judged(told_first, pace_clause(given), place_clause(given), silent=silent)


def own_clause(given: Edition) -> Parts:
    """年初以来净减1户：退出1户。, for a unit without others below it."""
    row = register_figures.net(given.year, given.code)
    if row.value is None:
        return ()
    return ("年初以来", *net_words(row, given.code), *flows_clause(given))


def units_clause(given: Edition) -> Parts:
    """8个县区中6个净增，青柳县、平棠县净增5户居前；云岭区净减2户。"""
    at = lines(given)
    below = [u for u in at.units if at.ranked(u)]
    rows = {u.code: register_figures.net(given.year, u.code) for u in below}
    known = [u for u in below if rows[u.code].value is not None]
    if len(known) < 2 or not any(rows[u.code].value for u in known):
        return ()
    up = sum((rows[u.code].value or 0) > 0 for u in known)
    kind = "县区" if below[0].kind == "county" else "镇街"
    values = {u.code: rows[u.code].value or Decimal(0) for u in known}
    best, worst = max(values.values()), min(values.values())
    lead = f"{len(known)}个{kind}中{f'{up}个' if up else '没有'}净增{'' if up else '的'}"
    top = _ends(known, rows, best, "居前") if best > 0 else ()
    last = _ends(known, rows, worst, "") if worst < 0 else ()
    return (lead, *(("，", *top) if top else ()), *(("；", *last) if last else ()), "。")


def _ends(units: Sequence[Unit], rows: dict[str, FigureRow], value: Decimal, tail: str) -> Parts:
    """Those at one end, at most three by name."""
    found = [u for u in units if rows[u.code].value == value]
    first = found[0]
    row = rows[first.code]
    listed = "、".join(u.name for u in found[:3]) + (f"等{len(found)}个" if len(found) > 3 else "")
    each = "均" if len(found) > 1 else ""
    word = "净增" if value > 0 else "净减"
    return (
        (f"{listed}{each}{word}", count(row, first.code, "above_scale_net"), tail)
        if tail
        else (
            f"{listed}{each}{word}",
            count(row, first.code, "above_scale_net"),
        )
    )


def pace_clause(given: Edition) -> Parts:
    """新增任务完成5.7%（考核口径），慢于计划进度10.0个百分点；净增任务完成84.2%（名录口径）…"""
    said: list[Part] = []
    for kind in ("entries", "net"):
        task = task_of(given, kind)
        row = task.measure(given.year, given.code)
        clause = _pace(row, given.code, task.subject, f"{task.label}任务", task.basis)
        if clause:
            said += ["；" if said else "", *clause]
    return (*(p for p in said if p != ""), "。") if said else ()


def _pace(row: FigureRow, unit: str, subject: str, label: str, basis: str) -> Parts:
    done = fig(row, unit, subject, "completion_pct")
    if done is None:
        return ()
    lead = _done_words(label, done, basis, row.completion_pct or Decimal(0))
    plan = grammar.pace(row.gap_plan_pp, ref(row, unit, subject, "gap_plan_pp"))
    same = row.gap_plan_pp == row.gap_linear_pp
    clock: Parts = (
        ()
        if same
        else grammar.pace(
            row.gap_linear_pp, ref(row, unit, subject, "gap_linear_pp"), yardstick="序时进度"
        )
    )
    return grammar.join(lead, plan, clock, end="")


def _done_words(label: str, done: Figure, basis: str, pct: Decimal) -> Parts:
    """尚无进展 at nought, 已完成 from all of it on, else how much."""
    if pct <= 0:
        return (f"{label}尚无进展（{basis}，完成", done, "）")
    word = "已完成" if pct >= 100 else "完成过半，为" if pct >= 50 else "完成"
    return (f"{label}{word}", done, f"（{basis}）")


def place_clause(given: Edition) -> Parts:
    """A unit's own page: its place in completing the task, and above or below the city."""
    if given.desk.unit.kind not in ("county", "town"):
        return ()
    row, subject = register_figures.task_gap(given.year, given.code), "above_scale_task_gap"
    if row.value is None:
        return ()
    area = words.whole_area(given.desk)
    gap = grammar.against(row.value, area, ref(row, given.code, subject, "value"))
    among = area if given.desk.unit.kind == "county" else ""
    at, tied = ref(row, given.code, subject, "rank"), (row.n or 0) > 1
    # A place that all units share says nothing.
    rank = None if row.n == row.rank_of else row.rank
    place = grammar.place(rank, row.rank_of, at, among=among, tied=tied)
    return grammar.join(("新增任务完成率", *gap), place)


def entrants(given: Edition) -> Sentence:
    """二、新进规企业: how much, what share, what pull; growth without them."""
    found = cultivation_entrants.entrants(given.desk, "revenue")
    name = words.area(given.desk)
    return judged(entrants_clause(given, found), silent=f"{name}没有已报营业收入的本年新进规企业。")


def entrants_clause(given: Edition, found: cultivation_entrants.Entrants) -> Parts:
    """新进规企业53户实现营业收入7.46亿元，占1.7%，拉动0.5个百分点；剔除…增长6.1%。"""
    row = found.rows.get(cultivation_entrants.ALL)
    if row is None or row.value is None or row.period_used is None:
        return ()
    unit, subject = given.code, "entrant_revenue"
    measure, _ = money_unit(row.value)
    n = fig(row, unit, subject, "n", by="kind", decimals=0, with_unit=False)
    value = fig(row, unit, subject, by="kind", measure=measure)
    share = fig(row, unit, subject, "share_pct", by="kind")
    pull = grammar.pull(row.pull_pp, "规上营业收入", ref(row, unit, subject, "pull_pp", "kind"))
    period = Period.parse(row.period_used)
    when = period.label("ytd", with_year=period.year != given.desk.period.year)
    rates = {r.code: r for r in cultivation_entrants.contribution(found)}
    part = rates.get(row.code)
    first = grammar.join(
        told(f"{when}，{words.area(given.desk)}新进规企业", n, "户实现营业收入", value),
        told("占规上工业的", share),
        pull,
        _contribution(part, unit) if part and pull else (),
        end="",
    )
    return (*first, *_without(given, found), "。")


def _contribution(row: FigureRow, unit: str) -> Parts:
    """增长贡献率为31.2%，增量的四分之一以上来自新进规企业; the second where it is so much."""
    at = ref(row, unit, "entrant_revenue_contribution", "value", "kind")
    said = grammar.contribution(row.value, at)
    words = grammar.portion(row.value) if row.value is not None else ""
    return (*said, f"，增量的{words}来自新进规企业") if said and words else said


def _without(given: Edition, found: cultivation_entrants.Entrants) -> Parts:
    row = cultivation_entrants.without(found)
    if row is None or row.growth_yoy_pct is None:
        return ()
    at = ref(row, given.code, "revenue_without_entrants", "growth_yoy_pct")
    rate = grammar.growth(row.growth_yoy_pct, at)
    return ("；剔除新进规企业，规上营业收入", *rate)


def pool(given: Edition) -> Sentence:
    """三、培育库: how many, in which pools, how many in review."""
    return judged(pool_clause(given), silent=f"{words.area(given.desk)}没有收到培育库台账。")


def pool_clause(given: Edition) -> Parts:
    """培育库213户，其中规下1000—2000万93户、…；在审48户。"""
    row = cultivation_figures.count(given)
    if not row.value:
        return ()
    parts = [r for r in cultivation_figures.by_pool(given) if r.value]
    parts.sort(key=lambda r: -(r.value or Decimal(0)))
    listed: list[Part] = []
    for part in parts[:3]:
        figure = count(part, given.code, "candidate_count", by="pool")
        listed += ["、" if listed else "", part.name, figure]
    reviewed = cultivation_figures.in_review(given)
    tail: Parts = ()
    if reviewed.value:
        tail = ("；在审", count(reviewed, given.code, "candidate_in_review"))
    when = f"{words.month_end(row.period_used)}，{words.area(given.desk)}培育库"
    kinds = (
        ("，其中", *(p for p in listed if p != "")) if len(parts) > 1 else ("，均为", parts[0].name)
    )
    return (when, count(row, given.code, "candidate_count"), *kinds, *tail, "。")


def forecast(given: Edition) -> Sentence:
    """四、达规测算: how many cross, through which door, who may file now."""
    silent = f"{words.area(given.desk)}没有可用于测算的开票数据。"
    if given.sales and given.forecasts:
        silent = f"按累计开票测算，{words.area(given.desk)}培育企业年内均不足2000万元。"
    return judged(crossing_clause(given), ready_clause(given), silent=silent)


def crossing_clause(given: Edition) -> Parts:
    """按累计开票测算，年内可达2000万元的69户（低59户、高72户），其中可走月度门18户…"""
    row = cultivation_figures.crossing(given)
    if not row.value:
        return ()
    subject, unit = "candidate_crossing_count", given.code
    tiers = {r.code: r for r in cultivation_figures.crossing_by_tier(given)}
    spread: Parts = ()
    if tiers["low"].value != tiers["high"].value:
        low, high = (count(tiers[t], unit, subject, by="tier") for t in ("low", "high"))
        spread = ("（低方案", low, "，高方案", high, "）")
    doors = {r.code: r for r in cultivation_figures.crossing_by_door(given) if r.value}
    texts = {"月度": "可走月度门的", "年度": "走年度批次的", "无": "达规时本年申报批次已截止的"}
    clauses = [(texts[code], count(r, unit, subject, by="door")) for code, r in doors.items()]
    lead = f"按累计开票测算，{words.area(given.desk)}年内可达2000万元的培育企业"
    return ("".join((lead,)), count(row, unit, subject), *spread, "，其中", *grammar.join(*clauses))


def enough_clause(given: Edition) -> Parts:
    """多于新增任务尚差的9户: whether those that may cross are as many as the task lacks."""
    row = register_figures.task_row(given.year, given.code, "entries")
    may, lacks = cultivation_figures.crossing(given).value, row.shortfall
    if may is None or not lacks:
        return ()
    word = "与" if may == lacks else "多于" if may > lacks else "少于"
    subject = task_of(given, "entries").subject
    figure = fig(row, given.code, subject, "shortfall", decimals=0, with_unit=False)
    tail = "户相当。" if may == lacks else "户。"
    return told(f"可达企业{word}新增任务尚差的", figure, tail)


def ready_clause(given: Edition) -> Parts:
    """新建投产企业×户已具备月度申报条件，最近截止日6月20日，尚缺备案证明的×户。"""
    row = cultivation_figures.monthly_ready(given)
    if not row.value:
        return ()
    found = cultivation_figures.ready(given)
    nearest = min(f.door.deadline for f in found if f.door.deadline is not None)
    lacking = {r.code: r for r in cultivation_figures.ready_lacking(given)}
    paper = lacking.get("备案证明") or next(iter(lacking.values()), None)
    want: Parts = ()
    if paper is not None:
        figure = count(paper, given.code, "candidate_ready_count", by="paper")
        want = (f"尚缺{paper.name}的", figure)
    have = count(row, given.code, "candidate_ready_count")
    return grammar.join(
        ("新建投产企业", have, "已具备月度申报条件"), f"最近截止日{words.day(nearest)}", want
    )
