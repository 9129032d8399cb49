"""A process that runs ``gxlab`` commands as forks of itself (测试用的驱动), and can hold them.

Each request is a JSON line: words, env, out (a file), and where to stop: at ``stage`` the command
writes ``here`` and waits for ``go``. Answers are the pid, and later the exit code.
"""

from __future__ import annotations

import json
import os
import signal
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from gxlab.batch import journal, run
from gxlab.batch.crew import Shop, inspect
from gxlab.cli import main
from gxlab.commands import reporting
from gxlab.workspace import Workspace

STAGES = ("planned", "executing", "one finished", "before placing", "placing")


# What papermill finds in the parameters of a notebook is asked once: all states have the same.
_inspected: dict[str, dict[str, Any]] = {}


def _known(notebooks: Mapping[str, Path], shop: Shop) -> dict[str, dict[str, Any]]:
    return {name: _inspected[name] for name in notebooks}


def serve() -> None:
    """Read requests until the input ends; a child is answered for when it has ended."""
    for line in sys.stdin:
        request = json.loads(line)
        if not _inspected:
            root = Path(request["words"][request["words"].index("--workspace") + 1])
            shop = Shop(root, root / "reports", root.parent / "inspecting")
            notebook = Workspace(root).report_notebooks / "tiny.ipynb"
            _inspected.update(inspect({"tiny": notebook}, shop))
            vars(reporting)["inspect"] = _known
        pid = os.fork()
        if pid == 0:
            _child(request)
        _say(pid)
        _say(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]))


def _say(number: int) -> None:
    sys.stdout.write(f"{number}\n")
    sys.stdout.flush()


def _child(request: dict[str, Any]) -> None:
    signal.signal(signal.SIGINT, signal.default_int_handler)
    out = os.open(request["out"], os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
    nothing = os.open(os.devnull, os.O_RDWR)
    os.dup2(nothing, 0)
    os.dup2(out, 1)
    os.dup2(nothing, 2)
    os.environ.update(request["env"])
    if request.get("stage"):
        _hold(request["stage"], Path(request["here"]), Path(request["go"]))
    code = 1
    try:
        main(request["words"])
    except SystemExit as leave:
        code = int(leave.code or 0)
    finally:
        sys.stdout.flush()
        os._exit(code)


def _hold(stage: str, here: Path, go: Path) -> None:
    """Stop once at a stage; in a cell it is the cell itself that waits."""

    def pause() -> None:
        if here.exists():
            return
        here.touch()
        while not go.exists():
            time.sleep(0.01)

    holds: dict[str, Callable[[Callable[[], None]], None]] = {
        "planned": lambda stop: _before(reporting, "run", stop),
        "one finished": lambda stop: _after(run, "staged", stop),
        "before placing": lambda stop: _before(journal, "carry_out", stop),
        "placing": _amid_moves,
    }
    if stage in holds:
        holds[stage](pause)


def _before(module: Any, name: str, stop: Callable[[], None]) -> None:
    real = getattr(module, name)

    def held(*given: Any, **named: Any) -> Any:
        stop()
        return real(*given, **named)

    setattr(module, name, held)


def _after(module: Any, name: str, stop: Callable[[], None]) -> None:
    real = getattr(module, name)

    def held(*given: Any, **named: Any) -> Any:
        found = real(*given, **named)
        stop()
        return found

    setattr(module, name, held)


def _amid_moves(stop: Callable[[], None]) -> None:
    real = journal._make

    def held(moves: Any) -> None:
        listed = list(moves)
        real(listed[:3])
        stop()
        real(listed)

    journal._make = held


if __name__ == "__main__":
    serve()
