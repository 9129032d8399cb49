"""The head: each figure of its own period and source; the seeds' sentences, word for word."""

from __future__ import annotations

from decimal import Decimal

import pytest

from gxlab.measures.clusters import UnknownBasis
from gxlab.measures.overview import city_gap, figure, former, overview
from gxlab.show.overview_head import headline, key_figures
from gxlab.show.overview_quality import notes
from gxlab.show.overview_sentences import overview as overview_sentence
from tests.conftest import DeskOf, facts, register
from tests.spec.overview.rows import rates, units

REGISTER = "A 2026-04 330101001 1711\nA 2026-05 330101001 1711"
FIRM = {
    "observation": facts("A 2026-04 400 380\nA 2026-05 500 480"),
    "register": register(REGISTER),
}
FED = """
3300 2026-04 revenue ytd value 1000
3300 2026-04 revenue ytd base 950
3300 2026-04 revenue ytd growth_pct 5.3
3300 2026-03 revenue ytd value 700
3300 2026-03 revenue ytd growth_pct 5.1
"""


def test_an_estimate_narrows_a_fall_as_the_work_plan_says_it(desk_of: DeskOf) -> None:
    # 预计1—5月全区工业增加值增速−4.9%左右，比1—4月收窄2.4个百分点: −4.9 − (−7.3) = +2.4.
    desk = desk_of(
        "2026-05",
        units(rates("3300 2026-04 -7.3")),
        units(rates("3300 2026-05 -4.9"), status="预计"),
    )
    said = headline(overview(desk)).text
    assert said == (
        "预计1—5月，全市规上工业增加值同比下降4.9%左右（县区上报，预计），"
        "降幅比1—4月收窄2.4个百分点。"
    )


def test_a_rate_with_two_decimals_keeps_both(desk_of: DeskOf) -> None:
    # 工业技改投资1—5月增幅为24.62%: as it was fed back, not 24.6 and not 24.62左右.
    desk = desk_of("2026-05", units(rates("3300 2026-05 24.62", "renovation_investment_growth")))
    assert "1—5月工业技改投资同比增长24.62%" in overview_sentence(overview(desk)).text
    (shown,) = key_figures(overview(desk)).items
    assert (shown.label, shown.figure.text) == ("工业技改投资增速", "24.62")


def test_a_rate_with_six_decimals_is_rounded_to_one(desk_of: DeskOf) -> None:
    # A cell that holds 5.123456 shows 5.1 in the workbook: four unprinted digits are no precision.
    desk = desk_of("2026-05", units(rates("3300 2026-05 5.123456")))
    assert "同比增长5.1%" in headline(overview(desk)).text


def test_direct_returns_or_the_fed_back_month_but_one_throughout(desk_of: DeskOf) -> None:
    desk = desk_of("2026-05", FIRM, units(FED))
    flash = figure(overview(desk), "revenue")
    # 500 on 480
    assert (flash.period_used, flash.status, flash.value) == ("2026-05", "快报", Decimal(500))
    fed = figure(overview(desk, revenue_basis="反馈"), "revenue")
    assert (fed.period_used, fed.status, fed.growth_yoy_pct) == ("2026-04", "反馈", Decimal("5.3"))
    with pytest.raises(UnknownBasis, match="应为“快报”或“反馈”"):
        overview(desk, revenue_basis="预计")


def test_a_sum_over_firms_is_not_compared_with_a_fed_back_rate(desk_of: DeskOf) -> None:
    desk = desk_of("2026-05", FIRM, units(FED))
    # 1—5月 +4.2 % by the firms, 1—4月 +5.3 % as fed back: −1.1 points would mix two scopes.
    assert former(overview(desk), "revenue").value is None
    assert figure(overview(desk), "revenue").change_pp is None
    assert former(overview(desk, revenue_basis="反馈"), "revenue").value == Decimal("5.1")
    # 5.3 − 5.1
    assert figure(overview(desk, revenue_basis="反馈"), "revenue").change_pp == Decimal("0.2")


def test_which_edition_it_is(desk_of: DeskOf) -> None:
    desk = desk_of("2026-05", FIRM, units(FED))
    flash, fed = notes(overview(desk)), notes(overview(desk, revenue_basis="反馈"))
    assert flash.items[0].text == (
        "本期为快报版：财务指标为1—5月企业汇总（企业直报），统计反馈到后更新。"
    )
    assert fed.items[0].text == "财务指标为1—4月统计反馈，比产值晚；本期反馈到后更新。"
    # The financial feedback of May has come in: the same form, without being asked for.
    whole = desk_of("2026-05", FIRM, units(FED.replace("2026-04", "2026-05")))
    assert notes(overview(whole)).items[0].text == ("财务指标为1—5月统计反馈，可作定稿。")
    assert figure(overview(whole), "revenue").value == Decimal(1000)


def test_the_headline_names_the_period_of_each_figure(desk_of: DeskOf) -> None:
    desk = desk_of("2026-05", FIRM, units(FED), units(rates("3300 2026-05 5.1")))
    said = headline(overview(desk, revenue_basis="反馈")).text
    assert said == (
        "1—5月，全市规上工业增加值同比增长5.1%（统计局反馈）；"
        "1—4月实现营业收入1,000万元，同比增长5.3%（统计局反馈）。"
    )


def test_without_any_figure_the_page_says_so(desk_of: DeskOf) -> None:
    desk = desk_of("2026-05", units(rates("330101 2026-05 5.1")), unit="330102")
    assert headline(overview(desk)).text == "1—5月，西水县没有规上工业的反馈数、直报数或预计数。"
    assert key_figures(overview(desk)).items == ()


def test_too_few_firms_make_no_growth_rate(desk_of: DeskOf) -> None:
    # A 500 on 480 reported; B, 120 a year ago, is silent: 480 ÷ 600 = 80.0 %, below 90 %.
    silent = [*facts("A 2026-05 500 480"), *facts("B 2025-05 120")]
    firms = {
        "observation": silent,
        "register": register(
            "A 2026-05 330101001 1711\nB 2026-05 330101001 1711\nB 2025-05 330101001 1711"
        ),
    }
    said = headline(overview(desk_of("2026-05", firms))).text
    assert said == ("1—5月，全市实现营业收入500万元，上报面80.0%，低于90%，不发布增速。")


def test_a_county_stands_against_the_city(desk_of: DeskOf) -> None:
    # 7.5 − 5.1 = +2.4
    desk = desk_of("2026-05", units(rates("3300 2026-05 5.1\n330101 2026-05 7.5")), unit="330101")
    assert city_gap(desk, "value_added_growth").value == Decimal("2.4")
    assert "规上工业增加值增速高于全市2.4个百分点。" in overview_sentence(overview(desk)).text
    assert city_gap(desk.at(unit="3300"), "value_added_growth").value is None


def test_a_loss_turned_into_profit_has_no_rate(desk_of: DeskOf) -> None:
    text = """
    3300 2026-05 revenue ytd value 1000
    3300 2026-05 revenue ytd growth_pct 5.3
    3300 2026-05 profit ytd value 12
    3300 2026-05 profit ytd base -3
    """
    said = headline(overview(desk_of("2026-05", units(text)))).text
    assert said.endswith("利润总额12万元，扭亏为盈。")
