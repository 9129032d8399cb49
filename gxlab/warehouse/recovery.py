"""Verify and go back (核对与恢复): what the ledger says against what the files hold.

The archive of received files is the ground of everything: a lost or damaged database is built
again from it, batch by batch, as it was imported; without the archive, from Parquet files.
"""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

from gxlab.intake.archive import archived_path
from gxlab.warehouse import commits, durable, hashes, ledger, lock, rebuild, seal, snapshot
from gxlab.warehouse.commits import Done
from gxlab.warehouse.file_digests import file_sha256
from gxlab.warehouse.importing import Places
from gxlab.warehouse.location import check_location
from gxlab.warehouse.opening import DamagedWarehouse, faults_of, opened, room_told, row_differences
from gxlab.warehouse.snapshot import DamagedSnapshot, NoSnapshot
from gxlab.warehouse.store import Store


@dataclass(frozen=True)
class Fault:
    """One thing that does not agree (不符): which part, and one sentence."""

    part: str
    text: str


@dataclass(frozen=True)
class Verified:
    """What was compared and what did not agree."""

    batches: int
    snapshots: int
    archived: int
    faults: tuple[Fault, ...]


@dataclass(frozen=True)
class Restored:
    """What going back did: the snapshot now current, and whether the database was built anew."""

    snapshot: str
    rebuilt: bool
    differences: tuple[str, ...]


@dataclass(frozen=True)
class Repeated:
    """A snapshot built again beside what stands (重建核对): its tables and what differs."""

    snapshot: str
    tables: int
    differences: tuple[str, ...]


def verify(places: Places) -> Verified:
    """Compare ledger, database, snapshots and archive (逐项核对). Raises LedgerBroken, Locked."""
    folder = places.warehouse
    with lock.held(folder / "import.lock", "导入"):
        entries = ledger.read(folder / "ledger.jsonl")
        faults = [*_snapshot_faults(folder, entries)]
        archived = 0
        try:
            with opened(folder) as store:
                faults += [Fault("主库", text) for text in faults_of(store, entries)]
                archived, missing = _archive_faults(store, places.raw)
                faults += missing
        except DamagedWarehouse as error:
            faults.append(Fault("主库", str(error)))
    kept = len(list((folder / "snapshots").glob("S*.duckdb")))
    batches = len({entry["batch"] for entry in ledger.of_snapshots(entries)})
    return Verified(batches, kept, archived, tuple(faults))


def restore(snapshot_id: str, places: Places) -> Restored:
    """Make the state of a snapshot the current one (恢复到快照).

    Later batches are taken back, so that going back can itself be undone. A ledger that does not
    hold keeps the lines that do; a damaged database is set aside and built again from the archive.
    Raises NoSnapshot, DamagedWarehouse.
    """
    folder = places.warehouse
    path = folder / "ledger.jsonl"
    with lock.held(folder / "import.lock", "导入"), room_told(folder):
        entries = ledger.examine(path).entries
        batches = commits.known(folder, entries)
        target = f"B{snapshot_id[1:]}"
        if target not in _all_batches(folder, entries, batches):
            told = [entry["snapshot"] for entry in ledger.of_snapshots(entries)]
            known = "、".join(list(dict.fromkeys(told))[-5:]) or "无"
            raise NoSnapshot(f"台账里没有快照“{snapshot_id}”，最近的有：{known}。")
        ledger.mend(path)
        rebuilt, differences = False, tuple[str, ...]()
        if not _is_sound(folder, batches):
            rebuilt, differences = True, _rebuild_main(places, entries, batches)
        with opened(folder) as store:
            return Restored(_gone_back(store, snapshot_id, target), rebuilt, differences)


def rebuild_beside(snapshot_id: str, places: Places) -> Repeated:
    """Build a snapshot again from ledger and archive, and compare every table (重建核对).

    Nothing that stands is touched. Snapshots that another version resolved are compared by the
    tables of the main database alone. Raises NoSnapshot, DamagedWarehouse, LedgerBroken, Locked.
    """
    folder = places.warehouse
    with lock.held(folder / "import.lock", "导入"), room_told(folder):
        entries = ledger.read(folder / "ledger.jsonl")
        told = [e for e in ledger.of_snapshots(entries) if e["snapshot"] == snapshot_id]
        if not told:
            raise NoSnapshot(f"台账里没有快照“{snapshot_id}”，请用 gxlab status 查看。")
        known = commits.known(folder, entries)
        batches = [one for one in known if one["batch"] <= told[-1]["batch"]]
        _check_archive(batches, places.raw)
        with rebuild.rebuilt(batches, places) as store:
            return _compared(store, snapshot_id, told[-1])


def _compared(store: Store, snapshot_id: str, entry: dict[str, Any]) -> Repeated:
    """The tables of a rebuilt database, and of a snapshot of it, against a line of the ledger."""
    if entry.get("duckdb") != duckdb.__version__:
        told = row_differences(entry["main_rows"], hashes.rows_of(hashes.quick_hashes(store.con)))
        return Repeated(snapshot_id, len(entry["main_rows"]), told)
    told = hashes.differences(entry["main_hashes"], hashes.quick_hashes(store.con))
    tables = len(entry["main_hashes"])
    if entry["resolver"] == snapshot.resolver_digest():
        path = store.folder / "snapshot.duckdb"
        snapshot.resolve_into(store.con, path)
        told += hashes.differences(entry["hashes"], snapshot.hashes_of(path))
        tables += len(entry["hashes"])
    return Repeated(snapshot_id, tables, told)


def load_backup(source: Path, places: Places) -> Restored:
    """Make a workspace anew of what ``gxlab backup`` wrote (由备份恢复), on any machine.

    ``source`` is the folder of the Parquet files. Where there is a database already, it has to be
    damaged, and is set aside. Raises DamagedBackup, DamagedWarehouse, Locked.
    """
    from gxlab.warehouse import parquet

    folder = places.warehouse
    folder.mkdir(parents=True, exist_ok=True)
    check_location(folder)
    with lock.held(folder / "import.lock", "导入"), room_told(folder):
        if (folder / "main.duckdb").is_file() and _is_sound(folder, []):
            raise NotEmpty("工作区里已有完好的数据，备份只恢复到空的或已损坏的工作区，请另建一个。")
        fresh = folder / "main.restoring"
        kept = parquet.load(source, fresh)
        _put_aside(folder)
        if (folder / "ledger.jsonl").is_file():
            ledger_path = folder / "ledger.jsonl"
            ledger_path.replace(ledger.set_aside(ledger_path))
        if (source / parquet.LEDGER).is_file():
            durable.write(folder / "ledger.jsonl", (source / parquet.LEDGER).read_bytes())
        durable.put_in_place(fresh, folder / "main.duckdb")
        with opened(folder) as store:
            former = ledger.of_snapshots(ledger.read(folder / "ledger.jsonl"))
            commits.tell(store)
            made = snapshot.build(store, kept.batch)
        return Restored(made.id, True, _as_before(folder, former))


class NotEmpty(ValueError):
    """The workspace holds sound data (工作区已有数据)."""


def _as_before(folder: Path, former: Sequence[dict[str, Any]]) -> tuple[str, ...]:
    """The snapshot just made against the one the ledger told of before the backup was written."""
    now = ledger.of_snapshots(ledger.read(folder / "ledger.jsonl"))[-1]
    same = [e for e in former if e["snapshot"] == now["snapshot"] and "hashes" in e]
    if not same or any(same[-1][k] != now[k] for k in ("resolver", "duckdb")):
        return ()
    return hashes.differences(same[-1]["hashes"], now["hashes"])


def _all_batches(
    folder: Path, entries: Sequence[dict[str, Any]], batches: Sequence[Done]
) -> set[str]:
    """The numbers of all batches told anywhere; of a ledger that lost lines, from the database."""
    told = {str(entry["batch"]) for entry in entries} | {one["batch"] for one in batches}
    try:
        with duckdb.connect(str(folder / "main.duckdb"), read_only=True) as con:
            return told | {row[0] for row in con.sql("select batch_id from batch").fetchall()}
    except duckdb.Error:
        return told


def _is_sound(folder: Path, batches: Sequence[Done]) -> bool:
    """Whether the database is there, reads in full, agrees with the ledger and lacks no batch."""
    entries = ledger.read(folder / "ledger.jsonl")
    try:
        with opened(folder) as store:
            last = str(store.last_batch() or "")
            return not faults_of(store, entries) and all(one["batch"] <= last for one in batches)
    except (DamagedWarehouse, duckdb.Error):
        return False


def _rebuild_main(
    places: Places, entries: Sequence[dict[str, Any]], batches: Sequence[Done]
) -> tuple[str, ...]:
    """The database anew from the archive; returns what is not as the ledger told it."""
    _check_archive(batches, places.raw)
    with rebuild.rebuilt(batches, places) as store:
        told = faults_of(store, entries)
        _put_aside(places.warehouse)
        rebuild.put_in_place(store, places.warehouse / "main.duckdb")
    return told


def _check_archive(batches: Sequence[Done], raw: Path) -> None:
    lost = rebuild.missing(batches, raw)
    if lost:
        raise DamagedWarehouse(
            f"原始档缺{len(lost)}个文件（如“{lost[0]}”），请从备份补回再恢复，"
            "或用 gxlab restore --from 备份文件夹 由备份恢复。"
        )


def _put_aside(folder: Path) -> None:
    """The damaged database and its log under other names; nothing is thrown away."""
    for damaged in (folder / "main.duckdb", seal.log(folder)):
        if damaged.exists():
            shutil.move(damaged, ledger.set_aside(damaged))
    seal.lift(folder)


def _gone_back(store: Store, snapshot_id: str, target: str) -> str:
    """The state of the target as the newest snapshot; its number."""
    rebuild.take_back(store, target, f"restore {snapshot_id}")
    commits.tell(store)
    last = str(store.last_batch())
    try:
        if snapshot.is_current(store.folder, last):
            return snapshot.intact(store.folder).id
    except (DamagedSnapshot, NoSnapshot, ledger.LedgerBroken):
        pass  # it is what has to be made again
    return snapshot.build(store, last).id


def _snapshot_faults(folder: Path, entries: Sequence[dict[str, Any]]) -> list[Fault]:
    """Snapshot files against the hashes in the ledger; one cleared away is no fault."""
    newest = {e["snapshot"]: e for e in ledger.of_snapshots(entries)}
    faults = []
    for name, entry in newest.items():
        path = folder / "snapshots" / f"{name}.duckdb"
        if path.is_file() and file_sha256(path) != entry["sha256"]:
            faults.append(Fault("快照", f"快照 {name} 的文件与台账不符，内容已被改动或损坏。"))
    try:
        snapshot.intact(folder)
    except (NoSnapshot, DamagedSnapshot, ledger.LedgerBroken) as error:
        if not faults:
            faults.append(Fault("快照", str(error)))
    return faults


def _archive_faults(store: Store, raw: Path) -> tuple[int, list[Fault]]:
    rows = store.con.sql("select distinct sha256, path from file order by path").fetchall()
    faults = []
    for sha256, path in rows:
        kept = archived_path(sha256, raw)
        if not kept.is_file():
            faults.append(Fault("原始档", f"“{path}”的原始档不见了。"))
        elif file_sha256(kept) != sha256:
            faults.append(Fault("原始档", f"“{path}”的原始档已被改动。"))
    return len(rows), faults
