"""Programs on few columns (近旁规划): a state that moves only what hangs together most closely.

Where many releases hang together, one program over all of them is dear. A state of a few columns,
everything else left true, that agrees with all facts on them is a witness like any other; that
there is none among them proves nothing, and the whole program is asked.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

import numpy as np

from gxlab.disclosure.programs import Known, Programs, Vector


class Near:
    """Programs on the given columns of a part; facts in ``free`` are not known.

    ``forms``: the part's targets by number. Rows that are the same on these columns are one.
    """

    def __init__(
        self,
        known: Known,
        forms: Mapping[int, Mapping[int, float]],
        columns: Sequence[int],
        free: Collection[int],
    ) -> None:
        self.columns = list(columns)
        self._place = {column: place for place, column in enumerate(columns)}
        self._width = len(known.up)
        bounds: dict[tuple[tuple[int, float], ...], tuple[float, float]] = {}
        for number, row in enumerate(known.rows):
            own = tuple(sorted((self._place[c], w) for c, w in row.items() if c in self._place))
            if own and number not in free:
                low, high = bounds.get(own, (-np.inf, np.inf))
                bounds[own] = (max(low, known.low[number]), min(high, known.high[number]))
        mine = {t: self._on(form) for t, form in forms.items()}
        self._index = {t: n for n, t in enumerate(t for t, form in mine.items() if form)}
        edges = np.array(list(bounds.values())).reshape(-1, 2)
        few = self.columns
        self._programs = Programs(
            Known(
                [dict(row) for row in bounds],
                edges[:, 0],
                edges[:, 1],
                known.down[few],
                known.up[few],
                known.scale[few],
            ),
            [mine[t] for t in self._index],
        )

    def _on(self, form: Mapping[int, float]) -> dict[int, float]:
        return {self._place[c]: w for c, w in form.items() if c in self._place}

    @property
    def solved(self) -> int:
        return self._programs.solved

    def witness(self, target: int, amount: float) -> Vector | None:
        """A state of the whole part that moves these columns only, or None."""
        found = self._programs.witness(self._index[target], amount)
        if found is None:
            return None
        state = np.zeros(self._width)
        state[self.columns] = found
        return state

    def limit(self, column: int, down: float, up: float) -> None:
        """How far one of the columns may move from now on; others are none of its business."""
        if column in self._place:
            self._programs.limit(self._place[column], down, up)
