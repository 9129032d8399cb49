"""Targets changed in the middle of the year (年中调整): each month is judged by what held then."""

from __future__ import annotations

from decimal import Decimal

from gxlab.measures.progress import targets
from tests.conftest import DeskOf
from tests.spec.bulletin.rows import goals

FEBRUARY = {"target": goals("330101 output 1000 1100 200 480 760")}
JULY = {"target": goals("330101 output 950 1050 200 480 700", effective="2026-07")}


def test_before_the_adjustment_the_first_target_holds(desk_of: DeskOf) -> None:
    floor, stretch = targets(desk_of("2026-06", FEBRUARY, JULY, unit="330101"), "output")
    assert (floor["target"], stretch["target"]) == (Decimal(1000), Decimal(1100))
    assert floor["effective"] is None and floor["former_target"] is None


def test_from_its_month_on_the_adjusted_target_holds_and_names_the_former(desk_of: DeskOf) -> None:
    floor, stretch = targets(desk_of("2026-07", FEBRUARY, JULY, unit="330101"), "output")
    assert (floor["target"], stretch["target"]) == (Decimal(950), Decimal(1050))
    assert (floor["effective"], floor["former_target"]) == ("2026-07", Decimal(1000))


def test_the_order_of_the_files_changes_nothing(desk_of: DeskOf) -> None:
    floor, _ = targets(desk_of("2026-08", JULY, FEBRUARY, unit="330101"), "output")
    assert floor["target"] == Decimal(950)


def test_a_later_file_without_a_month_replaces_the_target_of_the_whole_year(
    desk_of: DeskOf,
) -> None:
    again = {"target": goals("330101 output 980 1080")}
    floor, _ = targets(desk_of("2026-03", FEBRUARY, again, unit="330101"), "output")
    assert (floor["target"], floor["effective"]) == (Decimal(980), None)
