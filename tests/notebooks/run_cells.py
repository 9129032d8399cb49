"""A notebook's cells run in this process on a given desk: what they show, without a kernel."""

from __future__ import annotations

import ast
import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import nbformat
import pytest

import gxlab
from gxlab.reference.periods import Period
from gxlab.show.objects import MIME
from gxlab.warehouse.desk import Desk

NOTEBOOKS = Path(__file__).parents[2] / "notebooks" / "reports"


def run_notebook(name: str, desk: Desk, monkeypatch: pytest.MonkeyPatch, **parameters: str) -> Any:
    """The executed notebook. ``parameters`` replace those of its parameters cell."""

    def open_desk(unit: str, period: str, *, audience: str, snapshot: str) -> Desk:
        found = desk.at(unit=unit or None, period=Period.parse(period))
        return replace(found, audience=audience, digests={}, fed_by=set())

    monkeypatch.setattr(gxlab, "open_desk", open_desk)
    monkeypatch.setenv("GXLAB_VIEW", "off")
    notebook = nbformat.read(NOTEBOOKS / f"{name}.ipynb", as_version=4)
    names: dict[str, Any] = {}
    for cell in notebook.cells:
        if cell.cell_type == "code":
            cell.outputs = _run(cell.source, names)
            if "parameters" in cell.metadata.get("tags", []):
                names.update(parameters)
    return notebook


def _run(source: str, names: dict[str, Any]) -> list[Any]:
    """Run a cell; its last expression, where it is one, becomes its output."""
    body = ast.parse(source).body
    last = body[-1]
    exec(compile(ast.Module(body[:-1], []), "cell", "exec"), names)
    if not isinstance(last, ast.Expr):
        exec(compile(ast.Module([last], []), "cell", "exec"), names)
        return []
    shown = eval(compile(ast.Expression(last.value), "cell", "eval"), names)
    if shown is None:
        return []
    bundle = json.loads(json.dumps(shown._repr_mimebundle_()))
    return [nbformat.v4.new_output("execute_result", data=bundle, execution_count=1)]


def figures(notebook: Any) -> Iterator[dict[str, str]]:
    """Every figure of every block: text, ref, and value where print loses precision."""
    for cell in notebook.cells:
        for output in cell.get("outputs", []):
            yield from _figures(output["data"][MIME])


def _figures(value: Any) -> Iterator[dict[str, str]]:
    if isinstance(value, dict):
        if set(value) == {"figure"}:
            yield value["figure"]
        else:
            for inner in value.values():
                yield from _figures(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _figures(inner)


def blocks(notebook: Any, kind: str) -> dict[str, dict[str, Any]]:
    """The blocks of one kind by their id (tables, charts)."""
    payloads = [o["data"][MIME] for c in notebook.cells for o in c.get("outputs", [])]
    return {p["data"]["id"]: p["data"] for p in payloads if p["type"] == kind}
