"""Progress on standard error (进度): done, failed and the time left.

A bar on a terminal; elsewhere a plain line every few seconds, and one whenever something failed.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Protocol

from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from gxlab.commands.session import progress_console

_EVERY_SECONDS = 5.0


class Step(Protocol):
    """Told as the work goes on: how many are done of how many, what was last, how many failed."""

    def __call__(self, done: int, total: int, name: str, failed: int = 0) -> None: ...


@contextmanager
def progress(title: str) -> Iterator[Step]:
    """Where a step of the work is told while it goes on."""
    console = progress_console()
    if not console.is_terminal:
        yield _lines(title)
        return
    columns = (
        TextColumn(title),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[failed]}"),
        TextColumn("剩余"),
        TimeRemainingColumn(),
        TextColumn("{task.fields[name]}"),
    )
    with Progress(*columns, console=console, transient=True) as bar:
        task = bar.add_task(title, total=None, name="", failed="")

        def step(done: int, total: int, name: str, failed: int = 0) -> None:
            bar.update(task, completed=done, total=total, name=name, failed=_lost(failed))

        yield step


def _lines(title: str) -> Step:
    console = progress_console()
    began = last = time.monotonic()
    known = 0

    def step(done: int, total: int, name: str, failed: int = 0) -> None:
        nonlocal last, known
        now = time.monotonic()
        if now - last < _EVERY_SECONDS and done != total and failed == known:
            return
        last, known = now, failed
        left = (now - began) / done * (total - done) if done else None
        rest = f"，约剩{left:.0f}秒" if left is not None and done != total else ""
        lost = f"，{_lost(failed)}" if failed else ""
        console.print(f"{title} {done}/{total}{lost}{rest} {name}", markup=False)

    return step


def _lost(failed: int) -> str:
    return f"失败{failed}期" if failed else ""
