"""Header labels made comparable (表头文字): one spelling, and the unit of measure taken off.

The same label arrives as 营业收入(亿元), 营业收入（亿元）, 营 业 收 入 or 营业收入_亿元; a layout
writes it once.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

from gxlab.reference.numbers import canonical_unit

_DASHES = str.maketrans(dict.fromkeys("‐‑‒–—―−─━﹣", "-"))
_MARKS = re.compile("[①-⑳]")
_BLANKS = re.compile("[\\s\u200b\u200c\u200d\u2060\ufeff]+")
_BRACKETS = re.compile(r"\(([^()]*)\)")
_MEMO = re.compile(r"^(?:其中[::]?|在总计中[::]?|#+)")
_NUMBERING = re.compile(
    r"^(?:[一二三四五六七八九十]+、|\([一二三四五六七八九十0-9]+\)|[0-9]{1,2}(?:、|\.(?![0-9])))"
)


@lru_cache(maxsize=65536)
def normal(text: str) -> str:
    """One spelling of a label: half width, no blanks, one dash, no circled footnote marks.

    >>> normal(" 营 业 收 入（亿元）① "), normal("1—5月")
    ('营业收入(亿元)', '1-5月')
    """
    flat = _MARKS.sub("", text).translate(_DASHES)
    return _BLANKS.sub("", unicodedata.normalize("NFKC", flat)).translate(_DASHES)


@lru_cache(maxsize=65536)
def split_unit(label: str) -> tuple[str, str | None]:
    """A normalised label without its unit of measure, and the unit.

    >>> split_unit("营业收入(亿元)"), split_unit("总产值_万元"), split_unit("增长%")
    (('营业收入', '亿元'), ('总产值', '万元'), ('增长', '%'))
    >>> split_unit("其中:规上(户)"), split_unit("县(市、区)")
    (('其中:规上', '户'), ('县(市、区)', None))
    """
    for found in _BRACKETS.finditer(label):
        unit = canonical_unit(re.sub("^(?:计量)?单位:?", "", found[1]))
        if unit and len(unit) < 6:
            return label[: found.start()] + label[found.end() :], unit
    if "_" in label:
        head, _, tail = label.rpartition("_")
        if unit := canonical_unit(tail):
            return head, unit
    if label.endswith("%") and len(label) > 1:
        return label[:-1].rstrip("±_"), "%"
    return label, None


def strip_prefix(label: str) -> str:
    """A normalised row label without 其中:, # and numbering.

    >>> strip_prefix("其中:示例经开区"), strip_prefix("一、轻工业"), strip_prefix("1.5倍")
    ('示例经开区', '轻工业', '1.5倍')
    """
    return _NUMBERING.sub("", _MEMO.sub("", label))


def is_memo(label: str) -> bool:
    """Whether a row label marks an 其中 row, which is never an additive sibling."""
    return bool(_MEMO.match(label))


@dataclass(frozen=True)
class Path:
    """The labels of one column from the top header row down (列的表头路径).

    ``bare`` is the same without units of measure; ``unit`` the unit nearest to the data.
    """

    parts: tuple[str, ...]

    @cached_property
    def text(self) -> str:
        """The parts joined by "/"."""
        return "/".join(self.parts)

    @cached_property
    def bare(self) -> str:
        """The parts without units of measure, joined by "/"; parts that were only a unit go."""
        return "/".join(part for part in (split_unit(p)[0] for p in self.parts) if part)

    @cached_property
    def unit(self) -> str | None:
        """The unit of measure the labels state; the one nearest to the data counts."""
        for part in reversed(self.parts):
            unit = split_unit(part)[1] or canonical_unit(part)
            if unit:
                return unit
        return None

    @cached_property
    def own_unit(self) -> str | None:
        """The unit of measure the lowest label states for itself, without those above it.

        >>> Path(("营业收入(万元)", "增长(%)")).own_unit, Path(("营业收入(万元)", "增速")).own_unit
        ('%', None)
        """
        last = self.parts[-1] if self.parts else ""
        return split_unit(last)[1] or canonical_unit(last)


def match_label(wanted: str, path: str, bare: str) -> re.Match[str] | bool:
    """Whether a layout's label means the column with this path.

    ``wanted`` is a full path, the last parts of one, or "re:" and a pattern searched in the path.
    """
    if wanted.startswith("re:"):
        pattern = pattern_of(wanted)
        return pattern.search(path) or pattern.search(bare) or False
    return any(
        candidate == wanted or candidate.endswith("/" + wanted) for candidate in (path, bare)
    )


def told_label(labels: Sequence[str]) -> str:
    """How a message names a column the layout asks for: in words, never as a pattern.

    >>> told_label(("re:^产值/1-[0-9]+月$", "产值/累计")), told_label(("re:^产值/1-[0-9]+月$",))
    ('产值/累计', '产值/1-×月')
    """
    plain = [label for label in labels if not label.startswith("re:")]
    if plain:
        return plain[0]
    pattern = labels[0].removeprefix("re:").strip("^$")
    return re.sub(r"(?:\\d|\[0-9\])(?:[+*]|\{[0-9,]+\})?", "×", pattern)


@lru_cache(maxsize=4096)
def pattern_of(wanted: str) -> re.Pattern[str]:
    """The compiled pattern of a "re:" label; full-width forms in it match half-width labels."""
    return re.compile(unicodedata.normalize("NFKC", wanted.removeprefix("re:")).translate(_DASHES))
