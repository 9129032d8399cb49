"""Commands about forms (表样): template, layout."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from gxlab.commands.faults import Impossible, WrongUse
from gxlab.commands.session import Reply, Session, progress_console, session
from gxlab.workspace import Workspace

if TYPE_CHECKING:
    from gxlab.intake.grid import Grid
    from gxlab.intake.model import Context, Extraction
    from gxlab.intake.propose import Proposal


def register(app: typer.Typer) -> None:
    """Add this group's commands."""
    app.command("template", help="给出一个可填写的模板（单元、目标、集群、成员、更正、判定等）。")(
        template
    )
    app.command(
        "layout", help="为没见过的表提出一个版式，画在表上给人核对，确认后存为本单位的版式。"
    )(layout)


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
        str | None,
        typer.Option(metavar="名称", help="不再询问，存为本单位的版式，名称用小写英文"),
    ] = None,
) -> Reply:
    """Propose a layout for an unknown form; saved only when asked for, or when confirmed."""
    from gxlab.intake.propose import save_layout, trial

    asked = session(context)
    workspace = asked.workspace
    if not path.is_file():
        raise WrongUse(f"“{path}”不存在或不是文件，请核对路径。")
    known = _context(workspace)
    grid, proposal = _proposed(path, save, workspace, known)
    read = trial(proposal, grid, known)
    picture = _drawn(proposal, read, workspace)
    asking = _is_asked(asked, save)
    name = _confirmed(proposal, read, picture) if asking else save
    saved = save_layout(proposal.text, name, workspace.layouts) if name else None
    shown = [] if asking else [proposal.text, *_told(proposal, read, picture)]
    return Reply(_data(proposal, read, workspace, picture, saved), [*shown, *_ending(saved)])


def _proposed(
    path: Path, name: str | None, workspace: Workspace, known: Context
) -> tuple[Grid, Proposal]:
    from gxlab.intake.grid import Unreadable
    from gxlab.intake.layouts import all_layouts
    from gxlab.intake.propose import propose
    from gxlab.intake.reader import Reader

    try:
        with Reader() as reader:
            grid = reader.read(path)
        layouts = all_layouts(workspace.layouts)
        return grid, propose(grid, path.name, layouts, name, context=known)
    except Unreadable as error:
        raise Impossible(f"文件“{path.name}”：{error.text}。") from None


def _drawn(proposal: Proposal, read: Extraction, workspace: Workspace) -> Path:
    """The picture, beside the layouts; drawn again each time, it is no record."""
    from gxlab.show.layout_picture import LayoutPicture

    folder = workspace.layouts / "示意图"
    folder.mkdir(parents=True, exist_ok=True)
    target = folder / f"{Path(proposal.file_name).stem}.html"
    target.write_text(LayoutPicture(proposal, read).html, encoding="utf-8")
    return target


def _is_asked(asked: Session, save: str | None) -> bool:
    """Whether a person is asked: at a terminal, and where no name to save under was given."""
    return save is None and not asked.json and at_a_terminal()


def _confirmed(proposal: Proposal, read: Extraction, picture: Path) -> str | None:
    """The name to save under, where a person says yes; nothing is saved silently."""
    told = progress_console()
    told.print(proposal.text, markup=False)
    for line in _told(proposal, read, picture):
        told.print(line, markup=False)
    if not typer.confirm(f"以上是否正确？存为本单位的版式“{proposal.name}”", err=True):
        return None
    return proposal.name


def at_a_terminal() -> bool:
    """Whether somebody sits there who can be asked."""
    return sys.stdin.isatty() and sys.stderr.isatty()


def _told(proposal: Proposal, read: Extraction, picture: Path) -> list[str]:
    lines = [f"示意图：{picture}（用浏览器打开，可打印）。"]
    if proposal.known:
        lines.append(f"这张表已有版式可用：{'、'.join(proposal.known)}，可以直接导入。")
    for guess in proposal.doubtful:
        other = f"，也可能是{guess.runner_up}" if guess.runner_up else ""
        sure = f"把握{round(guess.confidence * 100)}%" if guess.spec else "待定"
        lines.append(f"存疑：列“{guess.path.text}” → {guess.told}（{sure}{other}）。")
    if proposal.unmatched:
        lines.append(f"没有对上的列或行：{'、'.join(proposal.unmatched)}；请在版式里写明含义。")
    for count in read.sheets:
        where = f"工作表“{count.name}”" if count.name else "本文件"
        lines.append(
            f"试读{where}：有内容的单元格{count.cells}个，入库{count.stored}，退回{count.refused}，"
            f"略过{count.ignored}，没有说明{count.undeclared}。"
        )
    if read.refused:
        lines.append("按这个版式，本文件会整件退回：" + read.problems[0].text + "。")
    return lines


def _ending(saved: Path | None) -> list[str]:
    if saved is None:
        return ["没有保存；核对后用 --save 名称 保存。"]
    return [f"已存为 {saved}；以后同样的表直接 gxlab import，列名、列序略有不同也认得。"]


def _data(
    proposal: Proposal, read: Extraction, workspace: Workspace, picture: Path, saved: Path | None
) -> dict[str, Any]:
    from gxlab.intake.grid import column_letters

    return {
        "layout": proposal.text,
        "name": proposal.name,
        "unmatched": list(proposal.unmatched),
        "path": workspace.relative(saved) if saved else None,
        "picture": workspace.relative(picture),
        "known": list(proposal.known),
        "rows": [{"row": r.row + 1, "role": r.told} for r in proposal.rows],
        "columns": [
            {
                "column": column_letters(g.index), "label": g.path.text, "role": g.role,
                "meaning": g.told, "confidence": round(g.confidence, 2), "runner_up": g.runner_up,
                "doubtful": g.doubtful,
            }
            for g in proposal.columns
        ],
        "trial": {
            "refused": read.refused,
            "sheets": [
                {
                    "name": c.name, "cells": c.cells, "stored": c.stored, "refused": c.refused,
                    "ignored": c.ignored, "undeclared": c.undeclared,
                }
                for c in read.sheets
            ],
            "problems": [problem.text for problem in read.problems],
        },
    }  # fmt: skip


def _context(workspace: Workspace) -> Context:
    """What names are looked up in: units, firms, clusters; nothing before the first import."""
    from datetime import date

    from gxlab.commands.snapshots import current_snapshot
    from gxlab.intake.model import Context
    from gxlab.reference.periods import Period
    from gxlab.warehouse.known import REGISTERS_KNOWN, SnapshotRows, context_of
    from gxlab.warehouse.snapshot import NoSnapshot, open_reader

    today = date.today()
    try:
        con = open_reader(current_snapshot(workspace).path)
    except NoSnapshot:
        return Context(latest=Period(today.year, today.month))
    try:
        return context_of(SnapshotRows(con), REGISTERS_KNOWN, today)
    finally:
        con.close()


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
