"""Charts that set units beside each other: ranked dots."""

from __future__ import annotations

from decimal import Decimal

import altair as alt
import polars as pl

from gxlab.show.charts.base import (
    Rows,
    data,
    finish,
    listing,
    names_axis,
    number,
    rows_of,
    span,
    text,
    tooltip,
    unique_labels,
)
from gxlab.show.objects import Chart
from gxlab.show.theme import ACCENT, GREY, INK

_ROW = 26


def ranked_dots(
    frame: pl.DataFrame,
    *,
    chart_id: str,
    title: str,
    label: str = "unit_name",
    value: str = "value",
    own: str | None = None,
    reference: tuple[str, Decimal | None] | None = None,
    x_title: str = "累计同比增长(%)",
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
    domain = span([*(p["x"] for p in points), against], pad=0.12)
    return finish(
        _dot_layers(points, names, domain, x_title) + _reference_layers(reference, decimals),
        chart_id=chart_id,
        title=title,
        alt_text=f"位次图:{title}。{x_title}:{listing((p['label'], p['text']) for p in points)}。",
        height=_ROW * max(len(names), 1),
        note=note,
        source=source,
    )


def _falling(value: Decimal | None, name: str) -> tuple[bool, Decimal, str]:
    return (value is None, -Decimal(str(value)) if value is not None else Decimal(0), name)


def _dot_layers(
    points: Rows, names: list[str], domain: list[float], x_title: str
) -> list[alt.Chart]:
    y = names_axis(names, scale=alt.Scale(domain=names))
    scale = alt.Scale(domain=domain, nice=False, zero=False)
    x = alt.X("x:Q", title=x_title, scale=scale, axis=alt.Axis(grid=True, tickCount=6))
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
