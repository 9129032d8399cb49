"""Before anything is told of the data (读前核对): ledger, pointer, snapshot and main database.

A report must not be made on what has been damaged, also where the damage lies in a part that the
report does not read: the next import would build on it.
"""

from __future__ import annotations

import errno
from pathlib import Path
from typing import Any

from gxlab.warehouse import ledger, lock, seal, snapshot
from gxlab.warehouse.opening import DamagedWarehouse, advice, opened
from gxlab.warehouse.snapshot import Snapshot

# A folder that is only read has no writer.
_ONLY_READ = (errno.EACCES, errno.EPERM, errno.EROFS)


def sound(folder: Path) -> Snapshot:
    """The current snapshot of a warehouse in which nothing is damaged (完好的当前快照).

    The files are compared by their digests; after a killed writer the tables are. While a writer
    is at work its database is its own affair. Raises NoSnapshot, DamagedSnapshot, LedgerBroken,
    DamagedWarehouse.
    """
    found = snapshot.intact(folder)
    entries = ledger.read(folder / "ledger.jsonl")
    if not _has_main(entries):
        return found
    if not seal.is_sealed(folder) or seal.fault(folder):
        _look_closely(folder, entries)
    return found


def _look_closely(folder: Path, entries: list[dict[str, Any]]) -> None:
    """The main database, once it is certain that no writer is at work on it.

    Only here is the lock taken: a reader must never be in a writer's way.
    """
    try:
        with lock.held(folder / "import.lock", "核对"):
            _check_main(folder, entries)
    except lock.Locked:
        pass
    except OSError as error:
        if error.errno not in _ONLY_READ:
            raise


def _has_main(entries: list[dict[str, Any]]) -> bool:
    """A snapshot written for measuring has no main database behind it."""
    return any(entry.get("main_rows") for entry in entries)


def _check_main(folder: Path, entries: list[dict[str, Any]]) -> None:
    path = folder / "main.duckdb"
    changed = seal.fault(folder) if path.is_file() else f"主库文件“{path.name}”不见了"
    if changed:
        raise DamagedWarehouse(f"{changed}，{advice(entries)}")
    if not seal.is_sealed(folder):
        with opened(folder):  # compares the tables, and seals
            pass
