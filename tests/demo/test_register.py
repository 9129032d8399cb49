"""名录恒等式在两种口径下都成立;真值与名录文件一致."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise

from tests.demo.reading import Demo

Key = tuple[str, str]


def stock(demo: Demo) -> dict[Key, dict[str, dict[str, str]]]:
    """(月份, 县) → 企业 → 名录行."""
    found: dict[Key, dict[str, dict[str, str]]] = {}
    for row in demo.truth("register"):
        found.setdefault((row["month"], row["county"]), {})[row["firm"]] = row
    return found


def test_stock_moves_by_entries_exits_and_transfers(demo: Demo) -> None:
    """期末 = 期初 + 新增 − 退出 + 划入 − 划出,每县每月."""
    by_unit = stock(demo)
    months = sorted({month for month, _ in by_unit})
    counties = sorted({county for _, county in by_unit})
    left = {row["firm"]: row["left"] for row in demo.truth("firms")}
    transfers = 0
    for before, month in pairwise(months):
        everyone = {c: set(by_unit[(month, c)]) for c in counties}
        earlier = {c: set(by_unit[(before, c)]) for c in counties}
        all_before = set().union(*earlier.values())
        all_now = set().union(*everyone.values())
        for county in counties:
            rows = by_unit[(month, county)]
            new = {f for f in rows if rows[f]["entered"] == month}
            gone = {f for f in earlier[county] if left[f] == month}
            came = (everyone[county] & all_before) - earlier[county]
            went = (earlier[county] & all_now) - everyone[county]
            transfers += len(came)
            end = len(earlier[county]) + len(new) - len(gone) + len(came) - len(went)
            assert len(everyone[county]) == end, (month, county)
    assert transfers >= 1


def test_assessment_calendar_holds(demo: Demo) -> None:
    """考核口径:年度批次2月生效而归上年,2月末 = 上年2月末 + 归属上年新增 − 其间退出."""
    rows = demo.truth("register")
    months = sorted({row["month"] for row in rows})
    assert months[0] == "2025-04"
    start = {row["firm"] for row in rows if row["month"] == "2025-04"}
    end = {row["firm"]: row for row in rows if row["month"] == "2026-02"}
    credited = Counter(
        "2025" for row in end.values()
        if ("月度" in row["door"] and "2025-04" < row["entered"] <= "2025-12")
        or ("年度" in row["door"] and row["entered"] == "2026-02")
    )  # fmt: skip
    left = {row["firm"]: row["left"] for row in demo.truth("firms")}
    exits = {f for f in left if left[f] and "2025-04" < left[f] <= "2026-02"}
    assert len(end) == len(start) + credited["2025"] - len(exits & start)
    assert credited["2025"] > 0


def test_annual_batch_enters_in_february_only(demo: Demo) -> None:
    for row in demo.truth("firms"):
        if row["entered"] and row["door"].startswith("年度"):
            assert row["entered"].endswith("-02"), row
        elif row["entered"]:
            assert "03" <= row["entered"][5:] <= "12", row
            assert row["began"] < row["entered"]


def test_the_files_show_the_true_register(demo: Demo) -> None:
    """名录文件逐月与真值一致(缺陷月除外);1月与上年12月相同."""
    by_month: dict[str, set[str]] = {}
    for row in demo.truth("register"):
        by_month.setdefault(row["month"], set()).add(row["code"])
    for month, codes in by_month.items():
        if month != "2026-05":
            path = f"{month}/规上工业名录{month.replace('-', '')}.xlsx"
            assert {row[1] for row in demo.rows(path)[3:-1]} == codes
    assert by_month["2026-01"] == by_month["2025-12"]


def test_new_plants_have_no_base_in_their_first_year(demo: Demo) -> None:
    doors = {row["firm"]: row for row in demo.truth("firms")}
    for row in demo.truth("returns"):
        firm = doors[row["firm"]]
        first_year = firm["door"].startswith("月度") and firm["entered"][:4] == row["month"][:4]
        assert row["has_base"] == ("0" if first_year else "1")
        if first_year:
            assert row["revenue_base"] == "0"


def test_no_reading_is_dated_january(demo: Demo) -> None:
    assert not [row for row in demo.truth("returns") if row["month"].endswith("-01")]
    january = {path.name for path in (demo.inbox / "2026-01").iterdir()}
    absent = ("主要指标", "分行业", "直报", "工业投资", "在库", "调度表", "预计")
    assert not [name for name in january if any(word in name for word in absent)]
    assert {"企业开票销售_1月.xlsx", "工业用电_1月.xls", "规上工业名录202601.xlsx"} <= january
    # 财务、集群直报晚一个月:1月目录里是上年1—12月,2月目录里没有
    assert "1-12月财务反馈.xls" in january
    assert not list((demo.inbox / "2026-02").glob("*财务反馈*"))
