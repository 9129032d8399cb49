"""Praise and prodding (表扬先进、鞭策落后) by rule: who is ahead of plan, who falls behind.

The rules are dated parameters. They judge units by the lights of their tasks and nothing else; no
firm is named and no figure asked for.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from gxlab.measures.bulletin import Bulletin
from gxlab.measures.bulletin_standing import Standing
from gxlab.measures.rates import HUNDRED
from gxlab.reference.numbers import divide
from gxlab.reference.territory import Unit


@dataclass(frozen=True)
class Verdict:
    """How a unit's tasks stand by light (一个单位各项任务的灯)."""

    unit: Unit
    green: tuple[Standing, ...]
    yellow: tuple[Standing, ...]
    red: tuple[Standing, ...]

    @property
    def judged(self) -> int:
        """Tasks with a light."""
        return len(self.green) + len(self.yellow) + len(self.red)

    @property
    def green_pct(self) -> Decimal:
        """绿灯占比 (%)."""
        return divide(Decimal(len(self.green)), Decimal(self.judged), HUNDRED) or Decimal(0)


def verdict(given: Bulletin, unit: Unit) -> Verdict:
    """The tasks of a unit by light, in the order of the tasks."""
    found = given.of(unit.code)
    by = {
        level: tuple(s for s in found if s.light == level) for level in ("green", "yellow", "red")
    }
    return Verdict(unit, by["green"], by["yellow"], by["red"])


def praised(given: Bulletin) -> list[Verdict]:
    """进度较快: enough green lights and no red one, most first."""
    least = given.desk.policy_number("bulletin_praise_green_pct")
    found = [v for v in _all(given) if v.judged and not v.red and v.green_pct >= least]
    return sorted(found, key=lambda v: (-v.green_pct, v.unit.code))


def prodded(given: Bulletin) -> list[Verdict]:
    """进度较慢: many red lights, or few green ones; most red first."""
    most = given.desk.policy_number("bulletin_prod_red_count")
    few = given.desk.policy_number("bulletin_prod_green_pct")
    found = [v for v in _all(given) if v.judged and (len(v.red) >= most or v.green_pct < few)]
    return sorted(found, key=lambda v: (-len(v.red), v.green_pct, v.unit.code))


def _all(given: Bulletin) -> list[Verdict]:
    """Every unit of the matrix but the whole, which is nobody's competitor."""
    root = given.desk.units.root
    return [verdict(given, u) for u in given.units if u not in (root, *_counties(given))]


def _counties(given: Bulletin) -> list[Unit]:
    """On a town's page the units it belongs to stand above the comparison."""
    if given.desk.unit.kind != "town":
        return []
    above = given.desk.units.ancestors(given.desk.unit.code)
    return [u for u in given.units if u.code in above and u.kind != "town"]
