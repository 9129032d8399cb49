"""一库多市: an edition reads its own city; a firm that has moved away keeps its name there."""

from __future__ import annotations

from typing import Any

from gxlab.reference.periods import Period
from gxlab.warehouse.desk import Desk, desk_on, digest_now
from gxlab.warehouse.snapshot import resolve_into
from tests.conftest import observation, register, store_of


def _unit(code: str, name: str, parent: str | None, kind: str) -> dict[str, Any]:
    return {"code": code, "name": name, "parent": parent, "kind": kind, "in_county_total": True}


UNITS = [
    _unit("3300", "东海市", None, "city"),
    _unit("3301", "城关县", "3300", "county"),
    _unit("4400", "南山市", None, "city"),
    _unit("4401", "城关县", "4400", "county"),
]
# A stands in the first city until it moves to the second; B stays in the first.
REGISTER = register("""
    A 2026-03 3301
    B 2026-03 3301
    A 2026-04 4401
    B 2026-04 3301
""")
REVENUE = [
    observation(code, period, "value", number, "revenue", "ytd")
    for code, period, number in (
        ("A", "2026-03", "30"),
        ("B", "2026-03", "31"),
        ("A", "2026-04", "40"),
        ("B", "2026-04", "41"),
    )
]


def _desk(unit: str | None, period: str) -> Desk:
    store = store_of({"unit": UNITS}, {"register": REGISTER}, {"observation": REVENUE})
    resolve_into(store.con, None)
    store.con.execute("use snap")
    return desk_on(store.con, unit, Period.parse(period))


def _values(desk: Desk) -> dict[str, str]:
    rows = desk.read("enterprise_fact", indicator="revenue", period=str(desk.period))
    return {r["enterprise"]: str(r["value"]) for r in rows.to_dicts()}


def test_a_firm_counts_where_it_stands_in_the_month() -> None:
    assert _values(_desk("3300", "2026-03")) == {"A": "30.000000", "B": "31.000000"}
    assert _values(_desk("3300", "2026-04")) == {"B": "41.000000"}
    assert _values(_desk("4400", "2026-04")) == {"A": "40.000000"}


def test_a_firm_that_moved_away_keeps_its_name() -> None:
    assert set(_desk("3300", "2026-03").read("enterprises")["enterprise"]) == {"A", "B"}
    assert set(_desk("4400", "2026-03").read("enterprises")["enterprise"]) == {"A"}


def test_a_desk_stands_in_the_city_of_its_unit() -> None:
    desk = _desk("4401", "2026-04")
    assert (desk.city, desk.units.root.name) == ("4400", "南山市")
    # The name is borne once in each city; the code tells which, and inside a city it is unique.
    assert desk.units.find("城关县").code == "4401"


def test_without_a_unit_every_city_is_read() -> None:
    desk = _desk(None, "2026-04")
    assert desk.city is None
    assert set(_values(desk)) == {"A", "B"}


def test_a_noted_read_is_asked_again_of_its_own_city() -> None:
    noted = _desk("4400", "2026-04")
    noted.read("enterprise_fact", indicator="revenue", period="2026-04")
    whole = _desk(None, "2026-04")
    assert {key: digest_now(whole, key) for key in noted.digests} == noted.digests


def test_a_snapshot_keeps_the_place_of_each_firm_with_its_readings() -> None:
    desk = _desk(None, "2026-04")
    rows = desk.con.sql("select code, period, unit from fact order by 1, 2").fetchall()
    assert rows == [
        ("A", "2026-03", "3301"),
        ("A", "2026-04", "4401"),
        ("B", "2026-03", "3301"),
        ("B", "2026-04", "3301"),
    ]
