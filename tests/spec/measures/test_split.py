"""贡献率: over splits that make up their total, silent where the total hardly moves."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from gxlab.measures.answer import answer
from gxlab.measures.split import exhaustive, with_contributions
from tests.conftest import DeskOf, facts, observation, register
from tests.figure_rows import levelled
from tests.rounded import base, of, share
from tests.spec.clusters.rows import members

TOTAL = levelled("T", "1050", "1000")
PARTS = [levelled("A", "640", "600"), levelled("B", "330", "300"), levelled("C", "80", "100")]


def test_contributions_add_up_to_a_hundred() -> None:
    # 40 ÷ 50 = 80 %, 30 ÷ 50 = 60 %, −20 ÷ 50 = −40 %: may pass 100 together with a negative one.
    found = with_contributions(PARTS, TOTAL)
    assert [r.contribution_pct for r in found] == [Decimal(80), Decimal(60), Decimal(-40)]


def test_a_split_that_leaves_something_out_has_none() -> None:
    assert [r.contribution_pct for r in with_contributions(PARTS[:2], TOTAL)] == [None, None]


def test_values_that_cancel_are_noticed_by_their_bases() -> None:
    twice = [levelled("A", "640", "600"), levelled("B", "330", "300"), levelled("D", "80", "90")]
    assert not exhaustive(twice, TOTAL)


@pytest.mark.parametrize("change", [{"period_used": "2026-04"}, {"span": "month"}])
def test_only_figures_of_one_period_and_span(change: dict[str, str]) -> None:
    assert not exhaustive([*PARTS[:2], replace(PARTS[2], **change)], TOTAL)


def test_silent_where_the_total_hardly_moves() -> None:
    # 1004 on 1000 is +0.4 %: shares of so small an increment mean nothing, pulls still do.
    parts = [levelled("A", "620", "600"), levelled("B", "384", "400")]
    found = with_contributions(parts, levelled("T", "1004", "1000"))
    assert [r.contribution_pct for r in found] == [None, None]


def test_published_parts_may_miss_by_half_a_unit_each() -> None:
    parts = [levelled("A", "640", "600"), levelled("B", "331", "300"), levelled("C", "80", "100")]
    assert not exhaustive(parts, TOTAL)
    assert exhaustive(parts, TOTAL, 0)  # |1051 − 1050| ≤ (3 + 1) × 0.5
    assert not exhaustive([levelled("A", "645", "600"), *PARTS[1:]], TOTAL, 0)


def test_industries_make_up_the_total_and_clusters_need_not(desk_of: DeskOf) -> None:
    # A (17) 110 on 100, B (34) 55 on 50: 10 ÷ 15 = 66.7 %, 5 ÷ 15 = 33.3 %.  B is in both clusters.
    file = {
        "observation": facts("A 2026-05 110 100\nB 2026-05 55 50"),
        "register": register("A 2026-05 330101001 1711\nB 2026-05 330102001 3411"),
        "cluster_member": members("K1 A\nK1 B\nK2 B"),
    }
    desk = desk_of("2026-05", file)
    rates = {
        r.code: r.contribution_pct and round(r.contribution_pct, 1)
        for by in ("industry", "cluster", "enterprise")
        for r in answer(desk, "revenue", by=by).rows
    }
    part, rest = Decimal("66.7"), Decimal("33.3")
    assert rates == {"17": part, "34": rest, "K1": None, "K2": None, "A": part, "B": rest}


UNITS = {"3300": ("330", "300"), "330101": ("210", "200"), "330102": ("120", "100")}


def fed_back(levels: dict[str, tuple[str, str]]) -> dict[str, Any]:
    rows = [
        observation(unit, "2026-05", reading, number, "output", "ytd", "unit")
        for unit, pair in levels.items()
        for reading, number in zip(("value", "base"), pair, strict=True)
    ]
    return {"observation": rows, "status": "反馈", "source_kind": "统计局反馈"}


def by_unit(desk_of: DeskOf, *files: dict[str, Any]) -> dict[str, tuple[Decimal | None, ...]]:
    rows = answer(desk_of("2026-05", *files), "output", by="unit").rows
    return {r.code: (r.pull_pp, r.share_pct, r.contribution_pct) for r in rows}


def test_counties_that_make_up_the_city_pull_it(desk_of: DeskOf) -> None:
    # 30 on 300: +10.0 %.  东山县 10 ÷ 300 = 3.33 points, 1/3 of the growth, 210 of 330 = 63.6 %.
    found = by_unit(desk_of, fed_back(UNITS))
    east = [round(n, 2) for n in found["330101"] if n is not None]
    assert east == [Decimal("3.33"), Decimal("63.64"), Decimal("33.33")]
    west = found["330102"][2]
    assert west is not None and round(west, 2) == Decimal("66.67")


def test_counties_that_leave_a_rest_have_no_contribution(desk_of: DeskOf) -> None:
    found = by_unit(desk_of, fed_back({**UNITS, "3300": ("400", "350")}))
    assert found["330101"][0] is not None and found["330101"][2] is None


def test_a_county_of_another_source_is_no_part(desk_of: DeskOf) -> None:
    # 西水县 has only its firms' sum: no share of a fed-back total.
    firms = {
        "observation": facts("A 2026-05 120 100", indicator="output"),
        "register": register("A 2026-05 330102001 1711"),
    }
    fed = fed_back({k: v for k, v in UNITS.items() if k != "330102"})
    found = by_unit(desk_of, fed, firms)
    assert found["330102"] == (None, None, None)
    assert found["330101"][0] is not None and found["330101"][2] is None


@pytest.mark.parametrize(
    ("pull", "growth", "printed", "agrees"),
    [
        ("5.5", "7.9", "68.8", True),  # 2025年某省：5.5/7.9＝69.6，区间68.6—70.7
        ("1.5", "15.8", "9.2", True),  # 大连：1.5/15.8＝9.5，区间9.2—9.8
        ("6.6", "7.6", "86.8", True),
        ("5.5", "7.9", "71.0", False),
    ],
)
def test_published_contributions_lie_in_their_interval(
    pull: str, growth: str, printed: str, agrees: bool
) -> None:
    found = share(of(pull), of(growth))
    assert found is not None
    assert found.meets(of(printed)) is agrees


def test_a_level_and_its_rate_imply_a_base() -> None:
    # 683.72 亿元, +11.50 %: the base is 683.715/1.11505 … 683.725/1.11495 = 613.17 … 613.23;
    # the increment 70.48 … 70.56 holds the printed 70.51.
    level = of("683.72")
    implied = base(level, of("11.50"))
    assert [round(n, 2) for n in (implied.low, implied.high)] == [
        Decimal("613.17"),
        Decimal("613.23"),
    ]
    assert (level - implied).meets(of("70.51"))
