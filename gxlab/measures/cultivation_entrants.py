"""What firms new to the register contribute (新进规企业的作用): with a base and without, apart.

The annual batch brings last year's months along as its base; a new plant has none and adds all it
makes to the increment. 拉动 refers to the base of all firms, 贡献率 to their increment.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

import polars as pl

from gxlab.measures import figures as fig
from gxlab.measures.cells import cells
from gxlab.measures.figures import FigureRow
from gxlab.measures.firm_sums import firm_rows
from gxlab.measures.rates import contribution_pct, growth_without
from gxlab.warehouse.desk import Desk

BATCH, PLANT, OLD, ALL, TOTAL = "batch", "plant", "old", "entrants", "total"
NAMES = {
    ALL: "新进规企业",
    BATCH: "年度批次（有基数）",
    PLANT: "月度新建（无基数）",
    OLD: "原有企业",
    TOTAL: "规上工业合计",
}


@dataclass(frozen=True, eq=False)
class Entrants:
    """Firm sums of one indicator by kind of firm (分类汇总); nothing where no firm reported."""

    indicator: str
    rows: Mapping[str, FigureRow]

    @property
    def total(self) -> FigureRow | None:
        """All firms of the register together."""
        return self.rows.get(TOTAL)


def entrants(desk: Desk, indicator_id: str) -> Entrants:
    """新进规 against 原有企业, in the desk's month or, where nothing is in yet, the one before."""
    for period in (desk.period, desk.period.previous):
        at = desk.at(period=period)
        rows = firm_rows(at, indicator_id, "ytd")
        if rows["value"].is_not_null().any():
            return Entrants(indicator_id, _rows(at, rows))
    return Entrants(indicator_id, {})


def contribution(given: Entrants) -> list[FigureRow]:
    """贡献率 (%) of each kind: its increment over that of all firms."""
    total = given.total
    if total is None or total.increment is None:
        return []
    return [
        replace(
            row,
            value=contribution_pct(row.increment, total.increment, total.growth_yoy_pct)
            if row.increment is not None
            else None,
            base=None,
            growth_yoy_pct=None,
            numerator=row.increment,
            denominator=total.increment,
            pull_pp=None,
            share_pct=None,
        )
        for row in given.rows.values()
    ]


def without(given: Entrants) -> FigureRow | None:
    """剔除新进规企业: level and growth of the rest, taken out of value and base alike."""
    total, new = given.total, given.rows.get(ALL)
    if total is None or new is None or total.numerator is None or total.denominator is None:
        return None
    taken = (new.numerator or Decimal(0), new.denominator or Decimal(0))
    growth = growth_without((total.numerator, total.denominator), taken)
    return replace(
        total,
        value=(total.value or Decimal(0)) - (new.value or Decimal(0)),
        base=total.denominator - taken[1],
        growth_yoy_pct=growth,
        numerator=total.numerator - taken[0],
        denominator=total.denominator - taken[1],
        pull_pp=None,
        share_pct=None,
    )


def _rows(desk: Desk, firms: pl.DataFrame) -> dict[str, FigureRow]:
    year = str(desk.period.year)
    this_year = (pl.col("entered").str.slice(0, 4) == year).fill_null(False)
    monthly = (pl.col("door") == "月度").fill_null(False)
    kind = (
        pl.when(this_year & monthly)
        .then(pl.lit(PLANT))
        .when(this_year)
        .then(pl.lit(BATCH))
        .otherwise(pl.lit(OLD))
    )
    marked = firms.with_columns(kind.alias("kind"))
    new = marked.filter(pl.col("kind") != OLD)
    total = _sum(desk, TOTAL, marked)
    found = {k: _sum(desk, k, marked.filter(pl.col("kind") == k)) for k in (BATCH, PLANT)}
    found[ALL] = _sum(desk, ALL, new)
    if found[PLANT].value is not None:
        # Part of it has no base: increment and pull are told, a growth rate would be nonsense.
        found[ALL] = replace(found[ALL], growth_yoy_pct=None)
    found[OLD] = _sum(desk, OLD, marked.filter(pl.col("kind") == OLD))
    parts = {
        k: fig.with_parts([row], total)[0] for k, row in found.items() if row.value is not None
    }
    return {**parts, TOTAL: total}


def _sum(desk: Desk, code: str, rows: pl.DataFrame) -> FigureRow:
    if not rows["value"].is_not_null().any():
        return FigureRow(code, NAMES[code], period_used=str(desk.period), missing="no_data")
    cell = cells(rows, ["span"]).to_dicts()[0]
    return fig.from_cell(cell, code=code, name=NAMES[code], period=str(desk.period))
