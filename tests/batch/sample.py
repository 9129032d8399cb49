"""A small workspace with real snapshots and a tiny report notebook, for the tests of batch."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from gxlab.warehouse import snapshot
from gxlab.warehouse.incoming import IncomingFile
from gxlab.warehouse.opening import writing
from gxlab.workspace import Workspace
from tests.conftest import CITY, facts, register, typed

PERIOD = "2026-05"
REGISTER = "A 2026-05 330101001 1711\nB 2026-05 330102001 2710"
FACTS = "A 2026-05 500 480\nB 2026-05 90 100"

PARAMETERS = """unit: str = "3300"  # 统计单元
period: str = "2026-05"  # 报告期
audience: str = "internal"  # 读者
snapshot: str = ""  # 快照
top: int = 3  # 列出几户"""
SETUP = """import gxlab
from gxlab.measures.lookup import unit_figure
from gxlab.show import pages
from gxlab.show.objects import Figure, Sentence
desk = gxlab.open_desk(unit, period, audience=audience, snapshot=snapshot)"""
MASTHEAD = """figure = unit_figure(desk, "revenue")
pages.masthead(desk, "测试月报", [("营业收入", figure)])"""
HEADLINE = """ref = f"revenue|{desk.unit.code}|{desk.period}|ytd|value"
printed = Figure(f"{figure.value or 0:.2f}", ref)
Sentence((f"{desk.unit.name}营业收入", printed, "万元。"), "headline")"""


def notebook(*, last: str = 'pages.seal(desk, "tiny")', extra: str = "") -> dict[str, Any]:
    """The tiny report; ``extra`` is one more cell before the end, ``last`` the last cell."""
    cells = [
        _markdown("# 测试月报\n\n只给测试用。"),
        _code(PARAMETERS, "parameters"),
        _code(SETUP, "setup"),
        _code(MASTHEAD),
        _code(HEADLINE),
        _markdown("## 要点 {#key-points}"),
        *([_code(extra)] if extra else []),
        _markdown("## 数据质量 {#data-quality}"),
        _code('pages.reporting(desk, "revenue")'),
        _markdown("## 口径与来源 {#definitions}"),
        _code('pages.definitions(desk, ["revenue"])'),
        _code(last),
    ]
    for number, cell in enumerate(cells):
        cell["id"] = f"c{number}"
    kernel = {"name": "python3", "language": "python", "display_name": "Python 3"}
    metadata = {"kernelspec": kernel, "language_info": {"name": "python"}}
    return {"cells": cells, "metadata": metadata, "nbformat": 4, "nbformat_minor": 5}


def write_notebook(workspace: Workspace, content: Mapping[str, Any], name: str = "tiny") -> Path:
    """Put a report notebook into the workspace."""
    path = workspace.root / "notebooks" / "reports" / f"{name}.ipynb"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")
    return path


def workspace_at(root: Path) -> Workspace:
    """A workspace with the tiny notebook and one snapshot: two firms in two counties."""
    made = Workspace(root)
    for folder in (made.inbox, made.commentary, made.reports):
        folder.mkdir(parents=True)
    write_notebook(made, notebook())
    store_rows(made, {"unit": list(CITY)}, {"register": register(REGISTER)})
    store_rows(made, {"observation": facts(FACTS)})
    return made


def store_rows(workspace: Workspace, *files: Mapping[str, Sequence[Mapping[str, Any]]]) -> str:
    """Store files of rows as one batch and build its snapshot; returns the snapshot's number."""
    with writing(workspace.warehouse) as store:
        start = int(store.con.sql("select count(*) from file").fetchall()[0][0])
        batch = store.commit("test", files_of(*files, start=start))
        return snapshot.build(store, batch).id


def files_of(
    *files: Mapping[str, Sequence[Mapping[str, Any]]], start: int = 0
) -> list[IncomingFile]:
    """Files of rows as intake hands them over, numbered from ``start``."""
    return [_file(start + number, rows) for number, rows in enumerate(files)]


def _file(number: int, rows: Mapping[str, Sequence[Mapping[str, Any]]]) -> IncomingFile:
    return IncomingFile(
        path=f"file{number}.xlsx",
        sha256=f"{number:064d}",
        outcome="stored",
        layout=f"layout{number}",
        layout_digest="d",
        status="快报",
        source_kind="企业直报",
        scope="patch",
        tables={table: typed(table, given) for table, given in rows.items()},
    )


def _code(source: str, *tags: str) -> dict[str, Any]:
    return {
        "cell_type": "code",
        "source": source,
        "metadata": {"tags": list(tags)},
        "execution_count": None,
        "outputs": [],
    }


def _markdown(source: str) -> dict[str, Any]:
    return {"cell_type": "markdown", "source": source, "metadata": {}}
