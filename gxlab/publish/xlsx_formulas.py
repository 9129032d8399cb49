"""Which cells of a sheet can be formulas (公式): sums, differences, ratios and growth.

A formula is written only where it gives, from the cells it names, exactly the figure the report
printed: every candidate is worked out here first with the whole figures, over all rows of the
table. So a total that leaves out a firm counted twice, or a growth on a comparable base the table
does not show, stays a plain number and is never "explained" by a formula that is not its rule.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import permutations

from gxlab.publish.xlsx_numbers import Grid, Number
from gxlab.reference.numbers import divide, growth_pct, round_half_away

Values = Sequence[Sequence[Decimal | None]]
_RATES = ("%", "百分点")
# Quotients carry 34 digits; sums of them are equal up to the last of these.
_NEARLY = Decimal("1e-15")
_FEWEST = 2
"""Rows that must bear a row formula out, with figures that could have told otherwise."""


@dataclass(frozen=True)
class Sum:
    """The cell is the sum of cells of its own column, in these rows."""

    rows: tuple[int, ...]


@dataclass(frozen=True)
class Sides:
    """The cell follows from two cells of its row: first − second, first ÷ second, growth.

    ``decimals`` is that of a difference of printed rates (百分点), which are rounded first.
    """

    form: str
    first: int
    second: int
    decimals: int = 0


@dataclass(frozen=True)
class Along:
    """The cell is the sum of cells of its own row."""

    columns: tuple[int, ...]


Formula = Sum | Sides | Along


def formulas(grid: Grid) -> dict[tuple[int, int], Formula]:
    """The formulas of a grid by (row, column); a row formula goes before a column's sum."""
    values = [[e.value if isinstance(e, Number) else None for e in row] for row in grid.rows]
    found: dict[tuple[int, int], Formula] = {}
    for at in range(len(grid.columns)):
        for row, parts in _sums(grid, values, at):
            found[row, at] = Sum(parts)
    for at, formula in _by_row(grid, values).items():
        for row in range(len(values)):
            if _can(values[row], formula, at):
                found[row, at] = formula
    return found


def _by_row(grid: Grid, values: Values) -> dict[int, Formula]:
    """The columns that follow from others; none of them from one that follows from it."""
    found: dict[int, Formula] = {}
    for at in range(len(grid.columns)):
        # A column already worked out from this one must not explain it in turn.
        barred = frozenset(n for n in found if at in _origins(n, found))
        formula = _along(grid, values, at) or _sides(grid, values, at, barred)
        if formula is not None:
            found[at] = formula
    return found


def _origins(at: int, found: Mapping[int, Formula]) -> set[int]:
    """The columns a column is worked out from, at whatever remove."""
    near = set(_named(found[at])) if at in found else set()
    return near.union(*(_origins(n, found) for n in near)) if near else near


def _named(formula: Formula) -> tuple[int, ...]:
    if isinstance(formula, Along):
        return formula.columns
    return (formula.first, formula.second) if isinstance(formula, Sides) else ()


def _sums(grid: Grid, values: Values, at: int) -> list[tuple[int, tuple[int, ...]]]:
    """Rows that are sums: a total of the rows at the outer level, a row of those set in below."""
    if not _adds_up(grid, at):
        return []
    rows = grid.emphases
    found = []
    for total, row in enumerate(rows):
        parts = _outer(grid, total) if row.emphasis == "total" else _inner(grid, total)
        if len(parts) >= _FEWEST and _is_sum(values, at, total, parts):
            found.append((total, tuple(parts)))
    return found


def _adds_up(grid: Grid, at: int) -> bool:
    """Rates and ratios are never added; shares and pulls of one whole are."""
    column = grid.columns[at]
    if column.key.endswith(".place"):
        return False
    return column.unit not in _RATES or any(w in column.header[-1] for w in ("占", "拉动", "贡献"))


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


def _is_sum(values: Values, at: int, total: int, parts: Sequence[int]) -> bool:
    whole = values[total][at]
    known = [v for n in parts if (v := values[n][at]) is not None]
    if whole is None or len(known) < _FEWEST:
        return False
    return _same(sum(known, Decimal(0)), whole)


def _same(found: Decimal | None, expected: Decimal) -> bool:
    if found is None:
        return False
    return abs(found - expected) <= _NEARLY * max(Decimal(1), abs(expected))


def _along(grid: Grid, values: Values, at: int) -> Along | None:
    """合计 in front of or behind the columns of one spanner."""
    if grid.columns[at].header[-1] not in ("合计", "小计", "总计"):
        return None
    spanners: dict[str, list[int]] = {}
    for n, column in enumerate(grid.columns):
        if n != at and len(column.header) > 1 and column.unit == grid.columns[at].unit:
            spanners.setdefault(column.header[0], []).append(n)
    for columns in spanners.values():
        formula = Along(tuple(columns))
        if len(columns) >= _FEWEST and _borne_out(values, formula, at):
            return formula
    return None


def _sides(grid: Grid, values: Values, at: int, barred: frozenset[int]) -> Sides | None:
    usable = [n for n in range(len(grid.columns)) if _numeric(grid, values, n)]
    if at not in usable:
        return None
    others = (n for n in usable if n != at and n not in barred)
    for first, second in permutations(others, 2):
        if grid.columns[first].unit != grid.columns[second].unit:
            continue
        for formula in _candidates(grid, values, at, first, second):
            if _borne_out(values, formula, at):
                return formula
    return None


def _numeric(grid: Grid, values: Values, at: int) -> bool:
    """Places are no quantities: nothing is worked out from them or for them."""
    return not grid.columns[at].key.endswith(".place") and any(
        row[at] is not None for row in values
    )


def _candidates(grid: Grid, values: Values, at: int, first: int, second: int) -> list[Sides]:
    """What a column of this unit may be of two others of one unit."""
    unit, theirs = grid.columns[at].unit, grid.columns[first].unit
    if unit == "%" and theirs not in _RATES:
        return [Sides(form, first, second) for form in ("ratio", "growth", "rise")]
    if unit == "百分点" and theirs == "%":
        decimals = {e.decimals for row in grid.rows for e in [row[at]] if isinstance(e, Number)}
        return [Sides("gap", first, second, max(decimals))]
    if unit == theirs and unit not in _RATES and _tells_difference(grid, at):
        return [Sides("minus", first, second)]
    return []


def _tells_difference(grid: Grid, at: int) -> bool:
    """Only what is named a difference is taken for one: counts of a few match by chance."""
    name = "".join(grid.columns[at].header)
    return any(word in name for word in ("增减", "差", "净增", "变动", "比"))


FORMS: Mapping[str, Callable[[Decimal, Decimal, int], Decimal | None]] = {
    "minus": lambda a, b, _: a - b,
    "ratio": lambda a, b, _: divide(a, b, Decimal(100)),
    "growth": lambda a, b, _: growth_pct(a, b),
    # The base is what is left when the increase is taken from the value.
    "rise": lambda a, b, _: divide(b, a - b, Decimal(100)) if a > b else None,
    "gap": lambda a, b, d: round_half_away(a, d) - round_half_away(b, d),
}


def _can(row: Sequence[Decimal | None], formula: Formula, at: int) -> bool:
    return row[at] is not None and _result(row, formula) is not None


def _result(row: Sequence[Decimal | None], formula: Formula) -> Decimal | None:
    if isinstance(formula, Along):
        known = [v for n in formula.columns if (v := row[n]) is not None]
        return sum(known, Decimal(0)) if known else None
    if isinstance(formula, Sides):
        first, second = row[formula.first], row[formula.second]
        if first is None or second is None:
            return None
        return FORMS[formula.form](first, second, formula.decimals)
    return None


def _borne_out(values: Values, formula: Formula, at: int) -> bool:
    """Every row that can be worked out agrees, and enough of them could have disagreed."""
    told = 0
    for row in values:
        expected, found = row[at], _result(row, formula)
        if expected is None or found is None:
            continue
        if not _same(found, expected):
            return False
        told += bool(expected) and len(set(_operands(row, formula))) > 1
    return told >= _FEWEST


def _operands(row: Sequence[Decimal | None], formula: Formula) -> list[Decimal]:
    return [v for n in _named(formula) if (v := row[n])]
