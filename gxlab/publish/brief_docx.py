"""一页简报 as a Word document: one side of A4, by the same selection as the page.

A page that must hold everything is not set like an official document: narrow margins, and letters
as large as what there is to say leaves room for.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml.ns import nsdecls, qn
from docx.oxml.parser import parse_xml

from gxlab.publish.brief import Brief
from gxlab.publish.docx_blocks import told, write_key_figures
from gxlab.publish.docx_fit import MM_PER_POINT, ems
from gxlab.publish.docx_paper import A4, Paper, open_paper, put
from gxlab.publish.docx_seal import sealed
from gxlab.publish.docx_template import Template, fill, named
from gxlab.publish.docx_text import Span, paragraph, quoted, runs
from gxlab.publish.html import EditionMeta
from gxlab.show.objects import KeyFigures

TEMPLATES = ("一页简报",)
MARGIN = 20.0
"""Millimetres, on all four sides."""
_SIZES = ((14.0, 22.0), (12.0, 18.0), (10.5, 15.5), (9.0, 12.5), (7.5, 10.5))
"""Letters and lines in points, the largest that fit are taken."""
_HEAD, _ROW, _SPARE = 45.0, 6.2, 14.0
"""Millimetres of the head, of a row of figures, and kept free for fonts that run wider."""
_NOTHING = "各报告要点中没有需要提示的事项。"
Said = Sequence[tuple[str, str]]


def render_brief_docx(
    brief: Brief, *, meta: EditionMeta, template: Template | None = None
) -> bytes:
    """The document; the same arguments give the same bytes. Raises TemplateRefused."""
    paper = open_paper(template, margin=None if template else MARGIN)
    fields = _fields(brief, meta)
    given = named(paper.document) if template else frozenset()
    _write_head(paper, fields, given, demo=meta.demo)
    headlines = [(f"{title}：", told(sentence)) for title, sentence in brief.headlines]
    warnings = [(f"{n}. ", told(s)) for n, s in enumerate(brief.warnings, start=1)]
    warnings = warnings or [("", _NOTHING)]
    links = "".join(f"《{title}》{state}、" for _, title, state in brief.reports)
    rows = len(brief.figures) + 1
    size = _size([*headlines, *warnings, ("详见：", links)], paper.width, rows)
    _write(paper, headlines, size, strong=True)
    write_key_figures(paper, KeyFigures(brief.figures))
    put(paper, paragraph([Span("需要关注")], "annex", paper.styles["annex"]))
    _write(paper, warnings, size)
    _write_links(paper, brief, size)
    if template:
        fill(paper.document, fields)
    return sealed(paper.document, title=fields["标题"], author=brief.masthead.unit)


def _fields(brief: Brief, meta: EditionMeta) -> dict[str, str]:
    return {
        "标题": f"{meta.unit_name}{meta.report_title}",
        "期号": brief.masthead.issue,
        "单位": meta.unit_name,
        "数据期": brief.masthead.period,
        "状态": meta.state,
        "密级": brief.masthead.confidential,
    }


def _write_head(paper: Paper, fields: dict[str, str], given: frozenset[str], *, demo: bool) -> None:
    top = "　".join(filter(None, (fields["密级"], "演示数据" if demo else "", fields["状态"])))
    lines = (
        ({"密级", "状态"}, top, "margin"),
        ({"标题"}, fields["标题"], "title"),
        ({"期号", "数据期"}, f"（{fields['期号']}　{fields['数据期']}）", "subtitle"),
    )
    for names, text, role in lines:
        if not given & names:
            put(paper, paragraph([Span(text)], role, paper.styles[role]))


def _size(said: Said, width: float, rows: int) -> tuple[float, float]:
    """Letters and lines with which everything stands on one side."""
    room = A4[1] - 2 * MARGIN - _HEAD - _ROW * (rows + 3) - _SPARE
    for size, line in _SIZES:
        across = width / (size * MM_PER_POINT)
        # Half a character a line is lost where words and numbers do not break.
        lines = sum(math.ceil(ems(lead + text) / (across - 1)) for lead, text in said)
        if lines * line * MM_PER_POINT <= room:
            return size, line
    return _SIZES[-1]


def _write(paper: Paper, said: Said, size: tuple[float, float], *, strong: bool = False) -> None:
    for lead, text in said:
        spans = [Span(lead, strong or None), Span(text)]
        _put(paper, spans, size)


def _put(paper: Paper, spans: Sequence[Span], size: tuple[float, float]) -> Any:
    points, line = size
    spacing = (
        f'<w:spacing w:before="0" w:after="40" w:line="{round(line * 20)}" w:lineRule="exact"/>'
    )
    style = paper.styles["small"]
    return put(paper, paragraph(spans, "small", style, more=spacing, size=points))


def _write_links(paper: Paper, brief: Brief, size: tuple[float, float]) -> None:
    """详见: the pages beside this document, as links relative to it."""
    style = paper.styles["small"]
    line = _put(paper, [Span("详见：")], size)
    for at, (report, title, state) in enumerate(brief.reports):
        relation = paper.document.part.relate_to(
            f"{report}.html", RELATIONSHIP_TYPE.HYPERLINK, is_external=True
        )
        named_link = runs([Span(f"《{title}》")], "small", style, size=size[0])
        after = "、" if at + 1 < len(brief.reports) else ""
        rest = runs([Span(f"{state}{after}")], "small", style, size=size[0])
        space = nsdecls("w", "r")
        link = (
            f'<w:hyperlink {space} r:id={quoted(relation)} w:history="1">{named_link}</w:hyperlink>'
        )
        line.append(parse_xml(link))
        line.extend(parse_xml(f"<w:p {space}>{rest}</w:p>").findall(qn("w:r")))
