"""归集: who stands behind a cell, with whose figures, and whose they are."""

from __future__ import annotations

from decimal import Decimal

import polars as pl

from gxlab.disclosure.gather import gathered
from gxlab.disclosure.model import Gathered
from tests.conftest import DeskOf, facts, register
from tests.disclosure.city import agreed, files
from tests.spec.clusters.rows import clusters, members


def behind(data: Gathered, unit: str, by: str = "", code: str = "") -> set[str]:
    one = (pl.col("unit") == unit) & (pl.col("by") == by) & (pl.col("code") == code)
    return set(data.groups.filter(one)["enterprise"].to_list())


def test_groups_hold_the_firms_that_have_a_figure(desk_of: DeskOf) -> None:
    data = gathered(desk_of("2026-05", files()))
    assert behind(data, "3300") == {"A", "B", "C"}  # D said nothing
    assert behind(data, "330101") == {"A", "B"} and behind(data, "330102") == {"C"}
    assert behind(data, "3300", "industry", "13") == {"A", "B"}
    assert behind(data, "3300", "cluster", "K2") == {"A", "C"}
    assert behind(data, "330101", "segment", "K2/成衣") == {"A"}
    assert behind(data, "3300", "clusters", "all") == {"A", "C"}
    assert not behind(data, "330101001"), "a town is no unit of a release"


def test_readings_carry_the_base_only_where_the_firm_is_compared(desk_of: DeskOf) -> None:
    data = gathered(desk_of("2026-05", files()))
    rows = data.readings.filter(pl.col("indicator") == "revenue").sort("enterprise").to_dicts()
    told = [(r["enterprise"], r["value"], r["base"]) for r in rows]
    assert told == [
        ("A", Decimal(50500), Decimal(48000)),
        ("B", Decimal(20000), None),
        ("C", Decimal(30000), Decimal(25000)),
    ]


def test_a_holding_is_followed_to_its_top_whichever_way_it_is_written(desk_of: DeskOf) -> None:
    data = gathered(desk_of("2026-05", files()))
    owners = dict(data.readings.select("enterprise", "holding").iter_rows())
    # C belongs to 企业A, which belongs to 甲集团 as B does: one holding.
    assert owners["A"] == owners["B"] == owners["C"] == "集团:甲集团"


def test_a_firm_that_agreed_is_waived_until_it_takes_it_back(desk_of: DeskOf) -> None:
    def free(*decisions: dict[str, object]) -> set[str]:
        rows = gathered(desk_of("2026-05", files(*decisions))).readings
        return set(rows.filter("waived")["enterprise"].to_list())

    assert free() == set()
    assert free(agreed("A")) == {"A"}
    assert free(agreed("A"), agreed("A", "贸易开票", 7)) == {"A"}
    assert free(agreed("A"), agreed("A", "撤销判定", 7)) == set()


def test_cells_that_pages_would_print_with_how_soon_they_are_given_up(desk_of: DeskOf) -> None:
    data = gathered(desk_of("2026-05", files()))
    levels = {
        (r["indicator"], r["unit"], r["by"], r["code"]): r["level"] for r in data.wanted.to_dicts()
    }
    assert levels["revenue", "3300", "", ""] == 0
    assert levels["revenue", "3300", "clusters", "all"] == 0
    assert levels["revenue", "330101", "", ""] == levels["profit", "330101", "", ""] == 1
    assert levels["revenue", "3300", "cluster", "K1"] == 2
    assert levels["revenue", "330102", "industry", "17"] == 3
    assert levels["revenue", "330101", "segment", "K1/纺纱"] == 4
    # Nobody in the zone has a figure, and B has no profit.
    assert not [cell for cell in levels if cell[1] == "Z1"]
    assert ("profit", "3300", "industry", "13") not in levels


def test_a_removed_firm_whose_base_stays_has_a_base_and_no_value(desk_of: DeskOf) -> None:
    """E was in the register a year ago with 4000 万元 and is in none now; the base is kept."""
    given = files()
    past = {
        "register": register("E 2025-05 330101001 1311"),
        "observation": facts("E 2025-05 4000 3000"),
        "cluster_member": members("K1 E 纺纱 配套 2024-01-01 2025-12-31"),
        "industry_cluster": clusters("K1 纺织集群 全部 2024-01-01 2025-12-31"),
        "period": "2025-05",
    }
    kept = {
        "policy": [
            {
                "policy": "exit_base_kept",
                "value": "yes",
                "unit": None,
                "valid_from": None,
                "valid_to": None,
            }
        ]
    }
    data = gathered(desk_of("2026-05", past, given, kept))
    row = data.readings.filter(
        (pl.col("enterprise") == "E") & (pl.col("indicator") == "revenue")
    ).to_dicts()
    assert [(r["value"], r["base"]) for r in row] == [(None, Decimal(4000))]
    assert "E" in behind(data, "330101") and "E" in behind(data, "3300", "cluster", "K1")
