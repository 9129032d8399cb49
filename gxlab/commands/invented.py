"""The demonstration city in a workspace (示范数据): written anew without touching other files."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from gxlab.commands.faults import Impossible, WrongUse
from gxlab.demo import many_cities
from gxlab.demo.run import DemoSummary, write_demo
from gxlab.warehouse import measuring
from gxlab.workspace import Workspace

_LIST = ".demo-files.json"


def write(workspace: Workspace, options: Mapping[str, Any]) -> DemoSummary:
    """Write the city's workbooks into the inbox. Raises Impossible where other files lie there."""
    inbox = workspace.inbox
    inbox.mkdir(parents=True, exist_ok=True)
    own = inbox / _LIST
    former = json.loads(own.read_text(encoding="utf-8")) if own.is_file() else []
    strangers = sorted(_names(workspace) - set(former))
    if strangers:
        raise Impossible(
            f"data/inbox 里有{len(strangers)}个别的文件（如 {strangers[0]}），"
            "示范数据不与真实数据混放，请先移走，或另建一个工作区。"
        )
    for name in former:
        (inbox / name).unlink(missing_ok=True)
    try:
        made = write_demo(inbox, workspace.planted, **options)
    except ValueError as error:
        raise WrongUse(str(error)) from None
    finally:
        names = sorted(_names(workspace))
        own.write_text(json.dumps(names, ensure_ascii=False), encoding="utf-8")
    return made


def write_fast(
    workspace: Workspace, sizes: tuple[int, int, int, int, int, str]
) -> Mapping[str, Any]:
    """Many cities' rows straight into a snapshot, for measuring (快速生成).

    ``sizes``: cities, counties and firms of each, months, seed, last month. Raises Impossible
    where the workspace holds data, WrongUse for sizes out of range.
    """
    scale = many_cities.Scale(*sizes)
    try:
        many_cities.check(scale)
    except ValueError as error:
        raise WrongUse(str(error)) from None
    try:
        made = measuring.write(workspace.warehouse, lambda con: many_cities.fill(con, scale))
    except measuring.NotEmpty as error:
        raise Impossible(str(error)) from None
    return {
        "snapshot": made.snapshot.id,
        "cities": scale.cities,
        "enterprises": made.rows["enterprise_known"],
        "months": scale.months,
        "facts": made.rows["fact"],
    }


def _names(workspace: Workspace) -> set[str]:
    inbox = workspace.inbox
    found = (p for p in inbox.rglob("*") if p.is_file() and p.name not in (_LIST, ".gitkeep"))
    return {p.relative_to(inbox).as_posix() for p in found}
