"""make bench: runs every benchmarks/bench_*.py, each of which writes benchmarks/results/*.json.

Then the figures are put into docs/performance.md, between its marks; ``--summary`` does only that.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator, Mapping
from typing import Any

from tools.lockfile import ROOT

RESULTS = ROOT / "benchmarks" / "results"
SUMMARY = ROOT / "docs" / "performance.md"
BEGIN, END = "<!-- results: python -m tools.bench --summary -->\n", "<!-- end of results -->"
# Longer series stay in the file.
_SERIES = 8
_MACHINE = "machine"


def main() -> int:
    """One benchmark after another, never two at once; 1 where one of them failed."""
    scripts = sorted((ROOT / "benchmarks").glob("bench_*.py"))
    if not scripts:
        print("benchmarks 里还没有基准（bench_*.py）", file=sys.stderr)
        return 1
    failed = [] if "--summary" in sys.argv else [s.name for s in scripts if _run(s.stem)]
    if SUMMARY.exists():
        found = {p.stem: json.loads(p.read_text("utf-8")) for p in sorted(RESULTS.glob("*.json"))}
        SUMMARY.write_text(summarised(SUMMARY.read_text("utf-8"), found), "utf-8")
    print(f"基准 {len(scripts)} 个，失败 {len(failed)} 个", *failed)
    return 1 if failed else 0


def summarised(page: str, results: Mapping[str, Mapping[str, Any]]) -> str:
    """The page with the results between its marks; ValueError where it has none."""
    before, begin, rest = page.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not (begin and end):
        raise ValueError(f"{SUMMARY.name} 里没有结果的起止标记")
    told = "\n".join(_section(name, result) for name, result in results.items())
    return f"{before}{begin}\n{told}\n{end}{after}"


def _section(name: str, result: Mapping[str, Any]) -> str:
    rows = [f"| {' · '.join(path)} | {value} |" for path, value in _figures(result, ())]
    lines = [f"### {name}", "", f"*{_machine(result.get(_MACHINE, {}))}*", ""]
    return "\n".join([*lines, "| measure | value |", "|---|---|", *rows, ""])


def _machine(told: Mapping[str, Any]) -> str:
    versions = ", ".join(f"{name} {number}" for name, number in told.get("versions", {}).items())
    rest = [f"{k.replace('_', ' ')}: {v}" for k, v in told.items() if k != "versions"]
    return "; ".join([*rest, versions]) if told else "machine not recorded"


def _figures(result: Mapping[str, Any], above: tuple[str, ...]) -> Iterator[tuple[Any, Any]]:
    for name, value in result.items():
        path = (*above, name.replace("_", " "))
        if path == (_MACHINE,) or isinstance(value, list) or _is_series(value):
            continue
        if isinstance(value, Mapping):
            yield from _figures(value, path)
        else:
            yield path, value


def _is_series(value: Any) -> bool:
    found = value.values() if isinstance(value, Mapping) else ()
    return sum(isinstance(each, Mapping) for each in found) > _SERIES


def _run(name: str) -> int:
    return subprocess.run([sys.executable, "-m", f"benchmarks.{name}"], cwd=ROOT).returncode


if __name__ == "__main__":
    sys.exit(main())
