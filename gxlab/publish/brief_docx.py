"""一页简报 as a Word document: one side of A4, by the same selection as the page."""

from __future__ import annotations

from typing import Any

from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml.ns import nsdecls, qn
from docx.oxml.parser import parse_xml

from gxlab.publish.brief import Brief
from gxlab.publish.docx_blocks import told, write_key_figures
from gxlab.publish.docx_paper import Paper, open_paper, put
from gxlab.publish.docx_seal import sealed
from gxlab.publish.docx_template import Template, fill, named
from gxlab.publish.docx_text import Span, paragraph, quoted, runs
from gxlab.publish.html import EditionMeta
from gxlab.show.objects import KeyFigures

TEMPLATES = ("一页简报",)
MARGIN = 20.0
"""Millimetres: a page that must hold everything is not set like an official document."""


def render_brief_docx(
    brief: Brief, *, meta: EditionMeta, template: Template | None = None
) -> bytes:
    """The document; the same arguments give the same bytes. Raises TemplateRefused."""
    paper = open_paper(template, margin=None if template else MARGIN)
    fields = _fields(brief, meta)
    given = named(paper.document) if template else frozenset()
    top = [fields["密级"], "演示数据" if meta.demo else "", fields["状态"]]
    if not given & {"密级", "状态"}:
        _put(paper, "　".join(filter(None, top)), "margin")
    if "标题" not in given:
        _put(paper, fields["标题"], "title")
    if not given & {"期号", "数据期"}:
        _put(paper, f"（{fields['期号']}　{fields['数据期']}）", "subtitle")
    for title, sentence in brief.headlines:
        spans = [Span(f"{title}：", True), Span(told(sentence))]
        put(paper, paragraph(spans, "small", paper.styles["small"]))
    write_key_figures(paper, KeyFigures(brief.figures))
    _put(paper, "需要关注", "annex")
    for number, sentence in enumerate(brief.warnings, start=1):
        _put(paper, f"{number}. {told(sentence)}", "small")
    if not brief.warnings:
        _put(paper, "各报告要点中没有需要提示的事项。", "small")
    _put_links(paper, brief)
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


def _put(paper: Paper, text: str, role: str) -> None:
    put(paper, paragraph([Span(text)], role, paper.styles[role]))


def _put_links(paper: Paper, brief: Brief) -> None:
    """详见: the pages beside this document, as links relative to it."""
    style = paper.styles["small"]
    line: Any = put(paper, paragraph([Span("详见：")], "small", style))
    for at, (report, title, state) in enumerate(brief.reports):
        relation = paper.document.part.relate_to(
            f"{report}.html", RELATIONSHIP_TYPE.HYPERLINK, is_external=True
        )
        link = (
            f'<w:hyperlink {nsdecls("w", "r")} r:id={quoted(relation)} w:history="1">'
            f"{runs([Span(f'《{title}》')], 'small', style)}</w:hyperlink>"
        )
        after = "、" if at + 1 < len(brief.reports) else ""
        rest = f"<w:p {nsdecls('w')}>{runs([Span(f'（{state}）{after}')], 'small', style)}</w:p>"
        line.append(parse_xml(link))
        line.extend(parse_xml(rest).findall(qn("w:r")))
