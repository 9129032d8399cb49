"""The three forms of one edition held against each other by readers of their own (三种形式对照)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import ROUND_HALF_UP, Decimal
from html.parser import HTMLParser
from typing import Any

from gxlab.publish.docx_report import render_docx
from gxlab.publish.html import EditionMeta, render_edition
from gxlab.publish.outline import read_outline
from gxlab.publish.xlsx_report import render_xlsx
from tests.publish.reading import W, document, page, rows_of, sheets, text_of, word_text

PLACED = re.compile(r"(.+)（(\d+)）")
NUMBER = re.compile(r"[+\-−]?\d[\d,]*(?:\.\d+)?")
SAID = ("headline", "judgement", "key-point", "body", "note", "warning")


class _Said(HTMLParser):
    """The sentences of a page: what stands in its paragraphs and points."""

    def __init__(self) -> None:
        super().__init__()
        self.told: list[str] = []
        self._open: str | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in ("p", "li") and dict(attrs).get("class") in SAID:
            self.told.append("")
            self._open = tag

    def handle_endtag(self, tag: str) -> None:
        if tag == self._open:
            self._open = None

    def handle_data(self, data: str) -> None:
        if self._open:
            self.told[-1] += data


def compared(notebook: Mapping[str, Any], meta: EditionMeta) -> tuple[int, list[str]]:
    """How many figures and sentences were compared, and where the forms differ."""
    html = render_edition(notebook, meta=meta)
    outline = read_outline(notebook)
    word = render_docx(outline, meta=meta)
    book = dict(_by_label(render_xlsx(outline, meta=meta)))
    tables, text = page(html).tables, word_text(word)
    in_word = _labelled(word)
    faults = [] if list(tables) == list(in_word) else [f"表的次序：{list(tables)}、{list(in_word)}"]
    count = 0
    for label, body in tables.items():
        faults += _differing(f"docx {label}", in_word[label][-len(body) :], body)
        faults += _sheet(label, book[label], body)
        count += sum(len(row) for row in body)
    said = _Said()
    said.feed(html)
    faults += [f"docx 缺句：{s}" for s in said.told if s.strip() and s.strip() not in text]
    faults += [f"docx 缺数：{ref} {t}" for ref, t in page(html).figures if t not in text]
    return count + len(said.told), faults


def _labelled(word: bytes) -> dict[str, list[list[str]]]:
    """The tables of a document by the number in the line above them."""
    found: dict[str, list[list[str]]] = {}
    label = ""
    body = document(word).find(f"{W}body")
    for element in () if body is None else body:
        if element.tag == f"{W}p" and (titled := re.match(r"(表\d+)  ", text_of(element))):
            label = titled[1]
        elif element.tag == f"{W}tbl" and label:
            found[label] = rows_of(element)
            label = ""
    return found


def _differing(where: str, found: list[list[str]], expected: list[list[str]]) -> list[str]:
    return [
        f"{where} 第{n}行：{a}、{b}"
        for n, (a, b) in enumerate(zip(found, expected, strict=True), start=1)
        if a != b
    ]


def _by_label(content: bytes) -> list[tuple[str, list[list[object]]]]:
    return [(name.split(" ")[0], rows) for name, rows in sheets(content)]


def _sheet(label: str, rows: list[list[object]], body: list[list[str]]) -> list[str]:
    """The rows of a sheet against those of the page; a place stands in a column of its own."""
    placed = [any(PLACED.fullmatch(row[at]) for row in body) for at in range(len(body[0]))]
    expected = [_expanded(row, placed) for row in body]
    names = [row[0] for row in expected]
    firsts = [str(row[0] or "") for row in rows]
    starts = (n for n in range(len(firsts)) if firsts[n : n + len(names)] == names)
    top = next(starts, None)
    if top is None:
        return [f"xlsx {label}：找不到表体（{names[:2]}）"]
    found = rows[top : top + len(expected)]
    return [
        f"xlsx {label} {told[0]}：{value!r}、{text}"
        for cells, told in zip(found, expected, strict=True)
        for value, text in zip(cells, told, strict=True)
        if not _same(value, text)
    ]


def _expanded(row: list[str], placed: list[bool]) -> list[str]:
    cells: list[str] = []
    for text, has in zip(row, placed, strict=True):
        match = PLACED.fullmatch(text) if has else None
        cells.append(match[1] if match else text)
        if has:
            cells.append(match[2] if match else "—")
    return cells


def _same(value: object, text: str) -> bool:
    """A number shows the printed digits when rounded to as many; a text is the same text."""
    if isinstance(value, tuple):
        number, unit = value
        return text.endswith(unit) and _same(number, text.removesuffix(unit))
    if isinstance(value, (int, float)):
        if not NUMBER.fullmatch(text):
            return False
        printed = Decimal(text.replace(",", "").replace("−", "-"))
        step = Decimal(1).scaleb(-len(text.partition(".")[2]))
        shown = Decimal(str(value)).quantize(step, ROUND_HALF_UP)
        return shown == printed
    return (value or "") == text
