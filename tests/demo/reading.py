"""测试自己的读法:只用 calamine 和 csv,不经产品的读取代码."""

from __future__ import annotations

import csv
import json
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from python_calamine import CalamineWorkbook

from gxlab.demo.run import DemoSummary


@dataclass(frozen=True)
class Demo:
    """写好的演示目录."""

    root: Path
    summary: DemoSummary

    @property
    def inbox(self) -> Path:
        return self.root / "inbox"

    @property
    def planted(self) -> list[dict[str, str]]:
        found: list[dict[str, str]] = json.loads((self.root / "planted.json").read_text("utf-8"))
        return found

    def truth(self, name: str) -> list[dict[str, str]]:
        with (self.root / "truth" / f"{name}.csv").open(encoding="utf-8", newline="") as file:
            return list(csv.DictReader(file))

    def rows(self, path: str, sheet: str = "") -> list[list[str]]:
        """一张表的全部格子,文字形式,从 A1 起."""
        return read(self.inbox / path, sheet)


@cache
def read(path: Path, sheet: str) -> list[list[str]]:
    """读一张表;csv、md 当作只有一张表."""
    if path.suffix == ".csv":
        encoding = "gb18030" if "备案" in path.name else "utf-8-sig"
        with path.open(encoding=encoding, newline="") as file:
            return [list(row) for row in csv.reader(file)]
    if path.suffix == ".md":
        return [[line] for line in path.read_text("utf-8").splitlines()]
    book = CalamineWorkbook.from_path(str(path))
    found = book.get_sheet_by_name(sheet or book.sheet_names[0])
    return [[plain(cell) for cell in row] for row in found.to_python(skip_empty_area=False)]


def plain(cell: object) -> str:
    """整数不带小数点,其余按 repr."""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell)


def at(rows: list[list[str]], address: str) -> str:
    """`B7` 处的文字."""
    match = re.fullmatch(r"([A-Z]+)(\d+)", address)
    assert match, address
    column = 0
    for letter in match[1]:
        column = column * 26 + ord(letter) - 64
    row = rows[int(match[2]) - 1]
    return row[column - 1] if column <= len(row) else ""


def table(rows: list[list[str]], head: int, first: int) -> list[dict[str, str]]:
    """以第 head 行(从1数)为单行表头,从第 first 行到注行之前."""
    labels = rows[head - 1]
    return [
        dict(zip(labels, row, strict=True))
        for row in rows[first - 1 :]
        if not row[0].startswith("注:")
    ]


def paths(rows: list[list[str]], head: int) -> list[str]:
    """两行表头(第 head 行起)合成“上/下”,横向合并的上级向右沿用."""
    upper, lower = rows[head - 1], rows[head]
    found, current = [], ""
    for top, sub in zip(upper, lower, strict=True):
        current = top or current
        found.append(f"{current}/{sub}" if sub else current)
    return found
