"""月度运行分析, 对外版: output, revenue, profit by unit and industry, with fed-back rates."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from gxlab.disclosure.shared_desk import SharedDesk
from gxlab.disclosure.told import RATES
from gxlab.reference.indicators import indicator
from gxlab.reference.periods import Period
from gxlab.show import shared_parts as parts
from gxlab.show import shared_points as points
from gxlab.show.objects import Cell, Chart, Column, KeyFigures, Masthead, Sentence, Sentences, Table
from gxlab.show.shared_charts import bars

REPORT = "monthly_overview"
NAMES = ("output", "revenue", "profit", "value_added_growth")
OUTPUT = "规上工业总产值"
_MAIN = (
    ("规上工业总产值（累计）", "output", "ytd"),
    ("规上工业总产值（当月）", "output", "month"),
    ("规上工业营业收入（累计）", "revenue", "ytd"),
    ("规上工业利润总额（累计）", "profit", "ytd"),
)
_LEVEL = ("value", "growth_yoy_pct")


def masthead(desk: SharedDesk) -> Masthead:
    """眉头."""
    now = parts.when(desk)
    sources = (f"产值、营业收入、利润：{now}，企业直报汇总", "标明反馈的增速：统计机构反馈")
    return parts.masthead(desk, "工业运行情况", sources)


def headline(desk: SharedDesk) -> Sentence:
    """开头一句."""
    value = desk.figure("output")
    if not parts.is_told(value):
        return parts.no_figures(desk, "规上工业运行情况")
    revenue = parts.amount(desk.figure("revenue"))
    more = ("；实现营业收入", *revenue, *parts.growth(desk.figure("revenue", "growth_yoy_pct")))
    return parts.sentence(
        f"{parts.when(desk)}，{desk.unit.name}完成规上工业总产值",
        parts.amount(value),
        parts.growth(desk.figure("output", "growth_yoy_pct")),
        more if revenue else (),
        "。",
        role="headline",
    )


def key_figures(desk: SharedDesk) -> KeyFigures:
    """关键指标."""
    return parts.key_figures(
        desk,
        ("规上工业总产值", desk.figure("output")),
        ("产值同比", desk.figure("output", "growth_yoy_pct")),
        ("营业收入", desk.figure("revenue")),
        ("营业收入同比", desk.figure("revenue", "growth_yoy_pct")),
        ("增加值增速", desk.told("rates", "value_added_growth")),
        ("直报企业", desk.figure("output", "n")),
    )


def key_points(desk: SharedDesk) -> Sentences:
    """要点, of printed figures only."""
    what, measure = "行业", "总产值"
    return parts.points(
        (
            _month(desk),
            points.largest(desk, "output", "industry", what, measure),
            points.extreme(desk, "output", "industry", what, measure, best=False),
            _profit(desk),
            points.city(desk, "output", OUTPUT),
        )
    )


def main(desk: SharedDesk) -> Sentence | None:
    """一、主要指标, the judgement."""
    return points.judged(_value_added(desk))


def industries(desk: SharedDesk) -> Sentence | None:
    """二、分行业, the judgement."""
    return points.judged(points.extreme(desk, "output", "industry", "行业", "总产值", best=True))


def units(desk: SharedDesk) -> Sentence | None:
    """三、分单位, the judgement."""
    return points.judged(points.place(desk, "output", OUTPUT))


def main_table(desk: SharedDesk) -> Table:
    """主要指标: levels and growth of the unit."""
    columns = [
        parts.label("指标"),
        Column("value", ("总量",), "亿元"),
        Column("growth", ("同比",), "%"),
        Column("n", ("企业",), "户"),
    ]
    rows = [
        (name, [_cell(desk, subject, s, span=span) for s in (*_LEVEL, "n")], "")
        for name, subject, span in _MAIN
        if desk.figure(subject, span=span) is not None
    ]
    return parts.table(desk, "S1", "主要指标", columns, rows)


def rate_table(desk: SharedDesk) -> Table:
    """反馈增速 of the unit, each for its own period."""
    columns = [
        parts.label("指标"),
        Column("period", ("期",), align="left"),
        Column("rate", ("增速",), "%"),
    ]
    rows: list[tuple[str, list[Cell], str]] = []
    for name in RATES:
        found = desk.told("rates", name)
        if found is not None:
            label = indicator(name).name.removesuffix("增速") + "增速"
            rows.append((label, [Period.parse(found.period).label("ytd"), parts.cell(found)], ""))
    return parts.table(desk, "S2", "统计机构反馈的增速", columns, rows)


def industry_chart(desk: SharedDesk) -> Chart | None:
    """分行业产值增速."""
    rows = [
        (name, desk.figure("output", "growth_yoy_pct", by="industry", code=code))
        for code, name in desk.codes("output", "industry")
    ]
    title = f"{parts.when(desk)}{desk.unit.name}分行业总产值同比增速"
    return bars(rows, chart_id="industry-growth", title=title)


def industry_table(desk: SharedDesk) -> Table:
    """分行业."""
    columns = [
        parts.label("行业"),
        *_pair("output", "总产值（累计）"),
        Column("rank", ("总产值（累计）", "增速位次")),
        Column("share", ("总产值（累计）", "占比"), "%"),
        *_month_columns(desk),
        *_pair("revenue", "营业收入（累计）"),
        Column("n", ("企业",), "户"),
    ]
    rows = [(name, _industry(desk, code), "") for code, name in desk.codes("output", "industry")]
    return parts.table(desk, "S3", "分行业总产值和营业收入", columns, rows)


def unit_table(desk: SharedDesk) -> Table:
    """分单位."""
    columns = [
        parts.label("单位"),
        *_pair("output", "总产值"),
        Column("output_rank", ("总产值", "增速位次")),
        *_pair("revenue", "营业收入"),
        Column("revenue_rank", ("营业收入", "增速位次")),
        *_pair("profit", "利润总额"),
    ]
    rows = [(name, _unit(desk, code), emphasis) for code, name, emphasis in parts.unit_rows(desk)]
    return parts.table(desk, "S4", "分单位主要指标", columns, rows)


def _value_added(desk: SharedDesk) -> Sentence | None:
    found = desk.told("rates", "value_added_growth")
    rate = parts.growth(found, "同比")
    if found is None or not rate:
        return None
    period = Period.parse(found.period).label("ytd")
    text = f"据统计机构反馈，{period}{desk.unit.name}规上工业增加值"
    return parts.sentence(text, rate, "。", role="key_point")


def _month(desk: SharedDesk) -> Sentence | None:
    amount = parts.amount(desk.figure("output", span="month"))
    if not amount:
        return None
    rate = parts.growth(desk.figure("output", "growth_yoy_pct", span="month"))
    text = f"{parts.when(desk, 'month')}当月{desk.unit.name}完成规上工业总产值"
    return parts.sentence(text, amount, rate, "。", role="key_point")


def _profit(desk: SharedDesk) -> Sentence | None:
    amount = parts.amount(desk.figure("profit"))
    if not amount:
        return None
    rate = parts.growth(desk.figure("profit", "growth_yoy_pct"))
    text = f"{parts.when(desk)}{desk.unit.name}规上工业利润总额"
    return parts.sentence(text, amount, rate, "。", role="key_point")


def _month_statistics(desk: SharedDesk) -> tuple[str, ...]:
    """The month's growth is a column only where sources deliver the month's base."""
    rows = desk.tables["figures"].filter(
        (pl.col("span") == "month")
        & (pl.col("statistic") == "growth_yoy_pct")
        & pl.col("number").is_not_null()
    )
    return ("value",) if rows.is_empty() else _LEVEL


def _month_columns(desk: SharedDesk) -> Sequence[Column]:
    return _pair("month", "总产值（当月）")[: len(_month_statistics(desk))]


def _pair(key: str, head: str) -> tuple[Column, Column]:
    return (
        Column(f"{key}_value", (head, "总量"), "亿元"),
        Column(f"{key}_growth", (head, "同比"), "%"),
    )


def _cell(
    desk: SharedDesk,
    name: str,
    statistic: str,
    *,
    unit: str = "",
    industry: str = "",
    span: str = "ytd",
) -> Cell:
    by = "industry" if industry else ""
    return parts.cell(desk.figure(name, statistic, unit=unit, by=by, code=industry, span=span))


def _industry(desk: SharedDesk, code: str) -> Sequence[Cell]:
    output, month = (*_LEVEL, "rank", "share_pct"), _month_statistics(desk)
    return [
        *(_cell(desk, "output", s, industry=code) for s in output),
        *(_cell(desk, "output", s, industry=code, span="month") for s in month),
        *(_cell(desk, "revenue", s, industry=code) for s in _LEVEL),
        _cell(desk, "output", "n", industry=code),
    ]


def _unit(desk: SharedDesk, code: str) -> Sequence[Cell]:
    placed = (*_LEVEL, "rank")
    return [
        *(_cell(desk, "output", s, unit=code) for s in placed),
        *(_cell(desk, "revenue", s, unit=code) for s in placed),
        *(_cell(desk, "profit", s, unit=code) for s in _LEVEL),
    ]
