"""One writer at a time (写锁): a lock file that the system releases when its holder dies."""

from __future__ import annotations

import os
import re
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import IO

_PROCESS = "进程 "
_NAME_SECONDS = 1.0


class Locked(Exception):
    """Another run holds the lock (另一进程正在写入)."""


@contextmanager
def held(path: Path, purpose: str) -> Iterator[None]:
    """Hold the lock at ``path`` while the block runs; raises Locked at once if another has it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a+", encoding="utf-8") as file:
        if not _take(file):
            raise Locked(f"另一次{purpose}正在进行（{_owner(file)}），请等它结束后再试。")
        file.seek(0)
        file.truncate()
        file.write(f"{_PROCESS}{os.getpid()}，{datetime.now():%m月%d日 %H:%M:%S} 起")
        file.flush()
        yield


def _owner(file: IO[str]) -> str:
    """Who holds the lock, in words; whoever took it a moment ago may still be writing its name."""
    end = time.monotonic() + _NAME_SECONDS
    while True:
        file.seek(0)
        owner = file.read().strip()
        if (owner and _lives(owner)) or time.monotonic() > end:
            return owner or "未知进程"
        time.sleep(0.02)


def _lives(owner: str) -> bool:
    """Whether the process named there is running: a name that was left behind is nobody's."""
    named = re.match(rf"{_PROCESS}([0-9]+)", owner)
    if sys.platform == "win32" or named is None:
        return True
    try:
        os.kill(int(named[1]), 0)
    except ProcessLookupError:
        return False
    except PermissionError:  # somebody else's
        return True
    return True


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
