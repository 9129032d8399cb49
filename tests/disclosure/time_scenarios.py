"""Differencing over time and releases (差分攻击): what two safe releases tell together.

Amounts are in 万元 and multiples of 100, so that 亿元 with two decimals loses nothing. Unless said
otherwise a release by itself tells nothing: every group has three firms of like size.
"""

from __future__ import annotations

import functools
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from gxlab.disclosure.model import Gathered, Rules
from tests.disclosure.scenarios import Firm, Scenario, at, filed, former, grown, of, slower

# One: 40,000 + 30,000 + 30,000, of which the two largest leave 30,000 ≥ 10% · 40,000.
A, B, C = Firm("A", 40_000, "c1"), Firm("B", 30_000, "c1"), Firm("C", 30_000, "c1")
D, E = Firm("D", 20_000, "c1"), Firm("E", 25_000, "c1")
TWO = (Firm("F", 50_000, "c2"), Firm("G", 40_000, "c2"), Firm("H", 40_000, "c2"))
# In no group, so that city less groups is three firms as well.
NONE = (Firm("X", 30_000), Firm("Y", 30_000), Firm("Z", 30_000))
REST = (*TWO, *NONE)
BOTH = ("ytd", "month")
LARGE = replace(A, value=60_000)
# At 60% as well: 40,000 + 40,000 + 40,000 leaves 40,000 ≥ 24,000.
THREE = tuple(Firm(name, 40_000, "c3") for name in "TUV")


def monthly(*firms: Firm, period: str = "2026-05", spans: Sequence[str] = BOTH) -> Gathered:
    return of(period, *filed(firms), indicator="output", spans=spans)


out = functools.partial(of, indicator="output")
may = functools.partial(of, "2026-05")

# In April A alone worked: 40,000 of 44,000; May: 4,000 + 30,000 + 30,000.
BEGUN = (
    replace(A, value=44_000, month=4_000),
    replace(B, month=30_000),
    replace(C, month=30_000),
)
# Only A worked in May: 50,000 of which 10,000; B and C stand still.
STILL = (replace(A, value=50_000, month=10_000), replace(B, month=0), replace(C, month=0))
PAIR = (replace(A, group="c3"), replace(B, group="c3"))
OTHERS = (Firm("P", 30_000, "c1"), Firm("Q", 30_000, "c1"), Firm("R", 30_000, "c1"))
NEW = replace(C, group="c3")

SCENARIOS = (
    # 1–5月 104,000 less the month's 64,000 is A's 40,000 of April, B and C having had none.
    Scenario("month_beside_cumulative", (monthly(*BEGUN, *REST),), "ABC"),
    # May's 10,000 is A's alone and left out; 1–5 less 1–4月, 110,000 − 100,000, tells it.
    Scenario(
        "month_left_out_between_cumulatives",
        (out("2026-04", *former(STILL), *former(REST)), monthly(*STILL, *REST)),
        "ABC",
    ),
    # The same where no month is a cell at all.
    Scenario(
        "cumulative_less_cumulative",
        (
            out("2026-04", *former(STILL), *former(REST)),
            monthly(*STILL, *REST, spans=("ytd",)),
        ),
        "A",
    ),
    # The same where no month is filed: 110,000 − 100,000.
    Scenario(
        "cumulative_less_cumulative_without_months",
        (
            of("2026-04", A, B, C, *former(REST)),
            may(replace(A, value=50_000), B, C, *REST),
        ),
        "ABC",
    ),
    # D comes with 20,000 of five months; the others made 200 + 200 + 200: 20,600 in all.
    Scenario(
        "entry_beside_small_months",
        (
            of("2026-04", *slower(A, B, C), *former(REST)),
            may(A, B, C, D, *REST),
        ),
        "ABCD",
    ),
    # A 40,000 → 46,000: 106,000 − 100,000.
    Scenario(
        "revision_of_one",
        (may(A, B, C, *REST), may(replace(A, value=46_000), B, C, *REST)),
        "A",
    ),
    # A + 6,000, B + 4,000: either of them takes its own away.
    Scenario(
        "revision_of_two",
        (
            may(A, B, C, *REST),
            may(replace(A, value=46_000), replace(B, value=34_000), C, *REST),
        ),
        "AB",
    ),
    # 6,000 + 5,000 + 4,000: the two largest leave 4,000 ≥ 10% · 6,000. No leak.
    Scenario(
        "revision_of_three",
        (
            may(A, B, C, *REST),
            may(
                replace(A, value=46_000),
                replace(B, value=35_000),
                replace(C, value=34_000),
                *REST,
            ),
        ),
        "",
    ),
    # K16: 120,000 − 100,000.
    Scenario("member_added", (may(A, B, C, *REST), may(A, B, C, D, *REST)), "D"),
    Scenario("member_left", (may(A, B, C, D, *REST), may(A, B, C, *REST)), "D"),
    # Two at once: 145,000 − 100,000 = 20,000 + 25,000.
    Scenario("two_members_added", (may(A, B, C, *REST), may(A, B, C, D, E, *REST)), "DE"),
    # c1 falls by 20,000 and c2 rises by it; the city stays.
    Scenario(
        "moved_between_clusters",
        (may(A, B, C, D, *REST), may(A, B, C, replace(D, group="c2"), *REST)),
        "D",
    ),
    # County 0101 gives D to 0102.
    Scenario(
        "district_coded_anew",
        (
            may(*at("0101", A, B, C, D), *at("0102", *TWO)),
            may(*at("0101", A, B, C), *at("0102", D, *TWO)),
        ),
        "D",
    ),
    # A town with D and E goes to 0102: 45,000 of two.
    Scenario(
        "town_to_another_county",
        (
            may(*at("0101", A, B, C, D, E), *at("0102", *TWO)),
            may(*at("0101", A, B, C), *at("0102", D, E, *TWO)),
        ),
        "DE",
    ),
    # Zone 0171 is county 0101 without D.
    Scenario(
        "zone_added_later",
        (
            may(*at("0101", A, B, C, D), *REST),
            may(*at("0101 0171", A, B, C), *at("0101", D), *REST),
        ),
        "D",
    ),
    # 2025: 120,000. 2026: 100,000 grew 0.0% on a base that is last year's of A, B, C: between
    # 99,900 and 100,100; D had 20,000 ± 150, and ± 2,000 is asked.
    Scenario(
        "base_is_last_years",
        (
            of("2025-05", A, B, C, D, *REST),
            may(*grown(A, B, C, base=100), *grown(*REST, base=100)),
        ),
        "D",
    ),
    # Last year's A is put right from 40,000 to 70,000 in the base: 100,000 becomes 130,000.
    Scenario(
        "base_revised",
        (
            of("2025-05", A, B, C, *REST),
            may(replace(A, base=70_000), *grown(B, C, base=100), *grown(*REST, base=100)),
        ),
        "A",
    ),
    # April had A and B alone, left out. C began in May: 1–5月 less the month is A + B of April.
    Scenario(
        "left_out_last_month",
        (
            out("2026-04", *former(PAIR), *OTHERS, *former(REST)),
            monthly(*PAIR, replace(NEW, month=30_000), *OTHERS, *REST),
        ),
        "ABC",
    ),
    # c3 of two is left out; C comes late: the city rises by 30,000, c3 then is 100,000.
    Scenario(
        "same_period_again",
        (may(*PAIR, *OTHERS, *REST), may(*PAIR, NEW, *OTHERS, *REST)),
        "C",
    ),
    # c9 takes A, B, C out of c1 and leaves D: 120,000 − 100,000.
    Scenario(
        "new_cluster",
        (
            may(A, B, C, D, *REST),
            may(*(replace(f, group="c9") for f in (A, B, C)), D, *REST),
        ),
        "D",
    ),
    # Industry 39 is split into 391 of four and 392 of D.
    Scenario(
        "industry_split",
        (
            out("2026-05", *(replace(f, group="39") for f in (A, B, C, E, D)), *REST),
            out(
                "2026-05",
                *(replace(f, group="391") for f in (A, B, C, E)),
                replace(D, group="392"),
                *REST,
            ),
        ),
        "D",
    ),
    # A and B agree in May; April's, of which they had not, is 1–5月 less the month.
    Scenario(
        "waived_later",
        (
            out("2026-04", *former(PAIR), *OTHERS, *former(REST)),
            monthly(*(replace(f, waived=True) for f in PAIR), *OTHERS, *REST),
        ),
        "AB",
    ),
    # 60,000 + 30,000 + 30,000 leaves 30,000: enough at 10%, too little at 60% (36,000).
    # May's c1 is the city less c2 and c3.
    Scenario(
        "threshold_raised",
        (
            of("2026-04", *former((LARGE, B, C)), *former(TWO), *former(THREE)),
            may(LARGE, B, C, *TWO, *THREE),
        ),
        "ABC",
        Rules(p_percent=Decimal(60)),
        past_help=True,
    ),
    # B and C are one owner's since May: c1 is of two and left out; the city less c2 tells it.
    Scenario(
        "holdings_merged",
        (
            of("2026-04", *former((A, B, C)), *former(TWO)),
            may(A, replace(B, holding="K"), replace(C, holding="K"), *TWO),
        ),
        "ABC",
    ),
    # City less c1 less c2 is Z.
    Scenario("others_of_one", (may(A, B, C, *TWO, NONE[2]),), "Z"),
    # City less c1 less county 0101 is Z's 30,000 ± 150, though its month of 6,000 and its former
    # 24,000 stay open by themselves (0 to 12,000 and 18,000 to 30,000).
    Scenario(
        "cumulative_whole",
        (
            monthly(
                *(A, B, C, NONE[2]),
                *at("0101", *(replace(f, group="") for f in TWO)),
                spans=("ytd",),
            ),
        ),
        "Z",
    ),
    # City less c1 less c2 is Y and Z, and each knows its own.
    Scenario("others_of_two", (may(A, B, C, *TWO, *NONE[1:]),), "YZ"),
    # There is no January: 1–3月 less March is 1–2月 of A, B, C, D; February's had A, B, C.
    Scenario(
        "january_gap",
        (
            out("2026-02", *former((A, B, C)), *former(REST)),
            monthly(A, B, C, D, *REST, period="2026-03"),
        ),
        "D",
    ),
    # December and the next February have nothing in common. No leak.
    Scenario(
        "change_of_year",
        (
            out("2025-12", A, B, C, *REST),
            out("2026-02", *former((A, B, C, D)), *former(REST)),
        ),
        "",
    ),
    # D comes in with what it made since January.
    Scenario(
        "entry",
        (out("2026-04", *former((A, B, C)), *former(REST)), monthly(A, B, C, D, *REST)),
        "D",
    ),
    Scenario(
        "exit",
        (out("2026-04", *former((A, B, C, D)), *former(REST)), monthly(A, B, C, *REST)),
        "D",
    ),
    # A's April is put right from 32,000 to 40,000: 1–5月 less the month against April's.
    Scenario(
        "last_month_revised",
        (
            out("2026-04", *former((A, B, C)), *former(REST)),
            monthly(replace(A, value=48_000, month=8_000), B, C, *REST),
        ),
        "A",
    ),
    # April leaves after May: its month of 5,000 + 30,000 + 30,000 less April's cumulative is
    # A's first quarter; B and C began in April.
    Scenario(
        "earlier_month_after_later",
        (
            monthly(
                replace(A, value=50_000, month=5_000),
                replace(B, value=60_000, month=30_000),
                replace(C, value=60_000, month=30_000),
                *REST,
            ),
            monthly(
                replace(A, value=45_000, month=5_000),
                replace(B, value=30_000, month=30_000),
                replace(C, value=30_000, month=30_000),
                *former(REST),
                period="2026-04",
            ),
        ),
        "ABC",
    ),
)
