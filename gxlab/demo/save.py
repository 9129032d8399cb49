"""把内存里的工作簿写成 xlsx、xls 或 csv;同样的内容每次写出的字节相同."""

from __future__ import annotations

import csv
import io
from datetime import UTC, datetime
from pathlib import Path

import xlsxwriter
import xlwt

from gxlab.demo.sheet import Book, Cell, Sheet

CREATED = datetime(2026, 1, 1, tzinfo=UTC).replace(tzinfo=None)
_XLS_WIDTH = 256


def save(book: Book, inbox: Path) -> Path:
    """写一个文件,返回其路径;格式由扩展名定.

    Raises:
        ValueError: 扩展名不在 xlsx、xls、csv、md 之内.
    """
    path = inbox / book.path
    path.parent.mkdir(parents=True, exist_ok=True)
    kind = path.suffix
    if kind == ".xlsx":
        _xlsx(book, path)
    elif kind == ".xls":
        _xls(book, path)
    elif kind == ".csv":
        _csv(book, path)
    elif kind == ".md":
        lines = [str(row[0] or "") for row in book.sheets[0].rows]
        path.write_bytes(("\n".join(lines) + "\n").encode())
    else:
        raise ValueError(f"文件“{book.path}”的扩展名应为 xlsx、xls、csv 或 md，现为“{kind}”")
    return path


def _xlsx(book: Book, path: Path) -> None:
    # 不落临时文件:四百来个小文件时省去一半的磁盘往返
    workbook = xlsxwriter.Workbook(str(path), {"in_memory": True})
    workbook.set_properties({"created": CREATED, "comments": "演示数据", "author": "示例市"})
    title = workbook.add_format({"bold": True, "font_size": 14, "align": "center"})
    header = workbook.add_format(
        {"bold": True, "align": "center", "valign": "vcenter", "text_wrap": True, "border": 1}
    )
    for sheet in book.sheets:
        target = workbook.add_worksheet(sheet.name)
        for k, width in enumerate(sheet.widths):
            target.set_column(k, k, width)
        for area in sheet.merges:
            style = header if sheet.head[0] <= area[0] < sheet.head[1] else title
            target.merge_range(*area, "", style if area[0] < sheet.head[1] else None)
        for r, row in enumerate(sheet.rows):
            style = title if r == 0 and sheet.head[0] else None
            if sheet.head[0] <= r < sheet.head[1]:
                style = header
            _xlsx_row(target, r, row, style)
    workbook.close()


def _xlsx_row(
    target: xlsxwriter.worksheet.Worksheet,
    r: int,
    row: tuple[Cell, ...],
    style: xlsxwriter.format.Format | None,
) -> None:
    number, string = target._write_number, target._write_string
    for c, value in enumerate(row):
        if value is None:
            continue
        if isinstance(value, str):
            string(r, c, value, style)
        else:
            number(r, c, value, style)


def _xls(book: Book, path: Path) -> None:
    workbook = xlwt.Workbook(encoding="utf-8")
    title = xlwt.easyxf("font: bold on, height 280; align: horiz centre")
    header = xlwt.easyxf(
        "font: bold on; align: horiz centre, vert centre, wrap on; "
        "borders: left thin, right thin, top thin, bottom thin"
    )
    plain = xlwt.easyxf("")
    for sheet in book.sheets:
        target = workbook.add_sheet(sheet.name)
        for k, width in enumerate(sheet.widths):
            target.col(k).width = int(width * _XLS_WIDTH)
        merged = {(a, b): (c, d) for a, b, c, d in sheet.merges}
        for r, row in enumerate(sheet.rows):
            style = title if r == 0 and sheet.head[0] else plain
            style = header if sheet.head[0] <= r < sheet.head[1] else style
            _xls_row(target, r, row, style, merged)
    workbook.save(str(path))


def _xls_row(
    target: xlwt.Worksheet,
    r: int,
    row: tuple[Cell, ...],
    style: xlwt.XFStyle,
    merged: dict[tuple[int, int], tuple[int, int]],
) -> None:
    for c, value in enumerate(row):
        end = merged.get((r, c))
        if end is not None:
            target.write_merge(r, end[0], c, end[1], value, style)
        elif value is not None:
            target.write(r, c, value, style)


def _csv(book: Book, path: Path) -> None:
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\r\n")
    sheet: Sheet = book.sheets[0]
    for row in sheet.rows:
        writer.writerow(["" if value is None else value for value in row])
    encoding = "gb18030" if book.form == "W14" else "utf-8-sig"
    path.write_bytes(buffer.getvalue().encode(encoding))
