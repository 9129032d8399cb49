"""The database built again (重建) from the archive of received files, batch by batch.

The ledger tells what each batch did; the same bytes, read by the same layouts in the same order,
give the same rows.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from typing import Any

import duckdb

from gxlab.intake.archive import archived_path
from gxlab.intake.layouts import all_layouts
from gxlab.intake.reader import Reader
from gxlab.warehouse import durable
from gxlab.warehouse.commits import Done
from gxlab.warehouse.creation import ensure_schema
from gxlab.warehouse.import_job import ImportJob
from gxlab.warehouse.importing import Places
from gxlab.warehouse.received import ReceivedFile
from gxlab.warehouse.store import Store

FOLDER = "rebuilding"


@contextmanager
def rebuilt(batches: Sequence[Done], places: Places) -> Iterator[Store]:
    """A database of its own that holds what these batches did; gone when the block ends.

    It lies in a folder ``rebuilding`` of the warehouse; the caller holds the import lock.
    """
    folder = places.warehouse / FOLDER
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    try:
        with duckdb.connect(str(folder / "main.duckdb")) as con, Reader() as reader:
            con.execute("set python_enable_replacements = false")
            con.execute("set enable_progress_bar = false")
            ensure_schema(con)
            store = Store(folder, con)
            for batch in batches:
                _repeat(store, reader, places, batch)
            yield store
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def missing(batches: Sequence[Done], raw: Path) -> list[str]:
    """The names of files that the archive does not hold (原始档缺件)."""
    files = (file for batch in batches for file in batch["files"])
    return [f["path"] for f in files if not archived_path(f["sha256"], raw).is_file()]


def put_in_place(store: Store, target: Path) -> None:
    """Give a copy of the rebuilt database its name (换入)."""
    store.con.execute("checkpoint")
    partial = target.with_suffix(".partial")
    shutil.copyfile(store.folder / "main.duckdb", partial)
    durable.put_in_place(partial, target)


def _repeat(store: Store, reader: Reader, places: Places, batch: Done) -> None:
    """Do again what one batch did; an empty one keeps the numbering."""
    done_at = datetime.fromisoformat(batch["started_at"])
    store.clock = lambda: done_at
    verb, _, rest = str(batch["command"]).partition(" ")
    if verb == "undo":
        store.undo(rest)
    elif verb == "restore":
        if take_back(store, f"B{rest[1:]}", batch["command"]) is None:
            store.take_back([], batch["command"])
    elif verb == "accept":
        _accept(store, batch)
    else:
        _import(store, reader, places, batch, done_at.date())


def take_back(store: Store, target: str, command: str) -> str | None:
    """Take back every batch after the target as one new batch; None where there is none."""
    later = store.con.sql(
        "select batch_id from batch where batch_id > $target and undone_by is null "
        "order by batch_id desc",
        params={"target": target},
    ).fetchall()
    return store.take_back([row[0] for row in later], command) if later else None


def _accept(store: Store, batch: Done) -> None:
    """An acceptance that was taken back later is told by the ledger alone, not by a snapshot."""
    with store.transaction():
        number = store.open_batch(batch["command"])
        for one in batch["acceptances"]:
            at = datetime.fromisoformat(one["accepted_at"])
            store.record_acceptance(
                one["problem_id"], number, one["accepted_by"], one["reason"], at
            )


def _import(store: Store, reader: Reader, places: Places, batch: Done, today: date) -> None:
    files = [_received(file, places.raw) for file in batch["files"]]
    with store.transaction():
        job = _job(store, reader, places, batch, today)
        job.run(files, batch["command"])
        if job.batch is None:
            store.open_batch(batch["command"], batch["layout"], batch["status"])


def _job(store: Store, reader: Reader, places: Places, batch: Done, today: date) -> ImportJob:
    layouts = all_layouts(places.layouts)
    forced = [layout for layout in layouts if layout.name == batch["layout"]]
    return ImportJob(
        store=store,
        reader=reader,
        root=places.root,
        raw=places.raw,
        layouts=forced or layouts,
        forced=bool(forced),
        status=batch["status"] or _given(batch["files"], layouts),
        today=today,
        told=lambda done, total, name: None,
    )


def _given(files: Sequence[dict[str, Any]], layouts: Sequence[Any]) -> str | None:
    """The status an older version's command named, as far as its files tell."""
    own = {layout.name: layout.spec.status for layout in layouts}
    statuses = {f["status"] for f in files}
    given = {f["status"] for f in files if f["layout"] and f["status"] != own.get(f["layout"])}
    return given.pop() if len(given) == 1 and len(statuses) == 1 else None


def _received(file: dict[str, Any], raw: Path) -> ReceivedFile:
    path = archived_path(file["sha256"], raw)
    return ReceivedFile(Path(file["path"]), file["path"], file["sha256"], path)
