"""The bridge ends at the printed figure: every unit, cluster and industry of the demo."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

import pytest

from gxlab.measures import revenue_bridge
from gxlab.measures.cluster_bridge import bridge
from gxlab.measures.clusters import Edition, by_cluster_at, edition_at, total_at, whole
from gxlab.measures.figures import FigureRow
from gxlab.measures.growth_bridge import Bridge
from gxlab.reference.periods import Period, range_months
from gxlab.warehouse.desk import Desk, open_desk
from gxlab.warehouse.snapshot import current
from tests.demo_workspace import DemoWorkspace, demo_workspace

__all__ = ["demo_workspace"]
pytestmark = pytest.mark.slow
ZERO = Decimal(0)


class Keeping(dict[tuple[str, str, Period], str]):
    """Rule parameters of an office whose every source keeps the base of removed firms."""

    def __contains__(self, asked: object) -> bool:
        return (isinstance(asked, tuple) and asked[0] == "exit_base_kept") or super().__contains__(
            asked
        )

    def __missing__(self, asked: tuple[str, str, Period]) -> str:
        return "yes"


@pytest.fixture(scope="module", params=["dropped", "kept"])
def desk(demo_workspace: DemoWorkspace, request: pytest.FixtureRequest) -> Desk:
    found = open_desk(current(demo_workspace.root / "data" / "warehouse"), None, Period(2026, 5))
    return found if request.param == "dropped" else replace(found, rules=Keeping())


def editions(desk: Desk) -> Iterator[Edition]:
    """Every unit above the towns in every month that has a year before it."""
    for period in range_months(Period(2025, 2), Period(2026, 5), has_january=False)[::3]:
        for unit in (u.code for u in desk.units.units if u.kind != "town"):
            yield edition_at(desk.at(unit=unit, period=period))


def same(found: Bridge, row: FigureRow) -> bool:
    level = row.value or ZERO
    pair = (row.numerator or ZERO, row.denominator or ZERO)
    return (found.level, found.compared, found.comparable) == (level, *pair)


def test_every_bridge_ends_at_the_printed_figure(desk: Desk) -> None:
    seen = kept = 0
    for given in editions(desk):
        where = (given.desk.unit.code, str(given.period))
        assert same(revenue_bridge.whole_bridge(given), whole(given)), where
        together = bridge(given)
        assert same(together, total_at(given)), where
        kept += any(p.part == "exit_kept" for p in together.parts)
        for row in by_cluster_at(given):
            assert same(bridge(given, row.code), row), (*where, row.code)
            seen += 1
    assert seen > 100
    assert bool(kept) == isinstance(desk.rules, Keeping)


def test_industries_move_as_much_as_the_whole(desk: Desk) -> None:
    given = edition_at(desk)
    parts = revenue_bridge.by_industry(given)
    found = revenue_bridge.whole_bridge(given)
    assert sum((r.value or ZERO for r in parts), ZERO) == found.increase
    # Between industries the bases move as well, but nothing comes from nowhere.
    assert sum((r.base or ZERO for r in parts), ZERO) == found.comparable - found.former
