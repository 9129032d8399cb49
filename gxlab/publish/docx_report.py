"""An edition as a Word document (公文版): what is signed, from the same objects as the page.

In the page's own order: head, one headline, key figures, 要点, sections with their judgements,
情况说明; then the tables and charts as 附表, 数据质量, 口径与来源, and the imprint at the very end.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from gxlab.publish.arrangement import ANNEX, Arrangement, BodySection, arranged
from gxlab.publish.docx_blocks import (
    write_commentary,
    write_definitions,
    write_key_figures,
    write_prose,
    write_sentence,
    write_sentences,
)
from gxlab.publish.docx_chart import write_chart
from gxlab.publish.docx_fit import Fit, fit, fit_at, fit_sideways
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

TEXT_SIZE = 9.0
"""小五: the letters of tables among the text."""
Labels = Mapping[str, str]


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
    fields = head_fields(outline.masthead, meta, imprint or Imprint())
    given = named(paper.document) if template else frozenset()
    write_head(paper, outline.masthead, fields, given)
    _write_page(paper, arranged(outline))
    write_imprint(paper, fields, given)
    if template:
        fill(paper.document, fields)
    title = f"{meta.unit_name}{meta.report_title}"
    return sealed(paper.document, title=title, author=outline.masthead.unit)


def _write_page(paper: Paper, page: Arrangement) -> None:
    labels = page.labels()
    _write_items(paper, page.lead, labels)
    for part in page.body:
        if part.section.items or part.behind:
            _write_body(paper, part, labels)
    if page.annex:
        _write_annex(paper, page.annex, labels)
    for section in page.closing:
        if section.items:
            _write_title(paper, section.title)
            _write_items(paper, section.items, labels)


def _write_title(paper: Paper, title: str) -> None:
    put(paper, paragraph([Span(title)], "head1", paper.styles["head1"]))


def _write_body(paper: Paper, part: BodySection, labels: Labels) -> None:
    """A section of the body; its last sentence says where tables and charts are."""
    _write_title(paper, part.section.title)
    named = "、".join(labels[one] for one in part.behind)
    _write_items(paper, part.section.items, labels, f"（见{named}）" if named else "")


def _write_items(paper: Paper, items: Sequence[Item], labels: Labels, after: str = "") -> None:
    said = [at for at, item in enumerate(items) if isinstance(item, Sentence)]
    headings = 0
    for at, item in enumerate(items):
        pointer = after if said and at == said[-1] else ""
        if isinstance(item, Prose):
            headings += item.form == "heading"
            write_prose(paper, item, headings)
        else:
            _write_block(paper, item, labels, pointer)
    if after and not said:
        put(paper, paragraph([Span(after)], "body", paper.styles["body"]))


def _write_block(paper: Paper, item: Any, labels: Labels, after: str) -> None:
    match item:
        case Sentence():
            write_sentence(paper, item, after)
        case Sentences():
            write_sentences(paper, item)
        case KeyFigures():
            write_key_figures(paper, item)
        case Chart():
            write_chart(paper, item, labels[item.id])
        case Commentary():
            write_commentary(paper, item)
        case Definitions():
            write_definitions(paper, item)
        case Table():
            write_table(paper, item, labels[item.id], _upright(item, paper))


def _upright(table: Table, paper: Paper) -> Fit:
    """Among the text a table is never set sideways."""
    return fit_at(table, paper.width, min(fit(table, paper.width, paper.wide).size, TEXT_SIZE))


def _write_annex(paper: Paper, annex: Sequence[Section], labels: Labels) -> None:
    """Tables and charts section by section, all in the direction that the widest table needs.

    Sheets that turn to and fro leave half of them empty.
    """
    end_section(paper, wide=False)
    tables = [item for section in annex for item in section.items if isinstance(item, Table)]
    wide = any(fit(table, paper.width, paper.wide).wide for table in tables if table.rows)
    _write_title(paper, ANNEX.title)
    for section in annex:
        put(paper, paragraph([Span(section.title)], "annex", paper.styles["annex"]))
        for item in section.items:
            if isinstance(item, Table):
                placed = fit_sideways(item, paper.wide) if wide else fit(item, paper.width, 0)
                write_table(paper, item, labels[item.id], placed)
            elif isinstance(item, Chart):
                write_chart(paper, item, labels[item.id], wide=wide)
            elif isinstance(item, Prose):
                write_prose(paper, item, 0)
    end_section(paper, wide=wide)
