"""Whose figure a row holds (行的主键): subject, unit, period and unit of measure of every row."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, cast

from gxlab.intake.block import Block, column_texts, constant, read_column, read_units, settle
from gxlab.intake.headers import BoundColumn
from gxlab.intake.labels import split_unit
from gxlab.intake.typed import BY_SUBJECT, FileFacts, TextReader, text_reader
from gxlab.reference.periods import Period


@dataclass
class Keys:
    """Per data row: whose figure it is, of which unit, period and unit of measure."""

    kind: Sequence[str]
    code: list[str | None]
    unit: list[str | None]
    period: list[str | None]
    uom: list[str | None]
    author: list[str | None]


def read_keys(block: Block) -> Keys:
    """Whose figures the rows hold. A row without it is refused."""
    section, count = block.section, len(block.rows)
    kind = section.subject or "macro"
    units = read_units(block)
    if units is None:
        units = (
            [constant(block, section.constants["unit"])] * count
            if "unit" in section.constants
            else [None] * count
        )
    kinds = [data.spec.kind if data.spec and data.spec.kind else kind for data in block.rows]
    codes = _codes(block, kinds, units)
    if all(k == "unit" for k in kinds):
        units = [None] * count
    plain = {name: _texts(block, name) for name in ("period", "uom", "author")}
    plain["uom"] = _row_units(block, plain["uom"])
    for at, period in enumerate(plain["period"]):
        if period:
            _check_row_period(block, at, Period.parse(period))
    return Keys(kinds, codes, units, plain["period"], plain["uom"], plain["author"])


def _row_units(block: Block, stated: list[str | None]) -> list[str | None]:
    """The unit each row states: in its own column, in its label, or in the layout's row."""
    for at, data in enumerate(block.rows):
        if stated[at] is None and data.spec is not None and data.spec.indicator:
            stated[at] = split_unit(data.label)[1] or data.spec.uom
    return stated


def _texts(block: Block, name: str) -> list[str | None]:
    texts: list[str | None] = [None] * len(block.rows)
    for column in block.columns(name):
        for at, read in enumerate(read_column(block, column)):
            texts[at] = str(read.value) if read.value is not None else texts[at]
    return texts


def _check_row_period(block: Block, at: int, period: Period) -> None:
    latest = block.facts.latest
    if latest is not None and period > latest:
        column = block.columns("period")[0]
        block.findings.refuse(
            block.name, block.rows[at].row, column.index, "future_period",
            f"报告期{period.label(with_year=True)}尚未到期，请核对", str(period),
        )  # fmt: skip


def _codes(block: Block, kinds: Sequence[str], units: list[str | None]) -> list[str | None]:
    section = block.section
    codes: list[str | None] = [None] * len(block.rows)
    if "code" in section.constants:
        codes = [constant(block, section.constants["code"])] * len(block.rows)
    for column in block.columns("subject"):
        for at, read in enumerate(read_column(block, column)):
            codes[at] = cast(str | None, read.value) or codes[at]
    for column in block.columns("subject_name"):
        _codes_by_name(block, column, kinds, codes)
    if (
        not block.columns("subject", "subject_name")
        and section.subject == "unit"
        and "code" not in section.constants
    ):
        codes = [found or code for found, code in zip(units, codes, strict=True)]
    for at, data in enumerate(block.rows):
        if data.spec and data.spec.subject:
            codes[at] = constant(block, data.spec.subject)
    by_label = any("subject" in column.groups for column in block.binding.columns)
    for at, data in enumerate(block.rows):
        if codes[at] is None and not by_label and not block.is_refused(data.row):
            _refuse_nameless(block, data.row)
    return codes


def _codes_by_name(
    block: Block, column: BoundColumn, kinds: Sequence[str], codes: list[str | None]
) -> None:
    """Look names up where no code stands; beside a code a name is not needed."""
    readers: dict[str, TextReader] = {}
    for at, (data, text) in enumerate(zip(block.rows, column_texts(block, column), strict=True)):
        if codes[at] is not None or text is None or (data.spec and data.spec.subject):
            continue
        if block.is_refused(data.row):
            continue
        reader = readers.setdefault(kinds[at], _name_reader(kinds[at], column, block.facts))
        read = reader(text)
        if read.rule and (blank := next(iter(block.columns("subject")), None)):
            _refuse_unknown(block, data.row, blank, text)
        else:
            codes[at] = cast(str | None, settle(block, data.row, column, text, read).value)


def _refuse_unknown(block: Block, row: int, blank: BoundColumn, name: str) -> None:
    """A blank code whose name leads to none: what is to be filled is the code."""
    block.findings.refuse(
        block.name, row, blank.index, "missing_key",
        f"“{block.label(blank)}”为空，名称“{name.strip()}”也对照不上，请补填", None,
    )  # fmt: skip


def _name_reader(kind: str, column: BoundColumn, facts: FileFacts) -> TextReader:
    by_name = "enterprise_name" if kind == "enterprise" else BY_SUBJECT[kind]
    if column.spec.type:
        by_name = column.spec.type
    return text_reader(cast(Any, by_name), column.spec, facts)


def _refuse_nameless(block: Block, row: int) -> None:
    column = next(iter(block.columns("subject", "subject_name", "unit")), None)
    name = block.label(column) if column else "对象"
    block.findings.refuse(
        block.name, row, column.index if column else None, "missing_key",
        f"“{name}”为空，看不出是谁的数据，请补填", None,
    )  # fmt: skip
