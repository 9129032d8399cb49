"""One cell's text to one typed value, or what is wrong with it (读单元格). Nothing is guessed."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from functools import cached_property

from gxlab.intake.labels import normal
from gxlab.intake.layout_spec import CellType
from gxlab.reference.file_names import is_plain
from gxlab.reference.numbers import (
    MissingKind,
    UnitMismatch,
    UnknownUnit,
    canonical_unit,
    cell_unit,
    parse_number,
    plain,
    to_base_unit,
)
from gxlab.reference.periods import PeriodSpan, find_period, parse_period
from gxlab.reference.units import EXACT

_PLAIN_NUMBER = re.compile(r"-?[0-9]{1,13}(?:\.[0-9]{1,10})?")
_SCIENTIFIC = re.compile(r"[0-9](?:\.[0-9]+)?[eE]\+?[0-9]+")
_YES = {"√", "✓", "✔", "☑", "有", "是", "1", "TRUE", "Y", "YES", "已备", "已有", "齐", "V", "v"}
_NO = {"×", "✗", "☐", "□", "无", "否", "0", "FALSE", "N", "NO", "缺", "未备", "-", "—", "/"}
_LIMIT = Decimal(10) ** 12
_AS_IS = ("", "%", "百分点")
_SIX = Decimal("0.000001")
_ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class Read:
    """A cell read: a value, a kind of missing, or a rule broken with the reason."""

    value: object = None
    missing: MissingKind | None = None
    rule: str | None = None
    text: str = ""
    points: bool = False
    """The cell states 百分点 in a column of %."""


BLANK = Read(missing="blank")


@dataclass(frozen=True)
class NumberReader:
    """Reads the numbers of one column: unit of measure ``uom``, kept unit, legend of marks."""

    uom: str
    percent: bool
    legend: Mapping[str, MissingKind] = field(default_factory=dict)

    def __call__(self, text: str) -> Read:
        """The value in the kept unit (万元, 万千瓦时, 户, 人, %), six decimals."""
        if _PLAIN_NUMBER.fullmatch(text) and text not in self.legend:
            # 23 digits at most times a factor of at most 9: exact in the 28 of the default context.
            return _rounded(Decimal(text) * self._factor)
        parsed = parse_number(text, legend=self.legend, percent=self.percent)
        if parsed.problem:
            rule = "approximate_number" if parsed.approximate else "not_a_number"
            return Read(rule=rule, text=parsed.problem)
        if parsed.value is None:
            if parsed.missing == "error":
                return Read(rule="error_cell", text=f"“{text}”是公式错误值，请改正公式后重报")
            return Read(missing=parsed.missing or "blank")
        try:
            unit = cell_unit(parsed.unit, self.uom) if self.uom else ""
        except (UnitMismatch, UnknownUnit) as error:
            return Read(rule="cell_unit_mismatch", text=str(error))
        factor = self._factor if unit == self.uom else factor_of(unit)
        read = _rounded(EXACT.multiply(parsed.value, factor))
        points = self.percent and canonical_unit(parsed.unit or "") == "百分点"
        return Read(read.value, None, read.rule, read.text, points)

    @cached_property
    def _factor(self) -> Decimal:
        return factor_of(self.uom)


def _rounded(kept: Decimal) -> Read:
    """A figure in the kept unit, at most six decimals and below a billion 万元."""
    if not -_LIMIT < kept < _LIMIT:
        return Read(rule="number_too_large", text=f"数值{plain(kept)}过大，请核对单位或多打的位数")
    if kept != (short := kept.quantize(_SIX, rounding=ROUND_HALF_UP)):
        return Read(short)
    return Read(kept or _ZERO)


def factor_of(unit: str) -> Decimal:
    """What one of this unit is in the kept unit: 亿元 → 10000 (万元)."""
    return Decimal(1) if unit in _AS_IS else to_base_unit(Decimal(1), unit)[0]


def read_date(text: str, *, end: bool = False) -> Read:
    """A day; a month means its first day, or with ``end`` its last (起、止)."""
    flat = normal(text)
    found = re.fullmatch(
        r"((?:19|20)\d{2})(?:[-./年])(\d{1,2})(?:[-./月])(\d{1,2})日?(?:\d\d:\d\d(?::\d\d)?)?", flat
    ) or re.fullmatch(r"((?:19|20)\d{2})(\d{2})(\d{2})", flat)
    if found:
        try:
            return Read(date(int(found[1]), int(found[2]), int(found[3])))
        except ValueError:
            return _bad_date(text)
    month = parse_period(text)
    if month is None or month.span not in ("month", "point", "year"):
        return _bad_date(text)
    if month.span == "year" and not end:
        return Read(date(month.period.year, 1, 1))
    last = month.period.last_day
    return Read(last if end else last.replace(day=1))


def _bad_date(text: str) -> Read:
    return Read(
        rule="not_a_date", text=f"“{text}”不是有效日期，应写作2026-05-01或2026年5月，请改正"
    )


def excel_day(serial: int, *, date1904: bool) -> date:
    """The day of a workbook's day number (日期序列号)."""
    origin = date(1904, 1, 1) if date1904 else date(1899, 12, 30)
    return origin + timedelta(days=serial)


def read_month(text: str, year: int | None) -> Read:
    """A month as "YYYY-MM" text: 2026.3, 2026年3月, 202603, and 3月底 with the file's year."""
    flat = normal(text)
    loose = re.fullmatch(
        r"((?:19|20)\d{2})[.年/-](1[0-2]|0?[1-9])月?(?:[初中底末]|[上中下]旬)?", flat
    )
    if loose:
        return Read(f"{loose[1]}-{int(loose[2]):02d}")
    found = parse_period(text, year) or find_period(text, year)
    if found is None:
        return Read(rule="not_a_month", text=f"“{text}”看不出年月，应写作2026年5月，请改正")
    return Read(str(found.period))


def read_period(text: str, year: int | None) -> PeriodSpan | None:
    """The period a column label or cell states."""
    return parse_period(text, year) or find_period(text, year)


def read_year(text: str) -> Read:
    """A year as a number: 2026 or 2026年."""
    found = re.fullmatch(r"((?:19|20)\d{2})(?:年度?)?", normal(text))
    if not found:
        return Read(rule="not_a_year", text=f"“{text}”不是年份，应写作2026，请改正")
    return Read(int(found[1]))


def read_int(text: str) -> Read:
    """A whole number."""
    if not re.fullmatch(r"-?[0-9]{1,9}", normal(text)):
        return Read(rule="not_a_number", text=f"“{text}”不是整数，请改正")
    return Read(int(normal(text)))


def read_check(text: str) -> Read:
    """A tick: ✓, √, 有, 是, 1 → true; ×, 无, 否, 0 → false."""
    flat = normal(text)
    if flat in _YES or flat.upper() in _YES:
        return Read(True)
    if flat in _NO or flat.upper() in _NO:
        return Read(False)
    return Read(rule="not_a_tick", text=f"“{text}”看不出有无，应填√或留空，请改正")


_RANKS = {name: i for i, name in enumerate("一二三四五六七八九十", 1)} | {
    f"十{name}": 10 + i for i, name in enumerate("一二三四五六七八九", 1)
}


def read_rank(text: str) -> Read:
    """A rank (位次): 2, 第2, 2(并列), 并列第六; a dash is none."""
    flat = re.sub(r"并列|第|位|名|[()]", "", normal(text))
    if re.fullmatch(r"[0-9]{1,4}", flat):
        return Read(Decimal(flat))
    if flat in _RANKS:
        return Read(Decimal(_RANKS[flat]))
    parsed = parse_number(text)
    if parsed.missing:
        return Read(missing=parsed.missing)
    return Read(rule="not_a_rank", text=f"“{text}”不是位次，应为整数，请改正")


def read_code(text: str, width: int | None) -> Read:
    """An identifier as text; refused where the workbook has lost its digits.

    ``width`` restores zeros lost at the front ("6" → "06"); the row then carries a warning.
    """
    code = re.sub(r'^=?"|"$|^\'|\s', "", text.strip()) if text else ""
    code = normal(code).upper() if code else ""
    if _SCIENTIFIC.fullmatch(code):
        return Read(
            rule="lossy_code",
            text=f"代码“{text}”在表中是数字，15位以后的数字已丢失，请把该列设为文本后重新填写",
        )
    if width and code.isdigit() and len(code) < width:
        return Read(
            code.zfill(width), rule="code_padded", text=f"代码“{text}”前面的0丢失，已补足{width}位"
        )
    return Read(code)


def read_unit_code(text: str) -> Read:
    """The code of a statistical unit (单位代码); its pages lie in a folder of this name."""
    code = text.strip()
    if is_plain(code):
        return Read(code)
    told = f"单位代码“{code}”只能由24个以内的英文字母、数字、短横和下划线组成，请改正"
    return Read(rule="unknown_value", text=told)


SIMPLE: dict[CellType, Callable[[str], Read]] = {
    "text": lambda text: Read(text.strip()),
    "name": lambda text: Read(re.sub(r"\s+", "", text)),
    "year": read_year,
    "int": read_int,
    "check": read_check,
    "flag": read_check,
    "list": lambda text: Read("|".join(p for p in re.split(r"[|;,、]", normal(text)) if p)),
    "uom": lambda text: Read(text.strip()),
    "unit_code": read_unit_code,
}
