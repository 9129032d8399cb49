"""Wording against sign (措辞与正负): 收窄 of a rise, 回落 of a fall, 倍 for a fall, 由负转正.

What is only loose (下降4.0%，比1—4月下降0.7个百分点) is let stand with its strict form beside it;
what says the opposite of the figures, or what the trade never says, disagrees.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from gxlab.prose.book import Book, Finding
from gxlab.prose.growth_checks import is_yearly
from gxlab.prose.point_checks import (
    moved,
    present,
    rate_of,
    signed_step,
    strict_change,
)
from gxlab.prose.readings import Reading

_NEVER_OF_FALLS = re.compile("回落|放缓|减缓|加快|提速|加速")


def check(book: Book) -> Iterator[Finding]:
    """Every rule on words."""
    for change in book.of("change"):
        yield from _change(book, change)
    for rate in book.of("rate", "multiple"):
        yield from _fall_in_multiples(rate)
    for number, sentence in enumerate(book.sentences):
        yield from _turns(book, number, sentence)


def _change(book: Book, change: Reading) -> Iterator[Finding]:
    now = present(book, change)
    if now is None or now.role != "rate" or change.against == "prior":
        return
    rate, step = rate_of(now), signed_step(change, now)
    then = rate - step
    strict = strict_change(rate, then, change, now)
    wrong = _wrong(rate, then, change.word)
    orders = (change.order, now.order)
    if wrong:
        yield Finding("wording", orders, False, strict, strict, wrong)
    elif _loose(rate, then, change.word):
        yield Finding("wording", orders, None, "", strict, "措辞不严")


def _wrong(rate: Decimal, then: Decimal, word: str) -> str:
    if rate > 0 and re.search("收窄|降幅|跌幅", word):
        return f"增速为正，“{word}”只用于降幅"
    if rate < 0 and _NEVER_OF_FALLS.search(word) and then < 0:
        return f"增速为负，“{word}”不用于降幅"
    if rate < 0 and then > 0 and re.search("扩大|收窄", word):
        return f"按文中的差推算上期为{moved(then)}，不能说“{word}”"
    return ""


def _loose(rate: Decimal, then: Decimal, word: str) -> bool:
    """Whether the strict form says it otherwise."""
    if rate < 0:
        return not re.search("降幅|跌幅|收窄|扩大", word) or then > 0
    return then < 0


def _fall_in_multiples(rate: Reading) -> Iterator[Finding]:
    if rate.figure.family == "倍" and rate.sign < 0:
        yield Finding(
            "wording", (rate.order,), False, "百分数", "下降不能用倍数表示，应改用百分数",
            "下降用了倍数",
        )  # fmt: skip


_TURNS = (
    (re.compile("由负转正|扭负为正|由降转增|由降转升"), True),
    (re.compile("由正转负|由增转降|由升转降"), False),
)


def _turns(book: Book, number: int, sentence: str) -> Iterator[Finding]:
    rates = [r for r in book.of("rate") if r.sentence == number and is_yearly(r)]
    for pattern, rising in _TURNS:
        spoken = pattern.search(sentence)
        if not spoken or not rates:
            continue
        before = [r for r in rates if r.figure.start < spoken.start()]
        after = [r for r in rates if "(" not in sentence[spoken.end() : r.figure.start]]
        if not before and not after:
            continue
        rate = before[-1] if before else after[0]
        if rate_of(rate) != 0 and (rate_of(rate) > 0) != rising:
            word = "由正转负" if rising else "由负转正"
            yield Finding(
                "wording", (rate.order,), False, word, word, f"本期{moved(rate_of(rate))}"
            )
