"""批量执行的速度: the ways of running one notebook for many districts, in the same run.

Baselines are ``papermill`` and ``jupyter nbconvert`` from the command line, one report at a time,
as installed and with rfc3987-syntax blocked (a library that costs a second per import); the floor
is the same cells in one warm shell. Outputs of all ways are compared cell by cell. Printed and
written to benchmarks/results/engine.json: ratios, and the seconds they were made of.

    python benchmarks/bench_engine.py [--reports 12] [--baseline 4]
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import re
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Mapping
from importlib import metadata
from pathlib import Path
from typing import Any

from benchmarks.workload import DISTRICTS, write_data, write_notebook
from gxlab.batch.kernels import Worker, environment, prepare

ROOT = Path(__file__).parents[1]
RESULT = ROOT / "benchmarks" / "results" / "engine.json"
WORKERS = 2
_BIN = Path(sys.executable).parent
_BLOCK = "import sys; sys.modules['rfc3987_syntax'] = None\n"


def main() -> int:
    """Run all ways, compare, write the result."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--reports", type=int, default=32, help="reports of the warm ways")
    parser.add_argument("--baseline", type=int, default=4, help="reports of each baseline")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="gxbench") as folder:
        found = measured(Path(folder), asked.reports, asked.baseline)
    RESULT.parent.mkdir(exist_ok=True)
    RESULT.write_text(json.dumps(found, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    print(json.dumps(found, ensure_ascii=False, indent=1))
    return 1 if any(found["cells_that_differ"].values()) else 0


def measured(folder: Path, reports: int, baseline: int) -> dict[str, Any]:
    """All ways in one run."""
    data, given = folder / "bench.duckdb", folder / "bench.ipynb"
    write_data(data)
    write_notebook(given)
    block = folder / "block"
    block.mkdir()
    (block / "sitecustomize.py").write_text(_BLOCK, encoding="utf-8")
    plain = timed(lambda n: by_command(given, data, folder / "cli", n, {}), baseline)
    fixed_env = {"PYTHONPATH": str(block)}
    fixed = timed(lambda n: by_command(given, data, folder / "fixed", n, fixed_env), baseline)
    floor = in_one_shell(given, data, folder / "floor", reports, fixed_env)
    ready = readiness(folder / "ready")
    ours, private = by_crew(given, data, folder / "ours", reports)
    differ = {
        way: sum(different(folder / way, folder / "cli", n) for n in range(min(baseline, reports)))
        for way in ("fixed", "floor", "ours")
    }
    return {
        "wall_ratio_to_cli": ratio(plain["wall"], ours["wall"]),
        "wall_ratio_to_cli_without_rfc3987": ratio(fixed["wall"], ours["wall"]),
        "cpu_ratio_to_warm_floor": ratio(ours["cpu"], floor["cpu"]),
        "kernel_ready_seconds_median": round(statistics.median(ready), 3),
        "private_memory_mib": private,
        "cells_that_differ": differ,
        "seconds_per_report": {
            "cli": plain, "cli_without_rfc3987": fixed, "floor": floor, "ours": ours,
        },
        "reports": {"baselines": baseline, "warm": reports, "workers": WORKERS},
        "machine": machine(),
    }  # fmt: skip


def machine() -> dict[str, Any]:
    """What the figures were measured on."""
    names = (
        "papermill",
        "nbclient",
        "jupyter-client",
        "ipykernel",
        "duckdb",
        "altair",
        "nbconvert",
    )
    return {
        "cores": os.cpu_count(),
        "python": platform.python_version(),
        "system": platform.system(),
        "versions": {name: metadata.version(name) for name in names},
        "load_before": round(os.getloadavg()[0], 2),
    }


def timed(run: Callable[[int], None], reports: int) -> dict[str, float]:
    """Seconds of wall and of processor per report."""
    wall, cpu = time.perf_counter(), _cpu()
    for n in range(reports):
        run(n)
    return {
        "wall": round((time.perf_counter() - wall) / reports, 3),
        "cpu": round((_cpu() - cpu) / reports, 3),
    }


def by_command(given: Path, data: Path, folder: Path, n: int, more: Mapping[str, str]) -> None:
    """As it is done today: two programs a report."""
    folder.mkdir(exist_ok=True)
    made = folder / f"{n}.ipynb"
    env = {**os.environ, **more, "PATH": f"{_BIN}{os.pathsep}{os.environ['PATH']}"}
    chosen = ["-p", "district", str(n % DISTRICTS), "-p", "data", str(data)]
    commands: tuple[list[str | Path], ...] = (
        [_BIN / "papermill", "--no-progress-bar", given, made, *chosen],
        [_BIN / "jupyter", "nbconvert", "--to", "html", "--no-input", made],
    )
    for command in commands:
        subprocess.run(command, env=env, check=True, stdout=subprocess.DEVNULL,
                       stderr=subprocess.DEVNULL)  # fmt: skip


def in_one_shell(
    given: Path, data: Path, folder: Path, reports: int, more: Mapping[str, str]
) -> dict[str, float]:
    """The floor: the same cells in one warm shell, and a warm exporter; no isolation at all."""
    folder.mkdir()
    words = (given, data, folder, reports)
    command = [sys.executable, "-m", "benchmarks.floor", *map(str, words)]
    env = {**os.environ, **more}
    done = subprocess.run(command, check=True, capture_output=True, text=True, cwd=ROOT, env=env)
    found: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return found


def by_crew(given: Path, data: Path, folder: Path, reports: int) -> tuple[dict[str, float], float]:
    """Our workers with forked kernels, then a warm exporter; seconds, and private memory."""
    import nbconvert

    folder.mkdir()
    prepare(folder)
    crew = [Worker(folder, environment(folder, folder, 1)) for _ in range(WORKERS)]
    exporter: Any = nbconvert.__dict__["HTMLExporter"](exclude_input=True)
    for n, worker in enumerate(crew):  # warm: the zygote is started once, as a batch does
        _ask(worker, given, data, folder, n)
    exporter.from_filename(str(folder / "0.ipynb"))
    wall, cpu = time.perf_counter(), _cpu()
    answers: list[dict[str, Any]] = []
    memory: list[float] = []
    threads = [
        threading.Thread(target=_labour, args=(w, k, given, data, folder, reports, answers))
        for k, w in enumerate(crew)
    ]
    for thread in threads:
        thread.start()
    while any(thread.is_alive() for thread in threads):
        memory.append(_kernel_private())
        time.sleep(0.2)
    for thread in threads:
        thread.join()
    for n in range(reports):
        page, _ = exporter.from_filename(str(folder / f"{n}.ipynb"))
        (folder / f"{n}.html").write_text(page, encoding="utf-8")
    spent = time.perf_counter() - wall
    used = _cpu() - cpu
    for worker in crew:
        worker.end()
    found = {"wall": round(spent / reports, 3), "cpu": round(used / reports, 3)}
    return found, round(max(memory, default=0.0), 1)


def readiness(folder: Path, kernels: int = 10) -> list[float]:
    """Seconds from asking for a kernel to its answer, with every library loaded."""
    folder.mkdir()
    prepare(folder)
    env = environment(folder, folder, 1)
    command = [sys.executable, "-m", "benchmarks.ready", str(folder), str(kernels)]
    done = subprocess.run(command, check=True, capture_output=True, text=True, cwd=ROOT, env=env)
    found: list[float] = json.loads(done.stdout.splitlines()[-1])
    return found


def _labour(
    worker: Worker,
    first: int,
    given: Path,
    data: Path,
    folder: Path,
    reports: int,
    answers: list[dict[str, Any]],
) -> None:
    for n in range(first, reports, WORKERS):
        answers.append(_ask(worker, given, data, folder, n))


def _ask(worker: Worker, given: Path, data: Path, folder: Path, n: int) -> dict[str, Any]:
    request = {
        "op": "run",
        "notebook": str(given),
        "output": str(folder / f"{n}.ipynb"),
        "parameters": {"district": n % DISTRICTS, "data": str(data)},
        "cwd": str(folder),
        "timeout": 120,
        "env": {},
    }
    answer = worker.ask(request, 180)
    if "fault" in answer:
        raise SystemExit(f"基准笔记本没有跑成：{answer}")
    return answer


def different(folder: Path, other: Path, n: int) -> int:
    """How many cells of report ``n`` have other outputs there than here."""
    mine, theirs = (_outputs(where / f"{n}.ipynb") for where in (folder, other))
    return sum(a != b for a, b in zip(mine, theirs, strict=True))


def _outputs(path: Path) -> list[Any]:
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    injected = [c for c in cells if "injected-parameters" not in c["metadata"].get("tags", [])]
    found = [[_plain(o) for o in c.get("outputs", [])] for c in injected]
    return [json.loads(_MASK.sub("id", json.dumps(outputs, sort_keys=True))) for outputs in found]


# pandas' styler and Altair's data sets are named at random.
_MASK = re.compile(r"T_[0-9a-f]{5}|data-[0-9a-f]{32}")


def _plain(output: dict[str, Any]) -> dict[str, Any]:
    kept = {k: v for k, v in output.items() if k != "execution_count"}
    if "data" in kept:
        kept["data"] = {
            k: "".join(v) if isinstance(v, list) else v for k, v in kept["data"].items()
        }
    return kept


def ratio(more: float, less: float) -> float:
    """How many times more."""
    return round(more / less, 1)


def _cpu() -> float:
    """Processor seconds of this process, what it started, and the zygotes with what they forked."""
    used = os.times()
    own = used.user + used.system + used.children_user + used.children_system
    return own + sum(_used(p) for p in _processes() if _is_ours(p))


def _processes() -> list[Path]:
    return sorted(Path("/proc").glob("[0-9]*"))


def _is_ours(process: Path) -> bool:
    """A live worker of this process, or a zygote; a fork in work counts when it has ended."""
    try:
        words = (process / "cmdline").read_bytes()
        parent = (process / "stat").read_text().rpartition(")")[2].split()[1]
    except OSError:
        return False
    return parent == str(os.getpid()) or (b"zygote.server" in words and parent == "1")


def _used(process: Path) -> float:
    try:
        fields = (process / "stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0.0
    return sum(int(field) for field in fields[11:15]) / os.sysconf("SC_CLK_TCK")


def _kernel_private() -> float:
    """MiB of memory that the largest forked kernel shares with nobody."""
    most = 0.0
    for process in Path("/proc").glob("[0-9]*"):
        try:
            if b"zygote.server" not in (process / "cmdline").read_bytes():
                continue
            lines = (process / "smaps_rollup").read_text().splitlines()
        except OSError:
            continue
        parent = (process / "stat").read_text().rpartition(")")[2].split()[1]
        if parent == "1":
            continue  # the zygote itself
        kib = sum(int(one.split()[1]) for one in lines if one.startswith("Private_"))
        most = max(most, kib / 1024)
    return most


if __name__ == "__main__":
    sys.exit(main())
