"""The release ledger (对外发布台账): what has left the bureau, and what it was made of.

One line a published release, hash-chained and fsynced; beside it the release's own data, from
which every later audit starts. A release counts as published from the moment its line is there:
the line goes first and the copy follows, so a copy that was cut short is never a release nobody
remembers. Nothing here is part of the database; taking a batch back unsays nothing.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from gxlab.disclosure.files import INTERNAL, NoRelease, read_internal
from gxlab.disclosure.model import Released
from gxlab.warehouse import ledger as chain
from gxlab.warehouse.ledger import LedgerBroken

LEDGER = "ledger.jsonl"
_PENDING = ".pending"
_RESTORE = "请从备份补回 data/releases 后再试（gxlab verify 可查看）。"


@dataclass(frozen=True)
class Line:
    """One published release (发布记录).

    ``audit`` is the certificate's digest, ``pages`` the SHA-256 of every file of the copy by its
    name, ``internal`` that of the data kept with it, ``hash`` the line's own.
    """

    sequence: int
    period: str
    snapshot: str
    date: date
    audit: str
    pages: Mapping[str, str]
    internal: str
    hash: str = ""


def lines(folder: Path) -> list[Line]:
    """All releases, oldest first; ``folder`` is that of shared releases. Raises LedgerBroken."""
    try:
        entries = chain.read(folder / LEDGER)
    except LedgerBroken as error:
        said = str(error).partition("，")[0]
        raise LedgerBroken(f"对外发布{said}，发布记录被改动或不完整，{_RESTORE}") from None
    found = [_line(entry) for entry in entries]
    _whole(folder, found)
    return found


def head(folder: Path) -> str:
    """The hash of the last line; "" before the first release. Raises LedgerBroken."""
    found = lines(folder)
    return found[-1].hash if found else ""


def sound(folder: Path) -> list[Line]:
    """All releases, their kept data compared as well. Raises LedgerBroken."""
    if faults := damaged(folder):
        raise LedgerBroken(faults[0])
    return lines(folder)


def earlier(folder: Path) -> list[Released]:
    """Every release that has left, in order: what readers know already. Raises LedgerBroken."""
    found = []
    for line in sound(folder):
        try:
            found.append(read_internal(kept(folder, line.sequence)))
        except NoRelease:
            raise LedgerBroken(_said(line, "的留存数据打不开")) from None
    return found


def same(folder: Path, period: str, pages: Mapping[str, str]) -> Line | None:
    """The release of a period that was published with exactly these bytes; None where none was."""
    alike = [one for one in lines(folder) if (one.period, one.pages) == (period, dict(pages))]
    return alike[-1] if alike else None


def record(folder: Path, line: Line, internal: Path) -> Line:
    """Add a release: its data first, then its line, which is the moment of publishing.

    ``line`` is taken without number and hash. Raises LedgerBroken where the data are not those
    that were audited.
    """
    number = len(lines(folder)) + 1
    data = internal.read_bytes()
    if hashlib.sha256(data).hexdigest() != line.internal:
        raise LedgerBroken(
            f"发布数据文件“{internal.name}”与审计时不符，请重新生成对外版报告后再发布。"
        )
    waiting = kept(folder, number).parent.with_name(f"{_PENDING}-{number:04d}")
    _lay_down(waiting / INTERNAL, data)
    entry = {
        "sequence": number,
        "period": line.period,
        "snapshot": line.snapshot,
        "date": line.date.isoformat(),
        "audit": line.audit,
        "pages": dict(line.pages),
        "internal": line.internal,
    }
    digest = chain.append(folder / LEDGER, entry)
    _take_in(folder, number)
    return _line({**entry, "hash": digest})


def kept(folder: Path, sequence: int) -> Path:
    """Where a release's own data are kept."""
    return folder / f"{sequence:04d}" / INTERNAL


def damaged(folder: Path) -> list[str]:
    """What of published releases is gone or no longer as it was (发布核对). Raises LedgerBroken."""
    return [fault for line in lines(folder) if (fault := _fault(folder, line))]


def _whole(folder: Path, found: list[Line]) -> None:
    """Data without a line: lines have been taken off the end, which no chain can notice."""
    known = {f"{line.sequence:04d}" for line in found}
    inside = folder.iterdir() if folder.is_dir() else ()
    extra = sorted(p.name for p in inside if p.name.isdecimal())
    lost = [name for name in extra if name not in known]
    numbers = [line.sequence for line in found]
    if lost or numbers != list(range(1, len(found) + 1)):
        which = f"第{int(lost[0])}次发布" if lost else "序号"
        raise LedgerBroken(f"对外发布台账缺少{which}的记录，发布记录不完整，{_RESTORE}")
    for line in found:
        _take_in(folder, line.sequence)


def _take_in(folder: Path, number: int) -> None:
    """Give the data their place; a run that died after the line left them waiting."""
    place = kept(folder, number).parent
    waiting = place.with_name(f"{_PENDING}-{number:04d}")
    if waiting.is_dir() and not place.exists():
        waiting.replace(place)


def _fault(folder: Path, line: Line) -> str:
    path = kept(folder, line.sequence)
    if not path.is_file():
        return _said(line, "的留存数据不见了")
    if hashlib.sha256(path.read_bytes()).hexdigest() != line.internal:
        return _said(line, "的留存数据已被改动")
    return ""


def _said(line: Line, what: str) -> str:
    path = f"{line.sequence:04d}/{INTERNAL}"
    return f"第{line.sequence}次对外发布（{line.period}）{what}（{path}），{_RESTORE}"


def _line(entry: Mapping[str, Any]) -> Line:
    names = ("sequence", "period", "snapshot", "audit", "pages", "internal", "hash")
    return Line(date=date.fromisoformat(entry["date"]), **{name: entry[name] for name in names})


def _lay_down(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
