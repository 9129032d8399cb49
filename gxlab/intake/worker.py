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
import sys
import tempfile
import zipfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import python_calamine as calamine

from gxlab.intake import precheck
from gxlab.intake.biff import witness_xls
from gxlab.intake.grid import Unreadable
from gxlab.intake.witness import Seen, witness

ADDRESS_SPACE = 2**30
CPU_SECONDS = 60

_EXACT_DIGITS = 10**15


def main() -> None:
    """Answer requests until the input ends."""
    _limit_memory()
    for line in sys.stdin.buffer:
        request = json.loads(line)
        _allow_cpu()
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
    except (calamine.CalamineError, zipfile.BadZipFile, OSError, ValueError, KeyError):
        # The library's own words are English and speak of its parts, not of the sender's form.
        told = "文件已损坏或格式不规范，读不出来，请用 Excel 或 WPS 另存后重新报送"
        return {"rule": "damaged_file", "text": told}


def read_workbook(path: str, kind: str) -> list[dict[str, Any]]:
    """All worksheets of a file as plain lists. Raises Unreadable and what the reader raises."""
    seen: dict[str, Seen] = {}
    date1904 = False
    if kind != "xls":
        with zipfile.ZipFile(path) as archive:
            precheck.check_archive(archive)
            precheck.check_xml(archive)
            if kind == "xlsx":
                seen, date1904 = witness(archive)
    else:
        seen, date1904 = witness_xls(Path(path).read_bytes())
    with _opened(path, kind) as workbook:
        return [
            _sheet(
                workbook.get_sheet_by_name(meta.name), meta, seen.get(meta.name, Seen()), date1904
            )
            for meta in workbook.sheets_metadata
            if meta.typ == calamine.SheetTypeEnum.WorkSheet
        ]


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
    sheet: calamine.CalamineSheet, meta: calamine.SheetMetadata, seen: Seen, date1904: bool
) -> dict[str, Any]:
    top, left = sheet.start or (0, 0)
    if sheet.height * sheet.width > precheck.MAX_CELLS:
        precheck.refuse_large(sheet.width, sheet.height)
    rows = [_texts(row) for row in sheet.to_python(skip_empty_area=True)]
    for (row, column), text in seen.errors.items():
        _put(rows, row - top, column - left, text)
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
        "date1904": date1904,
    }


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


def _put(rows: list[list[str | None]], row: int, column: int, text: str) -> None:
    if 0 <= row < len(rows) and 0 <= column < len(rows[row]):
        rows[row][column] = text


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


def _limit_memory() -> None:
    if sys.platform != "win32":
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (ADDRESS_SPACE, ADDRESS_SPACE))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _allow_cpu() -> None:
    if sys.platform != "win32":
        import resource

        usage = resource.getrusage(resource.RUSAGE_SELF)
        soft = int(usage.ru_utime + usage.ru_stime) + CPU_SECONDS
        resource.setrlimit(resource.RLIMIT_CPU, (soft, resource.RLIM_INFINITY))


if __name__ == "__main__":
    main()
