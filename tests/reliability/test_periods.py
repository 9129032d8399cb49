"""E8: 24 periods (报告期): the right label, the right base, the right former period.

One firm reports 23 months with gaps: January never, as its indicator has none; 2024-04 and -05,
2024-08 to -10 and 2025-08 are missing. Every growth rate occurs once, so that the change in
percentage points says which former period was taken.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from gxlab.measures.lookup import unit_figure
from gxlab.reference.periods import Period
from gxlab.warehouse.desk import Desk
from tests.conftest import DeskOf, facts, register
from tests.soak import keep

# Growth in %, on a delivered base of 1,000: value = 1000 + 10 × growth.
GROWTH = {
    "2023-12": 1, "2024-02": 3, "2024-03": 7, "2024-06": 2, "2024-07": 9, "2024-11": 4,
    "2024-12": 11, "2025-02": 6, "2025-03": 14, "2025-04": 5, "2025-05": 17, "2025-06": 8,
    "2025-07": 21, "2025-09": 10, "2025-10": 26, "2025-11": 12, "2025-12": 30, "2026-02": 13,
    "2026-03": 35, "2026-04": 16, "2026-05": 41,
}  # fmt: skip

# asked, label, its month, period used, growth, change against the report before, last day
CASES = (
    ("2023-12", "2023年全年", "12月", "2023-12", 1, None, (2023, 12, 31)),
    ("2024-01", "2024年1月", "1月", "2023-12", 1, None, (2024, 1, 31)),
    # 29 February; 3 − 1: the report before 1—2月 is the whole of last year.
    ("2024-02", "2024年1—2月", "1—2月", "2024-02", 3, 2, (2024, 2, 29)),
    ("2024-03", "2024年一季度", "3月", "2024-03", 7, 4, (2024, 3, 31)),
    # April and May were never delivered. Revenue may lag by one report and says so; March is not
    # put in the place of May.
    ("2024-04", "2024年1—4月", "4月", "2024-03", 7, 4, (2024, 4, 30)),
    ("2024-05", "2024年1—5月", "5月", None, None, None, (2024, 5, 31)),
    # The report before is missing: nothing to compare with.
    ("2024-06", "2024年上半年", "6月", "2024-06", 2, None, (2024, 6, 30)),
    ("2024-07", "2024年1—7月", "7月", "2024-07", 9, 7, (2024, 7, 31)),
    ("2024-11", "2024年1—11月", "11月", "2024-11", 4, None, (2024, 11, 30)),
    ("2024-12", "2024年全年", "12月", "2024-12", 11, 7, (2024, 12, 31)),
    # The year changes: 2025-02 against 2024-12, and no 29th.
    ("2025-01", "2025年1月", "1月", "2024-12", 11, 7, (2025, 1, 31)),
    ("2025-02", "2025年1—2月", "1—2月", "2025-02", 6, -5, (2025, 2, 28)),
    ("2025-03", "2025年一季度", "3月", "2025-03", 14, 8, (2025, 3, 31)),
    ("2025-04", "2025年1—4月", "4月", "2025-04", 5, -9, (2025, 4, 30)),
    ("2025-05", "2025年1—5月", "5月", "2025-05", 17, 12, (2025, 5, 31)),
    ("2025-06", "2025年上半年", "6月", "2025-06", 8, -9, (2025, 6, 30)),
    ("2025-07", "2025年1—7月", "7月", "2025-07", 21, 13, (2025, 7, 31)),
    ("2025-08", "2025年1—8月", "8月", "2025-07", 21, 13, (2025, 8, 31)),
    ("2025-09", "2025年前三季度", "9月", "2025-09", 10, None, (2025, 9, 30)),
    ("2025-10", "2025年1—10月", "10月", "2025-10", 26, 16, (2025, 10, 31)),
    ("2025-12", "2025年全年", "12月", "2025-12", 30, 18, (2025, 12, 31)),
    ("2026-01", "2026年1月", "1月", "2025-12", 30, 18, (2026, 1, 31)),
    ("2026-02", "2026年1—2月", "1—2月", "2026-02", 13, -17, (2026, 2, 28)),
    ("2026-05", "2026年1—5月", "5月", "2026-05", 41, 25, (2026, 5, 31)),
)


@pytest.fixture
def city(desk_of: DeskOf) -> Desk:
    rows = "\n".join(f"A {month} {1000 + 10 * rate} 1000" for month, rate in GROWTH.items())
    listed = "\n".join(f"A {month} 330101001 1711" for month in GROWTH)
    return desk_of("2026-05", {"register": register(listed)}, {"observation": facts(rows)})


@pytest.mark.soak
def test_24_periods_have_the_right_label_base_and_comparison(city: Desk) -> None:
    assert len(CASES) == len({case[0] for case in CASES}) == 24
    for asked, label, month, used, growth, change, last in CASES:
        period = Period.parse(asked)
        assert period.label("ytd", with_year=True) == label
        assert period.label("month") == month
        assert period.last_day == date(*last)
        found = unit_figure(city.at(period=period), "revenue")
        assert found.period_used == used, asked
        if growth is None:
            assert (found.value, found.base) == (None, None), asked
        else:
            assert (found.base, found.basis) == (Decimal(1000), "delivered"), asked
            assert found.value == Decimal(1000 + 10 * growth), asked
        assert found.growth_yoy_pct == growth, asked
        assert found.change_pp == change, asked
    keep("E8", "24 periods: right label and comparison base", cases=len(CASES), right=len(CASES))


def test_the_month_before_is_by_the_calendar_of_reports() -> None:
    for period, before, year_before in (
        ("2026-03", "2026-02", "2025-03"),
        ("2026-02", "2025-12", "2025-02"),  # 1月免报
        ("2026-01", "2025-12", "2025-01"),
        ("2024-02", "2023-12", "2023-02"),
        ("2025-12", "2025-11", "2024-12"),
    ):
        found = Period.parse(period)
        assert (str(found.previous), str(found.prior_year)) == (before, year_before)
    assert Period.parse("2024-02").label("month", has_january=True) == "2月"
