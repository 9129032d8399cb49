"""Published figures recompute within their rounding intervals, or disagree where it is known.

Levels and rates of real bulletins (../shared/data): what was printed must follow from what else was
printed, by the product's own arithmetic. Disagreements are listed by name with their figures.
"""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path

import pytest

from gxlab.measures.figures import FigureRow, ranked
from gxlab.measures.rates import completion_pct, linear_progress_pct, share_pct
from gxlab.prose.interval import Interval, told
from gxlab.reference.indicators import indicator
from gxlab.reference.numbers import difference_pp, growth_pct, round_half_away
from gxlab.reference.periods import Period
from tests import rounded
from tests.rounded import of

pytestmark = pytest.mark.real
Row = dict[str, str]


def table(folder: Path, name: str) -> list[Row]:
    with (folder / name).open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def by_name(rows: Sequence[Row]) -> dict[str, Row]:
    """Rows by their first column."""
    return {next(iter(row.values())): row for row in rows}


def summed(texts: Sequence[str]) -> Interval:
    found = of(texts[0])
    for text in texts[1:]:
        found += of(text)
    return found


def growth_of_parts(parts: Sequence[Row], value: str, rate: str) -> Interval:
    """The growth of a sum, from the printed levels and rates of its parts (Σ over Σ)."""
    bases = [rounded.base(of(r[value]), of(r[rate])) for r in parts]
    base = bases[0]
    for more in bases[1:]:
        base += more
    found = rounded.growth(summed([r[value] for r in parts]), base)
    assert found is not None
    return found


# ---- 交易所月度营业收入 --------------------------------------------------------------------------

REVENUE = "monthly_revenue/t187ap05_L_11407.csv"
COMPARED = (
    ("營業收入-當月營收", "營業收入-去年當月營收", "營業收入-去年同月增減(%)"),
    ("營業收入-當月營收", "營業收入-上月營收", "營業收入-上月比較增減(%)"),
    ("累計營業收入-當月累計營收", "累計營業收入-去年累計營收", "累計營業收入-前期比較增減(%)"),
)


def test_growth_of_a_thousand_listed_firms(shared_data: Path) -> None:
    kinds: Counter[str] = Counter()
    for row in table(shared_data, REVENUE):
        for now, then, published in COMPARED:
            value, base, said = Decimal(row[now]), Decimal(row[then]), row[published]
            growth = growth_pct(value, base)
            if growth is None:
                # 基数为0的公布为空；基数为负的公布按绝对值，本产品不算增速
                kinds["base 0, blank" if said in ("", "-") else "negative base"] += 1
                assert base == 0 if said in ("", "-") else base < 0
            else:
                kinds["recomputed"] += 1
                assert abs(growth - Decimal(said)) <= Decimal("1e-9") * max(Decimal(1), abs(growth))
    assert kinds == {"recomputed": 3126, "base 0, blank": 12, "negative base": 6}


# ---- 分县区、分行业公布表 ------------------------------------------------------------------------

BEIJING = "published_tables/beijing_2017-05_output_by_district.csv"
BEIJING_GROUPS = {
    "首都功能核心区": ("东城区", "西城区"),
    "城市功能拓展区": ("朝阳区", "丰台区", "石景山区", "海淀区"),
    "大兴区及北京经济技术开发区": ("大兴区", "北京经济技术开发区"),
    "城市发展新区": ("房山区", "通州区", "顺义区", "昌平区", "大兴区及北京经济技术开发区"),
    "生态涵养发展区": ("门头沟区", "怀柔区", "平谷区", "密云区", "延庆区"),
    "全市": ("首都功能核心区", "城市功能拓展区", "城市发展新区", "生态涵养发展区", "其他"),
}
BEIJING_COLUMNS = (("2017年5月_万元", "5月同比%"), ("2017年1-5月_万元", "1-5月同比%"))


@pytest.mark.parametrize("group", BEIJING_GROUPS)
@pytest.mark.parametrize(("value", "rate"), BEIJING_COLUMNS)
def test_beijing_districts_make_up_their_group(
    shared_data: Path, group: str, value: str, rate: str
) -> None:
    rows = by_name(table(shared_data, BEIJING))
    parts = [rows[name] for name in BEIJING_GROUPS[group]]
    assert summed([r[value] for r in parts]).meets(of(rows[group][value]))
    growth = growth_of_parts(parts, value, rate)
    assert growth.meets(of(rows[group][rate]))


CHANGZHOU = "published_tables/changzhou_2010-11_five_industries_output.csv"


@pytest.mark.parametrize(("value", "rate"), [("本月_万元", "增长%"), ("累计_万元", "累计增长%")])
def test_changzhou_industries_make_up_their_total(shared_data: Path, value: str, rate: str) -> None:
    total, *parts = table(shared_data, CHANGZHOU)
    assert summed([r[value] for r in parts]).meets(of(total[value]))
    assert growth_of_parts(parts, value, rate).meets(of(total[rate]))
    # Pulls of the five add up to the total's growth: 合计27.11%.
    base = rounded.base(of(total[value]), of(total[rate]))
    pulls = []
    for row in parts:
        own = rounded.base(of(row[value]), of(row[rate]))
        pull = rounded.share(of(row[value]) - own, base)
        assert pull is not None
        pulls.append(pull)
    whole = pulls[0]
    for pull in pulls[1:]:
        whole += pull
    assert whole.meets(of(total[rate]))


@pytest.mark.parametrize("head", ["六个重点行业营业收入(亿元)", "六个重点行业利润总额(亿元)"])
def test_shanghai_six_industries(shared_data: Path, head: str) -> None:
    rows = table(shared_data, "published_tables/shanghai_2020-11_benefit_main.csv")
    at = [r["指标名称"] for r in rows].index(head)
    total, parts = rows[at], rows[at + 1 : at + 7]
    value, rate = "1-11月", "比去年同期增长%"
    assert summed([r[value] for r in parts]).meets(of(total[value]))
    assert growth_of_parts(parts, value, rate).meets(of(total[rate]))


def test_shanghai_prints_no_rate_where_profit_makes_no_sense(shared_data: Path) -> None:
    # 利润为负或税金基数为负的行印“--”，其余都有增速；1.6倍是增加的倍数。
    rows = table(shared_data, "published_tables/shanghai_2018-02_benefit_by_industry_part1.csv")
    for row in rows:
        losing = Decimal(row["利润总额_亿元_1-2月"]) < 0
        assert (row["利润增长%"] == "--") == losing, row["行业名称"]


REGIONS = {
    "珠三角": "广州市 深圳市 珠海市 佛山市 惠州市 东莞市 中山市 江门市 肇庆市",
    "粤东": "汕头市 汕尾市 潮州市 揭阳市",
    "粤西": "阳江市 湛江市 茂名市",
    "粤北": "韶关市 河源市 梅州市 清远市 云浮市",
}
COUNTS = "published_tables/guangdong_above_scale_enterprise_count_by_city_2000_2023.csv"


@pytest.mark.parametrize("region", REGIONS)
def test_guangdong_counts_add_up_in_every_year(shared_data: Path, region: str) -> None:
    rows = by_name(table(shared_data, COUNTS))
    years = [k for k in rows[region] if k != "市别"]
    sums = {y: sum(int(rows[c][y]) for c in REGIONS[region].split()) for y in years}
    assert sums == {y: int(rows[region][y]) for y in years}


@pytest.mark.parametrize(
    ("name", "column", "gap"),
    [  # the README lists both: cities do not add up to the province; light and heavy industry do
        ("guangdong_2005-04", "本月止累计_亿元", "-3.76"),  # 2503.16 − 2506.92
        ("guangdong_2006-09", "本月止累计_亿元", "107.74"),  # 7723.40 − 7615.66
    ],
)
def test_guangdong_value_added(shared_data: Path, name: str, column: str, gap: str) -> None:
    path = f"published_tables/{name}_industrial_value_added_by_city.csv"
    rows = by_name(table(shared_data, path))
    cities = [r[column] for n, r in rows.items() if n.endswith("市")]
    total = of(rows["工业增加值(现价)"][column])
    assert not summed(cities).meets(total)
    exact = Decimal(rows["工业增加值(现价)"][column]) - sum(Decimal(c) for c in cities)
    assert exact == Decimal(gap)
    assert summed([rows["轻工业"][column], rows["重工业"][column]]).meets(total)
    wings = {"东翼": "汕头市 汕尾市 潮州市 揭阳市", "西翼": "阳江市 湛江市 茂名市"}
    for wing, members in wings.items():
        parts = summed([rows[c][column] for c in members.split()])
        assert parts.meets(of(rows[wing][column])), wing


def test_shandong_cities_make_up_the_province(shared_data: Path) -> None:
    path = "published_tables/shandong_2002_foreign_funded_industry_by_city.csv"
    total, *cities = table(shared_data, path)
    for column in list(total)[1:]:
        assert summed([c[column] for c in cities]).meets(of(total[column]))


def test_ranks_of_hunan_cities(shared_data: Path) -> None:
    # 14 个市州，无并列；最快常德20.3%，最慢湘西7.9%。高加工度工业郴州24.9%、娄底23.6%，
    # 邵阳、湘潭同为23.0%，并列第3，没有第4。
    rows = table(shared_data, "published_tables/hunan_2012-04_industry_growth_by_city.csv")[1:]

    def places(column: str) -> dict[str, int | None]:
        found = [FigureRow(r["市州"], r["市州"], value=Decimal(r[column])) for r in rows]
        return {r.code: r.rank for r in ranked(found, indicator("value_added_growth"))}

    growth = places("规模工业增加值增长%")
    assert (growth["常德市"], growth["邵阳市"], growth["湘西自治州"]) == (1, 2, 14)
    high = places("高加工度工业增长%")
    assert (high["郴州市"], high["娄底市"], high["邵阳市"], high["湘潭市"]) == (1, 2, 3, 3)
    assert 4 not in high.values() and 5 in high.values()


# ---- 中山：比率与百分点 --------------------------------------------------------------------------


@pytest.mark.parametrize("month", ["2018-04", "2021-09"])
def test_zhongshan_loss_share_and_its_change(shared_data: Path, month: str) -> None:
    # 782 ÷ 3210 = 24.36 %; a year before 782 ÷ 1.15 of 3210 ÷ 1.0053: 21.3 %, +3.06 points.
    # 998 ÷ 4056 = 24.61 %; a year before 998 ÷ 1.069 of 4056 ÷ 1.002: 23.06 %, +1.54 points.
    rows = {
        r["指标"]: r for r in table(shared_data, f"published_tables/zhongshan_{month}_progress.csv")
    }
    count, losing, share = (
        rows["企业个数(个)"],
        rows["#亏损企业(个)" if month < "2020" else "亏损企业(个)"],
        rows["亏损面(%)"],
    )
    now = share_pct(Decimal(losing["累计值"]), Decimal(count["累计值"]))
    assert now is not None
    assert of(share["累计值"]).meets(Interval(now, now))
    bases = [rounded.base(of(r["累计值"]), of(r["累计增长或增减"])) for r in (losing, count)]
    then = rounded.share(*bases)
    assert then is not None
    said = share["累计增长或增减"].removesuffix("个百分点")
    assert (Interval(now, now) - then).meets(of(said))


@pytest.mark.parametrize(
    ("month", "apart"),
    [
        ("2018-04", []),
        # 59.44 ÷ 2527.54 = 2.35 %, printed 2.3: 2.4 would have made the three add up to 100.1
        ("2021-09", ["第一产业"]),
    ],
)
def test_zhongshan_shares_of_output(shared_data: Path, month: str, apart: list[str]) -> None:
    rows = table(shared_data, f"published_tables/zhongshan_{month}_progress.csv")
    levels = {r["指标"]: r["累计值"] for r in rows if r["表"] == "本地生产总值"}
    total = of(levels["本地生产总值(亿元)"])
    wrong = []
    for row in (r for r in rows if r["表"] == "本地生产总值构成" and r["指标"] in levels):
        share = rounded.share(of(levels[row["指标"]]), total)
        if share is None or not share.meets(of(row["累计值"])):
            wrong.append(row["指标"])
    assert wrong == apart


# ---- 全国：可比口径与1月免报 ---------------------------------------------------------------------


def profits(folder: Path) -> dict[tuple[int, int], Row]:
    rows = table(folder, "macro/cn_industrial_profit_monthly_2012_2019.csv")
    return {(int(r["yr"]), int(r["mon"])): r for r in rows}


def test_national_levels_contradict_published_growth(shared_data: Path) -> None:
    # README: the comparable basis.  2018: 66351.4 on the 75187.1 published a year before is
    # −11.75 %, while +10.3 % was published.
    rows = profits(shared_data)
    nominal = growth_pct(Decimal(rows[2018, 12]["cumValue"]), Decimal(rows[2017, 12]["cumValue"]))
    assert nominal is not None and round_half_away(nominal, 1) == Decimal("-11.8")
    assert Decimal(rows[2018, 12]["cumTB"]) == Decimal("10.3")
    implied = []
    for (year, month), row in rows.items():
        then = rows.get((year - 1, month))
        if then is not None:
            base = rounded.base(of(row["cumValue"]), of(row["cumTB"]))
            implied.append(base.meets(of(then["cumValue"])))
    # Hardly ever was last year's published figure the base: 73 of 77 months are outside.
    assert (len(implied), implied.count(False)) == (77, 73)


def test_two_sources_of_the_same_rate(shared_data: Path) -> None:
    other = {
        r["date"][:7]: r["value_pct"]
        for r in table(shared_data, "macro/cn_industrial_profit_ytd_yoy.csv")
    }
    apart = [
        str(Period(*at))
        for at, row in profits(shared_data).items()
        if (said := other.get(str(Period(*at)))) is not None
        and not of(said).meets(of(row["cumTB"]))
    ]
    assert apart == ["2012-11"]  # 3.2 against 3.02: one digit lost in one of the two


def test_profit_has_no_january_and_prices_have(shared_data: Path) -> None:
    profit = table(shared_data, "macro/cn_industrial_profit_ytd_yoy.csv")
    assert not [r for r in profit if r["date"][5:7] == "01"]
    prices = table(shared_data, "macro/ppi/cn_ppi_monthly_eastmoney.csv")
    years = {r["REPORT_DATE"][:4] for r in prices}
    januaries = [r for r in prices if r["REPORT_DATE"][5:7] == "01"]
    assert len(januaries) >= len(years) - 1
    added = {
        r["date"][:7]: r["value_pct"]
        for r in table(shared_data, "macro/cn_industrial_value_added_yoy.csv")
    }
    assert added["2017-01"] == added["2017-02"]  # README: a stray copy


# ---- 技改、集群：占比、完成率 --------------------------------------------------------------------

SHARES = [
    ("2012年1—8月四川超百亿市占技改", "2097", "2624", "79.9"),
    ("2013年1—10月四川超百亿市州占技改", "3659", "3887", "94.1"),
    ("2014年上半年四川制造业占技改", "1898", "2418", "78.5"),
    ("2014年上半年四川传统产业占技改", "1393", "2418", "57.6"),
    ("2014年1—11月四川七大优势产业占技改", "3071", "4516", "68"),
    ("2017年1—3月四川制造业占工业投资", "1492", "2018.4", "73.9"),
    ("2017年1—11月四川制造业占工业投资", "6354", "8376", "75.9"),
    ("2017年1—10月常州技改占工业投资", "1057.5", "1770.3", "59.7"),
    ("2017年1—10月常州武进占工业投资", "556.1", "1770.3", "31.4"),
    ("2014年河北千项技改中装备制造项数", "375", "1089", "34.4"),
    ("2014年河北千项技改中装备制造总投资", "842", "2634", "31.9"),
    ("2019年河北千项技改中新兴产业项数", "473", "1031", "45.9"),
    ("2019年河北千项技改中新兴产业总投资", "1297.3", "3044.2", "42.6"),
    ("2022年德州过5亿元项目总投资", "593.71", "717.93", "82.7"),
]


@pytest.mark.parametrize(("name", "part", "whole", "share"), SHARES, ids=[s[0] for s in SHARES])
def test_published_shares(name: str, part: str, whole: str, share: str) -> None:
    found = rounded.share(of(part), of(whole))
    assert found is not None and found.meets(of(share))


APART = [
    # README: 12277.53/19885.02 = 61.74 %, printed 61.97 %
    ("2019年河北107个集群占全部集群", "12277.53", "19885.02", "61.97", "61.74"),
    # 102 of 110 projects are 92.73 %: cut off, not rounded
    ("2022年德州九大产业项数", "102", "110", "92.72", "92.73"),
    # 64 of 76 projects are 84.2 %, printed 83 %
    ("2022年上半年鄂尔多斯高端项目开复工率", "64", "76", "83", "84"),
]


@pytest.mark.parametrize(
    ("name", "part", "whole", "said", "right"), APART, ids=[a[0] for a in APART]
)
def test_published_shares_that_do_not_follow(
    name: str, part: str, whole: str, said: str, right: str
) -> None:
    found = share_pct(Decimal(part), Decimal(whole))
    assert found is not None
    places = -int(Decimal(right).as_tuple().exponent)
    assert round_half_away(found, places) == Decimal(right) != Decimal(said)


@pytest.mark.parametrize(
    ("folder_file", "name", "columns"),
    [
        (
            "projects/fujian_2020H1_key_tech_renovation_by_city.csv",
            "合计",
            ("项目数", "总投资_亿元"),
        ),
        (
            "projects/guangdong_2015_tech_renovation_fund_by_city.csv",
            "小计",
            ("计划安排额度_万元",),
        ),
        (
            "projects/ordos_2022H1_highend_projects_by_industry.csv",
            "合计",
            ("项目数", "总投资_亿元", "年内计划投资_亿元", "开复工项目数"),
        ),
    ],
)
def test_project_lists_add_up(
    shared_data: Path, folder_file: str, name: str, columns: tuple[str, ...]
) -> None:
    rows = by_name(table(shared_data, folder_file))
    total = rows.pop(name)
    for column in columns:
        assert summed([r[column] for r in rows.values()]).meets(of(total[column]))


@pytest.mark.parametrize(
    ("done", "target", "said"),
    [  # 2020年10月青阳县某镇：任务完成率
        ("10764", "16900", "63.7"),
        # 2018年一季度常州：99.8亿元完成年计划21.9%，其中新开工43.4（16.4%）、续建56.4（29.5%）
        ("99.8", "455.8", "21.9"),
    ],
)
def test_published_completion(done: str, target: str, said: str) -> None:
    found = completion_pct(Decimal(done), Decimal(target))
    assert found is not None and round_half_away(found, 1) == Decimal(said)


def test_plans_implied_by_completion_add_up() -> None:
    # 43.4 ÷ 16.4 % + 56.4 ÷ 29.5 % = 264.6 + 191.2 = 455.8 = 99.8 ÷ 21.9 %, within rounding.
    def plan(done: str, rate: str) -> Interval:
        found = rounded.share(of(done), of(rate))
        assert found is not None
        return found

    assert (plan("43.4", "16.4") + plan("56.4", "29.5")).meets(plan("99.8", "21.9"))


def test_completion_stands_against_the_clock(shared_data: Path) -> None:
    # 四川2013年1—10月：完成全年目标84.5%，超计划进度1.2个百分点；2015年1—9月78.4%，超3.4。
    rows = table(shared_data, "projects/tech_renovation_readings.csv")
    ahead = {
        r["期间"]: difference_pp(
            Decimal(r["技改年度目标完成%"]), linear_progress_pct(int(r["期间"][-2:]))
        )
        for r in rows
        if r["技改年度目标完成%"]
    }
    assert ahead["2013-01至2013-10"] == Decimal("1.2")
    assert ahead["2015-01至2015-09"] == Decimal("3.4")
    assert len(ahead) == 3


def test_two_lists_of_clusters_of_one_year(shared_data: Path) -> None:
    # 邢台2023：46个集群5676.67（+13.94%），其中44个5466.29（+13.48%）。其余两个增长27.0%—27.7%。
    rows = table(shared_data, "clusters/hebei_clusters_aggregates.csv")
    levels = {r["集群数"]: r for r in rows if r["地区"] == "邢台市" and r["期间"] == "2023"}
    value, rate = "营业收入_亿元", "同比%"
    all_, some = (levels[n] for n in ("46", "44"))
    bases = [rounded.base(of(r[value]), of(r[rate])) for r in (all_, some)]
    rest = rounded.growth(of(all_[value]) - of(some[value]), bases[0] - bases[1])
    assert rest is not None
    assert told(rest, 1, "%") == "27.0%—27.7%"
