"""比率: Σ over Σ of one source, annualised where NBS does so, changes in 百分点, 元, 天."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from gxlab.measures.answer import answer
from gxlab.measures.figures import FigureRow
from gxlab.reference.numbers import round_half_away
from tests.conftest import DeskOf, facts, observation, register


def fed_back(rows: str, code: str = "3300") -> dict[str, Any]:
    """A fed-back file: indicator period span value base, one a line."""
    found = []
    for line in rows.strip().splitlines():
        indicator, period, span, value, base = line.split()
        for reading, number in (("value", value), ("base", base)):
            found.append(observation(code, period, reading, number, indicator, span, "unit"))
    return {"observation": found, "status": "反馈", "source_kind": "统计局反馈"}


# 1—5月 2026; balances at the end of 2025 (with those of 2024 beside them) and of May.
FINANCE = """
revenue 2026-05 ytd 504 480
operating_cost 2026-05 ytd 420 408
profit 2026-05 ytd 25.2 26.4
period_expenses 2026-05 ytd 40.32 36
assets 2025-12 point 1000 960
assets 2026-05 point 1100 1040
liabilities 2026-05 point 605 582.4
finished_goods 2025-12 point 60 52
finished_goods 2026-05 point 66 56
receivables 2025-12 point 110 100
receivables 2026-05 point 130 108
loss_count 2026-05 ytd 18 15
enterprise_count 2026-05 ytd 60 60
sales_output 2026-05 ytd 495 470
output 2026-05 ytd 500 480
"""

CASES = [
    # 25.2 ÷ 504 = 5.00 %; 26.4 ÷ 480 = 5.50 %
    ("profit_margin", "5.00", "-0.50"),
    # 420 ÷ 504 = 83.33 元; 408 ÷ 480 = 85.00 元
    ("cost_per_hundred", "83.33", "-1.67"),
    # 40.32 ÷ 504 = 8.00 元; 36 ÷ 480 = 7.50 元
    ("expense_per_hundred", "8.00", "0.50"),
    # 605 ÷ 1100 = 55.0 %; 582.4 ÷ 1040 = 56.0 %
    ("liability_ratio", "55.0", "-1.0"),
    # 18 ÷ 60 = 30.0 %; 15 ÷ 60 = 25.0 %
    ("loss_share", "30.0", "5.0"),
    # 495 ÷ 500 = 99.0 %; 470 ÷ 480 = 97.92 %, printed 97.9: +1.1
    ("sales_output_ratio", "99.0", "1.1"),
    # (1000 + 1100) ÷ 2 = 1050; 504 ÷ 1050 ÷ 5 × 12 × 100 = 115.2 元
    # a year before (960 + 1040) ÷ 2 = 1000; 480 ÷ 1000 ÷ 5 × 12 × 100 = 115.2 元
    ("revenue_per_hundred_assets", "115.2", "0.0"),
    # (60 + 66) ÷ 2 = 63; 360 × 63 ÷ 420 × 5 ÷ 12 = 22.5 天
    # (52 + 56) ÷ 2 = 54; 360 × 54 ÷ 408 × 5 ÷ 12 = 19.85 天, printed 19.9: +2.6
    ("finished_goods_days", "22.5", "2.6"),
    # (110 + 130) ÷ 2 = 120; 360 × 120 ÷ 504 × 5 ÷ 12 = 35.71 天, printed 35.7
    # (100 + 108) ÷ 2 = 104; 360 × 104 ÷ 480 × 5 ÷ 12 = 32.5 天: +3.2
    ("receivables_days", "35.7", "3.2"),
]


def one(desk_of: DeskOf, indicator: str, *files: dict[str, Any]) -> FigureRow:
    (row,) = answer(desk_of("2026-05", *files), indicator).rows
    return row


@pytest.mark.parametrize(("indicator", "ratio", "change"), CASES, ids=[c[0] for c in CASES])
def test_a_ratio_and_its_change(desk_of: DeskOf, indicator: str, ratio: str, change: str) -> None:
    found = one(desk_of, indicator, fed_back(FINANCE))
    places = -int(Decimal(ratio).as_tuple().exponent)
    assert found.value is not None
    assert str(round_half_away(found.value, places)) == ratio
    assert found.change_yoy_pp == Decimal(change)
    assert found.growth_yoy_pct is None  # a change of a ratio is never a rate of growth


def test_february_is_brought_to_a_year_by_six(desk_of: DeskOf) -> None:
    # 20 万元 in two months by 10 people: 20 ÷ 10 ÷ 2 × 12 = 12 万元; undivided it would be 2.
    people = facts("A 2026-02 10 8", indicator="employees", span="point")
    made = facts("A 2026-02 20 12")
    file = {"observation": made + people, "register": register("A 2026-02 330101001 1711")}
    (row,) = answer(desk_of("2026-02", file), "revenue_per_employee").rows
    # A year before 12 ÷ 8 ÷ 2 × 12 = 9 万元: three more.
    assert (row.value, row.change_yoy_pp) == (Decimal(12), Decimal(3))


def test_without_the_years_opening_there_is_no_mean(desk_of: DeskOf) -> None:
    rows = "\n".join(r for r in FINANCE.strip().splitlines() if "2025-12" not in r)
    found = one(desk_of, "finished_goods_days", fed_back(rows))
    assert (found.value, found.missing) == (None, "no_data")


def test_two_sources_are_never_divided_by_each_other(desk_of: DeskOf) -> None:
    # Fed back: revenue 504 of the city.  Firms: profit 9 of A alone, revenue 90 → 10 %, not 1.8 %.
    firms = {
        "observation": facts("A 2026-05 90 80") + facts("A 2026-05 9 8", indicator="profit"),
        "register": register("A 2026-05 330101001 1711"),
    }
    found = one(desk_of, "profit_margin", fed_back("revenue 2026-05 ytd 504 480"), firms)
    assert found.value == Decimal(10)
    assert found.source_kind == "企业汇总（企业直报）"


def test_firms_ratios_are_never_averaged(desk_of: DeskOf) -> None:
    # A 1 ÷ 100 = 1 %, B 9 ÷ 10 = 90 %: Σ 10 ÷ 110 = 9.1 %; the mean of 1 % and 90 % is 45.5 %.
    made = facts("A 2026-05 100 100\nB 2026-05 10 10")
    profit = facts("A 2026-05 1 1\nB 2026-05 9 9", indicator="profit")
    file = {
        "observation": made + profit,
        "register": register("A 2026-05 330101001 1711\nB 2026-05 330101001 3411"),
    }
    found = one(desk_of, "profit_margin", file)
    assert found.value is not None and round_half_away(found.value, 1) == Decimal("9.1")
    industries = answer(desk_of("2026-05", file), "profit_margin", by="industry").rows
    assert {r.code: r.value for r in industries} == {"17": Decimal(1), "34": Decimal(90)}
