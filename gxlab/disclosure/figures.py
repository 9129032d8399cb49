"""Printed figures of a release (印出的数): value, growth, share, place, count, all rounded.

Nothing finer leaves: money as 亿元 with two decimals, rates with one. A suppressed cell reads
``*`` in every statistic it could have, whether it has that statistic or not.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import polars as pl

from gxlab.disclosure.gather import STATISTICS
from gxlab.disclosure.model import CELL, FIGURES, PRINTED, Gathered, set_of
from gxlab.measures.rates import share_pct
from gxlab.reference.indicators import indicator
from gxlab.reference.numbers import format_number, growth_pct, round_half_away

SUPPRESSED = "suppressed"
MARK = "*"
_DECIMALS = {"value": 2, "growth_yoy_pct": 1, "share_pct": 1, "rank": 0, "n": 0}

Cell = tuple[str, str, str, str, str]
"""Indicator, span, unit, by, code."""


@dataclass(frozen=True)
class Sums:
    """A cell added up, 万元: all that reported, and the pair behind its growth (可比口径)."""

    value: Decimal
    compared: Decimal
    base: Decimal
    n: int
    n_compared: int

    @property
    def growth(self) -> Decimal | None:
        return growth_pct(self.compared, self.base) if self.n_compared else None


def sums(data: Gathered) -> dict[Cell, Sums]:
    """The cells of a release from the readings of the firms behind them."""
    sets = {name: set_of(name) for name in data.wanted["indicator"].unique()}
    wanted = data.wanted.with_columns(
        pl.col("indicator").replace_strict(sets, return_dtype=pl.String).alias("indicator_set")
    )
    rows = wanted.join(data.groups, on=["indicator_set", "unit", "by", "code"]).join(
        data.readings, on=["indicator", "span", "enterprise"]
    )
    value, base = pl.col("value"), pl.col("base")
    pair = base.is_not_null()
    exact = pl.Decimal(38, 6)
    added = rows.group_by(CELL).agg(
        value.cast(exact).sum().alias("value"),
        value.cast(exact).filter(pair).sum().alias("compared"),
        base.cast(exact).sum().alias("base"),
        value.is_not_null().sum().alias("n"),
        (pair & value.is_not_null()).sum().alias("n_compared"),
    )
    return {row[:5]: Sums(*row[5:]) for row in added.sort(CELL).iter_rows()}


def printed_figures(data: Gathered, pattern: pl.DataFrame, placed: Collection[str]) -> pl.DataFrame:
    """Every figure the pages of a release print (:data:`FIGURES`), in a fixed order.

    ``pattern``: ``wanted`` with ``status``; only ``printed`` is printed. ``placed``: the units that
    have a place among each other (县区).
    """
    cells = sums(data)
    kept = {row[:5] for row in pattern.filter(pl.col("status") == PRINTED).select(CELL).iter_rows()}
    with_growth = kept - _without_growth(pattern)
    growth = {cell: _shown(cells[cell].growth) for cell in with_growth}
    ranks = _ranks(growth, placed)
    rows = []
    for cell in (row[:5] for row in pattern.select(CELL).sort(CELL).iter_rows()):
        for statistic in _statistics(cell, placed):
            number = _number(cell, statistic, cells, kept, growth, ranks)
            if cell in kept and number is None:
                continue
            shown = number if cell in kept and number != MARK else None
            rows.append(_row(cell, statistic, data.period, shown))
    return pl.DataFrame(rows, schema=FIGURES, orient="row")


def ref_of(cell: Cell, period: str, statistic: str) -> str:
    """The coordinate ``indicator|unit|period|span|statistic[|by=code]`` of a figure."""
    name, span, unit, by, code = cell
    parts = [name, unit, period, span, statistic]
    return "|".join([*parts, f"{by}={code}"] if by else parts)


def _statistics(cell: Cell, placed: Collection[str]) -> list[str]:
    name, span, unit, by, _ = cell
    found = STATISTICS[name, span, by]
    return [s for s in found if s != "rank" or by or unit in placed]


def _number(
    cell: Cell,
    statistic: str,
    cells: Mapping[Cell, Sums],
    kept: Collection[Cell],
    growth: Mapping[Cell, Decimal | None],
    ranks: Mapping[Cell, int],
) -> Decimal | str | None:
    """The number as printed; None where the cell has no such statistic."""
    if cell not in kept:
        return None
    one = cells[cell]
    if statistic == "value":
        return round_half_away(one.value.scaleb(-4), 2)
    if statistic in ("growth_yoy_pct", "rank") and cell not in growth:
        return MARK  # the level may be told, the base behind the growth not
    if statistic == "growth_yoy_pct":
        return growth[cell]
    if statistic == "rank":
        place = ranks.get(cell)
        return None if place is None else Decimal(place)
    if statistic == "n":
        return Decimal(one.n)
    whole: Cell = (cell[0], cell[1], cell[2], "", "")
    if whole not in kept:
        return MARK  # a share of what is not printed would tell it
    return _shown(share_pct(one.value, cells[whole].value))


def _without_growth(pattern: pl.DataFrame) -> set[Cell]:
    """Cells of which the level is printed and the growth is not."""
    if "growth" not in pattern.columns:
        return set()
    return {row[:5] for row in pattern.filter(~pl.col("growth")).select(CELL).iter_rows()}


def _shown(rate: Decimal | None) -> Decimal | None:
    return None if rate is None else round_half_away(rate, 1)


def _ranks(growth: Mapping[Cell, Decimal | None], placed: Collection[str]) -> dict[Cell, int]:
    """Places by growth as printed, ties alike, among the cells printed side by side."""
    groups: dict[tuple[str, ...], list[tuple[Cell, Decimal]]] = defaultdict(list)
    for cell, rate in growth.items():
        name, span, unit, by, _ = cell
        if rate is None or "rank" not in _statistics(cell, placed):
            continue
        groups[(name, span, by, unit if by else "")].append((cell, rate))
    return {
        cell: 1 + sum(other > rate for _, other in group)
        for group in groups.values()
        for cell, rate in group
    }


def _row(cell: Cell, statistic: str, period: str, number: Decimal | str | None) -> dict[str, Any]:
    name, span, unit, by, code = cell
    at = {
        "ref": ref_of(cell, period, statistic),
        "indicator": name,
        "unit": unit,
        "by": by,
        "code": code,
        "span": span,
        "period": period,
        "statistic": statistic,
        "unit_of_measure": _measure(name, statistic),
    }
    if not isinstance(number, Decimal):
        return {**at, "number": None, "half": None, "text": MARK, "status": SUPPRESSED}
    decimals = _DECIMALS[statistic]
    half = Decimal(0) if statistic in ("rank", "n") else Decimal(5).scaleb(-decimals - 1)
    text = format_number(number, decimals)
    return {**at, "number": str(number), "half": str(half), "text": text, "status": PRINTED}


def _measure(name: str, statistic: str) -> str:
    if statistic == "value":
        return "亿元" if indicator(name).is_money else indicator(name).unit_of_measure
    if statistic == "n":
        return "户" if set_of(name) == "firm" else "个"
    return "" if statistic == "rank" else "%"
