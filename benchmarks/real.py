"""The real reports as jobs (真实报告): every report of some units of a workspace."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from benchmarks.jobs import Job

ROOT = Path(__file__).parents[1]
PERIOD = "2026-05"
UNITS = 2


def workspace(folder: Path) -> Path:
    """The workspace named by GXLAB_WORKSPACE, or this clone's; where neither has data, a new one
    in ``folder``."""
    named = Path(os.environ.get("GXLAB_WORKSPACE") or ROOT)
    return named if (named / "data" / "warehouse" / "current").is_file() else city(folder)


def city(folder: Path) -> Path:
    """A workspace with the invented city, made and imported."""
    gxlab = str(Path(sys.executable).parent / "gxlab")
    root = folder / "city"
    for cwd, words, good in (
        (folder, ("init", root.name), (0,)),
        (root, ("demo", "--until", PERIOD), (0,)),
        (root, ("import", "data/inbox"), (0, 1)),  # 1: it has rows that are meant to be refused
    ):
        done = subprocess.run([gxlab, *words], cwd=cwd, capture_output=True, timeout=1800)
        if done.returncode not in good:
            raise RuntimeError(done.stderr.decode("utf-8", "replace")[-2000:])
    return root


def jobs(workspace: Path, reads: Path) -> list[Job]:
    """Each report notebook for the whole city and its first county."""
    from gxlab.batch.plan import chosen_units
    from gxlab.reference.periods import Period
    from gxlab.warehouse.desk import open_desk
    from gxlab.warehouse.snapshot import current
    from gxlab.workspace import Workspace

    reads.mkdir(exist_ok=True)
    here = Workspace(workspace)
    desk = open_desk(current(here.warehouse), None, Period.parse(PERIOD))
    units = chosen_units(desk.units, ["all"])[:UNITS]
    notebooks = sorted(here.report_notebooks.glob("*.ipynb"))
    return [
        _job(notebook, unit.code, unit.name, desk.snapshot, reads)
        for unit in units
        for notebook in notebooks
    ]


def _job(notebook: Path, unit: str, unit_name: str, snapshot: str, reads: Path) -> Job:
    name = f"{notebook.stem}-{unit}"
    said = {"unit": unit, "period": PERIOD, "audience": "internal"}
    return Job(
        name,
        str(notebook),
        {**said, "snapshot": snapshot},
        {"GXLAB_READS": str(reads / f"{name}.json")},
        {
            **said,
            "report": notebook.stem,
            "report_title": notebook.stem,
            "unit_name": unit_name,
            "version": "0",
            "state": "快报",
        },
    )
