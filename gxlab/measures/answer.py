"""What ``gxlab value`` answers: one question, the figures of a report's row (取数).

Reports and the command ask the same functions, so a printed figure and the command agree.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from decimal import Decimal

from gxlab.measures import (
    bulletin_answer,
    cluster_answer,
    comparison,
    cultivation_answer,
    lookup,
    overview_answer,
    renovation_answer,
    size_groups,
)
from gxlab.measures import figures as fig
from gxlab.measures.figures import FigureRow
from gxlab.measures.split import of_total
from gxlab.reference.indicators import indicator
from gxlab.warehouse.desk import Desk

SUMMED = "企业汇总"
"""The scope whose figure stands beside a fed-back one: the sum over firms."""

TopicFigures = Callable[[Desk, str, str | None], list[FigureRow]]


UnanswerableQuestion = lookup.UnanswerableQuestion


@dataclass(frozen=True)
class Answer:
    """Rows in the order of the question's grouping, and what the growth had to leave out."""

    rows: list[FigureRow]
    excluded_enterprises: int
    excluded_value: Decimal


def answer(
    desk: Desk,
    indicator_id: str,
    *,
    span: str | None = None,
    by: str | None = None,
    scope: str | None = None,
) -> Answer:
    """The figures of one indicator for the desk's unit and period, by a dimension or in all.

    ``by``: enterprise, industry, cluster, segment, unit, period, project; size for 大中小微,
    comparison for comparable against nominal growth, two_year for the average of two years, task
    for the targets of the year. Raises UnknownIndicator, UnanswerableQuestion.
    """
    indicator(indicator_id)
    rows = _rows(desk, indicator_id, span, by, scope)
    base_missing = [r for r in rows if r.basis == "base_missing"] if by == "enterprise" else rows
    count = len(base_missing) if by == "enterprise" else sum(r.n_base_missing or 0 for r in rows)
    value = sum(
        (
            (r.value if by == "enterprise" else r.value_base_missing) or Decimal(0)
            for r in base_missing
        ),
        Decimal(0),
    )
    return Answer(rows, count, value)


def _rows(
    desk: Desk, indicator_id: str, span: str | None, by: str | None, scope: str | None
) -> list[FigureRow]:
    topic = TOPICS.get(indicator_id)
    if by == "unit":
        return _by_unit(desk, indicator_id, span, scope)
    if by == "task":
        return bulletin_answer.figures(desk, indicator_id)
    if by == "scope":
        summed = lookup.unit_figure(desk, indicator_id, span=span, scope=SUMMED)
        return [replace(summed, code=SUMMED, name=SUMMED)]
    if topic is not None:
        return topic(desk, indicator_id, by)
    if by is None:
        return [lookup.unit_figure(desk, indicator_id, span=span, scope=scope)]
    if by == "enterprise":
        return lookup.by_enterprise(desk, indicator_id, span=span)
    if by == "period":
        return lookup.by_period(desk, indicator_id, span=span, scope=scope)
    if by == "size":
        subject = indicator(indicator_id)
        return size_groups.by_size(desk, indicator_id, span or lookup.default_span(subject))
    if by in COMPARED:
        return COMPARED[by](desk, indicator_id, span=span, scope=scope)
    if by == "industry" and scope != "企业汇总":
        return lookup.industry_figures(desk, indicator_id, span=span)
    if by == "cluster" and (scope == lookup.CLUSTER_REPORT or indicator_id.startswith("cluster_")):
        return lookup.cluster_reports(desk, indicator_id)
    if by in ("industry", "cluster", "cluster_list", "segment", "role"):
        return lookup.by_group(desk, indicator_id, by, span=span)
    raise UnanswerableQuestion(f"指标“{indicator(indicator_id).name}”不能按“{by}”分组。")


def _by_unit(desk: Desk, indicator_id: str, span: str | None, scope: str | None) -> list[FigureRow]:
    """Units below, with places among those of a kind: a zone lies in counties and is no peer.

    ``rank_before``/``growth_rank_before``: places in the period before. Levels of units that make
    up the unit's own have pull, share and contribution.
    """
    rows = _placed(desk, indicator_id, span, scope)
    past = _placed(desk.at(period=desk.period.previous), indicator_id, span, scope)
    below = desk.units.children(desk.unit.code)
    rows = {
        code: replace(r, rank_before=past[code].rank, growth_rank_before=past[code].growth_rank)
        if code in past
        else r
        for code, r in rows.items()
    }
    subject = indicator(indicator_id)
    if indicator_id not in TOPICS and not subject.is_rate and not subject.real_growth:
        total = _rows(desk, indicator_id, span, None, scope)[0]
        parts = [rows[u.code] for u in below if u.kind != "zone"]
        rows |= {r.code: r for r in of_total(parts, total, 0)}
    return [rows[u.code] for u in below]


def _placed(
    desk: Desk, indicator_id: str, span: str | None, scope: str | None
) -> dict[str, FigureRow]:
    below = desk.units.children(desk.unit.code)
    rows = {}
    for unit in below:
        found = _rows(desk.at(unit=unit.code), indicator_id, span, None, scope)
        rows[unit.code] = found[0] if found else FigureRow(unit.code, unit.name, missing="no_data")
    for kind in dict.fromkeys(u.kind for u in below if u.kind != "zone"):
        own = [rows[u.code] for u in below if u.kind == kind]
        rows |= {r.code: r for r in fig.ranked(own, indicator(indicator_id))}
    return rows


COMPARED = {"comparison": comparison.by_basis, "two_year": comparison.two_years}
TOPICS: dict[str, TopicFigures] = {
    bulletin_answer.COUNT: lambda desk, _, __: bulletin_answer.counts(desk),
    **dict.fromkeys(cluster_answer.INDICATORS, cluster_answer.figures),
    **dict.fromkeys(renovation_answer.QUESTIONS, renovation_answer.figures),
    **dict.fromkeys(cultivation_answer.QUESTIONS, cultivation_answer.figures),
    **dict.fromkeys(overview_answer.QUESTIONS, overview_answer.figures),
}
