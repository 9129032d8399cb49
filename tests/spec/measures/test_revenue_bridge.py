"""可比与名义 over a unit's register: reclassification, moved units, entries and exits."""

from __future__ import annotations

from decimal import Decimal

from gxlab.measures.answer import answer
from gxlab.reference.numbers import growth_pct, round_half_away
from tests.conftest import DeskOf, facts, register

# 2025: A (17) 100, B (34) 50 in 东山县; C (34) 30 in 西水县; D (17) 20 in 东山县.
# 2026: A stays; B is put into 17; C has moved to 东山县; D has left; E (34) is 小升规 with a base.
VALUES = """
A 2025-05 100 90
B 2025-05 50 45
C 2025-05 30 28
D 2025-05 20 25
A 2026-05 110 100
B 2026-05 60 50
C 2026-05 36 30
E 2026-05 24 20
"""
REGISTER = """
A 2025-05 330101001 1711
B 2025-05 330101001 3411
C 2025-05 330102001 3411
D 2025-05 330101001 1711
A 2026-05 330101001 1711
B 2026-05 330101001 1711
C 2026-05 330101001 3411
E 2026-05 330101001 3411 小升规 2026-02
"""


def files() -> dict[str, object]:
    return {"observation": facts(VALUES), "register": register(REGISTER)}


def parts(desk_of: DeskOf, unit: str) -> dict[str, tuple[Decimal | None, Decimal | None]]:
    rows = answer(desk_of("2026-05", files(), unit=unit), "revenue_bridge", by="component").rows
    return {r.code: (r.base, r.value) for r in rows}


def test_the_city_sees_entries_and_exits_only(desk_of: DeskOf) -> None:
    # 上年口径 200 − D 20 + E 20 = 可比 200; +10 +10 +6 +4 = 30 → 230.
    found = parts(desk_of, "3300")
    assert found["stock"] == (0, 26)
    assert found["entered"] == (20, 4)
    assert found["exit"] == (-20, 0)
    assert (found["former"][1], found["comparable"][1], found["level"][1]) == (200, 200, 230)
    assert "moved_in" not in found and "reclassed_in" not in found


def test_a_county_sees_who_moved_in(desk_of: DeskOf) -> None:
    # 东山县: 170 − 20 + 20 + C 30 = 200; 西水县: 30 − 30 = 0.
    assert parts(desk_of, "330101")["moved_in"] == (30, 6)
    assert parts(desk_of, "330102")["moved_out"] == (-30, 0)


def test_nominal_growth_is_told_beside_the_comparable_one(desk_of: DeskOf) -> None:
    # 东山县: 230 on 200 = +15.0 % comparable; 230 on the 170 published a year ago = +35.3 %.
    (row,) = answer(desk_of("2026-05", files(), unit="330101"), "revenue_bridge").rows
    assert (row.pull_pp, row.nominal_pp) == (Decimal(15), growth_pct(Decimal(230), Decimal(170)))
    assert row.nominal_pp is not None
    assert round_half_away(row.nominal_pp, 1) == Decimal("35.3")


def test_an_industry_sees_who_was_put_into_it(desk_of: DeskOf) -> None:
    # 17: A 100, D 20 = 120 a year ago; − D + B 50 → 150; A +10, B +10 → 170 (+13.3 %).
    # 34: B 50, C 30 = 80; − B, + E 20 → 50; C +6, E +4 → 60 (+20.0 %).  Nominal −25.0 %.
    rows = {
        r.code: r for r in answer(desk_of("2026-05", files()), "revenue_bridge", by="industry").rows
    }
    assert rows["17"].base == Decimal(30)
    assert rows["17"].value == Decimal(20)
    assert (rows["34"].pull_pp, rows["34"].nominal_pp) == (Decimal(20), Decimal(-25))
    # Over the industries the comparable movement is the city's, whoever was put where.
    assert sum((r.value or Decimal(0) for r in rows.values()), Decimal(0)) == 30


def test_the_base_is_compared_with_what_stood_a_year_ago(desk_of: DeskOf) -> None:
    rows = {r.code: r for r in answer(desk_of("2026-05", files()), "revenue", by="comparison").rows}
    # Firm sums: 230 on 200; last year's own reading 200 too: no difference of scope in the sum.
    assert (rows["comparable"].growth_yoy_pct, rows["nominal"].growth_yoy_pct) == (15, 15)
    assert rows["gap"].value == 0


def test_a_restated_base_is_a_difference_of_scope(desk_of: DeskOf) -> None:
    # A: 110 on a delivered 104, while 100 stood a year ago: +5.8 % comparable, +10.0 % nominal.
    file = {
        "observation": facts("A 2025-05 100 95\nA 2026-05 110 104"),
        "register": register("A 2025-05 330101001 1711\nA 2026-05 330101001 1711"),
    }
    rows = {r.code: r for r in answer(desk_of("2026-05", file), "revenue", by="comparison").rows}
    growth = rows["comparable"].growth_yoy_pct
    assert growth is not None and round_half_away(growth, 1) == Decimal("5.8")
    assert rows["nominal"].growth_yoy_pct == Decimal(10)
    assert rows["gap"].value == Decimal(4)


def test_two_years_are_averaged_over_comparable_rates(desk_of: DeskOf) -> None:
    # 2025: 200 on 188 = +6.383 %; 2026: +15.0 %.  √(1.15 × 1.06383) − 1 = 10.6 %.
    rows = {r.code: r for r in answer(desk_of("2026-05", files()), "revenue", by="two_year").rows}
    average = rows["average"].growth_yoy_pct
    assert average is not None and round_half_away(average, 1) == Decimal("10.6")
