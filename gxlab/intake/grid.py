"""A workbook as text with addresses (网格): every cell exactly as written, nothing typed yet.

Typing comes later, by a declared layout: guessing types from the first rows is how late text cells
and long codes get lost. Numbers of a workbook appear as their shortest exact text ("1203.4",
whole numbers without ".0"); whole numbers of 16 digits and more in scientific form, because the
workbook itself no longer holds their last digits; dates as ISO text; percent-formatted numbers of
an xlsx as the reader of the sheet sees them ("6.2%").
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

Cell = tuple[int, int]
"""Absolute (row, column) counted from 0, so that (0, 0) is A1."""

Visibility = Literal["visible", "hidden", "very_hidden"]


class Unreadable(ValueError):
    """The file cannot be read as a table (文件读不出来); the text says why and what to do.

    ``rule`` is the problem's id, in snake case.
    """

    def __init__(self, rule: str, text: str) -> None:
        super().__init__(text)
        self.rule = rule
        self.text = text


def column_letters(column: int) -> str:
    """The letters of a column counted from 0 (列号).

    >>> column_letters(0), column_letters(25), column_letters(26), column_letters(16383)
    ('A', 'Z', 'AA', 'XFD')
    """
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def address(row: int, column: int) -> str:
    """The A1 address of a cell counted from 0 (单元格地址).

    >>> address(11, 3)
    'D12'
    """
    return f"{column_letters(column)}{row + 1}"


@dataclass(frozen=True)
class Sheet:
    """One worksheet (工作表).

    ``rows[i][j]`` is the text of the cell in row ``top + i`` and column ``left + j``, None where
    the cell is empty or blank. ``merges`` are (first row, first column, last row, last column),
    absolute. ``error_cells`` hold #N/A, #REF! and the like; ``formulas_without_value`` were never
    calculated and would otherwise look empty. ``hidden_rows`` (隐藏行)
    are not shown by Excel. ``date1904``: its day numbers count from 1904.
    """

    name: str
    rows: list[list[str | None]]
    top: int = 0
    left: int = 0
    merges: tuple[tuple[int, int, int, int], ...] = ()
    visible: Visibility = "visible"
    error_cells: frozenset[Cell] = frozenset()
    formulas_without_value: frozenset[Cell] = frozenset()
    hidden_rows: frozenset[int] = frozenset()
    date1904: bool = False
    cells: int = field(default=-1, init=False)

    def __post_init__(self) -> None:
        filled = 0
        for row in self.rows:
            for j, text in enumerate(row):
                if text is None:
                    continue
                if not text or text.isspace():
                    row[j] = None
                else:
                    filled += 1
        object.__setattr__(self, "cells", filled)

    @cached_property
    def bottom(self) -> int:
        """The first row below the data."""
        return self.top + len(self.rows)

    @cached_property
    def right(self) -> int:
        """The first column to the right of the data."""
        return self.left + max((len(row) for row in self.rows), default=0)

    def at(self, row: int, column: int) -> str | None:
        """The text at an absolute position; None where there is nothing."""
        i, j = row - self.top, column - self.left
        if i < 0 or j < 0 or i >= len(self.rows) or j >= len(self.rows[i]):
            return None
        return self.rows[i][j]

    def column(self, index: int) -> list[str | None]:
        """The texts of an absolute column, one for each of ``rows``."""
        j = index - self.left
        return [row[j] if 0 <= j < len(row) else None for row in self.rows]

    def non_empty(self) -> Iterator[Cell]:
        """Every cell that holds more than blanks, row by row."""
        for i, row in enumerate(self.rows):
            for j, text in enumerate(row):
                if text is not None:
                    yield self.top + i, self.left + j


@dataclass(frozen=True)
class Grid:
    """All sheets of a file, in its order. A csv is one sheet named after nothing ("")."""

    sheets: tuple[Sheet, ...]
