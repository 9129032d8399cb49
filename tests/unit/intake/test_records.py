"""The tables intake fills are the warehouse's tables, column by column."""

from __future__ import annotations

import re
from pathlib import Path

import polars as pl
import pytest

from gxlab.intake.records import RECORDS

SCHEMA = Path(__file__).parents[3] / "gxlab" / "warehouse" / "schema"
TYPES = {
    "varchar": pl.String, "date": pl.Date, "boolean": pl.Boolean, "integer": pl.Int32,
    "decimal(18,6)": pl.Decimal(18, 6),
}  # fmt: skip


@pytest.mark.parametrize("name", sorted(RECORDS))
def test_columns_types_and_required(name: str) -> None:
    lines = re.findall(
        r"^    (\w+) ([\w(),]+?)(?: default .*?)?( not null| primary key)?,?$",
        (SCHEMA / f"{name}.sql").read_text(encoding="utf-8"),
        re.MULTILINE,
    )
    own = [line for line in lines if line[0] not in ("file_id", "sheet", "row_no")]
    record = RECORDS[name]
    assert dict(record.columns) == {column: TYPES[kind] for column, kind, _ in own}
    assert set(record.required) == {column for column, _, filled in own if filled}
    assert set(record.key) <= set(record.columns)
