"""Editions are put in place under a journal (上架), so that an interruption leaves nothing half.

Finished pages wait in a scratch folder. The journal lists every move before the first is made; a
run that died in between leaves it behind, and the next run carries the moves out before anything
else. Manifest and index follow last.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from gxlab.batch.manifest import put

NAME = "journal.json"


@dataclass(frozen=True)
class Move:
    """One file to be put in place; ``source`` None means the target is taken away.

    A source that is gone was moved before the interruption.
    """

    target: Path
    source: Path | None


def carry_out(moves: Iterable[Move], scratch: Path) -> None:
    """Note all moves, make them, and forget the note."""
    listed = list(moves)
    journal = scratch / NAME
    text = json.dumps([_plain(move) for move in listed], ensure_ascii=False)
    put(journal, text.encode("utf-8"))
    _make(listed)
    journal.unlink()


def replay(scratch: Path) -> bool:
    """Finish what an interrupted run had begun to put in place; whether there was anything."""
    journal = scratch / NAME
    if not journal.exists():
        return False
    _make([_move(entry) for entry in json.loads(journal.read_text(encoding="utf-8"))])
    journal.unlink()
    return True


def _make(moves: Iterable[Move]) -> None:
    folders: set[Path] = set()
    for move in moves:
        if move.source is None:
            move.target.unlink(missing_ok=True)
        elif move.source.exists():
            move.target.parent.mkdir(parents=True, exist_ok=True)
            move.source.replace(move.target)
        folders.add(move.target.parent)
    for folder in sorted(folders):
        _sync(folder)


def _plain(move: Move) -> dict[str, str | None]:
    source = str(move.source) if move.source else None
    return {"target": str(move.target), "source": source}


def _move(entry: dict[str, str | None]) -> Move:
    source = entry["source"]
    return Move(Path(str(entry["target"])), Path(source) if source else None)


def _sync(folder: Path) -> None:
    if os.name != "posix" or not folder.is_dir():
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
