"""数据质量 and 口径 of the monthly overview: which edition it is, who is silent, what is apart."""

from __future__ import annotations

from gxlab.measures import lookup, overview_units
from gxlab.measures.overview import HEAD, Overview, figure, former
from gxlab.reference.indicators import indicator
from gxlab.show import annex, pages
from gxlab.show.cluster_words import former as former_name
from gxlab.show.objects import Definitions, Sentence, Sentences, Table
from gxlab.show.overview_words import name, when

TERMS = (
    "value_added_growth",
    "output",
    "revenue",
    "profit",
    "profit_margin",
    "loss_share",
    "electricity",
    "export_share",
    "renovation_investment_growth",
    "above_scale_count",
    "industry_growing_share",
    "industry_output_pull",
    "orders_same_firms",
    "next_month_output",
    "revenue_bridge",
    "stopped_count",
    "county_estimate",
    "signal_count",
)
EXTRA = (
    (
        "口径次序",
        "总量和增速依次取统计反馈、企业直报汇总（快报）、县区预计；企业汇总只用于说明结构、拉动，不替代反馈数。",
    ),
    (
        "快报版与定稿",
        "财务指标的统计反馈比产值晚一个月：反馈到达前的一期用企业直报汇总或上一月反馈，标明期和状态，"
        "全页用同一来源；反馈到达后按同一版式重出。",
    ),
    (
        "增加值",
        "增加值增速为扣除价格因素的实际增速，由上级统计机构反馈，不由企业数据推算，各行业的拉动也不推算。",
    ),
    (
        "苗头性、趋势性问题",
        "按规则从读数中筛出的提示，规则和参数见表下注，须核实后使用，不作为对单位或企业的评价。",
    ),
)


def notes(given: Overview) -> Sentences:
    """数据质量 in sentences: edition, silent units, coverage of the direct returns."""
    found = [_edition(given), *_late(given), *_silent(given)]
    returns = pages.reporting(given.desk, "output").items
    return Sentences((*(s for s in found if s is not None), *returns))


def _edition(given: Overview) -> Sentence | None:
    """快报版 or 定稿, by what the revenue is."""
    row = figure(given, "revenue")
    if row.period_used is None:
        return None
    if row.status in lookup.FED_BACK and row.period_used == str(given.desk.period):
        text = f"财务指标为{when(row)}统计反馈，可作定稿。"
    elif row.status in lookup.FED_BACK:
        text = f"财务指标为{when(row)}统计反馈，比产值晚；本期反馈到后更新。"
    else:
        text = f"本期为快报版：财务指标为{when(row)}{row.source_kind}，统计反馈到后更新。"
    return Sentence((text,), "note")


def _late(given: Overview) -> list[Sentence]:
    """A figure of another month than the report's, other than the financial ones, is named."""
    found = []
    for indicator_id in HEAD:
        row = figure(given, indicator_id)
        late = row.period_used is not None and row.period_used != str(given.desk.period)
        if late and not indicator(indicator_id).lag_months:
            text = f"{name(indicator_id)}为{when(row)}数，本期数未到。"
            found.append(Sentence((text,), "warning"))
    return found


def _silent(given: Overview) -> list[Sentence]:
    found = overview_units.below(given)
    said = []
    for indicator_id in ("value_added_growth", "output", "revenue"):
        names = overview_units.silent(found, indicator_id)
        if names:
            text = f"{'、'.join(names)}没有本期{name(indicator_id)}，不参加排位，也不以其他数代替。"
            said.append(Sentence((text,), "warning"))
    return said


def reconciliation(given: Overview) -> Table:
    """反馈数与企业汇总对照 of output and revenue."""
    return pages.reconciliation(given.desk, ["output", "revenue"])


def definitions(given: Overview) -> Definitions:
    """口径与来源."""
    past = former(given, "value_added_growth")
    if past.value is None:
        past = former(given, "output")
    told = annex.former_term(former_name(given.desk.period), past)
    return annex.definitions(given.desk, TERMS, (*EXTRA, *told))
