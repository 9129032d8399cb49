"""The paper of a Word document (版面): A4 of an official document, its sections and page numbers.

GB/T 9704: margins 37, 35, 28 and 26 mm; page numbers in 四号 between dashes, outside on right and
left pages. Wide tables stand on sheets turned sideways. With an office's own template the paper is
the template's, and content goes where it says {{正文}}, else behind what it holds.
"""

from __future__ import annotations

from collections.abc import Mapping
from copy import deepcopy
from dataclasses import dataclass
from io import BytesIO
from typing import Any

import docx
from docx.opc.oxml import serialize_part_xml
from docx.oxml.ns import nsdecls, qn
from docx.oxml.parser import parse_xml
from docx.shared import Mm

from gxlab.publish.docx_looks import PAGE_FONT, STAND_INS, Style, prepare
from gxlab.publish.docx_template import Template, marked
from gxlab.publish.docx_text import element

TWIPS = 1440 / 25.4
A4 = (210.0, 297.0)
MARGINS = (37.0, 26.0, 35.0, 28.0)
"""Top, right, bottom, left in millimetres."""
FOOT = 23.0
_PAGE_SIZE = 28


@dataclass(frozen=True)
class Paper:
    """A document being written: content is put before ``anchor``.

    ``width`` and ``wide`` are the text's width upright and sideways, in millimetres.
    """

    document: Any
    anchor: Any
    styles: Mapping[str, Style]
    width: float
    wide: float


def open_paper(template: Template | None = None, *, margin: float | None = None) -> Paper:
    """A new document, or the office's own; ``margin`` sets all four sides of a single sheet,
    which then bears no number."""
    document = docx.Document(BytesIO(template.content) if template else None)
    styles = prepare(document, template=template is not None)
    _name_stand_ins(document)
    body = document.element.body
    if template is None:
        for child in list(body):
            if child.tag != qn("w:sectPr"):
                body.remove(child)
        _set_up(document)
        if margin is not None:
            _narrow(document, margin)
    anchor = marked(document) if template else None
    if anchor is None:
        anchor = body.get_or_add_sectPr()
    width, wide = _room(document.sections[-1])
    return Paper(document, anchor, styles, width, wide)


def put(paper: Paper, markup: str) -> Any:
    """Put a paragraph or table at the end of what is written; returns it."""
    made = element(markup)
    paper.anchor.addprevious(made)
    return made


def keep_last(paper: Paper, count: int) -> None:
    """Keep the last paragraphs with what is put next, so that it never stands on a page alone."""
    last = paper.anchor.getprevious()
    while count and last is not None and last.tag == qn("w:p"):
        last.get_or_add_pPr().keepNext_val = True
        last, count = last.getprevious(), count - 1


def end_section(paper: Paper, *, wide: bool) -> None:
    """End a section: what was written since the last one stands upright or (``wide``) sideways."""
    section = _section(paper, wide=wide)
    last = paper.anchor.getprevious()
    if last is None or last.tag != qn("w:p") or last.find(f".//{qn('w:sectPr')}") is not None:
        style = paper.styles["break"].id
        last = put(paper, f'<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr></w:p>')
    last.get_or_add_pPr().append(section)


def _room(section: Any) -> tuple[float, float]:
    """The text's width upright and sideways; what a template leaves unsaid is that of A4."""
    top, right, bottom, left = (
        given.mm if given is not None else usual
        for given, usual in zip(
            (section.top_margin, section.right_margin, section.bottom_margin, section.left_margin),
            MARGINS,
            strict=True,
        )
    )
    across = section.page_width.mm if section.page_width else A4[0]
    down = section.page_height.mm if section.page_height else A4[1]
    return across - left - right, down - top - bottom


def _section(paper: Paper, *, wide: bool) -> Any:
    """A copy of the document's last section, with its head and foot; the first keeps its title."""
    section = deepcopy(paper.document.element.body.get_or_add_sectPr())
    earlier = list(paper.document.element.body.iter(qn("w:sectPr")))[:-1]
    final = paper.document.element.body.get_or_add_sectPr()
    if earlier:
        _plain(section)
    else:
        # The title page and the first number belong to the first section alone.
        _plain(final)
    if wide:
        _turn(section)
    return section


def _plain(section: Any) -> None:
    for name in ("w:titlePg", "w:pgNumType"):
        for found in section.findall(qn(name)):
            section.remove(found)


def _turn(section: Any) -> None:
    """Sideways: what was the top is then the left of the bound sheet."""
    size, margin = section.find(qn("w:pgSz")), section.find(qn("w:pgMar"))
    width, height = size.get(qn("w:w")), size.get(qn("w:h"))
    size.set(qn("w:w"), height)
    size.set(qn("w:h"), width)
    size.set(qn("w:orient"), "landscape")
    sides = ("w:top", "w:right", "w:bottom", "w:left")
    top, right, bottom, left = (margin.get(qn(side)) for side in sides)
    for side, value in zip(sides, (left, top, right, bottom), strict=True):
        margin.set(qn(side), value)
    margin.set(qn("w:footer"), str(round(0.6 * int(right))))


def _set_up(document: Any) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Mm(A4[0]), Mm(A4[1])
    top, right, bottom, left = (Mm(side) for side in MARGINS)
    section.top_margin, section.right_margin = top, right
    section.bottom_margin, section.left_margin = bottom, left
    section.footer_distance, section.header_distance = Mm(FOOT), Mm(15)
    document.settings.odd_and_even_pages_header_footer = True
    _number(section.footer, "right")
    _number(section.even_page_footer, "left")


def _narrow(document: Any, margin: float) -> None:
    section = document.sections[0]
    section.top_margin = section.bottom_margin = Mm(margin)
    section.left_margin = section.right_margin = Mm(margin)
    for footer in (section.footer, section.even_page_footer):
        footer.is_linked_to_previous = True


def _number(footer: Any, side: str) -> None:
    """— 1 —, one character in from the outer edge."""
    footer.is_linked_to_previous = False
    inner = "right" if side == "right" else "left"
    for old in list(footer._element):
        footer._element.remove(old)
    fonts = (
        f'<w:rPr><w:rFonts w:hint="eastAsia" w:ascii="{PAGE_FONT}" w:hAnsi="{PAGE_FONT}" '
        f'w:eastAsia="{PAGE_FONT}" w:cs="{PAGE_FONT}"/>'
        f'<w:sz w:val="{_PAGE_SIZE}"/><w:szCs w:val="{_PAGE_SIZE}"/></w:rPr>'
    )
    field = "".join(
        f"<w:r>{fonts}{part}</w:r>"
        for part in (
            '<w:t xml:space="preserve">— </w:t>',
            '<w:fldChar w:fldCharType="begin"/>',
            '<w:instrText xml:space="preserve"> PAGE </w:instrText>',
            '<w:fldChar w:fldCharType="separate"/>',
            "<w:t>1</w:t>",
            '<w:fldChar w:fldCharType="end"/>',
            '<w:t xml:space="preserve"> —</w:t>',
        )
    )
    markup = (
        f'<w:p {nsdecls("w")}><w:pPr><w:ind w:{inner}Chars="100" w:{inner}="280"/>'
        f'<w:jc w:val="{side}"/></w:pPr>{field}</w:p>'
    )
    footer._element.append(parse_xml(markup))


def _name_stand_ins(document: Any) -> None:
    """Fonts a machine may lack, with those that stand in for them (字体替代)."""
    for relation in document.part.rels.values():
        if relation.reltype.endswith("/fontTable"):
            part = relation.target_part
            table = parse_xml(part.blob)
            known = {font.get(qn("w:name")) for font in table}
            for name, others in STAND_INS.items():
                if name not in known:
                    table.append(_stand_in(name, others))
            part._blob = serialize_part_xml(table)


def _stand_in(name: str, others: str) -> Any:
    return parse_xml(
        f'<w:font {nsdecls("w")} w:name="{name}"><w:altName w:val="{others.replace(";", ",")}"/>'
        '<w:charset w:val="86"/><w:family w:val="auto"/><w:pitch w:val="default"/></w:font>'
    )
