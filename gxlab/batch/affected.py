"""Which editions changed data change (受影响的报告): those whose cells would say something else.

The rows an edition read are compared first; where some differ, its cells are evaluated again
(``recheck``) and their content is compared with that of the edition that stands. Only where it
differs is the edition executed: a forced run would change the bytes of those pages and of no other.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from gxlab.batch import confine
from gxlab.batch.crew import Shop
from gxlab.batch.kernels import RECHECK, Worker, WorkerLost, environment
from gxlab.batch.manifest import Edition
from gxlab.batch.plan import Planned


def unaffected(
    todo: Sequence[tuple[Planned, Mapping[str, Any]]], snapshot: str, shop: Shop
) -> dict[Edition, dict[str, Any]]:
    """Of editions whose data changed, those whose page does not: their entries, renewed.

    ``todo``: an edition with its entry in the manifest, all else about it being as it was. An
    entry returned names the reads and the snapshot that the edition was found to stand on.
    """
    count = min(shop.workers, len(todo))
    if not count:
        return {}
    shop.scratch.mkdir(parents=True, exist_ok=True)
    fixed = environment(shop.scratch, shop.workspace, max(1, (os.cpu_count() or 1) // count))
    edition, own = todo[0][0].edition, shop.scratch / "recheck"
    fences = confine.bounds(shop.workspace, shop.scratch, own, edition.audience, edition.period)
    fixed |= {confine.VARIABLE: fences.told()}
    workers = [Worker(shop.scratch, fixed, RECHECK) for _ in range(count)]
    over = threading.Event()
    pool = ThreadPoolExecutor(count)
    try:
        slices = [todo[number::count] for number in range(count)]
        parts = [
            pool.submit(_each, worker, part, snapshot, shop, over)
            for worker, part in zip(workers, slices, strict=True)
        ]
        return {edition: entry for part in parts for edition, entry in part.result().items()}
    finally:
        over.set()
        for worker in workers:
            worker.end()
        pool.shutdown()


def _each(
    worker: Worker,
    todo: Sequence[tuple[Planned, Mapping[str, Any]]],
    snapshot: str,
    shop: Shop,
    over: threading.Event,
) -> dict[Edition, dict[str, Any]]:
    found: dict[Edition, dict[str, Any]] = {}
    for planned, entry in todo:
        if over.is_set():
            break
        try:
            answer = worker.ask(_request(planned, snapshot, shop), shop.timeout)
        except WorkerLost:
            continue  # the kernel that executes it will say what is wrong
        if answer["content"] == entry["inputs"]:
            reads = {k: v for k, v in answer["reads"].items() if not k.startswith("commentary|")}
            found[planned.edition] = {**entry, "reads": reads, "snapshot": snapshot}
    return found


def _request(planned: Planned, snapshot: str, shop: Shop) -> dict[str, Any]:
    stem = shop.scratch / "recheck" / planned.edition.stem
    stem.parent.mkdir(parents=True, exist_ok=True)
    return {
        "op": "recheck",
        "notebook": str(planned.notebook.path),
        "parameters": {**planned.parameters, "snapshot": snapshot},
        "reads": str(stem.with_suffix(".reads.json")),
        "cwd": str(stem.parent),
    }
