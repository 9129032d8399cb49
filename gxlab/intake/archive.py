"""The archive of received files (原始档): bytes first, write once, named by their hash.

Nothing is ever parsed from the only copy, and a layout mended later reads the same bytes again.
"""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

_AT_ONCE, _PIECE = 64 * 2**20, 2**20


def archive(data: bytes, raw_dir: Path) -> str:
    """Store the bytes under their SHA-256 in ``raw_dir`` and return it.

    The file is flushed to the disk before it gets its name; stored bytes are never written again.
    """
    sha256 = hashlib.sha256(data).hexdigest()
    target = archived_path(sha256, raw_dir)
    if target.exists() and target.stat().st_size == len(data):
        return sha256
    target.parent.mkdir(parents=True, exist_ok=True)
    scratch = target.with_name(f".{target.name}.{os.getpid()}")
    with scratch.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    scratch.replace(target)
    _sync_folder(target.parent)
    return sha256


def archive_file(path: Path, raw_dir: Path) -> str:
    """Store a file's bytes as :func:`archive` does; a large one without holding it in memory."""
    if path.stat().st_size <= _AT_ONCE:
        return archive(path.read_bytes(), raw_dir)
    raw_dir.mkdir(parents=True, exist_ok=True)
    digest, scratch = hashlib.sha256(), raw_dir / f".{os.getpid()}"
    with path.open("rb") as source, scratch.open("wb") as file:
        while piece := source.read(_PIECE):
            digest.update(piece)
            file.write(piece)
        file.flush()
        os.fsync(file.fileno())
    target = archived_path(digest.hexdigest(), raw_dir)
    target.parent.mkdir(parents=True, exist_ok=True)
    scratch.replace(target)
    _sync_folder(target.parent)
    return digest.hexdigest()


def archived_path(sha256: str, raw_dir: Path) -> Path:
    """Where the bytes with this hash are kept."""
    return raw_dir / sha256[:2] / sha256


def _sync_folder(folder: Path) -> None:
    if os.name != "posix":  # Windows cannot open a folder for syncing.
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
