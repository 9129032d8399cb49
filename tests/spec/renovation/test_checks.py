"""What is doubted and sent back, what is missing, what can be asked."""

from __future__ import annotations

from decimal import Decimal

import pytest

from gxlab.measures.answer import UnanswerableQuestion, answer
from gxlab.measures.renovation import missing_ledgers, renovation
from gxlab.measures.renovation_checks import doubts
from tests.conftest import DeskOf
from tests.spec.renovation.rows import ledger, register


def test_doubts_of_the_ledger(desk_of: DeskOf) -> None:
    # 甲 says 100 after 120. 乙: 1500 before this year + 600 = 2100 on 2000 in all. 丙 was there
    # in April and is not in May. 丁 says the same twice: nothing odd.
    rows = ledger(
        """
        甲改造项目 2026-04 330101 900 120 2026.1—2026.12 2026-01 在建
        乙改造项目 2026-04 330101 900 500 2025.1—2026.12 2025-01 在建
        丙改造项目 2026-04 330101 900 500 2025.1—2026.12 2025-01 在建
        丁改造项目 2026-04 330101 900 300 2026.1—2026.12 2026-01 在建
        甲改造项目 2026-05 330101 900 100 2026.1—2026.12 2026-01 在建
        乙改造项目 2026-05 330101 900 600 2025.1—2026.12 2025-01 在建
        丁改造项目 2026-05 330101 900 300 2026.1—2026.12 2026-01 在建
        """
    )
    for row in rows:
        row["prior_cumulative"] = Decimal(1500) if row["name"] == "乙改造项目" else Decimal(0)
    found = doubts(renovation(desk_of("2026-05", {"project_ledger": rows})))
    assert [(d.name, d.text) for d in found] == [
        ("甲改造项目", "本年累计完成投资小于上期所报"),
        ("乙改造项目", "累计完成投资大于总投资"),
        ("丙改造项目", "上期在台账，本期未报"),
    ]
    # A new year starts from nothing: January to February is no fall, December's leavers are none.
    turned = [r for r in rows if r["period"] == "2026-04"]
    december = [{**r, "period": "2025-12"} for r in turned]
    first = ledger("甲改造项目 2026-02 330101 900 20 2026.1—2026.12 2026-01 在建")
    desk = desk_of("2026-02", {"project_ledger": [*december, *first]})
    assert doubts(renovation(desk)) == []


def test_doubts_of_the_register_list(desk_of: DeskOf) -> None:
    rows = register(
        """
        P1 2026-04 3451 改建和技术改造 1000 300 2026-01 -
        P1 2026-05 3451 改建和技术改造 1000 250 2026-01 -
        P2 2026-05 7010 改建和技术改造 1000 20 2026-01 -
        P3 2026-05 3451 改建和技术改造 1000 1200 2026-01 -
        P4 2026-05 3451 改建和技术改造 1000 20 2026-01 -
        """
    )
    rows[-1]["owner"] = "示例置业有限公司"
    found = doubts(renovation(desk_of("2026-05", {"project_register": rows})))
    assert [(d.name[:2], d.text) for d in found] == [
        ("P1", "本年完成投资小于上期清单"),
        ("P2", "项目行业7010不属工业（0610—4690）"),
        ("P3", "累计完成投资大于计划总投资"),
        ("P4", "业主为房地产企业，项目行业为工业"),
    ]


def test_a_county_that_does_not_report_is_named_and_left_out(desk_of: DeskOf) -> None:
    rows = ledger(
        """
        甲改造项目 2026-04 330101 900 120 2026.1—2026.12 2026-01 在建
        乙改造项目 2026-04 330102 900 300 2026.1—2026.12 2026-01 在建
        甲改造项目 2026-05 330101 900 200 2026.1—2026.12 2026-01 在建
        """
    )
    desk = desk_of("2026-05", {"project_ledger": rows})
    assert [u.name for u in missing_ledgers(renovation(desk))] == ["西水县"]
    # 200 of 900, not 500 of 1800
    row = answer(desk, "ledger_investment").rows[0]
    assert (row.value, row.target) == (Decimal(200), Decimal(900))
    assert row.completion_pct is not None and round(row.completion_pct, 1) == Decimal("22.2")


def test_questions_by_every_grouping_and_none_other(desk_of: DeskOf) -> None:
    rows = ledger(
        """
        甲改造项目 2026-04 330101 900 0 2026.3—2026.12 - 未开工
        甲改造项目 2026-05 330101 900 50 2026.3—2026.12 2026-05 在建
        乙改造项目 2026-05 330102 300 300 2026.1—2026.12 2026-01 在建
        """,
        category="市百项",
        direction="智能化",
        problem="资金紧张",
    )
    desk = desk_of("2026-05", {"project_ledger": rows})

    def asked(indicator: str, by: str) -> dict[str, Decimal | None]:
        return {r.code: r.value for r in answer(desk, indicator, by=by).rows}

    assert asked("ledger_plan", "category") == {"市百项": Decimal(1200)}
    assert asked("ledger_plan", "direction") == {"智能化": Decimal(1200)}
    assert asked("ledger_investment", "period") == {"2026-04": 0, "2026-05": Decimal(350)}
    assert asked("ledger_plan", "unit")["330102"] == Decimal(300)
    assert asked("ledger_project_count", "move")["谋划→新开工"] == 1
    # 甲: 50 of 900 = 5.6 % against 3/9 = 33.3 %: yellow, behind; 乙 is ahead.
    assert asked("ledger_project_count", "rule")["进度滞后"] == 1
    assert asked("ledger_project_count", "blocked") == {"资金": 1}
    with pytest.raises(UnanswerableQuestion, match="不能按“enterprise”分组"):
        answer(desk, "ledger_plan", by="enterprise")
    assert answer(desk_of("2026-05"), "ledger_plan").rows[0].missing == "no_data"


def test_a_project_behind_counts_by_every_rule_it_breaks(desk_of: DeskOf) -> None:
    # Planned for March, not begun in May: the third month, red. Early costs of 60 of 900 are 6.7 %
    # against 3/9 = 33.3 %: 26.6 points behind is yellow. Red by the start, it lags all the same.
    rows = ledger("甲改造项目 2026-05 330101 900 60 2026.3—2026.12 - 未开工")
    desk = desk_of("2026-05", {"project_ledger": rows})
    counted = {r.code: r.value for r in answer(desk, "ledger_project_count", by="rule").rows}
    assert (counted["进度滞后"], counted["逾期未开工"]) == (1, 1)
    assert answer(desk, "ledger_red_count").rows[0].value == 1
