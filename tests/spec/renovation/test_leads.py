"""应统尽统: the funnel, the nine conclusions, matching, remembered decisions."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from gxlab.measures.answer import answer
from gxlab.measures.renovation_leads import (
    conclusion_counts,
    find_leads,
    funnel_counts,
    leads_inside,
    to_list,
)
from gxlab.measures.renovation_screen import CONCLUSIONS, Lead
from gxlab.warehouse.desk import Desk
from tests.conftest import DeskOf
from tests.spec.renovation.rows import filing, register
from tests.spec.renovation.rows import ledger as ledger_rows

A, B, C, D = (f"2603-330101-07-02-00000{n}" for n in range(1, 5))


def _by_key(desk: Desk) -> dict[str, Lead]:
    found = find_leads(desk)
    assert found is not None
    return {r.key: r for r in found.rows}


def _registered(code: str, **more: Any) -> list[dict[str, Any]]:
    one = register("P1 2026-05 3451 改建和技术改造 1000 300 2026-04 -")
    return [{**one[0], "project_code": code, **more}]


def test_funnel_stage_by_stage(desk_of: DeskOf) -> None:
    # 6 filings: services out → 5; 300万元 out → 4; 新建 out → 3; one registered, one open, one
    # decided. 符合技改 3 = 已在库 1 + 待核 1 + 已判定 1.
    owners = {"owner": None}
    rows = [
        filing(A, "甲改造项目", **owners),
        filing(B, "乙改造项目", **owners),
        filing(C, "丙改造项目", **owners),
        filing(D, "丁改造项目", industry="5990", **owners),
        filing("2603-330101-07-02-000005", "戊改造项目", planned_investment=Decimal(300), **owners),
        filing("2603-330101-07-02-000006", "己厂区项目", nature="新建", **owners),
    ]
    decided = {
        "object_kind": "filing",
        "object_id": C,
        "verdict": "未开工",
        "reason": "现场查看",
        "author": "周敏",
        "decided_on": date(2026, 4, 2),
        "valid_until": None,
    }
    desk = desk_of(
        "2026-05", {"filing": rows, "project_register": _registered(A), "decision": [decided]}
    )
    found = find_leads(desk)
    assert found is not None
    counts = funnel_counts(found.rows)
    assert counts == {
        "备案": 6,
        "工业": 5,
        "达到起点": 4,
        "符合技改": 3,
        "已在库": 1,
        "待核": 1,
        "已判定": 1,
    }
    assert counts["符合技改"] == counts["已在库"] + counts["待核"] + counts["已判定"]
    told = {r.code: r.value for r in answer(desk, "filing_count", by="stage").rows}
    assert told["待核"] == Decimal(1)
    assert answer(desk.at(unit="330102"), "filing_count").rows[0].value == 0


def test_three_ways_to_find_a_project_in_the_register(desk_of: DeskOf) -> None:
    firm = "91330101MA0A1B2C3X"
    rows = [
        filing(A, "一车间设备改造项目"),
        filing(B, "二车间节能改造项目", enterprise=firm, owner="示例铸造有限公司"),
        filing(C, "三车间数字化升级改造项目", owner="示例纺织有限公司"),
        filing(D, "四车间数字化改造项目", owner="示例食品有限公司"),
    ]
    listed = [
        {**_registered(A.replace("-", ""))[0], "name": "改过名的项目"},
        *register(
            "P2 2026-05 3451 改建和技术改造 1000 3 2026-04 -",
            name="二车间节能改造工程",
            enterprise=firm,
            owner="示例铸造公司",
        ),
        *register(
            "P3 2026-05 3451 改建和技术改造 1000 3 2026-04 -",
            name="三车间数字化升级改造",
            owner="示例纺织有限公司",
        ),
        *register(
            "P4 2026-05 3451 改建和技术改造 1000 3 2026-04 -",
            name="污水处理站提标项目",
            owner="示例食品有限公司",
        ),
    ]
    found = _by_key(desk_of("2026-05", {"filing": rows, "project_register": listed}))
    assert {k: r.method for k, r in found.items()} == {
        A: "项目代码",
        B: "信用代码",
        C: "名称相似度100",
        D: "",  # the owner is registered with another project: a hint, not a match
    }
    assert found[D].conclusion is None and found[D].note == "同一单位另有在库项目1个"


def test_different_project_codes_are_different_projects(desk_of: DeskOf) -> None:
    listed = _registered(B, name="一车间设备改造项目")
    found = _by_key(
        desk_of(
            "2026-05", {"filing": [filing(A, "一车间设备改造项目")], "project_register": listed}
        )
    )
    assert found[A].stage == "待核"


def test_evidence_of_start_decides_between_ready_papers_and_not_started(desk_of: DeskOf) -> None:
    names = {A: "甲改造项目", B: "乙改造项目", C: "丙改造项目", D: "丁改造项目"}
    owners = {A: "甲公司", B: "乙公司", C: "丙公司", D: "丁公司"}
    rows = [filing(k, n, owner=owners[k]) for k, n in names.items()]
    rows[3]["planned_start"] = "2026-09"
    books = ledger_rows(
        """
        甲改造项目 2026-05 330101 900 300 2026.1—2026.12 2026-04 在建
        乙改造项目 2026-05 330101 900 300 2026.1—2026.12 2026-04 在建
        丙改造项目 2026-05 330101 900 0 2026.5—2026.12 - 未开工
        """
    )
    for row, code in zip(books, (A, B, C), strict=True):
        row |= {
            "project_code": code,
            "owner": owners[code],
            "paper_land": "已办",
            "progress": "设备安装",
        }
    books[1]["paper_environment"] = "在办"
    found = _by_key(desk_of("2026-05", {"filing": rows, "project_ledger": books}))
    assert {k: (r.conclusion, r.evidence) for k, r in found.items()} == {
        A: ("具备条件待申报", "台账：2026年4月开工，设备安装，手续已办"),
        B: ("手续不全", "台账：2026年4月开工，设备安装，环评未办结"),
        C: ("未开工（暂不具备）", "台账：未开工"),
        D: ("未开工（暂不具备）", "备案拟2026年9月开工，尚未到期"),
    }
    assert set(conclusion_counts(list(found.values()))) <= {*CONCLUSIONS, None}
    # Started, but the ledger says nothing of any paper: nothing can be concluded.
    silent = [{**books[0], "paper_land": None}]
    (lead, *_) = _by_key(
        desk_of("2026-05", {"filing": rows[:1], "project_ledger": silent})
    ).values()
    assert (lead.conclusion, lead.evidence[-9:]) == (None, "，手续情况台账未填")


def test_no_evidence_means_no_conclusion(desk_of: DeskOf) -> None:
    (lead,) = _by_key(desk_of("2026-05", {"filing": [filing(A, "甲改造项目")]})).values()
    assert lead.conclusion is None and lead.is_open
    assert lead.evidence == "未列入台账，无开工证据，待现场核实"


def test_splitting_is_suspected_within_the_days_of_the_policy(desk_of: DeskOf) -> None:
    # 18 March and 1 June are 75 days apart (13 + 30 + 31 + 1), 18 March and 17 June 91.
    # Three filings of 300 each: every one below 500, together 900.
    rows = [
        filing(A, "一期改造项目", planned_investment=Decimal(300)),
        filing(B, "二期改造项目", planned_investment=Decimal(300), filed_on=date(2026, 6, 1)),
        filing(C, "三期改造项目", planned_investment=Decimal(300), filed_on=date(2026, 3, 20)),
    ]
    found = _by_key(desk_of("2026-06", {"filing": rows}))
    assert {r.conclusion for r in found.values()} == {"疑似打捆/拆分"}
    assert found[A].note == "同一单位相近时间备案3个，合计总投资900万元"
    assert len(to_list(list(found.values()))) == 3
    late = [rows[0], {**rows[1], "filed_on": date(2026, 6, 17)}]
    apart = _by_key(desk_of("2026-06", {"filing": late}))
    assert {r.conclusion for r in apart.values()} == {None}


def test_bundling_is_suspected_from_the_name(desk_of: DeskOf) -> None:
    (lead,) = _by_key(
        desk_of("2026-05", {"filing": [filing(A, "铸造等5家企业技术改造项目")]})
    ).values()
    assert lead.conclusion == "疑似打捆/拆分"


def test_withdrawn_filings_leave_and_their_twins_are_found_under_the_old_code(
    desk_of: DeskOf,
) -> None:
    rows = [
        filing(A, "一车间设备改造项目", state="撤销"),
        filing(B, "一车间设备改造项目", filed_on=date(2026, 4, 1)),
    ]
    desk = desk_of("2026-05", {"filing": rows, "project_register": _registered(A)})
    found = find_leads(desk)
    assert found is not None
    assert [r.key for r in found.rows] == [B]
    assert (found.withdrawn, found.refiled) == (1, 1)
    assert (found.rows[0].stage, found.rows[0].method) == ("已在库", "项目代码（撤销后重新备案）")


def test_projects_that_left_the_register(desk_of: DeskOf) -> None:
    # A was listed in April and is not in May, unfinished: 已退库. B was finished last November.
    listed = [
        {**_registered(A)[0], "period": "2026-04"},
        {
            **_registered(B)[0],
            "statistical_code": "P2",
            "period": "2025-12",
            "completed": "2025-11",
        },
        {**_registered(C)[0], "statistical_code": "P3"},
    ]
    rows = [filing(A, "甲改造项目", owner="甲"), filing(B, "乙改造项目", owner="乙")]
    found = _by_key(desk_of("2026-05", {"filing": rows, "project_register": listed}))
    assert (found[A].conclusion, found[A].stage) == ("已退库", "待核")
    assert (found[B].conclusion, found[B].note) == ("已在库", "上年在库，2025年11月建成")


def test_a_project_elsewhere_is_the_citys_affair_only(desk_of: DeskOf) -> None:
    rows = [filing(A, "甲改造项目", unit=None, place="邻市开发区")]
    desk = desk_of("2026-05", {"filing": rows})
    found = find_leads(desk)
    assert found is not None
    assert found.rows[0].conclusion == "外地项目"
    elsewhere = find_leads(desk.at(unit="330101"))
    assert elsewhere is not None and elsewhere.rows == ()
    assert leads_inside(desk.at(unit="330101"), found.rows) == []


@pytest.mark.parametrize("place", ["纬三路18号", "示例市和平路", "城市花园以东", "经济开发区", ""])
def test_a_place_that_names_no_other_city_is_unknown_not_elsewhere(
    place: str, desk_of: DeskOf
) -> None:
    rows = [filing(A, "甲改造项目", unit=None, place=place)]
    found = find_leads(desk_of("2026-05", {"filing": rows}))
    assert found is not None
    assert (found.rows[0].stage, found.rows[0].conclusion) == ("待核", None)


@pytest.mark.parametrize(
    ("verdict", "decided_on", "until", "asked", "conclusion"),
    [
        ("不属技改", date(2026, 4, 2), None, False, "不属技改"),
        ("非工业", date(2026, 4, 2), date(2026, 12, 31), False, "非工业"),
        ("不属技改", date(2026, 4, 2), date(2026, 5, 30), True, None),  # lapsed on 30 May
        ("不属技改", date(2026, 6, 1), None, True, None),  # decided after the period
        ("贸易开票", date(2026, 4, 2), None, True, None),  # of another kind
    ],
)
def test_decisions_are_remembered_while_they_hold(
    desk_of: DeskOf,
    verdict: str,
    decided_on: date,
    until: date | None,
    asked: bool,
    conclusion: str | None,
) -> None:
    decision = {
        "object_kind": "filing",
        "object_id": A.replace("-", ""),
        "verdict": verdict,
        "reason": "现场核查",
        "author": "周敏",
        "decided_on": decided_on,
        "valid_until": until,
    }
    desk = desk_of("2026-05", {"filing": [filing(A, "甲改造项目")], "decision": [decision]})
    (lead,) = _by_key(desk).values()
    assert (lead.is_open, lead.conclusion) == (asked, conclusion)
    assert lead.decided == (None if asked else ("周敏", decided_on))


def test_the_same_project_is_no_split(desk_of: DeskOf) -> None:
    rows = [filing(A, "一车间改造项目"), filing(B, "二车间改造项目")]
    decision = {
        "object_kind": "filing",
        "object_id": B,
        "verdict": "同一项目",
        "reason": "与已撤销的备案为同一项目",
        "author": "周敏",
        "decided_on": date(2026, 4, 2),
        "valid_until": None,
    }
    asked = _by_key(desk_of("2026-05", {"filing": rows}))
    assert {r.conclusion for r in asked.values()} == {"疑似打捆/拆分"}
    settled = _by_key(desk_of("2026-05", {"filing": rows, "decision": [decision]}))
    assert {r.conclusion for r in settled.values()} == {None}
    assert settled[B].note == "与已撤销的备案为同一项目" and settled[B].is_open


def test_what_is_in_the_register_is_in_the_register(desk_of: DeskOf) -> None:
    decision = {
        "object_kind": "filing",
        "object_id": A,
        "verdict": "不属技改",
        "reason": "现场核查",
        "author": "周敏",
        "decided_on": date(2026, 4, 2),
        "valid_until": None,
    }
    files = {
        "filing": [filing(A, "甲改造项目")],
        "project_register": _registered(A),
        "decision": [decision],
    }
    (lead,) = _by_key(desk_of("2026-05", files)).values()
    assert (lead.stage, lead.conclusion) == ("已在库", "已在库")


def test_only_the_look_back_months_count(desk_of: DeskOf) -> None:
    # 12 months to May 2026: from 1 June 2025 on.
    rows = [
        filing(A, "甲改造项目", filed_on=date(2025, 5, 31)),
        filing(B, "乙改造项目", filed_on=date(2025, 6, 1)),
    ]
    desk = desk_of("2026-05", {"filing": rows})
    assert list(_by_key(desk)) == [B]
    late = desk_of("2026-05", {"filing": [filing(A, "甲改造项目", filed_on=date(2026, 6, 1))]})
    assert find_leads(late) is None
