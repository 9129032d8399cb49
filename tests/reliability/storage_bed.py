"""A small warehouse to be abused, writers that can be killed, and a reader that is not gxlab's."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import duckdb

from tests.unit.warehouse.forms import Bench, bench_at, revenue

MONTHS = ("2026年3月", "2026年4月", "2026年5月")


def filled(root: Path, value: int = 500) -> Bench:
    """A workspace with three months of one form imported."""
    bench = bench_at(root)
    for folder in ("notebooks", "reports"):
        (root / folder).mkdir(exist_ok=True)
    hand_in(bench, value)
    bench.take_in()
    return bench


def hand_in(bench: Bench, value: int) -> None:
    """Three files that say the same value: stored together or not at all."""
    for month in MONTHS:
        bench.file(f"测试直报{month}.csv", revenue(f"A,{value},480", "B,90,100"))


def shown(warehouse: Path) -> list[str]:
    """What readers see, read with DuckDB alone: every figure of the current snapshot."""
    name = (warehouse / "current").read_text()
    with duckdb.connect(str(warehouse / f"snapshots/{name}.duckdb"), read_only=True) as con:
        rows = con.execute("select code, period, value, base from fact order by all").fetchall()
    return [" ".join(map(str, row)) for row in rows]


def told_by(value: int) -> list[str]:
    """The figures of a warehouse into which ``hand_in`` of this value went, worked by hand."""
    months = ("2026-03", "2026-04", "2026-05")
    firm_a = [f"A {month} {value}.000000 480.000000" for month in months]
    return firm_a + [f"B {month} 90.000000 100.000000" for month in months]


@dataclass
class Writers:
    """Writers of one warehouse, started one after another."""

    process: subprocess.Popen[str]
    folder: Path
    faults: list[str] = field(default_factory=list)
    child: int = 0

    def run(
        self,
        root: Path,
        *,
        action: str = "import",
        argument: str = "",
        point: int = 0,
        delay: float | None = None,
    ) -> bool:
        """One writer, killed after ``delay`` seconds or at ``point``; whether it ended itself."""
        ack = self.folder / "ack"
        ack.unlink(missing_ok=True)
        told: dict[str, Any] = {"root": str(root), "action": action, "argument": argument}
        told |= {"point": point, "ack": str(ack)}
        assert self.process.stdin and self.process.stdout
        self.process.stdin.write(json.dumps(told) + "\n")
        self.process.stdin.flush()
        self.child = int(self.process.stdout.readline())
        timer = threading.Timer(delay or 0, _kill, (self.child,))
        if delay is not None:
            timer.start()
        self.process.stdout.readline()
        timer.cancel()
        if fault := ack.with_name("ack.fault").read_text():
            self.faults.append(fault)
        return ack.exists()


def _kill(process: int) -> None:
    with suppress(ProcessLookupError):
        os.kill(process, signal.SIGKILL)


@contextmanager
def writers(folder: Path) -> Iterator[Writers]:
    """A process of writers, ended with the block."""
    folder.mkdir(parents=True, exist_ok=True)
    command = [sys.executable, "-m", "tests.reliability.storage_driver"]
    root = Path(__file__).parents[2]
    process = subprocess.Popen(
        command, cwd=root, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    try:
        yield Writers(process, folder)
    finally:
        assert process.stdin and process.stdout
        process.stdin.close()
        process.wait(timeout=60)
        process.stdout.close()


def chance(seed: int) -> random.Random:
    """Chance that falls alike in every run."""
    return random.Random(seed)
