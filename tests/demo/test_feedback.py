"""反馈表的恒等式,以及反馈数与企业真值的关系(用真值 csv 另算)."""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal

import pytest

from tests.demo.reading import Demo, paths

FINANCE = "2026-05/2026年5月财务反馈.xls"


def by_unit(demo: Demo, path: str, sheet: str, head: int) -> dict[str, dict[str, str]]:
    rows = demo.rows(path, sheet)
    labels = paths(rows, head)
    body = [row for row in rows[head + 1 :] if not row[0].startswith("注:")]
    return {row[0]: dict(zip(labels, row, strict=True)) for row in body}


@pytest.fixture
def finance(demo: Demo) -> dict[str, dict[str, str]]:
    return by_unit(demo, FINANCE, "分县区", 3)


def counties(table: dict[str, dict[str, str]]) -> list[str]:
    return [name for name in table if name != "全市" and not name.startswith("其中:")]


@pytest.mark.parametrize("label", ["营业收入", "营业成本", "利润总额", "资产总计", "负债合计"])
@pytest.mark.parametrize("side", ["本年", "上年同期"])
def test_city_is_the_sum_of_counties(
    finance: dict[str, dict[str, str]], label: str, side: str
) -> None:
    """万元一位小数,正好相加;开发区是其中项,不再加."""
    key = f"{label}/{side}"
    total = sum(Decimal(finance[name][key]) for name in counties(finance))
    assert Decimal(finance["全市"][key]) == total
    zone = finance["其中:示例经开区"][key]
    assert Decimal(zone) < total


def test_loss_share_is_losses_over_firms(finance: dict[str, dict[str, str]]) -> None:
    for row in finance.values():
        n, loss = Decimal(row["企业户数(户)/本年"]), Decimal(row["亏损企业(户)/本年"])
        assert abs(Decimal(row["亏损面(%)/本年"]) - loss * 100 / n) <= Decimal("0.005")
        gap = Decimal(row["亏损面(%)/本年"]) - Decimal(row["亏损面(%)/上年同期"])
        assert Decimal(row["亏损面(%)/增减(%)"]) == gap


def test_growth_divides_by_the_delivered_base(finance: dict[str, dict[str, str]]) -> None:
    for row in finance.values():
        value, base = Decimal(row["营业收入/本年"]), Decimal(row["营业收入/上年同期"])
        printed = Decimal(row["营业收入/增减(%)"])
        assert abs(printed - (value / base - 1) * 100) <= Decimal("0.05")


def test_industries_add_up_to_the_total(demo: Demo) -> None:
    rows = demo.rows("2026-05/分行业产值增速.xls")
    body = [row for row in rows[4:] if not row[0].startswith("注:")]
    total = next(Decimal(row[3]) for row in body if row[1] == "总计")
    sections = sum(Decimal(row[3]) for row in body if row[0] in {"B", "C", "D"})
    # 06 在末月被存成数字6
    divisions = sum(
        Decimal(row[3]) for row in body if row[0].isdigit() and len(row[0]) <= 2
    )  # fmt: skip
    assert total == sections == divisions
    assert [row[0] for row in body if "煤炭" in row[1]] == ["6"]


def test_output_of_units_adds_up(demo: Demo) -> None:
    """亿元两位:各县四舍五入,和与全市之差不超过半个末位乘以县数."""
    table = by_unit(demo, "2026-04/2026年4月主要指标(反馈).xls", "", 3)
    for label in ("规上工业总产值", "工业销售产值", "出口交货值"):
        parts = [Decimal(table[name][f"{label}/总量"]) for name in counties(table)]
        gap = Decimal(table["全市"][f"{label}/总量"]) - sum(parts)
        assert abs(gap) <= Decimal("0.005") * (len(parts) + 1)
    heads = sum(int(table[name]["规上工业企业户数/总量"]) for name in counties(table))
    assert heads == int(table["全市"]["规上工业企业户数/总量"])


def test_finance_is_the_firms_truth_a_month_late(
    demo: Demo, finance: dict[str, dict[str, str]]
) -> None:
    """1—4月营业收入 = 在库企业月值之和(被吸收企业并入吸收方)."""
    assert demo.rows(FINANCE, "分县区")[0][0].startswith("示例市2026年1—4月")
    revenue: dict[str, int] = defaultdict(int)
    for row in demo.truth("months"):
        if "2026-01" <= row["month"] <= "2026-04":
            revenue[row["firm"]] += int(row["revenue"])
    for change in demo.truth("changes"):
        if change["kind"] == "merge" and change["month"] <= "2026-04":
            revenue[change["firm"]] += revenue[change["partner"]]
    sums: dict[str, int] = defaultdict(int)
    for row in demo.truth("register"):
        if row["month"] == "2026-04":
            sums[row["county"]] += revenue[row["firm"]]
    for county in counties(finance):
        assert Decimal(finance[county]["营业收入/本年"]) * 10 == sums[county]


def test_one_county_falls_short_of_its_firms(demo: Demo) -> None:
    """反馈增速与企业汇总增速:至少一县相差0.3个百分点以上."""
    table = by_unit(demo, FINANCE, "分县区", 3)
    sums: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    county = {r["firm"]: r["county"] for r in demo.truth("register") if r["month"] == "2026-04"}
    for row in demo.truth("returns"):
        if row["month"] == "2026-04":
            sums[county[row["firm"]]][0] += int(row["revenue"])
            sums[county[row["firm"]]][1] += int(row["revenue_base"])
    gaps = []
    for name in counties(table):
        value, base = sums[name]
        own = (Decimal(value) / base - 1) * 100
        gaps.append(abs(own - Decimal(table[name]["营业收入/增减(%)"])))
    assert max(gaps) > Decimal("0.3")
    assert min(gaps) < Decimal("0.3")


def test_counties_get_rates_without_levels(demo: Demo) -> None:
    table = by_unit(demo, "2026-05/工业投资反馈.xls", "", 3)
    assert table["全市"]["工业技改投资/额"]
    for name in counties(table):
        assert table[name]["工业技改投资/额"] == ""
        assert table[name]["工业技改投资/增长(%)"] != ""


def test_renovation_level_is_the_sum_of_registered_projects(demo: Demo) -> None:
    """全市技改投资额(亿元)= 在库清单本年完成之和;在库个数 = 清单行数."""
    city = by_unit(demo, "2026-05/工业投资反馈.xls", "", 3)["全市"]
    rows = [r for r in demo.rows("2026-05/在库技改项目清单.xlsx")[3:] if r[0].isdigit()]
    done = sum(Decimal(row[12]) for row in rows)
    assert abs(Decimal(city["工业技改投资/额"]) * 10_000 - done) <= 50
    assert int(city["在库技改项目数(个)"]) == len(rows)
