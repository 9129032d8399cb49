"""The limited child process that opens workbooks (受限读取进程).

Reads one JSON request a line from standard input ({"path", "kind"}) and answers with one JSON line:
the sheets, or why not. A crafted workbook can abort or panic the reader or ask for endless memory;
here that ends this process only, and the parent calls it a refusal. Imports nothing but the
standard library, the reader and three small modules, so that it starts in a few hundredths of a
second.
"""

from __future__ import annotations

import datetime as dt
import json
import lzma
import struct
import sys
import tempfile
import zipfile
import zlib
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import python_calamine as calamine

from gxlab.intake import precheck
from gxlab.intake.biff import witness_xls
from gxlab.intake.binary_book import witness_xlsb
from gxlab.intake.careful import Seen
from gxlab.intake.grid import Unreadable, address
from gxlab.intake.limits import allow_cpu, limit_memory
from gxlab.intake.open_document import witness_ods
from gxlab.intake.witness import recounted, witness

CPU_SECONDS = 30
MAX_TEXT = 50_000_000
"""Characters of all cells of a file; more of them do not fit beside it in the importer."""
MAX_ALL_CELLS = 4_000_000

_EXACT_DIGITS = 10**15
# What the reader and the standard library raise on files that are not whole.
DAMAGED = (
    calamine.CalamineError, zipfile.BadZipFile, zlib.error, lzma.LZMAError, struct.error, EOFError,
    OSError, ValueError, LookupError, NotImplementedError, RuntimeError, OverflowError,
)  # fmt: skip
_KNOWN_ERRORS = ("#N/A", "#REF!", "#DIV/0!", "#NAME?", "#NULL!", "#NUM!", "#VALUE!")


def main() -> None:
    """Answer requests until the input ends."""
    limit_memory()
    for line in sys.stdin.buffer:
        request = json.loads(line)
        allow_cpu(CPU_SECONDS)
        reply = _answer(request["path"], request["kind"])
        sys.stdout.buffer.write(json.dumps(reply, ensure_ascii=False).encode("utf-8", "replace"))
        sys.stdout.buffer.write(b"\n")
        sys.stdout.buffer.flush()


def _answer(path: str, kind: str) -> dict[str, Any]:
    try:
        return {"sheets": read_workbook(path, kind)}
    except Unreadable as refusal:
        return {"rule": refusal.rule, "text": refusal.text}
    except calamine.PasswordError:
        return {"rule": "password", "text": "文件有打开密码，读不出来，请取消密码后重新报送"}
    except MemoryError:
        return {"rule": "reader_died", "text": "文件展开后占用内存过大，疑为异常文件，请另存后重报"}
    except DAMAGED:
        # The library's own words are English and speak of its parts, not of the sender's form.
        told = "文件已损坏或格式不规范，读不出来，请用 Excel 或 WPS 另存后重新报送"
        return {"rule": "damaged_file", "text": told}


def read_workbook(path: str, kind: str) -> list[dict[str, Any]]:
    """All worksheets of a file as plain lists. Raises Unreadable and what the reader raises."""
    seen, date1904 = _witnessed(path, kind)
    _refuse_new_errors(seen)
    with _opened(path, kind) as workbook:
        pages = [
            meta
            for meta in workbook.sheets_metadata
            if meta.typ == calamine.SheetTypeEnum.WorkSheet
        ]
        names = [meta.name for meta in pages]
        if twice := sorted({name for name in names if names.count(name) > 1}):
            told = f"有两张工作表都叫“{twice[0]}”，分不清是哪一张，请改名另存后重新报送"
            raise Unreadable("sheet_name_twice", told)
        sheets: list[dict[str, Any]] = []
        for meta in pages:
            page = workbook.get_sheet_by_name(meta.name)
            sheets.append(_sheet(page, meta, seen.get(meta.name, Seen()), date1904, path))
            _refuse_bulk(sheets)
    return sheets


def _witnessed(path: str, kind: str) -> tuple[dict[str, Seen], bool]:
    if kind == "xls":
        return witness_xls(Path(path).read_bytes())
    with zipfile.ZipFile(path) as archive:
        precheck.check_archive(archive)
        precheck.check_xml(archive)
        if kind == "xlsx":
            return witness(archive)
        if kind == "xlsb":
            return witness_xlsb(archive)
        return witness_ods(archive), False


def _refuse_new_errors(seen: dict[str, Seen]) -> None:
    """Refuse by name what the reader would call a damaged file: #SPILL! and its like."""
    for name, sheet in seen.items():
        for cell, text in sorted(sheet.errors.items()):
            if sheet.part and text not in _KNOWN_ERRORS:
                raise Unreadable(
                    "error_cell",
                    f"工作表“{name}”{address(*cell)}的“{text}”是公式错误值，"
                    "整个文件因此读不出来，请改正公式后重新报送",
                )


def _refuse_bulk(sheets: list[dict[str, Any]]) -> None:
    """Refuse what would not fit in the importer: too many cells, or too much text, in all."""
    last = sheets[-1]["rows"]
    area = sum(len(rows) * len(rows[0]) for s in sheets if (rows := s["rows"]))
    if area > MAX_ALL_CELLS:
        told = (
            f"各工作表合计超过{MAX_ALL_CELLS // 10_000}万个单元格，请按单位或月份拆成几个文件重报"
        )
        raise Unreadable("range_too_large", told)
    if sum(len(text) for row in last for text in row if text) > MAX_TEXT:
        told = "单元格中的文字过多，合计超过五千万字，疑为异常文件，请核对后重报"
        raise Unreadable("too_much_text", told)


def _opened(path: str, kind: str) -> calamine.CalamineWorkbook:
    """The workbook, whatever its file is called: archived files have no extension."""
    try:
        with Path(path).open("rb") as file:
            return calamine.load_workbook(file)
    except calamine.CalamineError:
        # Given bytes, the reader tries all formats and tells nothing of why; by name it does.
        data = Path(path).read_bytes()
        locked = kind == "xls" and "EncryptedPackage".encode("utf-16-le") in data
        with tempfile.TemporaryDirectory() as folder:
            named = Path(folder) / f"file.{'xlsx' if locked else kind}"
            named.write_bytes(data)
            return calamine.load_workbook(named)


def _sheet(
    sheet: calamine.CalamineSheet,
    meta: calamine.SheetMetadata,
    seen: Seen,
    date1904: bool,
    path: str,
) -> dict[str, Any]:
    top, left = sheet.start or (0, 0)
    if sheet.height * sheet.width > precheck.MAX_CELLS:
        precheck.refuse_large(sheet.width, sheet.height)
    rows = [_texts(row) for row in sheet.to_python(skip_empty_area=True)]
    _reconcile(meta.name, rows, (top, left), seen, path)
    top, left = _reach(rows, top, left, seen.errors)
    for (row, column), text in seen.errors.items():
        rows[row - top][column - left] = text
    for row, column in seen.percents:
        _put_percent(rows, row - top, column - left)
    return {
        "name": meta.name,
        "visible": _visibility(meta),
        "top": top,
        "left": left,
        "rows": rows,
        "merges": [[*first, *last] for first, last in sheet.merged_cell_ranges or ()],
        "errors": list(seen.errors),
        "uncalculated": sorted(seen.uncalculated),
        "hidden": sorted(seen.hidden),
        "date1904": date1904,
    }


def _reconcile(
    name: str, rows: list[list[str | None]], corner: tuple[int, int], seen: Seen, path: str
) -> None:
    """Refuse a sheet of which reader and witness do not see the same cells (两种读法不一致)."""
    if seen.filled is None:
        return
    read = sum(text is not None for row in rows for text in row)
    if not seen.part:
        if read < seen.filled:
            raise _disagreement(name, f"读出{read}格，记录中单是数字就有{seen.filled}格")
        return
    if read == seen.filled:
        return
    with zipfile.ZipFile(path) as archive:
        counted = recounted(archive, seen)
    top, left = corner
    cells = {
        (top + i, left + j)
        for i, row in enumerate(rows)
        for j, text in enumerate(row)
        if text is not None and not text.isspace()
    } - seen.errors.keys()
    if odd := sorted(cells ^ counted):
        raise _disagreement(name, f"{address(*odd[0])}等{len(odd)}格")


def _disagreement(name: str, where: str) -> Unreadable:
    return Unreadable(
        "readers_disagree",
        f"工作表“{name}”用两种方法读出的非空单元格不一致（{where}），为免漏读没有入库，"
        "请用 Excel 或 WPS 另存后重新报送",
    )


def _visibility(meta: calamine.SheetMetadata) -> str:
    # The reader's enumeration cannot be a dictionary key.
    if meta.visible == calamine.SheetVisibleEnum.Visible:
        return "visible"
    hidden = meta.visible == calamine.SheetVisibleEnum.Hidden
    return "hidden" if hidden else "very_hidden"


def _texts(row: Sequence[object]) -> list[str | None]:
    """The exact texts of a row; strings and numbers, nearly all there is, need no further call."""
    return [
        value or None
        if value.__class__ is str
        else repr(value)
        if value.__class__ is float and not value.is_integer()
        else _text(value)
        for value in row
    ]


def _text(value: object) -> str | None:
    """The exact text of one value; None for an empty cell."""
    if isinstance(value, str):
        return value or None
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        return _number_text(value)
    if isinstance(value, dt.datetime):
        midnight = value.time() == dt.time(0)
        return value.date().isoformat() if midnight else value.isoformat(" ", "seconds")
    if isinstance(value, dt.date | dt.time):
        return value.isoformat()
    return str(value)


def _number_text(value: float) -> str:
    if not value.is_integer():
        return repr(value)
    # A workbook keeps 15 digits: the rest of a longer number is not what was typed.
    return f"{value:.14e}" if abs(value) >= _EXACT_DIGITS else str(int(value))


def _reach(
    rows: list[list[str | None]], top: int, left: int, cells: Iterable[tuple[int, int]]
) -> tuple[int, int]:
    """Grow the rectangle of rows to hold these cells too, which the reader took for empty."""
    for row, column in cells:
        if not rows:
            top, left = row, column
            rows.append([None])
        width = len(rows[0])
        if row < top:
            rows[:0] = [[None] * width for _ in range(top - row)]
            top = row
        if row >= top + len(rows):
            rows += [[None] * width for _ in range(row - top - len(rows) + 1)]
        before, after = max(0, left - column), max(0, column - left - width + 1)
        if before or after:
            rows[:] = [[None] * before + line + [None] * after for line in rows]
            left -= before
    return top, left


def _put_percent(rows: list[list[str | None]], row: int, column: int) -> None:
    from decimal import Decimal, InvalidOperation

    if not (0 <= row < len(rows) and 0 <= column < len(rows[row])):
        return
    try:
        percent = Decimal(rows[row][column] or "") * 100
    except InvalidOperation:
        return
    # Fifteen digits: 0.062 is not exact in a workbook, and 6.2 is what its cell shows.
    text = format(percent.normalize().__round__(12).normalize(), "f")
    rows[row][column] = f"{text}%"


if __name__ == "__main__":
    main()
