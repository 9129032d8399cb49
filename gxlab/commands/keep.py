"""Commands that keep a workspace sound (维护): verify, restore, doctor, lab."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from gxlab.commands.data import places
from gxlab.commands.faults import WrongUse
from gxlab.commands.session import DAMAGED, NOT_ALL, OK, Reply, grid, session

if TYPE_CHECKING:
    from gxlab.warehouse.recovery import Repeated


def register(app: typer.Typer) -> None:
    """Add this group's commands."""
    app.command("verify", help="核对台账、主库、快照、原始档、报告页面、定稿和对外发布是否一致。")(
        verify
    )
    app.command(
        "restore", help="恢复到一个快照；主库损坏时从原始档重建；--from 由备份恢复整个工作区。"
    )(restore)
    app.command("backup", help="备份整个工作区的数据：Parquet 留存件和本单位的文件。")(backup)
    app.command("doctor", help="检查运行环境：版本、字体、内核、离线、磁盘。")(doctor)
    app.command("lab", help="打开 JupyterLab（本机、带口令、中文、不联网）。")(lab)


def verify(
    context: typer.Context,
    rebuild: Annotated[
        str | None,
        typer.Option(metavar="快照号", help="按台账和原始档把这个快照另建一份，逐表比较"),
    ] = None,
) -> Reply:
    """Compare ledger, database, snapshots, archive and pages; or a snapshot with itself rebuilt."""
    from gxlab.commands.pages import changed_pages
    from gxlab.warehouse import recovery

    workspace = session(context).workspace
    if rebuild is not None:
        return _rebuilt(recovery.rebuild_beside(rebuild, places(workspace)))
    found = recovery.verify(places(workspace))
    pages = changed_pages(workspace)
    faults = [{"part": f.part, "text": f.text} for f in found.faults]
    signed, damaged = _releases(workspace.releases)
    faults += [{"part": "定稿", "text": text} for text in damaged]
    published, unsound = _published(workspace.releases / "shared")
    faults += [{"part": "对外发布", "text": text} for text in unsound]
    counts = {
        "batches": found.batches,
        "snapshots": found.snapshots,
        "archived": found.archived,
        "releases": signed,
        "published": published,
    }
    data = {"ok": not faults and not pages, "faults": faults, "pages": pages, **counts}
    told = [f"{f['part']}：{f['text']}" for f in faults]
    told += [f"报告：{page} 与清单不符，内容已被改动，重新生成即可恢复。" for page in pages]
    told.append(
        f"核对了{found.batches}个批次、{found.snapshots}个快照、{found.archived}个原始档"
        f"{f'、{signed}期定稿' if signed else ''}"
        f"{f'、{published}次对外发布' if published else ''}，"
        + (f"有{len(faults)}处不符，{_remedy(faults)}。" if faults else "全部相符。")
    )
    return Reply(data, told, DAMAGED if faults else NOT_ALL if pages else OK)


def _rebuilt(done: Repeated) -> Reply:
    good = not done.differences
    data = {"ok": good, "rebuilt": done.snapshot, "tables": done.tables}
    ending = "全部相同" if good else f"有{len(done.differences)}张不同"
    line = f"快照 {done.snapshot} 已按台账和原始档另建一份，比较{done.tables}张表的内容，{ending}。"
    told = [*done.differences, line]
    return Reply({**data, "differences": list(done.differences)}, told, OK if good else NOT_ALL)


def _releases(folder: Path) -> tuple[int, list[str]]:
    """How many releases have been signed, and what no longer agrees with their ledger."""
    from gxlab.warehouse import releases
    from gxlab.warehouse.ledger import LedgerBroken

    try:
        signed = {(one.period, one.audience, one.title) for one in releases.acts(folder)}
        return len(signed), releases.damaged(folder)
    except LedgerBroken as error:
        return 0, [str(error)]


def _published(folder: Path) -> tuple[int, list[str]]:
    """How many releases have left the bureau, and what no longer agrees with their ledger."""
    from gxlab.disclosure import ledger
    from gxlab.warehouse.ledger import LedgerBroken

    try:
        return len(ledger.lines(folder)), ledger.damaged(folder)
    except LedgerBroken as error:
        return 0, [str(error)]


def _remedy(faults: Sequence[Mapping[str, str]]) -> str:
    if all(fault["part"] in ("定稿", "对外发布") for fault in faults):
        return "定稿和发布的文件请从备份补回"
    return "用 gxlab restore 恢复"


def restore(
    context: typer.Context,
    snapshot: Annotated[
        str | None, typer.Argument(metavar="快照号", help="如 S0003，见 gxlab status")
    ] = None,
    source: Annotated[
        Path | None,
        typer.Option("--from", metavar="文件夹", help="由 gxlab backup 写出的备份恢复"),
    ] = None,
) -> Reply:
    """Go back to a snapshot, or bring a whole workspace back from a backup."""
    from gxlab.commands import safekeeping
    from gxlab.warehouse import recovery

    workspace = session(context).workspace
    if (snapshot is None) == (source is None):
        raise WrongUse("请写要恢复的快照号，或者用 --from 写备份文件夹，二者取一。")
    if source is not None:
        return safekeeping.bring_back(workspace, source)
    assert snapshot is not None
    done = recovery.restore(snapshot, places(workspace))
    data = {
        "restored": snapshot,
        "snapshot": done.snapshot,
        "rebuilt": done.rebuilt,
        "differences": list(done.differences),
    }
    how = "，主库已从原始档重建（原文件改名为 damaged-…）" if done.rebuilt else ""
    told = [f"已恢复到 {snapshot} 的状态{how}，当前快照 {done.snapshot}。", *done.differences]
    return Reply(data, told, NOT_ALL if done.differences else OK)


def backup(
    context: typer.Context,
    folder: Annotated[Path, typer.Argument(metavar="文件夹", help="备份写到哪里，如移动硬盘")],
) -> Reply:
    """Write all that cannot be made again into a folder."""
    from gxlab.commands import safekeeping

    return safekeeping.back_up(session(context).workspace, folder)


def doctor(context: typer.Context) -> Reply:
    """Examine the environment."""
    from gxlab.commands import environment

    found = environment.examine(session(context))
    checks = [{"name": c.name, "ok": c.ok, "text": c.text} for c in found]
    good = all(c.ok for c in found)
    rows = [("正常" if c.ok else "不符", c.name, c.text) for c in found]
    shown = [grid(("结果", "项目", "说明"), rows)]
    return Reply({"ok": good, "checks": checks}, shown, OK if good else NOT_ALL)


def lab(
    context: typer.Context,
    port: Annotated[int, typer.Option(metavar="端口", help="0 为自动选择")] = 0,
    no_browser: Annotated[bool, typer.Option("--no-browser", help="不打开浏览器")] = False,
    allow_root: Annotated[
        bool, typer.Option("--allow-root", help="明知是管理员（root）帐户仍要打开")
    ] = False,
) -> Reply:
    """Start JupyterLab on the workspace and stay until it ends."""
    from gxlab.commands import notebook_server
    from gxlab.commands.setup import refresh_notebooks

    here = session(context)
    refresh_notebooks(here.workspace)
    browser = not no_browser and not here.json
    code = notebook_server.serve(here, port=port, browser=browser, allow_root=allow_root)
    return Reply(None, (), code)
