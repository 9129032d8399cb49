"""Figures derived from cells (派生指标), and what each tells of a cell that is left out.

Cluster c3 is firm A alone, 40,000 万元 of 32,000 a year before: 10%, that is 36,000 to 44,000, must
stay open. c4 is S alone. Every other cluster has three firms; c5 is a little less than c3, c6 a
little more. Levels print as 亿元 with two decimals, ± 50 万元; c3 and c4 together are the city less
the other four, 64,000 ± 250.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from gxlab.disclosure.system import GROWTH, LEVEL, Fact, Item, System
from gxlab.reference.numbers import round_half_away
from tests.disclosure.instances import CITY
from tests.disclosure.scenarios import Firm, of

Parts = tuple[tuple[str, str], ...]
"""value or base, and a cluster: "" is the city, "@" the cluster it is about."""
SIZES = {
    "c1": (("F", 50_000, 40_000), ("G", 40_000, 30_000), ("H", 40_000, 30_000)),
    "c2": (("K", 30_000, 26_000), ("L", 30_000, 26_000), ("M", 30_000, 26_000)),
    "c3": (("A", 40_000, 32_000),),
    "c4": (("S", 24_000, 20_000),),
    "c5": (("P", 13_000, 10_000), ("Q", 13_000, 10_000), ("R", 13_000, 10_000)),
    "c6": (("U", 14_000, 13_000), ("V", 14_000, 13_000), ("W", 14_000, 14_000)),
}
# City: 130,000 + 90,000 + 40,000 + 24,000 + 39,000 + 42,000 = 365,000; a year before
# 100,000 + 78,000 + 32,000 + 20,000 + 30,000 + 40,000 = 300,000.
WORLD = of(
    "2026-05",
    *(Firm(n, value, code, base=base) for code, own in SIZES.items() for n, value, base in own),
)
MONEY = Decimal("0.0001")


@dataclass(frozen=True)
class Figure:
    """``part`` ÷ ``whole`` × ``scale``, printed with so many decimals.

    ``whole``: cells, or a number known to everybody.
    """

    part: Parts
    whole: Parts | int | Decimal = 1
    scale: Decimal = Decimal(100)
    decimals: int = 1


@dataclass(frozen=True)
class Order:
    """A place in a list (位次): ``above`` is no less than ``below`` times ``times``."""

    above: Parts
    below: Parts
    times: Decimal = Decimal(1)


@dataclass(frozen=True)
class Derived:
    """What is printed of c3, and between which amounts A then is, worked by hand."""

    name: str
    figures: tuple[Figure | Order, ...]
    low: float
    high: float


V, B0 = ("value", "@"), ("base", "@")
BASE = Figure((B0,), scale=MONEY, decimals=2)
CITY_VALUE, CITY_BASE = ("value", ""), ("base", "")

DERIVED = (
    # 1.2495 · 31,950 and 1.2505 · 32,050
    Derived("growth", (BASE, Figure((V,), (B0,))), 39_921.525, 40_078.525),
    # 10.96 reads 11.0: 0.1095 · 364,950 and 0.1105 · 365,050
    Derived("share", (Figure((V,), (CITY_VALUE,)),), 39_962.025, 40_338.025),
    # c4 has 37.5 of the two, so c3 has 62.5: 0.6245 · 63,750 and 0.6255 · 64,250
    Derived(
        "two_shares_of_100",
        (Figure((("value", "c4"),), (("value", "c3"), ("value", "c4"))),),
        39_811.875,
        40_188.375,
    ),
    # One firm's mean is the firm: 4.00 亿元
    Derived("mean", (Figure((V,), 1, MONEY, 2),), 39_950, 40_050),
    # 500 persons, 80.0 万元 each: 79.95 · 500 and 80.05 · 500
    Derived("per_head", (Figure((V,), 500, Decimal(1), 1),), 39_975, 40_025),
    # 456.7 亩, 87.58 万元 each: 87.575 · 456.7 and 87.585 · 456.7
    Derived(
        "per_mu",
        (Figure((V,), Decimal("456.7"), Decimal(1), 2),),
        39_995.5025,
        40_000.0695,
    ),
    # Between c5's 38,950 and c6's 42,050
    Derived(
        "place_by_size",
        (Order((("value", "c6"),), (V,)), Order((V,), (("value", "c5"),))),
        38_950,
        42_050,
    ),
    # Grown more than one of 24.0% (1.2395), less than one of 26.0% (1.2605), on 32,000 ± 50
    Derived(
        "place_by_growth",
        (
            BASE,
            Order((V,), (B0,), Decimal("1.2395")),
            Order((B0,), (V,), 1 / Decimal("1.2605")),
        ),
        39_602.025,
        40_399.025,
    ),
    # 125.00: 1.24995 · 31,950 and 1.25005 · 32,050
    Derived("index", (BASE, Figure((V,), (B0,), decimals=2)), 39_935.9025, 40_064.1025),
    # 1.7 times c4: r ÷ (1 + r) of the two: 1.65 ÷ 2.65 · 63,750 and 1.75 ÷ 2.75 · 64,250
    Derived(
        "multiple_within_a_sum",
        (Figure((V,), (("value", "c4"),), Decimal(1), 1),),
        39_693.3962,
        40_886.3636,
    ),
    # The share's 39,962 from below, 80 万元 a head (± 0.5 · 500) from above
    Derived(
        "two_roundings",
        (Figure((V,), (CITY_VALUE,)), Figure((V,), 500, Decimal(1), 0)),
        39_962.025,
        40_250,
    ),
    # In 亿元 4.00, in 万元 40,000: ± 0.5
    Derived(
        "two_units",
        (Figure((V,), scale=MONEY, decimals=2), Figure((V,), scale=Decimal(1), decimals=0)),
        39_999.5,
        40_000.5,
    ),
    # c3 and c1 in 万元, c1 in 亿元: 170,000 ± 0.5 less 130,000 ± 50
    Derived(
        "subtotal_in_another_unit",
        (Figure((V, ("value", "c1")), scale=Decimal(1), decimals=0),),
        39_949.5,
        40_050.5,
    ),
    # 1.03 times c5: 1.025 · 38,950 and 1.035 · 39,050
    Derived(
        "ratio_to_a_neighbour",
        (Figure((V,), (("value", "c5"),), Decimal(1), 2),),
        39_923.75,
        40_416.75,
    ),
    # 13.3% of the city's base, 300,000 ± 50: 0.1325 · 299,950 and 0.1335 · 300,050
    Derived(
        "share_of_last_years_city",
        (Figure((CITY_BASE,), scale=MONEY, decimals=2), Figure((V,), (CITY_BASE,))),
        39_743.375,
        40_056.675,
    ),
    # 50,000 were planned, 80.0% are done: 0.7995 · 50,000 and 0.8005 · 50,000
    Derived("part_of_a_target", (Figure((V,), 50_000),), 39_975, 40_025),
    # 0.80 亿元 a month for five: 5 · 7,950 and 5 · 8,050
    Derived("mean_of_months", (Figure((V,), 5, MONEY, 2),), 39_750, 40_250),
    # City without it: 325,000 ± 50 from 365,000 ± 50
    Derived(
        "all_others",
        (
            Figure(
                tuple(("value", c) for c in ("c1", "c2", "c4", "c5", "c6")),
                scale=MONEY,
                decimals=2,
            ),
        ),
        39_900,
        40_100,
    ),
)


def facts_of(told: Figure | Order, code: str, whole: System) -> tuple[list[Fact], tuple[Item, ...]]:
    """A derived figure as facts, and the items it is made of."""
    parts = told.above + told.below if isinstance(told, Order) else told.part
    if isinstance(told, Figure) and isinstance(told.whole, tuple):
        parts += told.whole
    items = tuple(_item(part, code) for part in parts)
    if isinstance(told, Order):
        weights = _less(_form(told.above, code, whole), _form(told.below, code, whole), told.times)
        true = weights and _truth(weights, whole) >= 0
        return [Fact(weights, 0.0, float("inf"), items)] if true else [], items
    part = _form(told.part, code, whole)
    divisor = told.whole if isinstance(told.whole, tuple) else ()
    below = _form(divisor, code, whole)
    size = _truth(below, whole) if divisor else Decimal(str(told.whole))
    number = round_half_away(_truth(part, whole) / size * told.scale, told.decimals)
    half = Decimal(5).scaleb(-told.decimals - 1)
    low, high = (number - half) / told.scale, (number + half) / told.scale
    if not divisor:
        return [Fact(_less(part, {}, low), float(low * size), float(high * size), items)], items
    return [
        Fact(_less(part, below, low), 0.0, float("inf"), items),
        Fact(_less(part, below, high), float("-inf"), 0.0, items),
    ], items


def _cell(code: str) -> tuple[str, str, str, str, str]:
    return ("revenue", "ytd", CITY, "cluster" if code else "", code)


def _item(part: tuple[str, str], code: str) -> Item:
    kind, where = part
    return _cell(code if where == "@" else where), LEVEL if kind == "value" else GROWTH


def _form(parts: Parts, code: str, whole: System) -> dict[int, float]:
    found: dict[int, float] = {}
    for part in parts:
        cell, item = _item(part, code)
        sums = whole.cells[-1][cell]
        for number, times in (sums.value if item == LEVEL else sums.base).items():
            found[number] = found.get(number, 0.0) + times
    return found


def _less(one: Mapping[int, float], other: Mapping[int, float], times: Decimal) -> dict[int, float]:
    weights = {n: one.get(n, 0.0) - float(times) * other.get(n, 0.0) for n in {*one, *other}}
    return {n: weight for n, weight in weights.items() if weight}


def _truth(form: Mapping[int, float], whole: System) -> Decimal:
    return sum((whole.unknowns[n].truth * Decimal(w) for n, w in form.items()), Decimal(0))
