"""A workspace on disk made from inline rows, so that the import and JupyterLab can work in it."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from gxlab.warehouse import snapshot
from gxlab.warehouse.decisions import Book
from gxlab.warehouse.importing import Places
from gxlab.warehouse.incoming import IncomingFile
from gxlab.warehouse.opening import writing
from gxlab.workspace import Workspace
from tests.conftest import CITY, typed


def workspace(root: Path, *files: Mapping[str, Any]) -> Workspace:
    """A workspace whose snapshot holds CITY and the tables of ``files``.

    Each file is a mapping of table names to rows, plus attributes (path, status …).
    """
    made = Workspace(root)
    for folder in (made.inbox, made.layouts, made.commentary, made.reports, root / "notebooks"):
        folder.mkdir(parents=True)
    with writing(made.warehouse) as store:
        given = [{"unit": list(CITY)}, *files]
        batch = store.commit("test", [_incoming(n, f) for n, f in enumerate(given)])
        snapshot.build(store, batch)
    return made


def book(made: Workspace) -> Book:
    """The workspace's decisions."""
    places = Places(made.root, made.raw, made.warehouse, made.quarantine, made.layouts)
    return Book(places, made.decisions)


def _incoming(number: int, given: Mapping[str, Any]) -> IncomingFile:
    tables = {k: typed(k, v) for k, v in given.items() if isinstance(v, (list, tuple))}
    own = {k: v for k, v in given.items() if not isinstance(v, (list, tuple))}
    fixed: dict[str, Any] = {
        "path": f"data/inbox/file{number}.xlsx",
        "sha256": f"{number:064d}",
        "outcome": "stored",
        "layout": f"layout{number}",
        "layout_digest": "d",
        "status": "快报",
        "source_kind": "企业直报",
        "scope": "patch",
    }
    return IncomingFile(**{**fixed, **own}, tables=tables)
