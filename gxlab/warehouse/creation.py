"""The tables of the main database (建表): made where missing, widened where they are old.

What an older version has written is widened on a copy, which is compared and then takes its place:
whatever happens meanwhile, the database is the former or the new one.
"""

from __future__ import annotations

import shutil
from functools import cache
from pathlib import Path

import duckdb

from gxlab.warehouse import durable
from gxlab.warehouse.hashes import differences, quick_hashes
from gxlab.warehouse.tables import names, sql

_DESCRIBED = "select table_name, column_name, data_type from duckdb_columns() where not internal"


class MigrationFailed(Exception):
    """The widened copy does not hold what the database holds (升级不成功); nothing was changed."""


def ensure_schema(con: duckdb.DuckDBPyConnection) -> None:
    """Create the tables and columns that are not there yet, and the view of active files.

    A main database of an older version lacks what its schema has gained since: the rows stored
    then hold nothing there.
    """
    present = _tables(con)
    for name in names("schema"):
        if name not in present:
            con.execute(sql("schema", name))
    if present:
        for table, column, kind in _missing_columns(con):
            con.execute(f'alter table {table} add column "{column}" {kind}')
    con.execute(sql("resolve", "active_file"))


def create_plain(con: duckdb.DuckDBPyConnection) -> None:
    """All tables without their comments, which take fifteen times as long to write as the tables.

    For a database in memory, whose columns nobody looks up.
    """
    for name in names("schema"):
        con.execute(sql("schema", name).split("\ncomment on ", 1)[0])
    con.execute(sql("resolve", "active_file"))


def is_older(con: duckdb.DuckDBPyConnection) -> bool:
    """Whether the database was made by a version with fewer tables or columns (旧主库)."""
    present = _tables(con)
    return bool(present) and (bool(set(names("schema")) - present) or bool(_missing_columns(con)))


def migrate(path: Path) -> None:
    """Widen a closed database on a copy and put that in its place (升级主库).

    The former file stays beside it until the next time, as main.before-upgrade.duckdb. Raises
    MigrationFailed where a table of the copy does not hold what it held.
    """
    copy, former = path.with_suffix(".upgrading"), path.with_name("main.before-upgrade.duckdb")
    copy.unlink(missing_ok=True)
    shutil.copyfile(path, copy)
    with duckdb.connect(str(copy)) as con:
        before = quick_hashes(con)
        ensure_schema(con)
        con.execute("checkpoint")
        told = differences(before, quick_hashes(con))
    if told:
        copy.unlink()
        raise MigrationFailed(f"主库升级后核对不符（{told[0]}），主库保持原样，请联系维护人员。")
    keep = former.with_suffix(".partial")
    shutil.copyfile(path, keep)
    durable.put_in_place(keep, former)
    durable.put_in_place(copy, path)


def _tables(con: duckdb.DuckDBPyConnection) -> set[str]:
    return {row[0] for row in con.sql("select table_name from duckdb_tables()").fetchall()}


def _missing_columns(con: duckdb.DuckDBPyConnection) -> list[tuple[str, str, str]]:
    """(table, column, kind) of our own schema that the database lacks."""
    there = {row[:2] for row in con.sql(_DESCRIBED).fetchall()}
    # The names come from our own schema, no data reaches this text; a view is made anew anyway.
    tables = {*names("schema")} & {table for table, _ in there}
    return sorted(w for w in _wanted() if w[0] in tables and w[:2] not in there)


@cache
def _wanted() -> list[tuple[str, str, str]]:
    """(table, column, kind) of this version's schema."""
    with duckdb.connect() as fresh:
        create_plain(fresh)
        return fresh.sql(_DESCRIBED).fetchall()
