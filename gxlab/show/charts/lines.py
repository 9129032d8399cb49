"""Growth over the months: lines with their names at the end and gaps where nothing was read."""

from __future__ import annotations

from collections.abc import Collection
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
    y_axis,
    zero_rule,
)
from gxlab.show.objects import Chart
from gxlab.show.theme import GREY, GREY_DARK, SERIES

_HEIGHT = 300
_LABEL_GAP = 15


@form
def growth_lines(
    frame: pl.DataFrame,
    *,
    chart_id: str,
    title: str,
    series: str = "series",
    period: str = "period",
    value: str = "value",
    estimate: str | None = None,
    reference: Collection[str] = (),
    y_title: str = "累计同比增长（%）",
    decimals: int = 1,
    cumulative: bool = True,
    note: str = "",
    source: str = "",
) -> Chart:
    """Growth of several series over the months (增速走势线).

    ``frame``: one row per ``series`` × ``period`` ("2026-05"); ``value`` in %, null where there is
    no reading; ``estimate`` names a boolean column: those readings are drawn hollow and dashed.
    ``reference`` series (全市, 规上) are grey. A month without a reading, January of the industrial
    return above all, breaks the line: joining 全年 to the next 1—2月 would invent a course.
    Series keep the order in which the frame names them; each is labelled at its end.
    """
    rows = month_rows(frame, period, series, value, *([estimate] if estimate else []))
    if not any(row[value] is not None for row in rows):
        return nothing(chart_id, title, note, source)
    months = _month_range([row[period] for row in rows])
    names = list(dict.fromkeys(row[series] for row in rows))
    colours = _colours(names, reference)
    points = [_point(row, series, period, value, estimate, decimals, cumulative) for row in rows]
    domain = span([p["y"] for p in points], pad=0.1)
    ends = _end_labels(points, names, domain)
    for row in (*points, *ends):
        row["colour"] = colours[row["name"]]
    layers = _line_layers(points, months, names, domain, y_title, cumulative)
    layers.append(_end_layer(ends, months, domain))
    said = listing((end["name"], end["text"]) for end in ends)
    return finish(
        layers,
        chart_id=chart_id,
        title=title,
        alt_text=f"折线图：{title}。{y_title}，最近一期：{said}。",
        height=_HEIGHT,
        note=note,
        source=source,
    )


def _month_range(periods: list[str]) -> list[str]:
    """Every month from the first to the last, so that a month without a reading keeps its place."""
    index = [int(p[:4]) * 12 + int(p[5:7]) - 1 for p in periods]
    return [f"{i // 12:04d}-{i % 12 + 1:02d}" for i in range(min(index), max(index) + 1)]


def _colours(names: list[str], reference: Collection[str]) -> dict[str, str]:
    own = [name for name in names if name not in reference]
    greys = [name for name in names if name in reference]
    shades = {name: (GREY, GREY_DARK)[i % 2] for i, name in enumerate(greys)}
    return shades | {name: SERIES[i % len(SERIES)] for i, name in enumerate(own)}


def _point(
    row: dict[str, Any],
    series: str,
    period: str,
    value: str,
    estimate: str | None,
    decimals: int,
    cumulative: bool,
) -> dict[str, Any]:
    return {
        "name": row[series],
        "period": row[period],
        "y": number(row[value]),
        "text": text(row[value], decimals, sign=True) if row[value] is not None else "无数据",
        "when": f"{row[period][:4]}年{month_label(row[period], cumulative=cumulative)}",
        "estimate": bool(estimate and row[estimate]),
    }


def _with_gaps(points: Rows, months: list[str], names: list[str]) -> Rows:
    """One row per series and month; the missing ones are null, which breaks a line."""
    known = {(p["name"], p["period"]): p for p in points}
    colour = {p["name"]: p["colour"] for p in points}
    return [
        known.get((name, month), {"name": name, "period": month, "y": None, "colour": colour[name]})
        for name in names
        for month in months
    ]


def _dashed(points: Rows, months: list[str]) -> Rows:
    """The estimates and, for each, the reading it continues, as separate short lines."""
    known = {(p["name"], p["period"]): p for p in points if p["y"] is not None}
    rows: Rows = []
    for point in points:
        if not point["estimate"] or point["y"] is None:
            continue
        place = months.index(point["period"])
        before = known.get((point["name"], months[place - 1])) if place else None
        stretch = f"{point['name']}{point['period']}"
        rows += [{**p, "stretch": stretch} for p in (before, point) if p]
    return rows


def _line_layers(
    points: Rows,
    months: list[str],
    names: list[str],
    domain: list[float],
    y_title: str,
    cumulative: bool,
) -> list[alt.Chart]:
    x = _month_axis(months, cumulative)
    y = alt.Y("y:Q", axis=y_axis(y_title), scale=alt.Scale(domain=domain, nice=False))
    colour = alt.Color("colour:N", scale=None)
    solid = [{**p, "y": None if p["estimate"] else p["y"]} for p in points]
    shown = [p for p in points if p["y"] is not None]
    about = tooltip(("name", "名称"), ("when", "时期"), ("text", y_title))
    layers = [zero_rule("y")] if domain[0] < 0 < domain[1] else []
    layers.append(
        alt.Chart(data(_with_gaps(solid, months, names)))
        .mark_line(invalid="break-paths-show-path-domains")
        .encode(x=x, y=y, color=colour, detail="name:N")
    )
    dashed = _dashed(points, months)
    if dashed:
        layers.append(
            alt.Chart(data(dashed))
            .mark_line(strokeDash=[4, 3])
            .encode(x=x, y=y, color=colour, detail="stretch:N")
        )
    layers.append(
        alt.Chart(data([p for p in shown if not p["estimate"]]))
        .mark_point(filled=True, size=26 if len(months) < 20 else 13, opacity=1)
        .encode(x=x, y=y, color=colour, tooltip=about)
    )
    hollow = [p for p in shown if p["estimate"]]
    if hollow:
        layers.append(
            alt.Chart(data(hollow))
            .mark_point(filled=True, fill="#ffffff", size=44, strokeWidth=1.8, opacity=1)
            .encode(x=x, y=y, stroke=alt.Stroke("colour:N", scale=None), tooltip=about)
        )
    return layers


def _month_axis(months: list[str], cumulative: bool) -> alt.X:
    """Quarter ends and the last month are labelled; the first label of a year carries the year."""
    shown = [m for m in months if m[5:] in ("03", "06", "09", "12")]
    last = months[-1:]
    if (
        shown
        and last
        and months.index(last[0]) - months.index(shown[-1]) < 2
        and last[0] != shown[-1]
    ):
        shown.pop()
    shown = list(dict.fromkeys([*shown, *last]))
    first = [m for i, m in enumerate(shown) if i == 0 or shown[i - 1][:4] != m[:4]]
    start = "1—" if cumulative else ""
    named = f"'{start}' + toNumber(slice(datum.value, 5)) + '月'"
    if cumulative:
        named = f"(slice(datum.value, 5) == '12' ? '全年' : {named})"
    years = "[" + ",".join(f"'{m}'" for m in first) + "]"
    with_year = f"[{named}, slice(datum.value, 0, 4) + '年']"
    expression = f"indexof({years}, datum.value) >= 0 ? {with_year} : {named}"
    axis = alt.Axis(title=None, values=shown, labelExpr=expression, labelAngle=0, labelOverlap=True)
    return alt.X(
        "period:O",
        sort=months,
        axis=axis,
        scale=alt.Scale(type="point", padding=0.35, domain=months),
    )


def _end_labels(points: Rows, names: list[str], domain: list[float]) -> Rows:
    """The name and last reading of each line, moved apart where they would overprint."""
    last: Rows = []
    for name in names:
        known = [p for p in points if p["name"] == name and p["y"] is not None]
        if known:
            end = max(known, key=lambda p: p["period"])
            last.append({**end, "label": f"{name} {end['text']}"})
    gap = (domain[1] - domain[0]) / _HEIGHT * _LABEL_GAP
    ordered = sorted(last, key=lambda p: (p["y"], p["name"]))
    for place, at in zip(ordered, spread([p["y"] for p in ordered], gap), strict=True):
        place["label_y"] = at
    return last


def spread(values: list[float], gap: float) -> list[float]:
    """Ascending positions moved as little as needed so that neighbours are ``gap`` apart.

    >>> spread([1.0, 1.0, 5.0], 1.0)
    [0.5, 1.5, 5.0]
    """
    groups: list[list[float]] = []
    for value in values:
        groups.append([value])
        while len(groups) > 1 and _top(groups[-2], gap) + gap > _bottom(groups[-1], gap):
            groups[-2:] = [groups[-2] + groups[-1]]
    return [_bottom(group, gap) + i * gap for group in groups for i in range(len(group))]


def _bottom(group: list[float], gap: float) -> float:
    return sum(group) / len(group) - gap * (len(group) - 1) / 2


def _top(group: list[float], gap: float) -> float:
    return _bottom(group, gap) + gap * (len(group) - 1)


def _end_layer(ends: Rows, months: list[str], domain: list[float]) -> alt.Chart:
    rows = [{**end, "edge": months[-1]} for end in ends]
    labels: alt.Chart = (
        alt.Chart(data(rows))
        .mark_text(align="left", dx=9, baseline="middle")
        .encode(
            x=alt.X("edge:O", sort=months),
            y=alt.Y("label_y:Q", scale=alt.Scale(domain=domain, nice=False)),
            text="label:N",
            color=alt.Color("colour:N", scale=None),
        )
    )
    return labels
