"""The unit of measure, the order of rows and the way of writing change no rate."""

from __future__ import annotations

from decimal import Decimal

import polars as pl
from hypothesis import assume, given
from hypothesis import strategies as st

from gxlab.measures.cells import cells, with_basis
from gxlab.measures.projection import seasonal
from gxlab.prose.interval import printed
from gxlab.reference.numbers import (
    difference_pp,
    divide,
    format_number,
    growth_pct,
    round_half_away,
    to_base_unit,
)
from gxlab.reference.periods import Period, range_months, reporting_months
from tests import rounded

money = st.decimals(0, 10**9, places=2)
units = st.sampled_from(["元", "千元", "百万元", "亿元"])
MONEY = pl.Decimal(38, 6)


@given(money, money, units)
def test_growth_is_the_same_in_every_unit(value: Decimal, base: Decimal, unit: str) -> None:
    inside = [to_base_unit(n, unit)[0] for n in (value, base)]
    assert growth_pct(*inside) == growth_pct(value, base)


@given(money, money, units)
def test_a_share_is_the_same_in_every_unit(part: Decimal, whole: Decimal, unit: str) -> None:
    inside = [to_base_unit(n, unit)[0] for n in (part, whole)]
    assert divide(*inside, Decimal(100)) == divide(part, whole, Decimal(100))


@given(money, money, money, st.integers(2, 11))
def test_a_landing_scales_with_its_unit(
    ytd: Decimal, base: Decimal, rest: Decimal, months: int
) -> None:
    assume(base > 1)
    small = seasonal(ytd, base, base + rest, months, Decimal(10))
    large = seasonal(ytd * 1000, base * 1000, (base + rest) * 1000, months, Decimal(10))
    for tier in ("low", "mid", "high"):
        one, other = small.of(tier) * 1000, large.of(tier)
        assert abs(one - other) <= (abs(other) + 1) * Decimal("1e-25")


rows = st.lists(
    st.tuples(
        st.none() | st.decimals(0, 10**6, places=2),
        st.none() | st.decimals(0, 10**6, places=2),
        st.sampled_from(["", "月度"]),
        st.booleans(),
    ),
    min_size=1,
    max_size=15,
)


def frame(found: list[tuple[Decimal | None, Decimal | None, str, bool]]) -> pl.DataFrame:
    given_ = [
        {
            "enterprise": f"E{n}",
            "period": "2026-05",
            "span": "ytd",
            "value": value,
            "base": base,
            "own_prior": base,
            "basis": None,
            "base_delivered": delivered,
            "door": door or None,
            "entered": "2026-03" if door else "2020-02",
            "status": "快报",
            "source_kind": "企业直报",
        }
        for n, (value, base, door, delivered) in enumerate(found)
    ]
    schema = {
        "enterprise": pl.String, "period": pl.String, "span": pl.String, "value": MONEY,
        "base": MONEY, "own_prior": MONEY, "basis": pl.String, "base_delivered": pl.Boolean,
        "door": pl.String, "entered": pl.String, "status": pl.String, "source_kind": pl.String,
    }  # fmt: skip
    return pl.DataFrame(given_, schema=schema, orient="row")


@given(rows, st.randoms(use_true_random=False))
def test_the_order_of_rows_changes_no_sum(
    found: list[tuple[Decimal | None, Decimal | None, str, bool]], chance: object
) -> None:
    firms = frame(found)
    order = list(range(firms.height))
    chance.shuffle(order)  # type: ignore[attr-defined]
    one = cells(with_basis(firms), ["span"])
    other = cells(with_basis(firms[order]), ["span"])
    assert one.equals(other)


@given(rows)
def test_every_firm_counts_in_exactly_one_way(
    found: list[tuple[Decimal | None, Decimal | None, str, bool]],
) -> None:
    (cell,) = cells(with_basis(frame(found)), ["span"]).to_dicts()
    assert cell["n"] + cell["n_not_reported"] == len(found)
    assert cell["n_compared"] + cell["n_base_missing"] == cell["n"]
    assert cell["value"] == cell["value_compared"] + cell["value_base_missing"]


numbers = st.decimals(-(10**6), 10**6, places=4)


@given(numbers, st.integers(0, 3))
def test_a_number_lies_in_the_interval_of_its_print(value: Decimal, decimals: int) -> None:
    found = printed(round_half_away(value, decimals), decimals)
    assert found.low <= value <= found.high
    assert "-" not in format_number(value, decimals)  # a true minus, and never −0.0
    assert format_number(value, decimals).strip("−0.,") or round_half_away(value, decimals) == 0


@given(st.decimals(1, 10**6, places=4), st.decimals(1, 10**6, places=4), st.integers(0, 2))
def test_what_follows_from_true_numbers_lies_in_what_follows_from_printed_ones(
    one: Decimal, other: Decimal, decimals: int
) -> None:
    a, b = (printed(round_half_away(n, decimals), decimals) for n in (one, other))
    share, growth = rounded.share(a, b), rounded.growth(a, b)
    exact = divide(one, other, Decimal(100))
    true = growth_pct(one, other)
    assert exact is not None and true is not None
    if share is not None and growth is not None:
        assert share.low <= exact <= share.high
        assert growth.low <= true <= growth.high
    assert (a + b).low <= one + other <= (a + b).high
    assert (a - b).low <= one - other <= (a - b).high


@given(numbers, numbers, st.integers(0, 2))
def test_a_change_is_the_difference_of_what_is_printed(
    rate: Decimal, former: Decimal, decimals: int
) -> None:
    found = difference_pp(rate, former, decimals)
    assert found == round_half_away(rate, decimals) - round_half_away(former, decimals)
    back = difference_pp(former, rate, decimals)
    assert found is not None and back == -found


months = st.builds(Period, st.integers(2000, 2090), st.integers(1, 12))


@given(months, st.integers(1, 60))
def test_a_span_of_months_leaves_out_every_january(first: Period, count: int) -> None:
    last = first.shift(count)
    found = range_months(first, last, has_january=False)
    assert all(p.month != 1 for p in found)
    januaries = sum(p.month == 1 for p in range_months(first, last, has_january=True))
    assert len(found) + januaries == count + 1


@given(st.integers(2000, 2090))
def test_every_year_has_eleven_reports_and_each_follows_the_one_before(year: int) -> None:
    found = reporting_months(year, has_january=False)
    assert len(found) == 11
    assert [p.previous for p in found[1:]] == found[:-1]
    assert found[0].previous == Period(year - 1, 12)  # 1—2月 is compared with 上年全年
    assert all(p.prior_year.shift(12) == p for p in found)
