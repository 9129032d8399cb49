"""What is being spoken of (话题): carried from clause to clause until a clause says otherwise.

Chinese leaves out what the clause before has said: indicator, owner and period. 其中 opens the
parts of the amount before it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from gxlab.prose.clauses import Clause
from gxlab.prose.subjects import subject_of
from gxlab.prose.times import When
from gxlab.prose.words import Role, Said

_PRIOR = re.compile(r"prior|last:|last_year|before:")
_SPLIT = ("level", "closing", "whole", "total", "base", "entries", "exits", "net")


@dataclass(frozen=True)
class Topic:
    """Indicator, owner and period now spoken of.

    ``parent`` is the order of the amount whose parts are being told, ``level`` that of the last
    amount that may be split, ``said_in`` its sentence.
    """

    measure: str = ""
    whose: str = ""
    when: str = ""
    parent: int | None = None
    level: int | None = None
    said_in: int = -1


def opened(clause: Clause, topic: Topic, sentence: int) -> Topic:
    """The topic as a clause takes it up, before its first figure."""
    fresh = clause.number == 0
    now = replace(topic, parent=_parent(clause, topic, sentence))
    if fresh and _PRIOR.match(now.when):
        now = replace(now, when="")
    # 1—5月，… : a period alone in its clause holds for what follows.
    heads = bool(clause.times) and clause.times[0].start - clause.start <= 4
    if heads and not clause.figures and not re.search("[比较]", clause.text):
        now = replace(now, when=clause.times[-1].tag)
    return now if clause.figures else _named_alone(clause.text, now)


def _parent(clause: Clause, topic: Topic, sentence: int) -> int | None:
    listing = clause.after == ":" or re.search("包括|分为|分别为|^由[^由]*[0-9]", clause.text)
    here = topic.said_in == sentence and not re.match("由.*(?:转|至|到)", clause.text)
    if "其中" in clause.text or (listing and here):
        return topic.level
    if clause.after == ";" and topic.parent is not None and _goes_on(clause, topic):
        return topic.parent  # 其中，制造业投资…，占…；采矿业投资…: the list goes on
    ends = clause.number == 0 or clause.after == ";"
    return None if ends or re.match(r"\s*(?:合计|总计|共计|占)", clause.text) else topic.parent


def _goes_on(clause: Clause, topic: Topic) -> bool:
    first = clause.figures[0].start - clause.start if clause.figures else 0
    measure = subject_of(clause.text[:first]).measure
    return bool(measure) and measure == topic.measure


def _named_alone(text: str, topic: Topic) -> Topic:
    """A clause without figures may name the subject: 全市规上工业企业，…"""
    named = subject_of(re.sub(r"[0-9]", "", text))
    if named.measure and len(text) <= 24:
        return replace(topic, measure=named.measure, whose=named.whose)
    return replace(topic, whose=named.whose) if re.search("公司|集团|厂|项目", text) else topic


def placed(
    said: Said, told: tuple[When, ...], compared: tuple[When, ...], topic: Topic
) -> tuple[Role, str, Topic]:
    """What a figure is once its periods are known, its period, and the topic's from here on.

    ``told`` are the periods in front of the words that speak, ``compared`` those inside them.
    """
    if said.role == "former":
        tag = compared[-1].tag if compared else ""
        return ("ratio", "", topic) if tag == "now" else ("former", tag, topic)
    if said.role == "base" and compared:
        return _base_or_level(compared[-1].tag, topic)
    if told:
        return _told(said.role, told[-1].tag, topic)
    if said.role == "level" and _PRIOR.match(topic.when):
        return "base", topic.when.rpartition(":")[2].removeprefix("prior"), topic
    return said.role, topic.when, topic


def _base_or_level(tag: str, topic: Topic) -> tuple[Role, str, Topic]:
    """上年同期613亿元 is a base, 1—5月613亿元 a level."""
    if tag.startswith("opening"):
        return "opening", topic.when, topic
    if _PRIOR.match(tag):
        return "base", topic.when, topic
    moved_on = topic if tag in ("now", "year") else replace(topic, when=tag)
    return "level", moved_on.when, moved_on


def _told(role: Role, tag: str, topic: Topic) -> tuple[Role, str, Topic]:
    if tag == "now" and _PRIOR.match(topic.when):
        return role, "", replace(topic, when="")
    if tag in ("now", "year"):
        return role, topic.when, topic
    if tag in ("other", "last_month", "last_period"):
        return role, tag, topic
    if not (_PRIOR.match(tag) or tag == "opening"):
        return role, tag, replace(topic, when=tag)
    if role in ("level", "closing"):
        return ("opening" if tag == "opening" else "base"), topic.when, topic
    return role, tag, topic


def moved(said: Said, role: Role, clause: Clause, topic: Topic) -> Topic:
    """The topic with the subject the words in front of a figure name."""
    tail = re.split("[#]", said.rest)[-1]
    if "#" in said.rest:
        tail = re.sub(r"^[^,，#]{0,12}?中(?:有)?", "", tail)
    named = subject_of(tail.replace("@", ""))
    if role in ("base", "target", "goal", "opening") and not named.measure:
        return topic
    if said.role == "ratio" and not named.measure and named.whose:
        return replace(topic, measure="~" + named.whose, whose="")
    if named.measure:
        fresh = clause.number == 0 and "#" not in said.rest
        keeps = not (named.whose or named.own or fresh)
        whose = topic.whose if keeps else named.whose
        return replace(topic, measure=named.measure, whose=whose)
    return replace(topic, whose=named.whose) if named.whose or named.own else topic


def noted(role: Role, order: int, sentence: int, aside: bool, within: bool, topic: Topic) -> Topic:
    """The topic after a figure: what 其中 would split is the last amount that is no part itself.

    ``aside``: the figure stands in brackets; ``within``: 占X亿元的, a whole of one share only.
    """
    now = topic
    if role in _SPLIT and topic.parent is None and not aside:
        now = replace(now, level=order, said_in=sentence)
    if role == "whole" and not within and not aside:
        now = replace(now, parent=order)  # 41个行业中，30个增长、1个持平、10个下降
    return now
