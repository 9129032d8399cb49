"""gxlab demo --fast (快速生成): told for what it is, leaves data alone, its counties answer."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.running import run, workspace_with_data

SMALL = ("--counties", "2", "--enterprises", "40", "--months", "14")


@pytest.fixture
def empty(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A workspace without data."""
    for folder in ("data", "notebooks", "reports"):
        (tmp_path / folder).mkdir()
    monkeypatch.setenv("GXLAB_WORKSPACE", str(tmp_path))
    return tmp_path


def test_it_says_what_it_leaves_out_and_a_county_can_be_asked(
    empty: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    made = run(capsys, "demo", "--fast", "--cities", "2", *SMALL)
    assert made.code == 0, made.err
    assert "2座城市、80户企业、14个月" in made.out and "只供测速" in made.out
    value = ("value", "revenue", "--period", "2026-04", "--json", "--unit")
    first, second = (run(capsys, *value, unit) for unit in ("900001", "900101"))
    assert first.code == second.code == 0, first.err + second.err
    assert first.json != second.json
    assert run(capsys, "demo", "--fast", *SMALL).code != 0, "a workspace with data is left alone"


def test_wrong_combinations_are_named(empty: Path, capsys: pytest.CaptureFixture[str]) -> None:
    several = run(capsys, "demo", "--cities", "2")
    assert several.code == 2 and "--cities 只与 --fast 合用" in several.err
    truth = run(capsys, "demo", "--fast", "--truth", empty / "t")
    assert truth.code == 2 and "请去掉 --truth" in truth.err


def test_a_workspace_with_imported_data_is_left_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    workspace_with_data(tmp_path)
    monkeypatch.setenv("GXLAB_WORKSPACE", str(tmp_path))
    before = sorted(p.name for p in (tmp_path / "data" / "warehouse").rglob("*"))
    ended = run(capsys, "demo", "--fast", *SMALL)
    assert ended.code != 0 and "另建一个工作区" in ended.err
    assert sorted(p.name for p in (tmp_path / "data" / "warehouse").rglob("*")) == before
