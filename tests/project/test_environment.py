"""environment.yml offers the same versions to users of conda."""

from __future__ import annotations

import tomllib
from typing import Any

import pytest
import yaml

from tools import lockfile

# conda-forge names that differ from those of the Python package index
CONDA_NAMES = {
    "python-duckdb": "duckdb",
    "jupyter_client": "jupyter-client",
    "playwright-python": "playwright",
}


@pytest.fixture
def environment() -> dict[str, Any]:
    loaded = yaml.safe_load((lockfile.ROOT / "environment.yml").read_text("utf-8"))
    assert isinstance(loaded, dict)
    return loaded


def test_pins_are_those_of_pyproject(environment: dict[str, Any]) -> None:
    lines = [line for line in environment["dependencies"] if isinstance(line, str)]
    pip = next(line["pip"] for line in environment["dependencies"] if isinstance(line, dict))
    plain = [line.partition(";")[0].replace(" ", "") for line in [*lines, *pip]]
    pinned = dict(line.split("==") for line in plain if "==" in line)
    offered = {CONDA_NAMES.get(name, name): version for name, version in pinned.items()}
    assert offered == lockfile.declared() | lockfile.declared("dev")


def test_the_optional_part_is_named_with_its_version() -> None:
    text = (lockfile.ROOT / "environment.yml").read_text("utf-8")
    (pinned,) = lockfile.declared("cluster").items()
    assert "==".join(pinned) in text


def test_python_range_is_that_of_pyproject(environment: dict[str, Any]) -> None:
    project = tomllib.loads(lockfile.PROJECT.read_text("utf-8"))["project"]
    (line,) = [x for x in environment["dependencies"] if str(x).startswith("python ")]
    assert line == f"python {project['requires-python']}"


def test_everything_comes_from_conda_forge(environment: dict[str, Any]) -> None:
    assert environment["channels"] == ["conda-forge", "nodefaults"]


def test_package_itself_is_installed(environment: dict[str, Any]) -> None:
    pip = next(line["pip"] for line in environment["dependencies"] if isinstance(line, dict))
    assert "-e ." in pip
