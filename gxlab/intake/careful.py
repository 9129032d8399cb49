"""The cells of a sheet's XML, told by a parser (逐格细看); standard library only.

Nearly all sheets are written plainly and are looked at by patterns, many times quicker. A sheet
that quotes with ', leaves places out, holds comments or CDATA, or where reader and witness do not
agree, is read here, element by element.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from xml.parsers import expat

from gxlab.intake.grid import Cell, Unreadable

LAST_ROW, LAST_COLUMN = 1_048_576, 16_384

_PLACE = re.compile(r"([A-Za-z]+)([0-9]+)")
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
# What a plainly written sheet has not: other quotes, blanks round "=", comments, CDATA, entities in
# attributes, small letters in addresses, an error cell without content.
_UNPLAIN = (b"='", b"= ", b" =", b"=\n", b"<!--", b"<![", b'="&', b"\n=", b"=\t", b"\t=")
_SMALL = re.compile(rb' r="[A-Z]{0,2}[a-z]')
_BARE_ERROR = re.compile(rb'<[^>]*\bt="e"[^>]*/>')


@dataclass
class Seen:
    """What the raw content of one sheet shows beside what the reader tells; cells from (0, 0).

    ``filled`` is how many cells hold content, error values left out; None where not counted.
    ``hidden`` are rows that are not shown (隐藏行).
    """

    errors: dict[Cell, str] = field(default_factory=dict)
    uncalculated: set[Cell] = field(default_factory=set)
    percents: set[Cell] = field(default_factory=set)
    hidden: set[int] = field(default_factory=set)
    filled: int | None = None
    part: str = ""
    """The part of the archive that holds the sheet."""


@dataclass
class Looked:
    """What a careful look finds: what is seen, and every cell with content, once or twice."""

    seen: Seen = field(default_factory=Seen)
    cells: set[Cell] = field(default_factory=set)
    twice: set[Cell] = field(default_factory=set)


def is_plain(part: bytes) -> bool:
    """Whether patterns may be trusted with this sheet.

    >>> is_plain(b'<c r="A1" t="e"><v>#N/A</v></c>'), is_plain(b"<c r='A1'><v>1</v></c>")
    (True, False)
    """
    if any(mark in part for mark in _UNPLAIN) or _SMALL.search(part):
        return False
    return b't="e"' not in part or not _BARE_ERROR.search(part)


def out_of_sheet(address: str) -> Unreadable:
    """The refusal of a sheet with an address no worksheet has."""
    told = address if len(address) < 16 else address[:16] + "…"
    return Unreadable(
        "address_out_of_sheet",
        f"工作表中有单元格的地址写作“{told}”，超出XFD1048576，疑为异常文件，"
        "请用 Excel 或 WPS 打开核对后另存为 .xlsx 再重报",
    )


def look_carefully(
    part: bytes, percents: frozenset[int] = frozenset(), blanks: frozenset[int] = frozenset()
) -> Looked:
    """Every cell of a sheet's XML. ``blanks`` are the numbers of shared strings without a text.

    Raises :class:`Unreadable` where it is no sound XML or an address lies outside the sheet.
    """
    handler = _Handler(percents, blanks)
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler = handler.start
    parser.EndElementHandler = handler.end
    parser.CharacterDataHandler = handler.characters
    try:
        parser.Parse(part, True)
    except expat.ExpatError:
        told = "工作表内容不合 XML 规范，读不准，请用 Excel 或 WPS 另存后重新报送"
        raise Unreadable("damaged_file", told) from None
    handler.looked.seen.filled = len(handler.looked.cells)
    return handler.looked


class _Handler:
    """Takes the parser's events; the only state is the cell at hand."""

    def __init__(self, percents: frozenset[int], blanks: frozenset[int]) -> None:
        self.looked = Looked()
        self._percents, self._blanks = percents, blanks
        self._row = self._column = -1
        self._cell: dict[str, str] | None = None
        self._texts: dict[str, str] = {}
        self._inside: list[str] = []

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        name = tag.rpartition(":")[2]
        if self._cell is not None:
            self._inside.append(name)
            self._texts.setdefault(name, "")
        elif name == "row":
            self._begin_row(attributes)
        elif name == "c":
            self._begin_cell(attributes)

    def _begin_row(self, attributes: dict[str, str]) -> None:
        number = attributes.get("r", "").strip()
        if number and not (number.isascii() and number.isdigit() and len(number) < 9):
            raise out_of_sheet(number)
        self._row = int(number) - 1 if number else self._row + 1
        self._column = -1
        self._check()
        if attributes.get("hidden", "").strip() in ("1", "true"):
            self.looked.seen.hidden.add(self._row)

    def _begin_cell(self, attributes: dict[str, str]) -> None:
        self._cell, self._texts, self._inside = attributes, {}, []
        address = attributes.get("r", "").strip()
        if not address:
            self._row, self._column = max(self._row, 0), self._column + 1
        else:
            found = _PLACE.fullmatch(address)
            if not found or len(found[1]) > 3 or len(found[2]) > 8:
                raise out_of_sheet(address)
            self._row, self._column = int(found[2]) - 1, _column(found[1])
        self._check(address)

    def _check(self, address: str = "") -> None:
        if not (-1 < self._row < LAST_ROW and self._column < LAST_COLUMN):
            raise out_of_sheet(address or f"第{self._row + 1}行")

    def characters(self, text: str) -> None:
        if self._inside and "rPh" not in self._inside:
            self._texts[self._inside[-1]] += text

    def end(self, tag: str) -> None:
        if self._inside:
            self._inside.pop()
        elif self._cell is not None:
            self._settle(self._cell, self._texts)
            self._cell = None

    def _settle(self, attributes: dict[str, str], texts: dict[str, str]) -> None:
        cell, seen, kind = (self._row, self._column), self.looked.seen, attributes.get("t", "n")
        value = texts.get("v", "")
        if kind == "e":
            seen.errors[cell] = value.strip() or "#N/A"
            return
        if "f" in texts and not value and kind != "str":
            seen.uncalculated.add(cell)
        style = attributes.get("s", "")
        if value and kind == "n" and style.isdigit() and int(style) in self._percents:
            seen.percents.add(cell)
        if kind == "s" and value.strip().isdigit() and int(value) in self._blanks:
            return
        text = texts.get("t", "") if kind == "inlineStr" else value
        if not (told := _ESCAPED.sub(lambda m: chr(int(m[1], 16)), text)) or told.isspace():
            return
        if cell in self.looked.cells:
            self.looked.twice.add(cell)
        self.looked.cells.add(cell)


def shared_strings(part: bytes) -> list[str]:
    """The texts of the shared strings (共享字串), phonetic hints left out.

    >>> shared_strings(b"<sst><si><t>a</t></si><si/><si><t>b</t><rPh><t>c</t></rPh></si></sst>")
    ['a', '', 'b']
    """
    found: list[str] = []
    inside: list[str] = []

    def start(tag: str, attributes: dict[str, str]) -> None:
        inside.append(tag.rpartition(":")[2])
        if inside[-1] == "si":
            found.append("")

    def characters(text: str) -> None:
        if inside and inside[-1] == "t" and found and "rPh" not in inside:
            found[-1] += text

    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler = start
    parser.EndElementHandler = lambda tag: inside.pop()
    parser.CharacterDataHandler = characters
    try:
        parser.Parse(part, True)
    except expat.ExpatError:
        return []
    return [_ESCAPED.sub(lambda m: chr(int(m[1], 16)), text) for text in found]


def _column(letters: str) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - 64
    return number - 1
