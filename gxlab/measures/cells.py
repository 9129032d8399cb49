"""Cells (单元格): firm rows added up once, so that every later figure is a function of cells.

A cell is indicator × period × span × unit × grouping × code. It carries exact sums, how many
firms stand behind each, what had to leave the growth and why, and the two largest contributors.
A unit's cell is a sum over distinct firms, never over lower units.
"""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

MONEY = pl.Decimal(38, 6)

Basis = ("delivered", "own_prior_year", "new", "exit_kept", "base_missing", "not_reported")
ABSENT = ("not_reported", "exit_kept")
"""Firms that reported nothing: silent ones, and removed ones of which only the base counts."""


def with_basis(firms: pl.DataFrame) -> pl.DataFrame:
    """Adds ``base`` as used and ``basis`` (基数来源) to firm rows.

    ``firms`` as the view ``enterprise_fact`` gives them. The base delivered in the row is the
    base (随表上年同期). Where the source declares it delivers none, the firm's own reading a year
    earlier. A null base counts as 0 only for a plant that entered by the monthly door this year;
    any other is ``base_missing`` and leaves value and base of the growth alike.
    """
    entered_this_year = pl.col("entered").str.slice(0, 4) == pl.col("period").str.slice(0, 4)
    is_new = ((pl.col("door") == "月度") & entered_this_year).fill_null(False)
    own = (pl.col("basis") == "own_prior_year").fill_null(False) & ~pl.col("base_delivered")
    basis = (
        pl.when(pl.col("value").is_null())
        .then(pl.lit("not_reported"))
        .when(pl.col("base").is_not_null())
        .then(
            pl.when(is_new & (pl.col("base") == 0))
            .then(pl.lit("new"))
            .otherwise(pl.lit("delivered"))
        )
        .when(own & pl.col("own_prior").is_not_null())
        .then(pl.lit("own_prior_year"))
        .when(is_new)
        .then(pl.lit("new"))
        .otherwise(pl.lit("base_missing"))
    )
    used = (
        pl.when(pl.col("basis_used") == "delivered")
        .then(pl.col("base"))
        .when(pl.col("basis_used") == "own_prior_year")
        .then(pl.col("own_prior"))
        .when(pl.col("basis_used") == "new")
        .then(pl.lit(0).cast(MONEY))
        .otherwise(None)
    )
    marked = firms.with_columns(basis.alias("basis_used"))
    return marked.with_columns(used.cast(MONEY).alias("base"), pl.col("basis_used").alias("basis"))


def cells(firms: pl.DataFrame, keys: Sequence[str]) -> pl.DataFrame:
    """Firm rows with basis, added up by ``keys``.

    Columns: keys, value, value_compared, base_compared, value_new, value_base_missing,
    base_not_reported, n, n_compared, n_new, n_base_missing, n_not_reported, n_growing,
    n_negative, n_negative_base, largest, second. Money in 万元, sorted by keys.
    """
    basis = pl.col("basis")
    compared = basis.is_in(["delivered", "own_prior_year", "new", "exit_kept"])
    present = ~basis.is_in(ABSENT)
    value = pl.col("value").cast(MONEY)
    return (
        firms.group_by(keys)
        .agg(
            value.sum().alias("value"),
            value.filter(compared).sum().alias("value_compared"),
            pl.col("base").filter(compared).sum().alias("base_compared"),
            value.filter(basis == "new").sum().alias("value_new"),
            value.filter(basis == "base_missing").sum().alias("value_base_missing"),
            pl.col("own_prior")
            .cast(MONEY)
            .filter(basis == "not_reported")
            .sum()
            .alias("base_not_reported"),
            present.sum().cast(pl.Int64).alias("n"),
            (compared & present).sum().cast(pl.Int64).alias("n_compared"),
            (basis == "new").sum().cast(pl.Int64).alias("n_new"),
            (basis == "base_missing").sum().cast(pl.Int64).alias("n_base_missing"),
            (basis == "not_reported").sum().cast(pl.Int64).alias("n_not_reported"),
            (compared & (pl.col("value") > pl.col("base"))).sum().cast(pl.Int64).alias("n_growing"),
            (pl.col("value") < 0).sum().cast(pl.Int64).alias("n_negative"),
            (compared & present & (pl.col("base") < 0))
            .sum()
            .cast(pl.Int64)
            .alias("n_negative_base"),
            value.abs().max().alias("largest"),
            value.abs().sort(descending=True).slice(1, 1).first().alias("second"),
            pl.col("status").drop_nulls().min().alias("status"),
            pl.col("source_kind").drop_nulls().min().alias("source_kind"),
            (basis == "own_prior_year").any().alias("own_prior_year"),
        )
        .sort(keys)
    )
