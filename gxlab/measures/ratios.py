"""比率: Σ numerator ÷ Σ denominator, never a mean of ratios; annualised where NBS does so.

Both sides are of one period, scope and source. A stock beside a flow of 1—N月 is the mean of the
year's opening and the period's end, and the flow is brought to a year (÷ N × 12); days are told
of a year of 360 (国家统计局附注).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal

from gxlab.measures.figures import FigureRow
from gxlab.reference.indicators import Indicator, indicator
from gxlab.reference.numbers import difference_pp, divide
from gxlab.reference.periods import Period

Take = Callable[[Indicator, Period, str | None], FigureRow]
RowsAt = Callable[[Indicator, Period], list[FigureRow]]
SUMMED = "企业汇总"


def part_span(part: Indicator, asked: str) -> str:
    """The span of one side: stocks stand at the period's end whatever the ratio is asked for."""
    return "point" if part.kind == "stock" else asked


def unit_ratio(
    subject: Indicator, period: Period, take: Take, scope: str | None
) -> FigureRow | None:
    """A unit's ratio; ``take`` gives either side's printed figure at a period and scope.

    Where the sides printed come from two sources, both are summed over firms instead. None where
    a side is missing.
    """
    assert subject.numerator and subject.denominator
    sides = indicator(subject.numerator), indicator(subject.denominator)
    for asked in (scope, SUMMED) if scope is None else (scope,):
        top, below = (_side(subject, part, period, take, asked) for part in sides)
        if top.value is not None and below.value is not None and _same_source(top, below):
            return ratio(subject, top, below, period)
    return None


def ratio_groups(subject: Indicator, period: Period, rows_at: RowsAt) -> list[FigureRow]:
    """A ratio by group; ``rows_at`` gives the rows of either side at a period."""
    assert subject.numerator and subject.denominator
    sides = indicator(subject.numerator), indicator(subject.denominator)
    tops, below = (_side_rows(subject, part, period, rows_at) for part in sides)
    pairs = [(tops[c], below[c]) for c in sorted(tops) if c in below]
    return [ratio(subject, top, bottom, period) for top, bottom in pairs if _fits(top, bottom)]


def ratio(subject: Indicator, top: FigureRow, bottom: FigureRow, period: Period) -> FigureRow:
    """The ratio of two figures of a period; its change against last year in 百分点, 元 or 天.

    Pull, share and places of the numerator are not the ratio's.
    """
    now = _quotient(subject, top.value, bottom.value, period)
    then = _quotient(subject, top.base, bottom.base, period)
    return replace(
        top,
        value=now,
        base=then,
        growth_yoy_pct=None,
        published_growth_pct=None,
        change_yoy_pp=difference_pp(now, then, subject.decimals),
        pull_pp=None,
        share_pct=None,
        contribution_pct=None,
        rank=None,
        growth_rank=None,
        rank_of=None,
        numerator=top.value,
        denominator=bottom.value,
        span="ytd",
    )


def _quotient(
    subject: Indicator, top: Decimal | None, bottom: Decimal | None, period: Period
) -> Decimal | None:
    if top is None or bottom is None:
        return None
    months = Decimal(period.months_elapsed)
    scale = Decimal(subject.scale)
    if subject.over_time == "annual":
        return divide(top * 12, bottom * months, scale)
    if subject.over_time == "days":
        return divide(top * months, bottom * 12, scale)
    return divide(top, bottom, scale)


def _averaged(subject: Indicator, part: Indicator) -> bool:
    """期初期末平均: of the side that stands at a point in time; 平均用工人数 is a mean already."""
    return bool(subject.over_time) and part.kind == "stock" and not part.name.startswith("平均")


def _side(
    subject: Indicator, part: Indicator, period: Period, take: Take, scope: str | None
) -> FigureRow:
    now = take(part, period, scope)
    if not _averaged(subject, part):
        return now
    return _mean(take(part, _opening(period), scope), now)


def _side_rows(
    subject: Indicator, part: Indicator, period: Period, rows_at: RowsAt
) -> dict[str, FigureRow]:
    now = {r.code: r for r in rows_at(part, period)}
    if not _averaged(subject, part):
        return now
    opened = {r.code: r for r in rows_at(part, _opening(period))}
    return {code: _mean(opened[code], row) for code, row in now.items() if code in opened}


def _mean(opened: FigureRow, now: FigureRow) -> FigureRow:
    return replace(now, value=_half(opened.value, now.value), base=_half(opened.base, now.base))


def _half(opened: Decimal | None, now: Decimal | None) -> Decimal | None:
    return None if opened is None or now is None else (opened + now) / 2


def _opening(period: Period) -> Period:
    """上年末, where the year opens (年初数)."""
    return Period(period.year - 1, 12)


def _fits(top: FigureRow, below: FigureRow) -> bool:
    return top.value is None or below.value is None or _same_source(top, below)


def _same_source(top: FigureRow, below: FigureRow) -> bool:
    return (top.period_used, top.source_kind, top.status) == (
        below.period_used,
        below.source_kind,
        below.status,
    )
