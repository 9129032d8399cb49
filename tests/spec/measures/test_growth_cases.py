"""增速边界规则: the one table of cases, checked line by line (docs/算例.md is made of it)."""

from __future__ import annotations

import tomllib
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from gxlab.measures.growth_bridge import PARTS, Bridge, FirmFacts, bridge_of
from gxlab.measures.rates import two_rates_average_pct, two_year_average_pct
from gxlab.reference.indicators import indicator
from gxlab.reference.numbers import (
    difference_pp,
    divide,
    format_multiple,
    format_rate,
    growth_pct,
    round_half_away,
)
from gxlab.show import grammar
from gxlab.show.objects import Part
from tools.worked_cases import said

CASES: dict[str, Any] = tomllib.loads(
    Path(__file__).with_name("growth_cases.toml").read_text("utf-8")
)


def number(row: dict[str, Any], key: str) -> Decimal | None:
    return Decimal(row[key]) if row.get(key) else None


def exactly(row: dict[str, Any], key: str) -> Decimal:
    return Decimal(row[key])


def text(parts: tuple[Part, ...]) -> str:
    return "".join(p if isinstance(p, str) else p.text + p.unit for p in parts)


def named(kind: str) -> list[Any]:
    return [pytest.param(row, id=row.get("name", row.get("now"))) for row in CASES[kind]]


@pytest.mark.parametrize("row", named("case"))
def test_growth(row: dict[str, Any]) -> None:
    found = growth_pct(number(row, "value"), number(row, "base"))
    if "rate" not in row:
        assert found is None
        assert format_rate(found) == "—"
        assert text(grammar.growth(found, "r")) == said(row) == ""
        return
    assert found is not None
    assert round_half_away(found, 1) == exactly(row, "rate")
    assert format_rate(found) == row["printed"]
    assert text(grammar.growth(found, "r")) == said(row)
    if "multiple" in row:
        assert format_multiple(round_half_away(found, 0), 2) == row["multiple"]


@pytest.mark.parametrize("row", [r for r in CASES["case"] if "profit" in r])
def test_profit_over_the_zero_line(row: dict[str, Any]) -> None:
    assert row["profit"] in grammar.profit_turn(number(row, "value"), number(row, "base"))


@pytest.mark.parametrize("row", named("comparable"))
def test_comparable_against_nominal(row: dict[str, Any]) -> None:
    value, published = exactly(row, "value"), exactly(row, "published")
    base = divide(value * 100, 100 + exactly(row, "rate"))
    assert base is not None and round_half_away(base, 1) == exactly(row, "base")
    nominal = growth_pct(value, published)
    assert nominal is not None and round_half_away(nominal, 1) == exactly(row, "nominal")


@pytest.mark.parametrize("row", named("two_years"))
def test_two_year_average(row: dict[str, Any]) -> None:
    if "value" in row:
        found = two_year_average_pct(exactly(row, "value"), exactly(row, "base"))
    else:
        found = two_rates_average_pct(exactly(row, "this"), exactly(row, "last"))
    assert found is not None and round_half_away(found, 1) == exactly(row, "rate")


@pytest.mark.parametrize("row", named("change"))
def test_change(row: dict[str, Any]) -> None:
    now, then = exactly(row, "now"), exactly(row, "then")
    assert difference_pp(now, then, 1) == exactly(row, "points")
    assert row["words"] in text(grammar.change(now, then, "1—4月", "r"))


@pytest.mark.parametrize("row", named("ratio"))
def test_ratio(row: dict[str, Any]) -> None:
    subject = indicator(row["indicator"])
    found = divide(exactly(row, "top"), exactly(row, "bottom"), Decimal(subject.scale))
    assert found is not None
    assert round_half_away(found, subject.decimals) == exactly(row, "ratio")


def facts(row: dict[str, Any]) -> FirmFacts:
    return FirmFacts(
        row["name"],
        number(row, "value"),
        number(row, "base"),
        row.get("basis", "delivered"),
        number(row, "former"),
        row["now"],
        row["then"],
        row.get("listed", "here" if row["now"] else ""),
        row.get("listed_then", "here" if row["then"] else ""),
    )


@pytest.fixture(scope="module")
def whole() -> Bridge:
    return bridge_of([facts(row) for row in CASES["firm"]])


@pytest.mark.parametrize("row", CASES["firm"], ids=lambda r: r["name"])
def test_each_firm_falls_into_its_part(row: dict[str, Any]) -> None:
    found = bridge_of([facts(row)])
    assert "+".join(p.part for p in found.parts) == row["part"]
    assert sum(p.base_change for p in found.parts) == exactly(row, "base_change")
    assert sum(p.increase for p in found.parts) == exactly(row, "increase")
    assert sum(p.apart for p in found.parts) == Decimal(row.get("apart", "0"))


def test_every_part_has_a_case() -> None:
    assert {part for row in CASES["firm"] for part in row["part"].split("+")} == set(PARTS)


@pytest.mark.parametrize("name", ["former", "comparable", "compared", "level"])
def test_the_columns_sum_to_the_total(whole: Bridge, name: str) -> None:
    assert getattr(whole, name) == Decimal(CASES["bridge"][name])


@pytest.mark.parametrize("name", ["growth", "nominal"])
def test_both_rates_are_the_sums_of_their_parts(whole: Bridge, name: str) -> None:
    rate = getattr(whole, name)
    parts = whole.pull if name == "growth" else whole.nominal_pull
    summed = sum((parts(p) or Decimal(0) for p in whole.parts), Decimal(0))
    assert round_half_away(rate, 1) == Decimal(CASES["bridge"][name])
    assert abs(summed - rate) < Decimal("1e-25")
