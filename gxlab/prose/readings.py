"""Readings (读出的数): every figure of a text bound to indicator, whose, period and meaning.

The words around a figure say what it is, what has been spoken of before says the rest (`topics`).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal

from gxlab.prose import words, words_amounts, words_points
from gxlab.prose.clauses import Around, Clause, around, clauses
from gxlab.prose.interval import Interval, exactly
from gxlab.prose.printed_figures import (
    COUNT,
    PERCENT,
    POINTS,
    Printed,
    find_printed,
    plain_text,
)
from gxlab.prose.times import When, find_times
from gxlab.prose.topics import Topic, moved, noted, opened, placed
from gxlab.prose.words import Role, Said

# The text is of a place inside the city: 全区, or 高于全市, which a city never says of itself.
_INSIDE = re.compile("[全我本](?:区|县|镇|街道)|(?:高于|低于|快于|慢于|比|较)全市")


@dataclass(frozen=True)
class Reading:
    """One figure and its meaning (一个数及其含义).

    ``when`` is the tag of its period; ``against`` the tag of the period, or the name of the area,
    it is told against. ``parent`` is the order of the level it is a part of (其中). ``order``
    counts the figures of a text, ``names`` are the yardsticks of a list, ``noun`` is what stands
    behind a count, ``lead`` what stands before it.
    """

    figure: Printed
    role: Role
    measure: str
    whose: str
    when: str
    sentence: int
    clause: int
    order: int
    sign: int = 1
    against: str = ""
    who: str = ""
    word: str = ""
    names: tuple[str, ...] = ()
    noun: str = ""
    lead: str = ""
    parent: int | None = None
    series: int = 0

    @property
    def value(self) -> Interval:
        """What it stands for, with the sign its words give it."""
        own = self.figure.interval
        return own if self.sign > 0 else exactly(own.low * 0) - own

    @property
    def shown(self) -> Decimal:
        """The printed number with the sign its words give it, in the printed unit."""
        return self.figure.value * self.sign


def read(sentences: list[str], year: int | None = None) -> list[Reading]:
    """The readings of consecutive sentences of one text; ``year`` is the text's own year."""
    topic, found = Topic(), list[Reading]()
    years = [w.year for s in sentences for w in find_times(plain_text(s)) if w.year]
    year = year or max(years, default=None)
    for number, sentence in enumerate(sentences):
        flat = plain_text(sentence)
        times = find_times(flat)
        figures = find_printed(flat, [(w.start, w.end) for w in times])
        for clause in clauses(flat, figures, [_dated(w, year) for w in times]):
            topic = opened(clause, topic, number)
            for index in range(len(clause.figures)):
                one, topic = _read(clause, index, topic, found, number)
                found.append(one)
                before = clause.text[: one.figure.start - clause.start]
                aside = before.count("(") > before.count(")")
                topic = noted(one.role, one.order, number, aside, bool(one.who), topic)
    county = any(_INSIDE.search(s) for s in sentences)
    return found if county else [replace(r, whose=r.whose.removeprefix("全市")) for r in found]


def _dated(when: When, year: int | None) -> When:
    """A year that is the text's own says nothing; the year before is 上年同期."""
    if when.year is None or year is None or ":" not in when.tag:
        return when
    bare = when.tag.partition(":")[2]
    tag = bare if when.year == year else f"before:{bare}" if when.year == year - 1 else when.tag
    return replace(when, tag=tag)


def _read(
    clause: Clause, index: int, topic: Topic, found: list[Reading], sentence: int
) -> tuple[Reading, Topic]:
    figure, words_around = clause.figures[index], around(clause, index)
    if found and _is_series(words_around.left, clause, index, figure, found[-1]):
        return _next_of_series(found, figure, sentence, clause), topic
    said = _said(figure, words_around)
    told, compared = _split_times(said, words_around)
    role, when, topic = placed(said, told, compared, topic)
    aside = said.word == "()" and bool(said.rest) and not said.rest.endswith("#")
    speaks = moved(said, role, clause, topic)
    names = _names(said)
    reading = Reading(
        figure=figure,
        role=role,
        measure=speaks.measure,
        whose=speaks.whose,
        when=when,
        sentence=sentence,
        clause=clause.number,
        order=len(found),
        sign=said.sign,
        against=_against(said, compared),
        who="|".join(w.tag for w in compared) if len(compared) > 1 else names[0],
        word=said.word,
        names=names,
        noun=re.split("[(#@]", words_around.right)[0][:16],
        lead=re.split("[#]", said.rest)[-1],
        parent=topic.parent,
    )
    return reading, topic if aside else speaks  # （全省4.7%） is said in passing


def _said(figure: Printed, words_around: Around) -> Said:
    left, right = words_around.left.rstrip(" "), words_around.right
    if figure.family == PERCENT:
        return words.percent(left, right)
    if figure.family == "倍":
        rate = words.percent(left, right)
        return rate if rate.role == "rate" else Said("multiple", who=left, rest=left)
    if figure.unit == "位" and (ranked := words_points.place(left)).role != "unknown":
        return ranked
    if figure.family == POINTS:
        return words_points.points(left)
    said = words_amounts.amount(left, right, figure.family in (COUNT, ""))
    signed = figure.family == COUNT and figure.text[0] in "+-" and left.endswith("(")
    return replace(said, role="increment") if signed else said


def _split_times(said: Said, words_around: Around) -> tuple[tuple[When, ...], tuple[When, ...]]:
    """The periods in front of the words that speak, and those inside them.

    What stands before an earlier figure of the clause is that one's.
    """
    own = said.rest.count("@")
    first = said.rest[: said.rest.rfind("#") + 1].count("@")
    return words_around.times[first:own], words_around.times[own:]


def _against(said: Said, compared: tuple[When, ...]) -> str:
    if compared:
        return compared[0].tag
    if said.who in ("同比", ""):
        return "prior" if said.who or said.role == "rate" else ""
    return said.who


def _is_series(left: str, clause: Clause, index: int, figure: Printed, before: Reading) -> bool:
    same = before.figure.unit == figure.unit
    joined = index > 0 and re.search(r"#(?:和|与|及|以及|、)$", left)
    listed = clause.after == "、" and not left.strip() and not before.noun
    return same and bool(joined or listed)


def _next_of_series(
    found: list[Reading], figure: Printed, sentence: int, clause: Clause
) -> Reading:
    """较一季度、上半年分别前移7位、8位: the next figure goes with the next name."""
    before = found[-1]
    step = before.series + 1
    tags = before.who.split("|")
    against = tags[step] if "|" in before.who and step < len(tags) else before.against
    names = before.names
    who = names[step] if step < len(names) else before.who
    return replace(
        before, figure=figure, sentence=sentence, clause=clause.number, order=len(found),
        series=step, against=against, who=who,
    )  # fmt: skip


def _names(said: Said) -> tuple[str, ...]:
    """分别高于全国、全省: the yardsticks in order; one where nothing is listed."""
    listed = re.split("[、和及与]", said.who) if said.role == "gap" else [said.who]
    return tuple(listed) if all(listed) else (said.who,)
