from __future__ import annotations

import csv
from pathlib import Path

import pytest

from gxlab.reference.divisions import successor_codes
from gxlab.reference.lists import divisions_build, industry_codes_build

SHARED = Path(__file__).parents[3].parent / "shared" / "data"
LISTS = Path(divisions_build.__file__).parent

needs_sources = pytest.mark.skipif(
    not SHARED.is_dir(), reason="没有 ../shared/data，不能重建代码表"
)


def _shipped(stem: str) -> list[dict[str, str]]:
    with (LISTS / f"{stem}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@needs_sources
@pytest.mark.real
def test_divisions_are_what_the_tables_say(tmp_path: Path) -> None:
    divisions_build.main(SHARED / "divisions", tmp_path)
    for name in ("divisions.csv", "divisions_successors.csv"):
        assert (LISTS / name).read_bytes() == (tmp_path / name).read_bytes()


@needs_sources
@pytest.mark.real
def test_industries_are_what_the_standard_says(tmp_path: Path) -> None:
    industry_codes_build.main(SHARED / "industry_codes", tmp_path)
    name = "industry_codes.csv"
    assert (LISTS / name).read_bytes() == (tmp_path / name).read_bytes()


def test_parents_and_successors_exist() -> None:
    codes = {row["code"] for row in _shipped("divisions")}
    assert all(row["parent"] in codes | {""} for row in _shipped("divisions"))
    for row in _shipped("divisions_successors"):
        assert {row["code"], row["successor"]} <= codes
        assert row["basis"]


def test_every_line_of_successors_ends_in_a_code_in_force() -> None:
    standing = {row["code"] for row in _shipped("divisions") if not row["gone_by"]}
    old = {row["code"] for row in _shipped("divisions_successors")}
    assert not old & standing
    for code in old:
        assert successor_codes(code)
        assert set(successor_codes(code)) <= standing


def test_a_division_is_seen_before_it_goes() -> None:
    for row in _shipped("divisions"):
        assert row["first_seen"] <= row["last_seen"] <= "2023-12"
        assert not row["gone_by"] or row["first_seen"] < row["gone_by"]


# 两次表: 甲县在下一次民政表里不见了,开发区只有统计表列出,不算撤销
def test_a_code_the_other_office_never_lists_is_not_gone() -> None:
    tables = [
        ("2018-10", "stats", {"130500": "邢台市", "130521": "甲县", "130571": "甲开发区"}),
        ("2019-04", "mca", {"130500": "邢台市", "130507": "甲区"}),
    ]
    rows = {row.code: row for row in divisions_build.merge(tables)}
    assert rows["130521"].gone_by == "2019-04"
    assert rows["130571"].gone_by == ""


# 同省两个“矿区”各是各的;撤县设区改了代码的按名称接续;一个字的县名按字头接续
def test_only_a_new_code_carries_a_name_on() -> None:
    before = {"140202": "矿区", "140203": "示区", "140421": "甲乙县", "140422": "丙县"}
    after = {"140203": "示区", "140303": "矿区", "140404": "甲乙区", "140405": "丙州区"}
    tables = [
        ("2018-01", "mca", before | {"140303": "矿区"}),
        ("2018-10", "stats", after),
    ]
    found = divisions_build.successors(divisions_build.merge(tables))
    near = {row["code"]: row["successor"] for row in found if row["code"].startswith("14")}
    assert near == {"140421": "140404", "140422": "140405"}
