"""期末 = 期初 + 新增 − 退出 ± 划入划出, for every unit and every month of the demo, both calendars.

The transfers of a step are what is left of the identity, so they are counted apart: by the firms
that the lists themselves show in another unit. For the whole city there are none.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

import pytest

from gxlab.measures import register_dynamics as dynamics
from gxlab.measures.register_dynamics import Move, RegisterYear, register_year
from gxlab.reference.periods import Period
from gxlab.warehouse.desk import Desk, open_desk
from gxlab.warehouse.snapshot import current
from tests.demo_workspace import DemoWorkspace, demo_workspace

__all__ = ["demo_workspace"]
pytestmark = pytest.mark.slow
LAST = Period(2026, 5)


@pytest.fixture(scope="module")
def desk(demo_workspace: DemoWorkspace) -> Desk:
    return open_desk(current(demo_workspace.root / "data" / "warehouse"), None, LAST)


@pytest.fixture(scope="module")
def years(desk: Desk) -> list[RegisterYear]:
    """Each year's register at its last month, with every list up to it."""
    ends = (Period(2025, 12), LAST)
    return [register_year(desk.at(period=end)) for end in ends]


def units(desk: Desk) -> list[str]:
    return [u.code for u in desk.units.units]


def moved(given: RegisterYear, code: str, month: str) -> int:
    """Firms that came from another unit less those that went to one, by their own two places."""
    at = {p: given.inside(code, p) for p in given.lists}
    net = 0
    for move in (m for m in given.moves if m.kind == "transfer" and m.step == month):
        was = move.before is not None and at[move.former_step](move.enterprise, move.before)
        now = at[move.step](move.enterprise, move.after)
        net += int(now) - int(was)
    return net


def steps(years: list[RegisterYear]) -> Iterator[tuple[RegisterYear, str, dynamics.Step]]:
    for given in years:
        for code in units(given.desk):
            for step in dynamics.steps(given, code)[1:]:
                yield given, code, step


def test_every_step_of_every_unit(years: list[RegisterYear]) -> None:
    seen = 0
    for given, code, step in steps(years):
        if given.desk.units.find(code).kind == "zone":
            continue  # a zone's members are firms, not places: see below
        assert step.transfers == moved(given, code, step.month), (code, step)
        seen += 1
    # 15 lists after the two opening ones, for city, counties and towns alike.
    assert seen > 15 * 9


def test_zones_change_by_their_doors_and_their_dated_members(years: list[RegisterYear]) -> None:
    """A zone's transfers: firms that joined or left it, and neither entered nor left the lists."""
    seen = 0
    for given in years:
        for zone in (u.code for u in given.desk.units.units if u.kind == "zone"):
            for before, step in zip(
                dynamics.steps(given, zone), dynamics.steps(given, zone)[1:], strict=False
            ):
                was, now = given.zones[before.month, zone], given.zones[step.month, zone]
                here = [m for m in given.moves if m.step == step.month]
                entered = {m.enterprise for m in here if m.kind == "entry"}
                gone = {m.enterprise for m in here if m.kind == "exit"}
                assert step.transfers == len(now - was - entered) - len(was - now - gone)
                seen += 1
    assert seen > 10


def test_the_city_gains_and_loses_by_its_doors_alone(years: list[RegisterYear]) -> None:
    root = years[0].desk.units.root.code
    found = [s for g, c, s in steps(years) if c == root]
    assert [s.transfers for s in found] == [0] * len(found)
    assert sum(s.entries for s in found) > 0 and sum(s.exits for s in found) > 0


def test_counties_add_up_to_the_city(years: list[RegisterYear]) -> None:
    for given in years:
        root = given.desk.units.root.code
        counties = [u.code for u in given.desk.units.units if u.kind == "county"]
        parts: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0, 0])
        for code in counties:
            for s in dynamics.steps(given, code):
                sums = parts[s.month]
                for n, number in enumerate((s.count, s.entries, s.exits, s.transfers)):
                    sums[n] += number
        for s in dynamics.steps(given, root):
            assert parts[s.month] == [s.count, s.entries, s.exits, 0], s.month


def test_the_year_is_the_sum_of_its_steps(years: list[RegisterYear]) -> None:
    for given in years:
        for code in units(given.desk):
            year = dynamics.unit_year(given, code)
            assert year is not None and year.opening is not None
            found = dynamics.steps(given, code)
            assert year.closing == year.opening + year.net + year.transfers
            assert year.net == sum(s.entries - s.exits for s in found)
            assert (found[0].count, found[-1].count) == (year.opening, year.closing)


def firms(moves: tuple[Move, ...], year: int) -> set[str]:
    return {m.enterprise for m in moves if m.credited_year == year}


def test_the_two_calendars_differ_by_the_batch_of_january(
    desk: Desk, years: list[RegisterYear]
) -> None:
    """考核口径 2025 = what took effect in 2025 and is credited to it, and the batch of 1—2月 2026.

    Exits that the list of February drops without any list of exits are unknown in December.
    """
    last, this = years
    for code in units(desk):
        if desk.units.find(code).kind == "zone":
            continue
        effect, later = dynamics.unit_year(last, code), dynamics.unit_year(this, code)
        assert effect is not None and later is not None
        came = firms(dynamics.credited_entries(last, code), 2025)
        went = firms(dynamics.credited_exits(last, code), 2025)
        assert came == firms(effect.entries, 2025) | firms(later.entries, 2025), code
        told = tuple(m for m in later.exits if m.stated)
        assert went == firms(effect.exits, 2025) | firms(told, 2025), code
        # Nothing is credited to two years, and nothing of 2025 to 2026.
        assert not came & firms(dynamics.credited_entries(this, code), 2026)


def test_nobody_leaves_and_enters_by_changing_a_name_or_code(years: list[RegisterYear]) -> None:
    for given in years:
        renamed = {m.enterprise for m in given.moves if m.kind in ("rename", "conversion")}
        doors = {m.enterprise for m in given.moves if m.kind in ("entry", "exit") and not m.stated}
        assert renamed and not renamed & doors
        successors = {new for new, _ in given.known.successor.values()}
        both = defaultdict(set)
        for move in given.moves:
            both[given.known.current(move.enterprise)].add(move.kind)
        assert not [
            f for f, kinds in both.items() if {"entry", "exit"} <= kinds and f in successors
        ]
