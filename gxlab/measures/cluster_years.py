"""Last year of the same firms (上年全年与分月): for needed pace, rolling year and tiers."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import polars as pl

from gxlab.measures.clusters import Edition
from gxlab.measures.rates import needed_growth_pct, rolling_12
from gxlab.reference.numbers import growth_pct
from gxlab.reference.periods import Period, reporting_months
from gxlab.warehouse.desk import Desk

ZERO = Decimal(0)
MONEY = pl.Decimal(38, 6)


@dataclass(frozen=True)
class SameFirms:
    """Sums over the firms that have a reading, a base and a last full year (同一批企业). 万元.

    A new plant has a base and a last year of 0. ``left_out`` counts firms without a last year.
    """

    ytd: Decimal
    base: Decimal
    year: Decimal
    firms: int
    left_out: int

    @property
    def remaining_base(self) -> Decimal:
        """后几个月上年基数: last full year less the delivered base of the months past."""
        return self.year - self.base

    @property
    def rolling(self) -> Decimal:
        """滚动12个月 = 本年累计 + 上年全年 − 随表上年同期."""
        return rolling_12(self.ytd, self.year, self.base)

    def needed_for_rate(self, target_pct: Decimal) -> Decimal | None:
        """后几个月需增长 (%) for a rate target, all bases of the same firms."""
        if self.remaining_base <= 0:
            return None
        return needed_growth_pct(target_pct, self.ytd, self.base, self.year)

    def needed_for_level(self, target: Decimal, done: Decimal) -> Decimal | None:
        """后几个月需增长 (%) for a level target: what is missing over the remaining base."""
        return growth_pct(target - done, self.remaining_base)


def year_values(desk: Desk) -> pl.DataFrame:
    """Revenue of last year by firm: enterprise, year_value. 年报 first, else December's 累计."""
    rows = desk.read("enterprise_fact", indicator="revenue", period=f"{desk.period.year - 1}-12")
    known = desk.uses(rows.filter(pl.col("value").is_not_null()))
    ranked = known.with_columns((pl.col("span") == "year").alias("annual"))
    chosen = ranked.filter(pl.col("span").is_in(["year", "ytd"])).sort("enterprise", "annual")
    last = chosen.unique(subset="enterprise", keep="last", maintain_order=True)
    return last.select("enterprise", pl.col("value").cast(MONEY).alias("year_value"))


def same_firms(desk: Desk, firms: pl.DataFrame) -> SameFirms:
    """The sums over firm rows with a base and a last full year."""
    joined = firms.join(year_values(desk), on="enterprise", how="left").to_dicts()
    compared = [r for r in joined if r["value"] is not None and r["base"] is not None]
    kept = [(r, _year(r)) for r in compared]
    whole = [(r, y) for r, y in kept if y is not None]
    return SameFirms(
        sum((r["value"] for r, _ in whole), ZERO),
        sum((r["base"] for r, _ in whole), ZERO),
        sum((y for _, y in whole), ZERO),
        len(whole),
        len(compared) - len(whole),
    )


def month_bases(given: Edition, firms: pl.DataFrame) -> pl.DataFrame:
    """Last year's months of the given firms (去年同期分月基数): period of this year, base.

    The difference of cumulative figures as stored, 1—2月 as one month; a month that did not exist
    for a firm then counts nothing.
    """
    codes = firms.select("enterprise")
    before = ZERO
    rows = []
    for past in reporting_months(given.period.year - 1, has_january=False):
        ytd = _sum_at(given, past, codes)
        if ytd is not None:
            rows.append((str(Period(given.period.year, past.month)), ytd - before))
            before = ytd
    return pl.DataFrame(rows, schema={"period": pl.String, "base": MONEY}, orient="row")


def months_done(given: Edition, firms: pl.DataFrame) -> pl.DataFrame:
    """This year's months of the given firms, as differences of the cumulative figures."""
    codes = firms.select("enterprise")
    before = ZERO
    rows = []
    for period in reporting_months(given.period.year, has_january=False):
        ytd = _sum_at(given, period, codes) if period <= given.period else None
        if ytd is not None:
            rows.append((str(period), ytd - before))
            before = ytd
    return pl.DataFrame(rows, schema={"period": pl.String, "actual": MONEY}, orient="row")


def _sum_at(given: Edition, period: Period, codes: pl.DataFrame) -> Decimal | None:
    rows = given.desk.read("enterprise_fact", indicator="revenue", period=str(period))
    own = rows.filter((pl.col("span") == "ytd") & pl.col("value").is_not_null())
    own = given.desk.uses(own.join(codes, on="enterprise", how="semi"))
    values = own["value"].to_list()
    return sum(values, ZERO) if values else None


def _year(row: dict[str, Any]) -> Decimal | None:
    if row["basis"] == "new":
        return ZERO
    value: Decimal | None = row["year_value"]
    return value
