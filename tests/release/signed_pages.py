"""What a reader of two pages sees: which figures differ, and which the page says differ."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path


class _Figures(HTMLParser):
    """Figures by coordinate: those of the page, and those listed under 更正的数字."""

    def __init__(self) -> None:
        super().__init__()
        self.page: dict[str, set[str]] = {}
        self.listed: list[str] = []
        self._stack: list[tuple[str, str | None]] = []
        self._inside = 0  # divisions open since the list of corrections began

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "div" and (self._inside or given.get("id") == "t-corrections"):
            self._inside += 1
        ref = given.get("data-ref")
        if ref:
            self._open(tag, ref)

    def _open(self, tag: str, ref: str) -> None:
        self._stack = [(tag, ref)]
        if self._inside:
            self.listed.append(ref)

    def handle_data(self, data: str) -> None:
        if self._stack and not self._inside:
            self.page.setdefault(str(self._stack[0][1]), set()).add(data)

    def handle_endtag(self, tag: str) -> None:
        if self._stack and tag == self._stack[0][0]:
            self._stack = []
        if tag == "div" and self._inside:
            self._inside -= 1


def figures(page: Path) -> tuple[dict[str, set[str]], list[str]]:
    """Coordinate → printed texts of a page; and the coordinates its list of corrections names."""
    read = _Figures()
    read.feed(page.read_text(encoding="utf-8"))
    return read.page, read.listed


def prose(page: Path) -> str:
    """The words of a page."""
    text = page.read_text(encoding="utf-8")
    text = re.sub(r"<(script|style).*?</\1>", "", text, flags=re.S)
    return re.sub(r"<[^>]+>", "", text)
