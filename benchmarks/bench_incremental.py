"""增量的代价: what an unchanged release costs, and whether exactly the affected pages are executed.

A demo city is made and imported in a scratch folder. Its reports of some months are made, asked for
again unchanged, and asked for again after one firm's revenue and after one project's investment has
changed in one workbook. Then all are forced, and the bytes of every page are compared: an edition
must have been executed where its bytes differ, and nowhere else.

    python -m benchmarks.bench_incremental [MONTHS]    months up to 2026-05; default 1, 50 editions
"""

from __future__ import annotations

import hashlib
import json
import os
import platform
import subprocess
import sys
import tempfile
import time
from importlib import metadata
from pathlib import Path
from typing import Any

import openpyxl

from gxlab.reference.periods import Period

ROOT = Path(__file__).parents[1]
RESULT = ROOT / "benchmarks" / "results" / "incremental.json"
LAST = Period.parse("2026-05")
CHANGES = {
    "one_firm": ("规上企业直报_5月.xlsx", "营业收入"),
    "one_project": ("重点技改项目调度表_5月_岚河区.xlsx", "本年累计完成"),
}
COMMAND = Path(sys.executable).with_name("gxlab")


def main() -> int:
    """Measure and write the result; 1 where a page was executed wrongly or not at all."""
    months = int(sys.argv[1]) if len(sys.argv) > 1 else 1
    periods = [str(LAST)]
    while len(periods) < months:
        periods.append(str(Period.parse(periods[-1]).previous_month))
    with tempfile.TemporaryDirectory(prefix="gxlab-bench") as folder:
        root = Path(folder) / "city"
        root.mkdir()
        _city(root)
        built, first = _reports(root, periods)
        same, again = _reports(root, periods)
        changes = {name: _changed(root, *told) for name, told in CHANGES.items()}
    result = {
        "editions": len(first),
        "all_built_then_all_unchanged": {e["outcome"] for e in first} == {"built"}
        and {e["outcome"] for e in again} == {"unchanged"},
        "unchanged_against_building": round(same / built, 4),
        "seconds": {"building": round(built, 1), "unchanged": round(same, 1)},
        "changes": changes,
        "machine": _machine(),
    }
    RESULT.write_text(json.dumps(result, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    print(json.dumps(result, ensure_ascii=False, indent=1))
    exact = all(change["exact"] for change in changes.values())
    return 0 if exact and result["all_built_then_all_unchanged"] else 1


def _changed(root: Path, workbook: str, column: str) -> dict[str, Any]:
    """One cell of a workbook changed and imported: who was executed, and who had to be."""
    inbox = root / "data" / "inbox" / str(LAST)
    told = _change_one(inbox / workbook, column)
    _gxlab(root, "import", str(inbox / workbook))
    before = _pages(root)
    seconds, editions = _reports(root, [str(LAST)], "--explain")
    executed = {e["html"] for e in editions if e["outcome"] == "built"}
    after = _pages(root)
    forced, _ = _reports(root, [str(LAST)], "--force")
    rebuilt = _pages(root)
    differing = {page for page, digest in rebuilt.items() if before[page] != digest}
    rows = {line for e in editions for line in e["changed_rows"]}
    return {
        "cell": told,
        "editions": len(editions),
        "executed": len(executed),
        "differing_when_forced": len(differing),
        "exact": executed == differing and after == rebuilt,
        "seconds": {"incremental": round(seconds, 1), "forced": round(forced, 1)},
        "incremental_against_forced": round(seconds / forced, 3),
        "explained": sorted(rows)[:6],
    }


def _change_one(path: Path, column: str) -> str:
    """Raise the fifth number under a heading by a tenth; the cell's address."""
    book = openpyxl.load_workbook(path)
    sheet = book.worksheets[0]
    head = next(
        cell
        for row in sheet.iter_rows()
        for cell in row
        if isinstance(cell.value, str) and column in cell.value
    )
    below = sheet.iter_rows(min_row=head.row + 1, min_col=head.column, max_col=head.column)
    numbers = [row[0] for row in below if isinstance(row[0].value, int | float) and row[0].value]
    chosen = numbers[min(5, len(numbers) - 1)]  # a firm of the register; the one before has left
    chosen.value = round(chosen.value * 1.1, 2)
    book.save(path)
    return f"{path.name}!{sheet.title}!{chosen.coordinate}"


def _city(root: Path) -> None:
    _gxlab(root, "init", str(root))
    _gxlab(root, "demo", "--until", str(LAST))
    _gxlab(root, "import", str(root / "data" / "inbox"))


def _reports(root: Path, periods: list[str], *more: str) -> tuple[float, list[dict[str, Any]]]:
    """Seconds of all the commands, and their editions."""
    began, editions = time.monotonic(), []
    for period in periods:
        told = _gxlab(root, "report", "--period", period, "--json", *more)
        editions += json.loads(told)["editions"]
    return time.monotonic() - began, editions


def _gxlab(root: Path, *words: str) -> str:
    done = subprocess.run(
        [COMMAND, *words],
        cwd=root,
        env={**os.environ, "GXLAB_WORKSPACE": str(root)},
        capture_output=True,
        encoding="utf-8",
    )
    # An import of the demo city names its planted errors and ends with 1.
    if done.returncode not in (0, 1):
        raise SystemExit(f"gxlab {' '.join(words)}：退出码{done.returncode}\n{done.stderr}")
    return done.stdout


def _pages(root: Path) -> dict[str, str]:
    """SHA-256 of every edition of the last month, as the command names its pages."""
    folder = root / "reports" / str(LAST) / "internal"
    return {
        path.relative_to(root).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.glob("*/*.html"))
        if path.stem not in ("index", "brief")
    }


def _machine() -> dict[str, Any]:
    return {
        "python": platform.python_version(),
        "cores": os.cpu_count(),
        **{name: metadata.version(name) for name in ("duckdb", "polars", "altair", "papermill")},
    }


if __name__ == "__main__":
    sys.exit(main())
