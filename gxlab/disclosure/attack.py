"""The attacker (攻击者): how close what is printed comes to what must stay unknown.

Reads only what a reader outside has: the printed figures of all releases and the relations between
them. It is taken to know every firm's reading to within [0, 2x] beforehand (where readings may be
negative: nothing). Written before any protection, and knowing none of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from gxlab.disclosure.atoms import atoms_of
from gxlab.disclosure.near import Near
from gxlab.disclosure.primary import required_alone
from gxlab.disclosure.programs import Known, Programs, Vector
from gxlab.disclosure.states import States
from gxlab.disclosure.system import READING, Fact, System, Target
from gxlab.disclosure.twins import settled
from gxlab.disclosure.unknowns import SCALE
from gxlab.disclosure.untouched import untouched

# Where no width is asked for, this much (亿元) is: the true figure must not be told exactly.
LEAST = 1e-6
# Parts with more columns than this are first asked on few of them.
LARGE = 1_500
# An unknown of which nothing is known beforehand may move this far (亿元).
WIDE = 1e6


@dataclass(frozen=True)
class Disclosed:
    """A target known too closely (泄露): on which side (0: both), by which facts, by numbers.

    ``holding``: the insider who knows it; None: every reader.
    """

    target: int
    side: int
    facts: frozenset[int]
    holding: str | None = None


def knowing(whole: System) -> frozenset[str]:
    """The insiders that are tried (内部人): all of a cell of one or two, the largest of any other.

    Cells of all releases that are sensitive; who is large in no such cell learns least.
    """
    found = set()
    for target in (t for t in whole.targets if t.kind != READING):
        sizes = sorted(((abs(a), h) for h, a in target.amounts.items()), reverse=True)
        few = sizes if len(sizes) < 3 else sizes[:1]
        found |= {holding for _, holding in few}
    return frozenset(found)


class Attack:
    """What is printed about one indicator, asked about its targets.

    ``facts`` and the targets of ``whole`` keep their numbers; a fact can be forgotten
    (:meth:`forget`) and known again. ``solved`` and ``skipped`` count programs.
    """

    def __init__(self, whole: System, facts: Sequence[Fact]) -> None:
        self.whole = whole
        self.facts = facts
        self.settled = settled(whole, facts) | untouched(whole, facts)
        self.atoms = atoms_of(whole, facts, self.settled)
        self.parts = [_Part(self, numbers) for numbers in self.atoms.parts]
        self._place = {t: part for part in self.parts for t in part.targets}
        self._home = {f: part for part in self.parts for f in part.facts}
        self.skipped = 0
        self.knowing = knowing(whole)

    @property
    def solved(self) -> int:
        return sum(part.solved for part in self.parts)

    def outsider(self, targets: Iterable[int] | None = None) -> Iterator[Disclosed]:
        """Targets that a reader outside comes too close to (外部攻击), as they are found."""
        for number in range(len(self.whole.targets)) if targets is None else targets:
            if number in self.settled:
                self.skipped += 1
            else:
                yield from self._place[number].outsider(number)

    def insiders(self, targets: Iterable[int] | None = None) -> Iterator[Disclosed]:
        """Targets that some holding comes too close to by its own readings (内部攻击).

        Asked after :meth:`outsider`. A witness that moves none of the holding's unknowns is one
        for the insider too; every other pair of holding and target gets a program of its own.
        """
        chosen = set(range(len(self.whole.targets)) if targets is None else targets)
        for part in self.parts:
            yield from part.insiders(chosen & set(part.targets))

    def forget(self, facts: Iterable[int]) -> None:
        """These facts are not printed after all; states found before remain possible."""
        for fact in facts:
            self._home[fact].bound(fact, known=False)

    def learn(self, facts: Sequence[int]) -> list[int]:
        """Know facts again; returns the targets to be asked about anew."""
        for fact in facts:
            self._home[fact].bound(fact, known=True)
        return sorted({t for fact in facts for t in self._home[fact].targets})

    def saved(self) -> list[States]:
        """The states found so far, for :meth:`restore`."""
        return [part.pool.saved() for part in self.parts]

    def restore(self, states: Sequence[States]) -> None:
        for part, pool in zip(self.parts, states, strict=True):
            part.pool = pool

    def width(self, target: int) -> float:
        """How far apart states have been found for a target (已证明的区间宽度), 万元."""
        if target in self.settled:
            return 2 * self.whole.targets[target].level
        part = self._place[target]
        moved = part.pool.sums(part.form(target))
        return float(moved.max(initial=0.0) - moved.min(initial=0.0)) / SCALE


class _Part:
    """One connected part of what is known (连通块), with programs of its own."""

    def __init__(self, attack: Attack, part: tuple[tuple[int, ...], ...]) -> None:
        self.attack = attack
        self.columns, self.facts, self.targets = part
        self.pool = States(len(self.columns))
        self._free: set[int] = set()
        self._near: dict[frozenset[int], Near] = {}
        self._dropped = 0

    @cached_property
    def programs(self) -> Programs:
        return Programs(self._known, [self.form(t) for t in self.targets])

    @property
    def solved(self) -> int:
        whole = self.programs.solved if "programs" in self.__dict__ else 0
        return self._dropped + whole + sum(near.solved for near in self._near.values())

    @cached_property
    def _spoken_of(self) -> list[frozenset[int]]:
        """By column the releases that speak of it (同期列): columns alike move together cheaply."""
        told: list[set[int]] = [set() for _ in self.columns]
        for row, fact in zip(self._known.rows, self.facts, strict=True):
            for column in row:
                told[column].add(self.attack.facts[fact].release)
        return [frozenset(releases) for releases in told]

    def _nears(self, number: int) -> Iterator[Near]:
        """Programs on the kin of a target's columns; none where the part is small as it is."""
        if len(self.columns) <= LARGE:
            return
        for releases in dict.fromkeys(self._spoken_of[c] for c in self.form(number)):
            if releases not in self._near:
                kin = [c for c, told in enumerate(self._spoken_of) if told == releases]
                self._near[releases] = Near(self._known, self._forms, kin, self._free)
            yield self._near[releases]

    def _witness(self, number: int, amount: float, holding: str | None = None) -> Vector | None:
        """A state with the target that far, near at hand or from the whole; ``holding`` knows."""
        for near in self._nears(number):
            own = [c for c in near.columns if holding in self._holdings(c)]
            for column in own:
                near.limit(column, *self.room(self.columns[column], without=holding))
            found = near.witness(number, amount)
            for column in own:
                near.limit(column, *self.room(self.columns[column]))
            if found is not None:
                return found
        return self.programs.witness(self._index[number], amount)

    def _holdings(self, column: int) -> frozenset[str]:
        return self.attack.atoms.holdings[self.columns[column]]

    @cached_property
    def local(self) -> Mapping[int, int]:
        return {column: place for place, column in enumerate(self.columns)}

    @cached_property
    def _known(self) -> Known:
        whole, facts = self.attack.whole, self.attack.facts
        rows = [self._row(facts[f].weights) for f in self.facts]
        true = [
            sum(w * float(whole.unknowns[n].truth) for n, w in facts[f].weights.items())
            for f in self.facts
        ]
        low = np.array([min(facts[f].low - t, 0.0) for f, t in zip(self.facts, true, strict=True)])
        high = np.array(
            [max(facts[f].high - t, 0.0) for f, t in zip(self.facts, true, strict=True)]
        )
        room = np.array([self.room(c) for c in self.columns]).reshape(-1, 2)
        return Known(rows, low * SCALE, high * SCALE, room[:, 0], room[:, 1], room.max(axis=1))

    def _row(self, weights: Mapping[int, float]) -> dict[int, float]:
        """Weights on this part's columns; unknowns of one atom weigh alike."""
        column = self.attack.atoms.column
        return {self.local[column[n]]: w for n, w in weights.items()}

    @cached_property
    def _forms(self) -> dict[int, dict[int, float]]:
        targets = self.attack.whole.targets
        return {
            t: self._row({n: float(w) for n, w in targets[t].form.items()}) for t in self.targets
        }

    def form(self, target: int) -> dict[int, float]:
        return self._forms[target]

    def room(self, column: int, without: str | None = None) -> tuple[float, float]:
        """How far an atom may move down and up, 亿元; ``without``: who knows its own part."""
        whole = self.attack.whole
        down = up = 0.0
        for number in self.attack.atoms.members[column]:
            unknown = whole.unknowns[number]
            if unknown.holding == without:
                continue
            size = abs(float(unknown.truth)) * SCALE
            if whole.signed or unknown.truth <= 0:
                # That a reading is nil is no more known beforehand than any other.
                down += WIDE if whole.signed or unknown.truth < 0 else 0.0
                up += WIDE if whole.signed else self.attack.atoms.usual
            else:
                down, up = down + size, up + size
        return down, up

    def outsider(self, number: int) -> Iterator[Disclosed]:
        level = self.attack.whole.targets[number].level * SCALE
        if level <= LEAST:
            reasons = [self._failure(number, side, LEAST) for side in (1, -1)]
            if None not in reasons and any(reasons):
                yield Disclosed(number, 0, frozenset().union(*(r for r in reasons if r)))
            return
        for side in (1, -1):
            reason = self._failure(number, side, level)
            if reason:
                yield Disclosed(number, side, reason)

    def _failure(self, number: int, side: int, level: float) -> frozenset[int] | None:
        """The facts that forbid a witness; None where there is one, which is kept.

        No fact: what is known beforehand forbids it alone, and printing tells nothing.
        """
        if self.pool.far_enough(self.form(number), side, level) is not None:
            self.attack.skipped += 1
            return None
        found = self._witness(number, side * level)
        if found is None:
            return frozenset(self.facts[r] for r in self.programs.reasons)
        self.pool.add(found)
        return None

    @cached_property
    def _index(self) -> Mapping[int, int]:
        return {target: place for place, target in enumerate(self.targets)}

    def insiders(self, targets: set[int]) -> Iterator[Disclosed]:
        """Each holding against each target of which no state is known that leaves it alone."""
        waiting: dict[str, list[tuple[int, int]]] = {}
        for number, side in ((t, side) for t in sorted(targets) for side in (1, -1)):
            level = max(self.attack.whole.targets[number].level * SCALE, LEAST)
            seen = self.pool.far_enough(self.form(number), side, level)
            if seen is None:
                continue  # open on the other side only, which is enough where no width is asked
            moved = {self.columns[int(c)] for c in np.flatnonzero(self.pool.at(seen))}
            for holding in {h for c in moved for h in self.attack.atoms.holdings[c]}:
                if holding in self.attack.knowing:
                    waiting.setdefault(holding, []).append((number, side))
        for holding in sorted(waiting):
            yield from self._as(holding, waiting[holding])

    def _as(self, holding: str, asked: Sequence[tuple[int, int]]) -> Iterator[Disclosed]:
        """What one holding comes too close to, of the targets in doubt."""
        columns = [c for c in self.columns if holding in self.attack.atoms.holdings[c]]
        for column in columns:
            self.programs.limit(self.local[column], *self.room(column, without=holding))
        own = [self.local[c] for c in columns]
        for number, side in asked:
            level = self._level(self.attack.whole.targets[number], holding)
            if level <= 0:
                continue
            if self.pool.far_enough(self.form(number), side, level, still=own) is not None:
                self.attack.skipped += 1
                continue
            found = self._witness(number, side * level, holding)
            if found is None:
                reasons = frozenset(self.facts[r] for r in self.programs.reasons)
                if reasons:
                    yield Disclosed(number, side, reasons, holding)
            else:
                self.pool.add(found)
        for column in columns:
            self.programs.limit(self.local[column], *self.room(column))

    def _level(self, target: Target, holding: str) -> float:
        """How wide a target must stay for one who knows its own part of it, 亿元."""
        if holding not in target.amounts:
            return max(target.level * SCALE, LEAST)
        rest = {h: a for h, a in target.amounts.items() if h != holding}
        percent = self.attack.whole.rules.p_percent
        return float(required_alone(rest, target.protected - {holding}, percent)) * SCALE

    def bound(self, fact: int, *, known: bool) -> None:
        place = self._row_of[fact]
        (self.programs.bind if known else self.programs.free)(place)
        (self._free.discard if known else self._free.add)(place)
        self._dropped += sum(near.solved for near in self._near.values())
        self._near.clear()
        if known:
            low, high = self._known.low[place], self._known.high[place]
            self.pool.keep_within(self._known.rows[place], float(low), float(high))

    @cached_property
    def _row_of(self) -> Mapping[int, int]:
        return {fact: place for place, fact in enumerate(self.facts)}
