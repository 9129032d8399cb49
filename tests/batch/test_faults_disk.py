"""A full disk (磁盘满), a file that may not grow, a snapshot that is gone: what stands stays."""

from __future__ import annotations

import contextlib
import errno
import json
import os
import resource
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from gxlab.batch import journal
from gxlab.batch.journal import Move
from gxlab.workspace import Workspace
from tests.batch.faulty import only_the_zygote, until
from tests.batch.sample import notebook, store_rows, workspace_at, write_notebook
from tests.batch.test_faults import files_of, outcomes, own_runtime, page_of, report, runtime
from tests.conftest import facts

__all__ = ["own_runtime", "runtime"]

linux = pytest.mark.skipif(sys.platform != "linux", reason="tmpfs 是 Linux 的")


@pytest.fixture
def volumes() -> Iterator[list[Path]]:
    """Folders mounted as small volumes of their own; unmounted afterwards."""
    mounted: list[Path] = []
    yield mounted
    for folder in mounted:
        subprocess.run(["umount", "--lazy", folder], check=False)


def mount(folder: Path, volumes: list[Path], size: str) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    options = ["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(folder)]
    if subprocess.run(options, capture_output=True, check=False).returncode:
        pytest.skip("没有权限挂载小容量的卷")
    volumes.append(folder)


def resize(folder: Path, size: int) -> None:
    command = ["mount", "-o", f"remount,size={size}k", str(folder)]
    subprocess.run(command, check=True, capture_output=True)


def used_kib(folder: Path) -> int:
    found = os.statvfs(folder)
    return (found.f_blocks - found.f_bfree) * found.f_frsize // 1024


ROOMY = 65_536
NO_ROOM = os.strerror(errno.ENOSPC)


@linux
@pytest.mark.slow
def test_a_full_volume_leaves_the_former_pages(
    tmp_path: Path, runtime: Path, capsys: pytest.CaptureFixture[str], volumes: list[Path]
) -> None:
    workspace = workspace_at(tmp_path)
    scratch = workspace.scratch / "batch"
    mount(workspace.reports, volumes, "64m")
    mount(scratch, volumes, "64m")
    # Two volumes: no rename leads from one to the other.
    assert outcomes(report(capsys, workspace, unit="all")) == ["built"] * 4
    for number, (volume, room) in enumerate(((workspace.reports, 40), (scratch, 60)), start=1):
        before = files_of(workspace)
        store_rows(workspace, {"observation": facts(f"A 2026-05 50{number} 480")})
        resize(volume, used_kib(volume) + room)
        full = report(capsys, workspace, "--force", unit="all")
        assert full.code == 1 and "磁盘空间不足" in full.json["error"]
        assert files_of(workspace) == before
        until(lambda: only_the_zygote(runtime), 10)
        resize(volume, ROOMY)
        assert report(capsys, workspace, unit="all").code == 0
        assert f"50{number}.00" in page_of(workspace, "330101")


@contextlib.contextmanager
def largest_file(size: int) -> Iterator[None]:
    """No file of this process and what it starts may grow beyond this."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


@linux
@pytest.mark.slow
def test_a_file_limit_or_a_missing_snapshot_touches_nothing_that_stands(
    tmp_path: Path, runtime: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    workspace = workspace_at(tmp_path)
    assert report(capsys, workspace).code == 0
    before = files_of(workspace)
    with largest_file(4_096):  # the kernel's files are smaller, its notebook is not
        full = report(capsys, workspace, "--force")
    assert full.code == 1 and "超过单个文件的大小限制" in full.json["error"]
    assert files_of(workspace) == before and only_the_zygote(runtime)

    # Found out by the cell alone, with room again by the time the driver lays out a page.
    write_notebook(workspace, notebook(extra=f"raise OSError({errno.ENOSPC}, {NO_ROOM!r})"))
    full = report(capsys, workspace)
    assert full.code == 1 and "磁盘空间不足" in full.json["error"]
    assert files_of(workspace) == before and only_the_zygote(runtime)
    write_notebook(workspace, notebook())

    number = (workspace.warehouse / "current").read_text(encoding="utf-8").strip()
    stands = workspace.warehouse / "snapshots" / f"{number}.duckdb"
    aside = stands.rename(tmp_path / "aside")
    told = report(capsys, workspace, "--force")
    assert told.code == 4 and number in told.json["error"]
    assert files_of(workspace) == before and only_the_zygote(runtime)
    aside.rename(stands)
    assert outcomes(report(capsys, workspace, "--force")) == ["built"]


# ---- the journal over two volumes --------------------------------------------------------------


def placing(root: Path) -> tuple[Workspace, list[Move], Path]:
    workspace = Workspace(root)
    scratch, live = root / "scratch", workspace.reports
    for name in ("a", "b"):
        for folder, word in ((scratch, "new"), (live, "old")):
            folder.mkdir(parents=True, exist_ok=True)
            (folder / name).write_text(f"{word} {name}", encoding="utf-8")
    return workspace, [Move(live / n, scratch / n) for n in ("a", "b")], scratch


@linux
def test_a_run_that_died_while_placing_on_another_volume_is_finished_by_the_next(
    tmp_path: Path, volumes: list[Path]
) -> None:
    mount(tmp_path / "reports", volumes, "1m")
    workspace, moves, scratch = placing(tmp_path)
    near = journal._brought_near(moves, scratch)
    assert {p.read_text() for p in workspace.reports.glob("[ab]")} == {"old a", "old b"}
    noted = json.dumps([journal._plain(move) for move in near])
    (scratch / journal.NAME).write_text(noted, encoding="utf-8")
    journal._make(near[:1])  # and here it died
    assert journal.replay(scratch) is True
    assert {p.name: p.read_text() for p in workspace.reports.iterdir()} == {
        "a": "new a",
        "b": "new b",
    }
    assert list(scratch.iterdir()) == []


def test_a_damaged_journal_does_not_stop_the_next_run(tmp_path: Path) -> None:
    (tmp_path / journal.NAME).write_text('[{"target', encoding="utf-8")
    assert journal.replay(tmp_path) is True
    assert list(tmp_path.iterdir()) == []
