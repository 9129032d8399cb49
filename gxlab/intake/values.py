"""Value cells to observations (数值列): every number with its coordinates and its address.

The coordinates of a value come from its column, its row label, the section's constants and the
file, in this order; so a wide table of firms, an indicator × month export and a form with 本年 and
上年同期 side by side are one thing.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, cast

import polars as pl

from gxlab.intake import cells
from gxlab.intake.block import (
    Block,
    claim,
    column_texts,
    note_column,
    note_number,
    settle,
    uncalculated,
    warn_other_unit,
)
from gxlab.intake.cells import Read
from gxlab.intake.coordinates import (
    Coordinates,
    as_points,
    coordinates_of,
    not_yet_due,
    periods_from,
)
from gxlab.intake.duplicates import drop_duplicates
from gxlab.intake.headers import BoundColumn
from gxlab.intake.keys import Keys, read_keys
from gxlab.intake.layout_spec import ColumnSpec, Reading, RowSpec
from gxlab.intake.measure import column_unit, expected_base, fits
from gxlab.intake.plain_numbers import plain_numbers
from gxlab.intake.typed import TextReader
from gxlab.reference.numbers import MissingKind, canonical_unit
from gxlab.reference.periods import Period


@dataclass
class Series:
    """The values of one column: parallel lists, one entry a row."""

    column: BoundColumn
    coordinates: Coordinates
    at: list[int] = field(default_factory=list)
    periods: list[str | None] = field(default_factory=list)
    numbers: list[Decimal | None] | pl.Series = field(default_factory=list)
    missing: list[str | None] = field(default_factory=list)


def read_observations(block: Block) -> tuple[Keys, list[Series], list[dict[str, Any]]]:
    """The keys of the rows, the series of values, and the notes of a block."""
    keys = read_keys(block)
    # Before the values: what is said of a row is not said again of its repetition.
    drop_duplicates(block, _row_keys(block, keys))
    values = [column for column in block.binding.columns if is_value(column.spec)]
    due = [column for column in values if not not_yet_due(block, column)]
    series = [s for column in due for s in _read_values(block, column, keys)]
    notes = [
        n
        for column in block.binding.columns
        if column.spec.note
        for n in _notes(block, column, keys)
    ]
    claim(block, [column for column in block.binding.columns if not column.spec.ignore])
    return keys, series, notes


def _row_keys(block: Block, keys: Keys) -> list[tuple[Any, ...]]:
    return [
        (
            keys.kind[at],
            keys.code[at],
            keys.unit[at],
            keys.period[at],
            data.label if block.section.by_row or data.spec else "",
        )
        for at, data in enumerate(block.rows)
    ]


def is_value(spec: ColumnSpec) -> bool:
    """Whether a column of an observation section holds values."""
    return not (spec.field or spec.note or spec.ignore)


def _read_values(block: Block, column: BoundColumn, keys: Keys) -> list[Series]:
    """The series of one column, one for each row label that says something of its own."""
    groups: dict[int, tuple[RowSpec | None, list[int]]] = {}
    for at, data in enumerate(block.rows):
        groups.setdefault(id(data.spec), (data.spec, []))[1].append(at)
    row_periods = periods_from(block, column)
    series: list[Series] = []
    for spec, rows in groups.values():
        coordinates = coordinates_of(block, column, spec)
        if coordinates is None:
            _pass_unnamed(block, rows)
            continue
        series += _fill(block, column, coordinates, rows, keys, row_periods)
    return series


def _pass_unnamed(block: Block, rows: list[int]) -> None:
    """Rows of an indicator table whose label the layout does not know."""
    for at in rows:
        data = block.rows[at]
        if not block.is_refused(data.row):
            block.findings.refuse(
                block.name, data.row, None, "unknown_row",
                f"行“{data.label}”是什么指标，版式中没有说明，请改正行标题或补充版式", data.label,
            )  # fmt: skip


def _fill(
    block: Block,
    column: BoundColumn,
    shared: Coordinates,
    rows: list[int],
    keys: Keys,
    row_periods: list[Period | None] | None,
) -> list[Series]:
    """Read the cells of one column in some rows; 百分点 in a rate column become a series apart."""
    base = expected_base(shared.indicator, shared.reading)
    by_row = any(keys.uom)
    unit, expected = column_unit(
        column,
        base,
        block.corner.units,
        block.facts.layout,
        sheet=block.name,
        row_unit=by_row,
    )
    if expected:
        warn_other_unit(block, column, unit or "", expected)
    legend = block.facts.layout.missing
    readers: dict[str, TextReader] = {}
    texts = block.sheet.column(column.index)
    period_of = _period_reader(block, shared, keys, row_periods, column)
    ruled = bool(block.section.rule)
    quiet = shared.indicator.is_rate and shared.reading in ("growth_pct", "base")
    careful = by_row or ruled or quiet or column.spec.expected or row_periods or any(keys.period)
    if unit and shared.period and not careful:
        reader = _number_reader(unit, shared, legend)
        plain = _plain(block, column, shared, rows, unit, reader)
        if plain is not None:
            return [plain]
    main, points = Series(column, shared), Series(column, as_points(shared))
    for at in rows:
        data = block.rows[at]
        if data.row in block.dropped or block.is_refused(data.row):
            continue
        text = texts[data.row - block.sheet.top]
        if text is None:
            uncalculated(block, data.row, column)
            read = cells.BLANK
        else:
            row_unit = _row_unit(block, at, column, keys.uom[at], base, shared.reading) or unit
            if row_unit is None:
                _refuse_unmeasured(block, data.row, column)
                continue
            if row_unit not in readers:
                readers[row_unit] = _number_reader(row_unit, shared, legend)
                note_column(block, column, row_unit, readers[row_unit])
            read = readers[row_unit](text)
            if read.rule:
                read = settle(block, data.row, column, text, read)
        if read.missing == "blank" and quiet:
            continue
        if ruled:
            note_number(block, column, data.row, read)
        if column.spec.expected:
            _expect(block, column, data.row, read)
        target = points if read.points and shared.reading == "growth_pct" else main
        _append(target, at, period_of(at), read)
    return [s for s in (main, points) if s.at]


def _plain(
    block: Block,
    column: BoundColumn,
    shared: Coordinates,
    rows: list[int],
    unit: str,
    reader: TextReader,
) -> Series | None:
    """The column read as a whole, where all its cells are plain figures; None where not."""
    if block.sheet.formulas_without_value:
        return None
    if block.dropped or block.findings.refused_rows:
        numbers_of = ((at, block.rows[at].row) for at in rows)
        gone = block.dropped
        rows = [at for at, row in numbers_of if row not in gone and not block.is_refused(row)]
    texts, top = block.sheet.column(column.index), block.sheet.top
    found = [texts[block.rows[at].row - top] for at in rows]
    numbers = plain_numbers(found, reader) if rows else None
    if numbers is None:
        return None
    if numbers.null_count() < len(rows):
        note_column(block, column, unit, reader)
    missing: list[str | None] = [None if text is not None else "blank" for text in found]
    return Series(column, shared, rows, [str(shared.period)] * len(rows), numbers, missing)


def _append(series: Series, at: int, period: str | None, read: Read) -> None:
    series.at.append(at)
    series.periods.append(period)
    assert isinstance(series.numbers, list)
    series.numbers.append(cast(Decimal | None, read.value))
    series.missing.append(read.missing)


def _period_reader(
    block: Block,
    shared: Coordinates,
    keys: Keys,
    row_periods: list[Period | None] | None,
    column: BoundColumn,
) -> Callable[[int], str | None]:
    """A function that gives the period of a data row; a row without one is refused."""
    common = str(shared.period) if shared.period else None
    shift = 12 * column.spec.year_shift

    def period_of(at: int) -> str | None:
        if stated := keys.period[at]:
            return str(Period.parse(stated).shift(shift)) if shift else stated
        if row_periods is None and common is not None:
            return common
        period = row_periods[at] if row_periods is not None else None
        if period is None and not block.is_refused(block.rows[at].row):
            block.findings.refuse(
                block.name, block.rows[at].row, column.index, "period_not_found",
                f"列“{block.label(column)}”的报告期看不出来，请补充", None,
            )  # fmt: skip
        return str(period) if period else None

    return period_of


def _refuse_unmeasured(block: Block, row: int, column: BoundColumn) -> None:
    block.findings.refuse(
        block.name, row, column.index, "unit_of_measure_unknown",
        f"列“{block.label(column)}”本行没有注明计量单位，请补填", None,
    )  # fmt: skip


def _number_reader(unit: str, shared: Coordinates, legend: Mapping[str, MissingKind]) -> TextReader:
    if shared.reading == "rank":
        return cells.read_rank
    return cells.NumberReader(unit, percent=unit == "%", legend=legend)


def _row_unit(
    block: Block, at: int, column: BoundColumn, text: str | None, base: str, reading: Reading
) -> str | None:
    """The unit the row states for itself (计量单位列); refuses the row where it cannot be."""
    if text is None or reading not in ("value", "base", "forecast"):
        return None
    unit = canonical_unit(text)
    if unit is None or not fits(unit, base):
        block.findings.refuse(
            block.name, block.rows[at].row, column.index, "unit_of_measure_mismatch",
            f"计量单位“{text}”与指标不符，应能换算为{base}，请改正", text,
        )  # fmt: skip
        return None
    return unit


def _expect(block: Block, column: BoundColumn, row: int, read: Read) -> None:
    if read.value is None and read.missing and not block.is_refused(row):
        block.findings.warn(
            block.name, row, column.index, "missing_value",
            f"列“{block.label(column)}”没有数（{_MISSING_WORDS[read.missing]}），请核实是否漏报",
            None,
        )  # fmt: skip


_MISSING_WORDS: dict[str, str] = {
    "blank": "空白",
    "below_unit": "不足单位",
    "undefined": "无此数",
    "negative_base": "基数为负",
    "masked": "已隐去",
    "not_applicable": "不适用",
    "error": "公式错误",
}


def _notes(block: Block, column: BoundColumn, keys: Keys) -> list[dict[str, Any]]:
    """Text cells that go to the table of notes (情况说明), with their author."""
    found = []
    for at, (data, text) in enumerate(zip(block.rows, column_texts(block, column), strict=True)):
        period = keys.period[at] or (str(block.facts.period.period) if block.facts.period else None)
        if text and keys.code[at] and period:
            row = {
                "subject": keys.kind[at],
                "code": keys.code[at],
                "period": period,
                "kind": column.spec.note,
            }
            place = {"col": column.letters, "sheet": block.name, "row_no": data.row + 1}
            found.append({**row, "text": text.strip(), "author": keys.author[at], **place})
    return found
