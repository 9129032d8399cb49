"""The Word and Excel forms of editions (公文版、附表), for the runs of batch."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from gxlab.batch.budget import budget, machine
from gxlab.batch.kernels import Worker, WorkerLost, environment
from gxlab.batch.lean import lean
from gxlab.batch.plan import Planned
from gxlab.batch.pressing import Press, Pressmen
from gxlab.batch.staging import EXTRA
from gxlab.commands.faults import Impossible, WrongUse
from gxlab.publish.html import EditionMeta
from gxlab.workspace import Workspace

REPORT = "报告"
PRINTING = lean("gxlab.commands.printing", "main")
Meta = Callable[[Planned, str, str], EditionMeta]


def endings(also: str | None) -> tuple[str, ...]:
    """The forms that ``--also`` names. Raises WrongUse, Impossible.

    >>> endings("xlsx,docx"), endings(None)
    (('.docx', '.xlsx'), ())
    """
    if also is None:
        return ()
    named = {f".{word.strip().lower()}" for word in also.split(",")}
    unknown = sorted(named - set(EXTRA))
    if unknown:
        raise WrongUse(f"--also 应为 docx、xlsx 或 docx,xlsx，实为“{also}”。")
    if ".docx" in named:
        _check_font()
    return tuple(ending for ending in EXTRA if ending in named)


def with_office(press: Press, workspace: Workspace, meta: Meta) -> Press:
    """A press that also makes Word and Excel files, in processes of their own.

    ``meta``: what names an edition, from the plan, its inputs digest and its state.
    """
    templates, hands = workspace.document_templates, budget(None, machine()).workers
    scratch = (workspace.scratch / "batch").resolve()
    fixed = environment(scratch, workspace.root.resolve(), 1)
    pressmen = Pressmen(lambda: Worker(scratch, fixed, PRINTING), hands)

    def also(notebook: Mapping[str, Any], made: Planned, inputs: str, ending: str) -> bytes:
        from gxlab.commands import printing
        from gxlab.publish.outline import PublishRefused, read_outline

        named = meta(made, inputs, read_outline(notebook).masthead.state)
        names = (made.edition.report, made.notebook.title, REPORT)
        asked = printing.request(notebook, named, ending, templates, names)
        try:
            return printing.made(pressmen.ask(asked))
        except WorkerLost as lost:
            raise PublishRefused(f"排版 {ending} 文件没有完成（{lost}）") from None

    made_from = digest(templates)
    return replace(press, also=also, also_from=made_from, hands=hands, end=pressmen.end)


def digest(templates: Path) -> str:
    """A digest of the templates in a folder; "" where there are none."""
    found = sorted(templates.glob("*.docx")) if templates.is_dir() else []
    whole = hashlib.sha256()
    for path in found:
        whole.update(path.name.encode("utf-8") + b"\0" + path.read_bytes())
    return whole.hexdigest()[:16] if found else ""


def _check_font() -> None:
    """Before anything is run: a page is not to fail because its Word file cannot be drawn."""
    from gxlab.publish.docx_chart import NO_FONT, draws_chinese

    if not draws_chinese():
        raise Impossible(f"{NO_FONT}。")
