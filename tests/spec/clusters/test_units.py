"""分县区: places among units of one kind, and how they changed; a zone has none."""

from __future__ import annotations

from decimal import Decimal

from gxlab.measures.cluster_units import below, peers
from gxlab.measures.clusters import edition_at
from tests.conftest import DeskOf, facts, register
from tests.spec.clusters.rows import members

# April: 东山县 (A) +2 %, 西水县 (C) +5 %.  May: 东山县 +10 %, 西水县 +5 %.
VALUES = "A 2026-04 102 100\nC 2026-04 210 200\nA 2026-05 132 120\nC 2026-05 252 240"
REGISTER = "\n".join(
    f"{c} {m} {u} 1711"
    for c, u in (("A", "330101001"), ("C", "330102001"))
    for m in ("2026-04", "2026-05")
)
ZONE = [{"zone": "Z1", "member_kind": "enterprise", "member": "C"}]


def files() -> dict[str, object]:
    return {
        "observation": facts(VALUES),
        "register": register(REGISTER),
        "cluster_member": members("K1 A\nK1 C"),
        "zone_member": ZONE,
    }


def test_places_and_their_change(desk_of: DeskOf) -> None:
    found = {line.unit.name: line for line in below(edition_at(desk_of("2026-05", files())))}
    east, west = found["东山县"], found["西水县"]
    assert (east.row.growth_rank, east.place_before, east.row.rank) == (1, 2, 2)
    assert (west.row.growth_rank, west.place_before, west.row.rank) == (2, 1, 1)
    # 10.0 − 2.0 = +8.0 points
    assert east.row.change_pp == Decimal(8)


def test_a_zone_is_listed_and_not_placed(desk_of: DeskOf) -> None:
    found = below(edition_at(desk_of("2026-05", files())))
    assert [line.unit.name for line in found] == ["东山县", "西水县", "示例经开区"]
    assert (found[-1].row.value, found[-1].row.growth_rank) == (Decimal(252), None)


def test_a_county_stands_among_its_peers(desk_of: DeskOf) -> None:
    desk = desk_of("2026-05", files())
    assert [line.unit.name for line in peers(edition_at(desk.at(unit="330101")))] == [
        "东山县",
        "西水县",
    ]
    assert peers(edition_at(desk)) == []
    assert [line.unit.name for line in below(edition_at(desk.at(unit="330101")))] == ["城关镇"]
