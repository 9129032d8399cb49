"""Completion, plan, clock, light and place of each unit: worked cases (进度与位次)."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from gxlab.measures import bulletin
from gxlab.measures.answer import answer
from gxlab.measures.bulletin import Bulletin, UnknownBasis
from gxlab.measures.bulletin_standing import Standing
from gxlab.reference.numbers import round_half_away
from gxlab.show import bulletin_tables as tables
from tests.conftest import CITY, DeskOf, facts, register
from tests.spec.bulletin.rows import fed_back, goals

UNITS = [
    *CITY,
    {"code": "330103", "name": "北山县", "parent": "3300", "kind": "county"},
    {"code": "330104", "name": "南河县", "parent": "3300", "kind": "county"},
]


def edition(desk_of: DeskOf, *files: Any, period: str = "2026-05", unit: str = "3300") -> Bulletin:
    return bulletin.bulletin(desk_of(period, *files, unit=unit, units=UNITS))


def of(given: Bulletin, indicator: str) -> dict[str, Standing]:
    return dict(given.found[indicator])


def places(given: Bulletin, indicator: str) -> dict[str, int | None]:
    return {u: s.row.rank for u, s in of(given, indicator).items()}


def test_plan_and_clock_beside_each_other_and_the_light_by_plan(desk_of: DeskOf) -> None:
    # 全年目标100亿元，一季度20，上半年47：5月末计划 20 + 27 × 2/3 = 38亿元 = 38.0%；
    # 完成38.2亿元 = 38.2%，快于计划0.2；序时 5/12 = 41.7%，慢于序时3.5。
    given = edition(
        desk_of,
        {"target": goals("330101 output 1000000 1100000 200000 470000 700000")},
        fed_back("330101 output 382000 5.0"),
    )
    one = of(given, "output")["330101"]
    assert one.row.completion_pct == Decimal("38.2")
    assert one.row.plan_pct == Decimal(38)
    assert (one.row.gap_plan_pp, one.row.gap_linear_pp) == (Decimal("0.2"), Decimal("-3.5"))
    assert one.light == "green"
    # 奋斗目标110亿元：382000 ÷ 1100000 = 34.7%。
    assert one.stretch is not None and one.stretch.completion_pct is not None
    assert round_half_away(one.stretch.completion_pct, 1) == Decimal("34.7")


def test_a_rate_has_no_completion_and_is_compared_in_points(desk_of: DeskOf) -> None:
    given = edition(
        desk_of,
        {"target": goals("330101 value_added_growth 6.5 7.5\n330102 value_added_growth 6.5 7.5")},
        fed_back("330101 value_added_growth 5.1\n330102 value_added_growth 3.4"),
    )
    found = of(given, "value_added_growth")
    assert found["330101"].row.completion_pct is None
    assert found["330101"].row.gap_plan_pp == Decimal("-1.4")
    # 黄灯低于目标，低3个百分点以上（−3.1）为红灯。
    assert (found["330101"].light, found["330102"].light) == ("yellow", "red")


def test_ties_share_a_place_and_neither_unset_nor_silent_units_have_one(desk_of: DeskOf) -> None:
    # 7.54 与 7.46 都印作7.5，并列第1；其后第3；南河县未设目标（9.9 最高）不排；北山县无数。
    given = edition(
        desk_of,
        {
            "target": goals(
                "330101 value_added_growth 6 7\n330102 value_added_growth 6 7\n"
                "330103 value_added_growth 6 7\n330104 value_added_growth - -"
            )
        },
        fed_back(
            "3300 value_added_growth 6.0\n330101 value_added_growth 7.54\n"
            "330102 value_added_growth 7.46\n330104 value_added_growth 9.9\n"
            "Z1 value_added_growth 12.0"
        ),
    )
    found = of(given, "value_added_growth")
    assert places(given, "value_added_growth") == {
        "3300": None, "330101": 1, "330102": 1, "330103": None, "330104": None, "Z1": None,
    }  # fmt: skip
    assert found["330101"].tied and found["330101"].row.rank_of == 2
    assert found["330104"].state == "未设目标" and found["330104"].row.value == Decimal("9.9")
    assert found["330103"].state == "无数据" and found["330103"].row.value is None
    assert [s.unit.code for s in given.ranking(given.tasks[0])] == ["330101", "330102"]
    assert [s.unit.code for s in given.unranked(given.tasks[0], "county")] == ["330103", "330104"]


def test_places_fed_back_with_every_rate_are_kept(desk_of: DeskOf) -> None:
    # 统计局按未取舍的数排位：都印作7.5，位次1、2；少一个位次，或有单位不参加，就按印出的数自排。
    targets = "330101 value_added_growth 6 7\n330102 value_added_growth 6 7"
    rates = "330101 value_added_growth 7.5 - 2\n330102 value_added_growth 7.5 - 1"
    given = edition(desk_of, {"target": goals(targets)}, fed_back(rates))
    found = of(given, "value_added_growth")
    assert [found[u].row.rank for u in ("330101", "330102")] == [2, 1]
    assert not found["330101"].tied
    other = edition(
        desk_of,
        {"target": goals(targets)},
        fed_back(f"{rates}\n330103 value_added_growth 9.0 - 3"),
    )
    assert [of(other, "value_added_growth")[u].row.rank for u in ("330101", "330102")] == [1, 1]
    assert of(other, "value_added_growth")["330103"].row.rank is None


def test_levels_are_placed_by_completion_not_by_size(desk_of: DeskOf) -> None:
    # 400/1000 = 40.0%，90/200 = 45.0%：小县居首。
    given = edition(
        desk_of,
        {"target": goals("330101 output 1000 1100\n330102 output 200 220")},
        fed_back("330101 output 400 9.0\n330102 output 90 1.0"),
    )
    assert places(given, "output")["330102"] == 1
    assert places(given, "output")["330101"] == 2
    # 未编分期计划：按序时进度 41.7% 亮灯，慢1.7为黄灯，快3.3为绿灯。
    found = of(given, "output")
    assert (found["330101"].gap, found["330101"].light) == (
        ("gap_linear_pp", Decimal("-1.7")),
        "yellow",
    )
    assert found["330102"].light == "green"


def test_what_lags_is_judged_at_its_own_month(desk_of: DeskOf) -> None:
    # 营收只反馈到1—4月：400 ÷ 1200 = 33.3%；计划 300 + (600 − 300) ÷ 3 = 400 = 33.3%，快慢0.0。
    given = edition(
        desk_of,
        {"target": goals("330101 revenue 1200 1300 300 600 900\n330101 output 1200 1300")},
        fed_back("330101 revenue 400 5.0", "2026-04"),
        fed_back("330101 output 500 5.0", "2026-05"),
    )
    assert {t: str(p) for t, p in given.periods.items()} == {
        "output": "2026-05",
        "revenue": "2026-04",
    }
    one = of(given, "revenue")["330101"].row
    assert (one.gap_plan_pp, one.gap_linear_pp) == (Decimal(0), Decimal(0))


def test_a_county_without_feedback_is_not_filled_up_with_firms(desk_of: DeskOf) -> None:
    # 全市和东山县有反馈；西水县只有企业直报：不混排，记作无数据。
    given = edition(
        desk_of,
        {"target": goals("330101 revenue 1200 1300\n330102 revenue 100 110")},
        {"register": register("A 2026-04 330102001 3451")},
        {"observation": facts("A 2026-04 40 38")},
        fed_back("3300 revenue 440 5.0\n330101 revenue 400 5.0", "2026-04"),
    )
    one = of(given, "revenue")["330102"]
    assert one.is_set and one.state == "无数据" and one.row.rank is None
    # 镇街没有反馈数，用自己的企业汇总。
    town = bulletin.bulletin(given.desk.at(unit="330102001"))
    assert of(town, "revenue")["330102001"].row.value == Decimal(40)


def test_flash_revenue_is_used_throughout_where_it_is_asked_for(desk_of: DeskOf) -> None:
    files = (
        {"target": goals("3300 revenue 1200 1300\n330102 revenue 100 110")},
        {"register": register("A 2026-05 330102001 3451")},
        {"observation": facts("A 2026-05 50 48")},
        fed_back("3300 revenue 440 5.0\n330102 revenue 38 5.0", "2026-04"),
    )
    desk = desk_of("2026-05", *files, units=UNITS)
    assert str(bulletin.bulletin(desk).periods["revenue"]) == "2026-04"
    flash = bulletin.bulletin(desk, revenue_basis="快报")
    assert str(flash.periods["revenue"]) == "2026-05"
    assert flash.found["revenue"]["330102"].row.completion_pct == Decimal(50)
    with pytest.raises(UnknownBasis, match="营收数据期应为 反馈 或 快报，实为“初步”"):
        bulletin.bulletin(desk, revenue_basis="初步")


def test_without_any_target_units_are_placed_by_growth(desk_of: DeskOf) -> None:
    given = edition(
        desk_of,
        fed_back("3300 output 900 4.0\n330101 output 500 3.1\n330102 output 400 5.2"),
    )
    (task,) = given.tasks
    assert (task.indicator, task.told, task.is_set) == ("output", "growth_yoy_pct", False)
    assert places(given, "output")["330102"] == 1
    assert of(given, "output")["330101"].state == "未设目标"


def test_the_place_before_is_that_of_the_period_before(desk_of: DeskOf) -> None:
    targets = {"target": goals("330101 output 1000 1100\n330102 output 1000 1100")}
    given = edition(
        desk_of,
        targets,
        fed_back("330101 output 300 5.0\n330102 output 310 5.0", "2026-04"),
        fed_back("330101 output 400 5.0\n330102 output 390 5.0", "2026-05"),
    )
    found = of(given, "output")
    assert places(given, "output")["330101"] == 1
    assert bulletin.former_place(given, found["330101"]) == 2
    assert bulletin.former_place(given, found["330102"]) == 1


def test_value_answers_with_the_rows_of_the_page(desk_of: DeskOf) -> None:
    given = edition(
        desk_of,
        {"target": goals("330101 output 1000 1100 200 470 700\n330102 output 200 220")},
        fed_back("330101 output 400 9.0\n330102 output 90 1.0"),
    )
    told = {r.code: r for r in answer(given.desk.at(unit="330101"), "output", by="task").rows}
    assert set(told) == {"确保", "奋斗", "确保:月均"}
    assert (told["确保"].completion_pct, told["确保"].rank) == (Decimal(40), 2)
    # (1000 − 400) ÷ 7 = 85.7，本年月均 400 ÷ 5 = 80。
    assert told["确保:月均"].value is not None
    assert round_half_away(told["确保:月均"].value, 1) == Decimal("85.7")
    assert told["确保:月均"].base == Decimal(80)
    counts = {r.code: r.value for r in answer(given.desk.at(unit="330101"), "task_count").rows}
    assert counts == {"all": 1, "green": 1, "yellow": 0, "red": 0}


TOWNS = [*UNITS, {"code": "330101002", "name": "新集镇", "parent": "330101", "kind": "town"}]


def test_towns_with_targets_are_placed_among_the_towns_of_their_county(desk_of: DeskOf) -> None:
    # 城关镇 50 ÷ 100 = 50.0%，新集镇 40 ÷ 100 = 40.0%；镇街没有反馈数，用企业汇总。
    targets = "330101 output 1000 1100\n330101001 output 100 110\n330101002 output 100 110"
    made = facts("A 2026-05 50 48\nB 2026-05 40 39", indicator="output")
    desk = desk_of(
        "2026-05",
        {"register": register("A 2026-05 330101001 3451\nB 2026-05 330101002 3451")},
        {"target": goals(targets), "observation": made},
        fed_back("3300 output 900 4.0\n330101 output 500 5.0\n330102 output 400 5.0"),
        unit="330101",
        units=TOWNS,
    )
    county = bulletin.bulletin(desk)
    assert [u.name for u in county.below] == ["城关镇", "新集镇"]
    assert places(county, "output")["330101001"] == 1
    assert places(county, "output")["330101002"] == 2
    table = tables.towns(county)
    assert table is not None and [r.cells[0] for r in table.rows[::2]] == [
        "东山县",
        "城关镇",
        "新集镇",
    ]
    town = bulletin.bulletin(desk.at(unit="330101002"))
    assert [u.code for u in town.units] == ["3300", "330101", "330101001", "330101002"]
    ranked = tables.ranking(town, town.tasks[0])
    assert ranked is not None and [r.cells[0] for r in ranked.rows] == ["城关镇", "新集镇"]
    # 西水县的镇街没有目标：县的通报不出镇街表。
    assert tables.towns(bulletin.bulletin(desk.at(unit="330102"))) is None
