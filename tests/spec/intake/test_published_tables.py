"""Published tables of statistics bureaus come in right: levels and rates, cell by cell.

Expected figures are read from the tables themselves (../shared/data/published_tables); sums are
worked by hand in the comments.
"""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import polars as pl
import pytest

from gxlab.intake.extract import extract
from gxlab.intake.layouts import workspace_layouts
from gxlab.intake.model import Context, Extraction
from gxlab.intake.reader import Reader
from gxlab.intake.recognise import recognise
from gxlab.reference.territory import Unit

LAYOUTS = workspace_layouts(Path(__file__).parent / "layouts")


def city(name: str, *parts: str) -> Context:
    """A context with one city (or province) and its districts, each its own code."""
    units = [Unit(name, name, None, "city")]
    units += [Unit(part, part, name, "county") for part in parts]
    return Context(units=tuple(units))


def read(path: Path, context: Context) -> Extraction:
    with Reader() as reader:
        pages = reader.read(path)
    (layout,) = recognise(pages, path.name, LAYOUTS)
    found = extract(pages, layout, context, file_name=path.name)
    for count in found.sheets:
        assert count.cells == count.stored + count.refused + count.ignored + count.undeclared
    assert found.rows_read == found.rows_stored + found.rows_refused + found.rows_ignored
    return found


def value(
    found: Extraction, code: str, indicator: str, reading: str = "value", **where: str
) -> Decimal | str | None:
    """The one observation of these coordinates: its number, or the kind of missing."""
    frame = found.tables["observation"].filter(
        pl.col("code") == code, pl.col("indicator") == indicator, pl.col("reading") == reading
    )
    for name, wanted in where.items():
        frame = frame.filter(pl.col(name) == wanted)
    assert frame.height == 1, frame
    row = frame.to_dicts()[0]
    return row["number"] if row["number"] is not None else row["missing"]


BEIJING = (
    "东城区", "西城区", "朝阳区", "丰台区", "石景山区", "海淀区", "房山区", "通州区", "顺义区",
    "昌平区", "大兴区", "北京经济技术开发区", "门头沟区", "怀柔区", "平谷区", "密云区", "延庆区",
)  # fmt: skip


@pytest.fixture
def tables(shared_data: Path) -> Path:
    return shared_data / "published_tables"


def test_beijing_districts(tables: Path) -> None:
    found = read(tables / "beijing_2017-05_output_by_district.csv", city("北京市", *BEIJING))
    assert not found.problems  # 全市与各区(含“其他”)之和只差进位
    assert (found.rows_read, found.rows_stored, found.rows_ignored) == (24, 18, 6)
    assert value(found, "北京市", "output", span="ytd") == Decimal(68630320)
    assert value(found, "东城区", "output", span="month") == Decimal(145171)
    assert value(found, "顺义区", "output", "growth_pct", span="ytd") == Decimal("-29.8")
    assert value(found, "海淀区", "output", "growth_pct", span="month") == Decimal("9.7")
    assert set(found.tables["observation"]["period"]) == {"2017-05"}


@pytest.mark.parametrize(
    ("file_name", "period", "total", "gap"),
    [
        # 省总计 2503.16,21市之和 2506.92(月报 690.35 与 676.59)
        ("guangdong_2005-04_industrial_value_added_by_city.csv", "2005-04", "2503.16", "-3.76"),
        # 省总计 7723.40,21市之和 7615.66
        ("guangdong_2006-09_industrial_value_added_by_city.csv", "2006-09", "7723.4", "107.74"),
    ],
)
def test_guangdong_cities_do_not_add_up(
    tables: Path, file_name: str, period: str, total: str, gap: str
) -> None:
    names = pl.read_csv(tables / file_name)["指标名称"].to_list()
    found = read(tables / file_name, city("广东省", *[n for n in names if n.endswith("市")]))
    assert found.period == period
    assert value(found, "广东省", "value_added", span="ytd") == Decimal(total) * 10000
    assert {p.rule for p in found.problems} == {"parts_sum_to_total"}
    assert any(
        f"合计{total}与各行之和" in p.text and f"相差{gap}亿元" in p.text for p in found.problems
    )
    assert all(p.severity == "warning" for p in found.problems)


def test_guangdong_counts_by_year(tables: Path) -> None:
    path = tables / "guangdong_above_scale_enterprise_count_by_city_2000_2023.csv"
    names = [n for n in pl.read_csv(path)["市别"].to_list() if n.endswith("市")]
    found = read(path, city("广东省", *names))
    assert value(found, "深圳市", "above_scale_count", period="2023-12") == Decimal(14188)
    assert value(found, "韶关市", "above_scale_count", period="2000-12") == Decimal(406)
    assert set(found.tables["observation"]["span"]) == {"point"}


def test_hunan_rates_without_levels(tables: Path) -> None:
    path = tables / "hunan_2012-04_industry_growth_by_city.csv"
    names = [n for n in pl.read_csv(path)["市州"].to_list() if n != "全省"]
    found = read(path, city("湖南省", *names))
    assert value(found, "湖南省", "value_added_growth") == Decimal("15.9")
    assert value(found, "长沙市", "industrial_investment_growth") == Decimal("0.2")
    assert value(found, "湘西自治州", "value_added_growth") == Decimal("7.9")
    assert not found.problems


def test_zhongshan_rows_with_their_own_period_and_unit(tables: Path) -> None:
    found = read(tables / "zhongshan_2018-04_progress.csv", city("中山市"))
    assert value(found, "中山市", "value_added", span="ytd") == Decimal("3164400")
    assert value(found, "中山市", "export_delivery", span="month") == Decimal("1353900")
    assert value(found, "中山市", "loss_share", "change_pp") == Decimal("3.06")  # 3.06个百分点
    assert value(found, "中山市", "profit", span="month") == "undefined"  # ——
    later = read(tables / "zhongshan_2021-09_progress.csv", city("中山市"))
    # 效益指标晚一个月:1-8月
    assert value(later, "中山市", "revenue", span="ytd", period="2021-08") == Decimal("41610900")
    assert value(later, "中山市", "sales_output", span="ytd", period="2021-09") == Decimal(
        "45783200"
    )


def test_shanghai_by_industry(tables: Path) -> None:
    found = read(tables / "shanghai_2018-02_benefit_by_industry_part1.csv", city("上海市"))
    assert value(found, "上海市", "revenue") == Decimal("60013300")
    assert value(found, "07", "profit") == Decimal(4100)  # 0.41亿元
    assert value(found, "16", "tax", "growth_pct") == Decimal("16.1")
    assert [p.rule for p in found.problems] == ["unknown_industry"]  # 2011版名称,须对照
    known = Context(units=city("上海市").units, industries={"石油加工、炼焦和核燃料加工业": "25"})
    assert not read(tables / "shanghai_2018-02_benefit_by_industry_part1.csv", known).problems
    part2 = read(tables / "shanghai_2012-09_benefit_by_industry_part2.csv", city("上海市"))
    assert value(part2, "29", "employees") == Decimal(146590)
    assert value(part2, "31", "profit", "growth_pct") == Decimal("94.3")


def test_shanghai_main_table_passes_over_its_groups(tables: Path) -> None:
    found = read(tables / "shanghai_2020-11_benefit_main.csv", city("上海市"))
    assert value(found, "上海市", "revenue") == Decimal("348665800")
    assert value(found, "上海市", "liabilities", span="point") == Decimal("240320000")
    assert value(found, "上海市", "profit", "growth_pct") == Decimal("-2.7")
    assert found.tables["observation"].height == 14  # 7个指标各有水平和增速
    assert not found.problems


def test_changzhou_industries_as_clusters(tables: Path) -> None:
    path = tables / "changzhou_2010-11_five_industries_output.csv"
    names = [n for n in pl.read_csv(path)["现价工业产值"].to_list() if not n.endswith("合计")]
    context = Context(units=city("常州市").units, clusters={name: name for name in names})
    found = read(path, context)
    # 2340183+397416+1222887+149391+338312 = 4448189 = 合计
    assert not found.problems
    assert value(found, "新能源产业", "output", "growth_pct", span="month") == Decimal("118.13")
    assert value(found, "常州市", "output", span="ytd") == Decimal(42512215)


def test_yearbook_and_national_series(tables: Path) -> None:
    path = tables / "shandong_2002_foreign_funded_industry_by_city.csv"
    names = [n for n in pl.read_csv(path)["地区"].to_list() if n != "全省总计"]
    found = read(path, city("山东省", *names))
    assert value(found, "青岛市", "output") == Decimal(4880591)
    assert set(found.tables["observation"]["scope"]) == {"外商投资"}
    national = read(tables / "national_above_scale_1998_2014.csv", Context())
    assert value(national, "全国", "profit", period="2010-12") == Decimal("530496600")
    assert value(national, "全国", "enterprise_count", period="2011-12") == Decimal(325609)
    provinces = read(
        tables / "nbs_2020-06_2020-11_value_added_growth_6_provinces.csv",
        city("全国", "河北省", "山西省", "内蒙古自治区", "辽宁省", "吉林省", "黑龙江省"),
    )
    wanted = {"period": "2020-07", "span": "month"}
    assert value(provinces, "内蒙古自治区", "value_added_growth", **wanted) == Decimal("-1.8")
