"""The pool, the forecasts and what speaks against them (培育库、达规测算、达规存疑)."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import polars as pl
import pytest

from gxlab.measures import cultivation_figures as figures
from gxlab.measures import cultivation_lookback, cultivation_outlook
from gxlab.measures.answer import answer
from gxlab.measures.cultivation import Edition, Forecast, edition, reaching
from gxlab.measures.cultivation_filings import filings, missing
from gxlab.measures.cultivation_pool import of_pool, reported_twice
from gxlab.measures.register_figures import REGISTER_BASIS, TASK_BASIS
from gxlab.reference.periods import Period
from gxlab.show.cultivation_firm_tables import forecast as forecast_table
from tests.conftest import DeskOf, observation
from tests.spec.cultivation.rows import (
    candidate,
    decision,
    event,
    invoices,
    listed,
    meter,
    power,
    target,
)

LISTS = listed("2025-12", ["R"]) + listed("2026-05", ["R"])


def given(
    desk_of: DeskOf, *candidates: Any, facts: Any = (), unit: str = "3300", **tables: Any
) -> Edition:
    file = {
        "candidate": list(candidates),
        "observation": [*facts] or invoices("ZZ", "2026-05 1"),
        "register": LISTS,
        **tables,
    }
    return edition(desk_of("2026-05", file, unit=unit))


def one(found: Edition, code: str) -> Forecast:
    return next(f for f in found.forecasts if f.candidate.key == code)


def test_a_firm_two_towns_report_is_one_and_is_named(desk_of: DeskOf) -> None:
    # A from both towns (further on in 河口镇), B once; the city has 2, each town its own.
    other = {"reported_by": "330102001", "unit": "330102001", "state": "备件"}
    found = given(desk_of, candidate("A"), candidate("A", **other), candidate("B"))
    assert figures.count(found).value == 2
    (twice,) = reported_twice(found.candidates)
    assert (twice.name, twice.units, twice.state) == ("培育A", ("330102001", "330101001"), "备件")
    for town, count in (("330101001", 2), ("330102001", 1), ("330102", 1)):
        (row,) = answer(found.desk.at(unit=town), "candidate_count").rows
        assert row.value == count


def test_a_firm_without_a_code_is_known_by_its_name(desk_of: DeskOf) -> None:
    nameless = candidate("企业A(东山)", enterprise=None, name="企业A(东山)")
    coded = candidate("A", name="企业A（东山）", reported_by="330102001", unit="330102001")
    found = given(desk_of, nameless, coded)
    assert figures.count(found).value == 1


def test_a_firm_in_the_register_is_named_and_not_counted(desk_of: DeskOf) -> None:
    # R by its code, S by its name alone; A is a candidate.
    lists = [*LISTS, *listed("2026-05", ["S"], S={"name": "老企业"})]
    nameless = candidate("老企业", enterprise=None, name="老企业")
    found = given(desk_of, candidate("A"), candidate("R"), nameless, register=lists)
    assert figures.count(found).value == 1
    assert figures.listed_already(found).value == 2
    assert [c.key for c in of_pool(found.candidates)] == ["A"]


def test_pools_and_states_add_up(desk_of: DeskOf) -> None:
    rows = [
        candidate("A", state="摸排"),
        candidate("B", state="县审", pool="当年新建投产"),
        candidate("C", state="退回"),
        candidate("D", state="市审", pool="规下1000-2000万"),
    ]
    found = given(desk_of, *rows)
    pools = {r.code: r.value for r in figures.by_pool(found) if r.value}
    assert pools == {"规下1000—2000万": 3, "当年新建投产": 1}
    assert sum(r.value or 0 for r in figures.by_state(found)) == 4
    ladder = {r.code: r.value for r in figures.at_or_beyond(found)}
    assert (ladder["摸排"], ladder["县审"], ladder["市审"]) == (3, 2, 1)
    assert figures.in_review(found).value == 2


def test_last_year_as_delivered_and_the_season(desk_of: DeskOf) -> None:
    # 900 by May on 600 of 1500: 2250 ∓ 90 for the year. 1100 are missing; in equal steps a month
    # brings 1260/7 = 180 (7th month), 1350/7 = 192.9 (6th), 1440/7 = 205.7 (6th).
    facts = invoices("A", "2026-05 900", base="600", year="1500")
    found = one(given(desk_of, candidate("A"), facts=facts), "A")
    assert found.estimate is not None and found.sales is not None
    assert (found.estimate.mid, found.sales.growth) == (Decimal(2250), Decimal(50))
    assert found.crossed == {
        "low": Period(2026, 12),
        "mid": Period(2026, 11),
        "high": Period(2026, 11),
    }
    assert (found.door.name, found.door.deadline) == ("年度", date(2026, 12, 20))


def test_the_ledger_s_own_figure_where_the_tax_office_has_none(desk_of: DeskOf) -> None:
    found = one(given(desk_of, candidate("A", invoice_ytd=Decimal(1000))), "A")
    assert found.sales is not None and found.estimate is not None
    assert (found.sales.source, found.estimate.mid) == ("培育台账", Decimal(2400))


def test_a_new_plant_files_monthly_and_needs_the_filing_s_proof(desk_of: DeskOf) -> None:
    # 2400 by May, in production since January: over in April (2100).
    new = {"pool": "当年新建投产", "filing_nature": "新建", "production_start": "2026-01"}
    facts = invoices("A", "2026-01 300, 2026-02 900, 2026-03 1500, 2026-04 2100, 2026-05 2400")
    rows = [
        candidate("A", **new, paper_filing=False, paper_photo=False),
        candidate("B", paper_filing=False, paper_photo=False),
    ]
    facts += invoices("B", "2026-05 2400", base="2000", year="5000")
    found = given(desk_of, *rows, facts=facts)
    assert one(found, "A").crossed["mid"] == Period(2026, 4)
    assert one(found, "A").door.deadline == date(2026, 6, 20)
    assert missing(one(found, "A")) == ("现场照片", "备案证明")
    # The annual batch asks for no proof of filing.
    assert missing(one(found, "B")) == ("现场照片",)
    assert figures.monthly_ready(found).value == 1
    assert {r.code: r.value for r in figures.ready_lacking(found)} == {"现场照片": 1, "备案证明": 1}
    assert [f.name for f in filings(found)] == ["培育A", "培育B"]


def test_sales_before_the_last_quarter_close_the_monthly_door(desk_of: DeskOf) -> None:
    new = {"pool": "当年新建投产", "filing_nature": "新建", "production_start": "2025-11"}
    early = invoices("A", "2025-09 50") + invoices("A", "2026-05 2400", base="0", year="300")
    late = invoices("A", "2025-09 0") + invoices("A", "2026-05 2400", base="0", year="300")
    doors = [
        one(given(desk_of, candidate("A", **new), facts=facts), "A").door for facts in (early, late)
    ]
    assert [d.name for d in doors] == ["年度", "月度"]
    assert doors[0].obstacle == "上年四季度以前已有销售"


def test_a_remembered_decision_keeps_a_firm_out(desk_of: DeskOf) -> None:
    facts = invoices("A", "2026-05 2500", base="2000", year="5000")
    counted = given(desk_of, candidate("A"), facts=facts)
    assert figures.crossing(counted).value == 1
    ruled = given(desk_of, candidate("A"), facts=facts, decision=[decision("A", "贸易开票")])
    assert figures.crossing(ruled).value == 0
    assert one(ruled, "A").verdict.reason == "贸易或设备处置开票（李娜2026年3月20日判定）"
    lapsed = decision("A", "贸易开票", valid_until=date(2026, 4, 30))
    assert (
        figures.crossing(given(desk_of, candidate("A"), facts=facts, decision=[lapsed])).value == 1
    )
    # A verdict that says nothing against the sales is told, and excludes nobody.
    other = given(desk_of, candidate("A"), facts=facts, decision=[decision("A", "同意帮扶")])
    assert figures.crossing(other).value == 1


@pytest.mark.parametrize(
    ("name", "doubt"),
    [("东山纺织有限公司西水分公司", "疑似分支机构"), ("东山汇通商贸有限公司", "疑似贸易开票")],
)
def test_names_raise_doubts_that_only_the_low_tier_heeds(
    desk_of: DeskOf, name: str, doubt: str
) -> None:
    facts = invoices("A", "2026-05 2500", base="2000", year="5000")
    found = given(desk_of, candidate("A", name=name), facts=facts)
    assert one(found, "A").verdict.doubts == (doubt,)
    assert [len(reaching(found, tier)) for tier in ("low", "mid", "high")] == [0, 1, 1]


def test_sales_without_electricity_and_in_one_month_are_doubtful(desk_of: DeskOf) -> None:
    # 2000 × 5/12 = 833 is due by May: A (2500) burns nothing, B does. C sold 1700 of 2000 in
    # April: 85 %, above 60 %.
    facts = invoices("A", "2026-05 2500") + invoices("B", "2026-05 2500")
    facts += invoices("C", "2026-01 100, 2026-02 150, 2026-03 200, 2026-04 1900, 2026-05 2000")
    facts += power("B", "12", "10") + power("C", "9")
    rows = [candidate(c) for c in "ABC"]
    found = given(desk_of, *rows, facts=facts, meter=[meter("B"), meter("C")])
    assert one(found, "A").verdict.doubts == ("无工业用电，疑似贸易或总部汇总开票",)
    assert one(found, "B").verdict.doubts == ()
    assert one(found, "C").verdict.doubts == ("单月开票占本年累计85%，疑似一次性处置",)
    power_of = {r.code: r.growth_yoy_pct for r in figures.electricity(found)}
    assert power_of["B"] == Decimal(20)


def test_without_any_electricity_nobody_is_doubted_for_it(desk_of: DeskOf) -> None:
    found = given(desk_of, candidate("A"), facts=invoices("A", "2026-05 2500"))
    assert one(found, "A").verdict.doubts == ()


def test_a_town_sees_bands_and_never_amounts(desk_of: DeskOf) -> None:
    facts = invoices("A", "2026-05 1777", base="1000", year="2000")
    found = given(desk_of, candidate("A"), facts=facts, unit="330101001")
    table = forecast_table(found)
    cells = [str(c) for c in table.rows[0].cells]
    assert "1500—2000万元" in cells and "3000—5000万元" in cells
    assert "1777" not in str(table) and "1,777" not in str(table)
    county = forecast_table(given(desk_of, candidate("A"), facts=facts, unit="330101"))
    assert "1,777" in str(county)


def test_the_year_s_end_on_both_ways_of_counting(desk_of: DeskOf) -> None:
    # So far: 1 → 2 firms, N entered in April (new plant, credited to 2026).
    # To come: A in review and over by the monthly door, B by the batch, C never.
    # R sold 600 on 800 of 2400: 1800, it may leave (1800 ∓ 10 % of 1600: 1640 to 1960, in every
    # tier). 考核口径: 1 + A + B = 3 entries, 1 leaving: net 2. 名录口径 to December: 1 + A = 2.
    lists = listed("2025-12", ["R"]) + listed(
        "2026-05", ["R", "N"], N={"door": "月度", "entered": "2026-04"}
    )
    new = {"pool": "当年新建投产", "filing_nature": "新建", "production_start": "2026-01"}
    rows = [candidate("A", **new, state="县审"), candidate("B"), candidate("C")]
    facts = invoices("A", "2026-05 2400")
    facts += invoices("B", "2026-05 900", base="600", year="1500")
    facts += invoices("C", "2026-05 100", base="100", year="300")
    facts += [
        observation("R", "2026-05", "value", "600", "revenue", "ytd"),
        observation("R", "2026-05", "base", "800", "revenue", "ytd"),
        observation("R", "2025-12", "value", "2400", "revenue", "year"),
    ]
    goals = [target("3300", "above_scale_entries", "5"), target("3300", "above_scale_net", "1")]
    found = given(
        desk_of,
        *rows,
        facts=facts,
        register=lists,
        register_event=[event("N", "entry", "2026-04", "新建投产")],
        target=goals,
    )
    task = cultivation_outlook.outlook(found, TASK_BASIS)
    assert task is not None
    assert (task.came, task.reviewed["mid"], task.expected["mid"]) == (1, 1, 1)
    assert (task.entries("mid"), task.net("mid")) == (3, 2)
    assert task.leaving == {"low": 1, "mid": 1, "high": 1}
    by_list = cultivation_outlook.outlook(found, REGISTER_BASIS)
    assert by_list is not None and by_list.net("mid") == 2
    gaps = [answer(found.desk, f"outlook_{k}_gap").rows[0].value for k in ("entries", "net")]
    # 新增 is tasked by 考核口径: 3 − 5 = −2; 净增 by 名录口径: 2 − 1 = +1.
    assert gaps == [Decimal(-2), Decimal(1)]


def test_looking_back_at_last_year_s_list(desk_of: DeskOf) -> None:
    # In May 2025 four firms were reckoned over: A entered in February, B was returned, C fell
    # short after all (1800 in all of 2025), D is still in the pool.
    last = [candidate(c, "2025-05") for c in "ABCD"]
    now = [candidate("D", "2026-05", state="备件"), candidate("C", "2026-05")]
    facts = []
    for code, year in (("A", "5000"), ("B", "5000"), ("C", "1800"), ("D", "5000")):
        facts += invoices(code, "2025-05 1000", base="500", year="1200")
        facts += invoices(code, "2026-05 900", base="1000", year=year)
    lists = listed("2025-12", ["R"]) + listed("2026-05", ["R", "A"], A={"entered": "2026-02"})
    returned = {"result": "退回", "reason": "利润表差异", "effective": None}
    events = [
        event("A", "entry", "2026-02", "小升规"),
        {**event("B", "entry", "2026-02"), **returned},
    ]
    found = given(desk_of, *last, *now, facts=facts, register=lists, register_event=events)
    back = cultivation_lookback.look_back(found)
    assert back is not None
    counts = {r.code: int(r.value or 0) for r in cultivation_lookback.figures(back)}
    assert counts == {
        "listed": 4,
        "entered": 1,
        "全年开票未达2000万元": 1,
        "审核退回：利润表差异": 1,
        "仍在培育库": 1,
    }


def test_no_ledger_a_year_ago_no_looking_back(desk_of: DeskOf) -> None:
    facts = invoices("A", "2026-05 900", base="600", year="1500")
    assert cultivation_lookback.look_back(given(desk_of, candidate("A"), facts=facts)) is None


def test_the_low_tier_goes_by_how_many_of_last_year_s_list_entered(desk_of: DeskOf) -> None:
    # Ten firms a year ago, six of them entered: 60 %. A list of nine says nothing.
    codes = [f"P{n}" for n in range(10)]
    facts = [row for c in codes for row in invoices(c, "2025-05 1000", base="500", year="1200")]
    entered = {c: {"entered": "2026-02"} for c in codes[:6]}
    lists = listed("2025-12", ["R"]) + listed("2026-05", ["R", *codes[:6]], **entered)
    rows = [candidate(c, "2025-05") for c in codes]
    found = given(desk_of, *rows, facts=facts, register=lists)
    assert cultivation_lookback.conversion(found) == Decimal("0.6")
    assert cultivation_lookback.conversion(given(desk_of, *rows[1:], facts=facts)) is None
    # 3 so far, 2 in review and 3 more expected: 3 + 5 × 0.6 = 6, in the middle 3 + 5 = 8; two have
    # left, four to one may leave.
    tiers = {"low": 2, "mid": 2, "high": 2}
    more = {"low": 3, "mid": 3, "high": 3}
    leaving = {"low": 4, "mid": 2, "high": 1}
    year = cultivation_outlook.Outlook(
        "3300", TASK_BASIS, 3, 2, tiers, more, leaving, Decimal("0.6")
    )
    assert [year.entries(t) for t in ("low", "mid", "high")] == [6, 8, 8]
    assert [year.net(t) for t in ("low", "mid", "high")] == [0, 4, 5]


def test_what_last_year_s_batch_has_passed_is_no_entry_of_this_year(desk_of: DeskOf) -> None:
    # In January A, passed for 2025, is still in the ledger: nothing new for 2026 by 考核口径, one
    # entry of 2026 by 名录口径. B is reckoned over and waits for the batch: one for 2026.
    register = listed("2025-12", ["R"]) + listed("2026-01", ["R"])
    rows = [candidate(c, "2026-01", state="县审") for c in "AB"]
    facts = [r for c in "AB" for r in invoices(c, "2026-01 500", base="400", year="5000")]
    file = {
        "candidate": rows,
        "observation": facts,
        "register": register,
        "register_event": [event("A", "entry", "2026-02", "小升规")],
    }
    found = edition(desk_of("2026-01", file))
    task = cultivation_outlook.outlook(found, TASK_BASIS)
    by_list = cultivation_outlook.outlook(found, REGISTER_BASIS)
    assert task is not None and by_list is not None
    assert (task.came, task.entries("mid")) == (0, 1)
    assert (by_list.came, by_list.entries("mid")) == (1, 1)


@pytest.mark.parametrize("turn", [1, -1], ids=["先甲后乙", "先乙后甲"])
def test_a_firm_in_two_towns_ledgers_stands_in_one_place_whatever_the_order(
    desk_of: DeskOf, turn: int
) -> None:
    # The same month, the same firm, two towns: neither is newer; the later code is taken, always.
    towns = ("330101001", "330102001")[::turn]
    rows = [
        candidate("A", candidate=f"A{number}", unit=town, reported_by=town)
        for number, town in enumerate(towns)
    ]
    known = given(desk_of, *rows).desk.read("enterprises").filter(pl.col("enterprise") == "A")
    assert known["unit"].to_list() == ["330102001"]
