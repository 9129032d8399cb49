"""按名单取数 as a workbook (工作簿): numbers as numbers, text as text, headers in Chinese.

Texts are always written as text cells: a name that begins with = + - @ is never a formula.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any

import xlsxwriter

from gxlab.measures.list_extract import STATISTICS, Asked, Extract, Taken, statistic
from gxlab.reference.indicators import indicator
from gxlab.show.pages import is_demo
from gxlab.show.widgets_lists_view import division, place, state
from gxlab.warehouse.desk import Desk

FIRST = ("行", "名单所写", "比对", "企业名称", "统一社会信用代码", "属地", "行业")
WIDTHS = (5, 30, 11, 32, 22, 12, 22)
SOURCES = (
    "行",
    "企业名称",
    "指标",
    "报告期",
    "本期",
    "上年同期",
    "文件",
    "工作表",
    "单元格",
    "同期单元格",
)
MATCHES = ("行", "名单所写", "比对", "企业名称", "统一社会信用代码", "说明")
# Workbooks of the same request are the same bytes; when it was saved stands on the disk.
_CREATED = datetime(2000, 1, 1)
_FONT = {"font_name": "宋体", "font_size": 10.5}


def workbook(found: Extract, desk: Desk) -> bytes:
    """The result, how each line was matched, and the cell each number came from; three sheets."""
    held = io.BytesIO()
    book = xlsxwriter.Workbook(
        held, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False,
               "strings_to_numbers": False}
    )  # fmt: skip
    book.set_properties({"title": "按名单取数", "created": _CREATED})
    looks = _Looks(book)
    _result(book.add_worksheet("取数结果"), looks, found, desk)
    _matches(book.add_worksheet("比对情况"), looks, found)
    _sources(book.add_worksheet("数据来源"), looks, found)
    book.close()
    return held.getvalue()


class _Looks:
    """The formats of one workbook (单元格样式)."""

    def __init__(self, book: Any) -> None:
        self._book, self._numbers = book, dict[int, Any]()
        line = {**_FONT, "border": 1, "border_color": "#C3CBCF"}
        self.title = book.add_format({**_FONT, "font_size": 14, "bold": True})
        self.note = book.add_format({**_FONT, "font_color": "#5A656B"})
        self.head = book.add_format(
            {**line, "bold": True, "bg_color": "#EEF5F7", "align": "center", "valign": "vcenter",
             "text_wrap": True}
        )  # fmt: skip
        self.text = book.add_format({**line, "num_format": "@"})
        self._line = line

    def number(self, decimals: int) -> Any:
        """Thousands and a fixed number of decimals."""
        if decimals not in self._numbers:
            shown = "#,##0" + ("." + "0" * decimals if decimals else "")
            self._numbers[decimals] = self._book.add_format({**self._line, "num_format": shown})
        return self._numbers[decimals]


def _result(sheet: Any, looks: _Looks, found: Extract, desk: Desk) -> None:
    demo = "（演示数据）" if is_demo(desk) else ""
    sheet.write_string(0, 0, f"按名单取数结果{demo}", looks.title)
    said = f"{desk.units.root.name}，快照{desk.snapshot or '未编号'}；共{len(found.rows)}行"
    sheet.write_string(1, 0, f"{said}；空格表示没有数。", looks.note)
    top = 2
    labels = ("指标", "报告期", "项目", "计量单位", "来源")
    for at, (name, width) in enumerate(zip(FIRST, WIDTHS, strict=True)):
        sheet.set_column(at, at, width)
        sheet.merge_range(top, at, top + len(labels) - 1, at, name, looks.head)
    for at, column in enumerate(found.columns, start=len(FIRST)):
        sheet.set_column(at, at, 15)
        for down, text in enumerate(_head(column, at - len(FIRST), found)):
            sheet.write_string(top + down, at, text, looks.head)
    first = top + len(labels)
    for down, row in enumerate(found.rows):
        _result_row(sheet, looks, first + down, row, found, desk)
    sheet.freeze_panes(first, 4)


def _head(column: Asked, at: int, found: Extract) -> tuple[str, ...]:
    rows = [row.readings[at] for row in found.rows]
    kinds = {f"{r.row.source_kind}（{r.row.status}）" for r in rows if r and r.row.source_kind}
    statistic_name = STATISTICS[column.statistic]
    return (column.name, column.when, statistic_name, column.measure, "、".join(sorted(kinds)))


def _result_row(sheet: Any, looks: _Looks, at: int, row: Taken, found: Extract, desk: Desk) -> None:
    line = row.line
    name, code = (line.firm.name, line.firm.code) if line.firm else ("", "")
    sheet.write_number(at, 0, line.number, looks.number(0))
    texts = (line.text, state(line), name, code, place(line, desk), division(line))
    _texts(sheet, looks, at, 1, texts)
    for across, (reading, column) in enumerate(
        zip(row.readings, found.columns, strict=True), start=len(FIRST)
    ):
        _number(sheet, looks, at, across, statistic(reading, column), _decimals(column))


def _matches(sheet: Any, looks: _Looks, found: Extract) -> None:
    _header(sheet, looks, MATCHES, (5, 34, 12, 34, 22, 60))
    for at, row in enumerate(found.rows, start=1):
        line = row.line
        name, code = (line.firm.name, line.firm.code) if line.firm else ("", "")
        offered = "；".join(f"{c.firm.name} {c.firm.code} 相似度{c.score}" for c in line.candidates)
        note = "；候选：".join(p for p in (line.note, offered) if p) if offered else line.note
        sheet.write_number(at, 0, line.number, looks.number(0))
        _texts(sheet, looks, at, 1, (line.text, state(line), name, code, note))


def _sources(sheet: Any, looks: _Looks, found: Extract) -> None:
    _header(sheet, looks, SOURCES, (5, 32, 18, 16, 14, 14, 34, 16, 9, 11))
    at = 0
    for row in found.rows:
        seen: set[Any] = set()
        for reading, column in zip(row.readings, found.columns, strict=True):
            if reading is None or reading.key in seen:
                continue
            seen.add(reading.key)
            at += 1
            sheet.write_number(at, 0, row.line.number, looks.number(0))
            _texts(sheet, looks, at, 1, (reading.row.name, column.name, column.when))
            places = indicator(column.indicator).decimals
            _number(sheet, looks, at, 4, reading.row.value, places)
            _number(sheet, looks, at, 5, reading.row.base, places)
            source = reading.source
            told = (source.file, source.sheet, source.cell, source.base_cell)
            _texts(sheet, looks, at, 6, told)


def _header(sheet: Any, looks: _Looks, names: Sequence[str], widths: Sequence[int]) -> None:
    for at, (name, width) in enumerate(zip(names, widths, strict=True)):
        sheet.set_column(at, at, width)
        sheet.write_string(0, at, name, looks.head)
    sheet.freeze_panes(1, 0)


def _texts(sheet: Any, looks: _Looks, at: int, first: int, texts: Sequence[str]) -> None:
    for across, text in enumerate(texts, start=first):
        sheet.write_string(at, across, text, looks.text)


def _number(
    sheet: Any, looks: _Looks, at: int, across: int, value: Decimal | None, decimals: int
) -> None:
    if value is None:
        sheet.write_blank(at, across, None, looks.text)
    else:
        sheet.write_number(at, across, float(value), looks.number(decimals))


def _decimals(column: Asked) -> int:
    return 1 if column.statistic == "growth_yoy_pct" else indicator(column.indicator).decimals
