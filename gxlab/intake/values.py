"""Value cells to observations (数值列): every number with its coordinates and its address.

The coordinates of a value come from its column, its row label, the section's constants and the
file, in this order; so a wide table of firms, an indicator × month export and a form with 本年 and
上年同期 side by side are one thing.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, cast

from gxlab.intake import cells
from gxlab.intake.block import (
    Block,
    claim,
    column_texts,
    constant,
    read_column,
    read_units,
    settle,
    uncalculated,
)
from gxlab.intake.cells import Read
from gxlab.intake.headers import BoundColumn
from gxlab.intake.layouts import ColumnSpec, Reading, RowSpec, Span
from gxlab.intake.measure import column_unit, expected_base, fits
from gxlab.intake.model import Problem, Refused
from gxlab.intake.place import check_not_future
from gxlab.intake.typed import BY_SUBJECT, FileFacts, TextReader, period_of, text_reader
from gxlab.reference.indicators import Indicator, indicator
from gxlab.reference.numbers import MissingKind, canonical_unit
from gxlab.reference.periods import Period


@dataclass(frozen=True)
class Coordinates:
    """What all values of one column (and one row label) share."""

    indicator: Indicator
    span: Span
    reading: Reading
    scope: str | None
    period: Period | None
    subject: str | None = None


@dataclass
class Series:
    """The values of one column: parallel lists, one entry a row."""

    column: BoundColumn
    coordinates: Coordinates
    at: list[int] = field(default_factory=list)
    periods: list[str | None] = field(default_factory=list)
    numbers: list[Decimal | None] = field(default_factory=list)
    missing: list[str | None] = field(default_factory=list)


@dataclass
class Keys:
    """Per data row: whose figure it is, of which unit, period and unit of measure."""

    kind: list[str]
    code: list[str | None]
    unit: list[str | None]
    period: list[str | None]
    uom: list[str | None]
    author: list[str | None]


def read_observations(block: Block) -> tuple[Keys, list[Series], list[dict[str, Any]]]:
    """The keys of the rows, the series of values, and the notes of a block."""
    keys = read_keys(block)
    value_columns = [column for column in block.binding.columns if is_value(column.spec)]
    series = [s for column in value_columns for s in _read_values(block, column, keys)]
    notes = [
        n
        for column in block.binding.columns
        if column.spec.note
        for n in _notes(block, column, keys)
    ]
    claim(block, [column for column in block.binding.columns if not column.spec.ignore])
    return keys, series, notes


def is_value(spec: ColumnSpec) -> bool:
    """Whether a column of an observation section holds values."""
    return not (spec.field or spec.note or spec.ignore)


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
    for at, period in enumerate(plain["period"]):
        if period:
            _check_row_period(block, at, Period.parse(period))
    return Keys(kinds, codes, units, plain["period"], plain["uom"], plain["author"])


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
            f"报告期{period.label(with_year=True)}尚未到期,请核对", str(period),
        )  # fmt: skip


def _codes(block: Block, kinds: list[str], units: list[str | None]) -> list[str | None]:
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
    block: Block, column: BoundColumn, kinds: list[str], codes: list[str | None]
) -> None:
    """Look names up where no code stands; a name beside a code is not needed to find the subject."""
    readers: dict[str, TextReader] = {}
    for at, (data, text) in enumerate(zip(block.rows, column_texts(block, column), strict=True)):
        if codes[at] is not None or text is None or (data.spec and data.spec.subject):
            continue
        if block.is_refused(data.row):
            continue
        reader = readers.setdefault(kinds[at], _name_reader(kinds[at], column, block.facts))
        codes[at] = cast(str | None, settle(block, data.row, column, text, reader(text)).value)


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
        f"“{name}”为空,看不出是谁的数据,请补填", None,
    )  # fmt: skip


def _read_values(block: Block, column: BoundColumn, keys: Keys) -> list[Series]:
    """The series of one column, one for each row label that says something of its own."""
    groups: dict[int, tuple[RowSpec | None, list[int]]] = {}
    for at, data in enumerate(block.rows):
        groups.setdefault(id(data.spec), (data.spec, []))[1].append(at)
    row_periods = _periods_from(block, column)
    series: list[Series] = []
    for spec, rows in groups.values():
        coordinates = _coordinates(block, column, spec)
        if coordinates is None:
            _pass_unnamed(block, rows)
            continue
        series += _fill(block, column, coordinates, rows, keys, row_periods, spec)
    return series


def _pass_unnamed(block: Block, rows: list[int]) -> None:
    """Rows of an indicator table whose label the layout does not know."""
    how = block.section.other_rows
    for at in rows:
        data = block.rows[at]
        if how == "refuse" and not block.is_refused(data.row):
            block.findings.refuse(
                block.name, data.row, None, "unknown_row",
                f"行“{data.label}”在版式中没有说明是什么指标,请改正行标题或在版式中补充", data.label,
            )  # fmt: skip


def _coordinates(block: Block, column: BoundColumn, row: RowSpec | None) -> Coordinates | None:
    """The shared coordinates; None where no indicator is named. Raises Refused."""
    spec, constants = column.spec, block.section.constants
    name = spec.indicator or (row.indicator if row else None) or constants.get("indicator")
    if name is None:
        return None
    found = indicator(str(name))
    shift = spec.year_shift + (row.year_shift if row else 0)
    period, label_span = _label_period(block, column)
    reading = spec.reading or (row.reading if row else None) or constants.get("reading") or "value"
    file_span = block.facts.period.span if block.facts.period else None
    span = spec.span or column.groups.get("span") or label_span or (row.span if row else None)
    span = span or constants.get("span") or file_span
    if span is None:
        raise _layout_gap(block, column, "期间(span)")
    if found.kind == "stock" and span in ("month", "ytd"):
        span = "point"
    scope = spec.scope or (row.scope if row else None) or constants.get("scope")
    if period is not None and shift:
        period = period.shift(12 * shift)
    subject = _label_subject(block, column)
    return Coordinates(
        found, cast(Span, span), cast(Reading, reading), cast(str | None, scope), period, subject
    )


def _label_period(block: Block, column: BoundColumn) -> tuple[Period | None, Span | None]:
    text = column.groups.get("period")
    if text is None:
        default = block.facts.period
        return (default.period, None) if default else (None, None)
    found = period_of(text, block.facts)
    if found is None:
        raise Refused(
            Problem(block.name, "", "period_not_found", "error",
                    f"文件“{block.facts.words.file_name}”列“{block.label(column)}”中的“{text}”看不出报告期,请改正后重报", text)
        )  # fmt: skip
    check_not_future(found.period, block.facts.latest, block.facts.words.file_name)
    return found.period, found.span


def _label_subject(block: Block, column: BoundColumn) -> str | None:
    text = column.groups.get("subject")
    if text is None:
        return None
    read = text_reader(BY_SUBJECT[block.section.subject or "macro"], column.spec, block.facts)(text)
    if read.rule:
        raise Refused(
            Problem(block.name, "", read.rule, "error",
                    f"文件“{block.facts.words.file_name}”列“{block.label(column)}”:{read.text}", text)
        )  # fmt: skip
    return cast(str, read.value)


def _layout_gap(block: Block, column: BoundColumn, what: str) -> Refused:
    return Refused(
        Problem(block.name, "", "layout_incomplete", "error",
                f"版式没有说明列“{block.label(column)}”的{what},请在版式中补充后重新导入", None)
    )  # fmt: skip


def _periods_from(block: Block, column: BoundColumn) -> list[Period | None] | None:
    """Per-row periods stated by a neighbouring column (期间列)."""
    wanted = column.spec.period_from
    if wanted is None:
        return None
    index = next((i for i, p in block.header.paths.items() if wanted in (p.text, p.bare)), None)
    if index is None:
        raise _layout_gap(block, column, f"期间列“{wanted}”(表中没有此列)")
    texts = [block.sheet.at(data.row, index) for data in block.rows]
    found = [period_of(text, block.facts) if text else None for text in texts]
    return [span.period if span else None for span in found]


def _fill(
    block: Block,
    column: BoundColumn,
    shared: Coordinates,
    rows: list[int],
    keys: Keys,
    row_periods: list[Period | None] | None,
    row_spec: RowSpec | None,
) -> list[Series]:
    """Read the cells of one column in some rows; 百分点 in a rate column become a series apart."""
    base = expected_base(shared.indicator, shared.reading)
    own = row_spec.uom if row_spec and shared.reading in ("value", "base", "forecast") else None
    unit, expected = column_unit(
        column, base, block.corner, block.facts.layout, row_unit=bool(own or block.columns("uom"))
    )
    if expected:
        _warn_other_unit(block, column, unit or "", expected)
    legend = tuple(block.facts.layout.missing.items())
    readers: dict[str | None, TextReader] = {}
    main, points = Series(column, shared), Series(column, _as_points(shared))
    quiet = shared.indicator.is_rate and shared.reading in ("growth_pct", "base")
    for at in rows:
        data = block.rows[at]
        if block.is_refused(data.row):
            continue
        text = block.sheet.at(data.row, column.index)
        if text is None:
            uncalculated(block, data.row, column)
            read = cells.BLANK
        else:
            row_unit = (
                _row_unit(block, at, column, keys.uom[at] or own, base, shared.reading) or unit
            )
            reader = readers.get(row_unit) or readers.setdefault(
                row_unit, _number_reader(row_unit, shared, legend)
            )
            read = settle(block, data.row, column, text, reader(text))
        if read.missing == "blank" and quiet:
            continue
        _expect(block, column, data.row, read)
        target = points if read.points and shared.reading == "growth_pct" else main
        period = _row_period(block, at, shared, keys, row_periods, column)
        _append(target, at, period, read)
    return [s for s in (main, points) if s.at]


def _append(series: Series, at: int, period: str | None, read: Read) -> None:
    series.at.append(at)
    series.periods.append(period)
    series.numbers.append(cast(Decimal | None, read.value))
    series.missing.append(read.missing)


def _row_period(
    block: Block,
    at: int,
    shared: Coordinates,
    keys: Keys,
    row_periods: list[Period | None] | None,
    column: BoundColumn,
) -> str | None:
    stated = keys.period[at]
    if stated:
        shift = column.spec.year_shift
        return str(Period.parse(stated).shift(12 * shift)) if shift else stated
    period = row_periods[at] if row_periods is not None else shared.period
    if period is None and not block.is_refused(block.rows[at].row):
        block.findings.refuse(
            block.name, block.rows[at].row, column.index, "period_not_found",
            f"列“{block.label(column)}”的报告期看不出来,请补充", None,
        )  # fmt: skip
    return str(period) if period else None


def _as_points(shared: Coordinates) -> Coordinates:
    return Coordinates(
        shared.indicator, shared.span, "change_pp", shared.scope, shared.period, shared.subject
    )


def _number_reader(
    unit: str | None, shared: Coordinates, legend: tuple[tuple[str, MissingKind], ...]
) -> TextReader:
    if shared.reading == "rank":
        return cells.read_rank
    return cells.NumberReader(unit or "", percent=unit == "%", legend=legend)


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
            f"计量单位“{text}”与指标不符,应能换算为{base},请改正", text,
        )  # fmt: skip
        return None
    return unit


def _warn_other_unit(block: Block, column: BoundColumn, unit: str, expected: str) -> None:
    block.findings.warn_sheet(
        block.name, "unit_of_measure_changed",
        f"列“{block.label(column)}”的计量单位是{unit},版式原为{expected},已按表内单位换算,请核对数量级",
        f"{column.letters}:{column.letters}", unit,
    )  # fmt: skip


def _expect(block: Block, column: BoundColumn, row: int, read: Read) -> None:
    if column.spec.expected and read.value is None and read.missing and not block.is_refused(row):
        block.findings.warn(
            block.name, row, column.index, "missing_value",
            f"列“{block.label(column)}”没有数({_MISSING_WORDS[read.missing]}),请核实是否漏报", None,
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
