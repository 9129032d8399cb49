"""template and layout: a name that cannot be one, a form that could be two, corrections at work."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from tests.cli.running import run, workspace_with_data
from tests.unit.warehouse.forms import LAYOUT, Bench, revenue


def test_a_layouts_name_is_told_in_one_sentence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    bench = workspace_with_data(tmp_path)
    form = bench.file("某表2026年5月.csv", "企业代码,营业收入(万元)\nA,500\nB,90\nC,80\n")
    for name in ("我的表", "../own", "Own-Form"):
        ended = run(capsys, "layout", form, "--save", name, "--workspace", tmp_path)
        assert (ended.code, ended.out) == (2, "")
        said = ended.err.strip()
        assert f"实为“{name}”" in said and "小写字母、数字和下划线" in said
        assert "\n" not in said and "Traceback" not in said
    assert {p.name for p in bench.places.layouts.iterdir()} == {"t_revenue.toml", "t_firms.toml"}


def test_a_broken_layout_of_the_workspace_stops_an_import_before_it_begins(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    bench = workspace_with_data(tmp_path)
    bench.layout(LAYOUT.format(scope="some", uom="万元"), "t_wrong")
    ended = run(capsys, "import", tmp_path / "data/inbox", "--workspace", tmp_path)
    assert ended.code == 2
    assert "版式“t_wrong.toml”的 scope 应为whole、patch之一，实为“some”" in ended.err


def test_a_form_that_could_be_two_is_told_with_their_names_and_stored_when_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    bench = workspace_with_data(tmp_path)
    twin = LAYOUT.format(scope="whole", uom="千元").replace("t_revenue", "t_twin")
    bench.layout(twin.replace("测试直报", "另一种直报"), "t_twin")
    # Its name is neither's, its columns are both's.
    form = bench.file("营收2026年6月.csv", revenue("A,600,580", "B,95,100"))
    ended = run(capsys, "import", form, "--workspace", tmp_path, "--json")
    (file,) = ended.json["files"]
    assert (ended.code, file["outcome"], file["layout"]) == (1, "refused", None)
    (problem,) = file["problems"]
    assert problem["rule"] == "ambiguous_form"
    assert problem["text"].startswith("文件“营收2026年6月.csv”同时符合2个版式：")
    for named in ("t_revenue（测试直报）", "t_twin（另一种直报）", "--layout"):
        assert named in problem["text"]
    told = ("import", form, "--layout", "t_revenue", "--workspace", tmp_path, "--json")
    assert run(capsys, *told).json["files"][0]["outcome"] == "stored"
    assert bench.rows(
        "select count(*) from fact where period = '2026-06' and indicator = 'revenue'"
    ) == [(2,)]


def _fill(bench: Bench, path: Path, *values: str) -> Path:
    book = openpyxl.load_workbook(path)
    for column, value in enumerate(values, start=1):
        book["更正对照"].cell(2, column).value = value
    target = bench.root / "data" / "inbox" / path.name
    book.save(target)
    return target


def test_a_correction_repairs_the_row_that_went_back_and_can_be_ended(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    bench = workspace_with_data(tmp_path)
    here = ("--workspace", tmp_path, "--json")
    listed = bench.file("测试名单.csv", "企业代码,名称,属地\nA,甲公司,东山县\nC,丙公司,东山线\n")
    first = run(capsys, "import", listed, *here).json["files"][0]
    assert (first["rows_stored"], first["rows_refused"]) == (1, 1)

    path = tmp_path / run(capsys, "template", "corrections", *here).json["path"]
    said = ("统计单元", "东山线", "东山县", "全部", "录入错字", "周敏", "2026-06-01")
    # The correction alone; then the list again, which is read anew for it.
    assert run(capsys, "import", _fill(bench, path, *said), *here).code == 0
    again = run(capsys, "import", listed, *here).json["files"][0]
    assert (again["outcome"], again["rows_stored"], again["rows_refused"]) == ("stored", 2, 0)
    assert [p["rule"] for p in again["problems"]] == ["corrected"]
    unit = "select unit from enterprise where enterprise = 'C'"
    assert bench.rows(unit) == [("330101",)]

    ended = ("统计单元", "东山线", "东山线", "全部", "已改正表样", "周敏", "2026-07-01")
    assert run(capsys, "import", _fill(bench, path, *ended), *here).code == 0
    last = run(capsys, "import", listed, *here).json["files"][0]
    assert (last["rows_stored"], last["rows_refused"]) == (1, 1)
    assert [p["rule"] for p in last["problems"]] == ["unknown_unit"]
    assert bench.rows(unit) == []


def test_a_correction_of_a_figure_is_no_kind_there_is(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    bench = workspace_with_data(tmp_path)
    here = ("--workspace", tmp_path, "--json")
    path = tmp_path / run(capsys, "template", "corrections", *here).json["path"]
    form = _fill(bench, path, "营业收入", "500", "600", "全部", "填错", "周敏", "2026-06-01")
    ended = run(capsys, "import", form, *here)
    (problem,) = ended.json["files"][0]["problems"]
    assert ended.code == 1 and (problem["cell"], problem["rule"]) == ("A2", "unknown_value")
    assert "企业代码、企业名称、统计单元、集群、行业、计量单位" in problem["text"]
