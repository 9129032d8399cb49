"""What a run takes of the machine, and in which order it works (资源预算、执行次序)."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from gxlab.batch.budget import (
    CORES_VARIABLE,
    MEMORY_VARIABLE,
    Machine,
    budget,
    longest_first,
    machine,
    noted_seconds,
)
from gxlab.batch.manifest import Edition
from gxlab.batch.notebooks import ReportNotebook
from gxlab.batch.plan import Planned
from gxlab.commands.make import fitting
from gxlab.commands.progress import progress
from gxlab.warehouse import limits
from gxlab.warehouse.snapshot import current, open_reader
from tests.batch.sample import workspace_at


@pytest.mark.parametrize("cores", [1, 2, 3, 8, 64])
@pytest.mark.parametrize("memory", [600, 2_048, 16_384, 262_144])
@pytest.mark.parametrize("asked", [None, 1, 2, 5, 200])
def test_a_run_never_takes_more_than_the_machine(
    cores: int, memory: int, asked: int | None
) -> None:
    share = budget(asked, Machine(cores, memory))
    assert 1 <= share.workers <= (asked or cores)
    assert share.workers * share.threads <= cores
    assert share.workers * share.memory_mib <= memory


def test_workers_wait_for_memory_not_for_cores_alone() -> None:
    # Three quarters of 4,096 are 3,072; a worker needs 256 of its own and 128 for its database.
    assert budget(None, Machine(cores=32, memory_mib=4_096)).workers == 8
    assert budget(4, Machine(cores=8, memory_mib=65_536)).threads == 2


def test_whoever_runs_the_machine_may_give_less(monkeypatch: pytest.MonkeyPatch) -> None:
    here = machine()
    assert here.cores >= 1 and here.memory_mib > 100
    monkeypatch.setenv(CORES_VARIABLE, "5")
    monkeypatch.setenv(MEMORY_VARIABLE, "700")
    assert machine() == Machine(5, 700)
    monkeypatch.setenv(CORES_VARIABLE, "两")
    with pytest.raises(ValueError, match="GXLAB_CORES 应为1以上的整数，实为“两”"):
        machine()


def test_fewer_workers_than_asked_for_is_said(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(CORES_VARIABLE, "3")
    monkeypatch.setenv(MEMORY_VARIABLE, "8000")
    assert [fitting(asked) for asked in (None, 2, 3)] == [3, 2, 3]
    assert capsys.readouterr().err == ""
    assert fitting(8) == 3
    told = "可用3核、8000兆内存，同时执行的进程由8个减为3个。\n"
    assert capsys.readouterr().err == told


def planned(report: str, unit: str) -> Planned:
    notebook = ReportNotebook(report, report, Path(), "", {})
    return Planned(Edition(report, unit, "2026-05", "internal"), notebook, {}, {})


def names(todo: list[Planned]) -> list[str]:
    return [f"{p.edition.report}{p.edition.unit}" for p in todo]


def test_the_longest_goes_first_and_an_unknown_one_counts_as_its_report_s_median() -> None:
    todo = [planned("a", "1"), planned("a", "2"), planned("a", "3"), planned("b", "1")]
    noted = {("a", "1"): 2.0, ("a", "3"): 9.0, ("a", "9"): 4.0, ("c", "1"): 5.0}
    # a2: the median of 2, 4, 9 is 4. b is new and may be long: 9, behind its equal a3.
    assert names(longest_first(todo, noted)) == ["a3", "b1", "a2", "a1"]
    assert names(longest_first(todo, {})) == ["a1", "a2", "a3", "b1"]


def test_times_are_those_of_this_period_and_else_of_the_one_before(tmp_path: Path) -> None:
    def noted(period: str, seconds: dict[str, float]) -> None:
        folder = tmp_path / period / "internal"
        folder.mkdir(parents=True)
        told = [{"report": "a", "unit": u, "seconds": s} for u, s in seconds.items()]
        text = json.dumps({"version": 1, "editions": told})
        (folder / "manifest.json").write_text(text, encoding="utf-8")

    assert noted_seconds(tmp_path, "2026-05", "internal") == {}
    noted("2026-04", {"1": 3.0, "2": 4.0})
    noted("2026-05", {"2": 6.0, "3": 0.0})
    found = noted_seconds(tmp_path, "2026-05", "internal")
    assert found == {("a", "1"): 3.0, ("a", "2"): 6.0}


def test_a_reader_keeps_to_its_share(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(limits.THREADS_VARIABLE, "1")
    monkeypatch.setenv(limits.MEMORY_VARIABLE, "200")
    monkeypatch.setenv(limits.SPILL_VARIABLE, str(tmp_path / "it's full"))
    con = open_reader(current(workspace_at(tmp_path / "w").warehouse).path)
    asked = "select current_setting('threads'), current_setting('memory_limit'), "
    found = con.sql(asked + "current_setting('temp_directory')").fetchall()[0]
    assert found == (1, "200.0 MiB", str(tmp_path / "it's full"))


def test_progress_says_what_failed_and_how_long_it_will_take(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    now = iter([0.0, 1.0, 6.0, 6.5, 7.0])
    monkeypatch.setattr("gxlab.commands.progress.time.monotonic", lambda: next(now))
    with progress("报告") as step:
        step(1, 4, "甲")  # soon after the start: no line
        step(2, 4, "乙")  # 6 seconds for 2 of 4: 6 more
        step(3, 4, "丙", 1)  # a failure is said at once; 6.5 / 3 = 2 more
        step(4, 4, "丁", 1)
    lines = capsys.readouterr().err.splitlines()
    assert [re.sub(" +", " ", line) for line in lines] == [
        "报告 2/4，约剩6秒 乙",
        "报告 3/4，失败1期，约剩2秒 丙",
        "报告 4/4，失败1期 丁",
    ]
