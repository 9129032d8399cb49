"""The listed companies' files taken in through the layouts of the worked example (上市公司算例)."""

from __future__ import annotations

from pathlib import Path

from gxlab.reference.periods import Period
from gxlab.warehouse.desk import Desk, open_desk
from gxlab.warehouse.importing import Places, import_paths
from gxlab.warehouse.snapshot import current
from gxlab.workspace import Workspace

EXAMPLE = Path(__file__).parents[2] / "data" / "examples" / "listed_companies"


def desk_of_listed(folder: Path, root: Path, period: str, unit: str) -> Desk:
    """A desk on all eight quarters; ``area`` is the unit, ``industry`` the cluster."""
    workspace = Workspace(root)
    places = Places(
        root, workspace.raw, workspace.warehouse, workspace.quarantine, EXAMPLE / "layouts"
    )
    found = import_paths([EXAMPLE / "units.csv", folder], places)
    refused = [file.path for file in found.files if file.outcome == "refused"]
    assert not refused, refused
    return open_desk(current(workspace.warehouse), unit, Period.parse(period))
