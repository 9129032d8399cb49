"""What candidates sell and burn (开票与用电): this year, the same months of last, last year in all.

Invoice sales are faster than financial returns and not the same thing: tax-exclusive, with red
invoices, booked when invoiced. Both are kept apart everywhere.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from gxlab.measures.cultivation_pool import Candidate, Pool
from gxlab.reference.numbers import growth_pct
from gxlab.reference.periods import Period
from gxlab.warehouse.desk import Desk

TAX, LEDGER = "税务开票", "培育台账"


@dataclass(frozen=True)
class Sales:
    """Invoice sales of one firm in 万元 (开票销售). ``path``: running totals by month, two years.

    ``now``: the month the running total ends in; ``source``: 税务开票, or 培育台账 where the tax
    office's list does not have the firm.
    """

    now: Period
    ytd: Decimal
    base: Decimal | None = None
    month: Decimal | None = None
    last_year: Decimal | None = None
    path: Mapping[Period, Decimal] = field(default_factory=dict, hash=False)
    source: str = TAX

    @property
    def growth(self) -> Decimal | None:
        """同比 (%) of the running total."""
        return growth_pct(self.ytd, self.base)

    @property
    def before_last_quarter(self) -> bool:
        """Whether there were sales before the last quarter of last year (上年9月前已有销售)."""
        september = self.path.get(Period(self.now.year - 1, 9))
        if september is not None:
            return september > 0
        return self.now.month <= 9 and (self.base or Decimal(0)) > 0


@dataclass(frozen=True)
class Power:
    """Electricity of one firm in 万千瓦时 (用电), all its meters together."""

    value: Decimal
    base: Decimal | None

    @property
    def growth(self) -> Decimal | None:
        """同比 (%) of the running total."""
        return growth_pct(self.value, self.base)


def sales_of(desk: Desk, given: Pool) -> dict[str, Sales]:
    """Invoice sales of the firms of the pool, by credit code."""
    if given.period is None:
        return {}
    year = desk.period.year
    rows = desk.uses(
        desk.read(
            "candidate_sales",
            ledger=str(given.period),
            since=f"{year - 1}-01",
            until=str(desk.period),
        )
    )
    now = max((p for p in rows["period"].to_list() if p[:4] == str(year)), default=None)
    if now is None:
        return {}
    grouped: dict[str, dict[str, dict[str, Any]]] = {}
    for row in rows.to_dicts():
        grouped.setdefault(row["enterprise"], {})[row["period"]] = row
    return {
        code: _sales(Period.parse(now), found) for code, found in grouped.items() if now in found
    }


def _sales(now: Period, rows: dict[str, dict[str, Any]]) -> Sales:
    row = rows[str(now)]
    path = {Period.parse(p): r["ytd"] for p, r in rows.items() if r["ytd"] is not None}
    return Sales(
        now,
        row["ytd"] or Decimal(0),
        row["base"],
        row["month"],
        _last_year(now, rows),
        path,
    )


def _last_year(now: Period, rows: dict[str, dict[str, Any]]) -> Decimal | None:
    """上年全年 as delivered with this month's list, else with the last, else December's total."""
    totals = {
        p: r["year_total"]
        for p, r in rows.items()
        if p[:4] == str(now.year - 1) and r["year_total"] is not None
    }
    if totals:
        delivered: Decimal = totals.get(str(now.prior_year), totals[max(totals)])
        return delivered
    december = rows.get(f"{now.year - 1}-12")
    return december["ytd"] if december else None


def stated_sales(candidate: Candidate, now: Period) -> Sales | None:
    """What the ledger itself states, for firms the tax office's list does not have."""
    if candidate.invoice_ytd is None:
        return None
    path = {now: candidate.invoice_ytd}
    return Sales(now, candidate.invoice_ytd, path=path, source=LEDGER)


def power_of(desk: Desk) -> dict[str, Power]:
    """Electricity by credit code in the desk's month, or the month before where it is not in."""
    for period in (desk.period, desk.period.previous_month):
        rows = desk.uses(desk.read("register_power", period=str(period)))
        if not rows.is_empty():
            return {
                r["enterprise"]: Power(r["value"], r["base"])
                for r in rows.to_dicts()
                if r["value"] is not None
            }
    return {}
