"""What the checks ask (查找): the readings of a text, and which of them go together."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from gxlab.prose.readings import Reading
from gxlab.prose.subjects import whose

NEAR = 3
"""How many sentences back a figure may be told that another one rests on."""
RATES = ("rate", "ratio", "share", "completion", "goal", "average")
_EVERYBODY = re.compile("规上|规模以上|全部|总体|整体|全行业")
LEVELS = ("level", "closing", "total", "entries", "exits", "net", "whole")


@dataclass(frozen=True)
class Finding:
    """What one rule says of the figures it joins (一处判断).

    ``orders`` are the readings concerned, the derived one first; ``expected`` what it should have
    printed like, ``strict`` the strict form of a sloppy sentence, ``why`` the reason in Chinese.
    ``ok`` None: the wording is sloppy but tells no lie, nothing has been verified.
    """

    rule: str
    orders: tuple[int, ...]
    ok: bool | None
    expected: str = ""
    strict: str = ""
    why: str = ""


@dataclass(frozen=True)
class Book:
    """The readings of a text and its sentences (plain copies)."""

    readings: tuple[Reading, ...]
    sentences: tuple[str, ...]

    def of(self, *roles: str) -> Iterator[Reading]:
        """Readings of these roles that are told exactly enough to compute with."""
        return (r for r in self.readings if r.role in roles and not r.figure.vague)

    def beside(self, one: Reading, *roles: str) -> list[Reading]:
        """Readings of the same indicator and owner, nearest first: the sentence's own, then those
        of the few sentences before."""
        found = [r for r in self.of(*roles) if r.order != one.order and _together(one, r)]
        return sorted(found, key=lambda r: distance(one, r))

    def near(self, one: Reading, *roles: str) -> list[Reading]:
        """Readings of these roles whoever's they are, nearest first."""
        found = [r for r in self.of(*roles) if r.order != one.order and _reaches(one, r)]
        return sorted(found, key=lambda r: distance(one, r))

    def sentence(self, one: Reading) -> str:
        """The plain sentence a reading stands in."""
        return self.sentences[one.sentence]


def distance(one: Reading, other: Reading) -> tuple[int, int]:
    """Sentences apart, then figures apart; what comes before is nearer than what follows."""
    apart = abs(one.sentence - other.sentence)
    return apart, abs(one.order - other.order) * 2 + (other.order > one.order)


def _reaches(one: Reading, other: Reading) -> bool:
    return 0 <= one.sentence - other.sentence <= NEAR


def _together(one: Reading, other: Reading) -> bool:
    return _reaches(one, other) and same_subject(one, other)


def same_subject(one: Reading, other: Reading) -> bool:
    """Whether both speak of the same indicator and owner; what is left out fits anything."""
    measures = one.measure == other.measure or "" in (one.measure, other.measure)
    if one.sentence == other.sentence:
        return measures and one.whose == other.whose
    return measures and (one.whose == other.whose or not other.whose)


def named(who: str, candidates: Iterable[Reading], one: Reading) -> list[Reading]:
    """Those of the candidates that belong to the one named (全省平均水平 → 全省).

    In a city's own text 全市 is the owner nobody names; it is never ``one`` itself.
    """
    wanted = whose(who)
    found = [r for r in candidates if wanted and whose(r.whose) == wanted]
    everybody = wanted == "全市" or (not wanted and _EVERYBODY.search(who))
    if everybody and not found and one.whose:
        return [r for r in candidates if not r.whose and one.sentence - r.sentence <= 1]
    return found
