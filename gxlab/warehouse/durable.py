"""Files that survive a power cut (落盘): flushed to the disk before they get their name."""

from __future__ import annotations

import os
from pathlib import Path


def sync(path: Path) -> None:
    """Flush a file, or the names in a folder, to the disk."""
    if os.name != "posix" and path.is_dir():  # Windows cannot open a folder for syncing.
        return
    flags = os.O_RDONLY if os.name == "posix" else os.O_RDWR
    handle = os.open(path, flags)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def put_in_place(partial: Path, target: Path) -> None:
    """Give a finished file its name, for good (原子改名): the former one stands until then."""
    sync(partial)
    partial.replace(target)
    sync(target.parent)


def write(target: Path, data: bytes) -> None:
    """Write a small file whole or not at all."""
    partial = target.with_name(f"{target.name}.partial")
    partial.write_bytes(data)
    put_in_place(partial, target)
