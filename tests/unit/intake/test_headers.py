"""Headers found wherever they stand, and every change of them noticed (表头与漂移)."""

from __future__ import annotations

import pytest

from gxlab.intake.layouts import LayoutError, parse_layout
from tests.unit.intake.made import HEAD, MAY, layout, numbers, read, rules

UNITS_TABLE = """
[[section]]
subject = "unit"
anchor = "单位"
constants = { span = "ytd" }
column = [
  { label = "单位", field = "subject", required = true },
  { label = "产值/总量", indicator = "output", uom = "亿元", required = true },
  { label = "产值/增长", indicator = "output", reading = "growth_pct" },
  { label = "营业收入", indicator = "revenue", uom = "亿元" },
]
"""
TWO_ROWS = """
某市2026年1—5月指标||||
单位|产值||营业收入(亿元)
|总量(亿元)|增长(%)|
东山县|1.5|3.2|2
"""
EXPECTED = {
    ("330101", "output", "2026-05", "ytd", "value"): "15000",
    ("330101", "output", "2026-05", "ytd", "growth_pct"): "3.2",
    ("330101", "revenue", "2026-05", "ytd", "value"): "20000",
}
MERGES = ((1, 0, 2, 0), (1, 1, 1, 2), (1, 3, 2, 3))


def test_two_row_header_with_and_without_merges() -> None:
    assert numbers(read(TWO_ROWS, UNITS_TABLE, merges=MERGES)) == EXPECTED
    assert numbers(read(TWO_ROWS, UNITS_TABLE)) == EXPECTED


def test_moved_header_and_moved_columns() -> None:
    moved = """
标题|||||
填报单位:东山县|||||
|||||
备用|营业收入（亿元）|单　位|产值||
||| 总量（亿元）|增长（％）|
|2|东山县|1.5|3.2|
"""
    found = read(
        moved, UNITS_TABLE, merges=((3, 2, 4, 2), (3, 1, 4, 1), (3, 0, 4, 0), (3, 3, 3, 4))
    )
    assert numbers(found) == EXPECTED
    assert found.problems == ()  # 空列不提示


def test_repeated_header_and_column_numbers_are_passed_over() -> None:
    text = """
单位|产值(亿元)|增长(%)
甲|1|2
东山县|1|2
单位|产值(亿元)|增长(%)
西水县|3|4
"""
    body = """
[[section]]
subject = "unit"
anchor = "单位"
constants = { span = "ytd" }
column = [
  { label = "单位", field = "subject", required = true },
  { label = "产值", indicator = "output" },
  { label = "增长", indicator = "output", reading = "growth_pct" },
]
"""
    found = read(text, body)
    assert (found.rows_read, found.rows_stored, found.rows_ignored) == (4, 2, 2)


def _drift(header: str, row: str, body: str = UNITS_TABLE) -> list[tuple[str, str]]:
    found = read(
        f"{header}\n{row}\n", body.replace("产值/总量", "产值").replace("产值/增长", "增长")
    )
    return rules(found)


@pytest.mark.parametrize(
    ("header", "row", "expected"),
    [
        # 缺必需列
        ("单位|营业收入(亿元)|增长(%)", "东山县|1|2", [("column_missing", "")]),
        # 改名
        ("单位|总产出(亿元)|增长(%)", "东山县|1|2", [("column_missing", "")]),
        # 多出一列
        ("单位|产值(亿元)|增长(%)|新列", "东山县|1|2|9", [("unknown_column", "D:D")]),
        # 同名两列
        ("单位|产值(亿元)|产值(亿元)", "东山县|1|2", [("column_ambiguous", "")]),
        # 单位变了:照表内单位换算并提示
        ("单位|产值(万元)|增长(%)", "东山县|1|2", [("unit_of_measure_changed", "B:B")]),
        # 单位不是一种量
        ("单位|产值(户)|增长(%)", "东山县|1|2", [("unit_of_measure_mismatch", "B:B")]),
        # 没有表头
        ("甲|乙|丙", "东山县|1|2", [("header_not_found", "")]),
    ],
)
def test_drift_is_detected(header: str, row: str, expected: list[tuple[str, str]]) -> None:
    assert _drift(header, row) == expected


def test_swapped_columns_follow_their_labels() -> None:
    body = UNITS_TABLE.replace("产值/总量", "产值").replace("产值/增长", "增长")
    found = read("单位|增长(%)|产值(亿元)\n东山县|3.2|1.5", body)
    assert numbers(found)["330101", "output", "2026-05", "ytd", "value"] == "15000"


def test_unknown_column_may_refuse_or_be_passed() -> None:
    text = "单位|产值(亿元)|新列\n东山县|1|9"
    body = UNITS_TABLE.replace("产值/总量", "产值")
    strict = body.replace('anchor = "单位"', 'anchor = "单位"\nunknown_columns = "refuse"')
    assert read(text, strict).refused
    quiet = body.replace('anchor = "单位"', 'anchor = "单位"\nunknown_columns = "ignore"')
    found = read(text, quiet)
    assert not found.problems and found.sheets[0].ignored == 4  # 表头3格、新列1格


def test_label_carries_period_and_subject() -> None:
    body = """
[[section]]
subject = "unit"
anchor = "指标"
constants = { indicator = "value_added_growth", span = "month" }
column = [
  { label = "指标", field = "period" },
  { label = 're:^(?P<subject>.+县)$', many = true },
]
"""
    found = read("指标|东山县|西水县\n2026年4月|1.5|2\n2026年5月|1|—", body)
    assert numbers(found) == {
        ("330101", "value_added_growth", "2026-04", "month", "value"): "1.5",
        ("330102", "value_added_growth", "2026-04", "month", "value"): "2",
        ("330101", "value_added_growth", "2026-05", "month", "value"): "1",
        ("330102", "value_added_growth", "2026-05", "month", "value"): "undefined",
    }
    wrong = read("指标|东山县|北岭县\n2026年4月|1.5|2", body)
    assert wrong.refused and rules(wrong) == [("unknown_unit", "C:C")]


def test_indicator_by_month_export_with_gap() -> None:
    body = """
[[section]]
subject = "macro"
anchor = "指标"
constants = { code = "全国" }
other_rows = "ignore"
column = [
  { label = "指标", field = "row" },
  { label = 're:^(?P<period>\\d{4}年\\d{1,2}月)$', many = true },
]
row = [
  { label = "工业增加值累计增长", indicator = "value_added_growth", span = "ytd" },
  { label = "营业收入", indicator = "revenue", span = "ytd" },
]
"""
    text = """
数据库:月度数据||
指标|2026年4月|2026年3月
工业增加值累计增长(%)|5.1|
营业收入(亿元)|1.2|1
其他指标|9|9
注:说明||
"""
    found = read(text, body, period="")
    assert numbers(found) == {
        ("全国", "value_added_growth", "2026-04", "ytd", "value"): "5.1",
        ("全国", "value_added_growth", "2026-03", "ytd", "value"): "blank",
        ("全国", "revenue", "2026-04", "ytd", "value"): "12000",
        ("全国", "revenue", "2026-03", "ytd", "value"): "10000",
    }
    future = read("指标|2027年4月|2026年3月\n营业收入(亿元)|1|2", body, period="")
    assert future.refused and future.problems[0].rule == "future_period"
    unknown = read(text, body.replace('other_rows = "ignore"\n', ""), period="")
    assert rules(unknown) == [("unknown_row", "5:5")]


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ('[[section]]\nrecord="观测"\ncolumn=[]', "不是入库表"),
        ("[[section]]\ncolumn=[]", "须写 subject"),
        (
            '[[section]]\nrecord="target"\ncolumn=[{label="x",field="enterprise"}]',
            "不是“target”的列",
        ),
        ('[[section]]\nsubject="unit"\ncolumn=[{label="x",indicator="gdp"}]', "不在指标目录"),
        ('[[section]]\nsubject="unit"\ncolumn=[{label="x",uom="斤"}]', "不在单位表"),
        ('[[section]]\nsubject="unit"\ncolumn=[{label="re:("}]', "有误"),
        ('[[section]]\nsubject="unit"\nsheet="("\ncolumn=[]', "正则表达式"),
        ('[[section]]\nsubject="unit"\ncolumn=[{label="x",feild="y"}]', "feild"),
        ("[[section]", "第12行第10列的写法有误"),
    ],
)
def test_a_wrong_layout_says_where(body: str, message: str) -> None:
    with pytest.raises(LayoutError, match=message) as error:
        parse_layout(HEAD + MAY + body, "我的版式")
    assert "我的版式" in str(error.value)


def test_layout_digest_follows_the_text() -> None:
    one, two = layout(UNITS_TABLE), layout(UNITS_TABLE + "\n# 注")
    assert one.digest != two.digest and len(one.digest) == 64
    assert one.name == "form"
