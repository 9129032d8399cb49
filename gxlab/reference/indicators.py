"""The catalogue of indicators (指标目录): the only home of user-visible indicator names.

One row of ``lists/indicators.csv`` is one indicator: id, 名称, 口径, unit of measure, kind,
direction, decimals, whether a January exists, publication lag, readings that occur, and whether
an aggregate of it may leave the bureau. Units of measure are those below the page (万元, 户, 人,
万千瓦时, %); only ``numbers`` turns 万元 into 亿元.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Literal, cast

Kind = Literal["flow", "stock", "rate", "ratio", "count"]
Direction = Literal["up", "down", "none"]
OverTime = Literal["", "annual", "days"]


class UnknownIndicator(ValueError):
    """The indicator is not in the catalogue (未知指标)."""


@dataclass(frozen=True)
class Indicator:
    """One indicator (指标).

    ``direction``: "up" where more is better, "down" where less is, "none" where neither; ranks
    follow it. ``change`` is the unit in which a change of a rate or ratio is told (百分点, 元, 天).
    ``numerator``/``denominator``/``scale`` define a ratio: Σ numerator ÷ Σ denominator × scale.
    ``over_time``: a flow of 1—N月 against a stock is brought to a year ("annual", × 12 ÷ N) or
    the stock to days of turnover ("days", × N ÷ 12). ``real_growth``: its growth is at constant
    prices and fed back; levels at current prices, and firms' sums, never give it.
    """

    id: str
    name: str
    unit_of_measure: str
    kind: Kind
    direction: Direction
    decimals: int
    has_january: bool
    lag_months: int
    readings: tuple[str, ...]
    publishable: bool
    numerator: str | None
    denominator: str | None
    scale: int
    change: str
    over_time: OverTime
    real_growth: bool
    definition: str

    @property
    def is_rate(self) -> bool:
        """Rates and ratios change by percentage points (百分点), never by percent."""
        return self.kind in ("rate", "ratio")

    @property
    def is_money(self) -> bool:
        """Money is held in 万元 and printed in 亿元 or 万元."""
        return self.unit_of_measure == "万元"


@cache
def catalogue() -> dict[str, Indicator]:
    """All indicators by id, in the catalogue's order."""
    text = files("gxlab.reference").joinpath("lists/indicators.csv").read_text(encoding="utf-8")
    return {row["id"]: _indicator(row) for row in csv.DictReader(text.splitlines())}


def indicator(indicator_id: str) -> Indicator:
    """The indicator with this id.

    >>> indicator("revenue").name
    '营业收入'
    """
    try:
        return catalogue()[indicator_id]
    except KeyError:
        raise UnknownIndicator(
            f"指标“{indicator_id}”不在指标目录中，请用 gxlab indicators 查看全部指标。"
        ) from None


def growth_indicator(indicator_id: str) -> str | None:
    """The id of the fed-back rate that stands beside a level (增速指标), if there is one.

    >>> growth_indicator("renovation_investment")
    'renovation_investment_growth'
    """
    candidate = f"{indicator_id}_growth"
    return candidate if candidate in catalogue() else None


def _indicator(row: dict[str, str]) -> Indicator:
    return Indicator(
        id=row["id"],
        name=row["name"],
        unit_of_measure=row["unit_of_measure"],
        kind=cast(Kind, row["kind"]),
        direction=cast(Direction, row["direction"]),
        decimals=int(row["decimals"]),
        has_january=row["has_january"] == "yes",
        lag_months=int(row["lag_months"]),
        readings=tuple(row["readings"].split("|")),
        publishable=row["publishable"] == "yes",
        numerator=row["numerator"] or None,
        denominator=row["denominator"] or None,
        scale=int(row["scale"] or 1),
        change=row["change"],
        over_time=cast(OverTime, row["over_time"]),
        real_growth=row["growth"] == "fed_back",
        definition=row["definition"],
    )
