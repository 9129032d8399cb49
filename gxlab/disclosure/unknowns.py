"""What an attacker does not know (未知数): firms' readings over all releases, as one set.

Two readings are one unknown where the data say so: the same figure delivered again, a base that
is last year's reading, a cumulative figure that is last month's plus this month's. The attacker is
taken to know all these relations; where figures were revised they are apart.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

import polars as pl

from gxlab.disclosure.model import SIGNED, Gathered
from gxlab.reference.periods import Period

SCALE = 1e-4
"""Programs reckon in 亿元: numbers of the size solvers are made for."""

Form = dict[int, int]
"""A sum of unknowns: number → how often."""


@dataclass(frozen=True)
class Unknown:
    """One firm's reading that nobody outside has seen: whose it is and what it truly is."""

    enterprise: str
    holding: str
    truth: Decimal
    waived: bool


@dataclass(frozen=True)
class Told:
    """A firm's readings in one release as sums of unknowns; ``base`` None: not in the growth.

    ``before``: the cumulative figure less the month's, where both are delivered (上期累计).
    """

    value: Form
    base: Form | None
    before: Form | None = None


@dataclass
class Register:
    """All unknowns of one indicator (未知数表), filled release by release."""

    indicator: str
    unknowns: list[Unknown] = field(default_factory=list)
    _known: dict[tuple[str, str, str, Decimal], Form] = field(default_factory=dict)

    @property
    def signed(self) -> bool:
        return self.indicator in SIGNED

    @property
    def composed(self) -> list[Form]:
        """Readings that are sums of others: a cumulative one of the one before and its month."""
        return [form for form in self._known.values() if len(form) > 1]

    def told(self, release: Gathered) -> dict[tuple[str, str], Told]:
        """(span, enterprise) → the readings of a release; releases in the order they left."""
        told = pl.col("value").is_not_null() | pl.col("base").is_not_null()
        rows = release.readings.filter((pl.col("indicator") == self.indicator) & told)
        rows = rows.sort("span", "enterprise", descending=[True, False])  # ytd before month
        period = Period.parse(release.period)
        months = {
            r["enterprise"]: r["value"] for r in rows.filter(pl.col("span") == "month").to_dicts()
        }
        found: dict[tuple[str, str], Told] = {}
        for row in rows.to_dicts():
            month = months.get(row["enterprise"]) if row["span"] == "ytd" else None
            found[row["span"], row["enterprise"]] = self._told(row, period, month)
        return found

    def _told(self, row: Mapping[str, object], period: Period, month: object) -> Told:
        value, base, span = row["value"], row["base"], str(row["span"])
        before = None
        if not isinstance(value, Decimal):
            form: Form = {}  # a firm that left and of which the base stays (退库留基数)
        elif isinstance(month, Decimal) and period.month > 2:
            before = self._form("ytd", str(period.previous), row, value - month)
            own = self._form("month", str(period), row, month)
            form = {**before, **{k: before.get(k, 0) + n for k, n in own.items()}}
            form = self._known.setdefault(_key("ytd", str(period), row, value), form)
        else:
            form = self._form(span, str(period), row, value)
        if not isinstance(base, Decimal):
            return Told(form, None, before)
        return Told(form, self._form(span, str(period.prior_year), row, base), before)

    def _form(self, span: str, period: str, row: Mapping[str, object], amount: Decimal) -> Form:
        key = _key(span, period, row, amount)
        if key not in self._known:
            firm, holding = str(row["enterprise"]), str(row["holding"] or row["enterprise"])
            self.unknowns.append(Unknown(firm, holding, amount, bool(row["waived"])))
            self._known[key] = {len(self.unknowns) - 1: 1}
        return self._known[key]


def _key(
    span: str, period: str, row: Mapping[str, object], amount: Decimal
) -> tuple[str, str, str, Decimal]:
    return (span, period, str(row["enterprise"]), amount)


def added(forms: Sequence[Form]) -> Form:
    """The sum of sums.

    >>> added([{0: 1, 1: 1}, {1: 1}])
    {0: 1, 1: 2}
    """
    total: Form = {}
    for form in forms:
        for number, times in form.items():
            total[number] = total.get(number, 0) + times
    return total


def less(one: Form, other: Form) -> Form:
    """One sum less another; what cancels is left out."""
    found = dict(one)
    for number, times in other.items():
        found[number] = found.get(number, 0) - times
    return {number: times for number, times in found.items() if times}
