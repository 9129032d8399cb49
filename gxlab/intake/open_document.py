"""A second look at the content of an ods (旁证): error cells, percent formats, hidden rows."""

from __future__ import annotations

import zipfile
from xml.parsers import expat

from gxlab.intake.careful import Seen
from gxlab.intake.precheck import MAX_CELLS, refuse_large

_MARKED = ("percentage", "error")


def witness_ods(archive: zipfile.ZipFile) -> dict[str, Seen]:
    """By sheet name what the content shows.

    Raises Unreadable where a sheet's used range is too large.
    """
    try:
        content = archive.read("content.xml")
    except KeyError:
        return {}
    handler = _Handler()
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler = handler.start
    parser.EndElementHandler = handler.end
    parser.CharacterDataHandler = handler.characters
    try:
        parser.Parse(content, True)
    except expat.ExpatError:
        return {}  # with a password, or no XML at all: the reader tells which
    return handler.seen


class _Handler:
    """Takes the parser's events; tables, rows and cells may be repeated by number."""

    def __init__(self) -> None:
        self.seen: dict[str, Seen] = {}
        self._here = Seen()
        self._row = self._column = 0
        self._rows = self._columns = 1
        self._kind = ""
        self._text: list[str] = []
        self._filled = False
        self._extent: list[int] = []

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        name = tag.rpartition(":")[2]
        if name == "table":
            self._here = self.seen.setdefault(_of(attributes, "name") or "", Seen())
            self._row, self._extent = 0, []
        elif name == "table-row":
            self._column, self._rows = 0, _times(attributes, "number-rows-repeated")
            if _of(attributes, "visibility") in ("collapse", "filter") and self._rows < MAX_CELLS:
                self._here.hidden.update(range(self._row, self._row + self._rows))
        elif name in ("table-cell", "covered-table-cell"):
            kinds = [v for k, v in attributes.items() if k.endswith(":value-type")]
            self._kind = next((kind for kind in _MARKED if kind in kinds), "")
            self._filled, self._text = bool(kinds), []
            self._columns = _times(attributes, "number-columns-repeated")

    def characters(self, text: str) -> None:
        if self._kind == "error":
            self._text.append(text)

    def end(self, tag: str) -> None:
        name = tag.rpartition(":")[2]
        if name == "table-row":
            self._row += self._rows
        elif name in ("table-cell", "covered-table-cell"):
            if self._filled:
                self._widen()
            if self._kind:
                self._mark()
            self._column += self._columns
            self._kind, self._filled = "", False

    def _widen(self) -> None:
        bottom, right = self._row + self._rows - 1, self._column + self._columns - 1
        if not self._extent:
            self._extent = [self._row, bottom, self._column, right]
        top, low, left, far = self._extent
        self._extent = [
            min(top, self._row),
            max(low, bottom),
            min(left, self._column),
            max(far, right),
        ]
        refuse_large(self._extent[3] - self._extent[2] + 1, self._extent[1] - self._extent[0] + 1)

    def _mark(self) -> None:
        for row in range(self._row, self._row + self._rows):
            for column in range(self._column, self._column + self._columns):
                if self._kind == "error":
                    self._here.errors[row, column] = "".join(self._text).strip() or "#N/A"
                else:
                    self._here.percents.add((row, column))


def _of(attributes: dict[str, str], name: str) -> str | None:
    return next((v for k, v in attributes.items() if k.rpartition(":")[2] == name), None)


def _times(attributes: dict[str, str], name: str) -> int:
    text = _of(attributes, name) or "1"
    return int(text) if text.isascii() and text.isdigit() and len(text) < 9 else 1
