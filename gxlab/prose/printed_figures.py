"""Figures in a text (文中的数): number, sign, unit and how exactly each is told.

Numbers that are no figures (dates, periods, 第5期, 表1, codes) are left out. Every span refers to
the text as given: the working copy differs from it character by character, never in length.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal

from gxlab.prose.interval import Interval, exactly, printed
from gxlab.reference.units import UnknownUnit, canonical_unit, to_base_unit

_WIDTH = {code: code - 0xFEE0 for code in range(0xFF10, 0xFF1A)}
_PLAIN = str.maketrans(
    _WIDTH
    | {ord(a): b for a, b in zip("％．（）：；＋", "%.():;+", strict=True)}
    | dict.fromkeys(map(ord, "‐‑‒–—―−─━﹣－~～〜∼"), "-")
    | dict.fromkeys(map(ord, "\u3000\u00a0\u200b\ufeff"), " ")
)
_UNITS = (
    "万亿元|亿元|千万元|百万元|万元|千元|元|万亿千瓦时|亿千瓦时|万千瓦时|千瓦时|亿度|万度|"
    "万吨标准煤|吨标准煤|万吨|吨|个百分点|百分点|%|‰|倍|万户|万家|万个|万人|户|家|个|人|名|项|"
    "位|天|亩|台|件|次|条|种|辆|万亿|亿|万"
)
_NUMBER = re.compile(
    r"(?P<sign>(?<![0-9月年%A-Za-z)])[+-])?(?P<digits>[0-9]{1,3}(?:,[0-9]{3})+(?![0-9])|[0-9]+)"
    rf"(?P<part>\.[0-9]+)?(?P<space> ?)(?P<vague>多|余)?(?P<unit>{_UNITS})?"
)
_VAGUE_BEFORE = re.compile(r"(?:大约|约|近|将近|接近|超过?|逾|突破|不足|不到|至少|不低于|高达)$")
_VAGUE_AFTER = re.compile(r"^(?:左右|以上|以下|以内|上下|多|余)")
# 第5期, 表1, 图2, 附件3, GB/T 4754, "1." at the head of a list, 5G, 20日, 2019年.
_NOT_BEFORE = re.compile(r"(?:表|图|附件|附注|No\.?|[A-Za-z/_#-]|〔|\[)$")
_NOT_AFTER = re.compile(r"^(?:[A-Za-z_〕\]]|年(?!产)|月|日|号|期(?!末|初)|时[,，。]|点[0-9整半])")
_RANGE_BEFORE = re.compile(r"[0-9][万亿千]?[元%户家个]?-$")  # 1000—2000万元 names a band
_RANGE_AFTER = re.compile(r"^-[0-9]")
_LIST_MARK = re.compile(r"^\s*[(（]?[0-9]{1,2}[)）.、]\s*$")
_COUNTED = ("户", "家", "个", "人", "名", "项", "位", "次", "条", "种", "台", "件", "辆")
COUNT, MONEY, PERCENT, POINTS = "count", "money", "%", "百分点"


@dataclass(frozen=True)
class Printed:
    """A figure as printed (印出的数).

    ``value`` is in ``unit`` as printed, ``interval`` in the base unit of ``family``: money in
    万元, counts as they are, % and 百分点 as they are. ``vague``: 约, 左右, 以上 …
    """

    start: int
    end: int
    text: str
    value: Decimal
    places: int
    unit: str
    family: str
    interval: Interval
    vague: bool = False

    @property
    def worth(self) -> Decimal:
        """What one printed unit is worth in the base unit."""
        return (self.interval.high - self.interval.low) * Decimal(10) ** self.places or Decimal(1)

    def prints(self, interval: Interval) -> Interval:
        """An interval of base units in the unit this figure is printed in."""
        return interval.times(1 / self.worth)


def plain_text(text: str) -> str:
    """The working copy: half width, one dash, same length; Chinese commas stay.

    >>> plain_text("1－5月，4.9％")
    '1-5月，4.9%'
    """
    return text.translate(_PLAIN)


def find_printed(flat: str, taken: list[tuple[int, int]]) -> list[Printed]:
    """Every figure of a plain text outside the spans taken by periods and dates.

    >>> [(f.text, f.family) for f in find_printed("完成投资2.45亿元,增长3.2%", [])]
    [('2.45亿元', 'money'), ('3.2%', '%')]
    """
    found = []
    for match in _NUMBER.finditer(flat):
        inside = any(a <= match.start("digits") < b for a, b in taken)
        if not inside and not _is_label(flat, match):
            found.append(_figure(flat, match))
    return _with_unit_before([_with_shared_unit(f, n, flat) for f, n in _with_next(found)], flat)


def _is_label(flat: str, match: re.Match[str]) -> bool:
    before, after = flat[: match.start()], flat[match.end() :]
    if _LIST_MARK.match(flat[: match.end() + 1]) and not match["unit"]:
        return True
    if re.search("第$", before):
        return not re.match("[位名]", match["unit"] or after[:1] or "")
    if _NOT_BEFORE.search(before) or _RANGE_BEFORE.search(before) or _RANGE_AFTER.match(after):
        return True
    return not match["unit"] and bool(_NOT_AFTER.match(after))


def _figure(flat: str, match: re.Match[str]) -> Printed:
    digits = match["digits"].replace(",", "") + (match["part"] or "")
    value = Decimal(digits) * (-1 if match["sign"] == "-" else 1)
    places = len((match["part"] or ".")[1:])
    before, after = flat[: match.start()], flat[match.end() :]
    vague = bool(match["vague"] or _VAGUE_AFTER.match(after))
    vague = vague or (match["unit"] not in ("个百分点", "百分点") and _hedged(before))
    unit = match["unit"] or ""
    end = match.end() if unit else match.end("part") if match["part"] else match.end("digits")
    family, interval = _measured(value, places, unit)
    return Printed(
        match.start(), end, flat[match.start() : end], value, places, unit, family, interval, vague
    )


def _hedged(before: str) -> bool:
    return bool(_VAGUE_BEFORE.search(before))


def _measured(value: Decimal, places: int, unit: str) -> tuple[str, Interval]:
    name = canonical_unit(unit) if unit else None
    if name in (PERCENT, POINTS):
        return name, printed(value, places)
    if unit == "倍":
        return "倍", printed(value, places)
    if unit in _COUNTED:
        return COUNT, exactly(value) if not places else printed(value, places)
    if name in ("亿", "万", "万亿", None):
        scale = {"亿": "10000", "万": "1", "万亿": "100000000"}.get(unit, "1")
        exact = not unit and not places
        return unit or "", exactly(value) if exact else printed(value, places, Decimal(scale))
    try:
        scale_value, base = to_base_unit(Decimal(1), unit)
    except UnknownUnit:
        return unit, printed(value, places)
    family = MONEY if base == "万元" else COUNT if base in ("户", "人", "项") else base
    return family, printed(value, places, scale_value)


def _with_next(found: list[Printed]) -> list[tuple[Printed, Printed | None]]:
    return list(zip(found, [*found[1:], None], strict=False))


def _with_shared_unit(figure: Printed, after: Printed | None, flat: str) -> Printed:
    """收窄3.8和2.5个百分点: the first takes the unit of the second."""
    joined = after is not None and re.fullmatch("[和与及、]", flat[figure.end : after.start])
    if after is None or not joined:
        return figure
    if figure.unit and not (figure.unit == "个" and after.family == POINTS):
        return figure
    family, interval = _measured(figure.value, figure.places, after.unit)
    return replace(figure, unit=after.unit, family=family, interval=interval)


def _with_unit_before(found: list[Printed], flat: str) -> list[Printed]:
    """565个（+102，+22.0%）: the signed number in brackets counts what stands before them."""
    told: list[Printed] = []
    for figure in found:
        bare = not figure.unit and figure.text[0] in "+-" and flat[figure.start - 1] == "("
        if bare and told:
            family, interval = _measured(figure.value, figure.places, told[-1].unit)
            figure = replace(figure, unit=told[-1].unit, family=family, interval=interval)
        told.append(figure)
    return told
