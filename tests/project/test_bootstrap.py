"""make .venv: finds a Python, does only what is missing, says in Chinese what stands in the way."""

from __future__ import annotations

import ast
import json
import subprocess
import sys
from pathlib import Path

import pytest

from tools import bootstrap

HERE = f"{sys.version_info[0]}.{sys.version_info[1]}"


@pytest.fixture
def venv(tmp_path: Path) -> Path:
    """An environment of this Python that is up to date by its own word."""
    folder = tmp_path / "venv"
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", folder], check=True)
    return folder


@pytest.fixture
def calls(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, ...]]:
    """What pip would be asked to do."""
    asked: list[tuple[str, ...]] = []
    monkeypatch.setattr(bootstrap, "pip", lambda _venv, *arguments: asked.append(arguments))
    return asked


def test_own_version_is_told() -> None:
    assert bootstrap.version_of([sys.executable]) == HERE


@pytest.mark.parametrize("command", [["/nowhere/python"], [sys.executable, "-c", "print('no')"]])
def test_what_is_no_usable_python_has_no_version(command: list[str]) -> None:
    assert bootstrap.version_of(command) == ""


def test_this_python_is_taken_first() -> None:
    assert bootstrap.find() == [sys.executable]


def test_pyenv_versions_are_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    python = tmp_path / "versions" / "3.12.7" / "bin" / "python"
    python.parent.mkdir(parents=True)
    python.touch()
    monkeypatch.setenv("PYENV_ROOT", str(tmp_path))
    assert [str(python)] in bootstrap.candidates("3.12")
    assert [str(python)] not in bootstrap.candidates("3.13")


def test_missing_python_is_said_and_has_a_code_of_its_own(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    monkeypatch.setattr(bootstrap, "version_of", lambda _command: "")
    monkeypatch.setattr(sys, "argv", ["bootstrap.py", "--venv", str(tmp_path / "v")])
    assert bootstrap.main() == bootstrap.NOT_FOUND
    assert "没有找到可用的 Python 3.13、3.12、3.11" in capsys.readouterr().err


def test_first_run_installs_everything_with_hashes(
    venv: Path, calls: list[tuple[str, ...]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bootstrap, "version_of", lambda _command: HERE)
    bootstrap.make(venv, "")
    assert calls[0][:2] == ("--require-hashes", "-r")
    assert calls[1][:2] == ("--no-deps", "--no-build-isolation")


def test_second_run_does_nothing(
    venv: Path, calls: list[tuple[str, ...]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bootstrap, "version_of", lambda _command: HERE)
    bootstrap.make(venv, "")
    calls.clear()
    bootstrap.make(venv, "")
    assert calls == []


@pytest.mark.parametrize(("stale", "steps"), [("lock", 2), ("project", 1), ("root", 1)])
def test_only_what_changed_is_done_again(
    venv: Path,
    calls: list[tuple[str, ...]],
    monkeypatch: pytest.MonkeyPatch,
    stale: str,
    steps: int,
) -> None:
    monkeypatch.setattr(bootstrap, "version_of", lambda _command: HERE)
    bootstrap.make(venv, "")
    calls.clear()
    ready = venv / bootstrap.READY
    ready.write_text(json.dumps({**json.loads(ready.read_text()), stale: "before"}), "utf-8")
    bootstrap.make(venv, "")
    assert len(calls) == steps


def test_interrupted_run_is_done_again(
    venv: Path, calls: list[tuple[str, ...]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bootstrap, "version_of", lambda _command: HERE)
    (venv / bootstrap.READY).write_text("{", "utf-8")
    bootstrap.make(venv, "")
    assert len(calls) == 2


def test_failed_install_names_the_way_out(venv: Path, capfd: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(bootstrap.InstallError, match="make kit"):
        bootstrap.pip(venv, "-r", "/nowhere")  # this environment has no pip at all
    assert "No module named pip" in capfd.readouterr().err


def test_script_is_readable_for_old_pythons() -> None:
    # An old python3 must get far enough to look for a newer one: its grammar is that of 3.7.
    ast.parse(Path(bootstrap.__file__).read_text("utf-8"), feature_version=(3, 7))
