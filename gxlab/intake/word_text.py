"""The paragraphs of a Word file (公文段落): what stands on the page, nothing else of the file."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from xml.etree.ElementTree import Element

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import ParseError, fromstring

_WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
# A written explanation has a few pages; what unpacks to more is none.
_LARGEST = 16 * 1024 * 1024


class NoWordText(ValueError):
    """The bytes are no Word file that can be read (读不出 docx)."""


def paragraphs(data: bytes) -> list[str]:
    """The paragraphs that have text, tables' included, in their order. Raises NoWordText.

    Deleted text (修订) is not on the page and left out; a line break ends no paragraph.
    """
    return [text for text in (_text(p) for p in _body(data).iter(f"{_WORD}p")) if text]


def _body(data: bytes) -> Element:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            part = package.getinfo("word/document.xml")
            if part.file_size > _LARGEST:
                raise NoWordText("正文过大，应在16兆字节以内")
            root = fromstring(package.read(part))
    except (zipfile.BadZipFile, KeyError, ParseError, DefusedXmlException, EOFError) as fault:
        raise NoWordText("不是完好的 docx，请用 Word 另存后重报") from fault
    body = root.find(f"{_WORD}body")
    if body is None:
        raise NoWordText("不是完好的 docx，请用 Word 另存后重报")
    return body


def _text(paragraph: Element) -> str:
    return "".join(_runs(paragraph)).strip()


def _runs(paragraph: Element) -> Iterator[str]:
    for node in paragraph.iter():
        if node.tag == f"{_WORD}t":
            yield node.text or ""
        elif node.tag in (f"{_WORD}tab", f"{_WORD}br"):
            yield " "
