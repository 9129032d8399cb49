"""Where the faults of a batch are tried (故障试验台): a small city, commands that can be held."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any

from gxlab.workspace import Workspace
from tests.batch.faulty import started_in, until
from tests.batch.sample import PERIOD, notebook, store_rows, workspace_at, write_notebook
from tests.conftest import CITY

UNITS = ("330101", "330102")
STATES = ("第一稿。", "第二稿。")
# Every process of a run, from its start: a day back or ahead once such a file is there.
CLOCK = """import pathlib, time
_at, _time, _ns = pathlib.Path({at!r}), time.time, time.time_ns
def _off():
    return 86_400 * ((_at / "ahead").exists() - (_at / "back").exists())
time.time = lambda: _time() + _off()
time.time_ns = lambda: _ns() + _off() * 10**9
"""
# In one county the cell says that it is there and waits, a minute at most.
WAITS = """import os, pathlib, time
if desk.unit.code == "330101" and not pathlib.Path({go!r}).exists():
    pathlib.Path({here!r}).touch()
    for _ in range(600):
        if pathlib.Path({go!r}).exists():
            break
        time.sleep(0.1)
Sentence(({said!r}, printed), "key_point")"""

Pages = dict[str, bytes]


@dataclass
class Ended:
    """How a command ended: its exit code (a signal is negative) and what it said, if anything."""

    code: int
    told: dict[str, Any] | None

    @property
    def failed(self) -> set[str]:
        """Units named as not made."""
        editions = (self.told or {}).get("editions", ())
        return {e["unit"] for e in editions if e["outcome"] in ("failed", "refused")}


@dataclass
class Held:
    """A command under way: its pid, and where its words go."""

    pid: int
    out: Path


@dataclass
class Bed:
    """A workspace with two counties' pages in two known states, and a driver of commands."""

    base: Path
    workspace: Workspace
    known: list[Pages] = field(default_factory=list)
    timeout: int = 60
    units: tuple[str, ...] = UNITS
    _server: subprocess.Popen[str] | None = None

    @property
    def here(self) -> Path:
        return self.base / "signs" / "here"

    @property
    def go(self) -> Path:
        return self.base / "signs" / "go"

    @property
    def go_cells(self) -> Path:
        """What cells wait for; there, unless they are to be stopped."""
        return self.base / "signs" / "go-cells"

    @property
    def runtime(self) -> Path:
        return self.base / "run"

    def written(self, state: int, **replaced: str) -> dict[str, Any]:
        """The report's notebook in a state."""
        said = WAITS.format(here=str(self.here), go=str(self.go_cells), said=STATES[state])
        return notebook(extra=said, **replaced)

    def write(self, state: int) -> None:
        write_notebook(self.workspace, self.written(state))

    def start(self, stage: str | None = None, *more: str) -> Held:
        """Begin a report command; held at a stage where one is named."""
        for sign in (self.here, self.go, self.go_cells):
            sign.unlink(missing_ok=True)
        if stage != "executing":
            self.go_cells.touch()
        out = self.base / "told.json"
        words = ["report", "--period", PERIOD, "--workers", "1", "--json"]
        words += ["--timeout", str(self.timeout), "--workspace", str(self.workspace.root), *more]
        for unit in self.units:
            words += ["--unit", unit]
        request = {
            "words": words, "env": {}, "out": str(out), "stage": stage,
            "here": str(self.here), "go": str(self.go),
        }  # fmt: skip
        pipe = self._pipe().stdin
        assert pipe is not None
        pipe.write(json.dumps(request) + "\n")
        pipe.flush()
        return Held(int(self._line()), out)

    def end(self, held: Held) -> Ended:
        """Let it go on and wait until it has ended."""
        self.go.touch()
        self.go_cells.touch()
        code = int(self._line())
        text = held.out.read_text(encoding="utf-8")
        return Ended(code, json.loads(text) if text.strip() else None)

    def run(self, *more: str) -> Ended:
        return self.end(self.start(None, *more))

    def reached(self) -> bool:
        """Wait until the held command stands at its stage."""
        until(self.here.exists)
        return True

    def pages(self) -> Pages:
        folder = self.workspace.reports / PERIOD / "internal"
        found = (folder / unit / "tiny.html" for unit in self.units)
        return {p.parent.name: p.read_bytes() for p in found if p.is_file()}

    def kill(self, role: str) -> int:
        """kill -9 of what is there with this role, now."""
        chosen = [pid for pid, found in started_in(self.runtime).items() if found == role]
        for pid in chosen:
            os.kill(pid, signal.SIGKILL)
        return len(chosen)

    def left_over(self, seconds: float = 10.0) -> list[str]:
        """What runs so long after a command ended, apart from the warm process and ourselves."""
        end = time.monotonic() + seconds
        own = {self._pipe().pid}
        while time.monotonic() < end:
            left = [
                r for p, r in started_in(self.runtime).items() if p not in own and r != "zygote"
            ]
            if not left:
                return []
            time.sleep(0.05)
        return left

    def scratch_bytes(self) -> int:
        folder = self.workspace.scratch
        return sum(
            p.stat().st_size for p in folder.rglob("*") if p.is_file() and not p.is_symlink()
        )

    def _pipe(self) -> subprocess.Popen[str]:
        if self._server is None:
            self._server = subprocess.Popen(
                [sys.executable, "-m", "tests.reliability.batch_driver"],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env={**os.environ, "XDG_RUNTIME_DIR": str(self.runtime),
                     "PYTHONPATH": f"{self.base / 'site'}:{Path.cwd()}"},
                text=True,
            )  # fmt: skip
        return self._server

    def _line(self) -> str:
        pipe: IO[str] | None = self._pipe().stdout
        assert pipe is not None
        line = pipe.readline()
        assert line, "驱动进程意外结束"
        return line

    def close(self) -> None:
        if self._server is not None and self._server.stdin is not None:
            self._server.stdin.close()
            self._server.wait(30)
            assert self._server.stdout is not None
            self._server.stdout.close()


def bed_at(base: Path, districts: int = 0) -> Bed:
    """A bed with both states known from runs that nobody disturbed; it stands in the second.

    With so many districts more, all of these are made, and the two are not.
    """
    for name in ("signs", "run", "site"):
        (base / name).mkdir(parents=True)
    clock = CLOCK.format(at=str(base / "signs"))
    (base / "site" / "sitecustomize.py").write_text(clock, encoding="utf-8")
    bed = Bed(base, workspace_at(base / "w"))
    if districts:
        more = [
            {"code": f"34{n:04d}", "name": f"第{n}县", "parent": "3300", "kind": "county"}
            for n in range(1, districts + 1)
        ]
        store_rows(bed.workspace, {"unit": [*CITY, *more]})
        bed.units = tuple(str(unit["code"]) for unit in more)
    for state in (0, 1):
        bed.write(state)
        assert bed.run().code == 0
        bed.known.append(bed.pages())
    assert all(bed.known[0][unit] != bed.known[1][unit] for unit in bed.units)
    return bed
