"""B1: whatever file comes, the importer lives, and each ends imported or refused with a reason.

All 209 files of four readers' test suites and more than 200 made here, each by an import of its
own into one workspace; memory and time are those of the whole family of processes.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import psutil
import pytest

from tests.reliability import made_files
from tests.reliability.awkward_count import count
from tests.soak import FULL, keep, many

ROOT = Path(__file__).parents[2]
DELIMITERS = {"制表符.xls": "\t", "制表符utf16.xls": "\t"}
MEMORY, SECONDS = 2**30, 60
# What only the product reads: an XML declaration, or a list of strings, with bits turned.
NOT_COUNTED = (ElementTree.ParseError, KeyError, ValueError, IndexError, UnboundLocalError)


@dataclass
class Importer:
    """A process that imports one file after another, and what it and its children take."""

    workspace: Path
    process: subprocess.Popen[bytes] = field(init=False)
    peak: int = 0

    def __post_init__(self) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.reliability.awkward_importer", str(self.workspace)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            cwd=ROOT,
        )
        threading.Thread(target=self._watch, daemon=True).start()

    def _watch(self) -> None:
        family = psutil.Process(self.process.pid)
        while self.process.poll() is None:
            try:
                members = [family, *family.children(recursive=True)]
                self.peak = max(self.peak, *(_resident(member) for member in members))
            except psutil.Error:
                pass
            time.sleep(0.02)

    def take_in(self, paths: list[Path]) -> tuple[dict[str, dict[str, Any]], int]:
        """What one command answered of its files, and the largest process."""
        assert self.process.stdin and self.process.stdout
        self.peak = 0
        self.process.stdin.write(json.dumps([*map(str, paths)]).encode() + b"\n")
        self.process.stdin.flush()
        line = self.process.stdout.readline()
        assert line, f"导入进程已死：{[path.name for path in paths]}"
        told = {Path(file["path"]).name: file for file in json.loads(line)}
        return told, self.peak

    def close(self) -> None:
        assert self.process.stdin and self.process.stdout
        self.process.stdin.close()
        assert self.process.wait(30) == 0
        self.process.stdout.close()


def _resident(process: psutil.Process) -> int:
    try:
        return int(process.memory_info().rss)
    except psutil.NoSuchProcess:
        return 0


@pytest.fixture
def importer(tmp_path: Path) -> Iterator[Importer]:
    made = Importer(tmp_path / "workspace")
    yield made
    made.close()


def _shared(folder: Path) -> list[Path]:
    found = [p for p in sorted((folder / "awkward_files").rglob("*")) if p.is_file()]
    return [path for path in found if path.name != "INDEX.md"]


SLOW = ("同一长串", "整表格式", "千万", "四百兆", "声明大小", "合并", "八千万", "万个", "嵌套")
TOGETHER = 60
"""Small files of one command."""


def _commands(shared: list[Path], folder: Path) -> Iterator[list[Path]]:
    """The files of each command: large ones alone, small ones together."""
    every = made_files.every()
    assert len(every) >= 60
    slow = [name for name in every if any(word in name for word in SLOW)]
    quick = [name for name in every if name not in slow]
    files = [*shared[:: many(1, 14)], *(folder / name for name in quick[:: many(1, 9)])]
    for at in range(0, len(files), many(TOGETHER, len(files))):
        yield [_written(path, every) for path in files[at : at + many(TOGETHER, len(files))]]
    for name in slow if FULL else ():
        yield [_written(folder / name, every)]
        (folder / name).unlink()


def _written(path: Path, every: dict[str, made_files.Make]) -> Path:
    if not path.exists():
        path.write_bytes(every[path.name]())
    return path


@pytest.mark.soak
@pytest.mark.slow
def test_every_file_ends_imported_or_refused(
    shared_data: Path, tmp_path: Path, importer: Importer
) -> None:
    shared = _shared(shared_data)
    assert len(shared) == 209
    folder = tmp_path / "收件"
    folder.mkdir()
    outcomes = dict.fromkeys(("stored", "refused", "counted", "not_counted"), 0)
    largest, longest, made = 0, 0.0, 0
    for paths in _commands(shared, folder):
        told, peak = importer.take_in(paths)
        assert set(told) == {path.name for path in paths}
        for path in paths:
            outcomes[_ended(path, told[path.name])] += 1
            made += path.parent == folder
            if told[path.name]["sheets"]:
                equal = _counted_right(path, told[path.name])
                outcomes["counted" if equal else "not_counted"] += 1
        slowest = max(told.values(), key=lambda file: float(file["seconds"]))
        largest, longest = max(largest, peak), max(longest, slowest["seconds"])
        assert peak <= MEMORY, (paths, peak >> 20)
        assert slowest["seconds"] <= SECONDS, slowest["path"]
    keep(
        "B1",
        "209 awkward and at least 60 made files: importer alive, each imported or refused with a "
        "reason, at most 1 GiB and 60 s each, cell counts as counted independently",
        files=len(shared) + made,
        made=made,
        **outcomes,
        largest_process_mib=largest >> 20,
        longest_seconds=round(longest, 1),
    )


def _ended(path: Path, told: dict[str, Any]) -> str:
    """A file is stored, or refused with one Chinese sentence that names it."""
    assert told["outcome"] in ("stored", "unchanged", "refused"), path.name
    if told["outcome"] != "refused":
        return "stored"
    errors = [p for p in told["problems"] if p["severity"] == "error"]
    assert errors, path.name
    for problem in errors:
        text = problem["text"]
        assert text.startswith(f"文件“{path.name}”"), text
        assert re.search("[\u4e00-\u9fff]{6}", text) and "请" in text, text
        assert not re.search("Traceback|Error\\(|Exception", text), text
    return "refused"


def _counted_right(path: Path, told: dict[str, Any]) -> bool:
    """Whether the counts could be compared; they are equal where they could."""
    try:
        counted = count(path.read_bytes(), DELIMITERS.get(path.name, ","))
    except NOT_COUNTED:
        return False
    mine = {
        s["name"]: (s["cells"], s["error_cells"], s["formulas_without_value"])
        for s in told["sheets"]
    }
    assert mine == {name: sheet.told for name, sheet in counted.items()}, path.name
    return True
