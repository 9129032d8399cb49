"""One table on one sheet (工作表): title, period and source, head, rows, notes, print set-up."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

from xlsxwriter.utility import xl_rowcol_to_cell

from gxlab.publish.docx_fit import ems
from gxlab.publish.docx_text import plain
from gxlab.publish.xlsx_formulas import Along, Formula, formulas
from gxlab.publish.xlsx_looks import Looks
from gxlab.publish.xlsx_numbers import Entry, Grid, Number
from gxlab.publish.xlsx_sums import Sum
from gxlab.show.markup import header_rows
from gxlab.show.objects import Light

# Full-width forms included: Excel takes them for the others.
_STARTS = tuple("=+-@＝＋－＠\t\r")
_A4 = 9
_UPRIGHT_EMS = 46
"""Wider tables are printed sideways."""
_WIDEST = 42
_LINE, _HEAD_ROW = 13.0, 30.0
"""Points of a line of small letters, and of the head's last row: two lines."""
_SMALLER = 0.9
_LONGEST_TEXT = 32_767
"""Characters a cell may hold."""


def write_sheet(sheet: Any, looks: Looks, grid: Grid, title: str, lines: Sequence[str]) -> None:
    """Write a grid; ``lines`` stand between the title and the head."""
    widths = [_width(grid, at) for at in range(len(grid.columns))]
    for at, width in enumerate(widths):
        sheet.set_column(at, at, width)
    across = sum(widths)
    write_text(sheet, 0, 0, title, looks.title)
    for down, text in enumerate(lines, start=1):
        _across(sheet, down, len(widths), text, looks.wrapped, across)
    head = len(lines) + 1
    first = head + _head(sheet, looks, grid, head)
    found = formulas(grid)
    for down, row in enumerate(grid.rows):
        _row(sheet, looks, grid, row, down, first, found)
    below = first + max(len(grid.rows), 1)
    if not grid.rows:
        write_text(sheet, first, 0, grid.source.empty, looks.note)
    if grid.source.note:
        _across(sheet, below, len(widths), f"注：{grid.source.note}", looks.wrapped, across)
    _set_up(sheet, title, head, first, across)


def _across(sheet: Any, row: int, columns: int, text: str, look: Any, width: float) -> None:
    """A line over the table's whole width, as high as it needs: it must not widen the print."""
    if columns > 1:
        sheet.merge_range(row, 0, row, columns - 1, "", look)
    write_text(sheet, row, 0, text, look)
    lines = math.ceil(2 * ems(text) * _SMALLER / max(width, 1))
    sheet.set_row(row, _LINE * max(lines, 1))


def write_text(sheet: Any, row: int, column: int, text: str, look: Any) -> None:
    """A text as a text, whatever it begins with."""
    sheet.write_string(row, column, plain(text)[:_LONGEST_TEXT], look)


def starts_formula(text: str) -> bool:
    """Whether a text would become a formula once somebody edits its cell."""
    return text.startswith(_STARTS)


def formula_text(formula: Formula, row: int, column: int, first: int) -> str:
    """A formula as a sheet writes it; ``first`` is the sheet's row of the first entry."""

    def cell(down: int, across: int) -> str:
        return str(xl_rowcol_to_cell(first + down, across))

    if isinstance(formula, Sum):
        return f"=SUM({_ranges([(n, column) for n in formula.rows], cell)})"
    if isinstance(formula, Along):
        plus, minus = (
            f"SUM({_ranges([(row, n) for n in columns], cell)})" if columns else ""
            for columns in (formula.plus, formula.minus)
        )
        return f"={plus}-{minus}" if minus else f"={plus}"
    a, b = cell(row, formula.first), cell(row, formula.second)
    return {
        "minus": f"={a}-{b}",
        "ratio": f"={a}/{b}*100",
        "growth": f"=({a}/{b}-1)*100",
        "rise": f"={b}/({a}-{b})*100",
        "gap": f"=ROUND({a},{formula.decimals})-ROUND({b},{formula.decimals})",
    }[formula.form]


def _ranges(cells: Sequence[tuple[int, int]], cell: Any) -> str:
    """Neighbouring cells as ranges: B5:B9,B11."""
    runs: list[list[tuple[int, int]]] = []
    for place in cells:
        if runs and sum(place) - sum(runs[-1][-1]) == 1:
            runs[-1].append(place)
        else:
            runs.append([place])
    return ",".join(
        cell(*run[0]) if len(run) == 1 else f"{cell(*run[0])}:{cell(*run[-1])}" for run in runs
    )


def _head(sheet: Any, looks: Looks, grid: Grid, top: int) -> int:
    """The head's rows; how many there are."""
    rows = header_rows(grid.columns)
    taken: set[tuple[int, int]] = set()
    for level, cells in enumerate(rows):
        at = 0
        for cell in cells:
            while (level, at) in taken:
                at += 1
            text = f"{cell.text}（{cell.unit}）" if cell.unit else cell.text
            look = looks.head("center")
            last = (top + level + cell.rowspan - 1, at + cell.colspan - 1)
            if last == (top + level, at):
                write_text(sheet, *last, text, look)
            else:
                sheet.merge_range(top + level, at, *last, "", look)
                write_text(sheet, top + level, at, text, look)
            taken |= {(level + d, at + a) for d in range(cell.rowspan) for a in range(cell.colspan)}
        sheet.set_row(top + level, _HEAD_ROW if level == len(rows) - 1 else _LINE + 4)
    return len(rows)


def _row(
    sheet: Any,
    looks: Looks,
    grid: Grid,
    row: Sequence[Entry],
    down: int,
    first: int,
    found: Mapping[tuple[int, int], Formula],
) -> None:
    source = grid.emphases[down]
    strong = bool(source.emphasis)
    for across, entry in enumerate(row):
        column = grid.columns[across]
        if isinstance(entry, Number):
            look = looks.number(
                entry.decimals,
                thousands=entry.thousands,
                signed=entry.signed,
                strong=strong,
                unit=entry.unit,
            )
            if formula := found.get((down, across)):
                text = formula_text(formula, down, across, first)
                sheet.write_formula(first + down, across, text, look, float(entry.value))
            else:
                sheet.write_number(first + down, across, float(entry.value), look)
        elif isinstance(entry, Light):
            write_text(sheet, first + down, across, entry.text, looks.light(entry.level))
        else:
            level = 0 if across else source.level
            quoted = starts_formula(entry)
            look = looks.text(column.align, level=level, strong=strong, quoted=quoted)
            write_text(sheet, first + down, across, entry, look)


def _set_up(sheet: Any, title: str, head: int, first: int, across: float) -> None:
    sheet.freeze_panes(first, 1)
    sheet.repeat_rows(head, first - 1)
    sheet.set_paper(_A4)
    if across > 2 * _UPRIGHT_EMS:
        sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.set_margins(left=0.5, right=0.5, top=0.7, bottom=0.7)
    sheet.set_footer("&C— &P —")
    sheet.hide_gridlines(2)


def _width(grid: Grid, at: int) -> float:
    """In characters of a digit's width; heads stand in two lines, long texts wrap."""
    column = grid.columns[at]
    unit = ems(f"（{column.unit}）") if column.unit else 0
    longest = max((ems(_shown(row[at])) for row in grid.rows), default=0)
    needed = max(longest, unit, (ems(column.header[-1]) + unit) / 2 + 1.5)
    return float(min(max(2 * needed + 1.5, 6), _WIDEST))


def _shown(entry: Entry) -> str:
    if isinstance(entry, Number):
        return f"{entry.value:+,.{entry.decimals}f}{entry.unit}"
    return entry.text if isinstance(entry, Light) else entry
