"""Checks on a zipped workbook before any reader opens it (读前检查); standard library only.

A workbook of 1.4 KB that claims one cell in A1 and one in XFD1048576 aborts the reader; a small
zip may unfold to hundreds of megabytes; a DOCTYPE may define entities that multiply. All of these
are found from the packed parts, inside the limited child process.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator

from gxlab.intake.careful import (
    LAST_COLUMN,
    LAST_ROW,
    is_plain,
    look_carefully,
    out_of_sheet,
)
from gxlab.intake.grid import Unreadable

MAX_ENTRIES = 2_000
MAX_UNPACKED = 300 * 2**20
MAX_RATIO = 200
MAX_CELLS = 2_000_000

_DOCTYPES = tuple("<!DOCTYPE".encode(e) for e in ("ascii", "utf-16-le", "utf-16-be"))
_ROW = re.compile(rb'<(?:\w+:)?row\b[^>]*?\br="([0-9]+)"')
_LETTERS = re.compile(rb'<(?:\w+:)?c r="([A-Z]{1,3})')
_PLACELESS = re.compile(rb'<(?:\w+:)?(?:c(?! r=")|row(?![^>]*\br="))[ >/]')
# Cells with content only: a whole column may carry a format down to row 1048576 and mean no harm.
_FILLED = re.compile(rb'<(?:\w+:)?c\b[^>]*?\br="([A-Z]{1,3})([0-9]+)"[^>]*(?<!/)>')


def check_archive(archive: zipfile.ZipFile) -> None:
    """Refuse what no honest workbook is: too many or too large parts, paths out of the archive."""
    entries = archive.infolist()
    unpacked = sum(entry.file_size for entry in entries)
    packed = sum(entry.compress_size for entry in entries)
    if len(entries) > MAX_ENTRIES:
        raise Unreadable(
            "too_many_parts",
            f"文件内部有{len(entries)}个部件，超过{MAX_ENTRIES}个，疑为异常文件，请另存后重报",
        )
    if unpacked > MAX_UNPACKED or (unpacked > MAX_RATIO * max(packed, 1) and unpacked > 2**20):
        raise Unreadable(
            "unpacks_too_large",
            f"文件解压后有{unpacked // 2**20}兆，与其大小不相称，疑为异常文件，请另存后重报",
        )
    if any(".." in entry.filename.replace("\\", "/").split("/") for entry in entries):
        raise Unreadable("unsafe_path", "文件内部含有越界路径，疑为异常文件，请另存后重报")
    names = [entry.filename.replace("\\", "/").lower() for entry in entries]
    if len(set(names)) < len(names):
        raise Unreadable(
            "part_twice", "文件内部有两个同名的部件，分不清以哪个为准，疑为异常文件，请另存后重报"
        )
    if any(entry.flag_bits & 1 for entry in entries):
        raise Unreadable("password", "文件有打开密码，读不出来，请取消密码后重新报送")


def check_xml(archive: zipfile.ZipFile) -> None:
    """Refuse parts with a DOCTYPE and sheets whose used range is too large."""
    for name, part in _xml_parts(archive):
        if any(mark in part for mark in _DOCTYPES):
            raise Unreadable("xml_doctype", "文件内部含有 DOCTYPE 声明，疑为异常文件，请另存后重报")
        if re.search(r"worksheets/[^/]*\.xml$", name, re.IGNORECASE):
            _check_range(part)


def _xml_parts(archive: zipfile.ZipFile) -> Iterator[tuple[str, bytes]]:
    for entry in archive.infolist():
        if entry.filename.lower().endswith((".xml", ".rels", ".vml")):
            yield entry.filename, archive.read(entry)


def _check_range(part: bytes) -> None:
    if not is_plain(part):
        _check_carefully(part)
        return
    if _bound_by_all_cells(part) <= MAX_CELLS:
        return
    columns: set[bytes] = set()
    top, bottom = 2**31, 0
    for found in _FILLED.finditer(part):
        columns.add(found[1])
        row = int(found[2])
        top, bottom = min(top, row), max(bottom, row)
    if columns:
        numbers = [column_number(letters) for letters in columns]
        refuse_large(max(numbers) - min(numbers) + 1, bottom - top + 1)


def _check_carefully(part: bytes) -> None:
    looked = look_carefully(part)
    filled = looked.cells | looked.seen.errors.keys() | looked.seen.uncalculated
    if filled:
        rows, columns = ([cell[side] for cell in filled] for side in (0, 1))
        refuse_large(max(columns) - min(columns) + 1, max(rows) - min(rows) + 1)


_PLAIN_ROW = re.compile(rb'<row r="([0-9]+)"')
_WIDE = re.compile(rb'<c r="[A-Z]{2,3}')
_LETTERS_OF_ONE = 26


def says_where(part: bytes) -> bool:
    """Whether every cell and row of a sheet plainly says where it stands, as nearly all do.

    Told by counting tags, which is many times quicker than looking at each; False where one would
    have to look.
    """
    if b":c" in part or b":row" in part:
        return False
    return all(
        part.count(b"<" + tag + b' r="')
        == sum(part.count(b"<" + tag + after) for after in (b" ", b">", b"/"))
        for tag in (b"c", b"row")
    )


def _bound_by_all_cells(part: bytes) -> int:
    """An upper bound of the used range, formatted empty cells included: quick, mostly enough."""
    if says_where(part) and not _WIDE.search(part):
        numbers = [int(row) for row in _PLAIN_ROW.findall(part)]
        height = max(numbers) - min(numbers) + 1 if numbers else 0
        _refuse_outside(max(numbers, default=1), 1)
        if _LETTERS_OF_ONE * height <= MAX_CELLS:
            return _LETTERS_OF_ONE * height
    rows = [int(row) for row in _ROW.findall(part)]
    letters = set(_LETTERS.findall(part))
    if not rows or not letters or _PLACELESS.search(part):
        return MAX_CELLS + 1
    numbers = [column_number(column) for column in letters]
    _refuse_outside(max(rows), max(numbers))
    return (max(numbers) - min(numbers) + 1) * (max(rows) - min(rows) + 1)


def _refuse_outside(row: int, column: int) -> None:
    if row > LAST_ROW or column > LAST_COLUMN:
        raise out_of_sheet(f"第{row}行第{column}列")


def column_number(letters: bytes) -> int:
    """The number of a column, A = 1.

    >>> column_number(b"AA")
    27
    """
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


def refuse_large(width: int, height: int) -> None:
    """Refuse a range of more than two million cells."""
    if width * height > MAX_CELLS:
        raise Unreadable(
            "range_too_large",
            f"工作表的已用区域为{height}行×{width}列，超过200万个单元格，"
            "多半是远处有误填的单元格，请删去多余行列后重报；确为大表的请导出为 csv",
        )
