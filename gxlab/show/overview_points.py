"""要点 of the monthly overview: at most six, those that move the unit's industry most.

A score is in percentage points of output growth, or set against that: a drag weighs more than a
pull of its size, and a turn from growth to a fall before either.
"""

from __future__ import annotations

from decimal import Decimal

from gxlab.measures import overview_demand, overview_industries, overview_signals, overview_units
from gxlab.measures.overview import Overview, figure, rate_of
from gxlab.measures.overview_industries import PULL, Line
from gxlab.measures.overview_stopped import standstill
from gxlab.reference.numbers import round_half_away
from gxlab.show import grammar
from gxlab.show.choosing import Point, chosen
from gxlab.show.cluster_words import kind_name
from gxlab.show.figures import fig, ref
from gxlab.show.objects import Sentences
from gxlab.show.overview_head import profit_growth
from gxlab.show.overview_later import base, leading_indicator, stopped_clause
from gxlab.show.overview_sentences import next_month_clause, orders_clause
from gxlab.show.overview_words import (
    Parts,
    amount,
    change,
    growth,
    growth_of,
    name,
    source,
    when,
)

MOST = 6
ONE, ZERO = Decimal(1), Decimal(0)
DRAG = Decimal("2.5")
# Below this a point is left out once five are there.
WORTH = Decimal("0.2")


def key_points(given: Overview) -> Sentences:
    """要点: what matters most this period, the weightiest first."""
    found = [
        *_industries(given),
        *_units(given),
        *_investment(given),
        *_power(given),
        *_profit(given),
        *_demand(given),
        *_stopped(given),
        *_hints(given),
        *_base(given),
    ]
    return chosen(found, WORTH, most=MOST)


def _industries(given: Overview) -> list[Point]:
    """The industry that pulls most and the one that drags most, with growth and 增加值."""
    known = [n for n in overview_industries.lines(given) if n.pull_pp is not None]
    if len(known) < 2:
        return []
    ordered = sorted(known, key=lambda n: (-(n.pull_pp or ZERO), n.code))
    best, worst = ordered[0], ordered[-1]
    found = [Point(abs(best.pull_pp or ZERO), "pull", _line(given, best))]
    if (worst.pull_pp or ZERO) < 0:
        found.append(Point(abs(worst.pull_pp or ZERO) * DRAG, "drag", _line(given, worst)))
    return found


def _line(given: Overview, line: Line) -> Parts:
    unit = given.desk.unit.code
    if line.output is None or line.pull is None:
        return ()
    rate = growth_of(line.output, unit, "output", by="industry")
    at = ref(line.pull, unit, PULL, "value", "industry")
    tug = grammar.pull(line.pull_pp, "全部产值", at)
    share = fig(line.output, unit, "output", "share_pct", by="industry")
    words = grammar.portion(line.output.share_pct or ZERO)
    of: Parts = ("占规上工业产值的", share, *((f"，在{words}",) if words else ())) if share else ()
    if not tug:
        return ()
    if not rate:
        # A division of new plants alone has no base and no rate, and pulls all the same.
        return grammar.join((f"{line.name}（无可比同期数）", *tug), of)
    return grammar.join((f"{line.name}产值", *rate), tug, of)


def _units(given: Overview) -> list[Point]:
    """Units below whose rate fell below zero, or the one that fell back most."""
    found = overview_units.below(given)
    subject = leading_indicator(found)
    falling = [
        n
        for n in found
        if n.unit.kind != "zone"
        and round_half_away(rate_of(n.rows[subject], subject) or ZERO, 1) < 0
    ]
    if not falling:
        return []
    kind = kind_name(given.desk, falling[0].unit.kind)
    names = "、".join(n.unit.name for n in falling[:5])
    more = f"等{len(falling)}个" if len(falling) > 5 else ""
    said = f"{names}{more}{name(subject)}下降，占{len(found)}个{kind}的{len(falling)}个。"
    return [Point(ONE * len(falling), "units", (said,))]


def _investment(given: Overview) -> list[Point]:
    subject = "renovation_investment_growth"
    row = figure(given, subject)
    rate = growth(given, subject)
    if not rate or row.value is None or row.value <= -100:
        return []
    moved = change(given, subject)
    said = grammar.join((f"{when(row)}{name(subject)}", *rate, source(row)), moved)
    return [Point(abs(row.change_pp or ZERO) / 10, "investment", said)]


def _power(given: Overview) -> list[Point]:
    """Electricity beside output of the same months: together or apart, nothing more."""
    power, output = figure(given, "electricity"), figure(given, "output")
    same = power.period_used == output.period_used
    if not same or power.growth_yoy_pct is None or output.growth_yoy_pct is None:
        return []
    gap = abs(power.growth_yoy_pct - output.growth_yoy_pct)
    said = grammar.join(
        (f"{when(power)}{name('electricity')}", *growth(given, "electricity")),
        change(given, "electricity"),
    )
    return [Point(gap / 4, "power", said)]


def _profit(given: Overview) -> list[Point]:
    row, unit = figure(given, "profit"), given.desk.unit.code
    level = amount(row, unit, "profit")
    if level is None:
        return []
    margin = figure(given, "profit_margin")
    at = ref(margin, unit, "profit_margin", "change_yoy_pp")
    moved = grammar.points(margin.change_yoy_pp, at, decimals=2) if margin.period_used else ()
    shown = fig(margin, unit, "profit_margin")
    ratio = ("营业收入利润率", shown, "，", *moved) if shown and moved else ()
    said = grammar.join(
        (f"{when(row)}利润总额", level), (*profit_growth(given), source(row)), ratio
    )
    return [Point(abs(margin.change_yoy_pp or ZERO) * 2, "profit", said)]


def _demand(given: Overview) -> list[Point]:
    orders = overview_demand.orders(given.desk).growth_yoy_pct
    coming = overview_demand.next_month(given.desk).growth_yoy_pct
    found = []
    if orders is not None:
        weight = DRAG if orders < 0 else ONE
        found.append(Point(abs(orders) / 10 * weight, "orders", orders_clause(given)))
    if coming is not None:
        weight = DRAG if coming < 0 else ONE
        found.append(Point(abs(coming) / 5 * weight, "next_month", next_month_clause(given)))
    return found


def _stopped(given: Overview) -> list[Point]:
    found = standstill(given)
    if found is None or not found.firms:
        return []
    weight = found.weight.value if found.weight else None
    return [Point((weight or ZERO) / 2, "stopped", stopped_clause(given))]


def _hints(given: Overview) -> list[Point]:
    found = [s for s in overview_signals.signals(given.desk) if s.rule == "falling"]
    if not found:
        return []
    names = list(dict.fromkeys(s.name for s in found))
    shown = "、".join(names[:4]) + (f"等{len(names)}个" if len(names) > 4 else "")
    readings = given.desk.policy("signal_falling_readings")
    said = f"{shown}累计增速连续{readings}期回落，需关注。"
    return [Point(Decimal(len(names)) / 4, "hints", (said,))]


def _base(given: Overview) -> list[Point]:
    return [Point(Decimal("0.3"), "base", base(given))]
