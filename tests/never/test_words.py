"""动员入统, 建议值, 应报数 and the like stand in nothing the product says, sends or hands out."""

from __future__ import annotations

import ast
import json
from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest

from gxlab.intake.templates import template_names, write_template
from tests.never.said import WORDS, offences
from tools.lockfile import ROOT

PRODUCT = ROOT / "gxlab"


def _literals(path: Path) -> Iterator[str]:
    """The texts of a module that may reach a reader; docstrings are for those who read code."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    owners = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
    docs = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, owners) and node.body and isinstance(node.body[0], ast.Expr)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr):
            yield "".join(str(getattr(v, "value", "")) for v in node.values if _is_text(v))
        elif isinstance(node, ast.Constant) and id(node) not in docs:
            yield node.value if isinstance(node.value, str) else ""


def _is_text(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant)


def _texts() -> Iterator[tuple[str, str]]:
    for path in sorted(PRODUCT.rglob("*.py")):
        for text in _literals(path):
            yield path.relative_to(ROOT).as_posix(), text
    for folder, endings in (
        (PRODUCT, (".j2", ".toml", ".sql", ".csv", ".js", ".md")),
        (ROOT / "notebooks", (".ipynb",)),
        (ROOT / "docs", (".md",)),
    ):
        for path in sorted(folder.rglob("*")):
            if path.suffix in endings and "decisions" not in path.parts:
                yield path.relative_to(ROOT).as_posix(), path.read_text(encoding="utf-8")
    yield "README.md", (ROOT / "README.md").read_text(encoding="utf-8")


def test_the_product_never_says_it() -> None:
    found = [f"{name}：{offence}" for name, text in _texts() for offence in offences(text)]
    assert found == []


@pytest.mark.parametrize("name", template_names())
def test_no_template_says_it(name: str, tmp_path: Path) -> None:
    path = tmp_path / f"{name}.xlsx"
    write_template(name, path)
    book = openpyxl.load_workbook(path)
    cells = [str(c.value) for sheet in book for row in sheet for c in row if c.value is not None]
    notes = [c.comment.text for sheet in book for row in sheet for c in row if c.comment]
    assert [o for text in (*cells, *notes) for o in offences(text)] == []


@pytest.mark.parametrize(
    "said",
    [
        "动员企业升规入统", "确保该企业年内纳统", "打捆申报", "企业年度目标任务",
        "任务分解到每户企业", "该户应报产值1200万元", "建议填报1200万元", "建议值为5.3",
        "正确数应为120", "代填120", "调增统计数", "凑够2000万元",
    ],
)  # fmt: skip
def test_the_list_finds_what_it_names(said: str) -> None:
    assert list(offences(said))


@pytest.mark.parametrize(
    "said",
    ["只列异常，不列建议值；请报送单位核实", "本页名单不含应报数", "符合条件的，指导依法申报"],
)
def test_what_is_said_of_not_doing_it_passes(said: str) -> None:
    assert list(offences(said)) == []


def test_every_word_has_its_reason() -> None:
    assert all(word["reason"] and word["pattern"] for word in WORDS)


def test_notebooks_are_read() -> None:
    names = {name for name, _ in _texts()}
    assert "notebooks/reports/cluster_revenue.ipynb" in names and "docs/操作指南.md" in names
    assert json.loads((ROOT / "notebooks/reports/cluster_revenue.ipynb").read_text("utf-8"))
