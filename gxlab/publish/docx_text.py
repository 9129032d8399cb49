"""Paragraphs of a Word document (段落) as markup: text is escaped, each run carries its fonts."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from docx.oxml.ns import nsdecls
from docx.oxml.parser import parse_xml

from gxlab.publish.docx_looks import LOOKS, Style, run_properties

# XML 1.0 has no place for these, and a workbook's text may hold them.
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


@dataclass(frozen=True)
class Span:
    """A stretch of text in a paragraph; ``bold`` None takes the role's own weight."""

    text: str
    bold: bool | None = None


def plain(text: str) -> str:
    """Text as it may stand in a document: without the characters XML has no place for.

    >>> plain("a\\x00b")
    'ab'
    """
    return _ILLEGAL.sub("", text)


def quoted(text: str) -> str:
    """Text as an attribute with its quotes."""
    return quoteattr(plain(text))


def runs(spans: Sequence[Span], role: str, style: Style, *, size: float | None = None) -> str:
    """The runs of a paragraph."""
    return "".join(_run(span, role, style, size) for span in spans if span.text)


def _run(span: Span, role: str, style: Style, size: float | None) -> str:
    if style.own:
        properties = run_properties(LOOKS[role], size=size, bold=span.bold)
    elif span.bold:
        properties = "<w:rPr><w:b/></w:rPr>"
    else:
        properties = ""
    pieces = "<w:br/>".join(
        f'<w:t xml:space="preserve">{escape(plain(line))}</w:t>' for line in span.text.split("\n")
    )
    return f"<w:r>{properties}{pieces}</w:r>"


def paragraph(
    spans: Sequence[Span], role: str, style: Style, *, more: str = "", size: float | None = None
) -> str:
    """A paragraph of a role; ``more`` is further paragraph properties."""
    return (
        f'<w:p><w:pPr><w:pStyle w:val="{style.id}"/>{more}</w:pPr>'
        f"{runs(spans, role, style, size=size)}</w:p>"
    )


def element(markup: str) -> Any:
    """The element of a piece of markup whose root is in Word's main name space."""
    head, angle, rest = markup.partition(">")
    slash = head.endswith("/")
    head = head.removesuffix("/")
    return parse_xml(f"{head} {nsdecls('w')}{'/' if slash else ''}{angle}{rest}")
