"""How a table fits the paper (表幅): column widths, letter size, upright or sideways.

Widths are counted in em of the letter size: a Chinese character is one, a digit or letter half.
A column of numbers is never broken; words may be, as long as a cell stays within a few lines.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from gxlab.show.objects import Cell, Column, Figure, Light, Table

MM_PER_POINT = 25.4 / 72
_PADDING = 0.9
"""Em a cell needs beside its text."""
_NAME_LINES, _TEXT_LINES = 2, 4
"""How many lines a name or a text should need at most, where paper allows."""
_NAME = 24.0
"""Em up to which words are taken for a name."""
_NARROWEST = 3.0
SIZES = (10.5, 9.0, 7.5)
"""五号, 小五, 六号."""


@dataclass(frozen=True)
class Fit:
    """The letter size in points, whether the sheet lies sideways, column widths in millimetres."""

    size: float
    wide: bool
    widths: tuple[float, ...]


@dataclass(frozen=True)
class _Need:
    """The narrowest a column may be, and what it would like, in em."""

    least: float
    liked: float


def ems(text: str) -> float:
    """The width of a text in em.

    >>> ems("营收12.5")
    4.0
    """
    return sum(1.0 if unicodedata.east_asian_width(c) in "WFA" else 0.5 for c in text)


def shown(cell: Cell) -> str:
    """A cell's text as it is printed; — where there is none."""
    if cell is None:
        return "—"
    if isinstance(cell, Figure):
        return cell.text + cell.unit
    return cell.text if isinstance(cell, Light) else cell


def fit(table: Table, width: float, wide: float) -> Fit:
    """The largest letters that hold the table upright, else sideways; at worst it is squeezed."""
    needs = [_need(table, at, column) for at, column in enumerate(table.columns)]
    for size in SIZES[:2]:
        if _comfortable(needs, width / (size * MM_PER_POINT)):
            return fit_at(table, width, size)
    return fit_sideways(table, wide)


def fit_at(table: Table, across: float, size: float) -> Fit:
    """The widths of a table in letters of a given size, upright."""
    needs = [_need(table, at, column) for at, column in enumerate(table.columns)]
    return Fit(size, False, _widths(needs, across, across / (size * MM_PER_POINT)))


def fit_sideways(table: Table, wide: float) -> Fit:
    """The largest letters that hold the table on a sheet turned sideways."""
    needs = [_need(table, at, column) for at, column in enumerate(table.columns)]
    size = next(
        (size for size in SIZES[1:] if _comfortable(needs, wide / (size * MM_PER_POINT))),
        SIZES[-1],
    )
    return Fit(size, True, _widths(needs, wide, wide / (size * MM_PER_POINT)))


def _need(table: Table, at: int, column: Column) -> _Need:
    texts = [shown(row.cells[at]) for row in table.rows]
    longest = max((ems(text) for text in texts), default=0.0)
    head = ems(column.header[-1])
    unit = ems(f"（{column.unit}）") if column.unit else 0.0
    if column.align == "right":
        least = max(longest, unit, min(head, max(2.0, head / 3)))
        return _Need(least + _PADDING, max(least, min(head, 5.0)) + _PADDING)
    broken = longest / (_NAME_LINES if longest <= _NAME else _TEXT_LINES)
    least = max(min(longest, 4.0), broken, unit, min(head, 2.0), _NARROWEST if texts else 0)
    return _Need(min(least, 16.0) + _PADDING, max(longest, head) + _PADDING)


def _comfortable(needs: Sequence[_Need], room: float) -> bool:
    return sum(need.least for need in needs) <= room


def _widths(needs: Sequence[_Need], across: float, room: float) -> tuple[float, ...]:
    """Least widths first; what is left goes to the columns by what they still like."""
    if not needs:
        return ()
    least = sum(need.least for need in needs)
    if least >= room:
        return tuple(across * need.least / least for need in needs)
    wanted = sum(need.liked - need.least for need in needs)
    share = min(1.0, (room - least) / wanted) if wanted else 0.0
    ideal = [need.least + share * (need.liked - need.least) for need in needs]
    # A table spans the text: what nobody asked for is spread evenly.
    spare = (room - sum(ideal)) / len(ideal)
    return tuple(across * (em + spare) / room for em in ideal)
