"""Entries to and exits from the register of above-scale industry (名录动态).

期末在库 = 期初在库 + 新增 − 退出 ± 划入划出, for every unit and month. The lists themselves say who
is in; results of examination and lists of exits say why and for which year. 名录口径 counts by the
month of effect, 考核口径 by the year an entry or exit is credited to (归属年度).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

import polars as pl

from gxlab.measures.register_lineage import Lineage, lineage
from gxlab.measures.register_moves import (
    ANNUAL_DOORS,
    DOORS,
    EXITS,
    MONTHLY_DOOR,
    Evidence,
    Move,
    sort_out,
)
from gxlab.reference.codes import normalise_name
from gxlab.reference.periods import Period
from gxlab.reference.territory import Territory, territory
from gxlab.warehouse.desk import Desk

__all__ = ["ANNUAL_DOORS", "DOORS", "EXITS", "MONTHLY_DOOR", "Move"]


@dataclass(frozen=True, eq=False)
class RegisterYear:
    """The register from last year's end to the desk's month (本年名录), for the whole territory.

    ``opening``/``closing`` are the months of the lists used; opening is None where last year's
    end has no list, and then nothing but the stock is known. ``gaps``: names of firms that a
    list in between leaves out although nobody took them off the register (漏列).
    """

    desk: Desk
    year: int
    opening: str | None
    closing: str | None
    lists: tuple[str, ...]
    moves: tuple[Move, ...]
    gaps: tuple[str, ...]
    known: Lineage
    evidence: Evidence

    @cached_property
    def units(self) -> Mapping[str, Territory]:
        """The territory as it was at each list's month end (撤并前后的镇街)."""
        rows = self.desk.read("city_units").to_dicts()
        return {p: territory(rows, Period.parse(p).last_day) for p in self._months}

    @cached_property
    def counts(self) -> Mapping[str, Counter[str]]:
        """Firms in each list by the unit written in it."""
        found = {p: Counter[str]() for p in self._months}
        span = {"since": min(self._months, default=""), "until": self.closing or ""}
        for row in self.desk.read("register_counts", **span).to_dicts():
            found.setdefault(row["period"], Counter())[row["unit"]] = row["firms"]
        return found

    @cached_property
    def zones(self) -> Mapping[tuple[str, str], frozenset[str]]:
        """Firms of each zone in each list, by code in force: (month, zone) → firms."""
        if not self._months:
            return {}
        old = sorted(self.known.successor)
        new = [self.known.current(c) for c in old]
        span = {"since": min(self._months), "until": self.closing or ""}
        rows = self.desk.read("register_zone_firms", old=old, new=new, **span)
        grouped = rows.group_by("period", "zone").agg(pl.col("enterprise"))
        return {(p, z): frozenset(f) for p, z, f in grouped.iter_rows()}

    @property
    def _months(self) -> tuple[str, ...]:
        return self.lists or ((self.closing,) if self.closing else ())

    @cached_property
    def _belongs(self) -> dict[tuple[str, str], Callable[[str, str | None], bool]]:
        return {}

    @cached_property
    def _years(self) -> dict[str, UnitYear | None]:
        return {}

    def inside(self, code: str, month: str) -> Callable[[str, str | None], bool]:
        """Whether a firm that stands in a place belongs to a unit at the month of a list."""
        if (code, month) not in self._belongs:
            self._belongs[code, month] = self._membership(code, month)
        return self._belongs[code, month]

    def _membership(self, code: str, month: str) -> Callable[[str, str | None], bool]:
        if self.desk.units.find(code).kind == "zone":
            firms = self.zones.get((month, code), frozenset())
            return lambda firm, place: self.known.current(firm) in firms or place == code
        places = set(self.units[month].descendants(code)) if month in self.units else set()
        return lambda firm, place: place in places

    def stock(self, code: str, month: str) -> int:
        """Firms of a unit in one list (在库户数); each firm stands in a list once."""
        if self.desk.units.find(code).kind == "zone":
            return len(self.zones.get((month, code), ()))
        places = self.units[month].descendants(code)
        return sum(self.counts[month][p] for p in places)


def register_year(desk: Desk) -> RegisterYear:
    """What happened in the register this year up to the desk's month."""
    year, until = desk.period.year, str(desk.period)
    rows = desk.read("register_lists", until=until)
    lists: list[str] = rows["period"].to_list()
    opening, closing = _opening(lists, year), lists[-1] if lists else None
    known = lineage(desk, until)
    events = desk.read("register_events")
    evidence = Evidence.of(events.to_dicts(), known)
    if opening is None or closing is None or closing < opening:
        return RegisterYear(desk, year, None, closing, (), (), (), known, evidence)
    used = tuple(p for p in lists if p >= opening)
    desk.uses(rows.filter(pl.col("period").is_in([opening, closing])))
    desk.uses(events.filter(pl.col("effective") > opening))
    changes = desk.uses(desk.read("register_moves", since=opening, until=closing)).to_dicts()
    moves, gaps = sort_out(changes, evidence, known, year)
    return RegisterYear(desk, year, opening, closing, used, moves, gaps, known, evidence)


def _opening(lists: list[str], year: int) -> str | None:
    """Last December's list; January's where it is missing, for nothing takes effect in January."""
    return next((p for p in (f"{year - 1}-12", f"{year}-01") if p in lists), None)


@dataclass(frozen=True)
class UnitYear:
    """One unit's year in the register (单位名录变动). Counts of firms (户).

    ``entries``/``exits`` hold the moves themselves; ``transfers`` is the net of 划入 and 划出:
    whoever is in now, was not then, and neither entered nor left.
    """

    unit: str
    opening: int | None
    closing: int
    entries: tuple[Move, ...] = ()
    exits: tuple[Move, ...] = ()

    @property
    def net(self) -> int:
        """净增 = 新增 − 退出."""
        return len(self.entries) - len(self.exits)

    @property
    def transfers(self) -> int:
        """划入划出 (净)."""
        return 0 if self.opening is None else self.closing - self.opening - self.net

    def by_door(self, *doors: str) -> int:
        """Entries or exits through these doors."""
        return sum(m.door in doors for m in (*self.entries, *self.exits))


def unit_year(given: RegisterYear, code: str) -> UnitYear | None:
    """The year of one unit; None where there is no list at all."""
    if code not in given._years:
        given._years[code] = _unit_year(given, code)
    return given._years[code]


def _unit_year(given: RegisterYear, code: str) -> UnitYear | None:
    if given.closing is None:
        return None
    closing = given.stock(code, given.closing)
    if given.opening is None:
        return UnitYear(code, None, closing)
    entries, exits = _flows(given, code, given.moves)
    return UnitYear(code, given.stock(code, given.opening), closing, entries, exits)


@dataclass(frozen=True)
class Step:
    """The stock of a unit at one list and what changed since the list before (一级台阶)."""

    month: str
    count: int
    entries: int
    exits: int
    transfers: int


def steps(given: RegisterYear, code: str) -> list[Step]:
    """Month by month from last year's end; each step obeys the identity."""
    found: list[Step] = []
    for month in given.lists:
        entries, exits = _flows(given, code, [m for m in given.moves if m.step == month])
        count = given.stock(code, month)
        if not found:
            found.append(Step(month, count, 0, 0, 0))
            continue
        rest = count - found[-1].count - len(entries) + len(exits)
        found.append(Step(month, count, len(entries), len(exits), rest))
    return found


def named_moves(given: RegisterYear, code: str, *kinds: str) -> list[Move]:
    """Moves of some kinds that touch a unit (更名、个转企、划入划出, 列名不计数)."""
    found = []
    at = {p: given.inside(code, p) for p in given.lists}
    for move in (m for m in given.moves if m.kind in kinds):
        was = move.before is not None and at[move.former_step](move.enterprise, move.before)
        now = at[move.step](move.enterprise, move.after)
        if (was != now) if move.kind == "transfer" else (was or now):
            found.append(move)
    return found


def credited_entries(given: RegisterYear, code: str) -> tuple[Move, ...]:
    """考核口径: entries credited to this year, up to the desk's month.

    In December the annual batch already passed counts too, though it enters the lists with the
    first report of the next year.
    """
    entries, _ = _flows(given, code, given.moves)
    return _of_year(given, code, "entry", entries)


def credited_exits(given: RegisterYear, code: str) -> tuple[Move, ...]:
    """考核口径: exits credited to this year; in December those already listed for 1—2月 too."""
    _, exits = _flows(given, code, given.moves)
    return _of_year(given, code, "exit", exits)


def pending(given: RegisterYear, code: str, kind: Literal["entry", "exit"]) -> list[Move]:
    """Passed, but in no list of the desk's month yet (已通过待生效), each firm of a unit once."""
    if given.opening is None or given.closing is None:
        return []
    places = {e["enterprise"]: e["unit"] for e in given.desk.read("enterprises").to_dicts()}
    belongs = given.inside(code, given.closing)
    found = {
        move.enterprise or normalise_name(move.name): move
        for move in given.evidence.pending(kind, given.closing)
        if belongs(move.enterprise, places.get(move.enterprise) or move.after)
    }
    return [found[k] for k in sorted(found)]


def _of_year(
    given: RegisterYear, code: str, kind: Literal["entry", "exit"], moves: tuple[Move, ...]
) -> tuple[Move, ...]:
    mine = tuple(m for m in moves if m.credited_year == given.year)
    if given.desk.period.month < 12:
        return mine
    coming = pending(given, code, kind)
    return (*mine, *(m for m in coming if m.credited_year == given.year))


def _flows(
    given: RegisterYear, code: str, moves: tuple[Move, ...] | list[Move]
) -> tuple[tuple[Move, ...], tuple[Move, ...]]:
    """Entries into and exits from a unit: it counts where the firm stood at that moment."""
    at = {p: given.inside(code, p) for p in given.lists}
    entries = tuple(m for m in moves if m.kind == "entry" and at[m.step](m.enterprise, m.after))
    exits = tuple(
        m for m in moves if m.kind == "exit" and at[m.former_step](m.enterprise, m.before)
    )
    return entries, exits
