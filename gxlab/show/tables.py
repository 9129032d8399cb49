"""Report tables (表) from figure rows: each column names its indicator and statistic."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from gxlab.measures.figures import FigureRow
from gxlab.show.figures import printed
from gxlab.show.objects import Cell, Column, Figure, Light, Row, Table

LIGHT_WORDS = {"green": "绿灯", "yellow": "黄灯", "red": "红灯", "none": "未设目标"}


@dataclass(frozen=True)
class Stat:
    """One table column: which statistic of which indicator, under which header.

    ``place`` names the statistic whose place is printed in brackets behind the value (位次).
    """

    header: tuple[str, ...]
    indicator: str
    statistic: str = "value"
    unit: str = ""
    decimals: int | None = None
    place: str | None = None


@dataclass(frozen=True)
class Entry:
    """One table row: its code, name, and whether it is a total or the page's own unit."""

    code: str
    name: str
    emphasis: str = ""
    level: int = 0
    unit: str | None = None
    before: tuple[Cell, ...] = ()
    after: tuple[Cell, ...] = ()


Found = Mapping[str, Mapping[str, FigureRow]]


def stat_table(
    table_id: str,
    title: str,
    entries: Sequence[Entry],
    stats: Sequence[Stat],
    found: Found,
    *,
    unit: str,
    first: str,
    by: str | None = None,
    before: Sequence[Column] = (),
    after: Sequence[Column] = (),
    scope: str = "",
    source: str = "",
    note: str = "",
    empty: str = "本期无数据。",
) -> Table:
    """A table of figure rows: ``found[indicator][code]`` under the columns of ``stats``.

    ``first`` heads the name column; ``before``/``after`` are plain columns filled from entries.
    With ``by=None`` each entry is itself a unit and its figures carry that unit's coordinate.
    """
    columns = (
        Column("name", (first,), align="left"),
        *before,
        *(Column(f"{s.indicator}.{s.statistic}", s.header, unit=s.unit) for s in stats),
        *after,
    )
    rows = tuple(_row(entry, stats, found, unit, by) for entry in entries)
    return Table(table_id, title, columns, rows, scope=scope, source=source, note=note, empty=empty)


def _row(entry: Entry, stats: Sequence[Stat], found: Found, unit: str, by: str | None) -> Row:
    cells = [_cell(entry, stat, found, unit, by) for stat in stats]
    emphasis = entry.emphasis if entry.emphasis in ("total", "own") else ""
    return Row(
        (entry.name, *entry.before, *cells, *entry.after),
        level=entry.level,
        emphasis=emphasis,  # type: ignore[arg-type]
    )


def _cell(entry: Entry, stat: Stat, found: Found, unit: str, by: str | None) -> Cell:
    row = found.get(stat.indicator, {}).get(entry.code)
    if row is None:
        return None
    own = entry.unit or (unit if by else entry.code)
    grouping = None if entry.unit or entry.emphasis == "total" else by
    figure = printed(
        row,
        stat.indicator,
        own,
        stat.statistic,
        by=grouping,
        measure=stat.unit if stat.unit in ("亿元", "万人", "亿千瓦时") else None,
        decimals=stat.decimals,
    )
    if figure is None or stat.place is None:
        return figure
    place = getattr(row, stat.place)
    return (
        figure if place is None else Figure(f"{figure.text}（{place}）", figure.ref, figure.value)
    )


def light(level: str, word: str | None = None) -> Light:
    """A traffic light with its word (灯)."""
    return Light(level, word or LIGHT_WORDS[level])  # type: ignore[arg-type]
