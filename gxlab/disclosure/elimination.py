"""Exact protection (精确保护): what may be printed so that no protected sum can be worked out.

Gaussian elimination as in SSBtools' ``GaussSuppression`` (Statistics Norway): candidates are taken
from the dearest on; one is printed unless a protected row would then be a linear combination of
printed ones. Arithmetic is modulo a prime, so nothing is lost to rounding; a wrong "dependent"
has a chance of about one in two thousand million and errs, if at all, towards suppressing.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

PRIME = 2_147_483_647
Row = Mapping[int, int]
Matrix = NDArray[np.int64]


@dataclass(frozen=True)
class Chosen:
    """Which candidates may be printed, and which protected rows were known before any was.

    ``lost``: rows that follow from what is fixed; nothing can protect them any more.
    """

    printed: tuple[bool, ...]
    lost: frozenset[int]


def choose(
    candidates: Sequence[Sequence[Row]],
    protected: Sequence[Row],
    *,
    fixed: Iterable[Row] = (),
) -> Chosen:
    """Print as many candidates as protection allows, in the order given (the dearest first).

    A candidate is the rows its printing tells (a level, and the base its growth tells); it is
    printed whole or not at all. ``fixed``: rows that are known already.
    """
    work, lost = offers([row for rows in candidates for row in rows], protected, known=fixed)
    printed, first = [], 0
    for own in candidates:
        printed.append(work.offer(range(first, first + len(own))))
        first += len(own)
    return Chosen(tuple(printed), lost)


def follows(rows: Sequence[Row], known: Sequence[Row]) -> tuple[bool, ...]:
    """Which rows are linear combinations of known ones (可由已知推出).

    >>> follows([{0: 1}, {1: 1, 2: 1}], [{0: 1, 1: 1, 2: 1}, {0: 2}])
    (True, True)
    """
    _, lost = offers([], rows, known=known)
    return tuple(number in lost for number in range(len(rows)))


def offers(
    rows: Sequence[Row], protected: Sequence[Row], *, known: Iterable[Row] = ()
) -> tuple[Offers, frozenset[int]]:
    """Rows to be offered one by one by number, where ``known`` is printed already.

    The second: protected rows that follow from what is known, which are asked for no more.
    """
    fixed = list(known)
    columns = _columns([*rows, *protected, *fixed])
    work = Offers(_dense(rows, columns), _dense(protected, columns))
    for row in _dense(fixed, columns):
        work.know(row)
    return work, work.take_out_known()


class Offers:
    """The rows not yet decided and the protected ones, reduced by all that is printed so far."""

    def __init__(self, rows: Matrix, protected: Matrix) -> None:
        self.rows = rows
        self.protected = protected
        self.alive = np.ones(len(protected), dtype=bool)
        # The printed rows, each with a one at its pivot: later fixed rows are reduced by them.
        self.basis: list[tuple[int, Matrix]] = []

    def know(self, row: Matrix) -> None:
        """Take a row as known, whatever follows from it."""
        for pivot, known in self.basis:
            if row[pivot]:
                row = (row - row[pivot] * known) % PRIME
        if row.any():
            self._reduce_all(row)

    def take_out_known(self) -> frozenset[int]:
        """The protected rows that follow from what is known; they are asked for no more."""
        known = ~self.protected.any(axis=1) & self.alive
        self.alive &= ~known
        return frozenset(int(i) for i in np.flatnonzero(known))

    def offer(self, numbers: Iterable[int]) -> bool:
        """Print the rows with these numbers, if no protected row would follow from them."""
        before = (self.rows, self.protected, list(self.basis))
        for number in numbers:
            row = self.rows[number]
            if not row.any():
                continue
            if self._reveals(row):
                self.rows, self.protected, self.basis = before
                return False
            self._reduce_all(row)
        return True

    def _reveals(self, row: Matrix) -> bool:
        pivot = int(np.flatnonzero(row)[0])
        touched = self.protected[self.alive & (self.protected[:, pivot] != 0)]
        if not len(touched):
            return False
        scaled = row * _inverse(int(row[pivot])) % PRIME
        left = (touched - touched[:, pivot, None] * scaled) % PRIME
        return bool((~left.any(axis=1)).any())

    def _reduce_all(self, row: Matrix) -> None:
        pivot = int(np.flatnonzero(row)[0])
        scaled = row * _inverse(int(row[pivot])) % PRIME
        self.basis.append((pivot, scaled))
        self.rows = _reduced(self.rows, pivot, scaled)
        self.protected = _reduced(self.protected, pivot, scaled)


def _reduced(rows: Matrix, pivot: int, scaled: Matrix) -> Matrix:
    hit = np.flatnonzero(rows[:, pivot])
    if not len(hit):
        return rows
    where = np.flatnonzero(scaled)
    place = np.ix_(hit, where)
    out = rows.copy()
    out[place] = (rows[place] - rows[hit, pivot, None] * scaled[where]) % PRIME
    return out


def _columns(rows: Iterable[Row]) -> dict[int, int]:
    """Columns by number; those that are the same in every row are kept once (同列合并)."""
    told: dict[int, list[tuple[int, int]]] = {}
    for number, row in enumerate(rows):
        for column, value in row.items():
            if value:
                told.setdefault(column, []).append((number, value))
    places: dict[tuple[tuple[int, int], ...], int] = {}
    return {column: places.setdefault(tuple(seen), len(places)) for column, seen in told.items()}


def _dense(rows: Sequence[Row], columns: Mapping[int, int]) -> Matrix:
    width = max(columns.values(), default=-1) + 1
    matrix = np.zeros((len(rows), width), np.int64)
    for number, row in enumerate(rows):
        for column, value in row.items():
            if value:
                matrix[number, columns[column]] = value % PRIME
    return matrix


def _inverse(value: int) -> int:
    return pow(value, PRIME - 2, PRIME)
