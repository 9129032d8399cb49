"""归集: what a release is made of, taken from a snapshot as the internal pages take it.

Every cell is a sum over firms (企业汇总) or over projects of the bureau's own ledger, at exactly
the release's period: a reading of an earlier month belongs to that month's release.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import polars as pl

from gxlab.disclosure.gather_ledger import LEDGER_INDICATOR, ledger_groups, ledger_readings
from gxlab.disclosure.holdings import holdings, waived
from gxlab.disclosure.model import FIRM, GROUPS, MONEY, READINGS, WANTED, Gathered, set_of
from gxlab.measures import clusters
from gxlab.measures.firm_sums import summed_rows
from gxlab.reference.industries import division_of
from gxlab.reference.territory import Unit
from gxlab.warehouse.desk import Desk

_LEVEL = ("value", "growth_yoy_pct")
# What pages print: indicator, span, what it is added up by ("" = the unit's total) → statistics.
STATISTICS: Mapping[tuple[str, str, str], tuple[str, ...]] = {
    ("revenue", "ytd", ""): (*_LEVEL, "rank", "n"),
    ("revenue", "ytd", "clusters"): (*_LEVEL, "share_pct", "n"),
    ("revenue", "ytd", "cluster"): (*_LEVEL, "share_pct", "rank", "n"),
    ("revenue", "ytd", "segment"): (*_LEVEL, "share_pct", "n"),
    ("revenue", "ytd", "industry"): _LEVEL,
    ("output", "ytd", ""): (*_LEVEL, "rank", "n"),
    ("output", "ytd", "industry"): (*_LEVEL, "share_pct", "rank", "n"),
    ("output", "month", ""): (*_LEVEL, "n"),
    ("output", "month", "industry"): _LEVEL,
    ("profit", "ytd", ""): (*_LEVEL, "n"),
    (LEDGER_INDICATOR, "ytd", ""): ("value", "n"),
    (LEDGER_INDICATOR, "ytd", "category"): ("value", "share_pct", "n"),
}
SUMMED = tuple(dict.fromkeys((name, span) for name, span, _ in STATISTICS))
"""Indicators and spans in the order above."""
CLUSTERS = ("clusters", "all")
"""All clusters of the list together, each firm once (集群合计)."""
_TOTALS = ("", "clusters")


def released_units(desk: Desk) -> tuple[Unit, ...]:
    """The units a release is made for: the city, its counties and its zones."""
    return tuple(u for u in desk.units.units if u.kind != "town")


def gathered(desk: Desk) -> Gathered:
    """The release of the desk's period, for all units; see :class:`Gathered`."""
    root = desk.at(unit=desk.units.root.code)
    codes = [root.unit.code, *(u.code for u in released_units(desk) if u != root.unit)]
    found = [_of_unit(root.at(unit=code)) for code in codes]
    readings = pl.concat([ledger_readings(root), *(r for r, _ in found)], how="diagonal_relaxed")
    readings = _finished(root, readings)
    groups = pl.concat([g for _, g in found]).unique().sort(list(GROUPS))
    present = readings.select(
        pl.col("indicator").replace_strict(_sets(), return_dtype=pl.String).alias("indicator_set"),
        "enterprise",
    )
    groups = groups.join(present.unique(), on=["indicator_set", "enterprise"], how="semi")
    return Gathered(str(desk.period), groups, readings, _wanted(groups, readings, root.unit.code))


def _of_unit(desk: Desk) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Readings and groups of one unit; readings without holding and waiver yet."""
    parts = [_reading_rows(desk, name, span) for name, span in SUMMED if set_of(name) == FIRM]
    rows = pl.concat(parts)
    firms = rows.select("enterprise", "industry").drop_nulls("enterprise").unique()
    groups = [
        _group(desk, FIRM, "", firms.select(pl.lit("").alias("code"), "enterprise")),
        _group(desk, FIRM, "industry", _by_industry(firms)),
        *(_group(desk, FIRM, by, frame) for by, frame in _by_cluster(desk)),
        *(_group(desk, "ledger", by, frame) for by, frame in ledger_groups(desk)),
    ]
    return rows.drop("industry"), pl.concat(groups)


def _reading_rows(desk: Desk, name: str, span: str) -> pl.DataFrame:
    rows = summed_rows(desk, name, span)
    return rows.select(
        pl.lit(name).alias("indicator"),
        pl.lit(span).alias("span"),
        "enterprise",
        pl.col("value").cast(MONEY),
        pl.col("base").cast(MONEY),
        pl.col("industry").cast(pl.String),
    )


def _by_industry(firms: pl.DataFrame) -> pl.DataFrame:
    divisions = pl.col("industry").map_elements(division_of, return_dtype=pl.String)
    return firms.select(divisions.alias("code"), "enterprise").drop_nulls()


def _by_cluster(desk: Desk) -> Iterator[tuple[str, pl.DataFrame]]:
    """Members by cluster, by segment, and all of them; removed ones where they stood."""
    given = clusters.edition_at(desk)
    members = pl.concat([given.members, clusters.kept_members(given)], how="vertical_relaxed")
    segment = pl.concat_str("cluster", pl.lit("/"), "segment")
    yield "cluster", members.select(pl.col("cluster").alias("code"), "enterprise")
    yield "segment", members.select(segment.alias("code"), "enterprise").drop_nulls()
    yield CLUSTERS[0], members.select(pl.lit(CLUSTERS[1]).alias("code"), "enterprise")


def _group(desk: Desk, indicator_set: str, by: str, frame: pl.DataFrame) -> pl.DataFrame:
    return frame.select(
        pl.lit(indicator_set).alias("indicator_set"),
        pl.lit(desk.unit.code).alias("unit"),
        pl.lit(by).alias("by"),
        pl.col("code").cast(pl.String),
        pl.col("enterprise").cast(pl.String),
    )


def _finished(desk: Desk, readings: pl.DataFrame) -> pl.DataFrame:
    """One row a firm, indicator and span, with whose it is and whether it may be shown."""
    told = readings.filter(pl.col("value").is_not_null() | pl.col("base").is_not_null())
    once = told.unique(["indicator", "span", "enterprise"], keep="first", maintain_order=True)
    owner = pl.col("holding") if "holding" in once.columns else pl.lit(None, dtype=pl.String)
    asked = once.with_columns(owner.fill_null(pl.col("enterprise")).alias("firm"))
    known = holdings(desk)
    free = waived(desk)
    return (
        asked.with_columns(
            pl.col("firm").replace(known).alias("holding"),
            pl.col("firm").is_in(sorted(free)).alias("waived"),
        )
        .select(list(READINGS))
        .cast(READINGS)  # type: ignore[arg-type]
        .sort("indicator", "span", "enterprise")
    )


def _wanted(groups: pl.DataFrame, readings: pl.DataFrame, root: str) -> pl.DataFrame:
    """Every cell in which some firm has a reading."""
    told = readings.filter(pl.col("value").is_not_null())
    found = [pl.DataFrame(schema=WANTED)]
    for name, span in SUMMED:
        grouped = [by for indicator, at, by in STATISTICS if (indicator, at) == (name, span)]
        firms = told.filter((pl.col("indicator") == name) & (pl.col("span") == span))
        cells = groups.filter(
            (pl.col("indicator_set") == set_of(name)) & pl.col("by").is_in(grouped)
        ).join(firms.select("enterprise"), on="enterprise", how="semi")
        found.append(
            cells.select(
                pl.lit(name).alias("indicator"),
                pl.lit(span).alias("span"),
                "unit",
                "by",
                "code",
                _level(root).alias("level"),
            ).unique()
        )
    return pl.concat(found).sort("indicator", "span", "level", "unit", "by", "code")


def _level(root: str) -> pl.Expr:
    city = pl.col("unit") == root
    whole = pl.col("by").is_in(_TOTALS)
    level = (
        pl.when(pl.col("by") == "segment")
        .then(4)
        .when(whole)
        .then(pl.when(city).then(0).otherwise(1))
        .otherwise(pl.when(city).then(2).otherwise(3))
    )
    return level.cast(pl.Int64)


def _sets() -> dict[str, str]:
    return {name: set_of(name) for name, _ in SUMMED}
