"""后几个月基数与价格: last year's path over the months to come, and prices beside margins.

The path is last year's own readings, as they stood for last year's firms: it tells how high the
base will be, and no rate is formed on it. Prices are the whole area's, whatever the unit.
"""

from __future__ import annotations

from dataclasses import dataclass

from gxlab.measures import lookup
from gxlab.measures.figures import FigureRow
from gxlab.measures.overview import Overview, once
from gxlab.reference.numbers import difference_pp
from gxlab.reference.periods import Period, reporting_months
from gxlab.warehouse.desk import Desk

FACTORY, PURCHASE = "price_index", "purchase_price_index"


@dataclass(frozen=True)
class PathMonth:
    """One month of last year's path (上年走势): 增加值, output so far, and output of the month."""

    period: Period
    value_added: FigureRow
    output: FigureRow
    month: FigureRow


@dataclass(frozen=True)
class Prices:
    """出厂价格 and 购进价格 of the period (上年同期=100) and their gap."""

    factory: FigureRow
    purchase: FigureRow
    gap: FigureRow


def path(given: Overview) -> list[PathMonth]:
    """Last year from the report's own month to December; months nobody reported are left out."""
    return once(given, lambda: _path(given.desk), "path")


def prices(desk: Desk) -> Prices | None:
    """The price indices of the whole area; None where either has not been received."""
    root = desk.at(unit=desk.units.root.code)
    factory, purchase = (lookup.unit_figure(root, i) for i in (FACTORY, PURCHASE))
    if factory.value is None or purchase.value is None:
        return None
    return Prices(factory, purchase, price_gap(root))


def price_gap(desk: Desk) -> FigureRow:
    """出厂与购进价格指数之差 (百分点): above 0 where selling prices hold the better."""
    factory, purchase = (lookup.unit_figure(desk, i) for i in (FACTORY, PURCHASE))
    same = factory.period_used == purchase.period_used
    return FigureRow(
        desk.unit.code,
        desk.unit.name,
        value=difference_pp(factory.value, purchase.value, 1) if same else None,
        numerator=factory.value,
        denominator=purchase.value,
        period_used=factory.period_used,
        source_kind=factory.source_kind,
        status=factory.status,
    )


def _path(desk: Desk) -> list[PathMonth]:
    months = [
        p
        for p in reporting_months(desk.period.year - 1, has_january=False)
        if p.month >= desk.period.month
    ]
    found = [_month(desk.at(period=p)) for p in months]
    return [m for m in found if m.output.value is not None or m.value_added.value is not None]


def _month(desk: Desk) -> PathMonth:
    return PathMonth(
        desk.period,
        lookup.unit_figure(desk, "value_added_growth"),
        lookup.unit_figure(desk, "output"),
        lookup.unit_figure(desk, "output", span="month"),
    )
