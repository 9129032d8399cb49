"""报告期: the month a figure ends in, the span it covers, and every way a table writes both.

A figure is stamped with a :class:`Period` (the month it ends in) and a span (当月, 累计, 期末 …).
Monthly industrial and investment reports have no January issue (1月免报): the first report of a
year is 1—2月. Whether January exists is a property of the indicator, so every function that
depends on it takes ``has_january``.

Why the parser does not turn "5月" into 1—5月: in a title, "2018年2月" may head a table of 1—2月
columns, while in a column label "5月" is the month alone. The words are the same, so only the
layout of the file can say. Here "5月" is always the month; a layout whose title means the
cumulative figure takes the ``period`` and declares the span itself.
"""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import Literal

from gxlab.reference import period_forms as forms

Span = Literal["month", "ytd", "rolling12", "year", "point"]

YEARS = range(1900, 2200)
# Years a text is taken to name: 1900年 in a title is a slip, and has no year before it.
_READ_YEARS = range(1949, 2100)
_YTD_WORDS = {1: "1月", 3: "一季度", 6: "上半年", 9: "前三季度", 12: "全年"}


@dataclass(frozen=True, order=True)
class Period:
    """报告期: one calendar month, the month a figure ends in. Orders by time.

    >>> str(Period(2026, 5)), Period(2026, 5).label(with_year=True)
    ('2026-05', '2026年1—5月')
    >>> str(Period(2026, 2).previous)  # 1月免报
    '2025-12'
    """

    year: int
    month: int

    def __post_init__(self) -> None:
        if not (self.year in YEARS and 1 <= self.month <= 12):
            raise ValueError(
                f"报告期应为1900—2199年的1—12月，实为{self.year}年{self.month}月，请改正年份或月份"
            )

    def __str__(self) -> str:
        return f"{self.year:04d}-{self.month:02d}"

    @classmethod
    def parse(cls, text: str) -> Period:
        """Read the one form used in parameters, "2026-05"; anything else is a ValueError.

        >>> Period.parse("2026-05")
        Period(year=2026, month=5)
        """
        found = re.fullmatch(r"([0-9]{4})-([0-9]{2})", text)
        if not found:
            raise ValueError(f"报告期应写作“2026-05”，实为“{text}”，请按“年-月”两段填写")
        return cls(int(found[1]), int(found[2]))

    @property
    def prior_year(self) -> Period:
        """上年同期: the same month a year earlier."""
        return Period(self.year - 1, self.month)

    @property
    def previous(self) -> Period:
        """上一报告期 of an indicator without January: 1—2月 follows December."""
        before = self.previous_month
        return before.previous_month if before.month == 1 else before

    @property
    def previous_month(self) -> Period:
        """上月, by the calendar."""
        return self.shift(-1)

    @property
    def first_month_of_year(self) -> Period:
        """January of the same year, by the calendar."""
        return Period(self.year, 1)

    @property
    def months_elapsed(self) -> int:
        """累计月数 n: the months a 1—N月 figure covers (2 for 1—2月)."""
        return self.month

    @property
    def last_day(self) -> date:
        """The last day of the month (期末日)."""
        return date(self.year, self.month, calendar.monthrange(self.year, self.month)[1])

    @property
    def quarter(self) -> int:
        """季度, 1 to 4."""
        return (self.month + 2) // 3

    def shift(self, months: int) -> Period:
        """The calendar month ``months`` later (negative: earlier).

        >>> str(Period(2026, 2).shift(-3))
        '2025-11'
        """
        year, month = divmod(self.year * 12 + self.month - 1 + months, 12)
        return Period(year, month + 1)

    def has_report(self, has_january: bool) -> bool:
        """Whether an indicator is reported for this month at all (1月免报)."""
        return has_january or self.month != 1

    def label(
        self, span: Span = "ytd", with_year: bool = False, *, has_january: bool = False
    ) -> str:
        """The one way gxlab prints a period (报告期用语).

        ytd: 1—2月, 一季度, 1—4月, 1—5月, 上半年, 1—7月, 1—8月, 前三季度, 1—10月, 1—11月, 全年.
        month: 5月; without January the month of February is the sum 1—2月. point: 5月末.
        year always names its year. rolling12: 近12个月, with the year its first and last month.

        >>> may = Period(2026, 5)
        >>> [may.label(s, True) for s in ("ytd", "month", "point", "year")]
        ['2026年1—5月', '2026年5月', '2026年5月末', '2026年全年']
        >>> Period(2026, 2).label("month"), Period(2026, 2).label("month", has_january=True)
        ('1—2月', '2月')
        """
        if span == "rolling12":
            first = self.shift(-11)
            if not with_year:
                return "近12个月"
            return f"{first.year}年{first.month}月—{self.year}年{self.month}月"
        prefix = f"{self.year}年" if with_year or span == "year" else ""
        return prefix + self._label_without_year(span, has_january)

    def _label_without_year(self, span: Span, has_january: bool) -> str:
        if span == "year":
            return "全年"
        if span == "point":
            return f"{self.month}月末"
        if span == "month":
            return "1—2月" if self.month == 2 and not has_january else f"{self.month}月"
        return _YTD_WORDS.get(self.month, f"1—{self.month}月")


def range_months(start: Period, end: Period, has_january: bool) -> list[Period]:
    """Every reported month from ``start`` to ``end``, both included; empty when reversed.

    >>> [str(p) for p in range_months(Period(2025, 11), Period(2026, 3), has_january=False)]
    ['2025-11', '2025-12', '2026-02', '2026-03']
    """
    months = (end.year - start.year) * 12 + end.month - start.month
    calendar = (start.shift(step) for step in range(months + 1))
    return [period for period in calendar if period.has_report(has_january)]


def reporting_months(year: int, has_january: bool) -> list[Period]:
    """The reports a year has: twelve, or eleven where January is not reported.

    >>> len(reporting_months(2026, has_january=False)), len(reporting_months(2026, True))
    (11, 12)
    """
    return range_months(Period(year, 1), Period(year, 12), has_january)


@dataclass(frozen=True)
class PeriodSpan:
    """A period as a text states it: the month it ends in and the span it covers."""

    period: Period
    span: Span


# ---- reading a period from text -------------------------------------------------------------


_TAIL_SPANS: dict[str, Span] = {"末": "point", "底": "point", "累计": "ytd", "止累计": "ytd"}


def _read(kind: str, match: re.Match[str], default_year: int | None) -> PeriodSpan | None:
    """The period of one match; None where it needs a year or is a span gxlab does not keep."""
    part = match.groupdict()
    year = int(part["y"]) if part.get("y") else default_year
    if year is None or year not in _READ_YEARS or kind in ("date", "other"):
        return None
    if kind == "range":
        return _read_range(int(part["a"]), int(part["m"]), year, part["y2"])
    if kind == "words":
        word = part["word"]
        quarters = re.search("[1-4](?=个?季度)", word)
        month = {"上半年": 6, "全年": 12}.get(word) or (int(quarters[0]) * 3 if quarters else 3)
        return PeriodSpan(Period(year, month), "year" if word == "全年" else "ytd")
    if kind == "first":
        return PeriodSpan(Period(year, int(part["m"])), "ytd")
    alone: Span = "year" if kind == "year" else "month"
    span = _TAIL_SPANS.get(part.get("tail") or "", alone)
    return PeriodSpan(Period(year, 12 if kind == "year" else int(part["m"])), span)


def _read_range(first: int, last: int, year: int, last_year: str | None) -> PeriodSpan | None:
    end = Period(int(last_year) if last_year else year, last)
    if end.year not in _READ_YEARS:
        return None
    if first == 1 and end.year == year:
        return PeriodSpan(end, "ytd")
    return PeriodSpan(end, "rolling12") if end.shift(-11) == Period(year, first) else None


@lru_cache(maxsize=4096)
def parse_period(text: str, default_year: int | None = None) -> PeriodSpan | None:
    """The period a cell states and nothing else; None where it states none, or no year is known.

    Reads 1-8月, 1—8月份, 前8个月, 上半年, 一季度, 前三季度, 全年, 2018年, 2018年2月, 2010.6,
    2024.05, 202405, 2024-05, 2024年5月末, 一至五月 and dates (their month). "5月" is the month
    alone (see the module's note). A single later quarter, 下半年 and 4—6月 are no span of gxlab.

    >>> parse_period("1—8月份", 2026)
    PeriodSpan(period=Period(year=2026, month=8), span='ytd')
    >>> parse_period("2024年5月末")
    PeriodSpan(period=Period(year=2024, month=5), span='point')
    >>> parse_period("二季度", 2026) is None and parse_period("5月") is None
    True
    """
    flat = re.sub("^(?:截至|截止|截止至|至|到)(?=[0-9])", "", forms.plain(text))
    if date_form := forms.DATE.fullmatch(flat):
        month = int(date_form[3] or date_form[4] or date_form[5])
        return _in_year(int(date_form[1]), month, "month") if 1 <= month <= 12 else None
    if re.fullmatch("(?:19|20)[0-9]{2}", flat):
        return _in_year(int(flat), 12, "year")
    found = forms.scan(flat)
    whole = len(found) == 1 and found[0][1].span() == (0, len(flat))
    return _read(*found[0], default_year) if whole else None


@lru_cache(maxsize=4096)
def find_period(text: str, default_year: int | None = None) -> PeriodSpan | None:
    """The one period inside a title or file name; None where there is none or more than one.

    A year named once holds for the months without one. Dates are passed over: the day a file was
    sent is not its period. The same month under two spans (5月末, 1—5月) gives the first named.

    >>> find_period("2026年5月主要指标(反馈)")
    PeriodSpan(period=Period(year=2026, month=5), span='month')
    >>> str(find_period("2026年全市规上工业1—5月营业收入(6月12日报)").period)
    '2026-05'
    >>> find_period("2026年5月与2025年5月对比") is None
    True
    """
    found = [(kind, match) for kind, match in forms.scan(forms.plain(text)) if kind != "date"]
    named = {int(year) for _, match in found if (year := match.groupdict().get("y"))}
    alone = {int(match["y"]) for kind, match in found if kind == "year"}
    year = next(iter(named)) if len(named) == 1 else None if named else default_year
    within = [pair for pair in found if pair[0] != "year"] or found
    read = [span for kind, match in within if (span := _read(kind, match, year))]
    if len({span.period for span in read}) != 1:
        return None
    return read[0] if alone <= {read[0].period.year} else None


def parse_roc_period(text: str) -> PeriodSpan | None:
    """A period in years of the Republic (民国纪年, year + 1911), as Taiwan's exchange writes it.

    Never tried by :func:`parse_period`: "11407" means this only where the layout says so.

    >>> parse_roc_period("11407")
    PeriodSpan(period=Period(year=2025, month=7), span='month')
    >>> parse_roc_period("103_1"), parse_roc_period("114年1-7月").span
    (PeriodSpan(period=Period(year=2014, month=1), span='month'), 'ytd')
    """
    flat = re.sub("^(?:中?[華华]?民[國国])", "", forms.plain(text))
    compact = re.fullmatch(r"([0-9]{2,3})(0[1-9]|1[0-2])", flat)
    found = compact or re.fullmatch(r"([0-9]{2,3})(?:年|[-_/.])(1[0-2]|0?[1-9])月?份?", flat)
    if found:
        return _in_year(int(found[1]) + 1911, int(found[2]), "month")
    if found := re.fullmatch(r"([0-9]{2,3})年(?:0?1月?-(1[0-2]|0?[1-9])月份?)?", flat):
        span: Span = "ytd" if found[2] else "year"
        return _in_year(int(found[1]) + 1911, int(found[2] or 12), span)
    return None


def _in_year(year: int, month: int, span: Span) -> PeriodSpan | None:
    """31407 has the form of a year of the Republic and a month, but 2225 is no year to report."""
    return PeriodSpan(Period(year, month), span) if year in _READ_YEARS else None


def parse_serial_period(serial: int, date1904: bool = False) -> PeriodSpan | None:
    """The month of an Excel date serial (日期序列号); None outside 1901—2199.

    Only for cells the layout declares to be dates: 45413 may as well be a revenue. ``date1904`` is
    the workbook's own setting (older Mac workbooks count from 1904).

    >>> parse_serial_period(45413)
    PeriodSpan(period=Period(year=2024, month=5), span='month')
    >>> parse_serial_period(45413 - 1462, date1904=True) == parse_serial_period(45413)
    True
    """
    # 1899-12-30: Excel counts a 29 February 1900 that never was, so its day 61 is 1 March 1900.
    if not 367 <= serial <= 109574:
        return None
    day = (date(1904, 1, 1) if date1904 else date(1899, 12, 30)) + timedelta(days=serial)
    return PeriodSpan(Period(day.year, day.month), "month")
