"""An executed notebook made ready to be put in place (待上架): checked, rendered, in scratch.

A signed edition is not made anew: where its figures stand, its signed bytes are laid out again;
where they do not, the page becomes a correction that says so.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from gxlab.batch import journal
from gxlab.batch.content import END_MARK, content_of, payloads
from gxlab.batch.crew import Executed, Shop
from gxlab.batch.finished import NotFinished, inputs_of
from gxlab.batch.finished import executed as as_notebook
from gxlab.batch.fresh import Reason
from gxlab.batch.imprint import imprinted, imprinted_inputs
from gxlab.batch.manifest import file_digest, put
from gxlab.batch.plan import Planned
from gxlab.batch.pressing import Press
from gxlab.batch.reissue import correction_of, imprint_of, page_files, pending, standing
from gxlab.warehouse.desk import Desk
from gxlab.warehouse.releases import Issued

# Reads that are no rows of the snapshot: their place is in the edition's key.
NO_ROWS = ("commentary|", "shared|")
SHARED = "shared"
# The other forms of an edition that lie beside its page.
EXTRA = (".docx", ".xlsx")


@dataclass(frozen=True)
class Result:
    """What became of an edition: built, unchanged or failed; ``entry`` stands in the manifest.

    ``stands``: the page was left as it is and nothing waits to be put in place. ``cause``: why it
    was looked into at all.
    """

    planned: Planned
    outcome: str
    reason: str
    entry: Mapping[str, Any] = field(default_factory=dict)
    spent: Mapping[str, float] = field(default_factory=dict)
    stands: bool = False
    cause: Reason | None = None


@dataclass(frozen=True)
class Bench:
    """What staging works with: the desk of the run, its places, publish, and what was signed.

    ``signed``: the latest signed version by (report, unit); ``releases`` the folder of their files.
    """

    desk: Desk
    shop: Shop
    press: Press
    signed: Mapping[tuple[str, str], Issued] = field(default_factory=dict)
    releases: Path = Path()

    def issued(self, planned: Planned) -> Issued | None:
        """The signed version of an edition, if there is one."""
        return self.signed.get((planned.edition.report, planned.edition.unit))


def page(root: Path, planned: Planned) -> Path:
    """The page of an edition below a folder of reports."""
    return root / f"{planned.edition.stem}.html"


def staged_page(planned: Planned, shop: Shop) -> Path:
    """Where the finished page waits to be put in place."""
    return page(shop.scratch / "staged", planned)


def staged(executed: Executed, reason: str, bench: Bench) -> Result:
    """Check and render one executed notebook and let it wait in the scratch folder."""
    planned, answer = executed.planned, executed.answer
    spent = {name: round(float(answer.get(name, 0.0)), 3) for name in ("seconds", "cpu_seconds")}
    try:
        if "fault" in answer:
            raise NotFinished(str(answer["message"]))
        notebook = as_notebook(executed.notebook.read_text(encoding="utf-8"))
        reads = _noted(executed.reads)
        inputs = inputs_of(notebook, planned.edition, reads)
        _mark(notebook, inputs)
        entry = {
            **identity(planned, bench.desk.snapshot),
            "outcome": "built",
            "key": dict(planned.key),
            "reads": {k: v for k, v in reads.items() if not k.startswith(NO_ROWS)},
            "error": None,
            **spent,
        }
        return _laid_out(executed, notebook, inputs, Result(planned, "built", reason, entry), bench)
    except ValueError as error:
        return failed(planned, reason, str(error), spent, bench)


@dataclass(frozen=True)
class _Face:
    """What a page is printed from; ``as_signed``: the signed files are laid out already."""

    notebook: Mapping[str, Any]
    inputs: str
    outcome: str
    reason: str
    release: Mapping[str, Any] | None = None
    as_signed: bool = False


def _laid_out(
    executed: Executed, notebook: Mapping[str, Any], inputs: str, made: Result, bench: Bench
) -> Result:
    """The page beside its entry: a draft, the signed edition itself, or its correction."""
    planned, issued = made.planned, bench.issued(made.planned)
    waiting = cleared(staged_page(planned, bench.shop))
    face = _Face(notebook, inputs, made.outcome, made.reason)
    if issued is not None:
        with bench.press.serial:
            face = _of_signed(issued, face, made, bench)
    if not face.as_signed:
        _put_forms(waiting, face.notebook, planned, face.inputs, bench.press)
    put(waiting.with_suffix(".ipynb"), executed.notebook.read_bytes())
    entry = {
        **made.entry,
        "inputs": face.inputs,
        "summary": bench.press.summary(face.notebook),
        "release": face.release,
        "html_sha256": file_digest(waiting),
        "ipynb_sha256": file_digest(waiting.with_suffix(".ipynb")),
        "also": other_forms(waiting),
        "also_from": bench.press.also_from,
    }
    put(waiting.with_suffix(".json"), json.dumps(entry, ensure_ascii=False).encode("utf-8"))
    spent = {name: made.entry[name] for name in ("seconds", "cpu_seconds")}
    return Result(planned, face.outcome, face.reason, entry, spent)


def _of_signed(issued: Issued, face: _Face, made: Result, bench: Bench) -> _Face:
    """The face of an edition that has been signed: as signed, or a correction."""
    key, reads = made.entry["key"], made.entry["reads"]
    found = correction_of(issued, bench.releases, face.notebook, key, reads, bench.desk)
    release = standing(issued, corrected=found is not None)
    if found is None:
        outcome, reason = _signed_again(issued, made.planned, bench)
        notebook = imprinted(face.notebook, imprint_of(issued))
        return _Face(notebook, issued.inputs, outcome, reason, release, as_signed=True)
    imprint = pending(issued)
    notebook = imprinted(face.notebook, imprint, found)
    inputs = imprinted_inputs(face.inputs, imprint, found)
    return _Face(notebook, inputs, face.outcome, face.reason, release)


def made_again(planned: Planned, entry: Mapping[str, Any], bench: Bench) -> Result | None:
    """An edition that stands, with forms it lacks, from its executed notebook as it stands.

    None where that notebook is gone or no longer as it was made: then it must be executed again.
    """
    standing_page = page(bench.shop.reports, planned)
    source = standing_page.with_suffix(".ipynb")
    if file_digest(source) is None or file_digest(source) != entry.get("ipynb_sha256"):
        return None
    reason = "补做 Word、Excel 文件"
    notebook = as_notebook(source.read_text(encoding="utf-8"))
    if content_of(payloads(notebook)) != entry["inputs"]:
        return None  # reviewed: its imprint is on the page, not in the notebook
    _mark(notebook, str(entry["inputs"]))
    waiting = cleared(staged_page(planned, bench.shop))
    try:
        _put_forms(waiting, notebook, planned, str(entry["inputs"]), bench.press)
    except ValueError as error:
        return failed(planned, reason, str(error), {"seconds": 0.0, "cpu_seconds": 0.0}, bench)
    put(waiting.with_suffix(".ipynb"), source.read_bytes())
    new = {
        **entry,
        "html_sha256": file_digest(waiting),
        "also": other_forms(waiting),
        "also_from": bench.press.also_from,
    }
    put(waiting.with_suffix(".json"), json.dumps(new, ensure_ascii=False).encode("utf-8"))
    return Result(planned, "built", reason, new)


def _mark(notebook: Mapping[str, Any], inputs: str) -> None:
    """Let the end mark name what the edition says: the digest that its page and entry carry.

    The mark itself states what was read, which is checked by now.
    """
    for payload in payloads(notebook):
        if payload["type"] == END_MARK:
            payload["data"]["inputs"] = inputs


def _put_forms(
    waiting: Path, notebook: Mapping[str, Any], planned: Planned, inputs: str, press: Press
) -> None:
    """The page and its other forms, from one notebook."""
    with press.serial:
        made = press.page(notebook, planned, inputs)
    put(waiting, made.encode("utf-8"))
    for ending in planned.also:
        put(waiting.with_suffix(ending), press.also(notebook, planned, inputs, ending))


def other_forms(page: Path) -> dict[str, str]:
    """The forms that lie beside a page: ending → SHA-256."""
    digests = {ending: file_digest(page.with_suffix(ending)) for ending in EXTRA}
    return {ending: digest for ending, digest in digests.items() if digest is not None}


def _signed_again(issued: Issued, planned: Planned, bench: Bench) -> tuple[str, str]:
    """Lay out the signed files again; outcome and reason."""
    waiting = staged_page(planned, bench.shop)
    waiting.parent.mkdir(parents=True, exist_ok=True)
    for ending, name in page_files(issued).items():
        shutil.copyfile(bench.releases / name, waiting.with_suffix(ending))
    stands = file_digest(page(bench.shop.reports, planned)) == file_digest(waiting)
    return ("unchanged", "数字与定稿一致") if stands else ("built", "恢复定稿页面")


def failed(
    planned: Planned, reason: str, error: str, spent: Mapping[str, float], bench: Bench
) -> Result:
    """The page that stands for an edition that could not be made.

    A signed edition is not replaced by it: its page stays, and the failure is reported.
    """
    entry = {
        **identity(planned, ""),
        "outcome": "failed",
        "inputs": None,
        "summary": None,
        "error": error,
        **spent,
    }
    if bench.issued(planned) is None:
        put(staged_page(planned, bench.shop), bench.press.failed(planned, error).encode("utf-8"))
    return Result(planned, "failed", reason, entry, spent)


def moves(result: Result, shop: Shop) -> list[journal.Move]:
    """What puts a result in place: every file that waits, and the taking away of what is gone."""
    target, waiting = page(shop.reports, result.planned), staged_page(result.planned, shop)
    made = result.outcome != "failed"
    notebook = waiting.with_suffix(".ipynb") if made else None
    others = [
        # One that was not made again would tell another story than the page beside it.
        journal.Move(target.with_suffix(e), waiting.with_suffix(e) if _waits(waiting, e) else None)
        for e in EXTRA
    ]
    if result.planned.edition.audience == SHARED:
        notebook = None  # readers outside get pages, and nothing lies beside them
    page_and_notebook = (
        journal.Move(target, waiting),
        journal.Move(target.with_suffix(".ipynb"), notebook),
    )
    return [*page_and_notebook, *others]


def cleared(waiting: Path) -> Path:
    """The place where a page waits, without the other forms an interrupted run may have left."""
    for ending in EXTRA:
        waiting.with_suffix(ending).unlink(missing_ok=True)
    return waiting


def _waits(waiting: Path, ending: str) -> bool:
    return waiting.with_suffix(ending).is_file()


def identity(planned: Planned, snapshot: str) -> dict[str, Any]:
    """What names an edition in the manifest."""
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


def _noted(path: Path) -> dict[str, str]:
    """What the notebook's desk read; nothing where it never got that far."""
    if not path.is_file():
        return {}
    reads: dict[str, str] = json.loads(path.read_text(encoding="utf-8"))
    return reads
