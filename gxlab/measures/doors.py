"""Which door into the register is open to a firm, from when, and until what day to file (入库的门).

A crossing month is not an entry month. 月度: only a wholly new plant, filed as 新建, without sales
before the last quarter of last year; filed by a day of the month after it crosses, in effect the
month after that. 年度: everyone else; filed in the batches of the last quarter, in effect with the
first report (1—2月) of next year and credited to this one.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

from gxlab.reference.periods import Period
from gxlab.warehouse.desk import Desk

DoorName = Literal["月度", "年度", ""]


@dataclass(frozen=True)
class DoorRules:
    """The dated rules of filing (申报规则)."""

    threshold: Decimal
    monthly_day: int
    annual_dates: tuple[tuple[int, int], ...]
    new_plant_months: int


@dataclass(frozen=True)
class Plant:
    """What decides on the door (入库条件).

    ``sold_before``: whether invoices before the last quarter of last year are known to exist.
    """

    pool: str
    nature: str | None
    start: Period | None
    sold_before: bool


@dataclass(frozen=True)
class Door:
    """A way in (可走的门): ``effective`` is the month it would take effect, ``deadline`` the day.

    ``name`` is "" where no filing of this year can still be met. ``obstacle``: why the monthly
    door is closed.
    """

    name: DoorName
    effective: Period | None
    deadline: date | None
    credited_year: int | None
    obstacle: str = ""


def door_rules(desk: Desk) -> DoorRules:
    """The rules in force for the desk's unit and month."""
    dates = [part.split("-") for part in desk.policy("annual_filing_dates").split("|")]
    return DoorRules(
        desk.policy_number("above_scale_threshold"),
        int(desk.policy("monthly_filing_day")),
        tuple(sorted((int(month), int(day)) for month, day in dates)),
        int(desk.policy("new_plant_months")),
    )


def monthly_obstacle(plant: Plant, now: Period, rules: DoorRules) -> str:
    """Why a plant may not enter monthly (不能走月度门的原因); "" where it may.

    >>> rules = DoorRules(Decimal(2000), 20, ((10, 20),), 24)
    >>> may = Period(2026, 5)
    >>> monthly_obstacle(Plant("当年新建投产", "新建", Period(2026, 1), False), may, rules)
    ''
    >>> monthly_obstacle(Plant("当年新建投产", "技术改造", Period(2026, 1), False), may, rules)
    '备案性质为技术改造，不是新建'
    """
    if plant.pool in ("转专业", "个转企", "退统待再入"):
        return f"{plant.pool}只走年度批次"
    if plant.nature != "新建":
        said = plant.nature if plant.nature and plant.nature not in ("—", "-") else "未填"
        return f"备案性质为{said}，不是新建"
    if plant.start is None:
        return "投产时间未填"
    if now >= plant.start.shift(rules.new_plant_months):
        return f"投产已满{rules.new_plant_months}个月"
    if plant.start < Period(now.year - 1, 10) or plant.sold_before:
        return "上年四季度以前已有销售"
    return ""


def open_door(
    plant: Plant,
    crossed: Period | None,
    now: Period,
    rules: DoorRules,
    *,
    filed: bool = False,
) -> Door:
    """The door a firm can take when it crosses the threshold in a month (可走的门与生效期).

    ``filed``: it has handed in its papers, so no deadline is ahead of it any more.
    """
    obstacle = monthly_obstacle(plant, now, rules)
    if crossed is None:
        return Door("", None, None, None, obstacle)
    if filed:
        return _under_review(now, obstacle)
    if not obstacle:
        filing = max(crossed, now).shift(1)
        effective = filing.shift(1)
        if effective.year == now.year:
            deadline = date(filing.year, filing.month, rules.monthly_day)
            return Door("月度", effective, deadline, now.year)
        obstacle = "年内已无月度申报批次"
    return _annual(crossed, now, rules, obstacle)


def _under_review(now: Period, obstacle: str) -> Door:
    """在审: monthly in effect next month, else with the batch."""
    if not obstacle and now.month < 12:
        return Door("月度", now.shift(1), None, now.year)
    return Door("年度", Period(now.year + 1, 2), None, now.year, obstacle)


def _annual(crossed: Period, now: Period, rules: DoorRules, obstacle: str) -> Door:
    """The first batch after the crossing month is over; later ones of the year stay open too."""
    ready = max(crossed, now)
    days = [date(now.year, month, day) for month, day in rules.annual_dates if month > ready.month]
    if not days:
        return Door("", None, None, None, obstacle)
    return Door("年度", Period(now.year + 1, 2), days[0], now.year, obstacle)


def next_monthly_deadline(now: Period, rules: DoorRules) -> date:
    """The next day of monthly filing after the month's end (最近的月度申报截止日)."""
    after = now.shift(1)
    return date(after.year, after.month, rules.monthly_day)
