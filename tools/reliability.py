"""The table of docs/reliability.md: what full runs of the long tests (make soak) measured."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from tools.lockfile import ROOT

PAGE = "docs/reliability.md"
RESULTS = ROOT / "benchmarks" / "results" / "reliability"
BEGIN, END = "<!-- measured: make soak -->\n", "<!-- end of measured -->"


def reliability() -> str:
    """The page with the table of results between its marks; ValueError where it has none."""
    page = (ROOT / PAGE).read_text("utf-8")
    before, begin, rest = page.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not (begin and end):
        raise ValueError(f"{PAGE} 里没有实测数的起止标记")
    return f"{before}{begin}{''.join(_lines())}{end}{after}"


def _lines() -> Iterator[str]:
    yield "\n| bar | asked | measured |\n|---|---|---|\n"
    for path in sorted(RESULTS.glob("*.json"), key=lambda p: _order(p.stem)):
        found = json.loads(path.read_text("utf-8"))
        yield f"| {found['bar']} | {found['asked']} | {_measured(found['measured'])} |\n"
    yield "\n"


def _order(bar: str) -> tuple[str, int, str]:
    """B2 before B10."""
    letters, digits, rest = re.fullmatch(r"([A-Za-z]*)(\d*)(.*)", bar).groups()  # type: ignore[union-attr]
    return letters, int(digits or 0), rest


def _measured(found: dict[str, Any]) -> str:
    return "; ".join(f"{name.replace('_', ' ')} {value}" for name, value in found.items())
