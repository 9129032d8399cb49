"""Which form a file is; a proposed layout reads its file; templates come back whole."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from gxlab.intake.extract import extract
from gxlab.intake.grid import Unreadable
from gxlab.intake.layouts import (
    Layout,
    LayoutError,
    all_layouts,
    parse_layout,
    standard_layouts,
)
from gxlab.intake.propose import propose, save_layout
from gxlab.intake.reader import Reader
from gxlab.intake.recognise import recognise
from gxlab.intake.templates import UnknownTemplate, template, template_names, write_template
from tests.unit.intake.made import CONTEXT, HEAD, check_books, grid, numbers

FORM = """
[[section]]
subject = "unit"
anchor = "单位"
constants = { span = "ytd" }
column = [
  { label = "单位", field = "subject", required = true },
  { label = "产值", indicator = "output", required = true },
]
"""


def _layout(name: str, file_name: str, contains: str) -> Layout:
    head = HEAD.replace('"form"', f'"{name}"').replace('"表"', f'"{file_name}"')
    return parse_layout(head + f"contains = {contains}\n" + FORM)


def test_name_and_labels_then_headers_then_name() -> None:
    one = _layout("one", "月报", '["单位", "产值"]')
    two = _layout("two", "季报", '["单位", "产值"]')
    loose = _layout("loose", "年报", '["甲|单位"]')
    layouts = [one, two, loose]
    table = grid("单位|产值(亿元)\n东山县|1")
    # 没有名字可认时,要求标签最多的两种分不出来:都报上来,由人指明
    chosen = {
        "五月月报.xls": ["one"], "季报.xls": ["two"], "年报.xls": ["loose"],
        "无名.xls": ["one", "two"],
    }  # fmt: skip
    for file_name, expected in chosen.items():
        assert [fit.name for fit in recognise(table, file_name, layouts)] == expected, file_name
    # 改了文件名,靠表头认出唯一的一种
    assert recognise(table, "无名.xls", [one]) == (one,)
    # 文件名对、表头不对:仍按该表处理,由提取说明缺什么
    other = grid("甲|乙\n1|2")
    assert recognise(other, "五月月报.xls", layouts) == (one,)
    assert recognise(other, "无名.xls", layouts) == ()


def test_standard_layouts_parse_and_have_names_of_their_own() -> None:
    names = [layout.name for layout in standard_layouts()]
    assert len(names) == len(set(names)) >= 20


def test_a_workspace_layout_replaces_a_standard_one(tmp_path: Path) -> None:
    standard = standard_layouts()[0]
    save_layout(standard.source + "\n# 改过", standard.name, tmp_path)
    chosen = [layout for layout in all_layouts(tmp_path) if layout.name == standard.name]
    assert len(chosen) == 1 and chosen[0].source.endswith("# 改过")
    assert len(all_layouts(tmp_path)) == len(standard_layouts())
    with pytest.raises(LayoutError):
        save_layout("name = ", "bad", tmp_path)


def test_a_proposal_reads_the_file_it_was_made_from(tmp_path: Path) -> None:
    text = """
示例市2026年1—5月工业指标|||||
县(市、区)|工业总产值(亿元)|同比增长(%)|主营业务收入(亿元)|怪列|位次
东山县|1.5|3.2|2|甲|1
西水县|2.5|4.2|3|乙|2
"""
    proposal = propose(grid(text), "指标2026年5月.xls", standard_layouts())
    assert proposal.unmatched == ("同比增长(%)", "怪列", "位次")
    path = save_layout(proposal.text, "mine", tmp_path)
    saved = next(layout for layout in all_layouts(tmp_path) if layout.name == "mine")
    assert path.name == "mine.toml"
    assert recognise(grid(text), "指标2026年6月.xls", [saved]) == (saved,)
    found = extract(grid(text), saved, CONTEXT, file_name="指标2026年5月.xls")
    check_books(found)
    assert numbers(found) == {
        ("330101", "output", "2026-05", "ytd", "value"): "15000",
        ("330102", "output", "2026-05", "ytd", "value"): "25000",
        ("330101", "revenue", "2026-05", "ytd", "value"): "20000",
        ("330102", "revenue", "2026-05", "ytd", "value"): "30000",
    }


def test_no_proposal_without_a_header() -> None:
    for text in ("只有一段文字", "颜色|形状\n红|1\n", "1|2\n3|4\n"):
        with pytest.raises(Unreadable) as refusal:
            propose(grid(text), "x.xls", standard_layouts())
        assert refusal.value.rule == "header_not_found"


def _rows(text: str) -> list[list[str]]:
    return [line.split("|") for line in text.split("\n")]


CREDIT = "91350100M000100Y43"
FILLED = {
    "units": {"统计单位": _rows("3300|示例市||city||||全市")},
    "targets": {
        "年度目标": _rows("东山县||营业收入|2026|确保|总量|亿元|1.5|1.2|0.3|||运行科|2026-07")
    },
    "clusters": {
        "集群": _rows("C09|新集群||省重点|东山县|王|产业科|2024-01|"),
        "集群行业": _rows("新集群|3451|滚动轴承制造|2024-01|"),
    },
    "corrections": {
        "更正对照": _rows("统计单元|东山线|东山县|全部|录入错字,每月如此|周敏|2026-06-01")
    },
    "members": {
        "成员": _rows(f"轴承集群|锻造|甲公司|{CREDIT}|链主|2024-01|||"),
        "链图": _rows("轴承集群|1|锻造|上游|锻件|缺精锻"),
    },
    "decisions": {
        "人工判定": _rows("项目|2104-130527-07-02-123456|甲线|不属技改|新建|周敏|2026-03-12|")
    },
    "policies": {"规则参数": _rows("above_scale_threshold||2000|2011-01||国统字〔2011〕")},
    "holdings": {"企业所属集团": _rows(f"{CREDIT}|甲公司|乙集团有限公司|公司章程")},
    "zone_members": {"开发区企业": _rows(f"Z1|示例经开区|{CREDIT}|甲公司|2024-01|")},
    "enterprise_lineage": {"企业变更沿革": _rows(f"{CREDIT}|91350211M0000XUF4R|更名|2026-03|")},
}
TABLES = {
    "units": "unit", "targets": "target", "clusters": "industry_cluster",
    "corrections": "correction", "members": "cluster_member", "decisions": "decision",
    "policies": "policy", "holdings": "enterprise",
    "zone_members": "zone_member", "enterprise_lineage": "enterprise_lineage",
}  # fmt: skip


@pytest.mark.parametrize("name", template_names())
def test_a_filled_template_comes_back(name: str, tmp_path: Path) -> None:
    path = write_template(name, tmp_path, units=["东山县", "西水县"], clusters=["轴承集群"])
    assert path == tmp_path / template(name).file_name
    book = openpyxl.load_workbook(path)
    for page, rows in FILLED[name].items():
        for row in rows:
            for column, value in enumerate(row, start=1):
                book[page].cell(2, column).value = value or None
        assert len(rows[0]) == len([c for c in book[page][1] if c.value])
    book.save(path)
    with Reader() as reader:
        pages = reader.read(path)
    (layout,) = recognise(pages, path.name, standard_layouts())
    found = extract(pages, layout, CONTEXT, file_name=path.name)
    check_books(found)
    assert (found.refused, found.problems) == (False, ())
    assert found.tables[TABLES[name]].height == 1


def test_empty_templates_import_and_unknown_ones_are_named(tmp_path: Path) -> None:
    path = write_template("targets", tmp_path / "目标.xlsx")
    with Reader() as reader:
        pages = reader.read(path)
    (layout,) = recognise(pages, "年度目标.xlsx", standard_layouts())
    assert extract(pages, layout, CONTEXT, file_name="年度目标.xlsx").rows_read == 0
    with pytest.raises(UnknownTemplate, match="policies"):
        write_template("nothing", tmp_path)
