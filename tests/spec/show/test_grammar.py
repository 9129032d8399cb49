"""Strict wording, case by case; sources are the published sentences named beside each case."""

from __future__ import annotations

from decimal import Decimal

import pytest

from gxlab.show import grammar
from gxlab.show.objects import Part


def said(parts: tuple[Part, ...]) -> str:
    return "".join(p if isinstance(p, str) else p.text + p.unit for p in parts)


def number(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)


@pytest.mark.parametrize(
    ("rate", "words"),
    [
        ("3.6", "同比增长3.6%"),  # 2024年1—7月全国规上工业利润
        ("-2.4", "同比下降2.4%"),  # 2020年1—9月
        ("0", "同比持平"),
        ("0.04", "同比持平"),  # 0.04 rounds to 0.0: never “增长0.0%”
        ("-0.04", "同比持平"),
        ("179", "同比增长1.8倍"),  # 2021年1—2月利润 +179%
        ("99.94", "同比增长99.9%"),
        ("99.96", "同比增长1.0倍"),  # what is printed decides
        ("-33.6", "同比下降33.6%"),
        (None, ""),
    ],
)
def test_growth(rate: str | None, words: str) -> None:
    assert said(grammar.growth(number(rate), "r")) == words


@pytest.mark.parametrize(
    ("now", "before", "words"),
    [
        # 增速: both positive
        ("8.9", "8.6", "增速比1—4月加快0.3个百分点"),
        ("3.6", "3.7", "增速比1—4月回落0.1个百分点"),
        ("5.0", "5.0", "增速与1—4月持平"),
        # 降幅: both negative; 收窄 and 扩大 are said of falls only
        ("-4.9", "-7.3", "降幅比1—4月收窄2.4个百分点"),  # 文登 2023: −4.9，收窄2.4
        ("-2.4", "-4.4", "降幅比1—4月收窄2.0个百分点"),  # 2020年1—9月利润比1—8月
        ("-4.0", "-3.3", "降幅比1—4月扩大0.7个百分点"),  # 2022年某区，原文误作“下降0.7个百分点”
        # change of sign
        ("5.4", "-2.9", "增速由负转正（1—4月为下降2.9%）"),
        ("-1.1", "0.3", "增速由正转负（1—4月为增长0.3%）"),
        ("0.2", "0", "由1—4月的持平转为增长"),
        ("5.0", "-120", "增速由负转正（1—4月为下降120.0%）"),  # a fall is never told in 倍
        ("-2.0", "150", "增速由正转负（1—4月为增长1.5倍）"),
        ("0", "1.2", "由1—4月的增长1.2%转为持平"),
        # the difference is taken on rounded rates: 5.05→5.1, 4.94→4.9
        ("5.05", "4.94", "增速比1—4月加快0.2个百分点"),
        (None, "1.0", ""),
        ("1.0", None, ""),
    ],
)
def test_change(now: str | None, before: str | None, words: str) -> None:
    assert said(grammar.change(number(now), number(before), "1—4月", "r")) == words


@pytest.mark.parametrize(
    ("gap", "decimals", "words"),
    [
        ("0.04", 2, "同比提高0.04个百分点"),  # 2024年1—7月利润率5.40%
        ("-0.1", 1, "同比下降0.1个百分点"),  # 资产负债率57.6%
        ("0", 1, "同比持平"),
        (None, 1, ""),
    ],
)
def test_points(gap: str | None, decimals: int, words: str) -> None:
    assert said(grammar.points(number(gap), "r", decimals=decimals)) == words


@pytest.mark.parametrize(
    ("points", "words"),
    [
        ("8.8", "拉动全市增长8.8个百分点"),  # 邢台2024
        ("-0.3", "下拉全市0.3个百分点"),  # 沧州
        ("0.04", ""),
        (None, ""),
    ],
)
def test_pull(points: str | None, words: str) -> None:
    assert said(grammar.pull(number(points), "全市", "r")) == words


@pytest.mark.parametrize(
    ("now", "then", "words"),
    [
        ("1.2", "-0.5", "扭亏为盈"),
        ("-1.2", "0.5", "由盈转亏"),
        ("-1.2", "-2.5", "减亏"),
        ("-2.5", "-1.2", "增亏"),
        ("2.5", "1.2", ""),
        (None, "1.2", ""),
    ],
)
def test_profit_turn(now: str | None, then: str | None, words: str) -> None:
    assert grammar.profit_turn(number(now), number(then)) == words


def test_pace_place_and_versus() -> None:
    # 84.5 % done at month 10: 序时 83.3 %, so 快于1.2 (四川2013)
    assert said(grammar.pace(Decimal("84.5") - Decimal("83.3"), "r", yardstick="序时进度")) == (
        "快于序时进度1.2个百分点"
    )
    assert said(grammar.pace(Decimal("-3.5"), "r")) == "慢于计划进度3.5个百分点"
    assert said(grammar.place(2, 8, "r", among="全市", tied=True)) == "居全市并列第2位"
    assert said(grammar.place(1, 1, "r", among="全市")) == ""
    assert grammar.place_change(7, 14, "上半年") == "位次较上半年前移7位"
    assert grammar.place_change(5, 3, "1—4月") == "位次较1—4月后移2位"
    assert (
        said(grammar.versus(Decimal("7.6"), Decimal("4.7"), "全省", "r")) == "高于全省2.9个百分点"
    )


def test_sentence_leaves_out_what_is_missing() -> None:
    assert grammar.join((), "", ()) == ()
    assert said(grammar.join("全市", grammar.growth(None, "r"), "共6个集群")) == "全市，共6个集群。"
