"""Sentences, key figures, 情况说明 and notes in a Word document (文字部分)."""

from __future__ import annotations

from gxlab.publish.docx_fit import fit_at
from gxlab.publish.docx_paper import Paper, put
from gxlab.publish.docx_table import write_table_only
from gxlab.publish.docx_text import Span, paragraph
from gxlab.publish.outline import Prose
from gxlab.show.markup import printed
from gxlab.show.objects import (
    Column,
    Commentary,
    Definitions,
    Figure,
    KeyFigure,
    KeyFigures,
    Row,
    Sentence,
    Sentences,
    Table,
)

KEY_SIZE = 10.5
"""五号: between the text's letters and those of the tables behind it."""
_NUMERALS = "一二三四五六七八九十"
# What qualifies the rest stands smaller, as notes do on the page.
_ROLES = {"note": "small", "warning": "small"}


def told(sentence: Sentence) -> str:
    """A sentence as it is printed."""
    return "".join(
        printed(part.text) + part.unit if isinstance(part, Figure) else part
        for part in sentence.parts
    )


def write_sentence(paper: Paper, sentence: Sentence, after: str = "") -> None:
    """A sentence as a paragraph; ``after`` says where its tables are."""
    role = _ROLES.get(sentence.role, "body")
    put(paper, paragraph([Span(told(sentence) + after)], role, paper.styles[role]))


def write_sentences(paper: Paper, block: Sentences) -> None:
    """A list of sentences; points are counted 1. 2., notes and warnings are not."""
    if block.title and block.items:
        put(paper, paragraph([Span(block.title)], "head2", paper.styles["head2"]))
    points = [sentence for sentence in block.items if sentence.role not in _ROLES]
    for sentence in block.items:
        role = _ROLES.get(sentence.role, "body")
        counted = sentence in points and len(points) > 1
        lead = f"{points.index(sentence) + 1}. " if counted else ""
        put(paper, paragraph([Span(lead + told(sentence))], role, paper.styles[role]))


def write_prose(paper: Paper, prose: Prose, number: int) -> None:
    """A paragraph, list or heading of the notebook; ``number`` counts headings as （一）（二）."""
    heading = prose.form == "heading"
    role = "head2" if heading else "body"
    lead = f"（{_NUMERALS[number - 1]}）" if heading and 0 < number <= len(_NUMERALS) else ""
    for line in prose.lines:
        spans = [Span(run.text, run.style == "strong" or None) for run in line]
        put(paper, paragraph([Span(lead), *spans], role, paper.styles[role]))


def write_key_figures(paper: Paper, block: KeyFigures) -> None:
    """The key figures as a small table: what, how much, how it changed, of when."""
    if not block.items:
        return
    columns = (
        Column("label", ("关键指标",), align="left"),
        Column("figure", ("数值",)),
        Column("change", ("变化",), align="left"),
        Column("when", ("数据期",), align="left"),
    )
    table = Table("key-figures", "关键指标", columns, tuple(_key_row(k) for k in block.items))
    put(paper, paragraph([], "under", paper.styles["under"]))
    write_table_only(paper, table, fit_at(table, paper.width, KEY_SIZE))


def _key_row(key: KeyFigure) -> Row:
    change = [told(key.change)] if key.change else []
    light = [key.light.word] if key.light else []
    when = "，".join(part for part in (key.period, key.status) if part)
    return Row((key.label, key.figure, "；".join([*change, *light]), when))


def write_commentary(paper: Paper, block: Commentary) -> None:
    """情况说明: the parts in the author's words, each with its heading."""
    number = 0
    for name, text in block.parts:
        if not text:
            continue
        if name:
            number += 1
            head = f"（{_NUMERALS[number - 1]}）{name}"
            put(paper, paragraph([Span(head)], "head2", paper.styles["head2"]))
        for line in filter(str.strip, text.splitlines()):
            put(paper, paragraph([Span(line.strip())], "body", paper.styles["body"]))
    if block.author and number:
        author = [Span(f"（撰写：{block.author}）")]
        put(paper, paragraph(author, "body", paper.styles["body"]))


def write_definitions(paper: Paper, block: Definitions) -> None:
    """口径与来源: each term with its text, then the files behind the figures."""
    for term, text in block.items:
        spans = [Span(f"{term}：", True), Span(text)]
        put(paper, paragraph(spans, "small", paper.styles["small"]))
    if block.sources:
        put(paper, paragraph([Span("数据文件：", True)], "small", paper.styles["small"]))
    for source in block.sources:
        put(paper, paragraph([Span(source)], "small", paper.styles["small"]))
