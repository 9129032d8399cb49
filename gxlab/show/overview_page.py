"""What each cell of the overview notebook shows (运行月报各块), in the order of the page."""

from gxlab.measures.overview import overview as open_overview
from gxlab.show.overview_charts import growth as growth_chart
from gxlab.show.overview_head import headline, key_figures, masthead
from gxlab.show.overview_industry_table import industries as industry_table
from gxlab.show.overview_later import bridge, estimates, signals, units
from gxlab.show.overview_later_tables import bridge as bridge_table
from gxlab.show.overview_later_tables import estimates as estimate_table
from gxlab.show.overview_later_tables import path as base_table
from gxlab.show.overview_later_tables import signals as signal_table
from gxlab.show.overview_later_tables import stopped as stopped_table
from gxlab.show.overview_points import key_points
from gxlab.show.overview_quality import definitions, reconciliation
from gxlab.show.overview_quality import notes as quality_notes
from gxlab.show.overview_sentences import demand, industries, margins, overview
from gxlab.show.overview_tables import demand as demand_table
from gxlab.show.overview_tables import efficiency as efficiency_table
from gxlab.show.overview_tables import main as main_table
from gxlab.show.overview_unit_tables import below as unit_table
from gxlab.show.overview_unit_tables import peers as peer_table

__all__ = [
    "base_table",
    "bridge",
    "bridge_table",
    "definitions",
    "demand",
    "demand_table",
    "efficiency_table",
    "estimate_table",
    "estimates",
    "growth_chart",
    "headline",
    "industries",
    "industry_table",
    "key_figures",
    "key_points",
    "main_table",
    "margins",
    "masthead",
    "open_overview",
    "overview",
    "peer_table",
    "quality_notes",
    "reconciliation",
    "signal_table",
    "signals",
    "stopped_table",
    "unit_table",
    "units",
]
