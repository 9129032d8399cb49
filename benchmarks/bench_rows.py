"""行数与单元数: what an edition costs as the snapshot grows, with the same firms in each county.

Every snapshot is written by ``gxlab demo --fast``: cities of 16 counties and 3,000 firms, 36
months. One city is set beside 63 (1,008 counties) and beside 167 (half a million firms, more than
48 million readings). The same notebooks run for counties of a city that stands in all three and
of one in the middle; pages of the former must be the same to the byte. Processor seconds are what
is compared: others may use the machine meanwhile. Written to benchmarks/results/rows.json.

    python -m benchmarks.bench_rows [--cities 1 63 167] [--editions 4]
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import statistics
import subprocess
import sys
import tempfile
import time
from importlib import metadata
from pathlib import Path
from typing import Any

from benchmarks.editions import Made, make

ROOT = Path(__file__).parents[1]
RESULT = ROOT / "benchmarks" / "results" / "rows.json"
COUNTIES, ENTERPRISES, MONTHS = 16, 3_000, 36
REPORTS = ("cluster_revenue", "monthly_overview")
PERIOD = "2026-05"
_GXLAB = [sys.executable, "-c", "from gxlab.cli import main; main()"]


def main() -> int:
    """Write the snapshots, run the editions, write the result; 1 where a page differs."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--cities", type=int, nargs="+", default=[1, 63, 167])
    parser.add_argument("--editions", type=int, default=4, help="counties of each city")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="gxrows") as folder:
        written = {n: workspace(Path(folder), n) for n in sorted(set(asked.cities))}
        found = measured(written, asked.editions)
    RESULT.parent.mkdir(exist_ok=True)
    RESULT.write_text(json.dumps(found, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    print(json.dumps(found, ensure_ascii=False, indent=1))
    return 1 if found["pages_that_differ"] else 0


def workspace(folder: Path, cities: int) -> tuple[Path, dict[str, Any]]:
    """A workspace with a snapshot of so many cities, and what it holds."""
    here = folder / f"c{cities}"
    began = time.perf_counter()
    _run([*_GXLAB, "init", str(here)])
    sizes = {"cities": cities, "counties": COUNTIES, "enterprises": ENTERPRISES, "months": MONTHS}
    options = [text for name, n in sizes.items() for text in (f"--{name}", str(n))]
    said = _run([*_GXLAB, "demo", "--fast", "--json", *options], GXLAB_WORKSPACE=str(here))
    snapshot = next((here / "data" / "warehouse" / "snapshots").glob("*.duckdb"))
    told = json.loads(said.strip().splitlines()[-1])
    rows = told.get("data", told)
    return here, {
        "counties": cities * COUNTIES,
        "enterprises": rows["enterprises"],
        "firm_months": rows["enterprises"] * MONTHS,
        "readings": rows["facts"],
        "mib": round(snapshot.stat().st_size / 2**20),
        "seconds_to_write": round(time.perf_counter() - began),
    }


def measured(written: dict[int, tuple[Path, dict[str, Any]]], editions: int) -> dict[str, Any]:
    """Editions of all snapshots in turn, so that a busy minute falls on each alike."""
    spent: dict[tuple[str, int], list[Made]] = {}
    differ = 0
    for report in REPORTS:
        for n, (here, _) in written.items():
            make(here, report, f"{_city(n)}01", PERIOD)  # what is loaded once is not the report's
        for number in range(1, editions + 1):
            pages = set()
            for n, (here, _) in written.items():
                first = make(here, report, f"9000{number:02d}", PERIOD)
                middle = make(here, report, f"{_city(n)}{number:02d}", PERIOD)
                spent.setdefault((report, n), []).extend((first, middle))
                pages.add(first.page)
            differ += len(pages) - 1
    least = min(written)
    return {
        "cpu_ratio_to_one_city": {
            report: {
                written[n][1]["counties"]: _ratio(spent, report, n, least)
                for n in written
                if n != least
            }
            for report in REPORTS
        },
        "pages_that_differ": differ,
        "seconds_per_edition": {
            report: {written[n][1]["counties"]: _seconds(spent[report, n]) for n in written}
            for report in REPORTS
        },
        "snapshots": [told for _, told in written.values()],
        "editions": editions * 2,
        "machine": _machine(),
    }


def _city(cities: int) -> int:
    """The code of the city in the middle."""
    return 9000 + cities // 2


def _ratio(spent: dict[tuple[str, int], list[Made]], report: str, n: int, least: int) -> float:
    """The median of ratios of editions made one after the other."""
    pairs = zip(spent[report, n], spent[report, least], strict=True)
    return round(statistics.median(ours.cpu / theirs.cpu for ours, theirs in pairs), 3)


def _seconds(made: list[Made]) -> dict[str, float]:
    return {
        "wall": round(statistics.median(m.wall for m in made), 3),
        "cpu": round(statistics.median(m.cpu for m in made), 3),
    }


def _run(command: list[str], **more: str) -> str:
    done = subprocess.run(
        command, env={**os.environ, **more}, capture_output=True, text=True, timeout=1800
    )
    if done.returncode:
        raise RuntimeError(done.stdout[-500:] + done.stderr[-2000:])
    return done.stdout


def _machine() -> dict[str, Any]:
    return {
        "cores": os.cpu_count(),
        "python": platform.python_version(),
        "system": platform.system(),
        "versions": {name: metadata.version(name) for name in ("duckdb", "polars")},
        "load_before": round(os.getloadavg()[0], 2),
    }


if __name__ == "__main__":
    sys.exit(main())
