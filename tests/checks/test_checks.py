"""Every check (核对): a table where it must speak, and one where it must stay silent."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from gxlab.warehouse.checking import COLUMNS, checks
from gxlab.warehouse.tables import sql
from tests.checks.tables import File, codes, firms, found_by, listed, register, returns, units

MEMBERS = "cluster enterprise valid_from valid_to"
CANDIDATES = "candidate enterprise period reported_by name state"
FILINGS = "project_code name owner unit nature industry filed_on state"
LEDGER = "project period unit name owner planned_investment prior_cumulative ytd_investment"
STARTS = "project period unit name actual_start"
IN_REGISTER = (
    "statistical_code period unit name owner industry planned_investment cumulative_investment"
    " ytd_investment"
)
EVENTS = "enterprise name unit event effective result"
CATALOGUE = "year catalogue name owner"
TARGETS = "unit indicator year tier kind target plan_q1"
THREE = "A 2026-04 330101001 甲公司 2015-02\nB 2026-04 330101001 乙公司 2015-02\n"

MADE_IN = listed(
    "register",
    "enterprise period unit name industry",
    "A 2026-04 330101001 甲公司 3451\nB 2026-04 330101001 乙公司 1411",
)
# K1 takes the whole 中类 345; K2 has no range, so nothing lies outside it.
RANGE = listed("cluster_industry", "cluster industry", "K1 345")


@dataclass(frozen=True)
class Case:
    """A check with the files it must stay silent on, those it must speak on, and what it names."""

    check: str
    clean: tuple[File, ...]
    failing: tuple[File, ...]
    named: tuple[str, ...]
    says: str = ""


CASES = (
    Case(
        "cumulative_falls",
        (firms("A 2026-04 400\nA 2026-05 500\nA 2025-12 900"),),
        (firms("A 2026-04 400\nA 2026-05 390\nA 2025-12 900"),),
        ("A",),
        "营业收入：本期累计390",
    ),
    Case(
        # 500 a month after 400 in four months; in the failing table the month column holds 500.
        "month_equals_cumulative",
        (
            firms("A 2026-04 400\nA 2026-05 500", "output"),
            firms("A 2026-05 100", "output", "month"),
        ),
        (
            firms("A 2026-04 400\nA 2026-05 500", "output"),
            firms("A 2026-05 500", "output", "month"),
        ),
        ("A",),
        "工业总产值：本月500",
    ),
    Case(
        "copied_last_month",
        (
            firms("A 2026-04 400\nA 2026-05 500"),
            firms("A 2026-04 40\nA 2026-05 40", "profit"),
            firms("A 2026-04 410\nA 2026-05 520", "output"),
        ),
        (
            firms("A 2026-04 400\nA 2026-05 400"),
            firms("A 2026-04 40\nA 2026-05 40", "profit"),
            firms("A 2026-04 410\nA 2026-05 410", "output"),
        ),
        ("A",),
        "3个数",
    ),
    Case(
        # April's average month is 100; May's is 100 in the clean table and 1,000,000 in the other.
        "magnitude_jump",
        (firms("A 2026-04 400\nA 2026-05 500"),),
        (firms("A 2026-04 400\nA 2026-05 5000000"),),
        ("A",),
        "折月均约10000",
    ),
    Case(
        "invoices_contradict_revenue",
        (firms("A 2026-05 500"), firms("A 2026-05 450", "invoice_sales")),
        (firms("A 2026-05 500"), firms("A 2026-05 0", "invoice_sales")),
        ("A",),
        "开票累计0",
    ),
    Case(
        # The threshold is 2000万元 (规模以上工业).
        "large_invoices_outside_register",
        (register(THREE), firms("A 2026-05 9000\nC 2026-05 1999", "invoice_sales")),
        (register(THREE), firms("A 2026-05 9000\nC 2026-05 2500", "invoice_sales")),
        ("C",),
        "没有用电",
    ),
    Case(
        "electricity_contradicts_output",
        (firms("A 2026-05 130 100", "output"), firms("A 2026-05 95 100", "electricity")),
        (firms("A 2026-05 130 100", "output"), firms("A 2026-05 70 100", "electricity")),
        ("A",),
    ),
    Case(
        # Eight days missing in April (75 for 100), made up for in May (125 for 100).
        "electricity_reading_shifted",
        (units("M 2026-03 100 100\nM 2026-04 75 100\nM 2026-05 76 100", "x", subject="meter"),),
        (units("M 2026-03 100 100\nM 2026-04 75 100\nM 2026-05 125 100", "x", subject="meter"),),
        ("M", "M"),
        "2026-04本月75",
    ),
    Case(
        "not_reported",
        (register(THREE), firms("A 2026-04 5\nB 2026-04 6", "output")),
        (register(THREE), firms("A 2026-04 5", "output")),
        ("B",),
    ),
    Case(
        "annual_differs_from_december",
        (
            firms("A 2025-12 1000.0"),
            {**firms("A 2025-12 1000.0", span="year"), "source_kind": "年报"},
        ),
        (
            firms("A 2025-12 1000.0"),
            {**firms("A 2025-12 991.0", span="year"), "source_kind": "年报"},
        ),
        ("A",),
        "年报991",
    ),
    Case(
        "exits_without_list",
        (
            register(THREE + "A 2026-05 330101001 甲公司 2015-02"),
            listed("register_event", EVENTS, "- 乙公司 330101 exit 2026-05 通过"),
        ),
        (
            register(THREE + "A 2026-05 330101001 甲公司 2015-02"),
            listed("register_event", EVENTS, "- 丙公司 330101 exit 2026-05 通过"),
        ),
        ("B",),
    ),
    Case(
        "entries_without_list",
        (
            register(THREE + "A 2026-05 330101001 甲公司 -\nC 2026-05 330101001 丙公司 2026-05"),
            listed("register_event", EVENTS, "C 丙公司 330101 entry 2026-05 通过"),
        ),
        (
            register(THREE + "A 2026-05 330101001 甲公司 -\nC 2026-05 330101001 丙公司 2026-05"),
            listed("register_event", EVENTS, "C 丙公司 330101 entry 2026-05 退回"),
        ),
        ("C",),
    ),
    Case(
        # 期初2, 新增1, 退出1: 期末应为2.  The failing register holds 3.
        "register_identity",
        (
            register(
                THREE + "A 2026-05 330101001 甲公司 -\nC 2026-05 330101001 丙公司 2026-05"
            ),
            listed(
                "register_event",
                EVENTS,
                "C 丙公司 330101 entry 2026-05 通过\nB 乙公司 330101 exit 2026-05 通过",
            ),
        ),
        (
            register(
                THREE + "A 2026-05 330101001 甲公司 -\nB 2026-05 330101001 乙公司 -\n"
                "C 2026-05 330101001 丙公司 2026-05"
            ),
            listed(
                "register_event",
                EVENTS,
                "C 丙公司 330101 entry 2026-05 通过\nB 乙公司 330101 exit 2026-05 通过",
            ),
        ),
        ("330101",),
        "期初2，新增1，退出1，划入0，划出0，期末应为2，名录为3",
    ),
    Case(
        "one_name_two_codes",
        (register(THREE),),
        (register(THREE + "D 2026-04 330102001 甲公司 2015-02"),),
        ("A、D",),
    ),
    Case(
        # Printed in whole numbers: three figures may be off by 0.5 each, so by 1.5 at most.
        "parts_and_total",
        (units("3300 2026-05 1011\n330101 2026-05 601\n330102 2026-05 409", "output"),),
        (units("3300 2026-05 1012\n330101 2026-05 601\n330102 2026-05 409", "output"),),
        ("3300",),
        "2个县区之和1010.0，相差2.0",
    ),
    Case(
        # 111 on 101 is 9.90 %; both rounded to whole numbers: from 110.5/101.5 = 8.87 %
        # to 111.5/100.5 = 10.95 %.
        "growth_contradicts_levels",
        (units("330101 2026-05 111 101 10.9", "revenue"),),
        (units("330101 2026-05 111 101 12.3", "revenue"),),
        ("330101",),
        "填报增速12.3",
    ),
    Case(
        "growth_as_fraction",
        (units("330101 2026-04 6.7\n330101 2026-05 0.4", "revenue_growth"),),
        (units("330101 2026-04 6.7\n330101 2026-05 0.074", "revenue_growth"),),
        ("330101",),
        "营业收入增速：填0.074",
    ),
    Case(
        "base_differs_from_last_year",
        (units("330101 2025-05 100 90\n330101 2026-05 110 100", "revenue"),),
        (units("330101 2025-05 100 90\n330101 2026-05 110 95", "revenue"),),
        ("330101",),
        "随表上年同期95",
    ),
    Case(
        # A return in 千元 of which one town's rows are in 万元: a tenth of what the firm reported.
        "sources_differ_by_unit",
        (firms("A 2026-05 195.2"), returns("A 2026-05 194.8")),
        (firms("A 2026-05 195.2"), returns("A 2026-05 19.5")),
        ("A",),
        "营业收入：统计局分企业数19.5，企业直报195.2，相差约10倍",
    ),
    Case(
        "member_outside_industries",
        (MADE_IN, listed("cluster_member", MEMBERS, "K1 A - -\nK2 B - -"), RANGE),
        (MADE_IN, listed("cluster_member", MEMBERS, "K1 A - -\nK1 B - -"), RANGE),
        ("B",),
        "集群K1的行业范围不含1411",
    ),
    Case(
        "member_left_register",
        (
            register(THREE + "A 2026-05 330101001 甲公司 -"),
            listed("cluster_member", MEMBERS, "K1 A 2022-01-01 -\nK1 B 2022-01-01 2026-04-30"),
        ),
        (
            register(THREE + "A 2026-05 330101001 甲公司 -"),
            listed("cluster_member", MEMBERS, "K1 A 2022-01-01 -\nK1 B 2022-01-01 -"),
        ),
        ("B",),
        "末次在库2026-04",
    ),
    Case(
        "member_unknown",
        (register(THREE), listed("cluster_member", MEMBERS, "K1 A - -")),
        (register(THREE), listed("cluster_member", MEMBERS, "K1 Q - -")),
        ("Q",),
    ),
    Case(
        "member_in_two_clusters",
        (listed("cluster_member", MEMBERS, "K1 A 2020-01-01 2022-12-31\nK2 A 2023-01-01 -"),),
        (listed("cluster_member", MEMBERS, "K1 A 2020-01-01 -\nK2 A 2023-01-01 -"),),
        ("A",),
        "集群K1、K2",
    ),
    Case(
        "candidate_in_register",
        (
            register(THREE),
            listed("candidate", CANDIDATES, "C C 2026-04 330101001 丙公司 摸排"),
        ),
        (
            register(THREE),
            listed("candidate", CANDIDATES, "A A 2026-04 330101001 甲公司 摸排"),
        ),
        ("A",),
    ),
    Case(
        "candidate_reported_twice",
        (
            listed("candidate", CANDIDATES, "C C 2026-04 330101001 丙公司 摸排"),
            listed("candidate", CANDIDATES, "C C 2026-05 330102001 丙公司 摸排"),
        ),
        (
            listed("candidate", CANDIDATES, "C C 2026-05 330101001 丙公司 摸排"),
            listed("candidate", CANDIDATES, "C C 2026-05 330102001 丙公司 摸排"),
        ),
        ("C",),
        "330101001、330102001",
    ),
    Case(
        "filing_withdrawn_and_refiled",
        (listed("filing", FILINGS, "F1 改造项目 甲公司 330101 改建 1711 2026-01-05 撤销"),),
        (
            listed(
                "filing",
                FILINGS,
                "F1 改造项目 甲公司 330101 改建 1711 2026-01-05 撤销\n"
                "F2 改造项目 甲公司 330101 改建 1711 2026-02-10 办结",
            ),
        ),
        ("F1",),
        "重新备案代码F2",
    ),
    Case(
        "filing_repeated",
        (
            listed(
                "filing",
                FILINGS,
                "F1 改造项目 甲公司 330101 改建 1711 2026-01-05 撤销\n"
                "F2 改造项目 甲公司 330101 改建 1711 2026-02-10 办结",
            ),
        ),
        (
            listed(
                "filing",
                FILINGS,
                "F1 改造项目 甲公司 330101 改建 1711 2026-01-05 办结\n"
                "F2 改造项目 甲公司 330101 改建 1711 2026-02-10 办结",
            ),
        ),
        ("F1、F2",),
    ),
    Case(
        # 36 days apart is within the 90 of the rule; 120 days is not.
        "filing_split",
        (
            listed(
                "filing",
                FILINGS,
                "F1 改造一期项目 甲公司 330101 改建 1711 2026-01-05 办结\n"
                "F2 改造二期项目 甲公司 330101 改建 1711 2026-05-05 办结",
            ),
        ),
        (
            listed(
                "filing",
                FILINGS,
                "F1 改造一期项目 甲公司 330101 改建 1711 2026-01-05 办结\n"
                "F2 改造二期项目 甲公司 330101 改建 1711 2026-02-10 办结",
            ),
        ),
        ("F1", "F2"),
    ),
    Case(
        "filing_renovation_in_name_only",
        (listed("filing", FILINGS, "F1 技术改造项目 甲公司 330101 改建 1711 2026-01-05 办结"),),
        (listed("filing", FILINGS, "F1 技术改造项目 甲公司 330101 新建 1711 2026-01-05 办结"),),
        ("F1",),
    ),
    Case(
        "filing_service_owner",
        (listed("filing", FILINGS, "F1 冷库项目 丙仓储公司 330101 新建 5941 2026-01-05 办结"),),
        (listed("filing", FILINGS, "F1 织造项目 丙仓储公司 330101 新建 1711 2026-01-05 办结"),),
        ("F1",),
    ),
    Case(
        "project_real_estate_owner",
        (listed("project_register", IN_REGISTER, "S1 2026-05 330101 项目 甲公司 1711 900 500 90"),),
        (
            listed(
                "project_register", IN_REGISTER, "S1 2026-05 330101 项目 丁置业 1711 900 500 90"
            ),
        ),
        ("S1",),
    ),
    Case(
        "project_done_exceeds_total",
        (listed("project_ledger", LEDGER, "P 2026-05 330101 项目 甲公司 500 400 100"),),
        (
            listed("project_ledger", LEDGER, "P 2026-05 330101 项目 甲公司 500 400 101"),
            listed("project_register", IN_REGISTER, "S1 2026-05 330101 项 甲公司 1711 900 901 90"),
        ),
        ("P", "S1"),
    ),
    Case(
        "project_year_exceeds_cumulative",
        (listed("project_register", IN_REGISTER, "S1 2026-05 330101 项目 甲公司 1711 900 90 90"),),
        (listed("project_register", IN_REGISTER, "S1 2026-05 330101 项目 甲公司 1711 900 90 95"),),
        ("S1",),
    ),
    Case(
        # In January a new year begins: 10 after 300 is no fall.
        "project_year_falls",
        (
            listed(
                "project_ledger",
                LEDGER,
                "P 2025-12 330101 项目 甲公司 900 0 300\nP 2026-02 330101 项目 甲公司 900 300 10",
            ),
        ),
        (
            listed(
                "project_ledger",
                LEDGER,
                "P 2026-04 330101 项目 甲公司 900 0 300\nP 2026-05 330101 项目 甲公司 900 0 290",
            ),
        ),
        ("P",),
    ),
    Case(
        "project_started_later",
        (listed("project_ledger", STARTS, "P 2026-05 330101 项目 2026-05"),),
        (listed("project_ledger", STARTS, "P 2026-05 330101 项目 2026-06"),),
        ("P",),
    ),
    Case(
        "catalogue_name_differs",
        (
            listed("project_ledger", LEDGER, "P 2026-05 330101 年产五万件项目 甲公司 900 0 290"),
            listed("project_catalogue", CATALOGUE, "2026 省导向 年产五万件项目 甲公司"),
        ),
        (
            listed("project_ledger", LEDGER, "P 2026-05 330101 年产五万件项目 甲公司 900 0 290"),
            listed("project_catalogue", CATALOGUE, "2026 省导向 五万件项目 甲公司"),
        ),
        ("五万件项目",),
    ),
    Case(
        "target_without_plan",
        (listed("target", TARGETS, "3300 revenue 2026 确保 level 900 200\n"
                "3300 revenue_growth 2026 确保 rate 6 -"),),
        (listed("target", TARGETS, "3300 revenue 2026 确保 level 900 -"),),
        ("revenue",),
    ),
    Case(
        "target_out_of_order",
        (listed("target", f"{TARGETS} plan_h1", "3300 revenue 2026 确保 level 900 200 450\n"
                "3300 revenue 2026 奋斗 level 950 - -\n3300 revenue_growth 2026 确保 rate 6 7 6"),),
        (listed("target", f"{TARGETS} plan_h1", "3300 output 2026 确保 level 900 200 150\n"
                "3300 revenue 2026 确保 level 900 200 450\n"
                "3300 revenue 2026 奋斗 level 880 - -"),),
        ("output", "revenue"),
    ),
)  # fmt: skip


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.check)
def test_a_clean_table_passes_and_a_faulty_one_is_named(case: Case) -> None:
    assert codes(found_by(case.check, *_named(case, case.clean))) == []
    found = found_by(case.check, *_named(case, case.failing))
    assert codes(found) == list(case.named)
    assert case.says in "".join(found["detail"].to_list())


def test_a_unit_that_stops_reporting_a_form_is_missing() -> None:
    def form(unit: str, period: str) -> File:
        rows = listed("candidate", "candidate period reported_by name", f"X {period} {unit} 丁")
        shared = {"layout": "w17_candidates", "scope": "whole"}
        return {**rows, **shared, "coverage": f"{unit}|{period}", "period": period}

    april = (form("330101", "2026-04"), form("330102", "2026-04"))
    whole = found_by(
        "unit_missing_from_form", *april, form("330101", "2026-05"), form("330102", "2026-05")
    )
    assert codes(whole) == []
    missing = found_by("unit_missing_from_form", *april, form("330101", "2026-05"))
    assert codes(missing) == ["330102"]
    assert missing["detail"][0].startswith("升规培育") or "2026-04报过" in missing["detail"][0]
    # Its town's return takes the county's place.
    towns = found_by(
        "unit_missing_from_form", *april, form("330101", "2026-05"), form("330102001", "2026-05")
    )
    assert codes(towns) == []


def test_every_check_has_a_case_and_the_common_columns() -> None:
    # correction_not_applied has its case in tests/reliability/test_corrections.py.
    tested = {case.check for case in CASES} | {"unit_missing_from_form", "correction_not_applied"}
    assert {check.name for check in checks()} == tested
    for check in checks():
        assert check.severity in ("error", "warning") and check.meaning
        assert "$" not in sql("checks", check.name)
    assert COLUMNS[0] == "period"


def _named(case: Case, files: tuple[File, ...]) -> tuple[File, ...]:
    """Meter readings are monthly; the helper for units writes cumulative ones."""
    if case.check != "electricity_reading_shifted":
        return files
    return tuple(
        {**f, "observation": [
            {**o, "span": "month", "indicator": "electricity"} for o in f["observation"]
        ]}
        for f in files
    )  # fmt: skip
