"""分行业: pulls within one source, the base implied by a rate, how many divisions grow."""

from __future__ import annotations

from decimal import Decimal

from gxlab.measures.overview import overview
from gxlab.measures.overview_industries import growing_share, is_summed, lines, pulls
from gxlab.reference.numbers import round_half_away
from gxlab.show.overview_industry_table import industries as industry_table
from gxlab.show.overview_sentences import industries as sentence
from tests.conftest import DeskOf, facts, register
from tests.spec.overview.rows import industries, units

TOTAL = """
3300 2026-05 output ytd value 1100
3300 2026-05 output ytd growth_pct 10.0
"""
PARTS = """
13 2026-05 output ytd value 660
13 2026-05 output ytd growth_pct 20.0
27 2026-05 output ytd value 440
27 2026-05 output ytd growth_pct -2.2
35 2026-05 output ytd value -
35 2026-05 output ytd growth_pct 3.0
"""


def test_the_base_is_the_one_the_rate_implies(desk_of: DeskOf) -> None:
    # total base 1100 ÷ 1.1 = 1000.  13: 660 ÷ 1.2 = 550, +110 → +11.0 points.
    # 27: 440 ÷ 0.978 = 449.897…, −9.897… → −0.99 points.  35 has a rate and no level: no pull.
    found = {r.code: r for r in pulls(desk_of("2026-05", units(TOTAL), industries(PARTS)))}
    assert found["13"].value == Decimal(11)
    assert round_half_away(found["27"].value or Decimal(0), 2) == Decimal("-0.99")
    assert found["35"].value is None


def test_no_pull_without_the_total_of_the_same_period(desk_of: DeskOf) -> None:
    april = TOTAL.replace("2026-05", "2026-04")
    desk = desk_of("2026-05", units(april), industries(PARTS))
    assert [r.value for r in pulls(desk)] == [None, None, None]


def test_no_pull_over_a_total_of_another_source(desk_of: DeskOf) -> None:
    # The total is a sum over firms, 120 on 100; the divisions were fed back: not their base.
    firms = {
        "observation": facts("A 2026-05 120 100", indicator="output"),
        "register": register("A 2026-05 330101001 1311"),
    }
    desk = desk_of("2026-05", firms, industries(PARTS))
    assert [r.value for r in pulls(desk)] == [None, None, None]


def test_a_division_that_lost_everything_has_no_implied_base(desk_of: DeskOf) -> None:
    gone = PARTS.replace(
        "27 2026-05 output ytd growth_pct -2.2", "27 2026-05 output ytd growth_pct -100"
    )
    found = {r.code: r.value for r in pulls(desk_of("2026-05", units(TOTAL), industries(gone)))}
    assert found["27"] is None


def test_how_many_divisions_grow(desk_of: DeskOf) -> None:
    before = "13 2026-04 output ytd growth_pct 0.04\n27 2026-04 output ytd growth_pct -1.0"
    desk = desk_of("2026-05", units(TOTAL), industries(PARTS), industries(before))
    row = growing_share(desk)
    # May: 13 and 35 of three, 66.7 %.  April: 0.04 prints as 0.0 and does not grow, 0 of two.
    assert (row.numerator, row.denominator) == (Decimal(2), Decimal(3))
    assert row.change_pp == Decimal("66.7")
    said = sentence(overview(desk)).text
    assert said == (
        "1—5月3个行业大类中2个产值增长，增长面66.7%，比1—4月扩大66.7个百分点。"
        "农副食品加工业拉动产值增长11.0个百分点；医药制造业下拉产值1.0个百分点。"
    )


def test_sums_over_firms_beside_a_fed_back_total_are_named(desk_of: DeskOf) -> None:
    # Firms 120 on 100 = +20.0 %, fed back +10.0 %: 10.0 points apart, above 0.3.
    firms = {
        "observation": facts("A 2026-05 120 100", indicator="output"),
        "register": register("A 2026-05 330101001 1311"),
    }
    given = overview(desk_of("2026-05", firms, units(TOTAL)))
    assert is_summed(given)
    assert sentence(given).text.startswith(
        "以下分解按企业汇总口径，汇总增速与反馈增速相差10.0个百分点。"
    )
    (line,) = lines(given)
    # 20 on the firms' own base of 100
    assert line.pull_pp == Decimal(20)


def test_the_table_ranks_ties_alike_and_blanks_what_is_missing(desk_of: DeskOf) -> None:
    tied = PARTS.replace("-2.2", "3.0")
    table = industry_table(overview(desk_of("2026-05", units(TOTAL), industries(tied))))
    place = [c.key for c in table.columns].index("growth")
    # 20.0 first; 3.0 and 3.0 share the second place, the level that is missing changes nothing.
    assert [getattr(r.cells[place], "text", None) for r in table.rows] == [
        "20.0（1）",
        "3.0（2）",
        "3.0（2）",
    ]
    level = [c.key for c in table.columns].index("output")
    assert table.rows[2].cells[level] is None
