"""The zygote's process (预热进程): one thread, no loop library; it listens, forks, and buries.

Whoever asks for a kernel keeps the connection: when it closes, that kernel is ended. A connection
that asks for nothing keeps the zygote alive. With no connection left it ends after a short wait.
No caller can end it or hold it up: each is heard as far as it has spoken, and one that has gone is
dropped wherever that is noticed.
"""

from __future__ import annotations

import contextlib
import os
import select
import signal
import socket
import sys
import time
import traceback
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NoReturn

from gxlab.batch.zygote import kernel, warm, wire

IDLE_SECONDS = 5.0
# Where no more files can be opened it tries again, without burning a processor meanwhile.
_OUT_OF_FILES_SECONDS = 0.05


@dataclass
class _Guest:
    """A connection, and the kernel it asked for; None before it asked and after that ended."""

    inbox: wire.Inbox
    kernel: int | None = None


@dataclass
class _House:
    listener: socket.socket
    # Its address; None once nobody new can find it.
    door: Path | None
    wake: int = -1
    guests: dict[socket.socket, _Guest] = field(default_factory=dict)


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
        with wire.reachable(where) as address:
            listener.bind(address)
        listener.listen(64)
        listener.setblocking(False)
        os.write(ready, b"+")
        os.close(ready)
        code = 1
        try:
            _serve(_House(listener, where))
            code = 0
        finally:
            if sys.exception() is not None:
                traceback.print_exc()
                sys.stderr.flush()
            # Libraries would complain of what they hold; nothing here is worth their care.
            os._exit(code)


def _serve(house: _House) -> None:
    asleep, house.wake = os.pipe2(os.O_NONBLOCK | os.O_CLOEXEC)
    signal.signal(signal.SIGCHLD, lambda *_: None)
    signal.set_wakeup_fd(house.wake, warn_on_full_buffer=False)
    while True:
        waiting: list[Any] = [house.listener, asleep, *house.guests]
        ready, _, _ = select.select(waiting, [], [], None if house.guests else IDLE_SECONDS)
        if not ready and not house.guests and _closed(house):
            return
        if asleep in ready:
            with contextlib.suppress(BlockingIOError):
                os.read(asleep, 4096)
            _bury(house)
        for link in [one for one in ready if one in house.guests]:
            _hear(house, link)
        if house.listener in ready:
            _admit(house)


def _closed(house: _House) -> bool:
    """Close the door; False where somebody stands in it already, who is still served."""
    if house.door is not None:
        # Once only: by the next time another zygote may listen there.
        house.door.unlink(missing_ok=True)
        house.door = None
    return not select.select([house.listener], [], [], 0)[0]


def _admit(house: _House) -> None:
    try:
        link, _ = house.listener.accept()
    except BlockingIOError:
        return
    except OSError:
        time.sleep(_OUT_OF_FILES_SECONDS)
        return
    link.setblocking(False)
    house.guests[link] = _Guest(wire.Inbox(link))


def _hear(house: _House, link: socket.socket) -> None:
    """What a connection asks; or that it closed."""
    guest = house.guests[link]
    try:
        request = guest.inbox.take()
        if request.get("op") == "kernel":
            _fork(house, guest, request)
        else:
            wire.send(link, {"pid": os.getpid()})
    except BlockingIOError:
        return
    except (OSError, ValueError):
        _part(house, link)


def _fork(house: _House, guest: _Guest, request: dict[str, Any]) -> None:
    zygote = os.getpid()
    try:
        pid = os.fork()
    except OSError as error:
        wire.send(guest.inbox.link, {"refused": str(error)})
        return
    if pid == 0:
        _be_kernel(house, request, guest, zygote)
    guest.kernel = pid
    guest.inbox.drop_files()
    wire.send(guest.inbox.link, {"pid": pid})


def _be_kernel(house: _House, request: dict[str, Any], guest: _Guest, zygote: int) -> NoReturn:
    signal.set_wakeup_fd(-1)
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    os.close(house.wake)
    house.listener.close()
    for other in house.guests.values():
        other.inbox.link.close()
        if other is not guest:
            other.inbox.drop_files()
    kernel.become(request, guest.inbox.files, zygote)


def _part(house: _House, link: socket.socket) -> None:
    """A connection is over, and with it the kernel it asked for."""
    guest = house.guests.pop(link)
    guest.inbox.close()
    if guest.kernel is None:
        return
    try:
        os.killpg(guest.kernel, signal.SIGKILL)
    except ProcessLookupError:
        # Just forked, it leads no group yet; it is not buried either, so the number is its own.
        with contextlib.suppress(ProcessLookupError):
            os.kill(guest.kernel, signal.SIGKILL)


def _bury(house: _House) -> None:
    while True:
        try:
            pid, status, used = os.wait4(-1, os.WNOHANG)
        except ChildProcessError:
            return
        if pid == 0:
            return
        for link, guest in house.guests.items():
            if guest.kernel == pid:
                guest.kernel = None
                with contextlib.suppress(OSError):  # it is dropped when it is next heard
                    code, cpu = os.waitstatus_to_exitcode(status), used.ru_utime + used.ru_stime
                    wire.send(link, {"exit": code, "cpu": cpu})


if __name__ == "__main__":
    main()
