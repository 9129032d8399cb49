"""Things set beside each other: ranked units, completion against plan, stages of a funnel."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import altair as alt
import polars as pl

from gxlab.reference.numbers import divide
from gxlab.show.charts.base import (
    Rows,
    data,
    finish,
    form,
    listing,
    names_axis,
    nothing,
    number,
    rows_of,
    span,
    text,
    tooltip,
    unique_labels,
)
from gxlab.show.objects import Chart
from gxlab.show.theme import ACCENT, GREY, GREY_PALE, INK, LIGHTS

_ROW = 26


@form
def ranked_dots(
    frame: pl.DataFrame,
    *,
    chart_id: str,
    title: str,
    label: str = "unit_name",
    value: str = "value",
    own: str | None = None,
    reference: tuple[str, Decimal | None] | None = None,
    x_title: str = "累计同比增长（%）",
    decimals: int = 1,
    note: str = "",
    source: str = "",
) -> Chart:
    """Units from the highest to the lowest (位次点图), with the city as a line.

    ``frame``: one row per unit; ``label`` its name, ``value`` the ranked figure (null = 无数据,
    listed last and not placed). ``own`` is the page's own unit, drawn in the accent colour.
    ``reference`` is (name, value) of the line, e.g. ("全市", Decimal("5.2")).
    """
    rows = sorted(rows_of(frame, label, value), key=lambda r: _falling(r[value], r[label]))
    if not rows:
        return nothing(chart_id, title, note, source)
    names = unique_labels(rows, label)
    against = number(reference[1]) if reference else None
    points = [
        {
            "label": row[label],
            "x": number(row[value]),
            "from": against if against is not None else 0.0,
            "text": text(row[value], decimals) if row[value] is not None else "无数据",
            "colour": ACCENT if own in (None, row[label]) else GREY,
            "weight": "bold" if row[label] == own else "normal",
        }
        for row in rows
    ]
    # A stem needs something to grow from: the city, else zero.
    domain = span([*(p["x"] for p in points), against], zero=against is None, pad=0.12)
    return finish(
        _dot_layers(points, names, domain, x_title) + _reference_layers(reference, decimals),
        chart_id=chart_id,
        title=title,
        alt_text=f"位次图：{title}。{x_title}："
        f"{listing((p['label'], p['text']) for p in points)}。",
        height=_ROW * max(len(names), 1),
        note=note,
        source=source,
    )


def _falling(value: Decimal | None, name: str) -> tuple[bool, Decimal, str]:
    return (value is None, -Decimal(str(value)) if value is not None else Decimal(0), name)


def _dot_layers(
    points: Rows, names: list[str], domain: list[float], x_title: str
) -> list[alt.Chart]:
    y = names_axis(names)
    scale = alt.Scale(domain=domain, nice=False, zero=False)
    x = alt.X(
        "x:Q", title=x_title, scale=scale, axis=alt.Axis(grid=True, tickCount=6, labelOverlap=True)
    )
    placed = [p for p in points if p["x"] is not None]
    absent = [p for p in points if p["x"] is None]
    base = alt.Chart(data(placed))
    colour = alt.Color("colour:N", scale=None)
    layers = [
        base.mark_rule(strokeWidth=1.5, opacity=0.55).encode(y=y, x=x, x2="from:Q", color=colour),
        base.mark_point(filled=True, size=95, opacity=1).encode(
            y=y, x=x, color=colour, tooltip=tooltip(("label", "单位"), ("text", x_title))
        ),
        base.mark_text(align="left", dx=9).encode(y=y, x=x, text="text:N"),
    ]
    if absent:
        layers.append(
            alt.Chart(data(absent))
            .mark_text(align="left", color=GREY)
            .encode(y=y, x=alt.value(4), text="text:N")
        )
    return layers


def _reference_layers(
    reference: tuple[str, Decimal | None] | None, decimals: int
) -> list[alt.Chart]:
    if reference is None or reference[1] is None:
        return []
    row = {"x": number(reference[1]), "text": f"{reference[0]} {text(reference[1], decimals)}"}
    base = alt.Chart(data([row])).encode(x=alt.X("x:Q"))
    return [
        base.mark_rule(color=INK, strokeWidth=1, strokeDash=[3, 3]),
        base.mark_text(baseline="bottom", dy=-4, color=INK).encode(y=alt.value(0), text="text:N"),
    ]


@form
def bullet(
    frame: pl.DataFrame,
    *,
    chart_id: str,
    title: str,
    label: str = "label",
    value: str = "completion_pct",
    plan: str = "plan_pct",
    light: str = "light",
    word: str = "light_word",
    done_name: str = "完成",
    plan_name: str = "应达",
    decimals: int = 1,
    note: str = "",
    source: str = "",
) -> Chart:
    """Completion against what should be reached by now (完成与应达子弹图), both in %.

    ``frame``: one row per category in the order shown; ``value`` and ``plan`` in % of the year's
    plan, null where there is none; ``light`` is green, yellow, red or none and ``word`` what it is
    called. The bar is what was done, the dark tick what should be; the pale track ends at 100 %.
    """
    rows = rows_of(frame, label, value, plan, light, word)
    if not rows:
        return nothing(chart_id, title, note, source)
    names = unique_labels(rows, label)
    marks = [_bullet_mark(row, label, value, plan, light, word, decimals) for row in rows]
    top = max([100.0, *(m[k] for m in marks for k in ("x", "plan") if m[k] is not None)])
    return finish(
        _bullet_layers(marks, names, top, done_name, plan_name),
        chart_id=chart_id,
        title=title,
        alt_text=f"子弹图：{title}。{done_name}／{plan_name}（%）："
        f"{listing((m['label'], m['text'] + m['word']) for m in marks)}。",
        height=34 * len(names),
        note=note,
        source=source,
    )


def _bullet_mark(
    row: dict[str, Any], label: str, value: str, plan: str, light: str, word: str, decimals: int
) -> dict[str, Any]:
    return {
        "label": row[label],
        "x": number(row[value]),
        "plan": number(row[plan]),
        "done": f"{text(row[value], decimals)}%",
        "due": f"{text(row[plan], decimals)}%",
        "text": f"{text(row[value], decimals)} / {text(row[plan], decimals)}",
        "word": f"● {row[word]}" if row[word] else "",
        "colour": LIGHTS[row[light] or "none"],
    }


def _bullet_layers(
    marks: Rows, names: list[str], top: float, done_name: str, plan_name: str
) -> list[alt.Chart]:
    y = names_axis(names, paddingInner=0.35)
    scale = alt.Scale(domain=[0, top], nice=False)
    title = f"占年度计划（%），横条为{done_name}，竖线为{plan_name}"

    def x(field: str) -> alt.X:
        return alt.X(
            f"{field}:Q", title=title, scale=scale, axis=alt.Axis(tickCount=5, labelOverlap=True)
        )

    about = tooltip(("label", "类别"), ("done", done_name), ("due", plan_name), ("word", "灯"))
    base = alt.Chart(data([{**m, "all": 100, "edge": top} for m in marks]))
    known = alt.Chart(data([m for m in marks if m["x"] is not None]))
    planned = alt.Chart(data([m for m in marks if m["plan"] is not None]))
    return [
        base.mark_bar(color=GREY_PALE).encode(y=y, x=x("all"), tooltip=about),
        known.mark_bar(color=ACCENT, height=alt.RelativeBandSize(0.5)).encode(
            y=y, x=x("x"), tooltip=about
        ),
        planned.mark_tick(color=INK, thickness=2.5, bandSize=24).encode(y=y, x=x("plan")),
        base.mark_text(align="left", dx=10).encode(y=y, x=x("edge"), text="text:N"),
        base.mark_text(align="left", dx=96).encode(
            y=y, x=x("edge"), text="word:N", color=alt.Color("colour:N", scale=None)
        ),
    ]


@form
def funnel(
    frame: pl.DataFrame,
    *,
    chart_id: str,
    title: str,
    label: str = "stage",
    value: str = "count",
    unit: str = "个",
    note: str = "",
    source: str = "",
) -> Chart:
    """How many are left after each condition (漏斗): 备案 → 工业 → ≥500万 → …

    ``frame``: one row per stage in order, ``value`` a count. Behind each count stands its share of
    the stage before; bars start at zero on the left, so that their lengths may be compared.
    """
    rows = rows_of(frame, label, value)
    if not rows:
        return nothing(chart_id, title, note, source)
    names = unique_labels(rows, label)
    counts = [Decimal(str(row[value])) for row in rows]
    marks: Rows = [
        {"label": name, "x": float(count), "text": _share_of(count, before, unit)}
        for name, count, before in zip(names, counts, [None, *counts], strict=False)
    ]
    y = names_axis(names, paddingInner=0.22)
    scale = alt.Scale(domain=[0, max(m["x"] for m in marks) or 1], nice=False)
    x = alt.X("x:Q", title=None, axis=None, scale=scale)
    base = alt.Chart(data(marks))
    return finish(
        [
            base.mark_bar(color=ACCENT).encode(
                y=y, x=x, tooltip=tooltip(("label", "环节"), ("text", "数量"))
            ),
            base.mark_text(align="left", dx=8).encode(y=y, x=alt.value("width"), text="text:N"),
        ],
        chart_id=chart_id,
        title=title,
        alt_text=f"漏斗图：{title}。{listing((m['label'], m['text']) for m in marks)}。",
        height=34 * len(names),
        note=note,
        source=source,
    )


def _share_of(count: Decimal, before: Decimal | None, unit: str) -> str:
    share = divide(count, before, Decimal(100)) if before else None
    said = f"{text(count, 0)}{unit}"
    return said if share is None else f"{said}（占上一步{text(share, 1)}%）"
