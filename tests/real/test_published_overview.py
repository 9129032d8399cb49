"""Published tables as feedback: the overview's places, shares and growth are the published ones."""

from __future__ import annotations

import csv
from decimal import Decimal
from pathlib import Path

import pytest

from gxlab.measures.overview import Overview, figure, overview
from gxlab.measures.overview_industries import lines
from gxlab.measures.overview_units import below, silent
from gxlab.reference.numbers import round_half_away
from gxlab.show.objects import Figure, Table
from gxlab.show.overview_head import headline
from gxlab.show.overview_industry_table import industries as industry_table
from gxlab.show.overview_later import units as unit_sentence
from gxlab.show.overview_sentences import margins
from gxlab.show.overview_unit_tables import below as unit_table
from tests.real.published_forms import (
    INVESTED,
    MAIN,
    PRICES,
    cell,
    desk_of,
    finance,
    units,
    write,
)

pytestmark = [pytest.mark.real, pytest.mark.slow]


def table(folder: Path, name: str, inside: str = "published_tables") -> list[dict[str, str]]:
    with (folder / inside / name).open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def printed(found: Table | None, key: str) -> dict[str, str]:
    """A column of a table as it is printed, by the first column."""
    assert found is not None
    at = [c.key for c in found.columns].index(key)
    return {
        str(row.cells[0]): c.text if isinstance(c := row.cells[at], Figure) else ""
        for row in found.rows
    }


def given(folder: Path, root: str, names: list[str], period: str) -> Overview:
    inbox = folder / "inbox"
    units(inbox / "单元.csv", root, names)
    return overview(desk_of(folder, inbox, period))


@pytest.fixture
def inbox(tmp_path: Path) -> Path:
    made = tmp_path / "inbox"
    made.mkdir()
    return made


def test_guangdong_s_cities_by_growth(shared_data: Path, tmp_path: Path, inbox: Path) -> None:
    rows = table(shared_data, "guangdong_2006-09_industrial_value_added_by_city.csv")
    rate = "本期累计比上年同期增长%"
    cities = {r["指标名称"]: r[rate] for r in rows if r["指标名称"].endswith("市")}
    body = [["全省", cell(rows[0][rate]), *[None] * 7]]
    body += [[name, cell(value), *[None] * 7] for name, value in cities.items()]
    title = "广东省2006年1—9月主要工业经济指标"
    write(inbox / "2006年9月主要指标(反馈).xlsx", {"主要指标": (title, MAIN, body)})
    page = given(tmp_path, "广东省", list(cities), "2006-09")
    shown = printed(unit_table(page), "value_added_growth")
    # 清远75.6、河源69.1、汕尾38.6 lead; 梅州13.3 and 韶关12.8 close the list of twenty-one.
    assert shown["清远市"] == "75.6（1）" and shown["河源市"] == "69.1（2）"
    assert shown["梅州市"] == "13.3（20）" and shown["韶关市"] == "12.8（21）"
    # 清远 河源 汕尾 肇庆 惠州 佛山 云浮 grew faster than 珠海 and 揭阳 (24.0 %): both are eighth.
    assert shown["珠海市"] == shown["揭阳市"] == "24.0（8）"
    assert {n: s.split("（")[0] for n, s in shown.items() if n in cities} == cities
    said = unit_sentence(page)
    assert said is not None
    assert said.text == "各单位规上工业增加值增速中，清远市最高，为75.6%，韶关市最低，为12.8%。"
    assert headline(page).text == "前三季度，广东省规上工业增加值同比增长18.3%（统计局反馈）。"


def test_hunan_has_rates_without_levels(shared_data: Path, tmp_path: Path, inbox: Path) -> None:
    rows = table(shared_data, "hunan_2012-04_industry_growth_by_city.csv")
    total, *cities = rows
    first = "规模工业增加值增长%"
    body = [[r["市州"], cell(r[first]), *[None] * 7] for r in rows]
    write(
        inbox / "2012年4月主要指标(反馈).xlsx",
        {"主要指标": ("湖南省2012年1—4月主要工业经济指标", MAIN, body)},
    )
    names = [r["市州"] for r in cities]
    # 株洲 is made silent: nothing takes its place.
    spared = [row for row in body if row[0] != "株洲市"]
    write(
        inbox / "2012年4月主要指标(反馈).xlsx",
        {"主要指标": ("湖南省2012年1—4月主要工业经济指标", MAIN, spared)},
    )
    page = given(tmp_path, "湖南省", names, "2012-04")
    shown = printed(unit_table(page), "value_added_growth")
    # 常德20.3 邵阳18.5 郴州18.1 益阳17.5 衡阳17.3 岳阳17.2 永州16.0 长沙14.4 娄底14.1 …
    assert shown["常德市"] == "20.3（1）" and shown["永州市"] == "16.0（7）"
    assert shown["湘西自治州"] == "7.9（13）" and shown["株洲市"] == ""
    assert silent(below(page), "value_added_growth") == ["株洲市"]
    assert "output" not in [c.key for c in unit_table(page).columns]  # type: ignore[union-attr]
    assert total[first] == shown["湖南省"] == "15.9"


def test_beijing_s_districts_by_output(shared_data: Path, tmp_path: Path, inbox: Path) -> None:
    rows = {r["项目"]: r for r in table(shared_data, "beijing_2017-05_output_by_district.csv")}
    names = [n for n in rows if n.endswith("区") and n not in _GROUPS]
    body = []
    for name in ("全市", *names):
        level = Decimal(rows[name]["2017年1-5月_万元"]) / 10000
        body.append([name, None, float(level), cell(rows[name]["1-5月同比%"]), *[None] * 5])
    write(
        inbox / "2017年5月主要指标(反馈).xlsx",
        {"主要指标": ("北京市2017年1—5月主要工业经济指标", MAIN, body)},
    )
    page = given(tmp_path, "北京市", names, "2017-05")
    shown = printed(unit_table(page), "output")
    # 北京经济技术开发区30.6 怀柔23.5 昌平20.8 石景山19.5 …; 顺义−29.8 last but for none.
    assert shown["北京经济技术开发区"] == "30.6（1）" and shown["怀柔区"] == "23.5（2）"
    assert shown["顺义区"] == f"−29.8（{len(names)}）"
    assert headline(page).text == (
        "1—5月，全市完成规上工业总产值6,863.03亿元，同比增长4.4%（统计局反馈）。"
    )
    said = unit_sentence(page)
    assert said is not None and "东城区、朝阳区、顺义区、大兴区、平谷区下降" in said.text


_GROUPS = (
    "首都功能核心区",
    "城市功能拓展区",
    "城市发展新区",
    "生态涵养发展区",
    "大兴区及北京经济技术开发区",
)


def test_zhongshan_s_revenue_keeps_its_own_month(
    shared_data: Path, tmp_path: Path, inbox: Path
) -> None:
    rows = {r["指标"]: r for r in table(shared_data, "zhongshan_2021-09_progress.csv")}

    def level(name: str) -> float:
        return float(Decimal(rows[name]["累计值"]))

    def rate(name: str) -> str:
        return rows[name]["累计增长或增减"]

    sales, exports = "规模以上工业销售产值(亿元)", "#出口产品交货值(亿元)"
    body = [
        ["全市", cell(rate("规模以上工业增加值(亿元)")), None, None, level(sales),
         cell(rate(sales)), level(exports), cell(rate(exports)), None],
    ]  # fmt: skip
    write(
        inbox / "2021年9月主要指标(反馈).xlsx",
        {"主要指标": ("中山市2021年1—9月主要工业经济指标", MAIN, body)},
    )
    title = "中山市2021年1—8月规模以上工业主要财务指标"
    heads = finance(
        "企业户数(户)",
        "亏损企业(户)",
        "亏损面(%)",
        "营业收入",
        "营业成本",
        "利润总额",
        "产成品存货",
    )
    told = [
        "企业个数(个)",
        "亏损企业(个)",
        "亏损面(%)",
        "营业收入",
        "营业成本",
        "利润总额(亿元)",
        "产成品存货(亿元)",
    ]
    cells: list[str | float | None] = ["全市"]
    for name in told:
        factor = 1 if name in told[:3] else 10000
        cells += [level(name) * factor, None, cell(rate(name).removesuffix("个百分点"))]
    write(
        inbox / "2021年9月财务反馈.xlsx",
        {
            "分县区": (title, heads, [cells]),
            # The form has both sheets; 中山 publishes no industries, so only the total stands.
            "分行业": (title, (("代码", ""), ("行业", ""), *heads[1:]), [["", "总计", *cells[1:]]]),
        },
    )
    page = given(tmp_path, "中山市", [], "2021-09")
    assert figure(page, "revenue").period_used == "2021-08"
    assert headline(page).text == (
        "前三季度，全市规上工业增加值同比增长15.9%（统计局反馈）；"
        "1—8月实现营业收入4,161.09亿元，同比增长26.0%（统计局反馈），"
        "利润总额192.59亿元，同比增长17.0%。"
    )
    # 192.59 ÷ 4161.09 = 4.628… %; 亏损面24.61 %, +1.54 points as fed back.
    assert margins(page).text == (
        "1—8月规上工业利润总额192.59亿元，同比增长17.0%（统计局反馈）。营业收入利润率4.63%；"
        "每百元营业收入中的成本85.19元；亏损面24.6%，同比扩大1.5个百分点。"
    )


SHANGHAI = {
    "石油和天然气开采业": "07", "农副食品加工业": "13", "食品制造业": "14",
    "酒、饮料和精制茶制造业": "15", "烟草制品业": "16", "纺织业": "17", "纺织服装、服饰业": "18",
    "皮革、毛皮、羽毛及其制品和制鞋业": "19", "木材加工和木、竹、藤、棕、草制品业": "20",
    "家具制造业": "21", "造纸和纸制品业": "22", "印刷和记录媒介复制业": "23",
    "文教、工美、体育和娱乐用品制造业": "24", "石油加工、炼焦和核燃料加工业": "25",
    "化学原料和化学制品制造业": "26", "医药制造业": "27", "化学纤维制造业": "28",
}  # fmt: skip


def test_shanghai_s_industries(shared_data: Path, tmp_path: Path, inbox: Path) -> None:
    rows = table(shared_data, "shanghai_2018-02_benefit_by_industry_part1.csv")
    revenue, growth, profit = "主营业务收入_亿元_1-2月", "收入增长%", "利润总额_亿元_1-2月"

    def body(row: dict[str, str]) -> list[str | float | None]:
        levels = [
            (cell(row[k], 10000), cell(row[g]))
            for k, g in ((revenue, growth), (profit, "利润增长%"))
        ]
        return [c for level, rate in levels for c in (level, None, rate)]

    total, *parts = rows
    names = ("营业收入", "利润总额")
    write(
        inbox / "2018年2月财务反馈.xlsx",
        {
            "分县区": (
                "上海市2018年1—2月规模以上工业主要财务指标",
                finance(*names),
                [["全市", *body(total)]],
            ),
            "分行业": (
                "上海市2018年1—2月规模以上工业主要财务指标",
                finance(*names, first=("代码", "行业")),
                [[SHANGHAI[r["行业名称"]], r["行业名称"], *body(r)] for r in parts],
            ),
        },
    )
    page = given(tmp_path, "上海市", [], "2018-02")
    found = {n.code: n.more for n in lines(page)}
    assert len(found) == 17
    for row in parts:
        more = found[SHANGHAI[row["行业名称"]]]
        assert more["revenue"].growth_yoy_pct == Decimal(row[growth]), row["行业名称"]
        # 占比 of the published total, as a reader divides it
        share = Decimal(row[revenue]) / Decimal(total[revenue]) * 100
        assert round_half_away(more["revenue"].share_pct or Decimal(0), 2) == round_half_away(
            share, 2
        )
        margin = Decimal(row[profit]) / Decimal(row[revenue]) * 100
        assert round_half_away(more["profit_margin"].value or Decimal(0), 2) == round_half_away(
            margin, 2
        )
    # By growth: 医药18.4, 皮革17.0, 石油加工16.6, 烟草15.0 … 化纤−26.8 the seventeenth.
    places = {c: m["revenue"].growth_rank for c, m in found.items()}
    assert (places["27"], places["19"], places["25"], places["16"], places["28"]) == (
        1,
        2,
        3,
        4,
        17,
    )
    rates = printed(industry_table(page), "revenue_growth")
    assert (rates["C27"], rates["C28"]) == ("18.4（1）", "−26.8（17）")
    assert printed(industry_table(page), "margin")["C18"] == "−2.00"


def test_investment_rates_stand_without_an_amount(tmp_path: Path, inbox: Path) -> None:
    title = "示例省2024年1—6月工业投资主要指标"
    body: list[list[str | float | None]] = [
        ["全市", 3.1, 12.0, 24.62],
        ["甲市", 1.0, 2.0, "1.6倍"],
        ["乙市", 1.0, 2.0, "-"],
    ]
    write(inbox / "工业投资反馈.xlsx", {"工业投资": (title, INVESTED, body)})
    page = given(tmp_path, "示例省", ["甲市", "乙市"], "2024-06")
    shown = printed(unit_table(page), "renovation_investment_growth")
    assert (shown["示例省"], shown["甲市"], shown["乙市"]) == ("24.62", "160.0", "")


def test_shandong_s_prices_beside_each_other(
    shared_data: Path, tmp_path: Path, inbox: Path
) -> None:
    sold = table(shared_data, "shandong_2011_2015_ppi.csv", "macro/ppi")[0]
    bought = table(shared_data, "shandong_2015_purchase_price_quarterly.csv", "macro/ppi")[0]
    assert (sold["2015"], bought["全年平均"]) == ("95.2", "95.0")
    title = "山东省2015年1—12月工业生产者价格指数"
    body = [["全省", cell(sold["2015"]), cell(bought["全年平均"])]]
    write(inbox / "价格指数.xlsx", {"价格指数": (title, PRICES, body)})
    # 95.2 − 95.0 = +0.2: both fell, what was sold a little less.
    assert margins(given(tmp_path, "山东省", [], "2015-12")).text.endswith(
        "全年山东省工业生产者出厂价格指数95.2，高于购进价格指数0.2个百分点"
        "（购进95.0，上年同期=100）。"
    )
