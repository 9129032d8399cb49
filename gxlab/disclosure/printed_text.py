"""What the text of a printed figure says (印文): its number and how exactly it is told."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

SUPPRESSED = "*"
NO_FIGURE = frozenset({"—", "…", ""})
LEVEL = "持平"

_NUMBER = re.compile(
    r"(?P<sign>[+\-−]?)(?P<whole>[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?:\.(?P<part>[0-9]+))?"
    r"(?P<unit>%|倍|亿元|万元|元|户|人|个|个百分点|百分点)?"
    r"(?:（(?:并列)?(?:第)?(?P<place>[0-9]+)(?:位)?(?:，?并列)?）)?"
)
_RANK = re.compile(r"[(（]?(?:并列)?第?(?P<rank>[0-9]+)位?[)）]?(?:[（，]?并列[）]?)?")
# The words before a figure that say it is a fall: the text itself carries no sign there.
_FALL = re.compile(r"(?:下降|减少|下拉|降低|回落|缩小|低于|亏损)$")


@dataclass(frozen=True)
class Said:
    """``number`` as told, ``half`` a unit of its last digit; ``unit``, ``place`` (位次) if any."""

    number: Decimal
    half: Decimal
    unit: str = ""
    place: int | None = None


def said(text: str, before: str = "", statistic: str = "") -> Said | None:
    """The number a printed text tells; None where it tells none.

    ``before``: the words in front of it, which may say that it is a fall.

    >>> said("−1,234.5"), said("4.9%", "同比下降")
    (Said(number=Decimal('-1234.5'), half=Decimal('0.05'), unit='', place=None), \
Said(number=Decimal('-4.9'), half=Decimal('0.05'), unit='%', place=None))
    >>> said("1.8倍"), said("（3）", statistic="rank").number, said("*")
    (Said(number=Decimal('180'), half=Decimal('5'), unit='%', place=None), Decimal('3'), None)
    """
    text = text.strip()
    if statistic.endswith("rank"):
        ranked = _RANK.fullmatch(text)
        return Said(Decimal(ranked["rank"]), Decimal("0.5")) if ranked else None
    if text == LEVEL:
        return Said(Decimal(0), Decimal("0.05"), "%")
    found = _NUMBER.fullmatch(text)
    return _of(found, before) if found else None


def _of(found: re.Match[str], before: str) -> Said:
    part, unit = found["part"] or "", (found["unit"] or "").removeprefix("个")
    whole = found["whole"].replace(",", "")
    number = Decimal(f"{whole}.{part}" if part else whole)
    half = Decimal(5).scaleb(-len(part) - 1)
    if found["sign"] in ("-", "−") or (not found["sign"] and _FALL.search(before.rstrip())):
        number = -number
    if unit == "倍":
        number, half, unit = _plain(number * 100), _plain(half * 100), "%"
    place = int(found["place"]) if found["place"] else None
    return Said(number, half, unit, place)


def _plain(value: Decimal) -> Decimal:
    return Decimal(format(value.normalize(), "f"))
