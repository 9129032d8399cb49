"""订单与下月预计: what the same firms filed now and for the same month of last year.

A month's orders or output of all firms cannot be compared with last year's: the firms differ. Both
sides are summed over the firms that have both (同一批企业).
"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

import polars as pl

from gxlab.measures.figures import FigureRow
from gxlab.measures.firm_sums import firm_rows
from gxlab.reference.industries import division_of, industry
from gxlab.reference.numbers import growth_pct
from gxlab.warehouse.desk import Desk

ORDERS, NEXT = "orders_same_firms", "next_month_output"
ZERO = Decimal(0)
Pair = tuple[Decimal, Decimal, str | None]


def orders(desk: Desk) -> FigureRow:
    """新增订单 of the month, of the firms that also filed a year ago."""
    return _row(desk, desk.unit.code, desk.unit.name, _orders(desk))


def orders_by_industry(desk: Desk) -> list[FigureRow]:
    """:func:`orders` by division."""
    return _by_industry(desk, _orders(desk))


def next_month(desk: Desk) -> FigureRow:
    """下月预计产值 against last year's output of that month; nothing before the 1—2月 report."""
    return _row(desk, desk.unit.code, desk.unit.name, _forecasts(desk))


def next_month_by_industry(desk: Desk) -> list[FigureRow]:
    """:func:`next_month` by division."""
    return _by_industry(desk, _forecasts(desk))


def _orders(desk: Desk) -> list[Pair]:
    rows = firm_rows(desk, "orders", "month").to_dicts()
    return _pairs((r["value"], r["own_prior"], r["industry"]) for r in rows)


def _forecasts(desk: Desk) -> list[Pair]:
    # 1月免报: of the month after December, and of January's, nothing can be compared.
    if desk.period.month in (1, 12):
        return []
    told = desk.uses(desk.read("firm_forecasts", period=str(desk.period)))
    forecast = dict(told.select("enterprise", "forecast").iter_rows())
    past = desk.period.prior_year.shift(1)
    then = desk.read("enterprise_fact", indicator="output", period=str(past))
    month = then.filter(pl.col("span") == "month").select("enterprise", "value")
    made = dict(month.iter_rows())
    rows = firm_rows(desk, "output", "month").to_dicts()
    # A firm whose return of this month is not used (未报、疑似填错) is not believed about the next.
    return _pairs(
        (forecast.get(r["enterprise"]), made.get(r["enterprise"]), r["industry"])
        for r in rows
        if r["value"] is not None
    )


def _pairs(rows: Iterable[tuple[Any, Any, Any]]) -> list[Pair]:
    return [(now, then, code) for now, then, code in rows if now is not None and then is not None]


def _by_industry(desk: Desk, pairs: list[Pair]) -> list[FigureRow]:
    codes = sorted({division_of(code) for *_, code in pairs if code})
    return [
        _row(
            desk,
            division,
            industry(division).name,
            [p for p in pairs if p[2] and division_of(p[2]) == division],
        )
        for division in codes
    ]


def _row(desk: Desk, code: str, name: str, pairs: list[Pair]) -> FigureRow:
    now = sum((p[0] for p in pairs), ZERO) if pairs else None
    then = sum((p[1] for p in pairs), ZERO) if pairs else None
    return FigureRow(
        code,
        name,
        value=now,
        base=then,
        basis="own_prior_year" if pairs else None,
        growth_yoy_pct=growth_pct(now, then),
        numerator=now,
        denominator=then,
        period_used=str(desk.period),
        span="month",
        source_kind="企业汇总（企业直报）" if pairs else None,
        status="快报" if pairs else None,
        missing=None if pairs else "no_data",
        n=len(pairs),
    )
