"""What stands in a release folder (清单): one entry an edition, with all it was made from."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

NAME = "manifest.json"
VERSION = 1


@dataclass(frozen=True)
class Edition:
    """One document (一期): report × unit × period × audience."""

    report: str
    unit: str
    period: str
    audience: str

    @property
    def stem(self) -> str:
        """Its place below the folder of all reports, without ending: codes, never names."""
        return f"{self.period}/{self.audience}/{self.unit}/{self.report}"


def read(folder: Path) -> dict[tuple[str, str], dict[str, Any]]:
    """The entries of a release by (report, unit); empty where there is no readable manifest."""
    data = whole(folder)
    return {(entry["report"], entry["unit"]): entry for entry in data["editions"]} if data else {}


def whole(folder: Path) -> dict[str, Any] | None:
    """The manifest of a release folder; None where there is none that can be read."""
    try:
        data: dict[str, Any] = json.loads((folder / NAME).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return data if data.get("version") == VERSION else None


def write(folder: Path, told: Mapping[str, Any], entries: Iterable[Mapping[str, Any]]) -> None:
    """Write the manifest beside and move it over, so that it is whole or the former one."""
    ordered = sorted(entries, key=lambda e: (e["unit"], e["report"]))
    data = {"version": VERSION, **told, "editions": ordered}
    put(folder / NAME, json.dumps(data, ensure_ascii=False, indent=1).encode("utf-8"))


def put(path: Path, data: bytes) -> None:
    """Write a file so that it is there whole or not at all, also after a power cut."""
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f".{path.name}.new")
    with beside.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    beside.replace(path)


def file_digest(path: Path) -> str | None:
    """The SHA-256 of a file; None where it is not there."""
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError:
        return None
