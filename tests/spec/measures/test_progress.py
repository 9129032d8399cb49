"""Plan, clock and needed pace: worked cases (计划进度、序时进度、后几个月需增长)."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from gxlab.measures.figures import FigureRow
from gxlab.measures.progress import light, plan_pct, progress
from gxlab.measures.rates import (
    growth_without,
    linear_progress_pct,
    needed_growth_pct,
    rolling_12,
    two_year_average_pct,
    yearly_rate_pct,
)
from tests.conftest import DeskOf


def target(**given: Any) -> dict[str, Any]:
    blank = dict.fromkeys(("target", "plan_q1", "plan_h1", "plan_q3", "last_year", "office"))
    return {
        "unit": "3300",
        "indicator": "revenue",
        "tier": "确保",
        "kind": "level",
        **blank,
        **given,
    }


def test_plan_inside_a_quarter_runs_in_equal_steps() -> None:
    # Plan 200 by March, 500 by June, of 1000: May = 200 + 300 × 2/3 = 400 → 40.0 %.
    plan = target(target=Decimal(1000), plan_q1=Decimal(200), plan_h1=Decimal(500))
    assert plan_pct(plan, 3) == Decimal(20)
    assert plan_pct(plan, 5) == Decimal(40)
    assert plan_pct(plan, 6) == Decimal(50)
    assert plan_pct(plan, 8) is None  # 前三季度计划未设


def test_plan_and_clock_are_both_told_and_the_light_follows_the_plan(desk_of: DeskOf) -> None:
    # 38.2 % done at May; plan 38.0 % (Q1 20, H1 47: 20 + 27 × 2/3 = 38); clock 5/12 = 41.7 %.
    plan = target(target=Decimal(1000), plan_q1=Decimal(200), plan_h1=Decimal(470))
    done = FigureRow("3300", "示例市", value=Decimal(382))
    result = progress(desk_of("2026-05"), plan, done)
    assert result.completion_pct == Decimal("38.2")
    assert result.plan_pct == Decimal(38)
    assert result.gap_plan_pp == Decimal("0.2")
    assert result.gap_linear_pp == Decimal("-3.5")
    assert result.light == "green"


def test_a_rate_target_has_no_completion(desk_of: DeskOf) -> None:
    done = FigureRow(
        "3300",
        "示例市",
        growth_yoy_pct=Decimal(5),
        numerator=Decimal(504),
        denominator=Decimal(480),
    )
    result = progress(
        desk_of("2026-05"), target(kind="rate", target=Decimal(10)), done, Decimal(1200)
    )
    assert result.completion_pct is None
    assert result.gap_plan_pp == Decimal(-5)
    # 1200 × 1.10 = 1320; (1320 − 504) ÷ (1200 − 480) = 816 ÷ 720 = +13.3 %
    assert result.needed_growth_pct is not None
    assert round(result.needed_growth_pct, 1) == Decimal("13.3")


@pytest.mark.parametrize(
    ("gap", "word"),
    [("0.2", "green"), ("0", "green"), ("-0.1", "yellow"), ("-5", "yellow"), ("-5.1", "red")],
)
def test_light(gap: str, word: str) -> None:
    assert light(Decimal(gap), Decimal(0), Decimal(5)) == word


def test_light_without_a_figure_is_none() -> None:
    assert light(None, Decimal(0), Decimal(5)) == "none"


@pytest.mark.parametrize(
    ("month", "done", "ahead"),
    [  # published: 四川 84.5 % at October is +1.2; then 85.1, 77.2, 69.7
        (10, "84.5", "1.2"),
        (10, "85.1", "1.8"),
        (8, "77.2", "10.5"),
        (8, "69.7", "3.0"),
    ],
)
def test_clock_against_published_pairs(month: int, done: str, ahead: str) -> None:
    assert round(Decimal(done) - linear_progress_pct(month), 1) == Decimal(ahead)


def test_needed_growth_with_the_total_of_other_firms_is_wrong() -> None:
    right = needed_growth_pct(Decimal(10), Decimal(504), Decimal(480), Decimal(1200))
    wrong = (Decimal(1300) * Decimal("1.10") - 504) / 720 * 100 - 100  # 28.6 %: other firms' base
    assert right is not None and round(right, 1) == Decimal("13.3")
    assert round(wrong, 1) == Decimal("28.6")


def test_growth_without_a_firm_is_not_growth_minus_pull() -> None:
    # 1050 on 1000; X 40 on 100 pulls −6.0.  Without X: 1010 ÷ 900 = +12.2 %, not 5.0 + 6.0 = 11.0.
    left = growth_without((Decimal(1050), Decimal(1000)), (Decimal(40), Decimal(100)))
    assert left is not None and round(left, 1) == Decimal("12.2")


def test_rolling_twelve_months_and_doubling() -> None:
    assert rolling_12(Decimal(504), Decimal(1200), Decimal(480)) == Decimal(1224)
    assert round(yearly_rate_pct(Decimal(2), 2), 1) == Decimal("41.4")  # 两年翻番
    assert round(yearly_rate_pct(Decimal(4), 3), 1) == Decimal("58.7")  # 三年翻两番
    average = two_year_average_pct(Decimal("172.1"), Decimal(100))  # 2021年1—2月两年平均31.2 %
    assert average is not None and round(average, 1) == Decimal("31.2")
