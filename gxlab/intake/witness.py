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

from gxlab.intake.careful import Seen, is_plain, look_carefully, shared_strings
from gxlab.intake.grid import Unreadable, address
from gxlab.intake.precheck import column_number, says_where

_PLACE = re.compile(rb'\br="([A-Z]{1,3})([0-9]+)"')
_PLACELESS = re.compile(rb"<(?:\w+:)?c(?![^>]*\br=)[ >/]")
_HIDDEN = re.compile(rb'<(?:\w+:)?row [^>]*\br="([0-9]+)"[^>]*\bhidden="(?:1|true)"')
_STYLE = re.compile(rb'\bs="([0-9]+)"')
_VALUE = re.compile(rb"<(?:\w+:)?v\b[^>]*>([^<]*)</")
_FORMULA = re.compile(rb"<(?:\w+:)?f[\s>/]")
# No formula has another beginning: looking for these is many times quicker than the pattern.
_MAY_BE_FORMULA = (b"<f>", b"<f/", b"<f ", b"<f\t", b"<f\r", b"<f\n", b":f")
_XFS = re.compile(rb"<(?:\w+:)?cellXfs\b.*?</(?:\w+:)?cellXfs>", re.DOTALL)
_XF = re.compile(rb'<(?:\w+:)?xf\b[^>]*?\bnumFmtId="([0-9]+)"')
_FORMAT = re.compile(rb'<(?:\w+:)?numFmt\b[^>]*?\bnumFmtId="([0-9]+)"[^>]*?\bformatCode="([^"]*)"')
_FORMAT2 = re.compile(rb'<(?:\w+:)?numFmt\b[^>]*?\bformatCode="([^"]*)"[^>]*?\bnumFmtId="([0-9]+)"')


def witness(archive: zipfile.ZipFile) -> tuple[dict[str, Seen], bool]:
    """By sheet name what was seen, and whether the workbook counts days from 1904."""
    workbook_path = find_part(archive, r"(^|/)workbook\d*\.xml$")
    workbook = archive.read(workbook_path)
    base, stem = posixpath.split(workbook_path.replace("\\", "/"))
    rels_name = posixpath.join(base, "_rels", stem + ".rels")
    targets = targets_of(archive.read(find_part(archive, re.escape(rels_name) + "$")))
    percent_styles = _percent_styles(archive)
    seen: dict[str, Seen] = {}
    for name, relation in _sheets(workbook):
        target = targets.get(relation)
        if target is None:
            continue
        path = posixpath.normpath(posixpath.join("/" + base, target.replace("\\", "/"))).lstrip("/")
        if part := read_part(archive, path):
            seen[name] = look(part, percent_styles)
            seen[name].part = path
    return seen, bool(re.search(rb"\bdate1904\s*=\s*[\"'](?:1|true)[\"']", workbook))


def look(part: bytes, percent_styles: frozenset[int]) -> Seen:
    """What one sheet's XML shows: by patterns where it is plainly written, else by a parser."""
    if not is_plain(part) or (not says_where(part) and _PLACELESS.search(part)):
        return look_carefully(part, percent_styles).seen
    seen = Seen()
    for pattern in _telling(part, percent_styles):
        for found in pattern.finditer(part):
            place = _PLACE.search(found[1])
            if place:
                cell = int(place[2]) - 1, column_number(place[1]) - 1
                _note(seen, cell, found[1], found[2] or b"", percent_styles)
    if b'hidden="' in part:
        seen.hidden = {int(row) - 1 for row in _HIDDEN.findall(part)}
    seen.filled = _filled(part) - len(seen.errors)
    return seen


def _filled(part: bytes) -> int:
    """How many cells have content, told by counting tags; a blank shared string counts as one."""
    values = part.count(b"<v>") + part.count(b":v>") // 2 - part.count(b"<v></v>")
    return values + part.count(b"<is>") + part.count(b":is>") // 2


def recounted(archive: zipfile.ZipFile, seen: Seen) -> set[tuple[int, int]]:
    """Every cell with content but error values, by a parser and with the shared strings' texts.

    Raises Unreadable where a cell stands twice.
    """
    strings = _shared_strings(archive)
    blanks = frozenset(number for number, text in enumerate(strings) if not text.strip())
    looked = look_carefully(read_part(archive, seen.part), frozenset(), blanks)
    if looked.twice:
        row, column = min(looked.twice)
        told = f"{address(row, column)}等{len(looked.twice)}个单元格在文件中出现两次"
        raise Unreadable(
            "cell_twice", f"{told}，分不清以哪个为准，请用 Excel 或 WPS 另存后重新报送"
        )
    return looked.cells


def _shared_strings(archive: zipfile.ZipFile) -> list[str]:
    try:
        part = archive.read(find_part(archive, r"(^|/)sharedStrings\d*\.xml$"))
    except KeyError:
        return []
    return shared_strings(part)


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
        styles = archive.read(find_part(archive, r"(^|/)styles\d*\.xml$"))
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


def find_part(archive: zipfile.ZipFile, pattern: str) -> str:
    """The name of the part that fits a pattern. Raises KeyError where there is none."""
    for name in archive.namelist():
        if re.search(pattern, name.replace("\\", "/"), re.IGNORECASE):
            return name
    raise KeyError(pattern)


def read_part(archive: zipfile.ZipFile, path: str) -> bytes:
    """The content of a part, whatever the case of its name; nothing where there is none."""
    wanted = path.lower()
    for name in archive.namelist():
        if name.replace("\\", "/").lstrip("/").lower() == wanted:
            return archive.read(name)
    return b""


def targets_of(rels: bytes) -> dict[str, str]:
    """By number of a relation the part it leads to."""
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
