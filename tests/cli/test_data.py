"""init, import, accept, template, layout (建立与导入), as the contract promises them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from gxlab.commands.setup import cells_digest, new_workspace, refresh_notebooks
from gxlab.workspace import bundled
from tests.cli.running import run, workspace_with_data
from tests.unit.warehouse.forms import bench_at, revenue

FILE_KEYS = {
    "path", "sha256", "layout", "status", "outcome", "rows_read", "rows_stored", "rows_refused",
    "rows_ignored", "sheets", "problems",
}  # fmt: skip
SHEET_KEYS = {"name", "cells", "error_cells", "formulas_without_value"}
PROBLEM_KEYS = {"id", "sheet", "cell", "rule", "severity", "text", "raw"}


def test_init_makes_a_workspace_and_refuses_a_folder_in_use(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    made = run(capsys, "init", tmp_path / "w", "--json")
    assert made.code == 0 and made.json == {"workspace": str(tmp_path / "w")}
    names = {p.name for p in (tmp_path / "w" / "notebooks" / "reports").glob("*.ipynb")}
    assert names == {p.name for p in (bundled("notebooks") / "reports").glob("*.ipynb")}
    again = run(capsys, "init", tmp_path / "w")
    assert again.code == 2 and "不是空文件夹" in again.err


def test_notebooks_follow_the_version_unless_somebody_changed_their_cells(tmp_path: Path) -> None:
    workspace = new_workspace(tmp_path / "w", None)
    own = sorted((workspace.root / "notebooks" / "reports").glob("*.ipynb"))[0]
    bundled_text = own.read_text(encoding="utf-8")
    own.unlink()
    refresh_notebooks(workspace)
    assert own.read_text(encoding="utf-8") == bundled_text
    # An older version's notebook, opened and run: outputs alone are no change of one's own.
    former = json.loads(bundled_text)
    former["cells"][-1]["source"] = "former = 1"
    own.write_text(json.dumps(former), encoding="utf-8")
    record = workspace.root / "notebooks" / ".bundled.json"
    known = json.loads(record.read_text(encoding="utf-8"))
    record.write_text(json.dumps({**known, f"reports/{own.name}": cells_digest(own)}), "utf-8")
    former["cells"][-1]["outputs"] = [{"output_type": "stream", "name": "stdout", "text": "x"}]
    own.write_text(json.dumps(former), encoding="utf-8")
    refresh_notebooks(workspace)
    assert own.read_text(encoding="utf-8") == bundled_text
    mine = json.loads(bundled_text)
    mine["cells"][-1]["source"] = "my_own = 1"
    own.write_text(json.dumps(mine), encoding="utf-8")
    refresh_notebooks(workspace)
    assert "my_own" in own.read_text(encoding="utf-8")


def test_init_with_the_worked_case_knows_its_units_at_once(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root = tmp_path / "w"
    assert run(capsys, "init", root, "--example", "listed_companies").code == 0
    units = run(capsys, "units", "--workspace", root, "--json").json["units"]
    # 32 areas of the list (广东 and 深圳 apart) and the whole country.
    assert len(units) == 33
    keys = {"code", "name", "parent", "kind", "in_county_total", "valid_from", "valid_to"}
    assert set(units[0]) == keys
    assert {u["name"]: u["parent"] for u in units if u["name"] in ("全国", "浙江")} == {
        "全国": None,
        "浙江": "100000",
    }


def test_an_unknown_example_leaves_nothing_behind(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    ended = run(capsys, "init", tmp_path / "w", "--example", "没有")
    assert ended.code == 2 and "listed_companies" in ended.err
    assert not (tmp_path / "w").exists()


def test_import_tells_every_file_as_the_contract_says(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    bench = bench_at(tmp_path)
    (tmp_path / "notebooks").mkdir()
    bench.file("测试直报2026年5月.csv", revenue("A,500,480", "B,约90,100"))
    bench.file("别的表.csv", "甲,乙\n1,2\n")
    ended = run(capsys, "import", tmp_path / "data/inbox", "--workspace", tmp_path, "--json")
    assert ended.code == 1
    told = {Path(f["path"]).name: f for f in ended.json["files"]}
    assert ended.json["snapshot"] == "S0001"
    for file in told.values():
        assert set(file) >= FILE_KEYS and not Path(file["path"]).is_absolute()
        assert all(set(sheet) >= SHEET_KEYS for sheet in file["sheets"])
        assert all(set(problem) == PROBLEM_KEYS for problem in file["problems"])
    assert [told[n]["outcome"] for n in ("units.csv", "别的表.csv")] == ["stored", "refused"]
    direct = told["测试直报2026年5月.csv"]
    # 2 rows: A is stored, B's 约90 is no figure and its row goes back.
    assert (direct["rows_read"], direct["rows_stored"], direct["rows_refused"]) == (2, 1, 1)
    # 3 headers, 2 × 3 cells.
    assert direct["sheets"][0]["cells"] == 9
    problem = direct["problems"][0]
    assert (problem["cell"], problem["raw"], problem["severity"]) == ("B3", "约90", "error")
    again = run(capsys, "import", tmp_path / "data/inbox", "--workspace", tmp_path)
    assert again.code == 1 and "没有新内容，快照仍为 S0001" in again.out


def test_accept_and_undo_by_their_numbers(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    bench = workspace_with_data(tmp_path)
    bench.file("测试直报2026年5月.csv", revenue("A,501,480", "B,约90,100"))
    here = ("--workspace", tmp_path, "--json")
    told = run(capsys, "import", tmp_path / "data/inbox", *here).json
    number = next(f for f in told["files"] if f["problems"])["problems"][0]["id"]
    words = ("accept", number, "--by", "王芳", "--reason", "已电话核实")
    assert run(capsys, *words, *here).json["snapshot"] == "S0003"
    empty = run(capsys, "accept", number, "--by", " ", "--reason", "x", *here)
    assert empty.code == 2 and "--by" in empty.json["error"]
    unknown = run(capsys, "accept", "P0", "--by", "王芳", "--reason", "x", *here)
    assert unknown.code == 2 and "P0" in unknown.json["error"]
    undone = run(capsys, "import", "--undo", "B0002", *here)
    assert undone.json == {"undone": "B0002", "batch": "B0004", "snapshot": "S0004"}
    value = run(capsys, "value", "revenue", "--unit", "3300", "--period", "2026-05", *here).json
    assert value["rows"][0]["value"] == 590  # 500 + 90 of the first batch


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ([], "二者取一"),
        (["a.csv", "--undo", "B0001"], "二者取一"),
        (["没有.csv"], "不存在"),
        (["--undo", "B0009"], "没有批次“B0009”"),
    ],
)
def test_a_wrong_import_does_nothing(
    words: list[str], told: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    workspace_with_data(tmp_path)
    ended = run(capsys, "import", *words, "--workspace", tmp_path)
    assert ended.code == 2 and told in ended.err
    wrong = run(capsys, "import", tmp_path, "--status", "初步", "--workspace", tmp_path)
    assert wrong.code == 2 and "实为“初步”" in wrong.err
    form = run(capsys, "import", tmp_path, "--layout", "没有", "--workspace", tmp_path)
    assert form.code == 2 and "t_revenue" in form.err


def test_a_filled_template_is_imported_like_any_form(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    workspace_with_data(tmp_path)
    ended = run(capsys, "template", "units", "--workspace", tmp_path, "--json")
    path = tmp_path / ended.json["path"]
    assert ended.code == 0 and path.is_file()
    unknown = run(capsys, "template", "没有", "--workspace", tmp_path)
    assert unknown.code == 2 and "units" in unknown.err


def test_layout_proposes_for_an_unknown_form_and_saves_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    bench = workspace_with_data(tmp_path)
    form = bench.file(
        "某表2026年5月.csv", "企业代码,营业收入(万元),神秘列\nA,500,1\nB,90,2\nC,80,3\n"
    )
    here = ("--workspace", tmp_path, "--json")
    ended = run(capsys, "layout", form, "--save", "own_form", *here)
    assert ended.code == 0, ended.json
    assert "营业收入" in ended.json["layout"]
    assert any("神秘列" in label for label in ended.json["unmatched"])
    assert (tmp_path / "data/reference/layouts/own_form.toml").is_file()
    missing = run(capsys, "layout", tmp_path / "没有.csv", *here)
    assert missing.code == 2 and "不存在" in missing.json["error"]
    prose = bench.file("散文.csv", "只有一句话\n")
    unreadable = run(capsys, "layout", prose, *here)
    assert unreadable.code == 1 and "表头" in unreadable.json["error"]


def test_the_demo_writes_its_files_and_does_not_mix_with_others(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run(capsys, "init", tmp_path / "w")
    here = ("--workspace", tmp_path / "w", "--json")
    small = ("--counties", "2", "--enterprises", "60", "--months", "6", "--until", "2026-05")
    made = run(capsys, "demo", *small, *here)
    assert made.code == 0 and set(made.json) == {"files", "units", "enterprises", "months"}
    inbox = tmp_path / "w" / "data" / "inbox"
    written = sorted(p for p in inbox.rglob("*") if p.is_file())
    assert made.json["months"] == 6 and json.loads((inbox / "planted.json").read_text("utf-8"))
    assert run(capsys, "demo", *small, *here).code == 0
    assert sorted(p for p in inbox.rglob("*") if p.is_file()) == written
    (inbox / "真实数据.xlsx").write_bytes(b"x")
    mixed = run(capsys, "demo", *small, *here)
    assert mixed.code == 1 and "真实数据.xlsx" in mixed.json["error"]
    assert (inbox / "真实数据.xlsx").read_bytes() == b"x"
    wrong = run(capsys, "demo", "--counties", "0", *here)
    assert wrong.code in (1, 2) and wrong.json["error"]
