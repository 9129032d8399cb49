"""Firms in the register that may fall under 20 million yuan (临退), and firms that stand still.

Their year is reckoned from the direct return: running total ÷ last year's share of the same months.
Whoever ends below the threshold is checked at the start of next year; up to a ceiling above it a
firm is watched. No list says what a firm should report.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Any

import polars as pl

from gxlab.measures.cultivation import Edition
from gxlab.measures.cultivation_projection import stopped
from gxlab.measures.figures import FigureRow
from gxlab.measures.firm_sums import firm_rows
from gxlab.measures.projection import Estimate, seasonal
from gxlab.measures.rates import share_pct
from gxlab.reference.numbers import divide
from gxlab.reference.periods import Period
from gxlab.warehouse.desk import Desk

BELOW, WATCH = "测算低于2000万元", "临界观察"


@dataclass(frozen=True)
class Firm:
    """One firm of the register with its year's estimate (在库企业测算). Money in 万元."""

    enterprise: str
    name: str
    unit: str
    state: str
    ytd: Decimal
    base: Decimal | None
    last_year: Decimal | None
    estimate: Estimate
    power_growth: Decimal | None
    reason: str


@dataclass(frozen=True, eq=False)
class Register:
    """The register's firms of a unit at the last month with returns (在库企业)."""

    given: Edition
    period: Period | None
    firms: tuple[Firm, ...]
    not_reported: int

    @property
    def threshold(self) -> Decimal:
        """2000万元, as dated."""
        return self.given.rules.threshold

    @cached_property
    def below(self) -> list[Firm]:
        """Estimated under the threshold, smallest first (存在退库风险)."""
        return [f for f in self.firms if f.estimate.mid < self.threshold]

    @cached_property
    def watched(self) -> list[Firm]:
        """Estimated over the threshold and under the ceiling (临界观察)."""
        ceiling = self.given.desk.policy_number("at_risk_ceiling")
        return [f for f in self.firms if self.threshold <= f.estimate.mid < ceiling]


def register(given: Edition) -> Register:
    """All firms of the unit's register that have reported revenue, by estimate."""
    period = _period(given.desk)
    if period is None:
        return Register(given, None, (), 0)
    at = given.desk.at(period=period)
    rows = firm_rows(at, "revenue", "ytd").to_dicts()
    annual = _annual(at)
    notes = _notes(at)
    share = _share(rows, annual)
    reported = [r for r in rows if r["value"] is not None]
    firms = [_firm(given, r, annual, notes, share, period) for r in reported]
    firms.sort(key=lambda f: (f.estimate.mid, f.name))
    return Register(given, period, tuple(firms), len(rows) - len(reported))


def count(found: Register) -> FigureRow:
    """临退户数: estimated under the threshold, with how much of last year's revenue they had."""
    return _count(found, found.given.code, found.given.desk.unit.name, found.below)


def by_level(found: Register) -> list[FigureRow]:
    """临退户数 by level: under the threshold, and watched above it."""
    levels = (("below", BELOW, found.below), ("watch", WATCH, found.watched))
    return [_count(found, code, name, firms) for code, name, firms in levels]


def share(found: Register) -> FigureRow:
    """临退企业上年营收占比 (%): last year's revenue of firms at risk over that of all."""
    part = sum((f.last_year or Decimal(0) for f in found.below), Decimal(0))
    whole = sum((f.last_year or Decimal(0) for f in found.firms), Decimal(0))
    return FigureRow(
        found.given.code,
        found.given.desk.unit.name,
        value=share_pct(part, whole),
        numerator=part,
        denominator=whole,
        period_used=str(found.period) if found.period else None,
        source_kind="企业汇总",
    )


def revenue(found: Register) -> list[FigureRow]:
    """累计营收 of the firms watched and at risk."""
    return [
        FigureRow(
            f.enterprise,
            f.name,
            value=f.ytd,
            base=f.base,
            period_used=str(found.period),
            source_kind="企业直报",
            status="快报",
        )
        for f in found.firms
    ]


def estimates(found: Register, *, gap: bool = False) -> list[FigureRow]:
    """全年测算 of each firm (middle), or how far it lies from the threshold."""
    return [
        FigureRow(
            f.enterprise,
            f.name,
            value=f.estimate.mid - found.threshold if gap else f.estimate.mid,
            period_used=str(found.period),
            span="year",
            source_kind=f"测算（{f.estimate.method}）",
            status="预计",
        )
        for f in found.firms
    ]


def electricity(found: Register) -> list[FigureRow]:
    """用电 of the register's firms."""
    known = [(f, found.given.power.get(f.enterprise)) for f in found.firms]
    return [
        FigureRow(
            f.enterprise,
            f.name,
            value=power.value,
            base=power.base,
            growth_yoy_pct=power.growth,
            period_used=str(found.given.desk.period),
            source_kind="供电",
            status="快报",
        )
        for f, power in known
        if power is not None
    ]


def _period(desk: Desk) -> Period | None:
    for period in (desk.period, desk.period.previous):
        rows = firm_rows(desk.at(period=period), "revenue", "ytd")
        if rows["value"].is_not_null().any():
            return period
    return None


def _annual(desk: Desk) -> Mapping[str, Decimal]:
    """Last year's revenue by firm: the annual return, else December's running total."""
    rows = desk.uses(desk.read("register_annual", december=f"{desk.period.year - 1}-12"))
    best = rows.with_columns(pl.coalesce("annual", "december").alias("value"))
    return {code: v for code, v in best.select("enterprise", "value").iter_rows() if v is not None}


def _notes(desk: Desk) -> Mapping[str, str]:
    """Why revenue rose or fell, as the firm itself wrote: category and text."""
    found: dict[str, dict[str, str]] = {}
    for row in desk.uses(desk.read("register_notes", period=str(desk.period))).to_dicts():
        found.setdefault(row["enterprise"], {})[row["kind"]] = row["text"]
    return {
        code: "：".join(n[k] for k in ("原因类别", "原因") if k in n) for code, n in found.items()
    }


def _share(rows: list[dict[str, Any]], annual: Mapping[str, Decimal]) -> Decimal | None:
    """The register's own season: base of the months over last year, same firms."""
    both = [(r["base"], annual[r["enterprise"]]) for r in rows if r["base"] and _usable(r, annual)]
    return divide(sum((b for b, _ in both), Decimal(0)), sum((a for _, a in both), Decimal(0)))


def _usable(row: Mapping[str, Any], annual: Mapping[str, Decimal]) -> bool:
    code = row["enterprise"]
    return code in annual and 0 < row["base"] <= annual[code]


def _firm(
    given: Edition,
    row: Mapping[str, Any],
    annual: Mapping[str, Decimal],
    notes: Mapping[str, str],
    season: Decimal | None,
    period: Period,
) -> Firm:
    code, base = row["enterprise"], row["base"]
    last = annual.get(code)
    if last is None and base and season:
        # Entered with this year's batch: no annual return, so its base is scaled by the season.
        last = divide(base, season)
    estimate = seasonal(row["value"], base, last, period.months_elapsed, given.margin_pp)
    state = row["state"] or ""
    if state == "停产":
        estimate = stopped(row["value"], estimate)
    power = given.power.get(code)
    return Firm(
        code,
        row["name"] or code,
        row["unit"],
        state,
        row["value"],
        base,
        annual.get(code),
        estimate,
        power.growth if power else None,
        notes.get(code, ""),
    )


def _count(found: Register, code: str, name: str, firms: list[Firm]) -> FigureRow:
    return FigureRow(
        code,
        name,
        value=Decimal(len(firms)) if found.period else None,
        period_used=str(found.period) if found.period else None,
        span="point",
        source_kind="测算（企业直报）",
        status="预计",
        missing=None if found.period else "no_data",
    )
