"""Forked kernels under test: a zygote of one test alone, and notebooks run on its kernels."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import papermill
import pytest

from gxlab.batch.kernels import FIXED_ENVIRONMENT, kernelspec
from gxlab.batch.zygote import place as places
from gxlab.batch.zygote import process, provisioner


@pytest.fixture
def house(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A runtime folder of this test alone, and the kernelspec that asks for forked kernels."""
    for name, value in FIXED_ENVIRONMENT.items():
        monkeypatch.setenv(name, value)
    monkeypatch.delenv("COVERAGE_PROCESS_CONFIG", raising=False)
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))
    folder = tmp_path / "jupyter" / "kernels" / "gxlab"
    folder.mkdir(parents=True)
    (folder / "kernel.json").write_text(json.dumps(spec("gxlab")), encoding="utf-8")
    monkeypatch.setenv("JUPYTER_PATH", str(tmp_path / "jupyter"))
    # Code written while a test runs must not change its zygote.
    monkeypatch.setattr(places, "LOOK_AGAIN_SECONDS", 1e9)
    monkeypatch.setattr(process, "_lease", None)
    monkeypatch.setattr(provisioner, "_said", set())
    places.forget()
    yield tmp_path
    if process._lease is not None:
        process._lease[1].close()
    places.forget()


def spec(provisioner: str) -> dict[str, Any]:
    return {**kernelspec(), "metadata": {"kernel_provisioner": {"provisioner_name": provisioner}}}


def written(folder: Path, *cells: str) -> Path:
    blank: dict[str, Any] = {"cell_type": "code", "metadata": {}, "outputs": []}
    blank["execution_count"] = None
    notebook = {
        "cells": [{**blank, "id": f"c{n}", "source": text} for n, text in enumerate(cells)],
        "metadata": {"kernelspec": {"name": "gxlab", "language": "python", "display_name": "g"}},
        "nbformat": 4,
        "nbformat_minor": 5,
    }
    path = folder / "given.ipynb"
    path.write_text(json.dumps(notebook), encoding="utf-8")
    return path


def made(folder: Path, *cells: str, engine: str | None = "gxlab") -> Any:
    return papermill.execute_notebook(
        str(written(folder, *cells)),
        str(folder / "made.ipynb"),
        kernel_name="gxlab",
        engine_name=engine,
        cwd=str(folder),
        progress_bar=False,
        shutdown_kernel="immediate",
    )


def outputs(notebook: Any) -> list[Any]:
    return [(cell["execution_count"], cell["outputs"]) for cell in notebook.cells]


def shown(notebook: Any) -> list[str]:
    found = [o for cell in notebook.cells for o in cell["outputs"]]
    return [o["data"]["text/plain"] for o in found if o["output_type"] == "execute_result"]


def gone(pid: int, seconds: float = 5.0) -> bool:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        try:
            os.kill(pid, 0)
        except ProcessLookupError:
            return True
        if Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "Z":
            return True
        time.sleep(0.02)
    return False


def forked(folder: Path) -> process.ForkedProcess:
    """A kernel nobody connects to; it writes its connection file itself."""
    return process.fork_kernel(["-f", str(folder / "own.json")], os.environ, str(folder))
