"""The main database as Parquet files (留存件): readable by anything, for as long as need be.

One file a table and a manifest with their digests, rows and lasting hashes, written last; beside
them the ledger as it stood. From such a folder alone a main database is made again.
"""

from __future__ import annotations

import json
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

from gxlab.warehouse import durable, hashes, ledger
from gxlab.warehouse.creation import ensure_schema
from gxlab.warehouse.file_digests import file_sha256
from gxlab.warehouse.snapshot import versions
from gxlab.warehouse.store import Store
from gxlab.warehouse.tables import names

MANIFEST = "manifest.json"
LEDGER = "ledger.jsonl"


class DamagedBackup(Exception):
    """A folder of Parquet files that is not whole (留存件不完整)."""


@dataclass(frozen=True)
class Kept:
    """What a folder of Parquet files holds (留存内容)."""

    batch: str
    tables: int
    rows: int


def write(store: Store, target: Path) -> Kept:
    """Write all tables into a new folder, which gets its name when it is whole (导出留存件)."""
    batch = str(store.last_batch() or "")
    partial = target.with_name(f"{target.name}.partial")
    shutil.rmtree(partial, ignore_errors=True)
    partial.mkdir(parents=True)
    told = hashes.lasting_hashes(store.con)
    tables: dict[str, dict[str, Any]] = {}
    for name in names("schema"):
        path = partial / f"{name}.parquet"
        store.con.table(name).write_parquet(str(path), compression="zstd")
        durable.sync(path)
        rows = int(told[name].partition(":")[0])
        tables[name] = {"rows": rows, "hash": told[name], "sha256": file_sha256(path)}
    source = store.folder / LEDGER
    if source.is_file():
        durable.write(partial / LEDGER, source.read_bytes())
    manifest = {"batch": batch, **versions(store.con), "tables": tables}
    text = json.dumps(manifest, ensure_ascii=False, indent=1, sort_keys=True)
    durable.write(partial / MANIFEST, text.encode("utf-8"))
    if target.exists():  # the same batch, written before
        shutil.rmtree(target)
    partial.replace(target)
    durable.sync(target.parent)
    return Kept(batch, len(tables), sum(int(one["rows"]) for one in tables.values()))


def load(source: Path, database: Path) -> Kept:
    """Make a new main database of such a folder and compare every table (由留存件重建).

    Raises DamagedBackup naming the first file or table that is not as the manifest says.
    """
    manifest = examine(source)
    database.unlink(missing_ok=True)
    with duckdb.connect(str(database)) as con:
        ensure_schema(con)
        for name in manifest["tables"]:
            _fill(con, name, source / f"{name}.parquet")
        con.execute("checkpoint")
        expected = {name: one["hash"] for name, one in manifest["tables"].items()}
        told = hashes.differences(expected, hashes.lasting_hashes(con))
    if told:
        raise DamagedBackup(f"留存件“{source.name}”重建后与清单不符：{told[0]}请换一份留存件。")
    durable.sync(database)
    rows = sum(int(one["rows"]) for one in manifest["tables"].values())
    return Kept(str(manifest["batch"]), len(expected), rows)


def examine(source: Path) -> dict[str, Any]:
    """The manifest of a folder whose files are all as it says (留存件核对).

    Raises DamagedBackup.
    """
    try:
        manifest: dict[str, Any] = json.loads((source / MANIFEST).read_bytes())
        tables = {str(name): str(one["sha256"]) for name, one in manifest["tables"].items()}
    except (OSError, ValueError, KeyError, TypeError):
        raise DamagedBackup(
            f"“{source}”里没有完整的清单 {MANIFEST}，请指定 gxlab backup 写出的文件夹。"
        ) from None
    for name, sha256 in tables.items():
        path = source / f"{name}.parquet"
        if name not in names("schema"):
            raise DamagedBackup(
                f"留存件“{source.name}”有本程序不认识的表 {name}，由更新版本写成，请升级 gxlab。"
            )
        if not path.is_file() or file_sha256(path) != sha256:
            raise DamagedBackup(
                f"留存件“{source.name}”的文件“{path.name}”缺失或已改动，请换一份留存件。"
            )
    fault = ledger.examine(source / LEDGER).fault
    if fault:
        raise DamagedBackup(f"留存件“{source.name}”：{fault}")
    return manifest


def _fill(con: duckdb.DuckDBPyConnection, name: str, path: Path) -> None:
    con.read_parquet(str(path)).create_view("kept_rows")
    con.execute(f"insert into {_known(name)} by name select * from kept_rows")
    con.execute("drop view kept_rows")


def _known(table: str) -> str:
    """Only names of our own schema reach SQL text; data never does."""
    if table not in names("schema"):
        raise ValueError(f"没有名为“{table}”的表。")
    return table
