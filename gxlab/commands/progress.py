"""Progress on standard error (进度): a bar with the time left, plain lines where no terminal is."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from gxlab.commands.session import progress_console

_EVERY_SECONDS = 5.0

Step = Callable[[int, int, str], None]


@contextmanager
def progress(title: str) -> Iterator[Step]:
    """A function to be told (done, in all, name) as the work goes on."""
    console = progress_console()
    if not console.is_terminal:
        yield _lines(title)
        return
    columns = (
        TextColumn(title),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("剩余"),
        TimeRemainingColumn(),
        TextColumn("{task.fields[name]}"),
    )
    with Progress(*columns, console=console, transient=True) as bar:
        task = bar.add_task(title, total=None, name="")

        def step(done: int, total: int, name: str) -> None:
            bar.update(task, completed=done, total=total, name=name)

        yield step


def _lines(title: str) -> Step:
    console = progress_console()
    began = last = time.monotonic()

    def step(done: int, total: int, name: str) -> None:
        nonlocal last
        now = time.monotonic()
        if now - last < _EVERY_SECONDS and done != total:
            return
        last = now
        left = (now - began) / done * (total - done) if done else None
        rest = f"，约剩{left:.0f}秒" if left is not None and done != total else ""
        console.print(f"{title} {done}/{total}{rest} {name}", markup=False)

    return step
