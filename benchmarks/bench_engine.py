"""批量执行的速度: the ways of running one notebook for many districts, in the same run.

Baselines are ``papermill`` and ``jupyter nbconvert`` from the command line, one report at a time,
as installed and with rfc3987-syntax blocked (a library that costs a second per import); the floor
is the same cells in one warm shell. Beside the fixed notebook stand the real reports, against
their own floor. Outputs of all ways are compared cell by cell. Printed and written to
benchmarks/results/engine.json: ratios, and the seconds they were made of.

    python -m benchmarks.bench_engine [--reports 24] [--baseline 4] [--workspace FOLDER]

``--workspace``: one with data of 2026-05, such as the invented city's; else the one in
GXLAB_WORKSPACE, or this clone's. Where there is none the city is made for the run, which takes
some minutes.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import sys
import tempfile
from collections.abc import Mapping, Sequence
from importlib import metadata
from pathlib import Path
from typing import Any

from benchmarks import real, ways
from benchmarks.jobs import Job
from benchmarks.same import different
from benchmarks.ways import Spent
from benchmarks.workload import jobs as fixed_jobs
from gxlab.batch.kernels import FIXED_ENVIRONMENT
from gxlab.batch.lean import put_off

RESULT = ways.ROOT / "benchmarks" / "results" / "engine.json"
WORKERS = (1, 2, 3)
_BLOCK = "import sys; sys.modules['rfc3987_syntax'] = None\n"
_LIBRARIES = (
    *("papermill", "nbclient", "jupyter-client", "ipykernel", "pyzmq", "ipython"),
    *("duckdb", "polars", "pandas", "altair", "nbconvert"),
)


def main() -> int:
    """Run all ways, compare, write the result; 1 where outputs differ."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--reports", type=int, default=24, help="reports of the warm ways")
    parser.add_argument("--baseline", type=int, default=4, help="reports of each baseline")
    parser.add_argument("--workspace", type=Path, help="a workspace with data of 2026-05")
    parser.add_argument("--no-real", action="store_true", help="the fixed notebook alone")
    asked = parser.parse_args()
    put_off()  # this process renders pages, as ours does
    with tempfile.TemporaryDirectory(prefix="gxb", ignore_cleanup_errors=True) as folder:
        found = {
            **machine(),
            "fixed_notebook": fixed(Path(folder), asked.reports, asked.baseline),
        }
        if not asked.no_real:
            found["real_reports"] = reports(Path(folder), asked.workspace)
    RESULT.parent.mkdir(exist_ok=True)
    RESULT.write_text(json.dumps(found, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    print(json.dumps(found, ensure_ascii=False, indent=1))
    differ = [found[part].get("cells_that_differ", {}) for part in found if "re" in part]
    return 1 if any(any(d.values()) for d in differ) else 0


def fixed(folder: Path, reports: int, baseline: int) -> dict[str, Any]:
    """The fixed notebook by all ways."""
    jobs = fixed_jobs(folder, reports)
    few = jobs[:baseline]
    spent: dict[str, Spent] = {
        "cli": ways.by_command(few, folder / "cli", {}),
        "cli_without_rfc3987": ways.by_command(
            few, folder / "cli_without_rfc3987", _blocked(folder)
        ),
        "floor": ways.in_one_shell(jobs, folder / "floor", FIXED_ENVIRONMENT),
    }
    for workers in WORKERS:
        name = f"ours_{workers}"
        spent[name] = ways.by_crew(jobs, folder / name, folder, workers)
    ready = ways.readiness(folder / "ready", 15)
    return {
        **ratios(spent),
        "kernel_ready_seconds": {"median": ways.median(ready), "most": round(max(ready), 3)},
        "cells_that_differ": compared(folder, "cli", spent, few),
        "per_report": {name: one.told() for name, one in spent.items()},
        "reports": {"baselines": len(few), "warm": len(jobs)},
    }


def reports(folder: Path, workspace: Path | None) -> dict[str, Any]:
    """The real reports by our workers, against their own warm floor."""
    root = (workspace or real.workspace(folder)).resolve()
    jobs = real.jobs(root, folder / "reads")
    env = {**FIXED_ENVIRONMENT, "GXLAB_WORKSPACE": str(root)}
    spent = {"floor": ways.in_one_shell(jobs, folder / "real_floor", env)}
    for workers in (1, 2):
        name = f"ours_{workers}"
        spent[name] = ways.by_crew(jobs, folder / f"real_{name}", root, workers)
    names = {name: folder / f"real_{name}" for name in spent}
    differ = {n: _differ(names["floor"], names[n], jobs) for n in names if n != "floor"}
    return {
        "cpu_ratio_to_floor": _to_floor(spent),
        "cells_that_differ": differ,
        "per_report": {name: one.told() for name, one in spent.items()},
        "reports": sorted({job.name.partition("-")[0] for job in jobs}),
        "editions": len(jobs),
    }


def ratios(spent: Mapping[str, Spent]) -> dict[str, Any]:
    """What the issue of speed is measured by."""
    ours = [name for name in spent if name.startswith("ours")]
    times = {
        f"times_faster_than_{base}": {
            name: round(spent[base].wall / spent[name].wall, 1) for name in ours
        }
        for base in ("cli", "cli_without_rfc3987")
    }
    return {**times, "cpu_ratio_to_floor": _to_floor(spent)}


def compared(
    folder: Path, base: str, spent: Mapping[str, Spent], jobs: Sequence[Job]
) -> dict[str, int]:
    """Cells of each way that are not those of the baseline, over its reports."""
    return {n: _differ(folder / base, folder / n, jobs) for n in spent if n != base}


def machine() -> dict[str, Any]:
    """What the figures were measured on."""
    return {
        "machine": {
            "cores": os.cpu_count(),
            "python": platform.python_version(),
            "system": platform.system(),
            "load_before": round(os.getloadavg()[0], 2),
            "versions": {name: metadata.version(name) for name in _LIBRARIES},
        }
    }


def _to_floor(spent: Mapping[str, Spent]) -> dict[str, float]:
    floor = spent["floor"].cpu
    return {n: round(s.cpu / floor, 2) for n, s in spent.items() if n.startswith("ours")}


def _differ(one: Path, other: Path, jobs: Sequence[Job]) -> int:
    return sum(different(one / f"{j.name}.ipynb", other / f"{j.name}.ipynb") for j in jobs)


def _blocked(folder: Path) -> dict[str, str]:
    block = folder / "block"
    block.mkdir()
    (block / "sitecustomize.py").write_text(_BLOCK, encoding="utf-8")
    return {"PYTHONPATH": str(block)}


if __name__ == "__main__":
    sys.exit(main())
