"""Bookkeeping while a file is read (读表记账): problems, refused rows, and every cell's fate."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Literal

from gxlab.intake.grid import Sheet, address
from gxlab.intake.model import Problem, Severity, SheetCount
from gxlab.intake.place import cell_place

Fate = Literal[1, 2, 3]
IGNORED: Fate = 1
STORED: Fate = 2
REFUSED: Fate = 3


@dataclass
class CellLedger:
    """The fate of each cell of one sheet; the gravest one counts (0 = in no declared place)."""

    sheet: Sheet
    fates: bytearray = field(init=False)
    width: int = field(init=False)

    def __post_init__(self) -> None:
        self.width = max(self.sheet.right - self.sheet.left, 1)
        self.fates = bytearray(self.width * len(self.sheet.rows))

    def mark(self, row: int, column: int, fate: Fate) -> None:
        """Give one cell a fate unless it has a graver one."""
        at = (row - self.sheet.top) * self.width + column - self.sheet.left
        if self.fates[at] < fate:
            self.fates[at] = fate

    def mark_cells(self, rows: Sequence[int], columns: Sequence[int], fate: Fate) -> None:
        """Give the same columns of many rows a fate."""
        fates, left = self.fates, self.sheet.left
        places = [column - left for column in columns]
        for row in rows:
            start = (row - self.sheet.top) * self.width
            for place in places:
                if fates[start + place] < fate:
                    fates[start + place] = fate

    def mark_row(self, row: int, fate: Fate) -> None:
        """Give all cells of a row a fate."""
        start = (row - self.sheet.top) * self.width
        for at in range(start, start + self.width):
            self.fates[at] = max(self.fates[at], fate)

    def count(self) -> SheetCount:
        """What became of every non-empty cell."""
        sums = [0, 0, 0, 0]
        for i, row in enumerate(self.sheet.rows):
            start = i * self.width
            for j, text in enumerate(row):
                if text is not None:
                    sums[self.fates[start + j]] += 1
        return SheetCount(
            name=self.sheet.name,
            cells=self.sheet.cells,
            error_cells=len(self.sheet.error_cells),
            formulas_without_value=len(self.sheet.formulas_without_value),
            stored=sums[STORED],
            refused=sums[REFUSED],
            ignored=sums[IGNORED],
            undeclared=sums[0],
        )


@dataclass
class Findings:
    """What is collected while the sheets of one file are read."""

    file_name: str
    ledgers: dict[str, CellLedger]
    problems: list[Problem] = field(default_factory=list)
    data_rows: set[tuple[str, int]] = field(default_factory=set)
    passed_rows: set[tuple[str, int]] = field(default_factory=set)
    refused_rows: set[tuple[str, int]] = field(default_factory=set)
    kept_rows: set[tuple[str, int]] = field(default_factory=set)
    told_units: set[tuple[str, str, str]] = field(default_factory=set)
    claims: list[tuple[str, list[int], list[int]]] = field(default_factory=list)
    """Sheet, columns that carry data, and data rows, for each block."""

    def refuse(
        self, sheet: str, row: int, column: int | None, rule: str, text: str, raw: str | None
    ) -> None:
        """Refuse a whole row for a reason: nothing of it is stored."""
        self.refused_rows.add((sheet, row))
        self._add(sheet, row, column, rule, "error", text + "；本行整行未入库", raw)

    def warn(
        self, sheet: str, row: int, column: int | None, rule: str, text: str, raw: str | None
    ) -> None:
        """Name something doubtful; the row is stored."""
        self._add(sheet, row, column, rule, "warning", text, raw)

    def warn_sheet(
        self, sheet: str, rule: str, text: str, cell: str = "", raw: str | None = None
    ) -> None:
        """Name something doubtful about a whole sheet or column."""
        where = f"文件“{self.file_name}”" + (f"工作表“{sheet}”" if sheet else "")
        self.problems.append(Problem(sheet, cell, rule, "warning", f"{where}{cell}：{text}", raw))

    def _add(
        self,
        sheet: str,
        row: int,
        column: int | None,
        rule: str,
        severity: Severity,
        text: str,
        raw: str | None,
    ) -> None:
        cell = address(row, column) if column is not None else f"{row + 1}:{row + 1}"
        where = cell_place(self.file_name, sheet, row, column)
        self.problems.append(Problem(sheet, cell, rule, severity, f"{where}：{text}", raw))

    def settle(self) -> tuple[SheetCount, ...]:
        """Turn the fates of rows into fates of cells, and count."""
        for sheet, columns, rows in self.claims:
            by_fate: dict[Fate, list[int]] = {IGNORED: [], STORED: [], REFUSED: []}
            for row in rows:
                kept = STORED if (sheet, row) in self.kept_rows else IGNORED
                by_fate[REFUSED if (sheet, row) in self.refused_rows else kept].append(row)
            for fate, of_fate in by_fate.items():
                self.ledgers[sheet].mark_cells(of_fate, columns, fate)
        return tuple(ledger.count() for ledger in self.ledgers.values())

    def row_counts(self) -> tuple[int, int, int, int]:
        """Rows read, stored, refused, ignored."""
        refused = self.refused_rows & (self.data_rows | self.passed_rows)
        stored = self.kept_rows - refused
        read = self.data_rows | self.passed_rows
        return len(read), len(stored), len(refused), len(read) - len(stored) - len(refused)


def problem_order(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Errors first, then by place, so that a list reads the same every time."""
    return tuple(
        sorted(
            set(problems), key=lambda p: (p.severity, p.sheet, _cell_key(p.cell), p.rule, p.text)
        )
    )


def _cell_key(cell: str) -> tuple[int, int, str]:
    letters = "".join(c for c in cell if c.isalpha())
    digits = "".join(c for c in cell.split(":")[0] if c.isdigit())
    return int(digits or 0), len(letters), letters
