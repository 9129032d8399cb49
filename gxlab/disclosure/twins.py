"""Secrets of one firm that need no program (免算目标): another firm can stand in for it.

Two unknowns with the same weight in every fact are twins: what one has more the other may have
less, and nothing that is printed changes. A sum of one firm alone that is asked to stay open by
less than its own size and its twins' together is open on either side.
"""

from __future__ import annotations

from collections.abc import Sequence

from gxlab.disclosure.system import Fact, System, Target
from gxlab.disclosure.unknowns import Unknown

# In 万元: where no width is asked for, this much is.
_LEAST = 0.01


def settled(whole: System, facts: Sequence[Fact]) -> frozenset[int]:
    """Targets of one firm that are open to outsiders and to every insider, by number.

    Holds for fewer facts as well: twins stay twins.
    """
    told: dict[int, list[tuple[int, float]]] = {n: [] for n in range(len(whole.unknowns))}
    for row, fact in enumerate(facts):
        for number, weight in fact.weights.items():
            told[number].append((row, weight))
    family = {number: tuple(seen) for number, seen in told.items()}
    sizes: dict[tuple[tuple[int, float], ...], dict[str, float]] = {}
    for number, unknown in enumerate(whole.unknowns):
        own = sizes.setdefault(family[number], {})
        own[unknown.holding] = own.get(unknown.holding, 0.0) + max(float(unknown.truth), 0.0)
    return frozenset(
        number
        for number, target in enumerate(whole.targets)
        if _of_one(target, whole.unknowns)
        and any(
            abs(times) == 1
            and _room(whole.unknowns[n], sizes[family[n]], signed=whole.signed)
            >= max(target.level, _LEAST)
            for n, times in target.form.items()
        )
    )


def _of_one(target: Target, unknowns: Sequence[Unknown]) -> bool:
    return len({unknowns[n].enterprise for n in target.form}) == 1


def _room(unknown: Unknown, sizes: dict[str, float], *, signed: bool) -> float:
    """How far it may move with its twins of other holdings, whichever of them an insider knows."""
    others = [size for holding, size in sizes.items() if holding != unknown.holding]
    if signed:  # nothing is known beforehand of either
        return float("inf") if len(others) > 1 else 0.0
    return min(float(unknown.truth), sum(others) - max(others, default=0.0))
