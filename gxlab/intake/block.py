"""The rows of one table block, typed (表块): keys and fields per row, whole rows or nothing."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from gxlab.intake import cells
from gxlab.intake.cells import BLANK, Read
from gxlab.intake.findings import IGNORED, REFUSED, Findings
from gxlab.intake.grid import Sheet
from gxlab.intake.headers import Binding, BoundColumn, Header
from gxlab.intake.labels import normal
from gxlab.intake.layout_spec import SectionSpec, WhereSpec
from gxlab.intake.lookups import NotFound
from gxlab.intake.place import Corner
from gxlab.intake.rows import DataRow, PassedRow, classify
from gxlab.intake.typed import DITTO, WARNED, FileFacts, TextReader, column_type, text_reader


@dataclass
class Block:
    """One section of the layout found on one sheet, with the rows it reads."""

    sheet: Sheet
    section: SectionSpec
    header: Header
    binding: Binding
    facts: FileFacts
    findings: Findings
    corner: Corner
    rows: list[DataRow] = field(default_factory=list)
    passed: list[PassedRow] = field(default_factory=list)
    dropped: set[int] = field(default_factory=set)
    numbers: dict[int, dict[int, Decimal]] = field(default_factory=dict)
    """By column and sheet row the figures read, in the kept unit; for the rules."""
    units: dict[int, str] = field(default_factory=dict)
    factors: dict[int, Decimal] = field(default_factory=dict)
    readers: dict[int, TextReader] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """The sheet's name."""
        return self.sheet.name

    def columns(self, *fields: str) -> list[BoundColumn]:
        """The bound columns of these fields, in the layout's order."""
        return [column for column in self.binding.columns if column.spec.field in fields]

    def label(self, column: BoundColumn) -> str:
        """How a message names a column."""
        return column.path.text or f"{column.letters}列"

    def is_refused(self, row: int) -> bool:
        """Whether a row has already been refused, here or by another section."""
        return (self.name, row) in self.findings.refused_rows


def sort_rows(block: Block) -> None:
    """Find the data rows of a block and settle the fate of all others."""
    findings, sheet = block.findings, block.sheet
    ledger = findings.ledgers[sheet.name]
    for row in range(sheet.top, min(block.header.bottom, sheet.bottom)):
        ledger.mark_row(row, IGNORED)
    for found in classify(sheet, block.header, block.binding, block.section):
        if isinstance(found, DataRow):
            if _wanted(block, found.row) and _named(block, found):
                block.rows.append(found)
        elif isinstance(found, PassedRow):
            block.passed.append(found)
            findings.passed_rows.add((sheet.name, found.row))
            ledger.mark_row(found.row, IGNORED)
        else:
            findings.passed_rows.add((sheet.name, found.row))
            findings.warn(
                sheet.name, found.row, None, "cells_below_table",
                "表格结束后还有内容，版式没有说明，未入库；如是数据请移到表内，否则请删去", None,
            )  # fmt: skip
    _tell_hidden(block)
    passed_over = [column.index for column in block.binding.columns if column.spec.ignore]
    if block.section.unknown_columns == "ignore":
        passed_over += block.binding.unknown
    ledger.mark_cells([data.row for data in block.rows], passed_over, IGNORED)


def _tell_hidden(block: Block) -> None:
    """Say that what the sender's program does not show was read like the rest."""
    rows = [data.row for data in block.rows if data.row in block.sheet.hidden_rows]
    if rows:
        text = f"第{rows[0] + 1}行等{len(rows)}行数据是隐藏行，已照常读入，请核对是否应报"
        at = f"{rows[0] + 1}:{rows[0] + 1}"
        block.findings.warn_sheet(block.name, "hidden_rows", text, at)
    if block.sheet.visible != "visible" and block.rows:
        told = "是隐藏的工作表，已照常读入，请核对是否应报"
        block.findings.warn_sheet(block.name, "hidden_sheet", told)


def _wanted(block: Block, row: int) -> bool:
    where = block.section.where
    if where is None:
        return True
    matches = _matches(where, block, row)
    wanted = matches != where.exclude
    if not wanted:
        block.findings.passed_rows.add((block.name, row))
        block.findings.ledgers[block.name].mark_row(row, IGNORED)
    return wanted


def _named(block: Block, data: DataRow) -> bool:
    """Whether a row of an indicator table is one the layout knows; others it may pass over."""
    section = block.section
    if section.other_rows == "refuse" or data.spec is not None or not section.by_row:
        return True
    block.findings.passed_rows.add((block.name, data.row))
    block.findings.ledgers[block.name].mark_row(data.row, IGNORED)
    return False


def _matches(where: WhereSpec, block: Block, row: int) -> bool:
    texts = [
        normal(block.sheet.at(row, index) or "")
        for index, path in block.header.paths.items()
        if where.label in (path.text, path.bare) or path.bare.endswith("/" + where.label)
    ]
    if where.pattern:
        return any(re.search(where.pattern, text) for text in texts)
    wanted = {normal(value) for value in where.values}
    return any(text in wanted for text in texts)


def claim(block: Block, columns: Sequence[BoundColumn]) -> None:
    """Note that the data rows are read and which of their cells carry data."""
    rows = [data.row for data in block.rows]
    block.findings.data_rows.update((block.name, row) for row in rows)
    block.findings.claims.append((block.name, sorted({c.index for c in columns}), rows))


def column_texts(block: Block, column: BoundColumn) -> list[str | None]:
    """The column's texts in the data rows; ditto marks and merged cells repeat what is above."""
    index, sheet = column.index, block.sheet
    if not column.spec.ditto:
        texts, top = sheet.column(index), sheet.top
        return [texts[data.row - top] for data in block.rows]
    merged = {
        row: (top, left)
        for top, left, bottom, right in sheet.merges
        if left <= index <= right
        for row in range(top, bottom + 1)
    }
    repeated: list[str | None] = []
    above: str | None = None
    for data in block.rows:
        text = sheet.at(*merged.get(data.row, (data.row, index)))
        if text and DITTO.fullmatch(text.strip()):
            text = above
        repeated.append(text)
        above = text or above
    return repeated


def read_column(block: Block, column: BoundColumn) -> list[Read]:
    """The typed values of a text-like column; refuses rows and warns as it goes.

    Rows whose subject the layout names itself are not looked up by their label.
    """
    kind = column_type(column.spec, block.section.record, block.section.subject)
    read = text_reader(kind, column.spec, block.facts)
    values: list[Read] = []
    for data, text in zip(block.rows, column_texts(block, column), strict=True):
        if column.spec.field == "subject" and data.spec and data.spec.subject:
            values.append(BLANK)
        elif text is None:
            uncalculated(block, data.row, column)
            values.append(Read(False) if kind == "check" else BLANK)
        elif kind == "date" and re.fullmatch(r"\d{5}(?:\.\d+)?", text):
            values.append(Read(cells.excel_day(int(float(text)), date1904=block.sheet.date1904)))
        else:
            found = read(text)
            values.append(settle(block, data.row, column, text, found) if found.rule else found)
    return values


def settle(block: Block, row: int, column: BoundColumn, text: str, read: Read) -> Read:
    """Refuse the row or warn, as the read cell demands, and give what is to be kept."""
    if read.rule is None:
        return read
    findings = block.findings
    what = f"列“{block.label(column)}”{read.text}"
    if read.rule in WARNED:
        findings.warn(block.name, row, column.index, read.rule, what, text)
        return Read(read.value)
    if column.spec.lenient:
        findings.warn(block.name, row, column.index, read.rule, what + "；本格按空白入库", text)
        findings.ledgers[block.name].mark(row, column.index, REFUSED)
        return BLANK
    findings.refuse(block.name, row, column.index, read.rule, what, text)
    return BLANK


def uncalculated(block: Block, row: int, column: BoundColumn) -> None:
    """Refuse a row whose formula was never calculated: its cell only looks empty."""
    if (row, column.index) in block.sheet.formulas_without_value:
        block.findings.refuse(
            block.name, row, column.index, "formula_without_value",
            f"列“{block.label(column)}”的公式没有算出值，请在 Excel 中重新计算并保存后重报", None,
        )  # fmt: skip


def read_units(block: Block) -> list[str | None] | None:
    """Each row's unit from county and unit columns, the finer counting; None without any."""
    counties, units = block.columns("county"), block.columns("unit")
    if not counties and not units:
        return None
    found: list[str | None] = [None] * len(block.rows)
    for column in (*counties, *units):
        in_text = column.spec.type == "unit_in_text"
        for at, (data, text) in enumerate(
            zip(block.rows, column_texts(block, column), strict=True)
        ):
            if text is not None:
                found[at] = _unit(block, data.row, column, text, found[at], in_text) or found[at]
    return found


def _unit(
    block: Block, row: int, column: BoundColumn, text: str, above: str | None, in_text: bool
) -> str | None:
    lookups = block.facts.lookups
    within = above or block.facts.within
    mapped = {normal(k): v for k, v in column.spec.map.items()}.get(normal(text), text)
    try:
        return (lookups.unit_in_text if in_text else lookups.unit)(mapped, within)
    except NotFound as error:
        read = Read(rule="unknown_unit", text=str(error))
        settle(block, row, column, text, read)
        return None


def warn_other_unit(block: Block, column: BoundColumn, unit: str, expected: str) -> None:
    """Tell once that the file states another unit than the layout: by column, or at the corner."""
    by_label = column.path.unit or column.groups.get("uom")
    cell = f"{column.letters}:{column.letters}" if by_label else block.corner.cell
    what = f"列“{block.label(column)}”的计量单位是" if by_label else "表内计量单位是"
    told = (block.name, cell, unit)
    if told not in block.findings.told_units:
        block.findings.told_units.add(told)
        text = f"{what}{unit}，版式原为{expected}，已按表内单位换算，请核对数量级"
        block.findings.warn_sheet(block.name, "unit_of_measure_changed", text, cell, unit)


def note_column(block: Block, column: BoundColumn, unit: str, reader: TextReader) -> None:
    """Keep what the rules need of a column of figures: its unit, its factor, its reader."""
    block.numbers.setdefault(column.index, {})
    block.units[column.index] = unit
    block.factors[column.index] = cells.factor_of(unit)
    block.readers[column.index] = reader


def note_number(block: Block, column: BoundColumn, row: int, read: Read) -> None:
    """Keep a figure for the rules."""
    if isinstance(read.value, Decimal):
        block.numbers.setdefault(column.index, {})[row] = read.value


def constant(block: Block, value: str | int) -> Any:
    """A constant of the layout; words with @ are taken from the file (@root, @reporter …)."""
    facts = block.facts
    if not isinstance(value, str) or not value.startswith("@"):
        return value
    word, _, pattern = value[1:].partition(":")
    if word == "root":
        return facts.lookups.root
    if word == "reporter":
        return facts.reporter
    if word == "period":
        return str(facts.period.period) if facts.period else None
    if word == "year":
        return facts.year
    if word == "sheet":
        return block.name
    titled = word in ("title", "title_month")
    texts = facts.words.titles.get(block.name, ()) if titled else (facts.words.stem,)
    for text in texts:
        if found := re.search(pattern, normal(text)):
            said = found[found.lastindex or 0]
            return cells.read_month(said, facts.year).value if word == "title_month" else said
    return None
