"""要点: five to eight statements of those a page could make, by a stated score (要点得分).

Each report scores what it could say: how far a figure moved, how much of the whole it is, how red
its light, whether it is out of line with its peers. The highest are said; what scores below the
report's own threshold (值得说) is left out once five are there. So two units have the same points
only where their facts are alike, and what is ordinary for every unit is not said of any.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from gxlab.show.objects import Part, Sentence, Sentences

MOST, FEWEST = 8, 5
# A change of this many 百分点 or more is told as 大幅.
LARGE = Decimal(5)


@dataclass(frozen=True)
class Point:
    """One candidate (备选要点): its score, its kind, what it says, its place on the page."""

    score: Decimal
    kind: str
    parts: tuple[Part, ...]
    order: int = 0


def chosen(
    points: Iterable[Point],
    worth: Decimal,
    *,
    limits: Mapping[str, int] | None = None,
    most: int = MOST,
    by_order: bool = False,
) -> Sentences:
    """The points to say: by score, of one kind no more than its limit, or in the page's order."""
    most_of = limits or {}
    ranked = sorted((p for p in points if p.parts), key=lambda p: (-p.score, p.order, p.kind))
    kept: list[Point] = []
    for point in ranked:
        full = sum(p.kind == point.kind for p in kept) >= most_of.get(point.kind, 1)
        enough = len(kept) >= FEWEST and point.score < worth
        if not full and not enough and len(kept) < most:
            kept.append(point)
    told = sorted(kept, key=lambda p: p.order) if by_order else kept
    return Sentences(tuple(Sentence(p.parts, "key_point") for p in told))
