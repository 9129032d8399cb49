"""Charts on a grid: segments of a chain through the months, projects between their states."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from itertools import pairwise
from typing import Any

import altair as alt
import polars as pl

from gxlab.show.charts.base import (
    LABEL_LIMIT,
    Rows,
    data,
    finish,
    form,
    listing,
    month_label,
    month_rows,
    names_axis,
    nothing,
    rows_of,
    text,
    tooltip,
)
from gxlab.show.objects import Chart
from gxlab.show.theme import (
    ACCENT,
    ACCENT_LIGHT,
    ACCENT_PALE,
    GREY,
    GREY_LIGHT,
    GREY_PALE,
    INK,
    LIGHTS,
    PAPER,
)

_BANDS = (Decimal(-5), Decimal(0), Decimal(5), Decimal(10))
_BAND_COLOURS = (GREY, GREY_LIGHT, "#eaf2f4", ACCENT_LIGHT, ACCENT)


@form
def segment_heat_strip(
    frame: pl.DataFrame,
    *,
    chart_id: str,
    title: str,
    segment: str = "segment",
    period: str = "period",
    value: str = "value",
    weak: str | None = "weak",
    decimals: int = 1,
    note: str = "",
    source: str = "",
) -> Chart:
    """The links of a chain through the months (环节热力条), weak ones labelled with their rule.

    ``frame``: one row per ``segment`` × ``period``, segments in chain order; ``value`` is growth
    in %, null where no firm reports; ``weak`` holds the rule that makes a segment weak (the same
    text in its rows, null otherwise): the strip is marked ▲ and the rule stands in the note, as a
    数据提示 for a person to confirm. Cells below zero carry "−", so the strip reads without
    colour.
    """
    rows = month_rows(frame, period, segment, value, *([weak] if weak else []))
    if not rows:
        return nothing(chart_id, title, note, source)
    segments = list(dict.fromkeys(row[segment] for row in rows))
    periods = sorted({row[period] for row in rows})
    cells = [_heat_cell(row, segment, period, value, decimals) for row in rows]
    ends = [_segment_end(name, rows, cells, segment, weak) for name in segments]
    y = names_axis(segments, paddingInner=0.12)
    return finish(
        _heat_layers(cells, ends, periods, y),
        chart_id=chart_id,
        title=title,
        alt_text=f"热力条：{title}。最近一期：{listing((e['label'], e['said']) for e in ends)}。",
        height=30 * max(len(segments), 1),
        note="；".join(part for part in (*_rules(ends), note) if part),
        source=source,
    )


def _band_names() -> list[str]:
    inner = [f"{low}—{high}%" for low, high in pairwise(_BANDS)]
    named = [f"低于{_BANDS[0]}%", *inner, f"{_BANDS[-1]}%以上", "无数据"]
    return [name.replace("-", "−") for name in named]


def _heat_cell(
    row: dict[str, Any], segment: str, period: str, value: str, decimals: int
) -> dict[str, Any]:
    amount = None if row[value] is None else Decimal(str(row[value]))
    band = 5 if amount is None else sum(amount >= edge for edge in _BANDS)
    return {
        "label": row[segment],
        "period": row[period],
        "when": f"{row[period][:4]}年{month_label(row[period], cumulative=True)}",
        "band": _band_names()[band],
        "text": "无数据" if amount is None else f"{text(amount, decimals, sign=True)}%",
        "mark": "—" if amount is None else "−" if amount < 0 else "",
    }


def _segment_end(
    name: str, rows: Rows, cells: Rows, segment: str, weak: str | None
) -> dict[str, Any]:
    """What stands at the right of a strip: the latest reading and whether the segment is weak."""
    latest = max((c for c in cells if c["label"] == name), key=lambda cell: cell["period"])
    rules = [row[weak] for row in rows if weak and row[segment] == name and row[weak]]
    return {
        "label": name,
        "said": f"{latest['text']} ▲提示" if rules else latest["text"],
        "weak": bool(rules),
        "rule": f"{name}{rules[-1]}" if rules else "",
    }


def _rules(ends: Rows) -> list[str]:
    said = "；".join(end["rule"] for end in ends if end["weak"])
    return [f"▲数据提示：{said}"] if said else []


def _heat_layers(cells: Rows, ends: Rows, periods: list[str], y: alt.Y) -> list[alt.Chart]:
    bands = [b for b in _band_names() if any(c["band"] == b for c in cells)]
    colours = dict(zip(_band_names(), (*_BAND_COLOURS, PAPER), strict=True))
    x = alt.X(
        "period:O",
        sort=periods,
        title=None,
        axis=alt.Axis(
            orient="top",
            domain=False,
            ticks=False,
            labelAngle=0,
            labelOverlap=True,
            labelExpr=_month_with_year(periods),
        ),
        scale=alt.Scale(domain=periods, paddingInner=0.06),
    )
    strip = (
        alt.Chart(data(cells))
        .mark_rect(stroke=GREY_PALE, strokeWidth=0.6)
        .encode(
            x=x,
            y=y,
            color=alt.Color(
                "band:N",
                scale=alt.Scale(domain=bands, range=[colours[b] for b in bands]),
                legend=alt.Legend(title=None, orient="bottom", symbolType="square", columns=3),
            ),
            tooltip=tooltip(("label", "环节"), ("when", "时期"), ("text", "同比")),
        )
    )
    marks = (
        alt.Chart(data(cells))
        .mark_text(color=INK)
        .encode(x=alt.X("period:O", sort=periods), y=y, text="mark:N")
    )
    return [strip, marks, *(_end_text(ends, y, is_weak) for is_weak in (False, True))]


def _end_text(ends: Rows, y: alt.Y, is_weak: bool) -> alt.Chart:
    texts: alt.Chart = (
        alt.Chart(data([end for end in ends if end["weak"] is is_weak]))
        .mark_text(align="left", dx=10, color=LIGHTS["red"] if is_weak else INK)
        .encode(x=alt.value("width"), y=y, text="said:N")
    )
    return texts


def _month_with_year(periods: list[str]) -> str:
    """A label expression: the month, and with it the year where a year begins on the axis."""
    first = [p for i, p in enumerate(periods) if i == 0 or periods[i - 1][:4] != p[:4]]
    years = "[" + ",".join(f"'{p}'" for p in first) + "]"
    month = "toNumber(slice(datum.value, 5)) + '月'"
    return f"(indexof({years}, datum.value) >= 0 ? slice(datum.value, 0, 4) + '年' : '') + {month}"


@form
def transition_matrix(
    frame: pl.DataFrame,
    *,
    chart_id: str,
    title: str,
    before: str = "before",
    after: str = "after",
    count: str = "count",
    states: Sequence[str] = ("谋划", "新开工", "续建", "竣工"),
    unit: str = "个",
    note: str = "",
    source: str = "",
) -> Chart:
    """Projects between last issue's state and this one's (三张清单转移矩阵).

    ``frame``: ``before`` × ``after`` → ``count``; pairs without a row are zero. ``states`` gives
    the order from early to late: moves forward are in the accent colour, moves back in grey with
    a dark edge. The last row and column are the sums.
    """
    rows = rows_of(frame, before, after, count)
    if not rows:
        return nothing(chart_id, title, note, source)
    unknown = sorted({row[k] for row in rows for k in (before, after)} - set(states))
    if unknown:
        raise ValueError(
            f"状态“{'、'.join(unknown)}”不在给定的次序{'、'.join(states)}内，请补充次序"
        )
    found = {(row[before], row[after]): int(row[count]) for row in rows}
    axis = [*states, "合计"]
    cells = [_move_cell(a, b, found, list(states), unit) for a in axis for b in axis]
    moved = [c for c in cells if c["shown"] and c["kind"] in ("forward", "back")]
    said = listing((c["move"], c["said"]) for c in moved)
    return finish(
        _matrix_layers(cells, axis),
        chart_id=chart_id,
        title=title,
        alt_text=f"转移矩阵：{title}。变动：{said or '无'}。",
        height=38 * len(axis),
        note=note,
        source=source,
    )


def _move_cell(
    a: str, b: str, found: dict[tuple[str, str], int], states: list[str], unit: str
) -> dict[str, Any]:
    matching = [
        n for (left, right), n in found.items() if a in (left, "合计") and b in (right, "合计")
    ]
    amount = sum(matching)
    kind = "sum" if "合计" in (a, b) else "stay"
    if kind == "stay" and a != b:
        kind = "forward" if states.index(b) > states.index(a) else "back"
    shade = {"sum": PAPER, "stay": GREY_PALE, "forward": ACCENT_PALE, "back": "#d3d9dc"}[kind]
    return {
        "label": a,
        "after": b,
        "kind": kind,
        "shown": bool(amount),
        "text": str(amount) if amount else "·",
        "move": f"{a}→{b}",
        "said": f"{amount}{unit}",
        "fill": shade if amount else PAPER,
        "ink": ACCENT if kind == "forward" and amount else INK if amount else GREY_LIGHT,
    }


def _matrix_layers(cells: Rows, axis: list[str]) -> list[alt.Chart]:
    x = alt.X(
        "after:N",
        sort=axis,
        title="本期 →",
        axis=alt.Axis(orient="top", domain=False, ticks=False, labelAngle=0),
        scale=alt.Scale(domain=axis, paddingInner=0.05),
    )
    y = alt.Y(
        "label:N",
        sort=axis,
        title="上期",
        axis=alt.Axis(
            domain=False, ticks=False, labelLimit=LABEL_LIMIT, titleAngle=0, titleAlign="right"
        ),
        scale=alt.Scale(domain=axis, paddingInner=0.08),
    )
    base = alt.Chart(data(cells))
    return [
        base.mark_rect().encode(
            x=x,
            y=y,
            color=alt.Color("fill:N", scale=None),
            tooltip=tooltip(("move", "上期→本期"), ("said", "项目")),
        ),
        base.mark_text(fontSize=14).encode(
            x=x, y=y, text="text:N", color=alt.Color("ink:N", scale=None)
        ),
    ]
