"""The model of large places: worked by hand once, and its page says what the benchmark measured."""

from __future__ import annotations

import json

import pytest

from benchmarks import scale

NATION = scale.Place("全国", 2_850, 500_000)
COST = scale.Measured(
    core_seconds=2.0,
    page_seconds=0.5,
    mib=256.0,
    answer=400e3,
    page=900e3,
    sent=10e3,
    readings_per_firm=400.0,
    by_report={},
)


@pytest.mark.parametrize(
    ("seconds", "dearer", "expected"),
    [
        # 2,850 × 8 = 22,800 editions × 2 core seconds = 45,600; a machine gives 8 × 0.7 × 3,600 =
        # 20,160 in an hour: 2.26; twice as dear 4.52; in eight hours 161,280: 0.28.
        (3_600, 1.0, 3),
        (3_600, 2.0, 5),
        (8 * 3_600, 1.0, 1),
    ],
)
def test_machines_follow_from_core_seconds(seconds: int, dearer: float, expected: int) -> None:
    assert scale.machines(NATION, COST, seconds, dearer) == expected


def test_runs_follow_from_the_pages_of_one_driver() -> None:
    # 22,800 × 0.5 = 11,400 s; an hour gives 2,520: 4.52; a night 20,160: 0.57.
    assert (scale.runs(NATION, COST, 3_600), scale.runs(NATION, COST, 8 * 3_600)) == (5, 1)


def test_the_page_says_what_was_measured() -> None:
    text = scale.PAGE.read_text(encoding="utf-8")
    found = json.loads(scale.RESULT.read_text(encoding="utf-8"))
    assert scale.renewed(text, found) == text, "请运行 python -m benchmarks.scale"
    assert found["cells_that_differ"] == 0
