"""Which base a growth rate has: worked by hand, one case a test (同期基数)."""

from __future__ import annotations

from decimal import Decimal

from gxlab.measures.lookup import by_enterprise, by_group, unit_figure
from tests.conftest import DeskOf, facts, register

REGISTER = """
A 2026-05 330101001 1711
B 2026-05 330101001 1711
C 2026-05 330102001 2710
D 2026-05 330102001 2710 月度 2026-04
E 2026-05 330102001 2710
"""


def test_delivered_base_counts_and_missing_base_leaves_value_and_base(desk_of: DeskOf) -> None:
    # A 500 on 480, B 90 on 100, C 60 with a blank base (not new), D 120 new plant without base,
    # E did not report.  Level: 500+90+60+120 = 770.  Compared: 500+90+120 = 710 on 480+100 = 580:
    # 130/580 = 22.4138 %.  (With C's value kept it would be 190/580 = 32.8 %.)
    values = "A 2026-05 500 480\nB 2026-05 90 100\nC 2026-05 60 -\nD 2026-05 120 -"
    desk = desk_of("2026-05", {"observation": facts(values), "register": register(REGISTER)})
    total = unit_figure(desk, "revenue")
    assert total.value == Decimal(770)
    assert (total.numerator, total.denominator) == (Decimal(710), Decimal(580))
    assert total.growth_yoy_pct is not None
    assert round(total.growth_yoy_pct, 4) == Decimal("22.4138")
    assert (total.n, total.n_new, total.n_base_missing, total.n_not_reported) == (4, 1, 1, 1)
    assert total.value_base_missing == Decimal(60)


def test_pulls_of_all_firms_sum_to_the_growth(desk_of: DeskOf) -> None:
    # (500-480)/580 = 3.4483, (90-100)/580 = -1.7241, 120/580 = 20.6897; sum = 22.4138.
    values = "A 2026-05 500 480\nB 2026-05 90 100\nC 2026-05 60 -\nD 2026-05 120 -"
    desk = desk_of("2026-05", {"observation": facts(values), "register": register(REGISTER)})
    pulls = {r.code: r.pull_pp for r in by_enterprise(desk, "revenue")}
    assert round(pulls["A"] or 0, 4) == Decimal("3.4483")
    assert round(pulls["B"] or 0, 4) == Decimal("-1.7241")
    assert round(pulls["D"] or 0, 4) == Decimal("20.6897")
    assert pulls["C"] is None and pulls["E"] is None


def test_own_prior_year_only_where_the_layout_declares_it(desk_of: DeskOf) -> None:
    # A 110 against its own 100 a year before = 10 %; B has no reading a year before.
    values = "A 2025-03 100\nA 2026-03 110\nB 2026-03 50"
    listed = register("A 2025-03 330101001 1711\nA 2026-03 330101001 1711\nB 2026-03 330101001 17")
    declared = {"observation": facts(values), "register": listed, "basis": "own_prior_year"}
    total = unit_figure(desk_of("2026-03", declared), "revenue")
    assert total.growth_yoy_pct == Decimal(10)
    assert (total.value, total.value_base_missing) == (Decimal(160), Decimal(50))
    assert total.basis == "own_prior_year"
    silent = {"observation": facts(values), "register": listed}
    assert unit_figure(desk_of("2026-03", silent), "revenue").growth_yoy_pct is None


def test_status_decides_before_order_of_files(desk_of: DeskOf) -> None:
    listed = register("A 2026-05 330101001 1711")
    fed_back = {"observation": facts("A 2026-05 500 480"), "status": "反馈", "register": listed}
    flash = {"observation": facts("A 2026-05 470 480"), "status": "快报"}
    for files in ((fed_back, flash), (flash, fed_back)):
        assert unit_figure(desk_of("2026-05", *files), "revenue").value == Decimal(500)


def test_a_firm_counts_once_in_county_city_and_zone(desk_of: DeskOf) -> None:
    values = "A 2026-05 500 480\nC 2026-05 60 50"
    listed = register("A 2026-05 330101001 1711\nC 2026-05 330102001 2710")
    zone = [
        {
            "zone": "Z1",
            "member_kind": "enterprise",
            "member": "C",
            "valid_from": None,
            "valid_to": None,
        }
    ]
    files = {"observation": facts(values), "register": listed, "zone_member": zone}
    desk = desk_of("2026-05", files)
    assert unit_figure(desk, "revenue").value == Decimal(560)
    assert unit_figure(desk.at(unit="Z1"), "revenue").value == Decimal(60)
    assert unit_figure(desk.at(unit="330102"), "revenue").value == Decimal(60)


def test_a_firm_in_two_clusters_counts_in_both_and_once_in_the_total(desk_of: DeskOf) -> None:
    listed = register("A 2026-05 330101001 1711\nB 2026-05 330101001 1711")
    member = [
        {
            "cluster": c,
            "enterprise": e,
            "segment": "织造",
            "role": "配套",
            "valid_from": None,
            "valid_to": None,
        }
        for c, e in (("K1", "A"), ("K2", "A"), ("K2", "B"))
    ]
    files = {
        "observation": facts("A 2026-05 100 80\nB 2026-05 50 40"),
        "register": listed,
        "cluster_member": member,
    }
    desk = desk_of("2026-05", files)
    rows = {r.code: r for r in by_group(desk, "revenue", "cluster")}
    assert (rows["K1"].value, rows["K2"].value) == (Decimal(100), Decimal(150))
    assert unit_figure(desk, "revenue").value == Decimal(150)
    # K1 pulls (100-80)/120 = 16.67 of the total's 25 %
    assert rows["K1"].pull_pp is not None and round(rows["K1"].pull_pp, 2) == Decimal("16.67")


def test_loss_share_is_sum_over_sum_and_new_plants_were_no_firms_last_year(desk_of: DeskOf) -> None:
    # This year A −5, B 8, D 3 (new plant, no base): 1 of 3 firms at a loss = 33.3 %.
    # Last year A −2, B −1: 2 of 2 = 100 %.  Change −66.7 points.  E did not report.
    profits = facts("A 2026-05 -5 -2\nB 2026-05 8 -1\nD 2026-05 3 -", indicator="profit")
    revenues = facts("A 2026-05 50 40\nB 2026-05 60 50\nD 2026-05 30 -")
    listed = register(
        "A 2026-05 330101001 17\nB 2026-05 330101001 17\n"
        "D 2026-05 330101001 17 月度 2026-04\nE 2026-05 330101001 17"
    )
    desk = desk_of("2026-05", {"observation": [*profits, *revenues], "register": listed})
    share = unit_figure(desk, "loss_share")
    assert (share.numerator, share.denominator) == (Decimal(1), Decimal(3))
    assert share.value is not None and round(share.value, 1) == Decimal("33.3")
    assert (share.base, share.change_yoy_pp) == (Decimal(100), Decimal("-66.7"))


def test_margin_is_profit_over_revenue_not_a_mean_of_margins(desk_of: DeskOf) -> None:
    # (10 + 30) ÷ (100 + 900) = 4.00 %; the mean of 10 % and 3.33 % would be 6.67 %.
    profits = facts("A 2026-05 10 9\nB 2026-05 30 20", indicator="profit")
    revenues = facts("A 2026-05 100 90\nB 2026-05 900 910")
    listed = register("A 2026-05 330101001 17\nB 2026-05 330101001 17")
    desk = desk_of("2026-05", {"observation": [*profits, *revenues], "register": listed})
    assert unit_figure(desk, "profit_margin").value == Decimal(4)
