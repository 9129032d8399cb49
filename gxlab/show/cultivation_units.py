"""The lines of tables by unit (分单位表的行): the units below, then the page's own unit in all."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from gxlab.measures.cultivation import Edition
from gxlab.measures.figures import FigureRow
from gxlab.reference.numbers import round_half_away
from gxlab.reference.territory import Unit
from gxlab.show.cultivation_words import (
    ByUnit,
    Cells,
    area,
)
from gxlab.show.figures import fig
from gxlab.show.objects import Cell, Figure


@dataclass(frozen=True)
class Lines:
    """Units in table order; places are given among units of one kind only, zones not counted."""

    units: tuple[Unit, ...]
    own: Unit
    label: str

    @property
    def names(self) -> list[str]:
        """What stands in the first column."""
        found = []
        for unit in self.units:
            inside = unit.kind == "zone" and unit != self.own
            found.append(
                self.label if unit == self.own else f"{'其中：' if inside else ''}{unit.name}"
            )
        return found

    @property
    def emphasis(self) -> list[str]:
        """The own unit is the total where others stand above it, else the page's own line."""
        kind = "total" if len(self.units) > 1 else "own"
        return [kind if unit == self.own else "" for unit in self.units]

    @property
    def levels(self) -> list[int]:
        """Zones are indented: their firms are in the counties' lines already."""
        return [int(u.kind == "zone" and u != self.own) for u in self.units]

    def ranked(self, unit: Unit) -> bool:
        """Whether a unit has a place: it stands below the own unit and is no zone."""
        return unit != self.own and unit.kind != "zone"

    def column(self, of: ByUnit, subject: str, **more: str) -> Cells:
        """One statistic of every unit, under each unit's own coordinate."""
        statistic = more.get("statistic", "value")
        by = more.get("by")
        return [
            fig(of(u.code), u.code, subject, statistic, by=by, with_unit=False) for u in self.units
        ]

    def placed(self, of: ByUnit, subject: str, statistic: str) -> Cells:
        """A rate with its place in brackets (位次); units without it have none."""
        rows = {u.code: of(u.code) for u in self.units}
        shown = {
            u.code: round_half_away(v, 1)
            for u in self.units
            if self.ranked(u) and (v := _value(rows[u.code], statistic)) is not None
        }
        return [_with_place(u, rows[u.code], subject, statistic, shown) for u in self.units]


def lines(given: Edition) -> Lines:
    """The units below the page's unit and the unit itself; a town or zone stands alone."""
    unit = given.desk.unit
    below = given.desk.units.children(unit.code)
    return Lines((*below, unit), unit, area(given.desk) if below else unit.name)


def _value(row: FigureRow | None, statistic: str) -> Decimal | None:
    found = getattr(row, statistic) if row is not None else None
    return None if found is None else Decimal(found)


def _with_place(
    unit: Unit,
    row: FigureRow | None,
    subject: str,
    statistic: str,
    shown: dict[str, Decimal],
) -> Cell:
    figure = fig(row, unit.code, subject, statistic, with_unit=False)
    if figure is None or unit.code not in shown or len(shown) < 2:
        return figure
    place = 1 + sum(v > shown[unit.code] for v in shown.values())
    return Figure(f"{figure.text}（{place}）", figure.ref, figure.value)
