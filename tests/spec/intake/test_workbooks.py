"""Real workbooks as they were downloaded: old .xls with metadata headers, merged yearbook tables.

Expected figures are read off the workbooks in ../shared/data/workbooks.
"""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from gxlab.intake.layouts import standard_layouts
from gxlab.intake.model import Context
from gxlab.intake.propose import propose
from gxlab.intake.reader import Reader
from gxlab.intake.recognise import recognise
from tests.spec.intake.test_published_tables import LAYOUTS, city, read, value

DISTRICTS = (
    "浦东新区", "黄浦区", "徐汇区", "长宁区", "静安区", "普陀区", "闸北区", "虹口区", "杨浦区",
    "闵行区", "宝山区", "嘉定区", "金山区", "松江区", "青浦区", "奉贤区", "崇明县",
)  # fmt: skip


@pytest.fixture
def books(shared_data: Path) -> Path:
    return shared_data / "workbooks"


def test_month_export_without_january(books: Path) -> None:
    found = read(books / "nbs" / "工业增加值-月度数据.xls", Context())
    may = {"period": "2020-04", "span": "month"}
    assert value(found, "全国", "value_added_growth", **may) == Decimal("3.9")
    year = {"period": "2020-02", "span": "ytd"}
    assert value(found, "全国", "value_added_growth", **year) == Decimal("-13.5")
    # 2月当月不单独发布:空白,不是0
    february = {"period": "2020-02", "span": "month"}
    assert value(found, "全国", "value_added_growth", **february) == "blank"
    assert not found.problems


def test_price_index_passes_over_its_groups(books: Path) -> None:
    found = read(books / "nbs" / "工业生产者购进价格指数-月度数据.xls", Context())
    assert value(found, "全国", "purchase_price_index", period="2020-01") == Decimal("99.7")
    assert found.tables["observation"].height == 36  # 36个月


def test_four_row_header_with_metadata(books: Path) -> None:
    found = read(books / "nbs" / "营业收入.xls", Context())
    assert value(found, "全国", "profit", period="2010-12") == Decimal("530496600")
    august = {"period": "2010-08", "span": "ytd"}
    assert value(found, "全国", "profit", "growth_pct", **august) == Decimal("55.01")
    # 表下有草稿格子:点名,不入库
    assert "cells_below_table" in {p.rule for p in found.problems}
    for other in ("ExportData (2).xls", "工业增加值-不同经济类型-月度.xls"):
        assert read(books / "nbs" / other, Context()).rows_stored > 0


@pytest.mark.parametrize("name", ["2012_C1302.xls", "census_2012.xlsx"])
def test_yearbook_table_with_units_in_the_second_header_row(books: Path, name: str) -> None:
    found = read(books / "yearbook" / name, city("上海市", *DISTRICTS))
    assert not found.refused and found.period == "2012-12"
    assert value(found, "上海市", "output") == Decimal("318968800")
    assert value(found, "静安区", "employees") == Decimal(1300)  # 0.13万人
    assert value(found, "徐汇区", "profit") == Decimal("548300")  # 54.83亿元
    assert value(found, "浦东新区", "assets", span="point") == Decimal(100580000)
    assert not found.problems  # 总计等于各区与“其他”之和


def test_every_other_workbook_has_a_clear_answer(books: Path) -> None:
    """What is no industrial table is recognised as none, and can be looked at for a layout."""
    unknown = []
    with Reader() as reader:
        for path in sorted(books.rglob("*.xls*")):
            pages = reader.read(path)
            if not recognise(pages, path.name, [*LAYOUTS, *standard_layouts()]):
                unknown.append(path.name)
    assert len(unknown) == 25 - 7
    assert "2012_C2014.xls" in unknown and "2012_C1302.xls" not in unknown


def test_a_layout_is_proposed_for_the_yearbook(books: Path) -> None:
    with Reader() as reader:
        pages = reader.read(books / "yearbook" / "2012_C1302.xls")
    proposal = propose(pages, "2012_C1302.xls", standard_layouts())
    assert proposal.unmatched == ()
    assert 'indicator = "output"' in proposal.text
    # 计量单位写在表头里：版式不另记，免得下一份没写单位时照旧套用
    assert "uom" not in proposal.text
