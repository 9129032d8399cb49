"""One writer at a time (写锁): a lock file that the system releases when its holder dies."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import IO


class Locked(Exception):
    """Another run holds the lock (另一进程正在写入)."""


@contextmanager
def held(path: Path, purpose: str) -> Iterator[None]:
    """Hold the lock at ``path`` while the block runs; raises Locked at once if another has it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a+", encoding="utf-8") as file:
        if not _take(file):
            file.seek(0)
            owner = file.read().strip() or "未知进程"
            raise Locked(f"另一次{purpose}正在进行（{owner}），请等它结束后再试。")
        file.seek(0)
        file.truncate()
        file.write(f"进程 {os.getpid()}，{datetime.now():%m月%d日 %H:%M:%S} 起")
        file.flush()
        yield


if sys.platform == "win32":  # pragma: no cover - Windows only, the suite runs on Linux
    import msvcrt

    def _take(file: IO[str]) -> bool:
        try:
            file.seek(1_000)  # a byte past the owner's name, so that others may still read it
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

else:
    import fcntl

    def _take(file: IO[str]) -> bool:
        try:
            fcntl.flock(file.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            return False
        return True
