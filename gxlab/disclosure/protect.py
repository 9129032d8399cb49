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
from gxlab.disclosure.elimination import Offers, choose, offers
from gxlab.disclosure.model import CELL, KEPT, PRIMARY, PRINTED, SECONDARY, Released, Rules
from gxlab.disclosure.secrets import BASE, Cell
from gxlab.disclosure.system import (
    GROWTH,
    LEVEL,
    READING,
    Item,
    System,
    facts,
    row_of,
    system,
)
from gxlab.disclosure.unknowns import Form


@dataclass(frozen=True)
class Pattern:
    """What is printed and what is not (保密图样): a status for every cell, its growth apart.

    ``growth``: cells whose growth is printed. ``past_help``: protected sums that earlier releases
    tell already; nothing that is left out now can protect them.
    """

    status: Mapping[Cell, str]
    growth: frozenset[Cell] = frozenset()
    past_help: tuple[str, ...] = ()

    def frame(self, wanted: pl.DataFrame) -> pl.DataFrame:
        """``wanted`` with ``status`` (printed, primary, secondary, kept) and ``growth`` (bool)."""
        cells = list(wanted.select(CELL).iter_rows())
        return wanted.with_columns(
            pl.Series("status", [self.status[c] for c in cells], pl.String),
            pl.Series("growth", [c in self.growth for c in cells], pl.Boolean),
        )


def protect(
    draft: Released, earlier: Sequence[Released], rules: Rules, *, insiders: bool = True
) -> Pattern:
    """The pattern of a release; ``draft`` has every wanted cell printed.

    ``earlier``: all releases that have left, in their order. ``insiders`` false: outsiders only,
    to be compared with programs that know no insider. Raises Inconsistent, Unsolved.
    """
    status: dict[Item, str] = {}
    past_help: list[str] = []
    for indicator in draft.data.wanted["indicator"].unique().sort().to_list():
        whole = system(indicator, [*(r.data for r in earlier), draft.data], rules)
        work = _Work(whole, draft, earlier)
        status |= work.pattern(insiders=insiders)
        past_help += work.past_help
    levels = {cell: told for (cell, part), told in status.items() if part == LEVEL}
    growth = frozenset(c for (c, part), told in status.items() if (part, told) == (GROWTH, PRINTED))
    return Pattern(levels, growth, tuple(past_help))


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
        self.facts_of: dict[Item, list[int]] = {}
        for number, fact in enumerate(found):
            for item in fact.items:
                self.facts_of.setdefault(item, []).append(number)

    def pattern(self, *, insiders: bool) -> dict[Item, str]:
        self._exactly()
        for item in [i for i, s in self.status.items() if s != PRINTED]:
            self._leave_out(item, self.status[item])
        self._repair(range(len(self.whole.targets)))
        self._print_again()
        if insiders:
            self._repair_insiders()
        return self.status

    def _exactly(self) -> None:
        """Secondary items by elimination, the dearest being offered first."""
        offered = [i for i in self.worth if self.status[i] == PRINTED and self._row(i)]
        mine = {n for item in self.worth for n in self._row(item)}
        rows = [[self._row(item)] for item in offered]
        chosen = choose(rows, self._protected(mine), fixed=self._told_before(mine))
        for item, printed in zip(offered, chosen.printed, strict=True):
            if not printed:
                self.status[item] = SECONDARY

    def _protected(self, mine: set[int]) -> list[Form]:
        return [t.form for t in self.whole.targets if mine & t.form.keys()]

    def _row(self, item: Item) -> Form:
        cell, part = item
        return row_of(self.whole.cells[-1][cell], part)

    def _told_before(self, mine: set[int]) -> Iterator[Form]:
        """The rows of earlier releases that speak of unknowns of this one."""
        for release, sums in zip(self.earlier, self.whole.cells, strict=False):
            for cell, part in _items(release, self.whole.indicator, "printed"):
                if cell in sums and mine & (row := row_of(sums[cell], part)).keys():
                    yield row

    def _repair(self, targets: Iterable[int]) -> None:
        """Give up items until no outsider comes too close to a target."""
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
        """Leave out the cheapest item the disclosure rests on; False if it rests on none."""
        items = {i for f in found.facts for i in self.attack.facts[f].items}
        printed = [i for i in self.worth if i in items and self.status[i] == PRINTED]
        if not printed:
            target = self.whole.targets[found.target]
            self.past_help.append(f"{self.whole.indicator}|{target.period}|{target.kind}")
            return False
        self._leave_out(printed[-1], SECONDARY)
        return True

    def _leave_out(self, item: Item, why: str) -> None:
        """An item is not printed; without its level a cell has no growth either."""
        cell, part = item
        self.status[item] = why
        self.attack.forget(self.facts_of.get(item, ()))
        if part == LEVEL and self.status[cell, GROWTH] == PRINTED:
            self._leave_out((cell, GROWTH), SECONDARY)

    def _print_again(self) -> None:
        """Print the dearest of the items given up for others, where every target stays safe.

        Safe also from being worked out to the last printed digit, however wide rounding leaves it.
        """
        again = [i for i in self.worth if self.status[i] == SECONDARY]
        offered = self._offered(again)
        for number, item in enumerate(again):
            cell, part = item
            if part == GROWTH and self.status[cell, LEVEL] != PRINTED:
                continue
            mine = [f for f in self.facts_of.get(item, ()) if self._others_printed(f, item)]
            before = self.attack.saved()
            targets = self.attack.learn(mine)
            safe = next(self.attack.outsider(targets), None) is None
            if safe and offered.offer([number]):
                self.status[item] = PRINTED
            else:
                self.attack.forget(mine)
                self.attack.restore(before)

    def _offered(self, again: Sequence[Item]) -> Offers:
        """What is left out now, to be offered beside all that is printed now and before."""
        mine = {n for item in self.worth for n in self._row(item)}
        printed = [self._row(i) for i in self.worth if self.status[i] == PRINTED]
        known = [*self._told_before(mine), *printed]
        return offers([self._row(i) for i in again], self._protected(mine), known=known)[0]

    def _others_printed(self, fact: int, item: Item) -> bool:
        others = self.attack.facts[fact].items
        return all(self.status[i] == PRINTED for i in others if i != item)


def _begun(whole: System, draft: Released, earlier: Sequence[Released]) -> dict[Item, str]:
    """Primary items, and those a release of the same period left out (一经不公布，不再公布)."""
    items = [(cell, part) for cell in whole.cells[-1] for part in (LEVEL, GROWTH)]
    status = dict.fromkeys(items, PRINTED)
    for release in earlier:
        if release.data.period == draft.data.period:
            left_out = _items(release, whole.indicator, "suppressed")
            status |= dict.fromkeys(status.keys() & left_out, KEPT)
    for target in whole.targets:
        if target.cell is not None and target.kind != READING:
            part = GROWTH if target.kind == BASE else LEVEL
            status[target.cell, part] = PRIMARY
    return status


def _worth(whole: System, draft: Released) -> list[Item]:
    """Items from the dearest on: the city's totals, units', then by size (保留次序)."""
    level = {row[:5]: row[5] for row in draft.data.wanted.select(*CELL, "level").iter_rows()}

    def order(item: Item) -> tuple[int, bool, float, Cell]:
        cell, part = item
        value = sum(float(whole.unknowns[n].truth) for n in whole.cells[-1][cell].value)
        return (level[cell], part == GROWTH, -abs(value), cell)

    return sorted(((c, part) for c in whole.cells[-1] for part in (LEVEL, GROWTH)), key=order)


def _items(release: Released, indicator: str, status: str) -> set[Item]:
    """The items of a release that were printed, or were not."""
    part = {"value": LEVEL, "growth_yoy_pct": GROWTH}
    rows = release.figures.filter(
        (pl.col("indicator") == indicator)
        & (pl.col("status") == status)
        & pl.col("statistic").is_in(list(part))
    )
    return {(row[:5], part[row[5]]) for row in rows.select(*CELL, "statistic").iter_rows()}
