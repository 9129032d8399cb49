"""units, indicators, value, check, status (查询)."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from gxlab.warehouse import ledger
from tests.cli.running import run, workspace_with_data
from tests.unit.warehouse.forms import revenue

ROW_KEYS = {
    "value", "base", "basis", "growth_yoy_pct", "published_growth_pct", "pull_pp", "share_pct",
    "numerator", "denominator", "period_used", "source_kind", "scope", "status", "missing",
}  # fmt: skip


def test_value_is_the_sum_with_its_growth_and_evidence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    # 500 + 90 = 590 on 480 + 100 = 580: 10/580 = 1.724 %.
    workspace_with_data(tmp_path)
    words = ("value", "revenue", "--unit", "全市", "--period", "2026-05")
    told = run(capsys, *words, "--workspace", tmp_path, "--json").json
    (row,) = told["rows"]
    assert set(row) >= ROW_KEYS | {"unit", "unit_name"}
    assert (row["unit"], row["value"], row["base"]) == ("3300", 590, 580)
    assert round(row["growth_yoy_pct"], 3) == 1.724
    assert (row["numerator"], row["denominator"]) == (590, 580)
    assert told["unit_of_measure"] == "万元"
    assert told["excluded"] == {"enterprises": 0, "value": 0}
    shown = run(capsys, *words, "--workspace", tmp_path)
    assert shown.code == 0 and "590.00" in shown.out and "1.7" in shown.out


def test_value_by_enterprise_and_by_unit(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    workspace_with_data(tmp_path)
    words = ("value", "revenue", "--unit", "3300", "--period", "2026-05", "--workspace", tmp_path)
    firms = run(capsys, *words, "--by", "enterprise", "--json").json["rows"]
    assert {(r["enterprise"], r["enterprise_name"], r["value"]) for r in firms} == {
        ("A", "甲公司", 500),
        ("B", "乙公司", 90),
    }
    # A pulls 20/580, B -10/580; together the total's 10/580.
    pulls = {r["enterprise"]: round(r["pull_pp"], 3) for r in firms}
    assert pulls == {"A": 3.448, "B": -1.724}
    units = run(capsys, *words, "--by", "unit", "--json").json["rows"]
    assert {r["unit_name"]: r["value"] for r in units} == {"东山县": 500, "西水县": 90}


def test_value_as_of_an_earlier_snapshot(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    bench = workspace_with_data(tmp_path)
    bench.take_in(bench.file("测试直报2026年5月.csv", revenue("A,505,480", "B,90,100")))
    words = ("value", "revenue", "--unit", "3300", "--period", "2026-05", "--workspace", tmp_path)
    assert run(capsys, *words, "--json").json["rows"][0]["value"] == 595
    before = run(capsys, *words, "--as-of", "S0001", "--json").json
    assert (before["rows"][0]["value"], before["snapshot"]) == (590, "S0001")


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["没有", "--unit", "3300", "--period", "2026-05"], "指标“没有”不在指标目录中"),
        (["revenue", "--unit", "北岭县", "--period", "2026-05"], "统计单元“北岭县”"),
        (["revenue", "--unit", "3300", "--period", "2026年5月"], "应写作“2026-05”"),
        (["revenue", "--unit", "3300", "--period", "2026-13"], "1—12月"),
        (["revenue", "--unit", "3300", "--period", "2026-05", "--by", "县"], "不能按“县”"),
        (["revenue", "--unit", "3300", "--period", "2026-05", "--span", "旬"], "--span 应为"),
        (["revenue", "--unit", "3300", "--period", "2026-05", "--as-of", "S9"], "快照“S9”"),
    ],
)
def test_a_question_that_makes_no_sense_is_wrong_use(
    words: list[str], told: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    workspace_with_data(tmp_path)
    ended = run(capsys, "value", *words, "--workspace", tmp_path, "--json")
    assert ended.code == 2 and told in ended.json["error"]


def test_indicators_tell_their_periods(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    workspace_with_data(tmp_path)
    told = run(capsys, "indicators", "--workspace", tmp_path, "--json").json["indicators"]
    by_id = {i["id"]: i for i in told}
    keys = {"id", "name", "unit_of_measure", "kind", "decimals", "direction", "periods"}
    assert set(by_id["revenue"]) == keys
    assert by_id["revenue"]["periods"] == ["2026-05"] and by_id["profit"]["periods"] == []
    assert "营业收入" in run(capsys, "indicators", "--workspace", tmp_path).out


def test_check_names_what_fails(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    bench = workspace_with_data(tmp_path)
    clean = run(capsys, "check", "--workspace", tmp_path, "--json")
    assert clean.code == 0
    assert {"name", "severity", "failures"} <= set(clean.json["checks"][0])
    assert sum(c["failures"] for c in clean.json["checks"]) == 0
    bench.take_in(bench.file("测试直报2026年6月.csv", revenue("A,450,560", "B,99,120")))
    told = run(capsys, "check", "--period", "2026-06", "--workspace", tmp_path, "--json").json
    falls = next(c for c in told["checks"] if c["name"] == "cumulative_falls")
    assert falls["failures"] == 1 and falls["rows"][0]["code"] == "A"
    assert falls["rows"][0]["cell"] == "B2"
    may = run(capsys, "check", "--period", "2026-05", "--workspace", tmp_path, "--json").json
    assert sum(c["failures"] for c in may["checks"]) == 0
    assert "累计数倒退" in run(capsys, "check", "--workspace", tmp_path).out


def test_status_tells_forms_problems_and_days(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    bench = workspace_with_data(tmp_path)
    for month in (4, 6):
        bench.file(f"测试直报2026年{month}月.csv", revenue(f"A,{month}00,{month}0", "B,90,100"))
    bench.file("别的表.csv", "甲,乙\n1,2\n")
    bench.take_in()
    told = run(capsys, "status", "--workspace", tmp_path, "--json").json
    assert told["period"] == "2026-06"
    (form,) = told["forms"]
    assert (form["layout"], form["units_expected"], form["units_present"]) == ("t_revenue", 1, 1)
    assert form["missing"] == []
    covered = {(c["name"], c["enterprises"], c["reported"]) for c in told["coverage"]}
    assert covered == {("东山县", 1, 1), ("西水县", 1, 1)}
    assert [p["severity"] for p in told["problems"]] == ["error"]
    assert {d["on"] for d in told["calendar"]} >= {"2026-07-20", "2026-10-20"}
    assert [b["batch_id"] for b in told["batches"]] == ["B0001", "B0002"]
    july = run(capsys, "status", "--period", "2026-07", "--workspace", tmp_path)
    assert july.code == 0 and "示例市" in july.out


def test_a_snapshot_of_an_earlier_version_is_made_anew_before_it_is_read(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    bench = workspace_with_data(tmp_path)
    folder = bench.places.warehouse
    # As an earlier version left it: without a table that today's checks ask for.
    with duckdb.connect(str(folder / "snapshots" / "S0001.duckdb")) as con:
        con.execute("drop table taxpayer")
    former = ledger.read(folder / "ledger.jsonl")[-1]
    kept = {k: v for k, v in former.items() if k not in ("previous", "hash")}
    ledger.append(folder / "ledger.jsonl", {**kept, "resolver": "of another version"})
    here = ("--workspace", tmp_path, "--json")
    checked = run(capsys, "check", *here)
    assert checked.code == 0 and checked.json["snapshot"] == "S0001"
    assert run(capsys, "status", *here).json["snapshot"] == "S0001"
