"""What the tests of faults share: a cell that waits, and the processes a run has started."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable
from pathlib import Path

# Waits until the file is there, a minute at most; it says first that it has come so far.
WAITING = """import os, pathlib, time
pathlib.Path({here!r}, desk.unit.code).write_text(str(os.getpid()))
for _ in range(600):
    if pathlib.Path({go!r}).exists():
        break
    time.sleep(0.1)
None"""


def waiting(here: Path, go: Path) -> str:
    """A cell that notes its kernel's pid in a folder and waits for a file."""
    here.mkdir(exist_ok=True)
    return WAITING.format(here=str(here), go=str(go))


def until(condition: Callable[[], object], seconds: float = 60.0) -> None:
    """Wait for something; fail where it does not come."""
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "等不到"
        time.sleep(0.05)


def started_in(runtime: Path) -> dict[int, str]:
    """Processes begun with this runtime folder in their environment: pid → role.

    Whatever a cell starts is among them, however far it has gone from its parent.
    """
    mark = f"XDG_RUNTIME_DIR={runtime}".encode()
    found = {}
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            if mark in (folder / "environ").read_bytes().split(b"\0"):
                found[int(folder.name)] = _role(folder)
        except OSError:
            continue
    found.pop(os.getpid(), None)
    return found


def _role(folder: Path) -> str:
    words = (folder / "cmdline").read_bytes()
    if b"gxlab.batch.worker" in words:
        return "worker"
    if b"gxlab.commands.printing" in words:
        return "pressman"
    if b"zygote.server" in words:
        parent = (folder / "stat").read_text().rpartition(")")[2].split()[1]
        return "zygote" if parent == "1" else "kernel"
    return "kernel" if b"ipykernel" in words else words.replace(b"\0", b" ").decode()[:60]


def only_the_zygote(runtime: Path) -> bool:
    """Whether nothing is left but the warm process, which ends by itself."""
    return set(started_in(runtime).values()) <= {"zygote"}


def kill(runtime: Path, role: str) -> None:
    """kill -9 of every process with this role."""
    chosen = [pid for pid, found in started_in(runtime).items() if found == role]
    assert chosen, started_in(runtime)
    for pid in chosen:
        os.kill(pid, signal.SIGKILL)
