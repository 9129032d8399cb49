"""The tables of the main database (建表): made where missing, widened where they are old."""

from __future__ import annotations

import duckdb

from gxlab.warehouse.tables import names, sql


def ensure_schema(con: duckdb.DuckDBPyConnection) -> None:
    """Create the tables and columns that are not there yet, and the view of active files.

    A main database of an older version lacks what its schema has gained since: the rows stored
    then hold nothing there.
    """
    present = {row[0] for row in con.sql("select table_name from duckdb_tables()").fetchall()}
    for name in names("schema"):
        if name not in present:
            con.execute(sql("schema", name))
    if present:
        _add_columns(con)
    con.execute(sql("resolve", "active_file"))


def create_plain(con: duckdb.DuckDBPyConnection) -> None:
    """All tables without their comments, which take fifteen times as long to write as the tables.

    For a database in memory, whose columns nobody looks up.
    """
    for name in names("schema"):
        con.execute(sql("schema", name).split("\ncomment on ", 1)[0])
    con.execute(sql("resolve", "active_file"))


def _add_columns(con: duckdb.DuckDBPyConnection) -> None:
    described = "select table_name, column_name, data_type from duckdb_columns() where not internal"
    there = {row[:2] for row in con.sql(described).fetchall()}
    with duckdb.connect() as fresh:
        create_plain(fresh)
        wanted = fresh.sql(described).fetchall()
    # The names come from our own schema, no data reaches this text; a view is made anew anyway.
    tables = names("schema")
    for table, column, kind in sorted(w for w in wanted if w[0] in tables and w[:2] not in there):
        con.execute(f'alter table {table} add column "{column}" {kind}')
