"""What protection works on (保护对象): a release before and after it, and the rules it follows."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

import polars as pl

MONEY = pl.Decimal(18, 6)

PRINTED, PRIMARY, SECONDARY, KEPT = "printed", "primary", "secondary", "kept"

GROUPS = {
    "indicator_set": pl.String,
    "unit": pl.String,
    "by": pl.String,
    "code": pl.String,
    "enterprise": pl.String,
}
READINGS = {
    "indicator": pl.String,
    "span": pl.String,
    "enterprise": pl.String,
    "holding": pl.String,
    "value": MONEY,
    "base": MONEY,
    "waived": pl.Boolean,
}
WANTED = {
    "indicator": pl.String,
    "span": pl.String,
    "unit": pl.String,
    "by": pl.String,
    "code": pl.String,
    "level": pl.Int64,
}
FIGURES = {
    "ref": pl.String,
    "indicator": pl.String,
    "unit": pl.String,
    "by": pl.String,
    "code": pl.String,
    "span": pl.String,
    "period": pl.String,
    "statistic": pl.String,
    "number": pl.String,
    "half": pl.String,
    "unit_of_measure": pl.String,
    "text": pl.String,
    "status": pl.String,
}
CELL = ("indicator", "span", "unit", "by", "code")

# Which groups an indicator is added up by.
SET_OF = {"ledger_investment": "ledger"}
FIRM = "firm"
# Indicators whose readings may be negative: no lower bound is known to anyone.
SIGNED = frozenset({"profit"})
# A figure printed in one of these is this many 万元 (人, 户).
FACTOR = {"亿元": Decimal(10_000), "万元": Decimal(1), "千元": Decimal("0.1")}


@dataclass(frozen=True)
class Gathered:
    """What a release is made of (归集), before protection.

    ``groups``: who stands behind a group (:data:`GROUPS`), distinct; ``by`` "" is the unit's total.
    ``readings``: one row a firm, indicator and span (:data:`READINGS`), 万元; ``base`` only where
    the firm counts in the growth; null ``value``: none. ``wanted``: every cell that pages would
    print (:data:`WANTED`); ``level`` 0 the city's total, 1 a unit's, 2 city × grouping, 3 unit ×
    grouping, 4 finer: the higher, the sooner it is given up.
    """

    period: str
    groups: pl.DataFrame
    readings: pl.DataFrame
    wanted: pl.DataFrame


@dataclass(frozen=True)
class Released:
    """A release as it left, or the draft of one: its data and its printed figures.

    ``figures`` (:data:`FIGURES`): ``number`` and ``half`` (half a unit of the last printed digit)
    are decimal text in ``unit_of_measure``; ``status`` is printed or suppressed.
    """

    data: Gathered
    figures: pl.DataFrame


@dataclass(frozen=True)
class Rules:
    """Thresholds of protection (保护规则): dated reference data of the office.

    ``min_frequency``: fewer holdings than this make a cell sensitive. ``p_percent``: a cell is
    sensitive where the second largest could know the largest closer than this; never printed.
    ``forced``: cells (indicator or "", unit, by, code) that are sensitive by order.
    """

    min_frequency: int = 3
    p_percent: Decimal = Decimal(10)
    forced: frozenset[tuple[str, str, str, str]] = frozenset()


def set_of(indicator: str) -> str:
    """The set of groups an indicator is added up by.

    >>> set_of("revenue"), set_of("ledger_investment")
    ('firm', 'ledger')
    """
    return SET_OF.get(indicator, FIRM)
