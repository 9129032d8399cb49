"""An executed notebook read as the outline of a page (版面): masthead, lead, sections, sentinel.

Only two things are taken from a notebook: markdown cells of headings, paragraphs and lists, and
outputs that are typed objects. Anything else is refused by name, because what a cell printed is
neither checked nor escaped.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Literal

import mistune

from gxlab.show.headings import read_heading, written_heading
from gxlab.show.objects import (
    MIME,
    Block,
    Chart,
    Commentary,
    KeyFigures,
    Masthead,
    Sentences,
    Sentinel,
    Table,
)
from gxlab.show.parse import BlockError, from_json


class PublishRefused(ValueError):
    """The notebook may not become a page (拒绝发布); the message says why, in Chinese."""


@dataclass(frozen=True)
class Run:
    """A stretch of text in one style: "" | strong | em."""

    text: str
    style: Literal["", "strong", "em"] = ""


@dataclass(frozen=True)
class Prose:
    """Text of a markdown cell: a heading inside a section, a paragraph, or a list."""

    form: Literal["heading", "paragraph", "list"]
    lines: tuple[tuple[Run, ...], ...]
    kind: Literal["prose"] = "prose"


Item = Block | Prose


@dataclass(frozen=True)
class Section:
    """A section (节) with its anchor. ``items`` may be empty: then only the anchor is printed."""

    id: str
    title: str
    items: tuple[Item, ...]


@dataclass(frozen=True)
class Outline:
    """A page before it is drawn. ``lead`` is what stands above the first section."""

    masthead: Masthead
    lead: tuple[Item, ...]
    sections: tuple[Section, ...]
    sentinel: Sentinel

    @property
    def charts(self) -> tuple[Chart, ...]:
        """The charts in page order."""
        return tuple(item for item in self._items() if isinstance(item, Chart))

    @property
    def tables(self) -> tuple[Table, ...]:
        """The tables in page order."""
        return tuple(item for item in self._items() if isinstance(item, Table))

    def _items(self) -> Iterable[Item]:
        yield from self.lead
        for section in self.sections:
            yield from section.items


REQUIRED = {
    "key-points": "要点",
    "commentary": "情况说明",
    "data-quality": "数据质量",
    "definitions": "口径与来源",
}
# 情况说明 is written by people and may be absent; the anchor is kept so that links never break.
_MAY_BE_ABSENT = {"commentary"}


@dataclass(frozen=True)
class _Heading:
    level: int
    title: str
    id: str | None


def read_outline(notebook: Mapping[str, Any]) -> Outline:
    """The outline of an executed notebook; :class:`PublishRefused` if anything does not belong."""
    stream = [
        entry
        for number, cell in enumerate(notebook["cells"], start=1)
        for entry in _cell_entries(cell, number)
    ]
    masthead: Masthead = _only(stream, Masthead, "眉头")
    sentinel: Sentinel = _only(stream, Sentinel, "完成标记")
    if stream[-1] is not sentinel:
        raise PublishRefused("完成标记必须是笔记本最后一个输出，其后还有内容，请重新运行该笔记本")
    rest = [entry for entry in stream if entry is not masthead and entry is not sentinel]
    lead, sections = _split(rest)
    outline = Outline(masthead, lead, _with_required(sections), sentinel)
    _refuse_repeats("节", [section.id for section in outline.sections])
    _refuse_repeats("图表", [t.id for t in outline.tables] + [c.id for c in outline.charts])
    return outline


def _only(stream: list[Item | _Heading], kind: type[Any], name: str) -> Any:
    found = [entry for entry in stream if isinstance(entry, kind)]
    if len(found) != 1:
        raise PublishRefused(
            f"笔记本应有且只有一个{name}，实有{len(found)}个，请检查笔记本是否完整运行"
        )
    return found[0]


def _refuse_repeats(name: str, ids: list[str]) -> None:
    for before, after in pairwise(sorted(ids)):
        if before == after:
            raise PublishRefused(
                f"{name}编号“{before}”出现两次，编号在一页内应当唯一，请修改笔记本"
            )
    for given in ids:
        if not re.fullmatch(r"[A-Za-z][A-Za-z0-9_-]*", given):
            raise PublishRefused(f"{name}编号“{given}”只能由英文字母、数字和短横组成，请修改笔记本")


def _split(stream: list[Item | _Heading]) -> tuple[tuple[Item, ...], list[Section]]:
    """Cut the stream at second-level headings. The first-level heading and the words under it
    introduce the notebook to the person who opens it; the page has its masthead instead."""
    lead: list[Item] = []
    sections: list[tuple[_Heading, list[Item]]] = []
    in_introduction = False
    for entry in stream:
        if isinstance(entry, _Heading):
            in_introduction = entry.level == 1
            if entry.level == 2:
                sections.append((entry, []))
        elif in_introduction and isinstance(entry, Prose):
            continue
        else:
            (sections[-1][1] if sections else lead).append(entry)
    return tuple(lead), [
        Section(heading.id or f"section-{number}", heading.title, tuple(items))
        for number, (heading, items) in enumerate(sections, start=1)
    ]


def _with_required(sections: list[Section]) -> tuple[Section, ...]:
    """Drop sections nothing was found for; keep the anchors that the contract promises."""
    present = {section.id for section in sections}
    for anchor, name in REQUIRED.items():
        if anchor not in present and anchor not in _MAY_BE_ABSENT:
            raise PublishRefused(
                f"笔记本缺“{name}”一节，应有标题“{written_heading(name, anchor)}”，请补上该节"
            )
    kept = [s for s in sections if s.id in REQUIRED or any(_shows(item) for item in s.items)]
    if "commentary" not in present:
        place = next(i for i, s in enumerate(kept) if s.id == "data-quality")
        kept.insert(place, Section("commentary", REQUIRED["commentary"], ()))
    return tuple(
        section
        if any(_shows(item) for item in section.items)
        else Section(section.id, section.title, ())
        for section in kept
    )


def _shows(item: Item) -> bool:
    """Whether an item prints anything besides words around it."""
    if isinstance(item, Prose):
        return False
    if isinstance(item, (Sentences, KeyFigures)):
        return bool(item.items)
    if isinstance(item, Commentary):
        return any(text for _, text in item.parts)
    return True


def _cell_entries(cell: Mapping[str, Any], number: int) -> list[Item | _Heading]:
    if cell["cell_type"] == "markdown":
        return _markdown(cell["source"], number)
    if cell["cell_type"] == "code":
        return [_output_block(output, number) for output in cell["outputs"]]
    return []


def _output_block(output: Mapping[str, Any], number: int) -> Block:
    kind = output["output_type"]
    if kind in ("display_data", "execute_result") and MIME in output["data"]:
        try:
            block = from_json(output["data"][MIME])
        except BlockError as fault:
            raise PublishRefused(f"第{number}个单元格：{fault}") from fault
        if isinstance(block, Chart):
            _refuse_outside(block.spec, block.id)
        return block
    if kind == "error":
        raise PublishRefused(
            f"第{number}个单元格运行出错（{output['ename']}），出错的笔记本不能发布，请先排除错误"
        )
    what = "打印的文字" if kind == "stream" else "、".join(sorted(output.get("data", {}))) or kind
    raise PublishRefused(
        f"第{number}个单元格的输出不是本系统的图、表、句、数（实为{what}），请删去该输出后重新运行"
    )


def _refuse_outside(part: Any, chart: str) -> None:
    """A chart carries its own data; it neither fetches nor links, in whatever notebook."""
    if isinstance(part, Mapping):
        for key, value in part.items():
            if key in ("url", "href") or (key in ("type", "mark") and value == "image"):
                raise PublishRefused(
                    f"图“{chart}”引用外部内容（{key}），图的数据应全部内嵌且不带链接，请修改画图代码"
                )
            _refuse_outside(value, chart)
    elif isinstance(part, list):
        for value in part:
            _refuse_outside(value, chart)


_parse = mistune.create_markdown(renderer=None)


def _markdown(source: str, number: int) -> list[Item | _Heading]:
    tokens: Any = _parse(source)
    entries = [_entry(token, number) for token in tokens if token["type"] != "blank_line"]
    return [entry for entry in entries if entry is not None]


def _entry(token: Mapping[str, Any], number: int) -> Item | _Heading | None:
    kind = token["type"]
    if kind == "heading":
        *before, last = token["children"]
        comment = last["raw"] if last["type"] == "inline_html" else ""
        runs = _runs(before if comment else token["children"], number)
        told = "".join(run.text for run in runs) + comment
        return _heading(told, token["attrs"]["level"], number)
    if kind == "paragraph":
        return Prose("paragraph", (_runs(token["children"], number),))
    if kind == "list":
        return Prose("list", tuple(_list_line(item, number) for item in token["children"]))
    raise _refused_markdown(kind, number)


def _heading(title: str, level: int, number: int) -> _Heading | Prose:
    plain, anchor = read_heading(title)
    if "<" in plain:  # some other HTML: the page's templates alone make any
        raise _refused_markdown("inline_html", number)
    if level > 2:
        return Prose("heading", ((Run(plain),),))
    return _Heading(level, plain, anchor)


def _list_line(item: Mapping[str, Any], number: int) -> tuple[Run, ...]:
    blocks = item["children"]
    if len(blocks) != 1 or blocks[0]["type"] not in ("block_text", "paragraph"):
        raise _refused_markdown("嵌套列表", number)
    return _runs(blocks[0]["children"], number)


_STYLES: dict[str, Literal["", "strong", "em"]] = {"strong": "strong", "emphasis": "em"}


def _runs(tokens: Iterable[Mapping[str, Any]], number: int) -> tuple[Run, ...]:
    runs: list[Run] = []
    for token in tokens:
        kind = token["type"]
        if kind in _STYLES:
            inner = _runs(token["children"], number)
            runs.append(Run("".join(run.text for run in inner), _STYLES[kind]))
        elif kind in ("text", "codespan"):
            runs.append(Run(token["raw"]))
        elif kind not in ("softbreak", "linebreak"):
            raise _refused_markdown(kind, number)
    return tuple(runs)


def _refused_markdown(kind: str, number: int) -> PublishRefused:
    return PublishRefused(
        f"第{number}个单元格（文字）含有“{kind}”，版面文字只用标题、段落、列表和加粗，请改写该单元格"
    )
