"""What changed behind the figures (名单、成员变动) and which readings look odd (疑似清单)."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

import polars as pl

from gxlab.measures.cluster_scope import list_on
from gxlab.measures.clusters import Edition, before, member_firms
from gxlab.reference.numbers import divide
from gxlab.warehouse.desk import Desk

# Cumulative figures of neighbouring reports differ by tens of percent; tenfold is another unit.
JUMP = Decimal(10)


@dataclass(frozen=True)
class Change:
    """What came and what went between two lists (变动)."""

    came: tuple[str, ...]
    left: tuple[str, ...]

    @property
    def any(self) -> bool:
        """Whether anything changed at all."""
        return bool(self.came or self.left)


@dataclass(frozen=True)
class Doubt:
    """A reading that looks odd (疑似问题): who and what, never a value to put instead."""

    enterprise: str
    name: str
    text: str


def list_change(given: Edition) -> Change:
    """Clusters that came onto the edition's list or left it since the same period of last year.

    A list of another length is a break: totals of the two years are not set against each other.
    """
    past = given.desk.at(period=given.period.prior_year)
    name, then = list_on(past)
    known = dict(zip(then["cluster"], then["name"], strict=True)) if _has_list(past, given) else {}
    if name != given.list_name or not known:
        return Change((), ())
    return _change(given.names, known)


def member_change(given: Edition) -> Change:
    """Member firms in the register that joined or left since 上期, by name."""
    past = before(given)
    if past.firms["value"].is_null().all():
        return Change((), ())
    now = dict(member_firms(given).select("enterprise", "name").iter_rows())
    then = dict(member_firms(past).select("enterprise", "name").iter_rows())
    return _change(now, then)


def unreported(given: Edition) -> list[str]:
    """Names of member firms in the register without a reading (未报), in order of their codes."""
    return _names(given, (pl.col("missing") != "held").fill_null(True))


def held(given: Edition) -> list[str]:
    """Names of member firms whose reading is held back (暂不参加汇总) until it is confirmed."""
    return _names(given, pl.col("missing") == "held")


def _names(given: Edition, which: pl.Expr) -> list[str]:
    rows = member_firms(given).filter(pl.col("value").is_null() & which).sort("enterprise")
    return [name or code for code, name in rows.select("enterprise", "name").iter_rows()]


def doubts(given: Edition) -> list[Doubt]:
    """Member firms whose cumulative revenue fell, stood still or jumped tenfold against 上期."""
    if given.desk.audience == "shared" or given.period.month == 2:
        return []
    past = before(given)
    former = dict(past.firms.select("enterprise", "value").iter_rows())
    found = []
    for row in member_firms(given).sort("enterprise").to_dicts():
        text = _doubt(row["value"], former.get(row["enterprise"]))
        if text:
            found.append(Doubt(row["enterprise"], row["name"] or row["enterprise"], text))
    return found


def _doubt(value: Decimal | None, former: Decimal | None) -> str:
    if value is None or former is None or former <= 0:
        return ""
    times = divide(value, former)
    if times is not None and (times >= JUMP or times * JUMP <= 1):
        return "本期累计与上期累计相差十倍以上，疑似计量单位有误"
    if value < former:
        return "本期累计小于上期累计"
    if value == former:
        return "本期累计与上期累计相同"
    return ""


def _change(now: dict[str, str], then: dict[str, str]) -> Change:
    return Change(
        tuple(name for code, name in sorted(now.items()) if code not in then),
        tuple(name for code, name in sorted(then.items()) if code not in now),
    )


def _has_list(past: Desk, given: Edition) -> bool:
    rows = past.read("clusters")
    return given.list_name in set(rows["list"].to_list())
