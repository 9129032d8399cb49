"""A second look at the records of an xlsb (旁证): error cells and percent formats; stdlib only.

The reader shows #N/A as an empty cell and 6.2 % as 0.062, here as in an xlsx.
"""

from __future__ import annotations

import posixpath
import re
import struct
import zipfile
from collections.abc import Iterator

from gxlab.intake.careful import Seen
from gxlab.intake.precheck import refuse_large
from gxlab.intake.witness import find_part, read_part, targets_of

_ROW, _RK, _ERROR, _BOOL, _REAL = 0, 2, 3, 4, 5
_LAST_CELL = 11
_NUMBER_RESULT, _BOOL_RESULT, _ERROR_RESULT = 9, 10, 11
_BOOK_PROPERTIES, _SHEET, _FORMAT, _STYLE = 153, 156, 44, 47
_STYLES_BEGIN, _STYLES_END = 617, 618
_ERRORS = {
    0x00: "#NULL!", 0x07: "#DIV/0!", 0x0F: "#VALUE!", 0x17: "#REF!", 0x1D: "#NAME?",
    0x24: "#NUM!", 0x2A: "#N/A",
}  # fmt: skip
_NUMBERS = (_RK, _BOOL, _REAL, _NUMBER_RESULT, _BOOL_RESULT)


def witness_xlsb(archive: zipfile.ZipFile) -> tuple[dict[str, Seen], bool]:
    """By sheet name what the records show, and whether days count from 1904.

    Raises Unreadable where a sheet's used range is too large.
    """
    try:
        return _read(archive)
    except (struct.error, IndexError, KeyError, UnicodeDecodeError):
        return {}, False


def _read(archive: zipfile.ZipFile) -> tuple[dict[str, Seen], bool]:
    path = find_part(archive, r"(^|/)workbook\.bin$")
    base, stem = posixpath.split(path.replace("\\", "/"))
    targets = targets_of(read_part(archive, posixpath.join(base, "_rels", stem + ".rels")))
    percents = _percents(archive)
    seen: dict[str, Seen] = {}
    date1904 = False
    for kind, body in _records(archive.read(path)):
        if kind == _BOOK_PROPERTIES:
            date1904 = bool(body[0] & 1)
        if kind != _SHEET:
            continue
        relation, at = _text(body, 8)
        name, _ = _text(body, at)
        target = targets.get(relation, "").replace("\\", "/")
        found = posixpath.normpath(posixpath.join("/" + base, target)).lstrip("/")
        seen[name] = _look(read_part(archive, found), percents)
    return seen, date1904


def _look(part: bytes, percents: frozenset[int]) -> Seen:
    seen = Seen(filled=0)
    row, numbers = 0, 0
    top, bottom, left, right = 2**31, 0, 2**31, 0
    for kind, body in _records(part):
        if kind == _ROW:
            row = struct.unpack_from("<I", body)[0]
            if len(body) > 11 and body[11] & 0x10:
                seen.hidden.add(row)
        elif _RK <= kind <= _LAST_CELL:
            column, style = struct.unpack_from("<II", body)
            top, bottom = min(top, row), max(bottom, row)
            left, right = min(left, column), max(right, column)
            if kind in (_ERROR, _ERROR_RESULT):
                seen.errors[row, column] = _ERRORS.get(body[8], "#N/A")
            numbers += kind in _NUMBERS
            if kind in _NUMBERS and style & 0xFFFFFF in percents:
                seen.percents.add((row, column))
    refuse_large(max(0, right - left + 1), max(0, bottom - top + 1))
    seen.filled = numbers
    return seen


def _percents(archive: zipfile.ZipFile) -> frozenset[int]:
    """Cell styles whose number format is a percentage."""
    try:
        part = archive.read(find_part(archive, r"(^|/)styles\.bin$"))
    except KeyError:
        return frozenset()
    formats: dict[int, str] = {}
    styles: list[int] = []
    inside = False
    for kind, body in _records(part):
        if kind == _FORMAT:
            formats[struct.unpack_from("<H", body)[0]] = _text(body, 2)[0]
        elif kind in (_STYLES_BEGIN, _STYLES_END):
            inside = kind == _STYLES_BEGIN
        elif kind == _STYLE and inside:
            styles.append(struct.unpack_from("<H", body, 2)[0])
    return frozenset(
        style
        for style, form in enumerate(styles)
        if form in (9, 10) or "%" in re.sub(r'"[^"]*"|\\.', "", formats.get(form, ""))
    )


def _records(part: bytes) -> Iterator[tuple[int, bytes]]:
    """Kinds and contents; each head is one or two bytes of kind and up to four of length."""
    at = 0
    while at < len(part):
        kind = part[at]
        at += 1
        if kind & 0x80:
            kind = kind & 0x7F | (part[at] & 0x7F) << 7
            at += 1
        length = 0
        for shift in (0, 7, 14, 21):
            byte = part[at]
            at += 1
            length |= (byte & 0x7F) << shift
            if not byte & 0x80:
                break
        yield kind, part[at : at + length]
        at += length


def _text(body: bytes, at: int) -> tuple[str, int]:
    """A text behind its length, and where it ends."""
    length = struct.unpack_from("<I", body, at)[0]
    end = at + 4 + 2 * length
    return body[at + 4 : end].decode("utf-16-le"), end
