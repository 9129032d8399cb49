"""Verdicts (校对结论) on the sentences of a text: agrees, disagrees, unchecked.

A sentence disagrees when any rule it is concerned in fails, agrees when at least one holds, and is
unchecked when nothing could be held against anything: a number alone cannot be wrong.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from gxlab.prose import (
    growth_checks,
    part_checks,
    point_checks,
    pull_checks,
    share_checks,
    stock_checks,
    wording,
)
from gxlab.prose.book import Book, Finding
from gxlab.prose.meaning import meaning
from gxlab.prose.printed_figures import plain_text
from gxlab.prose.readings import Reading, read

Verdict = Literal["agrees", "disagrees", "unchecked"]
CHECKS = (
    growth_checks.check,
    point_checks.check,
    part_checks.check,
    share_checks.check,
    stock_checks.check,
    pull_checks.check,
    wording.check,
)


@dataclass(frozen=True)
class ReadFigure:
    """A figure of a statement: as printed, its number, unit of measure and what it says."""

    text: str
    value: str
    unit_of_measure: str
    meaning: str


@dataclass(frozen=True)
class Statement:
    """A sentence with its verdict (一句话的结论).

    ``number`` is its place in the text; ``why`` says what was compared, ``rules`` by which rules.
    """

    text: str
    figures: tuple[ReadFigure, ...]
    verdict: Verdict
    expected: str = ""
    strict: str = ""
    why: str = ""
    number: int = 0
    rules: tuple[str, ...] = ()


def proofread(sentences: Sequence[str], year: int | None = None, home: str = "") -> list[Statement]:
    """Sentences held against each other, each with its verdict.

    ``year`` is the text's own year, ``home`` the territory it is of, where they are known.

    >>> text = "完成投资36.1亿元，占年度目标122.5亿元的31.2%。"
    >>> found = proofread([text])[0]
    >>> found.verdict, found.expected
    ('disagrees', '29.4%—29.5%')
    """
    readings = read(list(sentences), year)
    book = Book(tuple(readings), tuple(plain_text(s) for s in sentences))
    findings = [f for check in CHECKS for f in check(book)]
    return [
        statement(
            text,
            number,
            [_figure(r, home) for r in readings if r.sentence == number],
            _of(findings, book, number),
        )
        for number, text in enumerate(sentences)
    ]


def _of(findings: Iterable[Finding], book: Book, sentence: int) -> list[Finding]:
    """What concerns a sentence: the rule is told where its last figure stands."""
    return [f for f in findings if _place(f, book) == sentence]


def _place(finding: Finding, book: Book) -> int:
    return max(book.readings[order].sentence for order in finding.orders)


def statement(
    text: str, number: int, figures: Sequence[ReadFigure], findings: Sequence[Finding]
) -> Statement:
    """One sentence with the verdict its findings give."""
    wrong = [f for f in findings if f.ok is False]
    right = [f for f in findings if f.ok]
    loose = [f for f in findings if f.strict]
    verdict: Verdict = "disagrees" if wrong else "agrees" if right else "unchecked"
    speaking = wrong or right
    return Statement(
        text=text,
        figures=tuple(figures),
        verdict=verdict,
        expected="；".join(dict.fromkeys(f.expected for f in speaking if f.expected)),
        strict="；".join(dict.fromkeys(f.strict for f in loose)),
        why="；".join(dict.fromkeys(f.why for f in (wrong or loose or right) if f.why)),
        number=number,
        rules=tuple(dict.fromkeys(f.rule for f in speaking)),
    )


def _figure(reading: Reading, home: str) -> ReadFigure:
    shown = reading.shown
    return ReadFigure(
        reading.figure.text.strip(), f"{shown:f}", reading.figure.unit.removeprefix("个")
        if reading.figure.unit == "个百分点" else reading.figure.unit, meaning(reading, home),
    )  # fmt: skip
