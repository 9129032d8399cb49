"""数值更正: laid over own ledgers in the snapshot, never over what statistics delivered.

Every figure is typed from the small forms of ``correction_forms``; the rows of the main database
and of the snapshot are read by plain SQL.
"""

from __future__ import annotations

import re
import shutil
from datetime import date
from decimal import Decimal
from pathlib import Path

import duckdb
import pytest

from gxlab.intake.figure_corrections import FORMS
from gxlab.publish.letter import letters
from gxlab.publish.letter_docx import render_letter
from gxlab.reference.periods import Period
from gxlab.show.correction_table import corrections as shown
from gxlab.warehouse import checking, importing, tables
from gxlab.warehouse.desk import Desk, open_desk
from gxlab.warehouse.snapshot import current, named, open_reader, resolve_into
from tests.conftest import CITY, facts, observation, store_of
from tests.publish.reading import word_text
from tests.reliability.correction_forms import (
    CLUSTERS,
    cluster_list,
    cluster_return,
    corrections,
    ledger,
    of_ledger,
)
from tests.unit.warehouse.forms import Bench, bench_at, revenue

YTD = "select name, ytd_investment from project_ledger where name like '甲轴承%' order by period"
OUTCOME = "select outcome, was, becomes, stored from applied_correction"


def d(number: int | str) -> Decimal:
    return Decimal(number)


@pytest.fixture(scope="module")
def imported(tmp_path_factory: pytest.TempPathFactory) -> Bench:
    found = bench_at(tmp_path_factory.mktemp("corrections") / "workspace")
    ledger(found)
    cluster_list(found)
    cluster_return(found)
    found.file("测试直报_2026年5月.csv", revenue("A,500,480"))
    found.take_in()
    return found


@pytest.fixture
def bench(imported: Bench, tmp_path: Path) -> Bench:
    """A workspace of one's own, as it was after the first import."""
    shutil.copytree(imported.root, tmp_path / "workspace")
    return Bench(tmp_path / "workspace")


def desk_at(bench: Bench, unit: str = "3300", period: str = "2026-05") -> Desk:
    return open_desk(current(bench.places.warehouse), unit, Period.parse(period))


def stored(bench: Bench, query: str) -> list[tuple[object, ...]]:
    """Rows of the main database: what the senders delivered."""
    with duckdb.connect(str(bench.places.warehouse / "main.duckdb"), read_only=True) as con:
        return con.sql(query).fetchall()


def test_a_ledger_figure_is_corrected_in_the_snapshot_and_stands_as_sent_in_the_store(
    bench: Bench,
) -> None:
    name = "甲轴承数字化改造项目"
    assert bench.rows(YTD) == [(name, d(700))]
    result = bench.take_in(corrections(bench, of_ledger()))
    assert result.complete
    assert bench.rows(YTD) == [(name, d(790))]
    # Only that cell: the month, the plan and the other project stand.
    other = "select name, month_investment, annual_plan from project_ledger order by name"
    assert bench.rows(other) == [("乙锻造生产线改造项目", 50, 900), (name, 100, 2000)]
    assert stored(bench, YTD) == [(name, d(700))]
    assert bench.rows(OUTCOME) == [("applied", d(700), d(790), d(700))]
    place = "select source_sheet, source_row from applied_correction"
    assert bench.rows(place) == [("调度表", 5)]


def test_undo_of_the_batch_restores_the_figure_and_undoing_the_undo_corrects_again(
    bench: Bench,
) -> None:
    batch = bench.take_in(corrections(bench, of_ledger())).batch
    assert batch is not None
    undoing = importing.undo(batch, bench.places).batch
    assert [row[1] for row in bench.rows(YTD)] == [d(700)]
    assert bench.rows(OUTCOME) == []
    assert undoing is not None
    importing.undo(undoing, bench.places)
    assert [row[1] for row in bench.rows(YTD)] == [d(790)]


def test_a_correction_whose_was_no_longer_matches_is_named_and_not_applied(bench: Bench) -> None:
    bench.take_in(corrections(bench, of_ledger()))
    # The county sends its ledger again: 750 now.
    bench.take_in(ledger(bench, ytd=750))
    assert [row[1] for row in bench.rows(YTD)] == [d(750)]
    assert bench.rows(OUTCOME) == [("stale", d(700), d(790), d(750))]
    stale = "select problem_id, cell, severity, text from problem where rule = 'correction_stale'"
    (problem,) = bench.rows(stale)
    assert problem[1:3] == ("F2", "error")
    assert "“更正对照.xlsx”工作表“数值更正”F2" in problem[3]
    assert "原数是700，现行入库数是750" in problem[3] and "没有采用" in problem[3]
    con = open_reader(current(bench.places.warehouse).path)
    check = next(c for c in checking.checks() if c.name == "correction_not_applied")
    found = checking.run_check(con, check)
    con.close()
    assert (found.check.severity, found.rows.height) == ("error", 1)
    assert found.rows["cell"].to_list() == ["F2"]
    importing.accept(problem[0], "周敏", "县局已重报，更正作废", bench.places)
    con = open_reader(current(bench.places.warehouse).path)
    assert checking.run_check(con, check).rows.height == 0
    con.close()


def test_the_former_snapshot_does_not_change(bench: Bench) -> None:
    before = current(bench.places.warehouse)
    bench.take_in(corrections(bench, of_ledger()))
    con = open_reader(named(bench.places.warehouse, before.id).path)
    assert con.sql(YTD).fetchall()[0][1] == d(700)
    con.close()


def test_the_latest_correction_counts_and_writing_the_old_figure_back_ends_it(
    bench: Bench,
) -> None:
    bench.take_in(corrections(bench, of_ledger()))
    bench.take_in(corrections(bench, of_ledger(becomes="795", day="2026-06-13")))
    assert [row[1] for row in bench.rows(YTD)] == [d(795)]
    bench.take_in(corrections(bench, of_ledger(becomes="700", day="2026-06-14")))
    assert [row[1] for row in bench.rows(YTD)] == [d(700)]
    assert bench.rows(OUTCOME) == []


def test_a_cluster_return_is_corrected_and_its_base_apart(bench: Bench) -> None:
    # 13.40 亿元 and 13.84 亿元 are stored as 134000 and 138400 万元.
    query = (
        "select value, base, growth_pct from fact where indicator = 'cluster_revenue' "
        "and subject = 'cluster' and period = '2026-04'"
    )
    assert bench.rows(query) == [(d(134000), d(138400), d("-3.2"))]
    common = ["2026年4月", "134000", "143000", "数字颠倒，县局已来函", "周敏", "2026-05-16"]
    bench.take_in(corrections(bench, [CLUSTERS, "东山县", "轴承产业集群", "营业收入", *common]))
    assert bench.rows(query) == [(d(143000), d(138400), d("-3.2"))]
    base = ["2026年4月", "138400", "140000", "上年同期漏一户", "周敏", "2026-05-16"]
    row = [CLUSTERS, "330101", "K1", "营业收入上年同期", *base]
    bench.take_in(corrections(bench, row))
    assert bench.rows(query) == [(d(143000), d(140000), d("-3.2"))]


def test_a_statistical_source_cannot_be_corrected(bench: Bench) -> None:
    forms = ["规上企业直报", "测试直报", "主要指标（反馈）", "统计局反馈", "企业开票", "工业用电"]
    tail = ["", "A", "营业收入", "2026年5月", "500", "600", "填错", "周敏", "2026-06-12"]
    (file,) = bench.take_in(corrections(bench, *([form, *tail] for form in forms))).files
    assert (file.rows_stored, file.rows_refused) == (0, 6)
    errors = [p for p in file.problems if p.severity == "error"]
    assert {p.rule for p in errors} == {"correction_of_statistics"}
    assert [p.cell for p in errors] == ["A2", "A3", "A4", "A5", "A6", "A7"]
    assert all("一律不改" in p.text and "核实函" in p.text for p in errors)
    value = "select value from fact where code = 'A' and indicator = 'revenue'"
    assert bench.rows(value) == [(d(500),)]


def test_the_second_gate_finds_no_statistical_figure_under_an_allowed_form() -> None:
    """Were such a row in the store all the same: of firms and feedback nothing is within reach."""
    rows = [
        {
            "form": CLUSTERS, "place": None, "object": code, "item": "营业收入",
            "period": "2026-05", "was": d(500), "becomes": d(600), "reason": "填错",
            "author": "周敏", "decided_on": date(2026, 6, 12),
        }
        for code in ("A", "K1")
    ]  # fmt: skip
    fed_back = [observation("K1", "2026-05", "value", "500", "cluster_revenue", "ytd", "cluster")]
    store = store_of(
        {"unit": list(CITY)},
        {"observation": facts("A 2026-05 500")},
        {"observation": fed_back, "source_kind": "统计局反馈", "status": "反馈"},
        {"figure_correction": rows},
    )
    resolve_into(store.con, None)
    store.con.execute("use snap")
    values = "select code, value from fact order by code"
    assert store.con.sql(values).fetchall() == [("A", d(500)), ("K1", d(500))]
    outcomes = "select object, outcome from applied_correction order by object"
    assert store.con.sql(outcomes).fetchall() == [("A", "not_found"), ("K1", "not_found")]


def test_only_own_ledgers_are_within_reach() -> None:
    """No SQL of the overlay names a table or source that statistics, tax or the grid fill."""
    steps = ("apply_ledger", "apply_benefit", "apply_pool", "apply_cluster")
    touched = re.compile(r"(?:update|replace table) (\S+)")
    targets = {found for step in steps for found in touched.findall(tables.sql("resolve", step))}
    assert targets == {
        "snap.project_ledger", "snap.project_benefit", "snap.candidate", "resolving_fact",
    }  # fmt: skip
    cluster = tables.sql("resolve", "apply_cluster")
    assert "f.source_kind = '集群直报'" in cluster and "f.subject = 'cluster'" in cluster
    reach = tables.sql("resolve", "correctable")
    for form, items in FORMS.items():
        assert f"'{form}'" in reach
        assert [item for item in items if item not in reach] == []


def test_what_it_cannot_find_is_named(bench: Bench) -> None:
    changes = [{2: "丙项目"}, {4: "2026年4月"}, {1: "西水县"}, {5: "701"}]
    rows = [[change.get(n, text) for n, text in enumerate(of_ledger())] for change in changes]
    bench.take_in(corrections(bench, *rows))
    told = "select row_no, outcome from applied_correction order by row_no"
    assert bench.rows(told) == [(2, "not_found"), (3, "not_found"), (4, "not_found"), (5, "stale")]
    assert [row[1] for row in bench.rows(YTD)] == [d(700)]
    named_at = "select cell from problem where rule like 'correction_%' order by cell"
    assert bench.rows(named_at) == [("F2",), ("F3",), ("F4",), ("F5",)]


def test_two_clusters_of_one_name_are_not_guessed_between(bench: Bench) -> None:
    """A cluster that lies in two counties has two returns: without 属地 nothing is chosen."""
    west = cluster_return(bench, revenue=2.5, county="西水县")
    bench.take_in(west)
    tail = ["2026年4月", "25000", "26000", "漏报一户", "周敏", "2026-05-16"]
    bench.take_in(corrections(bench, [CLUSTERS, "", "轴承产业集群", "营业收入", *tail]))
    assert [r[0] for r in bench.rows(OUTCOME)] == ["ambiguous"]
    bench.take_in(corrections(bench, [CLUSTERS, "西水县", "轴承产业集群", "营业收入", *tail]))
    value = "select unit, value from fact where indicator = 'cluster_revenue' order by unit"
    assert bench.rows(value) == [("330101", d(134000)), ("330102", d(26000))]


def test_the_page_lists_was_becomes_reason_by_and_date(bench: Bench) -> None:
    bench.take_in(corrections(bench, of_ledger()))
    desk = desk_at(bench)
    desk.uses(desk.read("project_ledger", since="2026-01", until="2026-05"))
    table = shown(desk)
    assert table is not None
    (cells,) = [row.cells for row in table.rows]
    assert cells[:11] == (
        "重点技改项目调度表", "东山县", "甲轴承数字化改造项目", "本年累计完成投资", "5月末",
        "700", "790", "县局来函：漏记5月设备款90万元", "周敏", "2026-06-12", "已采用",
    )  # fmt: skip
    assert cells[11] == "重点技改项目调度表_5月_东山县.xlsx 调度表第5行"
    # The other county's page does not tell of it; a page that read no ledger neither.
    west = desk_at(bench, "330102")
    west.uses(west.read("project_ledger", since="2026-01", until="2026-05"))
    assert shown(west) is None and shown(desk_at(bench)) is None


def test_nothing_of_it_leaves_the_office(bench: Bench) -> None:
    bench.take_in(corrections(bench, of_ledger()))
    path = current(bench.places.warehouse)
    desk = open_desk(path, "3300", Period.parse("2026-05"), audience="shared")
    desk.uses(desk.read("project_ledger", since="2026-01", until="2026-05"))
    assert shown(desk) is None


def test_a_letter_quotes_what_was_delivered_and_never_the_correction(bench: Bench) -> None:
    """Both projects fall behind April; one of them has a correction that still lies below it."""
    bench.take_in(ledger(bench, ytd=923, month=4, other=431))
    assert _letter_words(bench) == {"项目甲": True, "项目乙": True, "790": False}
    bench.take_in(corrections(bench, of_ledger()))
    assert [row[1] for row in bench.rows(YTD)] == [d(923), d(790)]
    assert _letter_words(bench) == {"项目甲": False, "项目乙": True, "790": False}


def _letter_words(bench: Bench) -> dict[str, bool]:
    """What stands in the Word file of the letter, read back from its bytes."""
    desk = desk_at(bench)
    (letter,) = [one for one in letters(desk) if one.sender == "东山县"]
    text = word_text(render_letter(letter, desk.period, demo=True))
    names = {"项目甲": "甲轴承数字化改造项目", "项目乙": "乙锻造生产线改造项目", "790": "790"}
    return {key: said in text for key, said in names.items()}
