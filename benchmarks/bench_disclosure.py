"""保护统计资料: disclosures found on random tables, cells given up, seconds of an audit.

Every part can be run alone (its name as argument) and keeps what the others have written.
"""

from __future__ import annotations

import json
import os
import platform
import sys
from collections.abc import Callable, Iterator
from importlib import metadata
from pathlib import Path
from typing import Any

from benchmarks import disclosure_history, disclosure_instances, disclosure_optimum

RESULT = Path(__file__).parents[1] / "benchmarks" / "results" / "disclosure.json"
# Each part is stopped after so long; what was reached is told.
SECONDS = float(os.environ.get("BENCH_SECONDS", "3600"))
PARTS: dict[str, Callable[[], Iterator[dict[str, Any]]]] = {
    "random_tables": lambda: disclosure_instances.measured(500, SECONDS),
    "against_optimum": lambda: disclosure_optimum.measured(30, SECONDS),
    "history": lambda: disclosure_history.measured(SECONDS),
}


def main() -> int:
    """Run the parts that are named, or all; 1 where protection was found wanting."""
    for name in sys.argv[1:] or PARTS:
        for number, found in enumerate(PARTS[name]()):
            if number % 10 == 0:
                _write(name, found)
        _write(name, found)
        print(name, json.dumps(found, ensure_ascii=False, indent=1))
    written = json.loads(RESULT.read_text("utf-8"))
    return 1 if written.get("random_tables", {}).get("seeds_not_clean") else 0


def _write(name: str, found: dict[str, Any]) -> None:
    before = json.loads(RESULT.read_text("utf-8")) if RESULT.exists() else {}
    told = {"machine": _machine()} | {p: before[p] for p in PARTS if p in before} | {name: found}
    RESULT.write_text(json.dumps(told, ensure_ascii=False, indent=1) + "\n", "utf-8")


def _machine() -> dict[str, Any]:
    return {
        "cores": os.cpu_count(),
        "python": platform.python_version(),
        "system": platform.system(),
        "load_before": round(_LOAD, 2),
        "versions": {
            name: metadata.version(name) for name in ("highspy", "pytauargus", "numpy", "polars")
        },
    }


_LOAD = os.getloadavg()[0]

if __name__ == "__main__":
    sys.exit(main())
