"""A check of releases written apart from the product: firms' figures between bounds, min and max.

Of gxlab it knows the frames of a release and nothing of how one is attacked or protected. Every
firm's reading is a variable in [0, 2x] (profit: free); every printed figure is a row; HiGHS is
asked for the least and the greatest of every sensitive sum, for a reader outside and again for
every insider, whose own readings are fixed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

import highspy
import numpy as np
from numpy.typing import NDArray

from gxlab.disclosure.model import FACTOR, SIGNED, Released, Rules, set_of
from gxlab.reference.periods import Period

HUNDRED_MILLION = 10_000.0
FREE = 1e6
INFINITE = highspy.kHighsInf
CELL = ("indicator", "span", "unit", "by", "code")
Vector = NDArray[np.float64]
Sum = dict[int, float]


@dataclass
class Count:
    """What was found: sensitive sums, and those disclosed in one of three ways.

    ``exact``: a combination of printed figures, or pinned to one value; ``inferential``: closer
    than the rule allows; ``insider``: pairs of an insider and a sum (``insiders`` were tried).
    """

    sensitive: int = 0
    exact: int = 0
    inferential: int = 0
    insider: int = 0
    insiders: int = 0
    programs: int = 0
    found: list[str] = field(default_factory=list)

    @property
    def clean(self) -> bool:
        return not (self.exact or self.inferential or self.insider)


@dataclass(frozen=True)
class Sensitive:
    name: str
    form: Sum
    amounts: Mapping[str, float]
    protected: frozenset[str]
    level: float


def check(releases: Sequence[Released], rules: Rules, *, insiders: bool = True) -> Count:
    """All releases of the past and the last one together, indicator by indicator."""
    count = Count()
    for indicator in sorted(set(releases[-1].data.wanted["indicator"])):
        _Case(indicator, releases, rules).run(count, insiders=insiders)
    return count


def asked(amounts: Mapping[str, float], protected: frozenset[str], p: float) -> float:
    """p% of the largest protected, less what the others than it and the next are together."""
    levels = [0.0]
    for name in protected:
        rest = sorted(abs(a) for n, a in amounts.items() if n != name)
        levels.append(p / 100 * abs(amounts[name]) - sum(rest[:-1]))
    return max(levels)


def asked_inside(amounts: Mapping[str, float], protected: frozenset[str], p: float) -> float:
    """The same for one who is in the cell and has taken its own part away: there is no next."""
    levels = [0.0]
    for name in protected:
        rest = sum(abs(a) for n, a in amounts.items() if n != name)
        levels.append(p / 100 * abs(amounts[name]) - rest)
    return max(levels)


class _Case:
    """One indicator of all releases: variables, rows and sensitive sums, 亿元."""

    def __init__(self, indicator: str, releases: Sequence[Released], rules: Rules) -> None:
        self.indicator, self.rules = indicator, rules
        self.signed = indicator in SIGNED
        self.number: dict[tuple[str, str, str, Decimal], int] = {}
        self.truth: list[float] = []
        self.holding: list[str] = []
        self.waived: list[bool] = []
        self.rows: list[tuple[Sum, float, float]] = []
        self.exact_rows: list[Sum] = []
        self.sensitive: dict[tuple[tuple[int, float], ...], Sensitive] = {}
        self.former: list[tuple[str, Mapping[tuple[str, ...], tuple[Sum, Sum, Sum]]]] = []
        for release in releases:
            self._release(release)

    def _variable(self, row: Mapping[str, object], span: str, period: str, amount: Decimal) -> int:
        key = (str(row["enterprise"]), span, period, amount)
        if key not in self.number:
            self.number[key] = len(self.truth)
            self.truth.append(float(amount) / HUNDRED_MILLION)
            self.holding.append(str(row["holding"] or row["enterprise"]))
            self.waived.append(bool(row["waived"]))
        return self.number[key]

    def _release(self, release: Released) -> None:
        period = release.data.period
        cells = self._cells(release)
        for cell, (value, _, base) in cells.items():
            for name, form in (("值", value), ("基数", base)):
                self._consider(f"{period} {'|'.join(cell)} {name}", form, cell)
            for before, old in self.former:
                if before == period and cell in old:
                    self._consider(f"{period} {'|'.join(cell)} 变动", _less(value, old[cell][0]))
                    self._consider(f"{period} {'|'.join(cell)} 变动", _less(base, old[cell][2]))
        self.former.append((period, cells))
        for row in release.figures.to_dicts():
            if row["indicator"] == self.indicator and row["status"] == "printed":
                self._printed(row, cells)

    def _cells(self, release: Released) -> dict[tuple[str, ...], tuple[Sum, Sum, Sum]]:
        period, when = release.data.period, Period.parse(release.data.period)
        data = release.data
        firms: dict[str, dict[str, dict[str, object]]] = {}
        for row in data.readings.to_dicts():
            if row["indicator"] == self.indicator and row["value"] is not None:
                firms.setdefault(row["enterprise"], {})[row["span"]] = row
        members: dict[tuple[str, str, str], list[str]] = {}
        for row in data.groups.to_dicts():
            if row["indicator_set"] == set_of(self.indicator) and row["enterprise"] in firms:
                place = (row["unit"], row["by"], row["code"])
                members.setdefault(place, []).append(row["enterprise"])
        mine: dict[tuple[str, str], tuple[int, int | None]] = {}
        for firm, spans in firms.items():
            for span, reading in spans.items():
                value, base = reading["value"], reading["base"]
                assert isinstance(value, Decimal)
                column = self._variable(reading, span, period, value)
                last = None
                if isinstance(base, Decimal):
                    last = self._variable(reading, span, str(when.prior_year), base)
                mine[firm, span] = (column, last)
            self._tie(spans, period, when)
        found = {}
        for row in data.wanted.to_dicts():
            if row["indicator"] == self.indicator:
                place = (row["unit"], row["by"], row["code"])
                own = [
                    mine[f, row["span"]] for f in members.get(place, ()) if (f, row["span"]) in mine
                ]
                value = dict.fromkeys((v for v, _ in own), 1.0)
                compared = dict.fromkeys((v for v, b in own if b is not None), 1.0)
                base = dict.fromkeys((b for _, b in own if b is not None), 1.0)
                found[tuple(str(row[k]) for k in CELL)] = (value, compared, base)
        return found

    def _tie(self, spans: Mapping[str, Mapping[str, object]], period: str, when: Period) -> None:
        """Cumulative = cumulative of the month before + the month, where both are delivered."""
        if {"ytd", "month"} <= spans.keys() and when.month > 2:
            total, month = spans["ytd"], spans["month"]
            now, own = total["value"], month["value"]
            assert isinstance(now, Decimal) and isinstance(own, Decimal)
            before = self._variable(total, "ytd", str(when.previous), now - own)
            columns = (
                self._variable(total, "ytd", period, now),
                before,
                self._variable(month, "month", period, own),
            )
            form = dict(zip(columns, (1.0, -1.0, -1.0), strict=True))
            if form not in self.exact_rows:
                self.rows.append((form, 0.0, 0.0))
                self.exact_rows.append(form)

    def _consider(self, name: str, form: Sum, cell: tuple[str, ...] = ()) -> None:
        amounts: dict[str, float] = {}
        for column, times in form.items():
            holding = self.holding[column]
            amounts[holding] = amounts.get(holding, 0.0) + times * self.truth[column]
        protected = frozenset(self.holding[c] for c in form if not self.waived[c])
        level = asked(amounts, protected, float(self.rules.p_percent))
        few = len(amounts) < self.rules.min_frequency
        forced = {(self.indicator, *cell[2:]), ("", *cell[2:])} & self.rules.forced
        if protected and (few or forced or (level > 0 and not self.signed)):
            key = tuple(sorted(form.items()))
            self.sensitive.setdefault(key, Sensitive(name, form, amounts, protected, level))

    def _printed(
        self, row: Mapping[str, str], cells: Mapping[tuple[str, ...], tuple[Sum, Sum, Sum]]
    ) -> None:
        cell = tuple(row[k] for k in CELL)
        value, compared, base = cells[cell]
        low = float(Decimal(row["number"]) - Decimal(row["half"]))
        high = float(Decimal(row["number"]) + Decimal(row["half"]))
        if row["statistic"] == "value":
            factor = float(FACTOR[row["unit_of_measure"]]) / HUNDRED_MILLION
            self.rows.append((value, low * factor, high * factor))
            self.exact_rows.append(value)
        elif row["statistic"] == "growth_yoy_pct":
            self.rows.append((_less(compared, base, 1 + low / 100), 0.0, INFINITE))
            self.rows.append((_less(compared, base, 1 + high / 100), -INFINITE, 0.0))
            self.exact_rows.append(base)
        elif row["statistic"] == "share_pct":
            total = cells[*cell[:3], "", ""][0]
            self.rows.append((_less(value, total, low / 100), 0.0, INFINITE))
            self.rows.append((_less(value, total, high / 100), -INFINITE, 0.0))

    def bounds(self, column: int) -> tuple[float, float]:
        truth = self.truth[column]
        return (-FREE, FREE) if self.signed else (min(0.0, 2 * truth), max(0.0, 2 * truth))

    def run(self, count: Count, *, insiders: bool) -> None:
        targets = list(self.sensitive.values())
        count.sensitive += len(targets)
        lost = set(self._combined(targets))
        solver = _Solver(self)
        for place, target in enumerate(targets):
            true = self.true(target.form)
            low, high = solver.range(target.form)
            pinned = high - low <= 1e-6 * max(1.0, abs(true)) * 1e-4
            close = _close(low, high, true, target.level)
            count.exact += place in lost or (pinned and bool(true))
            count.inferential += close
            if place in lost or close:
                count.found.append(f"{target.name} [{low:.6f}, {high:.6f}] {true:.6f}")
        if insiders:
            self._insiders(count, targets, solver)
        count.programs += solver.solved

    def true(self, form: Sum) -> float:
        return sum(times * self.truth[c] for c, times in form.items())

    def _combined(self, targets: Sequence[Sensitive]) -> Iterator[int]:
        """Targets that are linear combinations of printed sums, by least squares."""
        matrix = np.zeros((len(self.truth), len(self.exact_rows)))
        for number, form in enumerate(self.exact_rows):
            for column, times in form.items():
                matrix[column, number] += times
        wanted = np.zeros((len(self.truth), len(targets)))
        for number, target in enumerate(targets):
            for column, times in target.form.items():
                wanted[column, number] = times
        basis, sizes, _ = np.linalg.svd(matrix, full_matrices=False)
        basis = basis[:, sizes > 1e-9 * max(1.0, sizes.max(initial=0.0))]
        left = np.abs(wanted - basis @ (basis.T @ wanted)).max(axis=0, initial=0.0)
        yield from (int(n) for n in np.flatnonzero(left < 1e-7))

    def _insiders(self, count: Count, targets: Sequence[Sensitive], solver: _Solver) -> None:
        """Each singleton (of one or two) and each largest holding of a sensitive cell."""
        knowing = set()
        for target in targets:
            order = sorted(target.amounts, key=lambda h: -abs(target.amounts[h]))
            knowing |= set(order if len(order) < 3 else order[:1])
        count.insiders += len(knowing)
        columns: dict[str, list[int]] = {}
        for column, holding in enumerate(self.holding):
            columns.setdefault(holding, []).append(column)
        states = [s for t in targets if t.level > 0 for s in solver.nearest(t, self.true(t.form))]
        moved = (
            np.array(states) - np.array(self.truth) if states else np.zeros((0, len(self.truth)))
        )
        for holding in sorted(knowing):
            own = columns[holding]
            still = moved[(np.abs(moved[:, own]) < 1e-12).all(axis=1)]
            doubted = []
            for target in targets:
                level = self._inside(target, holding)
                change = still[:, list(target.form)] @ np.array(list(target.form.values()))
                least, most = change.min(initial=0.0), change.max(initial=0.0)
                if level > 0 and _close(least, most, 0.0, level):
                    doubted.append((target, level))
            solver.fix(own)
            for target, level in doubted:
                low, high = solver.range(target.form)
                if _close(low, high, self.true(target.form), level):
                    count.insider += 1
                    count.found.append(f"{holding}: {target.name} [{low:.6f}, {high:.6f}]")
            solver.free(own)

    def _inside(self, target: Sensitive, holding: str) -> float:
        if holding not in target.amounts:
            return target.level
        rest = {h: a for h, a in target.amounts.items() if h != holding}
        return asked_inside(rest, target.protected - {holding}, float(self.rules.p_percent))


def _close(low: float, high: float, true: float, level: float) -> bool:
    slack = 1e-6 * level + 1e-9
    return level > 0 and (high < true + level - slack or low > true - level + slack)


def _less(one: Sum, other: Sum, times: float = 1.0) -> Sum:
    found = dict(one)
    for column, weight in other.items():
        found[column] = found.get(column, 0.0) - times * weight
    return {column: weight for column, weight in found.items() if weight}


class _Solver:
    """Two models of the same rows: sums to be made least and greatest, and nearest states."""

    def __init__(self, case: _Case) -> None:
        self.case, self.solved = case, 0
        self.model = _model(case, split=False)
        self._split: Any = None

    def range(self, form: Sum) -> tuple[float, float]:
        return self._extreme(form, 1.0), -self._extreme(form, -1.0)

    def _extreme(self, form: Sum, sign: float) -> float:
        for column, times in form.items():
            self.model.changeColCost(column, sign * times)
        self.solved += 1
        self.model.run()
        if self.model.getModelStatus() != highspy.HighsModelStatus.kOptimal:
            self._anew()
        value = float(self.model.getObjectiveValue())
        for column in form:
            self.model.changeColCost(column, 0.0)
        return value

    def _anew(self) -> None:
        """Once more from nothing, by the dual simplex; no answer is not taken for one."""
        self.model.clearSolver()
        self.model.setOptionValue("simplex_strategy", 1)
        self.model.setOptionValue("simplex_scale_strategy", 2)
        self.model.run()
        status = self.model.getModelStatus()
        assert status == highspy.HighsModelStatus.kOptimal, status
        self.model.setOptionValue("simplex_strategy", 4)
        self.model.setOptionValue("simplex_scale_strategy", 0)

    def nearest(self, target: Sensitive, true: float) -> Iterator[Vector]:
        """States with the target as far as is asked on either side that move few variables."""
        if self._split is None:
            self._split = _model(self.case, split=True)
        count = len(self.case.truth)
        for sign in (1.0, -1.0):
            own = np.array(list(target.form), np.int32)
            weight = np.array(list(target.form.values()))
            edge = sign * target.level
            low, high = (edge, INFINITE) if edge > 0 else (-INFINITE, edge)
            both, weights = np.concatenate([own, own + count]), np.concatenate([weight, -weight])
            self._split.addRow(low, high, len(both), both, weights)
            self._split.run()
            self.solved += 1
            if self._split.getModelStatus() == highspy.HighsModelStatus.kOptimal:
                moves = np.array(self._split.getSolution().col_value)
                yield np.array(self.case.truth) + moves[:count] - moves[count:]
            self._split.deleteRows(1, np.array([self._split.getNumRow() - 1], np.int32))

    def fix(self, columns: Sequence[int]) -> None:
        for column in columns:
            self.model.changeColBounds(column, self.case.truth[column], self.case.truth[column])

    def free(self, columns: Sequence[int]) -> None:
        for column in columns:
            self.model.changeColBounds(column, *self.case.bounds(column))


def _model(case: _Case, *, split: bool) -> Any:
    """The rows on the readings themselves; ``split``: on their moves up and down, to be small."""
    solver: Any = highspy.Highs()  # type: ignore[no-untyped-call]
    solver.setOptionValue("output_flag", False)
    solver.setOptionValue("presolve", "off")
    solver.setOptionValue("threads", 1)
    solver.setOptionValue("primal_feasibility_tolerance", 1e-9)
    lows, highs = np.array([case.bounds(c) for c in range(len(case.truth))]).reshape(-1, 2).T
    true, count = np.array(case.truth), len(case.truth)
    # Measured: a changed objective starts best from the last corner, without scaling.
    solver.setOptionValue("simplex_scale_strategy", 0)
    solver.setOptionValue("simplex_strategy", 1 if split else 4)
    if split:
        up, down = highs - true, true - lows
        cost = 1 / np.maximum(np.abs(true), 1e-9)
        solver.addVars(2 * count, np.zeros(2 * count), np.concatenate([up, down]))
        places = np.arange(2 * count, dtype=np.int32)
        solver.changeColsCost(2 * count, places, np.concatenate([cost, cost]))
    else:
        solver.addVars(count, lows, highs)
    for form, low, high in case.rows:
        own, weight = np.array(list(form), np.int32), np.array(list(form.values()))
        if split:
            shift = case.true(form)
            own, weight = np.concatenate([own, own + count]), np.concatenate([weight, -weight])
            low, high = min(low - shift, 0.0), max(high - shift, 0.0)
        solver.addRow(low, high, len(own), own, weight)
    return solver
