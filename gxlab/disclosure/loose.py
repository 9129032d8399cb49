"""Numbers of a page that carry no coordinate (散数): whatever no rule of print allows is refused.

A figure outside ``data-ref`` escapes the audit. So every numeral in visible text, in attributes and
in drawings has to be of a declared kind (loose_allowed.csv), be the form of the page itself, or the
even scale of an axis.
"""

from __future__ import annotations

import csv
import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from importlib.resources import files
from itertools import pairwise

from gxlab.disclosure.page_tree import Element
from gxlab.disclosure.page_words import is_form

# Numerals of every script, with what stands between them; Chinese ones only in front of a unit.
_NUMERAL = "".join(
    re.escape(chr(n)) for n in range(0x30, 0x1FBFA) if unicodedata.category(chr(n)) in ("Nd", "No")
)
_DIGITS = re.compile(f"[{_NUMERAL}]+(?:[,.，．][{_NUMERAL}]+)*")
_HAN = "[〇零一二三四五六七八九十百千万亿两]"
_WORDS = re.compile(
    f"[一二三四五六七八九十两]{_HAN}*(?:点{_HAN}+)?(?:多|余)?(?:户|家|亿元|万元|元|个百分点|成)"
    f"|百分之{_HAN}+"
)
_TICK = re.compile(r"[+−-]?[0-9][0-9,]*(?:\.[0-9]+)?%?")


@dataclass(frozen=True)
class Loose:
    """A number without a coordinate: as written, the page, where, and in what (正文, 属性 …)."""

    text: str
    page: str
    place: str
    channel: str


def loose_numbers(page: Element, name: str, public: Sequence[str] = ()) -> Iterator[Loose]:
    """Every number of a page that has no coordinate and is of no allowed kind.

    ``public``: names whose numerals are no figures, longer ones first.
    """
    for element in page.walk():
        if element.tag == "style":
            continue
        yield from _in_attributes(element, name, public)
        if "role-axis-label" in element.classes() and _is_scale(element):
            continue
        yield from _in_text(element, name, public)


def _in_text(element: Element, name: str, public: Sequence[str]) -> Iterator[Loose]:
    """The element's own text, with the text of what is inside as a mere gap."""
    if any("data-ref" in one.attributes for one in element.above()) or _on_scale(element):
        return
    channel = "图中文字" if element.is_inside("svg") else "正文"
    own = " ".join(c for c in element.children if isinstance(c, str))
    for number in numbers_left(own, public):
        yield Loose(number, name, _place(element), channel)


def _in_attributes(element: Element, name: str, public: Sequence[str]) -> Iterator[Loose]:
    for attribute, value in element.attributes.items():
        if not is_form(element, attribute, value):
            for number in numbers_left(value, public):
                yield Loose(number, name, _place(element), f"属性 {attribute}")


def numbers_left(text: str, public: Sequence[str] = ()) -> list[str]:
    """The numbers of a text that are of no allowed kind.

    >>> numbers_left("2026年1—5月，见表3"), numbers_left("增长12.4%，共三户")
    ([], ['12.4', '三户'])
    """
    for name in public:
        text = text.replace(name, " ")
    for pattern in _allowed():
        text = pattern.sub(" ", text)
    return [found[0] for found in (*_DIGITS.finditer(text), *_WORDS.finditer(text))]


@cache
def _allowed() -> tuple[re.Pattern[str], ...]:
    source = files("gxlab.disclosure").joinpath("loose_allowed.csv").read_text(encoding="utf-8")
    return tuple(re.compile(row["pattern"]) for row in csv.DictReader(source.splitlines()))


def _on_scale(element: Element) -> bool:
    return any("role-axis-label" in one.classes() and _is_scale(one) for one in element.above())


def _is_scale(labels: Element) -> bool:
    """Whether the labels of an axis are an even scale of round numbers, which tells no figure."""
    texts = [e.text.strip() for e in labels.walk() if e.tag == "text"]
    if not texts or any(not _TICK.fullmatch(text) for text in texts):
        return False
    return _is_even([_tick(text) for text in texts])


def _tick(text: str) -> Decimal:
    return Decimal(text.replace(",", "").replace("−", "-").rstrip("%"))


def _is_even(ticks: Sequence[Decimal]) -> bool:
    """Multiples of 1, 2, 2.5 or 5 × 10ⁿ, one step apart."""
    if len(ticks) < 2:
        return list(ticks) == [Decimal(0)]
    step = abs(ticks[1] - ticks[0])
    steps = {abs(b - a) for a, b in pairwise(ticks)}
    if steps != {step} or not step:
        return False
    leading = step.scaleb(-step.adjusted())
    return leading in (1, 2, Decimal("2.5"), 5) and all(tick % step == 0 for tick in ticks)


def _place(element: Element) -> str:
    anchor = next((a.attributes["id"] for a in element.above() if a.attributes.get("id")), "")
    return f"#{anchor} {element.tag}" if anchor else element.tag
