"""集群直报: returns of the counties, lists of different length, a county that has not reported."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from gxlab.measures import cluster_reports as reports
from tests.conftest import DeskOf
from tests.spec.clusters.rows import clusters

COUNTIES = [
    {"code": "3300", "name": "示例市", "parent": None, "kind": "city"},
    *(
        {"code": f"3301{n:02d}", "name": f"{n}县", "parent": "3300", "kind": "county"}
        for n in range(1, 10)
    ),
]


def reading(unit: str, cluster: str, period: str, **numbers: str) -> list[dict[str, Any]]:
    return [
        {
            "subject": "cluster",
            "code": cluster,
            "unit": unit,
            "indicator": "cluster_revenue",
            "period": period,
            "span": "ytd",
            "reading": name,
            "number": Decimal(number),
            "missing": None,
            "scope": "集群直报",
        }
        for name, number in numbers.items()
    ]


def files(*rows: list[dict[str, Any]]) -> dict[str, Any]:
    return {
        "observation": [r for group in rows for r in group],
        "industry_cluster": clusters("K1 轴承产业集群 全部\nK2 线缆产业集群 全部"),
        "source_kind": "集群直报",
    }


def test_a_county_that_has_not_reported_is_out_of_value_and_base(desk_of: DeskOf) -> None:
    # Eight counties report 100 each on 95: 800 on 760 = +5.3 %.  The ninth stood at 90 a year ago.
    # With its base left in, 800 on 850 would be −5.9 %.
    now = [reading(f"3301{n:02d}", "K1", "2026-04", value="100", base="95") for n in range(1, 9)]
    then = [reading(f"3301{n:02d}", "K1", "2025-04", value="95") for n in range(1, 9)]
    last = reading("330109", "K1", "2025-04", value="90")
    given = reports.returns(desk_of("2026-04", files(*now, *then, last), units=COUNTIES))
    row = reports.total(given)
    assert (row.value, row.base, row.n) == (Decimal(800), Decimal(760), 8)
    assert row.growth_yoy_pct is not None
    assert round(row.growth_yoy_pct, 1) == Decimal("5.3")
    assert given.missing == ("9县",)
    # 760 / (760 + 90) = 89.4 %
    assert row.coverage_pct is not None and round(row.coverage_pct, 1) == Decimal("89.4")


def test_a_cluster_in_two_counties_is_the_sum_of_their_returns(desk_of: DeskOf) -> None:
    # 60 on 50 and 40 on 50: 100 on 100, 0.0 %; the mean of +20 % and −20 % happens to agree, the
    # shares do not: K1 100 of 150.
    given = reports.returns(
        desk_of(
            "2026-04",
            files(
                reading("330101", "K1", "2026-04", value="60", base="50"),
                reading("330102", "K1", "2026-04", value="40", base="50"),
                reading("330102", "K2", "2026-04", value="50", base="40"),
            ),
            units=COUNTIES,
        )
    )
    rows = {r.code: r for r in reports.by_cluster(given)}
    assert (rows["K1"].value, rows["K1"].growth_yoy_pct) == (Decimal(100), Decimal(0))
    assert rows["K1"].share_pct is not None
    assert round(rows["K1"].share_pct, 1) == Decimal("66.7")
    # K2 pulls 10 of the base 140 = 7.1 points, which is all of the growth 150/140.
    assert rows["K2"].pull_pp is not None and round(rows["K2"].pull_pp, 1) == Decimal("7.1")


def test_returns_lag_a_month_behind_the_report(desk_of: DeskOf) -> None:
    april = reading("330101", "K1", "2026-04", value="60", base="50")
    given = reports.returns(desk_of("2026-05", files(april), units=COUNTIES))
    assert (str(given.period), str(given.report.period)) == ("2026-04", "2026-05")


def test_a_rate_that_does_not_follow_from_its_levels_is_listed(desk_of: DeskOf) -> None:
    # 60 on 50 is +20.0 %; the county wrote 12.0 %.  K2: 50 on 40 is +25.0 %, written 25.1 %.
    given = reports.returns(
        desk_of(
            "2026-04",
            files(
                reading("330101", "K1", "2026-04", value="60", base="50", growth_pct="12.0"),
                reading("330101", "K2", "2026-04", value="50", base="40", growth_pct="25.1"),
            ),
            units=COUNTIES,
        )
    )
    found = reports.doubts(given)
    assert [(d.unit, d.cluster) for d in found] == [("1县", "轴承产业集群")]
    assert "20" not in found[0].text  # 只列异常，不列建议值


def test_two_lists_of_one_year_leave_an_interval_for_the_rest() -> None:
    # 邢台2023年：46个集群5676.67亿元，+13.94%；其中44个5466.29亿元，+13.48%。
    # The two others: 210.38 on about 165.2 (4982.16 − 4816.96): 27.0 to 27.7 % by rounding.
    low, high = reports.growth_interval(
        (Decimal("5676.67"), Decimal("13.94")),
        (Decimal("5466.29"), Decimal("13.48")),
        level=Decimal("0.005"),
        rate=Decimal("0.005"),
    )
    assert (round(low, 1), round(high, 1)) == (Decimal("27.0"), Decimal("27.7"))


def test_each_printed_level_widens_the_interval() -> None:
    # Whole 110 ± 1 at +10 %, part 50 ± 1 at 0 %: the rest is 60 on 50.
    # Least: 111 − 49 = 62 on 100.909 − 49 = 51.909 → +19.4 %.
    # Most: 109 − 51 = 58 on 99.091 − 51 = 48.091 → +20.6 %.
    low, high = reports.growth_interval(
        (Decimal(110), Decimal(10)), (Decimal(50), Decimal(0)), level=Decimal(1), rate=Decimal(0)
    )
    assert (round(low, 1), round(high, 1)) == (Decimal("19.4"), Decimal("20.6"))


def test_a_list_of_another_length_gives_no_growth(desk_of: DeskOf) -> None:
    # 2023: K1 and K2; 2024: K1 alone, delivered without a base.  6122 / 5676.67 = +7.8 % would set
    # 44 clusters against 46.
    files_of_both = {
        **files(
            reading("330101", "K1", "2023-12", value="5466.29"),
            reading("330101", "K2", "2023-12", value="210.38"),
            reading("330101", "K1", "2024-12", value="6122"),
        ),
        "industry_cluster": clusters(
            "K1 甲产业集群 全部\nK2 乙产业集群 全部 2020-01-01 2023-12-31"
        ),
    }
    row = reports.total(reports.returns(desk_of("2024-12", files_of_both, units=COUNTIES)))
    assert row.value == Decimal(6122)
    assert row.growth_yoy_pct is None
