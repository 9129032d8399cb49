"""多机执行的开销: the same plan by the local crew and by a cluster of this machine, in one run.

Two Dask workers of one thread each stand beside two local workers: no edition can be quicker there,
what is measured is what the journey costs. Both ways take turns; outputs are compared cell by cell.
In the same run: processor seconds of each report on one worker, the page's seconds in the driver,
bytes that travel, memory. Written to benchmarks/results/cluster.json; benchmarks.scale reckons
with it.

    python -m benchmarks.bench_cluster [--units 6] [--rounds 3] [--workspace FOLDER]

``--workspace``: one with data of 2026-05, such as the invented city's; without it the city is made
for the run, which takes some minutes.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import statistics
import sys
import tempfile
import threading
import time
from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path
from typing import Any

import psutil

from benchmarks import real, scale, usage
from benchmarks.same import different
from gxlab.batch import cluster, crew, station
from gxlab.batch.crew import Executed, Executor, Shop
from gxlab.batch.notebooks import described, find
from gxlab.batch.plan import Planned, chosen_units, planned
from gxlab.batch.staging import Bench, staged
from gxlab.commands.reporting import whole_press
from gxlab.reference.periods import Period
from gxlab.warehouse.desk import Desk, open_desk
from gxlab.warehouse.snapshot import current
from gxlab.workspace import Workspace

RESULT = Path(__file__).parent / "results" / "cluster.json"
WORKERS = 2
_VERSIONS = ("distributed", "papermill", "ipykernel", "duckdb", "polars")


@dataclass(frozen=True)
class Site:
    """Where a run of this benchmark works: the workspace, its desk, the plan, two folders."""

    workspace: Workspace
    desk: Desk
    plan: Sequence[Planned]
    folder: Path
    runtime: Path

    def shop(self, name: str, workers: int) -> Shop:
        """A scratch folder of its own for each way."""
        root, folder = self.workspace.root, self.folder / name
        return Shop(root, self.folder / "none", folder, workers)


def main() -> int:
    """Measure, compare, write; 1 where outputs differ."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--units", type=int, default=6, help="units, each with every report")
    parser.add_argument("--rounds", type=int, default=3, help="turns of both ways")
    parser.add_argument("--workspace", type=Path, help="a workspace with data of 2026-05")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="gxc", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        root = asked.workspace or real.city(folder)
        found = {**machine(), **measured(site(root.resolve(), folder, asked.units), asked.rounds)}
    RESULT.parent.mkdir(exist_ok=True)
    RESULT.write_text(json.dumps(found, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    print(json.dumps(found, ensure_ascii=False, indent=1))
    scale.main()  # the page of the model says what was measured last
    return 1 if found["cells_that_differ"] else 0


def machine() -> dict[str, Any]:
    """What the figures were measured on."""
    told = {
        "cores": os.cpu_count(),
        "python": platform.python_version(),
        "system": platform.system(),
        "load_before": round(os.getloadavg()[0], 2),
        "versions": {name: metadata.version(name) for name in _VERSIONS},
    }
    return {"machine": told}


def site(root: Path, folder: Path, units: int) -> Site:
    """The plan of every report for the first units of a workspace."""
    runtime = folder / "x"
    runtime.mkdir()
    os.environ["XDG_RUNTIME_DIR"] = str(runtime)
    workspace = Workspace(root)
    period = Period.parse(real.PERIOD)
    desk = open_desk(current(workspace.warehouse), None, period, folder=workspace.commentary)
    paths = find(workspace.report_notebooks)
    seen = crew.inspect(paths, Shop(root, folder, folder / "inspect"))
    notebooks = [described(name, paths[name], seen[name]["parameters"]) for name in paths]
    chosen = chosen_units(desk.units, ["all"])[:units]
    plan = planned(notebooks, chosen, str(period), "internal", {}, workspace.commentary)
    return Site(workspace, desk, plan, folder, runtime)


def measured(here: Site, rounds: int) -> dict[str, Any]:
    """Both ways in turns, then one worker edition by edition."""
    homes = {station.HOME_VARIABLE: str(here.folder / "home"), station.SHARED_VARIABLE: "/nowhere"}
    walls: dict[str, list[float]] = {"local": [], "cluster": []}
    cpus: dict[str, list[float]] = {"local": [], "cluster": []}
    with _zygote(here), _dask({"XDG_RUNTIME_DIR": str(here.runtime), **homes}) as address:
        ways = {"local": crew.execute, "cluster": cluster.executor(address, here.workspace)}
        for way, executor in ways.items():  # warm: the zygote is started, the files are sent
            _run(here, executor, f"warm-{way}", here.plan[:WORKERS])
        for _ in range(rounds):
            for way, executor in ways.items():
                spent = _run(here, executor, way, here.plan)
                walls[way].append(spent[0])
                cpus[way].append(spent[1])
    wall = {way: statistics.median(seconds) for way, seconds in walls.items()}
    cpu = {way: statistics.median(seconds) for way, seconds in cpus.items()}
    return {
        "wall_ratio_to_local": round(wall["cluster"] / wall["local"], 3),
        "cpu_ratio_to_local": round(cpu["cluster"] / cpu["local"], 3),
        "cells_that_differ": _differences(here),
        "editions": {"in_a_round": len(here.plan), "rounds": rounds, "workers": WORKERS},
        "seconds_per_edition": {
            way: {"wall": round(wall[way], 4), "cpu": round(cpu[way], 4)} for way in wall
        },
        "journey_ms_per_edition": round((wall["cluster"] - wall["local"]) * WORKERS * 1000, 1),
        **one_by_one(here),
        **sizes(here),
    }


def _run(here: Site, executor: Executor, way: str, plan: Sequence[Planned]) -> tuple[float, float]:
    """Seconds of wall and processor per edition; faults end the benchmark."""
    began, cpu = time.perf_counter(), _busy(here.runtime)
    done = list(executor(plan, here.desk.snapshot, here.shop(way, WORKERS)))
    spent = time.perf_counter() - began, _busy(here.runtime) - cpu
    for executed in done:
        _sound(executed)
    return spent[0] / len(plan), spent[1] / len(plan)


def _sound(executed: Executed) -> None:
    if "fault" in executed.answer:
        raise SystemExit(f"没有跑成：{executed.planned.edition}，{executed.answer['message']}")
    if executed.answer.get("notes"):  # an ordinary kernel: another thing is measured
        raise SystemExit(f"没有用预热内核：{executed.answer['notes']}")


def _differences(here: Site) -> int:
    """Cells with other outputs there than here; a note of other reads counts as one."""
    found = 0
    for made in here.plan:
        local, there = (here.folder / w / "run" / made.edition.stem for w in ("local", "cluster"))
        found += different(local.with_suffix(".ipynb"), there.with_suffix(".ipynb"))
        notes = [json.loads(p.with_suffix(".reads.json").read_bytes()) for p in (local, there)]
        found += notes[0] != notes[1]
    return found


def one_by_one(here: Site) -> dict[str, Any]:
    """One worker, one edition after the other: processor seconds by report, memory, the page."""
    executed: dict[str, list[float]] = defaultdict(list)
    page: dict[str, list[float]] = defaultdict(list)
    shop = here.shop("one", 1)
    bench = Bench(here.desk, shop, whole_press(here.workspace, here.desk, here.plan))
    done: list[Executed] = []
    with _watched(here.runtime) as most:
        cpu = 0.0
        # The first is made twice: the time of the first round is that of the start.
        for turn in crew.execute([here.plan[0], *here.plan], here.desk.snapshot, shop):
            now = _busy(here.runtime)
            _sound(turn)
            if cpu:
                executed[turn.planned.edition.report].append(now - cpu)
                done.append(turn)
            cpu = now
    staged(done[0], "bench", bench)  # what is loaded once is no page's
    for turn in done:
        began = time.perf_counter()
        result = staged(turn, "bench", bench)
        page[turn.planned.edition.report].append(time.perf_counter() - began)
        if result.outcome != "built":
            raise SystemExit(f"没有成页：{turn.planned.edition}，{result.entry['error']}")
    return {
        "cpu_seconds_by_report": _medians(executed),
        "page_seconds_by_report": _medians(page),
        "private_mib": {name: round(mib, 1) for name, mib in most.items()},
    }


def sizes(here: Site) -> dict[str, Any]:
    """Bytes that travel and lie: per edition, and of the snapshot per firm."""
    made = [here.folder / "cluster" / "run" / p.edition.stem for p in here.plan]
    back = [p.with_suffix(e).stat().st_size for p in made for e in (".ipynb", ".reads.json")]
    pages = (here.folder / "one" / "staged").rglob("*.html")
    snapshot = current(here.workspace.warehouse).path.stat().st_size
    con = here.desk.con
    ((firms,),) = con.sql("select count(distinct enterprise) from register").fetchall()
    ((readings,),) = con.sql("select count(*) from fact").fetchall()
    units = len(chosen_units(here.desk.units, ["all"]))
    return {
        "bytes": {
            "notebook_sent": round(
                statistics.mean(p.notebook.path.stat().st_size for p in here.plan)
            ),
            "answer_per_edition": round(sum(back) / len(made)),
            "page_per_edition": round(statistics.mean(p.stat().st_size for p in pages)),
            "snapshot": snapshot,
        },
        "data": {"firms": int(firms), "readings": int(readings), "units": units},
    }


def _medians(found: dict[str, list[float]]) -> dict[str, float]:
    return {name: round(statistics.median(seconds), 3) for name, seconds in sorted(found.items())}


def _busy(runtime: Path) -> float:
    """Processor seconds of this process, of all it has started, and of the zygote's kernels."""
    total = usage.forks(runtime).cpu()
    mine = psutil.Process()
    for process in (mine, *mine.children(recursive=True)):
        try:
            used = process.cpu_times()
        except psutil.NoSuchProcess:
            continue
        total += used.user + used.system + used.children_user + used.children_system
    return total


@contextmanager
def _watched(runtime: Path) -> Iterator[dict[str, float]]:
    """The most private memory of a kernel and of its worker while the block runs."""
    most, over = {"kernel": 0.0, "worker": 0.0}, threading.Event()

    def look() -> None:
        while not over.wait(0.1):
            kernels = usage.forks(runtime).kernels
            mine = [p.pid for p in psutil.Process().children()]
            for name, pids in (("kernel", kernels), ("worker", mine)):
                most[name] = max([most[name], *(usage.private_mib(pid) for pid in pids)])

    thread = threading.Thread(target=look)
    thread.start()
    try:
        yield most
    finally:
        over.set()
        thread.join()


@contextmanager
def _zygote(here: Site) -> Iterator[None]:
    """Neither way pays for the zygote's start: somebody stays connected to it meanwhile."""
    shop = here.shop("warm", WORKERS)
    worker = crew.hired(shop)
    try:
        _sound(crew.one(worker, here.plan[0], here.desk.snapshot, shop))
        yield
    finally:
        worker.end()


@contextmanager
def _dask(env: dict[str, str]) -> Iterator[str]:
    """A cluster of this machine; its scheduler's address."""
    import distributed

    new: Any = distributed.LocalCluster
    quiet = {"dashboard_address": ":0", "silence_logs": 50}
    with new(n_workers=WORKERS, threads_per_worker=1, env=env, **quiet) as made:
        yield made.scheduler_address


if __name__ == "__main__":
    sys.exit(main())
