"""The tables are made once, an older database is widened, and nothing is drawn on the screen."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import duckdb
import pytest

from gxlab.warehouse.creation import create_plain, ensure_schema
from gxlab.warehouse.tables import names

COLUMNS = (
    "select table_name, column_name, data_type, is_nullable from duckdb_columns() "
    "where not internal and table_name not in ('active_file') order by all"
)


@pytest.fixture
def con() -> duckdb.DuckDBPyConnection:
    return duckdb.connect(":memory:")


def test_tables_without_comments_are_the_same_tables(con: duckdb.DuckDBPyConnection) -> None:
    ensure_schema(con)
    with duckdb.connect(":memory:") as plain:
        create_plain(plain)
        assert plain.sql(COLUMNS).fetchall() == con.sql(COLUMNS).fetchall()
        # The view of active files is there too.
        assert plain.sql("select count(*) from active_file").fetchall() == [(0,)]
    told = con.sql("select count(*) from duckdb_columns() where comment is not null").fetchall()
    assert told[0][0] > 20 * len(names("schema")) // 3


def test_an_older_database_gains_tables_and_columns_and_keeps_its_rows(
    con: duckdb.DuckDBPyConnection,
) -> None:
    ensure_schema(con)
    wanted = con.sql(COLUMNS).fetchall()
    con.execute("drop table taxpayer")
    con.execute("alter table cluster_industry drop column valid_to")
    con.execute("insert into cluster_industry (cluster, industry, file_id) values ('K1', '345', 1)")
    ensure_schema(con)
    assert con.sql(COLUMNS).fetchall() == wanted
    rows = con.sql("select cluster, industry, valid_to from cluster_industry").fetchall()
    assert rows == [("K1", "345", None)]


QUIET = """
from pathlib import Path
from gxlab.warehouse.opening import writing
from gxlab.warehouse.snapshot import build, open_reader
asked = "select current_setting('enable_progress_bar')"
with writing(Path("{folder}")) as store:
    told = store.con.sql(asked).fetchall()
    made = build(store, store.open_batch("test"))
print(told + open_reader(made.path).sql(asked).fetchall())
"""


def test_no_bar_is_drawn_where_python_looks_like_a_prompt(tmp_path: Path) -> None:
    # As in a kernel, and under "python -c": a slow query must not write into an answer or a page.
    words = [sys.executable, "-c", QUIET.format(folder=tmp_path.as_posix())]
    done = subprocess.run(words, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[(False,), (False,)]"
