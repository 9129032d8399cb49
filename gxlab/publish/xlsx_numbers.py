"""Table cells as a workbook holds them (单元格数值): numbers as numbers, places apart.

Inside the bureau a cell holds the whole figure and shows the printed digits; an outward edition
holds the printed digits only, because what lies behind them may tell more than the table.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal, InvalidOperation

from gxlab.reference.numbers import MINUS, round_half_away
from gxlab.show.objects import Cell, Column, Figure, Light, Row, Table

_PLACED = re.compile(r"^(?P<number>[^（）]+)（(?P<place>\d+)）$")
_NUMBER = re.compile(r"^[+\-−]?[\d,]+(?:\.\d+)?$")
_MEASURED = re.compile(r"^(?P<number>[+\-−]?[\d,]+(?:\.\d+)?)(?P<unit>[^\d\s.,（）]{1,4})$")
# A figure is kept in the catalogue's unit and printed in 亿元, 万人 …: a factor of ten thousand.
_SHIFTS = (0, -4)
_PLACE = ".place"


@dataclass(frozen=True)
class Number:
    """A number with what is shown of it: decimals, thousands, and a plus sign where one is due.

    ``indicator`` is that of its coordinate, "" where it has none; ``unit`` is printed behind it
    where rows of a column differ in their unit of measure.
    """

    value: Decimal
    decimals: int
    thousands: bool
    signed: bool
    indicator: str = ""
    unit: str = ""


Entry = Number | Light | str


@dataclass(frozen=True)
class Grid:
    """A table ready for a sheet: columns with those of places beside theirs, entries by row."""

    columns: tuple[Column, ...]
    rows: tuple[tuple[Entry, ...], ...]
    source: Table

    def is_place(self, at: int) -> bool:
        """Whether a column holds places (位次), which are no quantities."""
        return self.columns[at].key.endswith(_PLACE)

    @property
    def emphases(self) -> tuple[Row, ...]:
        """The rows the entries come from, for their level and emphasis."""
        return self.source.rows


def grid(table: Table, *, whole: bool) -> Grid:
    """The entries of a table; ``whole`` keeps the digits behind the printed ones."""
    placed = [_has_places(table, at) for at in range(len(table.columns))]
    columns: list[Column] = []
    for column, has in zip(table.columns, placed, strict=True):
        columns += _columns(column) if has else [column]
    rows = tuple(_entries(row.cells, table.columns, placed, whole) for row in table.rows)
    return Grid(tuple(columns), rows, table)


def number(text: str, full: str | None = None) -> Number | None:
    """The number a printed text says, with the digits of ``full`` where they are of that number.

    >>> number("227.62", "2276215.2").value, number("—"), number("+1,204").signed
    (Decimal('227.62152'), None, True)
    """
    if not _NUMBER.match(text):
        return None
    printed = Decimal(text.replace(",", "").replace(MINUS, "-"))
    decimals = len(text.partition(".")[2])
    value = printed if full is None else _behind(printed, decimals, full)
    return Number(value, decimals, "," in text, text.startswith("+"))


def _behind(printed: Decimal, decimals: int, full: str) -> Decimal:
    try:
        whole = Decimal(full)
    except InvalidOperation:
        return printed
    for shift in _SHIFTS:
        moved = whole.scaleb(shift)
        if round_half_away(moved, decimals) == printed:
            return moved
    return printed


def _has_places(table: Table, at: int) -> bool:
    cells = (row.cells[at] for row in table.rows)
    return any(isinstance(cell, Figure) and _PLACED.match(cell.text) for cell in cells)


def _columns(column: Column) -> list[Column]:
    """The head without 位次, and a column for the places under the same spanner."""
    *above, own = column.header
    name = own.replace("（位次）", "")
    return [
        Column(column.key, (*above, name), column.unit, column.align),
        Column(column.key + _PLACE, (*above, f"{name}位次"), "", "right"),
    ]


def _entries(
    cells: Sequence[Cell], columns: Sequence[Column], placed: Sequence[bool], whole: bool
) -> tuple[Entry, ...]:
    entries: list[Entry] = []
    for cell, column, has in zip(cells, columns, placed, strict=True):
        found = _PLACED.match(cell.text) if has and isinstance(cell, Figure) else None
        text = found["number"] if found else None
        entries.append(_entry(cell, column, whole, text))
        if has:
            entries.append((number(found["place"]) or "—") if found else "—")
    return tuple(entries)


def _entry(cell: Cell, column: Column, whole: bool, text: str | None) -> Entry:
    if cell is None:
        return "—"
    if isinstance(cell, Light):
        return cell
    if isinstance(cell, Figure):
        return _figure(cell, cell.text if text is None else text, whole)
    return (number(cell) or cell) if column.align == "right" else cell


def _figure(cell: Figure, said: str, whole: bool) -> Entry:
    """A figure as a number; its unit stands behind the text, or within it (−2户, 1.6倍)."""
    split = _MEASURED.match(said)
    digits, unit = (split["number"], split["unit"]) if split else (said, cell.unit)
    found = number(digits, cell.value if whole else None)
    if found is None:
        return said + cell.unit
    return replace(found, indicator=cell.ref.partition("|")[0], unit=unit)
