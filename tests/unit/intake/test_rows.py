"""Rows: whole or nothing, and each fault at its cell (行错误)."""

from __future__ import annotations

from dataclasses import replace

import pytest

from gxlab.intake.extract import extract
from gxlab.intake.model import Context
from tests.unit.intake.made import CONTEXT, MAY, check_books, grid, layout, numbers, read, rules

FIRMS = """
[[section]]
subject = "enterprise"
anchor = "代码"
constants = { span = "ytd" }
column = [
  { label = "序号", ignore = true },
  { label = "代码", field = "subject", type = "code", required = true },
  { label = "名称", field = "subject_name" },
  { label = "营业收入", indicator = "revenue", uom = "万元", expected = true },
  { label = "上年同期", indicator = "revenue", reading = "base", uom = "万元" },
  { label = "增长", indicator = "revenue", reading = "growth_pct" },
  { label = "位次", indicator = "revenue", reading = "rank" },
  { label = "说明", note = "原因" },
  { label = "填表人", field = "author" },
]
"""
HEADER = "序号|代码|名称|营业收入|上年同期|增长|位次|说明|填表人\n"


def test_values_kinds_of_missing_and_notes() -> None:
    found = read(
        HEADER
        + "1|A1|甲|１,２３４.５|—|1.6倍|2(并列)|订单增加|周敏\n"
        + "2|A2|乙|…|注|持平|-||\n"
        + "3|A3|丙|X||-3.9个百分点|并列第六||\n",
        FIRMS,
    )
    key = "revenue", "2026-05", "ytd"
    assert numbers(found) == {
        ("A1", *key, "value"): "1234.5",
        ("A1", *key, "base"): "undefined",
        ("A1", *key, "growth_pct"): "160",
        ("A1", *key, "rank"): "2",
        ("A2", *key, "value"): "below_unit",
        ("A2", *key, "base"): "negative_base",
        ("A2", *key, "growth_pct"): "0",
        ("A2", *key, "rank"): "undefined",
        ("A3", *key, "value"): "masked",
        ("A3", *key, "base"): "blank",
        ("A3", *key, "change_pp"): "-3.9",  # 百分点不是增速
        ("A3", *key, "rank"): "6",
    }
    notes = found.tables["note"].to_dicts()
    assert [(n["code"], n["kind"], n["text"], n["author"], n["col"]) for n in notes] == [
        ("A1", "原因", "订单增加", "周敏", "H")
    ]
    assert rules(found) == [("missing_value", "D3"), ("missing_value", "D4")]


@pytest.mark.parametrize(
    ("cells", "rule", "cell"),
    [
        ("A1|甲|约1200||", "approximate_number", "D2"),
        ("A1|甲|较多||", "not_a_number", "D2"),
        ("A1|甲|#REF!||", "error_cell", "D2"),
        ("A1|甲|12户||", "cell_unit_mismatch", "D2"),
        ("A1|甲|1234567890123456||", "number_too_large", "D2"),
        ("A1|甲|1|1|abc", "not_a_number", "F2"),
        ("9.13301001234568e+16|甲|1||", "lossy_code", "B2"),
        ("||1||", "missing_key", "B2"),
        ("|不在名录的公司|1||", "missing_key", "B2"),
    ],
)
def test_a_fault_refuses_its_whole_row(cells: str, rule: str, cell: str) -> None:
    found = read(HEADER + f"1|{cells}|||\n2|B2|乙|5||||||\n", FIRMS)
    assert (rule, cell) in rules(found)
    problem = next(p for p in found.problems if p.rule == rule)
    assert problem.severity == "error" and "整行未入库" in problem.text
    assert "文件“测试表.xlsx”工作表“表一”" + cell in problem.text
    codes = {code for code, *_ in numbers(found)}
    assert codes == {"B2"}
    assert (found.rows_read, found.rows_stored, found.rows_refused) == (2, 1, 1)
    # 退回的格子:该行除“序号”外的非空格子
    assert found.sheets[0].refused == sum(bool(cell) for cell in cells.split("|"))


def test_a_formula_never_calculated_refuses_its_row() -> None:
    from gxlab.intake.grid import Grid
    from tests.unit.intake.made import sheet

    made = sheet(HEADER + "1|A1|甲||||||\n2|A2|乙|5|||||\n")
    made = replace(made, formulas_without_value=frozenset({(1, 3)}))
    found = extract(Grid((made,)), layout(FIRMS), CONTEXT, file_name="测试表.xlsx")
    check_books(found)
    assert rules(found) == [("formula_without_value", "D2")]
    assert found.sheets[0].formulas_without_value == 1 and found.rows_stored == 1


def test_names_are_looked_up_where_codes_are_missing() -> None:
    found = read(HEADER + "1||甲机械有限公司|1|||||\n", FIRMS)
    assert {code for code, *_ in numbers(found)} == {"91330101MA0000001A"}


def test_duplicates() -> None:
    same, other = "A1|甲|5||||||", "A2|乙|6||||||"
    found = read(HEADER + f"1|{same}\n2|{same}\n3|{other}\n4|A2|乙|7||||||\n", FIRMS)
    assert rules(found) == [
        ("conflicting_duplicate", "4:4"),
        ("conflicting_duplicate", "5:5"),
        ("duplicate_row", "3:3"),
    ]  # fmt: skip
    assert numbers(found) == {
        ("A1", "revenue", "2026-05", "ytd", "value"): "5",
        ("A1", "revenue", "2026-05", "ytd", "base"): "blank",
        ("A1", "revenue", "2026-05", "ytd", "growth_pct"): "blank",
        ("A1", "revenue", "2026-05", "ytd", "rank"): "blank",
    }
    assert (found.rows_stored, found.rows_refused, found.rows_ignored) == (1, 2, 1)


def test_three_contradicting_rows_all_go_back() -> None:
    found = read(HEADER + "".join(f"{n}|A1|甲|{n}||||||\n" for n in (1, 2, 3)), FIRMS)
    assert found.rows_refused == 3 and not numbers(found)


def test_totals_memos_captions_and_footers() -> None:
    text = """
单位|产值(亿元)
全市|30
一、县区|
东山县|10
西水县|20
其中:示例经开区|5
合  计|30
注:演示|
单位负责人:张|填表人:李
"""
    body = """
[[section]]
subject = "unit"
anchor = "单位"
constants = { span = "ytd", indicator = "output" }
column = [{ label = "单位", field = "subject" }, { label = "产值" }]
row = [
  { label = "re:^一、", role = "caption" },
  { label = "re:^其中", role = "memo", store = true },
]
"""
    found = read(text, body)
    assert {code: n for (code, *_), n in numbers(found).items()} == {
        "3300": "300000", "330101": "100000", "330102": "200000", "Z1": "50000",
    }  # fmt: skip
    assert (found.rows_read, found.rows_stored, found.rows_ignored) == (8, 4, 4)
    unstored = read(text, body.replace(", store = true", ""))
    assert "Z1" not in {code for code, *_ in numbers(unstored)}


def test_cells_below_the_table_are_named() -> None:
    text = HEADER + "1|A1|甲|5|||||\n注:演示||||||||\n9|A9|旧|1|2|3|4|5|6\n"
    found = read(text, FIRMS)
    assert rules(found) == [("cells_below_table", "4:4")]
    assert found.sheets[0].undeclared == 9


def test_until_blank_ends_the_table() -> None:
    body = FIRMS.replace('anchor = "代码"', 'anchor = "代码"\nuntil_blank = true')
    found = read(HEADER + "1|A1|甲|5|||||\n||||||||\n2|A2|乙|6|||||\n", body)
    assert rules(found) == [("cells_below_table", "4:4")]


def test_where_picks_rows() -> None:
    body = """
[[section]]
subject = "unit"
anchor = "单位"
constants = { span = "ytd", indicator = "output" }
where = { label = "级别", values = ["县级"] }
column = [
  { label = "级别", ignore = true }, { label = "单位", field = "subject" },
  { label = "产值", uom = "万元" },
]
"""
    text = "级别|单位|产值\n县级|东山县|1\n其他|西水县|2\n"
    assert {c for c, *_ in numbers(read(text, body))} == {"330101"}
    other = body.replace('values = ["县级"]', 'pattern = "县", exclude = true')
    assert {c for c, *_ in numbers(read(text, other))} == {"330102"}


LEDGER = """
[[section]]
record = "project_ledger"
anchor = "项目名称"
derive = { project = "{unit}|{name}" }
constants = { unit = "@reporter" }
column = [
  { label = "项目名称", field = "name", required = true },
  { label = "建设单位", field = "owner", ditto = true },
  { label = "总投资", field = "planned_investment", uom = "万元" },
  { label = "开工", field = "actual_start", type = "month" },
  { label = "新增就业", field = "new_jobs" },
  { label = "状态", field = "state", map = { "在建" = "续建", "未开工" = "谋划" }, lenient = true },
]
"""
REPORTER = MAY + '[reporter]\nsource = ["file_name", "title"]\n'
LEDGER_HEADER = "单位:万元|||||\n项目名称|建设单位|总投资|开工|新增就业(人)|状态\n"


def test_a_ledger_with_dittos_merges_and_sloppy_dates() -> None:
    text = LEDGER_HEADER + (
        "甲线|甲公司|1000|2026.3|12|在建\n乙线||2000|3月底||未开工\n丙线|同上|300|2025年12月||停\n"
    )
    found = read(
        text, LEDGER, period=REPORTER, merges=((2, 1, 3, 1),), file_name="调度表_东山县.xlsx"
    )
    rows = found.tables["project_ledger"].to_dicts()
    assert [
        (r["project"], r["owner"], str(r["planned_investment"]), r["actual_start"]) for r in rows
    ] == [
        ("330101|甲线", "甲公司", "1000.000000", "2026-03"),
        ("330101|乙线", "甲公司", "2000.000000", "2026-03"),
        ("330101|丙线", "甲公司", "300.000000", "2025-12"),
    ]
    assert [r["state"] for r in rows] == ["续建", "谋划", None]
    assert str(rows[0]["new_jobs"]) == "12.000000"
    assert rules(found) == [("unknown_value", "F5")]
    assert (found.reporter, found.period, found.coverage) == ("330101", "2026-05", "330101|2026-05")
    assert found.sheets[0].refused == 1  # 读不出的一格


def test_a_ledger_without_its_sender_is_refused() -> None:
    found = read(LEDGER_HEADER + "甲线|甲|1||1|在建\n", LEDGER, period=REPORTER)
    assert found.refused and rules(found) == [("reporter_not_found", "")]
    assert found.sheets[0].refused == found.sheets[0].cells


def test_county_and_town_settle_a_name_used_twice() -> None:
    body = """
[[section]]
record = "register"
anchor = "代码"
column = [
  { label = "代码", field = "enterprise", type = "code", required = true },
  { label = "名称", field = "name", required = true },
  { label = "县", field = "county" },
  { label = "镇", field = "unit" },
]
"""
    text = (
        "代码|名称|县|镇\n1|甲|西水县|城关镇\n2|乙|东山县|城关镇\n3|丙|东山县|河口镇\n"
        "4|丁|西水县|\n5|戊||城关镇\n"
    )
    found = read(text, body)
    rows = found.tables["register"].to_dicts()
    assert [(r["enterprise"], r["unit"]) for r in rows] == [
        ("1", "330102001"), ("2", "330101001"), ("4", "330102"),
    ]  # fmt: skip
    assert (
        rules(found) == [("unknown_unit", "D4"), ("unknown_unit", "D6"), ("missing_key", "D4")][:2]
    )


def test_a_row_refused_by_one_section_is_stored_by_none() -> None:
    body = """
[[section]]
record = "enterprise"
anchor = "代码"
column = [
  { label = "代码", field = "enterprise", type = "code", required = true },
  { label = "名称", field = "name", required = true },
]
[[section]]
record = "cluster_member"
anchor = "代码"
column = [
  { label = "代码", field = "enterprise", type = "code", required = true },
  { label = "集群", field = "cluster", required = true },
]
"""
    found = read("代码|名称|集群\n1|甲|轴承集群\n2|乙|没有的集群\n", body)
    assert found.tables["enterprise"]["enterprise"].to_list() == ["1"]
    assert found.tables["cluster_member"]["cluster"].to_list() == ["C01"]
    assert rules(found) == [("unknown_cluster", "C3")]


def test_lists_taken_from_a_longer_table() -> None:
    body = """
[[section]]
record = "industry_cluster"
anchor = "集群"
distinct = true
column = [
  { label = "集群", field = "cluster", type = "text", required = true },
  { label = "集群", field = "name", type = "text" },
]
"""
    found = read("集群|企业\n轴承|甲\n轴承|乙\n箱包|丙\n", body)
    assert found.tables["industry_cluster"]["name"].to_list() == ["轴承", "箱包"]
    assert rules(found) == [("unknown_column", "B:B")]


def test_dates_flags_lists_and_day_numbers() -> None:
    body = """
[[section]]
record = "unit"
anchor = "code"
column = [
  { label = "code", field = "code" }, { label = "name", field = "name" },
  { label = "kind", field = "kind" }, { label = "in", field = "in_county_total" },
  { label = "from", field = "valid_from" }, { label = "to", field = "valid_to" },
  { label = "alias", field = "aliases" },
]
"""
    found = read(
        "code|name|kind|in|from|to|alias\n1|甲|zone|TRUE|2024-02|2024-02|甲区;甲城\n2|乙|town||45413|2011年|\n"
        "3|丙|town|也许|2024-13-01||\n",
        body,
        period="",
    )
    rows = found.tables["unit"].to_dicts()
    # 45413 = 2024-05-01(表格软件的日期序号);终止月份取月末,起始月份取月初
    assert [(r["in_county_total"], str(r["valid_from"]), str(r["valid_to"])) for r in rows] == [
        (True, "2024-02-01", "2024-02-29"),
        (None, "2024-05-01", "2011-12-31"),
    ]
    assert rows[0]["aliases"] == "甲区|甲城"
    assert {rule for rule, _ in rules(found)} == {"not_a_tick", "not_a_date"}


def test_targets_take_their_unit_from_the_row() -> None:
    body = """
[[section]]
record = "target"
anchor = "单位"
constants = { year = '@title:(\\d{4})年', tier = "确保" }
column = [
  { label = "单位", field = "unit", required = true },
  { label = "指标", field = "indicator", required = true },
  { label = "指标", field = "kind", type = "text", map = KINDS },
  { label = "计量单位", field = "uom" },
  { label = "目标", field = "target" },
]
"""
    kinds = '{"营业收入"="level", "规上工业增加值增速"="rate", "新增规上工业企业数"="count"}'
    body = body.replace("KINDS", kinds)
    text = (
        "2026年计划|||\n单位|指标|计量单位|目标\n全市|营业收入|亿元|1.5\n"
        "东山县|规上工业增加值增速|%|8\n西水县|新增规上工业企业数|户|30\n东山县|营业收入|户|3\n"
    )
    found = read(text, body, period="")
    rows = found.tables["target"].to_dicts()
    assert [(r["unit"], r["indicator"], r["year"], r["kind"], str(r["target"])) for r in rows] == [
        ("3300", "revenue", 2026, "level", "15000.000000"),
        ("330101", "value_added_growth", 2026, "rate", "8.000000"),
        ("330102", "above_scale_entries", 2026, "count", "30.000000"),
    ]
    assert rules(found) == [("unit_of_measure_mismatch", "D6")]


def test_sheets_missing_empty_hidden_from_the_layout() -> None:
    body = FIRMS.replace('anchor = "代码"', 'sheet = "直报"\nanchor = "代码"')
    found = read(HEADER + "1|A1|甲|5|||||\n", body)
    assert found.refused and rules(found) == [("sheet_missing", "")]
    empty = extract(grid(""), layout(FIRMS), Context(), file_name="a.xlsx")
    assert empty.refused and empty.problems[0].rule == "sheet_missing"


def test_a_sheet_nobody_declared_is_named() -> None:
    from gxlab.intake.grid import Grid
    from tests.unit.intake.made import sheet

    pages = Grid(
        (sheet(HEADER + "1|A1|甲|5|||||\n"), sheet("备忘|1", "草稿"), sheet("说明", "填写说明"))
    )
    found = extract(pages, layout(FIRMS), CONTEXT, file_name="a.xlsx")
    check_books(found)
    assert rules(found) == [("unknown_sheet", "")]
    assert found.sheets[1].undeclared == 2 and found.sheets[2].ignored == 1
    quiet = layout(FIRMS, period=MAY.replace("[period]", 'ignore_sheets = ["草稿"]\n[period]'))
    assert not extract(pages, quiet, CONTEXT, file_name="a.xlsx").problems
