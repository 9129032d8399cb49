"""分县区总表: the indicators of each unit with places among peers (位次).

A place is given only among units of one kind whose figure is of one period and one status: a unit
that was not fed back stands with what there is of it, without a place, and is named.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from gxlab.measures import figures as fig
from gxlab.measures import lookup
from gxlab.measures.figures import FigureRow
from gxlab.measures.overview import HEAD, Overview, figure, once, rate_of
from gxlab.reference.indicators import indicator
from gxlab.reference.territory import Unit

Rows = dict[str, FigureRow]


@dataclass(frozen=True)
class Line:
    """One unit of the table (一个单位): its figures by indicator, with places among its peers."""

    unit: Unit
    rows: Rows


def below(given: Overview) -> list[Line]:
    """The units directly below the page's."""
    units = given.desk.units.children(given.desk.unit.code)
    return once(given, lambda: lines(given, units), "below")


def peers(given: Overview) -> list[Line]:
    """The unit among those of its kind and parent; nothing for the root or a lone zone."""
    unit = given.desk.unit
    units = given.desk.units.peers(unit.code)
    if unit == given.desk.units.root or len(units) < 2:
        return []
    return once(given, lambda: lines(given, units), "peers")


def own(given: Overview, indicator_id: str) -> FigureRow | None:
    """The unit's figure with its place among its peers; None where it has no peers."""
    found = [line for line in peers(given) if line.unit == given.desk.unit]
    return found[0].rows[indicator_id] if found else None


def lines(given: Overview, units: Sequence[Unit]) -> list[Line]:
    """One line a unit, zones unplaced; a unit without any figure stands with blanks."""
    asked = {u.code: given.at(u.code) for u in units}
    tables = {i: _placed(units, {c: figure(o, i) for c, o in asked.items()}, i) for i in HEAD}
    return [Line(u, {i: tables[i][u.code] for i in HEAD}) for u in units]


def place(indicator_id: str) -> str:
    """The statistic that holds an indicator's place: a rate's and a stock's value, or growth."""
    subject = indicator(indicator_id)
    return "rank" if subject.is_rate or subject.kind == "stock" else "growth_rank"


def is_tied(found: Sequence[Line], row: FigureRow, indicator_id: str) -> bool:
    """Whether another unit holds the same place (并列)."""
    at = getattr(row, place(indicator_id))
    places = [getattr(line.rows[indicator_id], place(indicator_id)) for line in found]
    return at is not None and places.count(at) > 1


def former_place(given: Overview, indicator_id: str) -> int | None:
    """The place a period before, among the same peers."""
    row = own(given, indicator_id)
    if row is None or row.period_used is None:
        return None
    desk = given.desk_of(indicator_id)
    then = desk.at(period=desk.period.previous)
    units = given.desk.units.peers(given.desk.unit.code)
    past = {u.code: lookup.unit_figure(then.at(unit=u.code), indicator_id) for u in units}
    found = _placed(units, past, indicator_id)[given.desk.unit.code]
    at: int | None = getattr(found, place(indicator_id))
    return at if found.period_used == str(then.period) else None


def unplaced(found: Sequence[Line], indicator_id: str) -> list[tuple[str, FigureRow]]:
    """Units with a figure that has no place, zones aside: of another period or status."""
    return [
        (line.unit.name, row)
        for line in found
        if line.unit.kind != "zone"
        and (row := line.rows[indicator_id])
        and rate_of(row, indicator_id) is not None
        and getattr(row, place(indicator_id)) is None
    ]


def silent(found: Sequence[Line], indicator_id: str) -> list[str]:
    """Units without any figure of an indicator that others have (未报、未反馈)."""
    has = [line for line in found if _told(line.rows[indicator_id], indicator_id)]
    if not has:
        return []
    return [line.unit.name for line in found if not _told(line.rows[indicator_id], indicator_id)]


def _told(row: FigureRow, indicator_id: str) -> bool:
    return row.value is not None or row.growth_yoy_pct is not None


def _placed(units: Sequence[Unit], rows: Rows, indicator_id: str) -> Rows:
    found = {code: replace(row, rank=None, growth_rank=None) for code, row in rows.items()}
    for kind in dict.fromkeys(u.kind for u in units if u.kind != "zone"):
        told = [u.code for u in units if u.kind == kind and _told(rows[u.code], indicator_id)]
        common = _common([rows[code] for code in told])
        codes = [code for code in told if _key(rows[code]) == common]
        if len(codes) > 1:
            ranked = fig.ranked([rows[code] for code in codes], indicator(indicator_id))
            found |= dict(zip(codes, ranked, strict=True))
    return found


def _common(rows: Sequence[FigureRow]) -> tuple[str | None, str | None] | None:
    """The period and status most of the rows have; the later period where it is a draw."""
    counted = Counter(_key(r) for r in rows)
    if not counted:
        return None
    return max(counted, key=lambda k: (counted[k], k[0] or "", k[1] or ""))


def _key(row: FigureRow) -> tuple[str | None, str | None]:
    return row.period_used, row.status
