"""按名单取数: a matched list joined with the indicators, periods and statistics asked for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from gxlab.measures.firm_readings import Key, Reading, available, by_key, readings
from gxlab.measures.name_list import Matched, Names
from gxlab.reference.indicators import catalogue, indicator
from gxlab.reference.periods import Period
from gxlab.warehouse.desk import Desk

STATISTICS: Mapping[str, str] = {
    "value": "本期",
    "base": "上年同期",
    "growth_yoy_pct": "同比",
    "increment": "增减额",
}
SPANS: Mapping[str, str] = {
    "ytd": "累计",
    "month": "当月",
    "year": "全年",
    "point": "期末",
    "rolling12": "近12个月",
}
PICKED, NONE_OF_THEM = "人工选定", "都不是"
Subject = tuple[str, str]


@dataclass(frozen=True)
class Asked:
    """One column of the result (取数列): an indicator and span, a period, a statistic."""

    indicator: str
    span: str
    period: str
    statistic: str

    @property
    def name(self) -> str:
        """营业收入, with its span where that is not 累计."""
        name = indicator(self.indicator).name
        return name if self.span == "ytd" else f"{name}（{SPANS[self.span]}）"

    @property
    def when(self) -> str:
        """2026年1—5月."""
        january = indicator(self.indicator).has_january
        span = self.span if self.span in ("month", "year", "point", "rolling12") else "ytd"
        return Period.parse(self.period).label(span, True, has_january=january)  # type: ignore[arg-type]

    @property
    def measure(self) -> str:
        """万元, %, 百分点 …: the unit of measure of the column."""
        if self.statistic == "growth_yoy_pct":
            return "%"
        subject = indicator(self.indicator)
        if self.statistic == "increment" and subject.is_rate:
            return subject.change
        return subject.unit_of_measure


@dataclass(frozen=True)
class Taken:
    """A line of the list with its readings, one per column asked for (取数结果)."""

    line: Matched
    readings: tuple[Reading | None, ...]


@dataclass(frozen=True)
class Extract:
    """The whole result: columns, lines in the list's order, those still undecided counted."""

    columns: tuple[Asked, ...]
    rows: tuple[Taken, ...]

    @property
    def open(self) -> int:
        """待确认: lines with candidates and no decision."""
        return sum(1 for r in self.rows if is_open(r.line))


def subjects(desk: Desk) -> list[Subject]:
    """(indicator, span) that firms have readings of, in the catalogue's order."""
    order = {name: n for n, name in enumerate(catalogue())}
    spans = list(SPANS)
    return sorted(available(desk), key=lambda s: (order[s[0]], spans.index(s[1])))


def asked(
    desk: Desk, chosen: Sequence[Subject], periods: Sequence[str], statistics: Sequence[str]
) -> list[Asked]:
    """The columns: indicators, then periods from the earliest, then statistics.

    A period an indicator has no reading of brings no column.
    """
    known = available(desk)
    return [
        Asked(name, span, period, statistic)
        for name, span in chosen
        for period in sorted(periods)
        if period in known.get((name, span), [])
        for statistic in STATISTICS
        if statistic in statistics
    ]


def is_open(line: Matched) -> bool:
    """Whether a person still has to say which firm a line means."""
    return line.firm is None and bool(line.candidates)


def settled(lines: Sequence[Matched], picks: Mapping[int, str], known: Names) -> list[Matched]:
    """The lines with what a person picked, by line number: a firm's code, or "" for none."""
    return [_settled(line, picks, known) for line in lines]


def _settled(line: Matched, picks: Mapping[int, str], known: Names) -> Matched:
    if line.number not in picks:
        return line
    code = picks[line.number]
    said = PICKED if code else NONE_OF_THEM
    note = f"{line.note}；{said}" if line.note else said
    return replace(line, firm=known.firms.get(code), candidates=(), note=note)


def extract(desk: Desk, lines: Sequence[Matched], columns: Sequence[Asked]) -> Extract:
    """Readings of every line that has a firm."""
    codes = [line.firm.code for line in lines if line.firm]
    found = by_key(readings(desk, codes, [c.indicator for c in columns]))
    rows = tuple(Taken(line, _readings(line, columns, found)) for line in lines)
    return Extract(tuple(columns), rows)


def _readings(
    line: Matched, columns: Sequence[Asked], found: Mapping[Key, Reading]
) -> tuple[Reading | None, ...]:
    if line.firm is None:
        return (None,) * len(columns)
    code = line.firm.code
    return tuple(found.get((code, c.indicator, c.span, c.period)) for c in columns)


def statistic(reading: Reading | None, column: Asked) -> Decimal | None:
    """One number of the result; None where there is none."""
    if reading is None:
        return None
    found: Decimal | None = getattr(reading.row, column.statistic)
    return found
