"""Digests of files (文件摘要), worked out once as long as a process sees the same file."""

from __future__ import annotations

import hashlib
from functools import lru_cache
from pathlib import Path


def file_sha256(path: Path) -> str:
    """The SHA-256 of a file, read in pieces."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def digest_of(path: Path) -> str:
    """The SHA-256 of a file; read again only where its size or one of its times has changed."""
    seen = path.stat()
    return _digest(path, (seen.st_ino, seen.st_size, seen.st_mtime_ns, seen.st_ctime_ns))


@lru_cache(maxsize=64)
def _digest(path: Path, seen: tuple[int, ...]) -> str:
    return file_sha256(path)
