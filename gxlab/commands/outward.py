"""Publishing outward (对外发布): what keeps a release inside, every reason at once, and the act.

The line in the ledger of shared releases comes first and the copy after it: a copy that was cut
short is made again from the same bytes, and none is ever out that the next audit does not know.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from gxlab.batch import manifest
from gxlab.commands import distributing
from gxlab.commands.conditions import Asked, bytes_differ, unreleased_readings, unsigned
from gxlab.commands.faults import Impossible
from gxlab.disclosure import certificate as certificates
from gxlab.disclosure import ledger
from gxlab.disclosure.certificate import Certificate
from gxlab.disclosure.files import INTERNAL
from gxlab.reference.periods import Period
from gxlab.workspace import Workspace

AUDIENCE = "shared"


@dataclass(frozen=True)
class Published:
    """A release that is out: names of its files, the certificate, its number in the ledger.

    ``again``: it had been published with these very bytes before.
    """

    files: tuple[str, ...]
    certificate: Certificate
    sequence: int
    again: bool


def publish(workspace: Workspace, period: Period, target: Path, on: date) -> Published:
    """Publish the shared release of a period. The caller holds the lock of publishing.

    Raises Impossible naming all that stands in the way, LedgerBroken; then nothing was written.
    """
    ledger.sound(workspace.releases / AUDIENCE)
    asked = _asked(workspace, period, on)
    reasons = _reasons(asked)
    if reasons or asked.certificate is None:
        raise Impossible("".join(reasons))
    distributing.refuse_mixing(target)
    passed, folder = asked.certificate, asked.ledger
    before = ledger.same(folder, str(period), passed.pages)
    line = before or ledger.record(folder, _line(passed, on), asked.prepared / INTERNAL)
    distributing.put_together(asked.files, target)
    return Published(tuple(asked.files), passed, line.sequence, before is not None)


def _line(passed: Certificate, on: date) -> ledger.Line:
    return ledger.Line(
        0, passed.period, passed.snapshot, on, passed.digest, passed.pages, passed.internal
    )


def _asked(workspace: Workspace, period: Period, on: date) -> Asked:
    folder = workspace.reports / str(period) / AUDIENCE
    whole = manifest.whole(folder) or {}
    return Asked(
        workspace=workspace,
        period=period,
        on=on,
        certificate=certificates.read(whole.get("certificate")),
        editions=tuple(whole.get("editions", ())),
        files=_files(folder),
        prepared=workspace.prepared_release(str(period)),
        ledger=workspace.releases / AUDIENCE,
    )


def _files(folder: Path) -> Mapping[str, bytes]:
    """Everything that lies in the release's folder but the manifest, which stays inside."""
    found = sorted(p for p in folder.rglob("*") if p.is_file() and p != folder / manifest.NAME)
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in found}


def _reasons(asked: Asked) -> list[str]:
    return [
        *_not_audited(asked),
        *bytes_differ(asked),
        *_stale(asked),
        *unreleased_readings(asked),
        *unsigned(asked),
    ]


def _not_audited(asked: Asked) -> list[str]:
    make = f"请用 gxlab report --period {asked.period} --audience shared 重新生成。"
    record = certificates.on_record(asked.prepared)
    if record.get("passed") is False:
        return [f"最近一次数据安全审计没有通过，{make}"]
    if asked.certificate is None:
        return [f"{asked.period}没有通过数据安全审计的对外版，{make}"]
    whose = (asked.certificate.period, asked.certificate.digest)
    if whose != (str(asked.period), record.get("certificate")):
        return [f"审计证明与审计记录不符，可能被改动，{make}"]
    return []


def _stale(asked: Asked) -> list[str]:
    """Judged against fewer releases than have left by now; what is out already adds nothing."""
    head = ledger.head(asked.ledger)
    passed = asked.certificate
    if passed is None or passed.ledger == head:
        return []
    if ledger.same(asked.ledger, str(asked.period), passed.pages):
        return []
    return ["审计之后又有对外发布，本次审计已过时，请重新生成对外版。"]
