"""The command that turns values into sentences (叙述): narrate."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Annotated

import typer

from gxlab.commands.faults import WrongUse
from gxlab.commands.session import Reply, progress_console, session
from gxlab.workspace import NotAWorkspace, Workspace


def register(app: typer.Typer) -> None:
    """Add this group's commands."""
    app.command("narrate", help="把一组数写成规范的句子（JSON 文件，各键见操作指南）。")(narrate)


def narrate(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(metavar="文件", help="由若干项组成的 JSON 文件")],
    slight: Annotated[
        str | None,
        typer.Option(metavar="百分数", help="增速绝对值小于此数写“微降”“小幅增长”；缺省不用"),
    ] = None,
) -> Reply:
    """One sentence an item; nothing for an item without a figure."""
    from gxlab.show.narrative import narrate as narrated
    from gxlab.show.narrative_items import WrongItem, read_items

    text, limit = _text(file), _limit(slight)
    try:
        items = read_items(text, file.name)
        sentences = narrated(items, _names(context), limit)
    except WrongItem as error:
        raise WrongUse(str(error)) from None
    for item in items:
        if item.ignored:
            keys = "、".join(item.ignored)
            progress_console().print(f"{item.where}有不认识的键，未使用：{keys}。", markup=False)
    told = [
        {"item": number, "text": sentence.text}
        for number, sentence in enumerate(sentences, start=1)
        if sentence is not None
    ]
    shown = [str(t["text"]) for t in told] or ["没有可写的数，未成句。"]
    return Reply({"sentences": told}, shown)


def _text(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        raise WrongUse(f"“{file.name}”不是 UTF-8 编码的文字，请另存为 UTF-8 后重试。") from None
    except OSError:
        raise WrongUse(f"读不到文件“{file}”，应为 JSON 文件，请核对路径。") from None


def _limit(text: str | None) -> Decimal | None:
    if text is None:
        return None
    try:
        found = Decimal(text)
    except InvalidOperation:
        found = Decimal(-1)
    if not found.is_finite() or found <= 0:
        raise WrongUse(f"--slight 应为大于0的数，如 0.5，实为“{text}”。")
    return found


def _names(context: typer.Context) -> dict[str, str]:
    """Names of units by code, where a workspace with data is at hand; it is not needed."""
    try:
        workspace = session(context).workspace
    except NotAWorkspace:
        return {}
    return _names_in(workspace)


def _names_in(workspace: Workspace) -> dict[str, str]:
    from gxlab.commands.snapshots import current_snapshot
    from gxlab.warehouse.snapshot import NoSnapshot, open_reader
    from gxlab.warehouse.tables import sql

    try:
        snapshot = current_snapshot(workspace)
    except NoSnapshot:
        return {}
    con = open_reader(snapshot.path)
    rows = con.sql(sql("views", "units")).pl().to_dicts()
    con.close()
    return {str(row["code"]): str(row["name"]) for row in rows}
