"""目标与后几个月: the needed pace stands on bases of the same firms; a rate has no completion."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from gxlab.measures.cluster_targets import WHOLE, goal_counts, goals, path
from gxlab.measures.cluster_years import SameFirms, same_firms
from gxlab.measures.clusters import edition_at, member_firms
from tests.conftest import DeskOf, facts, register
from tests.spec.clusters.rows import clusters, members


def target(
    cluster: str | None, indicator: str, kind: str, goal: str, **plan: str
) -> dict[str, Any]:
    numbers = {k: Decimal(v) for k, v in plan.items()}
    return {
        "unit": "3300",
        "cluster": cluster,
        "indicator": indicator,
        "year": 2026,
        "tier": "确保",
        "kind": kind,
        "target": Decimal(goal),
        **numbers,
    }


def desk_files(*targets: dict[str, Any]) -> dict[str, Any]:
    # A and B stand in K1.  1—5月: A 400 on 380, B 104 on 100: 504 on 480 = +5.0 %.
    # 上年全年 A 950, B 250: 1200.  C reported 100 last year and has left the register: 1300 were
    # published.
    ytd = "A 2026-05 400 380\nB 2026-05 104 100\nA 2025-05 380 360\nB 2025-05 100 90"
    months = "A 2025-06 560 500\nB 2025-06 130 120\nA 2025-12 940 900\nB 2025-12 250 240"
    year = "A 2025-12 950\nB 2025-12 250\nC 2025-12 100"
    listed = [
        f"{c} {p} 330101001 1711"
        for c in "AB"
        for p in ("2025-05", "2025-06", "2025-12", "2026-05")
    ]
    return {
        "observation": facts(f"{ytd}\n{months}") + facts(year, span="year"),
        "register": register("\n".join([*listed, "C 2025-12 330101001 1711"])),
        "cluster_member": members("K1 A\nK1 B\nK1 C"),
        "industry_cluster": clusters("K1 轴承产业集群 省重点"),
        "target": list(targets),
    }


def test_the_needed_pace_stands_on_the_same_firms(desk_of: DeskOf) -> None:
    # 1200 × 1.10 = 1320; (1320 − 504) ÷ (1200 − 480) = 816 / 720 = +13.3 %.
    # On the 1300 published last year: 1430 − 504 = 926 / 720 = +28.6 %.
    desk = desk_of("2026-05", desk_files(target("K1", "revenue_growth", "rate", "10")))
    (goal,) = goals(edition_at(desk))
    assert goal.firms == SameFirms(Decimal(504), Decimal(480), Decimal(1200), 2, 0)
    assert goal.row.needed_growth_pct is not None
    assert round(goal.row.needed_growth_pct, 1) == Decimal("13.3")
    assert goal.row.base == Decimal(720)
    assert goal.row.completion_pct is None  # 增速目标没有完成率
    assert goal.light == "red"  # 5.0 against 10.0: more than 3 points behind


def test_a_level_target_is_judged_by_plan_beside_the_clock(desk_of: DeskOf) -> None:
    # 504 of 1260 = 40.0 %; plan 300 by March and 660 by June: May 300 + 360 × 2/3 = 540 → 42.9 %;
    # −2.9 points: yellow.  The clock says 5/12 = 41.7 %: −1.7.
    # Needed: (1260 − 504) / 720 = +5.0 %.
    plan = target("K1", "revenue", "level", "1260", plan_q1="300", plan_h1="660")
    (goal,) = goals(edition_at(desk_of("2026-05", desk_files(plan))))
    assert goal.row.completion_pct == Decimal(40)
    assert (goal.row.gap_plan_pp, goal.row.gap_linear_pp) == (Decimal("-2.9"), Decimal("-1.7"))
    assert goal.row.needed_growth_pct == Decimal(5)
    assert goal.light == "yellow"


@pytest.mark.parametrize(("goal", "count"), [("1195", 1), ("1196", 1), ("1202", 0)])
def test_half_of_the_target_by_june(desk_of: DeskOf, goal: str, count: int) -> None:
    # 1—6月 598 on 570: 598 ÷ 1195 = 50.04 %, ÷ 1196 = 50.0 %, ÷ 1202 = 49.75 %, printed 49.8.
    given = desk_files(target("K1", "revenue", "level", goal))
    given["observation"] += facts("A 2026-06 470 450\nB 2026-06 128 120")
    given["register"] += register("A 2026-06 330101001 1711\nB 2026-06 330101001 1711")
    june = {r.code: r.value for r in goal_counts(edition_at(desk_of("2026-06", given)))}
    assert june["half"] == count
    may = {r.code for r in goal_counts(edition_at(desk_of("2026-05", given)))}
    assert "half" not in may  # 双过半 is said of June only


def test_the_unit_s_own_target_stands_last(desk_of: DeskOf) -> None:
    own = target(None, "revenue", "level", "1260")
    found = goals(edition_at(desk_of("2026-05", desk_files(own))))
    assert [g.code for g in found] == [WHOLE]
    assert goals(edition_at(desk_of("2026-05", desk_files()))) == []


def test_rolling_twelve_months_uses_the_delivered_base(desk_of: DeskOf) -> None:
    # 504 + 1200 − 480 = 1224.  With last year's own reading of 1—5月 (470) it would be 1234.
    desk = desk_of("2026-05", desk_files())
    edition = edition_at(desk)
    assert same_firms(desk, member_firms(edition)).rolling == Decimal(1224)


def test_the_path_sets_the_needed_months_on_last_year_s(desk_of: DeskOf) -> None:
    # Last year's months of A and B: 1—5月 470 in one step (no readings before), June 690 − 480 =
    # 210 … here stored 1—5月 480, June 690: 210, then to December 1190: 500.
    # Needed +13.33 %: June 210 × 1.1333 = 238.0, December step 500 × 1.1333 = 566.7 (万元).
    desk = desk_of("2026-05", desk_files(target("K1", "revenue_growth", "rate", "10")))
    edition = edition_at(desk)
    rows = path(edition, goals(edition)[0]).to_dicts()
    assert [r["period"] for r in rows] == ["2026-05", "2026-06", "2026-12"]
    assert rows[0]["actual"] == Decimal("0.0504") and rows[0]["needed"] is None
    assert round(rows[1]["needed"] * 10_000, 1) == Decimal("238.0")
    assert round(rows[2]["needed"] * 10_000, 1) == Decimal("566.7")


def test_a_firm_without_a_last_year_leaves_the_needed_pace(desk_of: DeskOf) -> None:
    # G entered in February with a base and no full year: 60 on 50 stays out of the 504 on 480.
    given = desk_files()
    given["observation"] = given["observation"] + facts("G 2026-05 60 50")
    given["register"] = given["register"] + register("G 2026-05 330101001 1711 小升规 2026-02")
    given["cluster_member"] = given["cluster_member"] + members("K1 G")
    desk = desk_of("2026-05", given)
    same = same_firms(desk, member_firms(edition_at(desk)))
    assert (same.ytd, same.base, same.year) == (Decimal(504), Decimal(480), Decimal(1200))
    assert (same.firms, same.left_out) == (2, 1)
