"""一页简报 for a chief: what each report opens with, six figures, three warnings, links.

Everything is taken from finished reports, nothing is computed or worded anew: the figures keep
their coordinates, and the page says which reports it was made from.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import zip_longest

from gxlab.publish.outline import Outline
from gxlab.show.objects import KeyFigure, KeyFigures, Masthead, Sentence, Sentences

FIGURES, WARNINGS = 6, 3
# What a chief should hear of first, by how much it weighs; a sentence counts each word once.
WEIGHTS: Mapping[str, int] = {
    **dict.fromkeys(("红灯", "停产", "逾期", "退库风险", "达不到"), 3),
    **dict.fromkeys(
        ("慢于", "低于", "下降", "下拉", "净减", "未报", "缺口", "比任务少", "待核"), 2
    ),
    **dict.fromkeys(("回落", "收窄", "减少", "黄灯", "尚缺"), 1),
}
_LIGHTS = {"red": 0, "yellow": 1}


@dataclass(frozen=True)
class Source:
    """One report behind the brief: its id and title, its outline, state and inputs digest."""

    report: str
    title: str
    outline: Outline
    state: str
    inputs: str


@dataclass(frozen=True)
class Brief:
    """One side of A4: headlines by report, figures, warnings; ``reports`` are those it links to."""

    masthead: Masthead
    headlines: tuple[tuple[str, Sentence], ...]
    figures: tuple[KeyFigure, ...]
    warnings: tuple[Sentence, ...]
    reports: tuple[tuple[str, str, str], ...]
    inputs: str


def brief_of(sources: Sequence[Source]) -> Brief:
    """The brief of a unit's reports, in their order."""
    told = "\n".join(f"{source.report}={source.inputs}" for source in sources)
    return Brief(
        sources[0].outline.masthead,
        tuple((s.title, line) for s in sources for line in _headline(s.outline)),
        _figures([_key_figures(source.outline) for source in sources]),
        _warnings([_points(source.outline) for source in sources]),
        tuple((source.report, source.title, source.state) for source in sources),
        hashlib.sha256(told.encode("utf-8")).hexdigest()[:16],
    )


def weight(sentence: Sentence) -> int:
    """How much a sentence warns of (提示分): the weights of the words in it.

    >>> weight(Sentence(("增速比1—4月回落0.2个百分点，慢于计划进度。",)))
    3
    """
    return sum(points for word, points in WEIGHTS.items() if word in sentence.text)


def _headline(outline: Outline) -> list[Sentence]:
    said = [item for item in outline.lead if isinstance(item, Sentence)]
    return [sentence for sentence in said if sentence.role == "headline"][:1]


def _key_figures(outline: Outline) -> list[KeyFigure]:
    return [k for item in outline.lead if isinstance(item, KeyFigures) for k in item.items]


def _points(outline: Outline) -> list[Sentence]:
    section = next((s for s in outline.sections if s.id == "key-points"), None)
    items = section.items if section else ()
    return [
        sentence
        for item in items
        for sentence in (item.items if isinstance(item, Sentences) else (item,))
        if isinstance(sentence, Sentence)
    ]


def _figures(by_report: Sequence[Sequence[KeyFigure]]) -> tuple[KeyFigure, ...]:
    """The first of each report, then red and yellow lights, then the others in turn."""
    firsts = [figures[0] for figures in by_report if figures]
    others = _in_turn([figures[1:] for figures in by_report])
    ranked = sorted(others, key=lambda k: _LIGHTS.get(k.light.level if k.light else "", 2))
    chosen = [*firsts, *ranked][:FIGURES]
    return tuple(k for figures in by_report for k in figures if k in chosen)


def _warnings(by_report: Sequence[Sequence[Sentence]]) -> tuple[Sentence, ...]:
    """The weightiest of the reports' weightiest points, then of the others; heavy ones first."""
    ranked = [
        sorted((s for s in points if weight(s)), key=lambda s: -weight(s)) for points in by_report
    ]
    firsts = sorted((points[0] for points in ranked if points), key=lambda s: -weight(s))
    rest = sorted((s for points in ranked for s in points[1:]), key=lambda s: -weight(s))
    return tuple([*firsts, *rest][:WARNINGS])


def _in_turn(lists: Iterable[Sequence[KeyFigure]]) -> list[KeyFigure]:
    """One of each report, then the next of each."""
    return [k for turn in zip_longest(*lists) for k in turn if k is not None]
