"""Period, sender and unit of measure: stated somewhere, or the file goes back."""

from __future__ import annotations

import datetime as dt

import pytest

from gxlab.intake.extract import extract
from gxlab.intake.grid import Grid
from gxlab.intake.lookups import Lookups, NotFound
from gxlab.intake.model import Context
from gxlab.reference.periods import Period
from gxlab.reference.territory import Unit
from tests.unit.intake.made import CONTEXT, HEAD, UNITS, layout, numbers, read, rules, sheet

TABLE = """
[[section]]
subject = "unit"
anchor = "单位"
constants = { span = "ytd", indicator = "output" }
column = [{ label = "单位", field = "subject" }, { label = "产值" }]
"""
TITLE = '[period]\nsource = "title"\n'


@pytest.mark.parametrize(
    ("title", "file_name", "expected"),
    [
        ("2026年1—5月指标", "表.xlsx", "2026-05"),
        ("示例市2026年重点项目|2026年5月", "表.xlsx", "2026-05"),
        ("1—5月", "2026年表.xlsx", "2026-05"),
        ("1—5月", "2026-06/表.xlsx", "2026-05"),
        ("2026年5月", "上报_5月(预计).xlsx", "2026-05"),
        ("截至2026年5月末", "名录202605.xlsx", "2026-05"),
        ("2025年全年", "年报.xlsx", "2025-12"),
    ],
)
def test_period_in_the_title(title: str, file_name: str, expected: str) -> None:
    found = read(f"{title}\n单位|产值(万元)\n东山县|1", TABLE, period=TITLE, file_name=file_name)
    assert (found.refused, found.period) == (False, expected)


@pytest.mark.parametrize(
    ("title", "file_name", "rule"),
    [
        ("主要指标", "表.xlsx", "period_not_found"),
        ("2026年1—4月", "上报_5月.xlsx", "period_conflict"),
        ("2026年1—5月", "2025年5月.xlsx", "period_conflict"),
        ("2026年1—7月", "表.xlsx", "future_period"),
    ],
)
def test_period_that_refuses(title: str, file_name: str, rule: str) -> None:
    found = read(f"{title}\n单位|产值(万元)\n东山县|1", TABLE, period=TITLE, file_name=file_name)
    # Where a title states the period, its cell is named.
    cell = "" if rule == "period_not_found" else "A1"
    assert found.refused and rules(found) == [(rule, cell)]
    assert f"文件“{file_name}”工作表“表一”{cell}：" in found.problems[0].text


def test_of_two_sheets_the_first_is_named() -> None:
    body = TABLE.replace('anchor = "单位"', 'anchor = "单位"\nsheet = "表"')
    text = "2026年1—7月\n单位|产值(万元)\n东山县|1"
    pages = Grid((sheet(text, name="表一"), sheet(text, name="表二")))
    found = extract(pages, layout(body, period=TITLE), CONTEXT, file_name="表.xlsx")
    assert [(p.rule, p.sheet, p.cell) for p in found.problems] == [("future_period", "表一", "A1")]


def test_layout_may_believe_the_title() -> None:
    text = "2026年1—4月\n单位|产值(万元)\n东山县|1"
    warned = read(text, TABLE, period=TITLE + 'conflict = "warn"\n', file_name="5月.xlsx")
    assert rules(warned) == [("period_conflict", "A1")] and warned.period == "2026-04"
    quiet = read(text, TABLE, period=TITLE + 'conflict = "ignore"\n', file_name="5月.xlsx")
    assert quiet.problems == ()
    lagged = read(text, TABLE, period=TITLE + "file_name_lag = 1\n", file_name="5月.xlsx")
    assert lagged.problems == ()


@pytest.mark.parametrize(
    ("period", "file_name", "expected"),
    [
        ('source = "file_name"', "名录202605.xlsx", "2026-05"),
        ('source = "file_name"\nlag = 1', "2026年5月.xlsx", "2026-04"),
        (
            'source = "file_name"\npattern = "(?P<year>\\\\d{4})_(?P<quarter>\\\\d)"',
            "p2015_2.csv",
            "2015-06",
        ),
        ('source = "file_name"\npattern = "_(?P<year>\\\\d{4})"', "x_2002.csv", "2002-12"),
        ('source = "file_name"\npattern = "期(.+)$"', "第3期2026年4月.csv", "2026-04"),
        ('source = "constant"\nconstant = "2026年1—2月"', "x.csv", "2026-02"),
        ('source = "sheet"', "x.csv", "2026-03"),
    ],
)
def test_period_from_other_places(period: str, file_name: str, expected: str) -> None:
    from gxlab.intake.extract import extract
    from gxlab.intake.grid import Grid
    from tests.unit.intake.made import layout, sheet

    pages = Grid((sheet("单位|产值(万元)\n东山县|1", name="2026年3月"),))
    made = layout(TABLE, period=f"[period]\n{period}\n")
    assert extract(pages, made, CONTEXT, file_name=file_name).period == expected


def test_release_date_follows_the_calendar() -> None:
    body = TABLE
    head = HEAD + "release_day = 31\n"
    found = read("2026年1—5月\n单位|产值(万元)\n东山县|1", body, head=head, period=TITLE)
    assert found.release_date == dt.date(2026, 6, 30)


@pytest.mark.parametrize(
    ("corner", "label", "default", "expected", "warned"),
    [
        ("单位：亿元", "产值", "", "10000", False),
        ("计量单位：亿元、户、%", "产值", "", "10000", False),
        ("单位：万元", "产值(亿元)", "", "10000", False),
        ("单位：亿元", "产值", 'unit_of_measure = "万元"\n', "10000", True),
        ("单位：万元", "产值", 'unit_of_measure = "万元"\n', "1", False),
        ("填报单位：东山县", "产值", 'unit_of_measure = "千元"\n', "0.1", False),
        ("单位：户", "产值", 'unit_of_measure = "千元"\n', "0.1", False),
    ],
)
def test_unit_of_measure(
    corner: str, label: str, default: str, expected: str, warned: bool
) -> None:
    found = read(f"{corner}\n单位|{label}\n东山县|1", TABLE, head=HEAD + default)
    assert list(numbers(found).values()) == [expected]
    assert [rule for rule, _ in rules(found)] == (["unit_of_measure_changed"] if warned else [])


@pytest.mark.parametrize(
    ("corner", "label", "rule"),
    [
        ("", "产值", "unit_of_measure_unknown"),
        ("单位：亿元、万元", "产值", "mixed_unit_of_measure"),
        ("单位：万两元", "产值", "unknown_unit_of_measure"),
        ("单位：亿元", "产值(户)", "unit_of_measure_mismatch"),
    ],
)
def test_unit_of_measure_is_never_guessed(corner: str, label: str, rule: str) -> None:
    found = read(f"{corner}|\n单位|{label}\n东山县|1", TABLE)
    assert found.refused and [r for r, _ in rules(found)] == [rule]
    assert found.problems[0].text.startswith("文件“测试表.xlsx”工作表“表一”")


def test_a_corner_of_another_quantity_is_not_overruled_by_the_layout() -> None:
    # 吨 above money: 千元 is the layout's word, yet this table is of something else.
    head = HEAD + 'unit_of_measure = "千元"\n'
    found = read("单位：吨|\n单位|产值\n东山县|1", TABLE, head=head)
    assert rules(found) == [("unit_of_measure_mismatch", "B:B")]
    assert "右上角只写了吨，应能换算为万元" in found.problems[0].text
    own = read("单位：吨|\n单位|产值(亿元)\n东山县|1", TABLE, head=head)
    assert list(numbers(own).values()) == ["10000"]


BY_ROW = """
[[section]]
subject = "unit"
anchor = "指标"
constants = { code = "@reporter", span = "ytd" }
column = [
  { label = "指标", field = "row" }, { label = "计量单位", field = "uom" },
  { label = "累计" }, { label = "增速", reading = "growth_pct" }, { label = "分析", note = "分析" },
]
row = [
  { label = "规上工业增加值增速", indicator = "value_added_growth" },
  { label = "规上工业总产值", indicator = "output" },
  { label = "工业用电量", indicator = "electricity", uom = "万千瓦时" },
]
"""


def test_units_of_measure_by_row() -> None:
    reporter = (
        '[period]\nsource="constant"\nconstant="2026年5月"\n[reporter]\nsource=["file_name"]\n'
    )
    text = (
        "指标|计量单位|累计|增速|分析\n规上工业增加值增速|%|6.2||平稳\n规上工业总产值|亿元|1.5|3.1|\n"
        "工业用电量||12|1|\n"
    )
    found = read(text, BY_ROW, period=reporter, file_name="西水县上报.xlsx")
    assert numbers(found) == {
        ("330102", "value_added_growth", "2026-05", "ytd", "value"): "6.2",
        ("330102", "output", "2026-05", "ytd", "value"): "15000",
        ("330102", "output", "2026-05", "ytd", "growth_pct"): "3.1",
        ("330102", "electricity", "2026-05", "ytd", "value"): "12",
        ("330102", "electricity", "2026-05", "ytd", "growth_pct"): "1",
    }
    assert found.tables["note"]["text"].to_list() == ["平稳"]
    wrong = read(
        text.replace("|亿元|", "|户|"), BY_ROW, period=reporter, file_name="西水县上报.xlsx"
    )
    assert ("unit_of_measure_mismatch", "C3") in rules(wrong)
    bare = read(text.replace("|亿元|", "||"), BY_ROW, period=reporter, file_name="西水县上报.xlsx")
    assert ("unit_of_measure_unknown", "C3") in rules(bare)


def test_senders_by_pattern_title_and_root() -> None:
    base = '[period]\nsource="constant"\nconstant="2026年5月"\n[reporter]\n'
    cases = {
        'source=["title"]': ("填报单位：西水县工业和信息化局", "表.xlsx", "330102"),
        'source=["file_name"]\npattern="_(.+)$"': ("", "月报_东山.xlsx", "330101"),
        'source=["file_name","root"]': ("", "月报.xlsx", "3300"),
        'source=["file_name"]': ("", "台账_全市.xlsx", "3300"),
        'source=["file_name"]\nrequired=false': ("", "月报.xlsx", None),
    }
    body = TABLE.replace('indicator = "output"', 'indicator = "output", unit = "@reporter"')
    for reporter, (title, file_name, expected) in cases.items():
        text = f"{title}|\n单位|产值(万元)\n东山县|1"
        if expected == "330102":
            text = text.replace("\n东山县", "\n西水县")
        found = read(text, body, period=base + reporter + "\n", file_name=file_name)
        assert found.reporter == expected, reporter


def test_lookups_by_day_and_text() -> None:
    units = (*UNITS, Unit("330109", "旧县", "3300", "county", valid_to=dt.date(2020, 12, 31)))
    lookups = Lookups(Context(units=units), dt.date(2026, 5, 31))
    with pytest.raises(NotFound):
        lookups.unit("旧县")
    assert Lookups(Context(units=units), dt.date(2019, 1, 1)).unit("旧县") == "330109"
    assert lookups.unit("东 山") == "330101" and lookups.unit("330102") == "330102"
    assert lookups.unit_in_text("示例市西水县河口镇工业路1号") == "330102002"
    assert lookups.unit_in_text("东山县经济发展局") == "330101"
    for text in ("外省某地", "东山县与西水县交界"):
        with pytest.raises(NotFound, match=text):
            lookups.unit_in_text(text)
    with pytest.raises(NotFound, match="2个单元"):
        lookups.unit("城关镇")


def test_industries_by_code_name_and_both() -> None:
    lookups = Lookups(Context(industries={"石油加工、炼焦和核燃料加工业": "25"}))
    assert [lookups.industry(text) for text in ("6", "06", "C34", "B", "通用设备制造业")] == [
        "06", "06", "34", "B", "34",
    ]  # fmt: skip
    assert lookups.industry("石油加工、炼焦和核燃料加工业") == "25"
    assert lookups.industry_in_text("3451 滚动轴承制造") == "3451"
    assert lookups.industry_in_text("滚动轴承制造") == "3451"
    with pytest.raises(NotFound):
        lookups.industry("没有的行业")


def test_root_is_one_city() -> None:
    assert CONTEXT.root == "3300"
    assert Context().root is None
    assert (
        Context(units=(Unit("a", "甲", None, "county"), Unit("b", "乙", None, "county"))).root
        is None
    )
    assert CONTEXT.latest == Period(2026, 6)
