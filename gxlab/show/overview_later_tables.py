"""Tables O5, O6, O9 to O11 of the overview: standstill, hints, bridge, base, estimates."""

from __future__ import annotations

from collections.abc import Sequence

from gxlab.measures import (
    overview_estimates,
    overview_outlook,
    overview_signals,
    revenue_bridge,
)
from gxlab.measures.figures import FigureRow
from gxlab.measures.overview import Overview
from gxlab.measures.overview_signals import RULES, Reading, Signal
from gxlab.measures.overview_stopped import standstill
from gxlab.reference.periods import Period
from gxlab.show.bridge_note import bridge_note
from gxlab.show.cluster_words import Cells, area, left, signed, table
from gxlab.show.figures import fig
from gxlab.show.objects import Cell, Column, Figure, Table
from gxlab.show.overview_words import (
    digits,
    name,
    rate_figure,
    when,
)

YI = "亿元"
BRIDGE = "revenue_bridge"
NUMERALS = "一二三四五六七八九十"
KINDS = {"own": "本单位", "industry": "行业", "unit": "下级单位"}


def stopped(given: Overview) -> Table | None:
    """O5 停产半停产: firms by last year's output; None in a shared edition."""
    if given.desk.audience == "shared":
        return None
    found = standstill(given)
    firms = found.firms if found else ()
    unit = given.desk.unit.code
    columns: Cells = [
        (left("name", "企业"), [c.firm.name for c in firms]),
        (left("place", "属地"), [c.unit for c in firms]),
        (
            left("state", "状态"),
            [c.firm.state if c.firm.by_register else f"{c.firm.state}（产值）" for c in firms],
        ),
        (left("since", "自何月"), [c.firm.since.label("month", with_year=True) for c in firms]),
        (
            Column("base", ("上年同期产值",), "万元"),
            [
                fig(c.output, unit, "output", "base", by="enterprise", with_unit=False)
                for c in firms
            ],
        ),
        (left("cause_kind", "原因类别"), [c.cause_kind for c in firms]),
        (left("cause", "说明"), [c.cause for c in firms]),
    ]
    limit = given.desk.policy("stopped_output_pct")
    return table(
        "O5",
        f"停产半停产企业{len(firms)}户" if found else "停产半停产企业",
        columns if firms else [],
        optional=frozenset(("place", "base", "cause_kind", "cause")),
        source="统计局名录、企业直报",
        note=f"名录状态为停产、半停产，或本月产值不超过上年同月{limit}%；原因为企业直报所填。",
        empty="本期没有停产半停产企业。" if found else "没有企业名录或直报，情况不详。",
    )


def signals(given: Overview) -> Table:
    """O6 苗头性、趋势性问题: what was found, by which rule, on which readings."""
    found = overview_signals.signals(given.desk)
    most = max((len(s.readings) for s in found), default=0)
    readings: Cells = [
        (Column(f"reading{n}", ("读数", NUMERALS[n]), "%"), [_reading(s, n) for s in found])
        for n in range(min(most, len(NUMERALS)))
    ]
    columns: Cells = [
        (left("name", "对象"), [s.name for s in found]),
        (left("kind", "类别"), [KINDS[s.kind] for s in found]),
        (left("rule", "情形"), [RULES[s.rule] for s in found]),
        (left("what", "读数为"), [_what(s) for s in found]),
        *readings,
    ]
    return table(
        "O6",
        f"{area(given.desk)}苗头性、趋势性问题{len(found)}条",
        columns if found else [],
        note=_rules_note(given),
        empty="按规则未发现苗头性、趋势性问题。",
    )


def _what(signal: Signal) -> str:
    """产值增速，1—2月至1—5月 / 1—5月产值增速、用电增速."""
    first, last = signal.readings[0], signal.readings[-1]
    if signal.rule in ("falling", "turned"):
        return f"{name(first.indicator)}增速，{when(first.row)}至{when(last.row)}"
    if signal.rule == "power":
        return f"{when(first.row)}产值增速、用电增速"
    month = Period.parse(first.row.period_used or "")
    if signal.rule == "orders":
        return f"{month.label('month')}新增订单比上年同月"
    return f"预计{month.shift(1).label('month')}产值比上年同月"


def _reading(signal: Signal, at: int) -> Cell:
    if at >= len(signal.readings):
        return None
    told: Reading = signal.readings[at]
    decimals = digits(told.row, told.indicator)
    return fig(
        told.row,
        told.unit,
        told.indicator,
        told.statistic,
        by=told.by,
        decimals=decimals,
        with_unit=False,
    )


def _rules_note(given: Overview) -> str:
    ask = given.desk.policy
    return (
        f"规则（参数可按期设置）：累计增速连续{ask('signal_falling_readings')}期回落；由增长转为下降；"
        f"用电与产值增速相差超过{ask('signal_power_gap_pp')}个百分点；同一批企业新增订单下降超过"
        f"{ask('signal_orders_fall_pct')}%；下月预计产值比上年同月下降超过"
        f"{ask('signal_next_month_fall_pct')}%；行业只看产值占比{ask('signal_industry_share_pct')}%及以上的。"
        "筛出的是提示，须核实后使用。"
    )


def bridge(given: Overview) -> Table:
    """O9 增量构成: what moved the base, what moved the revenue, part by part to the total."""
    rows = {r.code: r for r in revenue_bridge.components(given.edition)}
    parts = [r for r in rows.values() if r.n is not None]
    (total,) = revenue_bridge.summed(given.edition)
    return table(
        "O9",
        f"{given.edition.period.label('ytd')}{area(given.desk)}规上营业收入增量构成",
        _bridge_columns(given, rows, parts, total) if total.base is not None and parts else [],
        ["", *("" for _ in parts), "total"],
        source="企业汇总（企业直报）",
        note=bridge_note(parts),
        empty="没有分企业营业收入，不作增量构成。",
    )


def _bridge_columns(
    given: Overview, rows: dict[str, FigureRow], parts: Sequence[FigureRow], total: FigureRow
) -> Cells:
    unit = given.desk.unit.code

    def each(statistic: str, measure: str | None = None) -> list[Figure | None]:
        return [
            fig(
                r,
                unit,
                BRIDGE,
                statistic,
                by="component",
                measure=measure,
                decimals=0 if statistic == "n" else None,
                with_unit=False,
            )
            for r in parts
        ]

    def whole(statistic: str, measure: str | None = None) -> Figure | None:
        return fig(total, unit, BRIDGE, statistic, measure=measure, with_unit=False)

    def level(code: str) -> Figure | None:
        return fig(rows[code], unit, BRIDGE, by="component", measure=YI, with_unit=False)

    bases = [level("former"), *map(signed, each("base", YI)), level("comparable")]
    increases = [None, *map(signed, each("value", YI)), signed(whole("value", YI))]
    names = ["上年同期（上年口径）", *(r.name for r in parts), "可比合计"]
    return [
        (left("part", "构成"), [*names]),
        (Column("firms", ("户数",), "户"), [None, *each("n"), None]),
        (Column("base", ("基数", "上年同期"), YI), [*bases]),
        (Column("increase", ("增减", "本期增减"), YI), [*increases]),
        (Column("pull", ("增减", "拉动"), "百分点"), [None, *each("pull_pp"), whole("pull_pp")]),
        (
            Column("nominal", ("增减", "名义"), "百分点"),
            [None, *each("nominal_pp"), whole("nominal_pp")],
        ),
    ]


def path(given: Overview) -> Table:
    """O10 上年同期走势: last year's readings over the months to come, as they stood."""
    found = overview_outlook.path(given)
    unit = given.desk.unit.code
    columns: Cells = [
        (left("period", "上年"), [m.period.label("ytd", with_year=True) for m in found]),
        (
            Column("value_added", ("增加值", "累计增速"), "%"),
            [rate_figure(m.value_added, unit, "value_added_growth") for m in found],
        ),
        (
            Column("output", ("产值", "累计"), YI),
            [fig(m.output, unit, "output", measure=YI, with_unit=False) for m in found],
        ),
        (
            Column("growth", ("产值", "累计增速"), "%"),
            [rate_figure(m.output, unit, "output") for m in found],
        ),
        (
            Column("month", ("产值", "当月（企业汇总）"), YI),
            [fig(m.month, unit, "output", measure=YI, with_unit=False) for m in found],
        ),
    ]
    return table(
        "O10",
        f"{area(given.desk)}后几个月上年基数",
        columns if found else [],
        optional=frozenset(("value_added", "output", "growth", "month")),
        note="上年当时的数，统计范围为上年企业，只用于判断基数高低，不与本年数相除。",
        empty="没有上年同期数。",
    )


def estimates(given: Overview) -> Table | None:
    """O11 预计与反馈: by county for the city, reading by reading for a county; None elsewhere."""
    if given.desk.unit.kind == "county":
        return _course(given)
    counties = [u for u in given.desk.units.children(given.desk.unit.code) if u.kind == "county"]
    if not counties:
        return None
    found = {u.code: _estimates(given.at(u.code)) for u in counties}
    columns: Cells = [(left("name", "县区"), [u.name for u in counties])]
    for indicator_id in overview_estimates.INDICATORS:
        head = name(indicator_id)
        rows = [found[u.code][0].get(indicator_id) for u in counties]
        means = [found[u.code][1].get(indicator_id) for u in counties]
        codes = [u.code for u in counties]
        columns += _estimate_columns(head, indicator_id, list(zip(codes, rows, means, strict=True)))
    return table(
        "O11",
        f"{given.desk.period.label('ytd')}县区预计与统计反馈",
        columns,
        optional=frozenset(c.key for c, _ in columns) - {"name"},
        source="县区上报，预计；统计局反馈",
        note=f"误差 = 预计 − 反馈；平均误差为近{given.desk.policy('estimate_error_readings')}期"
        "误差绝对值的平均。空白为未上报或未反馈。",
    )


Told = Sequence[tuple[str, FigureRow | None, FigureRow | None]]


def _estimates(given: Overview) -> tuple[dict[str, FigureRow], dict[str, FigureRow]]:
    now = {r.code: r for r in overview_estimates.estimates(given.desk)}
    return now, {r.code: r for r in overview_estimates.mean_errors(given.desk)}


def _estimate_columns(head: str, key: str, told: Told) -> Cells:
    by = "indicator"

    def cells(statistic: str) -> list[Cell]:
        return [
            fig(r, unit, "county_estimate", statistic, by=by, with_unit=False)
            for unit, r, _ in told
        ]

    columns: Cells = [
        (Column(f"{key}_estimate", (head, "预计"), "%"), cells("value")),
        (Column(f"{key}_fed", (head, "反馈"), "%"), cells("base")),
        (Column(f"{key}_error", (head, "误差"), "百分点"), cells("change_pp")),
    ]
    if key != overview_estimates.INDICATORS[0]:
        return columns
    means: list[Cell] = [
        fig(m, unit, "county_estimate_error", by=by, decimals=2, with_unit=False)
        for unit, _, m in told
    ]
    return [*columns, (Column(f"{key}_mean", (head, "平均误差"), "百分点"), means)]


def _course(given: Overview) -> Table:
    rows = overview_estimates.course(given.desk)
    unit, by = given.desk.unit.code, "period"

    def cells(statistic: str) -> list[Cell]:
        return [fig(r, unit, "county_estimate", statistic, by=by, with_unit=False) for r in rows]

    columns: Cells = [
        (left("period", "期"), [Period.parse(r.code).label("ytd", with_year=True) for r in rows]),
        (Column("estimate", ("预计",), "%"), cells("value")),
        (Column("fed", ("反馈",), "%"), cells("base")),
        (Column("error", ("误差",), "百分点"), cells("change_pp")),
    ]
    return table(
        "O11",
        f"{given.desk.unit.name}规上工业增加值增速的预计与反馈",
        columns if rows else [],
        source="县区上报，预计；统计局反馈",
        note="误差 = 预计 − 反馈；没有列出的期为未上报。",
        empty="没有本单位的预计数。",
    )
