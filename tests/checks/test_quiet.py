"""What a check must not cry about: plausible rows that once were false alarms on clean months."""

from __future__ import annotations

from typing import Any

import pytest

from tests.checks.tables import File, codes, firms, found_by, listed, register, returns, units

EVENTS = "enterprise name unit event effective result"
TARGETS = "unit indicator year tier kind target plan_q1"
FILINGS = "project_code name owner unit nature industry filed_on state"
METER: dict[str, Any] = {"span": "month", "indicator": "electricity"}


def metered(rows: str) -> File:
    """Monthly meter readings: code period value base."""
    file = units(rows, "electricity", subject="meter")
    return {**file, "observation": [{**o, **METER} for o in file["observation"]]}


def remarked(rows: str, remark: str) -> File:
    """A register whose last row carries a remark (变更说明)."""
    file = register(rows)
    *others, last = file["register"]
    return {**file, "register": [*others, {**last, "remark": remark}]}


def test_an_odd_base_is_no_shifted_reading() -> None:
    # This year 222, 197 runs on evenly; last year's 272, 132 were odd.
    odd = metered("M 2025-11 220 230\nM 2025-12 222 272\nM 2026-01 197 132")
    assert codes(found_by("electricity_reading_shifted", odd)) == []
    # A plant that stopped: hardly any current now, hardly more last January.
    stopped = metered("M 2025-11 0.2 80\nM 2025-12 0.2 79\nM 2026-01 0.2 48")
    assert codes(found_by("electricity_reading_shifted", stopped)) == []


def test_a_shift_in_a_growing_month_is_seen_in_both_months() -> None:
    # March +18 %; April short by a quarter, May has it on top: 85+142 on 104+111 is +6 %.
    grown = metered("M 2026-03 125 106\nM 2026-04 85 104\nM 2026-05 142 111")
    found = found_by("electricity_reading_shifted", grown)
    assert found["period"].to_list() == ["2026-04", "2026-05"]


CHANGED = "92330100MA2AAAAA1X 2026-04 330101001 甲厂 2015-02"
CONVERTED = f"{CHANGED}\n91330100MA2AAAAA1X 2026-05 330101001 甲公司 2015-02"
SOME_EVENTS = listed("register_event", EVENTS, "X 丁公司 330101 entry 2020-01 通过")


@pytest.mark.parametrize("check", ["exits_without_list", "entries_without_list"])
def test_a_changed_code_told_in_the_remark_is_neither_exit_nor_entry(check: str) -> None:
    told = remarked(CONVERTED, "2026年5月个转企,原代码:92330100MA2AAAAA1X")
    assert codes(found_by(check, told, SOME_EVENTS)) == []
    silent = remarked(CONVERTED, "正常经营")
    assert len(codes(found_by(check, silent, SOME_EVENTS))) == 1


def test_the_higher_tier_goes_by_the_plan_of_the_lower() -> None:
    rows = "3300 revenue 2026 确保 level 900 200\n3300 revenue 2026 奋斗 level 950 -"
    assert codes(found_by("target_without_plan", listed("target", TARGETS, rows))) == []
    alone = listed("target", TARGETS, "3300 revenue 2026 奋斗 level 950 -")
    assert codes(found_by("target_without_plan", alone)) == ["revenue"]


def test_eight_times_is_growth_and_ten_times_a_unit() -> None:
    # A month's average 100: 830 is a firm in full production, 1000 is 千元 in a 万元 form.
    assert codes(found_by("magnitude_jump", firms("A 2026-04 400\nA 2026-05 4150"))) == []
    assert codes(found_by("magnitude_jump", firms("A 2026-04 400\nA 2026-05 5000"))) == ["A"]


def test_two_sources_may_differ_by_what_business_explains() -> None:
    # Four times is a group counted once with and once without its branch; ten times is a unit.
    four = (firms("A 2026-05 400"), returns("A 2026-05 100"))
    assert codes(found_by("sources_differ_by_unit", *four)) == []
    thousand = (firms("A 2026-05 400"), returns("A 2026-05 400000"))
    assert codes(found_by("sources_differ_by_unit", *thousand)) == ["A"]


def test_a_restated_base_of_a_firm_is_told_of_returns_alone() -> None:
    # 0.2 % above last year's own figure: a restatement in a return, a trifle in a quick report.
    rows = "A 2025-05 1000.0 900\nA 2026-05 1100.0 1002.0"
    found = found_by("base_differs_from_last_year", returns(rows))
    assert codes(found) == ["A"] and "随表上年同期1002" in found["detail"][0]
    assert codes(found_by("base_differs_from_last_year", firms(rows))) == []
    same = returns("A 2025-05 1000.0 900\nA 2026-05 1100.0 1000.9")
    assert codes(found_by("base_differs_from_last_year", same)) == []


def test_a_range_that_has_ended_holds_for_the_members_of_its_time() -> None:
    made = listed(
        "register", "enterprise period unit name industry", "A 2026-04 330101001 甲公司 3451"
    )
    columns = "cluster industry valid_from valid_to"
    ended = listed("cluster_industry", columns, "K1 345 - 2024-12-31")
    dates = "cluster enterprise valid_from valid_to"
    then = listed("cluster_member", dates, "K1 A 2023-01-01 -")
    assert codes(found_by("member_outside_industries", made, ended, then)) == []
    later = listed("cluster_member", dates, "K1 A 2025-01-01 -")
    assert codes(found_by("member_outside_industries", made, ended, later)) == ["A"]


def test_a_firm_on_no_list_is_named_as_the_tax_bureau_names_it() -> None:
    here = register("A 2026-05 330101001 甲公司 2015-02")
    sales = firms("C 2026-05 2500", "invoice_sales")
    named = listed("taxpayer", "enterprise name", "C 丙商贸有限公司")
    found = found_by("large_invoices_outside_register", here, sales, named)
    assert found["name"].to_list() == ["丙商贸有限公司"]


def test_last_years_invoices_count_where_this_year_is_young() -> None:
    here = register("A 2026-05 330101001 甲公司 2015-02")
    full_year = firms("C 2025-05 2808\nD 2025-05 1999", "invoice_sales", span="year")
    this_year = firms("C 2026-05 1300\nD 2026-05 1300", "invoice_sales")
    found = found_by("large_invoices_outside_register", here, full_year, this_year)
    assert codes(found) == ["C"]
    assert "上年全年2808" in found["detail"][0]


def test_supply_chain_firms_are_services() -> None:
    rows = "F1 包装机械线 丙供应链公司 330101 改建 3467 2026-01-05 办结"
    assert codes(found_by("filing_service_owner", listed("filing", FILINGS, rows))) == ["F1"]
