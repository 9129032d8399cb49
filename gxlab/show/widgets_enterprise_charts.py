"""Small charts of one firm (企业走势): this year's cumulative readings over last year's.

A month without a reading breaks the line; indicators that are not reported in January begin at
1—2月 and leave January empty.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

import altair as alt

from gxlab.measures.firm_readings import Reading
from gxlab.reference.indicators import indicator
from gxlab.reference.numbers import format_number
from gxlab.reference.periods import Period
from gxlab.show.charts.base import Rows, data, finish, listing, number, span, y_axis
from gxlab.show.objects import Chart
from gxlab.show.theme import ACCENT, GREY, GREY_DARK

_HEIGHT, _WIDTH = 150, 420
_MONTHS = [f"{m}月" for m in range(1, 13)]


def course(found: Sequence[Reading], indicator_id: str, period: Period) -> Chart | None:
    """累计走势 of one indicator; None where neither year has a reading.

    Last year's line is what the firm reported then; the growth in the title is on the base of
    the current row, as everywhere.
    """
    own = {
        r.row.period_used: r for r in found if r.indicator == indicator_id and r.row.span == "ytd"
    }
    years = (period.year - 1, period.year)
    rows = {year: _year(own, year, period) for year in years}
    if not any(row["y"] is not None for year in years for row in rows[year]):
        return None
    return finish(
        _layers(rows, years),
        chart_id=f"course-{indicator_id}",
        title=title(own.get(str(period)), indicator_id, period),
        alt_text=_alt(rows, indicator_id),
        height=_HEIGHT,
    )


def narrow(chart: Chart) -> Chart:
    """The chart at the width of a panel: several stand side by side."""
    return Chart(chart.id, chart.title, {**chart.spec, "width": _WIDTH}, chart.alt)


def title(reading: Reading | None, indicator_id: str, period: Period) -> str:
    """营业收入1—5月1,234.5万元，同比增长5.0%; without a reading 1—5月无数据."""
    subject = indicator(indicator_id)
    when = period.label("ytd", has_january=subject.has_january)
    if reading is None or reading.row.value is None:
        return f"{subject.name}{when}无数据"
    amount = f"{format_number(reading.row.value, 1)}{subject.unit_of_measure}"
    rate = reading.row.growth_yoy_pct
    if rate is None:
        words = {"new": "，新投产，无上年同期", "base_missing": "，上年同期缺失"}
        return f"{subject.name}{when}{amount}{words.get(reading.row.basis or '', '')}"
    word = "增长" if rate > 0 else "下降" if rate < 0 else "持平"
    said = f"{word}{format_number(abs(rate), 1)}%" if rate else word
    return f"{subject.name}{when}{amount}，同比{said}"


def _year(own: Mapping[str | None, Reading], year: int, until: Period) -> Rows:
    """Twelve months of one year; null where there is no reading or the month lies ahead."""
    rows = []
    for month in range(1, 13):
        period = Period(year, month)
        reading = own.get(str(period)) if period <= until else None
        value = reading.row.value if reading else None
        rows.append(_point(year, month, value))
    return rows


def _point(year: int, month: int, value: Decimal | None) -> dict[str, Any]:
    return {
        "year": f"{year}年",
        "month": f"{month}月",
        "y": number(value),
        "text": format_number(value, 1),
        "colour": "",
    }


def _layers(rows: Mapping[int, Rows], years: tuple[int, int]) -> list[alt.Chart]:
    colours = dict(zip(years, (GREY, ACCENT), strict=True))
    for year, points in rows.items():
        for point in points:
            point["colour"] = colours[year]
    known = [p["y"] for points in rows.values() for p in points]
    domain = span(known, zero=True, pad=0.12)
    x = alt.X(
        "month:O",
        sort=_MONTHS,
        title=None,
        scale=alt.Scale(type="point", domain=_MONTHS, padding=0.4),
        axis=alt.Axis(labelAngle=0, values=["1月", "3月", "6月", "9月", "12月"]),
    )
    y = alt.Y(
        "y:Q",
        axis=y_axis("", labelExpr="format(datum.value, ',')"),
        scale=alt.Scale(domain=domain, nice=False),
    )
    layers = []
    for year, other in zip(years, reversed(years), strict=True):
        below = _is_below(rows[year], rows[other])
        layers += _line(rows[year], x, y, colours[year], year == years[1], below)
    return layers


def _is_below(points: Rows, others: Rows) -> bool:
    """Whether a line ends below the other one: its name then stands under it."""
    ends = [(p["y"], o["y"]) for p, o in zip(points, others, strict=True) if p["y"] is not None]
    return bool(ends) and ends[-1][1] is not None and ends[-1][0] < ends[-1][1]


def _line(
    points: Rows, x: alt.X, y: alt.Y, colour: str, thick: bool, below: bool
) -> list[alt.Chart]:
    base = alt.Chart(data(points))
    shown = [p for p in points if p["y"] is not None]
    if not shown:
        return []
    line = base.mark_line(
        color=colour, strokeWidth=2.2 if thick else 1.4, invalid="break-paths-show-path-domains"
    ).encode(x=x, y=y)
    dots = (
        alt.Chart(data(shown))
        .mark_point(filled=True, size=20 if thick else 9, opacity=1, color=colour)
        .encode(x=x, y=y)
    )
    name: alt.Chart = (
        alt.Chart(data(shown[-1:]))
        .mark_text(dy=14 if below else -10, fontSize=11, color=colour if thick else GREY_DARK)
        .encode(x=x, y=y, text="year:N")
    )
    return [line, dots, name]


def _alt(rows: Mapping[int, Rows], indicator_id: str) -> str:
    subject = indicator(indicator_id)
    last = max(rows)
    said = listing((p["month"], p["text"]) for p in rows[last] if p["y"] is not None)
    return (
        f"折线图：{subject.name}累计（{subject.unit_of_measure}），{last}年截至{said or '无数据'}。"
    )
