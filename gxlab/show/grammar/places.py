"""Places among peers (位次): 居全市第2位, 并列第6位, 位次较1—4月前移2位."""

from __future__ import annotations

from collections.abc import Sequence

from gxlab.show.grammar.change import listed
from gxlab.show.objects import Figure, Part


def place(
    rank: int | None, of: int | None, ref: str, *, among: str = "", tied: bool = False
) -> tuple[Part, ...]:
    """居全市第2位 / 并列第2位; nothing for a unit without a place."""
    if rank is None or not of or of < 2:
        return ()
    return (f"居{among}{'并列' if tied else ''}第", Figure(str(rank), ref), "位")


def place_change(rank: int | None, before: int | None, period: str) -> str:
    """位次较1—4月前移2位 / 后移1位 / 与1—4月持平: a smaller number is a better place.

    >>> place_change(7, 14, "一季度"), place_change(3, 3, "1—4月")
    ('位次较一季度前移7位', '位次与1—4月持平')
    """
    if rank is None or before is None:
        return ""
    if rank == before:
        return f"位次与{period}持平"
    return f"位次较{period}{'前移' if rank < before else '后移'}{abs(rank - before)}位"


def place_changes(rank: int | None, befores: Sequence[tuple[str, int]]) -> str:
    """位次分别较一季度、上半年和前三季度前移7位、8位和7位; apart where they differ in direction.

    >>> place_changes(7, [("一季度", 14), ("上半年", 15), ("前三季度", 14)])
    '位次分别较一季度、上半年和前三季度前移7位、8位和7位'
    >>> place_changes(7, [("一季度", 14), ("上半年", 5)])
    '位次较一季度前移7位，位次较上半年后移2位'
    """
    if rank is None or not befores:
        return ""
    ways = {(before > rank) - (before < rank) for _, before in befores}
    if len(befores) < 2 or len(ways) > 1 or ways == {0}:
        return "，".join(place_change(rank, before, period) for period, before in befores)
    word = "前移" if ways == {1} else "后移"
    steps = listed([f"{abs(before - rank)}位" for _, before in befores])
    return f"位次分别较{listed([period for period, _ in befores])}{word}{steps}"
