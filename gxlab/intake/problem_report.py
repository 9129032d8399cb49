"""All problems of one import as a list to hand on (问题报告): a workbook, and the same as text.

Three sheets: what became of each file, every problem with its cell, rule and number, and the
problems that say that a form has changed (表样变动). All texts stay texts: nothing is a formula.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import xlsxwriter

NAME = "问题报告"
# Rules that tell of a changed form rather than of a wrong figure.
DRIFT = frozenset(
    {
    "unknown_column", "column_missing", "column_ambiguous", "header_not_found", "sheet_not_found",
    "unit_of_measure_changed", "unit_of_measure_mismatch", "unit_of_measure_unknown",
    "mixed_unit_of_measure", "unknown_unit_of_measure", "unknown_row", "unknown_indicator",
    "cells_below_table", "period_conflict", "period_not_found", "unknown_form", "ambiguous_form",
    }
)  # fmt: skip
_FILE_HEAD = ("文件", "结果", "版式", "读入行", "入库行", "退回行", "略过行", "非空格", "错误值格")
_PROBLEM_HEAD = ("文件", "工作表", "单元格", "处理", "说明", "原文", "规则", "问题编号")
_WIDTHS = (40, 14, 12, 8, 80, 24, 24, 14)


@dataclass(frozen=True)
class ToldFile:
    """One file of an import as the report lists it; the cells are those of ``_FILE_HEAD``."""

    cells: tuple[str | int, ...]


@dataclass(frozen=True)
class ToldProblem:
    """One problem as the report lists it, in the order of ``_PROBLEM_HEAD``."""

    file: str
    sheet: str
    cell: str
    severity: str
    text: str
    raw: str
    rule: str
    number: str

    @property
    def cells(self) -> tuple[str, ...]:
        """The cells of its row."""
        word = "退回" if self.severity == "error" else "提示"
        return (
            self.file, self.sheet, self.cell, word, self.text, self.raw, self.rule, self.number
        )  # fmt: skip


def write_report(
    files: Sequence[ToldFile], problems: Sequence[ToldProblem], folder: Path
) -> Path | None:
    """Write 问题报告.xlsx and 问题报告.txt into ``folder``; None where there is no problem."""
    if not problems:
        return None
    folder.mkdir(parents=True, exist_ok=True)
    target = folder / f"{NAME}.xlsx"
    # Written beside and moved over: what stands in the way, even a link, is not written through.
    beside, text = folder / f".{NAME}.xlsx", folder / f".{NAME}.txt"
    for path in (beside, text):
        path.unlink(missing_ok=True)
    drift = [problem for problem in problems if problem.rule in DRIFT]
    with xlsxwriter.Workbook(str(beside)) as book:
        _page(book, "文件", _FILE_HEAD, [file.cells for file in files])
        _page(book, "问题", _PROBLEM_HEAD, [problem.cells for problem in problems])
        if drift:
            _page(book, "表样变动", _PROBLEM_HEAD, [problem.cells for problem in drift])
    beside.replace(target)
    text.write_text(_text(problems, drift), encoding="utf-8-sig")
    text.replace(folder / f"{NAME}.txt")
    return target


def _page(
    book: xlsxwriter.Workbook, name: str, head: tuple[str, ...], rows: Sequence[Sequence[str | int]]
) -> None:
    page = book.add_worksheet(name)
    bold, wrapped = book.add_format({"bold": True}), book.add_format({"text_wrap": True})
    page.freeze_panes(1, 0)
    for column, (title, width) in enumerate(zip(head, (*_WIDTHS, 14), strict=False)):
        page.set_column(column, column, width)
        page.write_string(0, column, title, bold)
    for row, values in enumerate(rows, start=1):
        for column, value in enumerate(values):
            if isinstance(value, int):
                page.write_number(row, column, value)
            else:
                page.write_string(row, column, value[:32_000], wrapped)


def _text(problems: Sequence[ToldProblem], drift: Sequence[ToldProblem]) -> str:
    errors = sum(problem.severity == "error" for problem in problems)
    lines = [f"本次导入共有{len(problems)}处问题：退回{errors}处，提示{len(problems) - errors}处。"]
    if drift:
        lines.append(f"其中表样变动{len(drift)}处。")
    lines += [f"{p.cells[3]} {p.number} {' '.join(p.text.split())}" for p in problems]
    return "\r\n".join(lines) + "\r\n"
