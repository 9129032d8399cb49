"""The seal of the main database (封存记录): its bytes as the last writer left them.

A writer lifts the seal when it opens the database and puts it back when it has closed it. So a
change that no writer made shows before anything is read, and a missing seal says that a writer was
killed: then the tables themselves are compared with the ledger.
"""

from __future__ import annotations

import json
from pathlib import Path

from gxlab.warehouse import durable
from gxlab.warehouse.file_digests import digest_of

_NAME = "main.seal"


def put(folder: Path) -> None:
    """Seal the closed database; one that left a log behind (WAL) stays unsealed."""
    path = folder / "main.duckdb"
    if not path.is_file() or log(folder).exists():
        return
    durable.sync(path)
    told = {"size": path.stat().st_size, "sha256": digest_of(path)}
    durable.write(folder / _NAME, json.dumps(told).encode("utf-8"))


def lift(folder: Path) -> None:
    """Take the seal off, for a writer who is about to open the database."""
    (folder / _NAME).unlink(missing_ok=True)
    durable.sync(folder)


def is_sealed(folder: Path) -> bool:
    """Whether the last writer closed the database."""
    return (folder / _NAME).is_file()


def fault(folder: Path) -> str:
    """What does not agree with the seal, "" where all does or there is no seal (封存核对)."""
    try:
        told = json.loads((folder / _NAME).read_bytes())
        size, sha256 = int(told["size"]), str(told["sha256"])
    except FileNotFoundError:
        return ""
    except (ValueError, KeyError, TypeError):
        return "主库的封存记录已损坏"
    path = folder / "main.duckdb"
    if not path.is_file():
        return f"主库文件“{path.name}”不见了"
    if log(folder).exists():
        return f"主库文件“{path.name}”旁有不是本程序写的日志"
    if path.stat().st_size != size or digest_of(path) != sha256:
        return f"主库文件“{path.name}”与封存时不符，内容已被改动或损坏"
    return ""


def log(folder: Path) -> Path:
    """The log of the main database (预写日志), there only after a writer was killed."""
    return folder / "main.duckdb.wal"
