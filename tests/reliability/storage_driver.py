"""A process that forks one writer a line of input, so that each can be killed while it works.

Every library is loaded before the fork, so that the time of a writer is that of its work. It is
told as JSON: ``root``, ``action`` (import, undo, restore), ``argument``, ``point``: kill yourself
at this call that opens, renames, copies or removes a file of the warehouse; 0 never. A writer that
has come to its end says so by a line in the file ``ack``; one that fails writes why.
"""

from __future__ import annotations

import itertools
import json
import os
import signal
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from gxlab.warehouse import importing, recovery, snapshot
from gxlab.warehouse.snapshot import Snapshot
from gxlab.warehouse.store import Store
from tests.unit.warehouse.forms import Bench

_EVENTS = ("open", "os.rename", "os.remove", "os.truncate", "shutil.copyfile")


def die_at(point: int, folder: str) -> Callable[[str, tuple[Any, ...]], None]:
    """A hook that kills this process at its n-th file event in the folder."""
    seen: Iterator[int] = itertools.count(1)

    def hook(event: str, arguments: tuple[Any, ...]) -> None:
        if event not in _EVENTS or not any(folder in str(one) for one in arguments[:2]):
            return
        if event == "open" and arguments[1] in ("r", "rb") and not arguments[2] & os.O_WRONLY:
            return
        if next(seen) == point:
            os.kill(os.getpid(), signal.SIGKILL)

    return hook


def die(store: Store, batch: str) -> Snapshot:
    """Kill this process where a snapshot would be made."""
    os.kill(os.getpid(), signal.SIGKILL)
    raise AssertionError(store, batch)


def work(told: dict[str, Any]) -> None:
    """Do what was told and say so."""
    bench = Bench(Path(told["root"]))
    if told["point"]:
        sys.addaudithook(die_at(told["point"], str(bench.places.warehouse)))
    match told["action"]:
        case "undo":
            importing.undo(told["argument"], bench.places)
        case "restore":
            recovery.restore(told["argument"], bench.places)
        case "die before the snapshot":
            snapshot.build = die
            bench.take_in()
        case _:
            bench.take_in()
    handle = os.open(told["ack"], os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    os.write(handle, b"done\n")


def main() -> None:
    """Fork a writer for every line."""
    for line in sys.stdin:
        told = json.loads(line)
        child = os.fork()
        if child == 0:
            fault = os.open(f"{told['ack']}.fault", os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
            os.dup2(fault, sys.stderr.fileno())  # a failure ends here, with its traceback
            work(told)
            os._exit(0)
        say(child)
        say(os.waitpid(child, 0)[1])


def say(number: int) -> None:
    """One number to whoever asked."""
    sys.stdout.write(f"{number}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
