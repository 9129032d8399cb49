"""与库中数对照:指标、单位、时期都认得准的才比,按印出的位数四舍五入."""

from __future__ import annotations

import pytest

from gxlab.measures.stated import hold
from gxlab.prose.clauses import sentences
from gxlab.prose.readings import read
from tests.conftest import DeskOf, Rows, observation


def fed(unit: str, period: str, value: str, growth: str) -> Rows:
    return [
        observation(unit, period, "value", value, "output", "ytd", "unit"),
        observation(unit, period, "growth_pct", growth, "output", "ytd", "unit"),
    ]


# 东山县 1—5月 53.83亿元 +9.1%,1—4月 42.10亿元 +9.7%;全市 180.00亿元 +7.7%.
FED = [
    *fed("330101", "2026-05", "538300", "9.1"),
    *fed("330101", "2026-04", "421000", "9.7"),
    *fed("3300", "2026-05", "1800000", "7.7"),
]
HELD = {
    "1—5月，全县规上工业总产值53.83亿元，同比增长9.1%，增速比1—4月回落0.6个百分点。": [True] * 3,
    "1—5月，全县规上工业总产值53.82亿元，同比增长9.2%，增速比1—4月回落0.5个百分点。": [False] * 3,
    "1—5月，东山县工业总产值538300万元。": [True],
    "1—5月，东山县工业总产值54亿元，增长9%。": [True, True],
    "1—4月，全县工业总产值42.1亿元，同比增长9.6%。": [True, False],
    "全市工业总产值180.00亿元，同比增长7.8%。": [True, False],
    # 不是本单位的、估计的、剔除后的、别的期的:不比.
    "1—5月，装备制造业总产值12亿元，同比增长30%。": [],
    "预计1—5月全县工业总产值60亿元，同比增长15%。": [],
    "剔除该企业，全县工业总产值增长12.0%。": [],
    "1—3月，全县工业总产值30亿元，同比增长5.0%。": [],
    "1—5月，全县营业收入50亿元，同比增长8.0%。": [],
    "全县工业总产值约54亿元。": [],
}


@pytest.mark.parametrize("text", HELD)
def test_figures_are_held_against_the_warehouse(text: str, desk_of: DeskOf) -> None:
    file = {"observation": FED, "status": "反馈", "source_kind": "统计局反馈"}
    desk = desk_of("2026-05", file, unit="330101")
    told = sentences(text)
    assert [h.ok for h in hold(desk, told, read(told, 2026))] == HELD[text]


def test_the_warehouse_s_figure_is_shown_as_it_should_have_printed(desk_of: DeskOf) -> None:
    file = {"observation": FED, "status": "反馈", "source_kind": "统计局反馈"}
    desk = desk_of("2026-05", file, unit="330101")
    told = ["1—5月，全县规上工业总产值53.8亿元，同比下降9.1%。"]
    found = hold(desk, told, read(told, 2026))
    assert [(h.expected, h.source) for h in found] == [
        ("53.8亿元", "统计局反馈"),
        ("同比增长9.1%", "统计局反馈"),
    ]


def test_a_county_level_city_may_say_whole_city_of_itself(desk_of: DeskOf) -> None:
    units = [
        {"code": "3300", "name": "示例市", "parent": None, "kind": "city"},
        {"code": "330181", "name": "文澜市", "parent": "3300", "kind": "county"},
    ]
    rows = [*fed("330181", "2026-05", "230800", "2.4"), *fed("3300", "2026-05", "1800000", "7.7")]
    file = {"observation": rows, "status": "反馈", "source_kind": "统计局反馈"}
    desk = desk_of("2026-05", file, unit="330181", units=units)
    for text, wanted in (
        ("1—5月，全市规上工业总产值23.08亿元，同比增长2.4%。", [True, True]),
        ("1—5月，全市规上工业总产值180.00亿元，同比增长7.7%。", [True, True]),
        ("1—5月，全市规上工业总产值23.09亿元，同比增长2.5%。", [False, False]),
    ):
        told = sentences(text)
        assert [h.ok for h in hold(desk, told, read(told, 2026))] == wanted
