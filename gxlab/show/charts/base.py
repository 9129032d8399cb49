"""What all charts share: plain rows, printed labels, axes in Chinese, the finished spec."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal
from functools import wraps
from typing import Any, ParamSpec

import altair as alt
import polars as pl
from altair.utils.schemapi import debug_mode

from gxlab.reference.numbers import format_number
from gxlab.reference.periods import Period
from gxlab.show.objects import Chart
from gxlab.show.theme import CONFIG, GREY

P = ParamSpec("P")
Rows = list[dict[str, Any]]
LABEL_LIMIT = 168


def form(build: Callable[P, Chart]) -> Callable[P, Chart]:
    """A chart form, built without Altair's check of every part against its schema.

    The check is half of a chart's cost and cannot fail on the rows: a form's specification has
    the same parts whatever the figures. The tests check every form's finished specification.
    """

    @wraps(build)
    def built(*args: P.args, **given: P.kwargs) -> Chart:
        with debug_mode(False):
            return build(*args, **given)

    return built


def rows_of(frame: pl.DataFrame, *columns: str) -> Rows:
    """The named columns as rows, in the frame's order; a missing column is named in the error."""
    missing = [name for name in columns if name not in frame.columns]
    if missing:
        raise ValueError(
            f"画图的数据缺列：{'、'.join(missing)}；已有列：{'、'.join(frame.columns)}，请核对列名参数"
        )
    return frame.select(*dict.fromkeys(columns)).to_dicts()


def month_rows(frame: pl.DataFrame, period: str, *columns: str) -> Rows:
    """Rows with a period, each checked: a period also stands in the axis's label expression."""
    rows = rows_of(frame, period, *columns)
    for row in rows:
        Period.parse(row[period])
    return rows


def unique_labels(rows: Rows, label: str) -> list[str]:
    """The labels of a category axis in row order; two rows of one name would fall on one place."""
    names = [str(row[label]) for row in rows]
    repeated = sorted({name for name in names if names.count(name) > 1})
    if repeated:
        raise ValueError(f"画图的数据中“{'、'.join(repeated)}”出现不止一次，每个名称只能占一行")
    return names


def number(value: Any) -> float | None:
    """A figure as a drawing coordinate; floats are for drawing only."""
    return None if value is None else float(value)


def text(value: Any, decimals: int = 1, *, sign: bool = False) -> str:
    """A printed label, rounded as everywhere else; a missing value is "—"."""
    exact = None if value is None else Decimal(str(value))
    return format_number(exact, decimals, signed=sign)


def data(rows: Rows) -> alt.InlineData:
    """Rows inline: a specification is complete in itself."""
    return alt.InlineData(values=rows)


def span(values: Iterable[float | None], *, zero: bool = False, pad: float = 0.08) -> list[float]:
    """An axis domain around the known values, with room at both ends."""
    known = [v for v in values if v is not None] + ([0.0] if zero else [])
    low, high = (min(known), max(known)) if known else (0.0, 1.0)
    room = ((high - low) or abs(high) or 1.0) * pad
    return [
        low - (0 if zero and low == 0 else room),
        high + (0 if zero and high == 0 else room),
    ]


def month_label(period: str, *, cumulative: bool) -> str:
    """ "2026-05" as 1—5月 (cumulative) or 5月."""
    month = int(period[5:7])
    if not cumulative or month == 1:
        return f"{month}月"
    return "全年" if month == 12 else f"1—{month}月"


def y_axis(title: str, **more: Any) -> alt.Axis:
    """A value axis whose title stands upright above it: Chinese is not read sideways."""
    return alt.Axis(
        title=title,
        titleAngle=0,
        titleAlign="left",
        titleAnchor="end",
        titleBaseline="bottom",
        titleX=-36,
        titleY=-10,
        tickCount=5,
        **more,
    )


def names_axis(names: Sequence[str], **scale: Any) -> alt.Y:
    """A category axis down the side, in the given order.

    The order is a scale domain, not a sort: a sort would be compiled into an expression with
    every name inside.
    """
    return alt.Y(
        "label:N",
        title=None,
        axis=alt.Axis(domain=False, ticks=False, labelLimit=LABEL_LIMIT, grid=False),
        scale=alt.Scale(domain=list(names), **scale),
    )


def zero_rule(axis: str) -> alt.Chart:
    """The line of no change, where an axis has values on both sides of it."""
    place = {axis: alt.datum(0)}
    rule: alt.Chart = alt.Chart(data([{"zero": 0}])).mark_rule(color=GREY, strokeWidth=1)
    return rule.encode(**place)


def finish(
    layers: Sequence[alt.Chart],
    *,
    chart_id: str,
    title: str,
    alt_text: str,
    height: int,
    note: str = "",
    source: str = "",
) -> Chart:
    """Layers to a :class:`Chart` that fills its container, in the house style.

    Vega keeps room for labels that stand outside the plot, so charts need no margin of their own.
    Altair's own theme and random names stay out of it, so the same rows give the same bytes.
    """
    drawing = alt.layer(*layers).properties(
        width="container",
        height=height,
        padding={"left": 4, "right": 4, "top": 6, "bottom": 4},
        autosize=alt.AutoSizeParams(type="fit-x", contains="padding"),
        description=alt_text,
    )
    with alt.data_transformers.enable(consolidate_datasets=False):
        spec = drawing.to_dict(validate=False)
    return Chart(chart_id, title, {**_one_line(spec), "config": CONFIG}, alt_text, source, note)


# Vega-Lite writes axis titles into expressions, whose parser knows no raw line breaks.
_BREAKS = dict.fromkeys([*range(0x20), 0x7F, 0x85, 0x2028, 0x2029], " ")
# There it marks a quote as text with a backslash but leaves a backslash before it as it is, so the
# text would end the string and go on as an expression.
_TITLE = {ord("\\"): "＼"}


def _one_line(part: Any) -> Any:
    """The specification with control characters and line separators in its texts as spaces."""
    if isinstance(part, dict):
        lines = {key: _one_line(value) for key, value in part.items()}
        title = lines.get("title")
        return {**lines, "title": title.translate(_TITLE)} if isinstance(title, str) else lines
    if isinstance(part, list):
        return [_one_line(value) for value in part]
    return part.translate(_BREAKS) if isinstance(part, str) else part


def nothing(chart_id: str, title: str, note: str = "", source: str = "") -> Chart:
    """The chart of a frame without rows: it says so instead of drawing empty axes."""
    words: alt.Chart = (
        alt.Chart(data([{"text": "本期无数据。"}]))
        .mark_text(align="left", color=GREY)
        .encode(x=alt.value(0), text="text:N")
    )
    return finish(
        [words],
        chart_id=chart_id,
        title=title,
        alt_text=f"{title}：本期无数据。",
        height=24,
        note=note,
        source=source,
    )


def tooltip(*pairs: tuple[str, str]) -> list[alt.Tooltip]:
    """Tooltip lines: (column holding printed text, Chinese name)."""
    return [alt.Tooltip(f"{column}:N", title=name) for column, name in pairs]


def listing(pairs: Iterable[tuple[str, str]], limit: int = 12) -> str:
    """ "甲 +1.2、乙 −0.3" for a text alternative; a long list says how much it leaves out."""
    said = [f"{name} {value}" for name, value in pairs]
    tail = f"等{len(said)}项" if len(said) > limit else ""
    return "、".join(said[:limit]) + tail
