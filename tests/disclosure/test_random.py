"""Protection of random linked tables, judged by a check written apart from the product."""

from __future__ import annotations

import random
from decimal import Decimal

import polars as pl
import pytest

from gxlab.disclosure.model import GROUPS, Gathered, Rules
from gxlab.disclosure.protect import protect
from tests.disclosure.independent import asked, asked_inside, check
from tests.disclosure.instances import gathered, released, wanted

RULES = Rules()
SCHEMA = gathered(random.Random(0), firms=1).readings.schema
CODES = ((5, 6), (6, 5), (7, 5), (4, 4, 4))


def _all_printed(data: Gathered) -> pl.DataFrame:
    return data.wanted.with_columns(pl.lit("printed").alias("status"))


@pytest.mark.parametrize("seed", range(12))
def test_what_is_left_after_protection_tells_no_sensitive_sum(seed: int) -> None:
    """0 exact, 0 closer than the rule allows, 0 by an insider; all three were there before."""
    rng = random.Random(seed)
    data = gathered(rng, firms=rng.randrange(36, 56), codes=CODES[seed % len(CODES)])
    draft = released(data, _all_printed(data))
    before = check([draft], RULES, insiders=False)
    pattern = protect(draft, [], RULES).frame(data.wanted)
    after = check([released(data, pattern)], RULES)
    assert before.exact and before.inferential, "the tables had nothing to protect"
    assert after.found == []
    assert (after.exact, after.inferential, after.insider) == (0, 0, 0)
    assert after.insiders > 0
    total = pattern.filter((pl.col("unit") == "01") & (pl.col("by") == ""))
    assert total["status"].to_list() == ["printed"]


def _three_firms(*amounts: str) -> Gathered:
    """Firms of one unit each in a code of their own (甲 c0, 乙 c1 …), nothing of last year."""
    rows = []
    for number in range(len(amounts)):
        firm, code = f"E{number}", f"c{number}"
        rows += [("firm", "01", "", "", firm), ("firm", "01", "by0", code, firm)]
    groups = pl.DataFrame(rows, schema=GROUPS, orient="row")
    readings = [
        ("revenue", "ytd", f"E{n}", f"E{n}", Decimal(amount), None, False)
        for n, amount in enumerate(amounts)
    ]
    told = pl.DataFrame(readings, schema=SCHEMA, orient="row")
    return Gathered("2026-05", groups, told, wanted(groups, ("revenue",)))


def test_the_check_finds_one_cell_left_out_beside_its_total() -> None:
    """60,000 = 30,000 + 20,000 + s 万元, all printed but s: s is 1.00 亿元 exactly."""
    data = _three_firms("30000", "20000", "10000")
    codes = pl.col("code").replace_strict({"c2": "secondary"}, default="printed")
    found = check([released(data, data.wanted.with_columns(codes.alias("status")))], RULES)
    # Three cells of one firm each are sensitive; c0 and c1 are printed, c2 follows.
    assert (found.sensitive, found.exact) == (3, 3)
    assert any("c2" in told for told in found.found)


def test_the_check_finds_an_insider_and_nobody_else() -> None:
    """Only the total of three is printed: each knows the rest together, but of whom is open.

    30,000 + 20,000 + 10,000: whoever knows 30,000 is left with 30,000 of two, between which
    10,000 can be nil and 20,000 all: open. Of two firms (10,000 and 20,000) each knows the other.
    """
    three = _three_firms("30000", "20000", "10000")
    only = pl.when(pl.col("by") == "").then(pl.lit("printed")).otherwise(pl.lit("primary"))
    found = check([released(three, three.wanted.with_columns(only.alias("status")))], RULES)
    assert (found.exact, found.inferential, found.insider) == (0, 0, 0)
    two = _three_firms("20000", "10000")
    rules = Rules(min_frequency=2)  # so that the total itself is not sensitive by frequency
    outside = check([released(two, two.wanted.with_columns(only.alias("status")))], rules)
    # p%: X − x1 − x2 = 0 < 10% of 20,000, so the total is sensitive and printed; E0 and E1 each
    # learn the other's cell.
    assert outside.exact == 1
    assert outside.insider >= 2


def test_what_the_rule_asks_of_a_width() -> None:
    """10% of 300 less 10 that is neither the largest nor the next: 20; inside, 30 less 20 + 10."""
    amounts = {"甲": 300.0, "乙": 20.0, "丙": 10.0}
    assert asked(amounts, frozenset(amounts), 10.0) == 20.0
    assert asked_inside(amounts, frozenset(amounts), 10.0) == 0.0
    # Who knows 乙: 300 and 10 are left, 10% of 300 less 10.
    assert asked_inside({"甲": 300.0, "丙": 10.0}, frozenset({"甲", "丙"}), 10.0) == 20.0
