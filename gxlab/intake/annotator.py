"""The limited child process that writes notes into a sender's workbook (批注进程).

Reads one JSON request a line: source, target, title and listing of a first sheet of problems, and
by sheet name the notes as [row, column, text]. The reader survived the file, yet the library that
keeps a sender's formats makes an object of every place: it may run out of memory, and dies here.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from gxlab.intake.limits import allow_cpu, limit_memory

CPU_SECONDS = 11

FAULT_COLOUR = "FFF2CC"


def main() -> None:
    """Answer requests until the input ends: ``done``, or ``no`` where the library could not."""
    limit_memory()
    for line in sys.stdin.buffer:
        allow_cpu(CPU_SECONDS)
        sys.stdout.buffer.write(b"done\n" if _done(json.loads(line)) else b"no\n")
        sys.stdout.buffer.flush()


def _done(request: dict[str, Any]) -> bool:
    try:
        _annotate(request)
    except (ValueError, LookupError, TypeError, AttributeError, OSError, ArithmeticError):
        return False  # files other programs wrote loosely; the plain copy says the same
    except MemoryError:
        return False
    return True


def _annotate(request: dict[str, Any]) -> None:
    import openpyxl
    from openpyxl.worksheet.worksheet import Worksheet

    with Path(request["source"]).open("rb") as file:
        workbook = openpyxl.load_workbook(file, data_only=True, keep_links=False)
    for name, notes in request["notes"].items():
        page = workbook[name]
        if isinstance(page, Worksheet):
            _comment(page, notes)
    page = workbook.create_sheet(request["title"], 0)
    for row, values in enumerate(request["listing"], start=1):
        for column, value in enumerate(values, start=1):
            cell = page.cell(row, column)
            cell.value = value
            cell.data_type = "s"
    workbook.active = 0
    workbook.save(request["target"])


def _comment(page: Any, notes: list[tuple[int, int, str]]) -> None:
    from openpyxl.comments import Comment
    from openpyxl.styles import PatternFill

    fill = PatternFill("solid", fgColor=FAULT_COLOUR)
    for row, column, text in notes:
        cell = page.cell(row + 1, column + 1)
        if cell.__class__.__name__ == "MergedCell":
            continue
        cell.fill = fill
        cell.comment = Comment(text, "gxlab", height=120, width=360)


if __name__ == "__main__":
    main()
