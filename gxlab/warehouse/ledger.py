"""The ledger (台账): one fsynced, hash-chained line per batch, so that loss is noticed."""

from __future__ import annotations

import hashlib
import json
import os
from pathlib import Path
from typing import Any


class LedgerBroken(Exception):
    """The ledger's chain of hashes does not hold (台账被改动或截断)."""


def append(path: Path, entry: dict[str, Any]) -> str:
    """Append one entry; returns the hash that the next line will name."""
    lines = read(path)
    previous = lines[-1]["hash"] if lines else ""
    body = {**entry, "previous": previous}
    digest = _digest(body)
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a", encoding="utf-8") as file:
        file.write(json.dumps({**body, "hash": digest}, ensure_ascii=False, sort_keys=True) + "\n")
        file.flush()
        os.fsync(file.fileno())
    return digest


def read(path: Path) -> list[dict[str, Any]]:
    """All entries, oldest first. Raises LedgerBroken naming the first line that does not fit."""
    if not path.exists():
        return []
    entries: list[dict[str, Any]] = []
    previous = ""
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        entry = _entry(path, number, line)
        body = {k: v for k, v in entry.items() if k != "hash"}
        if entry.get("previous") != previous or entry.get("hash") != _digest(body):
            raise LedgerBroken(
                f"台账“{path.name}”第{number}行与前一行接不上，文件可能被改动，"
                "请用 gxlab verify 核对。"
            )
        previous = entry["hash"]
        entries.append(entry)
    return entries


def _entry(path: Path, number: int, line: str) -> dict[str, Any]:
    try:
        entry: dict[str, Any] = json.loads(line)
    except json.JSONDecodeError:
        raise LedgerBroken(
            f"台账“{path.name}”第{number}行不完整，可能在写入时中断，请用 gxlab verify 核对。"
        ) from None
    return entry


def _digest(body: dict[str, Any]) -> str:
    text = json.dumps(body, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode("utf-8")).hexdigest()
