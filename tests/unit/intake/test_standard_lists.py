"""What the standard layouts keep of the lists: industries of clusters, places, taxpayers."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from gxlab.intake.extract import extract
from gxlab.intake.grid import Grid
from gxlab.intake.layouts import LayoutError, check_name, parse_layout, standard_layouts
from gxlab.intake.model import Extraction
from tests.unit.intake.made import CONTEXT, HEAD, check_books, rules, sheet

LAYOUTS = {layout.name: layout for layout in standard_layouts()}


def _read(layout: str, file_name: str, **sheets: str) -> Extraction:
    pages = Grid(tuple(sheet(text, name=name) for name, text in sheets.items()))
    found = extract(pages, LAYOUTS[layout], CONTEXT, file_name=file_name)
    check_books(found)
    return found


def _rows(found: Extraction, table: str, *columns: str) -> list[tuple[Any, ...]]:
    return found.tables[table].select(columns).rows()


CLUSTERS = """
集群编号|集群名称|曾用名|范围|主导县区|链长|牵头科室|起始月份|终止月份
K1|齿轮集群|传动集群|省重点|东山县|||2024-01|
"""


def test_the_industries_of_a_cluster_are_kept_with_their_dates() -> None:
    industries = """
集群名称|行业代码|行业名称|起始月份|终止月份
齿轮集群|3453|齿轮及齿轮减、变速箱制造|2024-01|
传动集群|3451|滚动轴承制造|2024-01|2025-12
没有的集群|3451|滚动轴承制造||
"""
    found = _read("clusters", "集群清单.xlsx", 集群=CLUSTERS, 集群行业=industries)
    # A name of the list's own first sheet is known, the former one too; a strange one goes back.
    assert _rows(found, "cluster_industry", "cluster", "industry", "valid_from", "valid_to") == [
        ("K1", "3453", date(2024, 1, 1), None),
        ("K1", "3451", date(2024, 1, 1), date(2025, 12, 31)),
    ]
    assert rules(found) == [("unknown_cluster", "A4")]
    assert "集群“没有的集群”不在集群名单中" in found.problems[0].text


def test_a_list_of_clusters_without_industries_is_complete() -> None:
    found = _read("clusters", "集群清单.xlsx", 集群=CLUSTERS)
    assert (found.refused, found.problems) == (False, ())
    assert found.tables["industry_cluster"].height == 1


FILINGS = """
项目代码|项目名称|项目单位|建设地点|国标行业|总投资(万元)|备案机关|备案日期|状态
2605-330101-07-02-100001|甲线改造|甲厂|示例市东山县|3451 滚动轴承制造|900|局|2026-05-08|办结
2605-330101-07-02-100002|乙线改造|甲厂|邻江市东郊镇|3451 滚动轴承制造|900|局|2026-05-08|办结
"""


def test_a_filing_elsewhere_is_kept_with_its_place_and_told() -> None:
    found = _read("w14_filings", "备案项目导出_20260529.csv", **{"": FILINGS})
    assert _rows(found, "filing", "place", "unit") == [
        ("示例市东山县", "330101"),
        ("邻江市东郊镇", None),
    ]
    assert rules(found) == [("unknown_unit", "D3")]
    assert found.problems[0].severity == "warning" and found.rows_refused == 0


INVOICES = """
2026年5月
序号|纳税人识别号|纳税人名称|主管税务分局|行业|本月开票销售额|本年累计|上年同期累计|上年全年
1|91350100M000100Y43|丙 商贸有限公司|一分局|批发业|10000|50000|40000|90000
2|91350211M0000XUF4R||一分局|批发业|10000|50000|40000|90000
"""


def test_a_taxpayers_name_is_kept_and_a_blank_one_costs_no_row() -> None:
    found = _read("w15_invoices", "企业开票销售_5月.xlsx", 开票销售=INVOICES)
    assert _rows(found, "taxpayer", "enterprise", "name", "office", "industry") == [
        ("91350100M000100Y43", "丙商贸有限公司", "一分局", "批发业"),
        ("91350211M0000XUF4R", None, "一分局", "批发业"),
    ]
    assert (found.rows_stored, found.problems) == (2, ())


@pytest.mark.parametrize("name", ["我的表", "Own", "a-b", "../x", ""])
def test_a_layouts_name_is_small_letters(name: str) -> None:
    with pytest.raises(LayoutError) as refused:
        check_name(name)
    assert f"实为“{name}”" in str(refused.value) and "小写字母" in str(refused.value)


SECTION = '[[section]]\nsubject = "unit"\ncolumn = [{ label = "单位", field = "subject" }]\n'


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("name = ", "结尾处的写法有误"),
        ("name = 甲\n", "第1行第8列的写法有误"),
        (HEAD, "的 section 没有写，是必填的"),
        (HEAD.replace('"whole"', '"all"') + SECTION, "的 scope 应为whole、patch之一，实为“all”"),
        (HEAD + SECTION + "merge = true\n", "section.0.merge 不是版式的键，请核对拼写"),
        (HEAD + SECTION + 'optional = "甲"\n', "section.0.optional 应为 true 或 false，实为“甲”"),
        (HEAD + SECTION + 'header_rows = "两"\n', "header_rows 应为整数，实为“两”"),
        (HEAD + SECTION + "header_rows = 9\n", "header_rows 的取值不对，实为“9”"),
        (HEAD + SECTION + "title = 3\n", "不是版式的键"),
        (HEAD.replace('"表"', '"表("') + SECTION, "正则表达式“表(”从第2个字符起写法有误"),
        (HEAD + SECTION.replace('"单位"', '"re:("'), "标签“re:(”从第1个字符起写法有误"),
        (HEAD + SECTION.replace('"subject"', '"甲"'), "字段“甲”不是“observation”的列"),
    ],
)
def test_a_wrong_layout_is_told_in_one_chinese_sentence(text: str, told: str) -> None:
    with pytest.raises(LayoutError) as refused:
        parse_layout(text, "我的表.toml")
    said = str(refused.value)
    assert said.startswith("版式“我的表.toml”") and told in said
    assert said.endswith("，请改正后再用。") and "\n" not in said


def test_what_is_missing_is_told_in_words_not_as_a_pattern() -> None:
    text = """
2026年1—5月规模以上工业分行业产值及增加值增速
代码|行业名称|工业总产值(万元)||增加值增速(%)
||本月|本期|累计
34|通用设备制造业|1|2|3
"""
    found = _read("w02_industry_output", "分行业产值增速.xls", 分行业=text)
    assert [p.rule for p in found.problems] == ["column_missing"]
    assert "缺少必需的列“工业总产值/1-×月”" in found.problems[0].text


REGISTER = """
示例市在库工业技改项目清单
2026年1—5月|||||||||单位:万元
统计项目编码|项目代码|项目名称|项目单位|统一社会信用代码|县(市、区)|项目行业代码|建设性质|计划总投资|本年完成投资
P1||甲线改造|甲厂|无|东山县|3451|扩建|900|90
P2||乙线改造|乙厂|办理中|东山县|3451|扩建|900|90
P3||丙线改造|丙厂|—|东山县|3451|扩建|900|90
P4||丁线改造|丁厂|91350100M000100Y43|东山县|3451|扩建|900|90
"""


def test_a_word_in_the_place_of_a_code_is_no_code_for_many_firms() -> None:
    found = _read("w11_project_register", "在库技改项目清单.xlsx", 在库项目=REGISTER)
    assert _rows(found, "project_register", "statistical_code", "enterprise") == [
        ("P1", None), ("P2", None), ("P3", None), ("P4", "91350100M000100Y43"),
    ]  # fmt: skip
    assert rules(found) == [("not_a_code", "E4"), ("not_a_code", "E5"), ("not_a_code", "E6")]
    assert "“办理中”不是代码" in found.problems[1].text


def test_where_the_code_is_the_key_the_name_decides_or_the_row_goes_back() -> None:
    rows = INVOICES.replace("91350100M000100Y43|丙 商贸有限公司", "无|甲机械有限公司")
    found = _read("w15_invoices", "企业开票销售_5月.xlsx", 开票销售=rows)
    assert rules(found) == [("not_a_code", "B3")] and found.rows_stored == 2
    assert "91330101MA0000001A" in found.tables["observation"]["code"].to_list()
    direct = """
2026年1—5月|||||||||||计量单位:万元、人
序号|统一社会信用代码|企业名称|工业总产值|||营业收入||利润总额||下月预计产值|填表人
|||本月|1—本月|上年同期|1—本月|上年同期|1—本月|上年同期||
1|无|甲机械有限公司|100|520|480|500|470|30|25|110|周敏
2|无|没听说过的厂|100|520|480|500|470|30|25|110|周敏
"""
    told = _read("w06_enterprise_report", "规上企业直报_5月.xlsx", 直报=direct)
    assert set(told.tables["observation"]["code"]) == {"91330101MA0000001A"}
    assert (told.rows_stored, told.rows_refused) == (1, 1)
