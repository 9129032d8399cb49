"""苗头性、趋势性问题: what dated rules find in readings of a unit, its industries, its parts.

A finding is a hint with its readings, no verdict: three readings falling in a row, growth turned
into a fall, electricity apart from output, orders and next month's forecast below last year's.
Thresholds are rule parameters (signal_*); an industry is looked at from a share of output upward.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from gxlab.measures import lookup, overview_demand
from gxlab.measures.figures import FigureRow
from gxlab.measures.overview_demand import NEXT, ORDERS
from gxlab.reference.indicators import indicator
from gxlab.reference.numbers import difference_pp, round_half_away
from gxlab.reference.periods import Period
from gxlab.warehouse.desk import Desk

RULES = {
    "falling": "增速连续回落",
    "turned": "由增转降",
    "power": "用电与产值背离",
    "orders": "新增订单下降",
    "next_month": "下月预计下降",
}
VALUE_ADDED, OUTPUT, POWER = "value_added_growth", "output", "electricity"


@dataclass(frozen=True)
class Reading:
    """One figure a finding stands on (依据), with what it takes to say its coordinate."""

    indicator: str
    unit: str
    row: FigureRow
    statistic: str
    by: str | None = None

    @property
    def value(self) -> Decimal | None:
        """The printed statistic."""
        found: Decimal | None = getattr(self.row, self.statistic)
        return found


@dataclass(frozen=True)
class Signal:
    """One finding (一条): rule, what it is about (``kind``: own, industry, unit), its readings."""

    rule: str
    kind: str
    code: str
    name: str
    readings: tuple[Reading, ...]


def signals(desk: Desk) -> list[Signal]:
    """What the rules find, by rule, the unit itself before its industries and its parts."""
    found = [*_own(desk), *_industries(desk), *_below(desk)]
    order = list(RULES)
    kinds = ("own", "industry", "unit")
    return sorted(found, key=lambda s: (order.index(s.rule), kinds.index(s.kind), s.code))


def counts(desk: Desk) -> list[FigureRow]:
    """How many findings by rule (条数)."""
    found = signals(desk)
    return [
        FigureRow(
            rule,
            name,
            value=Decimal(sum(s.rule == rule for s in found)),
            period_used=str(desk.period),
        )
        for rule, name in RULES.items()
    ]


def count(desk: Desk) -> FigureRow:
    """How many findings in all."""
    found = Decimal(len(signals(desk)))
    return FigureRow(desk.unit.code, desk.unit.name, value=found, period_used=str(desk.period))


def _own(desk: Desk) -> Iterator[Signal]:
    name = ("own", desk.unit.code, desk.unit.name)
    steps = _steps(desk)
    for indicator_id in (VALUE_ADDED, OUTPUT, POWER):
        yield from _course(name, [_unit(at, indicator_id) for at in steps])
    yield from _apart(desk, name, _unit(desk, POWER), _unit(desk, OUTPUT))
    for rule, indicator_id, row in (
        ("orders", ORDERS, overview_demand.orders(desk)),
        ("next_month", NEXT, overview_demand.next_month(desk)),
    ):
        told = Reading(indicator_id, desk.unit.code, row, "growth_yoy_pct")
        yield from _below_last_year(desk, rule, name, told)


def _industries(desk: Desk) -> Iterator[Signal]:
    steps = [_by_industry(at, OUTPUT) for at in _steps(desk)]
    least = desk.policy_number("signal_industry_share_pct")
    power = _by_industry(desk, POWER)
    demand = {
        ("orders", ORDERS): overview_demand.orders_by_industry(desk),
        ("next_month", NEXT): overview_demand.next_month_by_industry(desk),
    }
    for code, now in sorted(steps[0].items()):
        if (now.row.share_pct or Decimal(0)) < least:
            continue
        name = ("industry", code, now.row.name)
        yield from _course(name, [step[code] for step in steps if code in step])
        if code in power:
            yield from _apart(desk, name, power[code], now)
        for (rule, indicator_id), rows in demand.items():
            for row in rows:
                if row.code == code:
                    told = Reading(indicator_id, desk.unit.code, row, "growth_yoy_pct", "industry")
                    yield from _below_last_year(desk, rule, name, told)


def _below(desk: Desk) -> Iterator[Signal]:
    for unit in desk.units.children(desk.unit.code):
        name = ("unit", unit.code, unit.name)
        steps = [at.at(unit=unit.code) for at in _steps(desk)]
        for indicator_id in (VALUE_ADDED, OUTPUT):
            yield from _course(name, [_unit(at, indicator_id) for at in steps])
        yield from _apart(desk, name, _unit(steps[0], POWER), _unit(steps[0], OUTPUT))


def _steps(desk: Desk) -> list[Desk]:
    """The desk at its period and at those the falling rule looks back to, latest first."""
    found = [desk]
    for _ in range(int(desk.policy_number("signal_falling_readings"))):
        found.append(found[-1].at(period=found[-1].period.previous))
    return found


def _unit(desk: Desk, indicator_id: str) -> Reading:
    statistic = "value" if indicator(indicator_id).is_rate else "growth_yoy_pct"
    row = lookup.unit_figure(desk, indicator_id)
    return Reading(indicator_id, desk.unit.code, row, statistic)


def _by_industry(desk: Desk, indicator_id: str) -> dict[str, Reading]:
    rows = lookup.industry_figures(desk, indicator_id)
    unit = desk.unit.code
    return {r.code: Reading(indicator_id, unit, r, "growth_yoy_pct", "industry") for r in rows}


def _course(name: tuple[str, str, str], latest_first: Sequence[Reading]) -> Iterator[Signal]:
    """Falling in a row, or fallen below zero since the reading before."""
    readings = _unbroken(latest_first)
    rates = [round_half_away(r.value, 1) for r in readings if r.value is not None]
    if len(rates) < 2:
        return
    if rates[0] < 0 <= rates[1]:
        yield Signal("turned", *name, readings=tuple(reversed(readings[:2])))
    if len(rates) == len(latest_first) > 2 and all(now < then for now, then in pairwise(rates)):
        yield Signal("falling", *name, readings=tuple(reversed(readings)))


def _unbroken(latest_first: Iterable[Reading]) -> list[Reading]:
    """The readings from now back to the first that is missing, of another month or source."""
    kept: list[Reading] = []
    for reading in latest_first:
        row = reading.row
        if reading.value is None or row.period_used is None:
            break
        if kept and not _follows(kept[-1].row, row):
            break
        kept.append(reading)
    return kept


def _follows(now: FigureRow, then: FigureRow) -> bool:
    same = (now.source_kind, now.status) == (then.source_kind, then.status)
    return same and str(Period.parse(now.period_used or "").previous) == then.period_used


def _apart(
    desk: Desk, name: tuple[str, str, str], power: Reading, output: Reading
) -> Iterator[Signal]:
    """Electricity and output of one period growing apart by more than the rule allows."""
    gap = difference_pp(power.value, output.value, 1)
    if gap is None or power.row.period_used != output.row.period_used:
        return
    if abs(gap) > desk.policy_number("signal_power_gap_pp"):
        yield Signal("power", *name, readings=(output, power))


def _below_last_year(
    desk: Desk, rule: str, name: tuple[str, str, str], told: Reading
) -> Iterator[Signal]:
    rate = told.value
    if rate is None:
        return
    if round_half_away(rate, 1) < -desk.policy_number(f"signal_{rule}_fall_pct"):
        yield Signal(rule, *name, readings=(told,))


__all__ = ["RULES", "Reading", "Signal", "count", "counts", "signals"]
