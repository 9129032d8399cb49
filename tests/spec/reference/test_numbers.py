from __future__ import annotations

import csv
from decimal import Decimal
from pathlib import Path

import pytest

from gxlab.reference.numbers import (
    UnitMismatch,
    UnknownUnit,
    cell_unit,
    difference_pp,
    divide,
    format_multiple,
    format_number,
    format_rate,
    growth_pct,
    money_unit,
    parse_number,
    round_half_away,
    to_base_unit,
)

INVISIBLE = {"<全角空格>": "\u3000", "<不间断空格>": "\u00a0", "<零宽空格>": "\u200b"}


def _cases() -> list[dict[str, str]]:
    with Path(__file__).with_name("numbers.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


CASES = _cases()


def _raw(case: dict[str, str]) -> str:
    text = case["原文"]
    for name, character in INVISIBLE.items():
        text = text.replace(name, character)
    return text


def test_the_table_is_large_and_names_no_case_twice() -> None:
    assert len(CASES) >= 120
    assert len({(case["原文"], case["列"]) for case in CASES}) == len(CASES)


@pytest.mark.parametrize("case", CASES, ids=[f"{c['原文']}·{c['列'] or '数值'}" for c in CASES])
def test_cell(case: dict[str, str]) -> None:
    parsed = parse_number(_raw(case), percent=case["列"] == "增速")
    expected = Decimal(case["值"]) if case["值"] else None
    assert parsed.value == expected
    assert (parsed.missing or "") == case["缺数"]
    assert (parsed.unit or "") == case["单位"]
    assert case["问题含"] in (parsed.problem or "") and bool(parsed.problem) == bool(case["问题含"])
    assert parsed.approximate == (case["问题含"] == "约数")
    assert [parsed.value is None, parsed.missing is None, parsed.problem is None].count(False) == 1


# 来源自定的缺数符号优先: (原文, 约定, 缺数)
LEGENDS = [
    ("", {"": "below_unit"}, "below_unit", "有的年鉴空白表示不足一个单位"),
    ("…", {"…": "blank"}, "blank", "有的表用省略号表示没有资料"),
    ("－", {"-": "not_applicable"}, "not_applicable", "全角半角视为同一个符号"),
    ("无", {"无": "undefined"}, "undefined", "约定之后“无”有了含义"),
    ("0", {"0": "masked"}, "masked", "个别表以0代替保密数"),
    ("*", {"—": "masked"}, "masked", "约定里没有的符号按通例"),
]


@pytest.mark.parametrize(("raw", "legend", "kind", "remark"), LEGENDS)
def test_legend(raw: str, legend: dict[str, object], kind: str, remark: str) -> None:
    parsed = parse_number(raw, legend=legend)  # type: ignore[arg-type]  # 用例表只写字符串
    assert (parsed.value, parsed.missing) == (None, kind)


ROUNDING = [
    ("0.25", 1, "0.3", "四舍五入，不是四舍六入五成双"),
    ("0.35", 1, "0.4", "五入"),
    ("-0.25", 1, "-0.3", "负数同样远离零"),
    ("2.5", 0, "3", "整数位"),
    ("0.04", 1, "0.0", "四舍"),
    ("-0.04", 1, "0.0", "不出现-0.0"),
    ("1.005", 2, "1.01", "二进制浮点会得1.00"),
    ("12345", -2, "12300", "进到百位"),
    ("9.95", 1, "10.0", "进位到整数"),
]


@pytest.mark.parametrize(("value", "decimals", "printed", "remark"), ROUNDING)
def test_rounding(value: str, decimals: int, printed: str, remark: str) -> None:
    rounded = round_half_away(Decimal(value), decimals)
    assert format(rounded, "f") == printed


# (本期, 同期, 增速, 一位小数)
GROWTH = [
    ("110", "100", "10.0", "(110−100)÷100"),
    ("72.7", "100", "-27.3", "下降"),
    ("100", "100", "0.0", "持平"),
    ("-20", "100", "-120.0", "由盈转亏，低于−100%"),
    ("565", "463", "22.0", "施工项目565个，多102个：102÷463=22.03%"),
    ("28", "20", "40.0", "28户对20户"),
    ("5", "0", None, "同期为零，无增速"),
    ("5", "-3", None, "同期为负，无增速"),
    ("-5", "-3", None, "两期都为负，无增速"),
    (None, "100", None, "本期缺数"),
    ("100", None, None, "同期缺数"),
]


def _decimal(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)


@pytest.mark.parametrize(("value", "base", "rate", "remark"), GROWTH)
def test_growth(value: str | None, base: str | None, rate: str | None, remark: str) -> None:
    growth = growth_pct(_decimal(value), _decimal(base))
    assert (None if growth is None else round_half_away(growth, 1)) == _decimal(rate)


# 公布过的数字: (分子, 分母, 倍乘, 小数, 结果)
RATIOS = [
    ("40991.7", "759300", "100", 2, "5.40", "营业收入利润率 40991.7亿÷75.93万亿"),
    ("647900", "759300", "100", 2, "85.33", "每百元营业收入中的成本 64.79÷75.93"),
    ("995100", "1727600", "100", 1, "57.6", "资产负债率 99.51÷172.76"),
    ("18", "34", "100", 1, "52.9", "增长面 18÷34"),
    ("1", "3", "1", 6, "0.333333", "除不尽"),
]


@pytest.mark.parametrize(("top", "bottom", "scale", "decimals", "expected", "remark"), RATIOS)
def test_ratio(
    top: str, bottom: str, scale: str, decimals: int, expected: str, remark: str
) -> None:
    ratio = divide(Decimal(top), Decimal(bottom), Decimal(scale))
    assert ratio is not None
    assert format(round_half_away(ratio, decimals), "f") == expected


def test_no_quotient_without_a_divisor() -> None:
    assert divide(Decimal(1), Decimal(0)) is None
    assert divide(None, Decimal(1)) is None
    assert divide(Decimal(1), None) is None


POINTS = [
    ("-4.9", "-7.3", 1, "2.4", "降幅收窄2.4个百分点"),
    ("5.44", "5.36", 1, "0.0", "印出来都是5.4，差也是0"),
    ("5.46", "5.44", 1, "0.1", "印出来是5.5与5.4，差0.1而不是0.02"),
    ("10", None, 1, None, "没有上期"),
]


@pytest.mark.parametrize(("rate", "former", "decimals", "expected", "remark"), POINTS)
def test_difference(
    rate: str, former: str | None, decimals: int, expected: str | None, remark: str
) -> None:
    assert difference_pp(_decimal(rate), _decimal(former), decimals) == _decimal(expected)


PRINTED = [
    ("1234567.891", 2, True, False, "1,234,567.89", "千分位"),
    ("1234.5", 0, False, False, "1235", "不要千分位"),
    ("-1234.45", 1, True, False, "−1,234.5", "真正的减号"),
    ("-0.04", 1, True, False, "0.0", "不印负零"),
    ("-0.04", 1, True, True, "0.0", "零不带符号"),
    ("2.35", 1, True, True, "+2.4", "带正号"),
    (None, 1, True, False, "—", "没有数"),
]


@pytest.mark.parametrize(("value", "decimals", "thousands", "signed", "text", "remark"), PRINTED)
def test_printed(
    value: str | None, decimals: int, thousands: bool, signed: bool, text: str, remark: str
) -> None:
    printed = format_number(_decimal(value), decimals, thousands=thousands, signed=signed)
    assert printed == text


RATES = [
    ("12.34", "12.3%", "一位小数"),
    ("-4.9", "−4.9%", "下降"),
    ("99.94", "99.9%", "不到一倍"),
    ("99.95", "1.0倍", "四舍五入后到100%，写倍数"),
    ("180", "1.8倍", "增长1.8倍"),
    ("-120", "−120.0%", "下降不用倍数"),
    (None, "—", "没有数"),
]


@pytest.mark.parametrize(("rate", "text", "remark"), RATES)
def test_rate(rate: str | None, text: str, remark: str) -> None:
    assert format_rate(_decimal(rate)) == text


def test_a_fall_has_no_multiple() -> None:
    with pytest.raises(ValueError, match=r"下降120\.0%不能用倍数"):
        format_multiple(Decimal(-120))


MONEY = [
    ("9999.99", "万元", "9999.99", "不足一亿元用万元"),
    ("10000", "亿元", "1", "一亿元"),
    ("-12345", "亿元", "-1.2345", "亏损按绝对值选单位"),
    ("0", "万元", "0", "零"),
]


@pytest.mark.parametrize(("value", "unit", "scaled", "remark"), MONEY)
def test_money_unit(value: str, unit: str, scaled: str, remark: str) -> None:
    assert money_unit(Decimal(value)) == (unit, Decimal(scaled))


UNITS = [
    ("12345", "元", "1.2345", "万元"),
    ("1234", "千元", "123.4", "万元"),
    ("1234", "万元", "1234", "万元"),
    ("1.5", "百万元", "150", "万元"),
    ("3.2", "亿元", "32000", "万元"),
    ("1.6", "万亿元", "160000000", "万元"),
    ("12345", "千瓦时", "1.2345", "万千瓦时"),
    ("12345", "kWh", "1.2345", "万千瓦时"),
    ("12345", "度", "1.2345", "万千瓦时"),
    ("12", "万千瓦时", "12", "万千瓦时"),
    ("1.5", "亿千瓦时", "15000", "万千瓦时"),
    ("1.2", "万人", "12000", "人"),
    ("12", "家", "12", "户"),
    ("12", "个", "12", "户"),
    ("12.3", "%", "12.3", "%"),
    ("12.3", "％", "12.3", "%"),
    ("0.3", "个百分点", "0.3", "百分点"),
]


@pytest.mark.parametrize(("value", "unit", "base_value", "base"), UNITS)
def test_base_unit(value: str, unit: str, base_value: str, base: str) -> None:
    assert to_base_unit(Decimal(value), unit) == (Decimal(base_value), base)


@pytest.mark.parametrize(("unit", "words"), [("斤", "不在单位表中"), ("万", "只有倍数没有单位")])
def test_unknown_unit(unit: str, words: str) -> None:
    with pytest.raises(UnknownUnit, match=words):
        to_base_unit(Decimal(1), unit)


# (单元格, 列, 采用) — 列的单位管没写单位的格子,只写“万”的格子随列
CELL_UNITS = [
    (None, "千元", "千元"),
    ("万元", "千元", "万元"),
    ("万", "万元", "万元"),
    ("万", "千元", "万元"),
    ("亿", "元", "亿元"),
    ("万", "户", "万户"),
    ("万", "人", "万人"),
    ("万", "千瓦时", "万千瓦时"),
    ("亿", "万千瓦时", "亿千瓦时"),
    ("家", "户", "家"),
    ("项", "个", "项"),
    ("个", "项", "个"),
    ("百分点", "%", "百分点"),
    ("%", "百分点", "%"),
]


@pytest.mark.parametrize(("cell", "column", "unit"), CELL_UNITS)
def test_cell_unit(cell: str | None, column: str, unit: str) -> None:
    assert cell_unit(cell, column) == unit


@pytest.mark.parametrize(
    ("cell", "column"), [("户", "万元"), ("百分点", "万元"), ("万", "%"), ("人", "户")]
)
def test_cell_of_another_kind(cell: str, column: str) -> None:
    with pytest.raises(UnitMismatch, match=f"“{cell}”与列单位“{column}”不是同一种量"):
        cell_unit(cell, column)


def test_unknown_cell_unit() -> None:
    with pytest.raises(UnknownUnit, match="单元格单位“斤”"):
        cell_unit("斤", "万元")
