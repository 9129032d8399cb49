"""A forked kernel as its manager sees it (内核进程): the calls of a Popen, over a connection."""

from __future__ import annotations

import contextlib
import os
import select
import signal
import socket
import subprocess
import threading
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, BinaryIO

from gxlab.batch.lean import lean
from gxlab.batch.zygote import wire
from gxlab.batch.zygote.place import Place, place

_START_SECONDS = 60.0
_ANSWER_SECONDS = 10.0
# The settings of pyarrow's and polars' own allocators, read when they are loaded.
_ALLOCATORS = ("JE_ARROW_MALLOC_CONF", "_RJEM_MALLOC_CONF")
# Two kernels may be asked for at once, by threads of one server.
_turn = threading.Lock()
# The zygote's pid, a connection to it, and where it listens.
_lease: tuple[int, socket.socket, Path] | None = None
# CPU seconds of the kernels that ended: no child of this process, they are in none of its counts.
_used: list[float] = []
# Why none could be started here: it would be the same the next time, and cost seconds.
_refusal: dict[Path, str] = {}


class NoZygote(OSError):
    """No zygote serves and none can be started here (无预热进程); ordinary kernels will do."""


class ForkedProcess:
    """A kernel forked by the zygote, with the part of Popen's surface that its manager uses."""

    stdin = stdout = stderr = None

    def __init__(self, inbox: wire.Inbox, pid: int, ready: BinaryIO) -> None:
        self._inbox, self.pid, self._ready = inbox, pid, ready
        # Can be read once it serves, or has ended.
        self.ready = ready.fileno()
        self.returncode: int | None = None
        self._serves = False
        os.set_blocking(ready.fileno(), False)

    def serves(self) -> bool:
        """Whether its sockets and shell are there; stays False where it ended before."""
        if not self._ready.closed and (said := self._ready.read(1)) is not None:
            self._serves = said != b""
            self._ready.close()
        return self._serves

    def poll(self) -> int | None:
        """The exit code, None while the kernel runs; −9 where zygote and kernel are gone."""
        if self.returncode is None:
            try:
                told = self._inbox.take()
                self.returncode = int(told["exit"])
                _used.append(float(told["cpu"]))
            except BlockingIOError:
                return None
            except (OSError, ValueError, KeyError):
                self.returncode = -signal.SIGKILL
            self._inbox.close()
            self._ready.close()
        return self.returncode

    def wait(self, timeout: float | None = None) -> int:
        """As Popen.wait. Raises subprocess.TimeoutExpired."""
        end = None if timeout is None else time.monotonic() + timeout
        while (code := self.poll()) is None:
            if end is not None and time.monotonic() > end:
                raise subprocess.TimeoutExpired("kernel", timeout or 0)
            time.sleep(0.002)
        return code

    def send_signal(self, number: int) -> None:
        """Signal the kernel and what it started."""
        if self.poll() is not None:
            return
        try:
            os.killpg(self.pid, number)
        except ProcessLookupError:  # just forked, it leads no group yet; or gone by now
            with contextlib.suppress(ProcessLookupError):
                os.kill(self.pid, number)

    def terminate(self) -> None:
        """As Popen.terminate."""
        self.send_signal(signal.SIGTERM)

    def kill(self) -> None:
        """As Popen.kill."""
        self.send_signal(signal.SIGKILL)


def fork_kernel(argv: Sequence[str], env: Mapping[str, str], cwd: str) -> ForkedProcess:
    """A kernel from this environment's zygote, which is started if need be. Raises NoZygote."""
    keep_alive()
    request = {
        "op": "kernel",
        "argv": list(argv),
        "env": dict(env),
        "cwd": str(Path(cwd).resolve()),
    }
    serves, tell = os.pipe()
    ready = os.fdopen(serves, "rb", buffering=0)
    try:
        inbox, pid = _answered(request, place(), (_output(1), _output(2), tell))
    except NoZygote:
        ready.close()
        raise
    finally:
        os.close(tell)
    return ForkedProcess(inbox, pid, ready)


def cpu_seconds() -> float:
    """What the forked kernels of this process have used by their ends, in CPU seconds."""
    return sum(_used)


def keep_alive() -> int:
    """Hold a connection as long as this process lives; the zygote's pid. Raises NoZygote."""
    global _lease
    with _turn:
        where = place()
        if _lease is not None and _lease[2] == where.socket and _alive(_lease[1]):
            return _lease[0]
        if _lease is not None:  # it has ended, or is of packages and settings of before
            _lease[1].close()
            _lease = None
        inbox, pid = _answered({"op": "lease"}, where)
        _lease = (pid, inbox.link, where.socket)
        return pid


def _answered(
    request: Mapping[str, Any], where: Place, files: Sequence[int] = ()
) -> tuple[wire.Inbox, int]:
    """A connection with the pid the zygote answered on it. Raises NoZygote."""
    inbox = wire.Inbox(_connected(where))
    inbox.link.settimeout(_ANSWER_SECONDS)
    try:
        wire.send(inbox.link, request, files)
        answer = inbox.take()
    except (OSError, ValueError) as error:
        inbox.close()
        raise NoZygote(f"预热进程没有应答（{error}）") from error
    if "pid" not in answer:
        inbox.close()
        raise NoZygote(f"预热进程不能复制（{answer.get('refused', '原因未说明')}）")
    inbox.link.setblocking(False)
    return inbox, int(answer["pid"])


def _alive(link: socket.socket) -> bool:
    try:
        return link.recv(1, socket.MSG_PEEK | socket.MSG_DONTWAIT) != b""
    except BlockingIOError:
        return True
    except OSError:
        return False


def _output(number: int) -> int:
    """This process's own output; where there is none (a service), nothing is kept."""
    try:
        os.fstat(number)
    except OSError:
        return os.open(os.devnull, os.O_WRONLY)
    return number


def _connected(where: Place) -> socket.socket:
    import fcntl  # not on every system; this module is imported on all

    if link := _try(where.socket):
        return link
    with where.lock.open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        return _try(where.socket) or _started(where)


def _try(address: Path) -> socket.socket | None:
    link = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    try:
        with wire.reachable(address) as short:
            link.connect(short)
    except OSError:
        link.close()
        return None
    return link


def _started(where: Place) -> socket.socket:
    """Start the zygote and wait until it answers. The caller holds the lock."""
    if where.socket in _refusal:
        raise NoZygote(_refusal[where.socket])
    with contextlib.suppress(FileNotFoundError):
        where.socket.unlink()
    if where.log.exists():  # what the one before said stays to be read
        where.log.replace(where.log.with_suffix(".before.log"))
    ready, tell = os.pipe()
    try:
        with where.log.open("w", encoding="utf-8") as log:
            # What is started here only forks and leaves: the zygote is nobody's child.
            subprocess.run(
                [*lean("gxlab.batch.zygote.server", "main"), str(where.socket), str(tell)],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                env=_environment(),
                pass_fds=(tell,),
                cwd=where.socket.parent,  # not the folder of whichever edition came first
                check=False,
            )
        os.close(tell)
        # It says a word when it serves; where it ends without one, reading ends too.
        heard, _, _ = select.select([ready], [], [], _START_SECONDS)
        if heard and os.read(ready, 1) and (link := _try(where.socket)):
            return link
    finally:
        os.close(ready)
    said = where.log.read_text(encoding="utf-8", errors="replace").strip().splitlines()
    _refusal[where.socket] = said[-1] if said else "预热进程没有起来"
    raise NoZygote(_refusal[where.socket])


def _environment() -> dict[str, Any]:
    # One arithmetic thread, no housekeeping of memory: threads would not survive the fork.
    threads = {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}
    memory = dict.fromkeys(_ALLOCATORS, "background_thread:false")
    return {**os.environ, "PYDEVD_DISABLE_FILE_VALIDATION": "1", **threads, **memory}
