"""What an import command answers (导入结果), for people and programs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from gxlab.intake.model import SheetCount
from gxlab.warehouse.incoming import FoundProblem, IncomingFile


@dataclass(frozen=True)
class ImportedFile:
    """What became of one file: outcome is stored (入库), unchanged (未变化) or refused (退回).

    ``changed_cells``: cells that differ from the file it corrects, None where it corrects none.
    ``annotated``: the copy with the refused rows marked, relative to the workspace.
    """

    path: str
    sha256: str
    outcome: str
    layout: str | None = None
    status: str | None = None
    period: str | None = None
    rows_read: int = 0
    rows_stored: int = 0
    rows_refused: int = 0
    rows_ignored: int = 0
    sheets: tuple[SheetCount, ...] = ()
    problems: tuple[FoundProblem, ...] = ()
    changed_cells: int | None = None
    annotated: str | None = None

    def as_json(self) -> dict[str, Any]:
        """The file as ``gxlab import --json`` tells it."""
        own = {k: v for k, v in vars(self).items() if k not in ("sheets", "problems")}
        sheets = [{**vars(s)} for s in self.sheets]
        problems = [{"id": p.id_in(self.sha256), **vars(p)} for p in self.problems]
        return {**own, "sheets": sheets, "problems": problems}


@dataclass(frozen=True)
class ImportResult:
    """What a command did: its files, the batch and the current snapshot (None before the first).

    ``batch`` is None when nothing was new; ``skipped`` are files in folders that are no tables;
    ``report`` is the list of problems (问题报告), relative to the workspace.
    """

    files: tuple[ImportedFile, ...]
    skipped: tuple[str, ...]
    batch: str | None
    snapshot: str | None
    report: str | None = None

    @property
    def complete(self) -> bool:
        """Nothing was refused, neither a file nor a row."""
        return not any(f.outcome == "refused" or f.rows_refused for f in self.files)

    def as_json(self) -> dict[str, Any]:
        """The command as ``--json`` tells it."""
        return {
            "files": [f.as_json() for f in self.files],
            "skipped": list(self.skipped),
            "batch": self.batch,
            "snapshot": self.snapshot,
            "report": self.report,
        }


_SHARED = (
    "path", "sha256", "outcome", "layout", "status", "period",
    "rows_read", "rows_stored", "rows_refused", "rows_ignored",
)  # fmt: skip


def result_of(incoming: IncomingFile, changed: int | None) -> ImportedFile:
    """The result of a file that was added to a batch."""
    shared = {name: getattr(incoming, name) for name in _SHARED}
    return ImportedFile(
        **shared,
        sheets=incoming.sheets,
        problems=incoming.problems,
        changed_cells=changed,
    )


def remembered(
    record: Mapping[str, Any],
    path: str,
    sheets: tuple[SheetCount, ...],
    problems: tuple[FoundProblem, ...],
) -> ImportedFile:
    """The result of a file that was here before: what was refused then is refused still."""
    shared = {name: record[name] for name in _SHARED}
    outcome = "refused" if record["outcome"] == "refused" else "unchanged"
    told = {**shared, "path": path, "outcome": outcome}
    return ImportedFile(**told, sheets=sheets, problems=problems)
