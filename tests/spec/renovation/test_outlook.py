"""三张清单的变动, 结转投资, 达产效益: worked by hand."""

from __future__ import annotations

from decimal import Decimal

from gxlab.measures.answer import answer
from gxlab.measures.renovation_ledger import ledger, ledger_at
from gxlab.measures.renovation_outlook import benefit_total, benefits, months_ahead, moves
from gxlab.measures.renovation_states import blocked_by, state_of
from gxlab.reference.periods import Period
from tests.conftest import DeskOf
from tests.spec.renovation.rows import OWNER
from tests.spec.renovation.rows import ledger as ledger_rows

MAY = Period(2026, 5)


def test_the_list_a_project_is_on() -> None:
    january, last_year = Period(2026, 1), Period(2025, 10)
    assert state_of("未开工", None, None, None, MAY) == "谋划"
    assert state_of("在建", january, None, Decimal(10), MAY) == "新开工"
    assert state_of("在建", last_year, Decimal(5), Decimal(10), MAY) == "续建"
    assert state_of("在建", None, Decimal(5), Decimal(10), MAY) == "续建"
    assert state_of("竣工", last_year, Decimal(5), Decimal(10), MAY) == "竣工"
    assert state_of("续建", january, None, None, MAY) == "续建"  # the ledger's own word


def test_moves_between_two_ledgers_with_names(desk_of: DeskOf) -> None:
    # 甲 谋划→新开工, 乙 stays 续建, 丙 续建→竣工, 丁 is new, 戊 is gone.
    rows = ledger_rows(
        """
        甲改造项目 2026-04 330101 900 0 2026.5—2026.12 - 未开工
        乙改造项目 2026-04 330101 900 90 2025.1—2026.12 2025-01 在建
        丙改造项目 2026-04 330101 900 90 2025.1—2026.12 2025-02 在建
        戊改造项目 2026-04 330101 900 90 2025.1—2026.12 2025-02 在建
        甲改造项目 2026-05 330101 900 10 2026.5—2026.12 2026-05 在建
        乙改造项目 2026-05 330101 900 90 2025.1—2026.12 2025-01 在建
        丙改造项目 2026-05 330101 900 90 2025.1—2026.12 2025-02 竣工
        丁改造项目 2026-05 330101 900 0 2026.3—2026.12 - 未开工
        """
    )
    desk = desk_of("2026-05", {"project_ledger": rows})
    found = moves(ledger_at(desk, Period(2026, 4)), ledger(desk))
    assert found.counts == {("谋划", "新开工"): 1, ("续建", "续建"): 1, ("续建", "竣工"): 1}
    assert [(p.name, was) for p, was in found.movers] == [
        ("甲改造项目", "谋划"),
        ("丙改造项目", "续建"),
    ]
    assert [p.name for p in found.newcomers] == ["丁改造项目"]
    assert [p.name for p in found.gone] == ["戊改造项目"]
    assert [p.name for p in ledger(desk) if p.is_overdue] == ["丁改造项目"]


def test_remaining_investment_by_month_over_last_year(desk_of: DeskOf) -> None:
    # 甲: plan 900, done 300, to December: 600 over June … November (6 building months): 100 each.
    # 乙: starts in September, plan 300, nothing done: September, October, November 100 each.
    # 丙: own plan by month, plan 1000, done 400; increments after May: June 100, July 300 of 400:
    #    600 left in the same shape: June 150, July 450. 丁 finished: nothing.
    rows = ledger_rows(
        """
        甲改造项目 2026-05 330101 900 300 2026.1—2026.12 2026-01 在建
        乙改造项目 2026-05 330101 300 0 2026.9—2027.6 - 未开工
        丙改造项目 2026-05 330101 1000 400 2026.1—2026.7 2026-01 在建
        丁改造项目 2026-05 330101 500 450 2025.1—2026.5 2025-01 竣工
        """
    )
    before = ledger_rows(
        "旧改造项目 2025-06 330101 900 300 2025.1—2025.12 2025-01 在建",
        month_investment=Decimal(260),
    )
    plan = {
        "year": 2026,
        "name": "丙改造项目",
        "owner": OWNER,
        "plan_05": Decimal(600),
        "plan_06": Decimal(700),
        "plan_07": Decimal(1000),
    }
    desk = desk_of("2026-05", {"project_ledger": [*before, *rows], "project_plan": [plan]})
    ahead = {m.period.month: m for m in months_ahead(desk, ledger(desk))}
    amounts = {n: m.remaining for n, m in ahead.items()}
    assert amounts == {6: 250, 7: 550, 8: 100, 9: 200, 10: 200, 11: 200, 12: 0}
    assert sum(amounts.values()) == 600 + 300 + 600
    assert (ahead[6].base, ahead[7].base) == (Decimal(260), None)
    assert (ahead[9].not_started, ahead[9].starting, ahead[7].finishing) == (100, 1, 1)
    total = answer(desk, "ledger_remaining_investment").rows[0]
    assert total.value == 1500 and total.base is None


def test_months_add_up_to_the_remainder_to_the_digit(desk_of: DeskOf) -> None:
    # 48550 over the six building months June to November: sixths have no end, their sum is exact.
    # Printed in 亿元 4.855 is 4.86; a remainder of 4.854999… would be printed as 4.85.
    rows = ledger_rows(
        """
        甲改造项目 2026-05 330101 20000 0 2026.1—2026.11 2026-01 在建
        乙改造项目 2026-05 330101 28550 0 2026.1—2026.12 2026-01 在建
        """
    )
    desk = desk_of("2026-05", {"project_ledger": rows})
    assert answer(desk, "ledger_remaining_investment").rows[0].value == Decimal(48550)


def test_benefits_add_up_only_where_plan_and_actual_are_both_given(desk_of: DeskOf) -> None:
    rows = [
        {
            "period": "2026-05",
            "unit": "330101",
            "name": "甲",
            "owner": OWNER,
            "completed": "2026-03",
            "output_plan": Decimal(1000),
            "output_actual": Decimal(700),
            "jobs_plan": Decimal(10),
            "jobs_actual": Decimal(12),
        },
        {
            "period": "2026-05",
            "unit": "330102",
            "name": "乙",
            "owner": OWNER,
            "completed": "2026-04",
            "output_plan": Decimal(500),
            "output_actual": None,
            "jobs_plan": Decimal(5),
            "jobs_actual": Decimal(3),
        },
    ]
    one = ledger_rows("甲改造项目 2026-05 330101 900 300 2026.1—2026.12 2026-01 在建")
    desk = desk_of("2026-05", {"project_benefit": rows, "project_ledger": one})
    total = benefit_total(benefits(desk))
    # 产值: only 甲 has both, 1000 → 700; 就业: 10 + 5 → 12 + 3.
    assert (total.output_plan, total.output) == (Decimal(1000), Decimal(700))
    assert (total.jobs_plan, total.jobs) == (Decimal(15), Decimal(15))
    assert total.tax is None
    assert [b.name for b in benefits(desk.at(unit="330102"))] == ["乙"]


def test_where_a_project_is_stuck() -> None:
    row = {"blocked_by": None, "problem": "环评批复未下,流动资金紧张", "coordination": None}
    assert blocked_by(row, ["环评", "用地"]) == ("环评", "资金")
    assert blocked_by({**row, "problem": None}, ["环评"]) == ()
    assert blocked_by({**row, "problem": "进度较慢"}, ["用地"]) == ("用地",)
    assert blocked_by({**row, "blocked_by": "设备到货"}, []) == ("设备到货",)
