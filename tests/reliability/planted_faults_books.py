"""Forms of text turned into real workbooks (成册): figures as numbers, errors as error cells."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path

import xlsxwriter

Rows = Sequence[Sequence[str | None]]

_FIGURE = re.compile(r"-?(?:0|[1-9][0-9]{0,14})(?:\.[0-9]{1,10})?")
_ERROR = re.compile(r"#(?:REF!|DIV/0!|N/A|VALUE!)")


def write(path: Path, sheets: Mapping[str, Rows], top: int = 0, left: int = 0) -> Path:
    """Write sheets of text as a sender's program would; ``#REF!`` becomes a formula's error."""
    with xlsxwriter.Workbook(str(path)) as book:
        for name, rows in sheets.items():
            page = book.add_worksheet(name)
            for i, row in enumerate(rows):
                for j, text in enumerate(row):
                    _put(page, top + i, left + j, text)
    return path


def _put(page: xlsxwriter.worksheet.Worksheet, row: int, column: int, text: str | None) -> None:
    if not text:
        return
    if _ERROR.fullmatch(text):
        page.write_formula(row, column, "=Z99/0", None, text)
    elif _FIGURE.fullmatch(text):
        page.write_number(row, column, float(text))
    elif re.fullmatch(r"[0-9.]+e\+1[5-9]", text):
        page.write_number(row, column, float(text))  # a code typed into a number cell
    else:
        page.write_string(row, column, text)
