"""The sender's own workbook back, with a note on every cell at fault (退回件).

What is written is inert: texts that begin like a formula stay texts, and nothing of the sender's
macros or links is carried over.
"""

from __future__ import annotations

import re
import zipfile
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType

import xlsxwriter

from gxlab.intake.annotator import FAULT_COLOUR
from gxlab.intake.child import Child, Died
from gxlab.intake.grid import Cell, Grid, Sheet, Unreadable
from gxlab.intake.model import Problem
from gxlab.intake.precheck import column_number
from gxlab.intake.reader import Reader
from gxlab.reference.file_names import file_stem

_CELL = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")
_ROW = re.compile(r"([0-9]{1,7}):\1")
_COLUMN = re.compile(r"([A-Z]{1,3}):\1")
_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]{0,14})(?:\.[0-9]{1,14})?")
_MAX_NOTE = 900
_MAX_CELLS = 200_000
_ANNOTATE_SECONDS = 12
_READ_AGAIN_SECONDS = 10.0


class Annotator:
    """Writes marked copies (退回件); a context manager that ends its child processes."""

    def __init__(self) -> None:
        self._reader = Reader(_READ_AGAIN_SECONDS)
        self._child = Child("gxlab.intake.annotator", _ANNOTATE_SECONDS)

    def __enter__(self) -> Annotator:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._reader.close()
        self._child.close()

    def annotate(
        self, source: Path, file_name: str, problems: Sequence[Problem], folder: Path
    ) -> Path | None:
        """Write 退回_<name>.xlsx into ``folder``; None where the file cannot be read as a table.

        ``source`` is the archived file. An xlsx comes back as the sender drew it, formulas as
        values; any other file as a plain workbook of its texts. Cells at fault are coloured and
        carry a comment (what, why, what to do); the first sheet lists every problem.
        """
        try:
            grid = self._reader.read(source)
        except Unreadable:
            return None
        folder.mkdir(parents=True, exist_ok=True)
        target = folder / f"退回_{file_stem(Path(file_name).stem)}_{source.name[:6]}.xlsx"
        # Written beside and moved over: what stands in the way, even a link, is not
        # written through.
        beside = target.with_name(f".{target.name}")
        beside.unlink(missing_ok=True)
        small = sum(sheet.cells for sheet in grid.sheets) <= _MAX_CELLS
        if not (small and self._original(source, grid, problems, beside)):
            beside.unlink(missing_ok=True)
            write_plain(grid, problems, beside)
        return beside.replace(target)

    def _original(
        self, source: Path, grid: Grid, problems: Sequence[Problem], target: Path
    ) -> bool:
        """A copy of an xlsx with its formats; False where the library cannot open or write it."""
        # The library makes an object of every place that merged cells cover.
        if _merged(grid) > _MAX_CELLS or not zipfile.is_zipfile(source):
            return False
        notes = {
            sheet.name: [[*cell, text] for cell, text in notes_by_cell(sheet, problems).items()]
            for sheet in grid.sheets
        }
        title = _free_name([sheet.name for sheet in grid.sheets])
        request = {"title": title, "listing": _listing(problems), "notes": notes}
        try:
            line = self._child.ask({"source": str(source), "target": str(target), **request})
        except Died:
            return False
        return line == b"done\n"


def annotate(
    source: Path, file_name: str, problems: Sequence[Problem], folder: Path
) -> Path | None:
    """One marked copy; see :meth:`Annotator.annotate`."""
    with Annotator() as annotator:
        return annotator.annotate(source, file_name, problems, folder)


def _merged(grid: Grid) -> int:
    """How many places merged cells cover."""
    return sum(
        (bottom - top + 1) * (right - left + 1)
        for sheet in grid.sheets
        for top, left, bottom, right in sheet.merges
    )


def notes_by_cell(sheet: Sheet, problems: Sequence[Problem]) -> dict[Cell, str]:
    """The comment of each cell at fault; a whole row or column is told at its first cell."""
    notes: dict[Cell, list[str]] = defaultdict(list)
    for problem in problems:
        if problem.sheet == sheet.name and (cell := _cell_of(sheet, problem.cell)):
            notes[cell].append(problem.text)
    return {cell: "\n".join(texts)[:_MAX_NOTE] for cell, texts in sorted(notes.items())}


def _cell_of(sheet: Sheet, text: str) -> Cell | None:
    if found := _CELL.fullmatch(text):
        return int(found[2]) - 1, column_number(found[1].encode()) - 1
    if found := _ROW.fullmatch(text):
        row = int(found[1]) - 1
        filled = (c for c in range(sheet.left, sheet.right) if sheet.at(row, c))
        return row, next(filled, sheet.left)
    if found := _COLUMN.fullmatch(text):
        column = column_number(found[1].encode()) - 1
        filled = (r for r in range(sheet.top, sheet.bottom) if sheet.at(r, column))
        return next(filled, sheet.top), column
    return None


def _listing(problems: Sequence[Problem]) -> list[tuple[str, str, str, str, str]]:
    words = {"error": "退回", "warning": "提示"}
    head = ("工作表", "单元格", "处理", "说明", "原文")
    return [head, *((p.sheet, p.cell, words[p.severity], p.text, p.raw or "") for p in problems)]


def _free_name(taken: Sequence[str]) -> str:
    names = ("问题清单", *(f"问题清单{n}" for n in range(2, 99)))
    return next(name for name in names if name not in taken)


def write_plain(grid: Grid, problems: Sequence[Problem], target: Path) -> None:
    """A plain workbook of the texts as read, annotated; of large files only the rows at fault."""
    small = sum(sheet.cells for sheet in grid.sheets) <= _MAX_CELLS
    with xlsxwriter.Workbook(str(target)) as workbook:
        fault = workbook.add_format({"bg_color": f"#{FAULT_COLOUR}"})
        names = [sheet.name for sheet in grid.sheets]
        page = workbook.add_worksheet(_free_name(names))
        for row, values in enumerate(_listing(problems)):
            for column, value in enumerate(values):
                page.write_string(row, column, value)
        taken = {page.name.casefold()}
        for number, sheet in enumerate(grid.sheets, start=1):
            title = _sheet_title(sheet.name, number)
            page = workbook.add_worksheet(f"数据{number}" if title.casefold() in taken else title)
            taken.add(page.name.casefold())
            _write_sheet(page, sheet, notes_by_cell(sheet, problems), fault, whole=small)


def _sheet_title(name: str, number: int) -> str:
    """A name Excel takes; a csv has none."""
    cleaned = re.sub(r"[\[\]:*?/\\\\]|^'|'$", "", name)[:31]
    return cleaned or ("数据" if number == 1 else f"数据{number}")


def _write_sheet(
    page: xlsxwriter.worksheet.Worksheet,
    sheet: Sheet,
    notes: dict[Cell, str],
    fault: xlsxwriter.format.Format,
    *,
    whole: bool,
) -> None:
    rows_at_fault = {row for row, _ in notes}
    for row, column in sheet.non_empty():
        if not whole and row not in rows_at_fault:
            continue
        text = sheet.at(row, column) or ""
        style = fault if (row, column) in notes else None
        if _NUMBER.fullmatch(text):
            page.write_number(row, column, float(text), style)
        else:
            page.write_string(row, column, text, style)
    for (row, column), text in notes.items():
        page.write_comment(row, column, text, {"x_scale": 3, "y_scale": 1.5})
