"""The command that makes briefs for a chief (一页简报): brief."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Annotated, Any

import typer

from gxlab.commands.ask import period_of
from gxlab.commands.faults import Impossible
from gxlab.commands.session import Reply, grid, session

if TYPE_CHECKING:
    from gxlab.publish.brief import Source
    from gxlab.publish.html import EditionMeta
    from gxlab.reference.periods import Period
    from gxlab.warehouse.desk import Desk
    from gxlab.workspace import Workspace

NAME, TITLE = "brief", "工业运行一页简报"
AUDIENCE = "internal"


def register(app: typer.Typer) -> None:
    """Add this group's command."""
    app.command("brief", help="一页简报：从已生成的报告里取开头、六个数、三条提示，A4一面。")(brief)


def brief(
    context: typer.Context,
    period: Annotated[str, typer.Option(metavar="年-月", help="报告期，如 2026-05")],
    unit: Annotated[
        list[str] | None,
        typer.Option(metavar="单元", help="代码或名称，可写多次；all（缺省）为已生成报告的全部"),
    ] = None,
    report: Annotated[
        list[str] | None,
        typer.Option(metavar="报告", help="只从这些报告取，可写多次；all（缺省）为全部"),
    ] = None,
) -> Reply:
    """One page and one Word document a unit, from the reports that stand."""
    from gxlab.warehouse import lock

    workspace = session(context).workspace
    wanted = period_of(period)
    with lock.held(workspace.warehouse / "publish.lock", "生成简报"):
        told = make(workspace, wanted, unit or ["all"], report or ["all"])
    rows = [(one["unit"], "、".join(one["reports"]), one["html"]) for one in told]
    shown: list[Any] = [
        grid(("单元", "取自", "页面"), rows),
        f"已生成{len(told)}份一页简报（网页和 Word）。",
    ]
    return Reply({"period": str(wanted), "briefs": told}, shown)


def make(
    workspace: Workspace, period: Period, units: Sequence[str], reports: Sequence[str]
) -> list[dict[str, Any]]:
    """Write the briefs; the caller holds the lock of publishing. Raises Impossible."""
    from gxlab.batch import manifest
    from gxlab.batch.plan import ALL, chosen_units
    from gxlab.commands.snapshots import current_snapshot
    from gxlab.warehouse.desk import open_desk

    desk = open_desk(current_snapshot(workspace), None, period)
    entries = [
        entry
        for (report, _), entry in manifest.read(workspace.reports / str(period) / AUDIENCE).items()
        if entry["outcome"] != "failed" and (ALL in reports or report in reports)
    ]
    ready = {entry["unit"] for entry in entries}
    codes = (
        sorted(ready) if ALL in units else [unit.code for unit in chosen_units(desk.units, units)]
    )
    missing = [desk.units.find(code).name for code in codes if code not in ready]
    if missing or not codes:
        whose = "、".join(missing) or "任何单元"
        raise Impossible(
            f"{period}没有{whose}已生成的报告，请先用 gxlab report --period {period} 生成。"
        )
    return [
        _written(workspace, desk, code, [e for e in entries if e["unit"] == code]) for code in codes
    ]


def renew(workspace: Workspace, period: Period, units: Iterable[str]) -> None:
    """Make the briefs that stand anew: a page older than its reports would contradict them."""
    folder = workspace.edition_folder
    stand = [u for u in units if (folder(str(period), AUDIENCE, u) / f"{NAME}.html").is_file()]
    if stand:
        make(workspace, period, sorted(set(stand)), ["all"])


def _written(
    workspace: Workspace, desk: Desk, unit: str, entries: Sequence[dict[str, Any]]
) -> dict[str, Any]:
    from gxlab.batch.manifest import put
    from gxlab.commands.shelf import in_order
    from gxlab.publish.brief import brief_of
    from gxlab.publish.brief_docx import TEMPLATES, render_brief_docx
    from gxlab.publish.brief_html import render_brief
    from gxlab.publish.docx_template import find_template

    sources = [_source(workspace, entry) for entry in in_order(entries)]
    made = brief_of(sources)
    meta = _meta(desk, unit, made.inputs, sources)
    folder = workspace.edition_folder(str(desk.period), AUDIENCE, unit)
    html, word = folder / f"{NAME}.html", folder / f"{NAME}.docx"
    template = find_template(workspace.document_templates, TEMPLATES)
    put(html, render_brief(made, meta=meta).encode("utf-8"))
    put(word, render_brief_docx(made, meta=meta, template=template))
    return {
        "unit": unit,
        "html": workspace.relative(html),
        "docx": workspace.relative(word),
        "inputs": made.inputs,
        "reports": [source.report for source in sources],
    }


def _meta(desk: Desk, unit: str, inputs: str, sources: Sequence[Source]) -> EditionMeta:
    import gxlab
    from gxlab.publish.html import EditionMeta
    from gxlab.show.pages import is_demo

    return EditionMeta(
        report=NAME,
        report_title=TITLE,
        unit=unit,
        unit_name=desk.units.find(unit).name,
        period=str(desk.period),
        audience=AUDIENCE,
        inputs=inputs,
        version=gxlab.__version__,
        demo=is_demo(desk),
        state="、".join(dict.fromkeys(source.state for source in sources)),
    )


def _source(workspace: Workspace, entry: dict[str, Any]) -> Source:
    """A report as it was made; the state is that of the edition, signed or not."""
    from gxlab.batch.finished import executed
    from gxlab.batch.manifest import file_digest
    from gxlab.publish.brief import Source
    from gxlab.publish.outline import read_outline

    page = workspace.root / entry["html"]
    notebook = page.with_suffix(".ipynb")
    if file_digest(notebook) != entry["ipynb_sha256"] or file_digest(page) != entry["html_sha256"]:
        raise Impossible(
            f"“{workspace.relative(page)}”或它的笔记本缺失、被改动，请先用 gxlab report 重新生成。"
        )
    outline = read_outline(executed(notebook.read_text(encoding="utf-8")))
    state = str(entry["summary"]["state"])
    return Source(entry["report"], entry["title"], outline, state, str(entry["inputs"]))
