"""What labels mean: every character has to be explained, or nothing is taken for known."""

from __future__ import annotations

import pytest

from gxlab.intake.labels import Path
from gxlab.intake.meaning import Meaning, fields_meant, meaning_of, meanings, timeless
from gxlab.intake.words import words


def _said(*parts: str) -> tuple[str | None, str | None, str] | None:
    found = meaning_of(Path(parts))
    return None if found is None else (found.indicator, found.span, found.reading)


@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        (("营业收入", "本月"), ("revenue", "month", "value")),
        (("规模以上工业主营业务收入(亿元)", "1-5月"), ("revenue", "ytd", "value")),
        (("本年累计工业总产值",), ("output", "ytd", "value")),
        (("利润总额_上年同期累计",), ("profit", "ytd", "base")),
        (("利润总额", "同比增长(%)"), ("profit", None, "growth_pct")),
        (("营业收入(万元)", "增速"), ("revenue", None, "growth_pct")),
        (("期末用工人数(人)",), ("employees", "point", "value")),
        (("规上工业增加值增速", "位次"), ("value_added_growth", None, "rank")),
        (("亏损面", "增减(%)"), ("loss_share", None, "change_pp")),
        (("开票销售", "上年全年"), ("invoice_sales", "year", "value")),
    ],
)
def test_known_words_are_understood(
    parts: tuple[str, ...], expected: tuple[str | None, str | None, str]
) -> None:
    assert _said(*parts) == expected


@pytest.mark.parametrize(
    "parts",
    [
        ("营业收入(含税)",),
        ("营业收入", "环比增长(%)"),
        ("营业收入", "上年累计"),
        ("营业收入", "上月"),
        ("营业收入", "增减额(万元)"),
        ("营业收入", "增减(万元)"),
        ("农业总产值",),
        ("营业外收入",),
        ("营业收入", "本月", "本年累计"),
        ("营业收入", "上年同期", "增长(%)"),
        ("备注",),
        ("总量",),
        ("利税总额",),
        ("营业收入目标",),
        ("2025年",),
    ],
)
def test_one_word_left_over_means_nothing(parts: tuple[str, ...]) -> None:
    assert _said(*parts) is None


def test_no_way_of_saying_means_two_indicators() -> None:
    known = words()
    spoken = {way: name for way, (kind, name) in known.tokens.items() if kind == "indicator"}
    assert spoken == dict(known.indicator)
    assert (
        known.indicator["营业收入"] == "revenue" and known.indicator["营业成本"] == "operating_cost"
    )


def test_neighbours_settle_the_span_of_the_base() -> None:
    def spans(*labels: str) -> list[str | None]:
        found = meanings({i: Path(("产值", label)) for i, label in enumerate(labels)})
        return [found[i].span for i in sorted(found)]

    assert spans("本月", "本年累计", "上年同期", "增速") == ["month", "ytd", "ytd", "ytd"]
    assert spans("本月", "上年同期") == ["month", "month"]
    assert spans("上年同期") == [None]


def test_of_two_years_the_earlier_is_the_base() -> None:
    paths = {0: Path(("营业收入", "2026年1-5月")), 1: Path(("营业收入", "2025年1-5月"))}
    found = meanings(paths)
    assert (found[0].reading, found[1].reading) == ("value", "base")
    older = meanings({**paths, 1: Path(("营业收入", "2023年1-5月"))})
    assert 1 not in older  # 三年前的数不是同期


def test_fields_are_known_whatever_month_stands_in_their_label() -> None:
    assert fields_meant(Path(("1-5月完成投资",)), "project_ledger") == ("ytd_investment",)
    assert fields_meant(Path(("2026年计划投资",)), "project_ledger") == ("annual_plan",)
    assert fields_meant(Path(("计划投资",)), "project_ledger") == ()
    assert timeless("截至2025年底累计完成投资") == "截至上年底累计完成投资"


def test_a_rate_fed_back_is_the_growth_of_its_level() -> None:
    fed_back, grown = Meaning("output_growth"), Meaning("output", reading="growth_pct")
    assert fed_back.series == grown.series == ("output", "growth_pct")
