"""A main database of an older version gains what its schema has gained (旧主库补列)."""

from __future__ import annotations

import duckdb

from gxlab.warehouse.creation import ensure_schema
from gxlab.warehouse.tables import sql


def test_a_column_that_is_new_is_added_and_old_rows_hold_nothing_there() -> None:
    con = duckdb.connect()
    old = sql("schema", "target").replace("    effective varchar,\n", "")
    con.execute("\n".join(line for line in old.splitlines() if "effective" not in line))
    con.execute(
        "insert into target (unit, indicator, year, tier, kind, target, file_id) "
        "values ('3300', 'output', 2026, '确保', 'level', 900, 1)"
    )
    ensure_schema(con)
    assert con.sql("select target, effective from target").fetchall() == [(900, None)]
    ensure_schema(con)  # and nothing more the second time
    described = [row[0] for row in con.sql("describe target").fetchall()]
    assert described.count("effective") == 1
