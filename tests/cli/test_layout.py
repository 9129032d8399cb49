"""gxlab layout: proposed, drawn, tried on the file, and saved only when somebody says so."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from gxlab.intake.layouts import parse_layout
from tests.cli.running import run, workspace_with_data

_FORM = (
    "某县2026年1—5月开票情况,,,,\n,,,,单位：万元\n"
    "企业代码,开票销售/本月,开票销售/本年累计,营业收人,怪列\nA,5,50,7,x\nB,6,60,8,y\n合计,11,110,15,\n"
    "填表人：张三,,,,\n"
)


class _Terminal:
    """Standard input of a person at a terminal who types one answer."""

    def __init__(self, answer: str) -> None:
        self.answer = answer

    def isatty(self) -> bool:
        return True

    def said(self, *_: object) -> str:
        return self.answer

    def readline(self) -> str:
        return self.answer + "\n"


def _layouts(root: Path) -> list[str]:
    return sorted(p.name for p in (root / "data/reference/layouts").glob("form_*.toml"))


def test_nothing_is_saved_unless_it_is_asked_for(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    form = workspace_with_data(tmp_path).file("开票情况2026年5月.csv", _FORM)
    told = run(capsys, "layout", form, "--workspace", tmp_path, "--json")
    assert told.code == 0 and told.json["path"] is None and _layouts(tmp_path) == []
    assert {"layout", "unmatched"} <= set(told.json)
    assert told.json["unmatched"] == ["营业收人", "怪列"]
    rows = {row["row"]: row["role"] for row in told.json["rows"]}
    assert rows == {
        1: "标题", 2: "计量单位", 3: "表头第1级", 4: "数据", 5: "数据", 6: "合计", 7: "附注",
    }  # fmt: skip
    columns = {c["column"]: c for c in told.json["columns"]}
    assert columns["A"]["role"] == "主键"
    assert columns["B"]["meaning"] == "开票销售 · 本月 · 本期数" and not columns["B"]["doubtful"]
    # 错一个字的“营业收人”不自作主张：列出最像的，由人来定
    assert columns["D"]["doubtful"] and columns["D"]["runner_up"].startswith("营业收入（75%）")
    (sheet,) = told.json["trial"]["sheets"]
    # 有字的格：1 + 1 + 5 + 5 + 5 + 4 + 1
    assert sheet["cells"] == 22
    assert sheet["cells"] == sum(sheet[k] for k in ("stored", "refused", "ignored", "undeclared"))


def test_saved_after_a_yes_and_not_after_a_no(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    form = workspace_with_data(tmp_path).file("开票情况2026年5月.csv", _FORM)
    for answer, expected in (("n", []), ("", []), ("y", ["form_2026_5.toml"])):
        monkeypatch.setattr("gxlab.commands.forms.at_a_terminal", lambda: True)
        monkeypatch.setattr("builtins.input", _Terminal(answer).said)
        monkeypatch.setattr(sys, "stdin", _Terminal(answer))
        ended = run(capsys, "layout", form, "--workspace", tmp_path)
        assert ended.code == 0, ended.err
        assert _layouts(tmp_path) == expected, answer
        assert "试读" in ended.err and "以上是否正确" in ended.err
    saved = (tmp_path / "data/reference/layouts/form_2026_5.toml").read_text(encoding="utf-8")
    assert parse_layout(saved).name == "form_2026_5"


def test_the_picture_is_one_page_without_script_or_network(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    form = workspace_with_data(tmp_path).file(
        "开票情况2026年5月.csv", _FORM.replace("怪列", "<script>怪</script>")
    )
    told = run(capsys, "layout", form, "--workspace", tmp_path, "--json")
    page = (tmp_path / told.json["picture"]).read_text(encoding="utf-8")
    assert "<script" not in page and "://" not in page and "default-src 'none'" in page
    for word in ("主键", "指标", "未识别", "合计", "附注", "计量单位", "表头第1级", 'title="B4"'):
        assert word in page
