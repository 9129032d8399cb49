"""Firms on the months in which they are expected to cross the line, and by when they must file."""

from __future__ import annotations

from collections.abc import Sequence
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
    names_axis,
    nothing,
    rows_of,
    tooltip,
    unique_labels,
)
from gxlab.show.objects import Chart
from gxlab.show.theme import ACCENT, ACCENT_LIGHT, GREY_DARK, LIGHTS


@form
def swimlane(
    frame: pl.DataFrame,
    *,
    chart_id: str,
    title: str,
    months: Sequence[str],
    now: str,
    label: str = "enterprise_name",
    early: str = "early",
    middle: str = "middle",
    late: str = "late",
    door: str = "door",
    deadline: str = "deadline",
    note: str = "",
    source: str = "",
) -> Chart:
    """When each firm is expected to cross 20 million yuan, and by when to file (达规泳道).

    ``frame``: one row per firm in the order shown; ``early``, ``middle``, ``late`` are the months
    ("2026-08") in which the high, middle and low estimates cross, null = not within ``months``;
    ``door`` is the way into the register (月度门, 年度门); ``deadline`` the month of filing or
    null. ``months`` is the axis, ``now`` the month of the report.
    """
    rows = rows_of(frame, label, early, middle, late, door, deadline)
    if not rows:
        return nothing(chart_id, title, note, source)
    names = unique_labels(rows, label)
    lanes = [_lane(row, label, early, middle, late, door, deadline, list(months)) for row in rows]
    said = listing((lane["label"], lane["crossing"]) for lane in lanes)
    return finish(
        _lane_layers(lanes, names, list(months), now),
        chart_id=chart_id,
        title=title,
        alt_text=f"泳道图：{title}。预计达到2000万元：{said}。",
        height=26 * max(len(names), 1),
        note=note,
        source=source,
    )


def _lane(
    row: dict[str, Any],
    label: str,
    early: str,
    middle: str,
    late: str,
    door: str,
    deadline: str,
    months: list[str],
) -> dict[str, Any]:
    """A firm's bar; an estimate that does not cross within the axis leaves it open to the edge."""

    def at(month: str | None) -> str | None:
        return month if month in months else None

    return {
        "label": row[label],
        "from": at(row[early]),
        "to": at(row[late]) or months[-1],
        "middle": at(row[middle]),
        "door": row[door] or "未定",
        "deadline": at(row[deadline]),
        "crossing": month_label(row[middle], cumulative=False) if row[middle] else "年内不达",
        "filing": row[deadline] or "—",
    }


def _lane_layers(lanes: Rows, names: list[str], months: list[str], now: str) -> list[alt.Chart]:
    y = names_axis(names)
    axis = alt.Axis(
        orient="top",
        domain=False,
        ticks=False,
        labelAngle=0,
        labelOverlap=True,
        grid=True,
        labelExpr="toNumber(slice(datum.value, 5)) + '月'",
    )
    scale = alt.Scale(type="point", domain=months, padding=0.5)

    def x(field: str) -> alt.X:
        return alt.X(f"{field}:O", sort=months, title=None, axis=axis, scale=scale)

    about = tooltip(
        ("label", "企业"), ("crossing", "预计达规"), ("door", "入库途径"), ("filing", "申报截止")
    )
    doors = sorted({lane["door"] for lane in lanes})
    shape = alt.Shape(
        "door:N",
        scale=alt.Scale(domain=doors, range=["circle", "square", "diamond"][: len(doors)]),
        legend=alt.Legend(title=None, orient="bottom", symbolFillColor=ACCENT, symbolStrokeWidth=0),
    )
    layers = [
        alt.Chart(data([{"now": now}]))
        .mark_rule(color=GREY_DARK, strokeDash=[3, 3])
        .encode(x=x("now")),
        alt.Chart(data([lane for lane in lanes if lane["from"]]))
        .mark_rule(color=ACCENT_LIGHT, strokeWidth=7, strokeCap="round")
        .encode(y=y, x=x("from"), x2="to:O", tooltip=about),
        alt.Chart(data([lane for lane in lanes if lane["middle"]]))
        .mark_point(filled=True, size=85, opacity=1, color=ACCENT)
        .encode(y=y, x=x("middle"), shape=shape, tooltip=about),
        alt.Chart(data([lane for lane in lanes if lane["deadline"]]))
        .mark_tick(color=LIGHTS["red"], thickness=2.5, size=16)
        .encode(y=y, x=x("deadline"), tooltip=about),
        alt.Chart(data(lanes))
        .mark_text(align="left", dx=4, color=GREY_DARK)
        .encode(y=y, x=alt.value("width"), text="crossing:N"),
    ]
    return layers
