"""What each batch did (提交记录), told in the ledger as soon as the database has it.

With the archive of received files it is enough to build the database again as it was after any
batch: which files in which layout and status, who accepted what, what was taken back, and when.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import duckdb

from gxlab.warehouse import ledger
from gxlab.warehouse.store import Store

Done = dict[str, Any]
"""One batch: batch, started_at (ISO), command, layout and status where they were given, files
(path, sha256, layout, status), acceptances (problem_id, accepted_by, reason, accepted_at)."""

_BATCHES = "select * from batch where batch_id > $after order by batch_id"
_FILES = "select batch_id, path, sha256, layout, status from file order by file_id"
_ACCEPTANCES = "select * from acceptance order by batch_id, problem_id"


def tell(store: Store) -> None:
    """Add a line to the ledger for what has been committed since its last such line."""
    path = store.folder / "ledger.jsonl"
    told = [entry for entry in ledger.read(path) if "done" in entry]
    done = _read(store.con, str(told[-1]["batch"]) if told else "")
    if done:
        ledger.append(path, {"kind": "commit", "batch": done[-1]["batch"], "done": done})


def told(entries: Iterable[Mapping[str, Any]]) -> list[Done]:
    """The batches a ledger tells of, oldest first."""
    return [one for entry in entries for one in entry.get("done", ())]


def known(folder: Path, entries: Sequence[Mapping[str, Any]]) -> list[Done]:
    """All batches that are told anywhere (全部批次): in the ledger, else in a snapshot's own list.

    The ledger of an older version does not tell them, and a broken one not the last ones.
    """
    found = {one["batch"]: one for one in told(entries)}
    for path in sorted((folder / "snapshots").glob("S*.duckdb"), reverse=True):
        try:
            with duckdb.connect(str(path), read_only=True) as con:
                listed = _read(con, "")
        except duckdb.Error:
            continue
        found = {one["batch"]: one for one in listed} | found
        break
    return [found[batch] for batch in sorted(found)]


def _read(con: duckdb.DuckDBPyConnection, after: str) -> list[Done]:
    batches = con.sql(_BATCHES, params={"after": after}).pl().to_dicts()
    if not batches:
        return []
    files = con.sql(_FILES).pl().to_dicts()
    acceptances = con.sql(_ACCEPTANCES).pl().to_dicts()
    return [
        {
            "batch": batch["batch_id"],
            "started_at": batch["started_at"].isoformat(),
            "command": batch["command"],
            # A snapshot of an older version does not have these two.
            "layout": batch.get("layout"),
            "status": batch.get("status"),
            "files": _of(files, batch["batch_id"]),
            "acceptances": _of(acceptances, batch["batch_id"]),
        }
        for batch in batches
    ]


def _of(rows: Iterable[dict[str, Any]], batch: str) -> list[dict[str, Any]]:
    return [
        {k: v.isoformat() if k == "accepted_at" else v for k, v in row.items() if k != "batch_id"}
        for row in rows
        if row["batch_id"] == batch
    ]
