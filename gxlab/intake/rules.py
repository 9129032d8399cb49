"""Cross-cell rules by name (跨格核对): a closed set of functions; each warns and names its cells.

What contradicts itself is stored as sent, named, and asked about. Only where a learned form's
columns contradict each other on most rows does the file go back (see ``learned``).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from statistics import median

from gxlab.intake.block import Block
from gxlab.intake.headers import BoundColumn
from gxlab.intake.labels import match_label, normal
from gxlab.intake.layout_spec import RuleSpec
from gxlab.intake.learned import check_label_periods, check_most
from gxlab.intake.rows import is_whole
from gxlab.reference.numbers import format_number, growth_pct, plain

_DECIMALS = re.compile(r"[0-9]\.([0-9]+)")
_MAGNITUDE = Decimal(1000)
_GROUP = Decimal(5)
_MIN_GROUP = 3


def check_block(block: Block) -> None:
    """Run the rules the section names, over rows that were not refused."""
    check_label_periods(block)
    for spec in block.section.rule:
        before = len(block.findings.problems)
        RULES[spec.rule](block, spec)
        fired = len(block.findings.problems) - before
        check_most(block, spec, _first(block, spec.label), fired)


@dataclass(frozen=True)
class Printed:
    """A figure as printed, in the kept unit, with half a step of its last digit (进位误差)."""

    value: Decimal
    half: Decimal


def _columns(block: Block, label: str) -> list[BoundColumn]:
    return [
        column
        for column in block.binding.columns
        if column.index in block.numbers
        and (
            match_label(label, column.path.text, column.path.bare)
            or (column.spec.alike and label in column.spec.label)
        )
    ]


def _first(block: Block, labels: tuple[str, ...]) -> BoundColumn | None:
    found = (column for label in labels for column in _columns(block, label))
    return next(found, None)


def _rows(block: Block) -> Iterator[int]:
    """Sheet rows that hold data and stand."""
    for data in block.rows:
        if not block.is_refused(data.row) and data.row not in block.dropped:
            yield data.row


def _printed(block: Block, column: BoundColumn, row: int) -> Printed | None:
    value = block.numbers[column.index].get(row)
    text = block.sheet.at(row, column.index)
    if value is None or text is None:
        return None
    decimals = _DECIMALS.search(text)
    step = Decimal(1).scaleb(-len(decimals[1]) if decimals else 0)
    return Printed(value, step / 2 * block.factors.get(column.index, Decimal(1)))


def _warn(block: Block, column: BoundColumn, row: int, rule: str, text: str) -> None:
    raw = block.sheet.at(row, column.index)
    what = f"列“{block.label(column)}”{text}"
    block.findings.warn(block.name, row, column.index, rule, what, raw)


def _pairs(block: Block, spec: RuleSpec) -> Iterator[tuple[BoundColumn, BoundColumn, int]]:
    """The two columns of a rule and every row with figures in both."""
    left, right = _first(block, spec.label), _first(block, spec.than)
    if left is None or right is None:
        return
    for row in _rows(block):
        if row in block.numbers[left.index] and row in block.numbers[right.index]:
            yield left, right, row


def month_not_equal_ytd(block: Block, spec: RuleSpec) -> None:
    """本月数等于累计数: from March on the two cannot be the same unless the year was empty."""
    period = block.facts.period
    if period is None or period.period.month <= 2:
        return
    for left, right, row in _pairs(block, spec):
        value = block.numbers[left.index][row]
        if value and value == block.numbers[right.index][row]:
            text = f"与“{block.label(right)}”相同（{plain(value)}），本月数不应等于累计数，请核对"
            _warn(block, left, row, spec.rule, text)


def ytd_not_below_month(block: Block, spec: RuleSpec) -> None:
    """累计数小于本月数, both being flows."""
    for left, right, row in _pairs(block, spec):
        ytd, month = block.numbers[left.index][row], block.numbers[right.index][row]
        if 0 <= ytd < month:
            text = f"{plain(ytd)}小于“{block.label(right)}”{plain(month)}，累计不应小于本月，请核对"
            _warn(block, left, row, spec.rule, text)


def not_above(block: Block, spec: RuleSpec) -> None:
    """One column larger than another that bounds it (完成投资大于总投资)."""
    for left, right, row in _pairs(block, spec):
        part, whole = block.numbers[left.index][row], block.numbers[right.index][row]
        if part > whole > 0:
            text = f"{plain(part)}大于“{block.label(right)}”{plain(whole)}，请核对"
            _warn(block, left, row, spec.rule, text)


def growth_matches_levels(block: Block, spec: RuleSpec) -> None:
    """增速与本年、上年同期不符, beyond what rounding of the three figures allows."""
    growth = _first(block, spec.label)
    value, base = (_first(block, (label,)) for label in spec.than)
    if growth is None or value is None or base is None:
        return
    for row in _rows(block):
        stated = _printed(block, growth, row)
        now, then = _printed(block, value, row), _printed(block, base, row)
        if stated is None or now is None or then is None or then.value - then.half <= 0:
            continue
        low = growth_pct(now.value - now.half, then.value + then.half)
        high = growth_pct(now.value + now.half, then.value - then.half)
        if low is None or high is None:
            continue
        if not low - stated.half <= stated.value <= high + stated.half:
            text = (
                f"为{plain(stated.value)}，与同一行的“{block.label(value)}”“{block.label(base)}”"
                "不相符，请核对"
            )
            _warn(block, growth, row, spec.rule, text)


def rate_as_fraction(block: Block, spec: RuleSpec) -> None:
    """增速写成了小数 (0.062 for 6.2 %): below 1 and with three decimals or more."""
    for column in (c for label in spec.label for c in _columns(block, label)):
        for row in _rows(block):
            text = normal(block.sheet.at(row, column.index) or "")
            value = block.numbers[column.index].get(row)
            if value and abs(value) < 1 and re.fullmatch(r"-?0?\.[0-9]{3,}", text):
                hint = f"“{text}”像是小数形式的增速，应按百分数填写，请核对"
                _warn(block, column, row, spec.rule, hint)


def parts_sum_to_total(block: Block, spec: RuleSpec) -> None:
    """合计与各行之和不符: the total row against the data rows, 其中 rows left out.

    As in every message that goes back to a sender, what is odd is told and no value suggested.
    """
    columns = [c for label in spec.label for c in _columns(block, label)]
    total = _total_row(block)
    if total is None:
        return
    apart = ("memo", "total")
    parts = [d.row for d in block.rows if d.row != total and not (d.spec and d.spec.role in apart)]
    if any(block.is_refused(row) for row in parts):
        return
    others = [row.row for row in block.passed if row.why == "part"]
    parts = [row for row in (*parts, *others) if row not in block.dropped]
    for column in columns:
        whole = _figure(block, column, total)
        figures = [_figure(block, column, row) for row in parts]
        known = [figure for figure in figures if figure is not None]
        if whole is None or not known or len(known) < len(figures):
            continue
        gap = whole.value - sum((figure.value for figure in known), Decimal(0))
        if abs(gap) > whole.half + sum((figure.half for figure in known), Decimal(0)):
            factor, unit = block.factors[column.index], block.units[column.index]
            total_text, gap_text = plain(whole.value / factor), plain(gap / factor)
            text = f"合计{total_text}与各行之和相差{gap_text}{unit}，超出进位误差，请核对合计口径"
            _warn(block, column, total, spec.rule, text)


def _total_row(block: Block) -> int | None:
    """The row of the overall total: a passed total, or a data row that is the whole city."""
    passed = [row.row for row in block.passed if row.why == "total" and is_whole(row.label)]
    stored = [
        data.row
        for data in block.rows
        if is_whole(data.label) or (data.spec and data.spec.role == "total")
    ]
    rows = [*stored, *passed]
    return rows[0] if len(rows) == 1 else None


def _figure(block: Block, column: BoundColumn, row: int) -> Printed | None:
    """A row's figure; of a row that is not stored it is read here, in its column's unit."""
    if row in block.numbers[column.index]:
        return _printed(block, column, row)
    text, reader = block.sheet.at(row, column.index), block.readers.get(column.index)
    if text is None or reader is None:
        return None
    value = reader(text).value
    if not isinstance(value, Decimal):
        return None
    decimals = _DECIMALS.search(text)
    step = Decimal(1).scaleb(-len(decimals[1]) if decimals else 0)
    return Printed(value, step / 2 * block.factors.get(column.index, Decimal(1)))


def magnitude(block: Block, spec: RuleSpec) -> None:
    """数量级异常: a figure a thousand times its fellows', as 元 typed for 万元.

    With ``than`` the ratio to another column is compared (营业收入 a head), with ``by`` the medians
    of groups of rows (one town's rows in another unit).
    """
    column, other = _first(block, spec.label), _first(block, spec.than)
    if column is None:
        return
    sizes = {row: size for row in _rows(block) if (size := _size(block, column, other, row))}
    if len(sizes) < _MIN_GROUP:
        return
    if spec.by:
        _group_magnitude(block, spec, column, sizes)
        return
    middle = median(sizes.values())
    limit = Decimal(str(spec.tolerance)) if spec.tolerance else _MAGNITUDE
    for row, size in sizes.items():
        if size > middle * limit or size * limit < middle:
            text = "与其他行的数量级相差过大，请核对是否填错计量单位（如把元填进万元表）"
            _warn(block, column, row, spec.rule, text)


def _size(block: Block, column: BoundColumn, other: BoundColumn | None, row: int) -> Decimal | None:
    value = block.numbers[column.index].get(row)
    if not value:
        return None
    if other is None:
        return abs(value)
    divisor = block.numbers[other.index].get(row)
    return abs(value / divisor) if divisor else None


def _group_magnitude(
    block: Block, spec: RuleSpec, column: BoundColumn, sizes: dict[int, Decimal]
) -> None:
    index = next(
        (c.index for c in block.binding.columns if spec.by in (c.path.text, c.path.bare)), None
    )
    if index is None:
        return
    groups: dict[str, list[int]] = {}
    for row in sizes:
        groups.setdefault(normal(block.sheet.at(row, index) or ""), []).append(row)
    limit = Decimal(str(spec.tolerance)) if spec.tolerance else _GROUP
    for name, rows in groups.items():
        rest = [size for row, size in sizes.items() if row not in rows]
        # Of two groups that differ the larger is taken for right.
        if len(rows) < _MIN_GROUP or len(rest) < max(_MIN_GROUP, len(rows)):
            continue
        ratio = median(sizes[row] for row in rows) / median(rest)
        if ratio > limit or ratio * limit < 1:
            text = (
                f"中“{name}”各行（第{rows[0] + 1}—{rows[-1] + 1}行）的数量级约为其他行的"
                f"{format_number(ratio, 2)}倍，请核对这些行的计量单位"
            )
            _warn(block, column, rows[0], spec.rule, text)


RULES: dict[str, Callable[[Block, RuleSpec], None]] = {
    "month_not_equal_ytd": month_not_equal_ytd,
    "ytd_not_below_month": ytd_not_below_month,
    "not_above": not_above,
    "growth_matches_levels": growth_matches_levels,
    "rate_as_fraction": rate_as_fraction,
    "parts_sum_to_total": parts_sum_to_total,
    "magnitude": magnitude,
}
