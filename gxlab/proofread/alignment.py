"""Lines side by side (逐句对照): a line and the line the warehouse would print in its place.

Two lines are the same sentence when their words are the same with every number left out. Lines
that occur more than once (同比增长…) are told apart by the order they stand in.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from gxlab.proofread.pages import Told
from gxlab.prose.printed_figures import plain_text

_NUMBER = re.compile(r"(?<![0-9.])[+-]?[0-9]+(?:,[0-9]{3})*(?:\.[0-9]+)?")
# 图1, 表2, and the number an item has in a list: "1.", "2. ", "（3）".
_LABEL = re.compile(r"^\s*(?:(?:图|表)[0-9]+|[0-9]{1,2}[.、](?![0-9])|\([0-9]{1,2}\))\s*")
_WORD = re.compile("[^\u4e00-\u9fffA-Za-z#%]")


@dataclass(frozen=True)
class Match:
    """A line of the document, by its place, with the line it should be."""

    place: int
    told: Told


@dataclass(frozen=True)
class Difference:
    """A number that should be another: as printed in the document, and as the warehouse has it."""

    printed: str
    expected: str
    ref: str


def skeleton(text: str) -> str:
    """The words of a line with every number written "#".

    >>> skeleton("图1 1—5月增长6.3%") == skeleton("1—4月增长5%")
    True
    """
    return _WORD.sub("", _NUMBER.sub("#", _ready(text)))


def numbers(text: str) -> list[str]:
    """The numbers of a line in order, signs before a figure with them.

    >>> numbers("1—5月，−0.6个百分点，1,234户")
    ['1', '5', '-0.6', '1,234']
    """
    return _NUMBER.findall(_ready(text))


def _ready(text: str) -> str:
    flat = _LABEL.sub("", plain_text(text))
    return re.sub(r"(?<=[0-9月年季])-(?=[0-9])", "至", flat)  # 1—5月 is no minus


def align(lines: Sequence[str], told: Sequence[Told]) -> list[Match]:
    """The lines that have a counterpart, in the document's order."""
    ours = [skeleton(line) for line in lines]
    theirs = [skeleton(line.text) for line in told]
    matcher = SequenceMatcher(None, ours, theirs, autojunk=False)
    pairs = {
        run.a + step: run.b + step
        for run in matcher.get_matching_blocks()
        for step in range(run.size)
    }
    pairs = {a: b for a, b in pairs.items() if _speaks(ours[a]) or pairs.get(a - 1) == b - 1}
    places: dict[str, list[int]] = defaultdict(list)
    for place, words in enumerate(theirs):
        places[words].append(place)
    found = []
    for place, words in enumerate(ours):
        if place in pairs and "#" in words:
            found.append(Match(place, told[pairs[place]]))
        elif words in places and "#" in words and _speaks(words):
            nearest = min(places[words], key=lambda p: len(differences(lines[place], told[p])))
            found.append(Match(place, told[nearest]))
    return found


def _speaks(words: str) -> bool:
    """Whether a line has words; a bare number is known only by the line above it."""
    return bool(re.search("[\u4e00-\u9fff]", words))


def differences(line: str, told: Told) -> list[Difference]:
    """The numbers of a line that are not those the warehouse would print."""
    ours, theirs = numbers(line), numbers(told.text)
    refs = _refs(told)
    return [
        Difference(a, b, refs[at] if at < len(refs) else "")
        for at, (a, b) in enumerate(zip(ours, theirs, strict=False))
        if a != b
    ]


def _refs(told: Told) -> list[str]:
    """The coordinate of each number of a line, "" where it is none of the figures."""
    left = [(number, ref) for text, ref in told.refs for number in numbers(text)]
    found = []
    for number in numbers(told.text):
        if left and left[0][0] == number:
            found.append(left.pop(0)[1])
        else:
            found.append("")
    return found
