"""gxlab proofread:结论、退出码、JSON 的样子,与库中数对照."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.running import run, workspace_with_data

# 36.05÷122.55 = 29.42,36.15÷122.45 = 29.52.
WRONG = "完成投资36.1亿元，占年度目标122.5亿元的31.2%。\n全区规上工业企业189户。\n"
RIGHT = "完成投资36.1亿元，占年度目标122.5亿元的29.5%。\n"


@pytest.fixture
def text(tmp_path: Path) -> Path:
    file = tmp_path / "情况说明.txt"
    file.write_text(WRONG, encoding="utf-8")
    return file


def test_what_disagrees_is_told_with_what_it_should_be(
    text: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    ended = run(capsys, "proofread", text, "--json")
    assert ended.code == 1 and ended.json["counts"] == {
        "agrees": 0,
        "disagrees": 1,
        "unchecked": 1,
    }
    first, second = ended.json["statements"]
    assert (first["verdict"], first["expected"]) == ("disagrees", "29.4%—29.5%")
    assert first["figures"][0] == {
        "text": "36.1亿元",
        "value": 36.1,
        "unit_of_measure": "亿元",
        "meaning": "投资，总量",
    }
    assert (second["verdict"], second["expected"], second["strict"]) == ("unchecked", None, None)


def test_people_see_what_needs_a_look_and_the_count(
    text: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    ended = run(capsys, "proofread", text)
    assert ended.code == 1 and "29.4%—29.5%" in ended.out
    assert "含数的2句：相符0句，不符1句，无从核对1句。" in ended.out
    text.write_text(RIGHT, encoding="utf-8")
    ended = run(capsys, "proofread", text)
    assert (ended.code, ended.out) == (
        0,
        "“情况说明.txt”含数的1句：相符1句，不符0句，无从核对0句。\n",
    )


def test_unit_and_period_hold_the_text_against_the_warehouse(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    bench = workspace_with_data(tmp_path)
    monkeypatch.setenv("GXLAB_WORKSPACE", str(bench.places.root))
    nothing = tmp_path / "notebooks" / "reports" / "nothing.ipynb"
    nothing.parent.mkdir(parents=True)
    nothing.write_text('{"cells": []}', encoding="utf-8")
    file = tmp_path / "说明.md"
    # 500 + 90 = 590万元,基数480 + 100 = 580:590÷580 − 1 = 1.7%.
    file.write_text("1—5月，全市营业收入590万元，同比增长1.8%。", encoding="utf-8")
    words = ("proofread", file, "--unit", "330101", "--period", "2026-05", "--json")
    ended = run(capsys, *words)
    assert ended.json["statements"][0]["verdict"] == "disagrees", ended
    assert "同比增长1.7%" in ended.json["statements"][0]["expected"]


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["没有.txt"], "不存在"),
        (["情况说明.txt", "--unit", "330101"], "--unit 与 --period 应一起写"),
        (["情况说明.txt", "--unit", "330101", "--period", "2026年5月"], "应写作“2026-05”"),
    ],
)
def test_wrong_use_ends_with_two(
    words: list[str],
    told: str,
    text: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("GXLAB_WORKSPACE", str(workspace_with_data(text.parent / "w").places.root))
    monkeypatch.chdir(text.parent)
    ended = run(capsys, "proofread", *words)
    assert ended.code == 2 and told in ended.err
