"""Judgements that open sections five to eight of the monthly overview (后四节判断句)."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from gxlab.measures import (
    overview_estimates,
    overview_outlook,
    overview_signals,
    overview_units,
    revenue_bridge,
)
from gxlab.measures.figures import FigureRow
from gxlab.measures.overview import Overview, rate_of
from gxlab.measures.overview_signals import RULES, Signal
from gxlab.measures.overview_stopped import Standstill, standstill
from gxlab.measures.overview_units import Line
from gxlab.reference.numbers import difference_pp, round_half_away
from gxlab.reference.periods import Period
from gxlab.show import grammar
from gxlab.show.cluster_words import area, kind_name, told
from gxlab.show.figures import fig, ref
from gxlab.show.objects import Figure, Sentence
from gxlab.show.overview_words import (
    Parts,
    digits,
    growth_of,
    listed,
    name,
    place_clause,
    rate_figure,
    when,
)

ZERO = Decimal(0)
BRIDGE = "revenue_bridge"
MOST_PARTS = 2
PLACED = (
    "value_added_growth",
    "output",
    "revenue",
    "electricity",
    "renovation_investment_growth",
)


def signals(given: Overview) -> Sentence:
    """五、停产半停产与苗头性问题: how many stand still, and what the rules find."""
    return Sentence((*stopped_clause(given), *_found(given)), "judgement")


def stopped_clause(given: Overview) -> Parts:
    """停产半停产企业13户，比1—4月末增加2户，上年同期产值占全部的1.2%。"""
    found = standstill(given)
    if found is None:
        return (f"没有{area(given.desk)}的企业名录或直报，停产半停产情况不详。",)
    if not found.firms:
        return ("本期没有停产半停产企业。",)
    unit = given.desk.unit.code
    return grammar.join(
        told("停产半停产企业", fig(found.row, unit, "stopped_count")),
        _more(given, found),
        told(
            "其上年同期产值占规上工业的",
            fig(found.weight, unit, "stopped_output_share") if found.weight else None,
        ),
    )


def _more(given: Overview, found: Standstill) -> Parts:
    moved = found.change
    if moved is None:
        return ()
    before = given.desk.period.previous.label("point")
    if not moved:
        return (f"与{before}持平",)
    return (f"比{before}{'增加' if moved > 0 else '减少'}{abs(moved)}户",)


def _found(given: Overview) -> Parts:
    """按规则查出苗头性、趋势性问题14条：5条为增速连续回落（××等）；1条为新增订单下降（××）。"""
    found = overview_signals.signals(given.desk)
    if not found:
        return ("按规则未发现苗头性、趋势性问题。",)
    unit = given.desk.unit.code
    total = fig(overview_signals.count(given.desk), unit, "signal_count", decimals=0)
    rows = {r.code: r for r in overview_signals.counts(given.desk)}
    said = []
    for rule, label in RULES.items():
        own = [s for s in found if s.rule == rule]
        count = fig(rows[rule], unit, "signal_count", by="rule", decimals=0)
        if own and count is not None:
            said.append((count, f"为{label}（{_names(given, own)}）"))
    return (*told("按规则查出苗头性、趋势性问题", total), "：", *listed(said))


def _names(given: Overview, found: Sequence[Signal]) -> str:
    """The first name a rule finds; the table names all."""
    names = [area(given.desk) if s.kind == "own" else s.name for s in found]
    names = list(dict.fromkeys(names))
    return names[0] + ("等" if len(names) > 1 else "")


def units(given: Overview) -> Sentence | None:
    """六、分单位: who leads, who trails, how many fall; the page's own place."""
    found = overview_units.below(given)
    said = (*_ends(given, found), *_silent(found))
    if not found and not overview_units.peers(given):
        kind = given.desk.unit.kind
        text = "园区不参加县区排位，也没有下级单位。" if kind == "zone" else "没有下级单位。"
        return Sentence((text,), "judgement")
    # The key figures have told the unit's own places already; here only where nothing is below.
    said = said or _own_row(given)
    return Sentence(said, "judgement") if said else None


def leading_indicator(found: Sequence[Line]) -> str:
    """增加值增速 where at least two units have it, else output."""
    known = [n for n in found if n.rows["value_added_growth"].value is not None]
    return "value_added_growth" if len(known) > 1 else "output"


def _ends(given: Overview, found: Sequence[Line]) -> Parts:
    subject = leading_indicator(found)
    placed = [n for n in found if getattr(n.rows[subject], overview_units.place(subject))]
    if len(placed) < 2:
        return ()
    best = [n for n in placed if _rank(n, subject) == 1]
    last = max(_rank(n, subject) for n in placed)
    worst = [n for n in placed if _rank(n, subject) == last]
    falling = [
        n for n in placed if round_half_away(rate_of(n.rows[subject], subject) or ZERO, 1) < 0
    ]
    kind = kind_name(given.desk, placed[0].unit.kind)
    lead = f"各{kind}{name(subject)}增速中，"
    clauses = [_end(best, subject, "最高"), _end(worst, subject, "最低") if last > 1 else ()]
    if falling:
        clauses.append((f"{'、'.join(n.unit.name for n in falling)}下降",))
    first, *rest = [c for c in clauses if c]
    return grammar.join((lead, *first), *rest)


def _rank(line: Line, subject: str) -> int:
    return int(getattr(line.rows[subject], overview_units.place(subject)) or 0)


def _end(found: Sequence[Line], subject: str, word: str) -> Parts:
    """云岭区最高，为7.8%; several with one rate are named together (并列)."""
    names = "、".join(n.unit.name for n in found)
    line = found[0]
    shown = rate_figure(line.rows[subject], line.unit.code, subject)
    tied = "并列" if len(found) > 1 else ""
    return told(f"{names}{tied}{word}，为", shown, "%")


def _silent(found: Sequence[Line]) -> Parts:
    """未反馈、未报的单位, and those that stand with another status, by name."""
    subject = leading_indicator(found)
    silent = overview_units.silent(found, subject)
    said = [f"{'、'.join(silent)}没有{name(subject)}数据，不参加排位"] if silent else []
    odd = overview_units.unplaced(found, subject)
    said += [f"{unit}为{when(row)}{row.status}数，不参加排位" for unit, row in odd]
    return (f"{'；'.join(said)}。",) if said else ()


def _own_row(given: Overview) -> Parts:
    """本单位在同级中的位次, one clause an indicator that has one."""
    peers = overview_units.peers(given)
    line = next((n for n in peers if n.unit == given.desk.unit), None)
    if line is None:
        return ()
    said = [_own_place(given, peers, line, i) for i in PLACED]
    return grammar.join((f"在{len(peers)}个同级单位中",), *said) if any(said) else ()


def _own_place(given: Overview, peers: Sequence[Line], line: Line, indicator_id: str) -> Parts:
    row = line.rows[indicator_id]
    tied = overview_units.is_tied(peers, row, indicator_id)
    said = place_clause(given, row, indicator_id, tied=tied)
    if not said:
        return ()
    word = "并列第" if tied else "第"
    return (f"{name(indicator_id)}增速{word}", *said[1:])


def bridge(given: Overview) -> Sentence:
    """七、增量构成与后几个月基数."""
    return Sentence((*_bridge(given), *base(given)), "judgement")


def _bridge(given: Overview) -> Parts:
    rows = [r for r in revenue_bridge.components(given.edition) if r.n is not None]
    if not rows:
        return (f"没有{area(given.desk)}分企业营业收入，不作增量构成。",)
    (total,) = revenue_bridge.summed(given.edition)
    unit = given.desk.unit.code
    at = ref(total, unit, BRIDGE, "pull_pp")
    lead = f"{given.edition.period.label('ytd')}营业收入（企业汇总）可比口径"
    rate = grammar.growth(total.pull_pp, at, lead=lead)
    moved = sorted(rows, key=lambda r: (-abs(r.pull_pp or ZERO), r.code))
    tugs = [
        (r.name, *grammar.pull(r.pull_pp, "", ref(r, unit, BRIDGE, "pull_pp", "component")))
        for r in moved
        if round_half_away(r.pull_pp or ZERO, 1)
    ][:MOST_PARTS]
    words = [(t[0], str(t[1]).removesuffix("增长"), *t[2:]) for t in tugs]
    return grammar.join(rate, *words)


def base(given: Overview) -> Parts:
    """上年同期走势: whether the months to come stand on a higher base than those past."""
    found = overview_outlook.path(given)
    if len(found) < 2:
        return ()
    subject = "value_added_growth" if found[0].value_added.value is not None else "output"
    rows = [getattr(m, "value_added" if subject != "output" else "output") for m in found]
    now, coming, end = rows[0], rows[1], rows[-1]
    rates = [rate_of(r, subject) for r in (now, coming, end)]
    if any(r is None for r in rates):
        return ()
    unit = given.desk.unit.code
    year = Period.parse(now.period_used or "").year
    said = [
        (when(r), *growth_of(r, unit, subject, lead="", decimals=digits(r, subject)))
        for r in dict.fromkeys((now, coming, end))
    ]
    return (f"{year}年{name(subject)}", *grammar.join(*said, end=""), "，", _judged(rates), "。")


def _judged(rates: Sequence[Decimal | None]) -> str:
    """后几个月基数抬高、走低或持平, by the year's end against the same months."""
    gap = difference_pp(rates[2], rates[0], 1) or ZERO
    if abs(gap) < Decimal("0.3"):
        return "后几个月上年基数与前期相当"
    return f"后几个月上年基数{'逐步抬高' if gap > 0 else '逐步走低'}"


def estimates(given: Overview) -> Sentence:
    """八、预计与反馈: whose estimate was furthest off; who did not send one."""
    if given.desk.unit.kind not in ("city", "county"):
        text = "预计由县区上报，本单位没有预计数。"
        return Sentence((text,), "judgement")
    if given.desk.unit == given.desk.units.root:
        return Sentence(_counties(given), "judgement")
    return Sentence(_own_estimate(given), "judgement")


def _counties(given: Overview) -> Parts:
    counties = [u for u in given.desk.units.children(given.desk.unit.code) if u.kind == "county"]
    found = {u.code: _value_added(given.at(u.code)) for u in counties}
    told_of = [(u, r) for u in counties if (r := found[u.code]) and r.change_pp is not None]
    absent = [u.name for u in counties if not found[u.code]]
    silent = f"{'、'.join(absent)}未上报本期预计。" if absent else ""
    if not told_of:
        return (silent or "本期没有县区预计数。",)
    worst, row = max(told_of, key=lambda p: (abs(p[1].change_pp or ZERO), p[0].code))
    exact = sum(not round_half_away(r.change_pp or ZERO, 1) for _, r in told_of)
    first = f"{len(told_of)}个县区预计与反馈可对照，规上工业增加值增速预计一致的{exact}个"
    return (*grammar.join(first, _error(worst.code, worst.name, row)), silent)


def _error(unit: str, unit_name: str, row: FigureRow) -> Parts:
    if not round_half_away(row.change_pp or ZERO, 1):
        return ()
    at = ref(row, unit, "county_estimate", "change_pp", "indicator")
    gap = grammar.against(row.change_pp, "反馈数", at)
    return (f"误差最大的{unit_name}预计", *gap)


def _own_estimate(given: Overview) -> Parts:
    row = _value_added(given)
    if row is None:
        return (f"{given.desk.unit.name}未上报本期预计。", *_mean(given))
    unit = given.desk.unit.code
    rate = grammar.growth(
        row.value, ref(row, unit, "county_estimate", "value", "indicator"), lead="预计同比"
    )
    at = ref(row, unit, "county_estimate", "change_pp", "indicator")
    gap = grammar.against(row.change_pp, "反馈数", at) if row.base is not None else ("尚未反馈",)
    return (*grammar.join(("规上工业增加值", *rate), gap), *_mean(given))


def _mean(given: Overview) -> Parts:
    rows = [r for r in overview_estimates.mean_errors(given.desk) if r.code == "value_added_growth"]
    if not rows:
        return ()
    subject, unit = "county_estimate_error", given.desk.unit.code
    count = fig(rows[0], unit, subject, "n", by="indicator", decimals=0, with_unit=False)
    size = fig(rows[0], unit, subject, by="indicator", decimals=2)
    if size is None:
        return ()
    shown = Figure(size.text, size.ref, size.value, unit="个百分点")
    return told("近", count, "期预计平均绝对误差", shown, "。")


def _value_added(given: Overview) -> FigureRow | None:
    rows = overview_estimates.estimates(given.desk)
    return next((r for r in rows if r.code == "value_added_growth"), None)
