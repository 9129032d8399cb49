"""The explore notebooks are thin: parameters, setup, one call; stored without outputs."""

from __future__ import annotations

import ast
import importlib
from pathlib import Path

import nbformat
import pytest

from gxlab.workspace import bundled

NOTEBOOKS = sorted((bundled("notebooks") / "explore").glob("*.ipynb"))
FORBIDDEN = (
    ast.FunctionDef, ast.ClassDef, ast.For, ast.While, ast.If, ast.Try, ast.Lambda, ast.With,
)  # fmt: skip


def test_these_are_there() -> None:
    names = ["cluster", "commentary", "enterprise", "leads", "name_list", "suspicion"]
    assert [p.stem for p in NOTEBOOKS] == names


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda p: p.stem)
def test_a_notebook_is_thin_and_clean(path: Path) -> None:
    notebook = nbformat.read(path, as_version=4)
    nbformat.validate(notebook)
    ids = [cell["id"] for cell in notebook.cells]
    assert ids == ["title", "parameters", "setup", "explorer"]
    for cell in notebook.cells[1:]:
        assert cell.outputs == [] and cell.execution_count is None
        assert len(cell.source.splitlines()) <= 5
        assert not any(isinstance(n, FORBIDDEN) for n in ast.walk(ast.parse(cell.source)))
    tags = [cell.metadata.get("tags", []) for cell in notebook.cells]
    assert tags == [[], ["parameters"], ["setup"], []]


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda p: p.stem)
def test_a_notebook_calls_what_exists(path: Path) -> None:
    notebook = nbformat.read(path, as_version=4)
    call = ast.parse(notebook.cells[-1].source).body[0]
    assert isinstance(call, ast.Expr) and isinstance(call.value, ast.Call)
    function = call.value.func
    assert isinstance(function, ast.Attribute) and isinstance(function.value, ast.Name)
    module = importlib.import_module(f"gxlab.show.{function.value.id}")
    assert callable(getattr(module, function.attr))
