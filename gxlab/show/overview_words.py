"""Words and coordinates that all blocks of the monthly overview share (运行分析用语)."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from gxlab.measures.figures import FigureRow
from gxlab.measures.overview import Overview, figure, former, rate_of
from gxlab.measures.overview_units import place
from gxlab.reference.indicators import indicator
from gxlab.reference.numbers import format_number
from gxlab.reference.periods import Period
from gxlab.reference.territory import Unit
from gxlab.show import grammar
from gxlab.show.cluster_words import former as former_name
from gxlab.show.figures import fig, ref, where
from gxlab.show.objects import Figure, Part

Parts = tuple[Part, ...]
SMALL = Decimal(10_000)
# Shorter than the catalogue's where a table or sentence has named the scope already.
SHORT = {
    "value_added_growth": "规上工业增加值",
    "output": "规上工业总产值",
    "revenue": "营业收入",
    "profit": "利润总额",
    "electricity": "工业用电量",
    "renovation_investment_growth": "工业技改投资",
    "above_scale_count": "在库规上工业企业",
    "export_delivery": "出口交货值",
}


def name(indicator_id: str) -> str:
    """An indicator as a sentence says it."""
    return SHORT.get(indicator_id) or indicator(indicator_id).name


def when(row: FigureRow) -> str:
    """The period a figure is really for (1—5月, 5月末)."""
    return Period.parse(row.period_used or "").label("ytd" if row.span == "ytd" else "point")


def digits(row: FigureRow, indicator_id: str) -> int:
    """Decimals of a rate: as fed back where it comes with two, else the catalogue's one."""
    rate = rate_of(row, indicator_id)
    if rate is None or row.n is not None:
        return 1
    places = -int(rate.normalize().as_tuple().exponent)
    return 2 if places == 2 and _delivered(row, indicator_id) else 1


def _delivered(row: FigureRow, indicator_id: str) -> bool:
    return indicator(indicator_id).is_rate or row.published_growth_pct is not None


def statistic_of(indicator_id: str) -> str:
    """Where a figure's growth stands: in the value of a rate, in the growth of a level."""
    return "value" if indicator(indicator_id).is_rate else "growth_yoy_pct"


def rate_figure(
    row: FigureRow | None, unit: str, indicator_id: str, **more: str | None
) -> Figure | None:
    """A growth rate as a table prints it."""
    if row is None:
        return None
    decimals = digits(row, indicator_id)
    statistic = statistic_of(indicator_id)
    by = more.get("by")
    return fig(row, unit, indicator_id, statistic, by=by, decimals=decimals, with_unit=False)


def growth(given: Overview, indicator_id: str, lead: str = "同比") -> Parts:
    """同比增长5.1%; 左右 behind an estimate; nothing where coverage forbids a growth rate."""
    row = figure(given, indicator_id)
    if thin_coverage(given, row):
        return ()
    decimals = digits(row, indicator_id)
    return growth_of(row, given.desk.unit.code, indicator_id, lead=lead, decimals=decimals)


def growth_of(
    row: FigureRow,
    unit: str,
    indicator_id: str,
    *,
    lead: str = "同比",
    by: str | None = None,
    decimals: int = 1,
) -> Parts:
    """The growth of any row in words."""
    if row.period_used is None:
        return ()
    at = ref(row, unit, indicator_id, statistic_of(indicator_id), by)
    about = row.status == "预计" and decimals == 1
    rate = rate_of(row, indicator_id)
    return grammar.growth(rate, at, lead=lead, decimals=decimals, about=about)


def change(given: Overview, indicator_id: str) -> Parts:
    """增速比1—4月加快0.2个百分点."""
    row = figure(given, indicator_id)
    if row.period_used is None or thin_coverage(given, row):
        return ()
    at = ref(row, given.desk.unit.code, indicator_id, "change_pp")
    period = former_name(Period.parse(row.period_used))
    return grammar.change(rate_of(row, indicator_id), former(given, indicator_id), period, at)


def thin_coverage(given: Overview, row: FigureRow) -> bool:
    """Whether too few of a sum's firms reported for a growth rate to be told (上报面)."""
    cover = row.coverage_pct
    return cover is not None and cover < given.desk.policy_number("headline_coverage_minimum_pct")


def coverage(given: Overview, row: FigureRow) -> str:
    """上报面85.3%，低于90%，不发布增速: said in place of the rate."""
    if not thin_coverage(given, row):
        return ""
    lowest = given.desk.policy_number("headline_coverage_minimum_pct")
    shown = format_number(row.coverage_pct, 1)
    return f"上报面{shown}%，低于{format_number(lowest, 0)}%，不发布增速"


def source(row: FigureRow) -> str:
    """（统计局反馈） / （企业汇总，快报）."""
    kind = (row.source_kind or "").split("（")[0]
    if not kind:
        return ""
    return f"（{kind}）" if row.status in ("反馈", "最终") else f"（{kind}，{row.status}）"


def amount(row: FigureRow | None, unit: str, subject: str, by: str | None = None) -> Figure | None:
    """A level with its unit: 亿元 or below that 万元, 亿千瓦时, 户, %."""
    if row is None or row.value is None:
        return None
    return fig(row, unit, subject, by=by, measure=measure_of(row, subject))


def measure_of(row: FigureRow, subject: str) -> str | None:
    """The unit a level is printed in, by its size."""
    known = indicator(subject)
    large = row.value is not None and abs(row.value) >= SMALL
    if known.is_money:
        return "亿元" if large else "万元"
    if known.unit_of_measure == "万千瓦时" and large:
        return "亿千瓦时"
    return None


def place_clause(given: Overview, row: FigureRow, indicator_id: str, *, tied: bool) -> Parts:
    """居全市第2位, among the units of the parent."""
    at, parent = getattr(row, place(indicator_id)), parent_of(given)
    if at is None:
        return ()
    found = where(row, indicator_id, parent.code, "unit")
    coordinate = found.ref(place(indicator_id), given.desk.unit.code)
    root = parent == given.desk.units.root
    among = "全市" if root and parent.name.endswith("市") else parent.name
    return grammar.place(at, row.rank_of, coordinate, among=among, tied=tied)


def parent_of(given: Overview) -> Unit:
    """The unit above the page's, the root where there is none."""
    return given.desk.units.find(given.desk.unit.parent or given.desk.units.root.code)


def listed(clauses: Sequence[Parts]) -> Parts:
    """Clauses that each say one thing, parted by semicolons and ended with a full stop."""
    said = [c for c in clauses if c]
    return (
        (*(p for n, c in enumerate(said) for p in (("；",) if n else ()) + c), "。") if said else ()
    )
