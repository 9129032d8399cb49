"""The tables of an edition as a workbook (附表): what is reused, one sheet a table and 目录.

Numbers are numbers, sums and growth are formulas with their values where they can be, texts stay
texts. Each sheet says period, scope and source above its head, and prints on A4 by itself.
"""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from datetime import datetime
from typing import Any

import xlsxwriter

from gxlab.publish.arrangement import Arrangement, arranged
from gxlab.publish.html import EditionMeta
from gxlab.publish.outline import Outline
from gxlab.publish.xlsx_looks import Looks
from gxlab.publish.xlsx_numbers import grid
from gxlab.publish.xlsx_sheet import starts_formula, write_sheet, write_text
from gxlab.reference.periods import Period
from gxlab.show.objects import Definitions, Imprint, Table

CREATED = datetime(2000, 1, 1)
CONTENTS, DEFINITIONS = "目录", "口径与来源"
_OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
# Excel refuses these in a sheet's name, and more than 31 characters.
_FORBIDDEN = re.compile(r"[\[\]:*?/\\']")
_LONGEST = 31
_WHOLE = (
    "单元格内为未舍入的完整数，显示位数与报告一致；"
    "合计、增减、比重、增速能由表内其他格算出的写成公式。"
)
_PRINTED = "单元格内为报告所印的数。"


def render_xlsx(outline: Outline, *, meta: EditionMeta, imprint: Imprint | None = None) -> bytes:
    """The workbook of an outline's tables; the same arguments give the same bytes."""
    held = io.BytesIO()
    book = xlsxwriter.Workbook(held, _OPTIONS)
    title = f"{meta.unit_name}{meta.report_title}附表"
    book.set_properties({"title": title, "author": outline.masthead.unit, "created": CREATED})
    looks = Looks(book)
    tables = tables_in_order(arranged(outline))
    names = sheet_names(tables)
    contents = book.add_worksheet(CONTENTS)
    state = (imprint.state if imprint else "") or meta.state
    head = _preface(contents, looks, outline, _told(outline, meta, state))
    _contents(contents, looks, head, tables, names)
    whole = meta.audience == "internal"
    for at, (table, name) in enumerate(zip(tables, names, strict=True), start=1):
        sheet = book.add_worksheet(name)
        line = _line(outline, meta, state, table)
        write_sheet(sheet, looks, grid(table, whole=whole), f"表{at}  {table.title}", line)
    _definitions(book.add_worksheet(DEFINITIONS), looks, outline)
    book.close()
    return held.getvalue()


def tables_in_order(page: Arrangement) -> list[Table]:
    """The tables as the page counts them (表1, 表2 …)."""
    sections = (*(part.section for part in page.body), *page.annex, *page.closing)
    items = [*page.lead, *(item for section in sections for item in section.items)]
    return [item for item in items if isinstance(item, Table)]


def sheet_names(tables: Sequence[Table]) -> list[str]:
    """表1, 表2 … with as much of the title as a sheet's name may hold; always different.

    >>> sheet_names([Table("A1", "1—5月分集群/分县区", (), ())])
    ['表1 1—5月分集群、分县区']
    """
    return [
        f"表{at} {_FORBIDDEN.sub('、', table.title)}"[:_LONGEST].rstrip("'")
        for at, table in enumerate(tables, start=1)
    ]


def _told(outline: Outline, meta: EditionMeta, state: str) -> list[str]:
    period = Period.parse(meta.period).label("ytd", with_year=True)
    demo = ["演示数据。"] if meta.demo else []
    return [
        f"单位：{meta.unit_name}　报告期：{period}　状态：{state}",
        *(f"数据期：{source}" for source in outline.masthead.sources),
        _WHOLE if meta.audience == "internal" else _PRINTED,
        "“—”表示无数据、不适用或未设；位次单列一栏。",
        *demo,
    ]


def _line(outline: Outline, meta: EditionMeta, state: str, table: Table) -> list[str]:
    """The rows between title and head: unit, period, state; scope; source."""
    period = Period.parse(meta.period).label("ytd", with_year=True)
    demo = "　演示数据" if meta.demo else ""
    source = table.source or f"见“{DEFINITIONS}”"
    return [
        f"{meta.unit_name}　{period}　{state}{demo}",
        f"来源：{source}",
        *([table.scope] if table.scope else []),
    ]


def _preface(sheet: Any, looks: Looks, outline: Outline, told: Sequence[str]) -> int:
    """What stands above the list of tables; the row of the list's head."""
    write_text(sheet, 0, 0, f"{outline.masthead.title}附表", looks.title)
    write_text(sheet, 1, 0, outline.masthead.issue, looks.note)
    for down, text in enumerate(told, start=2):
        write_text(sheet, down, 0, text, looks.note)
    return len(told) + 3


def _contents(
    sheet: Any, looks: Looks, head: int, tables: Sequence[Table], names: Sequence[str]
) -> None:
    for across, (name, width) in enumerate((("序号", 8), ("表名", 60), ("行数", 8))):
        sheet.set_column(across, across, width)
        write_text(sheet, head, across, name, looks.head("center"))
    for at, (table, name) in enumerate(zip(tables, names, strict=True), start=1):
        sheet.write_number(head + at, 0, at, looks.number(0))
        target = f"internal:'{name}'!A1"
        sheet.write_url(head + at, 1, target, looks.link, string=table.title)
        sheet.write_number(head + at, 2, len(table.rows), looks.number(0))
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.freeze_panes(head + 1, 0)


def _definitions(sheet: Any, looks: Looks, outline: Outline) -> None:
    """What the figures mean and which files they came from, with the tables that are passed on."""
    found = [i for s in outline.sections for i in s.items if isinstance(i, Definitions)]
    rows = [pair for block in found for pair in block.items]
    rows += [("数据文件", source) for block in found for source in block.sources]
    for across, (name, width) in enumerate((("项目", 26), ("说明", 100))):
        sheet.set_column(across, across, width)
        write_text(sheet, 0, across, name, looks.head("center"))
    for down, pair in enumerate(rows, start=1):
        for across, text in enumerate(pair):
            write_text(sheet, down, across, text, looks.text(quoted=starts_formula(text)))
    sheet.set_paper(9)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)
    sheet.freeze_panes(1, 0)
