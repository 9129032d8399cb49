"""What the enterprise card prints (企业卡片): facts, figures with their cells, lists."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from gxlab.measures.enterprise_card import (
    INDICATORS,
    Card,
    Meter,
    MonthFigure,
    month_figure,
)
from gxlab.measures.firm_readings import Reading, by_key
from gxlab.measures.name_list import Candidate, Names, match_line
from gxlab.reference.indicators import indicator
from gxlab.reference.industries import UnknownIndustry, division_of, industry
from gxlab.reference.numbers import format_number
from gxlab.reference.periods import Period
from gxlab.show.objects import Cell, Chart, Column, Figure, Row, Table
from gxlab.show.widgets_enterprise_charts import course, narrow
from gxlab.warehouse.desk import Desk

MOST_OPTIONS = 30


def offered(query: str, known: Names, desk: Desk) -> list[tuple[str, str]]:
    """The firms a search may mean, as (name with place and code, code); never more than a page."""
    if not query.strip():
        return []
    found = match_line(1, query.strip(), known)
    hits = (Candidate(found.firm, 100, ""),) if found.firm else found.candidates
    places = {u.code: u.name for u in desk.units.units}
    listed = [(h.firm, places.get(h.firm.unit or "", "")) for h in hits[:MOST_OPTIONS]]
    return [(f"{f.name}（{'，'.join(p for p in (at, f.code) if p)}）", f.code) for f, at in listed]


def facts(card: Card, desk: Desk) -> list[tuple[str, str]]:
    """基本情况: code, place, industry, former names, register, clusters and roles."""
    firm, on = card.firm, desk.period.last_day
    places = {u.code: u.name for u in desk.units.units}
    own = [m for m in card.memberships if m.holds(on)]
    roles = [f"{m.cluster}（{'，'.join(p for p in (m.segment, m.role) if p)}）" for m in own]
    told = [
        ("统一社会信用代码", firm.code),
        ("属地", places.get(firm.unit or "", firm.unit or "")),
        ("行业", _industry(firm.industry)),
        ("曾用名", "、".join(firm.former)),
        ("名录", standing(card, desk)),
        ("所在集群", "；".join(roles) or "不在集群名单内"),
    ]
    return [(term, text) for term, text in told if text]


def standing(card: Card, desk: Desk) -> str:
    """在库（正常，入库期2025-02，小升规）/ 不在2026年5月名录."""
    when = desk.period.label("month", True, has_january=True)
    row = card.registered(desk.period)
    if row is None:
        return f"不在{when}名录" if card.register.height else "从未在名录"
    about = (row["state"], row["door"], f"入库期{row['entered']}" if row["entered"] else "")
    said = "，".join(a for a in about if a)
    return f"{when}在库（{said}）" if said else f"{when}在库"


def _industry(code: str | None) -> str:
    if not code:
        return ""
    try:
        return f"{industry(division_of(code)).name}（{code}）"
    except UnknownIndustry:
        return code


def figures(card: Card, desk: Desk) -> Table:
    """本期指标: cumulative, the month (filed or 推算), growth of each, and the cell."""
    columns = (
        Column("name", ("指标",), align="left"),
        Column("value", ("累计", "本期")),
        Column("base", ("累计", "上年同期")),
        Column("growth", ("累计", "同比"), "%"),
        Column("month", ("当月", "本月")),
        Column("month_base", ("当月", "上年同月")),
        Column("month_growth", ("当月", "同比"), "%"),
        Column("how", ("当月", "来历"), align="left"),
        Column("source", ("累计数出自",), align="left"),
    )
    known = by_key(card.readings)
    rows = tuple(row for i in INDICATORS if (row := _figure_row(card, desk, known, i)) is not None)
    note = "当月推算=本期累计−上期累计，两期都有数才推算；基数为随表上年同期的两期之差。"
    return Table(
        "figures",
        f"{desk.period.label('ytd', True)}主要指标",
        columns,
        rows,
        note=note,
        empty="本期没有这户企业的数。",
    )


def _figure_row(
    card: Card, desk: Desk, known: Mapping[Any, Reading], indicator_id: str
) -> Row | None:
    reading = known.get((card.firm.code, indicator_id, "ytd", str(desk.period)))
    month = month_figure(card.readings, indicator_id, desk.period)
    if reading is None and month is None:
        return None
    subject = indicator(indicator_id)
    how = "" if month is None else "推算" if month.estimated else "填报"
    cells: tuple[Cell, ...] = (
        f"{subject.name}（{subject.unit_of_measure}）",
        *_cumulative(reading, indicator_id, desk),
        *_monthly(month, indicator_id),
        how,
        _source(reading),
    )
    return Row(cells)


def _cumulative(reading: Reading | None, indicator_id: str, desk: Desk) -> tuple[Cell, ...]:
    if reading is None:
        return (None, None, None)
    row, root = reading.row, desk.units.root.code

    def figure(statistic: str, places: int) -> Figure | None:
        value = getattr(row, statistic)
        at = f"{indicator_id}|{root}|{row.period_used}|{row.span}|{statistic}"
        ref = f"{at}|enterprise={reading.enterprise}" if reading.registered else ""
        return None if value is None else Figure(format_number(value, places), ref)

    words = {"new": "新投产", "base_missing": "基数缺失"}
    places = indicator(indicator_id).decimals
    growth = figure("growth_yoy_pct", 1) or words.get(row.basis or "")
    return (figure("value", places), figure("base", places), growth)


def _monthly(month: MonthFigure | None, indicator_id: str) -> tuple[Cell, ...]:
    if month is None:
        return (None, None, None)
    places = indicator(indicator_id).decimals
    return tuple(
        None if value is None else format_number(value, decimals)
        for value, decimals in ((month.value, places), (month.base, places), (month.growth_pct, 1))
    )


def _source(reading: Reading | None) -> str:
    if reading is None:
        return "—"
    if not reading.source.cell:
        return f"{reading.source.file}　户号之和" if reading.source.file else "户号之和"
    return reading.source.text


def charts(card: Card, desk: Desk) -> list[Chart]:
    """累计走势 of each indicator the firm has."""
    found = [course(card.readings, i, desk.period) for i in INDICATORS]
    return [narrow(c) for c in found if c is not None]


def sources(
    card: Card, indicator_id: str, span: str, period: Period, meters: Sequence[Meter]
) -> Table:
    """各期读数与出处: one indicator of this year and the last, latest first, each with its cell."""
    subject = indicator(indicator_id)
    columns = (
        Column("period", ("报告期",), align="left"),
        Column("value", ("本期",), subject.unit_of_measure),
        Column("base", ("上年同期",), subject.unit_of_measure),
        Column("growth", ("同比",), "%"),
        Column("status", ("状态",), align="left"),
        Column("cell", ("本期出自",), align="left"),
        Column("base_cell", ("同期出自",), align="left"),
    )
    own = [r for r in card.readings if r.indicator == indicator_id and r.row.span == span]
    found = [r for r in own if (r.row.period_used or "") >= str(Period(period.year - 1, 1))]
    ordered = sorted(found, key=lambda r: r.row.period_used or "", reverse=True)
    rows = tuple(_reading_row(r, subject.has_january) for r in ordered)
    note = "、".join(f"户号{m.meter}：{format_number(m.value, 2)}（{m.source}）" for m in meters)
    title = f"{subject.name}各期读数与出处"
    return Table(
        "sources", title, columns, rows, note=f"本期户号：{note}" if note else "",
        empty="没有这项指标的读数。",
    )  # fmt: skip


def _reading_row(reading: Reading, has_january: bool) -> Row:
    row, source = reading.row, reading.source
    span = row.span if row.span in ("month", "year", "point") else "ytd"
    when = Period.parse(row.period_used or "").label(span, True, has_january=has_january)  # type: ignore[arg-type]
    places = indicator(reading.indicator).decimals
    base = f"{source.sheet}!{source.base_cell}" if source.base_cell else ""
    cells: tuple[Cell, ...] = (
        when,
        *(
            None if value is None else format_number(value, decimals)
            for value, decimals in (
                (row.value, places),
                (row.base, places),
                (row.growth_yoy_pct, 1),
            )
        ),
        row.status or "",
        _source(reading),
        base,
    )
    return Row(cells)


def spans(card: Card) -> list[tuple[str, str]]:
    """The (indicator, span) pairs the firm has, for the picker of sources."""
    seen = {(r.indicator, r.row.span) for r in card.readings}
    named = (("ytd", "累计"), ("month", "当月"), ("year", "全年"))
    return [
        (f"{indicator(i).name}（{word}）", f"{i}|{span}")
        for i in INDICATORS
        for span, word in named
        if (i, span) in seen
    ]
