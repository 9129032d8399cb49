"""A file on its way into the store (待入库文件): what it is, its rows, what is wrong with it."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import polars as pl

from gxlab.intake.model import SheetCount


@dataclass(frozen=True)
class FoundProblem:
    """One problem of one file as the intake found it (问题)."""

    sheet: str | None
    cell: str | None
    rule: str
    severity: str
    text: str
    raw: str | None

    def id_in(self, sha256: str) -> str:
        """The same problem of the same bytes has the same number in every run."""
        key = f"{sha256}|{self.sheet}|{self.cell}|{self.rule}"
        return "P" + hashlib.sha256(key.encode("utf-8")).hexdigest()[:10]


@dataclass(frozen=True)
class IncomingFile:
    """One file of a batch, read and judged, ready to be stored (待入库文件).

    ``tables`` holds per table a frame with the schema's columns except ``file_id``;
    ``column_map`` holds (sheet, field, column letter).
    """

    path: str
    sha256: str
    outcome: str
    layout: str | None = None
    layout_digest: str | None = None
    content_digest: str | None = None
    status: str | None = None
    source_kind: str | None = None
    scope: str | None = None
    coverage: str | None = None
    basis: str | None = None
    period: str | None = None
    release_date: date | None = None
    rows_read: int = 0
    rows_stored: int = 0
    rows_refused: int = 0
    rows_ignored: int = 0
    tables: dict[str, pl.DataFrame] = field(default_factory=dict)
    column_map: tuple[tuple[str, str, str], ...] = ()
    problems: tuple[FoundProblem, ...] = ()
    sheets: tuple[SheetCount, ...] = ()


INSERT_FILE = """
insert into file by name
select
    $file_id as file_id, $sequence as sequence, $batch_id as batch_id,
    $path as path, $sha256 as sha256,
    $outcome as outcome, $layout as layout, $layout_digest as layout_digest,
    $content_digest as content_digest,
    $status as status, $source_kind as source_kind, $scope as scope, $coverage as coverage,
    $basis as basis,
    $period as period, $release_date::date as release_date, $rows_read as rows_read,
    $rows_stored as rows_stored, $rows_refused as rows_refused, $rows_ignored as rows_ignored
"""


def file_row(file_id: int, sequence: int, batch: str, incoming: IncomingFile) -> dict[str, Any]:
    own = ("path", "sha256", "outcome", "layout", "layout_digest", "content_digest")
    rest = ("status", "source_kind", "scope", "coverage", "basis", "period", "release_date")
    counts = ("rows_read", "rows_stored", "rows_refused", "rows_ignored")
    values = {name: getattr(incoming, name) for name in (*own, *rest, *counts)}
    return {"file_id": file_id, "sequence": sequence, "batch_id": batch, **values}


def column_map(file_id: int, incoming: IncomingFile) -> pl.DataFrame:
    rows = [(file_id, *entry) for entry in incoming.column_map]
    return pl.DataFrame(rows, schema=["file_id", "sheet", "field", "col"], orient="row")


def sheet_count_rows(file_id: int, incoming: IncomingFile) -> pl.DataFrame:
    counts = ("cells", "error_cells", "formulas_without_value")
    fates = ("stored", "refused", "ignored", "undeclared")
    return pl.DataFrame(
        [
            {"file_id": file_id, "sheet": s.name, **{n: getattr(s, n) for n in (*counts, *fates)}}
            for s in incoming.sheets
        ]
    )


def problem_rows(file_id: int, incoming: IncomingFile) -> pl.DataFrame:
    rows = [
        (p.id_in(incoming.sha256), file_id, p.sheet, p.cell, p.rule, p.severity, p.text, p.raw)
        for p in incoming.problems
    ]
    columns = ["problem_id", "file_id", "sheet", "cell", "rule", "severity", "text", "raw"]
    return pl.DataFrame(
        rows, schema=dict.fromkeys(columns, pl.String) | {"file_id": pl.Int64}, orient="row"
    )
