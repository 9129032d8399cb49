"""Commands that bring data in (数据): init, demo, template, import, accept, layout."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import RenderableType

from gxlab.commands.faults import WrongUse
from gxlab.commands.session import NOT_ALL, OK, Reply, Session, grid, session
from gxlab.workspace import Workspace

if TYPE_CHECKING:
    from gxlab.warehouse.imported import ImportedFile, ImportResult
    from gxlab.warehouse.importing import Places

OUTCOMES = {"stored": "入库", "unchanged": "未变化", "refused": "退回"}
STATUSES = ("预计", "快报", "反馈", "最终")
_SHOWN_PROBLEMS = 20
_SHOWN_FILES = 30


def register(app: typer.Typer) -> None:
    """Add this group's commands."""
    app.command("init", help="建立一个新的工作区，可带一个真实数据的算例。")(init)
    app.command("demo", help="写出一个虚构城市的全套工作簿，供试用和测试。")(demo)
    app.command("import", help="导入工作簿或整个文件夹；一次命令是一个批次，生成一个快照。")(
        take_in
    )
    app.command("accept", help="确认一个已点名的问题（记下确认人和理由）。")(accept)


def init(
    context: typer.Context,
    folder: Annotated[Path, typer.Argument(metavar="文件夹", help="新工作区的位置")],
    example: Annotated[
        str | None,
        typer.Option(metavar="名称", help="带上一个算例的版式和统计单元（listed_companies）"),
    ] = None,
) -> Reply:
    """A new workspace, with the notebooks and, if named, a worked real case."""
    from gxlab.commands import setup

    made = setup.new_workspace(folder, example)
    lines = [f"工作区已建立：{made.root}"]
    if example:
        lines.append(f"算例“{example}”的版式和统计单元已就绪，说明见 {made.root / 'README.md'}。")
    return Reply({"workspace": str(made.root)}, lines)


def demo(
    context: typer.Context,
    counties: Annotated[int, typer.Option(metavar="个数", help="县区个数")] = 8,
    enterprises: Annotated[int, typer.Option(metavar="户数", help="规上企业户数")] = 640,
    months: Annotated[int, typer.Option(metavar="个数", help="月份个数")] = 29,
    seed: Annotated[int, typer.Option(metavar="整数", help="同一种子写出同样的数")] = 20260520,
    until: Annotated[str, typer.Option(metavar="年-月", help="最后一个报告期")] = "2026-05",
    truth: Annotated[
        Path | None, typer.Option(metavar="文件夹", help="另写出真值，供独立核对")
    ] = None,
    fast: Annotated[
        bool,
        typer.Option("--fast", help="只供测速：不写工作簿、不经导入，直接写成一个快照"),
    ] = False,
    cities: Annotated[
        int, typer.Option(metavar="个数", help="与 --fast 合用：这样的城市写几座")
    ] = 1,
) -> Reply:
    """Write the invented city's workbooks into data/inbox, or many cities' rows into a snapshot."""
    from gxlab.commands import invented

    if fast:
        if truth is not None:
            raise WrongUse("--fast 不写工作簿，也没有真值可写，请去掉 --truth。")
        sizes = (cities, counties, enterprises, months, seed, until)
        return _fast_demo(session(context).workspace, sizes)
    if cities != 1:
        raise WrongUse("--cities 只与 --fast 合用：一套工作簿写的是一座城市。")
    options = {
        "counties": counties,
        "enterprises": enterprises,
        "months": months,
        "seed": seed,
        "until": until,
        "truth": truth,
    }
    made = invented.write(session(context).workspace, options)
    data = {name: getattr(made, name) for name in ("files", "units", "enterprises", "months")}
    told = (
        f"已写出示例市的{made.files}个工作簿（{made.units}个统计单元、期末规上{made.enterprises}户、"
        f"{made.months}个月），位置 data/inbox；下一步 gxlab import data/inbox。"
    )
    return Reply(data, [told])


def _fast_demo(workspace: Workspace, sizes: tuple[int, int, int, int, int, str]) -> Reply:
    from gxlab.commands import invented

    made = invented.write_fast(workspace, sizes)
    lines = [
        f"已直接写成快照 {made['snapshot']}：{made['cities']}座城市、"
        f"{made['enterprises']:,}户企业、{made['months']}个月，读数{made['facts']:,}行。",
        "这是快速生成的数，只供测速：没有工作簿，没有经过导入和核对，查不到出处，也不能再往里导入。",
    ]
    return Reply(dict(made), lines)


def take_in(
    context: typer.Context,
    paths: Annotated[
        list[Path] | None, typer.Argument(metavar="文件或文件夹...", help="要导入的文件、文件夹")
    ] = None,
    layout: Annotated[
        str | None, typer.Option(metavar="版式", help="不自动识别，按这个版式读")
    ] = None,
    status: Annotated[
        str | None, typer.Option(metavar="状态", help="预计、快报、反馈、最终；缺省按版式")
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="预演：只检查，不入库")] = False,
    undo: Annotated[
        str | None, typer.Option(metavar="批次号", help="撤销一个批次（再撤销一次即恢复）")
    ] = None,
) -> Reply:
    """Import files and folders, or take a batch back."""
    here = session(context)
    if (undo is None) == (not paths):
        raise WrongUse("请写要导入的文件或文件夹，或者用 --undo 写要撤销的批次号，二者取一。")
    if status is not None and status not in STATUSES:
        raise WrongUse(f"--status 应为{'、'.join(STATUSES)}之一，实为“{status}”。")
    if undo is not None:
        return _undo(here, undo)
    result = _import(here, paths or [], layout, status, dry_run)
    return _told(result, dry_run)


def accept(
    context: typer.Context,
    problem: Annotated[str, typer.Argument(metavar="问题编号", help="如 P1a2b3c4d5e")],
    by: Annotated[str, typer.Option(metavar="姓名", help="确认人")],
    reason: Annotated[str, typer.Option(metavar="理由", help="为什么可以接受")],
) -> Reply:
    """Accept a named problem by name and reason."""
    from gxlab.warehouse import importing

    if not by.strip() or not reason.strip():
        raise WrongUse("确认问题须写明确认人（--by）和理由（--reason），不能为空。")
    result = importing.accept(
        problem, by.strip(), reason.strip(), places(session(context).workspace)
    )
    data = {"problem": problem, "by": by, "reason": reason, "snapshot": result.snapshot}
    return Reply(data, [f"问题 {problem} 已由{by}确认，快照 {result.snapshot}。"])


def places(workspace: Workspace) -> Places:
    """The workspace's folders as the import takes them."""
    from gxlab.warehouse.importing import Places

    return Places(
        workspace.root,
        workspace.raw,
        workspace.warehouse,
        workspace.quarantine,
        workspace.layouts,
        workspace.commentary,
    )


def _undo(here: Session, batch: str) -> Reply:
    from gxlab.warehouse import importing

    result = importing.undo(batch, places(here.workspace))
    data = {"undone": batch, "batch": result.batch, "snapshot": result.snapshot}
    line = f"批次 {batch} 已撤销（撤销批次 {result.batch}），快照 {result.snapshot}。"
    return Reply(data, [line])


def _import(
    here: Session, paths: list[Path], layout: str | None, status: str | None, dry_run: bool
) -> ImportResult:
    from gxlab.commands.progress import progress
    from gxlab.warehouse.importing import import_paths

    with progress("导入") as step:
        return import_paths(
            paths,
            places(here.workspace),
            layout=layout,
            status=status,
            dry_run=dry_run,
            command=" ".join(["import", *map(str, paths)]),
            told=step,
        )


def _told(result: ImportResult, dry_run: bool) -> Reply:
    shown: list[RenderableType] = [*_tables(result)]
    problems = [(f, p) for f in result.files for p in f.problems]
    for file, problem in problems[:_SHOWN_PROBLEMS]:
        mark = "退回" if problem.severity == "error" else "提示"
        shown.append(f"{mark} {problem.id_in(file.sha256)} {problem.text}")
    if len(problems) > _SHOWN_PROBLEMS:
        shown.append(
            f"另有{len(problems) - _SHOWN_PROBLEMS}处问题，全部见 --json 或 gxlab status。"
        )
    if result.report:
        shown.append(f"全部问题列在 {result.report}（同处另有文本）。")
    if result.skipped:
        shown.append(f"略过{len(result.skipped)}个不是表格的文件。")
    shown.append(_ending(result, dry_run))
    return Reply(result.as_json(), shown, OK if result.complete else NOT_ALL)


def _tables(result: ImportResult) -> Iterator[RenderableType]:
    """Every file of a small command; of a large one those somebody has to look at."""
    telling = [f for f in result.files if _needs_a_look(f)]
    listed = list(result.files) if len(result.files) <= _SHOWN_FILES else telling
    if listed:
        headers = ("文件", "版式", "状态", "结果", "读入", "入库", "退回", "略过")
        yield grid(headers, [_row(f) for f in listed], right=4)
    counts = Counter(f.outcome for f in result.files)
    told = [f"{word}{counts[key]}个" for key, word in OUTCOMES.items() if counts[key]]
    yield f"共{len(result.files)}个文件：{'，'.join(told)}。"


def _needs_a_look(file: ImportedFile) -> bool:
    return file.outcome == "refused" or bool(file.rows_refused) or file.changed_cells is not None


def _row(file: ImportedFile) -> tuple[object, ...]:
    changed = f"（更正{file.changed_cells}格）" if file.changed_cells is not None else ""
    counts = (file.rows_read, file.rows_stored, file.rows_refused, file.rows_ignored)
    outcome = OUTCOMES[file.outcome] + changed
    return (file.path, file.layout or "", file.status or "", outcome, *counts)


def _ending(result: ImportResult, dry_run: bool) -> str:
    if dry_run:
        return "预演结束，没有入库。"
    if result.batch is None and not any(f.outcome == "stored" for f in result.files):
        return f"没有新内容，快照仍为 {result.snapshot}。"
    batch = f"批次 {result.batch}，" if result.batch else ""
    return f"{batch}快照 {result.snapshot}。"
