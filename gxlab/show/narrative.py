"""From values to sentences (叙述): what ``gxlab narrate`` says, clause by clause from the grammar.

One item, one sentence: period and unit, level, growth and its change, the wider area, breadth,
share, pull, target and pace, place. A missing figure leaves its clause out; where nothing is left
there is no sentence.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from gxlab.reference.units import canonical_unit
from gxlab.show import grammar
from gxlab.show.narrative_figures import (
    Parts,
    change,
    growth,
    increments,
    level,
    rate_of,
    ratio_changes,
)
from gxlab.show.narrative_goals import (
    flows,
    goals,
    listed_parts,
    pulls,
    ranks,
    shares,
    spread,
    two_years,
    wider,
)
from gxlab.show.narrative_items import Item, Number
from gxlab.show.narrative_periods import When, compared, months, reported
from gxlab.show.narrative_subject import Subject, subject
from gxlab.show.objects import Sentence

# A preliminary figure says so behind itself; 预计 says so in front, with 左右.
MARKED = {"快报": "快报数", "初步": "初步数"}


def narrate(
    items: Sequence[Item], names: Mapping[str, str] | None = None, slight: Decimal | None = None
) -> tuple[Sentence | None, ...]:
    """One sentence an item, in order; None where nothing is left to say.

    ``names`` turns codes of units into names; ``slight`` is the size below which a move is 微降 or
    小幅增长, where an item does not say. Raises WrongItem.
    """
    return tuple(_narrated(_with(item, slight), names or {}) for item in items)


def _with(item: Item, slight: Decimal | None) -> Item:
    if slight is None or item.number("slight_below"):
        return item
    return replace(item, figures={**item.figures, "slight_below": (Number(slight, 1),)})


def _narrated(item: Item, names: Mapping[str, str]) -> Sentence | None:
    about = item.text("status") == "预计"
    spoken = _as_ratio(item, subject(item))
    what = subject(spoken)
    own = reported(spoken, what.kind, what.has_january)
    periods = compared(spoken, own, what.has_january)
    head = _head(own, about) + _unit(spoken, names)
    grown = growth(spoken, what, about=about)
    amount = level(spoken, what, about=about and not grown)
    clauses = [c for c in _clauses(spoken, what, own, periods, grown, bool(amount)) if c]
    if amount:
        body = [(head, *amount), *clauses]
    elif clauses:
        body = [(_opening(spoken, what, head, grown), *clauses[0]), *clauses[1:]]
    else:
        return None
    at = clauses.index(grown) + (len(body) - len(clauses)) if grown else 0
    body[at] = _marked(body[at], spoken)
    return Sentence(grammar.join(*body))


def _opening(item: Item, what: Subject, head: str, grown: Parts) -> str:
    """What the first clause is about, where no level has named it."""
    if item.parts:
        return f"{head}{what.name}中，"
    if not grown and (item.number("entries") or item.number("net")):
        return head + re.sub(r"^(?:新增|净增|退出)|数$", "", what.name)
    return head if item.number("growing") and not grown else head + what.name


def _as_ratio(item: Item, what: Subject) -> Item:
    """A ratio given under ``rate`` alone is its reading."""
    if what.kind != "ratio" or item.number("value") or not item.number("rate"):
        return item
    figures = {**item.figures, "value": item.figures["rate"]}
    figures.pop("rate")
    return replace(item, figures=figures)


def _clauses(
    item: Item,
    what: Subject,
    own: When | None,
    periods: list[str],
    grown: Parts,
    has_level: bool,
) -> list[Parts]:
    """All clauses behind the level, in the order of the trade."""
    has_rate = rate_of(item, what) is not None
    name = "" if has_level or grown else what.name + "同比"
    ratio = what.kind == "ratio"
    return [
        *listed_parts(item, what),
        increments(item, what) if what.kind == "count" else (),
        grown,
        () if ratio else change(item, what, periods),
        *ratio_changes(item, what, periods),
        two_years(item),
        increments(item, what) if what.kind != "count" else (),
        wider(item, what),
        *flows(item, what),
        spread(item, what=name),
        *shares(item),
        *pulls(item, what),
        *goals(item, what, months(own)),
        ranks(item, what, periods, has_rate=has_rate),
    ]


def _head(own: When | None, about: bool) -> str:
    """预计1—5月，."""
    label = f"{own.label}，" if own else ""
    return ("预计" if about else "") + label


def _unit(item: Item, names: Mapping[str, str]) -> str:
    """The units spoken of; a code nobody can name is left out rather than printed."""
    given = item.words.get("unit_name") or item.words.get("unit", ())
    told = [names.get(u, "" if u.isascii() and u.isalnum() else u) for u in given]
    return "、".join(t for t in told if t and not canonical_unit(t))


def _marked(clause: Parts, item: Item) -> Parts:
    """（快报数，按可比口径计算） behind the clause it belongs to."""
    found = (MARKED.get(item.text("status"), ""), item.text("source"), item.text("note"))
    notes = "，".join(t for t in found if t)
    return (*clause, f"（{notes}）") if notes else clause
