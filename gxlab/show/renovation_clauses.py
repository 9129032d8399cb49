"""Clauses from which the sentences of the renovation report are joined (技改报告的分句)."""

from __future__ import annotations

from decimal import Decimal

from gxlab.measures import lookup
from gxlab.measures.figures import FigureRow
from gxlab.measures.renovation import (
    GROWTH,
    MANUFACTURING_GROWTH,
    Renovation,
    city_gap,
    goal_rows,
)
from gxlab.measures.renovation_rows import filing_row, ledger_row
from gxlab.measures.renovation_summary import Totals
from gxlab.show import grammar
from gxlab.show.cluster_words import area, former, told, whole_area
from gxlab.show.figures import ref, where
from gxlab.show.objects import Part
from gxlab.show.renovation_words import (
    fig,
    ledger_fig,
    money,
)

Clause = tuple[Part, ...]


def rate(found: Renovation, subject: str, unit: str | None = None) -> Clause:
    """同比增长48.6% / 同比下降29.4%, as fed back."""
    row = found.rate(subject, unit)
    if row is None:
        return ()
    return grammar.growth(row.value, ref(row, unit or found.unit, subject, "value"))


def change(found: Renovation, subject: str, *, large: Decimal | None = None) -> Clause:
    """增速比1—4月回落8.1个百分点, from the two rates as printed."""
    row = found.rate(subject)
    if row is None or row.value is None or row.change_pp is None:
        return ()
    past = lookup.former_figure(found.desk, subject)
    at = ref(row, found.unit, subject, "change_pp")
    return grammar.change(row.value, past, former(found.desk.period), at, large=large)


def against_goal(found: Renovation) -> Clause:
    """高于全年目标36.6个百分点; the target says whether it is 工业 or 制造业技改."""
    goal = found.goals.get(found.unit)
    if goal is None:
        return ()
    row = goal_rows(found.desk, goal)["renovation_target_gap"]
    at = ref(row, found.unit, "renovation_target_gap", "value")
    said = grammar.against(row.value, "全年目标", at)
    if not said or goal.indicator != MANUFACTURING_GROWTH:
        return said
    return ("制造业技改投资", *rate(found, MANUFACTURING_GROWTH), "，", *said)


def against_city(found: Renovation) -> Clause:
    """高于全市1.2个百分点; nothing on the city's own page."""
    row = city_gap(found)
    if row is None:
        return ()
    at = ref(row, found.unit, "renovation_city_gap", "value")
    return grammar.against(row.value, whole_area(found.desk), at)


def place(found: Renovation) -> Clause:
    """居全市第2位, counties among counties."""
    row = found.rate(GROWTH)
    if row is None or row.rank is None:
        return ()
    ranks = [r.rank for r in found.rates[GROWTH].values() if r.rank is not None]
    tied = ranks.count(row.rank) > 1
    root = found.desk.units.root.code
    at = where(row, GROWTH, root, "unit").ref("rank", found.unit)
    among = whole_area(found.desk)
    return grammar.place(row.rank, len(ranks), at, among=among, tied=tied)


def share(found: Renovation) -> Clause:
    """占工业投资的55.7%."""
    row = found.rate("renovation_share")
    if row is None or not row.value:
        return ()
    return told("占工业投资的", fig(row, found.unit, "renovation_share"))


def ledger_done(found: Renovation, sums: Totals) -> Clause:
    """列入台账的160项重点技改项目完成投资13.20亿元."""
    count = ledger_fig(found, sums, "ledger_project_count")
    done = money(
        ledger_row(sums, "ledger_investment", found.ledger_period), "ledger_investment", found.unit
    )
    return told("列入台账的", count, "项重点技改项目完成投资", done)


def ledger_pace(found: Renovation, sums: Totals) -> Clause:
    """完成年度计划33.5%，低于应达进度5.8个百分点."""
    row = ledger_row(sums, "ledger_investment", found.ledger_period)
    done = fig(row, found.unit, "ledger_investment", "completion_pct")
    at = ref(row, found.unit, "ledger_investment", "gap_plan_pp")
    gap = grammar.against(row.gap_plan_pp, "应达进度", at)
    if done is None or not gap:
        return ()
    return ("完成年度计划", done, "，", *gap)


def linear_pace(found: Renovation, sums: Totals) -> Clause:
    """慢于序时进度8.2个百分点: said beside the plan, never instead of it."""
    row = ledger_row(sums, "ledger_investment", found.ledger_period)
    at = ref(row, found.unit, "ledger_investment", "gap_linear_pp")
    return grammar.pace(row.gap_linear_pp, at, yardstick="序时进度")


def count(found: Renovation, sums: Totals, subject: str, lead: str, tail: str = "个") -> Clause:
    """A count of ledger projects: lead, number, tail; nothing where it is zero."""
    row = ledger_row(sums, subject, found.ledger_period)
    if not row.value:
        return ()
    return told(lead, fig(row, found.unit, subject, with_unit=False), tail)


def stage(
    found: Renovation, code: str, number: int, lead: str, tail: str = "个", *, by: str = "stage"
) -> Clause:
    """A count of filings: 已在库36个."""
    row = filing_row(code, code, number, found.desk.period, "filing_count")
    return told(lead, fig(row, found.unit, "filing_count", by=by, with_unit=False), tail)


def amount(row: FigureRow, subject: str, unit: str, lead: str, *, by: str | None = None) -> Clause:
    """An amount with its unit: 结转投资25.94亿元."""
    return told(lead, money(row, subject, unit, by=by))


def here(found: Renovation) -> str:
    """全市, or the unit's name."""
    return area(found.desk)
