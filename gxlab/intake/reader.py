"""Files to grids (读表): workbooks through the limited child process, text files here.

One child reads many files, because starting one costs more than reading a small form. It is
replaced after a death, and the file that killed it is refused.
"""

from __future__ import annotations

import csv
import io
import json
import queue
import subprocess
import sys
import threading
from pathlib import Path
from types import TracebackType
from typing import Any

from gxlab.intake.grid import Grid, Sheet, Unreadable
from gxlab.intake.sniff import Sniffed, sniff

WALL_SECONDS = 120
_FIELD_LIMIT = 2**17
_DELIMITERS = ",\t;|"


class Reader:
    """Reads files into grids; a context manager that ends its child process.

    >>> with Reader() as reader:
    ...     grid = reader.read_bytes("代码,名称\\n06,煤炭".encode("gb18030"))
    >>> grid.sheets[0].rows[1]
    ['06', '煤炭']
    """

    def __init__(self, wall_seconds: float = WALL_SECONDS) -> None:
        self._wall = wall_seconds
        self._child: subprocess.Popen[bytes] | None = None
        self._lines: queue.SimpleQueue[bytes] = queue.SimpleQueue()

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
        if self._child is not None:
            self._child.kill()
            self._child.wait()
            for pipe in (self._child.stdin, self._child.stdout):
                if pipe:
                    pipe.close()
            self._child = None

    def read(self, path: Path) -> Grid:
        """The grid of a file. Raises :class:`Unreadable` with the reason, never anything else."""
        data = path.read_bytes()
        sniffed = sniff(data)
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
        child, lines = self._started()
        request = json.dumps({"path": str(path), "kind": kind}) + "\n"
        try:
            assert child.stdin is not None
            child.stdin.write(request.encode())
            child.stdin.flush()
            line = lines.get(timeout=self._wall)
        except (queue.Empty, OSError):
            line = b""
            slow = child.poll() is None
        else:
            slow = False
        if not line:
            self.close()
            raise Unreadable("reader_died", _DEATH_SLOW if slow else _DEATH)
        reply = json.loads(line)
        if "rule" in reply:
            raise Unreadable(reply["rule"], reply["text"])
        return Grid(tuple(_sheet(sheet) for sheet in reply["sheets"]))

    def _started(self) -> tuple[subprocess.Popen[bytes], queue.SimpleQueue[bytes]]:
        if self._child is None or self._child.poll() is not None:
            self.close()
            self._child = subprocess.Popen(
                [sys.executable, "-P", "-m", "gxlab.intake.worker"],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
            )
            # A fresh queue: a line of a killed child must not answer a later request.
            self._lines = queue.SimpleQueue()
            threading.Thread(
                target=_pump, args=(self._child.stdout, self._lines), daemon=True
            ).start()
        return self._child, self._lines


_DEATH = "文件使读取程序异常退出，多半已损坏或被加工过，请用 Excel 或 WPS 另存后重新报送"
_DEATH_SLOW = "文件读取超时，多半已损坏或过大，请用 Excel 或 WPS 另存、删去空白行列后重新报送"


def _pump(pipe: Any, lines: queue.SimpleQueue[bytes]) -> None:
    try:
        for line in pipe:
            lines.put(line)
    except (OSError, ValueError):
        pass
    lines.put(b"")


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
        date1904=plain["date1904"],
    )


def read_text(sniffed: Sniffed) -> Grid:
    """The grid of a decoded text file (csv): one sheet without a name."""
    text = sniffed.text or ""
    lines = text.splitlines()[:20]
    counts = {d: sum(line.count(d) for line in lines) for d in _DELIMITERS}
    delimiter = max(_DELIMITERS, key=lambda d: counts[d])
    csv.field_size_limit(_FIELD_LIMIT)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        rows: list[list[str | None]] = [[value or None for value in row] for row in reader]
    except csv.Error:
        where = f"csv 第{reader.line_num}行的引号或分隔符有误"
        told = f"{where}，请用 Excel 打开核对后另存为 .xlsx 再导入"
        raise Unreadable("broken_csv", told) from None
    return Grid((Sheet(name="", rows=rows),))
