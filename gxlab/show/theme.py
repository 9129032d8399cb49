"""The look of every chart and page (样式): one accent, greys, three lights, a Chinese font stack.

Charts and page styles read the same values, so that a line in a chart and a figure in a table that
mean the same have the same colour.
"""

from __future__ import annotations

from typing import Any

import altair as alt

FONT = (
    '"Noto Sans CJK SC", "Source Han Sans SC", "Microsoft YaHei", "PingFang SC", '
    '"WenQuanYi Micro Hei", sans-serif'
)
ACCENT = "#0f5c73"
ACCENT_LIGHT = "#8fb8c4"
ACCENT_PALE = "#dcebef"
INK = "#1d262b"
GREY_DARK = "#5a656b"
GREY = "#8b969b"
GREY_LIGHT = "#c3cbcf"
GREY_PALE = "#e6eaec"
PAPER = "#ffffff"
# Where one accent must separate up to four lines it does so by depth; the lines carry their names.
SERIES = ("#0f5c73", "#3f93ab", "#7a6a4f", "#b08f4c", "#4b5f9b", "#8a5a83")
LIGHTS = {"green": "#2f7d4f", "yellow": "#c68a00", "red": "#b3261e", "none": "#8b969b"}
LABEL_SIZE = 12

CONFIG: dict[str, Any] = {
    "font": FONT,
    "background": None,
    "view": {"stroke": None},
    "axis": {
        "domainColor": GREY_LIGHT,
        "gridColor": GREY_PALE,
        "tickColor": GREY_LIGHT,
        "labelColor": GREY_DARK,
        "titleColor": GREY_DARK,
        "labelFontSize": LABEL_SIZE,
        "titleFontSize": LABEL_SIZE,
        "titleFontWeight": "normal",
        "labelLimit": 220,
        "labelPadding": 6,
        "labelSeparation": 6,
    },
    "axisX": {"grid": False},
    "axisY": {"domain": False, "ticks": False},
    "text": {"fontSize": LABEL_SIZE, "color": INK},
    "line": {"strokeWidth": 2.2, "strokeJoin": "round"},
    "bar": {"color": ACCENT},
    "legend": {
        "labelColor": GREY_DARK,
        "labelFontSize": LABEL_SIZE,
        "orient": "top",
        "title": None,
        "symbolSize": 90,
        # The value axis has its title at the left end of the same line.
        "layout": {"top": {"anchor": "end"}},
    },
}


@alt.theme.register("gxlab", enable=False)
def gxlab_theme() -> alt.theme.ThemeConfig:
    """The Altair theme for people who draw their own charts: ``alt.theme.enable("gxlab")``."""
    return alt.theme.ThemeConfig(config=CONFIG, width=680, height=320)  # type: ignore[typeddict-item]
