"""A run (执行): planned editions made by papermill, checked, rendered, and put in place.

Nothing is put in place before all is made; then page by page under the journal, manifest and index
last. A failed internal edition is replaced by a page that says so. What an interrupted run had
finished waits in the scratch folder and is not made again.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from gxlab.batch import journal, manifest
from gxlab.batch.crew import Executed, Shop, execute
from gxlab.batch.finished import NotFinished, inputs_of
from gxlab.batch.finished import executed as as_notebook
from gxlab.batch.fresh import reason_to_build
from gxlab.batch.manifest import Edition, file_digest, put
from gxlab.batch.plan import Planned
from gxlab.warehouse.desk import Desk

Told = Callable[[int, int, str], None]


@dataclass(frozen=True)
class Press:
    """What publish does with an executed notebook; given from outside, since it stands later.

    ``page`` raises ValueError where a notebook may not become a page.
    """

    page: Callable[[Mapping[str, Any], Planned, str], str]
    failed: Callable[[Planned, str], str]
    summary: Callable[[Mapping[str, Any]], dict[str, Any]]
    index: Callable[[Sequence[Mapping[str, Any]], Path, Path], Sequence[journal.Move]]


@dataclass(frozen=True)
class Result:
    """What became of an edition: built, unchanged or failed; ``entry`` stands in the manifest."""

    planned: Planned
    outcome: str
    reason: str
    entry: Mapping[str, Any] = field(default_factory=dict)
    spent: Mapping[str, float] = field(default_factory=dict)


def run(
    plan: Sequence[Planned],
    desk: Desk,
    shop: Shop,
    press: Press,
    *,
    force: bool = False,
    told: Told = lambda done, total, name: None,
) -> list[Result]:
    """Make what has to be made and put it in place; results in the order of the plan.

    The caller holds the lock of publishing. ``desk`` stands on the snapshot to report on.
    """
    journal.replay(shop.scratch)
    folder = shop.reports / plan[0].edition.period / plan[0].edition.audience
    entries = manifest.read(folder)
    results: dict[Edition, Result] = {}
    reasons: dict[Edition, str] = {}
    for planned in plan:
        found = "指定重做（--force）" if force else _standing(planned, entries, desk, shop)
        if isinstance(found, Result):
            results[planned.edition] = found
        else:
            reasons[planned.edition] = found
    todo = [planned for planned in plan if planned.edition in reasons]
    for number, executed in enumerate(execute(todo, desk.snapshot, shop), start=1):
        edition = executed.planned.edition
        results[edition] = _staged(executed, reasons[edition], desk.snapshot, shop, press)
        told(number, len(todo), _named(executed.planned))
    ordered = [results[planned.edition] for planned in plan]
    _place(ordered, entries, folder, shop, press)
    return ordered


def _standing(
    planned: Planned, entries: Mapping[tuple[str, str], Any], desk: Desk, shop: Shop
) -> Result | str:
    """The result of an edition that need not be made, or the reason why it must."""
    edition = planned.edition
    page = _page(shop.reports, planned)
    entry = entries.get((edition.report, edition.unit))
    reason = reason_to_build(planned, entry, page, desk)
    if reason is None:
        return Result(planned, "unchanged", "没有变化", entry or {})
    staged = _page(shop.scratch / "staged", planned)
    try:
        waiting = json.loads(staged.with_suffix(".json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return reason
    if reason_to_build(planned, waiting, staged, desk) is None:
        return Result(planned, "built", "上次中断前已完成", waiting)
    return reason


def _staged(executed: Executed, reason: str, snapshot: str, shop: Shop, press: Press) -> Result:
    """Check and render one executed notebook and let it wait in the scratch folder."""
    planned, answer = executed.planned, executed.answer
    spent = {name: round(float(answer.get(name, 0.0)), 3) for name in ("seconds", "cpu_seconds")}
    try:
        if "fault" in answer:
            raise NotFinished(str(answer["message"]))
        notebook = as_notebook(executed.notebook.read_text(encoding="utf-8"))
        reads = _noted(executed.reads)
        inputs = inputs_of(notebook, planned.edition, reads)
        html, summary = press.page(notebook, planned, inputs), press.summary(notebook)
    except ValueError as error:
        return _failed(planned, reason, str(error), spent, shop, press)
    entry = {
        **_identity(planned, snapshot),
        "outcome": "built",
        "inputs": inputs,
        "key": dict(planned.key),
        "reads": {k: v for k, v in reads.items() if not k.startswith("commentary|")},
        "summary": summary,
        "error": None,
        **spent,
    }
    page = _page(shop.scratch / "staged", planned)
    put(page, html.encode("utf-8"))
    entry["html_sha256"] = file_digest(page)
    put(page.with_suffix(".ipynb"), executed.notebook.read_bytes())
    put(page.with_suffix(".json"), json.dumps(entry, ensure_ascii=False).encode("utf-8"))
    return Result(planned, "built", reason, entry, spent)


def _failed(
    planned: Planned, reason: str, error: str, spent: Mapping[str, float], shop: Shop, press: Press
) -> Result:
    page = _page(shop.scratch / "staged", planned)
    put(page, press.failed(planned, error).encode("utf-8"))
    entry = {
        **_identity(planned, ""),
        "outcome": "failed",
        "inputs": None,
        "summary": None,
        "error": error,
        **spent,
    }
    return Result(planned, "failed", reason, entry, spent)


def _place(
    results: Sequence[Result],
    entries: Mapping[tuple[str, str], Any],
    folder: Path,
    shop: Shop,
    press: Press,
) -> None:
    """Put pages, then the manifest, then the indexes in place, all under one journal."""
    moves: list[journal.Move] = []
    merged = dict(entries)
    for result in results:
        edition = result.planned.edition
        if result.outcome == "unchanged":
            continue
        merged[edition.report, edition.unit] = result.entry
        moves += _moves(result, shop)
    if not moves and (folder / "index.html").exists():
        return
    indexes = press.index(list(merged.values()), folder, shop.scratch / "staged")
    journal.carry_out([*moves, *indexes], shop.scratch)
    for result in results:
        _page(shop.scratch / "staged", result.planned).with_suffix(".json").unlink(missing_ok=True)
        if result.outcome == "built":  # what failed stays, to be looked at
            _page(shop.scratch / "run", result.planned).with_suffix(".ipynb").unlink(
                missing_ok=True
            )


def _moves(result: Result, shop: Shop) -> list[journal.Move]:
    page = _page(shop.reports, result.planned)
    staged = _page(shop.scratch / "staged", result.planned)
    built = result.outcome == "built"
    notebook = staged.with_suffix(".ipynb") if built else None
    return [journal.Move(page, staged), journal.Move(page.with_suffix(".ipynb"), notebook)]


def _identity(planned: Planned, snapshot: str) -> dict[str, Any]:
    edition = planned.edition
    return {
        "report": edition.report,
        "unit": edition.unit,
        "period": edition.period,
        "audience": edition.audience,
        "title": planned.notebook.title,
        "html": f"reports/{edition.stem}.html",
        "snapshot": snapshot,
    }


def _page(root: Path, planned: Planned) -> Path:
    return root / f"{planned.edition.stem}.html"


def _named(planned: Planned) -> str:
    return f"{planned.edition.unit} {planned.notebook.title}"


def _noted(path: Path) -> dict[str, str]:
    """What the notebook's desk read; nothing where it never got that far."""
    if not path.is_file():
        return {}
    reads: dict[str, str] = json.loads(path.read_text(encoding="utf-8"))
    return reads
