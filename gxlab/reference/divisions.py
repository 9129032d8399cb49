"""行政区划 GB/T 2260 with dates: what a six-digit code meant in a given month.

Built from dated code tables (2011-10 to 2023-12), so a change is known only as "after the last
table that shows the old, by the first that shows the new"; the year of some is on record and
narrows that. Names are no key: a county may keep its code and change its name, or the reverse.
开发区 codes (统计开发区) are the statistics bureau's own; a zone's place in a unit tree is
`territory`'s matter.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from importlib import resources

from gxlab.reference.periods import Period


@dataclass(frozen=True)
class Division:
    """A code under one name. ``level``: 省级, 地级, 县级, 汇总码 (市辖区 …) or 统计开发区.

    ``first_seen`` and ``last_seen`` are the months of the tables that show it; ``gone_by`` is the
    month by which it was abolished or renamed, None while it stands.
    """

    code: str
    name: str
    parent: str
    level: str
    first_seen: Period
    last_seen: Period
    gone_by: Period | None

    def is_certain(self, on: Period) -> bool:
        """False in the gap between the last table that shows it and the one that does not."""
        return self.gone_by is None or self.first_seen <= on <= self.last_seen


@dataclass(frozen=True)
class Succession:
    """One code after another. ``basis``: 同名 (the tables alone), or the decree's kind."""

    code: str
    successor: str
    basis: str


def _rows(stem: str) -> list[dict[str, str]]:
    table = resources.files("gxlab.reference").joinpath("lists", f"{stem}.csv")
    return list(csv.DictReader(table.read_text(encoding="utf-8").splitlines()))


@cache
def _by_code() -> dict[str, tuple[Division, ...]]:
    found: dict[str, tuple[Division, ...]] = {}
    for row in _rows("divisions"):
        entry = Division(
            row["code"],
            row["name"],
            row["parent"],
            row["level"],
            Period.parse(row["first_seen"]),
            Period.parse(row["last_seen"]),
            Period.parse(row["gone_by"]) if row["gone_by"] else None,
        )
        found[entry.code] = (*found.get(entry.code, ()), entry)
    return found


@cache
def _successions() -> dict[str, tuple[Succession, ...]]:
    found: dict[str, tuple[Succession, ...]] = {}
    for row in _rows("divisions_successors"):
        step = Succession(row["code"], row["successor"], row["basis"])
        found[step.code] = (*found.get(step.code, ()), step)
    return found


def six_digits(code: str) -> str:
    """Any form of an area code as six digits: 13, 1305, and the 12 digits of statistics.

    >>> six_digits("13"), six_digits("1305"), six_digits("370812001000")
    ('130000', '130500', '370812')
    """
    text = code.strip()
    if not text.isascii() or not text.isdigit() or len(text) not in (2, 4, 6, 9, 12):
        raise ValueError(f"行政区划代码应为6位数字（统计用区划代码12位），实为“{code}”，请核对")
    return text[:6].ljust(6, "0")


def division(code: str, on: Period | None = None) -> Division | None:
    """What ``code`` stood for in the month ``on``; without a month, its latest entry.

    None where the code was not in use then, or before 2011-10, where the tables begin. In the gap
    between two tables the former name is given and ``is_certain`` says so.

    >>> division("370882", Period(2012, 5)).name, division("370882", Period(2020, 5))
    ('兖州市', None)
    >>> division("130503", Period(2018, 5)).name, division("130503").name
    ('桥西区', '信都区')
    """
    entries = _by_code().get(six_digits(code), ())
    if on is not None:
        entries = tuple(
            entry
            for entry in entries
            if entry.first_seen <= on and (entry.gone_by is None or on < entry.gone_by)
        )
    # The two offices' tables overlap for a while after a renaming: the newer name holds.
    return max(entries, key=lambda entry: entry.first_seen) if entries else None


def successions(code: str) -> tuple[Succession, ...]:
    """The steps that lead from an abolished code, one each to where it or a part of it went."""
    return _successions().get(six_digits(code), ())


def successor_codes(code: str) -> tuple[str, ...]:
    """The codes in force today that an abolished code's area went to; () where none is known.

    A code in force has no successor. Where a county was split, all parts are named: figures of
    the old code cannot be given to one of them.

    >>> successor_codes("370882"), successor_codes("371081"), successor_codes("370812")
    (('370812',), ('371002', '371003'), ())
    """
    reached: set[str] = set()
    waiting = {step.successor for step in successions(code)}
    while waiting:
        next_code = waiting.pop()
        further = {step.successor for step in successions(next_code)}
        waiting |= further
        if not further:
            reached.add(next_code)
    return tuple(sorted(reached))
