"""Are two executed notebooks the same (结果一致)? Cell by cell, every kind of output."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

# pandas' styler and Altair's data sets are named at random; an open database by its address.
_RANDOM = re.compile(r"T_[0-9a-f]{5}|data-[0-9a-f]{32}|0x[0-9a-f]{6,}")


def different(one: Path, other: Path) -> int:
    """How many cells have other outputs; cells that one of them lacks count too."""
    mine, theirs = outputs(one), outputs(other)
    return sum(a != b for a, b in zip(mine, theirs, strict=False)) + abs(len(mine) - len(theirs))


def outputs(path: Path) -> list[Any]:
    """The outputs of a notebook's code cells; papermill's own cell of parameters has none."""
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    kept = [
        cell
        for cell in cells
        if cell["cell_type"] == "code"
        and "injected-parameters" not in cell["metadata"].get("tags", [])
    ]
    return [[_plain(output) for output in cell["outputs"]] for cell in kept]


def _plain(output: Mapping[str, Any]) -> Any:
    kept = {name: value for name, value in output.items() if name != "execution_count"}
    if "data" in kept:
        kept["data"] = {k: _joined(v) for k, v in kept["data"].items()}
    return json.loads(_RANDOM.sub("random", json.dumps(kept, sort_keys=True)))


def _joined(value: Any) -> Any:
    """A text may be stored as one string or as its lines."""
    lines = isinstance(value, list) and all(isinstance(line, str) for line in value)
    return "".join(value) if lines else value
