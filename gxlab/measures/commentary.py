"""情况说明校对: a written explanation held against itself, the figures fed back, and its words.

The reading of the text is that of every proofread document; what is odd is named for a person to
look at, nothing is ever rewritten.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from gxlab.measures.stated import Held, hold
from gxlab.prose.clauses import sentences
from gxlab.prose.readings import Reading, read
from gxlab.prose.verdicts import proofread
from gxlab.reference.indicators import catalogue
from gxlab.warehouse.desk import Desk

_WORDING = "wording"


@dataclass(frozen=True)
class Doubt:
    """A place that needs a second look (待核实): line of the text, rule, and what is odd."""

    line: int
    rule: Literal["commentary_disagrees", "commentary_wrong_word"]
    text: str


def doubts(desk: Desk, text: str) -> list[Doubt]:
    """What in an explanation does not fit the figures of the desk's unit and period."""
    told = [(n, s) for n, line in enumerate(text.splitlines(), 1) for s in sentences(line)]
    lines = [sentence for _, sentence in told]
    found: list[Doubt] = []
    for statement in proofread(lines, desk.period.year):
        if statement.verdict == "disagrees":
            rule: Literal["commentary_disagrees", "commentary_wrong_word"] = (
                "commentary_wrong_word" if _WORDING in statement.rules else "commentary_disagrees"
            )
            odd = f"“{statement.text[:40]}”：{statement.why}，应为{statement.expected}"
            found.append(Doubt(told[statement.number][0], rule, odd))
    readings = read(lines, desk.period.year)
    by_order = {r.order: r for r in readings}
    for held in hold(desk, lines, readings):
        if not held.ok:
            one = by_order[held.order]
            found.append(Doubt(told[one.sentence][0], "commentary_disagrees", _said(one, held)))
    return sorted(found, key=lambda d: d.line)


def _said(reading: Reading, held: Held) -> str:
    name = catalogue()[reading.measure].name
    if reading.role == "rate":
        word = "增长" if reading.sign > 0 else "下降"
        return f"{name}同比{word}{reading.figure.text}，{held.source}为{held.expected}"
    return f"{name}写作{reading.figure.text}，{held.source}为{held.expected}"
