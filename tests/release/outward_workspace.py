"""A workspace in which a shared release lies ready to be published, laid down without a kernel."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl

from gxlab.batch import manifest
from gxlab.batch.reissue import standing
from gxlab.disclosure import certificate as certificates
from gxlab.disclosure import files, ledger
from gxlab.disclosure.certificate import Certificate, Counts
from gxlab.disclosure.model import FIGURES, GROUPS, READINGS
from gxlab.reference.periods import Period
from gxlab.warehouse import releases
from gxlab.warehouse.desk import open_desk
from gxlab.warehouse.releases import SIGNED, Issued, Names
from gxlab.warehouse.snapshot import current
from gxlab.workspace import Workspace
from tests.batch.sample import PERIOD, workspace_at

PAGES = {
    "index.html": b"<!DOCTYPE html><html><body>index</body></html>",
    "3300/tiny.html": b"<!DOCTYPE html><html><body>590.00</body></html>",
}
ENTRY = {"report": "tiny", "unit": "3300", "html": f"reports/{PERIOD}/shared/3300/tiny.html"}
COUNTS = Counts(2, 1, 1, 0, 0, 0, 0, 0, 4, 2, 2, 0, 0)


def ready(root: Path, *, sources: Sequence[int] = (1,)) -> Workspace:
    """Signed internally and judged; ``sources``: the files behind it (1: units, no readings)."""
    made = workspace_at(root)
    snapshot = current(made.warehouse).id
    sign(made, snapshot)
    prepare(made, snapshot, sources)
    lay_down(made, PAGES)
    certify(made, snapshot)
    return made


def sign(made: Workspace, snapshot: str, *, reads: dict[str, str] | None = None) -> None:
    """One internal edition of the city, signed on a snapshot, that read what is told."""
    names = Names("周敏", "李强", "王立", date(2026, 6, 20))
    told = {"snapshot": snapshot}
    issued = Issued(
        "tiny", "3300", PERIOD, "internal", SIGNED, 5, 0, names, "i", {}, told
    )  # fmt: skip
    releases.record(made.releases, [issued], {"act": SIGNED})
    entry = {
        "report": "tiny",
        "unit": "3300",
        "html": f"reports/{PERIOD}/internal/3300/tiny.html",
        "reads": reads or {},
        "release": standing(issued, corrected=False),
    }
    manifest.write(made.reports / PERIOD / "internal", {"period": PERIOD}, [entry])


def reads_now(made: Workspace) -> dict[str, str]:
    """What an edition that lists the firms notes of its reading."""
    desk = open_desk(current(made.warehouse), None, Period.parse(PERIOD))
    desk.read("enterprises")
    return {k: v for k, v in desk.digests.items() if k.startswith("enterprises|")}


def prepare(made: Workspace, snapshot: str, sources: Sequence[int]) -> None:
    folder = made.prepared_release(PERIOD)
    row = (PERIOD, snapshot, "3300", "示例市", True)
    release = pl.DataFrame([row], schema=files.RELEASE, orient="row")
    internal = {
        "release": release,
        "readings": pl.DataFrame(schema=READINGS),  # type: ignore[arg-type]
        "groups": pl.DataFrame(schema=GROUPS),
        "pattern": pl.DataFrame(schema=files.PATTERN),
        "figures": pl.DataFrame(schema=FIGURES),
        "sources": pl.DataFrame({"file_id": list(sources)}, schema={"file_id": pl.Int64}),
    }
    files.write(folder / files.INTERNAL, internal)
    files.write(folder / files.SHARED, {"release": release})


def lay_down(made: Workspace, pages: dict[str, bytes]) -> None:
    for name, data in pages.items():
        path = shared(made) / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)


def certify(made: Workspace, snapshot: str, **changed: Any) -> Certificate:
    """A passed audit of what lies there, put into the manifest and on record."""
    folder = made.prepared_release(PERIOD)
    pages = {p.relative_to(shared(made)).as_posix(): p for p in shared(made).rglob("*.html")}
    given: dict[str, Any] = {
        "period": PERIOD,
        "snapshot": snapshot,
        "version": "1",
        "solver": "HiGHS",
        "rules": ("最小户数规则",),
        "counts": COUNTS,
        "narrowest": "1.2",
        "pages": {n: hashlib.sha256(p.read_bytes()).hexdigest() for n, p in pages.items()},
        "shared": str(manifest.file_digest(folder / files.SHARED)),
        "internal": str(manifest.file_digest(folder / files.INTERNAL)),
        "ledger": ledger.head(made.releases / "shared"),
    } | changed
    passed = Certificate(**given)
    told = {"period": PERIOD, "certificate": certificates.plain(passed)}
    manifest.write(shared(made), told, [ENTRY])
    certificates.put_on_record(folder, passed, [])
    return passed


def shared(made: Workspace) -> Path:
    return made.reports / PERIOD / "shared"
