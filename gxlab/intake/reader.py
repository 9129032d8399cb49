"""Files to grids (读表): workbooks through the limited child process, text files here.

One child reads many files. It is replaced after a death, and the file that killed it is refused.
"""

from __future__ import annotations

import csv
import json
import re
from pathlib import Path
from types import TracebackType
from typing import Any

from gxlab.intake.child import Child, Died
from gxlab.intake.grid import Grid, Sheet, Unreadable, address
from gxlab.intake.sniff import Sniffed, sniff, too_long

WALL_SECONDS = 36
MAX_FILE_BYTES = 256 * 2**20
_MAX_TEXT_CELLS = 6_000_000
_MAX_TEXT_ROWS = 2_000_000
_FIELD_LIMIT = 2**17
_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+")
_BROKEN = ("\ufffd", "锟斤拷")
_DELIMITERS = ",\t;|"


class Reader:
    """Reads files into grids; a context manager that ends its child process.

    >>> with Reader() as reader:
    ...     grid = reader.read_bytes("代码,名称\\n06,煤炭".encode("gb18030"))
    >>> grid.sheets[0].rows[1]
    ['06', '煤炭']
    """

    def __init__(self, wall_seconds: float = WALL_SECONDS) -> None:
        self.child = Child("gxlab.intake.worker", wall_seconds)

    def __enter__(self) -> Reader:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """End the child process."""
        self.child.close()

    def read(self, path: Path) -> Grid:
        """The grid of a file. Raises :class:`Unreadable` with the reason, never anything else."""
        if (size := path.stat().st_size) > MAX_FILE_BYTES:
            told = f"文件有{size >> 20}兆，超过{MAX_FILE_BYTES >> 20}兆，请核对后拆成几个文件重报"
            raise Unreadable("file_too_large", told)
        sniffed = sniff(path.read_bytes())
        if sniffed.text is not None:
            return read_text(sniffed)
        return self._workbook(path, sniffed.kind)

    def read_bytes(self, data: bytes) -> Grid:
        """The grid of a file held in memory; only for text files."""
        sniffed = sniff(data)
        if sniffed.text is None:
            raise ValueError("工作簿须按路径读取")
        return read_text(sniffed)

    def _workbook(self, path: Path, kind: str) -> Grid:
        try:
            line = self.child.ask({"path": str(path), "kind": kind})
        except Died as death:
            raise Unreadable("reader_died", _DEATH_SLOW if death.slow else _DEATH) from None
        reply = json.loads(line)
        if "rule" in reply:
            raise Unreadable(reply["rule"], reply["text"])
        for sheet in reply["sheets"] if any(mark.encode() in line for mark in _BROKEN) else ():
            _refuse_broken(sheet)
        return Grid(tuple(_sheet(sheet) for sheet in reply["sheets"]))


_DEATH = "文件使读取程序异常退出，多半已损坏或被加工过，请用 Excel 或 WPS 另存后重新报送"
_DEATH_SLOW = "文件读取超时，多半已损坏或过大，请用 Excel 或 WPS 另存、删去空白行列后重新报送"


def _refuse_broken(plain: dict[str, Any]) -> None:
    """Refuse a sheet with text that was broken before it was sent; names the first such cell."""
    for i, row in enumerate(plain["rows"]):
        for j, text in enumerate(row):
            if text and (found := next((mark for mark in _BROKEN if mark in text), None)):
                cell = address(plain["top"] + i, plain["left"] + j)
                told = f"工作表“{plain['name']}”{cell}的文字在报送前已变成乱码（“{found}”）"
                raise Unreadable("broken_text", told + "，请重新导出原表")
    if any(mark in plain["name"] for mark in _BROKEN):
        told = f"工作表名“{plain['name']}”在报送前已变成乱码，请重新导出原表"
        raise Unreadable("broken_text", told)


def _sheet(plain: dict[str, Any]) -> Sheet:
    return Sheet(
        name=plain["name"],
        rows=plain["rows"],
        top=plain["top"],
        left=plain["left"],
        merges=tuple((a, b, c, d) for a, b, c, d in plain["merges"]),
        visible=plain["visible"],
        error_cells=frozenset((r, c) for r, c in plain["errors"]),
        formulas_without_value=frozenset((r, c) for r, c in plain["uncalculated"]),
        hidden_rows=frozenset(plain["hidden"]),
        date1904=plain["date1904"],
    )


def read_text(sniffed: Sniffed) -> Grid:
    """The grid of a decoded text file (csv): one sheet without a name."""
    text = sniffed.text or ""
    lines = text[:20_000].splitlines()[:20]
    counts = {d: sum(line.count(d) for line in lines) for d in _DELIMITERS}
    delimiter = max(_DELIMITERS, key=lambda d: counts[d])
    csv.field_size_limit(_FIELD_LIMIT)
    if (cells := text.count(delimiter) + text.count("\n") + text.count("\r")) > _MAX_TEXT_CELLS:
        raise too_long(f"约有{cells // 10_000}万个单元格，超过{_MAX_TEXT_CELLS // 10_000}万个")
    if (lines_in_all := max(text.count("\n"), text.count("\r"))) > _MAX_TEXT_ROWS:
        raise too_long(f"约有{lines_in_all // 10_000}万行，超过{_MAX_TEXT_ROWS // 10_000}万行")
    # Line by line: a file object over the text would hold it once more, four bytes a letter.
    each = (found[0] for found in _LINE.finditer(text))
    reader = csv.reader(each, delimiter=delimiter, strict=True)
    try:
        rows: list[list[str | None]] = [[value or None for value in row] for row in reader]
    except csv.Error:
        where = f"csv 第{reader.line_num}行的引号或分隔符有误"
        told = f"{where}，请用 Excel 打开核对后另存为 .xlsx 再导入"
        raise Unreadable("broken_csv", told) from None
    return Grid((Sheet(name="", rows=rows),))
