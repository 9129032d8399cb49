"""B4: 120 raw texts of numbers, months and days, each with its reading typed by hand."""

from __future__ import annotations

from decimal import Decimal

import pytest

from gxlab.intake import cells
from gxlab.reference.numbers import parse_number
from tests.soak import keep

# 原文 → 读数(数值与单元格自带单位)、缺数种类,或“退”(报错退回)。
NUMBERS: tuple[tuple[str, str], ...] = (
    ("1203.4", "1203.4"), ("0", "0"), ("-12.5", "-12.5"), ("007", "7"), (" 12 ", "12"),
    ("1,234", "1234"), ("1,234.50", "1234.5"), ("12,345,678.9", "12345678.9"), ("1，234", "1234"),
    ("１２３４．５", "1234.5"), ("－4.9", "-4.9"), ("−0", "0"), ("-0.0", "0"), ("+3.2", "3.2"),
    ("－１２", "-12"), ("(12)", "-12"), ("（12）", "-12"), ("(1,234.5)", "-1234.5"),
    ("12.5万", "12.5万"), ("3.2亿", "3.2亿"), ("3.2亿元", "3.2亿元"), ("12.5万元", "12.5万元"),
    ("1200元", "1200元"), ("¥1,234.00", "1234元"), ("￥12", "12元"), ("12户", "12户"),
    ("12%", "12%"), ("12％", "12%"), ("-4.9％", "-4.9%"), ("0.5个百分点", "0.5百分点"),
    ("1E+05", "100000"), ("1.2e3", "1200"), ("1E-3", "0.001"), (".5", "0.5"), ("5.", "退"),
    ("12.5①", "12.5"), ("12.5*", "12.5"), ("\u00a012\u3000", "12"), ("'12", "12"),
    ("增长4.9%", "4.9%"), ("下降4.9%", "-4.9%"), ("↓4.9%", "-4.9%"),
    ("", "blank"), ("   ", "blank"), ("\u3000", "blank"),
    ("-", "undefined"), ("—", "undefined"), ("——", "undefined"), ("－", "undefined"),
    ("–", "undefined"),
    ("…", "below_unit"), ("……", "below_unit"), ("...", "below_unit"), ("⋯", "below_unit"),
    ("/", "not_applicable"), ("不适用", "not_applicable"), ("N/A", "not_applicable"),
    ("#N/A", "error"), ("#REF!", "error"), ("#DIV/0!", "error"), ("####", "error"),
    ("X", "masked"), ("***", "masked"), ("12**", "masked"),
    ("约12", "退"), ("12左右", "退"), ("1000以上", "退"), ("近5亿", "退"), (">100", "退"),
    ("12,34", "退"), ("1,2345", "退"), (",123", "退"), ("1.2.3", "退"), ("12 34", "退"),
    ("1 234.5", "退"),
    ("100-200", "退"), ("100~200", "退"), ("--5", "退"), ("+-3", "退"), ("((5))", "退"),
    ("下降-3", "退"), ("十二", "退"), ("较多", "退"), ("l23", "退"), ("1O0", "退"), ("0x1F", "退"),
    ("1.6倍", "退"), ("翻番", "退"), ("inf", "退"), ("NaN", "退"), ("1e999", "退"),
    ("12吨钢", "退"),
    ("=1+1", "退"), ("12\n34", "退"),
)  # fmt: skip
# 原文 → 年-月,或“退”;文件的年份是2026。
MONTHS: tuple[tuple[str, str], ...] = (
    ("2024年5月", "2024-05"), ("2024.05", "2024-05"), ("2024.5", "2024-05"),
    ("202405", "2024-05"),
    ("2024-05", "2024-05"), ("2024/5", "2024-05"), ("２０２４年５月", "2024-05"),
    ("5月", "2026-05"),
    ("2024年10月", "2024-10"), ("二〇二四年五月", "2024-05"), ("13月", "退"), ("2024年13月", "退"),
    ("去年某月", "退"), ("202413", "退"),
)  # fmt: skip
# 原文 → 日,或“退”。
DAYS: tuple[tuple[str, str], ...] = (
    ("2024-05-31", "2024-05-31"), ("2024/5/1", "2024-05-01"), ("2024年5月1日", "2024-05-01"),
    ("20240531", "2024-05-31"), ("2024.5.31", "2024-05-31"), ("2024-02-29", "2024-02-29"),
    ("2023-02-29", "退"), ("2024-13-01", "退"), ("31/05/2024", "退"), ("5月底前", "退"),
)  # fmt: skip
# 日序数:Excel 以1900年计的45413是2024-05-01,以1904年计的同一天是45413−1462=43951。
SERIALS: tuple[tuple[int, bool, str], ...] = (
    (45413, False, "2024-05-01"),
    (43951, True, "2024-05-01"),
)


def _number(text: str) -> str:
    read = parse_number(text)
    if read.problem is not None:
        return "退"
    if read.value is None:
        return str(read.missing)
    return f"{read.value:f}{read.unit or ''}"


def _month(text: str) -> str:
    read = cells.read_month(text, 2026)
    return "退" if read.rule else str(read.value)


def _day(text: str) -> str:
    read = cells.read_date(text)
    return "退" if read.rule else str(read.value)


def _serial(number: int, since_1904: bool) -> str:
    return str(cells.excel_day(number, date1904=since_1904))


def _all() -> list[tuple[str, str, str]]:
    """Text, what must come out, what comes out."""
    found = [(text, wanted, _number(text)) for text, wanted in NUMBERS]
    found += [(text, wanted, _month(text)) for text, wanted in MONTHS]
    found += [(text, wanted, _day(text)) for text, wanted in DAYS]
    found += [(str(n), wanted, _serial(n, early)) for n, early, wanted in SERIALS]
    return found


@pytest.mark.soak
def test_a_hundred_and_twenty_texts() -> None:
    table = _all()
    assert len(table) == 120
    wrong = [(text, wanted, found) for text, wanted, found in table if found != wanted]
    assert not wrong
    keep("B4", "120 of 120 raw texts become the value or the refusal typed by hand",
         texts=len(table), right=len(table) - len(wrong))  # fmt: skip


def test_what_a_column_makes_of_them() -> None:
    # 万元列里的3.2亿是32000万元;元列的1,234是0.1234万元;%列的1.6倍是160。
    for text, unit, percent, wanted in (
        ("3.2亿", "万元", False, "32000"),
        ("1,234", "元", False, "0.1234"),
        ("12.5万", "万元", False, "12.5"),
        ("1.6倍", "%", True, "160"),
    ):
        read = cells.NumberReader(unit, percent)(text)
        assert read.value == Decimal(wanted), text
