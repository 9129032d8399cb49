"""更正对照: codes, names and unit labels are read as corrected and told; figures never are."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from gxlab.intake.model import Context, Correction, Extraction
from tests.unit.intake.made import CONTEXT, numbers, read, rules

UNITS = """
[[section]]
subject = "unit"
anchor = "单位"
constants = { span = "ytd", indicator = "output" }
column = [
  { label = "单位", field = "subject" }, { label = "产值" }, { label = "说明", note = "说明" },
]
"""
FIRMS = """
[[section]]
subject = "enterprise"
anchor = "代码"
constants = { span = "ytd", indicator = "revenue" }
column = [
  { label = "代码", field = "subject" }, { label = "企业", field = "subject_name" },
  { label = "计量单位", field = "uom" }, { label = "营收" },
]
"""


def correction(kind: str, written: str, corrected: str, file_name: str = "全部") -> Correction:
    day = date(2026, 6, 1)
    return Correction(kind, written, corrected, file_name, "录入错字", "周敏", day)


def context(*corrections: Correction) -> Context:
    return replace(CONTEXT, corrections=corrections)


def _output(found: Extraction) -> dict[str, Any]:
    return {code: number for (code, *_), number in numbers(found).items()}


def test_a_misspelt_unit_is_read_as_corrected_and_told() -> None:
    text = "单位|产值(万元)|说明\n东山线|5|东山线说明\n西水县|6|"
    found = read(text, UNITS, context=context(correction("统计单元", "东山线", "东山县")))
    assert _output(found) == {"330101": "5", "330102": "6"}
    assert rules(found) == [("corrected", "A2")]
    told = found.problems[0].text
    assert "统计单元“东山线”已按更正对照读作“东山县”" in told
    assert "录入错字；周敏，2026-06-01" in told and found.problems[0].raw == "东山线"
    # The written explanation stays as sent.
    assert found.tables["note"]["text"].to_list() == ["东山线说明"]


def test_without_a_correction_the_row_goes_back() -> None:
    found = read("单位|产值(万元)|说明\n东山线|5|\n西水县|6|", UNITS)
    assert _output(found) == {"330102": "6"}
    assert rules(found) == [("unknown_unit", "A2")]


def test_figures_are_never_corrected() -> None:
    kinds = ("企业代码", "企业名称", "统计单元", "集群", "行业", "计量单位")
    every = [correction(kind, "5", "500") for kind in kinds]
    found = read("单位|产值(万元)|说明\n东山县|5|5", UNITS, context=context(*every))
    assert _output(found) == {"330101": "5"} and found.problems == ()


def test_a_name_and_a_code() -> None:
    wrong, right = "91350100M000100Y43", "91350211M0000XUF4R"
    given = context(
        correction("企业代码", wrong, right),
        correction("企业名称", "甲机械公司", "甲机械有限公司"),
    )
    text = f"代码|企业|计量单位|营收\n{wrong}|丙厂|万元|7\n|甲机械公司|万元|8"
    found = read(text, FIRMS, context=given)
    assert _output(found) == {right: "7", "91330101MA0000001A": "8"}
    assert rules(found) == [("corrected", "A2"), ("corrected", "B3")]


def test_a_unit_of_measure_in_the_corner_the_header_and_a_column() -> None:
    # The corner says 亿元 where the figures are 万元: 5 is 5万元, not 50,000.
    given = context(correction("计量单位", "亿元", "万元", "测试表"))
    corner = read("表|单位:亿元、%|\n单位|产值|说明\n东山县|5|", UNITS, context=given)
    assert _output(corner) == {"330101": "5"} and rules(corner) == [("corrected", "B1")]
    header = read("单位|产值(亿元)|说明\n东山县|5|", UNITS, context=given)
    assert _output(header) == {"330101": "5"} and rules(header) == [("corrected", "B1")]
    column = read("代码|企业|计量单位|营收\nX1|甲|亿元|5", FIRMS, context=given)
    assert list(_output(column).values()) == ["5"]
    # In a sentence of the title the same letters are no label.
    title = read("亿元企业名单|单位:万元|\n单位|产值|说明\n东山县|5|", UNITS, context=given)
    assert _output(title) == {"330101": "5"} and title.problems == ()


def test_a_correction_for_one_file_wins_there_and_is_silent_elsewhere() -> None:
    given = context(
        correction("统计单元", "东山线", "西水县"),
        correction("统计单元", "东山线", "东山县", "东山上报"),
    )
    text = "单位|产值(万元)|说明\n东山线|5|"
    here = read(text, UNITS, context=given, file_name="东山上报_5月.xlsx")
    assert _output(here) == {"330101": "5"}
    there = read(text, UNITS, context=given, file_name="别处上报_5月.xlsx")
    assert _output(there) == {"330102": "5"}


def test_the_kept_figure_is_the_one_sent() -> None:
    given = context(correction("统计单元", "东山线", "东山县"))
    found = read("单位|产值(万元)|说明\n东山线|5.123456|", UNITS, context=given)
    assert found.tables["observation"]["number"].to_list() == [Decimal("5.123456")]
