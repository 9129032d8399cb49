"""预计与反馈: what a county said before the month was out, beside what was fed back, and the error.

Both are kept; neither is corrected by the other. Errors are in 百分点 of the rates as printed.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import polars as pl

from gxlab.measures.figures import FigureRow
from gxlab.reference.indicators import indicator
from gxlab.reference.numbers import difference_pp, divide
from gxlab.warehouse.desk import Desk

INDICATORS = ("value_added_growth", "output", "renovation_investment_growth")


def estimates(desk: Desk) -> list[FigureRow]:
    """县区预计 of the period by indicator: ``value`` 预计, ``base`` 反馈, ``change_pp`` 误差."""
    found = []
    for indicator_id in INDICATORS:
        rows = _pairs(desk, indicator_id).filter(pl.col("period") == str(desk.period))
        found += [_row(desk, indicator_id, r) for r in desk.uses(rows).to_dicts()]
    return found


def mean_errors(desk: Desk) -> list[FigureRow]:
    """预计平均绝对误差 (百分点) by indicator, over the last readings with both (规则参数)."""
    most = int(desk.policy_number("estimate_error_readings"))
    found = []
    for indicator_id in INDICATORS:
        known = _pairs(desk, indicator_id).drop_nulls(["estimated", "fed_back"])
        last = known.filter(pl.col("period") <= str(desk.period)).sort("period").tail(most)
        gaps = [abs(_gap(r) or Decimal(0)) for r in desk.uses(last).to_dicts()]
        if gaps:
            found.append(_mean(desk, indicator_id, gaps))
    return found


def course(desk: Desk) -> list[FigureRow]:
    """预计 and 反馈 of 增加值 reading by reading, latest first, coded by period."""
    most = int(desk.policy_number("estimate_error_readings"))
    rows = _pairs(desk, INDICATORS[0]).filter(pl.col("period") <= str(desk.period))
    last = rows.sort("period", descending=True).head(most)
    return [_row(desk, r["period"], r) for r in desk.uses(last).to_dicts()]


def _pairs(desk: Desk, indicator_id: str) -> pl.DataFrame:
    rows = desk.read("estimate_pairs", indicators=list(INDICATORS))
    return rows.filter((pl.col("code") == desk.unit.code) & (pl.col("indicator") == indicator_id))


def _gap(row: dict[str, Any]) -> Decimal | None:
    return difference_pp(row["estimated"], row["fed_back"], 1)


def _row(desk: Desk, code: str, row: dict[str, Any]) -> FigureRow:
    by_period = code == row["period"]
    return FigureRow(
        code,
        row["period"] if by_period else indicator(code).name,
        value=row["estimated"],
        base=row["fed_back"],
        change_pp=_gap(row),
        period_used=str(desk.period),
        source_kind="县区上报",
        status="预计",
        missing=None if row["fed_back"] is not None else "not_fed_back",
    )


def _mean(desk: Desk, indicator_id: str, gaps: list[Decimal]) -> FigureRow:
    return FigureRow(
        indicator_id,
        indicator(indicator_id).name,
        value=divide(sum(gaps, Decimal(0)), Decimal(len(gaps))),
        period_used=str(desk.period),
        source_kind="县区上报",
        status="预计",
        n=len(gaps),
    )
