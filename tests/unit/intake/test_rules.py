"""Cross-cell rules: each finds its fault, at its cell, and keeps quiet otherwise (跨格核对)."""

from __future__ import annotations

import pytest

from tests.unit.intake.made import MAY, read, rules

COLUMNS = """
[[section]]
subject = "enterprise"
anchor = "代码"
constants = { span = "ytd", indicator = "revenue" }
column = [
  { label = "代码", field = "subject", type = "code" },
  { label = "镇", ignore = true },
  { label = "本月", span = "month", uom = "万元" },
  { label = "累计", uom = "万元" },
  { label = "同期", reading = "base", uom = "万元" },
  { label = "增长", reading = "growth_pct" },
  { label = "用工", indicator = "employees" },
]
"""
HEADER = "代码|镇|本月|累计|同期|增长|用工\n"


def _found(rule: str, rows: str, period: str = MAY) -> list[tuple[str, str]]:
    return rules(read(HEADER + rows, COLUMNS + f"rule = [{{ {rule} }}]\n", period=period))


def test_month_equal_to_the_year_so_far() -> None:
    rule = 'rule = "month_not_equal_ytd", label = "本月", than = "累计"'
    rows = "A|甲|10|10|||\nB|甲|10|50|||\nC|甲|0|0|||\nD|甲||5|||\n"
    assert _found(rule, rows) == [("month_not_equal_ytd", "C2")]
    february = '[period]\nsource = "constant"\nconstant = "2026年1—2月"\n'
    assert _found(rule, rows, february) == []


def test_year_so_far_below_the_month() -> None:
    rule = 'rule = "ytd_not_below_month", label = "累计", than = "本月"'
    assert _found(rule, "A|甲|10|9|||\nB|甲|10|-5|||\nC|甲|10|10|||\n") == [
        ("ytd_not_below_month", "D2")
    ]


def test_part_above_its_bound() -> None:
    rule = 'rule = "not_above", label = "本月", than = "累计"'
    assert _found(rule, "A|甲|10|9|||\nB|甲|9|10|||\nC|甲|9|0|||\n") == [("not_above", "C2")]


def test_growth_against_levels_within_rounding() -> None:
    rule = 'rule = "growth_matches_levels", label = "增长", than = ["累计", "同期"]'
    # 110.0/100.0 = 10.0%;三个数各有半位进位:(109.95/100.05-1)×100-0.05 = 9.845,9.9 在内,9.8 不在。
    rows = "".join(f"{n}|甲||110.0|100.0|{n}|\n" for n in ("10.0", "9.9", "9.8"))
    rows += "D|甲||5|0|3|\n"
    assert _found(rule, rows) == [("growth_matches_levels", "F4")]


def test_growth_typed_as_a_fraction() -> None:
    rule = 'rule = "rate_as_fraction", label = "增长"'
    rows = "A|甲||||0.062|\nB|甲||||0.6|\nC|甲||||-0.051|\nD|甲||||6.2%|\nE|甲||||0.05%|\n"
    assert _found(rule, rows) == [("rate_as_fraction", "F2"), ("rate_as_fraction", "F4")]


def test_magnitude_alone_by_head_and_by_group() -> None:
    alone = 'rule = "magnitude", label = "累计"'
    rows = "A|甲||5000|||\nB|甲||6000|||\nC|甲||70000000|||\nD|甲||4000|||\n"
    assert _found(alone, rows) == [("magnitude", "D4")]
    assert _found(alone, "A|甲||5|||\nB|甲||50000000|||\n") == []  # 两行分不出谁错
    head = 'rule = "magnitude", label = "累计", than = "用工", tolerance = 50'
    rows = "A|甲||5000|||100\nB|甲||60|||1\nC|甲||900000|||150\nD|甲||4000|||90\n"
    assert _found(head, rows) == [("magnitude", "D4")]
    group = 'rule = "magnitude", label = "累计", than = "用工", by = "镇"'
    town = "".join(f"T{n}|乙|||||\n".replace("|||||", f"||{50 * n}|||{n * 10}") for n in (1, 2, 3))
    rest = "".join(f"R{n}|甲||{500 * n}|||{n * 10}\n" for n in (1, 2, 3, 4))
    assert _found(group, rest + town) == [("magnitude", "D6")]
    assert _found(group, rest) == []


UNITS = """
[[section]]
subject = "unit"
anchor = "单位"
constants = { span = "ytd", indicator = "output" }
column = [{ label = "单位", field = "subject" }, { label = "产值", uom = "亿元" }]
row = [{ label = "re:^其中", role = "memo", store = true }, { label = "其他", role = "part" }]
rule = [{ rule = "parts_sum_to_total", label = "产值" }]
"""


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ("全市|30.1\n东山县|10.0\n西水县|20.0\n", []),  # 差0.1,三个数的半位进位合计0.15
        ("全市|30.2\n东山县|10.0\n西水县|20.0\n", [("parts_sum_to_total", "B2")]),
        ("东山县|10.0\n西水县|20.0\n合 计|31.0\n", [("parts_sum_to_total", "B4")]),
        ("全市|30.0\n东山县|10.0\n西水县|20.0\n其中:示例经开区|5.0\n", []),
        ("全市|35.0\n东山县|10.0\n西水县|20.0\n其他|5.0\n", []),
        ("全市|99\n东山县|10.0\n西水县|\n", []),  # 有一行没有数,不核
        ("东山县|10.0\n西水县|20.0\n", []),  # 没有合计行
    ],
)
def test_total_against_its_parts(rows: str, expected: list[tuple[str, str]]) -> None:
    found = read("单位|产值\n" + rows, UNITS)
    assert rules(found) == expected
    if expected:
        assert "亿元" in found.problems[0].text  # 差额按表内单位说


def test_a_refused_row_silences_the_sum() -> None:
    found = read("单位|产值\n全市|99\n东山县|10.0\n西水县|约20\n", UNITS)
    assert [rule for rule, _ in rules(found)] == ["approximate_number"]


def test_rules_of_ledgers_use_the_kept_unit() -> None:
    body = """
[[section]]
record = "project_ledger"
anchor = "项目名称"
derive = { project = "{name}" }
constants = { unit = "330101" }
column = [
  { label = "项目名称", field = "name" },
  { label = "总投资(亿元)", field = "planned_investment" },
  { label = "本年完成", field = "ytd_investment", uom = "万元" },
]
rule = [{ rule = "not_above", label = "本年完成", than = "总投资" }]
"""
    body = body.replace("总投资(亿元)", "总投资")
    found = read("项目名称|总投资(亿元)|本年完成\n甲|1|9999\n乙|1|10001\n", body)
    assert rules(found) == [("not_above", "C3")]
    assert found.tables["project_ledger"]["unit"].to_list() == ["330101", "330101"]
