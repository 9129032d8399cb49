"""企业卡片: register history, the month from two readings, sources, what belongs to the firm."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from gxlab.measures.enterprise_card import UnknownFirm, card, meters, month_figure
from gxlab.reference.periods import Period
from gxlab.warehouse.desk import Desk
from gxlab.warehouse.incoming import FoundProblem
from tests.conftest import DeskOf, facts
from tests.spec.clusters.rows import clusters, members

A = "A"


def _register(*rows: dict[str, Any]) -> list[dict[str, Any]]:
    fixed = {
        "enterprise": A, "name": "甲公司", "unit": "330101001", "industry": "1711",
        "door": "小升规", "entered": "2025-02", "state": "正常",
    }  # fmt: skip
    return [{**fixed, **row} for row in rows]


OTHER = [
    {"enterprise": "B", "period": p, "name": "乙公司", "unit": "330102001", "industry": "1711"}
    for p in ("2026-01", "2026-02", "2026-03", "2026-04", "2026-05")
]


def _steps(desk: Desk) -> list[tuple[str, str, str]]:
    return [(s.when, s.what, s.text) for s in card(desk, A).steps]


def test_register_history_names_every_change(desk_of: DeskOf) -> None:
    # On the lists of January, February and May; the list of March and April lacks it.
    rows = _register(
        {"period": "2026-01"},
        {"period": "2026-02", "name": "甲集团公司", "state": "停产"},
        {"period": "2026-05", "name": "甲集团公司", "state": "停产", "unit": "330102001"},
    )
    desk = desk_of("2026-05", {"register": [*rows, *OTHER]})
    assert _steps(desk) == [
        ("2026-01", "已在名录", "入库类型小升规，入库期2025-02"),
        ("2026-02", "更名", "甲公司 → 甲集团公司"),
        ("2026-02", "状态变动", "正常 → 停产"),
        ("2026-03", "退出名录", "至2026年4月不在名录"),
        ("2026-05", "再入名录", "小升规"),
        ("2026-05", "属地变动", "城关镇 → 河口镇"),
    ]


def test_a_firm_that_came_and_one_that_went(desk_of: DeskOf) -> None:
    rows = _register({"period": "2026-02"}, {"period": "2026-03"})
    event = {
        "enterprise": A, "name": "甲公司", "unit": "330101", "event": "exit", "door": "年内",
        "effective": "2026-04", "credited_year": 2026, "result": "通过", "reason": "规模不达标",
    }  # fmt: skip
    desk = desk_of("2026-05", {"register": [*rows, *OTHER], "register_event": [event]})
    assert _steps(desk) == [
        ("2026-02", "进入名录", "入库类型小升规，入库期2025-02"),
        ("2026-04", "退出名录", "2026年3月名录中为最后一次"),
        ("2026-04", "退库", "年内，通过，归属2026年度，规模不达标"),
    ]
    # Seen from March it had not left yet.
    assert _steps(desk.at(period=Period(2026, 3))) == [
        ("2026-02", "进入名录", "入库类型小升规，入库期2025-02"),
    ]


def _months(desk_of: DeskOf, rows: str, extra: str = "") -> Any:
    observations = facts(rows)
    if extra:
        observations += facts(extra, span="month")
    given = {"observation": observations, "register": _register({"period": "2026-05"})}
    desk = desk_of("2026-05", given)
    return lambda period: month_figure(card(desk, A).readings, "revenue", Period.parse(period))


def test_the_month_is_the_difference_of_two_cumulative_readings(desk_of: DeskOf) -> None:
    # 1—5月 500 on 450, 1—4月 380 on 360: May 120 on 90 = +33.3333 %.
    found = _months(desk_of, "A 2026-05 500 450\nA 2026-04 380 360")("2026-05")
    assert (found.value, found.base, found.estimated) == (Decimal(120), Decimal(90), True)
    assert round(found.growth_pct, 4) == Decimal("33.3333")


def test_a_filed_month_goes_before_the_difference(desk_of: DeskOf) -> None:
    # Filed 118; its base is the difference of the comparable bases, 450 − 360 = 90.
    rows = "A 2026-05 500 450\nA 2026-04 380 360"
    found = _months(desk_of, rows, "A 2026-05 118")("2026-05")
    assert (found.value, found.base, found.estimated) == (Decimal(118), Decimal(90), False)


def test_no_month_without_both_readings_nor_across_the_year(desk_of: DeskOf) -> None:
    assert _months(desk_of, "A 2026-05 500 450")("2026-05") is None
    assert _months(desk_of, "A 2026-05 500 450\nA 2026-04 - 360")("2026-05") is None
    # 1—2月 is the first report of the year; 上年全年 is no former reading of it.
    months = _months(desk_of, "A 2026-02 90 80\nA 2025-12 900 800")
    assert months("2026-02") is None
    # 3月 is compared with 1—2月.
    march = _months(desk_of, "A 2026-03 150 130\nA 2026-02 90 80")("2026-03")
    assert (march.value, march.base) == (Decimal(60), Decimal(50))


def test_a_missing_base_leaves_the_month_without_growth(desk_of: DeskOf) -> None:
    found = _months(desk_of, "A 2026-05 500 450\nA 2026-04 380 -")("2026-05")
    assert (found.value, found.base, found.growth_pct) == (Decimal(120), None, None)


def test_clusters_and_roles(desk_of: DeskOf) -> None:
    given = {
        "register": _register({"period": "2026-05"}),
        "industry_cluster": clusters("K1 轴承产业集群 省重点"),
        "cluster_member": members("K1 A 锻件 链主 2024-01-01 -\nK1 B 锻件 配套 2024-01-01 -"),
    }
    desk = desk_of("2026-05", given)
    (own,) = card(desk, A).memberships
    assert (own.cluster, own.segment, own.role) == ("轴承产业集群", "锻件", "链主")
    assert own.holds(date(2026, 5, 31)) and not own.holds(date(2023, 12, 31))


def test_electricity_is_the_sum_of_its_meters_and_says_so(desk_of: DeskOf) -> None:
    def meter(code: str, number: str, row: int) -> dict[str, Any]:
        return {
            "subject": "meter", "code": code, "unit": None, "indicator": "electricity",
            "period": "2026-05", "span": "month", "reading": "value", "number": Decimal(number),
            "missing": None, "scope": None, "sheet": "用电", "row_no": row, "col": "E",
        }  # fmt: skip

    given = {
        "observation": [meter("M1", "30", 5), meter("M2", "12.5", 6), meter("M9", "7", 7)],
        "meter": [{"meter": m, "enterprise": A} for m in ("M1", "M2")],
        "register": _register({"period": "2026-05"}),
        "path": "inbox/工业用电_5月.xls",
    }
    desk = desk_of("2026-05", given)
    (reading,) = card(desk, A).readings
    assert reading.row.value == Decimal("42.5")
    assert [(m.meter, m.source) for m in meters(desk, A, "electricity", "month", "2026-05")] == [
        ("M1", "工业用电_5月.xls　用电!E5"),
        ("M2", "工业用电_5月.xls　用电!E6"),
    ]


def test_projects_filings_and_candidates_by_code_or_any_name(desk_of: DeskOf) -> None:
    project = {
        "statistical_code": "T1", "project_code": None, "period": "2026-04", "name": "甲改造",
        "owner": "甲公司", "enterprise": None, "unit": "330101", "nature": "改建和技术改造",
        "planned_investment": Decimal(900), "ytd_investment": Decimal(90),
    }  # fmt: skip
    later = {**project, "period": "2026-05", "ytd_investment": Decimal(120)}
    ledger = {
        "project": "P1", "period": "2026-05", "unit": "330101", "name": "甲改造",
        "enterprise": A, "planned_investment": Decimal(900), "state": "续建", "progress": "主体",
    }  # fmt: skip
    filing = {
        "project_code": "F1", "name": "甲扩建", "owner": "甲集团公司", "filed_on": date(2026, 4, 2),
    }  # fmt: skip
    future = {**filing, "project_code": "F2", "filed_on": date(2026, 6, 2)}
    candidate = {
        "candidate": "甲公司", "period": "2026-03", "reported_by": "330101001", "name": "甲公司",
        "state": "辅导",
    }  # fmt: skip
    rows = _register({"period": "2026-04"}, {"period": "2026-05", "name": "甲集团公司"})
    desk = desk_of(
        "2026-05",
        {
            "register": rows, "project_register": [project, later], "project_ledger": [ledger],
            "filing": [filing, future], "candidate": [candidate],
        },
    )  # fmt: skip
    found = card(desk, A)
    # The statistical list once, as it stood last; the ledger beside it.
    assert [(r["list"], r["period"], r["ytd_investment"]) for r in found.projects.to_dicts()] == [
        ("statistical", "2026-05", Decimal(120)),
        ("ledger", "2026-05", None),
    ]
    assert found.filings["project_code"].to_list() == ["F1"]
    assert found.candidates["state"].to_list() == ["辅导"]


def test_an_unknown_code(desk_of: DeskOf) -> None:
    with pytest.raises(UnknownFirm, match="没有代码为“Z”的企业"):
        card(desk_of("2026-05", {"register": _register({"period": "2026-05"})}), "Z")


def test_problems_on_the_firm_s_rows_or_naming_it(desk_of: DeskOf) -> None:
    def problem(cell: str, text: str, sheet: str = "直报") -> FoundProblem:
        return FoundProblem(sheet, cell, "rule", "warning", text, None)

    rows = [{**r, "sheet": "直报", "row_no": 35, "col": "H"} for r in facts("A 2026-05 500")]
    given = {
        "observation": rows,
        "register": _register({"period": "2026-05"}),
        # A set, because lists are taken for tables.
        "problems": frozenset(
            (
                problem("H35", "本行"),
                problem("H36", "邻行"),
                problem("35:35", "整行"),
                problem("H35", "别的表", sheet="目录"),
                problem("Z9", "点名:甲公司有误"),
                problem("H:H", "整列"),
            )
        ),
    }
    desk = desk_of("2026-05", given)
    assert card(desk, A).problems["text"].to_list() == ["整行", "本行", "点名:甲公司有误"]
