"""What was handed in (收件): files of a command in a fixed order, archived before they are read."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from gxlab.intake.archive import archive_file, archived_path
from gxlab.warehouse.commentary import REPORTS

# Tables, and the written explanations that come with them.
TAKEN_SUFFIXES = frozenset(
    (".xlsx", ".xls", ".xlsm", ".xlsb", ".ods", ".et", ".csv", ".tsv", ".md")
)
# Of Word files in a folder those that are named as explanations are (单元_报告.docx); a path that
# is named itself is taken in any case, and answered for.
_EXPLANATION = re.compile(rf"[^_]+_(?:{'|'.join(REPORTS)})")
# Made by the demonstration city beside its workbooks; they are its answers, not its data.
_NOT_DATA = ("planted.json", "truth.")
_ROOM = 3


class NoRoom(ValueError):
    """The disk has not enough room for another import (磁盘空间不足)."""


class NothingFound(ValueError):
    """A path leads to no file (找不到文件)."""


@dataclass(frozen=True)
class ReceivedFile:
    """One file handed in (收到的文件): where it lay, how it is named, and its archived bytes."""

    path: Path
    name: str
    sha256: str
    archived: Path


@dataclass(frozen=True)
class Collected:
    """The files of a command by name, and what lay in a folder but is no table."""

    files: tuple[Path, ...]
    skipped: tuple[Path, ...]


def collect(paths: Iterable[Path]) -> Collected:
    """All files the paths lead to, folders with everything below them, each once, sorted.

    Raises NothingFound where a path does not exist.
    """
    files: set[Path] = set()
    skipped: set[Path] = set()
    for path in paths:
        if path.is_dir():
            for found in _below(path):
                wanted = found.suffix.lower() in TAKEN_SUFFIXES or _is_explanation(found)
                (files if wanted and found.name != "README.md" else skipped).add(found.resolve())
        elif path.is_file():
            files.add(path.resolve())
        else:
            raise NothingFound(f"“{path}”不存在，请核对路径后重试。")
    return Collected(tuple(sorted(files)), tuple(sorted(skipped - files)))


def _is_explanation(path: Path) -> bool:
    return path.suffix.lower() == ".docx" and bool(_EXPLANATION.fullmatch(path.stem))


def receive(path: Path, raw: Path, root: Path) -> ReceivedFile:
    """Archive one file's bytes and name it relative to the workspace."""
    sha256 = archive_file(path, raw)
    return ReceivedFile(path, relative_name(path, root), sha256, archived_path(sha256, raw))


def relative_name(path: Path, root: Path) -> str:
    """A path as it is stored and told: inside the workspace seen from it, else folder and name.

    Where a workspace or a source folder lies on the disk must not show in any page.
    """
    resolved, inside = path.resolve(), root.resolve()
    if resolved.is_relative_to(inside):
        return resolved.relative_to(inside).as_posix()
    return PurePosixPath(resolved.parent.name, resolved.name).as_posix()


def check_room(folder: Path, files: Iterable[Path]) -> None:
    """Refuse to begin what the disk cannot hold. Raises NoRoom naming what is needed."""
    folder.mkdir(parents=True, exist_ok=True)
    database = sum(p.stat().st_size for p in folder.glob("main.duckdb*"))
    needed = _ROOM * (database + sum(p.stat().st_size for p in files))
    free = shutil.disk_usage(folder).free
    if free < needed:
        raise NoRoom(
            f"磁盘空间不足：导入约需{needed // 2**20 + 1}兆，"
            f"“{folder}”所在磁盘只剩{free // 2**20}兆，请清理后重试。"
        )


def _below(folder: Path) -> Iterator[Path]:
    for found in folder.rglob("*"):
        inside = found.relative_to(folder).parts
        hidden = any(part.startswith((".", "~$")) for part in inside)
        if found.is_file() and not hidden and not found.name.startswith(_NOT_DATA):
            yield found
