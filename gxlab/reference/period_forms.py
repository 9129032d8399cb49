"""The spellings of a period (报告期的各种写法) as patterns; `periods` gives them their meaning."""

from __future__ import annotations

import re
import unicodedata

_DASHES = str.maketrans(dict.fromkeys("‐‑‒–—―−─━~〜∼﹣", "-"))
_CHINESE_YEAR = str.maketrans("〇零一二三四五六七八九", "00123456789")
_CHINESE_MONTHS = {c: str(i) for i, c in enumerate("一二三四五六七八九十", 1)} | {
    "十一": "11",
    "十二": "12",
    "两": "2",
}
_Y = r"(?P<y>(?:19|20)[0-9]{2})"
_Y_AS_IS = r"(?:(?:19|20)[0-9]{2}年)?"
_M = r"(?P<m>1[0-2]|0?[1-9])"
_TAIL = r"份?\(?(?P<tail>末|底|当月|本月|止累计|累计)?\)?"
_END = r"(?!\.?[0-9]|[%,年万亿元户家个吨])"

# Tried in this order at every place of the text; the first that fits takes its words. "date" and
# "other" (4—6月, 二季度, 下半年: spans gxlab does not keep) are there so that no part of them is
# read as a month. "2010.1" is left out: Excel shows October's 2010.10 that way.
_FORMS = tuple(
    (kind, re.compile(r"(?<![0-9.,])" + form))
    for kind, form in (
        ("date", _Y_AS_IS + r"[0-9]{1,2}月[0-9]{1,2}[日号]"),
        ("date", r"(?:19|20)[0-9]{2}([-./])[0-9]{1,2}\1[0-9]{1,2}(?![0-9])"),
        (
            "range",
            rf"(?:{_Y}[年./])?(?P<a>1[0-2]|0?[1-9])月?-(?:(?P<y2>(?:19|20)[0-9]{{2}})年)?{_M}月{_TAIL}",
        ),
        ("words", rf"(?:{_Y}年?)?(?P<word>上半年|(?:前|1-)[234]个?季度|第?1季度|Q1(?![0-9])|全年)"),
        ("first", rf"(?:{_Y}年?)?前{_M}个?月份?"),
        ("other", _Y_AS_IS + r"(?:第?[1-4](?:-[1-4])?季度|Q[2-4](?![0-9])|下半年)"),
        ("month", rf"(?:{_Y}[年./-]?)?{_M}月{_TAIL}"),
        ("month", rf"{_Y}[-/_M]{_M}{_END}"),
        ("month", rf"{_Y}\.(?P<m>1[0-2]|0[1-9]|[2-9]){_END}"),
        ("month", rf"{_Y}(?P<m>0[1-9]|1[0-2]){_END}"),
        ("year", rf"{_Y}年度?(?P<tail>末|底)?(?![0-9])"),
    )
)
DATE = re.compile(
    r"((?:19|20)[0-9]{2})(?:([-./])([0-9]{1,2})\2[0-9]{1,2}|(0[1-9]|1[0-2])[0-3][0-9]"
    r"|年([0-9]{1,2})月[0-9]{1,2}日)(?:[T ]?[0-9]{2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]+)?)?)?"
)


def plain(text: str) -> str:
    """One spelling: half width, no blanks, "-" for every dash and 至, Arabic digits.

    A blank between two digits stays: it parts a date from what follows.
    """
    flat = unicodedata.normalize("NFKC", text).translate(_DASHES).upper()
    flat = re.sub(r"\s+", " ", flat.strip())
    flat = re.sub("(?<![0-9]) | (?![0-9])", "", flat)
    flat = re.sub("[\u200b\u200e\u200f\ufeff]", "", flat)
    flat = re.sub(
        "[〇零一二三四五六七八九]{4}(?=年)", lambda m: m[0].translate(_CHINESE_YEAR), flat
    )
    # Not after other digits than a year's: "202一至五月" says nothing of 2021.
    flat = re.sub(
        "(?:(?<![0-9])|(?<=19[0-9]{2})|(?<=20[0-9]{2}))"
        "(?:十[一二]?|[一二三四五六七八九两])(?=个?季度|个?月|(?:-|至|到)(?:十|[一二三四五六七八九]))",
        lambda m: _CHINESE_MONTHS[m[0]],
        flat,
    )
    return re.sub("(?<=[0-9月])(?:-+|至|到)(?=[0-9])", "-", flat)


def scan(text: str) -> list[tuple[str, re.Match[str]]]:
    """Every form found from left to right, without overlap."""
    found, at = [], 0
    while at < len(text):
        fits = ((kind, form.match(text, at)) for kind, form in _FORMS)
        kind, match = next(((k, m) for k, m in fits if m), ("", None))
        if match is None:
            at += 1
        else:
            found.append((kind, match))
            at = match.end()
    return found
