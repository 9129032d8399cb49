"""Random linked tables for tests of protection: firms with unit, cluster and industry."""

from __future__ import annotations

import itertools
import random
from collections.abc import Sequence
from decimal import Decimal

import polars as pl

from gxlab.disclosure.model import FIGURES, GROUPS, READINGS, WANTED, Gathered, Released
from gxlab.reference.numbers import round_half_away

CITY = "01"


def gathered(
    rng: random.Random,
    *,
    firms: int = 60,
    codes: Sequence[int] = (5, 6),
    period: str = "2026-05",
    indicators: Sequence[str] = ("revenue",),
    linked: bool = True,
    spread: float = 1.6,
) -> Gathered:
    """Firms in units of a city and in one code of every grouping; every pairing with the unit.

    ``codes``: how many units, then how many codes each grouping has; ``linked``: groupings are
    crossed with units, otherwise only the city has them.
    """
    units = [f"01{n:02d}" for n in range(codes[0])]
    rows, readings = [], []
    for number in range(firms):
        firm = f"E{number:04d}"
        unit = rng.choice(units)
        places = [(unit, "", ""), (CITY, "", "")]
        for grouping, count in enumerate(codes[1:]):
            by, code = f"by{grouping}", f"c{min(rng.randrange(count), rng.randrange(count)):02d}"
            places += [(CITY, by, code), *([(unit, by, code)] if linked else [])]
        rows += [("firm", *place, firm) for place in places]
        holding = firm if rng.random() > 0.05 else f"H{rng.randrange(3)}"
        for indicator in indicators:
            value = round_half_away(Decimal(rng.lognormvariate(8, spread)), 2)
            base = round_half_away(value * Decimal(rng.uniform(0.7, 1.3)), 2)
            readings.append((indicator, "ytd", firm, holding, value, base, False))
    groups = pl.DataFrame(rows, schema=GROUPS, orient="row").unique().sort(list(GROUPS))
    return Gathered(
        period,
        groups,
        pl.DataFrame(readings, schema=READINGS, orient="row"),
        wanted(groups, indicators),
    )


def wanted(
    groups: pl.DataFrame, indicators: Sequence[str], spans: Sequence[str] = ("ytd",)
) -> pl.DataFrame:
    """Every group as a cell of every indicator; the city's total first, crossings last."""
    places = groups.select("unit", "by", "code").unique().sort("unit", "by", "code").rows()
    rows = [
        (i, s, unit, by, code, (0 if not by else 2) + (unit != CITY))
        for i, s, (unit, by, code) in itertools.product(indicators, spans, places)
    ]
    return pl.DataFrame(rows, schema=WANTED, orient="row")


def released(data: Gathered, printed: pl.DataFrame, *, decimals: int = 2) -> Released:
    """A release with value, growth and share of every cell whose status is printed."""
    sums = (
        data.groups.join(data.readings, on="enterprise")
        .filter(pl.col("value").is_not_null())
        .group_by("indicator", "span", "unit", "by", "code")
        .agg(
            pl.col("value").cast(pl.Decimal(38, 6)).sum(),
            pl.col("value")
            .filter(pl.col("base").is_not_null())
            .cast(pl.Decimal(38, 6))
            .sum()
            .alias("compared"),
            pl.col("base").cast(pl.Decimal(38, 6)).sum(),
        )
    )
    cells = {r[:5]: r[5:] for r in sums.iter_rows()}
    rows = []
    columns = ("indicator", "span", "unit", "by", "code")
    kept = set(printed.filter(pl.col("status") == "printed").select(columns).iter_rows())
    for row in printed.to_dicts():
        key = tuple(row[k] for k in columns)
        if row["status"] != "printed" or key not in cells:
            continue
        value, compared, base = cells[key]
        total = cells[(*key[:3], "", "")][0]
        told = {"value": (value / 10_000, decimals, "亿元")}
        if base > 0 and row.get("growth", True):
            told["growth_yoy_pct"] = ((compared / base - 1) * 100, 1, "%")
        if key[3] and total > 0 and (*key[:3], "", "") in kept:
            told["share_pct"] = (value / total * 100, 1, "%")
        for statistic, (number, places, unit) in told.items():
            text = str(round_half_away(number, places))
            half = str(Decimal(5).scaleb(-places - 1))
            rows.append(
                (
                    *("|".join([*key, statistic]), key[0], *key[2:5], key[1], data.period),
                    *(statistic, text, half, unit, text, "printed"),
                )
            )
    return Released(data, pl.DataFrame(rows, schema=FIGURES, orient="row"))
