"""Commands about forms (表样): template, layout."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from gxlab.commands.faults import Impossible, WrongUse
from gxlab.commands.session import Reply, session
from gxlab.workspace import Workspace


def register(app: typer.Typer) -> None:
    """Add this group's commands."""
    app.command("template", help="给出一个可填写的模板（单元、目标、集群、成员、更正、判定等）。")(
        template
    )
    app.command("layout", help="为没见过的表提出一个版式草稿，可存为本单位的版式。")(layout)


def template(
    context: typer.Context,
    name: Annotated[str, typer.Argument(metavar="名称", help="units、targets、clusters 等")],
) -> Reply:
    """Write a workbook to fill into data/templates."""
    from gxlab.intake.templates import write_template

    workspace = session(context).workspace
    units, clusters = _known(workspace)
    workspace.templates.mkdir(parents=True, exist_ok=True)
    path = write_template(name, workspace.templates, units=units, clusters=clusters)
    data = {"path": workspace.relative(path)}
    return Reply(data, [f"模板已写到 {path}；填好后用 gxlab import 导入。"])


def layout(
    context: typer.Context,
    path: Annotated[Path, typer.Argument(metavar="文件", help="没有版式的表")],
    save: Annotated[
        str | None, typer.Option(metavar="名称", help="存为本单位的版式，名称用小写英文")
    ] = None,
) -> Reply:
    """Propose a layout for an unknown form."""
    from gxlab.intake.grid import Unreadable
    from gxlab.intake.layouts import all_layouts
    from gxlab.intake.propose import propose, save_layout
    from gxlab.intake.reader import Reader

    workspace = session(context).workspace
    if not path.is_file():
        raise WrongUse(f"“{path}”不存在或不是文件，请核对路径。")
    try:
        with Reader() as reader:
            grid = reader.read(path)
        proposal = propose(grid, path.name, all_layouts(workspace.layouts), save)
    except Unreadable as error:
        raise Impossible(f"文件“{path.name}”：{error.text}。") from None
    saved = save_layout(proposal.text, save, workspace.layouts) if save else None
    data = {
        "layout": proposal.text,
        "name": proposal.name,
        "unmatched": list(proposal.unmatched),
        "path": workspace.relative(saved) if saved else None,
    }
    told = [proposal.text]
    if proposal.unmatched:
        told.append(f"没有对上的列：{'、'.join(proposal.unmatched)}；请在版式里写明含义。")
    if saved:
        told.append(f"已存为 {saved}，改好后即可导入。")
    return Reply(data, told)


def _known(workspace: Workspace) -> tuple[list[str], list[str]]:
    """Units and clusters for the drop-downs; none before the first import."""
    from gxlab.commands.snapshots import current_snapshot
    from gxlab.warehouse.snapshot import NoSnapshot, open_reader

    try:
        con = open_reader(current_snapshot(workspace).path)
    except NoSnapshot:
        return [], []
    units = [row[0] for row in con.sql("select distinct name from unit order by name").fetchall()]
    clusters = con.sql("select distinct name from industry_cluster order by name").fetchall()
    con.close()
    return units, [row[0] for row in clusters]
