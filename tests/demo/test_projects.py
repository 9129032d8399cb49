"""项目、备案和培育库的真值自洽."""

from __future__ import annotations

from collections import defaultdict

from tests.demo.reading import Demo


def test_investment_never_exceeds_the_total(demo: Demo) -> None:
    paid: dict[str, int] = defaultdict(int)
    for row in demo.truth("project_months"):
        paid[row["project"]] += int(row["paid"])
    for row in demo.truth("projects"):
        assert paid[row["project"]] + int(row["before"]) <= int(row["total"])
        assert int(row["total"]) >= 500
        if not row["started"]:
            assert paid[row["project"]] == 0


def test_nothing_is_paid_before_the_start_or_after_the_end(demo: Demo) -> None:
    dates = {row["project"]: row for row in demo.truth("projects")}
    for row in demo.truth("project_months"):
        project = dates[row["project"]]
        if int(row["paid"]):
            assert project["started"] <= row["month"]
            assert not project["finished"] or row["month"] <= project["finished"]


def test_this_year_is_what_the_months_add_up_to(demo: Demo) -> None:
    """末月分县台账的本年完成 = 真值各月之和(第一县无改数的缺陷)."""
    sums: dict[str, int] = defaultdict(int)
    for row in demo.truth("project_months"):
        if "2026-01" <= row["month"] <= "2026-05":
            sums[row["project"]] += int(row["paid"])
    names = {row["name"]: row["project"] for row in demo.truth("projects")}
    path = next((demo.inbox / "2026-05").glob("重点技改项目调度表_5月_云岭区.xlsx"))
    rows = demo.rows(f"2026-05/{path.name}", "调度表")
    labels = rows[2]
    column, name = labels.index("本年累计完成投资"), labels.index("项目名称")
    body = [row for row in rows[4:] if row[0].isdigit()]
    assert len(body) >= 2
    for row in body:
        assert int(row[column]) == sums[names[row[name]]]


def test_catalogue_plans_end_at_the_year_plan(demo: Demo) -> None:
    """分月计划自1月累计、不回落,12月等于目录的年度计划."""
    path = "2026-02/重点技改项目目录(2026年).xlsx"
    goals: dict[str, str] = {}
    for sheet in ("省导向目录", "市百项", "区重点"):
        for row in demo.rows(path, sheet)[3:-1]:
            goals[row[2] + row[4]] = row[5]
    plans = demo.rows(path, "分月计划")[3:-1]
    assert plans
    for row in plans:
        steps = [int(cell) for cell in row[3:]]
        assert steps == sorted(steps)
        assert str(steps[-1]) in goals.values()


def test_filings_share_codes_with_the_register(demo: Demo) -> None:
    days = sorted(path.name for path in (demo.inbox / "2026-05").glob("备案项目导出_*.csv"))
    assert [name[7:15] for name in days] == [
        "20260501", "20260508", "20260515", "20260522", "20260529",
    ]  # fmt: skip
    rows = demo.rows(f"2026-05/{days[-1]}")[1:]
    filed = {row[0] for row in rows}
    register = {row[2] for row in demo.rows("2026-05/在库技改项目清单.xlsx")[3:-1]}
    assert filed & register
    assert filed - register
    assert {row[14] for row in rows} <= {"办结", "变更", "撤销"}
    sizes = [len(demo.rows(f"2026-05/{name}")) for name in days]
    assert sizes == sorted(set(sizes))
    for row in rows:
        digits = row[0].replace("-", "")
        assert len(digits) == 20 and digits.isdigit() and row[0].count("-") == 4


def test_candidates_come_from_every_pool(demo: Demo) -> None:
    rows = demo.rows("2026-02/培育库台账_全市.xlsx")
    labels = rows[2]
    pools = {row[labels.index("所属池")] for row in rows[4:-1]}
    assert pools == {
        "当年新建投产", "规下1000—2000万", "退统待再入", "达规未入统", "转专业", "个转企",
    }  # fmt: skip


def test_last_years_candidates_did_enter(demo: Demo) -> None:
    """回看:上年培育库里确有后来入库的."""
    rows = demo.rows("2025-08/培育库台账_全市.xlsx")
    column = rows[2].index("统一社会信用代码")
    before = {row[column] for row in rows[4:-1]}
    after = {row[1] for row in demo.rows("2026-02/规上工业名录202602.xlsx")[3:-1]}
    assert before & after
