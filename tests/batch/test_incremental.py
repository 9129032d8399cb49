"""Only what changed data change is made again (增量), and it is told which rows did it."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path

import pytest

from gxlab.batch.content import content_of, payloads
from gxlab.batch.explain import Pair, changed_rows
from gxlab.batch.finished import executed
from gxlab.batch.manifest import read
from gxlab.batch.recheck import NotTyped, evaluated
from gxlab.workspace import Workspace
from tests.batch.sample import PERIOD, notebook, store_rows, workspace_at, write_notebook
from tests.batch.test_report import outcomes, report
from tests.conftest import facts


def pages(workspace: Workspace) -> dict[str, bytes]:
    found = (workspace.reports / PERIOD).rglob("tiny.html")
    return {path.parent.name: path.read_bytes() for path in sorted(found)}


@pytest.mark.slow
def test_exactly_those_are_executed_whose_forced_rebuild_differs(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    workspace = workspace_at(tmp_path)
    report(capsys, workspace, unit="all")
    before = pages(workspace)

    # Firm B stands in 西水县. Every page read the table it is in; 东山县 and the zone say the same.
    store_rows(workspace, {"observation": facts("B 2026-05 95 100")})
    done = report(capsys, workspace, "--explain", unit="all")
    made = {e["unit"]: e["outcome"] for e in done.json["editions"]}
    assert made == {"3300": "built", "330101": "unchanged", "330102": "built", "Z1": "unchanged"}
    after = pages(workspace)
    told = {e["unit"]: e["reason"] for e in done.json["editions"]}
    assert told["330101"] == "数据有变化（enterprise_fact），本页内容不变"

    report(capsys, workspace, "--force", unit="all")
    forced = pages(workspace)
    assert forced == after
    assert {unit for unit in forced if forced[unit] != before[unit]} == {"3300", "330102"}

    # The entry was renewed: nothing is looked into twice.
    again = report(capsys, workspace, unit="all")
    assert {e["reason"] for e in again.json["editions"]} == {"没有变化"}

    # Which row it was, of which batch and file: 90 → 95 with the third batch.
    (line,) = done.json["editions"][0]["changed_rows"]
    assert line.startswith("enterprise_fact：B ") and "value 90→95" in line
    assert line.endswith("，file3.xlsx）")


@pytest.mark.slow
def test_a_cell_that_only_a_kernel_can_run_is_executed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    workspace = workspace_at(tmp_path)
    write_notebook(workspace, notebook(extra="shell = get_ipython()"))
    report(capsys, workspace, unit="330101")
    before = pages(workspace)
    store_rows(workspace, {"observation": facts("B 2026-05 95 100")})
    done = report(capsys, workspace, unit="330101")
    assert done.code == 0 and outcomes(done) == ["built"] and pages(workspace) == before


@pytest.mark.slow
def test_what_is_evaluated_is_what_a_kernel_shows(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    workspace = workspace_at(tmp_path)
    report(capsys, workspace)
    stands = workspace.edition_folder(PERIOD, "internal", "3300") / "tiny.ipynb"
    shown = list(payloads(executed(stands.read_text(encoding="utf-8"))))
    monkeypatch.setenv("GXLAB_WORKSPACE", str(tmp_path))
    monkeypatch.setenv("GXLAB_VIEW", "off")
    source = workspace.report_notebooks / "tiny.ipynb"
    parameters = {"unit": "3300", "period": PERIOD, "audience": "internal", "snapshot": ""}
    again = list(evaluated(source, parameters))
    assert json.loads(json.dumps(again)) == shown
    entry = read(stands.parents[1])["tiny", "3300"]
    assert content_of(again) == content_of(shown) == entry["inputs"]


def test_anything_but_a_typed_object_is_no_evaluation(tmp_path: Path) -> None:
    path = tmp_path / "n.ipynb"
    cells = [
        {"cell_type": "markdown", "metadata": {}, "source": "# 题"},
        {"cell_type": "code", "metadata": {"tags": ["parameters"]}, "source": ["a = 1\n", "b = 2"]},
        {"cell_type": "code", "metadata": {}, "source": "a + b"},
    ]
    path.write_text(json.dumps({"cells": cells}), encoding="utf-8")
    with pytest.raises(NotTyped, match="int"):
        list(evaluated(path, {"a": 5}))


def test_changed_rows_are_paired_by_what_identifies_them() -> None:
    was = [
        {"enterprise": "A", "period": PERIOD, "value": Decimal("1.00")},
        {"enterprise": "B", "period": PERIOD, "value": Decimal("2.00")},
        {"enterprise": "C", "period": PERIOD, "value": Decimal("3.00")},
    ]
    now = [was[0], {**was[1], "value": Decimal("2.50")}, {**was[2], "enterprise": "D"}]
    assert changed_rows(was, now) == [Pair(was[1], now[1]), Pair(None, now[2]), Pair(was[2], None)]
    assert changed_rows(was, was) == []
