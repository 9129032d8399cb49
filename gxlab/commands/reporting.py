"""From a request to finished editions (成稿): the plan, its run, and the pages publish makes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import gxlab
from gxlab.batch import cluster, journal
from gxlab.batch.crew import Shop, execute, inspect
from gxlab.batch.explain import explained
from gxlab.batch.notebooks import NotebookRefused, ReportNotebook, described, find, typed
from gxlab.batch.plan import ALL, Planned, chosen_units, planned
from gxlab.batch.pressing import Press
from gxlab.batch.run import Told, run
from gxlab.batch.staging import EXTRA, Result
from gxlab.commands.briefs import renew as renew_briefs
from gxlab.commands.faults import WrongUse
from gxlab.commands.office import with_office
from gxlab.commands.shelf import indexes, is_demo, packs, place
from gxlab.commands.snapshots import current_snapshot
from gxlab.publish import gates
from gxlab.publish.html import EditionMeta, render_edition
from gxlab.publish.outline import read_outline
from gxlab.publish.site import (
    edition_summary,
    failed_page,
)
from gxlab.reference.periods import Period
from gxlab.warehouse.desk import Desk, open_desk
from gxlab.warehouse.snapshot import NoSnapshot, named
from gxlab.workspace import Workspace


@dataclass(frozen=True)
class Request:
    """What ``gxlab report`` was asked for."""

    period: Period
    audience: str
    units: Sequence[str]
    reports: Sequence[str]
    params: Mapping[str, str]
    workers: int
    timeout: float
    force: bool
    also: tuple[str, ...] = ()
    explain: bool = False
    scheduler: str | None = None


@dataclass(frozen=True)
class Made:
    """What a request came to: the snapshot used and one JSON entry an edition."""

    snapshot: str
    editions: tuple[dict[str, Any], ...]
    reasons: tuple[str, ...]


def make(workspace: Workspace, asked: Request, told: Told) -> Made:
    """Plan, execute and put in place. The caller holds the lock of publishing.

    Raises NotebookRefused, UnknownUnitName, NoSnapshot, WrongUse before anything is run.
    """
    desk = open_desk(
        current_snapshot(workspace),
        None,
        asked.period,
        folder=workspace.commentary,
        releases=workspace.releases,
    )
    shop = shop_of(workspace, asked)
    refuse_future(desk, asked.period)
    plan = plan_of(workspace, asked, desk, find(workspace.report_notebooks))
    executor = cluster.executor(asked.scheduler, workspace) if asked.scheduler else execute
    pressing = whole_press(workspace, desk, plan)
    try:
        results = run(plan, desk, shop, pressing, force=asked.force, told=told, executor=executor)
    finally:
        pressing.end()
    renew_briefs(workspace, asked.period, (r.planned.edition.unit for r in results if _new(r)))
    entries = tuple(entry_of(result) for result in results)
    if asked.explain:
        moved = _moved(workspace, desk, results)
        entries = tuple({**e, "changed_rows": list(m)} for e, m in zip(entries, moved, strict=True))
    return Made(desk.snapshot, entries, tuple(result.reason for result in results))


def shop_of(workspace: Workspace, asked: Request) -> Shop:
    """Where a run of a request works."""
    return Shop(
        workspace.root.resolve(),
        workspace.reports.resolve(),
        (workspace.scratch / "batch").resolve(),
        asked.workers,
        asked.timeout,
    )


def refuse_future(desk: Desk, period: Period) -> None:
    """A month nobody has delivered anything for is a slip of the pen, not fifty empty reports."""
    newest = max(desk.read("files")["period"].drop_nulls().to_list(), default="")
    if newest and str(period) > newest:
        raise WrongUse(
            f"{period.label('month', True)}还没有任何数据（最新的工作簿是{newest}的），"
            "请先导入当月的工作簿，或改正 --period。"
        )


def _moved(
    workspace: Workspace, desk: Desk, results: Sequence[Result]
) -> Iterator[tuple[str, ...]]:
    """The changed rows behind each result; nothing where the old snapshot is no longer kept."""
    olds: dict[str, Desk | None] = {}
    for cause in (result.cause for result in results):
        if cause is None or not cause.reads:
            yield ()
            continue
        if cause.snapshot not in olds:
            olds[cause.snapshot] = _desk_then(workspace, desk, cause.snapshot)
        then = olds[cause.snapshot]
        yield explained(cause, then, desk) if then else ("原快照已清理，列不出变动的行",)


def _desk_then(workspace: Workspace, desk: Desk, snapshot: str) -> Desk | None:
    try:
        return open_desk(named(workspace.warehouse, snapshot), None, desk.period)
    except NoSnapshot:
        return None


def _new(result: Result) -> bool:
    return result.outcome == "built"


def plan_of(
    workspace: Workspace, asked: Request, desk: Desk, found: Mapping[str, Path]
) -> tuple[Planned, ...]:
    """The editions of a request, made by the notebooks found. Raises NotebookRefused."""
    units = chosen_units(desk.units, asked.units)
    paths = _chosen(found, asked.reports)
    inspected = inspect(paths, shop_of(workspace, asked))
    for name, answer in inspected.items():
        if "fault" in answer:
            raise NotebookRefused(f"笔记本“{paths[name].name}”读不出来（{answer['message']}）。")
    notebooks = [described(name, paths[name], inspected[name]["parameters"]) for name in paths]
    own = {notebook.report: typed(notebook, asked.params) for notebook in notebooks}
    plan = planned(notebooks, units, str(asked.period), asked.audience, own, workspace.commentary)
    return tuple(replace(made, also=asked.also) for made in plan)


def _chosen(found: Mapping[str, Path], named: Sequence[str]) -> dict[str, Path]:
    if not found:
        raise NotebookRefused("没有报告笔记本，notebooks/reports 里应有 *.ipynb。")
    unknown = [name for name in named if name != ALL and name not in found]
    if unknown:
        raise NotebookRefused(f"没有名为“{unknown[0]}”的报告，可用的有：{'、'.join(found)}。")
    wanted = found if ALL in named else {name: found[name] for name in named}
    return {name: wanted[name] for name in sorted(wanted, key=place)}


def whole_press(workspace: Workspace, desk: Desk, plan: Sequence[Planned] = ()) -> Press:
    """The press of a workspace, its Word and Excel forms included.

    ``plan``: editions that will stand in the release when the run is over.
    """

    def meta(made: Planned, inputs: str, state: str) -> EditionMeta:
        return _meta(desk, made, inputs, state)

    return with_office(press(desk, workspace.reports, plan), workspace, meta)


def press(desk: Desk, reports: Path | None = None, plan: Sequence[Planned] = ()) -> Press:
    """What publish does for the runs of batch, on one desk: gates first, then the page.

    ``reports``: where the pages of the period before are looked for (累计数核对), and the unit's
    other reports, which the page links to beside those of ``plan``.
    """
    release = gates.Release()
    known: dict[str, dict[str, dict[str, str]]] = {}

    def page(notebook: Mapping[str, Any], made: Planned, inputs: str) -> str:
        outline = read_outline(notebook)
        gates.check(outline, release, _printed_before(reports, made))
        meta = _meta(desk, made, inputs, outline.masthead.state)
        where = f"{made.edition.period}/{made.edition.audience}"
        if where not in known:
            known[where] = packs(reports / where if reports else None, plan)
        others = known[where].get(made.edition.unit, {}).items()
        pack = sorted((o for o in others if o[0] != made.edition.report), key=lambda o: place(o[0]))
        return render_edition(notebook, meta=replace(meta, pack=tuple(pack)))

    def failed(made: Planned, error: str) -> str:
        return failed_page(_meta(desk, made, "", ""), error)

    def index(
        entries: Sequence[Mapping[str, Any]], folder: Path, staged: Path
    ) -> list[journal.Move]:
        return indexes(desk, entries, folder, staged)

    return Press(page, failed, edition_summary, index)


def _printed_before(reports: Path | None, made: Planned) -> str | None:
    """The executed notebook of the same edition one period before, where there is one."""
    if reports is None:
        return None
    now = made.edition
    past = replace(now, period=str(Period.parse(now.period).previous))
    path = reports / f"{past.stem}.ipynb"
    return path.read_text(encoding="utf-8") if path.is_file() else None


def _meta(desk: Desk, made: Planned, inputs: str, state: str) -> EditionMeta:
    edition = made.edition
    return EditionMeta(
        report=edition.report,
        report_title=made.notebook.title,
        unit=edition.unit,
        unit_name=desk.units.find(edition.unit).name,
        period=edition.period,
        audience=edition.audience,
        inputs=inputs,
        version=gxlab.__version__,
        demo=is_demo(desk),
        state=state,
        also=made.also,
    )


def entry_of(result: Result) -> dict[str, Any]:
    """The JSON entry of a result."""
    spent = result.spent or {"seconds": 0.0, "cpu_seconds": 0.0}
    return as_json(result.planned, result.outcome, {**result.entry, **spent}, result.reason)


def _also(told: Mapping[str, Any]) -> dict[str, str | None]:
    """The other forms of an edition, as JSON names them; None where there is none."""
    stem = str(told.get("html")).removesuffix(".html")
    forms = told.get("also") or {}
    return {e.removeprefix("."): f"{stem}{e}" if e in forms else None for e in EXTRA}


def as_json(
    made: Planned, outcome: str, told: Mapping[str, Any], reason: str | None = None
) -> dict[str, Any]:
    """An edition as JSON tells it."""
    edition = made.edition
    return {
        "report": edition.report,
        "unit": edition.unit,
        "period": edition.period,
        "audience": edition.audience,
        "outcome": outcome,
        "html": told.get("html"),
        **_also(told),
        "inputs": told.get("inputs"),
        "seconds": told.get("seconds", 0.0),
        "cpu_seconds": told.get("cpu_seconds", 0.0),
        "error": told.get("error"),
        "release": told.get("release"),
        "reason": reason,
    }


__all__ = ["Made", "ReportNotebook", "Request", "make", "press", "whole_press"]
