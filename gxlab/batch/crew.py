"""The crew (执行组): several workers side by side, each with one edition at a time."""

from __future__ import annotations

import json
import logging
import os
import queue
import shutil
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from gxlab import READS_VARIABLE
from gxlab.batch import confine
from gxlab.batch.budget import budget, longest_first, machine, noted_seconds
from gxlab.batch.kernels import Worker, WorkerLost, environment, prepare
from gxlab.batch.plan import Planned
from gxlab.batch.zygote.place import KERNEL_VARIABLE, PLAIN, supported
from gxlab.warehouse.limits import SPILL_VARIABLE

# A cell's own limit lies below the run's, so that the notebook is kept that shows where it hung.
_MARGIN_SECONDS = 15.0
_log = logging.getLogger(__name__)
ORDINARY = "本机不用预热内核，改用普通内核：结果相同，每期约多2秒。"
_ONCE_MORE = ("dead_kernel", "worker_lost")
_READS = "reads.json"


@dataclass(frozen=True)
class Shop:
    """Where a run works (工作位置): folders, the number of workers, and the time of one edition."""

    workspace: Path
    reports: Path
    scratch: Path
    workers: int = 2
    timeout: float = 300.0


@dataclass(frozen=True)
class Executed:
    """An executed notebook with the note of its reads, or the fault that ended it."""

    planned: Planned
    notebook: Path
    reads: Path
    answer: Mapping[str, Any]


# Who executes a plan on a snapshot: this crew, or one spread over several machines.
Executor = Callable[[Sequence[Planned], str, Shop], Iterator[Executed]]


def inspect(notebooks: Mapping[str, Path], shop: Shop) -> dict[str, dict[str, Any]]:
    """What papermill finds in the parameter cells of notebooks; no kernel is started."""
    worker = hired(shop)
    try:
        request = {"op": "inspect"}
        return {
            name: worker.ask({**request, "notebook": str(path)}, shop.timeout)
            for name, path in notebooks.items()
        }
    finally:
        worker.end()


def try_kernel(shop: Shop) -> str | None:
    """Start a kernel and let it answer once; what went wrong, or None."""
    shop.scratch.mkdir(parents=True, exist_ok=True)
    trial = shop.scratch / "trial.ipynb"
    cell: dict[str, Any] = {"cell_type": "code", "id": "a", "metadata": {}, "outputs": []}
    cell |= {"source": "import gxlab", "execution_count": None}
    metadata = {"kernelspec": {"name": "gxlab", "language": "python", "display_name": "gxlab"}}
    whole = {"cells": [cell], "metadata": metadata, "nbformat": 4, "nbformat_minor": 5}
    trial.write_text(json.dumps(whole), encoding="utf-8")
    worker = hired(shop)
    try:
        request = {
            "op": "run",
            "notebook": str(trial),
            "output": str(shop.scratch / "tried.ipynb"),
            "parameters": {},
            "cwd": str(shop.scratch),
            "timeout": int(shop.timeout),
            "env": {},
        }
        answer = _asked(worker, request, shop.timeout)
    finally:
        worker.end()
    return str(answer["message"]) if "fault" in answer else None


def execute(todo: Sequence[Planned], snapshot: str, shop: Shop) -> Iterator[Executed]:
    """Every edition executed, as they finish; on an interruption all processes end at once."""
    work: queue.SimpleQueue[Planned | None] = queue.SimpleQueue()
    done: queue.SimpleQueue[Executed | BaseException] = queue.SimpleQueue()
    count = min(budget(shop.workers, machine()).workers, len(todo))
    workers = [hired(shop) for _ in range(count)]
    for item in (*_in_order(todo, shop), *(None for _ in workers)):
        work.put(item)
    threads = [
        threading.Thread(target=_labour, args=(worker, work, done, snapshot, shop), daemon=True)
        for worker in workers
    ]
    try:
        for thread in threads:
            thread.start()
        said: set[str] = set() if supported() else {_say(ORDINARY)}
        for _ in todo:
            executed = _next(done, threads)
            said.update(_say(n) for n in executed.answer.get("notes", ()) if n not in said)
            yield executed
    finally:
        for worker in workers:
            worker.dismiss()


def _in_order(todo: Sequence[Planned], shop: Shop) -> list[Planned]:
    if not todo:
        return []
    first = todo[0].edition
    return longest_first(todo, noted_seconds(shop.reports, first.period, first.audience))


def _say(note: str) -> str:
    """Tell whoever runs the command, on standard error, what changes no result."""
    _log.warning(note)
    return note


def _next(
    done: queue.SimpleQueue[Executed | BaseException], threads: Sequence[threading.Thread]
) -> Executed:
    while True:
        labouring = any(thread.is_alive() for thread in threads)
        try:
            found = done.get(timeout=0.5)  # short waits: Windows delivers Ctrl-C between them
        except queue.Empty:
            if labouring:
                continue
            raise RuntimeError("执行线程意外结束") from None
        if isinstance(found, BaseException):
            raise found
        return found


def _labour(
    worker: Worker,
    work: queue.SimpleQueue[Planned | None],
    done: queue.SimpleQueue[Executed | BaseException],
    snapshot: str,
    shop: Shop,
) -> None:
    while (planned := work.get()) is not None:
        try:
            done.put(one(worker, planned, snapshot, shop))
        except (OSError, ValueError, AssertionError) as error:
            done.put(error)
            return


def one(worker: Worker, planned: Planned, snapshot: str, shop: Shop) -> Executed:
    """One edition executed by a worker, once more where its kernel or the worker was lost.

    Raises OSError where the disk has no room: that is no fault of the edition.
    """
    stem = shop.scratch / "run" / planned.edition.stem
    stem.parent.mkdir(parents=True, exist_ok=True)
    output, reads = stem.with_suffix(".ipynb"), stem.with_suffix(".reads.json")
    own = stem.with_suffix(".own")
    # Once more means without whatever the warm process may have passed on.
    for kernel in (os.environ.get(KERNEL_VARIABLE, ""), PLAIN):
        for stale in (output, reads):
            stale.unlink(missing_ok=True)
        _cleared(own)
        request = {
            **_request(planned, snapshot, output, shop.timeout),
            "cwd": str(own),
            "env": {**_of_its_own(planned, own, shop), KERNEL_VARIABLE: kernel},
        }
        answer = _asked(worker, request, shop.timeout)
        if (noted := own / _READS).is_file():
            noted.replace(reads)
        shutil.rmtree(own, ignore_errors=True)  # a killed database leaves what it put there
        if answer.get("fault") not in _ONCE_MORE:
            break
    if answer.get("fault") == "no_room":
        raise OSError(answer["errno"], os.strerror(answer["errno"]), str(shop.scratch))
    return Executed(planned, output, reads, answer)


def _cleared(folder: Path) -> None:
    """A folder that is there and empty: an interrupted run may have left something in it."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()


def _of_its_own(planned: Planned, own: Path, shop: Shop) -> dict[str, str]:
    """What the kernel of one edition is told: where it notes its reads, and its bounds."""
    edition = planned.edition
    fences = confine.bounds(shop.workspace, shop.scratch, own, edition.audience, edition.period)
    spill = own / "spill"
    return {
        READS_VARIABLE: str(own / _READS),
        SPILL_VARIABLE: str(spill),
        confine.VARIABLE: fences.told(),
    }


def _request(planned: Planned, snapshot: str, output: Path, timeout: float) -> dict[str, Any]:
    return {
        "op": "run",
        "notebook": str(planned.notebook.path),
        "output": str(output),
        "parameters": {**planned.parameters, "snapshot": snapshot},
        "timeout": max(1, int(timeout - _MARGIN_SECONDS)),
    }


def _asked(worker: Worker, request: Mapping[str, Any], timeout: float) -> dict[str, Any]:
    try:
        return worker.ask(request, timeout)
    except WorkerLost as lost:
        return {"fault": lost.fault, "message": str(lost), "seconds": timeout if lost.late else 0.0}


def hired(shop: Shop) -> Worker:
    """A worker for this shop; its process starts when it is first asked."""
    shop.scratch.mkdir(parents=True, exist_ok=True)
    prepare(shop.scratch)
    share = budget(shop.workers, machine())
    fixed = environment(shop.scratch, shop.workspace, share.threads, share.memory_mib)
    return Worker(shop.scratch, fixed)
