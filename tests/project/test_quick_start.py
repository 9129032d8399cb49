"""Asking for help or importing the package must not wait for the big libraries."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

HEAVY = {"altair", "duckdb", "nbconvert", "pandas", "papermill", "polars", "pyarrow", "jupyterlab"}


@pytest.mark.parametrize("module", ["gxlab", "gxlab.cli"])
def test_import_is_light(module: str) -> None:
    script = f"import json, sys, {module}; print(json.dumps(sorted(sys.modules)))"
    run = subprocess.run([sys.executable, "-c", script], capture_output=True, check=True)
    assert HEAVY & set(json.loads(run.stdout)) == set()
