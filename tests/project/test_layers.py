"""The stages run one way: the contracts of pyproject.toml hold, and would notice a breach."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tools.lockfile import PROJECT, ROOT

# importing stage → what it must not import; one breach for each rung and each special case
BREACHES = {
    "reference": "intake",
    "intake": "workspace",
    "warehouse": "measures",
    "measures": "disclosure",
    "disclosure": "show",
    "show": "batch",
    "batch": "publish",
    "publish": "demo",
    "demo": "measures",
    "workspace": "warehouse",
}


def lint(folder: Path) -> tuple[int, str]:
    """Run import-linter over the gxlab package in *folder*."""
    shutil.copy(PROJECT, folder / "pyproject.toml")
    run = subprocess.run(
        [Path(sys.executable).with_name("lint-imports"), "--no-cache", "--no-logo"],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(folder), "COLUMNS": "200"},
        capture_output=True,
        text=True,
        check=False,
    )
    return run.returncode, run.stdout + run.stderr


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """The package's Python files in a folder of their own."""
    shutil.copytree(ROOT / "gxlab", tmp_path / "gxlab", ignore=_all_but_python)
    for module in ("workspace", "cli"):
        (tmp_path / "gxlab" / f"{module}.py").touch()
    return tmp_path


def _all_but_python(folder: str, names: list[str]) -> list[str]:
    return [n for n in names if not n.endswith(".py") and not (Path(folder) / n).is_dir()]


def test_contracts_hold(copy: Path) -> None:
    code, told = lint(copy)
    assert code == 0, told
    assert "0 broken" in told


def test_every_breach_is_noticed(copy: Path) -> None:
    for stage, forbidden in BREACHES.items():
        single = copy / "gxlab" / f"{stage}.py"
        target = single if single.exists() else copy / "gxlab" / stage / "breach.py"
        before = target.read_text("utf-8") if target.exists() else ""
        target.write_text(before + f"\nimport gxlab.{forbidden}\n", "utf-8")
    (copy / "gxlab" / "show" / "caller.py").write_text("import gxlab.cli\n", "utf-8")
    code, told = lint(copy)
    assert code == 1
    unnoticed = [
        (stage, forbidden)
        for stage, forbidden in [*BREACHES.items(), ("show", "cli")]
        if f"gxlab.{stage} is not allowed to import gxlab.{forbidden}:" not in told
    ]
    assert unnoticed == []


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("gxlab/utils.py", ""),  # a module outside the ladder
        ("gxlab/show/fetch.py", "import requests\n"),  # the network
        ("gxlab/batch/cache.py", "import pickle\n"),  # code in data
    ],
)
def test_strangers_are_noticed(copy: Path, path: str, text: str) -> None:
    (copy / path).write_text(text, "utf-8")
    code, told = lint(copy)
    assert code == 1
    assert "1 broken" in told, told
