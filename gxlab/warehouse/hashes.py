"""What a table holds, in one number (表摘要): equal rows give it, whatever their order.

Two kinds. The quick one stands in the ledger with every batch; it is DuckDB's own hash and compares
within one version of DuckDB. The lasting one goes with Parquet files and depends on the text of
the values alone. A column that holds nothing counts for nothing in either, so that a table widened
by a later version keeps its hash.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

import duckdb

# What the intake notes for its own use, and may note anew without a batch.
_NOT_CONTENT = {("file", "layout_digest")}
_COLUMNS = """
select table_name, list(column_name order by column_name)
from duckdb_columns()
where database_name = current_database() and schema_name = 'main' and not internal
    and table_name in (
        select table_name from duckdb_tables() where database_name = current_database()
    )
group by all order by all
"""


def quick_hashes(con: duckdb.DuckDBPyConnection) -> dict[str, str]:
    """Every table of a database by its quick hash (台账表摘要): "rows:sum", the sum in base 16."""
    return _hashes(con, _quick)


def lasting_hashes(con: duckdb.DuckDBPyConnection) -> dict[str, str]:
    """Every table of a database by its lasting hash (留存表摘要)."""
    return _hashes(con, _lasting)


def differences(expected: Mapping[str, str], found: Mapping[str, str]) -> tuple[str, ...]:
    """One sentence a table whose hash is not the expected one; a table nobody knew counts empty."""
    told = []
    for name in sorted({*expected, *found}):
        was, now = expected.get(name, _EMPTY), found.get(name, _EMPTY)
        if was == now:
            continue
        rows, there = was.partition(":")[0], now.partition(":")[0]
        same = f"行数同为{rows}行，内容不同" if rows == there else f"应有{rows}行，实有{there}行"
        told.append(f"表 {name} {same}。")
    return tuple(told)


_EMPTY = "0:0"


def _hashes(con: duckdb.DuckDBPyConnection, of_row: Callable[[list[str]], str]) -> dict[str, str]:
    asked = []
    for table, columns in con.sql(_COLUMNS).fetchall():
        kept = [column for column in columns if (table, column) not in _NOT_CONTENT]
        # Names of our own tables and columns; no data reaches this text.
        row = of_row([f'"{column}"' for column in kept])
        asked.append(f"select '{table}', count(*), {row} from \"{table}\"")
    if not asked:
        return {}
    rows = con.execute(" union all ".join(asked)).fetchall()
    return {table: f"{count}:{int(total or 0):x}" for table, count, total in sorted(rows)}


def rows_of(told: Mapping[str, str]) -> dict[str, int]:
    """Rows per table, as the hashes tell them (行数)."""
    return {table: int(one.partition(":")[0]) for table, one in told.items()}


def _quick(columns: list[str]) -> str:
    mixed = "0::ubigint"
    for column in columns:
        named = column.replace('"', "'")
        value = f"case when {column} is null then 0::ubigint else hash({named}, {column}) end"
        mixed = f"xor({mixed}, {value})"
    return f"sum(hash({mixed}))"


def _lasting(columns: list[str]) -> str:
    parts = ", ".join(f"{c.replace(chr(34), chr(39))} || '=' || {c}::varchar" for c in columns)
    return f"sum((md5_number(concat_ws(chr(31), {parts})) >> 32)::hugeint)"
