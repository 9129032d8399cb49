"""Judgements that open sections one to four of the monthly overview (前四节判断句)."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from gxlab.measures import lookup, overview_demand, overview_industries, overview_outlook
from gxlab.measures.figures import FigureRow
from gxlab.measures.overview import Overview, city_gap, figure, rate_of
from gxlab.measures.overview_demand import NEXT, ORDERS
from gxlab.measures.overview_industries import PULL, Line
from gxlab.reference.numbers import format_number, round_half_away
from gxlab.show import grammar
from gxlab.show.cluster_words import area, told, whole_area
from gxlab.show.cluster_words import former as former_name
from gxlab.show.figures import fig, ref
from gxlab.show.objects import Figure, Sentence
from gxlab.show.overview_head import profit_growth
from gxlab.show.overview_words import (
    Parts,
    amount,
    change,
    digits,
    growth,
    growth_of,
    listed,
    name,
    source,
    when,
)

ZERO = Decimal(0)
MOST_PULLS, MOST_DRAGS = 2, 2


def overview(given: Overview) -> Sentence:
    """一、总体: the month by itself, against the city, then electricity and investment."""
    said = (
        *_month(given),
        *_versus_city(given),
        *_each(given, ("electricity", "renovation_investment_growth")),
        *_absent(given),
    )
    if not said:
        said = (f"{area(given.desk)}本期没有可用的运行数据。",)
    return Sentence(said, "judgement")


def _month(given: Overview) -> Parts:
    """5月当月规上工业增加值同比增长5.6%: only as fed back, never from two cumulative rates."""
    row = lookup.unit_figure(given.desk, "value_added_growth", span="month")
    if row.value is None or row.period_used is None:
        return ()
    unit = given.desk.unit.code
    rate = growth_of(row, unit, "value_added_growth", decimals=digits(row, "value_added_growth"))
    label = given.desk.period.label("month")
    return grammar.join((f"{label}当月规上工业增加值", *rate)) if rate else ()


def _versus_city(given: Overview) -> Parts:
    clauses = []
    for indicator_id in ("value_added_growth", "output"):
        row = city_gap(given.desk, indicator_id)
        if row.value is not None:
            at = ref(row, given.desk.unit.code, "growth_city_gap", "value", "indicator")
            gap = grammar.against(row.value, whole_area(given.desk), at)
            clauses.append((f"{name(indicator_id)}增速", *gap))
    return grammar.join(*clauses)


def _each(given: Overview, indicator_ids: Sequence[str]) -> Parts:
    """One clause an indicator: growth and its change, each with its period where that changes."""
    found: list[Parts] = []
    period = ""
    for indicator_id in indicator_ids:
        row = figure(given, indicator_id)
        rate = growth(given, indicator_id)
        if not rate:
            continue
        lead = "" if when(row) == period else when(row)
        period = when(row)
        if _minus_all(row, indicator_id):
            found.append((f"{lead}没有{name(indicator_id)}（增速为−100%）",))
        else:
            opening = (f"{lead}{name(indicator_id)}", *rate)
            found.append(grammar.join(opening, change(given, indicator_id), end=""))
    return listed(found)


def _minus_all(row: FigureRow, indicator_id: str) -> bool:
    rate = rate_of(row, indicator_id)
    return rate is not None and rate <= -100


def _absent(given: Overview) -> Parts:
    """What is not fed back to a unit of this kind is said once."""
    blank = [
        name(i)
        for i in ("value_added_growth", "renovation_investment_growth")
        if rate_of(figure(given, i), i) is None
    ]
    return (f"本期没有{area(given.desk)}的{'、'.join(blank)}反馈数。",) if blank else ()


def industries(given: Overview) -> Sentence:
    """二、分行业: how many grow, who pulls, who drags."""
    found = overview_industries.lines(given)
    if not found:
        return Sentence((f"本期没有{area(given.desk)}的分行业数据。",), "judgement")
    said = (*sum_warning(given), *breadth(given), *pull_sentence(given, found))
    said = said or ("各行业没有可比的产值增速。",)
    return Sentence(said, "judgement")


def sum_warning(given: Overview) -> Parts:
    """以下分解按企业汇总口径，与反馈增速相差x个百分点: where the gap exceeds the policy."""
    if not overview_industries.is_summed(given):
        return ()
    gap = overview_industries.sum_gap(given)
    limit = given.desk.policy_number("feedback_gap_pp")
    if gap.value is None or abs(gap.value) <= limit:
        return ("分行业为企业汇总。",)
    size = fig(gap, given.desk.unit.code, "output_gap", decimals=1)
    if size is None:
        return ()
    text = format_number(abs(gap.value), 1)
    shown = Figure(text, size.ref, unit="个百分点")
    return ("以下分解按企业汇总口径，汇总增速与反馈增速相差", shown, "。")


def breadth(given: Overview) -> Parts:
    """28个行业大类中20个增长，增长面71.4%，比1—4月扩大3.5个百分点。"""
    subject, unit = "industry_growing_share", given.desk.unit.code
    row = overview_industries.growing_share(given.desk)
    if not row.denominator or row.denominator < 2:
        return ()
    of = fig(row, unit, subject, "denominator", decimals=0, with_unit=False)
    up = fig(row, unit, subject, "numerator", decimals=0, with_unit=False)
    lead = f"比{former_name(given.desk.period)}"
    at = ref(row, unit, subject, "change_pp")
    return grammar.join(
        told(f"{when(row)}", of, "个行业大类中", up, "个产值增长"),
        told("增长面", fig(row, unit, subject)),
        grammar.points(row.change_pp, at, lead=lead, words=("扩大", "缩小")),
    )


def pull_sentence(given: Overview, found: Sequence[Line]) -> Parts:
    """医药制造业、食品制造业分别拉动产值增长1.6和1.4个百分点；汽车制造业下拉0.5个百分点。"""
    known = sorted((n for n in found if _size(n)), key=lambda n: (-_size(n), n.code))
    up = [n for n in known if _size(n) > 0][:MOST_PULLS]
    down = [n for n in reversed(known) if _size(n) < 0][:MOST_DRAGS]
    return listed([_pulls(given, up), _pulls(given, down)])


def _size(line: Line) -> Decimal:
    return round_half_away(line.pull_pp or ZERO, 1)


def _pulls(given: Overview, found: Sequence[Line]) -> Parts:
    said: list[Parts] = []
    for line in found:
        assert line.pull is not None
        at = ref(line.pull, given.desk.unit.code, PULL, "value", "industry")
        tug = grammar.pull(line.pull_pp, "产值" if not said else "", at)
        words = (str(tug[0]).removesuffix("增长") if said else tug[0], *tug[1:])
        said.append((line.name, *words))
    return grammar.join(*said, end="") if said else ()


def margins(given: Overview) -> Sentence:
    """三、效益: profit with its own period, margin, cost and loss share, then prices."""
    row, unit = figure(given, "profit"), given.desk.unit.code
    if row.period_used is None or row.value is None:
        said: Parts = (f"本期没有{area(given.desk)}的利润等财务数据。",)
        return Sentence((*said, *prices(given)), "judgement")
    first = grammar.join(
        told(f"{when(row)}规上工业利润总额", amount(row, unit, "profit")),
        profit_growth(given),
        end="",
    )
    return Sentence((*first, source(row), "。", *ratios(given), *prices(given)), "judgement")


def ratios(given: Overview) -> Parts:
    """营业收入利润率7.56%，同比下降0.12个百分点；亏损面7.9%，同比扩大0.1个百分点。

    Only ratios of the profit's own period and source: one sentence, one return.
    """
    said = [
        _ratio(given, "profit_margin", 2, ("提高", "下降")),
        _ratio(given, "cost_per_hundred", 2, ("增加", "减少")),
        _ratio(given, "loss_share", 1, ("扩大", "缩小")),
    ]
    return listed(said)


def _ratio(given: Overview, indicator_id: str, decimals: int, words: tuple[str, str]) -> Parts:
    row, unit = figure(given, indicator_id), given.desk.unit.code
    profit = figure(given, "profit")
    same = (row.period_used, row.status) == (profit.period_used, profit.status)
    if row.value is None or row.period_used is None or not same:
        return ()
    at = ref(row, unit, indicator_id, "change_yoy_pp")
    is_cost = indicator_id == "cost_per_hundred"
    moved = grammar.points(
        row.change_yoy_pp,
        at,
        decimals=decimals,
        words=words,
        unit="元" if is_cost else "个百分点",
    )
    return grammar.join(told(name(indicator_id), fig(row, unit, indicator_id)), moved, end="")


def prices(given: Overview) -> Parts:
    """Selling and buying prices beside the margin, as what happened together and no more."""
    found = overview_outlook.prices(given.desk)
    if found is None:
        return ()
    root = given.desk.units.root.code
    factory = fig(found.factory, root, "price_index", with_unit=False)
    purchase = fig(found.purchase, root, "purchase_price_index", with_unit=False)
    at = ref(found.gap, root, "price_gap", "value")
    gap = grammar.against(found.gap.value, "购进价格指数", at)
    return grammar.join(
        told(f"{when(found.factory)}{whole_area(given.desk)}工业生产者出厂价格指数", factory),
        (*gap, *told("（购进", purchase, "，上年同期=100）")) if gap else (),
        _beside_margin(given, found.gap.value),
    )


def _beside_margin(given: Overview, gap: Decimal | None) -> str:
    """Whether margin and price gap moved the same way; a coincidence, never a cause."""
    moved = figure(given, "profit_margin").change_yoy_pp
    if not gap or not moved:
        return ""
    if (gap > 0) == (moved > 0):
        return "与利润率同比变动方向一致，是否由价格传导需核实"
    return "与利润率同比变动方向不一致，不能用价格解释"


def demand(given: Overview) -> Sentence:
    """四、出口、订单与下月预计."""
    said = (*_exports(given), *orders_clause(given), *next_month_clause(given))
    if not said:
        said = (f"本期没有{area(given.desk)}的出口交货值、订单和下月预计。",)
    return Sentence(said, "judgement")


def _exports(given: Overview) -> Parts:
    subject, unit = "export_delivery", given.desk.unit.code
    row = figure(given, subject)
    level = amount(row, unit, subject)
    rate = growth(given, subject)
    if not rate and level is None:
        return ()
    share = figure(given, "export_share")
    of = told("占销售产值的", fig(share, unit, "export_share"))
    lead = told(f"{when(row)}出口交货值", level) if level else (f"{when(row)}出口交货值",)
    return grammar.join(lead, rate, change(given, subject), of)


def orders_clause(given: Overview) -> Parts:
    """同一批546户企业5月新增订单12.3亿元，比上年同月增长5.2%。"""
    row, unit = overview_demand.orders(given.desk), given.desk.unit.code
    if row.growth_yoy_pct is None:
        return ()
    count = fig(row, unit, ORDERS, "n", decimals=0, with_unit=False)
    lead = f"{given.desk.period.label('month')}新增订单"
    return grammar.join(
        told("同一批", count, "户企业", lead, amount(row, unit, ORDERS)),
        growth_of(row, unit, ORDERS, lead="比上年同月"),
    )


def next_month_clause(given: Overview) -> Parts:
    """同一批569户企业预计6月产值96.1亿元，比上年同月实际下降1.4%。"""
    row, unit = overview_demand.next_month(given.desk), given.desk.unit.code
    if row.growth_yoy_pct is None:
        return ()
    month = given.desk.period.shift(1).label("month")
    count = fig(row, unit, NEXT, "n", decimals=0, with_unit=False)
    rate = growth_of(row, unit, NEXT, lead="比上年同月实际")
    return grammar.join(
        told("同一批", count, f"户企业预计{month}产值", amount(row, unit, NEXT)), rate
    )
