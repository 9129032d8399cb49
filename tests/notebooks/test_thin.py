"""Report notebooks are thin: short cells tell the story, the package holds the logic."""

from __future__ import annotations

import ast
from pathlib import Path

import nbformat
import pytest

ROOT = Path(__file__).parents[2]
REPORTS = sorted((ROOT / "notebooks" / "reports").glob("*.ipynb"))
OUTWARD = sorted((ROOT / "notebooks" / "shared").glob("*.ipynb"))
NOTEBOOKS = [*REPORTS, *OUTWARD]
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


@pytest.mark.parametrize("notebook", OUTWARD, ids=lambda p: p.stem)
def test_shared_notebooks_open_the_prepared_release_and_nothing_else(notebook: Path) -> None:
    source = "\n".join(cell.source for cell in code(notebook))
    tree = ast.parse(source)
    opened = [n.attr for n in ast.walk(tree) if isinstance(n, ast.Attribute) and _is_gxlab(n)]
    assert opened == ["open_shared"]
    imported = {
        f"{n.module}.{a.name}"
        for n in ast.walk(tree)
        if isinstance(n, ast.ImportFrom)
        for a in n.names
    }
    assert imported == {f"gxlab.show.shared_{notebook.stem}", "gxlab.show.shared_parts"}


def _is_gxlab(node: ast.Attribute) -> bool:
    return isinstance(node.value, ast.Name) and node.value.id == "gxlab"


@pytest.mark.parametrize("module", sorted((ROOT / "gxlab" / "show").glob("shared_*.py")))
def test_what_draws_shared_pages_knows_no_measure_and_no_snapshot(module: Path) -> None:
    tree = ast.parse(module.read_text(encoding="utf-8"))
    froms = [n.module or "" for n in ast.walk(tree) if isinstance(n, ast.ImportFrom)]
    assert not [m for m in froms if m.startswith(("gxlab.measures", "gxlab.warehouse", "duckdb"))]


@pytest.mark.parametrize("found", [REPORTS, OUTWARD], ids=["internal", "shared"])
def test_all_reports_are_here(found: list[Path]) -> None:
    names = [notebook.stem for notebook in found]
    assert names == [
        "cluster_revenue",
        "enterprise_cultivation",
        "monthly_overview",
        "target_bulletin",
        "technical_renovation",
    ]
