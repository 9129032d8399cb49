"""情况说明校对: a written explanation held against the figures fed back, and its words.

Only what binds without doubt is read: an indicator named with its level or growth, of the page's
own unit and cumulative period. The rest is left to the reader; nothing is ever rewritten.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from gxlab.measures.figures import FigureRow
from gxlab.measures.lookup import unit_figure
from gxlab.reference.indicators import indicator
from gxlab.reference.numbers import format_number, round_half_away
from gxlab.reference.periods import find_period
from gxlab.warehouse.desk import Desk

READ = ("output", "sales_output", "export_delivery", "revenue", "profit")
_SENTENCE = re.compile(r"[^。；;\n]+")
_RATE = re.compile(r"同比(增长|下降)约?([0-9]+(?:\.[0-9]+)?)[%％]")
_LEVEL = re.compile(r"^(?:累计|完成|实现|为|达到?|[:：])?([0-9][0-9,]*(?:\.[0-9]+)?)(亿元|万元)")
_FACTOR = {"亿元": 4, "万元": 0}
# Said of a firm, a branch or a chain, the sentence is not about the unit.
_OTHERS = re.compile(r"公司|企业|集团|厂|集群|行业|环节|其中")
_NARROWER = re.compile(r"增速[^，,]*收窄")
_SLOWER = re.compile(r"增速[^，,]*(?:回落|放缓|加快)")


@dataclass(frozen=True)
class Doubt:
    """A place that needs a second look (待核实): line of the text, rule, and what is odd."""

    line: int
    rule: Literal["commentary_disagrees", "commentary_wrong_word"]
    text: str


def doubts(desk: Desk, text: str) -> list[Doubt]:
    """What in an explanation does not fit the figures of the desk's unit and period."""
    found: list[Doubt] = []
    for number, line in enumerate(text.splitlines(), start=1):
        for sentence in _SENTENCE.findall(line):
            found += [Doubt(number, "commentary_wrong_word", t) for t in _wrong_words(sentence)]
            found += [
                Doubt(number, "commentary_disagrees", t) for t in _disagreeing(desk, sentence)
            ]
    return found


def _wrong_words(sentence: str) -> Iterator[str]:
    rate = _RATE.search(sentence)
    if rate is None:
        return
    rest = sentence[rate.end() :]
    if rate[1] == "增长" and _NARROWER.search(rest):
        yield f"“{_quoted(rest)}”：增速为正，“收窄”只用于降幅，应写“回落”或“加快”"
    if rate[1] == "下降" and _SLOWER.search(rest):
        yield f"“{_quoted(rest)}”：增速为负，应写“降幅收窄”或“降幅扩大”"


def _disagreeing(desk: Desk, sentence: str) -> Iterator[str]:
    for indicator_id in READ:
        before, name, after = sentence.partition(indicator(indicator_id).name)
        if not name or not _is_of_the_unit(desk, before):
            continue
        row = unit_figure(desk, indicator_id)
        if row.period_used == str(desk.period):
            yield from _level(name, after, row)
            yield from _rate(name, after, row)


def _is_of_the_unit(desk: Desk, before: str) -> bool:
    """Whether what stands before the name speaks of the desk's unit and cumulative period."""
    told = find_period(before, desk.period.year)
    if told is not None and (told.period, told.span) != (desk.period, "ytd"):
        return False
    others = (unit.name for unit in desk.units.units if unit.code != desk.unit.code)
    whole = "全市" in before and desk.unit.code != desk.units.root.code
    return not (whole or _OTHERS.search(before) or any(name in before for name in others))


def _level(name: str, after: str, row: FigureRow) -> Iterator[str]:
    stated = _LEVEL.search(after)
    if stated is None or row.value is None:
        return
    places = len(stated[1].partition(".")[2])
    known = round_half_away(row.value.scaleb(-_FACTOR[stated[2]]), places)
    if Decimal(stated[1].replace(",", "")) != known:
        shown = format_number(known, places)
        yield f"{name}写作{stated[1]}{stated[2]}，{row.source_kind}为{shown}{stated[2]}"


def _rate(name: str, after: str, row: FigureRow) -> Iterator[str]:
    stated = _RATE.search(after)
    if stated is None or row.growth_yoy_pct is None or _OTHERS.search(after[: stated.start()]):
        return
    places = len(stated[2].partition(".")[2])
    value = Decimal(stated[2]) * (1 if stated[1] == "增长" else -1)
    known = round_half_away(row.growth_yoy_pct, places)
    if value != known:
        word = "增长" if known >= 0 else "下降"
        shown = format_number(abs(known), places)
        yield f"{name}{stated[0]}，{row.source_kind}为同比{word}{shown}%"


def _quoted(rest: str) -> str:
    return rest.strip("，, ")[:24]
