"""An attack written apart from the product's (独立攻击): min and max of sums, nothing shared.

Variables are firms' readings, known beforehand to within [0, 2x] (signed: not at all). Two are the
same where firm, span, month and amount are; a cumulative figure is the one before it and its month.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import highspy
import numpy as np

from gxlab.disclosure.model import Released, Rules

Key = tuple[str, str, str, str, float]
"""Indicator, span, month, firm, amount in 万元."""
Sum = dict[Key, float]
Told = tuple[Sum, Sum, Sum]
"""A firm's value, base (empty: not compared) and, by its month, what it was a month before."""
Row = tuple[Mapping[Key, float], float, float]
INFINITE = highspy.kHighsInf
_UNIT = {"亿元": 1e4, "万元": 1.0}
_EXACT = 1e-6
_UNBOUNDED = (
    highspy.HighsModelStatus.kUnbounded,
    highspy.HighsModelStatus.kUnboundedOrInfeasible,
)


def before(month: str, months: int) -> str:
    """The month so many months earlier.

    >>> before("2026-03", 1), before("2026-05", 12)
    ('2026-02', '2025-05')
    """
    year, number = divmod(int(month[:4]) * 12 + int(month[5:]) - 1 - months, 12)
    return f"{year}-{number + 1:02d}"


class Intervals:
    """Least and greatest values of sums, given rows (weights, low, high) and bounds."""

    def __init__(self, rows: Sequence[Row], bounds: Mapping[Key, tuple[float, float]]) -> None:
        self.place = {key: number for number, key in enumerate(bounds)}
        self.solver: Any = highspy.Highs()  # type: ignore[no-untyped-call]
        self.solver.setOptionValue("output_flag", False)
        self.solver.setOptionValue("threads", 1)
        for low, high in bounds.values():
            self.solver.addVar(low, high)
        for weights, low, high in rows:
            index = np.array([self.place[key] for key in weights], np.int32)
            self.solver.addRow(low, high, len(index), index, np.array(list(weights.values())))

    def of(self, asked: Mapping[Key, float]) -> tuple[float, float]:
        for key, weight in asked.items():
            self.solver.changeColCost(self.place[key], weight)
        low = self._end(highspy.ObjSense.kMinimize, -INFINITE)
        high = self._end(highspy.ObjSense.kMaximize, INFINITE)
        for key in asked:
            self.solver.changeColCost(self.place[key], 0.0)
        return low, high

    def _end(self, sense: highspy.ObjSense, without: float) -> float:
        self.solver.changeObjectiveSense(sense)
        self.solver.run()
        status = self.solver.getModelStatus()
        if status == highspy.HighsModelStatus.kOptimal:
            return float(self.solver.getInfo().objective_function_value)
        assert status in _UNBOUNDED, status
        return without


@dataclass
class World:
    """All that an outsider has of some releases: rows, and what must not be told."""

    rules: Rules
    owner: dict[Key, str] = field(default_factory=dict)
    waived: set[Key] = field(default_factory=set)
    rows: list[Row] = field(default_factory=list)
    secret: list[Sum] = field(default_factory=list)
    _stated: dict[tuple[object, ...], list[Sum]] = field(default_factory=dict)

    def take(self, release: Released) -> World:
        """Add a release: its readings, its cells and what it prints."""
        data = release.data
        readings: dict[tuple[str, str, str], Told] = {}
        for row in sorted(data.readings.to_dicts(), key=lambda r: r["span"], reverse=True):
            where = (row["indicator"], row["span"], row["enterprise"])
            readings[where] = self._reading(row, data.period)
        months = {k: v for k, v in readings.items() if k[1] == "month"}
        for (name, _, firm), (own, _, _) in months.items():
            if (name, "ytd", firm) in readings and data.period[5:] not in ("01", "02"):
                value, base, _ = readings[name, "ytd", firm]
                readings[name, "ytd", firm] = value, base, self._former(value, own, data.period)
        members: dict[tuple[str, str, str], set[str]] = {}
        for _, unit, by, code, firm in data.groups.iter_rows():
            members.setdefault((unit, by, code), set()).add(firm)
        cells: dict[tuple[str, ...], list[Told]] = {}
        for name, span, unit, by, code, _ in data.wanted.iter_rows():
            firms = sorted(members[unit, by, code])
            found = [readings[name, span, f] for f in firms if (name, span, f) in readings]
            cells[name, span, unit, by, code] = found
            self._cell((name, span, unit, by, code), found, data.period)
        for row in release.figures.filter(status="printed").to_dicts():
            self.rows += _told(row, cells)
        return self

    def _reading(self, row: Mapping[str, object], month: str) -> Told:
        def one(amount: object, when: str) -> Sum:
            name, span, firm = str(row["indicator"]), str(row["span"]), str(row["enterprise"])
            key = (name, span, when, firm, float(str(amount)))
            if key not in self.owner:
                self.owner[key] = str(row["holding"] or firm)
                if row["waived"]:
                    self.waived.add(key)
                else:
                    self.secret.append({key: 1.0})
            return {key: 1.0}

        base = one(row["base"], before(month, 12)) if row["base"] is not None else {}
        return one(row["value"], month), base, {}

    def _former(self, total: Sum, own: Sum, month: str) -> Sum:
        """What was cumulative a month before: 1 to this month is that and this month."""
        (whole,), (part,) = total, own
        former = (whole[0], "ytd", before(month, 1), whole[3], whole[4] - part[4])
        if former not in self.owner:
            self.owner[former] = self.owner[whole]
            if whole in self.waived:
                self.waived.add(former)
            else:
                self.secret.append({former: 1.0})
        self.rows.append(({whole: 1.0, part: -1.0, former: -1.0}, 0.0, 0.0))
        return {former: 1.0}

    def _cell(self, cell: tuple[str, ...], found: list[Told], month: str) -> None:
        value, base, former = (plus(told[part] for told in found) for part in range(3))
        times = (month, before(month, 12), before(month, 1))
        last = self._stated.get((*cell, before(month, 1)), []) if cell[1] == "ytd" else []
        if month[5:] != "01" and value.keys() - self.waived:
            self.secret += [plus([value, minus(other)]) for other in last]  # the month inferred
        for when, told in zip(times, (value, base, former), strict=True):
            if not told:
                continue
            earlier = self._stated.setdefault((*cell, when), [])
            self.secret += [told, *(plus([told, minus(other)]) for other in earlier)]
            earlier.append(told)

    @property
    def part(self) -> float:
        return float(self.rules.p_percent) / 100

    @property
    def bounds(self) -> dict[Key, tuple[float, float]]:
        sizes = [abs(key[4]) for key in self.owner if key[4]]
        usual = sum(sizes) / len(sizes)
        return {
            # A month beyond its cumulative figure makes the one before negative.
            key: (-INFINITE, INFINITE)
            if key[0] == "profit" or key[4] < 0
            else (0.0, 2 * key[4] or usual)
            for key in self.owner
        }

    def recovered(self) -> list[tuple[tuple[str, ...], float, float]]:
        """Secret sums known too closely: their firms, and how far down and up they may be."""
        return list(self._open(self.rows, self.bounds, self._levels()))

    def by_insiders(self) -> list[tuple[tuple[str, ...], float, float]]:
        """The same for every holding in turn, which knows its own readings."""
        found: list[tuple[tuple[str, ...], float, float]] = []
        levels = self._levels()
        for holding in sorted(set(self.owner.values())):
            known = {k: (k[4], k[4]) for k, h in self.owner.items() if h == holding}
            left = []
            for secret, level in levels:
                rest = {k: w for k, w in secret.items() if self.owner[k] != holding}
                alone = self._alone(rest) if len(rest) < len(secret) else level
                if rest and (alone > 0 or len(rest) == len(secret)):
                    left.append((rest, alone))
            found += self._open(self.rows, {**self.bounds, **known}, left)
        return found

    def _alone(self, rest: Sum) -> float:
        amounts = self.amounts(rest)
        total = sum(map(abs, amounts.values()))
        shown = {self.owner[k] for k in rest if k not in self.waived}
        return max(
            (self.part * abs(amounts[h]) - (total - abs(amounts[h])) for h in shown), default=0.0
        )

    def _open(
        self,
        rows: Sequence[Row],
        bounds: Mapping[Key, tuple[float, float]],
        levels: Iterable[tuple[Sum, float]],
    ) -> Iterator[tuple[tuple[str, ...], float, float]]:
        solver = Intervals(rows, bounds)
        for secret, level in levels:
            truth = sum(w * key[4] for key, w in secret.items())
            low, high = solver.of(secret)
            down, up = truth - low, high - truth
            near = min(down, up) < level * (1 - 1e-6) - _EXACT
            if near or down + up <= _EXACT * max(1.0, abs(truth)):
                yield tuple(sorted(f"{k[3]} {k[1]} {k[2]}" for k in secret)), down, up

    def _levels(self) -> list[tuple[Sum, float]]:
        """Sensitive sums, once each, and how wide they must stay ."""
        found = {}
        for secret in self.secret:
            level = self.level(secret)
            if level is not None:
                found[frozenset(secret.items())] = (secret, level)
        return list(found.values())

    def amounts(self, secret: Sum) -> dict[str, float]:
        found: dict[str, float] = {}
        for key, weight in secret.items():
            found[self.owner[key]] = found.get(self.owner[key], 0.0) + weight * key[4]
        return found

    def level(self, secret: Sum) -> float | None:
        """Half the width a sum must keep; None where it is not sensitive."""
        shown = {self.owner[k] for k in secret if k not in self.waived}
        amounts = self.amounts(secret)
        if not shown:
            return None
        sizes = {holding: abs(amount) for holding, amount in amounts.items()}
        asked = 0.0
        for holding in shown:
            others = [s for h, s in sizes.items() if h != holding]
            second = max(others, default=0.0)
            asked = max(asked, self.part * sizes[holding] - (sum(others) - second))
        signed = any(key[0] == "profit" for key in secret)
        if len(amounts) < self.rules.min_frequency:
            return asked
        return asked if asked > 1e-9 and not signed else None


def plus(sums: Iterable[Sum]) -> Sum:
    """The sum of sums; what cancels is left out."""
    total: Sum = {}
    for one in sums:
        for key, weight in one.items():
            total[key] = total.get(key, 0.0) + weight
    return {key: weight for key, weight in total.items() if weight}


def minus(one: Sum) -> Sum:
    return {key: -weight for key, weight in one.items()}


def _told(row: Mapping[str, str], cells: Mapping[tuple[str, ...], list[Told]]) -> list[Row]:
    """A printed figure as rows: value ± half, and ratios as two inequalities."""
    where = (row["indicator"], row["span"], row["unit"], row["by"], row["code"])
    found = cells[where]
    number, half = float(row["number"]), float(row["half"])
    value = plus(v for v, _, _ in found)
    if row["statistic"] == "value":
        unit = _UNIT[row["unit_of_measure"]]
        return [(value, (number - half) * unit, (number + half) * unit)]
    if row["statistic"] == "share_pct":
        part, whole = value, plus(v for v, _, _ in cells[(*where[:3], "", "")])
        low, high = (number - half) / 100, (number + half) / 100
    elif row["statistic"] == "growth_yoy_pct":
        part, whole = plus(v for v, b, _ in found if b), plus(b for _, b, _ in found)
        low, high = 1 + (number - half) / 100, 1 + (number + half) / 100
    else:
        return []
    above = plus([part, {k: -low * w for k, w in whole.items()}])
    below = plus([part, {k: -high * w for k, w in whole.items()}])
    return [(above, 0.0, INFINITE), (below, -INFINITE, 0.0)]
