"""拉动、剔除、一企多群: pulls sum to the growth; a firm taken out leaves both sides."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from gxlab.measures import cluster_firms, clusters
from gxlab.measures.cluster_figures import growing_share, share
from tests.conftest import DeskOf, facts, register
from tests.spec.clusters.rows import clusters as listed_clusters
from tests.spec.clusters.rows import members

REGISTER = register("\n".join(f"{c} 2026-05 330101001 1711" for c in "ABXZ"))


def test_growth_without_a_firm_takes_it_out_of_value_and_base(desk_of: DeskOf) -> None:
    # Total 1050 on 1000 (+5.0 %); X 40 on 100 pulls −6.0.  Without X: 1010 on 900 = +12.2222 %.
    # 5.0 + 6.0 = 11.0 % would divide by the old base.
    files = {
        "observation": facts("A 2026-05 1010 900\nX 2026-05 40 100"),
        "register": REGISTER,
        "cluster_member": members("K1 A\nK1 X"),
    }
    edition = clusters.edition_at(desk_of("2026-05", files))
    total = clusters.total(edition)
    move = {m.row.code: m for m in cluster_firms.moves(edition)}["X"]
    assert total.growth_yoy_pct == Decimal(5)
    assert move.row.pull_pp == Decimal(-6)
    left = cluster_firms.without(total, [move.row])
    assert left.growth_yoy_pct is not None
    assert round(left.growth_yoy_pct, 4) == Decimal("12.2222")
    assert (left.numerator, left.denominator) == (Decimal(1010), Decimal(900))
    assert {r.code: r.value for r in cluster_firms.without_each(edition)}["X"] == Decimal(1010)


def test_a_firm_in_two_clusters_counts_once_in_the_total(desk_of: DeskOf) -> None:
    # A (100 on 80) in K1 and K2, B (50 on 40) in K2; Z (150 on 180) in no cluster.
    # Total 150 on 120 = 25 %; share 150 / 300 = 50 %; pull on the whole 30 / 300 = 10.0 points.
    files = {
        "observation": facts("A 2026-05 100 80\nB 2026-05 50 40\nZ 2026-05 150 180"),
        "register": REGISTER,
        "cluster_member": members("K1 A\nK2 A\nK2 B"),
    }
    edition = clusters.edition_at(desk_of("2026-05", files))
    total = clusters.total(edition)
    assert (total.value, total.growth_yoy_pct) == (Decimal(150), Decimal(25))
    assert (total.share_pct, total.pull_pp) == (Decimal(50), Decimal(10))
    assert clusters.overlap(edition)["enterprise"].to_list() == ["A"]
    rows = {r.code: r for r in clusters.by_cluster(edition)}
    assert (rows["K1"].value, rows["K2"].value) == (Decimal(100), Decimal(150))
    # Share a year ago on the comparable bases: 120 / 300 = 40 % → up 10.0 points.
    assert share(edition).change_yoy_pp == Decimal(10)


def test_the_narrowest_list_is_the_edition_s(desk_of: DeskOf) -> None:
    # K2 stands on 全部 only: the edition speaks of 省重点, so B is outside the total.
    files = {
        "observation": facts("A 2026-05 100 80\nB 2026-05 50 40"),
        "register": REGISTER,
        "cluster_member": members("K1 A\nK2 B"),
        "industry_cluster": listed_clusters(
            "K1 轴承产业集群 省重点\nK1 轴承产业集群 全部\nK2 箱包产业集群 全部"
        ),
    }
    edition = clusters.edition_at(desk_of("2026-05", files))
    assert edition.list_name == "省重点"
    assert clusters.total(edition).value == Decimal(100)
    assert [r.name for r in clusters.by_cluster(edition)] == ["轴承产业集群"]


def test_breadth_counts_clusters_and_is_compared_with_the_period_before(desk_of: DeskOf) -> None:
    # April: A grows, B falls: 1 of 2 = 50 %.  May: both grow: 100 % → wider by 50.0 points.
    values = "A 2026-04 90 80\nB 2026-04 30 40\nA 2026-05 100 80\nB 2026-05 50 40"
    rows = "A 2026-04 330101001 17\nB 2026-04 330101001 17\nA 2026-05 330101001 17"
    listed = register(f"{rows}\nB 2026-05 330101001 17")
    files = {
        "observation": facts(values),
        "register": listed,
        "cluster_member": members("K1 A\nK2 B"),
    }
    row = growing_share(clusters.edition_at(desk_of("2026-05", files)))
    assert (row.numerator, row.denominator, row.change_pp) == (Decimal(2), Decimal(2), Decimal(50))


def test_firms_are_for_internal_readers_only(desk_of: DeskOf) -> None:
    files = {
        "observation": facts("A 2026-05 100 80"),
        "register": REGISTER,
        "cluster_member": members("K1 A"),
    }
    shared = replace(desk_of("2026-05", files), audience="shared")
    edition = clusters.edition_at(shared)
    assert cluster_firms.moves(edition) == []
    assert cluster_firms.without_each(edition) == []


def test_the_basis_parameter_is_one_of_two(desk_of: DeskOf) -> None:
    with pytest.raises(clusters.UnknownBasis, match="revenue_basis"):
        clusters.edition(desk_of("2026-05", {}), revenue_basis="预计")
