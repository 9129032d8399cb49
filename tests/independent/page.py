"""读一张成品页面:每个带 data-ref 的数,连同印出来的字、计量单位、前后文和所在表格的位置.

只用标准库的解析器;与产品的任何代码无关.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path

_VOID = {"br", "img", "meta", "link", "input", "hr", "col", "path", "circle", "rect", "line"}
_BLOCK = {"p", "li", "div", "td", "th", "h1", "h2", "h3", "caption", "figcaption", "table", "tr"}
_QUIET = {"script", "style", "svg", "title"}
_DIGIT = re.compile(r"\d")


@dataclass(frozen=True)
class Printed:
    """一个印出的数.``column`` 是表头路径(正文为空),``before``、``after`` 是同一段里的前后文."""

    ref: str
    text: str
    unit: str
    before: str
    after: str
    section: str
    table: str
    row: str
    column: str
    exact: str | None

    @property
    def in_table(self) -> bool:
        return bool(self.table)


@dataclass(frozen=True)
class Loose:
    """有数字而没有 data-ref 的地方."""

    section: str
    table: str
    row: str
    column: str
    text: str


@dataclass
class _Element:
    tag: str
    attributes: dict[str, str]
    start: int


@dataclass
class _Table:
    name: str
    heads: list[list[tuple[str, str]]] = field(default_factory=list)
    taken: dict[tuple[int, int], bool] = field(default_factory=dict)
    paths: dict[int, list[str]] = field(default_factory=dict)
    units: dict[int, str] = field(default_factory=dict)
    line: int = -1
    at: int = 0
    row: str = ""
    in_head: bool = False


@dataclass
class _Found:
    ref: str
    text: str
    exact: str | None
    section: str
    table: str
    row: str
    column: str
    unit: str
    block: int
    start: int
    end: int


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.stack: list[_Element] = []
        self.blocks: list[str] = [""]
        self.found: list[_Found] = []
        self.loose: list[Loose] = []
        self.table: _Table | None = None
        self.section = ""
        self.quiet = 0
        self.metas: dict[str, str] = {}
        self._block_name = ""

    # -- 元素 ---------------------------------------------------------------------------
    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {k: v or "" for k, v in attrs}
        if tag == "meta" and "name" in given:
            self.metas[given["name"]] = given.get("content", "")
        if tag in _VOID:
            return
        if tag in _QUIET:
            self.quiet += 1
        if tag in ("section", "header", "footer", "main") and given.get("id"):
            self.section = given["id"]
        if given.get("id", "").startswith("t-"):
            self._block_name = given["id"][2:]
        if tag == "table":
            self.table = _Table(self._block_name or "?")
        if self.table is not None:
            self._table_start(tag, given)
        if tag in _BLOCK:
            self.blocks.append("")
        self.stack.append(_Element(tag, given, len(self.blocks[-1])))

    def handle_endtag(self, tag: str) -> None:
        if tag in _VOID or not any(e.tag == tag for e in self.stack):
            return
        while True:
            element = self.stack.pop()
            self._close(element)
            if element.tag == tag:
                return

    def _close(self, element: _Element) -> None:
        if element.tag in _QUIET:
            self.quiet -= 1
        text = self.blocks[-1][element.start :]
        ref = element.attributes.get("data-ref")
        table = self.table
        if table is not None and element.tag in ("td", "th"):
            self._cell(table, element, text)
        if ref:
            column = table.at - 1 if table is not None else -1
            self.found.append(
                _Found(
                    ref,
                    text.strip(),
                    element.attributes.get("data-value"),
                    self.section,
                    table.name if table else "",
                    table.row if table else "",
                    "/".join(table.paths.get(column, [])) if table else "",
                    table.units.get(column, "") if table else "",
                    len(self.blocks) - 1,
                    element.start,
                    len(self.blocks[-1]),
                )
            )
        if element.tag == "table":
            self.table = None
        if element.tag in _BLOCK:
            self.blocks.append("")

    def handle_data(self, data: str) -> None:
        if not self.quiet:
            self.blocks[-1] += data

    # -- 表格 ---------------------------------------------------------------------------
    def _table_start(self, tag: str, given: dict[str, str]) -> None:
        assert self.table is not None
        if tag in ("thead", "tbody"):
            self.table.in_head = tag == "thead"
        if tag == "tr":
            self.table.line += 1
            self.table.at = 0
            self.table.row = ""
        if tag in ("td", "th"):
            while self.table.taken.get((self.table.line, self.table.at)):
                self.table.at += 1
            across, down = int(given.get("colspan", 1)), int(given.get("rowspan", 1))
            for i in range(down):
                for j in range(across):
                    self.table.taken[(self.table.line + i, self.table.at + j)] = True
            self.table.at += across

    def _cell(self, table: _Table, element: _Element, text: str) -> None:
        across = int(element.attributes.get("colspan", 1))
        if table.in_head:
            for j in range(table.at - across, table.at):
                table.paths.setdefault(j, []).append(text.strip())
                unit = re.search(r"(亿元|万元|百分点|%|户|个|人|万千瓦时|千瓦时|元|级|位)$", text)
                if unit:
                    table.units[j] = unit[1]
            return
        if element.tag == "th" or not table.row:
            table.row = (table.row + " " + text.strip()).strip()
        if _DIGIT.search(text) and "data-ref" not in element.attributes:
            path = "/".join(table.paths.get(table.at - 1, []))
            self.loose.append(Loose(self.section, table.name, table.row, path, text.strip()))


def read(path: Path) -> tuple[list[Printed], list[Loose], dict[str, str]]:
    """页面上全部带 data-ref 的数、没有 data-ref 的表格数字、meta."""
    reader = _Reader()
    reader.feed(path.read_text(encoding="utf-8"))
    reader.close()
    printed = []
    for item in reader.found:
        block = reader.blocks[item.block]
        before, after = block[: item.start], block[item.end :]
        unit = item.unit or _unit(item.text, after)
        printed.append(
            Printed(
                item.ref,
                item.text,
                unit,
                before[-40:],
                after[:20],
                item.section,
                item.table,
                item.row,
                item.column,
                item.exact,
            )
        )
    return printed, reader.loose, reader.metas


_UNITS = (
    "亿千瓦时",
    "万千瓦时",
    "千瓦时",
    "个百分点",
    "百分点",
    "亿元",
    "万元",
    "%",
    "倍",
    "户",
    "个",
    "人",
    "元",
    "条",
    "期",
    "天",
)


def _unit(text: str, after: str) -> str:
    for unit in _UNITS:
        if text.endswith(unit) or after.startswith(unit):
            return "百分点" if unit == "个百分点" else unit
    return ""
