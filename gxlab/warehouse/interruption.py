"""Ctrl-C and the database (中断与入库): never while it takes rows over from Python.

The database reads such rows in threads of its own, which need the interpreter; an exception raised
in the middle of it comes out renamed, or leaves both waiting for each other. Taking over is a
matter of milliseconds, so Ctrl-C waits for its end.
"""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def uninterrupted() -> Iterator[None]:
    """A block that Ctrl-C does not break into; it takes effect at the block's end."""
    former = signal.getsignal(signal.SIGINT)
    here = threading.current_thread() is threading.main_thread()
    if not here or not callable(former):  # not ours to handle, or ignored
        yield
        return
    pressed: list[int] = []
    signal.signal(signal.SIGINT, lambda number, _: pressed.append(number))
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, former)
    if pressed:
        former(signal.SIGINT, None)
