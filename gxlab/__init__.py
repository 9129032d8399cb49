"""gxlab: the analytical workbench of an industry bureau (工信局)."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from gxlab.disclosure.shared_desk import SharedDesk
    from gxlab.warehouse.decisions import Book
    from gxlab.warehouse.desk import Desk

__version__ = "0.1.0"

# What only a batch run needs to know: the file a desk notes its reads in (阅读记录).
READS_VARIABLE = "GXLAB_READS"


def open_desk(
    unit: str | None, period: str, *, audience: str = "internal", snapshot: str = ""
) -> Desk:
    """A desk (工作台) for a unit and period of the workspace; the start of every notebook.

    ``unit`` is a code or a unique name (None: the whole territory), ``period`` is written
    "2026-05", ``snapshot`` "" means the current one. Raises NotAWorkspace, NoSnapshot,
    DamagedSnapshot, DamagedWarehouse, LedgerBroken, UnknownUnitName, ValueError for a period
    written otherwise.
    """
    # Inside the function, so that "import gxlab" stays quick.
    import os
    from pathlib import Path

    from gxlab.reference.periods import Period
    from gxlab.warehouse import desk as desks
    from gxlab.warehouse.guard import sound
    from gxlab.warehouse.snapshot import named
    from gxlab.workspace import find_workspace

    workspace = find_workspace()
    folder = workspace.warehouse
    chosen = named(folder, snapshot) if snapshot else sound(folder)
    reads = os.environ.get(READS_VARIABLE)
    return desks.open_desk(
        chosen,
        unit,
        Period.parse(period),
        audience=audience,
        folder=workspace.commentary,
        reads=Path(reads) if reads else None,
        releases=workspace.releases,
    )


def open_shared(unit: str, period: str, *, snapshot: str = "") -> SharedDesk:
    """A desk on a prepared shared release (对外工作台); the start of every notebook of that kind.

    It knows printed figures only. Raises NotAWorkspace, NoRelease, UnknownUnitName, ValueError.
    """
    import os
    from pathlib import Path

    from gxlab.disclosure import shared_desk
    from gxlab.reference.periods import Period
    from gxlab.workspace import find_workspace

    folder = find_workspace().prepared_release(str(Period.parse(period)))
    reads = os.environ.get(READS_VARIABLE)
    return shared_desk.open_desk(
        folder, unit, period, snapshot=snapshot, reads=Path(reads) if reads else None
    )


def decision_book() -> Book:
    """Where decisions are kept (判定簿): what the board of leads writes through.

    Raises NotAWorkspace.
    """
    from gxlab.warehouse.decisions import Book
    from gxlab.warehouse.importing import Places
    from gxlab.workspace import find_workspace

    here = find_workspace()
    places = Places(here.root, here.raw, here.warehouse, here.quarantine, here.layouts)
    return Book(places, here.decisions)
