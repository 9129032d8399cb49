"""D8: what a report's connection cannot be talked into (连接的边界): 25 ways out, none open."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

import gxlab
from gxlab.warehouse.desk import Desk
from gxlab.warehouse.snapshot import open_reader
from tests.batch.sample import workspace_at
from tests.soak import keep

# {out}: a folder beside the workspace; {main}: the writer's database; {other}: another snapshot.
STATEMENTS = {
    "read_csv": "select * from read_csv('{secret}')",
    "read_text": "select content from read_text('{secret}')",
    "read_blob": "select content from read_blob('{secret}')",
    "read_json": "select * from read_json('{secret}')",
    "read_parquet": "select * from read_parquet('{out}/x.parquet')",
    "a file named as a table": "select * from '{secret}'",
    "sniff_csv": "from sniff_csv('{secret}')",
    "glob": "select * from glob('{out}/*')",
    "COPY to a file": "copy (select * from fact) to '{out}/leak.csv'",
    "COPY from a file": "copy unit from '{secret}'",
    "COPY to parquet": "copy (select 1) to '{out}/leak.parquet' (format parquet)",
    "EXPORT DATABASE": "export database '{out}/leak'",
    "ATTACH the writer's database": "attach '{main}' as main_db (read_only)",
    "ATTACH another snapshot": "attach '{other}' as other_db (read_only)",
    "ATTACH a new file": "attach '{out}/new.duckdb' as new_db",
    "network": "select * from read_csv('http://127.0.0.1:9/x.csv')",
    "INSTALL": "install httpfs",
    "LOAD": "load '{out}/evil.duckdb_extension'",
    "SET external access": "set enable_external_access = true",
    "unlock": "set lock_configuration = false",
    "RESET": "reset enable_external_access",
    "SET temp_directory": "set temp_directory = '{out}'",
    "PRAGMA": "pragma enable_profiling; pragma profiling_output='{out}/p.json'",
    "a variable of Python": "select * from local_frame",
    "getenv": "select getenv('HOME')",
    "write": "create table evil as select 1",
}


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """The desk a report notebook opens."""
    root = tmp_path_factory.mktemp("sandbox") / "w"
    workspace_at(root)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("GXLAB_WORKSPACE", str(root))
        yield gxlab.open_desk("330101", "2026-05")


def filled(desk: Desk, out: Path) -> Iterator[tuple[str, str]]:
    root = Path(os.environ["GXLAB_WORKSPACE"])
    (out / "secret.csv").write_text("name,code\n甲,9\n", encoding="utf-8")
    places = {
        "secret": out / "secret.csv",
        "out": out,
        "main": root / "data" / "warehouse" / "main.duckdb",
        "other": root / "data" / "warehouse" / "snapshots" / "S0001.duckdb",
    }
    assert places["main"].is_file() and places["other"].is_file()
    for name, statement in STATEMENTS.items():
        yield name, statement.format(**places)


@pytest.mark.soak
def test_25_ways_out_are_closed(desk: Desk, tmp_path: Path) -> None:
    local_frame = desk.read("units")
    assert local_frame.height == 6
    denied = []
    for name, statement in filled(desk, tmp_path):
        try:
            desk.con.sql(statement).fetchall()
        except duckdb.Error:
            denied.append(name)
        except AttributeError:  # a statement that gives no rows went through
            continue
    assert denied == list(STATEMENTS) and len(denied) >= 25
    assert [p.name for p in tmp_path.iterdir()] == ["secret.csv"]
    # And it still answers what it is for.
    assert desk.con.sql("select count(*) from unit").fetchall() == [(6,)]
    keep("D8", "25 escapes from the report connection, all denied",
         tried=len(STATEMENTS), denied=len(denied))  # fmt: skip


def test_the_methods_of_the_connection_are_closed_too(desk: Desk, tmp_path: Path) -> None:
    secret = str(tmp_path / "secret.csv")
    Path(secret).write_text("a\n1\n", encoding="utf-8")
    con = desk.con
    for call in (
        lambda: con.read_csv(secret),
        lambda: con.from_parquet(secret),
        lambda: con.read_json(secret),
        lambda: con.install_extension("httpfs"),
        lambda: con.load_extension("httpfs"),
        lambda: con.sql("select 1 as a").write_csv(str(tmp_path / "leak.csv")),
        lambda: con.sql("select 1 as a").write_parquet(str(tmp_path / "leak.parquet")),
        lambda: con.cursor().execute("set lock_configuration = false"),
    ):
        with pytest.raises(duckdb.Error):
            call()
    assert [p.name for p in tmp_path.iterdir()] == ["secret.csv"]


def test_the_same_ways_are_open_without_the_lock(tmp_path: Path) -> None:
    """What is denied is denied by the lock, not because the statement is wrong."""
    secret = tmp_path / "secret.csv"
    secret.write_text("a\n1\n", encoding="utf-8")
    with duckdb.connect() as con:
        assert con.sql(f"select content from read_text('{secret}')").fetchall()
        assert con.sql(f"select * from glob('{tmp_path}/*')").fetchall()
        con.execute(f"copy (select 1) to '{tmp_path}/leak.csv'")
        con.execute(f"attach '{tmp_path}/new.duckdb' as new_db")


def test_every_reader_is_locked(desk: Desk) -> None:
    """Not only the desk's: whoever opens a snapshot gets the same connection."""
    root = Path(os.environ["GXLAB_WORKSPACE"])
    con = open_reader(root / "data" / "warehouse" / "snapshots" / "S0001.duckdb")
    told = dict(con.sql("select name, value from duckdb_settings()").fetchall())
    assert told["enable_external_access"] == "false" and told["lock_configuration"] == "true"
    con.close()
