"""What ``gxlab value`` answers about the overview (运行分析取数): the rows the page prints."""

from __future__ import annotations

from collections.abc import Callable

from gxlab.measures import (
    overview_demand,
    overview_estimates,
    overview_industries,
    overview_outlook,
    overview_signals,
    overview_stopped,
)
from gxlab.measures.figures import FigureRow
from gxlab.measures.lookup import UnanswerableQuestion
from gxlab.measures.overview import HEAD, city_gap
from gxlab.reference.indicators import indicator
from gxlab.warehouse.desk import Desk

Rows = list[FigureRow]


def figures(desk: Desk, indicator_id: str, by: str | None) -> Rows:
    """The rows of one indicator of the overview at exactly the desk's period.

    Raises UnanswerableQuestion, one sentence that names the groupings there are.
    """
    known = QUESTIONS[indicator_id]
    if by not in known:
        name = indicator(indicator_id).name
        offered = "、".join(k or "不分组" for k in known)
        said = f"指标“{name}”不能按“{by or '不分组'}”取数，可用：{offered}。"
        raise UnanswerableQuestion(said)
    return known[by](desk)


def _city_gaps(desk: Desk) -> Rows:
    return [city_gap(desk, i) for i in HEAD if indicator(i).kind != "stock"]


QUESTIONS: dict[str, dict[str | None, Callable[[Desk], Rows]]] = {
    "industry_output_pull": {"industry": overview_industries.pulls},
    "industry_growing_share": {None: lambda desk: [overview_industries.growing_share(desk)]},
    "output_gap": {None: lambda desk: [overview_industries.output_gap(desk)]},
    "orders_same_firms": {
        None: lambda desk: [overview_demand.orders(desk)],
        "industry": overview_demand.orders_by_industry,
    },
    "next_month_output": {
        None: lambda desk: [overview_demand.next_month(desk)],
        "industry": overview_demand.next_month_by_industry,
    },
    "county_estimate": {
        "indicator": overview_estimates.estimates,
        "period": overview_estimates.course,
    },
    "county_estimate_error": {"indicator": overview_estimates.mean_errors},
    "price_gap": {None: lambda desk: [overview_outlook.price_gap(desk)]},
    "growth_city_gap": {"indicator": _city_gaps},
    "stopped_output_share": {None: lambda desk: [overview_stopped.output_share(desk)]},
    "signal_count": {
        None: lambda desk: [overview_signals.count(desk)],
        "rule": overview_signals.counts,
    },
}
