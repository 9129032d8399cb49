"""Whether the pages print what was decided (印制相符): every figure as released, and no other."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

import polars as pl

from gxlab.disclosure.bundle_files import Fault
from gxlab.disclosure.printed_text import said
from gxlab.disclosure.readback import ReadBack, Reading

_EXACT = frozenset({"rank", "n"})


@dataclass(frozen=True)
class Decided:
    """A figure as it was decided (放行数); ``number`` None: it reads ``*``."""

    number: Decimal | None
    half: Decimal | None
    unit_of_measure: str


def decided(tables: Iterable[pl.DataFrame]) -> dict[str, Decided]:
    """The figures of a release by coordinate, from the tables that shared pages are made of.

    Tables have ref, number, text, unit_of_measure, and half where it is known (else it is what the
    text tells).
    """
    found: dict[str, Decided] = {}
    for table in tables:
        for row in table.iter_rows(named=True):
            number = None if row["number"] is None else Decimal(row["number"])
            told = said(row["text"] or "")
            half = row.get("half") or (str(told.half) if told else None)
            known = None if half is None or number is None else Decimal(half)
            found[row["ref"]] = Decided(number, known, row["unit_of_measure"] or "")
    return found


def disagreements(reading: Reading, release: Mapping[str, Decided]) -> Iterator[Fault]:
    """Every figure on a page that the release does not hold so."""
    for figure in reading.figures:
        if why := _why(figure, release.get(figure.ref)):
            yield Fault(why, figure.page, figure.place)


def _why(figure: ReadBack, told: Decided | None) -> str:
    if told is None:
        return "印了发布数据中没有的数"
    if told.number is None:
        return "" if figure.number is None else "印了不公布的数"
    if figure.number is None:
        return "该印的数没有印"
    if figure.number != told.number:
        return "印的数与发布数据不同"
    if figure.statistic not in _EXACT and told.half not in (None, figure.half):
        return "印的位数与发布数据不同"
    if figure.unit_of_measure not in ("", told.unit_of_measure):
        return "印的计量单位与发布数据不同"
    return ""
