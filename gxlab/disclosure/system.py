"""What is known and what must stay unknown (攻击模型): all releases of one indicator as sums.

A printed figure is a fact about a sum of unknowns, true to half a unit of its last digit. A target
is a sum that nobody may come too close to: a sensitive cell, its base, what its month or its
change between releases would tell, and every firm's own reading that stands alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

import polars as pl

from gxlab.disclosure.model import CELL, FACTOR, Gathered, Released, Rules, set_of
from gxlab.disclosure.primary import sensitivity
from gxlab.disclosure.secrets import OF_CELL, REST, Cell, Sums, rests, secrets
from gxlab.disclosure.unknowns import Form, Register, Told, Unknown, added

LEVEL, GROWTH = "level", "growth"
Item = tuple[Cell, str]
"""What can be printed or left out: a cell's level, and its growth."""


READING = "reading"
"""The kind of a target that is one firm's own reading; see :mod:`.secrets` for the others."""


class Inconsistent(ValueError):
    """A printed figure is not the figure of its cell (印出的数与单元格不符)."""


@dataclass(frozen=True)
class Fact:
    """``low`` ≤ Σ weight · unknown ≤ ``high``, in 万元.

    ``items``: those of the judged release that must all be printed for it to be known;
    ``release``: the release that prints it, by number.
    """

    weights: Mapping[int, float]
    low: float
    high: float
    items: tuple[Item, ...] = ()
    release: int = 0


@dataclass(frozen=True)
class Target:
    """A sum to be protected: from an outsider by ``level`` on either side, 万元.

    ``amounts`` by holding, ``protected`` those that did not waive: what an insider may not learn
    is reckoned from them. ``cell``: the cell of the judged release it speaks of, if one.
    """

    form: Form
    level: float
    amounts: Mapping[str, Decimal]
    protected: frozenset[str]
    kind: str
    period: str
    cell: Cell | None = None


@dataclass(frozen=True)
class System:
    """All releases of one indicator: unknowns, cells by release, targets; the last is judged."""

    indicator: str
    unknowns: tuple[Unknown, ...]
    signed: bool
    cells: tuple[Mapping[Cell, Sums], ...]
    targets: tuple[Target, ...]
    rules: Rules


def system(indicator: str, releases: Sequence[Gathered], rules: Rules) -> System:
    """The attack model of one indicator; ``releases`` in the order they left, the judged last."""
    register = Register(indicator)
    # By month, not as they left: a cumulative figure is made of the one before it.
    order = sorted(range(len(releases)), key=lambda number: releases[number].period)
    found_of = {number: register.told(releases[number]) for number in order}
    told = [found_of[number] for number in range(len(releases))]
    cells = tuple(
        dict(_cells(indicator, release, found))
        for release, found in zip(releases, told, strict=True)
    )
    unknowns = tuple(register.unknowns)
    makes = _Targets(unknowns, register.composed, register.signed, rules)
    targets = tuple(makes.of(indicator, releases, cells))
    return System(indicator, unknowns, register.signed, cells, targets, rules)


def _cells(
    indicator: str, release: Gathered, told: Mapping[tuple[str, str], Told]
) -> Iterator[tuple[Cell, Sums]]:
    groups = release.groups.filter(pl.col("indicator_set") == set_of(indicator))
    members: dict[tuple[str, str, str], list[str]] = {}
    for unit, by, code, firm in groups.select("unit", "by", "code", "enterprise").iter_rows():
        members.setdefault((unit, by, code), []).append(firm)
    wanted = release.wanted.filter(pl.col("indicator") == indicator).select(CELL)
    for cell in wanted.unique().sort(CELL).iter_rows():
        _, span, unit, by, code = cell
        found = [told[span, f] for f in members.get((unit, by, code), ()) if (span, f) in told]
        compared = [t for t in found if t.base is not None]
        yield (
            cell,
            Sums(
                added([t.value for t in found]),
                added([t.value for t in compared]),
                added([t.base for t in compared if t.base is not None]),
                added([t.before for t in found if t.before is not None]),
            ),
        )


@dataclass(frozen=True)
class _Targets:
    """Makes targets: the same sum is protected once, at the widest that is asked."""

    unknowns: tuple[Unknown, ...]
    composed: Sequence[Form]
    signed: bool
    rules: Rules

    def of(
        self,
        indicator: str,
        releases: Sequence[Gathered],
        cells: Sequence[Mapping[Cell, Sums]],
    ) -> list[Target]:
        found: dict[frozenset[tuple[int, int]], Target] = {}
        periods = [release.period for release in releases]
        last = len(releases) - 1
        for number, sums in enumerate(cells):
            for cell in sums:
                for kind, form in secrets(cell, number, periods, cells):
                    mine = cell if number == last and kind in OF_CELL else None
                    forced = self._forced(cell, kind)
                    target = self.target(form, kind, periods[number], mine, forced)
                    if target is not None:
                        _keep(found, target)
            for form in rests(sums):
                if (target := self.target(form, REST, periods[number])) is not None:
                    _keep(found, target)
        for form in [*({number: 1} for number in range(len(self.unknowns))), *self.composed]:
            if (target := self.target(form, READING, "")) is not None:
                _keep(found, target)
        return list(found.values())

    def _forced(self, cell: Cell, kind: str) -> bool:
        indicator, _, unit, by, code = cell
        named = {(indicator, unit, by, code), ("", unit, by, code)}
        return kind == "value" and bool(named & self.rules.forced)

    def target(
        self, form: Form, kind: str, period: str, cell: Cell | None = None, forced: bool = False
    ) -> Target | None:
        """The target of a sum; None where the sum is not sensitive."""
        if not form:
            return None
        contributions = [
            (u.holding, u.truth * times, u.waived)
            for u, times in ((self.unknowns[n], times) for n, times in form.items())
        ]
        judged = sensitivity(contributions, self.rules, signed=self.signed, forced=forced)
        if not judged.sensitive:
            return None
        amounts: dict[str, Decimal] = {}
        for holding, amount, _ in contributions:
            amounts[holding] = amounts.get(holding, Decimal(0)) + amount
        protected = frozenset(h for h, _, waived in contributions if not waived)
        return Target(form, float(judged.level), amounts, protected, kind, period, cell)


def _keep(found: dict[frozenset[tuple[int, int]], Target], target: Target) -> None:
    key = frozenset(target.form.items())
    opposite = frozenset((n, -times) for n, times in target.form.items())
    if opposite in found:
        return
    before = found.get(key)
    if before is None or (before.cell is None and target.cell is not None):
        found[key] = target


def facts(whole: System, releases: Sequence[Released]) -> list[Fact]:
    """What the printed figures of all releases say about the unknowns.

    Raises Inconsistent where a printed figure is not that of its cell, ValueError for a statistic
    that no rule speaks of.
    """
    found: list[Fact] = []
    last = len(releases) - 1
    for number, release in enumerate(releases):
        sums = whole.cells[number]
        rows = release.figures.filter(
            (pl.col("indicator") == whole.indicator) & (pl.col("status") == "printed")
        )
        for row in rows.to_dicts():
            for fact in _facts_of(row, sums, mine=number == last):
                if fact.weights:
                    _agrees(whole, fact, row)
                    found.append(replace(fact, release=number))
    return found


def _facts_of(row: Mapping[str, Any], sums: Mapping[Cell, Sums], *, mine: bool) -> list[Fact]:
    cell: Cell = (row["indicator"], row["span"], row["unit"], row["by"] or "", row["code"] or "")
    if cell not in sums:
        raise Inconsistent(f"“{row['ref']}”不是本期发布的单元格。")
    one, statistic = sums[cell], row["statistic"]
    owners: tuple[Item, ...] = ((cell, LEVEL),) if mine else ()
    number, half = Decimal(row["number"]), Decimal(row["half"])
    if statistic in ("rank", "n"):
        return []  # ranks follow from printed growth, ties included; counts tell no amount
    if statistic == "value":
        factor = FACTOR[row["unit_of_measure"]]
        low, high = (number - half) * factor, (number + half) * factor
        return [Fact(_weights(one.value), float(low), float(high), owners)]
    low, high = (number - half) / 100, (number + half) / 100
    if statistic == "growth_yoy_pct":
        growth: tuple[Item, ...] = ((cell, GROWTH),) if mine else ()
        return list(_ratio(one.compared, one.base, 1 + low, 1 + high, growth))
    if statistic == "share_pct":
        above: Cell = (cell[0], cell[1], cell[2], "", "")
        if above not in sums:
            raise Inconsistent(f"“{row['ref']}”的占比没有对应的合计。")
        owners += ((above, LEVEL),) if mine else ()
        return list(_ratio(one.value, sums[above].value, low, high, owners))
    raise ValueError(f"“{row['ref']}”的统计量“{statistic}”没有审计规则。")


def _ratio(
    part: Form, whole: Form, low: Decimal, high: Decimal, items: tuple[Item, ...]
) -> Iterator[Fact]:
    """part ÷ whole within bounds, the whole being positive: two inequalities."""
    for bound, above in ((low, True), (high, False)):
        weights = {n: float(times) for n, times in part.items()}
        for n, times in whole.items():
            weights[n] = weights.get(n, 0.0) - float(bound) * times
        edge = (0.0, float("inf")) if above else (float("-inf"), 0.0)
        yield Fact({n: w for n, w in weights.items() if w}, *edge, items)


def _weights(form: Form) -> dict[int, float]:
    return {n: float(times) for n, times in form.items()}


def _agrees(whole: System, fact: Fact, row: Mapping[str, Any]) -> None:
    truth = sum(w * float(whole.unknowns[n].truth) for n, w in fact.weights.items())
    size = sum(abs(w * float(whole.unknowns[n].truth)) for n, w in fact.weights.items())
    slack = 1e-9 * max(1.0, size)
    if not fact.low - slack <= truth <= fact.high + slack:
        raise Inconsistent(f"“{row['ref']}”印出“{row['text']}”，与单元格的数不符，请重新生成。")


def row_of(sums: Sums, part: str) -> Form:
    """What printing a level, or a growth, tells exactly: the sum, or the base behind it."""
    return sums.value if part == LEVEL else sums.base
