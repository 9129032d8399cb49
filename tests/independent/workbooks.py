"""直接读收件目录里的工作簿:一格一格,数按文件里的最短写法成为十进制数.

这里重新实现读表,不用产品的任何代码;表样只依据 docs/forms.md.
"""

from __future__ import annotations

import csv
import io
import re
from decimal import Decimal
from functools import lru_cache
from pathlib import Path

from python_calamine import CalamineWorkbook

Cell = str | Decimal | None
Grid = list[list[Cell]]
_NOTHING = {"", "-", "—", "--", "…"}


@lru_cache(maxsize=64)
def grid(path: Path, sheet: str | None = None) -> Grid:
    """一张工作表,自 A1 起;空格子为 None."""
    book = CalamineWorkbook.from_path(str(path))
    name = sheet or book.sheet_names[0]
    rows = book.get_sheet_by_name(name).to_python(skip_empty_area=False)
    return [[_cell(value) for value in row] for row in rows]


def sheet_names(path: Path) -> list[str]:
    """工作簿里的工作表名."""
    return list(CalamineWorkbook.from_path(str(path)).sheet_names)


def _cell(value: object) -> Cell:
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, (int, float)):
        number = Decimal(repr(value))
        return number.to_integral() if number == number.to_integral() else number
    text = str(value)
    return text if text.strip() else None


@lru_cache(maxsize=16)
def csv_rows(path: Path, encoding: str) -> list[dict[str, str]]:
    """带表头的 csv."""
    text = path.read_bytes().decode(encoding)
    return list(csv.DictReader(io.StringIO(text)))


@lru_cache(maxsize=256)
def table(
    path: Path, sheet: str | None, first: str, depth: int
) -> list[tuple[int, dict[str, Cell]]]:
    """(行号, {表头路径: 格子}):表头以 ``first`` 开头的那一行起 ``depth`` 行,“注:”行止.

    上一级表头横向合并,所以空着的上级取左边的;首级纵向合并,所以下级可空.
    """
    rows = grid(path, sheet)
    top = next(n for n, row in enumerate(rows) if row and row[0] == first)
    heads = _paths(rows[top : top + depth])
    found = []
    for number in range(top + depth, len(rows)):
        row = rows[number]
        lead = row[0] if row else None
        if isinstance(lead, str) and lead.startswith("注"):
            break
        if all(cell is None for cell in row):
            continue
        found.append((number + 1, dict(zip(heads, row, strict=False))))
    return found


def _paths(rows: Grid) -> list[str]:
    """表头路径“上/下”:上级空着的取左边的(横向合并),下级空着的只写上级(纵向合并)."""
    top, below = rows[0], rows[-1]
    paths: list[str] = []
    current = ""
    for column in range(max(len(row) for row in rows)):
        upper = top[column] if column < len(top) else None
        lower = below[column] if column < len(below) and len(rows) > 1 else None
        current = text(upper) if upper is not None else current
        paths.append(f"{current}/{text(lower)}" if lower is not None else current)
    return paths


def number(cell: Cell) -> Decimal | None:
    """一格里的数;空白和缺数符号为 None,读不懂的报错(调用处决定怎么办)."""
    if cell is None or isinstance(cell, Decimal):
        return cell
    text = cell.strip().replace(",", "").replace("−", "-")
    if text in _NOTHING:
        return None
    if text == "持平":
        return Decimal(0)
    if times := re.fullmatch(r"(-?[\d.]+)倍", text):
        return Decimal(times[1]) * 100
    return Decimal(text)


def text(cell: Cell) -> str:
    """一格里的字;数去掉多余的零."""
    return "" if cell is None else str(cell).strip()
