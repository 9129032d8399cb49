"""The work of one import command (导入作业): files read, recognised, compared and added."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from pathlib import Path, PurePosixPath
from typing import Any

from gxlab.intake.archive import archived_path
from gxlab.intake.extract import extract
from gxlab.intake.findings import CellLedger
from gxlab.intake.grid import Grid, Unreadable
from gxlab.intake.layouts import Layout
from gxlab.intake.model import Context, Extraction, Problem, Severity
from gxlab.intake.problem_report import ToldFile, ToldProblem, write_report
from gxlab.intake.quarantine import Annotator
from gxlab.intake.reader import Reader
from gxlab.intake.recognise import recognise
from gxlab.reference.file_names import file_stem
from gxlab.warehouse.changes import changed_cells
from gxlab.warehouse.imported import ImportedFile, remembered, result_of
from gxlab.warehouse.incoming import FoundProblem, IncomingFile
from gxlab.warehouse.known import context_digest, context_of
from gxlab.warehouse.received import ReceivedFile, relative_name
from gxlab.warehouse.store import Store

Told = Callable[[int, int, str], None]
"""Progress: files done, files in all, the name of the file at hand."""

ORDERS = (0, 1, 2)
# Grids beyond this many cells are read a second time in their group: all of a command's need not
# fit in memory (3 million short texts take about 250 MB).
_KEPT_CELLS = 3_000_000


@dataclass(frozen=True)
class _Pending:
    """A file waiting for its group: read already, or known under the same set of layouts."""

    file: ReceivedFile
    layout: Layout | None = None
    grid: Grid | None = None
    refusal: FoundProblem | None = None
    record: dict[str, Any] | None = None

    @property
    def order(self) -> int:
        return self.layout.spec.order if self.layout else ORDERS[-1]


@dataclass
class ImportJob:
    """The state of one command; its batch is opened by the first file that is new.

    ``forced``: the layout was named by the user and is not to be recognised.
    """

    store: Store
    reader: Reader
    root: Path
    raw: Path
    layouts: Sequence[Layout]
    forced: bool
    status: str | None
    today: date
    told: Told
    batch: str | None = None
    done: int = 0
    total: int = 0
    kept_cells: int = 0

    def run(self, files: Iterable[ReceivedFile], command: str) -> list[ImportedFile]:
        """All files, group by group; the results in the order of names."""
        pending = sorted(map(self._pending, files), key=lambda p: (p.file.name, p.file.sha256))
        self.total = len(pending)
        results: list[ImportedFile] = []
        for order in ORDERS:
            group = [p for p in pending if p.order == order]
            if group:
                results += self._group(group, context_of(self.store, order, self.today), command)
        return sorted(results, key=lambda r: (r.path, r.sha256))

    @cached_property
    def _layouts_digest(self) -> str:
        text = "|".join([*sorted(layout.digest for layout in self.layouts), self.status or ""])
        return hashlib.sha256(text.encode("utf-8")).hexdigest()[:16]

    def _pending(self, file: ReceivedFile) -> _Pending:
        for record in self.store.known(file.sha256):
            same = record["path"] == file.name
            if same and str(record["layout_digest"]).startswith(self._layouts_digest):
                return _Pending(file, self._named(record["layout"]), record=record)
        return self._read(file)

    def _read(self, file: ReceivedFile) -> _Pending:
        try:
            grid = self.reader.read(file.archived)
        except Unreadable as error:
            text = f"文件“{PurePosixPath(file.name).name}”：{error.text}"
            problem = FoundProblem(None, None, error.rule, "error", text, None)
            return _Pending(file, refusal=problem)
        fitting = self.layouts[:1] if self.forced else recognise(grid, file.name, self.layouts)
        if len(fitting) != 1:
            return _Pending(file, grid=grid, refusal=_unrecognised(file.name, fitting))
        cells = sum(sheet.cells for sheet in grid.sheets)
        if self.kept_cells + cells > _KEPT_CELLS:
            return _Pending(file, fitting[0])
        self.kept_cells += cells
        return _Pending(file, fitting[0], grid)

    def _named(self, name: str | None) -> Layout | None:
        return next((layout for layout in self.layouts if layout.name == name), None)

    def _group(
        self, group: Sequence[_Pending], context: Context, command: str
    ) -> list[ImportedFile]:
        digest = f"{self._layouts_digest}|{context_digest(context)[:32]}"
        results: list[ImportedFile] = []
        added: dict[int, tuple[str, str, str]] = {}
        for one in group:
            self.told(self.done, self.total, one.file.name)
            result, file_id = self._one(one, context, digest, command)
            results.append(result)
            if file_id is not None:
                added[file_id] = (result.period or "", result.path, result.sha256)
            self.done += 1
        # Later periods take precedence over earlier ones of the same command, whatever their names.
        self.store.resequence(sorted(added, key=lambda file_id: added[file_id]))
        return results

    def _one(
        self, one: _Pending, context: Context, digest: str, command: str
    ) -> tuple[ImportedFile, int | None]:
        if one.record and one.record["layout_digest"] == digest:
            return self._unchanged(one.record, one.file.name), None
        if one.record:
            one = self._read(one.file)
        incoming = self._incoming(one, context, digest)
        for record in self.store.known(incoming.sha256):
            if record["content_digest"] == incoming.content_digest:
                self.store.refresh(record["file_id"], digest)
                return self._unchanged(record, incoming.path), None
        changed = changed_cells(self.store, incoming)
        self.batch = self.batch or self._open_batch(command)
        file_id = self.store.add(self.batch, incoming)
        return result_of(incoming, changed), file_id

    def _open_batch(self, command: str) -> str:
        layout = self.layouts[0].name if self.forced else None
        return self.store.open_batch(command, layout, self.status)

    def _unchanged(self, record: dict[str, Any], path: str) -> ImportedFile:
        file_id = int(record["file_id"])
        problems = tuple(self.store.problems(file_id))
        return remembered(record, path, self.store.sheet_counts(file_id), problems)

    def _incoming(self, one: _Pending, context: Context, digest: str) -> IncomingFile:
        file = one.file
        if one.layout is None:
            assert one.refusal is not None
            return _refused(file, digest, one.refusal, one.grid)
        grid = one.grid or self.reader.read(file.archived)
        found = extract(grid, one.layout, context, file_name=file.name, status=self.status)
        return _from(found, file, digest, one.layout)

    def annotate(self, results: Sequence[ImportedFile], folder: Path) -> list[ImportedFile]:
        """Write the marked copies of what went back (退回件); after the batch is safe."""
        if self.batch is None:
            return list(results)  # nothing new: what went back then lies where it was put
        with Annotator() as desk:
            return [self._annotated(desk, r, folder) if _goes_back(r) else r for r in results]

    def report(self, results: Sequence[ImportedFile], folder: Path) -> str | None:
        """Write the list of all problems of new files (问题报告); its path in the workspace."""
        if self.batch is None:
            return None
        fresh = [r for r in results if r.outcome != "unchanged"]
        files = [ToldFile(_told_file(r)) for r in fresh]
        problems = [
            ToldProblem(
                r.path, p.sheet or "", p.cell or "", p.severity, p.text, p.raw or "", p.rule,
                p.id_in(r.sha256),
            )
            for r in fresh
            for p in r.problems
        ]  # fmt: skip
        made = write_report(files, problems, folder / str(self.batch))
        return relative_name(made, self.root) if made else None

    def _annotated(self, desk: Annotator, result: ImportedFile, folder: Path) -> ImportedFile:
        name = PurePosixPath(result.path)
        below = name.parent.name
        target = folder / str(self.batch) / (file_stem(below) if below else "")
        problems = [
            Problem(p.sheet or "", p.cell or "", p.rule, _severity(p), p.text, p.raw)
            for p in result.problems
        ]
        source = archived_path(result.sha256, self.raw)
        copy = desk.annotate(source, name.name, problems, target)
        return replace(result, annotated=relative_name(copy, self.root)) if copy else result


def _told_file(result: ImportedFile) -> tuple[str | int, ...]:
    cells = sum(sheet.cells for sheet in result.sheets)
    errors = sum(sheet.error_cells for sheet in result.sheets)
    outcome = "退回" if result.outcome == "refused" else "入库"
    counts = (result.rows_read, result.rows_stored, result.rows_refused, result.rows_ignored)
    return (result.path, outcome, result.layout or "", *counts, cells, errors)


def _goes_back(result: ImportedFile) -> bool:
    fresh = result.outcome != "unchanged"
    return fresh and any(p.severity == "error" for p in result.problems)


def _severity(problem: FoundProblem) -> Severity:
    return "error" if problem.severity == "error" else "warning"


def _from(found: Extraction, file: ReceivedFile, digest: str, layout: Layout) -> IncomingFile:
    stored = {} if found.refused else dict(found.tables)
    columns = () if found.refused else tuple(found.column_map.iter_rows())
    incoming = IncomingFile(
        path=file.name,
        sha256=file.sha256,
        outcome="refused" if found.refused else "stored",
        layout=found.layout,
        layout_digest=digest,
        status=found.status,
        source_kind=found.source_kind,
        scope=found.scope,
        coverage=found.coverage,
        basis=layout.spec.basis,
        period=found.period,
        release_date=found.release_date,
        rows_read=found.rows_read,
        rows_stored=0 if found.refused else found.rows_stored,
        rows_refused=found.rows_refused,
        rows_ignored=found.rows_ignored,
        tables=stored,
        column_map=columns,
        problems=tuple(_found(p) for p in found.problems),
        sheets=found.sheets,
    )
    return with_content_digest(incoming)


def _refused(
    file: ReceivedFile, digest: str, problem: FoundProblem, grid: Grid | None
) -> IncomingFile:
    incoming = IncomingFile(
        path=file.name,
        sha256=file.sha256,
        outcome="refused",
        layout_digest=digest,
        problems=(problem,),
        sheets=tuple(CellLedger(sheet).count() for sheet in grid.sheets) if grid else (),
    )
    return with_content_digest(incoming)


def with_content_digest(incoming: IncomingFile) -> IncomingFile:
    """The file with a digest of everything it would store and say (入库内容摘要)."""
    told = [
        incoming.outcome, incoming.layout, incoming.status, incoming.source_kind, incoming.scope,
        incoming.coverage, incoming.basis, incoming.period, incoming.release_date,
        sorted(map(repr, incoming.problems)), sorted(incoming.column_map),
    ]  # fmt: skip
    whole = hashlib.sha256(repr(told).encode("utf-8"))
    for table, frame in sorted(incoming.tables.items()):
        whole.update(f"\n{table}\n".encode())
        written = io.BytesIO()
        frame.write_csv(written)
        whole.update(written.getbuffer())
    return replace(incoming, content_digest=whole.hexdigest())


def _found(problem: Problem) -> FoundProblem:
    return FoundProblem(
        problem.sheet or None,
        problem.cell or None,
        problem.rule,
        problem.severity,
        problem.text,
        problem.raw,
    )


def _unrecognised(name: str, fitting: Sequence[Layout]) -> FoundProblem:
    """Why a file has no layout: none fits it, or several fit equally well."""
    short = PurePosixPath(name).name
    if not fitting:
        text = (
            f"文件“{short}”不像任何已知的报表：文件名、表头都对不上版式。请核对是否放错文件；"
            "如是新表，用 gxlab layout 生成版式后再导入。"
        )
        return FoundProblem(None, None, "unknown_form", "error", text, None)
    forms = "、".join(f"{layout.name}（{layout.spec.title}）" for layout in fitting)
    text = (
        f"文件“{short}”同时符合{len(fitting)}个版式：{forms}，分不出是哪一种，没有入库。"
        f"请用 gxlab import 文件 --layout {fitting[0].name} 这样的写法指明其中一个；"
        "要以后自动认出，请在版式的 file_name 或 contains 里写明区别。"
    )
    return FoundProblem(None, None, "ambiguous_form", "error", text, None)
