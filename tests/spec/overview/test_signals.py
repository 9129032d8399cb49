"""苗头性问题: every rule finds at its threshold and is silent just before it."""

from __future__ import annotations

from decimal import Decimal

import pytest

from gxlab.measures.overview_signals import Signal, count, counts, signals
from gxlab.warehouse.desk import Desk
from tests.conftest import DeskOf, facts, observation, register
from tests.spec.overview.rows import industries, rates, units

MONTHS = ("2026-02", "2026-03", "2026-04", "2026-05")


def course(*values: str, unit: str = "3300") -> str:
    return rates("\n".join(f"{unit} {m} {v}" for m, v in zip(MONTHS, values, strict=True)))


def rules(desk: Desk) -> list[tuple[str, str]]:
    return [(s.rule, s.name) for s in signals(desk)]


def readings(found: Signal) -> list[Decimal | None]:
    return [r.value for r in found.readings]


def test_three_readings_falling_in_a_row(desk_of: DeskOf) -> None:
    desk = desk_of("2026-05", units(course("6.0", "5.5", "5.4", "5.1")))
    (found,) = signals(desk)
    assert (found.rule, found.kind) == ("falling", "own")
    assert readings(found) == [Decimal(v) for v in ("6.0", "5.5", "5.4", "5.1")]
    assert count(desk).value == 1
    assert {r.code: r.value for r in counts(desk)}["falling"] == 1


@pytest.mark.parametrize(
    "values",
    [
        ("5.0", "5.5", "5.4", "5.1"),  # only two falls
        ("6.0", "5.5", "5.5", "5.1"),  # a standstill breaks the row
        ("6.0", "5.54", "5.46", "5.1"),  # 5.5 and 5.5 as printed
        ("6.0", "-", "5.4", "5.1"),  # a month without a reading
    ],
)
def test_fewer_is_no_finding(desk_of: DeskOf, values: tuple[str, ...]) -> None:
    assert rules(desk_of("2026-05", units(course(*values)))) == []


def test_a_county_turned_into_a_fall(desk_of: DeskOf) -> None:
    desk = desk_of("2026-05", units(course("1.0", "2.0", "0.0", "-0.1", unit="330101")))
    (found,) = signals(desk)
    assert (found.rule, found.kind, found.name) == ("turned", "unit", "东山县")
    assert readings(found) == [Decimal("0.0"), Decimal("-0.1")]


def test_an_estimate_after_fed_back_months_is_no_course(desk_of: DeskOf) -> None:
    fed = course("6.0", "5.5", "5.4", "-")
    desk = desk_of("2026-05", units(fed), units(rates("3300 2026-05 5.1"), status="预计"))
    assert rules(desk) == []


@pytest.mark.parametrize(("power", "expected"), [("-1.5", []), ("-1.6", [("power", "示例市")])])
def test_electricity_apart_from_output(
    desk_of: DeskOf, power: str, expected: list[tuple[str, str]]
) -> None:
    # output +6.5 %: −1.5 is 8.0 points below (not more than 8), −1.6 is 8.1.
    text = f"""
    3300 2026-05 output ytd value 1000
    3300 2026-05 output ytd growth_pct 6.5
    3300 2026-05 electricity ytd value 50
    3300 2026-05 electricity ytd growth_pct {power}
    """
    assert rules(desk_of("2026-05", units(text))) == expected


def test_an_industry_below_the_share_is_not_looked_at(desk_of: DeskOf) -> None:
    def output(code: str, value: int) -> str:
        months = zip(MONTHS, ("9.0", "8.0", "7.0", "6.0"), strict=True)
        rows = [f"{code} {m} output ytd growth_pct {g}" for m, g in months]
        return "\n".join([*rows, f"{code} 2026-05 output ytd value {value}"])

    total = "3300 2026-05 output ytd value 10000\n3300 2026-05 output ytd growth_pct 5.0"
    # 200 of 10000 is 2.0 %, at the threshold; 199 is 1.99 %.
    desk = desk_of(
        "2026-05", units(total), industries(output("13", 200)), industries(output("27", 199))
    )
    assert rules(desk) == [("falling", "农副食品加工业")]


def firms(now: str, then: str, forecast: str, made: str) -> dict[str, object]:
    """Two firms' orders and forecasts; B has no last year and counts on neither side."""
    rows = [
        *facts(
            f"A 2026-05 {now}\nA 2025-05 {then}\nB 2026-05 999", indicator="orders", span="month"
        ),
        *facts(f"A 2026-05 50\nB 2026-05 70\nA 2025-06 {made}", indicator="output", span="month"),
        observation("A", "2026-05", "forecast", forecast, "output", "month"),
        observation("B", "2026-05", "forecast", "1", "output", "month"),
    ]
    places = "\n".join(
        f"{c} {m} 330101001 1711" for c in "AB" for m in ("2025-05", "2025-06", "2026-05")
    )
    return {"observation": rows, "register": register(places)}


def test_orders_and_next_month_of_the_same_firms(desk_of: DeskOf) -> None:
    # orders 94 on 100 = −6.0 %, below −5; June 94 against 100 = −6.0 %, below −5.
    found = rules(desk_of("2026-05", firms("94", "100", "94", "100")))
    assert ("orders", "示例市") in found and ("next_month", "示例市") in found
    # 95 on 100 is −5.0 %: not more than 5.
    assert rules(desk_of("2026-05", firms("95", "100", "95", "100"))) == []
