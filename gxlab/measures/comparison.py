"""可比与名义、两年平均: one level compared with last year's in the ways a reader may ask for.

Growth is formed on the base delivered with the figure (可比口径). Dividing by what was published a
year ago answers another question, for the firms counted have changed since; the difference of the
two bases (口径差异) is told as a diagnosis.
"""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from gxlab.measures.figures import FigureRow
from gxlab.measures.lookup import UnanswerableQuestion, unit_figure
from gxlab.measures.rates import two_rates_average_pct
from gxlab.reference.indicators import indicator
from gxlab.reference.numbers import divide, growth_pct
from gxlab.reference.periods import Period
from gxlab.warehouse.desk import Desk

HUNDRED = Decimal(100)


def by_basis(
    desk: Desk, indicator_id: str, *, span: str | None = None, scope: str | None = None
) -> list[FigureRow]:
    """Rows comparable (可比口径), nominal (与上年公布数相比) and gap (口径差异).

    ``gap``: value is the comparable base less last year's figure, base that figure. Where a rate
    is fed back with a level and no base, the base is the one the rate implies.
    Raises UnanswerableQuestion for rates and ratios, which have no level, and for levels at
    current prices whose growth is real.
    """
    subject = indicator(indicator_id)
    if subject.is_rate:
        raise UnanswerableQuestion(f"指标“{subject.name}”没有总量，不能按基数对比。")
    if subject.real_growth:
        said = "的增速按可比价反馈，总量为现价，不能按基数对比。"
        raise UnanswerableQuestion(f"指标“{subject.name}”{said}")
    now = unit_figure(desk, indicator_id, span=span, scope=scope)
    comparable = replace(now, code="comparable", name="可比口径", base=_base(now))
    if now.period_used is None:
        return [comparable]
    then = _year_before(desk, now, indicator_id, scope)
    nominal = replace(
        now,
        code="nominal",
        name="与上年公布数相比（名义）",
        base=then.value,
        basis="published",
        growth_yoy_pct=growth_pct(now.value, then.value),
        published_growth_pct=None,
        change_pp=None,
        numerator=now.value,
        denominator=then.value,
    )
    return [comparable, nominal, _gap(comparable, then)]


def two_years(
    desk: Desk, indicator_id: str, *, span: str | None = None, scope: str | None = None
) -> list[FigureRow]:
    """Rows this (本年), last (上年同期) and average (两年平均增速) of a level's growth or a rate.

    The average is the geometric mean of the two comparable rates, each on its own firms.
    """
    subject = indicator(indicator_id)
    now = unit_figure(desk, indicator_id, span=span, scope=scope)
    if now.period_used is None:
        return [replace(now, code="this", name="本年")]
    then = _year_before(desk, now, indicator_id, scope)
    rates = [row.value if subject.is_rate else row.growth_yoy_pct for row in (now, then)]
    average = FigureRow(
        "average",
        "两年平均",
        growth_yoy_pct=two_rates_average_pct(*rates),
        numerator=rates[0],
        denominator=rates[1],
        period_used=now.period_used,
        span=now.span,
        source_kind=now.source_kind,
        status=now.status,
    )
    this = replace(now, code="this", name="本年", growth_yoy_pct=rates[0])
    return [this, replace(then, code="last", name="上年同期", growth_yoy_pct=rates[1]), average]


def _year_before(desk: Desk, now: FigureRow, indicator_id: str, scope: str | None) -> FigureRow:
    period = Period.parse(now.period_used or str(desk.period)).prior_year
    found = unit_figure(desk.at(period=period), indicator_id, span=now.span, scope=scope)
    if found.period_used == str(period):
        return found
    return FigureRow(desk.unit.code, desk.unit.name, period_used=str(period), missing="no_data")


def _base(now: FigureRow) -> Decimal | None:
    """The delivered base, else the one a published rate implies: value ÷ (1 + rate)."""
    if now.denominator is not None or now.base is not None:
        return now.denominator if now.denominator is not None else now.base
    if now.value is None or now.growth_yoy_pct is None:
        return None
    return divide(now.value * HUNDRED, HUNDRED + now.growth_yoy_pct)


def _gap(comparable: FigureRow, then: FigureRow) -> FigureRow:
    known = comparable.base is not None and then.value is not None
    difference = (comparable.base or 0) - (then.value or 0) if known else None
    return FigureRow(
        "gap",
        "口径差异",
        value=None if difference is None else Decimal(difference),
        base=then.value,
        growth_yoy_pct=growth_pct(comparable.base, then.value),
        period_used=comparable.period_used,
        span=comparable.span,
        missing=None if known else "no_data",
    )
