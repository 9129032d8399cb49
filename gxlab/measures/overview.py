"""月度运行分析: what one edition of the monthly overview is computed from (一期运行分析的口径).

Every indicator keeps its own period (各指标各期). What comes with the financial return (营业收入,
利润, 利润率, 亏损面) is of one period throughout: the firms' direct returns of the report's month,
or the last month that has been fed back. Output, 增加值, electricity and investment are of the
report's month.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any, TypeVar

from gxlab.measures import clusters, lookup, register_figures
from gxlab.measures.clusters import Edition
from gxlab.measures.figures import FigureRow
from gxlab.measures.register_dynamics import RegisterYear, register_year
from gxlab.measures.released import Former, former_growth, former_value
from gxlab.reference.indicators import indicator
from gxlab.reference.numbers import difference_pp
from gxlab.reference.periods import Period
from gxlab.warehouse.desk import Desk

T = TypeVar("T")
HEAD = (
    "value_added_growth",
    "output",
    "revenue",
    "profit",
    "electricity",
    "renovation_investment_growth",
    "above_scale_count",
)
REGISTER = "above_scale_count"


@dataclass(frozen=True, eq=False)
class Overview:
    """One edition (一期): ``desk`` at the report's unit and period, ``money`` at the period of the
    financial figures, ``edition`` the firm rows of that period. ``memo`` keeps what was computed.
    """

    desk: Desk
    money: Desk
    edition: Edition
    memo: dict[tuple[str, ...], Any] = field(default_factory=dict)

    def at(self, unit: str) -> Overview:
        """The same edition of another unit."""
        moved = replace(self, desk=self.desk.at(unit=unit), money=self.money.at(unit=unit))
        return replace(moved, edition=self.edition.step(unit=unit))

    def desk_of(self, indicator_id: str) -> Desk:
        """Where an indicator is asked for: the financial period for what the return brings."""
        return self.money if indicator(indicator_id).lag_months else self.desk


def overview(desk: Desk, *, revenue_basis: str = "快报") -> Overview:
    """The edition of a report. ``revenue_basis`` as in the cluster report. Raises UnknownBasis."""
    edition = clusters.edition(desk, revenue_basis=revenue_basis)
    # Nobody returned or fed back a revenue of these months: each figure looks back by itself.
    known = revenue_basis == "反馈" or not edition.firms["value"].is_null().all()
    return Overview(desk, edition.desk if known else desk, edition)


def overview_at(desk: Desk) -> Overview:
    """The edition whose every period is exactly the desk's (取数用)."""
    return Overview(desk, desk, clusters.edition_at(desk))


def once(given: Overview, make: Callable[[], T], *key: str) -> T:
    """What ``make`` gives, computed once for a unit of the edition."""
    full = (given.desk.unit.code, *key)
    if full not in given.memo:
        given.memo[full] = make()
    found: T = given.memo[full]
    return found


def figure(given: Overview, indicator_id: str) -> FigureRow:
    """The printed figure of the edition's unit, for the period the indicator has."""
    return once(given, lambda: _figure(given, indicator_id), "figure", indicator_id)


def register(given: Overview) -> RegisterYear:
    """The register's year (名录年度), the same for every unit of the edition."""
    key = ("register",)
    if key not in given.memo:
        given.memo[key] = register_year(given.desk)
    found: RegisterYear = given.memo[key]
    return found


def net(given: Overview) -> FigureRow:
    """净增规上工业企业 of the year so far, by the register."""
    return register_figures.net(register(given), given.desk.unit.code)


def former(given: Overview, indicator_id: str) -> Former:
    """上期增速 (of a rate: 上期数) of a figure, as the last signed edition printed it.

    Where none is signed, a sum over firms is compared with a sum and a reading with a reading: a
    rate of direct returns beside last month's fed-back one would make a change out of two scopes.
    """
    return once(given, lambda: _former(given, indicator_id), "former", indicator_id)


def rate_of(row: FigureRow, indicator_id: str) -> Decimal | None:
    """The growth a figure tells: a rate's own value, a level's growth (%)."""
    return row.value if indicator(indicator_id).is_rate else row.growth_yoy_pct


def city_gap(desk: Desk, indicator_id: str) -> FigureRow:
    """与全市增速差 (百分点): the unit's printed rate less the root's, of one period."""
    root = desk.units.root
    own = lookup.unit_figure(desk, indicator_id)
    whole = lookup.unit_figure(desk.at(unit=root.code), indicator_id)
    rates = (rate_of(own, indicator_id), rate_of(whole, indicator_id))
    same = own.period_used == whole.period_used and desk.unit != root
    return FigureRow(
        indicator_id,
        indicator(indicator_id).name,
        value=difference_pp(*rates, 1) if same else None,
        numerator=rates[0],
        denominator=rates[1],
        period_used=own.period_used,
        source_kind=own.source_kind,
        status=own.status,
    )


def _figure(given: Overview, indicator_id: str) -> FigureRow:
    if indicator_id == REGISTER:
        return register_figures.count(register(given), given.desk.unit.code)
    row = _asked(given, indicator_id)
    subject = indicator(indicator_id)
    past = former(given, indicator_id).value
    decimals = subject.decimals if subject.is_rate else 1
    return replace(row, change_pp=difference_pp(rate_of(row, indicator_id), past, decimals))


def _asked(given: Overview, indicator_id: str) -> FigureRow:
    desk = given.desk_of(indicator_id)
    return once(given, lambda: lookup.unit_figure(desk, indicator_id), "asked", indicator_id)


def _former(given: Overview, indicator_id: str) -> Former:
    row = _asked(given, indicator_id)
    if row.period_used is None or indicator_id == REGISTER:
        return Former(None)
    desk = given.desk_of(indicator_id)
    before = desk.at(period=Period.parse(row.period_used).previous)
    past = lookup.unit_figure(before, indicator_id)
    if past.period_used != str(before.period):
        return Former(None)
    subject = indicator(indicator_id)
    unit = desk.unit.code
    # What the reader of this report has seen: signed before its own period, not the figure's.
    if subject.is_rate:
        found = former_value(given.desk, indicator_id, unit, past, subject.decimals)
    else:
        found = former_growth(given.desk, indicator_id, unit, past)
    alike = (past.n is None) == (row.n is None)
    return found if found.is_signed or alike else Former(None)
