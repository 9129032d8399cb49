"""The list of problems to hand on (问题报告): all of them, with their cells, and nothing alive."""

from __future__ import annotations

from pathlib import Path

import openpyxl

from gxlab.intake.problem_report import ToldFile, ToldProblem, write_report

PROBLEMS = [
    ToldProblem("a.xlsx", "表一", "B2", "error", "B2不是数字", "=cmd()", "not_a_number", "P1"),
    ToldProblem("a.xlsx", "表一", "F:F", "warning", "F列不在\n版式中", "", "unknown_column", "P2"),
]
FILES = [ToldFile(("a.xlsx", "入库", "direct", 12, 11, 1, 0, 60, 0))]


def test_three_sheets_and_the_same_as_text(tmp_path: Path) -> None:
    made = write_report(FILES, PROBLEMS, tmp_path / "B0001")
    assert made == tmp_path / "B0001" / "问题报告.xlsx"
    book = openpyxl.load_workbook(made)
    assert book.sheetnames == ["文件", "问题", "表样变动"]
    told = [[cell.value for cell in row] for row in book["问题"].iter_rows(min_row=2)]
    assert told[0] == ["a.xlsx", "表一", "B2", "退回", "B2不是数字", "=cmd()", "not_a_number", "P1"]
    assert book["问题"]["F2"].data_type == "s"
    assert [row[2].value for row in book["表样变动"].iter_rows(min_row=2)] == ["F:F"]
    assert book["文件"]["E2"].value == 11
    text = made.with_suffix(".txt").read_text(encoding="utf-8-sig")
    assert text.splitlines() == [
        "本次导入共有2处问题：退回1处，提示1处。",
        "其中表样变动1处。",
        "退回 P1 B2不是数字",
        "提示 P2 F列不在 版式中",
    ]


def test_no_problem_no_report(tmp_path: Path) -> None:
    assert write_report(FILES, [], tmp_path / "B0001") is None
    assert not (tmp_path / "B0001").exists()
