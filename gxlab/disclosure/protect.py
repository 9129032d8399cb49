"""Which cells of a release are printed (保护): primary, secondary, and what earlier ones decided.

First exactly, by elimination: no protected sum is a combination of printed ones. Then by interval:
where a linear program shows that outsiders or insiders come too close, the cheapest cell it rests
on is given up. Last, what was given up and need not be is printed after all.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import polars as pl

from gxlab.disclosure.attack import Attack, Disclosed
from gxlab.disclosure.elimination import choose
from gxlab.disclosure.model import CELL, KEPT, PRIMARY, PRINTED, SECONDARY, Released, Rules
from gxlab.disclosure.system import READING, Cell, System, facts, rows_of, system
from gxlab.disclosure.unknowns import Form


@dataclass(frozen=True)
class Pattern:
    """What is printed and what is not (保密图样), one status a cell.

    ``past_help``: protected sums that earlier releases tell already, by period; nothing that is
    left out now can protect them.
    """

    status: Mapping[Cell, str]
    past_help: tuple[str, ...] = ()

    def frame(self, wanted: pl.DataFrame) -> pl.DataFrame:
        """``wanted`` with the column ``status``: printed, primary, secondary or kept."""
        told = [self.status[cell] for cell in wanted.select(CELL).iter_rows()]
        return wanted.with_columns(pl.Series("status", told, pl.String))


def protect(draft: Released, earlier: Sequence[Released], rules: Rules) -> Pattern:
    """The pattern of a release; ``draft`` has every wanted cell printed.

    ``earlier``: all releases that have left, in their order. Raises Inconsistent, Unsolved.
    """
    status: dict[Cell, str] = {}
    past_help: list[str] = []
    indicators = draft.data.wanted["indicator"].unique().sort().to_list()
    for indicator in indicators:
        whole = system(indicator, [*(r.data for r in earlier), draft.data], rules)
        work = _Work(whole, draft, earlier)
        status |= work.pattern()
        past_help += work.past_help
    return Pattern(status, tuple(past_help))


class _Work:
    """The pattern of one indicator in the making."""

    def __init__(self, whole: System, draft: Released, earlier: Sequence[Released]) -> None:
        self.whole = whole
        self.earlier = earlier
        self.past_help: list[str] = []
        self.worth = _worth(whole, draft)
        self.status = _begun(whole, draft, earlier)
        found = facts(whole, [*earlier, draft])
        self.attack = Attack(whole, found)
        self.facts_of: dict[Cell, list[int]] = {}
        for number, fact in enumerate(found):
            for cell in fact.cells:
                self.facts_of.setdefault(cell, []).append(number)

    def pattern(self) -> dict[Cell, str]:
        self._exactly()
        for cell in [c for c, s in self.status.items() if s != PRINTED]:
            self._forget(cell)
        every = range(len(self.whole.targets))
        self._repair(every)
        self._print_again()
        self._repair_insiders()
        return self.status

    def _exactly(self) -> None:
        """Secondary cells by elimination, the dearest cells being offered first."""
        offered = [c for c in self.worth if self.status[c] == PRINTED and self._rows(c)]
        mine = {n for sums in self.whole.cells[-1].values() for f in rows_of(sums) for n in f}
        protected = [t.form for t in self.whole.targets if mine & t.form.keys()]
        chosen = choose(
            [self._rows(cell) for cell in offered], protected, fixed=self._told_before(mine)
        )
        for cell, printed in zip(offered, chosen.printed, strict=True):
            if not printed:
                self.status[cell] = SECONDARY

    def _rows(self, cell: Cell) -> list[Form]:
        return rows_of(self.whole.cells[-1][cell])

    def _told_before(self, mine: set[int]) -> Iterator[Form]:
        """The rows of earlier releases that speak of unknowns of this one."""
        for release, sums in zip(self.earlier, self.whole.cells, strict=False):
            for cell in _printed(release, self.whole.indicator):
                if cell in sums:
                    yield from (form for form in rows_of(sums[cell]) if mine & form.keys())

    def _repair(self, targets: Iterable[int]) -> None:
        """Give up cells until no outsider comes too close to a target."""
        for target in targets:
            while (found := next(self.attack.outsider([target]), None)) is not None:
                if not self._give_up(found):
                    break

    def _repair_insiders(self) -> None:
        hopeless: set[tuple[int, str | None]] = set()
        clean = False
        while not clean:
            clean = True
            for found in self.attack.insiders():
                if (found.target, found.holding) in hopeless:
                    continue
                clean = False
                if not self._give_up(found):
                    hopeless.add((found.target, found.holding))

    def _give_up(self, found: Disclosed) -> bool:
        """Suppress the cheapest cell the disclosure rests on; False if it rests on none."""
        cells = {c for f in found.facts for c in self.attack.facts[f].cells}
        printed = [c for c in self.worth if c in cells and self.status[c] == PRINTED]
        if not printed:
            target = self.whole.targets[found.target]
            self.past_help.append(f"{self.whole.indicator}|{target.period}|{target.kind}")
            return False
        self.status[printed[-1]] = SECONDARY
        self._forget(printed[-1])
        return True

    def _forget(self, cell: Cell) -> None:
        self.attack.forget(self.facts_of.get(cell, ()))

    def _print_again(self) -> None:
        """Print the dearest of the cells given up for others, where every target stays safe."""
        given_up = [c for c in self.worth if self.status[c] == SECONDARY]
        for cell in given_up:
            mine = [f for f in self.facts_of.get(cell, ()) if self._others_printed(f, cell)]
            before = self.attack.saved()
            targets = self.attack.learn(mine)
            if next(self.attack.outsider(targets), None) is None:
                self.status[cell] = PRINTED
            else:
                self.attack.forget(mine)
                self.attack.restore(before)

    def _others_printed(self, fact: int, cell: Cell) -> bool:
        others = self.attack.facts[fact].cells
        return all(self.status[c] == PRINTED for c in others if c != cell)


def _begun(whole: System, draft: Released, earlier: Sequence[Released]) -> dict[Cell, str]:
    """Primary cells, and those a release of the same period left out (一经不公布，不再公布)."""
    kept = {
        cell
        for release in earlier
        if release.data.period == draft.data.period
        for cell in whole.cells[-1].keys() & _suppressed(release, whole.indicator)
    }
    sensitive = {t.cell for t in whole.targets if t.kind != READING and t.cell is not None}
    status = dict.fromkeys(whole.cells[-1], PRINTED)
    status |= dict.fromkeys(kept, KEPT)
    return status | dict.fromkeys(sensitive, PRIMARY)


def _worth(whole: System, draft: Released) -> list[Cell]:
    """Cells from the dearest on: totals of the city, of units, then by size (保留次序)."""
    level = {row[:5]: row[5] for row in draft.data.wanted.select(*CELL, "level").iter_rows()}

    def order(cell: Cell) -> tuple[int, float, Cell]:
        value = sum(float(whole.unknowns[n].truth) for n in whole.cells[-1][cell].value)
        return (level[cell], -abs(value), cell)

    return sorted(whole.cells[-1], key=order)


def _printed(release: Released, indicator: str) -> set[Cell]:
    return _cells(release.figures, indicator, "printed")


def _suppressed(release: Released, indicator: str) -> set[Cell]:
    return _cells(release.figures, indicator, "suppressed")


def _cells(figures: pl.DataFrame, indicator: str, status: str) -> set[Cell]:
    rows = figures.filter(
        (pl.col("indicator") == indicator)
        & (pl.col("status") == status)
        & (pl.col("statistic") == "value")
    )
    return set(rows.select(CELL).iter_rows())
