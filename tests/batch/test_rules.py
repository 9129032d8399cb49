"""The rules of a run (批量规则) that need no kernel: parameters, completion, keys, the journal."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from gxlab.batch import journal, manifest
from gxlab.batch.content import content_of, payloads
from gxlab.batch.finished import NotFinished, digest_of, executed, inputs_of
from gxlab.batch.fresh import Reason, changed_reads, reason_to_build
from gxlab.batch.journal import Move
from gxlab.batch.manifest import Edition
from gxlab.batch.notebooks import NotebookRefused, described, find, typed
from gxlab.batch.plan import Planned, chosen_units, planned
from gxlab.reference.periods import Period
from gxlab.show.objects import MIME
from gxlab.warehouse import snapshot
from gxlab.warehouse.desk import Desk, open_desk
from gxlab.warehouse.opening import writing
from gxlab.warehouse.snapshot import current
from gxlab.workspace import Workspace
from tests.batch.sample import PERIOD, files_of, notebook, store_rows, workspace_at, write_notebook
from tests.cli.running import run
from tests.conftest import facts

EDITION = Edition("tiny", "3300", PERIOD, "internal")
READS = {"fact|[]": "d1", "units|[]": "d2"}
INSPECTED: dict[str, Any] = {
    "unit": {"inferred_type_name": "str", "default": '"3300"'},
    "period": {"inferred_type_name": "str", "default": '"2026-05"'},
    "audience": {"inferred_type_name": "None", "default": '"internal"'},
    "snapshot": {"inferred_type_name": "str", "default": '""'},
    "top": {"inferred_type_name": "int", "default": "3"},
    "share": {"inferred_type_name": "float", "default": "0.5"},
    "detailed": {"inferred_type_name": "None", "default": "False"},
}


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    return workspace_at(tmp_path_factory.mktemp("w"))


def desk_of(workspace: Workspace) -> Desk:
    return open_desk(current(workspace.warehouse), None, Period.parse(PERIOD))


def plan_of(workspace: Workspace, unit: str = "3300", **own: Any) -> Planned:
    path = workspace.root / "notebooks/reports/tiny.ipynb"
    told = described("tiny", path, INSPECTED)
    units = chosen_units(desk_of(workspace).units, [unit])
    return planned([told], units, PERIOD, "internal", {"tiny": own}, workspace.commentary)[0]


# ---- parameters -----------------------------------------------------------------------------


def test_parameters_are_read_as_the_notebook_declares_them(workspace: Workspace) -> None:
    told = described("tiny", find(workspace.report_notebooks)["tiny"], INSPECTED)
    assert told.title == "测试月报"
    given = {"top": "5", "share": "0.25", "detailed": "True"}
    assert typed(told, given) == {"top": 5, "share": 0.25, "detailed": True}


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"tpo": "5"}, "没有参数“tpo”"),
        ({"top": "五"}, "参数 top 应为整数，实为“五”"),
        ({"share": "一半"}, "应为数字"),
        ({"detailed": "yes"}, "应为True 或 False"),
        ({"unit": "330101"}, "不能用 --param 指定"),
        ({"x=1;import os;y": "1"}, "没有参数"),
    ],
)
def test_unknown_and_mistyped_parameters_are_refused(
    given: dict[str, str], words: str, workspace: Workspace
) -> None:
    told = described("tiny", find(workspace.report_notebooks)["tiny"], INSPECTED)
    with pytest.raises(NotebookRefused, match=words.replace("[", r"\[")):
        typed(told, given)


def test_a_notebook_without_a_required_parameter_is_refused(workspace: Workspace) -> None:
    lacking = {k: v for k, v in INSPECTED.items() if k != "snapshot"}
    with pytest.raises(NotebookRefused, match="缺少 snapshot"):
        described("tiny", find(workspace.report_notebooks)["tiny"], lacking)


def test_only_plain_names_are_reports(tmp_path: Path) -> None:
    for name in ("good_one.ipynb", "Bad.ipynb", "坏.ipynb", "x.txt", ".hidden.ipynb"):
        (tmp_path / name).write_text("{}", encoding="utf-8")
    assert list(find(tmp_path)) == ["good_one"]


# ---- completion -----------------------------------------------------------------------------


def ended(**changes: Any) -> dict[str, Any]:
    """An executed notebook of two cells whose last states the edition."""
    stated = {"report": "tiny", "unit": "3300", "period": PERIOD, "audience": "internal"}
    block = {"type": "sentinel", "data": {**stated, "inputs": digest_of(READS), **changes}}
    output = {"output_type": "execute_result", "data": {MIME: block}}
    return {"cells": [_cell("a = 1", 1, []), _cell("seal", 2, [output])]}


def _cell(source: str, count: int | None, outputs: list[Any]) -> dict[str, Any]:
    return {
        "cell_type": "code",
        "source": source,
        "execution_count": count,
        "outputs": outputs,
    }


def test_a_whole_run_states_its_inputs() -> None:
    assert inputs_of(ended(), EDITION, READS) == content_of(payloads(ended()))


def test_the_inputs_digest_is_that_of_the_desk(workspace: Workspace) -> None:
    desk = desk_of(workspace)
    desk.read("enterprises")
    assert digest_of(desk.digests) == desk.inputs()


def test_what_papermill_calls_success_may_not_be_one() -> None:
    stopped = ended()
    stopped["cells"].insert(1, _cell("never reached", None, []))
    with pytest.raises(NotFinished, match="第2个代码单元没有运行"):
        inputs_of(stopped, EDITION, READS)
    failed = ended()
    failed["cells"][0]["outputs"] = [{"output_type": "error", "ename": "X", "evalue": "y"}]
    with pytest.raises(NotFinished, match="第1个代码单元运行出错"):
        inputs_of(failed, EDITION, READS)
    silent = ended()
    silent["cells"][-1]["outputs"] = []
    with pytest.raises(NotFinished, match="没有给出完成标记"):
        inputs_of(silent, EDITION, READS)
    with pytest.raises(NotFinished, match="没有给出完成标记"):
        inputs_of({"cells": []}, EDITION, READS)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"unit": "330101"}, "unit 应为“3300”"),
        ({"period": "2026-04"}, "period 应为“2026-05”"),
        ({"audience": "shared"}, "audience"),
        ({"report": "other"}, "report"),
        ({"inputs": "0" * 16}, "数据摘要与实际读取的数据不符"),
    ],
)
def test_another_edition_s_mark_is_none(changes: dict[str, str], words: str) -> None:
    with pytest.raises(NotFinished, match=words):
        inputs_of(ended(**changes), EDITION, READS)


def test_no_reads_is_no_edition() -> None:
    empty = ended(inputs=digest_of({}))
    with pytest.raises(NotFinished, match="没有读取记录"):
        inputs_of(empty, EDITION, {})


def test_sources_kept_as_lists_of_lines_are_joined() -> None:
    cell = _cell("", 1, [{"output_type": "stream", "text": ["a\n", "b"]}])
    cell["source"] = ["x = 1\n", "y = 2"]
    read = executed(json.dumps({"cells": [cell]}))["cells"][0]
    assert (read["source"], read["outputs"][0]["text"]) == ("x = 1\ny = 2", "a\nb")


# ---- what has to be made again --------------------------------------------------------------


def test_a_noted_read_can_be_read_again_whatever_its_parameters(workspace: Workspace) -> None:
    desk = desk_of(workspace)
    desk.read("enterprises")
    desk.read("reading", indicators=["revenue", "profit"])
    desk.read("targets", year=2026, until="2026-05")
    # A date among the parameters once made every such edition look changed.
    desk.read("decisions", on=date(2026, 5, 31))
    assert changed_reads(desk.digests, desk_of(workspace)) == ()


def entry_of(made: Planned, desk: Desk, page: Path) -> dict[str, Any]:
    desk.read("enterprise_fact", indicator="revenue", period=PERIOD)
    digest = manifest.file_digest(page)
    return {
        "outcome": "built",
        "key": dict(made.key),
        "reads": dict(desk.digests),
        "html_sha256": digest,
    }


def test_an_edition_stands_while_nothing_it_rests_on_changes(
    workspace: Workspace, tmp_path: Path
) -> None:
    page = tmp_path / "page.html"
    page.write_text("x", encoding="utf-8")
    made = plan_of(workspace)
    entry = entry_of(made, desk_of(workspace), page)
    assert reason_to_build(made, entry, page, desk_of(workspace)) is None
    assert reason_to_build(made, None, page, desk_of(workspace)) == Reason("首次生成")
    failed = {**entry, "outcome": "failed"}
    assert reason_to_build(made, failed, page, desk_of(workspace)) == Reason("上次未生成")
    for part, words in (("notebook", "笔记本"), ("code", "程序"), ("libraries", "运行环境")):
        other = {**entry, "key": {**entry["key"], part: "other"}}
        assert words in str(reason_to_build(made, other, page, desk_of(workspace)))
    assert "参数" in str(
        reason_to_build(plan_of(workspace, top=9), entry, page, desk_of(workspace))
    )
    page.write_text("edited", encoding="utf-8")
    assert "页面" in str(reason_to_build(made, entry, page, desk_of(workspace)))


def test_the_analyst_s_text_and_the_data_are_part_of_it(tmp_path: Path) -> None:
    workspace = workspace_at(tmp_path / "w")
    page = tmp_path / "page.html"
    page.write_text("x", encoding="utf-8")
    made = plan_of(workspace)
    entry = entry_of(made, desk_of(workspace), page)
    text = workspace.commentary_file(PERIOD, "3300", "tiny")
    text.parent.mkdir(parents=True)
    text.write_text("原因说明", encoding="utf-8")
    assert "情况说明" in str(reason_to_build(plan_of(workspace), entry, page, desk_of(workspace)))
    text.unlink()
    # A file of another period changes nothing for May; one of May does.
    store_rows(workspace, {"observation": facts("A 2026-04 400 390")})
    assert reason_to_build(plan_of(workspace), entry, page, desk_of(workspace)) is None
    store_rows(workspace, {"observation": facts("A 2026-05 505 480")})
    changed = reason_to_build(plan_of(workspace), entry, page, desk_of(workspace))
    assert changed is not None and changed.text == "数据有变化（enterprise_fact）"


def test_all_is_the_city_its_counties_and_zones(workspace: Workspace) -> None:
    units = desk_of(workspace).units
    assert [u.code for u in chosen_units(units, ["all"])] == ["3300", "330101", "330102", "Z1"]
    assert [u.code for u in chosen_units(units, ["城关镇", "330101", "城关镇"])] == [
        "330101001",
        "330101",
    ]


def test_a_changed_notebook_changes_the_key(tmp_path: Path) -> None:
    workspace = workspace_at(tmp_path / "w")
    before = plan_of(workspace).key["notebook"]
    write_notebook(workspace, notebook(extra="1 + 1"))
    assert plan_of(workspace).key["notebook"] != before


# ---- the journal ----------------------------------------------------------------------------


def test_a_run_that_died_while_placing_is_finished_by_the_next(tmp_path: Path) -> None:
    # Two pages to place, one to take away; the run dies after every possible step.
    for steps in range(4):
        root = tmp_path / str(steps)
        scratch, live = root / "scratch", root / "live"
        for folder in (scratch, live):
            folder.mkdir(parents=True)
        for name in ("a", "b"):
            (scratch / name).write_text(f"new {name}", encoding="utf-8")
            (live / name).write_text(f"old {name}", encoding="utf-8")
        (live / "c").write_text("old c", encoding="utf-8")
        moves = [
            Move(live / "a", scratch / "a"),
            Move(live / "b", scratch / "b"),
            Move(live / "c", None),
        ]
        _die_after(steps, moves, scratch)
        assert journal.replay(scratch) is True
        assert {p.name: p.read_text() for p in live.iterdir()} == {"a": "new a", "b": "new b"}
        assert journal.replay(scratch) is False


def _die_after(steps: int, moves: list[Move], scratch: Path) -> None:
    """Write the journal as a run does, and make only its first moves."""
    told = [{"target": str(m.target), "source": str(m.source) if m.source else None} for m in moves]
    manifest.put(scratch / journal.NAME, json.dumps(told).encode())
    for move in moves[:steps]:
        if move.source is None:
            move.target.unlink()
        else:
            move.source.replace(move.target)


def test_moves_are_carried_out_and_the_journal_is_gone(tmp_path: Path) -> None:
    (tmp_path / "a").write_text("new", encoding="utf-8")
    journal.carry_out([Move(tmp_path / "deep" / "a", tmp_path / "a")], tmp_path)
    assert (tmp_path / "deep" / "a").read_text() == "new"
    assert not (tmp_path / journal.NAME).exists()


def test_a_broken_manifest_is_none(tmp_path: Path) -> None:
    assert manifest.read(tmp_path) == {}
    for text in ("{", '{"version": 99, "editions": []}'):
        (tmp_path / manifest.NAME).write_text(text, encoding="utf-8")
        assert manifest.read(tmp_path) == {}


def test_a_month_nobody_has_delivered_anything_for_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    workspace = workspace_at(tmp_path / "w")
    with writing(workspace.warehouse) as store:
        (file,) = files_of({"observation": facts("A 2026-05 505 480")}, start=9)
        batch = store.commit("test", [replace(file, period=PERIOD)])
        snapshot.build(store, batch)
    ended = run(capsys, "report", "--period", "2027-01", "--workspace", workspace.root, "--json")
    assert ended.code == 2
    told = ended.json["error"]
    assert told.startswith("2027年1月还没有任何数据（最新的工作簿是2026-05的）"), told
    assert list(workspace.reports.iterdir()) == []
