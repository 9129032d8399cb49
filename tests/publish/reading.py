"""Word and Excel files read back by readers that share no code with what wrote them."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from decimal import Decimal
from html.parser import HTMLParser
from typing import Any
from xml.etree import ElementTree

import openpyxl

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
NUMBER = re.compile(r"[+\-−]?\d[\d,]*(?:\.\d+)?")


def document(content: bytes) -> ElementTree.Element:
    """The main part of a Word document."""
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        return ElementTree.fromstring(packed.read("word/document.xml"))


def text_of(element: ElementTree.Element) -> str:
    """The text of an element, line breaks kept."""
    told = {f"{W}t": lambda e: e.text or "", f"{W}br": lambda e: "\n"}
    return "".join(told[e.tag](e) for e in element.iter() if e.tag in told)


def word_tables(content: bytes) -> list[list[list[str]]]:
    """The tables of a Word document as rows of cell texts, heads included."""
    return [rows_of(table) for table in document(content).iter(f"{W}tbl")]


def rows_of(table: ElementTree.Element) -> list[list[str]]:
    """The cell texts of a table of a Word document, row by row."""
    return [[text_of(cell) for cell in row.iter(f"{W}tc")] for row in table.iter(f"{W}tr")]


def word_text(content: bytes) -> str:
    """All paragraphs of a Word document, one a line."""
    return "\n".join(text_of(p) for p in document(content).iter(f"{W}p"))


class _Page(HTMLParser):
    """The bodies of a page's tables by the number in their caption; figures' texts by their ref."""

    def __init__(self) -> None:
        super().__init__()
        self.tables: dict[str, list[list[str]]] = {}
        self.figures: list[tuple[str, str]] = []
        self._rows: list[list[str]] | None = None
        self._label, self._heads = "", 0
        self._cell: list[str] | None = None
        self._ref: str | None = None
        self._in: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "table":
            self._rows, self._label = [], ""
        elif tag == "tr" and self._rows is not None:
            self._rows.append([])
        elif tag == "tbody" and self._rows is not None:
            self._heads = len(self._rows)
        elif tag in ("td", "th") and self._rows:
            self._cell = []
        elif tag == "span" and given.get("class") == "no":
            self._in.append("no")
            return
        if given.get("data-ref"):
            self._ref = given["data-ref"]
            self.figures.append((self._ref or "", ""))
        if tag == "span":
            self._in.append("unit" if given.get("class") == "unit" else "")

    def handle_endtag(self, tag: str) -> None:
        if tag == "span":
            self._in.pop()
        if tag in ("td", "th") and self._cell is not None and self._rows:
            self._rows[-1].append("".join(self._cell))
            self._cell = None
        if tag in ("td", "th", "span"):
            self._ref = None
        if tag == "table" and self._rows is not None:
            self.tables[self._label] = self._rows[self._heads :]
            self._rows = None

    def handle_data(self, data: str) -> None:
        if self._in[-1:] == ["no"]:
            self._label = data.strip()
        if self._cell is not None:
            self._cell.append(data)
        if self._ref is not None and self._in[-1:] != ["unit"]:
            ref, text = self.figures[-1]
            self.figures[-1] = (ref, text + data)


def page(html: str) -> _Page:
    """A page read by its markup alone."""
    read = _Page()
    read.feed(html)
    return read


def sheets(content: bytes) -> Iterator[tuple[str, list[list[object]]]]:
    """The sheets of a workbook with cached values: name and rows.

    A number with a unit in its format is a pair of both.
    """
    book = openpyxl.load_workbook(io.BytesIO(content), data_only=True)
    for sheet in book.worksheets:
        yield sheet.title, [[_value(cell) for cell in row] for row in sheet.iter_rows()]


def _value(cell: Any) -> object:
    unit = re.search(r'"([^"]+)"$', cell.number_format or "")
    return (cell.value, unit[1]) if unit and cell.data_type == "n" else cell.value


def numbers(text: str) -> list[Decimal]:
    """The numbers in a text, without thousands separators, true minus signs read."""
    return [Decimal(found[0].replace(",", "").replace("−", "-")) for found in NUMBER.finditer(text)]
