"""Amounts month by month: this year against last, the path still needed, what is still planned."""

from __future__ import annotations

from typing import Any

import altair as alt
import polars as pl

from gxlab.show.charts.base import (
    Rows,
    data,
    finish,
    form,
    listing,
    month_label,
    month_rows,
    nothing,
    number,
    span,
    text,
    tooltip,
    unique_labels,
    y_axis,
)
from gxlab.show.objects import Chart
from gxlab.show.theme import ACCENT, GREY_DARK, GREY_LIGHT, INK, PAPER

_HEIGHT = 260


@form
def paired_monthly_bars(
    frame: pl.DataFrame,
    *,
    chart_id: str,
    title: str,
    period: str = "period",
    value: str = "value",
    base: str = "base",
    y_title: str = "亿元",
    decimals: int = 1,
    note: str = "",
    source: str = "",
) -> Chart:
    """This year's months beside last year's (本年与上年同月对比柱).

    ``frame``: one row per month; ``period`` "2026-05", ``value`` of that month, ``base`` of the
    same month a year before; null where there is none. Where January has no row, February is
    labelled 1—2月, because the return joins the two.
    """
    rows = _monthly(frame, period, value, base)
    if not rows:
        return nothing(chart_id, title, note, source)
    bars = [
        {**_mark(row, row[key], decimals), "who": who}
        for row in rows
        for who, key in (("上年同月", base), ("本年", value))
    ]
    colour = alt.Color(
        "who:N",
        scale=alt.Scale(domain=["上年同月", "本年"], range=[GREY_LIGHT, ACCENT]),
        legend=alt.Legend(title=None, orient="top", offset=4),
    )
    layer: alt.Chart = (
        alt.Chart(data([bar for bar in bars if bar["y"] is not None]))
        .mark_bar()
        .encode(
            x=_month_scale(rows),
            xOffset=alt.XOffset("who:N", sort=["上年同月", "本年"]),
            y=_amount([bar["y"] for bar in bars], y_title),
            color=colour,
            tooltip=tooltip(("month", "月份"), ("who", "年份"), ("text", y_title)),
        )
    )
    said = listing((row["month"], f"{text(row[value], decimals)}") for row in rows)
    return finish(
        [layer],
        chart_id=chart_id,
        title=title,
        alt_text=f"对比柱图：{title}。本年各月（{y_title}）：{said}。",
        height=_HEIGHT,
        note=note,
        source=source,
    )


@form
def needed_path(
    frame: pl.DataFrame,
    *,
    chart_id: str,
    title: str,
    period: str = "period",
    base: str = "base",
    actual: str = "actual",
    needed: str = "needed",
    y_title: str = "亿元",
    decimals: int = 1,
    note: str = "",
    source: str = "",
) -> Chart:
    """What was done and what the target still asks for (目标路径), over last year's months.

    ``frame``: one row per month of this year; ``base`` is last year's figure of the month,
    ``actual`` this year's (null in months to come), ``needed`` the monthly figure the target
    implies (null in months past). The needed path is dashed and hollow: nobody has measured it.
    """
    rows = _monthly(frame, period, base, actual, needed)
    if not rows:
        return nothing(chart_id, title, note, source)
    done = [_mark(row, row[actual], decimals) for row in rows if row[actual] is not None]
    ahead = [_mark(row, row[needed], decimals) for row in rows if row[needed] is not None]
    x = _month_scale(rows)
    everything = [number(row[key]) for row in rows for key in (base, actual, needed)]
    y = _amount(everything, f"{y_title}（灰柱为上年同月）")
    layers = [_base_bars(rows, base, x, y, decimals, y_title)]
    layers += _path(done[-1:] + ahead, x, y, "后期所需", hollow=True)
    layers += _path(done, x, y, "本年实际", hollow=False)
    said = listing((m["month"], m["text"]) for m in done)
    more = listing((m["month"], m["text"]) for m in ahead)
    return finish(
        layers,
        chart_id=chart_id,
        title=title,
        alt_text=f"路径图：{title}。已完成（{y_title}）：{said}；后期所需：{more or '无'}。",
        height=_HEIGHT,
        note=note,
        source=source,
    )


@form
def remaining_investment_by_month(
    frame: pl.DataFrame,
    *,
    chart_id: str,
    title: str,
    period: str = "period",
    planned: str = "planned",
    base: str = "base",
    y_title: str = "亿元",
    decimals: int = 1,
    note: str = "",
    source: str = "",
) -> Chart:
    """Investment still planned for the months to come (结转投资) over last year's base.

    ``frame``: one row per month to come; ``planned`` the investment that running projects still
    plan for it, ``base`` last year's figure of the month. Where the narrow bar is shorter than
    the wide one, new starts have to fill the gap.
    """
    rows = _monthly(frame, period, planned, base)
    if not rows:
        return nothing(chart_id, title, note, source)
    marks = [_mark(row, row[planned], decimals) for row in rows]
    x = _month_scale(rows)
    y = _amount(
        [number(r[k]) for r in rows for k in (planned, base)], f"{y_title}（灰柱为上年同月）"
    )
    front: alt.Chart = (
        alt.Chart(data(marks))
        .mark_bar(color=ACCENT, width=alt.RelativeBandSize(0.4))
        .encode(x=x, y=y, tooltip=tooltip(("month", "月份"), ("text", f"结转计划（{y_title}）")))
    )
    labels: alt.Chart = (
        alt.Chart(data(marks)).mark_text(dy=-7, fontSize=11).encode(x=x, y=y, text="text:N")
    )
    return finish(
        [_base_bars(rows, base, x, y, decimals, y_title), front, labels],
        chart_id=chart_id,
        title=title,
        alt_text=f"柱图：{title}。后续各月结转计划（{y_title}）："
        f"{listing((m['month'], m['text']) for m in marks)}。",
        height=_HEIGHT,
        note=note,
        source=source,
    )


@form
def steps(
    frame: pl.DataFrame,
    *,
    chart_id: str,
    title: str,
    period: str = "period",
    count: str = "count",
    entries: str = "entries",
    exits: str = "exits",
    y_title: str = "户",
    note: str = "",
    source: str = "",
) -> Chart:
    """The stair of firms in the register (在库户数阶梯) with what came in and what went out.

    ``frame``: one row per month; ``count`` at month end, ``entries`` and ``exits`` as positive
    counts taking effect in the month. Entries stand above the stair, exits below it.
    """
    rows = sorted(month_rows(frame, period, count, entries, exits), key=lambda row: row[period])
    if not rows:
        return nothing(chart_id, title, note, source)
    marks = [_stair(row, period, count, entries, exits) for row in rows]
    months = unique_labels(marks, "period")
    x = alt.X(
        "period:O",
        sort=months,
        title=None,
        axis=alt.Axis(labelAngle=0, labelOverlap=True, labelExpr=_YEAR_MONTH),
    )
    domain = span([m["y"] for m in marks], pad=0.25)
    y = alt.Y("y:Q", axis=y_axis(y_title), scale=alt.Scale(domain=domain, nice=False, zero=False))
    base = alt.Chart(data(marks))
    about = tooltip(("when", "月末"), ("text", "在库"), ("came", "新增"), ("went", "退出"))
    layers = [
        base.mark_line(interpolate="step", color=ACCENT).encode(x=x, y=y),
        base.mark_point(filled=True, size=34, opacity=1, color=ACCENT).encode(
            x=x, y=y, tooltip=about
        ),
        base.mark_text(dy=-12, color=ACCENT).encode(x=x, y=y, text="came:N"),
        base.mark_text(dy=14, color=GREY_DARK).encode(x=x, y=y, text="went:N"),
        alt.Chart(data(marks[-1:]))
        .mark_text(align="left", dx=8, fontWeight="bold")
        .encode(x=x, y=y, text="text:N"),
        alt.Chart(data(marks[:1])).mark_text(dy=28).encode(x=x, y=y, text="text:N"),
    ]
    said = listing((m["when"], m["text"]) for m in marks[:1] + marks[-1:])
    return finish(
        layers,
        chart_id=chart_id,
        title=title,
        alt_text=f"阶梯图：{title}。在库户数：{said}。",
        height=220,
        note=note,
        source=source,
    )


_YEAR_MONTH = (
    "slice(datum.value, 5) == '01' || datum.index == 0 "
    "? [toNumber(slice(datum.value, 5)) + '月', slice(datum.value, 0, 4) + '年'] "
    ": toNumber(slice(datum.value, 5)) + '月'"
)


def _stair(
    row: dict[str, Any], period: str, count: str, entries: str, exits: str
) -> dict[str, Any]:
    return {
        "period": row[period],
        "when": f"{row[period][:4]}年{month_label(row[period], cumulative=False)}",
        "y": number(row[count]),
        "text": f"{text(row[count], 0)}户",
        "came": f"+{row[entries]}" if row[entries] else "",
        "went": f"−{row[exits]}" if row[exits] else "",
    }


def _monthly(frame: pl.DataFrame, period: str, *columns: str) -> Rows:
    """Rows in time order with the label of their month; February stands for 1—2月 alone."""
    rows = sorted(month_rows(frame, period, *columns), key=lambda row: row[period])
    present = {row[period] for row in rows}
    for row in rows:
        joined = row[period][5:] == "02" and f"{row[period][:5]}01" not in present
        row["month"] = "1—2月" if joined else month_label(row[period], cumulative=False)
    unique_labels(rows, "month")
    return rows


def _month_scale(rows: Rows) -> alt.X:
    names = [row["month"] for row in rows]
    return alt.X(
        "month:O",
        sort=names,
        title=None,
        axis=alt.Axis(labelAngle=0, labelOverlap=True),
        scale=alt.Scale(domain=names, paddingInner=0.28),
    )


def _amount(values: list[float | None], title: str) -> alt.Y:
    domain = span(values, zero=True, pad=0.08)
    return alt.Y("y:Q", axis=y_axis(title), scale=alt.Scale(domain=domain, nice=False))


def _mark(row: dict[str, Any], value: Any, decimals: int) -> dict[str, Any]:
    return {"month": row["month"], "y": number(value), "text": text(value, decimals)}


def _base_bars(rows: Rows, base: str, x: alt.X, y: alt.Y, decimals: int, unit: str) -> alt.Chart:
    marks = [_mark(row, row[base], decimals) for row in rows if row[base] is not None]
    bars: alt.Chart = (
        alt.Chart(data(marks))
        .mark_bar(color=GREY_LIGHT, opacity=0.7)
        .encode(x=x, y=y, tooltip=tooltip(("month", "月份"), ("text", f"上年同月（{unit}）")))
    )
    return bars


def _path(marks: Rows, x: alt.X, y: alt.Y, name: str, *, hollow: bool) -> list[alt.Chart]:
    """A line with its points and its name where nothing crosses it; hollow = only needed."""
    if not marks:
        return []
    base = alt.Chart(data(marks))
    line = base.mark_line(color=ACCENT, strokeDash=[5, 4] if hollow else [1, 0]).encode(x=x, y=y)
    about = tooltip(("month", "月份"), ("text", name))
    points = base.mark_point(
        filled=True, size=42, opacity=1, fill=PAPER if hollow else ACCENT, stroke=ACCENT
    ).encode(x=x, y=y, tooltip=about)
    end: alt.Chart = (
        alt.Chart(data([{**marks[-1 if hollow else 0], "name": name}]))
        .mark_text(align="left", dx=9, dy=0 if hollow else -4, color=ACCENT if hollow else INK)
        .encode(x=x, y=y, text="name:N")
    )
    return [line, points, end]
