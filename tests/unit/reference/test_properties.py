from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from gxlab.reference.codes import (
    CodeLoss,
    check_character,
    credit_code_problem,
    normalise_project_code,
)
from gxlab.reference.numbers import (
    cell_unit,
    divide,
    format_number,
    growth_pct,
    parse_number,
    round_half_away,
    to_base_unit,
)
from gxlab.reference.periods import Period, Span, find_period, parse_period, range_months

ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
money = st.decimals(-(10**12), 10**12, places=6, allow_nan=False, allow_infinity=False)
periods = st.builds(Period, st.integers(1950, 2099), st.integers(1, 12))


@given(money, st.integers(0, 6))
def test_what_is_printed_reads_back(value: Decimal, decimals: int) -> None:
    printed = format_number(value, decimals)
    assert parse_number(printed).value == round_half_away(value, decimals)
    assert not printed.startswith("−0.0") or Decimal(printed.replace("−", "").replace(",", ""))


@given(money)
def test_full_width_and_brackets_read_the_same(value: Decimal) -> None:
    wide = {**{ord(str(digit)): chr(0xFF10 + digit) for digit in range(10)}, ord("."): "．"}
    text = format(abs(value), "f")
    assert parse_number(text.translate(wide)).value == abs(value)
    assert parse_number(f"（{text}）").value == -abs(value)


@given(st.text(max_size=12))
def test_any_text_is_a_value_a_mark_or_a_problem(text: str) -> None:
    for percent in (False, True):
        parsed = parse_number(text, percent=percent)
        said = [parsed.value, parsed.missing, parsed.problem]
        assert sum(part is not None for part in said) == 1
        assert parsed.value is None or parsed.value.is_finite()


@given(st.text(alphabet="0123456789.,-−+()（）%％万亿元户倍约X*…— ①", max_size=8))
def test_a_zero_is_only_read_where_a_zero_is_written(text: str) -> None:
    parsed = parse_number(text)
    assert parsed.value != 0 or "0" in text


@given(money, money)
def test_growth_is_the_exact_quotient(value: Decimal, base: Decimal) -> None:
    growth = growth_pct(value, base)
    if base <= 0:
        assert growth is None
    else:
        exact = (Fraction(value) - Fraction(base)) / Fraction(base) * 100
        assert growth is not None
        assert abs(Fraction(growth) - exact) <= abs(exact) / Fraction(10) ** 33


@given(money, money)
def test_division_has_34_digits(top: Decimal, bottom: Decimal) -> None:
    assume(bottom != 0)
    quotient = divide(top, bottom)
    assert quotient is not None
    exact = Fraction(top) / Fraction(bottom)
    assert abs(Fraction(quotient) - exact) <= abs(exact) / Fraction(10) ** 33


@given(money, st.integers(0, 4))
def test_rounding_is_half_up_on_the_magnitude(value: Decimal, decimals: int) -> None:
    rounded = round_half_away(value, decimals)
    step = Decimal(1).scaleb(-decimals)
    assert abs(rounded) == abs(value).quantize(step, ROUND_HALF_UP)
    assert rounded == 0 or (rounded > 0) == (value > 0)
    assert not str(rounded).startswith("-0.0") or rounded != 0


@given(money, st.sampled_from(["元", "千元", "万元", "百万元", "亿元"]))
def test_money_is_converted_exactly(value: Decimal, unit: str) -> None:
    factors = {"元": 1, "千元": 1000, "万元": 10**4, "百万元": 10**6, "亿元": 10**8}
    converted, base = to_base_unit(value, unit)
    assert base == "万元"
    assert Fraction(converted) * 10**4 == Fraction(value) * factors[unit]


@given(money, st.sampled_from(["元", "千元", "万元", "亿元"]))
def test_a_bare_multiplier_means_the_same_under_every_money_column(
    value: Decimal, column: str
) -> None:
    assert to_base_unit(value, cell_unit("万", column)) == to_base_unit(value, "万元")


spans: st.SearchStrategy[Span] = st.sampled_from(["ytd", "month", "point", "rolling12"])


@given(periods, spans)
def test_a_printed_period_reads_back(period: Period, span: Span) -> None:
    read = parse_period(period.label(span, with_year=True, has_january=True))
    assert read is not None and read.period == period
    whole_year = period.month == 12 and span in ("ytd", "rolling12")
    first = period.month == 1 and span == "ytd"  # 只有一个月,印作“1月”
    assert read.span == ("month" if first else read.span if whole_year else span)


@given(periods, spans)
def test_a_printed_period_is_found_in_a_title(period: Period, span: Span) -> None:
    title = f"示例市{period.label(span, with_year=True, has_january=True)}规上工业主要指标"
    found = find_period(title)
    assert found is not None and found.period == period


@given(st.text(max_size=20))
def test_any_text_may_be_asked_for_a_period(text: str) -> None:
    for read in (parse_period(text, 2026), find_period(text, 2026)):
        assert read is None or 1900 <= read.period.year <= 2199


@given(periods, st.integers(-600, 600))
def test_shifting_there_and_back(period: Period, months: int) -> None:
    assume(period.year + months // 12 - 1 >= 1900 and period.year + months // 12 + 1 <= 2199)
    assert period.shift(months).shift(-months) == period
    assert (period.shift(months) > period) == (months > 0)


@given(periods, st.integers(1, 60))
def test_previous_is_the_month_before_in_the_calendar_without_january(
    period: Period, months: int
) -> None:
    assume(period.month != 1 and period.year > 1950)
    reported = range_months(period.shift(-months - 1), period, has_january=False)
    assume(len(reported) > 1)
    assert reported[-2] == period.previous


def _credit_code(body: str) -> str:
    return body + (check_character(body) or "")


bodies = st.text(alphabet=ALPHABET, min_size=17, max_size=17)


@settings(max_examples=300)
@given(bodies, st.integers(0, 17), st.sampled_from(ALPHABET))
def test_one_wrong_character_is_noticed(body: str, place: int, character: str) -> None:
    code = _credit_code(body)
    assume(code[place] != character)
    wrong = code[:place] + character + code[place + 1 :]
    assert _noticed(wrong)


@settings(max_examples=300)
@given(bodies, st.integers(0, 16))
def test_two_characters_exchanged_are_noticed(body: str, place: int) -> None:
    code = _credit_code(body)
    assume(code[place] != code[place + 1])
    assert _noticed(code[:place] + code[place + 1] + code[place] + code[place + 2 :])


def _noticed(code: str) -> bool:
    try:
        return credit_code_problem(code) is not None
    except CodeLoss:
        return True


@given(st.text(max_size=24))
def test_any_text_may_be_asked_for_a_project_code(text: str) -> None:
    code = normalise_project_code(text)
    assert code is None or normalise_project_code(code) == code


@given(st.integers(10**17, 999_994 * 10**12))
def test_a_code_from_a_number_cell_is_always_refused(number: int) -> None:
    for text in (str(number), f"{float(number):.15g}", f"{number / 10**17:.5f}E+17"):
        with pytest.raises(CodeLoss):
            credit_code_problem(text, numeric_cell=True)
