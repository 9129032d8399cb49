"""One edition of a report notebook, its cells run in this process as a kernel would run them.

Every edition opens its own desk on its own connection; nothing is kept between two of them but
what Python has loaded. What is measured is the report itself: reading, reckoning, page.
"""

from __future__ import annotations

import ast
import hashlib
import json
import os
import time
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import nbformat

from gxlab.publish.html import EditionMeta, render_edition
from gxlab.publish.outline import read_outline

NOTEBOOKS = Path(__file__).parents[1] / "notebooks" / "reports"
# Libraries without types.
_FORMAT: Any = nbformat


@dataclass(frozen=True)
class Made:
    """Seconds of one edition and the digest of its page, the digest of its inputs left out."""

    wall: float
    cpu: float
    page: str


def make(workspace: Path, report: str, unit: str, period: str) -> Made:
    """Run one edition in a workspace and render its page."""
    os.environ["GXLAB_WORKSPACE"] = str(workspace)
    os.environ["GXLAB_VIEW"] = "off"
    wall, cpu = time.perf_counter(), time.process_time()
    page, inputs = _page(report, unit, period)
    spent = time.perf_counter() - wall, time.process_time() - cpu
    text = page.replace(inputs, "")
    return Made(*spent, hashlib.sha256(text.encode("utf-8")).hexdigest())


def _page(report: str, unit: str, period: str) -> tuple[str, str]:
    notebook = _executed(report, unit, period)
    outline = read_outline(notebook)
    seal, head = outline.sentinel, outline.masthead
    named = (seal.report, head.title, seal.unit, seal.unit_name, seal.period, seal.audience)
    meta = EditionMeta(*named, seal.inputs, "0", head.demo, head.state)
    return render_edition(notebook, meta=meta), seal.inputs


def _executed(report: str, unit: str, period: str) -> Any:
    notebook = _FORMAT.reads(_source(report), as_version=4)
    names: dict[str, Any] = {}
    for cell in notebook.cells:
        if cell.cell_type != "code":
            continue
        cell.outputs = list(_run(cell.source, names))
        if "parameters" in cell.metadata.get("tags", []):
            names.update(unit=unit, period=period)
    names["desk"].con.close()
    return notebook


@cache
def _source(report: str) -> str:
    return (NOTEBOOKS / f"{report}.ipynb").read_text(encoding="utf-8")


def _run(source: str, names: dict[str, Any]) -> Iterator[Any]:
    """Run a cell; its last expression, where it is one, becomes its output."""
    body = ast.parse(source).body
    last = body[-1]
    shown = isinstance(last, ast.Expr)
    exec(compile(ast.Module(body[:-1] if shown else body, []), "cell", "exec"), names)
    if isinstance(last, ast.Expr):
        value = eval(compile(ast.Expression(last.value), "cell", "eval"), names)
        if value is not None:
            bundle = json.loads(json.dumps(value._repr_mimebundle_()))
            yield _FORMAT.v4.new_output("execute_result", data=bundle, execution_count=1)
