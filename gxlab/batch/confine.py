"""What a report's cells may touch (执行边界): their own folder, their data, no network.

A report notebook computes and shows. It has no business writing elsewhere, reading the writer's
database, asking the network or starting programs; where it tries, its edition fails and says what
was refused. Two fences: Linux keeps the whole process inside (Landlock), whatever library acts for
it; everywhere Python's own audit hook refuses and says so in words. The hook alone is no match for
native code: what holds on which system stands in docs/操作指南.md.
"""

from __future__ import annotations

import ctypes
import json
import os
import stat
import struct
import sys
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path
from typing import Any

from gxlab.workspace import Workspace

VARIABLE = "GXLAB_CONFINED"

# Linux: include/uapi/linux/landlock.h. The system call numbers are the same on every processor.
_CREATE, _ADD, _RESTRICT = 444, 445, 446
_EXECUTE, _WRITE_FILE, _READ_FILE, _TRUNCATE = 1 << 0, 1 << 1, 1 << 2, 1 << 14
# Removing, making things of every kind, linking across folders: for folders only.
_CHANGE_FOLDER = sum(1 << bit for bit in (4, 5, 6, 7, 8, 9, 10, 11, 12, 13))
_WRITE = _WRITE_FILE | _CHANGE_FOLDER | _TRUNCATE
_CONNECT_TCP = 1 << 1
_SIGNALS_AND_NAMELESS_SOCKETS = 0b11
_NO_NEW_PRIVILEGES = 38
# Files since version 1, cutting them short since 3, the network since 4, signals since 6.
_TRUNCATE_SINCE, _NETWORK_SINCE, _SCOPE_SINCE = 3, 4, 6

_STARTS = ("subprocess.Popen", "os.system", "os.exec", "os.posix_spawn", "os.spawn", "os.startfile",
           "os.fork", "os.forkpty", "pty.spawn")  # fmt: skip
_NETWORK = ("socket.connect", "socket.sendto", "socket.sendmsg", "socket.getaddrinfo",
            "socket.gethostbyname")  # fmt: skip
_CHANGES = ("os.remove", "os.rename", "os.rmdir", "os.mkdir", "os.link", "os.symlink",
            "os.truncate", "os.chmod", "os.chown", "shutil.rmtree", "shutil.move")  # fmt: skip
_WATCHED = frozenset((*_STARTS, *_NETWORK, *_CHANGES, "open", "os.kill", "os.killpg"))
_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND


@dataclass(frozen=True)
class Bounds:
    """Folders a process may write to, places whose files it may not read, and files of these that
    it may read all the same."""

    write: tuple[str, ...]
    hidden: tuple[str, ...] = ()
    shown: tuple[str, ...] = ()

    def told(self) -> str:
        """As the environment hands it on."""
        return json.dumps(asdict(self))


def bounds(root: Path, scratch: Path, own: Path, audience: str, period: str) -> Bounds:
    """The bounds of an edition's cells: ``own`` is their folder, ``root`` the workspace.

    Internal editions read snapshots, texts and signed releases; shared ones the prepared figures
    and nothing else of the bureau's data.
    """
    here = Workspace(root.resolve())
    main = here.warehouse / "main.duckdb"
    hidden = [here.reports, here.raw, here.inbox, here.quarantine, main, Path(f"{main}.wal"),
              here.warehouse / "releases"]  # fmt: skip
    shown: list[Path] = []
    if audience == "shared":
        hidden = [here.reports, here.root / "data"]
        shown = [here.prepared_release(period) / "shared.duckdb"]
        shown += [scratch / "runtime", scratch / "ipython"]  # what a kernel itself needs to begin
    return Bounds((str(own.resolve()),), tuple(map(str, hidden)), tuple(map(str, shown)))


def confine() -> None:
    """Put up the fences that the environment asks for; before any thread is started."""
    told = os.environ.get(VARIABLE)
    if not told:
        return
    found = Bounds(**{name: tuple(paths) for name, paths in json.loads(told).items()})
    if version():
        _landlock(found)
    sys.addaudithook(_Hook(found))


def version() -> int:
    """The version of Landlock that this system has; 0 where there is none."""
    if not sys.platform.startswith("linux"):
        return 0
    return max(0, _call(_CREATE, None, 0, 1))


def _call(number: int, *given: Any) -> int:
    done: int = ctypes.CDLL(None, use_errno=True).syscall(number, *given)
    return done


def _landlock(found: Bounds) -> None:
    """Nothing is run, nothing written but below ``write`` and the temporary folder, nothing read of
    what is hidden, no connection made, no process outside told anything."""
    has = version()
    files = _EXECUTE | _READ_FILE | _WRITE
    files &= ~(_TRUNCATE if has < _TRUNCATE_SINCE else 0)
    files &= ~(1 << 13 if has < 2 else 0)
    wanted = (ctypes.c_uint64 * 3)(
        files,
        _CONNECT_TCP if has >= _NETWORK_SINCE else 0,
        _SIGNALS_AND_NAMELESS_SOCKETS if has >= _SCOPE_SINCE else 0,
    )
    size = 24 if has >= _SCOPE_SINCE else 16 if has >= _NETWORK_SINCE else 8
    rules = _call(_CREATE, ctypes.byref(wanted), ctypes.c_size_t(size), 0)
    if rules < 0:
        return
    add = partial(_allow, ctypes.CDLL(None).syscall, rules)
    for path in _around("/", found.hidden):
        add(path, _READ_FILE)
    for path in (*found.write, *found.shown):
        add(path, _READ_FILE)
    for path in (*found.write, tempfile.gettempdir(), "/dev"):
        add(path, _WRITE & files)
    ctypes.CDLL(None).prctl(_NO_NEW_PRIVILEGES, 1, 0, 0, 0)
    _call(_RESTRICT, rules, 0)
    os.close(rules)


def _around(folder: str, hidden: Sequence[str]) -> Iterator[str]:
    """Everything below a folder but what is hidden, in as few pieces as there are."""
    if folder in hidden:
        return
    below = [path for path in hidden if path.startswith(folder.rstrip("/") + "/")]
    if not below:
        yield folder
        return
    try:
        entries = list(os.scandir(folder))
    except OSError:
        return
    for entry in entries:
        if not entry.is_symlink():  # what it leads to is met where it really lies
            yield from _around(entry.path, below)


def _allow(syscall: Any, rules: int, path: str, access: int) -> None:
    try:
        handle = os.open(path, os.O_PATH | os.O_CLOEXEC)
    except OSError:
        return
    if not stat.S_ISDIR(os.fstat(handle).st_mode):
        access &= _READ_FILE | _WRITE_FILE | _TRUNCATE
    syscall(_ADD, rules, 1, struct.pack("=Qi", access, handle), 0)
    os.close(handle)


class _Hook:
    """Refuses in words what a cell has no business doing (审计钩子)."""

    def __init__(self, found: Bounds) -> None:
        own = [os.path.realpath(path) for path in found.write]
        self._own = tuple(f"{path}{os.sep}" for path in own)
        self._kept = tuple(f"{os.path.realpath(p)}{os.sep}" for p in found.hidden)
        self._temporary = (f"{os.path.realpath(tempfile.gettempdir())}{os.sep}", f"{os.sep}dev/")

    def __call__(self, event: str, given: tuple[Any, ...]) -> None:
        if event not in _WATCHED:
            return
        if event == "open":
            self._opened(*given)
        elif event in _STARTS:
            raise PermissionError("报告笔记本不得启动其他程序，请去掉这一步。")
        elif event in _NETWORK:
            _refuse_network(event, given)
        elif event in ("os.kill", "os.killpg"):
            if given[0] not in (os.getpid(), 0):
                raise PermissionError("报告笔记本不得结束其他进程，请去掉这一步。")
        else:
            for place in _places(given):
                self._changed(place)

    def _opened(self, path: object, mode: object, flags: object) -> None:
        if isinstance(flags, int) and flags & _WRITING and isinstance(path, str | bytes):
            self._changed(path)

    def _changed(self, path: str | bytes) -> None:
        place = os.path.realpath(os.fsdecode(path)) + os.sep
        if place.startswith(self._own):
            return
        if place.startswith(self._kept) or not place.startswith(self._temporary):
            told = os.fsdecode(path)
            raise PermissionError(f"报告笔记本不得改动自己运行文件夹以外的文件：“{told}”。")


def _places(given: Iterable[object]) -> Iterator[str | bytes]:
    for value in given:
        if isinstance(value, str | bytes | os.PathLike):
            yield os.fspath(value)


def _refuse_network(event: str, given: tuple[Any, ...]) -> None:
    # Two words name a socket of this machine by its file; the network's addresses are pairs.
    address = given[-1] if event.startswith(("socket.connect", "socket.send")) else None
    if isinstance(address, str | bytes) or (address is None and event.startswith("socket.send")):
        return
    raise PermissionError("报告笔记本不得访问网络，请去掉这一步。")
