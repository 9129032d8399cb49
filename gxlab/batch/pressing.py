"""Other forms made beside the run (并行排版): Word and workbooks, in processes that live on.

A page costs the driver some hundredths of a second, a Word file more than a second: charts are
drawn for it by an engine that takes half a second to start and keeps one core busy. So the forms
are made by processes of their own, while the crew executes and the driver checks the next page.
"""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

from gxlab.batch import journal
from gxlab.batch.finished import NotFinished
from gxlab.batch.kernels import Worker, WorkerLost
from gxlab.batch.plan import Planned

T = TypeVar("T")
S = TypeVar("S")
# A workbook of a large unit takes seconds; what takes longer hangs.
_SECONDS = 300.0

# What is about to be put in place is judged; None: nobody judges. Raises Withheld.
Gate = Callable[[Sequence[journal.Move], Sequence[Any]], None]


class Withheld(ValueError):
    """Nothing of the run may be put in place (不予放行); the message says why."""


# Forms are made from the executed notebook as the page is: ending → bytes.
Also = Callable[[Mapping[str, Any], Planned, str, str], bytes]


def no_other_form(notebook: Mapping[str, Any], made: Planned, inputs: str, ending: str) -> bytes:
    """A press that makes pages only."""
    raise NotFinished(f"不能生成 {ending} 文件")


@dataclass(frozen=True)
class Press:
    """What publish does with an executed notebook; given from outside, since it stands later.

    ``page`` raises ValueError where a notebook may not become a page. ``also`` makes its other
    forms; ``also_from`` is the digest of what they are made with besides (the office's templates).
    Pages are made one at a time, since each is checked against those before it (``serial``); of the
    other forms ``hands`` at a time, by processes that ``end`` ends. ``gate`` sees all that is to be
    put in place before any of it is.
    """

    page: Callable[[Mapping[str, Any], Planned, str], str]
    failed: Callable[[Planned, str], str]
    summary: Callable[[Mapping[str, Any]], dict[str, Any]]
    index: Callable[[Sequence[Mapping[str, Any]], Path, Path], Sequence[journal.Move]]
    also: Also = no_other_form
    also_from: str = ""
    hands: int = 1
    end: Callable[[], None] = lambda: None
    gate: Gate | None = None
    serial: threading.Lock = field(default_factory=threading.Lock, compare=False)


class Pressmen:
    """Processes that make forms (排版进程), started when first asked, each with one at a time."""

    def __init__(self, hire: Callable[[], Worker], hands: int) -> None:
        self._all = [hire() for _ in range(hands)]
        self._free: queue.SimpleQueue[Worker] = queue.SimpleQueue()
        for worker in self._all:
            self._free.put(worker)

    def ask(self, request: Mapping[str, Any]) -> dict[str, Any]:
        """The answer of whoever is free; another process is asked once more where one is lost.

        Raises WorkerLost.
        """
        worker = self._free.get()
        try:
            try:
                return worker.ask(request, _SECONDS)
            except WorkerLost as lost:
                if lost.late:
                    raise
                return worker.ask(request, _SECONDS)
        finally:
            self._free.put(worker)

    def end(self) -> None:
        """End all processes; whoever still waits for an answer is told."""
        for worker in self._all:
            worker.dismiss()


def beside(stream: Iterator[S], work: Callable[[S], T], hands: int) -> Iterator[T]:
    """The work done on every item of a stream, by several hands while the stream runs on.

    Results come as they are ready. With one hand everything happens in this thread.
    """
    if hands == 1:
        yield from map(work, stream)
        return
    pool = ThreadPoolExecutor(hands)
    running: set[Future[T]] = set()
    try:
        for item in stream:
            running.add(pool.submit(work, item))
            ready, running = wait(running, timeout=0, return_when=FIRST_COMPLETED)
            yield from (future.result() for future in ready)
        while running:
            ready, running = wait(running, timeout=0.5, return_when=FIRST_COMPLETED)
            yield from (future.result() for future in ready)
    finally:
        # Nobody is waited for: who ends the run ends the pressmen, and then these threads end.
        pool.shutdown(wait=False, cancel_futures=True)
