"""Linear programs of the attack (攻击线性规划), solved by HiGHS.

A target is safe on one side if some state of the unknowns agrees with all that is known and has
the target that far from the truth: a *witness*. Each program asks for the nearest one, by the sum
of relative moves, so that it moves few unknowns; starting from the truth the dual simplex needs
few steps. Where there is none, the dual ray names the facts that pin the target down.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import highspy
import numpy as np
from numpy.typing import NDArray

Vector = NDArray[np.float64]
_INFINITE = highspy.kHighsInf


class Unsolved(RuntimeError):
    """The solver gave neither a witness nor a proof that there is none (求解失败)."""


@dataclass(frozen=True)
class Known:
    """Rows of facts on columns of unknowns, as moves away from the truth, in 亿元.

    ``low`` and ``high`` bound each row; ``down`` and ``up`` how far each unknown may move.
    """

    rows: Sequence[Mapping[int, float]]
    low: Vector
    high: Vector
    down: Vector
    up: Vector
    scale: Vector


class Programs:
    """One model of what is known, asked about many targets one after another."""

    def __init__(self, known: Known, targets: Sequence[Mapping[int, float]]) -> None:
        self.known = known
        self.targets = targets
        self.solved = 0
        self._first = len(known.rows)
        self._count = len(known.up)
        self._solver: Any = highspy.Highs()  # type: ignore[no-untyped-call]
        for option, value in _OPTIONS.items():
            self._solver.setOptionValue(option, value)
        self._solver.passModel(_model(known, targets))

    def witness(self, target: int, amount: float) -> Vector | None:
        """A state with this target ``amount`` away from the truth (its sign is the side).

        None: there is none, what is known tells the target closer than that.
        """
        row = self._first + target
        low, high = (amount, _INFINITE) if amount > 0 else (-_INFINITE, amount)
        self._solver.changeRowBounds(row, low, high)
        self._solver.run()
        self.solved += 1
        status = self._solver.getModelStatus()
        found = None
        if status == highspy.HighsModelStatus.kOptimal:
            both = np.asarray(self._solver.getSolution().col_value)
            found = both[: self._count] - both[self._count :]
        elif status != highspy.HighsModelStatus.kInfeasible:
            raise Unsolved(
                f"求解器返回“{self._solver.modelStatusToString(status)}”，审计没有结论。"
            )
        self._reasons = self._ray() if found is None else frozenset()
        self._solver.changeRowBounds(row, -_INFINITE, _INFINITE)
        self._solver.clearSolver()
        return found

    @property
    def reasons(self) -> frozenset[int]:
        """The facts by which the last target was pinned down, by number."""
        return self._reasons

    def _ray(self) -> frozenset[int]:
        _, exists, ray = self._solver.getDualRay()
        if not exists or not self._first:
            return frozenset(range(self._first))
        told = np.abs(np.asarray(ray))[: self._first]
        least = 1e-9 * max(1.0, told.max(initial=0.0))
        return frozenset(int(i) for i in np.flatnonzero(told > least))

    def limit(self, column: int, down: float, up: float) -> None:
        """How far one unknown may move from now on (内部人知道自己的数)."""
        self._solver.changeColBounds(column, 0.0, up)
        self._solver.changeColBounds(self._count + column, 0.0, down)

    def free(self, row: int) -> None:
        """Forget a fact: its cell is not printed after all."""
        self._solver.changeRowBounds(row, -_INFINITE, _INFINITE)

    def bind(self, row: int) -> None:
        """Know a fact again."""
        self._solver.changeRowBounds(row, self.known.low[row], self.known.high[row])


_OPTIONS: dict[str, bool | int | str] = {
    "output_flag": False,
    "presolve": "off",
    "solver": "simplex",
    "simplex_strategy": 1,  # dual: the truth is optimal until one row is moved
    # Measured on a city's tables: no scaling and Devex weights take a fifth less time.
    "simplex_scale_strategy": 0,
    "simplex_dual_edge_weight_strategy": 1,
    "threads": 1,
    "random_seed": 0,
}


def _model(known: Known, targets: Sequence[Mapping[int, float]]) -> highspy.HighsLp:
    count = len(known.up)
    rows = [*known.rows, *targets]
    model = highspy.HighsLp()
    model.num_col_, model.num_row_ = 2 * count, len(rows)
    cost = 1.0 / known.scale
    model.col_cost_ = np.concatenate([cost, cost])
    model.col_lower_ = np.zeros(2 * count)
    model.col_upper_ = np.concatenate([known.up, known.down])
    free = np.full(len(targets), _INFINITE)
    model.row_lower_ = np.concatenate([known.low, -free])
    model.row_upper_ = np.concatenate([known.high, free])
    start, index, value = _compressed(rows, count)
    model.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    model.a_matrix_.start_, model.a_matrix_.index_, model.a_matrix_.value_ = start, index, value
    return model


def _compressed(
    rows: Sequence[Mapping[int, float]], count: int
) -> tuple[NDArray[np.int32], NDArray[np.int32], Vector]:
    start, index, value = [0], [], []
    for row in rows:
        for column, weight in row.items():
            index += [column, count + column]
            value += [weight, -weight]
        start.append(len(index))
    return np.array(start, np.int32), np.array(index, np.int32), np.array(value, np.float64)
