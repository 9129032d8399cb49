"""The tables of docs/performance.md are made from the files of results."""

from __future__ import annotations

import pytest

from tools.bench import BEGIN, END, SUMMARY, summarised

FOUND = {
    "speed": {
        "machine": {"cores": 2, "versions": {"duckdb": "2.0.0"}},
        "times_faster": {"ours_1": 20.5},
        "raw": [1, 2, 3],
        "by_month": {str(month): {"error": 1} for month in range(9)},
    }
}
TABLE = """
### speed

*cores: 2; duckdb 2.0.0*

| measure | value |
|---|---|
| times faster · ours 1 | 20.5 |

"""


def test_results_stand_between_the_marks_and_replace_the_former_ones() -> None:
    page = f"before\n{BEGIN}old\n{END}\nafter\n"
    once = summarised(page, FOUND)
    assert once == f"before\n{BEGIN}{TABLE}{END}\nafter\n"
    assert summarised(once, FOUND) == once


def test_a_page_without_marks_is_left_alone() -> None:
    with pytest.raises(ValueError, match="起止标记"):
        summarised("text", FOUND)


def test_the_page_has_its_marks() -> None:
    page = SUMMARY.read_text(encoding="utf-8")
    assert page.count(BEGIN) == page.count(END) == 1
