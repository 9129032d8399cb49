"""停产半停产 (A3): by the register's state, or by output far below the same month of last year."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import polars as pl

from gxlab.measures import clusters
from gxlab.measures.clusters import Edition
from gxlab.measures.figures import FigureRow
from gxlab.measures.firm_sums import firm_rows
from gxlab.reference.numbers import divide
from gxlab.reference.periods import Period
from gxlab.warehouse.desk import Desk

STOPPED, HALF = "停产", "半停产"
MONTHS_BACK = 13


@dataclass(frozen=True)
class Stopped:
    """One firm that stands still or half still (停产、半停产企业)."""

    enterprise: str
    name: str
    state: str
    since: Period
    by_register: bool


def stopped(desk: Desk) -> list[Stopped]:
    """Firms of the unit's register that stand still at the desk's period, by code.

    The register's 停产 or 半停产 counts; otherwise output of the month at or below the share of
    policy ``stopped_output_pct`` of last year's same month: none is 停产, some 半停产. A firm that
    did not report, or had no output a year before, is not judged.
    """
    now = states(desk)
    past = _history(desk, list(now))
    names = dict(firm_rows(desk, "output", "ytd").select("enterprise", "name").iter_rows())
    return [
        Stopped(code, names.get(code) or code, state, past[code], by_register)
        for code, (state, by_register) in sorted(now.items())
    ]


def stopped_members(given: Edition) -> list[Stopped]:
    """Those of them that belong to the edition's clusters."""
    own = set(clusters.member_firms(given)["enterprise"].to_list())
    found = clusters.once(given, "stopped", lambda: stopped(given.desk))
    return [firm for firm in found if firm.enterprise in own]


def counts(given: Edition) -> list[FigureRow]:
    """停产半停产户数 of the clusters' members under the list's name, with the change in firms."""
    now = Decimal(len(stopped_members(given)))
    past = given.desk.at(period=given.period.previous_month)
    members = set(clusters.member_firms(given)["enterprise"].to_list())
    before = Decimal(len(set(states(past)) & members)) if _has_states(past) else None
    return [
        FigureRow(
            given.list_name,
            given.list_name,
            value=now,
            base=before,
            numerator=now,
            denominator=before,
            period_used=str(given.period),
            span="point",
        )
    ]


def unit_count(given: Edition) -> list[FigureRow]:
    """停产半停产户数 of the unit's whole register."""
    desk = given.desk
    return [
        FigureRow(
            desk.unit.code,
            desk.unit.name,
            value=Decimal(len(states(desk))),
            period_used=str(given.period),
            span="point",
        )
    ]


def states(desk: Desk) -> dict[str, tuple[str, bool]]:
    """enterprise → (停产 or 半停产, whether the register says so) at the desk's period."""
    limit = desk.policy_number("stopped_output_pct")
    found: dict[str, tuple[str, bool]] = {}
    for row in _output_rows(desk):
        state = _state(row, limit)
        if state:
            found[row["enterprise"]] = state
    return found


def _state(row: dict[str, Any], limit: Decimal) -> tuple[str, bool] | None:
    if row["state"] in (STOPPED, HALF):
        return row["state"], True
    left = divide(row["value"], row["own_prior"], Decimal(100))
    if left is None or left > limit or row["own_prior"] <= 0:
        return None
    return (HALF if row["value"] > 0 else STOPPED), False


def _output_rows(desk: Desk) -> list[dict[str, Any]]:
    """Output of the month beside last year's; in 1—2月, which is one report, the two months."""
    span = "ytd" if desk.period.month == 2 else "month"
    rows = firm_rows(desk, "output", span)
    if not rows.is_empty():
        return rows.to_dicts()
    # No output at all this month: the register alone can say who stands still.
    known = firm_rows(desk, "revenue", "ytd")
    blank = pl.lit(None, pl.Decimal(38, 6))
    return known.with_columns(blank.alias("value"), blank.alias("own_prior")).to_dicts()


def _has_states(desk: Desk) -> bool:
    return bool(firm_rows(desk, "revenue", "ytd")["state"].is_not_null().any())


def _history(desk: Desk, codes: list[str]) -> dict[str, Period]:
    """Since which month each firm has stood still without a break, thirteen months back at most."""
    since = dict.fromkeys(codes, desk.period)
    open_codes = set(codes)
    period = desk.period
    for _ in range(MONTHS_BACK):
        period = period.previous
        at = states(desk.at(period=period)) if open_codes else {}
        open_codes &= set(at)
        since |= dict.fromkeys(open_codes, period)
    return since
