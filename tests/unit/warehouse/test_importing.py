"""Importing (导入): order, repetition, correction, refusal, undo — on real files in a workspace."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest
import xlsxwriter

from gxlab.warehouse import importing, lock
from gxlab.warehouse.received import NoRoom, NothingFound, check_room, collect
from gxlab.warehouse.snapshot import NoSnapshot, current
from gxlab.warehouse.store import UnknownBatch, UnknownProblem
from tests.unit.warehouse.forms import LAYOUT, Bench, bench_at, revenue

REVENUE = (
    "select code, period, value, base from fact where indicator = 'revenue' order by period, code"
)
FIRST = [("A", "2026-05", Decimal(500), Decimal(480)), ("B", "2026-05", Decimal(90), Decimal(100))]


@pytest.fixture
def bench(tmp_path: Path) -> Bench:
    made = bench_at(tmp_path)
    made.file("测试直报2026年5月.csv", revenue("A,500,480", "B,90,100"))
    return made


def test_registers_come_before_facts_whatever_the_order_of_arguments(tmp_path: Path) -> None:
    states = []
    for number, reverse in enumerate((False, True)):
        bench = bench_at(tmp_path / str(number))
        bench.file("测试直报2026年5月.csv", revenue("A,500,480", "B,90,100"))
        files = sorted((bench.root / "data/inbox").iterdir(), reverse=reverse)
        result = bench.take_in(*files)
        assert {f.outcome for f in result.files} == {"stored"}
        states.append(bench.state())
    assert states[0] == states[1]


def test_figures_and_units_arrive(bench: Bench) -> None:
    result = bench.take_in()
    assert result.complete and (result.batch, result.snapshot) == ("B0001", "S0001")
    assert bench.rows(REVENUE) == FIRST
    units = bench.rows("select enterprise, unit from enterprise order by enterprise")
    assert units == [("A", "330101"), ("B", "330102")]


def test_the_same_files_again_change_nothing(bench: Bench) -> None:
    first = bench.take_in()
    again = bench.take_in()
    assert {f.outcome for f in again.files} == {"unchanged"}
    assert (again.batch, again.snapshot) == (None, first.snapshot)
    assert [f.rows_stored for f in again.files] == [f.rows_stored for f in first.files]
    assert all(f.sheets for f in again.files)


def test_a_renamed_file_is_no_news(bench: Bench) -> None:
    bench.take_in()
    old = bench.root / "data/inbox/测试直报2026年5月.csv"
    old.rename(old.with_name("测试直报2026年5月(报局).csv"))
    again = bench.take_in()
    assert {f.outcome for f in again.files} == {"unchanged"} and again.batch is None


def test_a_corrected_file_counts_its_changed_cells(bench: Bench) -> None:
    bench.take_in()
    # A's revenue is corrected: one cell.
    corrected = bench.file("测试直报2026年5月.csv", revenue("A,505,480", "B,90,100"))
    result = bench.take_in(corrected)
    assert [(f.outcome, f.changed_cells) for f in result.files] == [("stored", 1)]
    assert bench.rows(REVENUE)[0] == ("A", "2026-05", Decimal(505), Decimal(480))


def test_a_whole_set_withdraws_absent_rows_and_a_patch_does_not(tmp_path: Path) -> None:
    for scope, left, changed in (("whole", ["A"], 2), ("patch", ["A", "B"], 0)):
        bench = bench_at(tmp_path / scope, scope=scope)
        bench.file("测试直报2026年5月.csv", revenue("A,500,480", "B,90,100"))
        bench.take_in()
        shorter = bench.file("测试直报2026年5月.csv", revenue("A,500,480"))
        # B's two cells leave with a whole set; a patch says nothing of B.
        assert bench.take_in(shorter).files[0].changed_cells == changed
        assert [row[0] for row in bench.rows(REVENUE)] == left


def test_a_correction_stands_when_the_folder_is_imported_again(bench: Bench) -> None:
    bench.take_in()
    bench.file("更正/测试直报2026年5月.csv", revenue("A,505,480", "B,90,100"))
    bench.take_in()
    state = bench.state()
    again = bench.take_in()
    assert {f.outcome for f in again.files} == {"unchanged"}
    assert bench.state() == state and bench.rows(REVENUE)[0][2] == Decimal(505)


def test_a_mended_layout_reads_again_without_overtaking_the_correction(bench: Bench) -> None:
    first = bench.root / "data/inbox/测试直报2026年5月.csv"
    bench.take_in()
    later = bench.file("更正/测试直报2026年5月.csv", revenue("A,505,480", "B,90,100"))
    bench.take_in(later)
    # The unit of measure was wrong: 百万元, a hundred times as much in 万元.
    bench.layout(LAYOUT.format(scope="whole", uom="百万元"), "t_revenue")
    reread = bench.take_in(first)
    assert [f.outcome for f in reread.files] == ["stored"]
    assert bench.rows(REVENUE)[0][2] == Decimal(505)  # the correction, still as it was read
    bench.take_in(later)
    assert bench.rows(REVENUE)[0][2] == Decimal(50500)


def test_a_new_unit_repairs_rows_refused_for_it(bench: Bench) -> None:
    listed = bench.file("测试名单.csv", "企业代码,名称,属地\nA,甲公司,东山县\nC,丙公司,北岭县\n")
    result = bench.take_in()
    told = next(f for f in result.files if f.path.endswith("测试名单.csv"))
    assert (told.outcome, told.rows_stored, told.rows_refused) == ("stored", 1, 1)
    assert not result.complete
    assert told.annotated is not None and (bench.root / told.annotated).is_file()
    problem = told.problems[0]
    assert "北岭县" in problem.text and problem.severity == "error"
    units = bench.root / "data/inbox/units.csv"
    units.write_text(units.read_text(encoding="utf-8") + "330103,北岭县,3300,county,,,,\n", "utf-8")
    repaired = bench.take_in(units, listed)
    assert repaired.complete
    assert [row[0] for row in bench.rows("select enterprise from enterprise order by 1")] == [
        "A",
        "C",
    ]


def test_an_unknown_form_is_kept_named_and_repaired_by_a_layout(bench: Bench) -> None:
    bench.take_in()
    strange = bench.file("别的表.csv", "甲,乙\n1,2\n")
    result = bench.take_in(strange)
    assert [(f.outcome, f.layout) for f in result.files] == [("refused", None)]
    assert "gxlab layout" in result.files[0].problems[0].text
    assert result.batch == "B0002"
    again = bench.take_in(strange)
    assert again.files[0].outcome == "refused" and again.batch is None
    wanted = LAYOUT.format(scope="whole", uom="万元")
    wanted = wanted.replace("t_revenue", "t_other").replace("测试直报", "别的表")
    wanted = wanted.replace('"营业收入"', '"乙"').replace('"企业代码"', '"甲"')
    wanted = wanted.replace('source = "file_name"', 'source = "constant"\nconstant = "2026年5月"')
    bench.layout(wanted, "t_other")
    assert bench.take_in(strange).files[0].outcome == "stored"


def test_a_dry_run_stores_nothing(bench: Bench) -> None:
    result = bench.take_in(dry_run=True)
    assert {f.outcome for f in result.files} == {"stored"} and result.batch is None
    with pytest.raises(NoSnapshot):
        current(bench.places.warehouse)


def test_undo_returns_to_the_former_state_and_undoing_that_comes_back(bench: Bench) -> None:
    bench.take_in()
    before = bench.state()
    bench.take_in(bench.file("测试直报2026年5月.csv", revenue("A,505,480", "B,90,100")))
    after = bench.state()
    undone = importing.undo("B0002", bench.places)
    assert bench.state() == before
    importing.undo(str(undone.batch), bench.places)
    assert bench.state() == after
    with pytest.raises(UnknownBatch, match="没有批次“B0099”"):
        importing.undo("B0099", bench.places)


def test_undo_of_a_reread_file_brings_its_former_reading_back(bench: Bench) -> None:
    bench.take_in()
    before = bench.state()
    bench.layout(LAYOUT.format(scope="whole", uom="百万元"), "t_revenue")
    assert bench.take_in().batch == "B0002"
    assert bench.state() != before
    importing.undo("B0002", bench.places)
    assert bench.state() == before


def test_accepting_a_problem_needs_one_that_exists(bench: Bench) -> None:
    bench.file("测试名单.csv", "企业代码,名称,属地\nC,丙公司,北岭县\n")
    told = next(f for f in bench.take_in().files if f.problems)
    number = told.problems[0].id_in(told.sha256)
    importing.accept(number, "王芳", "已核实", bench.places)
    found = bench.rows("select problem_id, accepted_by, reason from acceptance")
    assert found == [(number, "王芳", "已核实")]
    with pytest.raises(UnknownProblem, match="没有编号为“P0”的问题"):
        importing.accept("P0", "王芳", "已核实", bench.places)


def test_status_given_by_the_user_decides_precedence(bench: Bench) -> None:
    bench.take_in()
    final = bench.file("测试直报2026年5月终.csv", revenue("A,510,480"))
    assert bench.take_in(final, status="最终").files[0].status == "最终"
    bench.take_in(bench.file("测试直报2026年5月补.csv", revenue("A,499,480")))
    # 最终 stands before 快报, however late the 快报 comes.
    query = "select value from fact where best and code = 'A' and indicator = 'revenue'"
    assert bench.rows(query) == [(Decimal(510),)]


def test_within_a_command_the_later_period_takes_precedence(tmp_path: Path) -> None:
    # By name 10月 stands before 9月; a firm's newest name must win all the same.
    layout = """
name = "t_names"
title = "测试月册"
file_name = '测试月册'
contains = ["企业代码", "现名"]
status = "最终"
source_kind = "本局台账"
scope = "patch"
order = 1
[period]
source = "file_name"
[[section]]
record = "enterprise"
anchor = "企业代码"
column = [
  { label = "企业代码", field = "enterprise", type = "code", required = true },
  { label = "现名", field = "name", required = true },
]
"""
    bench = bench_at(tmp_path)
    bench.layout(layout, "t_names")
    bench.file("测试月册2025年9月.csv", "企业代码,现名\nZ,旧名公司\n")
    bench.file("测试月册2025年10月.csv", "企业代码,现名\nZ,新名公司\n")
    bench.take_in()
    assert bench.rows("select name from enterprise where enterprise = 'Z'") == [("新名公司",)]


def test_a_second_writer_is_told_who_is_writing(bench: Bench) -> None:
    path = bench.places.warehouse / "import.lock"
    with lock.held(path, "导入"), pytest.raises(lock.Locked, match="另一次导入正在进行（进程"):
        bench.take_in()


def test_an_interruption_stores_nothing(bench: Bench) -> None:
    def interrupt(done: int, total: int, name: str) -> None:
        if done == 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        bench.take_in(told=interrupt)
    with pytest.raises(NoSnapshot):
        current(bench.places.warehouse)
    assert bench.take_in().batch == "B0001"


def test_a_workbook_that_kills_the_reader_is_refused_with_the_others_stored(bench: Bench) -> None:
    # Two cells at opposite corners of the sheet: 17 thousand million cells for a careless reader.
    with xlsxwriter.Workbook(str(bench.root / "data/inbox/角.xlsx")) as book:
        sheet = book.add_worksheet()
        sheet.write(0, 0, "甲")
        sheet.write(1_048_575, 16_383, "乙")
    told = {Path(f.path).name: f for f in bench.take_in().files}
    assert told["角.xlsx"].outcome == "refused" and told["角.xlsx"].problems[0].text
    assert told["测试直报2026年5月.csv"].outcome == "stored"


def test_folders_are_taken_without_lock_files_answers_and_hidden_files(tmp_path: Path) -> None:
    for name in (
        "b/甲.csv",
        "b/~$乙.xlsx",
        ".hidden/丙.csv",
        "planted.json",
        "truth.csv",
        "图.png",
    ):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text("x", encoding="utf-8")
    found = collect([tmp_path, tmp_path / "b" / "甲.csv"])
    assert [p.name for p in found.files] == ["甲.csv"]
    assert [p.name for p in found.skipped] == ["图.png"]
    with pytest.raises(NothingFound, match="不存在"):
        collect([tmp_path / "没有"])


def test_too_little_room_is_said_before_anything_begins(tmp_path: Path) -> None:
    huge = tmp_path / "huge.csv"
    with huge.open("wb") as file:
        file.truncate(2**43)  # sparse: takes no room itself
    with pytest.raises(NoRoom, match="磁盘空间不足"):
        check_room(tmp_path / "warehouse", [huge])


def test_written_explanations_are_filed_and_never_written_over(bench: Bench) -> None:
    bench.take_in()
    text = bench.file("情况说明/2026-05/东山县_集群营收.md", "## 原因\n\n订单不足。\n")
    bench.file("情况说明/2026-05/北岭县_集群营收.md", "x")
    bench.file("情况说明/东山县_集群营收.md", "x")
    bench.file("情况说明/2026-05/东山县_天气.md", "x")
    told = {f.path.split("情况说明/")[1]: f for f in bench.take_in().files if "情况说明" in f.path}
    filed = bench.places.commentary / "2026-05" / "330101" / "cluster_revenue.md"
    assert told["2026-05/东山县_集群营收.md"].outcome == "stored"
    assert filed.read_text(encoding="utf-8") == "## 原因\n\n订单不足。\n"
    refused = {name: f.problems[0].text for name, f in told.items() if f.outcome == "refused"}
    assert "“北岭县”不在统计单元表中" in refused["2026-05/北岭县_集群营收.md"]
    assert "以报告期命名的文件夹" in refused["东山县_集群营收.md"]
    assert "没有名为“天气”的报告" in refused["2026-05/东山县_天气.md"]
    assert bench.take_in(text).files[0].outcome == "unchanged"
    text.write_text("## 原因\n\n订单不足,用电偏紧。\n", encoding="utf-8")
    assert bench.take_in(text).files[0].outcome == "stored"
    filed.write_text("由分析员改写。", encoding="utf-8")
    text.write_text("## 原因\n\n第三稿。\n", encoding="utf-8")
    again = bench.take_in(text).files[0]
    assert again.outcome == "refused" and "没有覆盖" in again.problems[0].text
    assert filed.read_text(encoding="utf-8") == "由分析员改写。"
