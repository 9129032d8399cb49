"""去年同期基数与三量: what project rows can say and what they cannot."""

from __future__ import annotations

from decimal import Decimal

from gxlab.measures.answer import answer
from gxlab.measures.lookup import unit_figure
from gxlab.measures.renovation import renovation
from gxlab.measures.renovation_base import base_months, base_path, largest_changes, register_lists
from gxlab.reference.periods import Period
from tests.conftest import DeskOf
from tests.spec.renovation.rows import rates, register

# K5: last year finished 300 (F) + carried over 200 (C); this year carried over 250 + new 380 (N).
K5 = """
F 2025-05 3451 改建和技术改造 1000 300 2024-09 -
C 2025-05 3451 改建和技术改造 1000 200 2025-03 -
F 2025-12 3451 改建和技术改造 1000 600 2024-09 2025-11
C 2025-12 3451 改建和技术改造 1000 400 2025-03 -
C 2026-05 3451 改建和技术改造 1000 250 2025-03 -
N 2026-05 3451 改建和技术改造 1000 380 2026-03 -
"""


def test_k5_the_rate_is_fed_back_and_never_formed_from_project_rows(desk_of: DeskOf) -> None:
    fed_back = {
        "observation": rates("3300 2026-05 renovation_investment_growth 26.0"),
        "status": "反馈",
    }
    desk = desk_of("2026-05", {"project_register": register(K5)}, fed_back)
    found = renovation(desk)
    growth = found.rate("renovation_investment_growth")
    assert growth is not None and growth.value == Decimal(26)
    # The rows of this year: 250 + 380 = 630 of level; no base, no growth. Naive: 630/200 = +215 %.
    level = answer(desk, "register_investment").rows[0]
    assert level.value == Decimal(630)
    assert level.base is None and level.growth_yoy_pct is None and level.pull_pp is None
    # Without the feedback there is no growth at all.
    silent = desk_of("2026-05", {"project_register": register(K5)})
    assert unit_figure(silent, "renovation_investment_growth").value is None


def test_k5_the_base_is_whole_only_with_last_years_list(desk_of: DeskOf) -> None:
    desk = desk_of("2026-05", {"project_register": register(K5)})
    parts = (
        "register_base_investment",
        "register_finished_base",
        "register_carried_investment",
        "register_new_investment",
        "register_investment_change",
    )
    # Last year's May list 500, of which 300 finished since; this year carried over 250, new 380:
    # 630 − 500 = +130, and 130/500 is the 26.0 % that statistics feeds back.
    amounts = [answer(desk, p).rows[0].value for p in parts]
    assert amounts == [Decimal(n) for n in (500, 300, 250, 380, 130)]
    assert all(r.growth_yoy_pct is None for p in parts for r in answer(desk, p).rows)
    # Only the May lists are there, so no month can be formed.
    months = answer(desk, "register_month_investment", by="period").rows
    assert {r.value for r in months} == {None}
    # Project by project: N +380, C +50, F −300.
    rising, falling = largest_changes(register_lists(desk), Period(2026, 5))
    assert [(c.key, c.change, c.kind) for c in rising] == [
        ("N", Decimal(380), "本年新入库"),
        ("C", Decimal(50), "续建"),
    ]
    assert [(c.key, c.change) for c in falling] == [("F", Decimal(-300))]


MONTHLY = """
F 2025-02 3451 改建和技术改造 1000 100 2024-09 -
F 2025-03 3451 改建和技术改造 1000 180 2024-09 -
C 2025-03 3451 改建和技术改造 1000 60 2025-03 -
X 2025-03 3451 改建和技术改造 1000 20 2025-01 -
F 2025-12 3451 改建和技术改造 1000 600 2024-09 2025-11
C 2025-12 3451 改建和技术改造 1000 400 2025-03 -
C 2026-02 3451 改建和技术改造 1000 30 2025-03 -
C 2026-03 3451 改建和技术改造 1000 80 2025-03 -
N 2026-03 3451 改建和技术改造 4000 90 2026-03 -
M 2026-03 3451 改建和技术改造 9000 10 2026-02 -
"""


def test_months_beside_last_year_with_finished_projects_in_the_base(desk_of: DeskOf) -> None:
    desk = desk_of("2026-03", {"project_register": register(MONTHLY)})
    first, march, total = base_months(desk, register_lists(desk))
    # 1—2月: base F 100, all of it finished last year; this year C 30.
    assert (first.base, first.finished, first.value, first.carried) == (100, 100, 30, 30)
    # March: base F 80 + C 60 + X 20 = 160, of which finished 80 (F), gone unfinished 20 (X).
    # This year C 80 − 30 = 50 and N 90, M 10: entered this year 100, one of them in March (N).
    assert (march.base, march.finished, march.left) == (160, 80, 20)
    assert (march.value, march.carried, march.entered) == (150, 50, 100)
    assert (march.entries, march.entries_planned, march.entries_base) == (1, Decimal(4000), 1)
    assert march.change == Decimal(-10)
    # 1—3月 from the two March lists: base 180 + 60 + 20 = 260, of which finished 180, left 20;
    # this year 80 + 90 + 10 = 180, of which entered this year 100. The months add up to it.
    assert (total.base, total.finished, total.left, total.value) == (260, 180, 20, 180)
    assert (total.carried, total.entered, total.entries) == (80, 100, 2)
    # March was 160 of last year's 600 + 400 = 1000: 16 %.
    assert march.base_share == Decimal(16)


def test_months_need_the_list_before_them(desk_of: DeskOf) -> None:
    # There is no list for February 2025 here: March 2025 cannot be told from January—February.
    rows = "\n".join(line for line in MONTHLY.strip().splitlines() if "2025-02" not in line)
    desk = desk_of("2026-03", {"project_register": register(rows)})
    first, march, total = base_months(desk, register_lists(desk))
    assert (first.base, march.base, march.finished) == (None, None, None)
    assert (march.value, total.base) == (Decimal(150), Decimal(260))


def test_january_entries_belong_to_the_first_report(desk_of: DeskOf) -> None:
    rows = """
    P1 2026-02 3451 改建和技术改造 1000 10 2026-01 -
    P2 2026-02 3451 改建和技术改造 3000 10 2026-02 -
    P3 2026-02 3451 改建和技术改造 5000 10 2025-12 -
    """
    desk = desk_of("2026-02", {"project_register": register(rows)})
    first, _ = base_months(desk, register_lists(desk))
    assert (first.entries, first.entries_planned) == (2, Decimal(4000))


def test_a_months_share_of_last_year(desk_of: DeskOf) -> None:
    # Lists for February and March 2025: 100 and 160. December's month needs November's list.
    lists = register_lists(desk_of("2026-03", {"project_register": register(MONTHLY)}))
    assert base_path(lists, 2025) == {Period(2025, 2): Decimal(100), Period(2025, 3): Decimal(160)}


def test_quality_is_parts_over_the_whole(desk_of: DeskOf) -> None:
    # 300 + 400 + 200 + 100 = 1000 done. 亿元以上: B alone, 400/1000 = 40 %. 高技术: B (3562) and
    # C (2710), 600/1000 = 60 %. 制造业: all but D (4411, power), 900/1000 = 90 %.
    # 设备: 4 × 90 = 360/1000 = 36 %.
    rows = """
    A 2026-05 3451 改建和技术改造 1000 300 2026-01 -
    B 2026-05 3562 改建和技术改造 10000 400 2025-03 -
    C 2026-05 2710 改建和技术改造 9999 200 2025-03 -
    D 2026-05 4411 改建和技术改造 2000 100 2025-03 -
    """
    listed = register(rows, equipment_investment=Decimal(90))
    desk = desk_of("2026-05", {"project_register": listed})
    shares = ("large", "high_tech", "manufacturing", "equipment")
    values = [answer(desk, f"register_{s}_share").rows[0].value for s in shares]
    assert values == [Decimal(40), Decimal(60), Decimal(90), Decimal(36)]


def test_fed_back_count_is_printed_before_the_lists(desk_of: DeskOf) -> None:
    told = {"observation": rates("3300 2026-05 register_project_count 7"), "status": "反馈"}
    desk = desk_of("2026-05", {"project_register": register(K5)}, told)
    assert answer(desk, "register_project_count").rows[0].value == Decimal(7)
    assert answer(desk.at(unit="330101"), "register_project_count").rows[0].value == Decimal(2)
