"""The dated tree of statistical units (统计单元): towns under counties under the city, and zones.

A zone (开发区) has no GB/T 2260 code and overlaps counties: it is a dated set of member firms or
towns beside the tree. A total over units is therefore always a distinct-firm sum, never Σ units.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any, Literal, cast

UnitKind = Literal["city", "county", "zone", "town"]

KIND_NAMES: dict[str, str] = {"city": "市", "county": "县区", "zone": "园区", "town": "镇街"}


class UnknownUnitName(ValueError):
    """No statistical unit has this code or name (未知统计单元)."""


@dataclass(frozen=True)
class Unit:
    """One statistical unit (统计单元) in one span of validity."""

    code: str
    name: str
    parent: str | None
    kind: UnitKind
    in_county_total: bool | None = None
    valid_from: date | None = None
    valid_to: date | None = None
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True)
class Territory:
    """The units valid on one day, in a fixed order (上级在前, 同级按代码)."""

    units: tuple[Unit, ...]

    @cached_property
    def _by_code(self) -> dict[str, Unit]:
        return {u.code: u for u in self.units}

    @cached_property
    def _inside(self) -> dict[str, frozenset[str]]:
        """Everything at or below each code, made once: asking unit by unit takes their square."""
        found: dict[str, set[str]] = {}
        for unit in self.units:
            for above in self.ancestors(unit.code):
                found.setdefault(above, set()).add(unit.code)
        return {code: frozenset(below) for code, below in found.items()}

    @property
    def root(self) -> Unit:
        """The unit all others belong to (本市)."""
        return next((u for u in self.units if not u.parent), self.units[0])

    def find(self, code_or_name: str) -> Unit:
        """The unit with this code, name or alias.

        Raises UnknownUnitName when there is none, or when a name is not unique.
        """
        hits = [u for u in self.units if u.code == code_or_name]
        hits = hits or [u for u in self.units if code_or_name in (u.name, *u.aliases)]
        if len(hits) == 1:
            return hits[0]
        problem = "不在统计单元表中" if not hits else "对应多个统计单元，请改用代码"
        raise UnknownUnitName(
            f"统计单元“{code_or_name}”{problem}，请用 gxlab units 查看代码和名称。"
        )

    def children(self, code: str) -> tuple[Unit, ...]:
        """Units directly below, zones last (下级单元)."""
        below = [u for u in self.units if u.parent == code]
        return tuple(sorted(below, key=lambda u: (u.kind == "zone", u.code)))

    def peers(self, code: str) -> tuple[Unit, ...]:
        """Units of the same parent and kind, the unit itself included (同级单元)."""
        unit = self.find(code)
        return tuple(u for u in self.units if u.parent == unit.parent and u.kind == unit.kind)

    def ancestors(self, code: str) -> tuple[str, ...]:
        """The unit itself and everything above it, nearest first."""
        path: list[str] = []
        step: str | None = code
        while step and step in self._by_code and step not in path:
            path.append(step)
            step = self._by_code[step].parent
        return tuple(path)

    def descendants(self, code: str) -> tuple[str, ...]:
        """The unit itself and every unit below it."""
        inside = self._inside.get(code, frozenset())
        return tuple(u.code for u in self.units if u.code in inside)


def territory(rows: Iterable[Mapping[str, Any]], on: date | None = None) -> Territory:
    """The territory valid on a day, from rows of the table ``unit``."""
    units = [_unit(row) for row in rows]
    valid = [u for u in units if on is None or _valid(u, on)]
    order = {"city": 0, "county": 1, "zone": 2, "town": 3}
    return Territory(tuple(sorted(valid, key=lambda u: (order[u.kind], u.code))))


def _valid(unit: Unit, on: date) -> bool:
    starts = unit.valid_from is None or unit.valid_from <= on
    return starts and (unit.valid_to is None or on <= unit.valid_to)


def _unit(row: Mapping[str, Any]) -> Unit:
    aliases = tuple(a for a in (row.get("aliases") or "").split("|") if a)
    return Unit(
        code=row["code"],
        name=row["name"],
        parent=row["parent"] or None,
        kind=cast(UnitKind, row["kind"]),
        in_county_total=row.get("in_county_total"),
        valid_from=row.get("valid_from"),
        valid_to=row.get("valid_to"),
        aliases=aliases,
    )
