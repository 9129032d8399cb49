"""An edition as a Word document (公文版): what is signed, from the same objects as the page.

Head, one headline, key figures, 要点, sections with their judgements and charts, 情况说明; then all
tables as 附表, 数据质量, 口径与来源, and the imprint at the very end (版记).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from gxlab.publish.docx_blocks import (
    write_commentary,
    write_definitions,
    write_key_figures,
    write_sentence,
    write_sentences,
)
from gxlab.publish.docx_chart import write_chart
from gxlab.publish.docx_fit import fit, fit_at, fit_sideways
from gxlab.publish.docx_imprint import head_fields, write_head, write_imprint
from gxlab.publish.docx_paper import Paper, end_section, open_paper, put
from gxlab.publish.docx_seal import sealed
from gxlab.publish.docx_table import write_table
from gxlab.publish.docx_template import Template, fill, named
from gxlab.publish.docx_text import Span, paragraph
from gxlab.publish.html import EditionMeta
from gxlab.publish.outline import Item, Outline, Prose, Section
from gxlab.show.objects import (
    Chart,
    Commentary,
    Definitions,
    Imprint,
    KeyFigures,
    Sentence,
    Sentences,
    Table,
)

APPENDIX = "附表"
TEXT_SIZE = 9.0
"""小五: the letters of tables among the text."""
# What is said of the data itself stands behind the tables, and its tables stand with it.
_BEHIND = ("data-quality", "definitions")
_NUMERALS = "一二三四五六七八九十"


def render_docx(
    outline: Outline,
    *,
    meta: EditionMeta,
    imprint: Imprint | None = None,
    template: Template | None = None,
) -> bytes:
    """The document of an outline; the same arguments give the same bytes.

    Raises TemplateRefused, and PublishRefused where no Chinese font draws the charts.
    """
    paper = open_paper(template)
    signed = imprint or Imprint()
    fields = head_fields(outline.masthead, meta, signed)
    given = named(paper.document) if template else frozenset()
    write_head(paper, outline.masthead, fields, given)
    write_body(paper, outline)
    _write_appendix(paper, outline)
    for section in outline.sections:
        if section.id in _BEHIND and section.items:
            _write_section(paper, section, outline, with_tables=True)
    write_imprint(paper, outline.masthead, signed, meta, given)
    if template:
        fill(paper.document, fields)
    return sealed(
        paper.document, title=f"{meta.unit_name}{meta.report_title}", author=outline.masthead.unit
    )


def write_body(paper: Paper, outline: Outline) -> None:
    """Lead and sections up to the tables."""
    _write_items(paper, outline.lead, outline, with_tables=False)
    for section in outline.sections:
        if section.id not in _BEHIND and section.items:
            _write_section(paper, section, outline, with_tables=False)


def _write_section(paper: Paper, section: Section, outline: Outline, *, with_tables: bool) -> None:
    put(paper, paragraph([Span(section.title)], "head1", paper.styles["head1"]))
    _write_items(paper, section.items, outline, with_tables=with_tables)


def _write_items(
    paper: Paper, items: Sequence[Item], outline: Outline, *, with_tables: bool
) -> None:
    numbered = 0
    tables = [item for item in items if isinstance(item, Table)]
    said = [n for n, item in enumerate(items) if isinstance(item, Sentence)]
    for at, item in enumerate(items):
        if isinstance(item, Table):
            if with_tables:
                _write_upright(paper, item, outline)
        elif isinstance(item, Prose):
            numbered = _write_prose(paper, item, numbered)
        else:
            last = said and at == said[-1]
            pointer = "" if with_tables or not last else _pointer(tables, outline)
            _write_block(paper, item, outline, pointer)
    if tables and not with_tables and not said:
        where = [Span(_pointer(tables, outline))]
        put(paper, paragraph(where, "body", paper.styles["body"]))


def _write_block(paper: Paper, item: Any, outline: Outline, pointer: str) -> None:
    match item:
        case Sentence():
            write_sentence(paper, item, pointer)
        case Sentences():
            write_sentences(paper, item)
        case KeyFigures():
            write_key_figures(paper, item)
        case Chart():
            write_chart(paper, item, f"图{outline.charts.index(item) + 1}")
        case Commentary():
            write_commentary(paper, item)
        case Definitions():
            write_definitions(paper, item)


def _write_prose(paper: Paper, prose: Prose, numbered: int) -> int:
    """Headings inside a section are counted （一）（二）; the count so far is given back."""
    heading = prose.form == "heading"
    role = "head2" if heading else "body"
    if heading:
        numbered += 1
    for line in prose.lines:
        lead = f"（{_NUMERALS[numbered - 1]}）" if heading and numbered <= 10 else ""
        spans = [Span(run.text, run.style == "strong" or None) for run in line]
        put(paper, paragraph([Span(lead), *spans], role, paper.styles[role]))
    return numbered


def _label(table: Table, outline: Outline) -> str:
    return f"{APPENDIX}{outline.tables.index(table) + 1}"


def _pointer(tables: Iterable[Table], outline: Outline) -> str:
    labels = [_label(table, outline) for table in tables]
    return f"（见{'、'.join(labels)}）" if labels else ""


def _write_upright(paper: Paper, table: Table, outline: Outline) -> None:
    """A table within the text: never sideways."""
    size = min(fit(table, paper.width, paper.wide).size, TEXT_SIZE)
    write_table(paper, table, _label(table, outline), placed=fit_at(table, paper.width, size))


def _write_appendix(paper: Paper, outline: Outline) -> None:
    """The tables of the sections, on sheets upright or sideways as they need."""
    tables = [
        table
        for section in outline.sections
        if section.id not in _BEHIND
        for table in section.items
        if isinstance(table, Table)
    ]
    if not tables:
        return
    end_section(paper, wide=False)
    placed = [fit(table, paper.width, paper.wide) for table in tables]
    # One direction for all: sheets that turn to and fro leave half of them empty.
    wide = any(place.wide for place in placed)
    if wide:
        placed = [fit_sideways(table, paper.wide) for table in tables]
    for table, place in zip(tables, placed, strict=True):
        write_table(paper, table, _label(table, outline), placed=place)
    end_section(paper, wide=wide)
