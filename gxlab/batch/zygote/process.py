"""A forked kernel as its manager sees it (内核进程): the calls of a Popen, over a connection."""

from __future__ import annotations

import contextlib
import fcntl
import os
import select
import signal
import socket
import subprocess
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from gxlab.batch.kernels import lean
from gxlab.batch.zygote import wire
from gxlab.batch.zygote.place import Place, place

_START_SECONDS = 60.0
_lease: tuple[int, socket.socket] | None = None


class NoZygote(OSError):
    """No zygote serves and none can be started here (无预热进程); ordinary kernels will do."""


class ForkedProcess:
    """A kernel forked by the zygote, with the part of Popen's surface that its manager uses."""

    stdin = stdout = stderr = None

    def __init__(self, link: socket.socket, pid: int) -> None:
        self._link, self.pid = link, pid
        self.returncode: int | None = None
        link.setblocking(False)

    def poll(self) -> int | None:
        """The exit code, None while the kernel runs; −9 where zygote and kernel are gone."""
        if self.returncode is None:
            try:
                message, _ = wire.receive(self._link)
            except BlockingIOError:
                return None
            except (OSError, ValueError):
                message = None
            self.returncode = -signal.SIGKILL if message is None else int(message["exit"])
            self._link.close()
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
        if self.poll() is None:
            os.killpg(self.pid, number)

    def terminate(self) -> None:
        """As Popen.terminate."""
        self.send_signal(signal.SIGTERM)

    def kill(self) -> None:
        """As Popen.kill."""
        self.send_signal(signal.SIGKILL)


def fork_kernel(argv: Sequence[str], env: Mapping[str, str], cwd: str) -> ForkedProcess:
    """A kernel from this environment's zygote, which is started if need be. Raises NoZygote."""
    keep_alive()
    link = _connected(place())
    request = {"op": "kernel", "argv": list(argv), "env": dict(env), "cwd": cwd}
    try:
        wire.send(link, request, (_output(1), _output(2)))
        answer, _ = wire.receive(link)
    except OSError as error:
        link.close()
        raise NoZygote(f"预热进程没有应答（{error}）") from error
    if answer is None:
        link.close()
        raise NoZygote("预热进程没有应答")
    return ForkedProcess(link, int(answer["pid"]))


def keep_alive() -> int:
    """Hold a connection as long as this process lives; the zygote's pid. Raises NoZygote."""
    global _lease
    if _lease is not None and _alive(_lease[1]):
        return _lease[0]
    if _lease is not None:
        _lease[1].close()
        _lease = None
    link = _connected(place())
    try:
        wire.send(link, {"op": "lease"})
        answer, _ = wire.receive(link)
    except OSError as error:
        raise NoZygote(f"预热进程没有应答（{error}）") from error
    if answer is None:
        raise NoZygote("预热进程没有应答")
    _lease = (int(answer["pid"]), link)
    return _lease[0]


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
    if link := _try(where.socket):
        return link
    with where.lock.open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        return _try(where.socket) or _started(where)


def _try(address: Path) -> socket.socket | None:
    link = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    try:
        link.connect(str(address))
    except OSError:
        link.close()
        return None
    return link


def _started(where: Place) -> socket.socket:
    """Start the zygote and wait until it answers. The caller holds the lock."""
    with contextlib.suppress(FileNotFoundError):
        where.socket.unlink()
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
    raise NoZygote(said[-1] if said else "预热进程没有起来")


def _environment() -> dict[str, Any]:
    # One arithmetic thread: idle threads of a library would not survive the fork.
    quiet = {"PYDEVD_DISABLE_FILE_VALIDATION": "1"}
    return {**os.environ, **quiet, "OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}
