"""Published tables as feedback: the bulletin's places and rates are the published ones."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from gxlab.measures.bulletin import Bulletin, bulletin
from gxlab.show import bulletin_page as page
from gxlab.show.objects import Figure, Light
from tests.real.published_forms import MAIN, cell, desk_of, finance, units, write
from tests.real.test_published_overview import table

pytestmark = [pytest.mark.real, pytest.mark.slow]


@pytest.fixture
def inbox(tmp_path: Path) -> Path:
    made = tmp_path / "inbox"
    made.mkdir()
    return made


def edition(folder: Path, root: str, names: list[str], period: str) -> Bulletin:
    units(folder / "inbox" / "单元.csv", root, names)
    return bulletin(desk_of(folder, folder / "inbox", period))


def printed(given: Bulletin, indicator: str) -> dict[str, str]:
    """A column of the matrix as it is printed, by unit."""
    matrix = page.matrix(given)
    at = [c.key for c in matrix.columns].index(indicator)
    return {
        str(row.cells[0]): c.text if isinstance(c := row.cells[at], Figure) else ""
        for row in matrix.rows[::2]
    }


def targets(path: Path, rows: dict[str, str], kind: str = "增速") -> None:
    """The product's own target form, filled for the value added of some cities (invented)."""
    import openpyxl

    from gxlab.intake.templates import write_template

    write_template("targets", path)
    book = openpyxl.load_workbook(path)
    sheet = book["年度目标"]
    for number, (unit, goal) in enumerate(rows.items(), start=2):
        told = (unit, None, "规上工业增加值增速", "2006", "确保", kind, "%", goal)
        for column, value in enumerate(told, start=1):
            sheet.cell(number, column).value = value
    book.save(path)


def guangdong(shared_data: Path, inbox: Path) -> dict[str, str]:
    """Guangdong's cities and their published growth, laid down as 主要指标."""
    rows = table(shared_data, "guangdong_2006-09_industrial_value_added_by_city.csv")
    rate = "本期累计比上年同期增长%"
    cities = {r["指标名称"]: r[rate] for r in rows if r["指标名称"].endswith("市")}
    body = [["全省", cell(rows[0][rate]), *[None] * 7]]
    body += [[name, cell(value), *[None] * 7] for name, value in cities.items()]
    title = "广东省2006年1—9月主要工业经济指标"
    write(inbox / "2006年9月主要指标(反馈).xlsx", {"主要指标": (title, MAIN, body)})
    return cities


def places_of(rates: dict[str, str]) -> dict[str, int]:
    """Places by hand: one more than those that grew faster."""
    numbers = {name: Decimal(rate) for name, rate in rates.items()}
    return {n: 1 + sum(other > own for other in numbers.values()) for n, own in numbers.items()}


def test_guangdong_s_cities_are_placed_as_published(
    shared_data: Path, tmp_path: Path, inbox: Path
) -> None:
    cities = guangdong(shared_data, inbox)
    given = edition(tmp_path, "广东省", list(cities), "2006-09")
    shown = printed(given, "value_added_growth")
    assert shown == {"广东省": "18.3"} | {
        name: f"{cities[name]}（{place}）" for name, place in places_of(cities).items()
    }
    # 珠海、揭阳同为24.0，并列第8，其后为第10。
    assert shown["珠海市"] == shown["揭阳市"] == "24.0（8）"
    assert "24.0（9）" not in shown.values() and any("（10）" in s for s in shown.values())
    assert page.headline(given).text == "广东省2006年没有下达目标任务，以下只列完成数和位次。"


def test_guangdong_with_targets_places_only_cities_that_have_one(
    shared_data: Path, tmp_path: Path, inbox: Path
) -> None:
    cities = guangdong(shared_data, inbox)
    targets(inbox / "年度目标.xlsx", {"清远市": "60", "珠海市": "25", "揭阳市": "20"})
    given = edition(tmp_path, "广东省", list(cities), "2006-09")
    shown = printed(given, "value_added_growth")
    assert (shown["清远市"], shown["珠海市"], shown["揭阳市"], shown["河源市"]) == (
        "75.6（1）",
        "24.0（2）",
        "24.0（2）",
        "69.1",
    )
    lights = {
        str(above.cells[0]): below.cells[1]
        for above, below in zip(*[iter(page.matrix(given).rows)] * 2, strict=True)
    }
    told = {n: c.text for n, c in lights.items() if isinstance(c, Light)}
    # 75.6 − 60 = 15.6；24.0 − 25 = −1.0；24.0 − 20 = 4.0。
    assert (told["清远市"], told["珠海市"], told["揭阳市"]) == ("绿 高15.6", "黄 低1.0", "绿 高4.0")
    assert told["河源市"] == "未设目标"


def test_hunan_s_silent_city_has_no_place_and_is_named(
    shared_data: Path, tmp_path: Path, inbox: Path
) -> None:
    rows = table(shared_data, "hunan_2012-04_industry_growth_by_city.csv")
    rates = {r["市州"]: r["规模工业增加值增长%"] for r in rows if r["市州"] != "株洲市"}
    body = [[name, cell(rate), *[None] * 7] for name, rate in rates.items()]
    title = "湖南省2012年1—4月主要工业经济指标"
    write(inbox / "2012年4月主要指标(反馈).xlsx", {"主要指标": (title, MAIN, body)})
    names = [r["市州"] for r in rows if r["市州"] != "全省"]
    given = edition(tmp_path, "湖南省", names, "2012-04")
    cities = {n: r for n, r in rates.items() if n != "全省"}
    expected = {n: f"{cities[n]}（{place}）" for n, place in places_of(cities).items()}
    assert printed(given, "value_added_growth") == {"湖南省": "15.9", "株洲市": "", **expected}
    assert [s.text for s in page.quality_notes(given).items] == [
        "规上工业增加值增速：株洲市没有1—4月的数，不排位次。"
    ]
    # 只有增速没有总量：不出总产值等列，也不倒推。
    assert [t.indicator for t in given.tasks] == ["value_added_growth"]


def test_beijing_s_districts_are_placed_by_their_growth(
    shared_data: Path, tmp_path: Path, inbox: Path
) -> None:
    rows = {r["项目"]: r for r in table(shared_data, "beijing_2017-05_output_by_district.csv")}
    groups = {"大兴区及北京经济技术开发区"} | {n for n in rows if n.endswith(("功能区", "发展区"))}
    names = [n for n in rows if n.endswith("区") and n not in groups]
    body = []
    for name in ("全市", *names):
        level = Decimal(rows[name]["2017年1-5月_万元"]) / 10000
        body.append([name, None, float(level), cell(rows[name]["1-5月同比%"]), *[None] * 5])
    title = "北京市2017年1—5月主要工业经济指标"
    write(inbox / "2017年5月主要指标(反馈).xlsx", {"主要指标": (title, MAIN, body)})
    given = edition(tmp_path, "北京市", names, "2017-05")
    rates = {n: rows[n]["1-5月同比%"] for n in names}
    shown = {n: t.replace("−", "-") for n, t in printed(given, "output").items()}
    assert shown == {"北京市": "4.4"} | {
        n: f"{rates[n]}（{place}）" for n, place in places_of(rates).items()
    }


def test_revenue_is_told_with_its_own_month(shared_data: Path, tmp_path: Path, inbox: Path) -> None:
    """中山 2021-09：产值1—9月，营业收入1—8月；上海 2020-11 的营收在12月通报里仍是1—11月."""
    rows = {r["指标"]: r for r in table(shared_data, "zhongshan_2021-09_progress.csv")}
    added = rows["规模以上工业增加值(亿元)"]["累计增长或增减"]
    body = [["全市", cell(added), *[None] * 7]]
    title = "中山市2021年1—9月主要工业经济指标"
    write(inbox / "2021年9月主要指标(反馈).xlsx", {"主要指标": (title, MAIN, body)})
    revenue = rows["营业收入"]
    level, rate = revenue["累计值"], revenue["累计增长或增减"]
    money(inbox / "2021年9月财务反馈.xlsx", "中山市2021年1—8月", level, rate)
    given = edition(tmp_path, "中山市", [], "2021-09")
    heads = {c.key: c.header[-1] for c in page.matrix(given).columns[1:]}
    assert heads == {"value_added_growth": "前三季度", "revenue": "1—8月"}
    assert printed(given, "revenue") == {"中山市": rate}


def test_shanghai_s_revenue_of_november_in_december(
    shared_data: Path, tmp_path: Path, inbox: Path
) -> None:
    rows = table(shared_data, "shanghai_2020-11_benefit_main.csv")
    revenue = next(r for r in rows if r["指标名称"] == "营业收入(亿元)")
    rate = revenue["比去年同期增长%"]
    money(inbox / "2020年12月财务反馈.xlsx", "上海市2020年1—11月", revenue["1-11月"], rate)
    given = edition(tmp_path, "上海市", [], "2020-12")
    assert str(given.periods["revenue"]) == "2020-11"
    assert printed(given, "revenue") == {"上海市": rate.replace("-", "−")}


def money(path: Path, title: str, level: str, rate: str) -> None:
    """财务反馈 with the revenue of the whole (published in 亿元, fed back in 万元)."""
    heads = finance("营业收入")
    told = [float(Decimal(level) * 10000), None, cell(rate)]
    sheets = {
        "分县区": (f"{title}规模以上工业主要财务指标", heads, [["全市", *told]]),
        "分行业": (
            f"{title}规模以上工业主要财务指标",
            (("代码", ""), ("行业", ""), *heads[1:]),
            [["", "总计", *told]],
        ),
    }
    write(path, sheets)
