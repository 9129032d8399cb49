"""States that agree with all that is known (可行状态), found by programs and used again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from gxlab.disclosure.programs import Vector

# A state counts as far enough if it falls short by no more than this part.
_NEARLY = 1 - 1e-7
# A solver's nought.
STILL = 1e-9


class States:
    """Moves away from the truth, one row each; a witness for one target may be one for another."""

    def __init__(self, columns: int) -> None:
        self._moves: NDArray[np.float64] = np.zeros((64, columns))
        self._sizes: NDArray[np.int64] = np.zeros(64, np.int64)
        self._count = 0

    def add(self, state: Vector) -> None:
        if self._count == len(self._moves):
            self._moves = np.concatenate([self._moves, np.zeros_like(self._moves)])
            self._sizes = np.concatenate([self._sizes, np.zeros_like(self._sizes)])
        self._moves[self._count] = np.where(np.abs(state) > STILL, state, 0.0)
        self._sizes[self._count] = np.count_nonzero(self._moves[self._count])
        self._count += 1

    def at(self, number: int) -> Vector:
        """One state, by its number."""
        return np.asarray(self._moves[number], np.float64)

    def far_enough(
        self, form: Mapping[int, float], side: int, level: float, still: Sequence[int] = ()
    ) -> int | None:
        """The number of a state with this sum moved that far; ``still``: columns it must not move.

        Insiders' columns that stay still stay true, so the state is a witness for them as well.
        """
        moves = self._moves[: self._count]
        moved = side * (moves[:, list(form)] @ np.array(list(form.values())))
        enough = moved >= level * _NEARLY
        if len(still):
            enough &= ~moves[:, list(still)].any(axis=1)
        found = np.flatnonzero(enough)
        # The one that moves fewest columns is a witness for most insiders.
        return int(found[np.argmin(self._sizes[found])]) if len(found) else None

    def saved(self) -> States:
        """A copy, to go back to."""
        copy = States(self._moves.shape[1])
        copy._moves, copy._sizes = self._moves.copy(), self._sizes.copy()
        copy._count = self._count
        return copy

    def keep_within(self, form: Mapping[int, float], low: float, high: float) -> None:
        """Forget the states that move a sum out of these bounds."""
        moved = self.sums(form)
        kept = (moved >= low - STILL) & (moved <= high + STILL)
        if not kept.all():
            for table in (self._moves, self._sizes):
                table[: kept.sum()] = table[: self._count][kept]
            self._count = int(kept.sum())

    def sums(self, form: Mapping[int, float]) -> Vector:
        """How far each state moves a sum."""
        moves = self._moves[: self._count][:, list(form)]
        return np.asarray(moves @ np.array(list(form.values())), np.float64)
