"""Where the zygote of an environment listens (监听位置): a folder of one's own, a name per
environment. Two processes with the same interpreter, packages and fixed settings find the same one.
"""

from __future__ import annotations

import hashlib
import os
import site
import stat
import sys
import tempfile
import time
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

# Read by libraries when they are imported or first used: a zygote serves one set of them.
FIXED_AT_IMPORT = ("PYTHONHASHSEED", "PYTHONUTF8", "TZ", "LC_ALL", "LANG")

LOOK_AGAIN_SECONDS = 5.0

# Set to "plain", kernels are ordinary ones (普通内核).
KERNEL_VARIABLE = "GXLAB_KERNEL"
PLAIN = "plain"


@dataclass(frozen=True)
class Place:
    """The socket of a zygote, the lock under which it is started, and its log."""

    socket: Path
    lock: Path
    log: Path


def supported() -> bool:
    """Whether this system can fork with sockets that pass files (Linux), and is not told not to."""
    return sys.platform == "linux" and os.environ.get(KERNEL_VARIABLE) != PLAIN


def place() -> Place:
    """The place of this environment's zygote. Raises OSError where the folder is not one's own."""
    folder = _folder()
    name = fingerprint()
    return Place(folder / f"{name}.sock", folder / f"{name}.lock", folder / f"{name}.log")


def fingerprint() -> str:
    """A digest of what a fork inherits: interpreter, installed packages, our code, settings.

    Looked at again every few seconds: a server lives longer than an installation.
    """
    return _fingerprint(int(time.monotonic() / LOOK_AGAIN_SECONDS))


@lru_cache(maxsize=1)
def _fingerprint(_moment: int) -> str:
    seen = [sys.version, sys.executable, *_packages(), *_code()]
    seen += [f"{name}={os.environ.get(name, '')}" for name in FIXED_AT_IMPORT]
    return hashlib.sha256("\n".join(seen).encode()).hexdigest()[:12]


def _packages() -> list[str]:
    """An installation adds or removes entries, which changes the folder's time."""
    return [f"{f}:{Path(f).stat().st_mtime_ns}" for f in site.getsitepackages() if Path(f).exists()]


def _code() -> list[str]:
    package = Path(__file__).parents[2]
    files = sorted(p for p in package.rglob("*") if p.is_file() and "__pycache__" not in p.parts)
    return [f"{p}:{p.stat().st_mtime_ns}" for p in files]


def _folder() -> Path:
    base = Path(os.environ.get("XDG_RUNTIME_DIR") or tempfile.gettempdir())
    folder = base / f"gxlab-{os.getuid()}"
    folder.mkdir(mode=0o700, exist_ok=True)
    found = folder.lstat()
    if not stat.S_ISDIR(found.st_mode) or found.st_uid != os.getuid():
        raise PermissionError(f"目录“{folder}”不属于本用户，请删除后重试")
    folder.chmod(0o700)
    return folder


def forget() -> None:
    """Look again at the next question, without waiting."""
    _fingerprint.cache_clear()
