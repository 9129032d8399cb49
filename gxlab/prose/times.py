"""Periods named in a text (文中的时期): 1—5月, 前5个月, 上半年, 上年同期, 上年末, 2019年同期."""

from __future__ import annotations

import re
from dataclasses import dataclass

_CHINESE = {c: i for i, c in enumerate("一二三四五六七八九十", 1)} | {"十一": 11, "十二": 12}
_YEAR = r"(?:(?P<year>(?:19|20)[0-9]{2})年)?"
_MONTH = r"(?P<month>1[0-2]|0?[1-9])"
_BEFORE = r"(?P<before>上年|去年)?"
_FORMS = (
    (r"(?:(?:19|20)[0-9]{2}年)?[0-9]{1,2}月[0-9]{1,2}[日号]", "date"),
    (rf"{_BEFORE}{_YEAR}1月?份?[-至到]{_MONTH}月份?", "ytd"),
    (rf"{_BEFORE}{_YEAR}前(?P<chinese>十[一二]|[二三四五六七八九十])个月", "ytd"),
    (rf"{_BEFORE}{_YEAR}前{_MONTH}个月", "ytd"),
    (rf"{_BEFORE}{_YEAR}(?:(?:第?一|1)季度)", "q1"),
    (rf"{_BEFORE}{_YEAR}(?:上半年|前(?:二|两|2)个?季度)", "h1"),
    (rf"{_BEFORE}{_YEAR}(?:前三个?季度|前3个?季度)", "q3"),
    (r"(?:上年|去年|前年)(?:同期|同月)|上?同期|比?同期|(?:19|20)[0-9]{2}年同期", "prior"),
    (r"(?:上年|去年)(?:年)?[末底]|年初|期初|(?:19|20)[0-9]{2}年[末底]", "opening"),
    (rf"{_YEAR}{_MONTH}月[末底]|期末|月末|年末", "point"),
    (r"上月|上个月|前月", "last_month"),
    (r"上期|前期|上一期", "last_period"),
    (r"今年以来|今年(?![1-9前上])|本年(?!度)|本期(?!末)", "now"),
    (r"(?:上年|去年)(?:全年)?", "last_year"),
    (rf"{_BEFORE}{_YEAR}{_MONTH}月(?:份)?(?:当月)?", "month"),
    (rf"{_YEAR}(?:第?[二三四2-4]季度|下半年)", "other"),
    (r"[0-9]{1,2}[-至到][0-9]{1,2}月份?", "other"),
    (rf"{_YEAR}全年", "year"),
    (r"(?P<year>(?:19|20)[0-9]{2})年(?:度)?", "year"),
)
_ANY = [(re.compile(r"(?<![0-9.])(?:" + form + ")"), kind) for form, kind in _FORMS]
_LAST = {"q1": 3, "h1": 6, "q3": 9}


@dataclass(frozen=True)
class When:
    """A period as named: ``tag`` is the same for every spelling of the same period.

    Tags: "1-5" (1—5月), "5" (5月当月), "end5" (5月末), "prior" (上年同期), "opening" (上年末),
    "last_month", "last_period", "last_year", "year"; a year stands in front where it is named.
    """

    start: int
    end: int
    tag: str
    text: str
    month: int | None = None
    year: int | None = None


def find_times(flat: str) -> list[When]:
    """Every period of a plain text from left to right.

    >>> [w.tag for w in find_times("1-5月份增长,比1-4月加快,上年同期为,上年末")]
    ['1-5', '1-4', 'prior', 'opening']
    >>> [w.tag for w in find_times("前三季度,2019年同期,6月20日")]
    ['1-9', 'prior2019', 'date']
    """
    found: list[When] = []
    at = 0
    while at < len(flat):
        hit = next(((m, kind) for form, kind in _ANY if (m := form.match(flat, at))), None)
        if hit is None:
            at += 1
            continue
        found.append(_when(*hit))
        at = hit[0].end()
    return found


def _when(match: re.Match[str], kind: str) -> When:
    groups = match.groupdict()
    year = int(groups["year"]) if groups.get("year") else None
    month = _month(groups, kind)
    tag = _tag(match[0], kind, month)
    if groups.get("before") and kind in ("ytd", "q1", "h1", "q3"):
        tag = "last:" + tag
    if year and kind != "date":
        tag = f"{year}:{tag}"
    return When(match.start(), match.end(), tag, match[0], month, year)


def _month(groups: dict[str, str | None], kind: str) -> int | None:
    if kind in _LAST:
        return _LAST[kind]
    if chinese := groups.get("chinese"):
        return _CHINESE[chinese]
    return int(groups["month"] or 0) if groups.get("month") else None


def _tag(text: str, kind: str, month: int | None) -> str:
    if kind in ("ytd", "q1", "h1", "q3"):
        return f"1-{month}"
    if kind == "month":
        return str(month)
    if kind == "point":
        return f"end{month or ''}"
    if kind == "prior":
        return kind + "".join(re.findall("(?:19|20)[0-9]{2}", text))
    return kind


def month_of(tag: str) -> int | None:
    """累计月数 N of a cumulative period or of a month's end: 5 for 1—5月 and 5月末.

    >>> month_of("1-5"), month_of("end10"), month_of("prior")
    (5, 10, None)
    """
    found = re.fullmatch(r"(?:\d{4}:)?(?:1-|end)(\d+)", tag)
    return int(found[1]) if found else None
