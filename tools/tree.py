"""The project's own files: what git knows of this folder."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterator
from pathlib import Path

from tools.lockfile import ROOT


def tracked(root: Path = ROOT) -> list[str]:
    """Paths of all files in git that are there, relative to the root; empty outside a clone."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=root, capture_output=True, check=False)
    names = listed.stdout.decode().split("\0") if listed.returncode == 0 else []
    return [name for name in names if (root / name).is_file()]


def notebooks_with_outputs(root: Path = ROOT) -> Iterator[Path]:
    """Notebooks that carry outputs or execution counts: they may hold firms' figures."""
    for path in sorted((root / "notebooks").rglob("*.ipynb")):
        cells = json.loads(path.read_text("utf-8"))["cells"]
        if any(cell.get("outputs") or cell.get("execution_count") for cell in cells):
            yield path
