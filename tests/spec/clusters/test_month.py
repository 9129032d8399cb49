"""当月推算: only firms with both cumulative readings count."""

from __future__ import annotations

from decimal import Decimal

from gxlab.measures.cluster_month import month_estimate
from gxlab.measures.clusters import edition_at
from tests.conftest import DeskOf, facts, register
from tests.spec.clusters.rows import members

# A: 1—4月 400 on 380, 1—5月 500 on 480.  B enters in May with 1—5月 120 and no base.  C left after
# April, when it had 60 on 70.
VALUES = """
A 2026-04 400 380
A 2026-05 500 480
B 2026-05 120 -
C 2026-04 60 70
"""
REGISTER = """
A 2026-04 330101001 1711
C 2026-04 330101001 1711
A 2026-05 330101001 1711
B 2026-05 330101001 1711 月度 2026-05
"""


def test_a_month_is_told_of_firms_with_both_readings(desk_of: DeskOf) -> None:
    # A: (500 − 400) = 100 on (480 − 380) = 100 → 0.0 %.  B's 120 stands apart.
    # The difference of totals would be 620 − 460 = 160 on 480 − 450 = 30: +433.3 %.
    files = {
        "observation": facts(VALUES),
        "register": register(REGISTER),
        "cluster_member": members("K1 A\nK1 B\nK1 C"),
    }
    found = month_estimate(edition_at(desk_of("2026-05", files)))
    assert found is not None
    assert (found.row.value, found.row.base) == (Decimal(100), Decimal(100))
    assert found.row.growth_yoy_pct == Decimal(0)
    assert (found.apart, found.apart_value, found.left) == (1, Decimal(120), 1)


def test_the_first_report_of_a_year_has_no_month(desk_of: DeskOf) -> None:
    # 1—2月 is one report; the difference to last December would be a different year.
    values = "A 2025-12 900 800\nA 2026-02 150 140"
    listed = register("A 2025-12 330101001 1711\nA 2026-02 330101001 1711")
    files = {
        "observation": facts(values),
        "register": listed,
        "cluster_member": members("K1 A"),
    }
    assert month_estimate(edition_at(desk_of("2026-02", files))) is None


def test_a_skipped_month_gives_no_month(desk_of: DeskOf) -> None:
    # Readings of March and May only: their difference is two months.
    values = "A 2026-03 300 280\nA 2026-05 500 480"
    listed = register("A 2026-03 330101001 1711\nA 2026-05 330101001 1711")
    files = {
        "observation": facts(values),
        "register": listed,
        "cluster_member": members("K1 A"),
    }
    assert month_estimate(edition_at(desk_of("2026-05", files))) is None
