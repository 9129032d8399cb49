"""基数、预计误差、价格、停产: what last year was, how far estimates missed, what prices allow."""

from __future__ import annotations

from decimal import Decimal

import pytest

from gxlab.measures.overview import overview
from gxlab.measures.overview_estimates import course, estimates, mean_errors
from gxlab.measures.overview_outlook import path, price_gap, prices
from gxlab.measures.overview_stopped import standstill
from gxlab.show.overview_later import base
from gxlab.show.overview_later import estimates as estimate_sentence
from gxlab.show.overview_sentences import margins
from tests.conftest import DeskOf, facts, register
from tests.spec.overview.rows import rates, units


@pytest.mark.parametrize(
    ("end", "judged"),
    [("3.3", "逐步抬高"), ("2.8", "与前期相当"), ("1.9", "逐步走低")],
)
def test_whether_the_base_rises(desk_of: DeskOf, end: str, judged: str) -> None:
    # 2.6 at May: +0.7 rises, +0.2 is level (under 0.3), −0.7 falls.
    last = f"3300 2025-05 2.6\n3300 2025-06 2.7\n3300 2025-12 {end}"
    given = overview(desk_of("2026-05", units(rates(last))))
    assert [str(m.period) for m in path(given)] == ["2025-05", "2025-06", "2025-12"]
    said = "".join(p if isinstance(p, str) else p.text for p in base(given))
    assert said == (
        f"2025年规上工业增加值1—5月增长2.6%，上半年增长2.7%，全年增长{end}%，"
        f"后几个月上年基数{judged}。"
    )


def test_estimates_beside_what_was_fed_back(desk_of: DeskOf) -> None:
    told = units(rates("330101 2026-04 5.0\n330101 2026-05 6.0\n330102 2026-05 4.0"), status="预计")
    fed = units(rates("330101 2026-04 5.5\n330101 2026-05 5.2\n330102 2026-05 4.04"))
    desk = desk_of("2026-05", told, fed)
    (row,) = estimates(desk.at(unit="330101"))
    # 6.0 − 5.2 = +0.8; both are kept
    assert (row.value, row.base, row.change_pp) == (Decimal(6), Decimal("5.2"), Decimal("0.8"))
    (mean,) = mean_errors(desk.at(unit="330101"))
    # (|5.0 − 5.5| + |6.0 − 5.2|) ÷ 2 = 1.3 ÷ 2 = 0.65
    assert (mean.value, mean.n) == (Decimal("0.65"), 2)
    assert [r.code for r in course(desk.at(unit="330101"))] == ["2026-05", "2026-04"]
    # 4.0 against 4.04, which prints 4.0: the same
    assert estimate_sentence(overview(desk)).text == (
        "2个县区预计与反馈可对照，规上工业增加值增速预计一致的1个，"
        "误差最大的东山县预计高于反馈数0.8个百分点。"
    )


def test_a_county_that_sent_no_estimate_is_named(desk_of: DeskOf) -> None:
    told = units(rates("330101 2026-05 6.0"), status="预计")
    desk = desk_of("2026-05", told, units(rates("330101 2026-05 6.0\n330102 2026-05 4.0")))
    assert estimate_sentence(overview(desk)).text.endswith("西水县未上报本期预计。")
    assert estimate_sentence(overview(desk.at(unit="330102"))).text == "西水县未上报本期预计。"
    assert estimate_sentence(overview(desk.at(unit="Z1"))).text == (
        "预计由县区上报，本单位没有预计数。"
    )


PRICES = """
3300 2026-05 price_index ytd value 98.2
3300 2026-05 purchase_price_index ytd value 99.0
3300 2026-05 revenue ytd value 1000
3300 2026-05 revenue ytd base 900
3300 2026-05 profit ytd value 70
3300 2026-05 profit ytd base 72
"""


def test_prices_beside_margins_are_no_cause(desk_of: DeskOf) -> None:
    # 98.2 − 99.0 = −0.8; margin 70 ÷ 1000 = 7.00 % against 72 ÷ 900 = 8.00 %: −1.00, both down.
    desk = desk_of("2026-05", units(PRICES))
    assert price_gap(desk).value == Decimal("-0.8")
    said = margins(overview(desk)).text
    assert "营业收入利润率7.00%，同比下降1.00个百分点" in said
    assert said.endswith(
        "1—5月全市工业生产者出厂价格指数98.2，低于购进价格指数0.8个百分点"
        "（购进99.0，上年同期=100），与利润率同比变动方向一致，是否由价格传导需核实。"
    )
    up = desk_of(
        "2026-05", units(PRICES.replace("price_index ytd value 98.2", "price_index ytd value 99.9"))
    )
    assert "方向不一致，不能用价格解释" in margins(overview(up)).text


def test_without_prices_nothing_is_said_of_them(desk_of: DeskOf) -> None:
    desk = desk_of("2026-05", units("\n".join(PRICES.strip().splitlines()[2:])))
    assert prices(desk) is None
    assert "价格" not in margins(overview(desk)).text


def test_who_stands_still_and_what_they_weighed(desk_of: DeskOf) -> None:
    # A makes 20 of last year's 100 in the month, 20 % and no more than 30 %: half still.
    # B makes 31 of 100.  Of last year's output of 400 + 600 the first was 40.0 %.
    rows = [
        *facts(
            "A 2026-05 20\nA 2025-05 100\nB 2026-05 31\nB 2025-05 100",
            indicator="output",
            span="month",
        ),
        *facts("A 2026-05 300 400\nB 2026-05 500 600", indicator="output"),
        *facts("A 2026-05 300 400\nB 2026-05 500 600"),
    ]
    places = "\n".join(f"{c} {m} 330101001 1711" for c in "AB" for m in ("2025-05", "2026-05"))
    given = overview(desk_of("2026-05", {"observation": rows, "register": register(places)}))
    found = standstill(given)
    assert found is not None and found.weight is not None
    assert [(c.firm.enterprise, c.firm.state) for c in found.firms] == [("A", "半停产")]
    assert found.weight.value == Decimal(40)
    assert standstill(overview(desk_of("2026-05", units(rates("3300 2026-05 5.1"))))) is None
