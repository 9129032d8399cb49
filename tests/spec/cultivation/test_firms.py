"""Firms in the register: new ones' contribution, those at risk, lists that disagree."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from gxlab.measures import cultivation_quality as quality
from gxlab.measures import cultivation_risk, register_figures, register_stopped
from gxlab.measures.answer import answer
from gxlab.measures.cultivation import edition
from gxlab.measures.cultivation_entrants import (
    ALL,
    BATCH,
    OLD,
    PLANT,
    contribution,
    entrants,
    without,
)
from gxlab.reference.periods import Period
from tests.conftest import DeskOf, facts, observation
from tests.spec.cultivation.rows import decision, event, listed, meter, power, target

# O old, B entered with this year's batch and brings a base, P is a new plant without one.
DOORS = {
    "B": {"door": "小升规", "entered": "2026-02"},
    "P": {"door": "月度", "entered": "2026-04"},
}
LISTS = listed("2025-12", ["O"]) + listed("2026-05", ["O", "B", "P"], **DOORS)


def test_entrants_with_and_without_a_base_apart(desk_of: DeskOf) -> None:
    # O 1050 on 1000, B 240 on 200, P 60 on nothing: 1350 on 1200 = +12.5 %, increment 150.
    # B pulls 40/1200 = 3.333, P 60/1200 = 5.0, O 50/1200 = 4.167; sum 12.5. 贡献率 of the new
    # ones 100/150 = 66.7 %. Without them 1050 on 1000 = +5.0 %.
    values = "O 2026-05 1050 1000\nB 2026-05 240 200\nP 2026-05 60 -"
    desk = desk_of("2026-05", {"observation": facts(values), "register": LISTS})
    found = entrants(desk, "revenue")
    rows = found.rows
    assert [round(rows[k].pull_pp or 0, 3) for k in (BATCH, PLANT, OLD, ALL)] == [
        Decimal("3.333"),
        Decimal("5.000"),
        Decimal("4.167"),
        Decimal("8.333"),
    ]
    assert rows[BATCH].growth_yoy_pct == Decimal(20) and rows[PLANT].growth_yoy_pct is None
    assert (rows[PLANT].n, rows[ALL].value) == (1, Decimal(300))
    # Half of the new firms' revenue has no base: together they have no growth rate to tell.
    assert rows[ALL].growth_yoy_pct is None
    assert round(rows[ALL].share_pct or 0, 2) == Decimal("22.22")
    parts = {r.code: r.value for r in contribution(found)}
    assert round(parts[ALL] or 0, 1) == Decimal("66.7")
    rest = without(found)
    assert rest is not None and rest.growth_yoy_pct == Decimal(5)


def test_a_firm_without_base_that_is_no_new_plant_leaves_the_contribution(desk_of: DeskOf) -> None:
    # B's base is blank: 240 counts in the level, not in growth or pull.
    values = "O 2026-05 1050 1000\nB 2026-05 240 -\nP 2026-05 60 -"
    desk = desk_of("2026-05", {"observation": facts(values), "register": LISTS})
    found = entrants(desk, "revenue")
    assert found.rows[BATCH].value == Decimal(240) and found.rows[BATCH].pull_pp is None
    assert found.rows[ALL].increment == Decimal(60)


def risk_of(desk_of: DeskOf, values: str, year: str, **more: Any) -> cultivation_risk.Register:
    annual = [
        observation(code, "2025-12", "value", total, "revenue", "year")
        for code, total in (line.split() for line in year.strip().splitlines())
    ]
    firms = [line.split()[0] for line in values.strip().splitlines()]
    states = more.pop("states", {})
    lists = listed("2025-12", firms) + listed("2026-05", firms, **states)
    file = {"observation": [*facts(values), *annual], "register": lists, **more}
    return cultivation_risk.register(edition(desk_of("2026-05", file)))


def test_who_may_fall_under_the_threshold(desk_of: DeskOf) -> None:
    # A 600 on 800 of 2400: 600 / (800/2400) = 1800, under 2000. B 900 on 900 of 2400 = 2400,
    # watched under 2500. C 2000 on 1000 of 3000 = 6000. A had 2400 of 7800 last year: 30.8 %.
    values = "A 2026-05 600 800\nB 2026-05 900 900\nC 2026-05 2000 1000"
    found = risk_of(desk_of, values, "A 2400\nB 2400\nC 3000")
    assert [(f.enterprise, f.estimate.mid) for f in found.below] == [("A", Decimal(1800))]
    assert [f.enterprise for f in found.watched] == ["B"]
    assert round(cultivation_risk.share(found).value or 0, 1) == Decimal("30.8")
    gaps = {r.code: r.value for r in cultivation_risk.estimates(found, gap=True)}
    assert gaps["A"] == Decimal(-200)


def test_a_firm_at_a_standstill_counts_what_it_has_sold(desk_of: DeskOf) -> None:
    # S 900 on 900 of 2400 would end at 2400; 停产 it stays at 900.
    states = {"S": {"state": "停产"}, "H": {"state": "半停产"}}
    values = "S 2026-05 900 900\nH 2026-05 900 900"
    found = risk_of(desk_of, values, "S 2400\nH 2400", states=states)
    assert [(f.enterprise, f.estimate.mid) for f in found.below] == [("S", Decimal(900))]
    stopped = register_stopped.stopped(found.given)
    assert [(s.name, s.state, s.since) for s in stopped] == [
        ("企业H", "半停产", Period(2026, 5)),
        ("企业S", "停产", Period(2026, 5)),
    ]


def test_a_standstill_is_told_from_its_first_month(desk_of: DeskOf) -> None:
    # 停产 in November, running again in December, 半停产 in March and 停产 since: from March.
    states = {"2025-11": "停产", "2025-12": "正常", "2026-02": "正常"}
    states |= {"2026-03": "半停产", "2026-04": "停产", "2026-05": "停产"}
    rows = [r for p, s in states.items() for r in listed(p, ["S"], S={"state": s})]
    (found,) = register_stopped.stopped(edition(desk_of("2026-05", {"register": rows})))
    assert (found.state, found.since) == ("停产", Period(2026, 3))


def test_this_year_s_batch_is_reckoned_by_the_season_of_the_others(desk_of: DeskOf) -> None:
    # O 1000 on 1000 of 2500: the season is 40 %. N has a base of 800 and no annual return:
    # 800 / 0.4 = 2000 last year, 880 on 800: 2200.
    found = risk_of(desk_of, "O 2026-05 1000 1000\nN 2026-05 880 800", "O 2500")
    firm = next(f for f in found.firms if f.enterprise == "N")
    assert (firm.estimate.mid, firm.last_year) == (Decimal(2200), None)


def test_the_tasks_and_which_way_of_counting_they_speak_of(desk_of: DeskOf) -> None:
    # 1 → 3: B credited to 2025, P to 2026. 新增 5, plan 1 by March and 3 by June: by May
    # 1 + 2 × 2/3 = 2.333 = 46.7 %; done 1 of 5 = 20.0 % by 考核口径, 26.7 points behind: red.
    # 净增 2 by 名录口径: 2 of 2 = 100 %.
    goals = [
        target("3300", "above_scale_entries", "5", q1="1", h1="3", q3="4"),
        target("3300", "above_scale_net", "2"),
    ]
    desk = desk_of("2026-05", {"register": LISTS, "target": goals})
    year = edition(desk).year
    row = register_figures.credited(year, "3300")
    assert (row.value, row.target, row.completion_pct) == (1, 5, Decimal(20))
    assert round(row.plan_pct or 0, 1) == Decimal("46.7")
    assert row.gap_plan_pp == Decimal("-26.7")
    (goal,) = register_figures.tasks(year, "3300", "entries")
    assert goal.light == "red"
    assert register_figures.entries(year, "3300").completion_pct is None
    assert register_figures.net(year, "3300").completion_pct == Decimal(100)


def test_another_place_may_count_its_task_by_the_list(desk_of: DeskOf) -> None:
    policy = [
        {
            "policy": "entries_target_basis",
            "unit": "330101",
            "value": "名录口径",
            "valid_from": None,
            "valid_to": None,
            "source": "示例",
        }
    ]
    goals = [target(u, "above_scale_entries", "4") for u in ("3300", "330101")]
    desk = desk_of("2026-05", {"register": LISTS, "target": goals, "policy": policy}, unit="330101")
    year = edition(desk).year
    # 东山县 counts 2 entries of 4 by the list; nothing is credited against it.
    assert register_figures.entries(year, "330101").completion_pct == Decimal(50)
    assert register_figures.credited(year, "330101").completion_pct is None


def test_a_shrinking_stock_has_no_rate_of_completion(desk_of: DeskOf) -> None:
    lists = listed("2025-12", ["A", "B"]) + listed("2026-05", ["A"])
    goals = [target("3300", "above_scale_net", "2")]
    year = edition(desk_of("2026-05", {"register": lists, "target": goals})).year
    row = register_figures.net(year, "3300")
    assert (row.value, row.target, row.completion_pct) == (-1, 2, None)
    assert register_figures.tasks(year, "3300", "net")[0].light == "red"


def test_lists_that_disagree_are_named(desk_of: DeskOf) -> None:
    # B left without a line in the list of exits, N came without a result; P was passed but is in
    # no list, G is on the list of exits and still in the register.
    lists = listed("2025-12", ["A", "B", "G", "X"])
    lists += listed("2026-02", ["A", "N", "G"], N={"entered": "2026-02"})
    events = [
        event("P", "entry", "2026-02", "小升规"),
        event("G", "exit", "2026-02"),
        event("X", "exit", "2026-02"),
    ]
    found = edition(desk_of("2026-02", {"register": lists, "register_event": events}))
    assert [(m.kind, m.name) for m in quality.mismatches(found)] == [
        ("名录不再列、退库名单没有", "企业B"),
        ("名录新列、入库审核结果没有", "企业N"),
        ("审核通过、名录未列", "企业P"),
        ("退库名单已列、名录仍在", "企业G"),
    ]


def test_the_list_s_own_count_beside_the_one_fed_back(desk_of: DeskOf) -> None:
    fed_back = [observation("3300", "2026-05", "value", "5", "above_scale_count", "point", "unit")]
    desk = desk_of("2026-05", {"register": LISTS}, {"observation": fed_back, "status": "反馈"})
    (row,) = answer(desk, "above_scale_count").rows
    (gap,) = answer(desk, "above_scale_gap").rows
    assert (row.value, gap.value) == (Decimal(3), Decimal(-2))


def test_invoices_far_from_revenue_are_listed(desk_of: DeskOf) -> None:
    # A 1000 revenue, 1400 invoices: +40 %, above 30. B 1000 and 1200: within. C 100 and 300 are
    # both under 2000/24 × 5 = 417: too small to ask.
    values = "A 2026-05 1000 900\nB 2026-05 1000 900\nC 2026-05 100 90"
    billed = facts("A 2026-05 1400\nB 2026-05 1200\nC 2026-05 300", indicator="invoice_sales")
    lists = listed("2026-05", ["A", "B", "C"])
    file = {"observation": [*facts(values), *billed], "register": lists}
    given = edition(desk_of("2026-05", file))
    found = quality.invoice_gaps(given, cultivation_risk.register(given))
    assert [(f.enterprise, f.gap_pct) for f in found] == [("A", Decimal(40))]


def test_a_decision_on_a_firm_is_told_beside_it(desk_of: DeskOf) -> None:
    file = {
        "register": LISTS,
        "decision": [decision("O", "总部汇总开票")],
        "observation": power("O", "5"),
        "meter": [meter("O")],
    }
    given = edition(desk_of("2026-05", file))
    assert given.decisions["O"].excluded and given.power["O"].value == Decimal(5)
