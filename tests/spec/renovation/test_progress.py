"""应达进度 and the lights, worked by hand."""

from __future__ import annotations

from decimal import Decimal

from gxlab.measures.rates import linear_progress_pct
from gxlab.measures.renovation_ledger import ledger
from gxlab.measures.renovation_progress import (
    building_months,
    expected_share,
    limits,
    progress_signal,
    start_signal,
)
from gxlab.measures.renovation_summary import totals
from gxlab.reference.numbers import difference_pp
from gxlab.reference.periods import Period
from tests.conftest import DeskOf
from tests.spec.renovation.rows import OWNER, register
from tests.spec.renovation.rows import ledger as ledger_rows

MAY = Period(2026, 5)
BUILDING = building_months("3-11")


def test_a_project_that_starts_in_september_owes_nothing_in_may() -> None:
    # N/12 would ask for 5/12 = 41.7 %.
    start, end = Period(2026, 9), Period(2027, 6)
    assert expected_share(MAY, start, end, (), BUILDING) == (0, 3)
    # by October: September and October of September, October, November = 2/3
    assert expected_share(Period(2026, 10), start, end, (), BUILDING) == (2, 3)


def test_building_months_leave_the_winter_out() -> None:
    # All year round: building months 3—11 = 9, of which March, April, May have passed: 3/9.
    assert expected_share(MAY, Period(2025, 6), Period(2027, 6), (), BUILDING) == (3, 9)
    # Ends in June 2026: March to June = 4, three passed: 3/4.
    assert expected_share(MAY, Period(2025, 6), Period(2026, 6), (), BUILDING) == (3, 4)
    # December start: no building month in the plan, so its calendar months count; nothing in May.
    assert expected_share(MAY, Period(2026, 12), Period(2027, 6), (), BUILDING) == (0, 1)
    assert expected_share(Period(2026, 12), Period(2026, 12), None, (), BUILDING) == (1, 1)


def test_the_projects_own_plan_goes_before_the_rule() -> None:
    # Cumulative plan 0 0 50 120 200 … 500: by May 200/500 = 40 %; by months it would be 33.3 %.
    own = [Decimal(n) for n in (0, 0, 50, 120, 200, 260, 320, 380, 420, 460, 500, 500)]
    assert expected_share(MAY, Period(2026, 3), Period(2027, 6), own, BUILDING) == (200, 500)


def test_k9_light_by_plan_and_both_gaps_printed(desk_of: DeskOf) -> None:
    # K9: completed 38.2 %, plan 38.0 %, 序时 5/12 = 41.7 %. Ahead of plan by 0.2, behind the
    # calendar by 3.5 points; the light is green.
    plan = {
        "year": 2026,
        "name": "甲改造项目",
        "owner": OWNER,
        "plan_05": Decimal(380),
        "plan_12": Decimal(1000),
    }
    rows = ledger_rows("甲改造项目 2026-05 330101 1000 382 2026.1—2026.12 2026-01 在建")
    desk = desk_of("2026-05", {"project_ledger": rows, "project_plan": [plan]})
    (project,) = ledger(desk)
    assert project.completion_pct == Decimal("38.2") and project.expected_pct == Decimal(38)
    assert project.gap_pp == Decimal("0.2")
    behind = difference_pp(project.completion_pct, linear_progress_pct(5), 1)
    assert behind == Decimal("-3.5")
    assert project.signal.level == "green"


def test_progress_light_turns_beyond_ten_and_thirty_points(desk_of: DeskOf) -> None:
    rule = limits(desk_of("2026-05"))
    hundred, fifty = Decimal(100), Decimal(50)
    levels = [
        progress_signal(Decimal(d), fifty, hundred, rule).level
        for d in (55, 40, "39.9", 20, "19.9")
    ]
    # behind by −5, 10.0, 10.1, 30.0, 30.1 points
    assert levels == ["green", "green", "yellow", "yellow", "red"]


def test_start_light_counts_from_the_planned_month(desk_of: DeskOf) -> None:
    rule = limits(desk_of("2026-05"))
    asked = {m: start_signal(MAY, Period(2026, m), None, rule).level for m in (3, 4, 5, 6)}
    # Planned for March: March, April, May without a start = 3 months; for May: 1; June: not due.
    assert asked == {3: "red", 4: "yellow", 5: "yellow", 6: "green"}
    assert start_signal(MAY, Period(2026, 3), Period(2026, 5), rule).level == "green"


def test_register_light_and_the_rule_that_fired(desk_of: DeskOf) -> None:
    # 甲 started in March, 2 months before May, and is not in the register: red.
    # 乙 started in April: yellow. 丙 is registered under its project code: green.
    # All three are on plan: own building months 3—11, 3/9 of 900 = 300.
    rows = ledger_rows(
        """
        甲改造项目 2026-05 330101 900 300 2026.1—2026.12 2026-03 在建
        乙改造项目 2026-05 330101 900 300 2026.1—2026.12 2026-04 在建
        丙改造项目 2026-05 330101 900 300 2026.1—2026.12 2026-03 在建
        """
    )
    rows[2]["project_code"] = "2601-330101-07-02-123456"
    listed = register("P1 2026-05 3451 改建和技术改造 1000 300 2026-04 -", name="别名项目")
    listed[0]["project_code"] = "26013301010702123456"  # the hyphens were lost
    found = {
        p.name: p
        for p in ledger(desk_of("2026-05", {"project_ledger": rows, "project_register": listed}))
    }
    levels = {name: p.signal.level for name, p in found.items()}
    assert levels == {"甲改造项目": "red", "乙改造项目": "yellow", "丙改造项目": "green"}
    assert found["甲改造项目"].signal.rule == "2026年3月开工，尚未入库"
    # Without any register list nothing can be said of it.
    alone = ledger(desk_of("2026-05", {"project_ledger": rows}))
    assert {p.signal.level for p in alone} == {"green"}


def test_light_since_goes_back_over_earlier_ledgers(desk_of: DeskOf) -> None:
    # Plan 900 over 3—11: due in March 100, April 200, May 300 (11.1, 22.2, 33.3 %).
    # Done: March 90 (10.0 %, −1.1: green), April 90 (−12.2: yellow), May 90 (−23.3: yellow).
    # Last October it was yellow too: 690 of 900 = 76.7 %, due 8/9 = 88.9 %, −12.2. The run is
    # broken by March, so the light has been on since April.
    rows = ledger_rows(
        """
        甲改造项目 2025-09 330101 900 700 2025.1—2026.12 2025-01 在建
        甲改造项目 2025-10 330101 900 690 2025.1—2026.12 2025-01 在建
        甲改造项目 2026-03 330101 900 90 2026.1—2026.12 2026-01 在建
        甲改造项目 2026-04 330101 900 90 2026.1—2026.12 2026-01 在建
        甲改造项目 2026-05 330101 900 90 2026.1—2026.12 2026-01 在建
        """
    )
    (project,) = ledger(desk_of("2026-05", {"project_ledger": rows}))
    assert (project.signal.level, project.since) == ("yellow", Period(2026, 4))
    assert project.signal.rule == "低于应达进度23.3个百分点"


def test_sums_of_the_ledger_are_sums_over_sums(desk_of: DeskOf) -> None:
    # 甲 300 of 900 (due 300), 乙 0 of 100 starting in September (due 0), 丙 finished 500 of 500.
    # Completion 800/1500 = 53.3 %; due: 甲 3/9 × 900 = 300, 乙 0, 丙 (to May) 3/3 × 500 = 500:
    # 800/1500 = 53.3 %, gap 0.0. The mean of the three rates would be 44.4 %.
    rows = ledger_rows(
        """
        甲改造项目 2026-05 330101 900 300 2026.1—2026.12 2026-01 在建
        乙改造项目 2026-05 330101 100 0 2026.9—2027.6 - 未开工
        丙改造项目 2026-05 330102 500 500 2025.3—2026.5 2025-03 竣工
        """
    )
    sums = totals(ledger(desk_of("2026-05", {"project_ledger": rows})))
    assert (sums.ytd, sums.plan, sums.expected) == (Decimal(800), Decimal(1500), Decimal(800))
    assert sums.completion_pct is not None and round(sums.completion_pct, 1) == Decimal("53.3")
    assert sums.gap_pp == 0
    assert (sums.started, sums.not_started, sums.overdue, sums.completed) == (1, 1, 0, 1)
    assert sums.green + sums.yellow + sums.red == sums.count == 3
