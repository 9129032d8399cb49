"""One list of Python versions, told alike in every file that names one."""

from __future__ import annotations

import re
import tomllib

import pytest

from tools import bootstrap, kit, lockfile
from tools.kit_files import install

VERSIONS = ("3.11", "3.12", "3.13")
PROJECT = tomllib.loads(lockfile.PROJECT.read_text("utf-8"))


def text(path: str) -> str:
    return (lockfile.ROOT / path).read_text("utf-8")


def test_project_file_names_them() -> None:
    assert PROJECT["project"]["requires-python"] == ">=3.11,<3.14"
    prefix = "Programming Language :: Python :: "
    named = [x.removeprefix(prefix) for x in PROJECT["project"]["classifiers"] if prefix in x]
    assert tuple(named) == VERSIONS


def test_code_is_held_to_the_oldest() -> None:
    assert PROJECT["tool"]["ruff"]["target-version"] == "py311"
    assert PROJECT["tool"]["mypy"]["python_version"] == VERSIONS[0]


def test_bootstrap_and_kit_take_them() -> None:
    assert tuple(sorted(bootstrap.VERSIONS)) == VERSIONS
    assert kit.VERSIONS == VERSIONS
    assert [".".join(map(str, pair)) for pair in install.VERSIONS] == list(VERSIONS)


@pytest.mark.parametrize("file", ["install.sh", "install.bat", "README.txt"])
def test_installers_name_them(file: str) -> None:
    told = set(re.findall(r"3\.\d\d", text(f"tools/kit_files/{file}")))
    assert told == set(VERSIONS)


def test_ci_runs_the_newest_as_well() -> None:
    assert f"--python {VERSIONS[-1]}" in text(".ci/run")


def test_lock_covers_the_oldest() -> None:
    assert '"--python-version", "3.11"' in text("tools/lock.py")
