"""The command that writes to senders (核实函): letter."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from gxlab.commands.ask import period_of
from gxlab.commands.session import Reply, grid, session
from gxlab.reference.file_names import file_stem

if TYPE_CHECKING:
    from gxlab.publish.letter import Letter
    from gxlab.warehouse.desk import Desk
    from gxlab.workspace import Workspace


def register(app: typer.Typer) -> None:
    """Add this group's command."""
    app.command("letter", help="给报送单位写核实函：只列疑点，不列建议值。")(letter)


def letter(
    context: typer.Context,
    period: Annotated[str, typer.Option(metavar="年-月", help="报告期，如 2026-05")],
    unit: Annotated[
        list[str] | None,
        typer.Option(metavar="单元", help="只写给这些报送单位，可写多次；统计局写市的代码或名称"),
    ] = None,
    to: Annotated[
        Path | None,
        typer.Option(metavar="文件夹", help="放到哪里，缺省为工作区里当期的核实函文件夹"),
    ] = None,
) -> Reply:
    """One Word document a sender, of what looks odd in its forms."""
    from gxlab.commands.snapshots import current_snapshot
    from gxlab.publish.letter import letters
    from gxlab.warehouse.desk import open_desk

    workspace = session(context).workspace
    desk = open_desk(current_snapshot(workspace), None, period_of(period))
    chosen = [desk.units.find(name).code for name in unit] if unit else None
    found = letters(desk, chosen)
    folder = to or workspace.letters / str(desk.period)
    told = [_written(workspace, desk, one, folder) for one in found]
    return Reply({"period": str(desk.period), "letters": told}, _shown(told))


def file_name(one: Letter) -> str:
    """The document's name: whom it goes to, as a file may be called everywhere."""
    return f"核实函_{file_stem(one.sender)}.docx"


def _written(workspace: Workspace, desk: Desk, one: Letter, folder: Path) -> dict[str, Any]:
    from gxlab.batch.manifest import put
    from gxlab.publish.docx_template import find_template
    from gxlab.publish.letter import listed
    from gxlab.publish.letter_docx import TEMPLATES, render_letter
    from gxlab.show.pages import is_demo

    template = find_template(workspace.document_templates, TEMPLATES)
    path = folder / file_name(one)
    put(path, render_letter(one, desk.period, demo=is_demo(desk), template=template))
    return {**listed([one])[0], "path": workspace.relative(path)}


def _shown(told: list[dict[str, Any]]) -> list[Any]:
    if not told:
        return ["没有需要写核实函的疑点。"]
    rows = [(one["sender"], len(one["items"]), one["path"]) for one in told]
    count = sum(len(one["items"]) for one in told)
    said = (
        f"写了{len(told)}封核实函，共{count}处疑点；发出前请逐条看过，函中没有、也不要添加建议值。"
    )
    return [grid(("报送单位", "疑点", "文件"), rows), said]
