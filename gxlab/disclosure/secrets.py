"""Which sums of a cell must stay unknown (待保护的和): its own, and what differences would tell."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from gxlab.disclosure.unknowns import Form, added, less
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
    one told before it in the year (推算当月).
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


def rests(cells: Mapping[Cell, Sums]) -> Iterator[Form]:
    """What is left of a release's cells beside their parts (其余).

    A unit less its groups, and a cell of a unit less that of a unit within it.
    """
    side_by_side: dict[tuple[str, ...], list[Form]] = {}
    within: dict[tuple[str, ...], list[Form]] = {}
    for (name, span, unit, by, code), one in cells.items():
        side_by_side.setdefault((name, span, by, code), []).append(one.value)
        if by:
            within.setdefault((name, span, unit, by), []).append(one.value)
    for (name, span, unit, _), parts in within.items():
        whole = cells.get((name, span, unit, "", ""))
        left = less(whole.value, added(parts)) if whole else {}
        if all(times > 0 for times in left.values()):
            yield left
    for forms in side_by_side.values():
        for whole_form, part in itertools.permutations(forms, 2):
            if len(part) < len(whole_form) and part.keys() < whole_form.keys():
                yield less(whole_form, part)
