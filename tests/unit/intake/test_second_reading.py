"""Cells the fast reader passes over are seen; what cannot be trusted is refused by name."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from gxlab.intake.extract import extract
from gxlab.intake.grid import Grid, Sheet, Unreadable
from gxlab.intake.model import Problem
from gxlab.intake.quarantine import annotate
from gxlab.intake.reader import Reader
from tests.reliability.made_files import every
from tests.unit.intake.made import CONTEXT, layout

# 文件 → 非空格、错误值格、未算公式,逐个数过。
COUNTS = {
    "单引号错误值.xlsx": (2, 1, 1),
    "等号两边空白.xlsx": (1, 1, 1),
    "换行的标签.xlsx": (1, 1, 1),
    "注释里有格.xlsx": (1, 0, 0),
    "文字里有格.xlsx": (1, 0, 0),
    "错误值无字.xlsx": (3, 2, 0),
    "没有地址.xlsx": (3, 1, 1),
    "空字串.xlsx": (2, 0, 0),
    "二进制错误值.xlsb": (4, 2, 0),
    "开文档错误值.ods": (2, 1, 0),
}
RULES = {
    "列号超出.xlsx": "address_out_of_sheet",
    "行号极大.xlsx": "address_out_of_sheet",
    "重名部件.xlsx": "part_twice",
    "两表同名.xlsx": "sheet_name_twice",
    "同一格两次.xlsx": "cell_twice",
    "错误值七种.xlsx": "error_cell",
    "锟斤拷.xlsx": "broken_text",
    "替换字符.xlsx": "broken_text",
    "远处一格单引号.xlsx": "range_too_large",
    "远处一格小写.xlsx": "range_too_large",
    "二进制远处.xlsb": "range_too_large",
    "老格式远处.xls": "range_too_large",
    "网页utf16.xls": "markup_file",
    "单文件网页.xls": "markup_file",
    "图片.xlsx": "picture_file",
}


def _made(tmp_path: Path, name: str) -> Path:
    path = tmp_path / name
    path.write_bytes(every()[name]())
    return path


def test_counts_of_strangely_written_files(tmp_path: Path) -> None:
    with Reader() as reader:
        for name, wanted in COUNTS.items():
            (sheet,) = reader.read(_made(tmp_path, name)).sheets
            told = sheet.cells, len(sheet.error_cells), len(sheet.formulas_without_value)
            assert told == wanted, name


def test_what_cannot_be_trusted_is_refused_by_name(tmp_path: Path) -> None:
    with Reader() as reader:
        for name, rule in RULES.items():
            with pytest.raises(Unreadable) as refusal:
                reader.read(_made(tmp_path, name))
            assert refusal.value.rule == rule, name


def test_a_merge_over_the_whole_sheet_does_not_end_the_importer(tmp_path: Path) -> None:
    problem = Problem("表一", "B1", "not_a_number", "error", "B1不是数字", "1")
    copy = annotate(_made(tmp_path, "合并全表.xlsx"), "合并全表.xlsx", [problem], tmp_path)
    assert copy is not None
    assert openpyxl.load_workbook(copy)["表一"]["B1"].comment is not None


def test_hidden_rows_and_sheets_are_told(tmp_path: Path) -> None:
    with Reader() as reader:
        shown, hidden, deep = reader.read(_made(tmp_path, "藏起的表.xlsx")).sheets
        (sheet,) = reader.read(_made(tmp_path, "隐藏行列.xlsx")).sheets
    assert (shown.visible, hidden.visible, deep.visible) == ("visible", "hidden", "very_hidden")
    assert sheet.hidden_rows == {1}
    rows: list[list[str | None]] = [["企业代码", "营业收入(万元)"], ["A1", "1"], ["A2", "2"]]
    page = Sheet("表一", rows, visible="hidden", hidden_rows=frozenset({2}))
    form = layout(
        '[[section]]\nsubject = "meter"\nanchor = "企业代码"\nconstants = { span = "ytd" }\n'
        'column = [{ label = "企业代码", field = "subject", required = true }, '
        '{ label = "营业收入", indicator = "revenue" }]\n'
    )
    found = extract(Grid((page,)), form, CONTEXT, file_name="测试表.xlsx")
    told = {(problem.rule, problem.cell) for problem in found.problems}
    assert {("hidden_rows", "3:3"), ("hidden_sheet", "")} <= told
    assert found.rows_stored == 2
