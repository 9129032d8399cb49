"""The main database opened (主库): one writer, whose database holds what the ledger says."""

from __future__ import annotations

import errno
import os
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import duckdb

from gxlab.warehouse import hashes, ledger, lock, seal
from gxlab.warehouse.creation import ensure_schema, is_older, migrate
from gxlab.warehouse.file_versions import refuse_newer
from gxlab.warehouse.location import check_location
from gxlab.warehouse.received import NoRoom
from gxlab.warehouse.store import Store


class DamagedWarehouse(Exception):
    """The main database is gone, cannot be opened, or has lost a commit (主库损坏)."""


@contextmanager
def writing(folder: Path) -> Iterator[Store]:
    """The writer's database under the import lock.

    Raises lock.Locked when another run has it, NetworkFolder, LedgerBroken, NoRoom, NewerFile,
    DamagedWarehouse when the database does not hold what the ledger says it holds.
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
        raise DamagedWarehouse(f"主库文件“{path.name}”不见了，{advice(entries)}")
    changed = seal.fault(folder)
    if changed:
        raise DamagedWarehouse(f"{changed}，{advice(entries)}")
    left_open = not seal.is_sealed(folder)
    with room_told(folder):
        seal.lift(folder)
        con = _widened(path, entries)
        try:
            store = Store(folder, con)
            _compare(store, entries, closely=left_open)
            yield store
        finally:
            _close(con, folder)


def _close(con: duckdb.DuckDBPyConnection, folder: Path) -> None:
    """Close the database and seal it; what a fault has invalidated stays unsealed."""
    with suppress(duckdb.Error):
        con.close()
        with suppress(OSError):  # unsealed, it is compared in full next time
            seal.put(folder)


@contextmanager
def room_told(folder: Path) -> Iterator[None]:
    """Tell a full disk in the database's words as a full disk in ours (满盘). Raises NoRoom."""
    try:
        yield
    except duckdb.Error as error:
        why = _no_room(str(error))
        if not why:
            raise
        raise NoRoom(
            f"写入“{folder}”时{why}，本次操作没有完成，原有数据没有变化，请处理后重试。"
        ) from None


# What the system says, as the database hands it on; the text of a code is the same on every Linux.
_FULL = {
    os.strerror(errno.ENOSPC): "磁盘空间不足",
    os.strerror(errno.EDQUOT): "磁盘配额已满",
    os.strerror(errno.EFBIG): "超过单个文件的大小限制",
    "not enough space on the disk": "磁盘空间不足",
    "max_temp_directory_size": "磁盘空间不足",
    "All bytes were written": "磁盘空间不足",
}


def _no_room(text: str) -> str:
    return next((told for said, told in _FULL.items() if said in text), "")


def _widened(path: Path, entries: Sequence[dict[str, Any]]) -> duckdb.DuckDBPyConnection:
    """A connection to the database, widened first where an older version made it."""
    con = _connected(path, entries)
    if is_older(con):
        con.close()
        migrate(path)
        con = _connected(path, entries)
    ensure_schema(con)
    con.execute("set python_enable_replacements = false")
    # Where Python runs without a script the library takes it for a person at a prompt and
    # draws its bar on standard output, in the middle of an answer.
    con.execute("set enable_progress_bar = false")
    return con


def _connected(path: Path, entries: Sequence[dict[str, Any]]) -> duckdb.DuckDBPyConnection:
    try:
        return duckdb.connect(str(path))
    except duckdb.Error as error:
        said = str(error)
    if _no_room(said):
        raise duckdb.IOException(said)
    refuse_newer(path, said)
    holder = re.search(r"Conflicting lock is held in (.*?) \(PID (\d+)\)", said)
    if holder or "Could not set lock" in said:
        who = f"（进程 {holder[2]}）" if holder else ""
        raise lock.Locked(f"主库文件“{path.name}”正被别的程序打开{who}，请关闭它后再试。")
    raise DamagedWarehouse(f"主库文件“{path.name}”打不开，多半已损坏，{advice(entries)}")


def faults_of(store: Store, entries: Sequence[dict[str, Any]]) -> tuple[str, ...]:
    """The tables against the newest line of the ledger that tells of them (主库核对).

    Every block is read. A database that holds more batches than that line has not had its
    snapshot made yet, and what it holds is not told anywhere: it is only read.
    """
    told = ledger.of_snapshots(entries)
    try:
        found = hashes.quick_hashes(store.con)
    except duckdb.Error as error:
        return (f"主库有数据块读不出来（{str(error).splitlines()[0]}）。",)
    if not told or store.last_batch() != told[-1]["batch"]:
        return ()
    expected = told[-1]
    if "main_hashes" in expected and expected.get("duckdb") == duckdb.__version__:
        return hashes.differences(expected["main_hashes"], found)
    return row_differences(expected["main_rows"], hashes.rows_of(found))


def row_differences(expected: dict[str, int], found: dict[str, int]) -> tuple[str, ...]:
    """Tables that have not as many rows as the ledger says (行数不符)."""
    return tuple(
        f"表 {name} 台账记{expected.get(name, 0)}行，实有{found.get(name, 0)}行。"
        for name in sorted({*expected, *found})
        if expected.get(name, 0) != found.get(name, 0)
    )


def _compare(store: Store, entries: Sequence[dict[str, Any]], *, closely: bool) -> None:
    """A commit may be newer than the ledger (its snapshot is still to come), never older."""
    last = str(store.last_batch() or "")
    if entries and last < str(entries[-1]["batch"]):
        raise DamagedWarehouse(
            f"台账记到批次 {entries[-1]['batch']}，主库只到 {last or '空'}，"
            f"可能断电时丢了提交，{advice(entries)}"
        )
    faults = faults_of(store, entries) if closely and entries else ()
    if faults:
        raise DamagedWarehouse(f"主库与台账不符：{faults[0].rstrip('。')}，{advice(entries)}")


def advice(entries: Sequence[dict[str, Any]]) -> str:
    """What to do about a damaged database (处理办法)."""
    return f"请用 gxlab restore {ledger.newest(entries)} 从原始档重建。"
