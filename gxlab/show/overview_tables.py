"""Tables O1, O3 and O4 of the monthly overview: all indicators, efficiency, demand."""

from __future__ import annotations

from collections.abc import Sequence

from gxlab.measures import overview_demand, overview_industries, overview_units
from gxlab.measures.figures import FigureRow
from gxlab.measures.overview import HEAD, Overview, city_gap, figure
from gxlab.measures.overview_demand import NEXT, ORDERS
from gxlab.reference.indicators import indicator
from gxlab.show.cluster_words import Cells, Values, area, left, signed, table
from gxlab.show.figures import fig
from gxlab.show.objects import Cell, Column, Figure, Table
from gxlab.show.overview_words import (
    amount,
    name,
    rate_figure,
    when,
)

YI = "亿元"
MAIN = (
    "value_added_growth",
    "output",
    "sales_output_ratio",
    "export_delivery",
    "revenue",
    "profit",
    "electricity",
    "industrial_investment_growth",
    "renovation_investment_growth",
    "above_scale_count",
)
EFFICIENCY = (
    "profit_margin",
    "cost_per_hundred",
    "loss_share",
    "liability_ratio",
    "finished_goods_days",
    "receivables_days",
    "revenue_per_employee",
)
RATES_NOTE = "增速按来源印出的小数位数；企业汇总的增速按随表上年同期计算。"


def main(given: Overview) -> Table:
    """O1 主要指标: every figure with its own period, source, change and place."""
    rows = [(i, r) for i in MAIN if _has(r := figure(given, i))]
    columns: Cells = [
        (left("name", "指标"), [name(i) for i, _ in rows]),
        (left("period", "期"), [when(r) for _, r in rows]),
        (left("source", "来源"), [_source(r) for _, r in rows]),
        (Column("value", ("总量",)), [_level(given, r, i) for i, r in rows]),
        (Column("growth", ("增速",), "%"), [_rate(given, r, i) for i, r in rows]),
        (Column("change", ("比上期",), "百分点"), [_change(given, r, i) for i, r in rows]),
        (Column("gap", ("与全市差",), "百分点"), [_gap(given, i) for i, _ in rows]),
        (Column("place", ("位次",)), [_place(given, i) for i, _ in rows]),
    ]
    return table(
        "O1",
        f"{given.desk.period.label('ytd')}{area(given.desk)}主要指标",
        columns if rows else [],
        optional=frozenset(("change", "gap", "place")),
        note=f"各指标各用其期。{RATES_NOTE}来源不同的两期不比较。",
    )


def _has(row: FigureRow) -> bool:
    return row.value is not None or row.growth_yoy_pct is not None


def _source(row: FigureRow) -> str:
    return f"{row.source_kind or ''}·{row.status or ''}".strip("·")


def _level(given: Overview, row: FigureRow, indicator_id: str) -> Cell:
    if indicator(indicator_id).kind == "rate":
        return None
    return amount(row, given.desk.unit.code, indicator_id)


def _rate(given: Overview, row: FigureRow, indicator_id: str) -> Cell:
    subject = indicator(indicator_id)
    if subject.kind in ("ratio", "stock"):
        return None
    return rate_figure(row, given.desk.unit.code, indicator_id)


def _change(given: Overview, row: FigureRow, indicator_id: str) -> Cell:
    """比上期, where 上期 is of the same kind of source or was signed."""
    return fig(row, given.desk.unit.code, indicator_id, "change_pp", with_unit=False)


def _gap(given: Overview, indicator_id: str) -> Cell:
    if indicator_id not in HEAD or indicator(indicator_id).kind == "stock":
        return None
    desk = given.desk_of(indicator_id)
    row = city_gap(desk, indicator_id)
    unit = desk.unit.code
    return signed(fig(row, unit, "growth_city_gap", by="indicator", with_unit=False))


def _place(given: Overview, indicator_id: str) -> Cell:
    if indicator_id not in HEAD:
        return None
    row = overview_units.own(given, indicator_id)
    statistic = overview_units.place(indicator_id)
    if row is None or getattr(row, statistic) is None:
        return None
    parent = given.desk.unit.parent or given.desk.units.root.code
    return fig(row, parent, indicator_id, statistic, by="unit", decimals=0, with_unit=False)


def efficiency(given: Overview) -> Table:
    """O3 效益: ratios of the financial return, this year beside last year's."""
    unit = given.desk.unit.code
    rows = [(i, r) for i in EFFICIENCY if (r := figure(given, i)).value is not None]
    columns: Cells = [
        (left("name", "指标"), [indicator(i).name for i, _ in rows]),
        (left("period", "期"), [when(r) for _, r in rows]),
        (left("source", "来源"), [_source(r) for _, r in rows]),
        (Column("value", ("本期",)), [fig(r, unit, i) for i, r in rows]),
        (Column("base", ("上年同期",)), [fig(r, unit, i, "base") for i, r in rows]),
        (Column("change", ("同比增减",)), [_moved(r, unit, i) for i, r in rows]),
    ]
    return table(
        "O3",
        f"{area(given.desk)}规上工业效益指标",
        columns if rows else [],
        optional=frozenset(("base", "change")),
        note="各指标各用其期。比率为分子合计 ÷ 分母合计；利润率、亏损面、负债率的增减为百分点。",
        empty="本期没有财务数据。",
    )


def _moved(row: FigureRow, unit: str, subject: str) -> Cell:
    figure_ = fig(
        row,
        unit,
        subject,
        "change_yoy_pp",
        decimals=indicator(subject).decimals,
        with_unit=False,
    )
    return (
        Figure(figure_.text, figure_.ref, figure_.value, _change_unit(subject)) if figure_ else None
    )


def _change_unit(subject: str) -> str:
    said = indicator(subject).change
    return "个百分点" if said == "百分点" else said


def demand(given: Overview) -> Table:
    """O4 订单与下月预计 by industry, of the same firms both years."""
    orders = {r.code: r for r in overview_demand.orders_by_industry(given.desk)}
    coming = {r.code: r for r in overview_demand.next_month_by_industry(given.desk)}
    codes = [
        n.code for n in overview_industries.lines(given) if n.code in orders.keys() | coming.keys()
    ]
    names = {r.code: r.name for r in (*orders.values(), *coming.values())}
    month = given.desk.period.label("month")
    after = given.desk.period.shift(1).label("month")
    columns: Cells = [
        (left("name", "行业大类"), [names[c] for c in codes]),
        *_pair(given, f"{month}新增订单", ORDERS, [orders.get(c) for c in codes]),
        *_pair(given, f"预计{after}产值", NEXT, [coming.get(c) for c in codes]),
    ]
    return table(
        "O4",
        f"{area(given.desk)}分行业新增订单与下月预计",
        columns if codes else [],
        optional=frozenset(c.key for c, _ in columns) - {"name"},
        source="企业直报，快报",
        note="只计本年和上年同月都有数的同一批企业；与上年同月实际比较。",
        empty="本期没有可比的订单和下月预计。",
    )


def _pair(given: Overview, head: str, subject: str, rows: Sequence[FigureRow | None]) -> Cells:
    unit, by = given.desk.unit.code, "industry"

    def cells(statistic: str, measure: str | None = None, decimals: int | None = None) -> Values:
        return [
            fig(
                r,
                unit,
                subject,
                statistic,
                by=by,
                measure=measure,
                decimals=decimals,
                with_unit=False,
            )
            for r in rows
        ]

    return [
        (Column(f"{subject}_n", (head, "企业"), "户"), cells("n", decimals=0)),
        (Column(subject, (head, "合计"), YI), cells("value", YI)),
        (Column(f"{subject}_base", (head, "上年同月"), YI), cells("base", YI)),
        (Column(f"{subject}_growth", (head, "同比"), "%"), cells("growth_yoy_pct")),
    ]
