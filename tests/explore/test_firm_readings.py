"""企业读数: the figures of by_enterprise, firms outside the register too, with the cell."""

from __future__ import annotations

from decimal import Decimal

from gxlab.measures.firm_readings import available, by_key, readings
from gxlab.measures.lookup import by_enterprise
from tests.conftest import DeskOf, facts, register

REGISTER = register(
    "A 2026-05 330101001 1711 月度 2026-03\nB 2026-05 330101001 1711 - -\n"
    "C 2026-05 330101001 1711 - -"
)
# A is a new plant without base; B has a base; C none; D is in no register.
FACTS = facts("A 2026-05 30 -\nB 2026-05 120 100\nC 2026-05 50 -\nD 2026-05 9 6")


def test_readings_are_those_that_the_reports_use(desk_of: DeskOf) -> None:
    desk = desk_of("2026-05", {"observation": FACTS, "register": REGISTER})
    found = readings(desk, ["A", "B", "C", "D"], ["revenue"])
    own = {r.enterprise: r for r in found}
    for row in by_enterprise(desk, "revenue"):
        mine = own[row.code].row
        assert (mine.value, mine.base, mine.basis, mine.growth_yoy_pct) == (
            row.value,
            row.base,
            row.basis,
            row.growth_yoy_pct,
        )
    # 120 on 100; A's blank base counts as 0 (新投产); C's is missing.
    assert own["B"].row.growth_yoy_pct == Decimal(20)
    assert (own["A"].row.basis, own["C"].row.basis) == ("new", "base_missing")


def test_a_firm_outside_the_register_has_its_reading_too(desk_of: DeskOf) -> None:
    desk = desk_of("2026-05", {"observation": FACTS, "register": REGISTER})
    (only,) = readings(desk, ["D"], ["revenue"])
    assert (only.row.value, only.row.growth_yoy_pct, only.registered) == (
        Decimal(9),
        Decimal(50),
        False,
    )


def test_every_reading_knows_its_cell(desk_of: DeskOf) -> None:
    rows = [
        {**r, "sheet": "直报", "row_no": 35, "col": "H" if r["reading"] == "value" else "I"}
        for r in facts("B 2026-05 120 100")
    ]
    desk = desk_of(
        "2026-05",
        {"observation": rows, "register": REGISTER, "path": "inbox/直报_5月.xlsx"},
    )
    (only,) = readings(desk, ["B"], ["revenue"])
    assert only.source.text == "直报_5月.xlsx　直报!H35"
    assert only.source.base_cell == "I35"
    assert by_key([only])["B", "revenue", "ytd", "2026-05"] is only
    assert desk.fed_by


def test_own_prior_year_where_the_source_delivers_no_base(desk_of: DeskOf) -> None:
    # The layout declares own_prior_year: 120 against the firm's own 80 a year earlier = +50 %.
    given = {
        "observation": facts("B 2025-05 80\nB 2026-05 120"),
        "register": REGISTER,
        "basis": "own_prior_year",
    }
    found = by_key(readings(desk_of("2026-05", given), ["B"], ["revenue"]))
    row = found["B", "revenue", "ytd", "2026-05"].row
    assert (row.basis, row.growth_yoy_pct) == ("own_prior_year", Decimal(50))


def test_what_is_available(desk_of: DeskOf) -> None:
    desk = desk_of("2026-05", {"observation": facts("B 2026-05 1 1\nB 2026-04 1 1")})
    assert available(desk) == {("revenue", "ytd"): ["2026-04", "2026-05"]}
    assert readings(desk, [], ["revenue"]) == []
    assert readings(desk, ["Z"], ["revenue"]) == []
