"""What explorers print (探索页的排印): HTML through the autoescaped templates, charts as SVG.

Text from workbooks passes the same templates as a report page, so it stays text. Charts are drawn
in the kernel: an explorer needs no network and no JupyterLab extension.
"""

from __future__ import annotations

import base64
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal

from jinja2 import Environment

from gxlab.show.drawing import static_svg
from gxlab.show.markup import View, block_html, environment
from gxlab.show.objects import Block, Cell, Chart, Column, Sentence

Kind = Literal["", "good", "ask", "bad"]


@dataclass(frozen=True)
class Tag:
    """A word in a box (标签): a state that its word says and its colour repeats."""

    text: str
    kind: Kind = ""


@dataclass(frozen=True)
class Pair:
    """A text with a smaller line below it (两行文字)."""

    text: str
    below: str


ListCell = Cell | Tag | Pair


@dataclass(frozen=True)
class Heading:
    """The head of a list (表头): its columns and their widths as CSS grid tracks."""

    columns: tuple[Column, ...]
    widths: str


@dataclass(frozen=True)
class Line:
    """A row of a list (一行): ``label`` stands beside the tick box, ``cells`` behind it."""

    code: str
    label: str
    cells: tuple[ListCell, ...]
    ticked: bool = False


@cache
def _environment() -> Environment:
    made = environment().overlay()
    made.tests = {
        **environment().tests,
        "tag": lambda value: isinstance(value, Tag),
        "pair": lambda value: isinstance(value, Pair),
    }
    return made


def _macro(name: str, *values: Any) -> str:
    module = _environment().get_template("explore.html.j2").module
    return str(getattr(module, name)(*values))


def style() -> str:
    """The style of all explorers; shown once in each."""
    return _macro("style")


def head(title: str, about: str, *, demo: bool = False) -> str:
    """The title of an explorer and what it is for; 演示数据 where the city is invented."""
    return _macro("head", title, about, demo)


def step(title: str, hint: str = "") -> str:
    """The title of a part of an explorer, with a word on how to use it."""
    return _macro("step", title, hint)


def heading(given: Heading) -> str:
    """The head of a list."""
    return _macro("heading", given.columns, given.widths)


def line(cells: Sequence[ListCell], given: Heading) -> str:
    """One row of a list, without its tick box."""
    return _macro("line", cells, given.columns, given.widths, View())


def copyable(text: str) -> str:
    """A sentence that one click selects as a whole (点一下选中全句)."""
    return _macro("copy", text)


def silent(text: str) -> str:
    """Said in the place of a sentence that cannot be said."""
    return _macro("silent", text)


def message(text: str, kind: Kind = "") -> str:
    """A remark of the explorer (提示); an empty text leaves nothing."""
    return _macro("message", text, kind) if text else ""


def download(name: str, content: bytes, said: str) -> str:
    """A link that saves a workbook from the page itself (下载): nothing is fetched."""
    return _macro("download", name, base64.b64encode(content).decode("ascii"), said)


def facts(pairs: Sequence[tuple[str, str]]) -> str:
    """Terms and what is known of each (基本情况)."""
    return _macro("facts", pairs)


def panels(charts: Sequence[Chart]) -> str:
    """Small charts side by side."""
    return _macro("panels", charts, View(drawings={c.id: static_svg(c.spec, c.id) for c in charts}))


def remarks(sentences: Sequence[Sentence]) -> str:
    """Short notes below an explorer (说明)."""
    return _macro("remarks", sentences, View())


def shown(block: Block | None) -> str:
    """A typed block as in a report; nothing where there is none."""
    if block is None:
        return ""
    drawings = {block.id: static_svg(block.spec, block.id)} if isinstance(block, Chart) else {}
    body = block_html(block, View(drawings=drawings))
    return f'<div class="gx" lang="zh-CN">{body.__html__()}</div>'
