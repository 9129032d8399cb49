"""Firm rows that figures are summed from (企业行), with the base of each firm as it counts.

Whether the figure of a removed firm stays in last year's base (退库留基数) is a setting per source
(rule parameter exit_base_kept): such a firm then has a row without a value, and its base counts.
"""

from __future__ import annotations

import polars as pl

from gxlab.measures.cells import MONEY, with_basis
from gxlab.measures.register_lineage import lineage
from gxlab.measures.scope import unit_firms
from gxlab.reference.codes import normalise_name
from gxlab.reference.indicators import indicator
from gxlab.warehouse.desk import Desk

DERIVED = {"loss_count": "profit", "enterprise_count": "revenue"}
KEPT = "exit_kept"
"""The basis of a firm that left the register and whose base stays."""


def firm_rows(desk: Desk, indicator_id: str, span: str) -> pl.DataFrame:
    """Firm rows of the unit and period with their basis; columns of the view and ``name``."""
    source = DERIVED.get(indicator_id, indicator_id)
    rows = desk.read("enterprise_fact", indicator=source, period=str(desk.period))
    rows = with_basis(rows.filter(pl.col("span") == span))
    if indicator_id in DERIVED:
        rows = _derived(rows, indicator_id)
    names = desk.read("enterprises").select("enterprise", "name")
    inside = unit_firms(desk, desk.unit.code, rows, desk.period.last_day)
    return desk.uses(inside.join(names, on="enterprise", how="left").sort("enterprise"))


def _derived(rows: pl.DataFrame, indicator_id: str) -> pl.DataFrame:
    """Counts of firms as firm rows: 1 or 0 this year and in the same period of last year.

    A new plant was not there last year: its base of 0 is no firm. Firms that did not report stay
    without a value, as everywhere.
    """
    had_base = pl.col("basis").is_in(["delivered", "own_prior_year"])
    losing = indicator_id == "loss_count"
    reported = pl.col("value").is_not_null()
    flag = pl.when(reported).then(pl.col("value") < 0 if losing else pl.lit(True))
    base = pl.when(reported).then(had_base & (pl.col("base") < 0) if losing else had_base)
    return rows.with_columns(
        flag.cast(pl.Int64).cast(MONEY).alias("value"),
        base.cast(pl.Int64).cast(MONEY).alias("base"),
    )


def summed_rows(desk: Desk, indicator_id: str, span: str) -> pl.DataFrame:
    """The rows a firm sum is made of: the register's firms, and removed ones whose base stays.

    None for 增加值, which the statistics bureau works out: what firms may file is not added up.
    """
    rows = firm_rows(desk, indicator_id, span)
    if indicator(indicator_id).real_growth:
        return rows.clear()
    return pl.concat([rows, kept_exits(desk, indicator_id, span, rows)], how="vertical_relaxed")


def kept_exits(desk: Desk, indicator_id: str, span: str, rows: pl.DataFrame) -> pl.DataFrame:
    """Firms that reported a year ago and are in no register now (退库), with their base kept.

    Columns as ``rows``: no value, ``base`` last year's own figure, basis ``exit_kept``. Empty
    where the source of the rows drops the base. Renamed and merged firms have not left.
    """
    if indicator_id in DERIVED or not keeps_exits(desk, source_of(rows)):
        return rows.clear()
    past = firm_rows(desk.at(period=desk.period.prior_year), indicator_id, span)
    known = lineage(desk, str(desk.period))
    there = desk.read("enterprise_fact", indicator=indicator_id, period=str(desk.period))
    listed = set(there["enterprise"].to_list())
    present = pl.Series([known.current(c) for c in past["enterprise"]], dtype=pl.String)
    past = past.with_columns(present.alias("enterprise"))
    stays = [
        code in listed or code in known.absorbed or normalise_name(name or "") in known.absorbed
        for code, name in past.select("enterprise", "name").iter_rows()
    ]
    gone = past.filter(~pl.Series(stays, dtype=pl.Boolean))
    left = gone.filter(pl.col("value").is_not_null())
    nothing = {name: pl.lit(None, dtype=rows.schema[name]) for name in ("value", "growth_pct")}
    kept = left.with_columns(
        pl.col("value").cast(MONEY).alias("base"),
        pl.col("value").alias("own_prior"),
        pl.lit(KEPT).alias("basis"),
        pl.lit(str(desk.period)).alias("period"),
    )
    return kept.with_columns(**nothing).select(rows.columns)


def keeps_exits(desk: Desk, source_kind: str) -> bool:
    """Whether a source keeps the base of removed firms (exit_base_kept).

    The parameter is yes or no for every source, or names sources: "统计局反馈=yes|企业直报=no";
    a source it does not name drops the base.
    """
    said = desk.policy("exit_base_kept")
    if "=" not in said:
        return said == "yes"
    by_source = dict(part.split("=", 1) for part in said.split("|"))
    return by_source.get(source_kind) == "yes"


def source_of(rows: pl.DataFrame) -> str:
    """The one source the rows come from (来源); the first by name where there are several."""
    found = rows["source_kind"].drop_nulls().unique().sort().to_list()
    return found[0] if found else ""
