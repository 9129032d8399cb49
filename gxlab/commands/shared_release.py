"""A shared release (对外版): prepared for all units, made by its notebooks, judged as a whole.

All or nothing: pages, manifest and index are put in place together, after every edition has been
made and the finished pages have been judged; otherwise what stood before stays.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from gxlab.batch import journal, manifest
from gxlab.batch.notebooks import find
from gxlab.batch.plan import ALL, Planned
from gxlab.batch.pressing import Press, Withheld
from gxlab.batch.run import Told, run
from gxlab.batch.staging import Result
from gxlab.commands.data import places
from gxlab.commands.faults import WrongUse
from gxlab.commands.reporting import (
    Made,
    Request,
    as_json,
    entry_of,
    plan_of,
    press,
    refuse_future,
    shop_of,
)
from gxlab.disclosure import ledger
from gxlab.disclosure.bundle_audit import judged
from gxlab.disclosure.prepare import Prepared, prepare, protected
from gxlab.disclosure.rules import rules_at
from gxlab.reference.periods import Period
from gxlab.warehouse import releases
from gxlab.warehouse.desk import Desk, open_desk
from gxlab.warehouse.guard import sound
from gxlab.warehouse.importing import renew
from gxlab.warehouse.snapshot import NoSnapshot, Snapshot, is_outdated, named
from gxlab.workspace import Workspace

AUDIENCE = "shared"
NO_FORMS = "对外版只出网页，不出 Word、Excel 文件，请去掉 --also。"
NO_SCHEDULER = "对外版只在本机生成，请去掉 --scheduler。"


def make(workspace: Workspace, asked: Request, told: Told) -> Made:
    """Prepare, execute, judge and put in place. The caller holds the lock of publishing.

    Raises WrongUse, NotebookRefused, UnknownUnitName, NoSnapshot before anything is run.
    """
    _refuse(asked)
    if is_outdated(workspace.warehouse):
        renew(places(workspace))
    desk = open_desk(
        snapshot_of(workspace, asked.period),
        None,
        asked.period,
        folder=workspace.commentary,
        releases=workspace.releases,
    )
    refuse_future(desk, asked.period)
    notebooks = find(workspace.shared_notebooks)
    plan = plan_of(workspace, asked, desk, notebooks)
    may_be_printed = protected(desk, ledger.earlier(workspace.releases / AUDIENCE), rules_at(desk))
    folder = workspace.prepared_release(str(asked.period))
    prepared = prepare(desk, folder, tuple(notebooks), may_be_printed)
    plan = _with_stale(workspace, asked, desk, prepared, plan)
    return _made(workspace, asked, desk, prepared, plan, told)


def snapshot_of(workspace: Workspace, period: Period) -> Snapshot:
    """The snapshot of the period's signed internal release where it is kept, else the current one.

    Where editions were signed on several, the one most were, and of those the newest.
    """
    now = sound(workspace.warehouse)
    signed = releases.signed(workspace.releases, str(period), "internal").values()
    counted = Counter(str(one.made_from.get("snapshot", "")) for one in signed)
    for name in sorted(counted, key=lambda s: (counted[s], s), reverse=True):
        try:
            return named(workspace.warehouse, name)
        except NoSnapshot:
            continue
    return now


def _refuse(asked: Request) -> None:
    if asked.also:
        raise WrongUse(NO_FORMS)
    if asked.scheduler:
        raise WrongUse(NO_SCHEDULER)


def _with_stale(
    workspace: Workspace, asked: Request, desk: Desk, prepared: Prepared, plan: Sequence[Planned]
) -> tuple[Planned, ...]:
    """The editions asked for, and those of the release that stand on other data: they are judged
    together, so they are made together."""
    folder = workspace.reports / str(asked.period) / AUDIENCE
    stale = {
        key
        for key, e in manifest.read(folder).items()
        if e["key"].get("release") != prepared.digest
    }
    wanted = {(p.edition.report, p.edition.unit) for p in plan}
    if stale - wanted:
        every = replace(asked, units=[ALL], reports=[ALL], params={})
        whole = plan_of(workspace, every, desk, find(workspace.shared_notebooks))
        more = stale - wanted
        plan = [*plan, *(p for p in whole if (p.edition.report, p.edition.unit) in more)]
    return tuple(_keyed(made, prepared) for made in plan)


def _keyed(made: Planned, prepared: Prepared) -> Planned:
    """What an edition stands on is the release's content, texts included, and nothing else."""
    return replace(made, key={**made.key, "commentary": "", "release": prepared.digest})


def _made(
    workspace: Workspace,
    asked: Request,
    desk: Desk,
    prepared: Prepared,
    plan: Sequence[Planned],
    told: Told,
) -> Made:
    gated = _gated(workspace, desk, prepared, press(desk, None, plan))
    try:
        results = run(plan, desk, shop_of(workspace, asked), gated, force=asked.force, told=told)
    except Withheld as why:
        entries = tuple(as_json(p, "refused", {"error": str(why)}) for p in plan)
        return Made(desk.snapshot, entries, tuple("未放行" for _ in plan))
    return Made(desk.snapshot, tuple(map(entry_of, results)), tuple(r.reason for r in results))


def _gated(workspace: Workspace, desk: Desk, prepared: Prepared, made: Press) -> Press:
    """The press with the judgement of the finished pages before anything is put in place."""
    folder = (workspace.reports / str(desk.period) / AUDIENCE).resolve()

    def gate(moves: Sequence[journal.Move], results: Sequence[Result]) -> None:
        failed = [r for r in results if r.outcome == "failed"]
        if failed:
            first = failed[0]
            unit, title = first.planned.edition.unit, first.planned.notebook.title
            raise Withheld(
                f"有{len(failed)}期没有生成成功（如 {unit} {title}：{first.entry['error']}），"
                "对外版须全部生成才能放行，请查清后重新生成。"
            )
        pages, known = _pages(folder, moves), workspace.releases / AUDIENCE
        found = judged(pages, prepared.internal, known, desk)
        if found.refusal:
            raise Withheld(found.refusal)
        _certify(moves, dict(found.certificate))

    return replace(made, gate=gate)


def _pages(folder: Path, moves: Sequence[journal.Move]) -> dict[str, bytes]:
    """The files of the release as they will stand once the moves are made, by name."""
    standing = {p: p for p in sorted(folder.rglob("*")) if p.is_file()}
    coming = {m.target.resolve(): m.source for m in moves}
    found = {p: source for p, source in {**standing, **coming}.items() if source is not None}
    return {
        p.relative_to(folder).as_posix(): source.read_bytes()
        for p, source in sorted(found.items())
        if p.is_relative_to(folder) and p.name != manifest.NAME
    }


def _certify(moves: Sequence[journal.Move], certificate: dict[str, Any]) -> None:
    """Write the certificate into the manifest that is about to be put in place."""
    for move in moves:
        if move.target.name == manifest.NAME and move.source is not None:
            data = json.loads(move.source.read_text(encoding="utf-8"))
            data["certificate"] = certificate
            text = json.dumps(data, ensure_ascii=False, indent=1)
            manifest.put(move.source, text.encode("utf-8"))


__all__ = ["make", "snapshot_of"]
