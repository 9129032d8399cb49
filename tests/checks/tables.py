"""Small tables typed as text, for one check each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

import polars as pl

from gxlab.warehouse.checking import checks, run_check
from gxlab.warehouse.snapshot import resolve_into
from tests.conftest import CITY, facts, observation, store_of

File = Mapping[str, Any]


def found_by(name: str, *files: File) -> pl.DataFrame:
    """The rows a check finds in a warehouse made of the example city and these files."""
    store = store_of({"unit": list(CITY)}, *files)
    resolve_into(store.con, None)
    store.con.execute("use snap")
    check = next(c for c in checks() if c.name == name)
    return run_check(store.con, check).rows


def firms(rows: str, indicator: str = "revenue", span: str = "ytd") -> File:
    """Direct returns: enterprise period value base."""
    return {"observation": facts(rows, indicator=indicator, span=span), "source_kind": "企业直报"}


def returns(rows: str, indicator: str = "revenue") -> File:
    """The statistics bureau's figures by firm (分企业财务): enterprise period value base."""
    return {**firms(rows, indicator), "status": "反馈", "source_kind": "统计局反馈（分企业）"}


def units(rows: str, indicator: str, status: str = "反馈", subject: str = "unit") -> File:
    """Readings of units: code period value base growth_pct (- = none)."""
    found = []
    for line in rows.strip().splitlines():
        code, period, *numbers = line.split()
        for reading, number in zip(("value", "base", "growth_pct"), numbers, strict=False):
            if number != "-":
                found.append(observation(code, period, reading, number, indicator, "ytd", subject))
    return {"observation": found, "status": status, "source_kind": "统计局反馈"}


def listed(table: str, columns: str, rows: str, **attributes: Any) -> File:
    """Rows of a list: one line a row, columns by place, "-" for none."""
    names = columns.split()
    made = [
        {n: _value(n, v) for n, v in zip(names, line.split(), strict=True)}
        for line in rows.strip().splitlines()
    ]
    return {table: made, **attributes}


def register(rows: str) -> File:
    """The register: enterprise period unit name entered."""
    columns = "enterprise period unit name entered"
    return listed("register", columns, rows)


def together(*files: File) -> File:
    """Several tables of one file."""
    merged: dict[str, Any] = {}
    for file in files:
        for key, value in file.items():
            merged[key] = [*merged.get(key, []), *value] if isinstance(value, list) else value
    return merged


def _value(name: str, text: str) -> Any:
    if text == "-":
        return None
    if name in ("valid_from", "valid_to", "filed_on"):
        return date.fromisoformat(text)
    if name in ("year",):
        return int(text)
    if name.endswith(("_investment", "_cumulative")) or name in (
        "target",
        "annual_plan",
        "plan_q1",
        "plan_h1",
    ):
        return Decimal(text)
    return text


def codes(rows: pl.DataFrame) -> Sequence[str]:
    """The objects found, in order."""
    return rows["code"].to_list()
