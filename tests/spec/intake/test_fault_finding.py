"""Planted faults are found at their cell, clean files raise nothing (查错)."""

from __future__ import annotations

import random
from collections.abc import Callable

import pytest

from gxlab.intake.extract import extract
from gxlab.intake.grid import Grid, Sheet, address
from gxlab.intake.layouts import parse_layout
from gxlab.intake.model import Context
from gxlab.reference.codes import check_character
from gxlab.reference.periods import Period
from gxlab.reference.territory import Unit

LABELS = (
    "序号", "统一社会信用代码", "企业名称", "县(市、区)", "工业总产值/本月", "工业总产值/累计",
    "营业收入/累计", "营业收入/上年同期", "营业收入/增长(%)", "用工人数(人)", "开工时间", "填表人",
)  # fmt: skip
LAYOUT = parse_layout("""
name = "form"
title = "直报"
file_name = "直报"
status = "快报"
source_kind = "企业直报"
scope = "whole"
[period]
source = "title"
[[section]]
subject = "enterprise"
anchor = "统一社会信用代码"
constants = { span = "ytd" }
column = [
  { label = "序号", ignore = true },
  { label = "统一社会信用代码", field = "subject", required = true },
  { label = "企业名称", field = "subject_name", required = true },
  { label = "县(市、区)", field = "unit" },
  { label = "工业总产值/本月", indicator = "output", span = "month", required = true },
  { label = "工业总产值/累计", indicator = "output", required = true, expected = true },
  { label = "营业收入/累计", indicator = "revenue", required = true, expected = true },
  { label = "营业收入/上年同期", indicator = "revenue", reading = "base" },
  { label = "营业收入/增长", indicator = "revenue", reading = "growth_pct" },
  { label = "用工人数", indicator = "employees" },
  { label = "开工时间", ignore = true },
  { label = "填表人", field = "author" },
]
rule = [
  { rule = "month_not_equal_ytd", label = "工业总产值/本月", than = "工业总产值/累计" },
  { rule = "ytd_not_below_month", label = "工业总产值/累计", than = "工业总产值/本月" },
  { rule = "growth_matches_levels", label = "增长", than = ["营业收入/累计", "上年同期"] },
  { rule = "rate_as_fraction", label = "营业收入/增长" },
  { rule = "magnitude", label = "营业收入/累计", than = "用工人数" },
]
[[section]]
record = "register"
optional = true
anchor = "开工时间"
column = [
  { label = "统一社会信用代码", field = "enterprise" },
  { label = "企业名称", field = "name" },
  { label = "县(市、区)", field = "unit" },
  { label = "开工时间", field = "entered", type = "month" },
]
""")
CONTEXT = Context(
    units=(Unit("3300", "示例市", None, "city"), Unit("330101", "东山县", "3300", "county")),
    latest=Period(2026, 6),
)
TOP = 4  # 数据从第5行起

Row = list[str | None]


def _code(chance: random.Random) -> str:
    """A credit code with both of its check characters right (GB 32100, GB 11714)."""
    body = "MA" + "".join(chance.choice("0123456789ABCDEFGH") for _ in range(6))
    total = sum(int(c, 36) * w for c, w in zip(body, (3, 7, 9, 10, 5, 8, 4, 2), strict=True))
    first17 = "91330101" + body + "0123456789X"[-total % 11]
    return first17 + (check_character(first17) or "")


def clean(chance: random.Random) -> list[Row]:
    """A form without faults, growth rounded as printed."""
    rows: list[Row] = [["示例市2026年1—5月直报"], ["单位：万元"], [], list(LABELS)]
    for number in range(1, 13):
        month, more = chance.randint(100, 900), chance.randint(500, 4000)
        now, then = chance.randint(2000, 9000), chance.randint(2000, 9000)
        growth = round((now / then - 1) * 100, 1)
        rows.append(
            [str(number), _code(chance), f"示例{number}号制造有限公司", "东山县", f"{month}.5",
             f"{month + more}.5", f"{now}.0", f"{then}.0", f"{growth}", str(chance.randint(20, 80)),
             "2026-03", "周敏"]
        )  # fmt: skip
    return rows


def _set(column: int, text: str | None) -> Callable[[list[Row], int], int]:
    def plant(rows: list[Row], row: int) -> int:
        rows[row][column] = text
        return column

    return plant


def _same_as(column: int, other: int) -> Callable[[list[Row], int], int]:
    def plant(rows: list[Row], row: int) -> int:
        rows[row][column] = rows[row][other]
        return column

    return plant


def _times(column: int, factor: int) -> Callable[[list[Row], int], int]:
    def plant(rows: list[Row], row: int) -> int:
        rows[row][column] = str(float(rows[row][column] or 0) * factor)
        return column

    return plant


def _wrong_check(rows: list[Row], row: int) -> int:
    code = rows[row][1] or ""
    rows[row][1] = code[:-1] + ("0" if code[-1] != "0" else "1")
    return 1


def _repeat(rows: list[Row], row: int) -> int:
    rows[row] = list(rows[row - 1] if row > TOP else rows[row + 1])
    return -1


def _contradict(rows: list[Row], row: int) -> int:
    _repeat(rows, row)
    rows[row][5] = "99999.5"
    return -1


FAULTS: dict[str, tuple[str, Callable[[list[Row], int], int]]] = {
    "约数": ("approximate_number", _set(5, "约1200")),
    "以上": ("approximate_number", _set(6, "5000以上")),
    "文字": ("not_a_number", _set(5, "较多")),
    "两个数": ("not_a_number", _set(6, "12 34")),
    "千分位错": ("not_a_number", _set(6, "12,34")),
    "区间": ("not_a_number", _set(4, "100-200")),
    "两个小数点": ("not_a_number", _set(4, "1.2.3")),
    "公式错误": ("error_cell", _set(5, "#REF!")),
    "除零": ("error_cell", _set(8, "#DIV/0!")),
    "单位不符": ("cell_unit_mismatch", _set(5, "12户")),
    "倍数在水平列": ("not_a_number", _set(6, "1.6倍")),
    "位数过多": ("number_too_large", _set(5, "1234567890123456")),
    "代码成数字": ("lossy_code", _set(1, "9.13301012345678e+17")),
    "代码末三位成0": ("lossy_code", _set(1, "913301011234567000")),
    "校验位错": ("credit_code", _wrong_check),
    "代码少一位": ("credit_code", _set(1, "91330101MA0000001")),
    "主键空": ("missing_key", _set(1, None)),
    "县不存在": ("unknown_unit", _set(3, "北岭县")),
    "漏填": ("missing_value", _set(5, None)),
    "本月等于累计": ("month_not_equal_ytd", _same_as(4, 5)),
    "累计小于本月": ("ytd_not_below_month", _set(5, "1.5")),
    "增速不符": ("growth_matches_levels", _set(8, "77.7")),
    "增速成小数": ("rate_as_fraction", _set(8, "0.062")),
    "元填进万元": ("magnitude", _times(6, 10000)),
    "年月不清": ("not_a_month", _set(10, "去年某月")),
    "重复行": ("duplicate_row", _repeat),
    "同一企业两行不同": ("conflicting_duplicate", _contradict),
}  # fmt: skip


@pytest.mark.parametrize("fault", FAULTS)
def test_each_fault_is_found_where_it_is(fault: str) -> None:
    rule, plant = FAULTS[fault]
    for seed in range(10):
        chance = random.Random(f"{fault}{seed}")
        rows = clean(chance)
        row = chance.randrange(TOP, len(rows))
        column = plant(rows, row)
        found = extract(Grid((Sheet("直报", rows),)), LAYOUT, CONTEXT, file_name="直报_5月.xlsx")
        cell = address(row, column)
        if column < 0:  # 两行里后一行
            cells = {f"{r + 1}:{r + 1}" for r in (row - 1, row, row + 1)}
            assert any(p.rule == rule and p.cell in cells for p in found.problems), (fault, seed)
        else:
            assert (rule, cell) in {(p.rule, p.cell) for p in found.problems}, (fault, seed)


def test_fifty_clean_files_raise_nothing() -> None:
    for seed in range(50):
        found = extract(
            Grid((Sheet("直报", clean(random.Random(seed))),)),
            LAYOUT,
            CONTEXT,
            file_name="直报_5月.xlsx",
        )
        assert found.problems == (), found.problems[:2]
        assert found.rows_stored == 12


Change = Callable[[list[Row]], None]


def _insert_column(rows: list[Row]) -> None:
    for row in rows[3:]:
        row.insert(5, "新列" if row is rows[3] else "7")


def _drop_column(rows: list[Row]) -> None:
    for row in rows[3:]:
        del row[5]


def _swap(first: int, second: int) -> Change:
    def change(rows: list[Row]) -> None:
        for row in rows[3:]:
            row[first], row[second] = row[second], row[first]

    return change


def _relabel(column: int, label: str) -> Change:
    def change(rows: list[Row]) -> None:
        rows[3][column] = label

    return change


def _title(text: str) -> Change:
    def change(rows: list[Row]) -> None:
        rows[0] = [text]

    return change


def _corner(text: str) -> Change:
    def change(rows: list[Row]) -> None:
        rows[1] = [text]

    return change


def _push_down(rows: list[Row]) -> None:
    rows.insert(0, ["关于报送的函"])
    rows.insert(2, [])


def _two_rows(rows: list[Row]) -> None:
    upper: Row = [(label or "").split("/")[0] for label in rows[3]]
    lower: Row = [
        (label or "").split("/")[1] if "/" in (label or "") else None for label in rows[3]
    ]
    rows[3:4] = [upper, lower]


# 表样变动:要么读得与原来一样,要么点名,从不装进错列。
DRIFTS: dict[str, tuple[Change, str | None]] = {
    "表头下移": (_push_down, None),
    "两行表头": (_two_rows, None),
    "两列对调": (_swap(5, 6), None),
    "主键换位": (_swap(1, 2), None),
    "插入一列": (_insert_column, "unknown_column"),
    "删去必需列": (_drop_column, "column_missing"),
    "指标改名": (_relabel(5, "工业产出/累计"), "column_missing"),
    "主键改名": (_relabel(1, "代码"), "header_not_found"),
    "单位万元变元": (_relabel(5, "工业总产值/累计(元)"), None),
    "单位变成户": (_relabel(5, "工业总产值/累计(户)"), "unit_of_measure_mismatch"),
    "同名两列": (_relabel(6, "工业总产值/累计"), "column_ambiguous"),
    "右上角单位不明": (_corner("单位：万两元"), "unknown_unit_of_measure"),
    "右上角两种单位": (_corner("单位：万元、亿元"), "mixed_unit_of_measure"),
    "上月标题": (_title("示例市2026年1—4月直报"), "period_conflict"),
    "没有报告期": (_title("示例市直报"), "period_not_found"),
    "未来报告期": (_title("示例市2026年1—9月直报"), "period_conflict"),
}  # fmt: skip


@pytest.mark.parametrize("drift", DRIFTS)
def test_a_changed_form_is_read_right_or_named(drift: str) -> None:
    change, rule = DRIFTS[drift]
    before = clean(random.Random(7))
    after = clean(random.Random(7))
    change(after)
    wanted = _values(before)
    found = extract(Grid((Sheet("直报", after),)), LAYOUT, CONTEXT, file_name="直报_5月.xlsx")
    if rule is None:
        assert not found.refused
        scaled = {
            k: v for k, v in _of(found).items() if drift != "单位万元变元" or k[1] != "output"
        }
        assert scaled.items() <= wanted.items()
        if drift == "单位万元变元":
            code = before[TOP][1]
            ytd = (code, "output", "ytd", "value")
            assert _of(found)[ytd] * 10000 == wanted[ytd]
        return
    assert rule in {p.rule for p in found.problems}
    assert found.refused or _of(found) == wanted


def _values(rows: list[Row]) -> dict[tuple[object, ...], object]:
    return _of(extract(Grid((Sheet("直报", rows),)), LAYOUT, CONTEXT, file_name="直报_5月.xlsx"))


def _of(found: object) -> dict[tuple[object, ...], object]:
    frame = found.tables["observation"]  # type: ignore[attr-defined]
    keys = frame.select("code", "indicator", "span", "reading").rows()
    return dict(zip(keys, frame["number"].to_list(), strict=True))
