"""Rows of a table that are the sum of others (合计行): found, not assumed.

A total over units may count a zone beside the counties it lies in, or a firm in two clusters; then
its row is no sum of the rows shown. Most columns of the table must say that it is.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from gxlab.publish.xlsx_numbers import Grid

Values = Sequence[Sequence[Decimal | None]]
# Shares and pulls of one whole add up; no other rate does.
_ADDITIVE_RATES = ("占", "拉动", "贡献")
# Quotients carry 34 digits; sums of them are equal up to the last of these.
_NEARLY = Decimal("1e-15")
_FEWEST = 2


@dataclass(frozen=True)
class Sum:
    """The cell is the sum of cells of its own column, in these rows."""

    rows: tuple[int, ...]


def same(found: Decimal, expected: Decimal) -> bool:
    """Whether two figures are equal but for the last digits of a quotient."""
    return abs(found - expected) <= _NEARLY * max(Decimal(1), abs(expected))


def sums(grid: Grid, values: Values) -> dict[tuple[int, int], Sum]:
    """The sums of a grid by (row, column)."""
    found: dict[tuple[int, int], Sum] = {}
    additive = [at for at in range(len(grid.columns)) if _adds_up(grid, at)]
    for total, row in enumerate(grid.emphases):
        parts = _outer(grid, total) if row.emphasis == "total" else _inner(grid, total)
        tried = [at for at in additive if _could_tell(values, at, total, parts)]
        held = [at for at in tried if _is_sum(values, at, total, parts)]
        if len(parts) >= _FEWEST and 2 * len(held) > len(tried):
            # Columns of nothing but zeros say nothing, but where the others add up so do they.
            also = [at for at in additive if at not in tried and _is_sum(values, at, total, parts)]
            found.update({(total, at): Sum(tuple(parts)) for at in (*held, *also)})
    return found


def _adds_up(grid: Grid, at: int) -> bool:
    column = grid.columns[at]
    if grid.is_place(at):
        return False
    rate = column.unit in ("%", "百分点")
    return not rate or any(word in column.header[-1] for word in _ADDITIVE_RATES)


def _outer(grid: Grid, total: int) -> list[int]:
    rows = [n for n, row in enumerate(grid.emphases) if n != total and row.emphasis != "total"]
    level = min((grid.emphases[n].level for n in rows), default=0)
    return [n for n in rows if grid.emphases[n].level == level]


def _inner(grid: Grid, head: int) -> list[int]:
    rows = grid.emphases
    inner: list[int] = []
    for n in range(head + 1, len(rows)):
        if rows[n].level <= rows[head].level or rows[n].emphasis == "total":
            break
        if rows[n].level == rows[head].level + 1:
            inner.append(n)
    return inner


def _could_tell(values: Values, at: int, total: int, parts: Sequence[int]) -> bool:
    """Whether the column has a total and at least two parts that are not zero."""
    known = [v for n in parts if (v := values[n][at])]
    return values[total][at] is not None and len(known) >= _FEWEST


def _is_sum(values: Values, at: int, total: int, parts: Sequence[int]) -> bool:
    whole = values[total][at]
    known = [v for n in parts if (v := values[n][at]) is not None]
    return whole is not None and len(known) >= _FEWEST and same(sum(known, Decimal(0)), whole)
