"""Charts of the reports (图): pure functions, a polars frame in, a typed ``Chart`` out.

The title is the caller's: a sentence that answers the chart's question. Bars start at zero, lines
are labelled at their ends, a missing month is a gap, and every chart describes itself in words. A
frame without rows gives a chart that says 本期无数据. The frame's order or the stated sort decides
the order shown; the same frame gives the same bytes.
"""

from gxlab.show.charts.bars import contribution_waterfall, stacked_bridge
from gxlab.show.charts.grids import segment_heat_strip, transition_matrix
from gxlab.show.charts.lanes import swimlane
from gxlab.show.charts.lines import growth_lines
from gxlab.show.charts.months import (
    needed_path,
    paired_monthly_bars,
    remaining_investment_by_month,
    steps,
)
from gxlab.show.charts.ranks import bullet, funnel, ranked_dots

__all__ = [
    "bullet",
    "contribution_waterfall",
    "funnel",
    "growth_lines",
    "needed_path",
    "paired_monthly_bars",
    "ranked_dots",
    "remaining_investment_by_month",
    "segment_heat_strip",
    "stacked_bridge",
    "steps",
    "swimlane",
    "transition_matrix",
]
