"""What a batch survives (故障): ended processes, bad cells, a clock that goes back.

After each: whole new editions or the former ones, a true exit code and list, nothing left running,
and a next run that needs no cleaning by hand.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from gxlab.batch.crew import ORDINARY
from gxlab.batch.zygote.place import KERNEL_VARIABLE, PLAIN
from gxlab.commands import reporting
from gxlab.reference.periods import Period
from gxlab.workspace import Workspace
from tests.batch.faulty import kill, only_the_zygote, started_in, until, waiting
from tests.batch.sample import PERIOD, notebook, store_rows, workspace_at, write_notebook
from tests.cli.running import Ended, run
from tests.conftest import facts

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform != "linux", reason="按 /proc 查找遗留进程"),
]


@pytest.fixture(scope="module")
def runtime(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The runtime folder of these tests: their warm process is nobody else's."""
    return tmp_path_factory.mktemp("run")


@pytest.fixture(autouse=True)
def own_runtime(runtime: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(runtime))
    yield
    for pid, role in started_in(runtime).items():
        if role != "zygote":  # a test that failed half-way
            os.kill(pid, signal.SIGKILL)


def report(
    capsys: pytest.CaptureFixture[str], workspace: Workspace, *words: str, unit: str = "330101"
) -> Ended:
    given = ("report", "--period", PERIOD, "--unit", unit, *words)
    return run(capsys, *given, "--workspace", workspace.root, "--json")


def outcomes(ended: Ended) -> list[str]:
    return [edition["outcome"] for edition in ended.json["editions"]]


def files_of(workspace: Workspace) -> dict[Path, bytes]:
    return {p: p.read_bytes() for p in workspace.reports.rglob("*") if p.is_file()}


def page_of(workspace: Workspace, unit: str) -> str:
    return (workspace.edition_folder(PERIOD, "internal", unit) / "tiny.html").read_text("utf-8")


FAULTS = """import os, pathlib, resource, signal
been = pathlib.Path({been!r})
if desk.unit.code == "3300":
    os.kill(os.getpid(), signal.SIGSEGV)
if desk.unit.code == "330101" and not been.exists():
    been.touch()
    os._exit(0)
if desk.unit.code == "330102":
    used = int(pathlib.Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
    resource.setrlimit(resource.RLIMIT_AS, (used + 2**26, used + 2**26))
    bytearray(2**28)
None"""


def test_a_bad_cell_costs_its_own_edition_and_nothing_else(
    tmp_path: Path,
    runtime: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    workspace = workspace_at(tmp_path)
    write_notebook(workspace, notebook(extra=FAULTS.format(been=str(tmp_path / "been"))))
    ended = report(capsys, workspace, unit="all")
    # Out of memory and a crash each time; a process that ended once is started once more.
    assert ended.code == 1 and outcomes(ended) == ["failed", "built", "failed", "built"]
    errors = [str(edition["error"]) for edition in ended.json["editions"]]
    assert "内核意外退出" in errors[0] and "MemoryError" in errors[2]
    until(lambda: only_the_zygote(runtime), 10)
    assert ORDINARY not in caplog.text

    write_notebook(workspace, notebook())
    assert outcomes(report(capsys, workspace, unit="all")) == ["built"] * 4
    forked = page_of(workspace, "330102")
    monkeypatch.setenv(KERNEL_VARIABLE, PLAIN)
    assert outcomes(report(capsys, workspace, "--force", unit="330102")) == ["built"]
    assert page_of(workspace, "330102") == forked
    assert caplog.text.count(ORDINARY) == 1


@pytest.mark.parametrize("victim", ["kernel", "worker", "zygote"])
def test_a_killed_process_costs_no_edition(victim: str, tmp_path: Path, runtime: Path) -> None:
    workspace, go = workspace_at(tmp_path), tmp_path / "go"
    write_notebook(workspace, notebook(extra=waiting(tmp_path / "here", go)))
    made = _beside(workspace)
    until(lambda: list((tmp_path / "here").iterdir()))
    kill(runtime, victim)
    go.touch()
    assert [e["outcome"] for e in made().editions] == ["built"]
    # 500 (万元) of the county's one firm.
    assert "500.00" in page_of(workspace, "330101")
    until(lambda: only_the_zygote(runtime), 10)


def test_a_killed_pressman_costs_no_form(tmp_path: Path, runtime: Path) -> None:
    workspace = workspace_at(tmp_path)
    made = _beside(workspace, ".docx", ".xlsx")
    until(lambda: "pressman" in started_in(runtime).values())
    kill(runtime, "pressman")
    (edition,) = made().editions
    assert edition["outcome"] == "built"
    assert (workspace.root / edition["docx"]).is_file()
    assert (workspace.root / edition["xlsx"]).is_file()
    until(lambda: only_the_zygote(runtime), 10)


def _beside(workspace: Workspace, *also: str) -> Callable[[], reporting.Made]:
    """Make one edition in a thread; what is returned waits for it."""
    asked = reporting.Request(
        Period.parse(PERIOD), "internal", ["330101"], ["all"], {}, 1, 60, False, also
    )
    found: list[reporting.Made] = []

    def make() -> None:
        found.append(reporting.make(workspace, asked, lambda done, total, name, failed: None))

    thread = threading.Thread(target=make, daemon=True)
    thread.start()

    def made() -> reporting.Made:
        thread.join(60)
        return found[0]

    return made


def test_a_killed_run_leaves_the_former_pages_and_the_next_goes_on(
    tmp_path: Path, runtime: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    workspace, go = workspace_at(tmp_path), tmp_path / "go"
    assert outcomes(report(capsys, workspace, unit="all")) == ["built"] * 4
    before = files_of(workspace)
    # All but the zone's go through; that one waits in its cell.
    slow = waiting(tmp_path / "here", go).replace("exists()", "exists() or desk.unit.code != 'Z1'")
    write_notebook(workspace, notebook(extra=slow))
    driver = _started(workspace)
    staged = workspace.scratch / "batch" / "staged" / PERIOD / "internal"
    until(lambda: len(list(staged.glob("*/tiny.json"))) == 3)
    until(lambda: (tmp_path / "here" / "Z1").exists())
    other = report(capsys, workspace, unit="all")
    assert other.code == 3 and f"进程 {driver.pid}" in other.json["error"]
    driver.kill()
    driver.communicate()
    until(lambda: not started_in(runtime), 10)
    assert files_of(workspace) == before

    go.touch()
    resumed = report(capsys, workspace, unit="all")
    assert resumed.code == 0 and outcomes(resumed) == ["built"] * 4
    reasons = [edition["reason"] for edition in resumed.json["editions"]]
    assert reasons.count("上次中断前已完成") == 3


def _started(workspace: Workspace) -> subprocess.Popen[str]:
    words = ["report", "--period", PERIOD, "--unit", "all", "--workspace", str(workspace.root)]
    command = [sys.executable, "-c", "from gxlab.cli import main; main()", *words]
    nothing = subprocess.DEVNULL
    return subprocess.Popen(command, stdout=nothing, stderr=nothing, text=True)


# Every process of the run, from its start: the clock is a day back once the file is there.
BACK = """import pathlib, time
_back, _time, _ns = pathlib.Path({back!r}), time.time, time.time_ns
time.time = lambda: _time() - 86_400 * _back.exists()
time.time_ns = lambda: _ns() - 86_400 * 10**9 * _back.exists()
"""


def test_a_clock_that_goes_back_a_day_changes_nothing(
    tmp_path: Path,
    runtime: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    workspace, back = workspace_at(tmp_path / "w"), tmp_path / "back"
    assert outcomes(report(capsys, workspace)) == ["built"]
    before = page_of(workspace, "330101")
    (tmp_path / "sitecustomize.py").write_text(BACK.format(back=str(back)), encoding="utf-8")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))
    now = time.time
    monkeypatch.setattr(time, "time", lambda: now() - 86_400 * back.exists())
    # In the middle of the edition, and with every file of the run before from "tomorrow".
    write_notebook(workspace, notebook(extra=_noting(back, tmp_path / "seen")))
    assert outcomes(report(capsys, workspace)) == ["built"]
    assert float((tmp_path / "seen").read_text()) < -86_000
    assert outcomes(report(capsys, workspace)) == ["unchanged"]
    store_rows(workspace, {"observation": facts("A 2026-05 505 480")})
    newer = report(capsys, workspace)
    assert newer.code == 0 and outcomes(newer) == ["built"]
    assert "505.00" in page_of(workspace, "330101") and "500.00" in before
    until(lambda: only_the_zygote(tmp_path), 10)


def _noting(back: Path, seen: Path) -> str:
    return (
        f"import pathlib, time\nbegan = time.time()\npathlib.Path({str(back)!r}).touch()\n"
        f"pathlib.Path({str(seen)!r}).write_text(str(time.time() - began))\nNone"
    )


def test_the_warm_process_ends_by_itself(runtime: Path) -> None:
    until(lambda: not started_in(runtime), 10)
