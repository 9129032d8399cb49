"""The filing calendar (申报日历): which days of the next ninety close a door, and for whom."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from gxlab.measures.doors import DoorName, DoorRules
from gxlab.reference.periods import Period

HORIZON_DAYS = 90


@dataclass(frozen=True)
class Filing:
    """One firm's next filing (待申报): its door, its last day and the papers it still lacks."""

    enterprise: str
    name: str
    door: DoorName
    deadline: date
    missing: tuple[str, ...]


@dataclass(frozen=True)
class Deadline:
    """One last day of filing (截止日) and the firms it concerns, by name."""

    day: date
    door: DoorName
    filings: tuple[Filing, ...]

    @property
    def missing(self) -> dict[str, int]:
        """How many firms lack each paper (缺件), the most wanted first."""
        papers = [p for f in self.filings for p in f.missing]
        return dict(sorted(((p, papers.count(p)) for p in set(papers)), key=_most))


def calendar(
    now: Period, rules: DoorRules, filings: Iterable[Filing], days: int = HORIZON_DAYS
) -> list[Deadline]:
    """Every last day of filing after the month's end and within ``days``, with who is due.

    >>> from decimal import Decimal
    >>> rules = DoorRules(Decimal(2000), 20, ((10, 20),), 24)
    >>> [str(d.day) for d in calendar(Period(2026, 8), rules, [])]
    ['2026-09-20', '2026-10-20', '2026-10-20', '2026-11-20']
    """
    start, end = now.last_day, now.last_day + timedelta(days=days)
    due = sorted(filings, key=lambda f: (f.name, f.enterprise))
    found = [(day, door) for day, door in _last_days(now, rules) if start < day <= end]
    return [
        Deadline(day, door, tuple(f for f in due if (f.deadline, f.door) == (day, door)))
        for day, door in sorted(set(found))
    ]


def _last_days(now: Period, rules: DoorRules) -> Iterable[tuple[date, DoorName]]:
    for step in range(1, 5):
        month = now.shift(step)
        # A filing of December would take effect in January, which has no report.
        if month.month < 12:
            yield date(month.year, month.month, rules.monthly_day), "月度"
        for of_year, day in rules.annual_dates:
            if of_year == month.month:
                yield date(month.year, of_year, day), "年度"


def _most(pair: tuple[str, int]) -> tuple[int, str]:
    return (-pair[1], pair[0])
