"""How far a project should be by now, and its light (应达进度与红黄绿灯).

应达进度 follows the project's own plan by month where one was given; otherwise the building months
of this year that have passed over those it has. N/12 is never used: a project that starts in
September has no business being at 41.7 % in May.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from gxlab.measures.rates import completion_pct
from gxlab.reference.numbers import difference_pp, divide, format_number, round_half_away
from gxlab.reference.periods import Period, parse_period
from gxlab.warehouse.desk import Desk

ZERO = Decimal(0)
LEVELS = ("green", "yellow", "red")
_MONTH = re.compile(r"(20[0-9]{2})\s*[年./-]\s*([0-9]{1,2})")
_YEAR = re.compile(r"20[0-9]{2}")


@dataclass(frozen=True)
class Limits:
    """When a light turns (灯的界限): percentage points behind, months not started, not entered."""

    progress_yellow: Decimal
    progress_red: Decimal
    start_yellow: int
    start_red: int
    register_yellow: int
    register_red: int
    building: frozenset[int]


@dataclass(frozen=True)
class Signal:
    """A light and the rule that gives it, in words (灯与亮灯原因).

    ``fired`` has every rule that was broken, lighter ones too: what is counted by rule.
    """

    level: str
    rule: str
    fired: tuple[str, ...] = ()


def limits(desk: Desk) -> Limits:
    """The limits valid for the desk's unit and period."""
    return Limits(
        desk.policy_number("progress_yellow_pp"),
        desk.policy_number("progress_red_pp"),
        int(desk.policy_number("start_yellow_months")),
        int(desk.policy_number("start_red_months")),
        int(desk.policy_number("register_yellow_months")),
        int(desk.policy_number("register_red_months")),
        building_months(desk.policy("building_months")),
    )


def building_months(text: str) -> frozenset[int]:
    """Months in which building goes on (有效施工月份), the winter stop left out.

    >>> sorted(building_months("3-5|9-10"))
    [3, 4, 5, 9, 10]
    """
    found: set[int] = set()
    for part in text.split("|"):
        first, _, last = part.partition("-")
        found.update(range(int(first), int(last or first) + 1))
    return frozenset(found)


def month_of(text: str | None) -> Period | None:
    """The month a cell names: 2026.4, 2026-04, 202604, 2026年4月; None where it names none."""
    found = parse_period(text) if text else None
    return found.period if found and found.span == "month" else None


def years_of(text: str | None) -> tuple[Period | None, Period | None]:
    """起止年限 as first and last month; bare years run from January to December.

    >>> [str(p) for p in years_of("2025.3—2026.10")], [str(p) for p in years_of("2025—2026")]
    (['2025-03', '2026-10'], ['2025-01', '2026-12'])
    """
    dated = [Period(int(y), int(m)) for y, m in _MONTH.findall(text or "") if 1 <= int(m) <= 12]
    if dated:
        return dated[0], dated[-1] if len(dated) > 1 else None
    bare = [int(y) for y in _YEAR.findall(text or "")]
    return (Period(bare[0], 1), Period(bare[-1], 12)) if bare else (None, None)


def months_of_year(
    start: Period | None, end: Period | None, year: int, building: frozenset[int]
) -> list[int]:
    """The months of a year in which the project builds (本年建设月数).

    Where the plan has no building month at all (a start in December), its calendar months count.
    """
    first = 1 if start is None or start.year < year else start.month if start.year == year else 13
    last = 12 if end is None or end.year > year else end.month if end.year == year else 0
    planned = list(range(first, last + 1))
    return [m for m in planned if m in building] or planned


def expected_share(
    period: Period,
    start: Period | None,
    end: Period | None,
    own: Sequence[Decimal | None],
    building: frozenset[int],
) -> tuple[Decimal, Decimal]:
    """应达进度 as a part of the year's plan: (what should be reached, the whole).

    ``own`` is the project's cumulative plan of the twelve months (万元), empty where none was
    given. A plan that ended before this year leaves nothing to wait for: (1, 1).
    """
    whole = next((p for p in reversed(own) if p is not None), None)
    if whole:
        by_now = [p for p in own[: period.month] if p is not None]
        return (by_now[-1] if by_now else ZERO), whole
    planned = months_of_year(start, end, period.year, building)
    if not planned:
        over = end is not None and end.year < period.year
        return (Decimal(1) if over else ZERO), Decimal(1)
    return Decimal(sum(m <= period.month for m in planned)), Decimal(len(planned))


def expected_amount(plan: Decimal, share: tuple[Decimal, Decimal]) -> Decimal:
    """应达投资 (万元): the plan times the part that should be reached, divided once.

    >>> expected_amount(Decimal(900), (Decimal(3), Decimal(9)))
    Decimal('300.000000')
    """
    return round_half_away(divide(plan * share[0], share[1]) or ZERO, 6)


def months_between(first: Period, last: Period) -> int:
    """Whole months from one month to another; negative when reversed."""
    return (last.year - first.year) * 12 + last.month - first.month


def progress_signal(
    done: Decimal | None, expected: Decimal | None, plan: Decimal | None, rule: Limits
) -> Signal:
    """进度灯: how many points completion stands behind what should be reached."""
    completed, due = completion_pct(done, plan), completion_pct(expected, plan)
    gap = difference_pp(completed, due, 1)
    if gap is None:
        return Signal("green", "")
    said = f"低于应达进度{format_number(-gap, 1)}个百分点"
    if gap < -rule.progress_red:
        return Signal("red", said)
    return Signal("yellow", said) if gap < -rule.progress_yellow else Signal("green", "")


def start_signal(
    period: Period, planned: Period | None, started: Period | None, rule: Limits
) -> Signal:
    """开工灯: not started in the planned month, and since; the planned month is the first."""
    if started is not None or planned is None or planned > period:
        return Signal("green", "")
    months = months_between(planned, period) + 1
    said = f"计划{planned.year}年{planned.month}月开工，尚未开工"
    return Signal(_by_months(months, rule.start_yellow, rule.start_red), said)


def register_signal(
    period: Period, started: Period | None, registered: bool | None, rule: Limits
) -> Signal:
    """入库灯: started so many months ago and still not in the statistical register.

    ``registered`` is None where no register list is at hand: then nothing can be said.
    """
    if started is None or registered is not False:
        return Signal("green", "")
    months = months_between(started, period)
    said = f"{started.year}年{started.month}月开工，尚未入库"
    return Signal(_by_months(months, rule.register_yellow, rule.register_red), said)


def worst(signals: Sequence[Signal]) -> Signal:
    """The heaviest light with every rule that gives it (取最重的灯)."""
    level = max((s.level for s in signals), key=LEVELS.index, default="green")
    broken = [s for s in signals if s.rule and s.level != "green"]
    rules = [s.rule for s in broken if s.level == level]
    return Signal(level, "；".join(rules), tuple(s.rule for s in broken))


def _by_months(months: int, yellow: int, red: int) -> str:
    return "red" if months >= red else "yellow" if months >= yellow else "green"
