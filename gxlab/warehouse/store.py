"""The one writer (唯一写入者): files of a batch go in together or not at all.

Rows are only ever added. What is current follows from which files are active, so a batch can be
taken back, a corrected file replaces its forerunner, and any snapshot can be built again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path
from typing import Any

import duckdb
import polars as pl

from gxlab.intake.model import SheetCount
from gxlab.warehouse.creation import create_plain
from gxlab.warehouse.incoming import (
    INSERT_FILE,
    FoundProblem,
    IncomingFile,
    column_map,
    file_row,
    problem_rows,
    sheet_count_rows,
)
from gxlab.warehouse.interruption import uninterrupted
from gxlab.warehouse.tables import names


class Store:
    """The open writer's database; obtained by ``opening.writing``."""

    def __init__(self, folder: Path, con: duckdb.DuckDBPyConnection) -> None:
        self.folder = folder
        self.con = con
        # When it is done; a batch that is repeated was done when it was done first.
        self.clock: Callable[[], datetime] = _now

    def known(self, sha256: str) -> list[dict[str, Any]]:
        """The records of these bytes that have not been taken back, oldest first (重复文件)."""
        query = "select * from file where sha256 = $sha256 and undone_by is null order by file_id"
        found: list[dict[str, Any]] = self.con.sql(query, params={"sha256": sha256}).pl().to_dicts()
        return found

    def sheet_counts(self, file_id: int) -> tuple[SheetCount, ...]:
        """The account of cells recorded with a file."""
        rows = self.con.sql(
            "select sheet, cells, error_cells, formulas_without_value, stored, refused, ignored, "
            "undeclared from sheet_count where file_id = $file_id order by rowid",
            params={"file_id": file_id},
        ).fetchall()
        return tuple(SheetCount(*row) for row in rows)

    def refresh(self, file_id: int, layout_digest: str) -> None:
        """Note that a file reads the same under today's layouts and look-ups."""
        self.con.execute(
            "update file set layout_digest = $digest where file_id = $file_id",
            {"digest": layout_digest, "file_id": file_id},
        )

    def resequence(self, file_ids: Sequence[int]) -> None:
        """Give the new files of a batch their sequence in the order stated."""
        for sequence, file_id in zip(sorted(file_ids), file_ids, strict=True):
            if sequence != file_id:
                self.con.execute(
                    "update file set sequence = $sequence where file_id = $file_id",
                    {"sequence": sequence, "file_id": file_id},
                )

    def problems(self, file_id: int) -> list[FoundProblem]:
        """The problems recorded with a file, in their order of place."""
        rows = self.con.sql(
            "select sheet, cell, rule, severity, text, raw from problem where file_id = $file_id "
            "order by sheet, cell, rule",
            params={"file_id": file_id},
        ).fetchall()
        return [FoundProblem(*row) for row in rows]

    def rows(self, table: str) -> pl.DataFrame:
        """The rows of active files of one table, for the intake's look-ups; with ``file_id``."""
        frame: pl.DataFrame = self.con.sql(
            f"select t.*, a.status_rank from {_known(table)} as t join active_file as a "
            "on a.file_id = t.file_id order by t.file_id, t.sheet, t.row_no"
        ).pl()
        return frame

    def superseded(self, table: str, incoming: IncomingFile) -> pl.DataFrame:
        """The active rows of one table that came by the same form and status, for the same cover.

        Empty where no such file is active; a re-read of the same file supersedes itself.
        """
        rows: pl.DataFrame = self.con.sql(
            f"select t.* from {_known(table)} as t join active_file as a on a.file_id = t.file_id "
            "join file as f on f.file_id = a.file_id "
            "where a.layout = $layout and a.status = $status "
            "and (f.scope = 'patch' or f.coverage is not distinct from $coverage) "
            "order by a.sequence, t.file_id, t.sheet, t.row_no",
            params={
                "layout": incoming.layout,
                "status": incoming.status,
                "coverage": incoming.coverage,
            },
        ).pl()
        return rows

    def commit(self, command: str, files: Sequence[IncomingFile]) -> str:
        """Store one batch in a single transaction; returns its number (批次号)."""
        with self.transaction():
            batch = self.open_batch(command)
            for incoming in files:
                self.add(batch, incoming)
        return batch

    @contextmanager
    def transaction(self, *, keep: bool = True) -> Iterator[None]:
        """All of the block or nothing of it; ``keep=False`` (预演) takes everything back."""
        self.con.execute("begin transaction")
        try:
            yield
        except BaseException:
            with suppress(duckdb.Error):  # after a full disk nothing is open any more
                self.con.execute("rollback")
            raise
        self.con.execute("commit" if keep else "rollback")

    def open_batch(self, command: str, layout: str | None = None, status: str | None = None) -> str:
        """A new batch; to be used inside :meth:`transaction`.

        ``layout`` and ``status`` where the command named them for all its files.
        """
        batch = self._next("batch", "B")
        self.con.execute(
            "insert into batch (batch_id, started_at, command, layout, status) "
            "values ($batch, $now, $command, $layout, $status)",
            {
                "batch": batch,
                "now": self.clock(),
                "command": command,
                "layout": layout,
                "status": status,
            },
        )
        return batch

    def last_batch(self) -> str | None:
        """The number of the newest batch; None before the first."""
        rows = self.con.sql("select max(batch_id) from batch").fetchall()
        return None if rows[0][0] is None else str(rows[0][0])

    def add(self, batch: str, incoming: IncomingFile) -> int:
        """Add one file to an open batch; returns its number.

        The same bytes under the same name are replaced, and keep their place in the sequence: a
        file read again under a mended layout must not overtake its own correction.
        """
        file_id = self._next_file()
        replaced = [r for r in self.known(incoming.sha256) if r["path"] == incoming.path]
        for record in replaced:
            self.con.execute(
                "update file set undone_by = $batch where file_id = $file_id",
                {"batch": batch, "file_id": record["file_id"]},
            )
        sequence = min([file_id, *(int(r["sequence"]) for r in replaced)])
        self.con.execute(INSERT_FILE, file_row(file_id, sequence, batch, incoming))
        for table, frame in sorted(incoming.tables.items()):
            self._insert(table, frame.with_columns(pl.lit(file_id).alias("file_id")))
        self._insert("column_map", column_map(file_id, incoming))
        self._insert("problem", problem_rows(file_id, incoming))
        self._insert("sheet_count", sheet_count_rows(file_id, incoming))
        return file_id

    def undo(self, batch: str) -> str:
        """Take a batch back (撤销): its files are no longer active, those it replaced are again.

        Returns the new batch; undoing that one restores the first.
        """
        known = self.con.sql(
            "select undone_by from batch where batch_id = $batch", params={"batch": batch}
        ).fetchall()
        if not known:
            raise UnknownBatch(f"没有批次“{batch}”，请用 gxlab status 查看批次号。")
        if known[0][0] is not None:
            raise UnknownBatch(f"批次“{batch}”已由批次“{known[0][0]}”撤销，无需再撤。")
        return self.take_back([batch], f"undo {batch}")

    def take_back(self, batches: Sequence[str], command: str) -> str:
        """Take several batches back as one new batch, newest first; returns its number."""
        with self.transaction():
            undoing = self.open_batch(command)
            for batch in batches:
                for statement in _UNDO:
                    named = {"batch": batch} | ({"by": undoing} if "$by" in statement else {})
                    self.con.execute(statement, named)
        return undoing

    def accept(self, problem: str, by: str, reason: str) -> str:
        """Record that a person accepts a problem, by name and reason (确认)."""
        if not self._is_named(problem):
            raise UnknownProblem(f"没有编号为“{problem}”的问题，请用 gxlab status 查看。")
        with self.transaction():
            batch = self.open_batch(f"accept {problem}")
            self.record_acceptance(problem, batch, by, reason, self.clock())
        return batch

    def record_acceptance(
        self, problem: str, batch: str, by: str, reason: str, at: datetime
    ) -> None:
        """One line of 确认; to be used inside :meth:`transaction`."""
        self.con.execute(
            "insert into acceptance values ($problem, $batch, $by, $reason, $at)",
            {"problem": problem, "batch": batch, "by": by, "reason": reason, "at": at},
        )

    def _is_named(self, problem: str) -> bool:
        """Whether the intake or the current snapshot (数量级暂扣) has named this problem."""
        query = "select 1 from problem where problem_id = $problem"
        params = {"problem": problem}
        if self.con.sql(query, params=params).fetchall():
            return True
        pointer = self.folder / "current"
        if not pointer.is_file():
            return False
        path = self.folder / "snapshots" / f"{pointer.read_text(encoding='utf-8').strip()}.duckdb"
        with duckdb.connect(str(path), read_only=True) as reader:
            return bool(reader.sql(query, params=params).fetchall())

    def _next_file(self) -> int:
        return int(self.con.sql("select coalesce(max(file_id), 0) + 1 from file").fetchall()[0][0])

    def _insert(self, table: str, frame: pl.DataFrame) -> None:
        if frame.is_empty():
            return
        columns = ", ".join(f'"{c}"' for c in frame.columns)
        with uninterrupted():
            self.con.register("incoming_rows", frame)
            self.con.execute(
                f"insert into {_known(table)} ({columns}) select {columns} from incoming_rows"
            )
            self.con.unregister("incoming_rows")

    def _next(self, table: str, letter: str) -> str:
        rows = self.con.sql(f"select count(*) + 1 from {_known(table)}").fetchall()
        return f"{letter}{int(rows[0][0]):04d}"


class UnknownBatch(ValueError):
    """No such batch, or already taken back (批次不存在)."""


class UnknownProblem(ValueError):
    """No such problem (问题编号不存在)."""


def in_memory() -> Store:
    """A store that lives in memory only, for tests and one-off reading; its columns go untold."""
    con = duckdb.connect(":memory:")
    create_plain(con)
    return Store(Path(), con)


def _known(table: str) -> str:
    """Only names of our own schema reach SQL text; data never does."""
    if table not in names("schema"):
        raise ValueError(f"没有名为“{table}”的表。")
    return table


# What a batch did is taken back: its files rest, the files it replaced are active again unless a
# later batch has replaced them too, a batch it had undone counts again, its acceptances fall.
_UNDO = (
    "update batch set undone_by = $by where batch_id = $batch",
    "update file set undone_by = $by where batch_id = $batch and undone_by is null",
    """
    update file set undone_by = null
    where undone_by = $batch and not exists (
        select 1 from file as later
        where later.sha256 = file.sha256 and later.path = file.path and later.undone_by is null
    )
    """,
    "update batch set undone_by = null where undone_by = $batch",
    "delete from acceptance where batch_id = $batch",
)


def _now() -> datetime:
    return datetime.now().replace(microsecond=0)
