"""全年测算: the months to come on last year's of the same firms, as a range; and 翻番."""

from __future__ import annotations

import json
import re
from decimal import Decimal

import pytest

from gxlab.measures.answer import answer
from gxlab.measures.cluster_years import SameFirms
from gxlab.measures.clusters import edition_at
from gxlab.measures.doubling import Doubling, goals, path
from gxlab.measures.landing import landing
from gxlab.reference.numbers import round_half_away
from tests.conftest import DeskOf
from tests.spec.clusters.test_targets import desk_files, target
from tools.lockfile import ROOT

MARGIN = [{"policy": "projection_margin_pp", "unit": None, "value": "2"}]


def test_the_months_to_come_grow_as_those_past(desk_of: DeskOf) -> None:
    # 504 on 480 is +5.0 %; the rest of last year is 1200 − 480 = 720.
    #   720 × 1.03 = 741.6, × 1.05 = 756, × 1.07 = 770.4: 1245.6, 1260 and 1274.4.
    goal = target("K1", "revenue", "level", "1260")
    desk = desk_of("2026-05", desk_files(goal), {"policy": MARGIN})
    rows = answer(desk, "cluster_landing", by="goal").rows
    assert {r.code: r.value for r in rows} == {
        "K1:low": Decimal("1245.6"),
        "K1": Decimal(1260),
        "K1:high": Decimal("1274.4"),
    }
    # 1260 ÷ 1200 = +5.0 %, and all of the target of 1260.
    middle = next(r for r in rows if r.code == "K1")
    assert (middle.growth_yoy_pct, middle.completion_pct) == (Decimal(5), Decimal(100))
    assert (middle.base, middle.status) == (Decimal(1200), "预计")


@pytest.mark.parametrize(
    "firms",
    [
        SameFirms(Decimal(5), Decimal(0), Decimal(9), 1, 0),  # no base to grow on
        SameFirms(Decimal(5), Decimal(9), Decimal(8), 1, 0),  # last year smaller than its months
        SameFirms(Decimal(0), Decimal(0), Decimal(0), 0, 0),
    ],
)
def test_no_landing_without_last_years_months(desk_of: DeskOf, firms: SameFirms) -> None:
    assert landing(edition_at(desk_of("2026-05", desk_files())), firms) is None


def test_a_year_that_is_over_is_not_estimated(desk_of: DeskOf) -> None:
    firms = SameFirms(Decimal(1200), Decimal(1100), Decimal(1200), 2, 0)
    assert landing(edition_at(desk_of("2026-12", desk_files())), firms) is None


def test_twice_in_two_years_and_four_times_in_three() -> None:
    # √2 = 1.4142: 41.4 % a year and not 50 %; ∛4 = 1.5874: 58.7 % and not 66.7 %.
    twice, four = goals("revenue=2@2024-2026|output=4@2023-2026")
    assert round_half_away(twice.rate, 1) == Decimal("41.4")
    assert round_half_away(four.rate, 1) == Decimal("58.7")
    assert goals("未设") == []


def test_the_path_and_what_is_still_needed() -> None:
    # 100 → 200 in two years: 141.42 after one.  With 125 reached, 200 ÷ 125 = +60.0 % is needed.
    found = path(
        Doubling("revenue", Decimal(2), 2024, 2026), {2024: Decimal(100), 2025: Decimal(125)}
    )
    assert [round_half_away(r.target or Decimal(0), 2) for r in found] == [
        Decimal(100),
        Decimal("141.42"),
        Decimal(200),
    ]
    assert [r.value for r in found] == [Decimal(100), Decimal(125), None]
    assert found[1].needed_growth_pct is not None
    assert round_half_away(found[1].needed_growth_pct, 1) == Decimal("60.0")
    # 125 ÷ 141.42 = 88.4 %
    assert round_half_away(found[1].completion_pct or Decimal(0), 1) == Decimal("88.4")
    assert path(Doubling("revenue", Decimal(2), 2024, 2026), {2025: Decimal(125)}) == []


def test_a_unit_s_goal_is_a_rule_parameter(desk_of: DeskOf) -> None:
    # 1—12月 2025 as reported: A 940, B 250 = 1190 (C has left no month behind); twice is 2380.
    rule = [{"policy": "doubling_goals", "unit": None, "value": "revenue=2@2025-2027"}]
    desk = desk_of("2026-05", desk_files(), {"policy": rule})
    rows = answer(desk, "revenue_doubling", by="year").rows
    assert [(r.code, r.value) for r in rows] == [
        ("2025", Decimal(1190)),
        ("2026", None),
        ("2027", None),
    ]
    assert rows[2].target is not None and round_half_away(rows[2].target, 6) == Decimal(2380)
    assert answer(desk_of("2026-05", desk_files()), "revenue_doubling", by="year").rows == []


def test_the_manual_states_the_error_that_was_measured() -> None:
    found = json.loads((ROOT / "benchmarks/results/landing.json").read_text("utf-8"))
    said = (ROOT / "docs/口径说明.md").read_text("utf-8")
    for series in ("demo_revenue_2025_pct", "national_profit_2013_2019_pp"):
        whole = found[series]["all"]
        assert f"{whole['estimates']} 次" in said
        for key in ("mean_absolute_error", "p90_absolute_error", "range_held_pct"):
            assert re.search(rf"(?<![\d.]){re.escape(whole[key])}(?!\d)", said), (series, key)
