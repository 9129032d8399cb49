"""Editions are put in place under a journal (上架), so that an interruption leaves nothing half.

Finished pages wait in a scratch folder. The journal lists every move before the first is made; a
run that died in between leaves it behind, and the next run carries the moves out before anything
else. Manifest and index follow last.

Where reports/ is a volume of its own, files are first copied beside their targets, under hidden
names, and a full one is found out before the first page is replaced: the moves are renames always.
"""

from __future__ import annotations

import errno
import json
import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from gxlab.batch.manifest import put

NAME = "journal.json"


@dataclass(frozen=True)
class Move:
    """One file to be put in place; ``source`` None means the target is taken away.

    A source that is gone was moved before the interruption. ``origin``: what the source is a copy
    of, to be taken away with it.
    """

    target: Path
    source: Path | None
    origin: Path | None = None


def carry_out(moves: Iterable[Move], scratch: Path) -> None:
    """Note all moves, make them, and forget the note.

    Raises OSError where there is no room or no permission; then nothing was replaced.
    """
    journal = scratch / NAME
    listed = _brought_near(list(moves), scratch)
    text = json.dumps([_plain(move) for move in listed], ensure_ascii=False)
    try:
        put(journal, text.encode("utf-8"))
    except OSError:
        _take_back(listed)
        raise
    _make(listed)
    journal.unlink()


def replay(scratch: Path) -> bool:
    """Finish what an interrupted run had begun to put in place; whether there was anything."""
    journal = scratch / NAME
    if not journal.exists():
        return False
    try:
        noted = json.loads(journal.read_text(encoding="utf-8"))
    except ValueError:
        noted = []  # damaged on the disk: what stands then differs from the manifest and is remade
    _make([_move(entry) for entry in noted])
    journal.unlink()
    return True


def _brought_near(moves: Sequence[Move], scratch: Path) -> list[Move]:
    """The same moves from sources that a rename can put in place."""
    near = {folder: _is_near(folder, scratch) for folder in {m.target.parent for m in moves}}
    brought: list[Move] = []
    try:
        for move in moves:
            if move.source is None or near[move.target.parent]:
                brought.append(move)
                continue
            beside = move.target.with_name(f".{move.target.name}.placing")
            brought.append(replace(move, source=beside, origin=move.source))
            put(beside, move.source.read_bytes())
    except OSError:
        _take_back(brought)
        raise
    return brought


def _is_near(folder: Path, scratch: Path) -> bool:
    """Whether a rename leads from scratch to a folder; devices do not tell, a bind mount is one."""
    folder.mkdir(parents=True, exist_ok=True)
    here, there = scratch / ".near", folder / ".near"
    here.touch()
    try:
        here.replace(there)
    except OSError as error:
        if error.errno != errno.EXDEV:
            raise
        return False
    finally:
        here.unlink(missing_ok=True)
        there.unlink(missing_ok=True)
    return True


def _take_back(moves: Iterable[Move]) -> None:
    for move in moves:
        if move.origin is not None and move.source is not None:
            move.source.unlink(missing_ok=True)
            move.source.with_name(f".{move.source.name}.new").unlink(missing_ok=True)


def _make(moves: Iterable[Move]) -> None:
    folders: set[Path] = set()
    for move in moves:
        if move.source is None:
            move.target.unlink(missing_ok=True)
        elif move.source.exists():
            move.target.parent.mkdir(parents=True, exist_ok=True)
            move.source.replace(move.target)
        if move.origin is not None:
            move.origin.unlink(missing_ok=True)
        folders.add(move.target.parent)
    for folder in sorted(folders):
        _sync(folder)


def _plain(move: Move) -> dict[str, str | None]:
    named = {"target": move.target, "source": move.source, "origin": move.origin}
    return {name: str(path) if path else None for name, path in named.items()}


def _move(entry: dict[str, str | None]) -> Move:
    source, origin = entry["source"], entry.get("origin")
    return Move(
        Path(str(entry["target"])),
        Path(source) if source else None,
        Path(origin) if origin else None,
    )


def _sync(folder: Path) -> None:
    if os.name != "posix" or not folder.is_dir():
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
