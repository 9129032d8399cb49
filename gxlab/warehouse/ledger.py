"""The ledger (台账): fsynced, hash-chained lines that are only ever added, so that loss is noticed.

The ledger of batches has two lines a batch: what was committed (files, who accepted what), written
as soon as the database has it, and the snapshot made of it with the hashes of all tables.
"""

from __future__ import annotations

import hashlib
import json
import os
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from gxlab.warehouse import durable


class LedgerBroken(Exception):
    """The ledger's chain of hashes does not hold (台账被改动或截断)."""


@dataclass(frozen=True)
class Examined:
    """The lines of a ledger that hold, oldest first, and what is wrong with the first that does
    not; "" where all hold."""

    entries: tuple[dict[str, Any], ...]
    fault: str


def append(path: Path, entry: dict[str, Any]) -> str:
    """Append one entry; returns the hash that the next line will name."""
    lines = read(path)
    previous = lines[-1]["hash"] if lines else ""
    body = {**entry, "previous": previous}
    digest = _digest(body)
    path.parent.mkdir(parents=True, exist_ok=True)
    line = _text({**body, "hash": digest}) + "\n"
    before = path.stat().st_size if path.exists() else 0
    try:
        with path.open("ab", buffering=0) as file:
            file.write(line.encode("utf-8"))
            os.fsync(file.fileno())
    except OSError:
        # A full disk took half a line: the others still hold.
        os.truncate(path, before)
        raise
    durable.sync(path.parent)
    return digest


def read(path: Path) -> list[dict[str, Any]]:
    """All entries, oldest first. Raises LedgerBroken naming the first line that does not fit."""
    for _ in range(_GLANCES):
        found = examine(path)
        if not found.fault:
            return list(found.entries)
        time.sleep(0.05)  # a writer may be in the middle of its line
    raise LedgerBroken(found.fault)


def examine(path: Path) -> Examined:
    """What holds of a ledger, up to the first line that does not (台账检查)."""
    if not path.exists():
        return Examined((), "")
    entries: list[dict[str, Any]] = []
    previous = ""
    lines = path.read_bytes().split(b"\n")
    for number, line in enumerate(lines, start=1):
        if number == len(lines) and not line:
            break
        entry = _entry(line) if number < len(lines) else None
        if entry is None:
            why = "不完整，可能在写入时中断"
            return Examined(tuple(entries), f"台账“{path.name}”第{number}行{why}{_ADVICE}")
        body = {k: v for k, v in entry.items() if k != "hash"}
        if entry.get("previous") != previous or entry.get("hash") != _digest(body):
            why = "与前一行接不上，文件可能被改动"
            return Examined(tuple(entries), f"台账“{path.name}”第{number}行{why}{_ADVICE}")
        previous = entry["hash"]
        entries.append(entry)
    return Examined(tuple(entries), "")


def mend(path: Path) -> None:
    """Set a broken ledger aside and keep the lines that hold (修复台账); nothing is thrown away."""
    found = examine(path)
    if not found.fault:
        return
    kept = [f"{_text(entry)}\n" for entry in found.entries]
    durable.write(set_aside(path), path.read_bytes())
    durable.write(path, "".join(kept).encode("utf-8"))


def set_aside(path: Path) -> Path:
    """A free name for a damaged file: damaged-main.duckdb, damaged-2-main.duckdb …"""
    number, target = 1, path.with_name(f"damaged-{path.name}")
    while target.exists():
        number += 1
        target = path.with_name(f"damaged-{number}-{path.name}")
    return target


def of_snapshots(entries: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """The lines that tell of snapshots (快照行), oldest first."""
    return [entry for entry in entries if "snapshot" in entry]


def newest(entries: Sequence[dict[str, Any]]) -> str:
    """The newest snapshot the ledger tells of; "快照号" where it tells of none."""
    told = of_snapshots(entries)
    return str(told[-1]["snapshot"]) if told else "快照号"


_GLANCES = 4
_ADVICE = "，请用 gxlab verify 核对。"


def _entry(line: bytes) -> dict[str, Any] | None:
    try:
        entry = json.loads(line.decode("utf-8"))
    except ValueError:
        return None
    whole = isinstance(entry, dict) and _text(entry) == line.decode("utf-8")
    return entry if whole else None


def _text(entry: dict[str, Any]) -> str:
    return json.dumps(entry, ensure_ascii=False, sort_keys=True)


def _digest(body: dict[str, Any]) -> str:
    return hashlib.sha256(_text(body).encode("utf-8")).hexdigest()
