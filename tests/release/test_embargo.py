"""未公布不外传: readings without a day of release, or before it, keep an edition inside."""

from __future__ import annotations

from datetime import date

from gxlab.measures.embargo import refusal, unreleased
from tests.conftest import DeskOf, observation

DAY = date(2026, 6, 20)


def fed_back(indicator: str) -> list[dict[str, object]]:
    return [
        observation("3300", "2026-05", "value", "100", indicator, "ytd", subject="unit")
        | {"unit": "3300"}
    ]


def test_a_reading_goes_outward_from_its_day_on(desk_of: DeskOf) -> None:
    desk = desk_of(
        "2026-05",
        {
            "observation": fed_back("output"), "path": "data/inbox/W01.xls",
            "source_kind": "统计反馈", "status": "反馈", "period": "2026-05", "release_date": DAY,
        },
        {"observation": fed_back("profit"), "path": "data/inbox/W06.xlsx"},
        {"policy": [{"policy": "x", "unit": None, "value": "1"}], "path": "data/inbox/规则.xlsx"},
    )  # fmt: skip
    every = [1, 2, 3, 4]
    before = unreleased(desk, every, date(2026, 6, 19))
    # The rules hold no readings; the direct reports have no day at all.
    assert [(u.name, u.release_date) for u in before] == [("W01.xls", DAY), ("W06.xlsx", None)]
    assert [u.name for u in unreleased(desk, every, DAY)] == ["W06.xlsx"]
    assert unreleased(desk, [1, 2], DAY) == [] and refusal([]) == ""
    said = refusal(before)
    assert "“W01.xls”（统计反馈，2026-05，2026-06-20起可用）" in said
    assert "“W06.xlsx”（企业直报，没有发布日）" in said and "不得对外" in said


def test_readings_without_a_calendar_go_out_on_the_day_the_office_names(desk_of: DeskOf) -> None:
    collected = {
        "observation": fed_back("profit"), "path": "data/inbox/W06.xlsx", "period": "2026-01",
    }  # fmt: skip
    rule = {"policy": "disclosure_release_day", "unit": None, "value": "30"}
    ruled = desk_of("2026-05", collected, {"policy": [rule]})
    # The month after January has 28 days; a 30th day means its last.
    assert [u.release_date for u in unreleased(ruled, [1, 2], date(2026, 2, 27))] == [
        date(2026, 2, 28)
    ]
    assert unreleased(ruled, [1, 2], date(2026, 2, 28)) == []
    assert [u.release_date for u in unreleased(desk_of("2026-05", collected), [1, 2], DAY)] == [
        None
    ]
