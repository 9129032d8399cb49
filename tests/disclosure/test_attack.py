"""The attacker on published cases (已知案例), and on what nobody protected: it must find them."""

from __future__ import annotations

import random
from collections.abc import Mapping
from decimal import Decimal

import polars as pl
import pytest

from gxlab.disclosure import audit as auditing
from gxlab.disclosure.attack import Attack
from gxlab.disclosure.audit import audit
from gxlab.disclosure.elimination import choose, follows
from gxlab.disclosure.model import GROUPS, READINGS, Gathered, Released, Rules
from gxlab.disclosure.protect import protect
from gxlab.disclosure.system import Inconsistent, facts, system
from tests.disclosure.instances import gathered, released, wanted

# sdcTable, test-simpleheuristic: rows w, x, y, z by columns a, b, c, d.
K1 = {
    **{"wa": 30, "wb": 47, "wc": 64, "wd": 89},
    **{"xa": 90, "xb": 124, "xc": 5, "xd": 31},
    **{"ya": 92, "yb": 100, "yc": 59, "yd": 85},
    **{"za": 800, "zb": 991, "zc": 651, "zd": 685},
}
LEFT_OUT = ("wa", "wb", "wc", "xa", "xc", "yb", "yd", "zb", "zd")


def known(left_out: tuple[str, ...]) -> list[Mapping[int, int]]:
    """What is known of K1: the cells that are printed, and all totals."""
    place = {name: number for number, name in enumerate(K1)}
    rows = [{place[r + c]: 1 for c in "abcd"} for r in "wxyz"]
    columns = [{place[r + c]: 1 for r in "wxyz"} for c in "abcd"]
    return [*({place[n]: 1} for n in K1 if n not in left_out), *rows, *columns]


def test_two_gaps_in_every_line_are_no_protection() -> None:
    """K1: w·b is 47 exactly, the other eight are open."""
    place = {name: number for number, name in enumerate(K1)}
    told = follows([{place[n]: 1} for n in LEFT_OUT], known(LEFT_OUT))
    assert dict(zip(LEFT_OUT, told, strict=True)) == {n: n == "wb" for n in LEFT_OUT}


@pytest.mark.parametrize("more", ["xd", "xb", "wd", "ya", "yc", "za", "zc"])
def test_one_more_gap_opens_it(more: str) -> None:
    place = {name: number for number, name in enumerate(K1)}
    assert follows([{place["wb"]: 1}], known((*LEFT_OUT, more))) == (False,)


def test_elimination_keeps_the_dearest() -> None:
    """a + b + c = total; a is protected: with total and b printed first, c has to go."""
    total, b, c = {0: 1, 1: 1, 2: 1}, {1: 1}, {2: 1}
    chosen = choose([[total], [b], [c]], [{0: 1}])
    assert chosen.printed == (True, True, False)
    # The total was printed before, and b as well: c would tell a.
    assert choose([[c]], [{0: 1}], fixed=[total, b]).printed == (False,)
    # And where c was printed too, nothing is left to protect.
    assert choose([[{3: 1}]], [{0: 1}], fixed=[total, b, c]).lost == {0}


def table(cells: Mapping[str, Mapping[str, tuple[str, ...]]], period: str = "2026-05") -> Gathered:
    """Firms of given size: unit → code → sizes; 万元; the city is "01"."""
    rows, readings = [], []
    for unit, codes in cells.items():
        for code, sizes in codes.items():
            for number, size in enumerate(sizes):
                firm = f"{unit}{code}{number}"
                for place in ((unit, "", ""), ("01", "", ""), (unit, "c", code), ("01", "c", code)):
                    rows.append(("firm", *place, firm))
                value = Decimal(size)
                readings.append(("revenue", "ytd", firm, firm, value, None, False))
    groups = pl.DataFrame(rows, schema=GROUPS, orient="row").unique().sort(list(GROUPS))
    told = pl.DataFrame(readings, schema=READINGS, orient="row")
    return Gathered(period, groups, told, wanted(groups, ["revenue"]))


def printed(data: Gathered, *left_out: tuple[str, str]) -> Released:
    """All cells but some (unit, code)."""
    away = pl.struct("unit", "code").is_in([{"unit": u, "code": c} for u, c in left_out])
    status = pl.when(away).then(pl.lit("primary")).otherwise(pl.lit("printed"))
    return released(data, data.wanted.with_columns(status.alias("status")))


def leaks(now: Released, *earlier: Released) -> set[tuple[str, ...]]:
    return {leak.enterprises for leak in audit(now, earlier, Rules(), insiders=False).leaks}


SMALL = {
    "0101": {"x": ("9980000",), "y": ("160000000", "160000000", "156000000")},
    "0102": {"x": ("30000000", "30000000", "20020000"), "y": ("70000000", "60000000", "50000000")},
}


def test_one_gap_is_told_by_its_total() -> None:
    """K4: 56,600 = s + 47,600 + 8,002, so s = 998 (here in 万元 × 10 000)."""
    data = table(SMALL)
    assert ("0101x0",) in leaks(printed(data))
    assert ("0101x0",) in leaks(printed(data, ("0101", "x")))
    # Left out in one more unit and cluster, it is open to both sides.
    others = [(u, c) for u in ("0101", "0102") for c in ("x", "y")]
    assert leaks(printed(data, *others)) == set()


def test_rounding_hides_what_is_small() -> None:
    """A firm of 30 万元 beside totals printed to 0.01 亿元 (100 万元) is known to ±150 万元."""
    tiny = {
        "0101": {"x": ("30",), "y": ("900000", "800000", "700000")},
        "0102": {"x": ("50000", "40000", "30000"), "y": ("600000", "500000", "400000")},
    }
    data = table(tiny)
    assert leaks(printed(data, ("0101", "x"))) == set()


def test_a_member_added_between_releases() -> None:
    """K16: both totals printed, so the newcomer's figure is their difference."""
    before = {"0101": {"x": ("50000000", "40000000", "30000000", "20000000")}}
    after = {"0101": {"x": ("50000000", "40000000", "30000000", "20000000", "7000000")}}
    first, second = printed(table(before)), printed(table(after))
    assert leaks(first) == set()
    assert ("0101x4",) in leaks(second, first)
    pattern = protect(second, [first], Rules())
    assert set(pattern.status.values()) != {"printed"}
    assert leaks(released(second.data, pattern.frame(second.data.wanted)), first) == set()


def test_a_figure_that_is_not_its_cell() -> None:
    data = table(SMALL)
    right = printed(data)
    wrong = right.figures.with_columns(
        pl.when(pl.col("statistic") == "value")
        .then(pl.lit("1.00"))
        .otherwise("number")
        .alias("number")
    )
    with pytest.raises(Inconsistent, match="不符"):
        audit(Released(data, wrong), [], Rules())


def test_nobody_protected_it() -> None:
    """On unprotected tables the attacker recovers most of the sensitive cells."""
    data = gathered(random.Random(3), firms=80, codes=(5, 6, 4))
    everything = released(data, data.wanted.with_columns(pl.lit("printed").alias("status")))
    whole = system("revenue", [data], Rules())
    attack = Attack(whole, facts(whole, [everything]))
    cells = {n for n, t in enumerate(whole.targets) if t.kind == "value"}
    found = {d.target for d in attack.outsider()}
    assert len(cells & found) > 0.9 * len(cells)


def test_a_singleton_knows_its_neighbour() -> None:
    """A cell of two: each is told the other by its total, whatever outsiders know (PS2)."""
    data = table(
        {
            "0101": {"x": ("5000000", "4000000"), "y": ("9000000", "8000000", "7000000")},
            "0102": {
                "x": ("6000000", "5000000", "4000000"),
                "y": ("6000000", "5500000", "5000000"),
            },
        }
    )
    naive = printed(data, ("0101", "x"), ("0102", "x"), ("0101", "y"), ("0102", "y"))
    found = audit(naive, [], Rules())
    assert not [leak for leak in found.leaks if leak.holding is None]
    pattern = protect(printed(data), [], Rules())
    assert audit(released(data, pattern.frame(data.wanted)), [], Rules()).passed


@pytest.mark.slow
def test_insiders_shared_out_find_what_they_found_together(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    data = gathered(random.Random(3), firms=40, codes=(3, 4))
    everything = released(data, data.wanted.with_columns(pl.lit("printed").alias("status")))
    whole = audit(everything, [], Rules())
    assert {leak.holding for leak in whole.leaks} > {None}
    monkeypatch.setattr(auditing, "LARGE", 0)
    monkeypatch.setattr(auditing, "FEW", 0)
    for workers in (1, 2):
        shared = audit(everything, [], Rules(), workers=workers)
        assert set(shared.leaks) == set(whole.leaks)
        assert (shared.targets, shared.facts) == (whole.targets, whole.facts)
        assert shared.insiders == whole.insiders


def test_a_share_tells_what_its_level_would() -> None:
    """The level reads ``*``, its share of a printed total does not: 43.2 % of it is a level."""
    others = [(u, c) for u in ("0101", "0102") for c in ("x", "y")]
    data = table(SMALL)
    everything, held = printed(data), printed(data, *others)
    share = (
        (pl.col("statistic") == "share_pct") & (pl.col("unit") == "0101") & (pl.col("code") == "x")
    )
    told = everything.figures.filter(share)
    assert told.height == 1
    assert leaks(held) == set()
    assert ("0101x0",) in leaks(Released(data, pl.concat([held.figures, told])))


def test_what_was_left_out_of_a_period_stays_out() -> None:
    """Two firms when the period first left, five when it leaves again: still not printed."""
    rest = {"0102": {"x": ("900000", "800000", "700000", "600000")}}
    few = table({"0101": {"x": ("500000", "400000")}, **rest})
    many = table({"0101": {"x": ("500000", "400000", "450000", "300000", "350000")}, **rest})
    first = printed(few, ("0101", ""), ("0101", "x"), ("0102", ""), ("0102", "x"))
    cut = first.figures.filter(pl.col("statistic") == "value").with_columns(
        pl.lit(None, pl.String).alias("number"), pl.lit("suppressed").alias("status")
    )
    left_out = cut.head(1).with_columns(
        unit=pl.lit("0101"), by=pl.lit("c"), code=pl.lit("x"), ref=pl.lit("revenue|0101|x")
    )
    earlier = Released(few, pl.concat([first.figures, left_out]))
    cell = ("revenue", "ytd", "0101", "c", "x")
    assert protect(printed(many), [earlier], Rules()).status[cell] == "kept"
    next_month = printed(table({"0101": {"x": ("500000",) * 5}, **rest}, period="2026-06"))
    assert protect(next_month, [earlier], Rules()).status[cell] == "printed"
