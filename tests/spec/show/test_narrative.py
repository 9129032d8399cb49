"""What narrate says, over all signs, kinds and statuses; worked by hand beside each case."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

import pytest

from gxlab.show.narrative import narrate
from gxlab.show.narrative_items import WrongItem, read_items

MAY = {"unit": "全区", "period": "2026-05"}
RATE = {**MAY, "indicator": "value_added_growth"}


def text(**item: Any) -> str:
    (found,) = narrate(read_items(json.dumps([item], ensure_ascii=False), "数.json"))
    return found.text if found else ""


def fault(**item: Any) -> str:
    with pytest.raises(WrongItem) as error:
        narrate(read_items(json.dumps([item], ensure_ascii=False), "数.json"))
    return str(error.value)


LEAD = "1—5月，全区规上工业增加值"


@pytest.mark.parametrize(
    ("now", "before", "words"),
    [
        (8.9, 8.6, "同比增长8.9%，增速比1—4月加快0.3个百分点"),
        (3.6, 3.7, "同比增长3.6%，增速比1—4月回落0.1个百分点"),
        (5.0, 5.0, "同比增长5.0%，增速与1—4月持平"),
        (-4.9, -7.3, "同比下降4.9%，降幅比1—4月收窄2.4个百分点"),
        (-4.0, -3.3, "同比下降4.0%，降幅比1—4月扩大0.7个百分点"),
        (-4.0, -4.0, "同比下降4.0%，降幅与1—4月持平"),
        (5.4, -2.9, "同比增长5.4%，增速由负转正（1—4月为下降2.9%）"),
        (-1.1, 0.3, "同比下降1.1%，增速由正转负（1—4月为增长0.3%）"),
        (0.2, 0, "同比增长0.2%，由1—4月的持平转为增长"),
        (-0.2, 0, "同比下降0.2%，由1—4月的持平转为下降"),
        (0, 1.2, "同比持平，由1—4月的增长1.2%转为持平"),
        (0, -1.2, "同比持平，由1—4月的下降1.2%转为持平"),
        (0, 0, "同比持平，与1—4月持平"),
        (179, 120, "同比增长1.79倍，增速比1—4月加快59.0个百分点"),
        (-57.2, 130, "同比下降57.2%，增速由正转负（1—4月为增长1.3倍）"),
        (24.62, 23.1, "同比增长24.62%，增速比1—4月加快1.52个百分点"),
        (None, 1.2, ""),
        (1.2, None, "同比增长1.2%"),
    ],
)
def test_every_turn_of_a_rate(now: float | None, before: float | None, words: str) -> None:
    said = text(**RATE, rate=now, comparison_period="2026-04", comparison_rate=before)
    assert said == (f"{LEAD}{words}。" if words else "")


@pytest.mark.parametrize(
    ("period", "named", "label"),
    [
        ("2026-02", None, "上年全年"),  # 1月免报: 1—2月 is compared with the whole year before
        ("2026-02", "2025-12", "上年全年"),
        ("2026-03", None, "1—2月"),
        ("2026-04", None, "一季度"),
        ("2026-05", "2025-05", "上年同期"),
        ("2026-05", "2025-11", "上年1—11月"),
        ("2026-05", "2024-05", "2024年1—5月"),
        ("2026-05", "一季度", "一季度"),
        ("1—2月", "1—11月", "上年1—11月"),
    ],
)
def test_the_comparison_period_is_always_named(period: str, named: str | None, label: str) -> None:
    more = {"comparison_period": named} if named else {}
    said = text(indicator="revenue_growth", period=period, rate=5.0, comparison_rate=4.0, **more)
    assert said.endswith(f"营业收入同比增长5.0%，增速比{label}加快1.0个百分点。")


def test_a_revision_is_noted_where_print_differs() -> None:
    given = {**RATE, "rate": 5.0, "comparison_period": "2026-04", "comparison_rate": 4.8}
    assert text(**given, comparison_rate_revised=4.6) == (
        f"{LEAD}同比增长5.0%，增速比1—4月加快0.2个百分点（1—4月修订为增长4.6%）。"
    )
    assert "修订" not in text(**given, comparison_rate_revised=4.8)


@pytest.mark.parametrize(
    ("status", "said"),
    [
        ("预计", "预计1—5月，全区规上工业增加值同比增长5.0%左右，增速比1—4月加快1.0个百分点。"),
        ("快报", f"{LEAD}同比增长5.0%（快报数），增速比1—4月加快1.0个百分点。"),
        ("初步", f"{LEAD}同比增长5.0%（初步数），增速比1—4月加快1.0个百分点。"),
        ("反馈", f"{LEAD}同比增长5.0%，增速比1—4月加快1.0个百分点。"),
    ],
)
def test_the_status_is_carried(status: str, said: str) -> None:
    found = text(**RATE, rate=5.0, comparison_period="2026-04", comparison_rate=4.0, status=status)
    assert found == said


def test_an_estimated_level_is_about() -> None:
    said = text(**MAY, indicator="renovation_investment", value="13.2亿元", status="预计")
    assert said == "预计1—5月，全区完成工业技改投资13.2亿元左右。"


@pytest.mark.parametrize(
    ("given", "words"),
    [
        # Levels in 万元 are told in 亿元 from 1亿元 on: 4,099,170 万元 = 409.92 亿元.
        (
            {"indicator": "revenue", "value": 4099170, "rate": 3.6},
            "实现营业收入409.92亿元，同比增长3.6%",
        ),
        (
            {"indicator": "revenue", "value": 9999, "rate": 3.6},
            "实现营业收入9999万元，同比增长3.6%",
        ),
        # The base delivered with it: 504 on 480 is 24 ÷ 480 = 5.0 %.
        ({"indicator": "output", "value": 504, "base": 480}, "完成工业总产值504万元，同比增长5.0%"),
        ({"indicator": "output", "value": 504, "base": 0}, "完成工业总产值504万元"),
        ({"indicator": "output", "value": 504, "base": 0, "rate": 5}, "完成工业总产值504万元"),
        # 565 under construction, 102 more than 463: +22.0 %.
        (
            {
                "indicator": "施工项目",
                "kind": "count",
                "measure": "个",
                "value": 565,
                "increment": 102,
                "rate": 22.0,
            },
            "施工项目565个，比上年同期增加102个，同比增长22.0%",
        ),
        ({"indicator": "above_scale_net", "value": 6}, "净增规上工业企业6户"),
        ({"indicator": "above_scale_net", "value": -3}, "净减规上工业企业3户"),
        # A quotient per head or per mu grows by percent.
        (
            {"indicator": "亩均税收", "measure": "万元", "value": 12.3, "rate": 4.6},
            "亩均税收为12.3万元，同比增长4.6%",
        ),
        (
            {
                "indicator": "output",
                "unit": "新进规企业",
                "rate": 270,
                "pull": 4.4,
                "whole": "全市",
            },
            "工业总产值同比增长2.7倍，拉动全市增长4.4个百分点",
        ),
        ({"indicator": "tax", "value": -274, "base": 100, "rate": "--"}, "完成税金−274万元"),
        (
            {"indicator": "electricity", "value": 1203.4, "rate": -0.04},
            "用电量为1203.4万千瓦时，同比下降0.04%",
        ),
        (
            {"indicator": "profit", "value": 1.2, "base": -0.5, "measure": "亿元"},
            "实现利润总额1.2亿元，同比扭亏为盈",
        ),
        (
            {"indicator": "profit", "value": -1.2, "base": 0.5, "measure": "亿元"},
            "利润总额亏损1.2亿元，同比由盈转亏",
        ),
        (
            {"indicator": "profit", "value": -1.2, "base": -2.5, "measure": "亿元"},
            "利润总额亏损1.2亿元，同比减亏1.3亿元",
        ),
        (
            {"indicator": "profit", "value": -2.5, "base": -1.2, "measure": "亿元"},
            "利润总额亏损2.5亿元，同比增亏1.3亿元",
        ),
        (
            {"indicator": "profit", "value": -1.2, "rate": 35, "measure": "亿元"},
            "利润总额亏损1.2亿元",
        ),
        ({"indicator": "profit", "rate": -100}, "利润总额同比下降100.0%"),
        # Ratios change by points, 每百元 by 元, turnover by days: never by percent.
        (
            {"indicator": "loss_share", "value": 28.37, "rate": 4.3},
            "亏损面为28.37%，同比提高4.3个百分点",
        ),
        (
            {"indicator": "sales_output_ratio", "value": 101.0, "base": 99.5},
            "产销率为101.0%，同比提高1.5个百分点",
        ),
        (
            {"indicator": "profit_margin", "value": 5.4, "comparison_rate": 5.36},
            "营业收入利润率为5.40%，比1—4月提高0.04个百分点",
        ),
        (
            {"indicator": "产成品存货周转天数", "measure": "天", "value": 20.2, "change": -0.3},
            "产成品存货周转天数为20.2天，同比减少0.3天",
        ),
        (
            {"indicator": "增长面", "value": 52.9, "comparison_rate": 56.1},
            "增长面为52.9%，比1—4月缩小3.2个百分点",
        ),
        # Counts: 净增 = 新增 − 退出.
        (
            {"indicator": "above_scale_entries", "entries": 15, "exits": 18},
            "规上工业企业新增15户，退出18户，净减3户",
        ),
        ({"indicator": "stopped_count", "span": "point", "value": 12, "base": 12}, ""),
    ],
)
def test_each_kind_in_its_own_words(given: dict[str, Any], words: str) -> None:
    said = text(**{**MAY, **given})
    if words:
        assert said == f"1—5月，{given.get('unit', '全区')}{words}。"
    else:
        assert said == "5月末，全区停产半停产户数为12户，同比持平。"


@pytest.mark.parametrize(
    ("given", "words"),
    [
        # K9: 38.2 − 38.0 = 0.2; 5/12 = 41.7, 38.2 − 41.7 = −3.5: both are said.
        (
            {"completion": 38.2, "planned": 38.0},
            "完成全年目标的38.2%，快于计划进度0.2个百分点，慢于序时进度3.5个百分点",
        ),
        # 382 ÷ 1000 and ÷ 1050 = 36.38: two tiers, paced by the first.
        (
            {"value": 382, "target": [1000, 1050], "target_name": ["确保目标", "奋斗目标"]},
            "实现营业收入382万元，完成确保目标的38.2%，完成奋斗目标的36.4%，慢于序时进度3.5个百分点",
        ),
        # A target of a rate has no completion and no clock: 5.0 − 7.0 = −2.0.
        ({"rate": 5.0, "target": "7%"}, "营业收入同比增长5.0%，低于全年目标2.0个百分点"),
        ({"rate": 5.0, "target": 7}, "营业收入同比增长5.0%，低于全年目标2.0个百分点"),
        ({"completion": 41.7}, "营业收入完成全年目标的41.7%，与序时进度持平"),
        (
            {"completion": 104.2, "needed_rate": 13.3},
            "营业收入完成全年目标的104.2%，快于序时进度62.5个百分点，提前完成全年任务，"
            "后7个月需增长13.3%",
        ),
    ],
)
def test_targets(given: dict[str, Any], words: str) -> None:
    assert text(**MAY, indicator="revenue", **given) == (
        f"1—5月，全区{words}。"
        if words.startswith("营业收入")
        else f"1—5月，全区{words if '营业收入' in words else '营业收入' + words}。"
    )


def test_half_a_year_done() -> None:
    said = text(indicator="output", period="2026-06", completion=50.1)
    assert said == (
        "上半年，工业总产值完成全年目标的50.1%，快于序时进度0.1个百分点，实现时间过半、任务过半。"
    )


def test_contribution_is_silent_where_the_whole_hardly_moves() -> None:
    given = {**MAY, "indicator": "output", "rate": 5.0, "pull": 0.4, "whole": "全市产值"}
    assert "贡献率" in text(**given, contribution=60.5, whole_rate=0.7)
    for rate in (0.2, 0, -0.3, -5.0):
        assert "贡献率" not in text(**given, contribution=240, whole_rate=rate)


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"rank": 3, "of": 8, "among": "全市"}, "增速居全市第3位"),
        ({"rank": 3, "of": 8}, "增速在8个单位中居第3位"),
        ({"rank": "并列第六", "of": 9, "among": "全市"}, "增速居全市并列第6位"),
        ({"rank": "2(并列)", "of": 9, "among": "全市"}, "增速居全市并列第2位"),
        (
            {"rank": 5, "of": 8, "among": "全市", "rank_before": 5},
            "增速居全市第5位，位次与1—4月持平",
        ),
        (
            {"rank": 5, "of": 8, "among": "全市", "rank_before": 3},
            "增速居全市第5位，位次较1—4月后移2位",
        ),
        (
            {"rank": 5, "of": 8, "among": "全市", "rank_before": 7, "comparison_period": "上月"},
            "增速居全市第5位，位次较上月前移2位",
        ),
        ({"rank": 1, "of": 1, "among": "全市"}, ""),
        ({"rank": "—", "of": 8, "among": "全市"}, ""),
    ],
)
def test_places(given: dict[str, Any], words: str) -> None:
    tail = f"，{words}" if words else ""
    assert text(**RATE, rate=5.0, **given) == f"{LEAD}同比增长5.0%{tail}。"


def test_small_moves_where_a_threshold_is_set() -> None:
    assert text(**RATE, rate=-0.1, slight_below=0.5) == f"{LEAD}同比微降0.1%。"
    assert text(**RATE, rate=0.8, slight_below=1) == f"{LEAD}同比小幅增长0.8%。"
    assert text(**RATE, rate=0.8, slight_below=0.5) == f"{LEAD}同比增长0.8%。"


def test_an_unrounded_rate_is_rounded_half_away_from_zero() -> None:
    assert text(**RATE, rate="-4.250") == f"{LEAD}同比下降4.3%。"
    # 5.05 and 4.94 stand as printed; 0.11 is what a reader subtracts.
    assert text(**RATE, rate=5.05, comparison_rate=4.94).endswith("加快0.11个百分点。")
    assert text(**RATE, rate=5.05, comparison_rate=4.94, decimals=1).endswith("加快0.2个百分点。")
    assert text(**RATE, rate=-0.04, decimals=1) == f"{LEAD}同比持平。"


@pytest.mark.parametrize("mark", [None, "", "—", "…", "注", "**"])
def test_a_missing_figure_leaves_its_clause_out(mark: str | None) -> None:
    assert text(**RATE, rate=mark, comparison_rate=3.0, rank=mark, of=8, share=mark) == ""
    said = text(**RATE, rate=5.0, comparison_rate=mark, pull=mark, wider_rate=mark)
    assert said == f"{LEAD}同比增长5.0%。"


def test_words_of_a_table_are_read() -> None:
    assert text(**RATE, rate="1.6倍") == f"{LEAD}同比增长1.6倍。"
    assert text(**RATE, rate="持平") == f"{LEAD}同比持平。"
    assert text(**RATE, rate="－4.9％") == f"{LEAD}同比下降4.9%。"


def test_what_gxlab_value_answers_can_be_narrated() -> None:
    row = {"value": 590, "growth_yoy_pct": 1.7, "share_pct": 25.3, "rank": 2, "rank_of": 8}
    assert text(**MAY, indicator="revenue", whole="全市", **row) == (
        "1—5月，全区实现营业收入590万元，同比增长1.7%，占全市比重25.3%，增速在8个单位中居第2位。"
    )


def test_other_names_of_the_keys_are_read() -> None:
    same = f"{LEAD}同比增长5.0%，高于全年目标0.5个百分点。"
    assert text(**RATE, rate=5.0, target_rate=4.5) == same
    chinese = {"指标": "规上工业增加值增速", "单位": "全区", "报告期": "2026-05", "增速": 5.0}
    assert text(**chinese, 目标=4.5) == same


def test_an_unknown_key_is_told_and_not_used() -> None:
    (item,) = read_items('[{"indicator": "revenue", "rate": 5, "grwoth": 3}]', "数.json")
    assert item.ignored == ("grwoth",)


@pytest.mark.parametrize(
    ("item", "words"),
    [
        ({"rate": 5}, "“数.json”第1项的 indicator 没有填写"),
        ({"indicator": "revenu", "rate": 5}, "indicator “revenu”不在指标目录中"),
        ({"indicator": "revenue", "rate": "约5"}, "第1项的 rate 读不出数字"),
        ({"indicator": "revenue", "rate": True}, "rate 应为数字，实为“true”"),
        ({"indicator": "revenue", "rate": 5, "rank": 2.5}, "rank 应为整数"),
        ({"indicator": "revenue", "rate": 5, "rank": 9, "of": 8}, "rank 应为1至8之间的整数，实为9"),
        ({"indicator": "revenue", "rate": 5, "period": "五月初"}, "period 应为“2026-05”"),
        ({"indicator": "revenue", "rate": 5, "period": "2026-01"}, "1月免报"),
        (
            {
                "indicator": "revenue",
                "rate": 5,
                "period": "2026-05",
                "comparison_period": "2026-06",
                "comparison_rate": 4,
            },
            "comparison_period “2026-06”晚于报告期",
        ),
        ({"indicator": "revenue", "rate": -120}, "rate 为-120%，只有利润可以低于−100%"),
        ({"indicator": "revenue", "rate": 5, "status": "大概"}, "status 应为预计、快报"),
        ({"indicator": "revenue", "rate": 5, "pull": -1}, "pull 为负而增速为正"),
        (
            {"indicator": "revenue", "rate": 5, "increment": -3, "measure": "亿元"},
            "increment 与 rate 方向相反",
        ),
        ({"indicator": "总部收入", "value": 5}, "measure 没有填写"),
        ({"indicator": "revenue", "value": 5, "measure": "斗"}, "measure “斗”不是已知的计量单位"),
        (
            {"indicator": "above_scale_count", "value": 9, "entries": 5, "exits": 2, "net": 4},
            "net 应为新增5减退出2，即3，实为4",
        ),
        ({"indicator": "revenue", "growing": 30, "falling": 10, "flat": 1, "of": 40}, "growing "),
        (
            {"indicator": "revenue", "rate": 5, "comparison_rate": [1, 2], "period": "2026-05"},
            "comparison_period 应与比较期增速一样有2个，实有1个",
        ),
    ],
)
def test_what_is_wrong_is_named(item: dict[str, Any], words: str) -> None:
    said = fault(**item)
    assert words in said and said.endswith("。") and "数.json" in said


@pytest.mark.parametrize("content", ["{", "3", '"x"', "[3]", "[NaN]", '{"a": 1}'])
def test_what_is_no_list_of_items_is_refused(content: str) -> None:
    with pytest.raises(WrongItem, match=r"数\.json"):
        read_items(content, "数.json")


def test_scaled_by_unit_the_sentence_is_the_same() -> None:
    in_yi = text(**MAY, indicator="revenue", value="409.92亿元", rate=3.6)
    in_wan = text(**MAY, indicator="revenue", value=Decimal("4099200").__str__(), rate=3.6)
    assert in_yi == in_wan
