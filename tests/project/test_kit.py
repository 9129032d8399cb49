"""The offline kit and the wheel in it: complete, for the machines named, no index asked."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tools import kit, lockfile
from tools.tree import notebooks_with_outputs, tracked

PINS = lockfile.closure(lockfile.read(), lockfile.declared())


def names(target: kit.Target) -> set[str]:
    return {pin.name for r in target.releases() for pin in PINS if pin.fits(target.environment(r))}


def test_windows_takes_its_terminal_and_no_unix_ones() -> None:
    windows = names(kit.Target("Windows", "3.12"))
    assert {"pywinpty", "colorama"} <= windows
    assert windows.isdisjoint({"ptyprocess", "pexpect", "appnope"})


def test_linux_takes_its_terminal_and_no_windows_one() -> None:
    linux = names(kit.Target("Linux", "3.13"))
    assert {"ptyprocess", "pexpect"} <= linux
    assert "pywinpty" not in linux


def test_early_and_late_patches_of_311_are_both_served() -> None:
    target = kit.Target("Windows", "3.11")
    fitting = {
        pin.version
        for release in target.releases()
        for pin in PINS
        if pin.name == "soupsieve" and pin.fits(target.environment(release))
    }
    assert len(fitting) == 2


@pytest.mark.parametrize("text", ["windows-3.10", "macos-3.12", "windows", ""])
def test_unknown_target_is_refused(text: str) -> None:
    with pytest.raises(kit.argparse.ArgumentTypeError, match="不认识"):
        kit.parse_target(text)


def test_known_targets_are_read() -> None:
    assert kit.parse_target("windows-3.12") == kit.Target("Windows", "3.12")
    assert kit.parse_target("here").python == f"{sys.version_info[0]}.{sys.version_info[1]}"


def test_notebook_with_results_is_found(tmp_path: Path) -> None:
    folder = tmp_path / "notebooks" / "reports"
    folder.mkdir(parents=True)
    clean = '{"cells": [{"cell_type": "code", "outputs": [], "execution_count": null}]}'
    (folder / "clean.ipynb").write_text(clean, "utf-8")
    assert list(notebooks_with_outputs(tmp_path)) == []
    (folder / "run.ipynb").write_text(clean.replace("null", "3"), "utf-8")
    assert [path.name for path in notebooks_with_outputs(tmp_path)] == ["run.ipynb"]


def test_windows_installer_is_read_rightly_by_its_shell(tmp_path: Path) -> None:
    kit.copy_installers(tmp_path, [kit.Target("Windows", "3.12")])
    script = (tmp_path / "install.bat").read_bytes()
    assert script.count(b"\n") == script.count(b"\r\n") > 5
    assert script.index(b"chcp 65001") < script.index("没有找到".encode())
    # cmd.exe jumps to wrong places in files with characters of several bytes
    assert b"goto" not in script.lower()
    readme = (tmp_path / "README.txt").read_bytes()
    assert readme.startswith(b"\xef\xbb\xbf")
    assert "Windows 64 位，Python 3.12".encode() in readme


@pytest.mark.slow
def test_wheel_carries_all_that_a_workspace_is_made_from(tmp_path: Path) -> None:
    wheel = kit.build_wheel(tmp_path)
    inside = set(zipfile.ZipFile(wheel).namelist())
    moved = {
        "notebooks/": "gxlab/_bundled/notebooks/",
        "data/examples/": "gxlab/_bundled/examples/",
    }
    expected = {
        next((new + n.removeprefix(old) for old, new in moved.items() if n.startswith(old)), n)
        for n in tracked()
        if n.startswith(("gxlab/", "notebooks/", "data/examples/")) and not n.endswith(".gitkeep")
    }
    assert expected - inside == set()
    strangers = {name for name in inside - expected if ".dist-info/" not in name}
    # Besides the package only the kernelspec, which Jupyter looks for beside the interpreter.
    (kernel,) = strangers
    assert kernel.endswith(".data/data/share/jupyter/kernels/gxlab/kernel.json")


@pytest.mark.slow
def test_kit_installs_without_an_index(tmp_path: Path) -> None:
    made = tmp_path / "安装包"
    assert kit.build(made, [kit.here()]) == [kit.here()]
    lock = (made / "requirements.lock").read_text("utf-8")
    assert "gxlab==" in lock
    assert "pytest" not in lock
    target = tmp_path / "运行 环境"
    installed = outside(tmp_path, "sh", made / "install.sh", target)
    assert installed.returncode == 0, installed.stderr
    assert "安装完成" in installed.stdout
    gxlab = target / ("Scripts/gxlab.exe" if os.name == "nt" else "bin/gxlab")
    helped = outside(tmp_path, gxlab, "--help")
    assert helped.returncode == 0, helped.stderr
    assert "import" in helped.stdout
    begun = outside(tmp_path, gxlab, "init", "工作区", "--example", "listed_companies", "--json")
    assert begun.returncode == 0, begun.stdout + begun.stderr
    workspace = tmp_path / "工作区"
    notebooks = {name for name in tracked() if name.startswith("notebooks/")}
    assert {n for n in notebooks if not (workspace / n).is_file()} == set()
    assert list((workspace / "data" / "reference" / "layouts").glob("*.toml"))


def outside(folder: Path, *command: str | Path) -> subprocess.CompletedProcess[str]:
    """Run a command away from the clone, where no index answers and none is configured."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("PIP_", "COVERAGE_"))}
    kept |= {"PYTHON": sys.executable, "https_proxy": "http://127.0.0.1:9"}
    return subprocess.run(
        command, cwd=folder, env=kept, capture_output=True, text=True, check=False
    )


@pytest.mark.slow
def test_kit_that_was_not_copied_whole_says_so(tmp_path: Path) -> None:
    kit.copy_installers(tmp_path, [kit.here()])
    (tmp_path / "wheels").mkdir()
    (tmp_path / "requirements.lock").write_text(
        next(pin.line() for pin in PINS if pin.name == "duckdb"), "utf-8"
    )
    run = subprocess.run(
        [sys.executable, tmp_path / "install.py", tmp_path / "venv"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 1
    assert "安装包没有拷全" in run.stderr
