"""Charts of shared pages (对外版图): bars of printed rates, in the order of codes.

Bars stand in the order of codes, never of size: where one is left out, neither its length nor its
place can be guessed from its neighbours.
"""

from __future__ import annotations

from collections.abc import Sequence

import altair as alt

from gxlab.disclosure.shared_desk import Printed
from gxlab.show.charts.base import (
    Rows,
    data,
    finish,
    form,
    listing,
    names_axis,
    span,
    zero_rule,
)
from gxlab.show.objects import Chart
from gxlab.show.theme import ACCENT, GREY

_ROW = 26


GROWTH = "同比增长（%）"


def bars(
    rows: Sequence[tuple[str, Printed | None]], *, chart_id: str, title: str, axis: str = GROWTH
) -> Chart | None:
    """Figures by name (条形图) in the order given; None where fewer than two are printed."""
    told = [(name, p) for name, p in rows if p is not None and p.number is not None]
    return _bars(told, chart_id, title, axis) if len(told) > 1 else None


@form
def _bars(told: Sequence[tuple[str, Printed]], chart_id: str, title: str, axis: str) -> Chart:
    marks: Rows = [
        {
            "label": name,
            "x": float(p.number or 0),
            "text": p.text,
            "ref": p.ref,
            "colour": _colour(p),
        }
        for name, p in told
    ]
    return finish(
        _layers(marks, axis),
        chart_id=chart_id,
        title=title,
        alt_text=f"条形图：{title}。{axis}：{listing((n, p.text) for n, p in told)}。",
        height=_ROW * len(told),
    )


def _layers(marks: Rows, axis: str) -> list[alt.Chart]:
    """Bars from zero, each with its figure at its end; the figure is drawn with its coordinate."""
    domain = span([m["x"] for m in marks], zero=True, pad=0.14)
    x = alt.X(
        "x:Q",
        title=axis,
        scale=alt.Scale(domain=domain, nice=False),
        axis=alt.Axis(grid=True, tickCount=6, labelOverlap=True),
    )
    y = names_axis([m["label"] for m in marks], paddingInner=0.3)
    up = alt.Chart(data([m for m in marks if m["x"] >= 0])).mark_text(align="left", dx=5)
    down = alt.Chart(data([m for m in marks if m["x"] < 0])).mark_text(align="right", dx=-5)
    return [
        alt.Chart(data(marks)).mark_bar().encode(y=y, x=x, color=alt.Color("colour:N", scale=None)),
        up.encode(y=y, x=x, text="text:N", description="ref:N"),
        down.encode(y=y, x=x, text="text:N", description="ref:N"),
        zero_rule("x"),
    ]


def _colour(printed: Printed) -> str:
    return GREY if (printed.number or "").startswith("-") else ACCENT
