"""Primary rules (初级保密), by hand: published cases, boundaries, holdings, negatives, waivers."""

from __future__ import annotations

from decimal import Decimal

import pytest

from gxlab.disclosure.model import Rules
from gxlab.disclosure.primary import required, required_alone, sensitivity


def judged(*amounts: str | int, rules: Rules = Rules(), **told: bool) -> str:  # noqa: B008
    """The reason for a cell of firms that are their own; a trailing "w" marks a waiver."""
    contributions = []
    for number, amount in enumerate(amounts):
        text = str(amount)
        name = f"firm {number}"
        contributions.append((name, Decimal(text.removesuffix("w")), text.endswith("w")))
    return sensitivity(contributions, rules, **told).reason


def p(percent: str, frequency: int = 1) -> Rules:
    return Rules(min_frequency=frequency, p_percent=Decimal(percent))


# (amounts, p, reason): frequency is set aside (1), so that the p% rule alone decides.
P_PERCENT = [
    # Handbook on SDC, chapter 4, example 1: 50 000 − 49 000 … the second is off by 1 000 = 2 %.
    ((50_000, 49_000, 1_000), "10", "dominance"),
    # Example 2: 8 000 left, 10 % of 52 000 is 5 200.
    ((52_000, 50_000, 8_000), "10", ""),
    # SSB's test of dominance, seven cells.
    ((100,), "10", "dominance"),
    ((90, 10), "10", "dominance"),
    ((80, 20), "10", "dominance"),
    ((70, 30), "10", "dominance"),
    ((80, 10, 10), "10", ""),
    ((70, 10, 10, 10), "10", ""),
    ((60, 20, 10, 10), "10", ""),
    # At the boundary nothing is hidden: 10 left, 10 % of 100 is 10; a hair less is.
    ((100, 50, 10), "10", ""),
    ((100, 50, "9.999999"), "10", "dominance"),
    ((100, 50, "10.000001"), "10", ""),
    # The same with another p: 25 % of 100 is 25; 5.26 % is 5.26.
    ((100, 50, 25), "25", ""),
    ((100, 50, "24.9"), "25", "dominance"),
    ((100, 50, "5.26"), "5.26", ""),
    ((100, 50, "5.25"), "5.26", "dominance"),
    # Two alike: either can take itself away.
    ((50, 50), "10", "dominance"),
    ((50, 50, 5), "10", ""),
    ((50, 50, "4.9"), "10", "dominance"),
    # Many small ones behind two large: 8 × 1 = 8 < 10.
    ((100, 90, 1, 1, 1, 1, 1, 1, 1, 1), "10", "dominance"),
    ((100, 90, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1), "10", ""),
    # One large, the rest even: 30 left after the second, 10 % of 100 is 10.
    ((100, 10, 10, 10, 10), "10", ""),
    # Noughts do not hide anybody.
    ((100, 0, 0), "10", "dominance"),
    ((100, 50, 0, 0), "10", "dominance"),
    ((0, 0, 0), "10", ""),
    # A negative reading counts by its size: 100 | 50 | 20.
    ((100, 50, -20), "10", ""),
    ((100, 50, -5), "10", "dominance"),
    ((-100, 50, 5), "10", "dominance"),
    # A waiver leaves the protected, not the sum: the largest agreed, so 50 is asked for:
    # the second largest to it is 100, left is 8, 10 % of 50 is 5.
    (("100w", 50, 8), "10", ""),
    (("100w", 50, 4), "10", "dominance"),
    ((100, "50w", 8), "10", "dominance"),
    (("100w", "50w", "8w"), "10", ""),
    (("100w",), "10", ""),
]


@pytest.mark.parametrize(("amounts", "percent", "reason"), P_PERCENT)
def test_p_percent(amounts: tuple[str | int, ...], percent: str, reason: str) -> None:
    assert judged(*amounts, rules=p(percent)) == reason


FREQUENCY = [
    ((), 3, ""),
    ((100,), 3, "frequency"),
    ((100, 100), 3, "frequency"),
    ((100, 100, 100), 3, ""),
    ((0,), 3, "frequency"),
    ((0, 0, 0), 3, ""),
    ((40, 40, 40, 40), 5, "frequency"),
    ((40, 40, 40, 40, 40), 5, ""),
    ((100, 100), 2, "dominance"),
    ((100,), 1, "dominance"),
    # One that agreed still counts as standing behind the cell, but protects nobody alone.
    ((100, "100w"), 3, "frequency"),
    (("100w", "100w"), 3, ""),
    ((100, "100w", "100w"), 3, ""),
]


@pytest.mark.parametrize(("amounts", "least", "reason"), FREQUENCY)
def test_frequency(amounts: tuple[str | int, ...], least: int, reason: str) -> None:
    assert judged(*amounts, rules=p("10", least)) == reason


SIGNED = [
    # Profit: contributions cancel, so the sum says nothing of dominance; frequency decides.
    ((500, -490, 1), ""),
    ((500, 1, 1), ""),
    ((500, -500), "frequency"),
    ((-500,), "frequency"),
]


@pytest.mark.parametrize(("amounts", "reason"), SIGNED)
def test_signed(amounts: tuple[int, ...], reason: str) -> None:
    assert judged(*amounts, signed=True) == reason


def test_contributions_are_added_up_by_holding() -> None:
    """Three firms of two owners are two: 60 + 40 and 100."""
    cell = [("甲", Decimal(60), False), ("甲", Decimal(40), False), ("乙", Decimal(100), False)]
    assert sensitivity(cell, Rules()).reason == "frequency"
    more = [*cell, ("丙", Decimal(11), False)]
    assert sensitivity(more, Rules()).reason == ""
    assert sensitivity([*cell, ("丙", Decimal(9), False)], Rules()).reason == "dominance"


def test_by_order() -> None:
    assert judged(10, 10, 10, 10, forced=True) == "forced"
    assert judged(forced=True) == ""


LEVELS = [
    # p/100 · x1 − (X − x1 − x2)
    ((50_000, 49_000, 1_000), "4000"),
    ((52_000, 50_000, 8_000), "-2800"),
    ((100,), "10"),
    ((90, 10), "9"),
    ((100, 50, 4), "6"),
    ((100, 50, 10), "0"),
]


@pytest.mark.parametrize(("amounts", "level"), LEVELS)
def test_levels(amounts: tuple[int, ...], level: str) -> None:
    named = {str(n): Decimal(a) for n, a in enumerate(amounts)}
    assert required(named, named, Decimal(10)) == Decimal(level)


def test_what_is_left_to_an_insider() -> None:
    """Cell 100, 50, 4; the 50 takes itself away: 104 left, the 100 is hidden by 4, 10 are asked."""
    rest = {"a": Decimal(100), "c": Decimal(4)}
    assert required_alone(rest, {"a", "c"}, Decimal(10)) == 6
    assert required_alone({"a": Decimal(100)}, {"a"}, Decimal(10)) == 10
    assert required_alone({"a": Decimal(100), "c": Decimal(10)}, {"a"}, Decimal(10)) == 0
