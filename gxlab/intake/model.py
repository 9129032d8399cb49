"""What intake takes and gives (导入的约定): :class:`Context` in, :class:`Extraction` out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

import polars as pl

from gxlab.reference.periods import Period
from gxlab.reference.territory import Unit

MAP_SCHEMA = {"sheet": pl.String, "field": pl.String, "col": pl.String}
"""Columns of ``column_map``: the sheet, the field or "indicator|span|reading", the letters."""

Severity = Literal["error", "warning"]


@dataclass(frozen=True)
class Problem:
    """One thing wrong in a file (问题).

    ``sheet`` and ``cell`` say where ("" = the whole file or sheet); ``rule`` is the check's id in
    snake case; an error refuses its row or its file, a warning waits for a named acceptance;
    ``text`` is one Chinese sentence: what was expected, found, and to do; ``raw`` the cell's text.
    The store adds the id: a digest of the file's hash, sheet, cell and rule.
    """

    sheet: str
    cell: str
    rule: str
    severity: Severity
    text: str
    raw: str | None = None


@dataclass(frozen=True)
class SheetCount:
    """What became of every non-empty cell of a sheet (单元格账).

    ``cells`` = ``stored`` + ``refused`` + ``ignored`` + ``undeclared``, always. Ignored cells are
    declared so (titles, headers, notes, columns and rows the layout passes over); undeclared ones
    are in no column or row the layout knows, and a warning names them.
    """

    name: str
    cells: int
    error_cells: int
    formulas_without_value: int
    stored: int = 0
    refused: int = 0
    ignored: int = 0
    undeclared: int = 0


@dataclass(frozen=True)
class Correction:
    """One correction (更正): ``written`` is read as ``corrected`` in cells of this ``kind``.

    ``file_name``: only in files whose name holds these words; 全部 = in all.
    """

    kind: str
    written: str
    corrected: str
    file_name: str
    reason: str
    author: str
    decided_on: date


@dataclass(frozen=True)
class Context:
    """What is already known when a file is read (参照): all lookups, so that reading is pure.

    ``units`` are all statistical units; ``enterprises`` and ``clusters`` lead from a normalised
    name (current or former) to the code, ``industries`` from a name to the code of GB/T 4754;
    ``latest`` is the last month a figure may belong to (later = 未来报告期); ``corrections`` say
    what names and codes are read as. An empty mapping of enterprises does not refuse: a firm need
    not be known before its first report.
    """

    units: tuple[Unit, ...] = ()
    enterprises: Mapping[str, str] = field(default_factory=dict)
    clusters: Mapping[str, str] = field(default_factory=dict)
    industries: Mapping[str, str] = field(default_factory=dict)
    latest: Period | None = None
    corrections: tuple[Correction, ...] = ()

    @property
    def root(self) -> str | None:
        """The code of the unit all others belong to (本市)."""
        tops = [unit.code for unit in self.units if not unit.parent and unit.kind == "city"]
        tops = tops or [unit.code for unit in self.units if not unit.parent]
        return tops[0] if len(set(tops)) == 1 else None


@dataclass(frozen=True)
class Extraction:
    """What a file gives under a layout (提取结果).

    ``tables`` hold one frame per warehouse table, with exactly its columns except ``file_id``;
    ``column_map`` the columns sheet, field, col (letters). When ``refused``, tables are empty and
    the problems say why. ``coverage`` is "reporter|period" of a file that is a whole set for it
    (报送单位|报告期, either may be empty). rows_read = stored + refused + ignored.
    """

    layout: str
    status: str
    source_kind: str
    scope: str
    refused: bool
    problems: tuple[Problem, ...]
    sheets: tuple[SheetCount, ...]
    tables: Mapping[str, pl.DataFrame] = field(default_factory=dict)
    column_map: pl.DataFrame = field(default_factory=lambda: pl.DataFrame(schema=MAP_SCHEMA))
    period: str | None = None
    reporter: str | None = None
    coverage: str | None = None
    release_date: date | None = None
    rows_read: int = 0
    rows_stored: int = 0
    rows_refused: int = 0
    rows_ignored: int = 0


class Refused(ValueError):
    """The whole file is refused (整件退回); carries the problem."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.text)
        self.problem = problem
