"""按名单取数: columns, decisions, the workbook's cells."""

from __future__ import annotations

import io
from dataclasses import replace
from decimal import Decimal
from typing import Any

import openpyxl
import pytest

from gxlab.measures.list_extract import Asked, Extract, asked, extract, settled, subjects
from gxlab.measures.name_list import Firm, index, match_list
from gxlab.show.widgets_lists_view import match_table, options, preview, summary, to_decide
from gxlab.show.widgets_lists_xlsx import workbook
from gxlab.warehouse.desk import Desk
from tests.conftest import DeskOf, facts, register

REGISTER = register("A 2026-05 330101001 3451\nB 2026-05 330102001 1711\nC 2026-05 330102001 17")
REVENUE = facts(
    "A 2026-05 1234.5 1000\nB 2026-05 80 -\nC 2026-05 50 40\nA 2026-04 900 800\nC 2026-04 30 30"
)
OUTPUT = facts("A 2026-05 70", indicator="output", span="month")
LIST = "企业A\n企业甲\n无此企业\n企业B\nC"
KNOWN = index(
    [
        Firm("A", "企业A", (), "330101001", "3451"),
        Firm("B", "企业B", (), "330102001", "1711"),
        Firm("C", "=企业C", (), "330102001", "1711"),
        Firm("D", "企业甲乙", (), "330102001", "1711"),
    ]
)


def _desk(desk_of: DeskOf) -> Desk:
    return desk_of("2026-05", {"observation": [*REVENUE, *OUTPUT], "register": REGISTER})


def _extract(desk: Desk, statistics: tuple[str, ...] = ("value", "growth_yoy_pct")) -> Extract:
    columns = asked(desk, [("revenue", "ytd")], ["2026-05"], statistics)
    return extract(desk, match_list(LIST, KNOWN), columns)


def test_columns_exist_only_where_there_are_readings(desk_of: DeskOf) -> None:
    desk = _desk(desk_of)
    assert subjects(desk) == [("revenue", "ytd"), ("output", "month")]
    both = asked(desk, subjects(desk), ["2026-05", "2026-04"], ["growth_yoy_pct", "value"])
    assert both == [
        Asked("revenue", "ytd", "2026-04", "value"),
        Asked("revenue", "ytd", "2026-04", "growth_yoy_pct"),
        Asked("revenue", "ytd", "2026-05", "value"),
        Asked("revenue", "ytd", "2026-05", "growth_yoy_pct"),
        Asked("output", "month", "2026-05", "value"),
        Asked("output", "month", "2026-05", "growth_yoy_pct"),
    ]
    assert (both[2].name, both[2].when, both[2].measure) == ("营业收入", "2026年1—5月", "万元")
    assert (both[4].name, both[4].when) == ("工业总产值（当月）", "2026年5月")


def test_a_list_is_counted_and_what_is_open_is_offered(desk_of: DeskOf) -> None:
    lines = match_list(LIST, KNOWN)
    # 企业A, 企业B by name, C by code; 企业甲 is part of 企业甲乙; 无此企业 is nobody's.
    assert summary(lines) == "名单共5行：对上3行，待确认1行，未找到1行。"
    (open_line,) = to_decide(lines)
    offered = options(open_line, _desk(desk_of))
    assert offered[0] == ("请选择…", "?") and offered[-1] == ("都不是", "")
    assert offered[1][1] == "D" and "河口镇" in offered[1][0]


def test_a_person_decides_and_may_say_none(desk_of: DeskOf) -> None:
    lines = match_list(LIST, KNOWN)
    taken = settled(lines, {2: "D"}, KNOWN)
    assert taken[1].firm is not None and taken[1].firm.code == "D"
    assert taken[1].note == "人工选定"
    nobody = settled(lines, {2: ""}, KNOWN)
    assert nobody[1].firm is None and not nobody[1].candidates
    assert summary(nobody) == "名单共5行：对上3行，待确认0行，未找到2行。"
    table = match_table(taken, _desk(desk_of))
    assert table.rows[1].cells[2] == "人工选定"


def test_the_preview_prints_what_reports_print(desk_of: DeskOf) -> None:
    # A: 1234.5 on 1000 = +23.45 % → 23.5 (half away from zero); B without base; C 50 on 40.
    table = preview(_extract(_desk(desk_of)), _desk(desk_of))
    texts = [[getattr(c, "text", c) for c in row.cells] for row in table.rows]
    assert texts == [
        ["1", "企业A", "城关镇", "1,234.50", "23.5"],
        ["2", "企业甲（待确认）", "", None, None],
        ["3", "无此企业（未找到）", "", None, None],
        ["4", "企业B", "河口镇", "80.00", "基数缺失"],
        ["5", "=企业C", "河口镇", "50.00", "25.0"],
    ]
    figure = table.rows[0].cells[4]
    assert getattr(figure, "ref", "") == ("revenue|3300|2026-05|ytd|growth_yoy_pct|enterprise=A")


def _sheets(content: bytes) -> Any:
    return openpyxl.load_workbook(io.BytesIO(content))


def test_the_workbook_holds_numbers_as_numbers_and_text_as_text(desk_of: DeskOf) -> None:
    desk = _desk(desk_of)
    book = _sheets(workbook(_extract(desk, ("value", "base", "growth_yoy_pct", "increment")), desk))
    assert book.sheetnames == ["取数结果", "比对情况", "数据来源"]
    sheet = book["取数结果"]
    heads = [[sheet.cell(row, column).value for row in range(3, 8)] for column in range(8, 12)]
    assert heads == [
        ["营业收入", "2026年1—5月", "本期", "万元", "企业直报（快报）"],
        ["营业收入", "2026年1—5月", "上年同期", "万元", "企业直报（快报）"],
        ["营业收入", "2026年1—5月", "同比", "%", "企业直报（快报）"],
        ["营业收入", "2026年1—5月", "增减额", "万元", "企业直报（快报）"],
    ]
    first = [cell.value for cell in sheet[8]]
    assert first[:7] == [1, "企业A", "名称一致", "企业A", "A", "城关镇", "通用设备制造业"]
    assert first[7:] == [1234.5, 1000, 23.45, 234.5]
    assert sheet["J8"].number_format == "#,##0.0"
    assert [sheet.cell(9, c).value for c in range(8, 12)] == [None] * 4
    last = sheet["D12"]
    # A name that begins with "=" stays text.
    assert (last.value, last.data_type) == ("=企业C", "s")


@pytest.mark.parametrize("lead", ["=", "+", "-", "@", "\t=", "＝", "＋", "－", "＠", "\r="])
def test_no_text_becomes_a_formula(desk_of: DeskOf, lead: str) -> None:
    desk = _desk(desk_of)
    text = f"{lead}cmd|' /C calc'!A0"
    found = _extract(desk)
    line = replace(found.rows[2].line, text=text)
    changed = replace(found, rows=(replace(found.rows[2], line=line),))
    content = workbook(changed, desk)
    cell = _sheets(content)["取数结果"]["B8"]
    assert cell.data_type == "s"
    assert cell.value.replace("_x000D_", "\r") == text


def test_every_number_s_cell_is_listed(desk_of: DeskOf) -> None:
    rows = [
        {**r, "sheet": "直报", "row_no": 35, "col": {"value": "H", "base": "I"}[r["reading"]]}
        for r in facts("A 2026-05 1234.5 1000")
    ]
    desk = desk_of(
        "2026-05",
        {"observation": rows, "register": REGISTER, "path": "inbox/直报_5月.xlsx"},
    )
    sheet = _sheets(workbook(_extract(desk), desk))["数据来源"]
    assert [c.value for c in sheet[2]] == [
        1, "企业A", "营业收入", "2026年1—5月", 1234.5, 1000,
        "直报_5月.xlsx", "直报", "H35", "I35",
    ]  # fmt: skip
    assert sheet.max_row == 2


def test_the_same_request_gives_the_same_bytes(desk_of: DeskOf) -> None:
    desk = _desk(desk_of)
    assert workbook(_extract(desk), desk) == workbook(_extract(desk), desk)


def test_growth_in_the_workbook_is_exact_to_the_decimal(desk_of: DeskOf) -> None:
    # 50 on 40 = 25 %; the printed rate and the number agree.
    found = _extract(_desk(desk_of))
    reading = found.rows[4].readings[1]
    assert reading is not None and reading.row.growth_yoy_pct == Decimal(25)
