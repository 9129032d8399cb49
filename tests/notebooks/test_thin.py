"""Report notebooks are thin: short cells tell the story, the package holds the logic."""

from __future__ import annotations

import ast
from pathlib import Path

import nbformat
import pytest

ROOT = Path(__file__).parents[2]
NOTEBOOKS = sorted((ROOT / "notebooks" / "reports").glob("*.ipynb"))
FORBIDDEN = (ast.FunctionDef, ast.ClassDef, ast.For, ast.While, ast.If, ast.Try, ast.Lambda)


def code(notebook: Path) -> list[nbformat.NotebookNode]:
    cells = nbformat.read(notebook, as_version=4).cells
    return [cell for cell in cells if cell.cell_type == "code"]


@pytest.mark.parametrize("notebook", NOTEBOOKS, ids=lambda p: p.stem)
def test_cells_are_short_and_hold_no_logic(notebook: Path) -> None:
    for cell in code(notebook):
        tags = cell.metadata.get("tags", [])
        lines = [line for line in cell.source.splitlines() if line.strip()]
        assert len(lines) <= (8 if "parameters" in tags else 5), cell.source
        nodes = list(ast.walk(ast.parse(cell.source)))
        assert not [n for n in nodes if isinstance(n, FORBIDDEN)], cell.source
        assert "select " not in cell.source.lower()


@pytest.mark.parametrize("notebook", NOTEBOOKS, ids=lambda p: p.stem)
def test_parameters_are_annotated_literals_with_a_chinese_comment(notebook: Path) -> None:
    tagged = [c for c in code(notebook) if "parameters" in c.metadata.get("tags", [])]
    assert len(tagged) == 1
    source = tagged[0].source
    for node, line in zip(ast.parse(source).body, source.splitlines(), strict=True):
        assert isinstance(node, ast.AnnAssign) and isinstance(node.value, ast.Constant), line
        assert "#" in line and any("\u4e00" <= c <= "\u9fff" for c in line), line


def test_all_reports_are_here() -> None:
    names = [notebook.stem for notebook in NOTEBOOKS]
    assert names == [
        "cluster_revenue",
        "enterprise_cultivation",
        "monthly_overview",
        "target_bulletin",
        "technical_renovation",
    ]
