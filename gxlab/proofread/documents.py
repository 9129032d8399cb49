"""Documents (文稿): html, docx, txt and md as lines of prose and rows of tables, nothing else.

Only what a reader sees is taken: scripts, styles, drawings, head and every attribute are left
behind, so that what a page says about its own figures cannot help in checking them.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from html.parser import HTMLParser
from pathlib import Path
from xml.etree.ElementTree import Element

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import ParseError, fromstring

from gxlab.prose.clauses import sentences

_LARGEST = 64 * 1024 * 1024
_WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_HIDDEN = {"script", "style", "svg", "head", "template", "noscript", "title"}
_BLOCKS = {
    "p", "div", "li", "ul", "ol", "h1", "h2", "h3", "h4", "h5", "h6", "section", "article",
    "table", "thead", "tbody", "caption", "dt", "dd", "dl", "figure", "figcaption", "br", "header",
    "footer", "main", "nav", "blockquote", "details", "summary", "aside", "body", "pre", "button",
}  # fmt: skip


class UnreadableDocument(ValueError):
    """The file is none that can be proofread (文稿读不了)."""


@dataclass(frozen=True)
class Line:
    """A line of a document: a sentence of prose, or the cells of a table row.

    ``block`` numbers the paragraph or table it stands in: subjects carry on inside a block only.
    """

    text: str
    block: int
    cells: tuple[str, ...] = ()


def read_document(path: Path) -> list[Line]:
    """The lines of a file by its ending. Raises UnreadableDocument."""
    ending = path.suffix.lower()
    if not path.is_file():
        raise UnreadableDocument(f"文件“{path}”不存在，请核对路径。")
    if path.stat().st_size > _LARGEST:
        raise UnreadableDocument(f"文件“{path.name}”超过64兆字节，请分开校对。")
    data = path.read_bytes()
    if ending in (".html", ".htm"):
        return html_lines(_decoded(data, path))
    if ending == ".docx":
        return list(_lines(_docx_blocks(path)))
    if ending in (".txt", ".md", ".markdown", ""):
        return list(_lines(_plain_blocks(_decoded(data, path))))
    raise UnreadableDocument(
        f"文件“{path.name}”的类型“{ending}”不能校对，应为 html、docx、txt 或 md。"
    )


def html_lines(text: str) -> list[Line]:
    """The lines of a page's text."""
    return list(_lines(_html_blocks(text)))


Block = str | list[list[str]]


def _lines(blocks: Iterator[Block]) -> Iterator[Line]:
    for number, block in enumerate(blocks):
        if isinstance(block, str):
            yield from (Line(s, number) for s in sentences(block))
        else:
            for row in block:
                yield Line(" | ".join(row), number, tuple(row))


def _decoded(data: bytes, path: Path) -> str:
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise UnreadableDocument(f"文件“{path.name}”既不是UTF-8也不是GB18030编码，请另存为UTF-8。")


def _html_blocks(text: str) -> Iterator[Block]:
    """Paragraphs and tables of a page as a reader sees them."""
    reader = _Page()
    reader.feed(text)
    reader.close()
    reader.end_block()
    yield from reader.blocks


class _Page(HTMLParser):
    """Collects text; attributes are never looked at."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.blocks: list[Block] = []
        self._text: list[str] = []
        self._rows: list[list[str]] | None = None
        self._hidden = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _HIDDEN:
            self._hidden += 1
        elif tag == "table":
            self.end_block()
            self._rows = []
        elif tag == "tr" and self._rows is not None:
            self._rows.append([])
            self._text.clear()
        elif tag in ("td", "th") and self._rows:
            self._text.clear()
        elif tag in _BLOCKS and self._rows is None:
            self.end_block()
        else:
            self._text.append(" ")  # 图1 and its title are two things

    def handle_endtag(self, tag: str) -> None:
        if tag in _HIDDEN:
            self._hidden = max(self._hidden - 1, 0)
        elif tag in ("td", "th") and self._rows:
            self._rows[-1].append(_tidy("".join(self._text)))
            self._text.clear()
        elif tag == "caption" and self._rows is not None:
            self.blocks.append(_tidy("".join(self._text)))
            self._text.clear()
        elif tag == "table" and self._rows is not None:
            self.blocks.append([row for row in self._rows if any(row)])
            self._rows = None
            self._text.clear()
        elif tag in _BLOCKS and self._rows is None:
            self.end_block()
        else:
            self._text.append(" ")

    def handle_data(self, data: str) -> None:
        if not self._hidden:
            self._text.append(data)

    def end_block(self) -> None:
        """What was collected since the last block is one paragraph."""
        told = _tidy("".join(self._text))
        self._text.clear()
        if told:
            self.blocks.append(told)


_CJK = "[\u2014\u2460-\u24ff\u3000-\u303f\u3400-\u9fff\uff00-\uffef]"


def _tidy(text: str) -> str:
    """One blank at most, and none beside a Chinese character: 增长 6.3 % reads 增长6.3 %."""
    one = re.sub(r"\s+", " ", text).strip()
    return re.sub(f"(?<={_CJK}) | (?={_CJK})|(?<=[0-9]) (?=[%‰])", "", one)


def _plain_blocks(text: str) -> Iterator[Block]:
    """Lines of text; markdown's marks go, its tables stay tables."""
    rows: list[list[str]] = []
    for line in text.splitlines():
        stripped = line.strip()
        if stripped.startswith("|") and stripped.endswith("|"):
            cells = [_unmarked(c) for c in stripped.strip("|").split("|")]
            if not all(re.fullmatch(r":?-{2,}:?", c) for c in cells):
                rows.append(cells)
            continue
        if rows:
            yield rows
            rows = []
        if told := _unmarked(re.sub(r"^(?:#{1,6}\s+|[-*+]\s+|>\s*)", "", stripped)):
            yield told
    if rows:
        yield rows


def _unmarked(text: str) -> str:
    return _tidy(re.sub(r"\*\*|__|`", "", text))


def _docx_blocks(path: Path) -> Iterator[Block]:
    body = _docx_body(path)
    for element in body:
        if element.tag == f"{_WORD}p":
            if told := _tidy(_words(element)):
                yield told
        elif element.tag == f"{_WORD}tbl":
            rows = [
                [_tidy(_words(cell)) for cell in row.iter(f"{_WORD}tc")]
                for row in element.iter(f"{_WORD}tr")
            ]
            yield [row for row in rows if any(row)]
        else:
            for inner in element.iter(f"{_WORD}p"):
                if told := _tidy(_words(inner)):
                    yield told


def _docx_body(path: Path) -> Element:
    problem = f"文件“{path.name}”不是完好的docx，请用Word另存一份再试。"
    try:
        with zipfile.ZipFile(path) as package:
            part = package.getinfo("word/document.xml")
            if part.file_size > _LARGEST:
                raise UnreadableDocument(f"文件“{path.name}”的正文超过64兆字节，请分开校对。")
            root = fromstring(package.read(part))
    except (zipfile.BadZipFile, KeyError, ParseError, DefusedXmlException, EOFError) as fault:
        raise UnreadableDocument(problem) from fault
    body = root.find(f"{_WORD}body")
    if body is None:
        raise UnreadableDocument(problem)
    return body


def _words(element: Element) -> str:
    """The text of runs; deleted text (修订) is not on the page."""
    told = []
    for node in element.iter():
        if node.tag == f"{_WORD}t":
            told.append(node.text or "")
        elif node.tag in (f"{_WORD}tab", f"{_WORD}br"):
            told.append(" ")
    return "".join(told)
