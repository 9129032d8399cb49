"""Rows of a register, ledger or list to the fields of its table (台账行)."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any, cast

import polars as pl

from gxlab.intake import cells
from gxlab.intake.block import (
    Block,
    claim,
    column_texts,
    constant,
    note_column,
    note_number,
    read_column,
    read_units,
    settle,
    uncalculated,
    warn_other_unit,
)
from gxlab.intake.headers import BoundColumn
from gxlab.intake.measure import base_of, column_unit, fits
from gxlab.intake.records import MONEY, RECORDS
from gxlab.intake.typed import column_type
from gxlab.reference.indicators import indicator
from gxlab.reference.numbers import canonical_unit

Fields = dict[str, list[Any]]

_COUNTED = {"new_jobs": "人", "jobs_plan": "人", "jobs_actual": "人"}


def read_table(block: Block) -> Fields:
    """The fields of the block's rows by its table's columns; rows without a key are refused."""
    record = RECORDS[block.section.record]
    fields: Fields = {}
    if (units := read_units(block)) is not None and "unit" in record.columns:
        fields["unit"] = units
    for column in block.binding.columns:
        name = column.spec.field
        if name is None or name in ("unit", "county", "uom") or column.spec.ignore:
            continue
        if column_type(column.spec, record.name, None) == "number":
            continue
        read = [r.value for r in read_column(block, column)]
        fields[name] = _first_filled(fields.get(name), read)
    _constants(block, fields)
    for column in block.binding.columns:
        if column.spec.field and column_type(column.spec, record.name, None) == "number":
            fields[column.spec.field] = _first_filled(
                fields.get(column.spec.field), _numbers(block, column, fields)
            )
    _derive(block, fields)
    _default_period(block, fields)
    for name in record.required:
        _require(block, name, fields)
    claim(block, [column for column in block.binding.columns if not column.spec.ignore])
    return {name: fields.get(name, [None] * len(block.rows)) for name in record.columns}


def _first_filled(former: list[Any] | None, values: list[Any]) -> list[Any]:
    if former is None:
        return values
    return [a if a is not None else b for a, b in zip(former, values, strict=True)]


def _constants(block: Block, fields: Fields) -> None:
    kinds = RECORDS[block.section.record].columns
    for name, value in block.section.constants.items():
        found = constant(block, value)
        if found is not None and kinds.get(name) == pl.Int32:
            found = int(found)
        fields[name] = _first_filled(fields.get(name), [found] * len(block.rows))


_BRACES = re.compile(r"\{([a-z_|]+)\}")


def _derive(block: Block, fields: Fields) -> None:
    """Fields made of others: "{unit}|{name}"; "{enterprise|name}" takes the first filled."""
    for name, template in block.section.derive.items():
        made: list[Any] = [_filled_in(template, fields, at) for at in range(len(block.rows))]
        fields[name] = _first_filled(fields.get(name), made)


def _filled_in(template: str, fields: Fields, at: int) -> str | None:
    """The template with the row's values; None where a brace finds nothing."""
    text = template
    for found in _BRACES.finditer(template):
        values = (_at(fields, name, at) for name in found[1].split("|"))
        value = next((str(v) for v in values if v is not None), None)
        if value is None:
            return None
        text = text.replace(found[0], value)
    return text


def _at(fields: Fields, name: str, at: int) -> Any:
    return fields[name][at] if name in fields else None


def _default_period(block: Block, fields: Fields) -> None:
    if "period" in RECORDS[block.section.record].columns and block.facts.period is not None:
        period = str(block.facts.period.period)
        fields["period"] = _first_filled(fields.get("period"), [period] * len(block.rows))


def _require(block: Block, name: str, fields: Fields) -> None:
    values = fields.get(name, [None] * len(block.rows))
    column = next(iter(block.columns(name)), None) or _source_column(block, name)
    label = block.label(column) if column else name
    for data, value in zip(block.rows, values, strict=True):
        if value in (None, "") and not block.is_refused(data.row):
            block.findings.refuse(
                block.name, data.row, column.index if column else None, "missing_key",
                f"缺少“{label}”，本行无法识别，请补填", None,
            )  # fmt: skip


def _source_column(block: Block, name: str) -> BoundColumn | None:
    """The first column a derived field is made of."""
    parts = _BRACES.findall(block.section.derive.get(name, ""))
    names = [field for part in parts for field in part.split("|")]
    return next((column for field in names for column in block.columns(field)), None)


def _numbers(block: Block, column: BoundColumn, fields: Fields) -> list[Decimal | None]:
    """Money and counts of a table, in 万元 (or 人, 户, % where the row's indicator says so)."""
    name = column.spec.field or ""
    by_row = "indicator" in fields and RECORDS[block.section.record].columns[name] == MONEY
    row_units = _row_units(block)
    base = _COUNTED.get(name, "万元")
    unit: str | None = None
    if not by_row:
        unit, expected = column_unit(
            column,
            base,
            block.corner.units,
            block.facts.layout,
            sheet=block.name,
            row_unit=row_units is not None,
        )
        if expected:
            warn_other_unit(block, column, unit or "", expected)
    values: list[Decimal | None] = []
    legend = block.facts.layout.missing
    for at, (data, text) in enumerate(zip(block.rows, column_texts(block, column), strict=True)):
        own = row_units[at] if row_units else None
        if by_row:
            base, own = _indicator_unit(block, fields, at, own)
        if text is None:
            uncalculated(block, data.row, column)
            values.append(None)
            continue
        measure = _settled_unit(block, data.row, column, own, unit, base)
        reader = cells.NumberReader(measure, percent=base == "%", legend=legend)
        note_column(block, column, measure, reader)
        read = settle(block, data.row, column, text, reader(text))
        note_number(block, column, data.row, read)
        values.append(cast(Decimal | None, read.value))
    return values


def _row_units(block: Block) -> list[str | None] | None:
    columns = block.columns("uom")
    return column_texts(block, columns[0]) if columns else None


def _indicator_unit(
    block: Block, fields: Fields, at: int, own: str | None
) -> tuple[str, str | None]:
    """The kept unit of a row whose indicator stands in the row, and the unit it is written in."""
    name = _at(fields, "indicator", at)
    rate = _at(fields, "kind", at) == "rate"
    base = "%" if rate else indicator(name).unit_of_measure if name else ""
    if own is None:
        stated = [unit for unit in block.corner.units if base_of(unit) == base]
        own = stated[0] if len(stated) == 1 else None
    return base, own


def _settled_unit(
    block: Block, row: int, column: BoundColumn, own: str | None, unit: str | None, base: str
) -> str:
    if own is None:
        return unit or (base if base in ("%", "户", "人", "") else "万元")
    measure = canonical_unit(own)
    if measure is None or (base and not fits(measure, base)):
        block.findings.refuse(
            block.name, row, column.index, "unit_of_measure_mismatch",
            f"计量单位“{own}”与指标不符，应能换算为{base}，请改正", own,
        )  # fmt: skip
        return base
    return measure
