"""A second look at the raw XML of an xlsx (旁证): what the fast reader does not tell.

The reader turns #N/A, #REF! and formulas that were never calculated into empty cells, and shows a
percent-formatted 6.2 % as 0.062. Each of these would be stored as something the sender did not
mean. Standard library only: it runs inside the child process.
"""

from __future__ import annotations

import posixpath
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field

from gxlab.intake.precheck import column_number, says_where

_CELL = re.compile(rb"<(?:\w+:)?c\b([^>]*?)(?:/>|>(.*?)</(?:\w+:)?c>)", re.DOTALL)
_PLACE = re.compile(rb'\br="([A-Z]{1,3})([0-9]+)"')
_PLACELESS = re.compile(rb"<(?:\w+:)?c(?![^>]*\br=)[ >/]")
_STYLE = re.compile(rb'\bs="([0-9]+)"')
_VALUE = re.compile(rb"<(?:\w+:)?v\b[^>]*>([^<]*)</")
_FORMULA = re.compile(rb"<(?:\w+:)?f[\s>/]")
# No formula has another beginning: looking for these is many times quicker than the pattern.
_MAY_BE_FORMULA = (b"<f>", b"<f/", b"<f ", b"<f\t", b"<f\r", b"<f\n", b":f")
_XFS = re.compile(rb"<(?:\w+:)?cellXfs\b.*?</(?:\w+:)?cellXfs>", re.DOTALL)
_XF = re.compile(rb'<(?:\w+:)?xf\b[^>]*?\bnumFmtId="([0-9]+)"')
_FORMAT = re.compile(rb'<(?:\w+:)?numFmt\b[^>]*?\bnumFmtId="([0-9]+)"[^>]*?\bformatCode="([^"]*)"')
_FORMAT2 = re.compile(rb'<(?:\w+:)?numFmt\b[^>]*?\bformatCode="([^"]*)"[^>]*?\bnumFmtId="([0-9]+)"')


@dataclass
class Seen:
    """What the raw XML of one sheet shows; cells are (row, column) from 0."""

    errors: dict[tuple[int, int], str] = field(default_factory=dict)
    uncalculated: set[tuple[int, int]] = field(default_factory=set)
    percents: set[tuple[int, int]] = field(default_factory=set)


def witness(archive: zipfile.ZipFile) -> tuple[dict[str, Seen], bool]:
    """By sheet name what was seen, and whether the workbook counts days from 1904."""
    workbook_path = _find(archive, r"(^|/)workbook\d*\.xml$")
    workbook = archive.read(workbook_path)
    base, stem = posixpath.split(workbook_path.replace("\\", "/"))
    rels_name = posixpath.join(base, "_rels", stem + ".rels")
    targets = _targets(archive.read(_find(archive, re.escape(rels_name) + "$")))
    percent_styles = _percent_styles(archive)
    seen: dict[str, Seen] = {}
    for name, relation in _sheets(workbook):
        target = targets.get(relation)
        if target is None:
            continue
        path = posixpath.normpath(posixpath.join("/" + base, target.replace("\\", "/"))).lstrip("/")
        if part := _read(archive, path):
            seen[name] = look(part, percent_styles)
    return seen, bool(re.search(rb'date1904="(?:1|true)"', workbook))


def look(part: bytes, percent_styles: frozenset[int]) -> Seen:
    """Errors, uncalculated formulas and percent cells of one sheet's XML."""
    if not says_where(part) and _PLACELESS.search(part):
        return _look_in_order(part, percent_styles)
    seen = Seen()
    for pattern in _telling(part, percent_styles):
        for found in pattern.finditer(part):
            place = _PLACE.search(found[1])
            if place:
                cell = int(place[2]) - 1, column_number(place[1]) - 1
                _note(seen, cell, found[1], found[2] or b"", percent_styles)
    return seen


def _telling(part: bytes, percent_styles: frozenset[int]) -> Iterator[re.Pattern[bytes]]:
    """Patterns of the few cells worth a look; most of a long sheet is none of them."""
    if b't="e"' in part:
        yield re.compile(rb'<(?:\w+:)?c\b([^>]*\bt="e"[^>]*)>(.*?)</(?:\w+:)?c>', re.DOTALL)
    if any(mark in part for mark in _MAY_BE_FORMULA) and _FORMULA.search(part):
        yield re.compile(rb"<(?:\w+:)?c\b([^>]*[^/])>(<(?:\w+:)?f\b.*?)</(?:\w+:)?c>", re.DOTALL)
    if percent_styles:
        styles = b"|".join(str(style).encode() for style in sorted(percent_styles))
        yield re.compile(
            rb'<(?:\w+:)?c\b([^>]*\bs="(?:' + styles + rb')"[^>]*)>(.*?)</(?:\w+:)?c>', re.DOTALL
        )


def _look_in_order(part: bytes, percent_styles: frozenset[int]) -> Seen:
    """The same for the rare sheet whose cells do not say where they stand."""
    seen = Seen()
    row = column = -1
    for found in re.finditer(rb"<(?:\w+:)?row\b[^>]*>|" + _CELL.pattern, part, re.DOTALL):
        if found[1] is None:
            number = re.search(rb'\br="([0-9]+)"', found[0])
            row, column = (int(number[1]) - 1 if number else row + 1), -1
            continue
        place = _PLACE.search(found[1])
        column = column_number(place[1]) - 1 if place else column + 1
        row = int(place[2]) - 1 if place else row
        _note(seen, (row, column), found[1], found[2] or b"", percent_styles)
    return seen


def _note(
    seen: Seen, cell: tuple[int, int], attributes: bytes, body: bytes, percents: frozenset[int]
) -> None:
    value = _VALUE.search(body)
    if b't="e"' in attributes:
        seen.errors[cell] = value[1].decode() if value else "#N/A"
    elif _FORMULA.search(body) and not (value and value[1]) and b't="str"' not in attributes:
        seen.uncalculated.add(cell)
    elif value and b' t="' not in attributes and percents:
        style = _STYLE.search(attributes)
        if style and int(style[1]) in percents:
            seen.percents.add(cell)


def _percent_styles(archive: zipfile.ZipFile) -> frozenset[int]:
    """Cell styles whose number format is a percentage (built in: 9 and 10)."""
    try:
        styles = archive.read(_find(archive, r"(^|/)styles\d*\.xml$"))
    except KeyError:
        return frozenset()
    formats = {int(i): code for i, code in _FORMAT.findall(styles)}
    formats |= {int(i): code for code, i in _FORMAT2.findall(styles)}
    percent = {9, 10} | {
        number
        for number, code in formats.items()
        if b"%" in re.sub(rb"&quot;.*?&quot;|\\.", b"", code)
    }
    xfs = _XFS.search(styles)
    ids = [int(i) for i in _XF.findall(xfs[0])] if xfs else []
    return frozenset(style for style, number in enumerate(ids) if number in percent)


def _find(archive: zipfile.ZipFile, pattern: str) -> str:
    for name in archive.namelist():
        if re.search(pattern, name.replace("\\", "/"), re.IGNORECASE):
            return name
    raise KeyError(pattern)


def _read(archive: zipfile.ZipFile, path: str) -> bytes:
    wanted = path.lower()
    for name in archive.namelist():
        if name.replace("\\", "/").lstrip("/").lower() == wanted:
            return archive.read(name)
    return b""


def _targets(rels: bytes) -> dict[str, str]:
    pairs = {}
    for tag in re.findall(rb"<(?:\w+:)?Relationship\b[^>]*>", rels):
        rid, target = (re.search(rb"\b" + k + rb'="([^"]*)"', tag) for k in (b"Id", b"Target"))
        if rid and target:
            pairs[rid[1].decode()] = target[1].decode()
    return pairs


def _sheets(workbook: bytes) -> list[tuple[str, str]]:
    from html import unescape

    sheets = []
    for tag in re.findall(rb"<(?:\w+:)?sheet\b[^>]*>", workbook):
        name = re.search(rb'\bname="([^"]*)"', tag)
        rid = re.search(rb'\b\w+:id="([^"]*)"', tag)
        if name and rid:
            sheets.append((unescape(name[1].decode("utf-8")), rid[1].decode()))
    return sheets
