"""Unknowns that nothing tells apart (不可分单元), and the parts of a system that do not touch."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from gxlab.disclosure.system import Fact, System
from gxlab.disclosure.unknowns import SCALE, Form

Part = tuple[tuple[int, ...], tuple[int, ...], tuple[int, ...]]
"""Columns, facts and targets of one part, by number."""


@dataclass(frozen=True)
class Atoms:
    """``members``: the unknowns of a column; ``column``: the column of an unknown.

    ``holdings`` of each column; ``parts`` that share no fact and no target; ``usual``: the mean
    size of a reading that is not nil, 亿元.
    """

    members: tuple[tuple[int, ...], ...]
    column: Mapping[int, int]
    holdings: tuple[frozenset[str], ...]
    parts: tuple[Part, ...]
    usual: float


def atoms_of(whole: System, facts: Sequence[Fact], settled: Collection[int] = ()) -> Atoms:
    """Unknowns with the same weight in every fact and target are one column.

    ``settled``: targets that need no program; they keep nothing apart and are of no part.
    """
    told: dict[int, list[tuple[int, float]]] = {n: [] for n in range(len(whole.unknowns))}
    asked = {n: t.form for n, t in enumerate(whole.targets) if n not in settled}
    for row, weights in enumerate([*(fact.weights for fact in facts), *asked.values()]):
        for number, weight in weights.items():
            told[number].append((row, weight))
    places: dict[tuple[tuple[int, float], ...], int] = {}
    members: list[list[int]] = []
    for number, seen in told.items():
        if not seen:
            continue  # of no cell that is printed or protected
        place = places.setdefault(tuple(seen), len(places))
        if place == len(members):
            members.append([])
        members[place].append(number)
    column = {n: place for place, own in enumerate(members) for n in own}
    holdings = tuple(frozenset(whole.unknowns[n].holding for n in own) for own in members)
    parts = _parts(len(members), column, facts, asked)
    return Atoms(tuple(map(tuple, members)), column, holdings, parts, _usual(whole))


def _usual(whole: System) -> float:
    sizes = [abs(float(u.truth)) for u in whole.unknowns if u.truth]
    return SCALE * sum(sizes) / len(sizes) if sizes else 1.0


def joined(count: int, groups: Iterable[Sequence[int]]) -> list[int]:
    """For each of so many things the first of those it hangs together with by some group.

    >>> joined(4, [[0, 2], [2, 3]])
    [0, 1, 0, 0]
    """
    root = list(range(count))

    def find(place: int) -> int:
        while root[place] != place:
            root[place] = root[root[place]]
            place = root[place]
        return place

    for touched in groups:
        for place in touched[1:]:
            low, high = sorted((find(place), find(touched[0])))
            root[high] = low
    return [find(place) for place in range(count)]


def _parts(
    count: int, column: Mapping[int, int], facts: Sequence[Fact], asked: Mapping[int, Form]
) -> tuple[Part, ...]:
    rows = [[column[n] for n in fact.weights] for fact in facts]
    aims = {number: [column[n] for n in form] for number, form in asked.items()}
    home = joined(count, [*rows, *aims.values()])
    parts: dict[int, tuple[list[int], list[int], list[int]]] = {}
    for place in range(count):
        parts.setdefault(home[place], ([], [], []))[0].append(place)
    for number, touched in enumerate(rows):
        parts[home[touched[0]]][1].append(number)
    for number, touched in aims.items():
        parts[home[touched[0]]][2].append(number)
    return tuple((tuple(a), tuple(b), tuple(c)) for a, b, c in parts.values())
