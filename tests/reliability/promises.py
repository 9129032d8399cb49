"""What reading a cell, a number and a period promises for any text whatever (读数的约定)."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from decimal import Decimal

from gxlab.intake import cells
from gxlab.intake.plain_numbers import plain_numbers
from gxlab.reference.numbers import MissingKind, format_number, parse_number, round_half_away
from gxlab.reference.periods import Period, PeriodSpan, find_period, parse_period, parse_roc_period

UNITS = (
    "",
    "万元",
    "亿元",
    "元",
    "千元",
    "户",
    "人",
    "万千瓦时",
    "千瓦时",
    "%",
    "百分点",
    "亩",
    "吨",
)
LEGENDS: tuple[Mapping[str, MissingKind], ...] = (
    {},
    {"…": "blank", "-": "undefined", "0": "blank"},
)
YEARS = (None, 2026, 1999)
SEEDS = (
    "1,234.5", "（12）", "12.5万", "3.2亿元", "－4.9％", "−0", "1E+05", "１２３４．５", "…", "—",
    "同比增长1.6倍", "翻两番", "持平", "约3.5", "12**", "#N/A", "#DIV/0!", "不适用", "¥1,234.00①",
    "2024年5月", "2024.05", "202405", "1—8月份", "前三季度", "上半年", "一至五月", "2024年5月末",
    "截至2024-05-31", "2025年6月至2026年5月", "民国114年7月", "11407", "103_1", "45413", "5月",
    "91330100123456789X", "=\"00123\"", "'007", "9.13301E+17", "√", "×", "并列第六", "第2",
    "2026-05-01 00:00:00", "20260531", "1.5百分点", "2.3个百分点", "12 345", "1.234.567", "+-3",
)  # fmt: skip
_ZERO_WIDTH = re.compile("[\u200b\u200c\u200d\u2060\ufeff]")


def number(text: str, variant: int) -> None:
    """A value, a kind of missing or a problem; the digits of a value stand in the text."""
    percent, legend = bool(variant & 1), LEGENDS[variant >> 1 & 1]
    read = parse_number(text, legend=legend, percent=percent)
    assert sum(part is not None for part in (read.value, read.missing, read.problem)) == 1
    assert read == parse_number(text, legend=legend, percent=percent)
    if read.problem is not None:
        assert _is_a_sentence(read.problem)
    if read.value is None:
        return
    assert read.value.is_finite()
    if abs(read.value) >= Decimal(10) ** 12:
        return  # beyond what any reader of a column takes
    decimals = min(6, max(0, -int(read.value.as_tuple().exponent)))
    kept = round_half_away(read.value, decimals)
    assert parse_number(format_number(kept, decimals)).value == kept
    if not re.search("倍|番|持平|[eE]", unicodedata.normalize("NFKC", text)):
        assert _significant(format(read.value, "f")) in _significant_all(text)


def cell(text: str, variant: int) -> None:
    """Every reader of a cell answers; what it refuses it says in a sentence."""
    unit = UNITS[variant % len(UNITS)]
    reader = cells.NumberReader(unit, percent=unit == "%", legend=LEGENDS[variant >> 4 & 1])
    found = reader(text)
    _check(found)
    if isinstance(found.value, Decimal):
        assert abs(found.value) < Decimal(10) ** 12
        assert found.value == round_half_away(found.value, 6)
    whole = plain_numbers([text, None], reader)
    assert whole is None or whole.to_list() == [found.value, None]
    for kind, simple in cells.SIMPLE.items():
        read = simple(text)
        _check(read)
        assert kind != "unit_code" or read.rule or re.fullmatch(r"[\w-]{1,24}", text.strip())
    code = cells.read_code(text, (None, 2, 6, 18)[variant >> 5 & 3])
    _check(code)
    if isinstance(code.value, str):
        assert not re.search(r"\s", code.value)
    for read in (
        cells.read_date(text),
        cells.read_date(text, end=True),
        cells.read_month(text, YEARS[variant % 3]),
        cells.read_rank(text),
    ):
        _check(read)


def period(text: str, variant: int) -> None:
    """A period of this age, its year read from the text or given; what it says reads back."""
    year = YEARS[variant % 3]
    stated = parse_period(text, year)
    for found in (stated, find_period(text, year)):
        if found is not None:
            _check_period(found)
            written = _digits(text)
            assert found.period.year == year or _year_in(found, written)
    # A cumulative January is told as the month itself, a cumulative December as the whole year.
    alone = stated is not None and stated.span == "ytd" and stated.period.month in (1, 12)
    if stated is not None and stated.span in ("month", "ytd", "year") and not alone:
        label = stated.period.label(stated.span, has_january=True)
        assert parse_period(label, stated.period.year) == stated, label
    of_the_republic = parse_roc_period(text)
    if of_the_republic is not None:
        _check_period(of_the_republic)


def _year_in(found: PeriodSpan, written: str) -> bool:
    """A rolling year names the year it begins in or ends in."""
    return any(str(found.period.year - back) in written for back in (0, 1))


def _check_period(found: PeriodSpan) -> None:
    assert 1949 <= found.period.year < 2100
    assert 1 <= found.period.month <= 12
    assert Period.parse(str(found.period)) == found.period


def _check(read: cells.Read) -> None:
    assert not (read.missing and read.value is not None)
    assert not read.rule or _is_a_sentence(read.text)
    assert read.rule or read.missing or read.value is not None


def _is_a_sentence(text: str) -> bool:
    return bool(re.search("[\u4e00-\u9fff]", text)) and "Traceback" not in text


def _digits(text: str) -> str:
    return re.sub(r"[^0-9]", "", unicodedata.normalize("NFKC", text))


def _significant(text: str) -> str:
    return re.sub(r"[^0-9]", "", text).strip("0")


def _significant_all(text: str) -> str:
    """All digits of a text in their order, without what may stand between them."""
    return _digits(_ZERO_WIDTH.sub("", text))


PROMISES: dict[str, Callable[[str, int], None]] = {
    "cells": cell,
    "numbers": number,
    "periods": period,
}
