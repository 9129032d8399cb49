"""Immutable snapshots (快照): what notebooks, reports and people read.

After each batch the current rows are resolved into a new database file, checked by a full count,
fsynced, and named by the small file ``current``. Readers open snapshots read-only; nobody waits.
"""

from __future__ import annotations

import contextlib
import csv
import hashlib
import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import duckdb
import polars as pl

from gxlab.warehouse import durable, ledger, limits, overlay
from gxlab.warehouse.file_digests import digest_of
from gxlab.warehouse.file_digests import file_sha256 as file_sha256
from gxlab.warehouse.file_versions import refuse_newer
from gxlab.warehouse.hashes import quick_hashes, rows_of
from gxlab.warehouse.interruption import uninterrupted
from gxlab.warehouse.store import Store
from gxlab.warehouse.tables import LEDGER_TABLES, RECORD_TABLES, RecordTable, names, sql

KEPT = 24
_PINNED = ".signed"


class NoSnapshot(Exception):
    """Nothing has been imported yet, or the named snapshot is gone (没有快照)."""


class DamagedSnapshot(Exception):
    """A snapshot file is missing or cannot be opened (快照损坏)."""


@dataclass(frozen=True)
class Snapshot:
    """One immutable state of the warehouse: its number and its file."""

    id: str
    path: Path


def current(folder: Path) -> Snapshot:
    """The snapshot that ``current`` names.

    Raises NoSnapshot before the first import, DamagedSnapshot when its file is gone.
    """
    pointer = folder / "current"
    if not pointer.exists():
        raise NoSnapshot("还没有导入任何数据，请先用 gxlab import 导入工作簿。")
    name = pointer.read_text(encoding="utf-8").strip()
    path = folder / "snapshots" / f"{name}.duckdb"
    if not name or not path.is_file():
        raise DamagedSnapshot(
            f"当前快照“{name}”的文件不存在，请用 gxlab verify 核对，用 gxlab restore 恢复。"
        )
    return Snapshot(name, path)


def is_current(folder: Path, batch: str) -> bool:
    """Whether the snapshot of this batch stands, is what readers open, and is of this version."""
    pointer, name = folder / "current", f"S{batch[1:]}"
    stands = (folder / "snapshots" / f"{name}.duckdb").is_file()
    named_so = pointer.exists() and pointer.read_text(encoding="utf-8").strip() == name
    return stands and named_so and not is_outdated(folder)


def is_outdated(folder: Path) -> bool:
    """Whether the newest snapshot was resolved by other rules than those of this version."""
    entries = ledger.of_snapshots(ledger.read(folder / "ledger.jsonl"))
    return bool(entries) and entries[-1].get("resolver") != resolver_digest()


@cache
def resolver_digest() -> str:
    """A digest of the rules that make a snapshot of the rows: SQL, keys, default parameters."""
    parts = [sql("resolve", name) for name in names("resolve")]
    parts += [repr(RECORD_TABLES), repr(LEDGER_TABLES), default_policies().write_csv()]
    return hashlib.sha256("\n".join(parts).encode("utf-8")).hexdigest()[:16]


def named(folder: Path, snapshot_id: str) -> Snapshot:
    """The snapshot with this number. Raises NoSnapshot when there is no such file."""
    path = folder / "snapshots" / f"{snapshot_id}.duckdb"
    # A number, never a way to another file.
    if not re.fullmatch(r"S[0-9]+", snapshot_id) or not path.is_file():
        raise NoSnapshot(f"快照“{snapshot_id}”的文件不存在，请用 gxlab verify 核对或重新导入。")
    return Snapshot(snapshot_id, path)


def build(store: Store, batch: str) -> Snapshot:
    """Resolve the store's current rows into a new snapshot and make it the current one."""
    folder = store.folder / "snapshots"
    folder.mkdir(parents=True, exist_ok=True)
    target = folder / f"S{batch[1:]}.duckdb"
    partial = target.with_suffix(".partial")
    partial.unlink(missing_ok=True)
    resolve_into(store.con, partial)
    durable.put_in_place(partial, target)
    store.con.execute("checkpoint")
    resolved, whole = hashes_of(target), quick_hashes(store.con)
    entry = {
        "kind": "snapshot",
        "batch": batch,
        "snapshot": target.stem,
        "sha256": file_sha256(target),
        "resolver": resolver_digest(),
        "rows": rows_of(resolved),
        "hashes": resolved,
        "main_rows": rows_of(whole),
        "main_hashes": whole,
        **versions(store.con),
    }
    ledger.append(store.folder / "ledger.jsonl", entry)
    point_to(store.folder / "current", target.stem)
    _clear_away(target)
    return Snapshot(target.stem, target)


def versions(con: duckdb.DuckDBPyConnection) -> dict[str, str]:
    """With what a database is written: DuckDB and its storage version (版本)."""
    found = con.sql(
        "select tags['storage_version'] from duckdb_databases() "
        "where database_name = current_database()"
    ).fetchall()
    return {"duckdb": duckdb.__version__, "storage": str(found[0][0] or "")}


def resolve_into(con: duckdb.DuckDBPyConnection, path: Path | None) -> None:
    """Write the resolved current rows into a database file, or into memory when path is None."""
    con.execute(f"attach '{_quoted(path)}' as snap" if path else "attach ':memory:' as snap")
    for table in RECORD_TABLES:
        con.execute(_resolve_record(table))
    for table_name in LEDGER_TABLES:
        con.execute(f"create table snap.{table_name} as select * from {table_name}")
    con.execute(sql("resolve", "fact"))
    overlay.lay_over(con)
    for held in ("held_fact", "held_problem", "hold_fact"):
        con.execute(sql("resolve", held))
    con.execute(sql("resolve", "enterprise_electricity"))
    con.execute(sql("resolve", "enterprise"))
    con.execute(sql("resolve", "population"))
    con.execute(sql("resolve", "placed_fact"))
    with uninterrupted():
        con.register("default_policy", default_policies())
        con.execute(sql("resolve", "policy_default"))
        con.unregister("default_policy")
    if path:
        con.execute("checkpoint snap")
        con.execute("detach snap")


def default_policies() -> pl.DataFrame:
    """The product's own rule parameters (默认规则参数), columns as in the table ``policy``."""
    text = files("gxlab.reference").joinpath("lists/policies.csv").read_text(encoding="utf-8")
    rows = [{k: v or None for k, v in row.items()} for row in csv.DictReader(text.splitlines())]
    frame = pl.DataFrame(rows, schema=dict.fromkeys(rows[0], pl.String))
    return frame.with_columns(pl.col("valid_from", "valid_to").str.to_date())


def intact(folder: Path) -> Snapshot:
    """The current snapshot, after its bytes were compared with the ledger (核对过的当前快照).

    Raises NoSnapshot, DamagedSnapshot, LedgerBroken.
    """
    found = current(folder)
    told = ledger.of_snapshots(ledger.read(folder / "ledger.jsonl"))
    entry = next((e for e in reversed(told) if e["snapshot"] == found.id), None)
    if entry is None:
        raise ledger.LedgerBroken(
            f"台账里没有当前快照“{found.id}”，台账末尾可能被截断，"
            f"请用 gxlab restore {found.id} 恢复。"
        )
    if digest_of(found.path) != entry["sha256"]:
        raise DamagedSnapshot(
            f"快照“{found.id}”的文件与台账不符，内容已被改动或损坏，"
            f"请用 gxlab restore {found.id} 恢复。"
        )
    return found


def open_reader(path: Path, *, cells: Path | None = None, threads: int = 2) -> Any:
    """A read-only connection to a snapshot, without file access and with locked settings."""
    try:
        con = duckdb.connect(str(path), read_only=True)
    except duckdb.Error as error:
        refuse_newer(path, str(error))
        raise DamagedSnapshot(
            f"快照文件“{path.name}”打不开，请用 gxlab verify 核对后恢复。"
        ) from None
    if cells is not None:
        con.execute(f"attach '{_quoted(cells)}' as prepared (read_only)")
    # A second desk on the same file shares the first one's settings, which are locked already.
    if not con.sql("select current_setting('lock_configuration')").fetchall()[0][0]:
        con.execute("set python_enable_replacements = false")
        con.execute("set enable_progress_bar = false")  # a kernel would print it into the page
        for setting in limits.settings(threads):
            con.execute(setting)
        con.execute("set enable_external_access = false")
        con.execute("set lock_configuration = true")
    return con


def _resolve_record(table: RecordTable) -> str:
    # Identifiers come from RECORD_TABLES alone; no data reaches this text.
    key = ", ".join(f"t.{column}" for column in table.key)
    order = ", ".join(f"t.{column}" for column in table.order)
    return (
        f"create table snap.{table.name} as select t.*, a.status, a.source_kind "
        f"from {table.name} as t join active_file as a on a.file_id = t.file_id "
        f"qualify row_number() over (partition by {key} "
        "order by a.status_rank desc, a.sequence desc, t.file_id desc, t.sheet desc, t.row_no desc"
        ") = 1" + (f" order by {order}" if order else "")
    )


def hashes_of(path: Path) -> dict[str, str]:
    """The quick hash of every table of a snapshot file (快照表摘要)."""
    with duckdb.connect(str(path), read_only=True) as con:
        return quick_hashes(con)


def row_counts(path: Path) -> dict[str, int]:
    """Rows per table of a snapshot file."""
    with duckdb.connect(str(path), read_only=True) as con:
        tables = con.sql("select table_name from duckdb_tables() order by 1").fetchall()
        return {name: _count(con, name) for (name,) in tables}


def _count(con: duckdb.DuckDBPyConnection, table: str) -> int:
    return int(con.sql(f'select count(*) from "{table}"').fetchall()[0][0])


def pin(folder: Path, snapshot_id: str) -> None:
    """Keep the snapshot of a signed release (定稿快照) for good; one already gone stays gone."""
    path = folder / "snapshots" / f"{snapshot_id}.duckdb"
    if path.is_file():
        path.with_suffix(_PINNED).touch()


def _clear_away(current: Path) -> None:
    """Keep the newest snapshots and the signed ones: the others can be made again."""
    held = (p for p in current.parent.glob("S*.duckdb") if not p.with_suffix(_PINNED).exists())
    for old in sorted(p for p in held if p != current)[: 1 - KEPT]:
        with contextlib.suppress(PermissionError):  # a reader on Windows still has it open
            old.unlink()


def point_to(pointer: Path, snapshot_id: str) -> None:
    """Make a snapshot the current one: one small file, replaced at once."""
    durable.write(pointer, snapshot_id.encode("utf-8"))


def _quoted(path: Path) -> str:
    return str(path).replace("'", "''")
