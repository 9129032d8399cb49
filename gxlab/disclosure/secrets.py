"""Which sums of a cell must stay unknown (待保护的和): its own, and what differences would tell."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from gxlab.disclosure.unknowns import Form, less
from gxlab.reference.periods import Period

Cell = tuple[str, str, str, str, str]
"""Indicator, span, unit, by, code."""
VALUE, BASE, BEFORE, CHANGE = "value", "base", "before", "change"
REVISION, MONTH, REST = "revision", "month", "rest"
OF_CELL = frozenset({VALUE, BASE, BEFORE, CHANGE})
"""Kinds for which the cell itself is given up; the others leave open which of their cells is."""


@dataclass(frozen=True)
class Sums:
    """A cell of one release as sums of unknowns; ``compared``: of the firms with a base."""

    value: Form
    compared: Form
    base: Form
    before: Form


def secrets(
    cell: Cell, number: int, periods: Sequence[str], cells: Sequence[Mapping[Cell, Sums]]
) -> Iterator[tuple[str, Form]]:
    """Sums that may be sensitive, by kind: value, base, before (上期累计), and differences.

    change: the same cell of the same month in an earlier release; revision: a base or a former
    cumulative figure against what a release then told; month: a cumulative figure less the
    one told before it in the year (推算当月); rest: what is left of a cell beside its parts.
    """
    one = cells[number][cell]
    yield VALUE, one.value
    yield BASE, one.base
    if one.before and set(one.before) != set(one.value):
        yield BEFORE, one.before
    for earlier in range(number):
        former = cells[earlier].get(cell)
        if former is not None:
            yield from _changes(cell, (periods[number], one), (periods[earlier], former))
    yield from _months(cell, number, periods, cells)
    if number == len(cells) - 1:
        yield from _rests(cell, cells[number])


def _changes(
    cell: Cell, now: tuple[str, Sums], then: tuple[str, Sums]
) -> Iterator[tuple[str, Form]]:
    """Two releases that speak of the same cell at the same time."""
    for kind, when, form in _stated(cell, *now):
        for other, former_when, former in _stated(cell, *then):
            if when == former_when and form and former:
                same = {VALUE: CHANGE, BASE: BASE}.get(kind, REVISION)
                yield (same if kind == other else REVISION), less(form, former)


def _stated(cell: Cell, month: str, one: Sums) -> Iterator[tuple[str, str, Form]]:
    """Of which month a release tells what about a cell."""
    period = Period.parse(month)
    yield VALUE, month, one.value
    yield BASE, str(period.prior_year), one.base
    if one.before:
        yield BEFORE, str(period.previous), one.before


def _months(
    cell: Cell, number: int, periods: Sequence[str], cells: Sequence[Mapping[Cell, Sums]]
) -> Iterator[tuple[str, Form]]:
    if cell[1] != "ytd":
        return
    year = periods[number][:4]
    told = [
        (periods[n], n)
        for n in range(number)
        if cell in cells[n] and periods[n][:4] == year and periods[n] < periods[number]
    ]
    if told:
        yield MONTH, less(cells[number][cell].value, cells[max(told)[1]][cell].value)


def _rests(cell: Cell, cells: Mapping[Cell, Sums]) -> Iterator[tuple[str, Form]]:
    """A unit less its groups, and a cell of a unit less that of a unit within it."""
    name, span, unit, by, code = cell
    whole = cells[cell].value
    if not by:
        for grouping in sorted({c[3] for c in cells if c[:3] == cell[:3] and c[3]}):
            left = whole
            for part in (c for c in cells if c[:4] == (name, span, unit, grouping)):
                left = less(left, cells[part].value)
            if all(times > 0 for times in left.values()):
                yield REST, left
    for inner in cells:
        if inner != cell and (inner[:2], inner[3:]) == ((name, span), (by, code)):
            part_form = cells[inner].value
            if part_form.keys() < whole.keys():
                yield REST, less(whole, part_form)
