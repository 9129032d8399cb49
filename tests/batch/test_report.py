"""gxlab report with real kernels (成稿): honest, repeatable, never half."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psutil
import pytest

from gxlab.warehouse import lock
from gxlab.workspace import Workspace
from tests.batch.sample import PERIOD, notebook, store_rows, workspace_at, write_notebook
from tests.cli.running import Ended, run
from tests.conftest import facts

pytestmark = pytest.mark.slow
KEYS = {
    "report", "unit", "period", "audience", "outcome", "html", "inputs", "seconds", "cpu_seconds",
    "error",
}  # fmt: skip


def report(
    capsys: pytest.CaptureFixture[str], workspace: Workspace, *words: str, unit: str = "3300"
) -> Ended:
    given = ("report", "--period", PERIOD, "--unit", unit, *words)
    return run(capsys, *given, "--workspace", workspace.root, "--json")


def outcomes(ended: Ended) -> list[str]:
    return [edition["outcome"] for edition in ended.json["editions"]]


def page_of(workspace: Workspace, unit: str = "3300") -> Path:
    return workspace.edition_folder(PERIOD, "internal", unit) / "tiny.html"


def test_a_report_is_made_and_made_again_only_for_a_reason(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    workspace = workspace_at(tmp_path)
    first = report(capsys, workspace, unit="all")
    assert first.code == 0 and outcomes(first) == ["built"] * 4
    assert all(set(e) >= KEYS for e in first.json["editions"])
    city = first.json["editions"][0]
    assert (city["html"], city["error"]) == ("reports/2026-05/internal/3300/tiny.html", None)
    # 500 + 90 (万元), and the inputs digest stands in the page.
    page = page_of(workspace).read_text(encoding="utf-8")
    assert "590.00" in page and city["inputs"] in page
    assert (tmp_path / "reports/2026-05/internal/3300/tiny.ipynb").is_file()
    for index in ("reports/index.html", "reports/2026-05/internal/index.html"):
        assert (tmp_path / index).is_file()
    before = {p: p.read_bytes() for p in (tmp_path / "reports").rglob("*") if p.is_file()}

    again = report(capsys, workspace, unit="all")
    assert outcomes(again) == ["unchanged"] * 4
    assert [e["inputs"] for e in again.json["editions"]] == [
        e["inputs"] for e in first.json["editions"]
    ]
    assert before == {p: p.read_bytes() for p in (tmp_path / "reports").rglob("*") if p.is_file()}

    text = workspace.commentary_file(PERIOD, "330101", "tiny")
    text.parent.mkdir(parents=True)
    text.write_text("## 原因\n\n订单不足。", encoding="utf-8")
    told = report(capsys, workspace, unit="all")
    assert outcomes(told) == ["unchanged", "built", "unchanged", "unchanged"]
    assert told.json["editions"][1]["reason"] == "情况说明有改动"

    store_rows(workspace, {"observation": facts("A 2026-05 505 480")})
    newer = report(capsys, workspace)
    assert outcomes(newer) == ["built"] and "595.00" in page_of(workspace).read_text("utf-8")
    forced = report(capsys, workspace, "--force")
    assert outcomes(forced) == ["built"]


def test_the_same_inputs_give_the_same_bytes_anywhere(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    pages = []
    monkeypatch.setenv("GXLAB_CORES", "4")  # else a small machine makes fewer workers of four
    for workers, zone, language, seed in (
        ("1", "America/New_York", "C", "1"),
        ("4", "Asia/Tokyo", "de_DE.UTF-8", "77"),
    ):
        monkeypatch.setenv("TZ", zone)
        monkeypatch.setenv("LC_ALL", language)
        monkeypatch.setenv("PYTHONHASHSEED", seed)
        workspace = workspace_at(tmp_path / f"w{workers}")
        made = report(capsys, workspace, "--workers", workers, unit="all")
        assert outcomes(made) == ["built"] * 4
        found = sorted(workspace.reports.rglob("*.html"))
        pages.append({p.relative_to(workspace.reports): p.read_bytes() for p in found})
    assert pages[0] == pages[1] and len(pages[0]) >= 6


@pytest.mark.parametrize(
    ("extra", "last", "told"),
    [
        ("1 / 0", None, "ZeroDivisionError"),
        ("import sys\nsys.exit(0)", None, "第6个代码单元"),
        ("import os, signal\nos.kill(os.getpid(), signal.SIGKILL)", None, "内核意外退出"),
        ("import os\nos._exit(0)", None, "内核意外退出"),
        ("print('一行字')", None, "不是本系统的图、表、句、数"),
        ("", "1 + 1", "没有给出完成标记"),
        ("desk = desk.at(unit='330101')", None, "unit 应为“3300”"),
    ],
)
def test_a_faulty_run_is_never_a_report(
    extra: str, last: str | None, told: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    workspace = workspace_at(tmp_path)
    write_notebook(workspace, notebook(extra=extra, last=last) if last else notebook(extra=extra))
    ended = report(capsys, workspace)
    assert ended.code == 1 and outcomes(ended) == ["failed"]
    assert told in ended.json["editions"][0]["error"]
    assert not page_of(workspace).with_suffix(".ipynb").exists()


def test_a_failed_edition_is_replaced_by_a_page_that_says_so(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    workspace, page = workspace_at(tmp_path), page_of(Workspace(tmp_path))
    assert report(capsys, workspace).code == 0
    good = page.read_bytes()
    write_notebook(workspace, notebook(extra="1 / 0"))
    assert report(capsys, workspace).code == 1
    # The old figures do not stay beside newer ranks.
    assert "590.00" not in page.read_text(encoding="utf-8")
    assert not page.with_suffix(".ipynb").exists()
    index = (tmp_path / "reports/2026-05/internal/index.html").read_text(encoding="utf-8")
    assert "未生成" in index
    write_notebook(workspace, notebook())
    assert outcomes(report(capsys, workspace)) == ["built"]
    assert page.read_bytes() == good


def test_one_failure_leaves_the_others_whole(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    workspace = workspace_at(tmp_path)
    # Fails for one county only.
    extra = "assert desk.unit.code != '330101'"
    write_notebook(workspace, notebook(extra=extra + "\nNone"))
    ended = report(capsys, workspace, unit="all")
    assert ended.code == 1
    assert outcomes(ended) == ["built", "failed", "built", "built"]


def test_a_hung_cell_is_ended_with_its_kernel(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    workspace = workspace_at(tmp_path)
    write_notebook(workspace, notebook(extra="import time\ntime.sleep(600)"))
    began = time.monotonic()
    ended = report(capsys, workspace, "--timeout", "20")
    assert ended.code == 1 and "超过" in ended.json["editions"][0]["error"]
    assert time.monotonic() - began < 60
    time.sleep(3)
    left = [p for p in psutil.Process().children(recursive=True) if "gxlab.batch" in _words(p)]
    assert left == []


def _words(process: psutil.Process) -> str:
    try:
        return " ".join(process.cmdline())
    except (psutil.NoSuchProcess, psutil.AccessDenied):
        return ""


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["--param", "tpo=5"], "没有参数“tpo”"),
        (["--param", "top=五"], "应为整数"),
        (["--param", "top"], "参数=值"),
        (["--report", "没有"], "没有名为“没有”的报告"),
        (["--unit", "北岭县"], "统计单元“北岭县”"),
        (["--audience", "public"], "internal 或 shared"),
        (["--workers", "0"], "--workers"),
        (["--timeout", "1"], "--timeout"),
        (["--also", "pdf"], "--also"),
        (["--scheduler", "10.1.1.5"], "--scheduler"),
    ],
)
def test_wrong_parameters_are_refused_before_anything_runs(
    words: list[str], told: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    workspace = workspace_at(tmp_path)
    ended = report(capsys, workspace, *words)
    assert ended.code == 2 and told in ended.json["error"]
    assert list((tmp_path / "reports").iterdir()) == []


def test_a_parameter_of_the_report_s_own_reaches_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    workspace = workspace_at(tmp_path)
    write_notebook(workspace, notebook(extra="assert top == 7\nNone"))
    assert outcomes(report(capsys, workspace)) == ["failed"]
    assert outcomes(report(capsys, workspace, "--param", "top=7")) == ["built"]


def test_a_broken_notebook_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    workspace = workspace_at(tmp_path)
    path = workspace.root / "notebooks/reports/tiny.ipynb"
    path.write_text("{ not json", encoding="utf-8")
    broken = report(capsys, workspace)
    assert broken.code == 2 and "tiny.ipynb" in broken.json["error"]


def test_the_shared_audience_has_pages_only_and_the_lock_is_kept(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    workspace = workspace_at(tmp_path)
    shared = report(capsys, workspace, "--audience", "shared", "--also", "xlsx", unit="all")
    assert shared.code == 2 and "对外版只出网页" in shared.json["error"]
    elsewhere = ("--audience", "shared", "--scheduler", "tcp://10.0.0.1:8786")
    refused = report(capsys, workspace, *elsewhere, unit="all")
    assert refused.code == 2 and "对外版只在本机生成" in refused.json["error"]
    assert list((tmp_path / "reports").iterdir()) == []
    with lock.held(workspace.warehouse / "publish.lock", "生成报告"):
        locked = report(capsys, workspace)
    assert locked.code == 3 and "另一次生成报告" in locked.json["error"]


def test_a_release_is_published_as_a_folder_or_a_zip(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    workspace = workspace_at(tmp_path / "w")
    words = ("publish", "--period", PERIOD, "--workspace", workspace.root, "--json")
    early = run(capsys, *words)
    assert early.code == 1 and "gxlab report" in early.json["error"]
    report(capsys, workspace, unit="330101")
    made = run(capsys, *words, "--to", tmp_path / "out.zip")
    pages = {"index.html", "330101/index.html", "330101/tiny.html"}
    assert made.code == 0 and set(made.json["files"]) == pages
    with zipfile.ZipFile(tmp_path / "out.zip") as archive:
        assert set(archive.namelist()) == set(made.json["files"])
    first = (tmp_path / "out.zip").read_bytes()
    run(capsys, *words, "--to", tmp_path / "out.zip")
    assert (tmp_path / "out.zip").read_bytes() == first
    folder = run(capsys, *words, "--to", tmp_path / "site")
    assert folder.code == 0 and (tmp_path / "site/330101/tiny.html").is_file()
    again = run(capsys, *words, "--to", tmp_path / "site")
    assert again.code == 1 and "不是空文件夹" in again.json["error"]
    shared = run(capsys, *words, "--audience", "shared")
    assert shared.code == 1 and "审计" in shared.json["error"]


def test_an_interrupted_run_leaves_the_former_pages_and_goes_on_where_it_was(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    workspace = workspace_at(tmp_path)
    assert report(capsys, workspace, unit="all").code == 0
    before = {p: p.read_bytes() for p in (tmp_path / "reports").rglob("*") if p.is_file()}
    store_rows(workspace, {"observation": facts("A 2026-05 505 480")})
    # The zone's edition waits, so that the others are finished when the run is interrupted.
    slow = "import time\nn = None if desk.unit.code != 'Z1' else time.sleep(600)"
    write_notebook(workspace, notebook(extra=slow + "\nNone"))
    process = _start(workspace)
    staged = workspace.scratch / "batch" / "staged" / PERIOD / "internal"
    _until(lambda: len(list(staged.glob("*/tiny.json"))) == 3, 240)
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=60)
    assert process.returncode == 130, (out, err)
    assert before == {p: p.read_bytes() for p in (tmp_path / "reports").rglob("*") if p.is_file()}

    write_notebook(workspace, notebook(extra=slow.replace("600", "0") + "\nNone"))
    other = report(capsys, workspace, unit="all")
    assert outcomes(other) == ["built"] * 4  # the notebook itself is another one now

    # Both firms: the pages of the city and of both counties, not that of the empty zone.
    store_rows(workspace, {"observation": facts("A 2026-05 506 480\nB 2026-05 90.5 100")})
    process = _start(workspace, "--workers", "1")
    _until(lambda: len(list(staged.glob("*/tiny.json"))) >= 1, 240)
    process.send_signal(signal.SIGINT)
    process.communicate(timeout=60)
    finished = len(list(staged.glob("*/tiny.json")))
    resumed = json.loads(_start(workspace, "--json").communicate()[0])["editions"]
    reasons = [e["reason"] for e in resumed]
    assert [e["outcome"] for e in resumed] == ["built", "built", "built", "unchanged"]
    assert reasons.count("上次中断前已完成") == finished
    assert "596.50" in page_of(workspace).read_text(encoding="utf-8")


@pytest.fixture(autouse=True)
def nothing_left_running() -> Iterator[None]:
    """A test that fails half-way must not leave its run behind."""
    yield
    while _STARTED:
        process = _STARTED.pop()
        process.kill()
        process.communicate()


def _start(workspace: Workspace, *words: str) -> subprocess.Popen[str]:
    given = ["report", "--period", PERIOD, "--unit", "all", *words]
    command = [sys.executable, "-c", "from gxlab.cli import main; main()", *given]
    environment: dict[str, Any] = {**os.environ, "GXLAB_WORKSPACE": str(workspace.root)}
    started = subprocess.Popen(
        command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    _STARTED.append(started)
    return started


_STARTED: list[subprocess.Popen[str]] = []


def _until(condition: Any, seconds: float) -> None:
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.05)


def test_a_killed_run_leaves_no_process_behind(tmp_path: Path) -> None:
    workspace = workspace_at(tmp_path)
    write_notebook(workspace, notebook(extra="import time\ntime.sleep(600)"))
    process = _start(workspace)
    running = psutil.Process(process.pid)
    _until(lambda: len(running.children(recursive=True)) >= 2, 240)
    time.sleep(3)
    started = running.children(recursive=True)
    process.kill()
    process.communicate()
    _until(lambda: not any(p.is_running() and p.status() != "zombie" for p in started), 60)


def test_the_manifest_tells_what_stands(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    workspace = workspace_at(tmp_path)
    report(capsys, workspace, unit="330101")
    report(capsys, workspace, unit="330102")
    told = json.loads((tmp_path / "reports/2026-05/internal/manifest.json").read_text("utf-8"))
    assert [e["unit"] for e in told["editions"]] == ["330101", "330102"]
    assert [u["level"] for u in told["units"]] == [1, 1]
    assert told["reports"] == [{"id": "tiny", "title": "测试月报"}] and told["demo"]
