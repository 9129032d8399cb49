"""Signed releases (定稿): what was issued, by whom, with which figures and bytes.

Beside the ledger of batches stands one of releases, a hash-chained line per act: 审核, 定稿 (or the
定稿 of a correction, 更正), 报送. The files of a signed edition and its printed figures are copied
into a folder of their own and never written again. Nothing here is part of the database: taking
a batch back or restoring a snapshot cannot unsay what was issued, and a copied folder is whole.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import astuple, dataclass, field
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

from gxlab.warehouse import ledger

LEDGER = "releases.jsonl"
FIGURES = ".figures.json"
REVIEWED, SIGNED, SENT = "审核", "定稿", "已报送"


@dataclass(frozen=True)
class Printed:
    """A figure as it was printed (印出的数): coordinate, text, unit of measure behind the text.

    ``value`` is the full figure as decimal text where print lost precision; ``number`` the number
    the text tells, with its sign (同比下降4.9% tells -4.9); None where it tells none. ``place`` is
    the section or table it stands in, ``item`` what it is called there.
    """

    ref: str
    text: str
    unit: str = ""
    value: str | None = None
    number: str | None = None
    place: str = ""
    item: str = ""


@dataclass(frozen=True)
class Names:
    """Who answers for a release (编制、审核、签发) and the day it was issued."""

    prepared_by: str = ""
    reviewed_by: str = ""
    approved_by: str = ""
    date: date | None = None


@dataclass(frozen=True)
class Issued:
    """One edition in one act of the ledger (签发的一期).

    ``issue`` is N of 第N期, ``correction`` k of 第k次更正, 0 for the first. ``files`` are the names
    below the folder of releases with their SHA-256; ``made_from`` is what it was made from: the
    edition's key, its snapshot and the numbers of the files behind it.
    """

    report: str
    unit: str
    period: str
    audience: str
    state: str
    issue: int
    correction: int
    names: Names
    inputs: str
    files: Mapping[str, str] = field(default_factory=dict, hash=False)
    made_from: Mapping[str, Any] = field(default_factory=dict, hash=False)

    @property
    def key(self) -> tuple[str, str, str, str]:
        """What the edition is: period, audience, unit, report."""
        return (self.period, self.audience, self.unit, self.report)

    @property
    def title(self) -> str:
        """第5期, 第5期更正, 第5期第2次更正."""
        told = {0: "", 1: "更正"}.get(self.correction, f"第{self.correction}次更正")
        return f"第{self.issue}期{told}"


def folder_of(period: str, audience: str, issue: int, correction: int, unit: str) -> str:
    """The place of a signed edition's files below the folder of releases: codes, never names.

    >>> folder_of("2026-05", "internal", 5, 0, "139900")
    '2026-05/internal/issue-05/139900'
    >>> folder_of("2026-05", "internal", 5, 1, "139900")
    '2026-05/internal/issue-05-correction-1/139900'
    """
    later = f"-correction-{correction}" if correction else ""
    return f"{period}/{audience}/issue-{issue:02d}{later}/{unit}"


def record(folder: Path, issued: Sequence[Issued], told: Mapping[str, Any]) -> None:
    """Add one act to the ledger of releases: the moment a release is signed. Raises LedgerBroken.

    ``told`` are the act's own facts (报送 to whom); the files must be in place already.
    """
    entry = {**told, "editions": [_plain(one) for one in issued]}
    ledger.append(folder / LEDGER, entry)


def acts(folder: Path) -> list[Issued]:
    """Every edition of every act, oldest first. Raises LedgerBroken."""
    try:
        entries = ledger.read(folder / LEDGER)
    except ledger.LedgerBroken as error:
        said = str(error).partition("，")[0]
        raise ledger.LedgerBroken(f"定稿{said}，定稿记录被改动或不完整，请从备份恢复。") from None
    return [_issued(one) for entry in entries for one in entry["editions"]]


def signed(folder: Path, period: str, audience: str) -> dict[tuple[str, str], Issued]:
    """The latest 定稿 of each edition of a release by (report, unit); 报送 counts as its state."""
    found: dict[tuple[str, str], Issued] = {}
    for one in acts(folder):
        if (one.period, one.audience) == (period, audience) and one.state != REVIEWED:
            found[one.report, one.unit] = one
    return found


def figures(folder: Path, issued: Issued) -> tuple[Printed, ...]:
    """The figures of a signed edition as printed, in the order of the page."""
    name = next((n for n in issued.files if n.endswith(FIGURES)), None)
    return _figures(folder / name, issued.files[name]) if name else ()


def figures_bytes(printed: Iterable[Printed]) -> bytes:
    """Printed figures as the file kept with a signed edition."""
    rows = [astuple(one) for one in printed]
    return json.dumps(rows, ensure_ascii=False, indent=0).encode("utf-8")


def printed_before(
    folder: Path, ref: str, before: str, units: Sequence[str], audience: str
) -> tuple[Printed, Issued] | None:
    """The figure as the last signed edition of an earlier period printed it (上期印出的数).

    Looked for in the latest release first; there in the editions of the coordinate's own unit,
    then of ``units`` in their order. None where none of them printed it.
    """
    order = list(dict.fromkeys([*ref.split("|")[1:2], *units]))
    found = [o for o in _latest(folder, audience) if o.period < before and o.unit in order]
    found.sort(key=lambda o: (order.index(o.unit), o.report))
    found.sort(key=lambda o: o.period, reverse=True)
    for one in found:
        printed = _by_ref(folder, one).get(ref)
        if printed is not None:
            return printed, one
    return None


def damaged(folder: Path) -> list[str]:
    """Files of signed editions that are gone or no longer as they were signed (定稿核对).

    Raises LedgerBroken where the ledger of releases itself does not hold.
    """
    told = []
    for one in acts(folder):
        for name, sha256 in one.files.items():
            path = folder / name
            if not path.is_file():
                told.append(f"{one.period} {one.title}的文件“{name}”不见了，请从备份补回。")
            elif hashlib.sha256(path.read_bytes()).hexdigest() != sha256:
                told.append(f"{one.period} {one.title}的文件“{name}”已被改动，请从备份恢复。")
    return list(dict.fromkeys(told))


def _latest(folder: Path, audience: str) -> list[Issued]:
    """The latest signed version of every edition of an audience."""
    path = folder / LEDGER
    if not path.is_file():
        return []
    stamp = path.stat()
    return list(_latest_at(folder, audience, (stamp.st_size, stamp.st_mtime_ns)))


@lru_cache(maxsize=4)
def _latest_at(folder: Path, audience: str, stamp: tuple[int, int]) -> tuple[Issued, ...]:
    found = {o.key: o for o in acts(folder) if o.audience == audience and o.state != REVIEWED}
    return tuple(found[key] for key in sorted(found))


def _by_ref(folder: Path, issued: Issued) -> dict[str, Printed]:
    """Of several ways of printing a figure the one with a sign of its own, else the first that
    tells a number."""
    found: dict[str, Printed] = {}
    for printed in figures(folder, issued):
        known = found.setdefault(printed.ref, printed)
        if _certainty(printed) > _certainty(known):
            found[printed.ref] = printed
    return found


def _certainty(printed: Printed) -> int:
    return (printed.number is not None) + printed.text.startswith(("-", "−"))


@lru_cache(maxsize=64)
def _figures(path: Path, sha256: str) -> tuple[Printed, ...]:
    """By hash, so that a changed file is never answered from memory; a damaged one is refused."""
    data = path.read_bytes()
    if hashlib.sha256(data).hexdigest() != sha256:
        raise ledger.LedgerBroken(
            f"定稿的数字文件“{path.name}”已被改动，请用 gxlab verify 核对并从备份恢复。"
        )
    return tuple(Printed(*row) for row in json.loads(data))


def _plain(one: Issued) -> dict[str, Any]:
    names = one.names
    return {
        "report": one.report,
        "unit": one.unit,
        "period": one.period,
        "audience": one.audience,
        "state": one.state,
        "issue": one.issue,
        "correction": one.correction,
        "prepared_by": names.prepared_by,
        "reviewed_by": names.reviewed_by,
        "approved_by": names.approved_by,
        "date": names.date.isoformat() if names.date else None,
        "inputs": one.inputs,
        "files": dict(one.files),
        "made_from": dict(one.made_from),
    }


def _issued(data: Mapping[str, Any]) -> Issued:
    day = data["date"]
    names = Names(
        data["prepared_by"],
        data["reviewed_by"],
        data["approved_by"],
        date.fromisoformat(day) if day else None,
    )
    own = ("prepared_by", "reviewed_by", "approved_by", "date")
    return Issued(names=names, **{k: v for k, v in data.items() if k not in own})
