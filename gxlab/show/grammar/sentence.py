"""Clauses joined to a sentence (成句)."""

from __future__ import annotations

from gxlab.show.objects import Part


def join(*clauses: tuple[Part, ...] | str, end: str = "。") -> tuple[Part, ...]:
    """Clauses that say something, joined by commas and ended with a full stop (成句)."""
    said: list[Part] = []
    for clause in clauses:
        if not clause:
            continue
        if said:
            said.append("，")
        said.extend((clause,) if isinstance(clause, str) else clause)
    return (*said, end) if said else ()
