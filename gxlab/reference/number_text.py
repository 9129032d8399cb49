"""读数: what a cell's text says as a number, or which kind of nothing it states.

Nothing becomes 0 that is not 0: a mark for a missing figure keeps its kind, and a text that is
neither a number nor a known mark is a problem for a person, never a guess.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import Literal

from gxlab.reference.units import EXACT, canonical_unit, plain

MissingKind = Literal[
    "blank",
    "below_unit",
    "undefined",
    "negative_base",
    "masked",
    "not_applicable",
    "error",
]


@dataclass(frozen=True)
class Parsed:
    """One cell read: a value, or the kind of missing, or the problem; never two of them.

    ``unit`` is what the cell itself names ("万元", "%", "百分点", or a bare "万"/"亿"); None where
    the column must say. ``approximate`` marks 约, 左右, 以上 …, which is always a problem too.
    """

    value: Decimal | None
    missing: MissingKind | None
    unit: str | None
    problem: str | None
    approximate: bool


# Full-width ASCII is a fixed distance away; NFKC would also turn ① into 1 and … into three dots.
_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0xFFE5: "¥", 0x00A0: " "}
_DASH = "-‐‑‒–—―−─━﹣"
_MARKS: tuple[tuple[str, MissingKind], ...] = (
    (r"", "blank"),
    (r"…+|⋯+|\.{3,}|···+", "below_unit"),
    (rf"[{_DASH}]+[%‰]?", "undefined"),
    (r"注[①-⑳0-9]*", "negative_base"),
    (r"/|\\|不适用|不涉及|N/A", "not_applicable"),
    (r"#[A-Z][A-Z0-9_/]*[!?]?|#{2,}", "error"),
)
_WHOLE_MARKS = [(re.compile(pattern, re.IGNORECASE), kind) for pattern, kind in _MARKS]
# 12** and 1X hide digits; one * after a number is a footnote.
_MASK = re.compile(r"(?:[X×*●■]+|[+-]?[0-9.,]+(?:X+|[*●■]{2,}))(?P<unit>.*)", re.IGNORECASE)
_APPROXIMATE = re.compile(
    r"约|近|基本|大约|将近|逾|超过?|不足|不到|低于|高于|至少|左右|上下|余|多|以上|以下|以内|^~|[≈<>≤≥]"
)
_RISE = "增长|上升|提高|增加|上涨|提升|↑"
_FALL = "下降|减少|降低|下跌|下滑|回落|↓"
_WORDED = re.compile(rf"(?:同比|环比)?(?:(?P<rise>{_RISE})|(?P<fall>{_FALL}))")
_STAY = re.compile(r"(?:与|较|同)?(?:同比|环比|上年|去年|上月)?(?:同期)?持平")
_DOUBLINGS = {"翻番": 1, "翻一番": 1, "翻两番": 2, "翻二番": 2, "翻三番": 3}
_DIGITS = r"(?:[0-9]{1,30}|[1-9][0-9]{0,2}(?:,[0-9]{3}){1,9})(?:\.[0-9]{1,30})?|\.[0-9]{1,30}"
_NUMBER = re.compile(rf"(?P<digits>{_DIGITS})(?P<power>[eE][+-]?(?:[12][0-9]|0?[0-9]))?(?![0-9.,])")
_PLAIN = re.compile(r"-?[0-9]{1,30}(?:\.[0-9]{1,30})?", re.ASCII)  # most cells, read at once
_FOOTNOTE = re.compile(r"(?:[①-⑳†‡※]+|[*]|\[[0-9]{1,2}\])$|^[①-⑳†‡※]+")


def parse_number(
    text: str, *, legend: Mapping[str, MissingKind] | None = None, percent: bool = False
) -> Parsed:
    """Read one cell (读数). ``legend`` is the source's own meaning of its marks and goes first.

    ``percent`` says the column holds rates in %: there 1.6倍 is 160 and 翻番 is 100; elsewhere
    both are problems. 持平 is a change of 0: outside a rate column it carries the unit 百分点, so
    that a column of levels refuses it. "12.5万" keeps 12.5 with the unit 万: whether 万元 or 万户
    is meant the column knows (`numbers.cell_unit`).

    >>> parse_number("－4.9％").value, parse_number("（1,234）").value
    (Decimal('-4.9'), Decimal('-1234'))
    >>> parse_number("…").missing, parse_number("…", legend={"…": "blank"}).missing
    ('below_unit', 'blank')
    >>> parse_number("1.6倍", percent=True).value, parse_number("1.6倍").problem
    (Decimal('160'), '“1.6倍”：倍数只能出现在增速列，本列不是增速，请核对列的含义')
    """
    marks = {_flat_mark(mark): meaning for mark, meaning in legend.items()} if legend else {}
    if _PLAIN.fullmatch(text) and text not in marks:
        return Parsed(plain(Decimal(text)), None, None, None, False)
    flat = _flatten(text)
    if flat in marks:
        return Parsed(None, marks[flat], None, None, False)
    return _read_mark(flat) or _read_words(flat, percent) or _read_figure(flat, percent)


def _flatten(text: str) -> str:
    narrow = re.sub("[\u200b\ufeff]", "", text.translate(_WIDTH))
    tidy = re.sub(r"\s+", " ", narrow).strip()
    return re.sub("^['‘’](?=[0-9+.-])", "", tidy)  # Excel's "this is text" mark


_flat_mark = lru_cache(maxsize=256)(_flatten)  # a legend is the same for a million cells


def _read_mark(flat: str) -> Parsed | None:
    tight = flat.replace(" ", "")
    for pattern, kind in _WHOLE_MARKS:
        if pattern.fullmatch(tight):
            return Parsed(None, kind, None, None, False)
    mask = _MASK.fullmatch(tight)
    unit = canonical_unit(mask["unit"]) if mask else None
    if mask and (unit or not mask["unit"]):
        return Parsed(None, "masked", unit, None, False)
    return None


def _read_words(flat: str, percent: bool) -> Parsed | None:
    tight = flat.replace(" ", "")
    if _STAY.fullmatch(tight):
        return Parsed(Decimal(0), None, None if percent else "百分点", None, False)
    if tight in _DOUBLINGS:
        if not percent:
            return _problem(flat, "翻番只能出现在增速列，本列不是增速，请核对列的含义")
        return Parsed(Decimal(2 ** _DOUBLINGS[tight] * 100 - 100), None, "%", None, False)
    if re.search("[0-9]|持平", flat) and _APPROXIMATE.search(flat):
        return _problem(flat, "是约数，不能作为统计数字，请填写准确数", approximate=True)
    return None


def _problem(flat: str, what: str, *, approximate: bool = False) -> Parsed:
    return Parsed(None, None, None, f"“{flat}”：{what}", approximate)


def _read_figure(flat: str, percent: bool) -> Parsed:
    """Sign, digits, footnote mark and unit of what must now be a number."""
    sign, body = _split_sign(_FOOTNOTE.sub("", flat).strip())
    if sign is None:
        return _problem(flat, "正负号、括号或升降用语重复，看不出正负，请只写一个负号")
    currency = "元" if body.startswith("¥") else None
    body = body.removeprefix("¥").lstrip()
    number = _NUMBER.match(body)
    if not number:
        return _problem(flat, _why_not_a_number(body))
    rest = _FOOTNOTE.sub("", body[number.end() :].strip()).strip()
    unit = canonical_unit(rest) if rest else currency
    if rest and unit is None:
        return _problem(flat, _why_not_a_unit(rest))
    digits = number["digits"].replace(",", "") + (number["power"] or "")
    value = plain(EXACT.multiply(Decimal(digits), sign))
    if unit == "倍":
        return _read_multiple(flat, value, percent)
    return Parsed(value, None, unit, None, False)


def _split_sign(body: str) -> tuple[int | None, str]:
    """+1 or −1 and the rest; None where more than one thing speaks of the sign."""
    signs: list[int] = []
    if bracketed := re.fullmatch(r"\((.*)\)(.*)", body):
        signs.append(-1)
        body = bracketed[1].strip() + bracketed[2]
    if worded := _WORDED.match(body):
        signs.append(1 if worded["rise"] else -1)
        body = body[worded.end() :].lstrip()
    while body and body[0] in "+" + _DASH:
        signs.append(1 if body[0] == "+" else -1)
        body = body[1:].lstrip()
    if len(signs) > 1 or (signs and body.startswith("(")):
        return None, body
    return (signs[0] if signs else 1), body


def _read_multiple(flat: str, value: Decimal, percent: bool) -> Parsed:
    if not percent:
        return _problem(flat, "倍数只能出现在增速列，本列不是增速，请核对列的含义")
    if value < 0:
        return _problem(flat, "下降不能用倍数表示，请改为百分数")
    return Parsed(plain(EXACT.multiply(value, 100)), None, "%", None, False)


def _why_not_a_number(body: str) -> str:
    if not re.search("[0-9]", body):
        return "不是数字，也不是约定的缺数符号，请填数字或在来源说明中约定该符号"
    if re.match(r"[0-9.,]*,[0-9.,]*", body):
        return "千分位逗号位置不对，应每三位一个，如1,234，请改正"
    if re.match(r"[0-9.]+", body):
        return "小数点位置不对，看不出是多少，请改正"
    return "数字前面有不认识的文字，请只填数字和单位"


def _why_not_a_unit(rest: str) -> str:
    if re.match(rf"[{_DASH}~至/][0-9]", rest):
        return "像是区间或日期，不是一个数，请填一个数"
    if re.match("[0-9]", rest):
        return "数字中间有空格，看不出是一个数还是两个，请去掉空格"
    return f"数字后面的“{rest}”不是已知单位，请改正或补充单位"
