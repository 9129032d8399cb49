"""Long tests (长测): in full under ``make soak``, a part of the same in every run of the suite.

What a full run measured is kept in benchmarks/results/reliability, one file per bar; the table in
docs/reliability.md follows from these files.
"""

from __future__ import annotations

import json
import os
from importlib import metadata
from pathlib import Path

FULL = os.environ.get("GXLAB_SOAK") == "1"
RESULTS = Path(__file__).parents[1] / "benchmarks" / "results" / "reliability"


def many(in_full: int, in_part: int) -> int:
    """How many cases this run tries."""
    return in_full if FULL else in_part


def keep(bar: str, asked: str, **measured: int | float | str) -> None:
    """Keep what a full run measured for a bar (B1, C3 …); a run of a part keeps nothing."""
    if not FULL:
        return
    RESULTS.mkdir(parents=True, exist_ok=True)
    versions = {name: metadata.version(name) for name in ("gxlab", "duckdb", "fastexcel")}
    told = {"bar": bar, "asked": asked, "measured": measured, "versions": versions}
    text = json.dumps(told, ensure_ascii=False, indent=1)
    RESULTS.joinpath(f"{bar}.json").write_text(text + "\n", encoding="utf-8")
