"""Charts of the reports (图): pure functions, a polars frame in, a typed ``Chart`` out.

The title is the caller's: a sentence that answers the chart's question. Bars start at zero, lines
are labelled at their ends, a missing month is a gap, and every chart describes itself in words.
The frame's order or the stated sort decides the order shown; the same frame gives the same bytes.
"""

from gxlab.show.charts.bars import contribution_waterfall
from gxlab.show.charts.lines import growth_lines
from gxlab.show.charts.ranks import ranked_dots

__all__ = ["contribution_waterfall", "growth_lines", "ranked_dots"]
