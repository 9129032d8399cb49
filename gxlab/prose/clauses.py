"""Clauses (分句): a sentence cut where its sense turns, figures and periods masked in each.

A comma inside a number or a bracket cuts nothing; 、 cuts only where a figure stands before it, so
that 大型5户、中型34户 are two clauses and 较一季度、上半年 is one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from gxlab.prose.printed_figures import Printed
from gxlab.prose.times import When

FIGURE, TIME = "#", "@"
_ENDS = re.compile(r"(?<=[。！？])(?![”」』）)])")


@dataclass(frozen=True)
class Clause:
    """A clause with what stands in it; ``after`` is the mark it follows ("、" behind a figure)."""

    text: str
    start: int
    number: int
    after: str
    figures: tuple[Printed, ...]
    times: tuple[When, ...]


@dataclass(frozen=True)
class Around:
    """The words around a figure: brackets that are closed before it are left out of ``left``.

    ``times`` are the periods in ``left`` in order, as its "@" are.
    """

    left: str
    right: str
    times: tuple[When, ...]


def sentences(text: str) -> list[str]:
    """Sentences of a paragraph (句), each with its full stop.

    >>> sentences("增长3.6%。其中，制造业增长4%")
    ['增长3.6%。', '其中，制造业增长4%']
    """
    return [s.strip() for s in _ENDS.split(text) if s.strip()]


def clauses(flat: str, figures: list[Printed], times: list[When]) -> Iterator[Clause]:
    """The clauses of a plain sentence from left to right."""
    cuts = [*_cuts(flat, figures), len(flat)]
    start, after = 0, ""
    for number, cut in enumerate(cuts):
        yield Clause(
            flat[start:cut],
            start,
            number,
            after,
            tuple(f for f in figures if start <= f.start < cut),
            tuple(w for w in times if start <= w.start < cut and w.tag != "date"),
        )
        after = flat[cut : cut + 1]
        start = cut + 1


def _cuts(flat: str, figures: list[Printed]) -> Iterator[int]:
    ends = {f.end for f in figures}
    depth, last = 0, 0
    for at, char in enumerate(flat):
        depth = max(depth + (char == "(") - (char == ")"), 0)
        inside = any(f.start < at < f.end for f in figures)
        listed = char == "、" and any(last < end <= at for end in ends)
        listed = listed and not re.search("分别(?:高于|低于|快于|慢于|比|较)", flat[last:at])
        if depth == 0 and not inside and (char in ",，;:。！？!?" or listed):
            yield at
            last = at


def around(clause: Clause, index: int) -> Around:
    """The masked words before and behind one figure of a clause."""
    marks = sorted(
        [(f.start, f.end, FIGURE, None) for f in clause.figures]
        + [(w.start, w.end, TIME, w) for w in clause.times],
        key=lambda m: m[0],
    )
    here = clause.figures[index]
    left: list[tuple[str, When | None]] = []
    at = clause.start
    for start, end, mark, when in marks:
        if start >= here.start:
            break
        left += [(c, None) for c in clause.text[at - clause.start : start - clause.start]]
        left.append((mark, when))
        at = end
    left += [(c, None) for c in clause.text[at - clause.start : here.start - clause.start]]
    kept = _without_brackets(left)
    return Around(
        "".join(c for c, _ in kept), _right(clause, index), tuple(w for _, w in kept if w)
    )


def _without_brackets(told: list[tuple[str, When | None]]) -> list[tuple[str, When | None]]:
    text = "".join(c for c, _ in told)
    gone = [m.span() for m in re.finditer(r"\([^()]*\)", text)]
    return [pair for at, pair in enumerate(told) if not any(a <= at < b for a, b in gone)]


def _right(clause: Clause, index: int) -> str:
    here = clause.figures[index]
    after = clause.figures[index + 1].start if index + 1 < len(clause.figures) else None
    end = len(clause.text) if after is None else after - clause.start
    return clause.text[here.end - clause.start : end]
