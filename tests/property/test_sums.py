"""What must add up adds up, whatever the figures: bridge, contributions, exclusion, landing."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from hypothesis import assume, given
from hypothesis import strategies as st

from gxlab.measures.figures import with_parts
from gxlab.measures.growth_bridge import Bridge, FirmFacts, bridge_of
from gxlab.measures.projection import seasonal
from gxlab.measures.rates import growth_without, needed_growth_pct, yearly_rate_pct
from gxlab.measures.split import exhaustive, with_contributions
from gxlab.reference.numbers import growth_pct
from tests.figure_rows import levelled

ZERO = Decimal(0)
money = st.decimals(0, 10**9, places=6)
rates = st.decimals(-90, 300, places=2)
places = st.sampled_from(["here", "industry", "elsewhere", ""])
firms = st.builds(
    FirmFacts,
    st.just("A"),
    st.none() | money,
    st.none() | money,
    st.sampled_from(["delivered", "own_prior_year", "new", "exit_kept", "base_missing"]),
    st.none() | money,
    st.booleans(),
    st.booleans(),
    places,
    places,
)


@given(st.lists(firms, max_size=25))
def test_a_bridge_leads_from_last_year_to_this_to_the_last_digit(given_: list[FirmFacts]) -> None:
    found = bridge_of(given_)
    moved = sum((p.base_change for p in found.parts), ZERO)
    grown = sum((p.increase for p in found.parts), ZERO)
    apart = sum((p.apart for p in found.parts), ZERO)
    assert found.former + moved == found.comparable
    assert found.comparable + grown == found.compared
    assert found.compared + apart == found.level
    assert found.former + sum((p.change for p in found.parts), ZERO) == found.level


@given(st.lists(firms, max_size=25))
def test_comparable_and_nominal_growth_are_the_sums_of_their_parts(
    given_: list[FirmFacts],
) -> None:
    found = bridge_of(given_)
    for rate, part in ((found.growth, found.pull), (found.nominal, found.nominal_pull)):
        pulls = [part(p) or ZERO for p in found.parts]
        size = sum((abs(p) for p in pulls), Decimal(1))
        assert rate is None or abs(sum(pulls, ZERO) - rate) < size * Decimal("1e-20")


@given(st.lists(firms, max_size=12), st.lists(firms, max_size=12))
def test_two_bridges_side_by_side_are_one(left: list[FirmFacts], right: list[FirmFacts]) -> None:
    def sums(found: Bridge) -> tuple[Decimal, ...]:
        return found.former, found.comparable, found.compared, found.level

    both = sums(bridge_of([*left, *right]))
    assert both == tuple(
        a + b for a, b in zip(sums(bridge_of(left)), sums(bridge_of(right)), strict=True)
    )


@given(st.lists(firms, max_size=15), st.randoms(use_true_random=False))
def test_the_order_of_firms_does_not_matter(given_: list[FirmFacts], chance: object) -> None:
    shuffled = list(given_)
    chance.shuffle(shuffled)  # type: ignore[attr-defined]
    assert bridge_of(shuffled) == bridge_of(given_)


pairs = st.lists(st.tuples(money, money), min_size=1, max_size=12)


@given(pairs)
def test_pulls_and_contributions_of_a_split_add_up(found: list[tuple[Decimal, Decimal]]) -> None:
    parts = [levelled(str(n), v, b) for n, (v, b) in enumerate(found)]
    value = sum((v for v, _ in found), ZERO)
    base = sum((b for _, b in found), ZERO)
    assume(base > 1)
    total = levelled("T", value, base)
    assert exhaustive(parts, total)
    rows = with_contributions(with_parts(parts, total), total)
    pulls = [r.pull_pp or ZERO for r in rows]
    size = sum((abs(p) for p in pulls), Decimal(1))
    assert total.growth_yoy_pct is not None
    assert abs(sum(pulls, ZERO) - total.growth_yoy_pct) < size * Decimal("1e-25")
    shares = [r.contribution_pct for r in rows]
    if abs(total.growth_yoy_pct) < Decimal("0.5"):
        assert set(shares) == {None}
    else:
        known = [s or ZERO for s in shares]
        size = sum((abs(s) for s in known), Decimal(1))
        assert abs(sum(known, ZERO) - 100) < size * Decimal("1e-25")


@given(pairs, st.integers(0, 11))
def test_a_split_with_a_part_missing_is_none(found: list[tuple[Decimal, Decimal]], at: int) -> None:
    value = sum((v for v, _ in found), ZERO)
    base = sum((b for _, b in found), ZERO)
    at %= len(found)
    assume(found[at] != (ZERO, ZERO))
    parts = [levelled(str(n), v, b) for n, (v, b) in enumerate(found) if n != at]
    assert not exhaustive(parts, levelled("T", value, base))


@given(money, money, money, money)
def test_what_is_taken_out_and_put_back_is_the_whole(
    value: Decimal, base: Decimal, more: Decimal, base_of_more: Decimal
) -> None:
    total = (value + more, base + base_of_more)
    assert growth_without(total, (more, base_of_more)) == growth_pct(value, base)


@given(money, money, money, rates)
def test_the_needed_growth_reaches_the_target(
    ytd: Decimal, base: Decimal, rest: Decimal, target: Decimal
) -> None:
    assume(rest > 1)
    needed = needed_growth_pct(target, ytd, base, base + rest)
    assert needed is not None
    reached = Fraction(ytd) + Fraction(rest) * (1 + Fraction(needed) / 100)
    goal = (Fraction(base) + Fraction(rest)) * (1 + Fraction(target) / 100)
    assert abs(reached - goal) <= (abs(goal) + abs(Fraction(ytd)) + 1) / 10**25


@given(money, money, money, st.integers(2, 11), st.decimals(0, 50, places=1))
def test_a_landing_grows_as_the_months_past_and_lies_in_its_range(
    ytd: Decimal, base: Decimal, rest: Decimal, months: int, margin: Decimal
) -> None:
    assume(base > 1)
    found = seasonal(ytd, base, base + rest, months, margin)
    assert found.low <= found.mid <= found.high
    even = Fraction(ytd) * (Fraction(base) + Fraction(rest)) / Fraction(base)
    assert abs(Fraction(found.mid) - even) <= (abs(even) + 1) / 10**25


@given(st.decimals("1.01", 20, places=2), st.integers(1, 15))
def test_a_yearly_rate_compounds_to_the_multiple(times: Decimal, years: int) -> None:
    grown = (1 + Fraction(yearly_rate_pct(times, years)) / 100) ** years
    assert abs(grown - Fraction(times)) < Fraction(times) / 10**25
