"""Growth against levels (增速与总量): level, base, increment and rate of one figure.

增速 = 本期 ÷ 上年同期 − 1 = 增加额 ÷ (本期 − 增加额). 增加值 grows in real terms and 可比口径 rests
on another base than last year's printed one: there the levels prove nothing and no word is said.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from gxlab.prose.book import LEVELS, Book, Finding
from gxlab.prose.interval import HUNDRED, Interval, exactly, printed, told
from gxlab.prose.readings import Reading

ONE = exactly(Decimal(1))
_OTHER_BASE = re.compile("可比|不变价|价格因素|实际增长|口径")


def check(book: Book) -> Iterator[Finding]:
    """Every rule on growth and levels."""
    for rate in book.of("rate"):
        yield from _growth(book, rate)
    for step in book.of("increment"):
        yield from _increment(book, step)
    for multiple in book.of("multiple"):
        yield from _multiple(book, multiple)
    for average in book.of("average"):
        yield from _average(book, average)
    yield from _doubling(book)


def percent(reading: Reading) -> Interval:
    """A rate in %, also where it is printed in 倍 of increase (增长1.8倍 = 180%)."""
    return reading.value.times(HUNDRED) if reading.figure.family == "倍" else reading.value


def to_print(reading: Reading, interval: Interval) -> str:
    """An interval in % in the way the reading is printed, without the sign its verb carries."""
    unsigned = interval if reading.sign > 0 else exactly(Decimal(0)) - interval
    if reading.figure.family == "倍":
        return told(unsigned.times(Decimal("0.01")), reading.figure.places, "倍")
    return told(unsigned, reading.figure.places, "%")


def is_yearly(reading: Reading) -> bool:
    """Whether a rate or a change is told against the same period of last year."""
    return not reading.against or reading.against.startswith(
        ("prior", "before:", "last:", "last_y")
    )


def _growth(book: Book, rate: Reading) -> Iterator[Finding]:
    if (
        not is_yearly(rate)
        or rate.measure == "value_added"
        or rate.when.startswith(("prior", "before:"))
    ):
        return
    pairs = list(_pairs(book, rate))
    if not pairs or _OTHER_BASE.search(book.sentence(rate)):
        return
    orders, grown = pairs[0]
    found = grown.times(HUNDRED)
    yield Finding(
        "growth", (rate.order, *orders), found.meets(percent(rate)), to_print(rate, found),
        why="增速与本期、上年同期（或增加额）",
    )  # fmt: skip


def _pairs(book: Book, rate: Reading) -> Iterator[tuple[tuple[int, ...], Interval]]:
    """The growth of the figure a rate belongs to, from two of level, base and increment."""
    levels = [r for r in book.beside(rate, *LEVELS) if _fits(book, r, rate)]
    levels = [r for r in levels if not _has_its_rate(book, r, rate)]
    for level in levels[:1]:
        kind = level.figure.family
        bases = [r for r in book.beside(level, "base") if r.figure.family == kind]
        bases += [r for r in _later(book, level, "base") if r.figure.family == kind]
        steps = [*_within(book, level, rate), *_within(book, rate, rate)]
        steps = [r for r in steps if r.figure.family == kind and is_yearly(r)]
        if bases and bases[0].value.low > 0:
            quotient = level.value.over(bases[0].value)
            if quotient is not None:
                yield (level.order, bases[0].order), quotient - ONE
        elif steps and (level.value - steps[0].value).low > 0:
            yield (level.order, steps[0].order), _grown(level.value, steps[0].value)


def _grown(level: Interval, step: Interval) -> Interval:
    """增加额 ÷（本期 − 增加额）: both figures stand twice in it, so the corners are tried."""
    corners = [s / (v - s) for v in (level.low, level.high) for s in (step.low, step.high)]
    return Interval(min(corners), max(corners))


def _later(book: Book, level: Reading, role: str) -> list[Reading]:
    """What the same sentence or the next one tells of a level after it."""
    return [
        r
        for r in book.of(role)
        if 0 <= r.sentence - level.sentence <= 1
        and r.order > level.order
        and r.measure == level.measure
        and r.whose == level.whose
    ]


def _within(book: Book, first: Reading, last: Reading) -> list[Reading]:
    """Increments told between a level and its rate, or beside the rate."""
    return [
        r
        for r in book.of("increment", "net")
        if first.sentence <= r.sentence <= last.sentence
        and r.order > first.order - 3
        and r.measure == first.measure
        and r.whose == first.whose
    ]


def _has_its_rate(book: Book, level: Reading, rate: Reading) -> bool:
    """2025年268.9亿元，增长4.8%；2024年256.6亿元，增长6.1%: the second rate is the base's own."""
    return any(
        r.sentence == rate.sentence
        and level.order < r.order < rate.order
        and (r.measure, r.whose) == (rate.measure, rate.whose)
        and is_yearly(r)
        for r in book.of("rate")
    )


def _fits(book: Book, level: Reading, rate: Reading) -> bool:
    same = level.measure == rate.measure and level.whose == rate.whose
    if same and level.order > rate.order:  # 增长9.0%，达到1286.5亿元
        return level.sentence == rate.sentence and last_amount(book, rate) is None
    if not same:
        return False
    if level.sentence == rate.sentence:
        return level.order == last_amount(book, rate)
    alike = level.when == rate.when or "" in (level.when, rate.when)
    return alike and last_amount(book, rate) is None


def last_amount(book: Book, one: Reading) -> int | None:
    """The amount a rate or share of the same sentence stands behind: the last one before it."""
    before = [
        r.order
        for r in book.readings
        if r.sentence == one.sentence and r.order < one.order
        and r.role in (*LEVELS, "target", "opening", "unknown")
        and r.role != "whole"
        and r.figure.family not in ("%", "百分点")
    ]  # fmt: skip
    return before[-1] if before else None


def _increment(book: Book, step: Reading) -> Iterator[Finding]:
    """增加额 = 本期 − 上年同期, where all three are told."""
    if not is_yearly(step):
        return
    kind = step.figure.family
    levels = [r for r in book.beside(step, *LEVELS) if r.figure.family == kind]
    levels = [r for r in levels if r.order < step.order and r.measure == step.measure]
    bases = [r for r in book.beside(step, "base") if r.figure.family == kind]
    if levels and bases:
        found = levels[0].value - bases[0].value
        if step.figure.unit in ("元", "天") and _alike(levels[0], bases[0], step):
            # A change of 每百元成本 or of 周转天数 is subtracted as printed, as 百分点 are.
            exact = levels[0].figure.value - bases[0].figure.value
            found = printed(exact, step.figure.places, step.figure.worth)
            if exact != step.shown:
                found = exactly(exact * step.figure.worth)
        scaled = step.figure.prints(found if step.sign > 0 else exactly(Decimal(0)) - found)
        expected = told(scaled, step.figure.places, step.figure.unit)
        yield Finding(
            "increment", (step.order, levels[0].order, bases[0].order),
            found.meets(step.value), expected, why="增加额与本期、上年同期",
        )  # fmt: skip


def _alike(*readings: Reading) -> bool:
    return len({(r.figure.unit, r.figure.places) for r in readings}) == 1


def _multiple(book: Book, multiple: Reading) -> Iterator[Finding]:
    """是上年同期的1.5倍."""
    if "@" not in multiple.who:
        return
    kind = [r for r in book.beside(multiple, *LEVELS) if r.order < multiple.order]
    bases = book.beside(multiple, "base")
    if kind and bases and kind[0].figure.family == bases[0].figure.family:
        found = kind[0].value.over(bases[0].value)
        if found is not None:
            yield Finding(
                "multiple", (multiple.order, kind[0].order, bases[0].order),
                found.meets(multiple.value), told(found, multiple.figure.places, "倍"),
                why="倍数与本期、上年同期",
            )  # fmt: skip


_YEARS = {"两年": 2, "二年": 2, "三年": 3, "四年": 4, "五年": 5, "2年": 2, "3年": 3, "5年": 5}
_TIMES = {"一": 1, "两": 2, "二": 2, "三": 3}


def _average(book: Book, average: Reading) -> Iterator[Finding]:
    """年均增长: the geometric mean; 比2019年增长72.1% is 31.2% a year over two years."""
    sentence = book.sentence(average)
    years = next((n for word, n in _YEARS.items() if word in sentence), None)
    if years is None:
        return
    total = _total_growth(book, average, sentence)
    if total is None:
        return
    orders, grown = total
    found = Interval(_root(grown.low, years), _root(grown.high, years)) - ONE
    rate = found.times(HUNDRED)
    yield Finding(
        "average", (average.order, *orders), rate.meets(percent(average)),
        to_print(average, rate), why=f"{years}年平均增速与{years}年总增长",
    )  # fmt: skip


def _total_growth(
    book: Book, average: Reading, sentence: str
) -> tuple[tuple[int, ...], Interval] | None:
    """How many times as much it was at the end of the years."""
    if doubled := re.search("翻([一两二三])?番", sentence):
        return (), exactly(Decimal(2) ** _TIMES[doubled[1] or "一"])
    rates = [r for r in book.beside(average, "rate") if re.search(r"\d{4}", r.against)]
    if rates:
        return (rates[0].order,), percent(rates[0]).times(Decimal("0.01")) + ONE
    return None


def _root(value: Decimal, years: int) -> Decimal:
    return (value.ln() / years).exp() if value > 0 else Decimal(0)


def _doubling(book: Book) -> Iterator[Finding]:
    """由50亿元增至100亿元，翻一番: at least twice as much."""
    for number, sentence in enumerate(book.sentences):
        doubled = re.search("(?:实现|已|将)?翻([一两二三])?番", sentence)
        ends = [r for r in book.of("former", "level", "closing") if r.sentence == number]
        if not doubled or len(ends) < 2 or ends[0].figure.family != ends[1].figure.family:
            continue
        if not re.search("由|从", sentence):
            continue
        grown = ends[1].value.over(ends[0].value)
        wanted = Decimal(2) ** _TIMES[doubled[1] or "一"]
        if grown is not None:
            yield Finding(
                "doubling", (ends[1].order, ends[0].order), grown.high >= wanted,
                f"不低于{wanted}倍", why="翻番与前后两数",
            )  # fmt: skip
