"""企业卡片: what is printed, the charts' gaps, the wiring of search and sources."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from gxlab.measures.enterprise_card import card
from gxlab.measures.name_list import names
from gxlab.reference.periods import Period
from gxlab.show import widgets_enterprise
from gxlab.show.objects import Table
from gxlab.show.widgets_enterprise_charts import course
from gxlab.show.widgets_enterprise_lists import candidates, history, problems, projects
from gxlab.show.widgets_enterprise_view import facts as known
from gxlab.show.widgets_enterprise_view import figures, offered, sources, spans
from gxlab.warehouse.desk import Desk
from tests.conftest import DeskOf, facts
from tests.explore.seen import find, shown_html
from tests.spec.clusters.rows import clusters, members

CODE = "91330101MA0AAAAA1X"


def _observations() -> list[dict[str, Any]]:
    revenue = facts(
        f"{CODE} 2026-05 500 450\n{CODE} 2026-04 380 360\n{CODE} 2025-05 440 400\n"
        f"{CODE} 2025-02 150 140"
    )
    invoices = facts(f"{CODE} 2026-01 70 60", indicator="invoice_sales")
    rows = [*revenue, *invoices]
    letter = {"value": "H", "base": "I"}
    return [{**r, "sheet": "直报", "row_no": 35, "col": letter[r["reading"]]} for r in rows]


@pytest.fixture
def desk(desk_of: DeskOf) -> Desk:
    register = [
        {
            "enterprise": CODE, "period": p, "name": name, "unit": "330101001",
            "industry": "3451", "door": "小升规", "entered": "2025-02", "state": "正常",
        }
        for p, name in (("2026-04", "老轴承厂"), ("2026-05", "新轴承有限公司"))
    ]  # fmt: skip
    other = {"enterprise": "B", "period": "2026-05", "name": "新轴承（西水）有限公司",
             "unit": "330102001", "industry": "3451"}  # fmt: skip
    ledger = {
        "project": "P", "period": "2026-05", "unit": "330101", "name": "轴承改造",
        "enterprise": CODE, "planned_investment": Decimal(2000), "ytd_investment": Decimal(300),
        "state": "续建", "progress": "主体施工", "direction": "智能化",
    }  # fmt: skip
    return desk_of(
        "2026-05",
        {
            "observation": _observations(), "register": [*register, other],
            "project_ledger": [ledger],
            "industry_cluster": clusters("K1 轴承产业集群 省重点"),
            "cluster_member": members(f"K1 {CODE} 锻件 链主 2024-01-01 -"),
            "path": "inbox/直报_5月.xlsx",
        },
    )  # fmt: skip


def _texts(table: Table) -> list[list[Any]]:
    return [[getattr(c, "text", c) for c in row.cells] for row in table.rows]


def test_who_the_firm_is(desk: Desk) -> None:
    assert known(card(desk, CODE), desk) == [
        ("统一社会信用代码", CODE),
        ("属地", "城关镇"),
        ("行业", "通用设备制造业（3451）"),
        ("曾用名", "老轴承厂"),
        ("名录", "2026年5月在库（正常，小升规，入库期2025-02）"),
        ("所在集群", "轴承产业集群（锻件，链主）"),
    ]
    january = desk.at(period=Period(2026, 1))
    assert ("名录", "从未在名录") in known(card(january, CODE), january)


def test_the_period_s_figures_and_their_cell(desk: Desk) -> None:
    # 500 on 450 = +11.1 %; the month 500 − 380 = 120 on 450 − 360 = 90: +33.3 %.
    table = figures(card(desk, CODE), desk)
    assert _texts(table) == [
        [
            "营业收入（万元）", "500.00", "450.00", "11.1", "120.00", "90.00", "33.3", "推算",
            "直报_5月.xlsx　直报!H35",
        ]
    ]  # fmt: skip
    ref = getattr(table.rows[0].cells[3], "ref", "")
    assert ref == f"revenue|3300|2026-05|ytd|growth_yoy_pct|enterprise={CODE}"


def test_every_reading_with_both_its_cells(desk: Desk) -> None:
    found = card(desk, CODE)
    assert spans(found) == [
        ("营业收入（累计）", "revenue|ytd"),
        ("开票销售（累计）", "invoice_sales|ytd"),
    ]
    rows = _texts(sources(found, "revenue", "ytd", desk.period, []))
    assert [r[0] for r in rows] == ["2026年1—5月", "2026年1—4月", "2025年1—5月", "2025年1—2月"]
    assert rows[0][5:] == ["直报_5月.xlsx　直报!H35", "直报!I35"]


def test_the_course_leaves_january_and_missing_months_open(desk: Desk) -> None:
    chart = course(card(desk, CODE).readings, "revenue", desk.period)
    assert chart is not None
    assert chart.title == "营业收入1—5月500.0万元，同比增长11.1%"
    lines = [
        layer["data"]["values"] for layer in chart.spec["layer"] if layer["mark"]["type"] == "line"
    ]
    now = {p["month"]: p["y"] for p in lines[1]}
    assert (now["1月"], now["3月"], now["4月"], now["5月"], now["6月"]) == (
        None, None, 380.0, 500.0, None,
    )  # fmt: skip
    assert len(now) == 12
    assert {layer["mark"]["invalid"] for layer in chart.spec["layer"] if "invalid" in layer["mark"]}
    # Drawn for April, the reading of May lies ahead.
    april = course(card(desk, CODE).readings, "revenue", Period(2026, 4))
    assert april is not None and "截至4月 380.0" in april.alt
    # Invoices have a January.
    january = course(card(desk, CODE).readings, "invoice_sales", Period(2026, 1))
    assert january is not None and january.title == "开票销售1月70.0万元，同比增长16.7%"
    assert course(card(desk, CODE).readings, "profit", desk.period) is None


def test_lists(desk: Desk) -> None:
    found = card(desk, CODE)
    assert _texts(history(found))[0] == [
        "2026-05", "更名", "老轴承厂 → 新轴承有限公司", "直报_5月.xlsx　表!第2行",
    ]  # fmt: skip
    (project,) = _texts(projects(found))
    assert project[:7] == ["调度台账", "P", "轴承改造", "智能化", "2,000", "300", "续建，主体施工"]
    assert candidates(found).rows == () and problems(found).rows == ()


def test_a_search_offers_and_never_guesses(desk: Desk) -> None:
    index = names(desk)
    assert offered("", index, desk) == []
    both = offered("新轴承", index, desk)
    assert {code for _, code in both} == {CODE, "B"}
    (only,) = offered("老轴承厂", index, desk)
    assert only == (f"新轴承有限公司（城关镇，{CODE}）", CODE)


def test_search_shows_the_card_and_its_sources(desk: Desk) -> None:
    shown = widgets_enterprise.card(desk)
    assert "先输入企业名称或代码" in shown_html(shown)
    search = find(shown, "Text", "企业名称或信用代码")
    search.value = "老轴承厂"
    assert "2026年5月在库" in shown_html(shown)
    assert "直报_5月.xlsx　直报!H35" in shown_html(shown)
    find(shown, "Dropdown", "指标").value = "invoice_sales|ytd"
    assert "开票销售各期读数与出处" in shown_html(shown)
    find(shown, "Dropdown", "报告期").value = "2026-04"
    assert "2026年1—4月主要指标" in shown_html(shown)
    search.value = "查无此户"
    assert "没有找到" in shown_html(shown)
    assert widgets_enterprise.card(desk, CODE) is not None
