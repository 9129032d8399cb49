"""Which cells of a sheet can be formulas (公式): sums, differences, ratios and growth.

A formula is written only where it gives, from the cells it names, exactly the figure the report
printed: every candidate is worked out here first with the whole figures, over all rows of the
table. So a total that leaves out a firm counted twice, or a growth on a comparable base the table
does not show, stays a plain number and is never "explained" by a formula that is not its rule.
Counts of a few match by chance; so differences must be named so, the register's identity is known
by its indicators, and of several ratios that fit, the one of the same indicator is taken.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import permutations

from gxlab.publish.xlsx_numbers import Grid, Number
from gxlab.publish.xlsx_sums import Sum, Values, same, sums
from gxlab.reference.numbers import divide, growth_pct, round_half_away

RATES = ("%", "百分点")
_FEWEST = 2
"""Rows that must bear a row formula out, with figures that could have told otherwise."""
_TOTALS = ("合计", "小计", "总计")
# 期末 = 上年末 + 新增 − 退出 + 划入划出; 净增 = 新增 − 退出: plus and minus, by indicator.
_IDENTITIES: Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "above_scale_count": (
        ("above_scale_opening", "above_scale_entries", "above_scale_transfers"),
        ("above_scale_exits",),
    ),
    "above_scale_net": (("above_scale_entries",), ("above_scale_exits",)),
}


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
    """The cell is the sum of cells of its own row, less the sum of others."""

    plus: tuple[int, ...]
    minus: tuple[int, ...] = ()


RowFormula = Sides | Along
Formula = Sum | RowFormula
FORMS: Mapping[str, Callable[[Decimal, Decimal, int], Decimal | None]] = {
    "minus": lambda a, b, _: a - b,
    "ratio": lambda a, b, _: divide(a, b, Decimal(100)),
    "growth": lambda a, b, _: growth_pct(a, b),
    # The base is what is left when the increase is taken from the value.
    "rise": lambda a, b, _: divide(b, a - b, Decimal(100)) if a > b else None,
    "gap": lambda a, b, d: round_half_away(a, d) - round_half_away(b, d),
}


def formulas(grid: Grid) -> dict[tuple[int, int], Formula]:
    """The formulas of a grid by (row, column); a row formula goes before a column's sum."""
    values = [[e.value if isinstance(e, Number) else None for e in row] for row in grid.rows]
    found: dict[tuple[int, int], Formula] = dict(sums(grid, values))
    for at, formula in _by_row(grid, values).items():
        for row, known in enumerate(values):
            if known[at] is not None and result(known, formula) is not None:
                found[row, at] = formula
    return found


def operands(formula: RowFormula) -> tuple[int, ...]:
    """The columns a row formula names."""
    if isinstance(formula, Along):
        return (*formula.plus, *formula.minus)
    return (formula.first, formula.second)


def result(row: Sequence[Decimal | None], formula: RowFormula) -> Decimal | None:
    """What a formula gives in a row; None where a cell it needs holds no number."""
    if isinstance(formula, Along):
        plus, minus = (
            [v for n in columns if (v := row[n]) is not None]
            for columns in (formula.plus, formula.minus)
        )
        return sum(plus, Decimal(0)) - sum(minus, Decimal(0)) if plus else None
    first, second = row[formula.first], row[formula.second]
    if first is None or second is None:
        return None
    return FORMS[formula.form](first, second, formula.decimals)


def _by_row(grid: Grid, values: Values) -> dict[int, RowFormula]:
    """The columns that follow from others; none of them from one that follows from it."""
    found: dict[int, RowFormula] = {}
    for at in range(len(grid.columns)):
        # A column already worked out from this one must not explain it in turn.
        barred = frozenset(n for n in found if at in _origins(n, found))
        candidates: list[RowFormula] = [*_identity(grid, at), *_totals(grid, at)]
        candidates += _sides(grid, values, at, barred)
        formula = next((f for f in candidates if _borne_out(values, f, at)), None)
        if formula is not None:
            found[at] = formula
    return found


def _origins(at: int, found: Mapping[int, RowFormula]) -> set[int]:
    """The columns a column is worked out from, at whatever remove."""
    near = set(operands(found[at])) if at in found else set()
    return near.union(*(_origins(n, found) for n in near))


def _identity(grid: Grid, at: int) -> list[Along]:
    """The register's identity, where the table has its parts."""
    rule = _IDENTITIES.get(_indicator(grid, at))
    if rule is None:
        return []
    plus, minus = (
        tuple(n for n in range(len(grid.columns)) if n != at and _indicator(grid, n) in ids)
        for ids in rule
    )
    return [Along(plus, minus)] if plus and minus else []


def _totals(grid: Grid, at: int) -> list[Along]:
    """合计 in front of or behind the columns of one spanner."""
    if grid.columns[at].header[-1] not in _TOTALS:
        return []
    spanners: dict[str, list[int]] = {}
    for n, column in enumerate(grid.columns):
        if n != at and len(column.header) > 1 and column.unit == grid.columns[at].unit:
            spanners.setdefault(column.header[0], []).append(n)
    return [Along(tuple(columns)) for columns in spanners.values() if len(columns) >= _FEWEST]


def _sides(grid: Grid, values: Values, at: int, barred: frozenset[int]) -> list[Sides]:
    """What a column of its unit may be of two others of one unit, the likeliest first."""
    usable = [n for n in range(len(grid.columns)) if _numeric(grid, values, n)]
    if at not in usable:
        return []
    others = [n for n in usable if n != at and n not in barred]
    pairs = sorted(permutations(others, 2), key=lambda pair: _remoteness(grid, at, pair))
    return [
        formula
        for first, second in pairs
        if grid.columns[first].unit == grid.columns[second].unit
        for formula in _forms(grid, at, first, second)
    ]


def _remoteness(grid: Grid, at: int, pair: tuple[int, int]) -> tuple[int, int]:
    """Operands of the same indicator are nearest, then those under the same spanner."""
    other_kind = sum(_indicator(grid, n) != _indicator(grid, at) for n in pair)
    other_head = sum(grid.columns[n].header[:-1] != grid.columns[at].header[:-1] for n in pair)
    return other_kind, other_head


def _forms(grid: Grid, at: int, first: int, second: int) -> list[Sides]:
    unit, theirs = grid.columns[at].unit, grid.columns[first].unit
    if unit == "%" and theirs not in RATES:
        return [Sides(form, first, second) for form in ("ratio", "growth", "rise")]
    if unit == "百分点" and theirs == "%":
        decimals = [e.decimals for row in grid.rows for e in [row[at]] if isinstance(e, Number)]
        return [Sides("gap", first, second, max(decimals))]
    if unit == theirs and unit not in RATES and _is_difference(grid, at, first, second):
        return [Sides("minus", first, second)]
    return []


def _is_difference(grid: Grid, at: int, first: int, second: int) -> bool:
    """Named a difference, and of its own group of columns where there is one."""
    *group, name = grid.columns[at].header
    if not any(word in name for word in ("差", "增减")):
        return False
    return not group or any(grid.columns[n].header[:-1] == tuple(group) for n in (first, second))


def _numeric(grid: Grid, values: Values, at: int) -> bool:
    """Places are no quantities: nothing is worked out from them or for them."""
    return not grid.is_place(at) and any(row[at] is not None for row in values)


def _indicator(grid: Grid, at: int) -> str:
    return next((e.indicator for row in grid.rows if isinstance(e := row[at], Number)), "")


def _borne_out(values: Values, formula: RowFormula, at: int) -> bool:
    """Every row that can be worked out agrees, and enough of them could have disagreed."""
    told = 0
    for row in values:
        expected, found = row[at], result(row, formula)
        if expected is None or found is None:
            continue
        if not same(found, expected):
            return False
        told += bool(expected) and len({v for n in operands(formula) if (v := row[n])}) > 1
    return told >= _FEWEST
