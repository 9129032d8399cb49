"""Completion against the bureau's plan and the clock (计划进度与序时进度).

A level or count target has a completion (完成率 = 累计 ÷ 年度目标); a rate target has none and is
compared in 百分点. Where a quarterly plan is issued, it is the yardstick; N/12 stands beside it.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import polars as pl

from gxlab.measures.figures import FigureRow
from gxlab.measures.rates import completion_pct, linear_progress_pct, needed_growth_pct
from gxlab.reference.indicators import indicator
from gxlab.reference.numbers import difference_pp, divide, round_half_away
from gxlab.warehouse.desk import Desk


@dataclass(frozen=True)
class Progress:
    """One target and how far it has come (目标完成). Money in 万元, rates in %, gaps in 百分点."""

    unit: str
    indicator: str
    tier: str
    kind: str
    target: Decimal | None
    done: Decimal | None
    completion_pct: Decimal | None = None
    plan_pct: Decimal | None = None
    linear_pct: Decimal | None = None
    gap_plan_pp: Decimal | None = None
    gap_linear_pp: Decimal | None = None
    needed_growth_pct: Decimal | None = None
    light: str = "none"
    office: str | None = None


def targets(desk: Desk, indicator_id: str, cluster: str | None = None) -> list[dict[str, Any]]:
    """Targets of the desk's unit and year, 确保 before 奋斗; of one cluster where it is named."""
    rows = desk.read("targets", year=desk.period.year, until=str(desk.period))
    own = pl.col("cluster").is_null() if cluster is None else pl.col("cluster") == cluster
    mine = rows.filter(
        (pl.col("unit") == desk.unit.code) & (pl.col("indicator") == indicator_id) & own
    )
    return sorted(mine.to_dicts(), key=lambda r: ("确保", "奋斗").index(r["tier"]))


def progress(
    desk: Desk, target: dict[str, Any], done: FigureRow, year_base: Decimal | None = None
) -> Progress:
    """How far one target has come with the figure done; ``year_base`` 上年全年, same firms."""
    if target["kind"] == "rate":
        return _rate_progress(desk, target, done, year_base)
    months = desk.period.months_elapsed
    completed = completion_pct(done.value, target["target"])
    plan = plan_pct(target, months)
    linear = linear_progress_pct(months)
    gap = difference_pp(completed, plan, 1)
    limits = (desk.policy_number("target_yellow_pp"), desk.policy_number("target_red_pp"))
    judged = gap if gap is not None else difference_pp(completed, linear, 1)
    return Progress(
        unit=target["unit"],
        indicator=target["indicator"],
        tier=target["tier"],
        kind=target["kind"],
        target=target["target"],
        done=done.value,
        completion_pct=completed,
        plan_pct=plan,
        linear_pct=linear,
        gap_plan_pp=gap,
        gap_linear_pp=difference_pp(completed, linear, 1),
        light=light(judged, *limits),
        office=target["office"],
    )


def plan_pct(target: dict[str, Any], months: int) -> Decimal | None:
    """计划进度 (%): what the quarterly plan asks for by the end of this month.

    Inside a quarter the plan runs in equal steps from one quarter's end to the next.
    """
    goal = target["target"]
    marks = [Decimal(0), target["plan_q1"], target["plan_h1"], target["plan_q3"], goal]
    before, after = marks[(months - 1) // 3], marks[(months - 1) // 3 + 1]
    if not goal or before is None or after is None:
        return None
    step = Decimal((months - 1) % 3 + 1)
    planned = before + divide((after - before) * step, Decimal(3))
    return divide(planned, goal, Decimal(100))


def past_half(months: int, completed: Decimal | None) -> bool:
    """双过半: by the end of June half of the year's target is done, on the rate as printed.

    >>> past_half(6, Decimal("49.96")), past_half(6, Decimal("49.9")), past_half(5, Decimal(60))
    (True, False, False)
    """
    return months == 6 and completed is not None and round_half_away(completed, 1) >= 50


def light(gap: Decimal | None, yellow: Decimal, red: Decimal) -> str:
    """灯: green at or above plan, yellow below it, red when behind by more than ``red`` points."""
    if gap is None:
        return "none"
    if gap < -red:
        return "red"
    return "yellow" if gap < -yellow else "green"


def _rate_progress(
    desk: Desk, target: dict[str, Any], done: FigureRow, year_base: Decimal | None
) -> Progress:
    subject = indicator(target["indicator"])
    rate = done.value if subject.is_rate else done.growth_yoy_pct
    gap = difference_pp(rate, target["target"], 1)
    limits = (desk.policy_number("rate_target_yellow_pp"), desk.policy_number("rate_target_red_pp"))
    needed = None
    if year_base is not None and done.numerator is not None and done.denominator is not None:
        needed = needed_growth_pct(target["target"], done.numerator, done.denominator, year_base)
    return Progress(
        unit=target["unit"],
        indicator=target["indicator"],
        tier=target["tier"],
        kind="rate",
        target=target["target"],
        done=rate,
        gap_plan_pp=gap,
        needed_growth_pct=needed,
        light=light(gap, *limits),
        office=target["office"],
    )
