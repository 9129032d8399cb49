"""``gxlab proofread`` (校对): a document's figures against each other and against the warehouse."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from gxlab.commands.faults import WrongUse
from gxlab.commands.session import NOT_ALL, OK, Reply, grid, plain, session

if TYPE_CHECKING:
    from gxlab.proofread.proof import Against
    from gxlab.prose.verdicts import Statement
    from gxlab.workspace import Workspace

VERDICTS = {"agrees": "相符", "disagrees": "不符", "unchecked": "无从核对"}


def register(app: typer.Typer) -> None:
    """Add this command."""
    app.command("proofread", help="校对一份文稿：数与数、数与库、措辞与正负是否相符。")(proofread)


def proofread(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(metavar="文件", help="网页、docx 文稿或文本")],
    unit: Annotated[
        str | None, typer.Option(metavar="单元", help="与库中数对照：统计单元的代码或名称")
    ] = None,
    period: Annotated[
        str | None, typer.Option(metavar="年-月", help="与库中数对照：报告期，如 2026-05")
    ] = None,
) -> Reply:
    """Every sentence with figures: agrees, disagrees or unchecked."""
    from gxlab.proofread.documents import read_document
    from gxlab.proofread.proof import proof

    if (unit is None) != (period is None):
        raise WrongUse(
            "--unit 与 --period 应一起写（与库中数对照），或者都不写（只核对文中的数）。"
        )
    lines = read_document(file)
    against = _against(session(context).workspace, unit, period) if unit and period else None
    found = proof(lines, against)
    wrong = [s for s in found if s.verdict == "disagrees"]
    counts = {verdict: sum(s.verdict == verdict for s in found) for verdict in VERDICTS}
    data = {"file": file.name, "statements": [_told(s) for s in found], "counts": counts}
    return Reply(data, _shown(found, counts, file), NOT_ALL if wrong else OK)


def _against(workspace: Workspace, unit: str, period: str) -> Against:
    from gxlab.commands.ask import period_of
    from gxlab.commands.snapshots import current_snapshot
    from gxlab.proofread.proof import Against
    from gxlab.warehouse.desk import open_desk

    # The notebooks' cells ask for their workspace themselves, as under gxlab report.
    os.environ["GXLAB_WORKSPACE"] = str(workspace.root.resolve())
    desk = open_desk(current_snapshot(workspace), unit, period_of(period))
    return Against(desk, workspace.report_notebooks)


def _told(statement: Statement) -> dict[str, Any]:
    from decimal import Decimal

    return {
        "text": statement.text,
        "figures": [
            {
                "text": f.text,
                "value": plain(Decimal(f.value)),
                "unit_of_measure": f.unit_of_measure,
                "meaning": f.meaning,
            }
            for f in statement.figures
        ],
        "verdict": statement.verdict,
        "expected": statement.expected or None,
        "strict": statement.strict or None,
        "compared": statement.why or None,
    }


def _shown(found: list[Statement], counts: dict[str, int], file: Path) -> list[Any]:
    """What needs a look first; what agrees is only counted."""
    rows = [
        (VERDICTS[s.verdict], s.text, s.expected, s.strict, s.why)
        for s in found
        if s.verdict == "disagrees" or s.strict
    ]
    told = "，".join(f"{VERDICTS[v]}{n}句" for v, n in counts.items())
    heads = ("结论", "原文", "应为", "严格的说法", "依据")
    said = f"“{file.name}”含数的{len(found)}句：{told}。"
    return [grid(heads, rows), said] if rows else [said]
