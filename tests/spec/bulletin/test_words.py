"""What the bulletin says: fast and slow, months left, early, doubling, adjusted (通报用语)."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from gxlab.measures import bulletin, bulletin_pace, bulletin_verdict
from gxlab.measures.bulletin import Bulletin
from gxlab.reference.numbers import round_half_away
from gxlab.show import bulletin_later as later
from gxlab.show import bulletin_sentences as said
from gxlab.show import bulletin_tables as tables
from gxlab.show.objects import Figure, Light, Part, Sentence
from tests.conftest import DeskOf, facts, observation, register
from tests.spec.bulletin.rows import fed_back, goals
from tests.spec.bulletin.test_standing import UNITS
from tests.spec.cultivation.rows import event, listed


def edition(
    desk_of: DeskOf, *files: Any, period: str = "2026-05", unit: str = "330101"
) -> Bulletin:
    return bulletin.bulletin(desk_of(period, *files, unit=unit, units=UNITS))


def text(parts: tuple[Part, ...]) -> str:
    return Sentence(parts).text


K9 = (
    {"target": goals("330101 output 1000000 1100000 200000 470000 700000")},
    fed_back("330101 output 382000 5.0"),
)


def test_plan_and_clock_are_both_said(desk_of: DeskOf) -> None:
    given = edition(desk_of, *K9)
    assert text(said.fast(given)) == (
        "快于或持平进度的：工业总产值38.20亿元，完成全年目标的38.2%，"
        "快于计划进度0.2个百分点，慢于序时进度3.5个百分点。"
    )
    assert said.headline(given).text == "截至5月末，东山县1项目标任务中，1项快于或持平进度。"
    assert said.slow(given) == ()


def test_a_rate_lies_above_or_below_its_target(desk_of: DeskOf) -> None:
    given = edition(
        desk_of,
        {"target": goals("330101 value_added_growth 6.5 7.5")},
        fed_back("330101 value_added_growth -4.9"),
    )
    # −4.9 − 6.5 = −11.4。
    assert text(said.slow(given)) == (
        "慢于进度的：规上工业增加值同比下降4.9%，低于全年目标11.4个百分点。"
    )


def test_a_lagging_task_names_its_period(desk_of: DeskOf) -> None:
    given = edition(
        desk_of,
        {"target": goals("330101 revenue 1200 1300 300 600 900")},
        fed_back("330101 revenue 400 5.0", "2026-04"),
    )
    assert "1—4月营业收入" in text(said.fast(given))


def test_the_light_of_the_matrix_says_its_distance(desk_of: DeskOf) -> None:
    targets = "330101 output 1000 1100\n330102 output 1000 1100\n330103 value_added_growth 6 7"
    given = edition(
        desk_of,
        {"target": goals(targets)},
        fed_back("330101 output 400 9.0\n330103 value_added_growth 7.8"),
    )
    rows = {r.cells[0]: n for n, r in enumerate(tables.matrix(given).rows)}
    matrix = tables.matrix(given)

    # 列：单位、增加值增速、总产值；每个单位两行，下行为灯。
    def light(name: str, column: int) -> Light:
        found = matrix.rows[rows[name] + 1].cells[column]
        assert isinstance(found, Light)
        return found

    # 400 ÷ 1000 = 40.0%，无分期计划，序时41.7%：慢1.7，黄灯。
    slow = light("东山县", 2)
    assert (slow.level, slow.text) == ("yellow", "黄 慢1.7")
    assert slow.figure is not None
    assert slow.figure.ref == "output|330101|2026-05|ytd|gap_linear_pp|task=确保"
    assert (light("西水县", 2).level, light("西水县", 2).text) == ("none", "无数据")
    assert light("南河县", 2).text == "未设目标"
    assert light("北山县", 1).text == "绿 高1.8"


def test_places_in_brackets_and_in_words_with_their_change(desk_of: DeskOf) -> None:
    given = edition(
        desk_of,
        {"target": goals("330101 output 1000 1100\n330102 output 1000 1100")},
        fed_back("330101 output 300 5.0\n330102 output 310 5.0", "2026-04"),
        fed_back("330101 output 400 5.0\n330102 output 390 5.0", "2026-05"),
    )
    row = next(r for r in tables.matrix(given).rows if r.cells[0] == "东山县")
    assert isinstance(row.cells[1], Figure) and row.cells[1].text == "40.0（1）"
    assert text(said.places(given)) == "在同级单位中，工业总产值第1位（较上期前移1位）。"


def test_what_each_month_left_must_bring(desk_of: DeskOf) -> None:
    given = edition(desk_of, *K9)
    # (100 − 38.2) ÷ 7 = 8.83亿元；本年月均 38.2 ÷ 5 = 7.64亿元。
    assert text(later.needed(given)) == (
        "东山县要完成全年目标，工业总产值后7个月月均需完成8.83亿元（本年月均7.64亿元）。"
    )


REGISTER = """
A 2025-12 330101001 3451
A 2026-05 330101001 3451
B 2026-05 330101001 3451
"""


def test_the_rate_the_months_left_must_reach_comes_from_the_same_firms(desk_of: DeskOf) -> None:
    # 企业A：累计504，同期480，上年全年1200；B没有上年全年，不参加。目标10%：
    # (1200 × 1.10 − 504) ÷ (1200 − 480) = 816 ÷ 720 = +13.3%。
    year = observation("A", "2025-12", "value", "1200", "revenue", "year")
    given = edition(
        desk_of,
        {"target": goals("330101 revenue_growth 10 11")},
        {"register": register(REGISTER)},
        {"observation": [*facts("A 2026-05 504 480\nB 2026-05 90 30"), year]},
        fed_back("330101 revenue 594 5.0"),
    )
    (one,) = given.own
    left = bulletin_pace.ahead(given, one)
    assert left.needed is not None and left.needed.needed_growth_pct is not None
    assert round_half_away(left.needed.needed_growth_pct, 1) == Decimal("13.3")
    assert text(later.needed(given)) == (
        "东山县要完成全年目标，营业收入增速目标10.0%，按同一批企业测算后7个月需增长13.3%。"
    )


def test_a_rate_without_levels_says_nothing_of_the_months_left(desk_of: DeskOf) -> None:
    given = edition(
        desk_of,
        {"target": goals("330101 value_added_growth 6.5 7.5")},
        fed_back("330101 value_added_growth 5.1"),
    )
    assert later.needed(given) == ()


@pytest.mark.parametrize(
    ("period", "done", "expected"),
    [
        ("2026-05", "520", "任务已过半的：工业总产值。"),
        ("2026-05", "430", ""),
        # 49.96%印作50.0%，算过半。
        ("2026-06", "499.6", "实现时间过半、任务过半（双过半）。"),
        ("2026-06", "499.4", "工业总产值未过半。"),
        ("2026-07", "520", ""),
    ],
)
def test_past_half_by_june(desk_of: DeskOf, period: str, done: str, expected: str) -> None:
    files = (
        {"target": goals("330101 output 1000 1100")},
        fed_back(f"330101 output {done}", period),
    )
    given = edition(desk_of, *files, period=period)
    assert "".join(text(p) for p in later.milestones(given)) == expected


def test_reached_in_november_is_a_month_early(desk_of: DeskOf) -> None:
    files = (
        {"target": goals("330101 revenue 1000 1100")},
        fed_back("330101 revenue 930 5.0", "2026-10"),
        fed_back("330101 revenue 1005 5.0", "2026-11"),
    )
    given = edition(desk_of, *files, period="2026-11")
    assert [text(p) for p in later.milestones(given)] == ["营业收入提前一个月完成全年目标。"]


def test_said_in_december_it_is_still_the_month_it_was_reached_in(desk_of: DeskOf) -> None:
    files = (
        {"target": goals("330101 output 1000 1100")},
        fed_back("330101 output 990 5.0", "2026-09"),
        fed_back("330101 output 1010 5.0", "2026-10"),
        fed_back("330101 output 1300 5.0", "2026-12"),
    )
    given = edition(desk_of, *files, period="2026-12")
    assert [text(p) for p in later.milestones(given)] == ["工业总产值提前两个月完成全年目标。"]


def test_a_net_loss_ranks_last_and_completes_nothing(desk_of: DeskOf) -> None:
    lists = [
        *listed("2025-12", ["A", "B", "C"], A={"unit": "330102001"}),
        *listed("2026-05", ["A", "B"], A={"unit": "330102001"}),
    ]
    gone = event("C", "exit", "2026-02", name="企业C", enterprise=None, reason="规模不达标")
    given = edition(
        desk_of,
        {"register": lists, "register_event": [gone], "status": "最终"},
        {"target": goals("330101 above_scale_net 2 3\n330102 above_scale_net 1 2")},
    )
    (one,) = given.own
    assert one.row.value == Decimal(-1) and one.row.completion_pct is None
    assert one.row.rank == 2 and one.light == "red"
    assert "规上工业企业净减1户" in text(said.slow(given))


POLICY = {"policy": "doubling_goals", "unit": None, "value": "revenue=4@2023-2026"}


def test_three_years_to_four_times_are_58_7_a_year(desk_of: DeskOf) -> None:
    # 三年翻两番：4^(1/3) − 1 = 58.7%；100 → 2024年应达158.7；实际160；
    # 2025年应达 100 × 4^(2/3) = 252.0，实际240 = 95.2%；后1年需 400 ÷ 240 − 1 = 66.7%。
    given = edition(
        desk_of,
        {"policy": [POLICY]},
        fed_back("330101 revenue 1000000", "2023-12"),
        fed_back("330101 revenue 1600000", "2024-12"),
        fed_back("330101 revenue 2400000", "2025-12"),
    )
    assert [text(p) for p in later.doubling_sentence(given)] == [
        "营业收入“三年翻两番”（以2023年为基年），年均需增长58.7%，"
        "2025年完成240.00亿元，完成当年应达水平的95.2%，后1年年均还需增长66.7%。"
    ]
    table = later.doubling_table(given)
    assert table is not None and [r.cells[0] for r in table.rows] == [
        "2023年",
        "2024年",
        "2025年",
        "2026年",
    ]


def test_two_years_to_twice_are_41_4_a_year(desk_of: DeskOf) -> None:
    rule = {**POLICY, "value": "revenue=2@2025-2027"}
    given = edition(desk_of, {"policy": [rule]}, fed_back("330101 revenue 100", "2025-12"))
    (told,) = later.doubling_sentence(given)
    assert text(told).startswith("营业收入“两年翻番”（以2025年为基年），年均需增长41.4%")


def test_no_doubling_goal_no_word_of_it(desk_of: DeskOf) -> None:
    given = edition(desk_of, *K9)
    assert later.doubling_sentence(given) == [] and later.doubling_table(given) is None


def test_an_adjusted_target_is_said_with_its_month_and_the_former_one(desk_of: DeskOf) -> None:
    files = (
        {"target": goals("330101 output 1000000 1100000")},
        {"target": goals("330101 output 950000 1050000", effective="2026-07")},
        fed_back("330101 output 500000 5.0", "2026-06"),
        fed_back("330101 output 570000 5.0", "2026-07"),
    )
    assert later.adjusted(edition(desk_of, *files, period="2026-06")) == ()
    given = edition(desk_of, *files, period="2026-07")
    # 570 ÷ 950 = 60.0%。
    assert given.own[0].row.completion_pct == Decimal(60)
    assert text(later.adjusted(given)) == (
        "自2026年7月起，东山县的目标按年中调整后的执行，此前各期仍按原目标。"
    )
    table = tables.changes(given)
    assert table is not None
    shown = [c.text if isinstance(c, Figure) else c for c in table.rows[0].cells]
    assert shown == ["东山县", "工业总产值", "2026年7月", "95.00", "100.00"]


def test_praise_and_prodding_by_rule(desk_of: DeskOf) -> None:
    # 规则：绿灯占比不低于60%且无红灯为较快；红灯3项以上或绿灯占比低于30%为较慢。
    names = ("output", "value_added_growth", "renovation_investment_growth", "revenue_growth")
    rates = {
        "330101": (12, 11, 9),
        "330102": (5, 6, 4),
        "330103": (11, 9, 9),
        "330104": (12, 11, 2),
    }
    targets = "\n".join(f"{u} {i} 10 12" for u in rates for i in names)
    told = [f"{u} {i} {r}" for u, row in rates.items() for i, r in zip(names[1:], row, strict=True)]
    done = "330101 output 5\n330102 output 5\n330103 output 4\n330104 output 5"
    given = edition(
        desk_of, {"target": goals(targets)}, fed_back("\n".join([*told, done])), unit="3300"
    )
    # 东山：50%、12、11为绿，9为黄：3/4绿，无红。西水：50%绿，5、6、4均低于目标3以上：3红。
    # 北山：40%比序时41.7慢为黄，11绿，9、9黄：1/4 = 25%绿，低于30%。
    # 南河：50%、12、11为绿，2低8为红：3/4绿，但有红灯，不列较快；一项红灯，也不列较慢。
    fast = [v.unit.name for v in bulletin_verdict.praised(given)]
    slow = [v.unit.name for v in bulletin_verdict.prodded(given)]
    assert (fast, slow) == (["东山县"], ["西水县", "北山县"])
    assert text(said.praise(given)) == (
        "进度较快的单位：东山县4项任务中绿灯3项、无红灯，予以通报表扬。"
    )
    assert text(said.prod(given)).startswith(
        "进度较慢的单位：西水县4项任务中绿灯1项、红灯3项（规上工业增加值增速、营业收入增速、"
        "工业技改投资增速）；北山县4项任务中绿灯1项。"
    )
    assert "任务不得分解到企业，统计数据由企业如实填报" in text(said.prod(given))


def test_units_without_target_or_data_are_named(desk_of: DeskOf) -> None:
    given = edition(
        desk_of,
        {"target": goals("330101 output 10 11\n330102 output 10 11")},
        fed_back("330101 output 4"),
        unit="3300",
    )
    assert [s.text for s in said.unset(given)] == [
        "工业总产值：示例市、北山县、南河县、示例经开区未设目标，不排位次。",
        "工业总产值：示例市、西水县、北山县、南河县、示例经开区没有1—5月的数，不排位次。",
    ]


def test_nothing_at_all_is_said_so(desk_of: DeskOf) -> None:
    given = edition(desk_of)
    assert said.headline(given).text == "东山县2026年没有下达目标任务，也没有可列的反馈数。"
    assert tables.matrix(given).rows == ()
