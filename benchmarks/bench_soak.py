"""连续执行一千期: what grows, what is left over, and what hangs, through the real crew.

One run of a small fixed report for as many invented counties: driver, workers and the warm process
are looked at as the editions finish. Growth is the memory of the last fifth less that of the second
tenth, by when everything is loaded. Written to benchmarks/results/soak.json.

    python -m benchmarks.bench_soak [EDITIONS]    default 1,000
"""

from __future__ import annotations

import json
import os
import platform
import statistics
import sys
import tempfile
import time
from collections import defaultdict
from importlib import metadata
from pathlib import Path
from typing import Any

from gxlab.batch.budget import machine
from gxlab.commands import reporting
from gxlab.reference.periods import Period
from gxlab.workspace import Workspace
from tests.batch.faulty import started_in
from tests.batch.sample import PERIOD, notebook, store_rows, workspace_at, write_notebook

ROOT = Path(__file__).parents[1]
RESULT = ROOT / "benchmarks" / "results" / "soak.json"
WORKERS = 2
MOST_MIB = 20.0
ORPHANS_AFTER = 10.0
_SAMPLES = 40

# A computation of the libraries that start threads, besides the figures.
EXTRA = """import polars as pl
frame = pl.DataFrame({"a": list(range(2_000))}).group_by("a").len().sort("a")
assert frame.height == 2_000
None"""


def main() -> int:
    """Run, write the result; 1 where anything grew too much, was left over or did not finish."""
    editions = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000
    with tempfile.TemporaryDirectory(prefix="gxs") as folder:
        found = soaked(Path(folder), editions)
    RESULT.parent.mkdir(exist_ok=True)
    RESULT.write_text(json.dumps(found, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    print(json.dumps(found, ensure_ascii=False, indent=1))
    grown = max(found["growth_mib"].values()) > MOST_MIB
    return 1 if grown or found["orphans"] or found["built"] != editions else 0


def soaked(folder: Path, editions: int) -> dict[str, Any]:
    """One run of so many editions, and what it left behind."""
    os.environ["XDG_RUNTIME_DIR"] = str(folder)
    workspace = _counties(folder / "w", editions)
    seen: dict[str, dict[int, list[float]]] = defaultdict(dict)
    every = max(1, editions // _SAMPLES)

    def told(done: int, total: int, name: str, failed: int) -> None:
        if done % every == 0 and done < total:
            for role, sizes in _memory(folder).items():
                seen[role][done] = sizes

    asked = reporting.Request(
        Period.parse(PERIOD), "internal", ["all"], ["all"], {}, WORKERS, 300.0, False
    )
    began = time.monotonic()
    made = reporting.make(workspace, asked, told)
    spent = time.monotonic() - began
    orphans = _left_over(folder)
    seconds = [float(edition["seconds"]) for edition in made.editions]
    return {
        "editions": editions,
        "built": sum(edition["outcome"] == "built" for edition in made.editions),
        "growth_mib": {role: _growth(sizes, editions) for role, sizes in seen.items()},
        "orphans": orphans,
        "seconds": {
            "all": round(spent, 1),
            "median": round(statistics.median(seconds), 3),
            "longest": round(max(seconds), 3),
            "longest_against_median": round(max(seconds) / statistics.median(seconds), 1),
        },
        "mib_at_the_end": {role: max(_last(sizes)) for role, sizes in seen.items()},
        "machine": _machine(),
    }


def _counties(root: Path, editions: int) -> Workspace:
    """A workspace with the small report and one county an edition; four units are there already."""
    workspace = workspace_at(root)
    write_notebook(workspace, notebook(extra=EXTRA))
    county = {"parent": "3300", "kind": "county"}
    more = [
        {"code": str(331000 + n), "name": f"第{n}县", **county} for n in range(max(0, editions - 4))
    ]
    if more:
        store_rows(workspace, {"unit": more})
    return workspace


def _memory(runtime: Path) -> dict[str, list[float]]:
    """Memory by role, in MiB, largest last."""
    found: dict[str, list[float]] = {"driver": [_resident(os.getpid())]}
    for pid, role in started_in(runtime).items():
        if role in ("worker", "zygote"):
            found.setdefault(role, []).append(_resident(pid))
    return {role: sorted(sizes) for role, sizes in found.items()}


def _resident(pid: int) -> float:
    """Memory of a process in MiB; 0 where it has just ended."""
    try:
        pages = int(Path(f"/proc/{pid}/statm").read_text(encoding="ascii").split()[1])
    except OSError:
        return 0.0
    return round(pages * os.sysconf("SC_PAGE_SIZE") / 2**20, 1)


def _growth(sizes: dict[int, list[float]], editions: int) -> float:
    """The median of the last fifth less that of the second tenth, of the process that grew most."""
    early = [max(s) for n, s in sizes.items() if editions * 0.1 <= n <= editions * 0.2]
    late = [max(s) for n, s in sizes.items() if n >= editions * 0.8]
    return round(statistics.median(late) - statistics.median(early), 1) if early and late else 0.0


def _last(sizes: dict[int, list[float]]) -> list[float]:
    return sizes[max(sizes)]


def _left_over(runtime: Path) -> list[str]:
    """What still runs ten seconds after the end."""
    end = time.monotonic() + ORPHANS_AFTER
    while (left := started_in(runtime)) and time.monotonic() < end:
        time.sleep(0.2)
    return sorted(left.values())


def _machine() -> dict[str, Any]:
    here = machine()
    names = ("papermill", "nbclient", "ipykernel", "pyzmq", "duckdb", "polars")
    return {
        "cores": here.cores,
        "memory_mib": here.memory_mib,
        "python": platform.python_version(),
        "versions": {name: metadata.version(name) for name in names},
        "load_before": round(os.getloadavg()[0], 2),
    }


if __name__ == "__main__":
    sys.exit(main())
