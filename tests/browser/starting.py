"""One Playwright a process, however many fixtures and tests ask for it.

Its loop runs in the thread that started it: a second start beside the first is refused, and which
tests meet in one process is for the distribution of tests to choose.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from playwright.sync_api import Playwright, sync_playwright


@dataclass
class _Started:
    playwright: Playwright | None = None
    users: int = 0


_started = _Started()


@contextmanager
def playwright() -> Iterator[Playwright]:
    """The Playwright of this process; it ends with its last user."""
    if _started.playwright is None:
        _started.playwright = sync_playwright().start()
    _started.users += 1
    try:
        yield _started.playwright
    finally:
        _started.users -= 1
        if not _started.users:
            _started.playwright.stop()
            _started.playwright = None
