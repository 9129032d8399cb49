"""Parts that add up to a whole: the contribution waterfall and the bridge of an increase."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import altair as alt
import polars as pl

from gxlab.show.charts.base import (
    Rows,
    data,
    finish,
    form,
    listing,
    names_axis,
    nothing,
    rows_of,
    span,
    text,
    tooltip,
    unique_labels,
    zero_rule,
)
from gxlab.show.objects import Chart
from gxlab.show.theme import ACCENT, GREY, GREY_LIGHT, INK

_ROW = 27


@form
def contribution_waterfall(
    frame: pl.DataFrame,
    *,
    chart_id: str,
    title: str,
    label: str = "label",
    value: str = "pull_pp",
    total: str = "合计",
    unit: str = "百分点",
    decimals: int = 1,
    note: str = "",
    source: str = "",
) -> Chart:
    """Who pulls and who drags (拉动瀑布): each part's 拉动 adds up to the total growth.

    ``frame``: one row per part; ``label`` its name, ``value`` its pull in percentage points. Parts
    run from the largest pull to the largest drag, equal ones by name; the last bar, named by
    ``total``, is their exact sum.
    """
    rows = sorted(
        rows_of(frame, label, value), key=lambda row: (-Decimal(str(row[value])), row[label])
    )
    if not rows:
        return nothing(chart_id, title, note, source)
    printed = [f"{text(row[value], decimals, sign=True)}" for row in rows]
    steps = _steps(rows, label, value, printed, total, decimals)
    return _waterfall(steps, chart_id, title, f"拉动（{unit}）", note, source)


@form
def stacked_bridge(
    frame: pl.DataFrame,
    *,
    chart_id: str,
    title: str,
    label: str = "component",
    value: str = "value",
    pull: str | None = "pull_pp",
    total: str = "合计增减",
    whole: tuple[Decimal, Decimal | None] | None = None,
    unit: str = "亿元",
    decimals: int = 1,
    note: str = "",
    source: str = "",
) -> Chart:
    """Where an increase comes from (增量构成桥): components stacked on each other to their sum.

    ``frame``: one row per component in the order shown (存量企业, 小升规, 新投产, 退库 …);
    ``value`` its increase or decrease in ``unit``, ``pull`` the same in percentage points, printed
    behind it where the column is given. ``whole``: the sum and its pull as printed elsewhere, where
    components too small to draw are left out of the rows. The bridge starts at zero: the level
    itself would dwarf what this chart is about.
    """
    rows = rows_of(frame, label, value, *([pull] if pull else []))
    if not rows:
        return nothing(chart_id, title, note, source)
    printed = [_amount_and_pull(row[value], row[pull] if pull else None, decimals) for row in rows]
    pulls = [Decimal(str(row[pull])) for row in rows if pull and row[pull] is not None]
    steps = _steps(rows, label, value, printed, total, decimals)
    drawn = (sum(Decimal(str(row[value])) for row in rows), sum(pulls) if pulls else None)
    steps[-1]["text"] = _amount_and_pull(*(whole or drawn), decimals)
    return _waterfall(steps, chart_id, title, f"增减额（{unit}）", note, source, aside=True)


def _amount_and_pull(amount: Any, pull: Any, decimals: int) -> str:
    printed = text(amount, decimals, sign=True)
    return printed if pull is None else f"{printed}（{text(pull, 1, sign=True)}个百分点）"


def _steps(
    rows: Rows, label: str, value: str, printed: list[str], total: str, decimals: int
) -> Rows:
    """Floating bars: where each starts and ends, its printed label, its colour and the next one."""
    steps: Rows = []
    level = Decimal(0)
    for row, said in zip(rows, printed, strict=True):
        amount = Decimal(str(row[value]))
        steps.append(_step(str(row[label]), level, level + amount, said))
        level += amount
    last = _step(total, Decimal(0), level, text(level, decimals, sign=True))
    steps.append({**last, "colour": INK})
    for step, following in zip(steps, [*steps[1:], None], strict=True):
        step["next"] = following["label"] if following else None
    return steps


def _step(name: str, start: Decimal, end: Decimal, printed: str) -> dict[str, Any]:
    rising = end >= start
    return {
        "label": name,
        "start": float(start),
        "end": float(end),
        "text": printed,
        "colour": ACCENT if rising else GREY,
        "rising": rising,
    }


def _waterfall(
    steps: Rows,
    chart_id: str,
    title: str,
    x_title: str,
    note: str,
    source: str,
    *,
    aside: bool = False,
) -> Chart:
    """``aside`` puts the labels into a column at the right, where long ones have room."""
    names = unique_labels(steps, "label")
    domain = span([s[k] for s in steps for k in ("start", "end")], zero=True, pad=0.1)
    y = names_axis(names, paddingInner=0.3)
    x = alt.X(
        "start:Q",
        title=x_title,
        scale=alt.Scale(domain=domain, nice=False),
        axis=alt.Axis(tickCount=6, labelOverlap=True),
    )
    bars = (
        alt.Chart(data(steps))
        .mark_bar()
        .encode(
            y=y,
            x=x,
            x2="end:Q",
            color=alt.Color("colour:N", scale=None),
            tooltip=tooltip(("label", "名称"), ("text", x_title)),
        )
    )
    links = (
        alt.Chart(data([s for s in steps if s["next"]]))
        .mark_rule(color=GREY_LIGHT, strokeWidth=1)
        .encode(y=y, y2="next:N", x=alt.X("end:Q"))
    )
    layers = [links, bars, zero_rule("x")]
    layers += [_column(steps, y)] if aside else [_labels(steps, y, up) for up in (True, False)]
    return finish(
        [layer for layer in layers if layer is not None],
        chart_id=chart_id,
        title=title,
        alt_text=f"瀑布图：{title}。{x_title}：{listing((s['label'], s['text']) for s in steps)}。",
        height=_ROW * len(names),
        note=note,
        source=source,
    )


def _column(steps: Rows, y: alt.Y) -> alt.Chart:
    labels: alt.Chart = (
        alt.Chart(data(steps))
        .mark_text(align="left", dx=8)
        .encode(y=y, x=alt.value("width"), text="text:N")
    )
    return labels


def _labels(steps: Rows, y: alt.Y, rising: bool) -> alt.Chart | None:
    """Labels stand beyond the bar on the side it moves to."""
    rows = [s for s in steps if s["rising"] is rising]
    if not rows:
        return None
    labels: alt.Chart = (
        alt.Chart(data(rows))
        .mark_text(align="left" if rising else "right", dx=5 if rising else -5)
        .encode(y=y, x=alt.X("end:Q"), text="text:N")
    )
    return labels
