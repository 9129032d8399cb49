"""Verify and go back (核对与恢复): what the ledger says against what the files hold.

The archive of received files is the ground of everything: a lost or damaged database is built
again from it, batch by batch, as it was imported.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import duckdb

from gxlab.intake.archive import archived_path
from gxlab.intake.layouts import all_layouts
from gxlab.intake.reader import Reader
from gxlab.warehouse import ledger, lock, snapshot
from gxlab.warehouse.import_job import ImportJob
from gxlab.warehouse.importing import Places
from gxlab.warehouse.opening import DamagedWarehouse, opened
from gxlab.warehouse.received import ReceivedFile
from gxlab.warehouse.snapshot import NoSnapshot, file_sha256, row_counts
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


def verify(places: Places) -> Verified:
    """Compare ledger, database, snapshots and archive (逐项核对). Raises LedgerBroken, Locked."""
    folder = places.warehouse
    with lock.held(folder / "import.lock", "导入"):
        entries = ledger.read(folder / "ledger.jsonl")
        faults = [*_snapshot_faults(folder, entries)]
        archived = 0
        try:
            with opened(folder) as store:
                faults += _main_faults(store, entries)
                archived, missing = _archive_faults(store, places.raw)
                faults += missing
        except DamagedWarehouse as error:
            faults.append(Fault("主库", str(error)))
    kept = len(list((folder / "snapshots").glob("S*.duckdb")))
    return Verified(len(entries), kept, archived, tuple(faults))


def restore(snapshot_id: str, places: Places) -> Restored:
    """Make the state of a snapshot the current one (恢复到快照).

    Later batches are taken back, so that going back can itself be undone. Where the database is
    damaged it is set aside and built again from the archive. Raises NoSnapshot, DamagedWarehouse.
    """
    folder = places.warehouse
    with lock.held(folder / "import.lock", "导入"):
        entries = ledger.read(folder / "ledger.jsonl")
        entry = next((e for e in reversed(entries) if e["snapshot"] == snapshot_id), None)
        if entry is None:
            known = "、".join(dict.fromkeys(e["snapshot"] for e in entries[-5:])) or "无"
            raise NoSnapshot(f"台账里没有快照“{snapshot_id}”，最近的有：{known}。")
        if _is_sound(folder, entries):
            with opened(folder) as store:
                batch = _take_back(store, str(entry["batch"]), f"restore {snapshot_id}")
                return Restored(snapshot.build(store, batch).id, False, ())
        return _rebuilt(folder, places, entry)


def _is_sound(folder: Path, entries: Sequence[dict[str, Any]]) -> bool:
    try:
        with opened(folder) as store:
            return not _main_faults(store, entries)
    except DamagedWarehouse:
        return False


def _take_back(store: Store, target: str, command: str) -> str:
    """Take back every batch after the target; returns the newest batch."""
    later = store.con.sql(
        "select batch_id from batch where batch_id > $target and undone_by is null "
        "order by batch_id desc",
        params={"target": target},
    ).fetchall()
    return store.take_back([row[0] for row in later], command)


def _rebuilt(folder: Path, places: Places, entry: dict[str, Any]) -> Restored:
    """The database anew from the archive, by the record of the snapshot gone back to."""
    source = folder / "snapshots" / f"{entry['snapshot']}.duckdb"
    if not source.is_file() or file_sha256(source) != entry["sha256"]:
        raise DamagedWarehouse(
            f"快照“{entry['snapshot']}”的文件也已损坏，请换一个快照号再试（gxlab verify 可查看）。"
        )
    record = _Record.read(source)
    lost = [f["path"] for f in record.files if not archived_path(f["sha256"], places.raw).exists()]
    if lost:
        raise DamagedWarehouse(f"原始档缺{len(lost)}个文件（如“{lost[0]}”），请从备份补回再恢复。")
    for damaged in sorted(folder.glob("main.duckdb*")):
        damaged.replace(damaged.with_name(f"damaged-{damaged.name}"))
    (folder / "ledger.jsonl").replace(folder / "damaged-ledger.jsonl")
    with opened(folder) as store, Reader() as reader:
        for batch in record.batches:
            _repeat(store, reader, places, record, batch)
        made = snapshot.build(store, str(store.last_batch()))
    return Restored(made.id, True, _differences(entry["rows"], row_counts(made.path)))


@dataclass(frozen=True)
class _Record:
    """What a snapshot tells of the batches before it."""

    batches: list[dict[str, Any]]
    files: list[dict[str, Any]]
    acceptances: list[dict[str, Any]]

    @classmethod
    def read(cls, path: Path) -> _Record:
        with duckdb.connect(str(path), read_only=True) as con:
            queries = (
                "select * from batch order by batch_id",
                "select * from file order by file_id",
                "select * from acceptance order by batch_id",
            )
            return cls(*(con.sql(query).pl().to_dicts() for query in queries))


def _repeat(
    store: Store, reader: Reader, places: Places, record: _Record, batch: dict[str, Any]
) -> None:
    """Do again what one batch did; an empty one keeps the numbering."""
    number, command = str(batch["batch_id"]), str(batch["command"])
    verb, _, rest = command.partition(" ")
    if verb == "undo":
        store.undo(rest)
        return
    if verb == "restore":
        _take_back(store, f"B{rest[1:]}", command)
        return
    accepted = [a for a in record.acceptances if a["batch_id"] == number]
    if accepted:
        one = accepted[0]
        store.accept(one["problem_id"], one["accepted_by"], one["reason"])
        return
    files = [f for f in record.files if f["batch_id"] == number]
    with store.transaction():
        job = _job(store, reader, places, files, batch["started_at"].date())
        job.run([_received(f, places.raw) for f in files], command)
        if job.batch is None:
            store.open_batch(command)


def _job(
    store: Store, reader: Reader, places: Places, files: Sequence[dict[str, Any]], today: date
) -> ImportJob:
    layouts = all_layouts(places.layouts)
    statuses = {f["status"] for f in files}
    own = {layout.name: layout.spec.status for layout in layouts}
    given = {f["status"] for f in files if f["layout"] and f["status"] != own.get(f["layout"])}
    return ImportJob(
        store=store,
        reader=reader,
        root=places.root,
        raw=places.raw,
        layouts=layouts,
        forced=False,
        status=given.pop() if len(given) == 1 and len(statuses) == 1 else None,
        today=today,
        told=lambda done, total, name: None,
    )


def _received(record: dict[str, Any], raw: Path) -> ReceivedFile:
    path = archived_path(record["sha256"], raw)
    return ReceivedFile(Path(record["path"]), record["path"], record["sha256"], path)


def _snapshot_faults(folder: Path, entries: Sequence[dict[str, Any]]) -> list[Fault]:
    """Snapshot files against the hashes in the ledger; one cleared away is no fault."""
    newest = {e["snapshot"]: e for e in entries}
    faults = []
    for name, entry in newest.items():
        path = folder / "snapshots" / f"{name}.duckdb"
        if path.is_file() and file_sha256(path) != entry["sha256"]:
            faults.append(Fault("快照", f"快照 {name} 的文件与台账不符，内容已被改动或损坏。"))
    try:
        snapshot.current(folder)
    except (NoSnapshot, snapshot.DamagedSnapshot) as error:
        faults.append(Fault("快照", str(error)))
    return faults


def _main_faults(store: Store, entries: Sequence[dict[str, Any]]) -> list[Fault]:
    """The database against the ledger: rows per table, every block read."""
    if not entries or store.last_batch() != entries[-1]["batch"]:
        return []
    try:
        store.scan()
        counts = store.row_counts()
    except duckdb.Error as error:
        return [Fault("主库", f"主库有数据块读不出来（{str(error).splitlines()[0]}）。")]
    return [Fault("主库", text) for text in _differences(entries[-1]["main_rows"], counts)]


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


def _differences(expected: dict[str, int], found: dict[str, int]) -> tuple[str, ...]:
    names = sorted(set(expected) | set(found))
    return tuple(
        f"表 {name} 台账记{expected.get(name, 0)}行，实有{found.get(name, 0)}行。"
        for name in names
        if expected.get(name, 0) != found.get(name, 0)
    )
