"""How a secret may be written (秘密的写法): a name without its spaces, a value in every unit."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from gxlab.reference.numbers import round_half_away

# 元, 千元, 万元, 亿元 of a value in 万元, as powers of ten.
SCALES = (4, 1, 0, -4)
DECIMALS = range(5)
# Fewer significant digits than this stand on any page by chance.
TELLING_DIGITS = 4
_TELLING_HAN, _TELLING_OTHER = 3, 6
_GAPS = re.compile("[\\s\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u2064\ufeff·•‐‑‒–—_-]+")


@dataclass(frozen=True)
class Secrets:
    """What must not be in a bundle (秘密).

    ``identifiers``: text → what it is (企业名称, 统一社会信用代码, 电话 …). ``values``: suppressed
    values in 万元.
    """

    identifiers: Mapping[str, str]
    values: tuple[Decimal, ...] = ()


def folded(text: str) -> str:
    """A text as it is compared: full width as half, small letters, no gaps, no hyphens.

    >>> folded("示例　（博远）Ｊ-1"), folded("0313 - 123 4567")
    ('示例(博远)j1', '03131234567')
    """
    return _GAPS.sub("", unicodedata.normalize("NFKC", text)).casefold()


def telling(identifier: str) -> bool:
    """Whether a folded identifier is long enough not to stand anywhere by chance."""
    han = sum(not one.isascii() for one in identifier)
    return han >= _TELLING_HAN or len(identifier) >= _TELLING_OTHER


def canonical(number: Decimal) -> str:
    """The digits of a number without sign and closing zeros.

    >>> canonical(Decimal("-1234.50")), canonical(Decimal("1.2E+4"))
    ('1234.5', '12000')
    """
    digits = format(abs(number), "f")
    return digits.rstrip("0").rstrip(".") if "." in digits else digits


def value_forms(value: Decimal) -> tuple[frozenset[str], int]:
    """The forms a value in 万元 may be written in, and how many are too short to tell from chance.

    >>> sorted(value_forms(Decimal("1234.5"))[0])
    ['0.1235', '1234.5', '12345', '12345000', '1235']
    """
    every = {
        canonical(round_half_away(value.scaleb(scale), decimals))
        for scale in SCALES
        for decimals in DECIMALS
    }
    kept = frozenset(form for form in every if significant(form) >= TELLING_DIGITS)
    return kept, len(every) - len(kept)


def significant(form: str) -> int:
    """The significant digits of a canonical number: leading and closing zeros tell nothing."""
    return len(form.replace(".", "").strip("0"))


def forms_of(values: Iterable[Decimal]) -> tuple[frozenset[str], int]:
    """The forms of all values, and how many were left out."""
    found: set[str] = set()
    short = 0
    for value in set(values):
        kept, dropped = value_forms(value)
        found |= kept
        short += dropped
    return frozenset(found), short
