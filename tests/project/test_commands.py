"""The commands that README, docs and CI promise exist."""

from __future__ import annotations

import os
import re
import subprocess

import pytest

from tools.lockfile import ROOT
from tools.tree import tracked

MAKEFILE = (ROOT / "Makefile").read_text("utf-8")
TARGETS = frozenset(re.findall(r"^([a-z.][a-z.-]*):", MAKEFILE, flags=re.MULTILINE))
PROMISED = ("report", "test", "lab", "bench", "kit")
TOLD_IN = [
    name
    for name in tracked()
    if name.endswith((".md", ".ipynb", ".sh", ".bat")) or name == ".ci/run"
]


@pytest.mark.parametrize("name", PROMISED)
def test_promised_target_exists_and_expands(name: str) -> None:
    assert name in TARGETS
    dry = subprocess.run(
        ["make", "--dry-run", name], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert dry.returncode == 0, dry.stderr


def test_every_make_command_told_to_a_reader_exists() -> None:
    # Only in code: `make x` or a line that is nothing but the command.
    command = re.compile(r"(?:`|^\s*(?:\$ )?)make ([a-z.][a-z.-]*)", flags=re.MULTILINE)
    told = {
        (file, target)
        for file in TOLD_IN
        for target in command.findall((ROOT / file).read_text("utf-8"))
    }
    assert {(file, target) for file, target in told if target not in TARGETS} == set()


def test_ci_runs_the_test_command_and_parses() -> None:
    script = ROOT / ".ci" / "run"
    assert re.search(r"^make test$", script.read_text("utf-8"), flags=re.MULTILINE)
    assert os.access(script, os.X_OK)
    assert subprocess.run(["bash", "-n", script], check=False).returncode == 0


def test_test_command_needs_ninety_percent_of_branches() -> None:
    project = (ROOT / "pyproject.toml").read_text("utf-8")
    assert "branch = true" in project
    assert "fail_under = 90" in project
    assert re.search(r"^test: .*\n\t.*--cov\b", MAKEFILE, flags=re.MULTILINE)
