"""Why renovation investment is fast or slow, and of what it is made (B2, B3).

Both from the statistical register lists (①统计口径，在库项目清单). The list of this year holds no
project finished last year, so last year's lists are read beside it: only the two together account
for the base. The amounts explain; the rate that is printed is the one fed back.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence, Set
from dataclasses import dataclass, replace
from decimal import Decimal

from gxlab.measures.rates import share_pct
from gxlab.measures.renovation_register import (
    Registered,
    register_list,
    register_period,
    register_rows,
    renovation_projects,
)
from gxlab.reference.periods import Period, reporting_months
from gxlab.warehouse.desk import Desk

ZERO = Decimal(0)


@dataclass(frozen=True)
class BaseMonth:
    """One month of this year beside the same month of last year's lists (万元, 个).

    ``finished`` and ``left`` are the parts of ``base`` whose projects are no longer listed: 上年
    已竣工, and 退库或调出. ``period`` None is 1—N月. ``base_share`` is what the month was of last
    year's whole (%).
    """

    period: Period | None
    base: Decimal | None
    finished: Decimal | None
    left: Decimal | None
    value: Decimal | None
    carried: Decimal | None
    entered: Decimal | None
    entries: int
    entries_planned: Decimal
    entries_base: int | None
    base_share: Decimal | None = None

    @property
    def change(self) -> Decimal | None:
        """增减额 (万元)."""
        return None if self.value is None or self.base is None else self.value - self.base

    @property
    def entries_change(self) -> int | None:
        """新入库项目比上年同月增减 (个)."""
        return None if self.entries_base is None else self.entries - self.entries_base


@dataclass(frozen=True)
class Change:
    """One project this year and in the same period of last year's list (前五大项目增减, 万元)."""

    key: str
    name: str
    owner: str | None
    value: Decimal
    base: Decimal
    kind: str

    @property
    def change(self) -> Decimal:
        """增减额 (万元)."""
        return self.value - self.base


@dataclass(frozen=True)
class Structure:
    """三量: number and quality of the registered renovation projects of a unit (万元, 个)."""

    unit: str
    count: int
    entries: int
    large_count: int
    planned: Decimal
    ytd: Decimal
    equipment: Decimal
    large: Decimal
    high_tech: Decimal
    manufacturing: Decimal


Lists = dict[Period, dict[str, Registered]]


def register_lists(desk: Desk) -> Lists:
    """The unit's renovation projects in every register list of this year and the last."""
    rows = register_rows(desk)
    periods = [Period.parse(p) for p in rows["period"].unique().sort().to_list()]
    found: Lists = {}
    for period in periods:
        mine = renovation_projects(register_list(desk, period))
        found[period] = {p.key: p for p in mine}
    return found


def base_months(desk: Desk, lists: Lists) -> list[BaseMonth]:
    """The months of this year up to the latest list, each beside last year's; then 1—N月.

    The last row needs only the lists of this period and of the same period a year ago; a month
    needs the list before it as well.
    """
    now = register_period(desk)
    if now is None:
        return []
    months = [p for p in reporting_months(now.year, False) if p <= now]
    return [*(_month(lists, p, now) for p in months), _whole(lists, now)]


def base_path(lists: Lists, year: int) -> dict[Period, Decimal]:
    """去年分月基数: what each month of a year added, by its own lists (万元)."""
    found = {}
    for period in reporting_months(year, False):
        amounts = _month_amounts(lists, period)
        if amounts is not None:
            found[period] = sum(amounts.values(), ZERO)
    return found


def largest_changes(lists: Lists, now: Period, count: int = 5) -> tuple[list[Change], list[Change]]:
    """前五大增、减项目: the largest rises and falls, largest first."""
    changes = all_changes(lists, now)
    rising = [c for c in changes if c.change > 0][:count]
    return rising, [c for c in reversed(changes) if c.change < 0][:count]


def all_changes(lists: Lists, now: Period) -> list[Change]:
    """Each project's amount of this year against the same period's list a year ago.

    From the largest rise to the largest fall; empty where one of the two lists is missing.
    """
    current, before = lists.get(now), lists.get(now.prior_year)
    if current is None or before is None:
        return []
    changes = [_change(k, current.get(k), before.get(k), now) for k in {*current, *before}]
    return sorted(changes, key=lambda c: (-c.change, c.key))


def structure(unit: str, projects: Sequence[Registered], now: Period) -> Structure:
    """The three quantities of a unit's registered renovation projects (总量、数量、质量)."""
    return Structure(
        unit=unit,
        count=len(projects),
        entries=sum(_entered_in(p, now.year) for p in projects),
        large_count=sum(p.large for p in projects),
        planned=_total(p.planned_investment for p in projects),
        ytd=_total(p.ytd_investment for p in projects),
        equipment=_total(p.equipment_investment for p in projects),
        large=_total(p.ytd_investment for p in projects if p.large),
        high_tech=_total(p.ytd_investment for p in projects if p.high_tech),
        manufacturing=_total(p.ytd_investment for p in projects if p.manufacturing),
    )


def _month(lists: Lists, period: Period, now: Period) -> BaseMonth:
    then = _month_amounts(lists, period.prior_year)
    fresh = _fresh(lists.get(period, {}), period)
    before = lists.get(period.prior_year)
    earlier = None if before is None else _fresh(before, period.prior_year)
    row = _row(lists, now, _month_amounts(lists, period), then, fresh, earlier)
    year = lists.get(Period(now.year - 1, 12), {})
    share = share_pct(row.base, _total(map(_ytd, year.values()))) if year else None
    return replace(row, period=period, base_share=share)


def _whole(lists: Lists, now: Period) -> BaseMonth:
    current, before = lists.get(now, {}), lists.get(now.prior_year)
    amounts = {k: p.ytd_investment for k, p in current.items()}
    then = None if before is None else {k: p.ytd_investment for k, p in before.items()}
    fresh = [p for p in current.values() if _entered_in(p, now.year)]
    earlier = (
        None if before is None else [p for p in before.values() if _entered_in(p, now.year - 1)]
    )
    return _row(lists, now, amounts, then, fresh, earlier)


def _row(
    lists: Lists,
    now: Period,
    amounts: dict[str, Decimal] | None,
    then: dict[str, Decimal] | None,
    fresh: Sequence[Registered],
    earlier: Sequence[Registered] | None,
) -> BaseMonth:
    listed = lists.get(now, {})
    new = {k for k, p in listed.items() if _entered_in(p, now.year)}
    gone = set(then or ()) - listed.keys()
    done = {k for k in gone if _finished(k, lists, now)}
    return BaseMonth(
        period=None,
        base=_part(then, set(then or ())),
        finished=_part(then, done),
        left=_part(then, gone - done),
        value=_part(amounts, set(amounts or ())),
        carried=_part(amounts, set(amounts or ()) - new),
        entered=_part(amounts, new),
        entries=len(fresh),
        entries_planned=_total(p.planned_investment for p in fresh),
        entries_base=None if earlier is None else len(earlier),
    )


def _month_amounts(lists: Lists, period: Period) -> dict[str, Decimal] | None:
    """本月完成 of each listed project: its cumulative amount less that of the list before.

    A project listed for the first time brings its whole cumulative amount of the year, as the
    statistical total does. Without the list of the month before there is no month.
    """
    current = lists.get(period)
    if current is None:
        return None
    if period.month == 2:
        return {k: p.ytd_investment for k, p in current.items()}
    before = lists.get(period.previous)
    if before is None:
        return None
    keys = {*current, *before}
    return {k: _ytd(current.get(k)) - _ytd(before.get(k)) for k in keys}


def _finished(key: str, lists: Lists, now: Period) -> bool:
    """Whether a project no longer listed was finished (上年已竣工), by last year's last list."""
    seen = [p for p in lists if p.year < now.year and key in lists[p]]
    return bool(seen) and lists[max(seen)][key].completed is not None


def _change(key: str, now: Registered | None, then: Registered | None, at: Period) -> Change:
    known = now or then
    assert known is not None
    kind = "续建" if now and then else "上年已竣工或退库" if then else "续建"
    if now is not None and _entered_in(now, at.year):
        kind = "本年新入库"
    return Change(key, known.name, known.owner, _ytd(now), _ytd(then), kind)


def _part(amounts: dict[str, Decimal] | None, keys: Set[str]) -> Decimal | None:
    return None if amounts is None else _total(amounts[k] for k in keys if k in amounts)


def _fresh(listed: dict[str, Registered], period: Period) -> list[Registered]:
    return [p for p in listed.values() if _entered_at(p, period)]


def _entered_in(project: Registered, year: int) -> bool:
    return project.entered is not None and project.entered.year == year


def _entered_at(project: Registered, period: Period) -> bool:
    """Entered in the month; 1—2月 is one report and takes January's entries too."""
    entered = project.entered
    if entered is None or entered.year != period.year:
        return False
    return entered.month == period.month or (period.month == 2 and entered.month == 1)


def _ytd(project: Registered | None) -> Decimal:
    return ZERO if project is None else project.ytd_investment


def _total(values: Iterable[Decimal]) -> Decimal:
    return sum(values, ZERO)
