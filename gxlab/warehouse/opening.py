"""The main database opened (主库): one writer, whose database holds what the ledger says."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import duckdb

from gxlab.warehouse import ledger, lock
from gxlab.warehouse.creation import ensure_schema
from gxlab.warehouse.location import check_location
from gxlab.warehouse.store import Store


class DamagedWarehouse(Exception):
    """The main database is gone, cannot be opened, or has lost a commit (主库损坏)."""


@contextmanager
def writing(folder: Path) -> Iterator[Store]:
    """The writer's database under the import lock.

    Raises lock.Locked when another run has it, NetworkFolder, LedgerBroken, DamagedWarehouse when
    the database does not hold what the ledger says it holds.
    """
    folder.mkdir(parents=True, exist_ok=True)
    check_location(folder)
    with lock.held(folder / "import.lock", "导入"), opened(folder) as store:
        yield store


@contextmanager
def opened(folder: Path) -> Iterator[Store]:
    """The main database, for one who holds the import lock; see :func:`writing`."""
    entries = ledger.read(folder / "ledger.jsonl")
    path = folder / "main.duckdb"
    if entries and not path.exists():
        raise DamagedWarehouse(f"主库文件“{path.name}”不见了，{_advice(entries)}")
    try:
        con = duckdb.connect(str(path))
    except duckdb.Error:
        why = "多半已损坏，或被别的程序占用"
        raise DamagedWarehouse(f"主库文件“{path.name}”打不开，{why}，{_advice(entries)}") from None
    try:
        con.execute("set python_enable_replacements = false")
        # Where Python runs without a script the library takes it for a person at a prompt and
        # draws its bar on standard output, in the middle of an answer.
        con.execute("set enable_progress_bar = false")
        ensure_schema(con)
        store = Store(folder, con)
        _compare(store, entries)
        yield store
    finally:
        con.close()


def _compare(store: Store, entries: Sequence[dict[str, Any]]) -> None:
    """A commit may be newer than the ledger (its snapshot is still to come), never older."""
    if entries and str(store.last_batch() or "") < str(entries[-1]["batch"]):
        raise DamagedWarehouse(
            f"台账记到批次 {entries[-1]['batch']}，主库只到 {store.last_batch() or '空'}，"
            f"可能断电时丢了提交，{_advice(entries)}"
        )


def _advice(entries: Sequence[dict[str, Any]]) -> str:
    last = entries[-1]["snapshot"] if entries else "快照号"
    return f"请用 gxlab restore {last} 从原始档重建。"
