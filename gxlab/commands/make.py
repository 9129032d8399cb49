"""Commands that make reports (成稿): report, publish."""

from __future__ import annotations

import re
import time
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from gxlab.commands.ask import period_of
from gxlab.commands.faults import Impossible, WrongUse
from gxlab.commands.session import NOT_ALL, OK, Reply, grid, progress_console, session

if TYPE_CHECKING:
    from gxlab.commands.reporting import Made
    from gxlab.reference.periods import Period
    from gxlab.workspace import Workspace

AUDIENCES = ("internal", "shared")
OUTCOMES = {"built": "已生成", "unchanged": "未变化", "failed": "未生成", "refused": "不发布"}
_SCHEDULER = re.compile(r"(?:tcp|tls)://[^\s/:]+:\d{1,5}")


def register(app: typer.Typer) -> None:
    """Add this group's commands."""
    app.command("report", help="按计划执行笔记本，生成各单元的报告。")(report)
    app.command("publish", help="把一期报告复制成可分发的文件夹或压缩包。")(publish)


def report(
    context: typer.Context,
    period: Annotated[str, typer.Option(metavar="年-月", help="报告期，如 2026-05")],
    unit: Annotated[
        list[str] | None,
        typer.Option(metavar="单元", help="代码或名称，可写多次；all（缺省）为市、县区和园区"),
    ] = None,
    report: Annotated[
        list[str] | None, typer.Option(metavar="报告", help="可写多次；all（缺省）为全部")
    ] = None,
    audience: Annotated[
        str, typer.Option(metavar="读者", help="internal 内部版、shared 对外版")
    ] = "internal",
    workers: Annotated[
        int | None,
        typer.Option(metavar="个数", help="同时执行的进程数，缺省按本机核数和内存"),
    ] = None,
    scheduler: Annotated[
        str | None,
        typer.Option(metavar="地址", help="多机执行：Dask 调度器，如 tcp://10.1.1.5:8786"),
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="没有变化的也重做")] = False,
    explain: Annotated[bool, typer.Option("--explain", help="说明每一期为什么做或不做")] = False,
    also: Annotated[
        str | None,
        typer.Option(metavar="格式", help="同时生成 docx（公文）、xlsx（附表），逗号分开"),
    ] = None,
    param: Annotated[
        list[str] | None, typer.Option(metavar="参数=值", help="报告自有的参数，可写多次")
    ] = None,
    timeout: Annotated[float, typer.Option(metavar="秒", help="每一期的时限")] = 300.0,
) -> Reply:
    """Plan and execute editions."""
    from gxlab.commands import office, reporting, shared_release
    from gxlab.commands.progress import progress
    from gxlab.commands.setup import altered_notebooks, refresh_notebooks
    from gxlab.warehouse import lock

    began = time.monotonic()
    _refuse(audience, scheduler, workers, timeout)
    asked = reporting.Request(
        period=period_of(period),
        audience=audience,
        units=unit or ["all"],
        reports=report or ["all"],
        params=_params(param or ()),
        workers=fitting(workers),
        timeout=timeout,
        force=force,
        also=office.endings(also),
        scheduler=scheduler,
        explain=explain,
    )
    workspace = session(context).workspace
    refresh_notebooks(workspace)
    with lock.held(workspace.warehouse / "publish.lock", "生成报告"), progress("报告") as step:
        maker = shared_release if audience == "shared" else reporting
        made = maker.make(workspace, asked, step)
    seconds = round(time.monotonic() - began, 2)
    own = altered_notebooks(workspace)
    data = {"snapshot": made.snapshot, "editions": list(made.editions), "seconds": seconds}
    bad = any(e["outcome"] in ("failed", "refused") for e in made.editions)
    told = [f"本单位改过或自编的笔记本：{'、'.join(own)}，按改过的执行。"] if own else []
    shown = [*_shown(made, explain, seconds), *told]
    return Reply({**data, "own_notebooks": own}, shown, NOT_ALL if bad else OK)


def publish(
    context: typer.Context,
    period: Annotated[str, typer.Option(metavar="年-月", help="报告期，如 2026-05")],
    audience: Annotated[
        str, typer.Option(metavar="读者", help="internal 内部版、shared 对外版")
    ] = "internal",
    to: Annotated[
        Path | None, typer.Option(metavar="位置", help="文件夹，或以 .zip 结尾的压缩包")
    ] = None,
) -> Reply:
    """Copy a release's site into a folder or a zip."""
    from gxlab.commands import distributing
    from gxlab.warehouse import lock

    if audience not in AUDIENCES:
        raise WrongUse(f"--audience 应为 internal 或 shared，实为“{audience}”。")
    wanted = str(period_of(period))
    workspace = session(context).workspace
    called = "报告" if audience == "internal" else "对外版报告"
    target = to or workspace.root / f"{called}_{wanted}.zip"
    with lock.held(workspace.warehouse / "publish.lock", "发布"):
        if audience == "shared":
            return _outward(workspace, period_of(period), target)
        files = distributing.distribute(workspace, wanted, audience, target)
    data = {"files": files, "to": str(target), "audit": None}
    return Reply(data, [f"{wanted} 的内部版共{len(files)}个文件，已放到 {target}。"])


def _outward(workspace: Workspace, period: Period, target: Path) -> Reply:
    from gxlab.commands import outward
    from gxlab.disclosure import certificate as certificates

    done = outward.publish(workspace, period, target, date.today())
    audit = {**certificates.plain(done.certificate), "digest": done.certificate.digest}
    files = list(done.files)
    data = {"files": files, "to": str(target), "audit": audit, "sequence": done.sequence}
    again = "此前已按同样的内容发布，记录不变" if done.again else "已记入发布台账"
    told = f"{period} 的对外版共{len(files)}个文件，已放到 {target}；"
    told += f"第{done.sequence}次对外发布，{again}。"
    return Reply(data, [told, *certificates.text(done.certificate)])


def fitting(workers: int | None) -> int:
    """As many workers as asked for and as this machine holds; said where these are fewer."""
    from gxlab.batch.budget import budget, machine

    try:
        here = machine()
    except ValueError as error:
        raise WrongUse(str(error)) from None
    held = budget(workers, here).workers
    if workers is not None and held < workers:
        has = f"可用{here.cores}核、{here.memory_mib}兆内存"
        told = f"{has}，同时执行的进程由{workers}个减为{held}个。"
        progress_console().print(told, markup=False)
    return held


def _refuse(audience: str, scheduler: str | None, workers: int | None, timeout: float) -> None:
    if audience not in AUDIENCES:
        raise WrongUse(f"--audience 应为 internal 或 shared，实为“{audience}”。")
    if scheduler is not None:
        _refuse_scheduler(scheduler)
    if workers is not None and workers < 1:
        raise WrongUse(f"--workers 应为1以上的整数，实为{workers}。")
    if timeout < 20:
        raise WrongUse(f"--timeout 应不少于20秒，实为{timeout:g}秒。")


def _refuse_scheduler(address: str) -> None:
    from gxlab.batch import cluster

    if not _SCHEDULER.fullmatch(address):
        raise WrongUse(
            f"--scheduler 应写作 tcp://主机:端口 或 tls://主机:端口，实为“{address}”，请改正。"
        )
    if not cluster.installed():
        raise Impossible(cluster.MISSING)


def _params(given: Sequence[str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for text in given:
        name, equals, value = text.partition("=")
        if not equals or not name.isidentifier():
            raise WrongUse(f"--param 应写作“参数=值”，实为“{text}”。")
        found[name] = value
    return found


def _shown(made: Made, explain: bool, seconds: float) -> list[Any]:
    heads = ["单元", "报告", "结果", "页面或原因"]
    rows = [_row(edition, explain) for edition in made.editions]
    counts = {word: sum(r[2] == word for r in rows) for word in OUTCOMES.values()}
    told = "，".join(f"{word}{count}期" for word, count in counts.items() if count)
    moved = [
        f"{edition['unit']} {edition['report']}：{line}"
        for edition in made.editions
        for line in edition.get("changed_rows", ())
    ]
    return [grid(heads, rows), *moved, f"{told}；快照 {made.snapshot}，用时{seconds:.0f}秒。"]


def _row(edition: dict[str, Any], explain: bool) -> tuple[str, str, str, str]:
    where = edition["error"] or edition["html"] or ""
    why = f"（{edition['reason']}）" if explain and edition["reason"] else ""
    return edition["unit"], edition["report"], OUTCOMES[edition["outcome"]], where + why
