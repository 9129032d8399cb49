from __future__ import annotations

import pytest

from gxlab.reference.industries import (
    UnknownIndustry,
    complete_code,
    division_of,
    industries,
    industry,
    is_industrial,
    is_manufacturing,
    section_of,
)

# 国家标准的个数: (门类, 大类, 中类, 小类)
COUNTS = [("B", 7, 19, 39), ("C", 31, 179, 609), ("D", 3, 9, 18)]


@pytest.mark.parametrize(("section", "divisions", "groups", "classes"), COUNTS)
def test_counts_of_the_standard(section: str, divisions: int, groups: int, classes: int) -> None:
    counted = tuple(
        sum(section_of(entry.code) == section for entry in industries(level))
        for level in ("大类", "中类", "小类")
    )
    assert counted == (divisions, groups, classes)


# (代码, 上级, 级别, 名称)
ENTRIES = [
    ("C", "", "门类", "制造业"),
    ("06", "B", "大类", "煤炭开采和洗选业"),
    ("12", "B", "大类", "其他采矿业"),
    ("13", "C", "大类", "农副食品加工业"),
    ("25", "C", "大类", "石油、煤炭及其他燃料加工业"),
    ("37", "C", "大类", "铁路、船舶、航空航天和其他运输设备制造业"),
    ("43", "C", "大类", "金属制品、机械和设备修理业"),
    ("44", "D", "大类", "电力、热力生产和供应业"),
    ("120", "12", "中类", "其他采矿业"),
    ("321", "32", "中类", "常用有色金属冶炼"),
    ("0610", "061", "小类", "烟煤和无烟煤开采洗选"),
    ("3217", "321", "小类", "镁冶炼"),
    ("4690", "469", "小类", "其他水的处理、利用与分配"),
]


@pytest.mark.parametrize(("code", "parent", "level", "name"), ENTRIES)
def test_entry(code: str, parent: str, level: str, name: str) -> None:
    entry = industry(code)
    assert (entry.code, entry.parent, entry.level, entry.name) == (code, parent, level, name)


def test_every_entry_hangs_under_a_shorter_one() -> None:
    codes = {entry.code: entry for entry in industries()}
    below = {"大类": "门类", "中类": "大类", "小类": "中类"}
    for entry in codes.values():
        if entry.level != "门类":
            assert codes[entry.parent].level == below[entry.level]
        if entry.level in ("中类", "小类"):
            assert entry.code[:-1] == entry.parent


def test_inferred_names_are_marked() -> None:
    inferred = [entry for entry in industries() if entry.inferred]
    assert {entry.level for entry in inferred} == {"大类", "中类"}
    classes = industries("小类")
    for entry in inferred:
        if entry.level == "中类":
            only = [child for child in classes if child.parent == entry.code]
            assert [child.name for child in only] == [entry.name]


# (原文, 补全, 是否补了0, 大类, 门类, 工业, 制造业)
CODES = [
    ("06", "06", False, "06", "B", True, False, "大类"),
    ("6", "06", True, "06", "B", True, False, "数字存放丢了0"),
    (6, "06", True, "06", "B", True, False, "数字"),
    ("610", "0610", True, "06", "B", True, False, "数字存放丢了0"),
    (690, "0690", True, "06", "B", True, False, "数字"),
    ("610.0", "0610", True, "06", "B", True, False, "带小数点的数字"),
    ("061", "061", False, "06", "B", True, False, "中类"),
    ("120", "120", False, "12", "B", True, False, "中类，不是丢了0"),
    ("1310", "1310", False, "13", "C", True, True, "小类"),
    ("C1310", "1310", False, "13", "C", True, True, "带门类字母"),
    ("c 13", "13", False, "13", "C", True, True, "带门类字母"),
    ("4350", "4350", False, "43", "C", True, True, "制造业末一大类"),
    ("4411", "4411", False, "44", "D", True, False, "电热燃水"),
    ("4690", "4690", False, "46", "D", True, False, "工业末一小类"),
    ("05", "05", False, "05", None, False, False, "农业"),
    ("47", "47", False, "47", None, False, False, "建筑业"),
    ("61", "61", False, "61", None, False, False, "住宿业，不当作061"),
    ("5110", "5110", False, "51", None, False, False, "批发业"),
]


@pytest.mark.parametrize(
    ("code", "full", "lost", "division", "section", "industrial", "manufacturing", "remark"), CODES
)
def test_code(
    code: str | int,
    full: str,
    lost: bool,
    division: str,
    section: str | None,
    industrial: bool,
    manufacturing: bool,
    remark: str,
) -> None:
    assert complete_code(code) == (full, lost)
    assert (division_of(code), section_of(code)) == (division, section)
    assert (is_industrial(code), is_manufacturing(code)) == (industrial, manufacturing)


@pytest.mark.parametrize("code", ["", "制造业", "13101", "1.5", "-6", "１３Ａ"])
def test_not_a_code(code: str) -> None:
    with pytest.raises(UnknownIndustry, match="行业代码应为1—4位数字"):
        complete_code(code)


@pytest.mark.parametrize("code", ["5110", "1398", "61", "E"])
def test_not_in_the_list(code: str) -> None:
    with pytest.raises(UnknownIndustry, match="行业代码"):
        industry(code)
