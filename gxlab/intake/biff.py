"""A second look at the records of an xls (旁证): error cells and percent formats; stdlib only.

The reader shows #REF! as an empty cell and 6.2 % as 0.062, here as in an xlsx. Only the container
and the few record kinds needed are read; whatever does not fit is left to the reader.
"""

from __future__ import annotations

import re
import struct
from dataclasses import dataclass, field

from gxlab.intake.careful import Seen
from gxlab.intake.precheck import refuse_large

_END = 0xFFFFFFF0
_ERRORS = {
    0x00: "#NULL!", 0x07: "#DIV/0!", 0x0F: "#VALUE!", 0x17: "#REF!", 0x1D: "#NAME?",
    0x24: "#NUM!", 0x2A: "#N/A",
}  # fmt: skip
_BOUNDSHEET, _BOF, _XF, _FORMAT, _DATE1904 = 0x85, 0x809, 0xE0, 0x41E, 0x22
_NUMBER, _RK, _MULRK, _FORMULA, _BOOLERR = 0x203, 0x27E, 0xBD, 0x06, 0x205
_BIFF8 = 0x600
_EOF, _CODEPAGE, _ROW = 0x0A, 0x42, 0x208
_CODECS = {936: "gbk", 950: "big5", 1252: "cp1252"}
_LABEL, _RSTRING, _LABELSST = 0x204, 0xD6, 0xFD
_CELLS = (_NUMBER, _RK, _MULRK, _FORMULA, _BOOLERR, _LABEL, _RSTRING, _LABELSST)


def witness_xls(data: bytes) -> tuple[dict[str, Seen], bool]:
    """By sheet name what the records show, and whether days count from 1904.

    Raises Unreadable where a sheet's used range is too large.
    """
    try:
        book = _read(_stream(data))
    except (struct.error, IndexError, KeyError, ValueError):
        return {}, False
    for top, bottom, left, right in filter(None, book.extents.values()):
        refuse_large(right - left + 1, bottom - top + 1)
    return book.seen, book.date1904


def _stream(data: bytes) -> bytes:
    """The workbook stream of an OLE container."""
    sector = 1 << struct.unpack_from("<H", data, 30)[0]
    first_directory, cutoff, first_mini = struct.unpack_from("<I4xII", data, 48)
    fat_sectors = [s for s in struct.unpack_from("<109I", data, 76) if s < _END]
    first_difat, difats = struct.unpack_from("<II", data, 68)
    while first_difat < _END and difats:
        block = struct.unpack_from(f"<{sector // 4}I", data, 512 + first_difat * sector)
        fat_sectors += [s for s in block[:-1] if s < _END]
        first_difat, difats = block[-1], difats - 1
    fat: list[int] = []
    for s in fat_sectors:
        fat += struct.unpack_from(f"<{sector // 4}I", data, 512 + s * sector)
    directory = _chain(data, fat, first_directory, sector, 512)
    root_start = struct.unpack_from("<I", directory, 116)[0]
    for at in range(0, len(directory) - 127, 128):
        length = struct.unpack_from("<H", directory, at + 64)[0]
        name = directory[at : at + max(length - 2, 0)].decode("utf-16-le").casefold()
        start, size = struct.unpack_from("<II", directory, at + 116)
        if name in ("workbook", "book") and size:
            if size >= cutoff:
                return _chain(data, fat, start, sector, 512)[:size]
            minifat_bytes = _chain(data, fat, first_mini, sector, 512)
            minifat = list(struct.unpack(f"<{len(minifat_bytes) // 4}I", minifat_bytes))
            mini = _chain(data, fat, root_start, sector, 512)
            return _chain(mini, minifat, start, 64, 0)[:size]
    raise KeyError("workbook")


def _chain(data: bytes, fat: list[int], start: int, sector: int, offset: int) -> bytes:
    parts: list[bytes] = []
    while start < _END:
        if len(parts) > len(fat):
            raise ValueError("loop")
        parts.append(data[offset + start * sector : offset + (start + 1) * sector])
        start = fat[start]
    return b"".join(parts)


@dataclass
class _Book:
    """What has been read of a workbook's records so far."""

    sheets: dict[int, str] = field(default_factory=dict)
    """By where a sheet begins in the stream, its name."""
    formats: dict[int, str] = field(default_factory=dict)
    styles: list[int] = field(default_factory=list)
    seen: dict[str, Seen] = field(default_factory=dict)
    extents: dict[str, list[int]] = field(default_factory=dict)
    here: str | None = None
    percents: frozenset[int] = frozenset()
    date1904: bool = False
    wide: bool = True
    """Texts as Excel 97 writes them; before, a byte for each letter."""
    codec: str = "latin-1"
    depth: int = 0


def _read(stream: bytes) -> _Book:
    book = _Book()
    at = 0
    while at + 4 <= len(stream):
        kind, length = struct.unpack_from("<HH", stream, at)
        body = stream[at + 4 : at + 4 + length]
        if kind == _BOF:
            _begin(book, at, body)
        elif kind == _EOF:
            book.depth = max(0, book.depth - 1)
        elif book.here is not None and book.depth == 1:
            _cell(book.seen[book.here], kind, body, book.percents)
            if kind in _CELLS:
                _widen(book.extents[book.here], *struct.unpack_from("<HH", body))
        else:
            _of_the_book(book, kind, body)
        at += 4 + length
    return book


def _begin(book: _Book, at: int, body: bytes) -> None:
    """A part of the stream begins; a chart drawn on a sheet begins inside the sheet's own."""
    book.wide = struct.unpack_from("<H", body)[0] == _BIFF8
    book.depth = 1 if at in book.sheets else book.depth + 1
    if book.depth == 1:
        book.here = book.sheets.get(at)
        if book.here is not None:
            book.seen[book.here] = Seen(filled=0)
            book.extents[book.here] = []
    book.percents = _percents(book.styles, book.formats)


def _of_the_book(book: _Book, kind: int, body: bytes) -> None:
    if kind == _CODEPAGE:
        book.codec = _CODECS.get(struct.unpack_from("<H", body)[0], book.codec)
    elif kind == _BOUNDSHEET:
        name = _text(body[7:], body[6]) if book.wide else body[7 : 7 + body[6]].decode(book.codec)
        book.sheets[struct.unpack_from("<I", body)[0]] = name
    elif kind == _FORMAT:
        number = struct.unpack_from("<H", body)[0]
        letters = body[3 : 3 + body[2]].decode("latin-1")
        book.formats[number] = _text(body[4:], body[2]) if book.wide else letters
    elif kind == _XF:
        book.styles.append(struct.unpack_from("<H", body, 2)[0])
    elif kind == _DATE1904:
        book.date1904 = bool(struct.unpack_from("<H", body)[0])


def _widen(extent: list[int], row: int, column: int) -> None:
    """The rectangle (top, bottom, left, right) grown to hold a cell."""
    if not extent:
        extent[:] = [row, row, column, column]
    extent[0], extent[1] = min(extent[0], row), max(extent[1], row)
    extent[2], extent[3] = min(extent[2], column), max(extent[3], column)


def _percents(styles: list[int], formats: dict[int, str]) -> frozenset[int]:
    return frozenset(
        number
        for number, form in enumerate(styles)
        if form in (9, 10) or "%" in re.sub(r'"[^"]*"|\\.', "", formats.get(form, ""))
    )


def _cell(seen: Seen, kind: int, body: bytes, percents: frozenset[int]) -> None:
    if kind == _ROW:
        if body[12] & 0x20:
            seen.hidden.add(struct.unpack_from("<H", body)[0])
        return
    seen.filled = (seen.filled or 0) + _numbers_in(kind, body)
    if kind == _BOOLERR and body[7]:
        row, column = struct.unpack_from("<HH", body)
        seen.errors[row, column] = _ERRORS.get(body[6], "#N/A")
    elif kind == _FORMULA:
        row, column, style = struct.unpack_from("<HHH", body)
        if body[12:14] == b"\xff\xff":
            if body[6] == 2:
                seen.errors[row, column] = _ERRORS.get(body[8], "#N/A")
        elif style in percents:
            seen.percents.add((row, column))
    elif kind in (_NUMBER, _RK):
        row, column, style = struct.unpack_from("<HHH", body)
        if style in percents:
            seen.percents.add((row, column))
    elif kind == _MULRK:
        row, first = struct.unpack_from("<HH", body)
        for number in range((len(body) - 6) // 6):
            if struct.unpack_from("<H", body, 4 + 6 * number)[0] in percents:
                seen.percents.add((row, first + number))


def _numbers_in(kind: int, body: bytes) -> int:
    """How many cells of a record hold a number; texts may be blank and are not counted."""
    if kind == _MULRK:
        return (len(body) - 6) // 6
    if kind == _BOOLERR:
        return int(not body[7])
    return int(kind in (_NUMBER, _RK) or (kind == _FORMULA and body[12:14] != b"\xff\xff"))


def _text(body: bytes, length: int) -> str:
    """A string of ``length`` characters behind its flag byte: one or two bytes each."""
    if body[0] & 1:
        return body[1 : 1 + 2 * length].decode("utf-16-le")
    return body[1 : 1 + length].decode("latin-1")
