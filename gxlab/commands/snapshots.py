"""The snapshot a command reads (所读快照): of this version's rules, whoever made it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gxlab.commands.data import places
from gxlab.workspace import Workspace

if TYPE_CHECKING:
    from gxlab.warehouse.snapshot import Snapshot


def current_snapshot(workspace: Workspace) -> Snapshot:
    """The current snapshot, made anew first where an earlier version of the program made it.

    Such a one may lack the tables and columns that today's views and checks ask for. Nothing is
    read of a warehouse in which anything is damaged. Raises NoSnapshot, DamagedSnapshot,
    DamagedWarehouse, LedgerBroken, Locked while an import runs.
    """
    from gxlab.warehouse.guard import sound
    from gxlab.warehouse.importing import renew
    from gxlab.warehouse.snapshot import is_outdated

    if is_outdated(workspace.warehouse):
        renew(places(workspace))
    return sound(workspace.warehouse)
