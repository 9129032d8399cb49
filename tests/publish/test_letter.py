"""核实函: what looks odd goes to who sent it, and never with a value of ours."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest

from gxlab.commands.data import places
from gxlab.publish.letter import Letter, letters, reasons
from gxlab.publish.letter_docx import render_letter
from gxlab.reference.periods import Period
from gxlab.warehouse import snapshot
from gxlab.warehouse.desk import Desk, open_desk
from gxlab.warehouse.importing import accept
from gxlab.warehouse.incoming import FoundProblem, IncomingFile
from gxlab.warehouse.opening import writing
from gxlab.warehouse.tables import names
from gxlab.workspace import Workspace
from tests.batch.sample import workspace_at
from tests.cli.running import run
from tests.demo_workspace import DemoWorkspace
from tests.publish.reading import word_tables, word_text

MAY = Period.parse("2026-05")
# Said to a sender these would be a value, or a wish for one.
WISHES = ("应为", "应填", "建议", "改为", "算得", "调整为", "正确", "核减", "补报到")


def sent(path: str, kind: str, reporter: str, period: str, *problems: FoundProblem) -> IncomingFile:
    return IncomingFile(
        path=f"data/inbox/{path}",
        sha256=f"{abs(hash(path)):064d}"[:64],
        outcome="stored",
        layout=path.partition("_")[0],
        layout_digest="d",
        status="反馈",
        source_kind=kind,
        scope="whole",
        coverage=f"{reporter}|{period}",
        period=period,
        problems=problems,
    )


def odd(cell: str, raw: str, rule: str = "growth_matches_levels") -> FoundProblem:
    text = f"{cell}为{raw}，按两栏算得−8.9，两者不符，请核对"
    return FoundProblem("上报", cell, rule, "warning", text, raw)


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """Two counties, the bureau and the platform, each with something odd; an old form; a format."""
    made = workspace_at(tmp_path_factory.mktemp("letters") / "w")
    store(
        made,
        sent("月报_甲.xlsx", "县区上报", "330101", "2026-05", odd("H5", "-5.5"), odd("H12", "7")),
        sent("月报_乙.xlsx", "县区上报", "330102", "2026-04", odd("H6", "0.062")),
        sent("月报_乙旧.xlsx", "县区上报", "330102", "2026-03", odd("H7", "99")),
        sent("反馈.xls", "统计局反馈", "", "2026-05", odd("C3", "12")),
        sent("直报.xlsx", "企业直报", "", "2026-05", odd("F9", "88")),
        sent("快报_甲.xlsx", "集群直报", "330101", "2026-05", odd("A1", "x", "unknown_column")),
    )
    return made


def store(workspace: Workspace, *files: IncomingFile) -> None:
    with writing(workspace.warehouse) as held:
        snapshot.build(held, held.commit("test", list(files)))


def desk(workspace: Workspace) -> Desk:
    return open_desk(snapshot.current(workspace.warehouse), None, MAY)


def found(workspace: Workspace) -> dict[str, list[tuple[str, str, str]]]:
    return {
        letter.sender: [(d.file, d.cell, d.reading) for d in letter.doubts]
        for letter in letters(desk(workspace))
    }


def test_each_sender_gets_its_own_and_firms_get_none(workspace: Workspace) -> None:
    told = found(workspace)
    (bureau, *others) = told
    assert bureau.endswith("统计局") and told[bureau] == [("反馈.xls", "C3", "12")]
    # In the order of the sheet: row 5 before row 12. The April form is 乙's latest; March is past.
    # What is wrong with the form itself went back with the annotated copy.
    assert [told[name] for name in others] == [
        [("月报_甲.xlsx", "H5", "-5.5"), ("月报_甲.xlsx", "H12", "7")],
        [("月报_乙.xlsx", "H6", "0.062")],
    ]


def test_what_somebody_accepted_is_not_asked_again(workspace: Workspace, tmp_path: Path) -> None:
    copied = Workspace(shutil.copytree(workspace.root, tmp_path / "w"))
    problem = odd("C3", "12").id_in(f"{abs(hash('反馈.xls')):064d}"[:64])
    accept(problem, "周敏", "已电话核实", places(copied))
    assert not any(sender.endswith("统计局") for sender in found(copied))


def test_only_the_units_asked_for(workspace: Workspace) -> None:
    assert [letter.unit for letter in letters(desk(workspace), ["330102"])] == ["330102"]


def test_reasons_name_rules_that_exist_and_hold_no_figure() -> None:
    told = reasons()
    intake = "".join(
        path.read_text(encoding="utf-8") for path in Path("gxlab/intake").rglob("*.py")
    )
    for rule, reason in told.items():
        assert rule in names("checks") or f'"{rule}"' in intake, rule
        assert reason.why and not re.search(r"\d", reason.why)
        assert not any(wish in reason.why for wish in WISHES)


def test_the_letter_says_where_and_why_and_nothing_of_what_it_should_be(
    workspace: Workspace,
) -> None:
    (letter,) = letters(desk(workspace), ["330101"])
    content = render_letter(letter, MAY)
    assert content == render_letter(letter, MAY)
    text = word_text(content)
    assert "关于核实2026年1—5月有关报送资料的函" in text and f"{letter.sender}：" in text
    assert "有2处需要核实" in text and "我们不作改动" in text
    ((head, first, _),) = word_tables(content)
    assert head == ["序号", "文件", "位置", "对象", "所报", "存疑之处"]
    why = "所填增速与同一行的本期数、上年同期数不相符"
    assert first == ["1", "月报_甲.xlsx", "工作表“上报”H5", "", "-5.5", why]
    # The intake's own sentence worked it out; the letter must not.
    assert "8.9" not in text and not any(wish in text for wish in WISHES)


@pytest.mark.parametrize("name", ["../上级", "甲\\乙", "a:b", "统计局"])
def test_a_sender_s_name_makes_a_file_name(workspace: Workspace, name: str) -> None:
    from gxlab.commands.letters import file_name

    made = file_name(Letter("1", name, ()))
    assert made.startswith("核实函_") and not re.search(r'[\\/:*?"<>|]', made)


def test_the_command_writes_one_document_a_sender(
    workspace: Workspace, capsys: pytest.CaptureFixture[str]
) -> None:
    where = ("--workspace", workspace.root, "--json")
    told = run(capsys, "letter", "--period", "2026-05", *where)
    assert told.code == 0
    paths = [one["path"] for one in told.json["letters"]]
    assert len(paths) == 3 and all(p.startswith("data/letters/2026-05/核实函_") for p in paths)
    assert all((workspace.root / path).is_file() for path in paths)
    item = told.json["letters"][1]["items"][0]
    assert (item["file"], item["sheet"], item["cell"]) == ("月报_甲.xlsx", "上报", "H5")
    none = run(capsys, "letter", "--period", "2025-05", *where)
    assert none.code == 0 and none.json["letters"] == []
    wrong = run(capsys, "letter", "--period", "2026-05", "--unit", "无此县", *where)
    assert wrong.code == 2 and "无此县" in wrong.json["error"]


@pytest.fixture(scope="module")
def demo(demo_workspace: DemoWorkspace) -> Iterator[tuple[DemoWorkspace, tuple[Letter, ...]]]:
    made = open_desk(snapshot.current(demo_workspace.root / "data" / "warehouse"), "139900", MAY)
    yield demo_workspace, letters(made)
    made.con.close()


@pytest.mark.slow
def test_readings_are_what_the_sender_delivered(
    demo: tuple[DemoWorkspace, tuple[Letter, ...]],
) -> None:
    workspace, made = demo
    assert len(made) >= 4 and made[0].sender.endswith("统计局")
    checked = 0
    for letter in made:
        for doubt in letter.doubts:
            path = sorted(workspace.inbox.rglob(doubt.file))[-1]
            if doubt.file.endswith(".xlsx") and re.fullmatch(r"[A-Z]+\d+", doubt.cell):
                cell = openpyxl.load_workbook(path)[doubt.sheet][doubt.cell]
                reading = doubt.reading.rpartition("：")[2].rstrip("%")
                assert reading in str(cell.value), doubt
                checked += 1
    assert checked >= 4


@pytest.mark.slow
def test_planted_doubts_reach_their_senders(
    demo: tuple[DemoWorkspace, tuple[Letter, ...]],
) -> None:
    _, made = demo
    by_file = {d.file: letter.sender for letter in made for d in letter.doubts}
    for letter in made:
        content = render_letter(replace(letter), MAY, demo=True)
        assert not any(wish in word_text(content) for wish in WISHES)
    # Who is named in the file's own name is who is written to.
    counties = {file: sender for file, sender in by_file.items() if sender in file}
    assert len(counties) >= 3
    assert not any("企业直报" in file or "开票" in file for file in by_file)
