"""Firms of the register that stand still (停产、半停产), as the register's own column says."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from gxlab.measures.cultivation import Edition
from gxlab.measures.figures import FigureRow
from gxlab.reference.periods import Period

STATES = ("停产", "半停产")


@dataclass(frozen=True)
class Stopped:
    """One firm standing still (停产半停产企业) and the first month of this stretch."""

    enterprise: str
    name: str
    unit: str
    state: str
    since: Period


def stopped(given: Edition) -> list[Stopped]:
    """Firms of the unit that the last list marks 停产 or 半停产, longest first."""
    closing = given.year.closing
    if closing is None:
        return []
    now = Period.parse(closing)
    rows = given.desk.uses(given.desk.read("register_states", period=closing))
    belongs = given.year.inside(given.code, closing)
    mine = [r for r in rows.to_dicts() if belongs(r["enterprise"], r["unit"])]
    history = _history(given, now)
    found = [
        Stopped(
            r["enterprise"],
            r["name"],
            r["unit"],
            r["state"],
            _since(history.get(r["enterprise"], set()), now),
        )
        for r in mine
        if r["state"] in STATES
    ]
    return sorted(found, key=lambda f: (f.since, f.name))


def count(given: Edition) -> FigureRow:
    """名录停产半停产户数."""
    found = stopped(given)
    known = given.year.closing is not None
    return FigureRow(
        given.code,
        given.desk.unit.name,
        value=Decimal(len(found)) if known else None,
        period_used=given.year.closing,
        span="point",
        source_kind="统计局名录",
        status="最终" if known else None,
        missing=None if known else "no_data",
    )


def _history(given: Edition, now: Period) -> dict[str, set[str]]:
    rows = given.desk.read("register_stopped_since", since=str(now.shift(-36)), until=str(now))
    found: dict[str, set[str]] = {}
    for enterprise, period in rows.select("enterprise", "period").iter_rows():
        found.setdefault(enterprise, set()).add(period)
    return found


def _since(months: set[str], now: Period) -> Period:
    """The first month of the unbroken stretch that ends now."""
    first = now
    while str(first.previous_month) in months:
        first = first.previous_month
    return first
