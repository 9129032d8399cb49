"""Readings (读出的数): every figure of a text bound to indicator, whose, period and meaning.

Chinese leaves out what the clause before has said: subject, indicator and period are carried on
until a clause names its own. 其中 opens the parts of the level before it.
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
from gxlab.prose.subjects import subject_of
from gxlab.prose.times import When, find_times
from gxlab.prose.words import Role, Said

LEVELS = ("level", "closing", "whole", "total")
# The text is of a place inside the city: 全区, or 高于全市, which a city never says of itself.
_INSIDE = re.compile("[全我本](?:区|县|镇|街道)|(?:高于|低于|快于|慢于|比|较)全市")
_PRIOR = re.compile(r"prior|last:|last_year|before:")


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


@dataclass
class _Topic:
    """What is being spoken of, carried from clause to clause."""

    measure: str = ""
    whose: str = ""
    when: str = ""
    parent: int | None = None
    level: int | None = None
    said_in: int = -1  # the sentence of that level


def read(sentences: list[str], year: int | None = None) -> list[Reading]:
    """The readings of consecutive sentences of one text; ``year`` is the text's own year."""
    topic, found = _Topic(), list[Reading]()
    years = [w.year for s in sentences for w in find_times(plain_text(s)) if w.year]
    year = year or max(years, default=None)
    for number, sentence in enumerate(sentences):
        flat = plain_text(sentence)
        times = find_times(flat)
        figures = find_printed(flat, [(w.start, w.end) for w in times])
        for clause in clauses(flat, figures, [_dated(w, year) for w in times]):
            _open(clause, topic, number)
            for index in range(len(clause.figures)):
                found.append(_read(clause, index, topic, found, number))
                _note_level(found[-1], clause, topic)
    county = any(_INSIDE.search(s) for s in sentences)
    return found if county else [replace(r, whose=r.whose.removeprefix("全市")) for r in found]


def _note_level(reading: Reading, clause: Clause, topic: _Topic) -> None:
    """What 其中 would split: the last amount that is not itself a part or said in brackets."""
    before = clause.text[: reading.figure.start - clause.start]
    aside = before.count("(") > before.count(")")
    if (
        reading.role in (*LEVELS, "base", "entries", "exits", "net")
        and topic.parent is None
        and not aside
    ):
        topic.level, topic.said_in = reading.order, reading.sentence
    if reading.role == "whole" and not reading.who and not aside:
        topic.parent = reading.order  # 41个行业中，30个增长、1个持平、10个下降


def _dated(when: When, year: int | None) -> When:
    """A year that is the text's own says nothing; the year before is 上年同期."""
    if when.year is None or year is None or ":" not in when.tag:
        return when
    bare = when.tag.partition(":")[2]
    tag = bare if when.year == year else f"before:{bare}" if when.year == year - 1 else when.tag
    return replace(when, tag=tag)


def _open(clause: Clause, topic: _Topic, sentence: int) -> None:
    fresh = clause.number == 0
    listing = clause.after == ":" or re.search("包括|分为|分别为|^由[^由]*[0-9]", clause.text)
    here = topic.said_in == sentence
    if "其中" in clause.text or (
        listing and here and not re.match("由.*(?:转|至|到)", clause.text)
    ):
        topic.parent = topic.level
    elif clause.after == ";" and topic.parent is not None and _goes_on(clause, topic):
        pass  # 其中，制造业投资…，占…；采矿业投资…: the list goes on
    elif fresh or clause.after == ";" or re.match(r"\s*(?:合计|总计|共计|占)", clause.text):
        topic.parent = None
    # 1—5月，… : a period alone in its clause holds for what follows.
    if fresh and _PRIOR.match(topic.when):
        topic.when = ""
    heads = bool(clause.times) and clause.times[0].start - clause.start <= 4
    if heads and not clause.figures and not re.search("[比较]", clause.text):
        topic.when = clause.times[-1].tag
    if not clause.figures:
        _take_subject(clause.text, topic, fresh)


def _goes_on(clause: Clause, topic: _Topic) -> bool:
    first = clause.figures[0].start - clause.start if clause.figures else 0
    measure = subject_of(clause.text[:first]).measure
    return bool(measure) and measure == topic.measure


def _take_subject(text: str, topic: _Topic, fresh: bool) -> None:
    """A clause without figures may name the subject: 全市规上工业企业，…"""
    named = subject_of(re.sub(r"[0-9]", "", text))
    if named.measure and len(text) <= 24:
        topic.measure, topic.whose = named.measure, named.whose
    elif re.search("公司|集团|厂|项目", text):
        topic.whose = named.whose


def _read(
    clause: Clause, index: int, topic: _Topic, found: list[Reading], sentence: int
) -> Reading:
    figure, words_around = clause.figures[index], around(clause, index)
    if found and _is_series(words_around.left, clause, index, figure, found[-1]):
        return _next_of_series(found, figure, sentence, clause)
    said = _said(figure, words_around)
    told, compared = _split_times(said, words_around)
    role, when = _role_and_period(said, told, compared, topic)
    if _is_signed_bracket(figure, words_around):
        said, role = replace(said, role="increment"), "increment"
    aside = said.word == "()" and bool(said.rest) and not said.rest.endswith("#")
    speaks = replace(topic) if aside else topic  # （全省4.7%） is said in passing
    _move_topic(said, role, clause, speaks)
    return Reading(
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
        who="|".join(w.tag for w in compared) if len(compared) > 1 else _names(said)[0],
        word=said.word,
        names=_names(said),
        noun=re.split("[(#@]", words_around.right)[0][:16],
        lead=re.split("[#]", said.rest)[-1],
        parent=topic.parent,
    )


def _said(figure: Printed, words_around: Around) -> Said:
    left, right = words_around.left.rstrip(" "), words_around.right
    if figure.family == PERCENT:
        return words.percent(left, right)
    if figure.family == "倍":
        rate = words.percent(left, right)
        return rate if rate.role == "rate" else Said("multiple", who=left, rest=left)
    if figure.unit == "位" and (placed := words_points.place(left)).role != "unknown":
        return placed
    if figure.family == POINTS:
        return words_points.points(left)
    return words_amounts.amount(left, right, figure.family in (COUNT, ""))


def _split_times(said: Said, words_around: Around) -> tuple[tuple[When, ...], tuple[When, ...]]:
    """The periods in front of the words that speak, and those inside them.

    What stands before an earlier figure of the clause is that one's.
    """
    own = said.rest.count("@")
    first = said.rest[: said.rest.rfind("#") + 1].count("@")
    return words_around.times[first:own], words_around.times[own:]


def _role_and_period(
    said: Said, told: tuple[When, ...], compared: tuple[When, ...], topic: _Topic
) -> tuple[Role, str]:
    role = said.role
    if role == "base" and compared:
        tag = compared[-1].tag
        if tag == "now":
            return "level", topic.when
        if re.match("opening", tag):
            return "opening", topic.when
        if _PRIOR.match(tag):
            return "base", topic.when
        if tag != "year":
            topic.when = tag
        return "level", topic.when
    if role == "former":
        tag = compared[-1].tag if compared else ""
        return ("ratio", "") if tag == "now" else (role, tag)
    if told:
        tag = told[-1].tag
        if tag == "now":
            return role, topic.when
        if tag in ("year", "other", "last_month", "last_period"):
            return role, topic.when if tag == "year" else tag
        if _PRIOR.match(tag) or tag == "opening":
            if role in ("level", "closing"):
                return ("opening" if tag == "opening" else "base"), topic.when
            return role, tag
        topic.when = tag
    elif role == "level" and _PRIOR.match(topic.when):
        return "base", topic.when.rpartition(":")[2].removeprefix("prior")
    return role, topic.when


def _is_signed_bracket(figure: Printed, words_around: Around) -> bool:
    return figure.family == COUNT and figure.text[0] in "+-" and words_around.left.endswith("(")


def _move_topic(said: Said, role: Role, clause: Clause, topic: _Topic) -> None:
    tail = re.split("[#]", said.rest)[-1]
    if "#" in said.rest:
        tail = re.sub(r"^[^,，#]{0,12}?中(?:有)?", "", tail)
    named = subject_of(tail.replace("@", ""))
    if role in ("base", "target", "goal", "opening") and not named.measure:
        return
    if named.own and not named.measure:
        topic.whose = ""
    if said.role == "ratio" and not named.measure and named.whose:
        topic.measure, topic.whose = "~" + named.whose, ""
    elif named.measure:
        fresh = clause.number == 0 and "#" not in said.rest
        keeps = not (named.whose or named.own or fresh)
        topic.whose = topic.whose if keeps else named.whose
        topic.measure = named.measure
    elif named.whose:
        topic.whose = named.whose


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
