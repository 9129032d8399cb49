"""What the warehouse would print (应印的话): the report notebooks' own cells, run on a desk.

The cells are those ``gxlab report`` executes; here they run in this process, without a kernel, and
only the words and figures of what they show are kept. The analyst's own text (情况说明) is left
out: it is what is proofread, not what it is proofread against.
"""

from __future__ import annotations

import ast
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, get_args

from gxlab.prose.clauses import sentences
from gxlab.show.objects import (
    Block,
    Chart,
    Definitions,
    Figure,
    KeyFigures,
    Light,
    Masthead,
    Sentence,
    Sentences,
    Table,
)

_BLOCKS = get_args(Block)


@dataclass(frozen=True)
class Told:
    """A line the warehouse would print: its words, and the coordinates of its figures in order."""

    text: str
    refs: tuple[tuple[str, str], ...] = ()


def expected_lines(notebook: Path, parameters: dict[str, str]) -> list[Told]:
    """The lines of one report notebook for the parameters given (unit, period …)."""
    return [line for block in run_cells(notebook, parameters) for line in block_lines(block)]


def run_cells(notebook: Path, parameters: dict[str, str]) -> Iterator[Block]:
    """What the notebook's cells show, cell by cell. Errors of a cell are its own."""
    names: dict[str, Any] = {}
    for cell in json.loads(notebook.read_text(encoding="utf-8"))["cells"]:
        if cell["cell_type"] != "code":
            continue
        shown = _run("".join(cell["source"]), notebook.name, names)
        if "parameters" in cell["metadata"].get("tags", ()):
            names.update({k: v for k, v in parameters.items() if k in names})
        if isinstance(shown, _BLOCKS):
            yield shown


def _run(source: str, name: str, names: dict[str, Any]) -> object:
    """Run a cell; its last expression, where it is one, is what it shows."""
    body = ast.parse(source).body
    if not body or not isinstance(body[-1], ast.Expr):
        exec(compile(ast.Module(body, []), name, "exec"), names)
        return None
    exec(compile(ast.Module(body[:-1], []), name, "exec"), names)
    shown: object = eval(compile(ast.Expression(body[-1].value), name, "eval"), names)
    return shown


def block_lines(block: Block) -> Iterator[Told]:
    """The lines a reader sees of one block, a table row being one line."""
    if isinstance(block, Sentence):
        yield from _sentence(block)
    elif isinstance(block, Sentences):
        yield from _plain(block.title)
        for item in block.items:
            yield from _sentence(item)
    elif isinstance(block, Table):
        yield from _table(block)
    elif isinstance(block, KeyFigures):
        yield from _key_figures(block)
    elif isinstance(block, Chart):
        yield from _plain(block.title, block.alt, block.note, f"注：{block.note}", block.source)
    elif isinstance(block, Masthead):
        yield from _plain(block.title, block.issue, block.period, *block.sources)
    elif isinstance(block, Definitions):
        # Which files fed a page is no statistic, and no sentence of the analyst's.
        yield from _plain(*(part for item in block.items for part in item))
        yield from _plain(*(f"{term}：{text}" for term, text in block.items))


def _plain(*texts: str) -> Iterator[Told]:
    for text in texts:
        for line in sentences(text):
            yield Told(line)


def _sentence(block: Sentence, light: str = "") -> Iterator[Told]:
    """The sentences of a block; each takes the figures that stand in it. A light may follow."""
    figures = [p for p in block.parts if isinstance(p, Figure)]
    for line in sentences(block.text + light):
        own: list[tuple[str, str]] = []
        at = 0
        while figures and (found := line.find(figures[0].text, at)) >= 0:
            at = found + len(figures[0].text)
            own.append((figures[0].text, figures.pop(0).ref))
        yield Told(line, tuple(own))


def _table(table: Table) -> Iterator[Told]:
    yield from _plain(table.title, f"{table.title}口径：{table.scope}", table.scope)
    for row in table.rows:
        cells = [cell for cell in row.cells if cell is not None]
        figures = (c.figure if isinstance(c, Light) else c for c in cells)
        refs = tuple((f.text, f.ref) for f in figures if isinstance(f, Figure))
        yield Told(" | ".join(_cell(c) for c in cells), refs)
    yield from _plain(table.note, f"注：{table.note}", f"来源：{table.source}")


def _cell(cell: str | Figure | Light) -> str:
    if isinstance(cell, Figure):
        return cell.text + cell.unit
    return cell.text if isinstance(cell, Light) else cell


def _key_figures(block: KeyFigures) -> Iterator[Told]:
    for item in block.items:
        yield Told(item.label)
        yield Told(item.figure.text + item.figure.unit, ((item.figure.text, item.figure.ref),))
        if item.change:
            light = item.light.word if item.light else ""
            yield from _sentence(item.change, light)
        yield Told(f"{item.period} · {item.status}" if item.status else item.period)
