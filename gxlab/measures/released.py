"""上期: what a comparison with the former edition stands on — what was printed, once it is signed.

"比1—4月加快x个百分点" takes the rate printed in the last signed edition. Where the snapshot says
otherwise by now, the sentence adds "（1—4月修订为y%）". Until an edition has been signed the
comparison stands on the snapshot, and the page says so.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from gxlab.measures.figures import FigureRow
from gxlab.reference.numbers import round_half_away
from gxlab.warehouse.desk import Desk
from gxlab.warehouse.releases import Printed


@dataclass(frozen=True)
class Former:
    """上期数: ``value`` is what to compare with, exact to the printed digit where it was signed.

    ``revised``: what the snapshot prints now, where that differs from what was signed; else None.
    ``issue``: the signed edition it was printed in (2026年第4期), "" where none is signed.
    """

    value: Decimal | None
    revised: Decimal | None = None
    issue: str = ""

    @property
    def is_signed(self) -> bool:
        """Whether the value is one that was printed in a signed edition (上期已定稿)."""
        return bool(self.issue)


def released(desk: Desk, ref: str) -> Decimal | None:
    """The figure as the last signed edition of an earlier period printed it; None where none did.

    ``ref`` is the coordinate ``indicator|unit|period|span|statistic[|by=code]`` of the figure, for
    the period it was printed for. In the unit of measure it was printed in.
    """
    found = desk.issued_before(ref)
    return None if found is None else _value(found[0])


def former(desk: Desk, ref: str, now: Decimal | None, decimals: int = 1) -> Former:
    """上期数 of a coordinate: as printed in the last signed edition, else ``now``.

    ``now`` is what the snapshot says of the former period, in the printed unit of measure;
    ``decimals`` the places it is printed with.
    """
    found = desk.issued_before(ref)
    signed = _value(found[0]) if found else None
    if found is None or signed is None:
        return Former(now)
    again = None if now is None else round_half_away(now, decimals)
    issue = f"{found[1].period[:4]}年{found[1].title}"
    return Former(signed, None if again in (None, signed) else again, issue)


def former_growth(
    desk: Desk, subject: str, unit: str, past: FigureRow, by: str | None = None
) -> Former:
    """上期增速 of a figure: ``past`` is its row of the former period on this snapshot.

    ``desk`` stands at the report's own period, which may lie after the figure's.
    """
    return _former_of(desk, (subject, unit), past, ("growth_yoy_pct", by), past.growth_yoy_pct)


def former_value(desk: Desk, subject: str, unit: str, past: FigureRow, decimals: int) -> Former:
    """上期数 of a rate or ratio, as :func:`former_growth`."""
    return _former_of(desk, (subject, unit), past, ("value", None), past.value, decimals)


def _former_of(
    desk: Desk,
    named: tuple[str, str],
    past: FigureRow,
    statistic: tuple[str, str | None],
    now: Decimal | None,
    decimals: int = 1,
) -> Former:
    if past.period_used is None:
        return Former(now)
    what, by = statistic
    ref = "|".join([*named, past.period_used, past.span, what])
    return former(desk, f"{ref}|{by}={past.code}" if by else ref, now, decimals)


def _value(printed: Printed) -> Decimal | None:
    return None if printed.number is None else Decimal(printed.number)


__all__ = ["Former", "former", "former_growth", "former_value", "released"]
