"""Checks on a snapshot (核对): every SQL file of ``checks`` returns the rows that fail it.

The first comment of a file gives its severity and one sentence. Nothing is corrected here: what a
check finds is named and goes back to the sender.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Any

import duckdb
import polars as pl

from gxlab.intake.layouts import standard_layouts
from gxlab.reference.indicators import catalogue
from gxlab.warehouse.tables import names, sql

COLUMNS = ("period", "unit", "code", "name", "detail", "file_id", "sheet", "row_no", "col")
_FIRST = re.compile(r"--\s*(error|warning)\s+([^：]+)：(.+)")


@dataclass(frozen=True)
class Check:
    """One check: its name, severity (error or warning), title (名称) and what it means."""

    name: str
    severity: str
    title: str
    meaning: str


@dataclass(frozen=True)
class Finding:
    """A check and the rows that fail it.

    ``rows`` has period, unit, code, name, detail (what was found), path, sheet and cell.
    """

    check: Check
    rows: pl.DataFrame


@cache
def checks() -> tuple[Check, ...]:
    """All checks, by name."""
    return tuple(_described(name) for name in names("checks"))


def run_check(con: duckdb.DuckDBPyConnection, check: Check, period: str | None = None) -> Finding:
    """The rows of the snapshot on ``con`` that fail a check, of one period or of all.

    Rows without a period (lists, memberships) belong to every period.
    """
    found = con.sql(sql("checks", check.name)).pl()
    if period is not None:
        found = found.filter((pl.col("period") == period) | pl.col("period").is_null())
    files = con.sql("select file_id, path from file").pl()
    placed = found.join(files, on="file_id", how="left").with_columns(
        pl.concat_str("col", "row_no").alias("cell")
    )
    told = pl.col("detail").map_elements(_in_words, return_dtype=pl.String)
    placed = placed.with_columns(told.alias("detail"))
    shown = placed.select("period", "unit", "code", "name", "detail", "path", "sheet", "cell")
    return Finding(check, shown.sort(shown.columns, nulls_last=True))


def run_checks(con: duckdb.DuckDBPyConnection, period: str | None = None) -> list[Finding]:
    """Every check on one snapshot (全部核对)."""
    return [run_check(con, check, period) for check in checks()]


def as_json(finding: Finding) -> dict[str, Any]:
    """A finding as ``gxlab check --json`` tells it."""
    check = finding.check
    return {
        "name": check.name,
        "severity": check.severity,
        "title": check.title,
        "meaning": check.meaning,
        "failures": finding.rows.height,
        "rows": finding.rows.to_dicts(),
    }


def _in_words(detail: str) -> str:
    """The finding with the Chinese name of its indicator or form in front."""
    key, colon, rest = detail.partition("：")
    return _words().get(key, key) + colon + rest


@cache
def _words() -> dict[str, str]:
    forms = {layout.name: layout.spec.title for layout in standard_layouts()}
    return {**forms, **{item.id: item.name for item in catalogue().values()}}


def _described(name: str) -> Check:
    found = _FIRST.match(sql("checks", name))
    if not found:
        raise ValueError(f"核对“{name}”的首行应写作“-- warning 名称：说明”。")
    return Check(name, found[1], found[2], found[3].strip())
