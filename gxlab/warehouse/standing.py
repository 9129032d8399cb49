"""What is in and what is not (收报情况): forms by unit, firms by unit, days to come.

A form that came in most of the last months is expected again. Expected of it are the units that
sent it in the twelve months before, at the level at which it comes now.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import polars as pl

from gxlab.intake.layouts import Layout
from gxlab.reference.periods import Period
from gxlab.reference.territory import Territory, Unit

_MONTHS = 12
_RECENT = 3


@dataclass(frozen=True)
class Form:
    """One form in one period: units expected and present, and those to be reminded (催报).

    ``latest`` is the last period of it that has come at all: some forms lag by a month.
    """

    layout: str
    title: str
    latest: str
    expected: tuple[Unit, ...]
    missing: tuple[Unit, ...]

    @property
    def present(self) -> int:
        """How many of the expected units have sent it."""
        return len(self.expected) - len(self.missing)


@dataclass(frozen=True)
class Due:
    """A day in the calendar of a period (报送日历): a form is released or a filing closes."""

    on: date
    what: str
    layout: str | None = None


def forms(
    files: pl.DataFrame, units: Territory, period: Period, layouts: Sequence[Layout]
) -> tuple[Form, ...]:
    """Every form expected or present in a period, by name.

    ``files`` has layout, period and reporter, as the view ``form_files`` gives them.
    """
    titles = {layout.name: layout.spec.title for layout in layouts}
    found = []
    for name in sorted(set(files["layout"].to_list())):
        sent = files.filter(pl.col("layout") == name)
        if _is_expected(sent, period):
            found.append(_form(name, titles.get(name, name), sent, units, period))
    return tuple(found)


def calendar(layouts: Sequence[Layout], period: Period) -> tuple[Due, ...]:
    """The days on which forms of a period are due, by the layouts' own release days."""
    days = []
    for layout in layouts:
        spec = layout.spec
        if spec.release_day is not None:
            month = period.shift(spec.release_lag)
            on = month.last_day.replace(day=min(spec.release_day, month.last_day.day))
            days.append(Due(on, spec.title, layout.name))
    return tuple(sorted(days, key=lambda due: (due.on, due.what)))


def _is_expected(sent: pl.DataFrame, period: Period) -> bool:
    periods = set(sent["period"].to_list())
    recent = [str(period.shift(-back)) for back in range(1, _RECENT + 1)]
    return str(period) in periods or sum(p in periods for p in recent) >= _RECENT - 1


def _form(name: str, title: str, sent: pl.DataFrame, units: Territory, period: Period) -> Form:
    by_code = {unit.code: unit for unit in units.units}
    now = _reporters(sent, [period], units)
    before = _reporters(sent, [period.shift(-back) for back in range(1, _MONTHS + 1)], units)
    latest = max(p for p in sent["period"].to_list() if p <= str(period))
    lately = _reporters(sent, [Period.parse(latest)], units)
    kinds = {by_code[code].kind for code in lately if code in by_code}
    expected = {c for c in now | before if c in by_code and by_code[c].kind in kinds}
    above = {a for code in now for a in units.ancestors(code)}
    below = {d for code in now for d in units.descendants(code)}
    missing = {code for code in expected if code not in above | below}
    order = [unit for unit in units.units if unit.code in expected]
    reminded = tuple(unit for unit in order if unit.code in missing)
    return Form(name, title, latest, tuple(order), reminded)


def _reporters(sent: pl.DataFrame, periods: Sequence[Period], units: Territory) -> set[str]:
    """Who sent it in these periods; a form without a sender is the whole territory's."""
    rows = sent.filter(pl.col("period").is_in([str(p) for p in periods]))
    return {reporter or units.root.code for reporter in rows["reporter"].to_list()}
