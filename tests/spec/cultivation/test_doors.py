"""Doors, deadlines and the months of crossing (入库的门、截止日、达规月份)."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from gxlab.measures.cultivation_projection import crossing, new_plant, rest_shares, stopped
from gxlab.measures.doors import DoorRules, Plant, monthly_obstacle, open_door
from gxlab.measures.filing_calendar import Filing, calendar
from gxlab.measures.projection import Estimate, seasonal
from gxlab.reference.periods import Period

RULES = DoorRules(Decimal(2000), 20, ((10, 20), (11, 20), (12, 20)), 24)
MAY = Period(2026, 5)
NEW = Plant("当年新建投产", "新建", Period(2026, 1), sold_before=False)
OLD = Plant("规下1000—2000万", "技术改造", None, sold_before=True)


def test_a_new_plant_that_has_crossed_files_next_month_and_counts_the_month_after() -> None:
    # Crossed by the end of May: papers for 1—5月 are filed by 20 June, in effect July 2026.
    door = open_door(NEW, Period(2026, 4), MAY, RULES)
    assert (door.name, door.deadline, door.effective) == (
        "月度",
        date(2026, 6, 20),
        Period(2026, 7),
    )
    assert door.credited_year == 2026


def test_a_crossing_month_is_not_an_entry_month() -> None:
    # An old firm that crosses in August waits for the batch of 20 October and enters with the
    # first report of 2027; it is credited to 2026.
    door = open_door(OLD, Period(2026, 8), MAY, RULES)
    assert (door.name, door.deadline, door.effective) == (
        "年度",
        date(2026, 10, 20),
        Period(2027, 2),
    )
    assert door.credited_year == 2026


@pytest.mark.parametrize(
    ("crossed", "deadline"),
    [(9, date(2026, 10, 20)), (10, date(2026, 11, 20)), (11, date(2026, 12, 20)), (12, None)],
)
def test_the_batch_after_the_crossing_month_is_over(crossed: int, deadline: date | None) -> None:
    door = open_door(OLD, Period(2026, crossed), MAY, RULES)
    assert door.deadline == deadline
    assert (door.name == "") is (deadline is None)


def test_a_new_plant_too_late_for_a_month_of_this_year_goes_with_the_batch() -> None:
    # Crossing in October is filed in November and takes effect in December; crossing in November
    # would take effect in January, which has no report.
    assert open_door(NEW, Period(2026, 10), MAY, RULES).effective == Period(2026, 12)
    late = open_door(NEW, Period(2026, 11), MAY, RULES)
    assert (late.name, late.deadline) == ("年度", date(2026, 12, 20))


@pytest.mark.parametrize(
    ("plant", "reason"),
    [
        (NEW, ""),
        (Plant("当年新建投产", "新建", Period(2025, 10), False), ""),
        (Plant("当年新建投产", "技术改造", Period(2026, 1), False), "备案性质为技术改造"),
        (Plant("当年新建投产", None, Period(2026, 1), False), "备案性质为未填"),
        (Plant("当年新建投产", "新建", None, False), "投产时间未填"),
        (Plant("当年新建投产", "新建", Period(2025, 9), False), "上年四季度以前已有销售"),
        (Plant("当年新建投产", "新建", Period(2025, 11), True), "上年四季度以前已有销售"),
        (Plant("当年新建投产", "新建", Period(2024, 5), False), "投产已满24个月"),
        (Plant("转专业", "新建", Period(2026, 1), False), "只走年度批次"),
        (Plant("退统待再入", "新建", Period(2026, 1), False), "只走年度批次"),
    ],
)
def test_only_wholly_new_plants_may_enter_monthly(plant: Plant, reason: str) -> None:
    found = monthly_obstacle(plant, MAY, RULES)
    assert found.startswith(reason) if not found or not reason else reason in found
    assert bool(found) is bool(reason)


def test_what_is_handed_in_has_no_deadline_ahead() -> None:
    monthly = open_door(NEW, Period(2026, 4), MAY, RULES, filed=True)
    assert (monthly.name, monthly.effective, monthly.deadline) == ("月度", Period(2026, 6), None)
    annual = open_door(OLD, Period(2025, 11), Period(2025, 12), RULES, filed=True)
    assert (annual.name, annual.effective, annual.credited_year) == ("年度", Period(2026, 2), 2025)


def test_the_calendar_of_ninety_days() -> None:
    # 31 May + 90 days = 29 August: 20 June, 20 July and 20 August; the batches lie beyond.
    due = [
        Filing("B", "乙", "月度", date(2026, 6, 20), ("备案证明",)),
        Filing("A", "甲", "月度", date(2026, 6, 20), ("备案证明", "利润表")),
        Filing("C", "丙", "年度", date(2026, 10, 20), ()),
    ]
    found = calendar(MAY, RULES, due)
    assert [str(d.day) for d in found] == ["2026-06-20", "2026-07-20", "2026-08-20"]
    assert [f.name for f in found[0].filings] == ["乙", "甲"]
    assert found[0].missing == {"备案证明": 2, "利润表": 1}
    autumn = calendar(Period(2026, 9), RULES, due)
    # 30 September + 90 days = 29 December: no monthly filing in December.
    assert [(str(d.day), d.door) for d in autumn] == [
        ("2026-10-20", "年度"),
        ("2026-10-20", "月度"),
        ("2026-11-20", "年度"),
        ("2026-11-20", "月度"),
        ("2026-12-20", "年度"),
    ]


def test_the_season_of_last_year() -> None:
    # 900 by May on 600 of 1500: share 40 %, so 900 / 0.4 = 2250. The 900 still to come last year
    # may grow 10 points less or more: 2250 ∓ 90.
    found = seasonal(Decimal(900), Decimal(600), Decimal(1500), 5, Decimal(10))
    assert (found.low, found.mid, found.high) == (Decimal(2160), Decimal(2250), Decimal(2340))
    # Naive: 900 / 5 × 12 = 2160 for everyone.


def test_without_a_usable_last_year_the_pace_decides() -> None:
    # 1000 in 5 months: 2400; the 1400 to come ∓ 10 %.
    for base, last in (
        (None, Decimal(1500)),
        (Decimal(-20), Decimal(900)),
        (Decimal(9), Decimal(5)),
    ):
        found = seasonal(Decimal(1000), base, last, 5, Decimal(10))
        assert (found.low, found.mid, found.high) == (Decimal(2260), Decimal(2400), Decimal(2540))
        assert found.method == "均速"


def test_a_new_plant_runs_at_its_pace_since_it_began() -> None:
    # Began in March: 900 in 3 months = 300 a month, 7 months to come: 900 + 2100 = 3000.
    # The last month alone, 400: 900 + 2800 = 3700.  Naive by the calendar: 900 / 5 × 12 = 2160.
    found = new_plant(Decimal(900), Decimal(400), Period(2026, 3), MAY)
    assert (found.low, found.mid, found.high) == (Decimal(3000), Decimal(3000), Decimal(3700))
    # Began last October: this year's five months count.
    older = new_plant(Decimal(900), Decimal(100), Period(2025, 10), MAY)
    assert (older.low, older.mid) == (900 + 7 * Decimal(100), 900 + 7 * Decimal(180))


def test_a_firm_at_a_standstill_sells_no_more() -> None:
    found = stopped(Decimal(700), Estimate(Decimal(1500), Decimal(1600), Decimal(1700), "季节法"))
    assert (found.low, found.mid, found.high) == (Decimal(700), Decimal(700), Decimal(1700))


def test_the_month_of_crossing_follows_last_year_s_path() -> None:
    # Last year: 600 by May, 700 June, 720 July, 800 August … 1500 December: of the 900 to come
    # 100 by June = 1/9, 120 by July = 12/90, 200 = 2/9 by August, 900 by September.
    path = {
        Period(2025, m): Decimal(v)
        for m, v in zip(range(5, 13), (600, 700, 720, 800, 1500, 1500, 1500, 1500), strict=True)
    }
    shares = rest_shares(MAY, path)
    assert shares[9] == 1 and round(shares[6], 4) == Decimal("0.1111")
    # 900 so far, 2250 in all: June 900 + 1350/9 = 1050, August 1200, September 2250 >= 2000.
    reached = {MAY: Decimal(900)}
    assert crossing(Decimal(2250), reached, MAY, Decimal(2000), shares) == Period(2026, 9)
    # In equal steps it would be (2000 − 900) / (1350 / 7) = 5.7: the 6th month, November.
    even = rest_shares(MAY, {})
    assert crossing(Decimal(2250), reached, MAY, Decimal(2000), even) == Period(2026, 11)
    assert crossing(Decimal(1999), reached, MAY, Decimal(2000), even) is None


def test_who_is_over_already_crossed_when_the_total_first_was() -> None:
    reached = {Period(2026, 3): Decimal(1500), Period(2026, 4): Decimal(2100), MAY: Decimal(2600)}
    even = rest_shares(MAY, {})
    assert crossing(Decimal(6000), reached, MAY, Decimal(2000), even) == Period(2026, 4)


def test_a_path_that_falls_or_has_holes_is_not_followed() -> None:
    falling = {Period(2025, m): Decimal(100 - m) for m in range(5, 13)}
    assert rest_shares(MAY, falling) == rest_shares(MAY, {})
    dented = {Period(2025, m): Decimal(100 * m) for m in range(5, 13)} | {
        Period(2025, 8): Decimal(1)
    }
    assert rest_shares(MAY, dented) == rest_shares(MAY, {})
    assert rest_shares(MAY, {Period(2025, 5): Decimal(1)}) == rest_shares(MAY, {})
