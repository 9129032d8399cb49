"""The zygote's process (预热进程): one thread, no loop library; it listens, forks, and buries.

Whoever asks for a kernel keeps the connection: when it closes, that kernel is ended. A connection
that asks for nothing keeps the zygote alive. With no connection left it ends after a short wait.
"""

from __future__ import annotations

import contextlib
import os
import select
import signal
import socket
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NoReturn

from gxlab.batch.zygote import kernel, warm, wire

IDLE_SECONDS = 5.0
# A client sends its request at once; one that does not is not waited for.
_REQUEST_SECONDS = 2.0


@dataclass
class _House:
    listener: socket.socket
    wake: int
    # Every connection with the kernel it asked for; None where it asked for none.
    links: dict[socket.socket, int | None] = field(default_factory=dict)


def main() -> None:
    """Warm up, then serve until nobody is left. Arguments: the address, and a file number to write
    to once it is served."""
    where, ready = Path(sys.argv[1]), int(sys.argv[2])
    if os.fork():
        os._exit(0)
    os.setsid()
    warm.warm()
    if strange := warm.strange_threads():
        sys.exit(f"预热后有多余线程：{'、'.join(strange)}，不能复制进程")
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as listener:
        listener.bind(str(where))
        listener.listen(64)
        listener.setblocking(False)
        os.write(ready, b"+")
        os.close(ready)
        _serve(listener)
        with contextlib.suppress(FileNotFoundError):
            where.unlink()
    os._exit(0)  # libraries would complain of what they hold; nothing here is worth their care


def _serve(listener: socket.socket) -> None:
    asleep, wake = os.pipe2(os.O_NONBLOCK | os.O_CLOEXEC)
    signal.signal(signal.SIGCHLD, lambda *_: None)
    signal.set_wakeup_fd(wake, warn_on_full_buffer=False)
    house = _House(listener, wake)
    while True:
        waiting: list[Any] = [listener, asleep, *house.links]
        ready, _, _ = select.select(waiting, [], [], None if house.links else IDLE_SECONDS)
        if not ready and not house.links:
            return
        if asleep in ready:
            with contextlib.suppress(BlockingIOError):
                os.read(asleep, 4096)
            _bury(house)
        for link in [one for one in ready if one in house.links]:
            _hear(house, link)
        if listener in ready:
            _admit(house)


def _admit(house: _House) -> None:
    try:
        link, _ = house.listener.accept()
    except BlockingIOError:
        return
    link.settimeout(_REQUEST_SECONDS)
    try:
        request, files = wire.receive(link)
    except (OSError, ValueError):
        link.close()
        return
    if request is None:
        link.close()
        return
    house.links[link] = None
    if request["op"] == "kernel":
        _fork(house, link, request, files)
    else:
        wire.send(link, {"pid": os.getpid()})


def _fork(house: _House, link: socket.socket, request: dict[str, object], files: list[int]) -> None:
    pid = os.fork()
    if pid == 0:
        _be_kernel(house, request, files)
    for file in files:
        os.close(file)
    house.links[link] = pid
    with contextlib.suppress(OSError):  # whoever asked has gone: its closed link ends the kernel
        wire.send(link, {"pid": pid})


def _be_kernel(house: _House, request: dict[str, object], files: list[int]) -> NoReturn:
    signal.set_wakeup_fd(-1)
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    os.close(house.wake)
    house.listener.close()
    for link in house.links:
        link.close()
    kernel.become(request, files)


def _hear(house: _House, link: socket.socket) -> None:
    """A connection says nothing after its request; that it can be read means that it closed."""
    try:
        data = link.recv(4096)
    except OSError:
        data = b""
    if data:
        return
    pid = house.links.pop(link)
    link.close()
    if pid is not None:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(pid, signal.SIGKILL)


def _bury(house: _House) -> None:
    while True:
        try:
            pid, status = os.waitpid(-1, os.WNOHANG)
        except ChildProcessError:
            return
        if pid == 0:
            return
        for link, kernel_pid in list(house.links.items()):
            if kernel_pid == pid:
                _tell(link, os.waitstatus_to_exitcode(status))
                house.links[link] = None


def _tell(link: socket.socket, code: int) -> None:
    with contextlib.suppress(OSError):
        wire.send(link, {"exit": code})


if __name__ == "__main__":
    main()
