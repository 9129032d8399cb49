"""What keeps a release inside (对外条件): every reason at once, so that all can be mended."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from gxlab.batch import manifest
from gxlab.batch.reissue import file_ids
from gxlab.commands.distributing import NO_AUDIT
from gxlab.measures.embargo import refusal, unreleased
from gxlab.reference.periods import Period
from gxlab.warehouse.desk import open_desk
from gxlab.warehouse.snapshot import NoSnapshot, current
from gxlab.workspace import Workspace


def refused(workspace: Workspace, period: Period, on: date) -> str:
    """Why the release of a period may not go outward on a day: no audit, unreleased, unsigned."""
    folder = workspace.reports / str(period)
    entries = manifest.read(folder / "shared") or manifest.read(folder / "internal")
    found = [NO_AUDIT, _unreleased(workspace, period, entries.values(), on)]
    unsigned = [e for e in entries.values() if not (e.get("release") or {}).get("signed")]
    if unsigned:
        found.append(f"有{len(unsigned)}期没有定稿，请先用 gxlab sign 定稿。")
    return "".join(found)


def _unreleased(
    workspace: Workspace, period: Period, entries: Iterable[Mapping[str, Any]], on: date
) -> str:
    ids = {number for entry in entries for number in file_ids(entry.get("reads") or ())}
    try:
        snapshot = current(workspace.warehouse)
    except NoSnapshot:
        return ""
    return refusal(unreleased(open_desk(snapshot, None, period), ids, on)) if ids else ""
