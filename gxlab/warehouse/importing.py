"""One import command (导入): from paths to a new snapshot, all in one transaction.

Bytes are archived first, read in a limited child process, recognised, and taken in groups: units,
registers, facts. Neither the order of arguments nor that of files makes a difference. A file that
cannot be used is kept and named; an interruption stores nothing.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from gxlab.intake.layouts import Layout, all_layouts
from gxlab.intake.model import Context
from gxlab.intake.reader import Reader
from gxlab.warehouse import commits, monthly, snapshot
from gxlab.warehouse.import_job import ImportJob, Told
from gxlab.warehouse.imported import ImportedFile, ImportResult
from gxlab.warehouse.known import REGISTERS_KNOWN, context_of
from gxlab.warehouse.opening import writing
from gxlab.warehouse.received import check_room, collect, receive, relative_name
from gxlab.warehouse.store import Store
from gxlab.warehouse.texts import file_texts, split


class UnknownLayout(ValueError):
    """No layout of this name (没有该版式)."""


@dataclass(frozen=True)
class Places:
    """Where an import reads and writes (导入所用文件夹); without ``commentary`` texts stay out."""

    root: Path
    raw: Path
    warehouse: Path
    quarantine: Path
    layouts: Path
    commentary: Path | None = None


def import_paths(
    paths: Iterable[Path],
    places: Places,
    *,
    layout: str | None = None,
    status: str | None = None,
    dry_run: bool = False,
    command: str = "import",
    today: date | None = None,
    told: Told | None = None,
) -> ImportResult:
    """Import files and folders as one batch; see :class:`ImportResult`.

    ``layout`` and ``status`` override what the files themselves say; ``today`` decides which
    periods lie in the future; ``told`` hears (done, in all, name) as the work goes on.
    Raises NothingFound, NoRoom, Locked, LedgerBroken, LayoutError, UnknownLayout.
    """
    found = collect(paths)
    tables, written = split(found.files)
    layouts = _chosen(all_layouts(places.layouts), layout)
    check_room(places.warehouse, found.files)
    with writing(places.warehouse) as store, Reader() as reader:
        job = ImportJob(
            store=store,
            reader=reader,
            root=places.root,
            raw=places.raw,
            layouts=layouts,
            forced=layout is not None,
            status=status,
            today=today or date.today(),
            told=told or _silent,
        )
        if not dry_run:
            monthly.keep(store, date.today())
        report = None
        with store.transaction(keep=not dry_run):
            files = job.run((receive(p, places.raw, places.root) for p in tables), command)
        if not dry_run:
            commits.tell(store)
            files = job.annotate(files, places.quarantine)
            report = job.report(files, places.quarantine)
            files += _texts(written, store, places, job.today)
        made = _snapshot(store)
    skipped = tuple(relative_name(p, places.root) for p in found.skipped)
    return ImportResult(tuple(files), skipped, None if dry_run else job.batch, made, report)


def renew(places: Places) -> str | None:
    """Make the current snapshot anew where an earlier version's rules made it; its number.

    Raises Locked, DamagedWarehouse, LedgerBroken.
    """
    with writing(places.warehouse) as store:
        return _snapshot(store)


def undo(batch: str, places: Places) -> ImportResult:
    """Take a batch back (撤销批次). Raises UnknownBatch, Locked."""
    with writing(places.warehouse) as store:
        undoing = store.undo(batch)
        return ImportResult((), (), undoing, _snapshot(store))


def accept(problem: str, by: str, reason: str, places: Places) -> ImportResult:
    """Accept a named problem (确认问题). Raises UnknownProblem, Locked."""
    with writing(places.warehouse) as store:
        batch = store.accept(problem, by, reason)
        return ImportResult((), (), batch, _snapshot(store))


def _texts(
    written: Iterable[Path], store: Store, places: Places, today: date
) -> list[ImportedFile]:
    if places.commentary is None:
        return []
    texts = [receive(path, places.raw, places.root) for path in written]
    context = context_of(store, REGISTERS_KNOWN, today) if texts else Context()
    return file_texts(texts, context, places.commentary)


def _snapshot(store: Store) -> str | None:
    """The snapshot of the newest batch: made now, unless it stands already."""
    last = store.last_batch()
    if last is None:
        return None
    commits.tell(store)
    if snapshot.is_current(store.folder, last):
        return snapshot.current(store.folder).id
    return snapshot.build(store, last).id


def _chosen(layouts: list[Layout], name: str | None) -> list[Layout]:
    if name is None:
        return layouts
    chosen = [layout for layout in layouts if layout.name == name]
    if not chosen:
        known = "、".join(sorted(layout.name for layout in layouts))
        raise UnknownLayout(f"没有名为“{name}”的版式，可用的有：{known}。")
    return chosen


def _silent(done: int, total: int, name: str) -> None:
    """Progress nobody listens to."""
