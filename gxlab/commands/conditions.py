"""Conditions of publishing outward (对外条件), each told apart from the others.

A condition is a list of sentences: empty where it is met.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from gxlab.batch import manifest
from gxlab.batch.fresh import changed_reads
from gxlab.batch.reissue import file_ids, standing
from gxlab.disclosure import files
from gxlab.disclosure.certificate import Certificate
from gxlab.measures.embargo import refusal, unreleased
from gxlab.reference.periods import Period
from gxlab.warehouse import releases
from gxlab.warehouse.desk import Desk, open_desk
from gxlab.warehouse.snapshot import NoSnapshot, current, named
from gxlab.workspace import Workspace

INTERNAL = "internal"
_NAMED = 3


@dataclass(frozen=True)
class Asked:
    """What is to be published: its certificate, its files as they lie there, and its sources.

    ``editions`` of the shared manifest; ``prepared``: the folder of its data; ``ledger`` that of
    what has left before.
    """

    workspace: Workspace
    period: Period
    on: date
    certificate: Certificate | None
    editions: tuple[Mapping[str, Any], ...]
    files: Mapping[str, bytes]
    prepared: Path
    ledger: Path


def bytes_differ(asked: Asked) -> list[str]:
    """Whether exactly the judged bytes lie there (逐字节一致): no more, no less, none altered."""
    if asked.certificate is None:
        return []
    known = asked.certificate.pages
    found = {name: hashlib.sha256(data).hexdigest() for name, data in asked.files.items()}
    altered = [name for name in found.keys() & known.keys() if found[name] != known[name]]
    told = [
        _told(altered, "个文件与审计时不同"),
        _told(found.keys() - known.keys(), "个文件不在审计之列"),
        _told(known.keys() - found.keys(), "个审计过的文件不见了"),
        *_data_differ(asked.certificate, asked.prepared),
    ]
    said = [one for one in told if one]
    return [f"{'；'.join(said)}；请重新生成对外版。"] if said else []


def _told(names: Iterable[str], what: str) -> str:
    found = sorted(names)
    more = "等" if len(found) > _NAMED else ""
    return f"有{len(found)}{what}（{'、'.join(found[:_NAMED])}{more}）" if found else ""


def _data_differ(passed: Certificate, folder: Path) -> list[str]:
    pairs = ((files.INTERNAL, passed.internal), (files.SHARED, passed.shared))
    return [
        f"发布数据文件“{name}”缺失或与审计时不同"
        for name, sha256 in pairs
        if manifest.file_digest(folder / name) != sha256
    ]


def unreleased_readings(asked: Asked) -> list[str]:
    """Readings behind the release that have not been released on the day (未公布不外传)."""
    desk = _desk(asked)
    if desk is None:
        name = asked.certificate.snapshot if asked.certificate else ""
        return [f"快照“{name}”已清理，无法核对读数的发布日，请重新生成对外版。"] if name else []
    said = refusal(unreleased(desk, _sources(asked), asked.on))
    return [said] if said else []


def _sources(asked: Asked) -> list[int]:
    """The files behind the release; before there is one, those behind its internal editions."""
    if asked.certificate is not None:
        try:
            data = files.read(asked.prepared / files.INTERNAL, ("sources",))
        except files.NoRelease:
            return []  # told among the bytes that differ
        return [int(number) for number in data["sources"]["file_id"]]
    own = manifest.read(asked.workspace.reports / str(asked.period) / INTERNAL).values()
    return [number for entry in own for number in file_ids(entry.get("reads") or ())]


def unsigned(asked: Asked) -> list[str]:
    """Whether the internal editions behind the release are signed, on the same data (定稿)."""
    period = str(asked.period)
    entries = manifest.read(asked.workspace.reports / period / INTERNAL)
    issued = releases.signed(asked.workspace.releases, period, INTERNAL)
    wanted = [(e["report"], e["unit"]) for e in asked.editions] or list(entries)
    stands = [
        key
        for key in wanted
        if key in entries
        and key in issued
        and entries[key].get("release") == standing(issued[key], corrected=False)
    ]
    told = []
    if not wanted:
        told.append("还没有内部版报告，请先生成并用 gxlab sign 定稿。")
    if missing := len(wanted) - len(stands):
        told.append(f"有{missing}期没有定稿，请先用 gxlab sign 定稿。")
    others = _on_other_data(asked, {key: entries[key] for key in stands}, issued)
    if others:
        told.append(
            f"有{others}期是按别的快照定稿的，其数据与对外版不同，"
            "请重新生成内部版并定稿，再生成对外版。"
        )
    return told


def _on_other_data(
    asked: Asked,
    entries: Mapping[tuple[str, str], Mapping[str, Any]],
    issued: Mapping[tuple[str, str], releases.Issued],
) -> int:
    """How many were signed on other data than the release's: another snapshot in which something
    they read is different."""
    if asked.certificate is None:
        return 0
    snapshot = asked.certificate.snapshot
    doubtful = [k for k in entries if issued[k].made_from.get("snapshot") != snapshot]
    desk = _desk(asked) if doubtful else None
    if desk is None:
        return len(doubtful)
    return sum(bool(changed_reads(entries[key]["reads"], desk)) for key in doubtful)


def _desk(asked: Asked) -> Desk | None:
    """A desk on the release's snapshot, on the current one before there is a release."""
    warehouse = asked.workspace.warehouse
    try:
        at = named(warehouse, asked.certificate.snapshot) if asked.certificate else None
        snapshot = at or current(warehouse)
    except NoSnapshot:
        return None
    folder = asked.workspace.commentary
    return open_desk(snapshot, None, asked.period, folder=folder, releases=asked.workspace.releases)
