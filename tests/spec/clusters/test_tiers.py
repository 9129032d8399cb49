"""梯队: tiers stand on a full year, each cluster in one tier, the cumulative count beside it."""

from __future__ import annotations

from decimal import Decimal

import pytest

from gxlab.measures.cluster_tiers import clubs, tier_counts, tier_of, tiers
from gxlab.measures.clusters import edition_at
from tests.conftest import DeskOf, facts, register
from tests.spec.clusters.rows import clusters, members

YI = 10_000
LADDER = [Decimal(b * YI) for b in (1000, 500, 100, 50)]


@pytest.mark.parametrize(
    ("yi", "tier"), [("1000", 0), ("999.99", 1), ("500", 1), ("100", 2), ("50", 3), ("49.99", None)]
)
def test_a_cluster_stands_in_exactly_one_tier(yi: str, tier: int | None) -> None:
    assert tier_of(Decimal(yi) * YI, LADDER) == tier


def files() -> dict[str, object]:
    # A (K1): 1—5月 260亿 on 240亿, last year 590亿 → rolling 610亿.
    # B (K2): 40亿 on 45亿, last year 102亿 → rolling 97亿: falls below 100亿.
    # Year to date alone K1 would stand in 100—500亿 and K2 below 50亿.
    ytd = "A 2026-05 2600000 2400000\nB 2026-05 400000 450000"
    year = "A 2025-12 5900000\nB 2025-12 1020000"
    listed = "A {p} 330101001 1711\nB {p} 330101001 1711"
    rows = "\n".join(listed.format(p=p) for p in ("2025-12", "2026-05"))
    return {
        "observation": facts(ytd) + facts(year, span="year"),
        "register": register(rows),
        "cluster_member": members("K1 A\nK2 B"),
        "industry_cluster": clusters("K1 甲产业集群 省重点\nK2 乙产业集群 省重点"),
    }


def test_tiers_stand_on_twelve_months(desk_of: DeskOf) -> None:
    lines = {t.code: t for t in tiers(edition_at(desk_of("2026-05", files())))}
    assert lines["K1"].row.value == Decimal(610 * YI)
    assert (lines["K1"].tier, lines["K1"].row.shortfall) == (1, Decimal(390 * YI))
    assert lines["K2"].row.value == Decimal(97 * YI)
    assert (lines["K2"].tier_before, lines["K2"].tier) == (2, 3)
    assert lines["K2"].row.shortfall == Decimal(3 * YI)


def test_exclusive_and_cumulative_counts_stand_apart(desk_of: DeskOf) -> None:
    rows = {r.code: r for r in tier_counts(edition_at(desk_of("2026-05", files())))}
    # Rolling: K1 500—1000, K2 50—100.  At or above 50亿: both.  Last year: K2 100—500.
    assert [rows[f"T{n}"].value for n in range(4)] == [0, 1, 0, 1]
    assert [rows[f"T{n}+"].value for n in range(4)] == [0, 1, 1, 2]
    assert [rows[f"T{n}"].base for n in range(4)] == [0, 1, 1, 0]


def test_clubs_name_who_came_and_who_left(desk_of: DeskOf) -> None:
    found = {c.row.code: c for c in clubs(edition_at(desk_of("2026-05", files())))}
    hundred = found["100"]
    assert (hundred.row.value, hundred.row.base) == (Decimal(1), Decimal(2))
    assert (hundred.came, hundred.left) == ((), ("企业B",))
    assert found["1"].row.value == Decimal(2)
