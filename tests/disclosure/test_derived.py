"""Derived figures (派生指标): each tells what was left out, and none does beside protection."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from decimal import Decimal

import polars as pl
import pytest

from gxlab.disclosure.attack import Attack
from gxlab.disclosure.model import PRINTED, Gathered, Released, Rules
from gxlab.disclosure.protect import Pattern, protect
from gxlab.disclosure.secrets import Cell
from gxlab.disclosure.system import LEVEL, Fact, System, Target, facts, system
from gxlab.disclosure.unknowns import Unknown
from tests.disclosure.derived_figures import DERIVED, SIZES, WORLD, Derived, facts_of
from tests.disclosure.instances import CITY
from tests.disclosure.own_attack import Intervals, World
from tests.disclosure.scenarios import Firm, naive, of, printed

RULES = Rules()
EACH = pytest.mark.parametrize("derived", DERIVED, ids=lambda d: d.name)


def interval(known: Sequence[Fact], whole: System, asked: int) -> tuple[float, float]:
    """Between which amounts an unknown is, by the other attack."""
    keys = [("", "", "", str(n), float(u.truth)) for n, u in enumerate(whole.unknowns)]
    rows = [({keys[n]: w for n, w in fact.weights.items()}, fact.low, fact.high) for fact in known]
    return Intervals(rows, {key: (0.0, 2 * key[4]) for key in keys}).of({keys[asked]: 1.0})


def told(known: Sequence[Fact], whole: System) -> set[str]:
    """The firms of the sums that an outsider comes too close to, by the product's attack."""
    found = Attack(whole, known).outsider()
    sums = [whole.targets[d.target].form for d in found]
    return {"".join(sorted({whole.unknowns[n].enterprise for n in form})) for form in sums}


def levels_only(release: Released) -> Released:
    return Released(release.data, release.figures.filter(statistic="value"))


def test_levels_alone_tell_nothing() -> None:
    whole = system("revenue", [WORLD], RULES)

    assert told(facts(whole, [levels_only(naive(WORLD, RULES))]), whole) == set()


@EACH
def test_a_derived_figure_tells_what_is_left_out(derived: Derived) -> None:
    whole = system("revenue", [WORLD], RULES)
    known = facts(whole, [levels_only(naive(WORLD, RULES))])
    known += [f for figure in derived.figures for f in facts_of(figure, "c3", whole)[0]]
    (number,) = whole.cells[-1]["revenue", "ytd", CITY, "cluster", "c3"].value

    assert interval(known, whole, number) == pytest.approx((derived.low, derived.high), abs=0.01)
    assert "A" in told(known, whole)


@functools.cache
def protected_world() -> tuple[Pattern, Released]:
    everything = WORLD.wanted.with_columns(pl.lit(PRINTED).alias("status"))
    pattern = protect(printed(WORLD, everything), [], RULES)
    return pattern, printed(WORLD, pattern.frame(WORLD.wanted))


def allowed(derived: Derived, whole: System) -> list[Fact]:
    """A derived figure of every cluster, where all that it is made of is printed."""
    pattern, _ = protected_world()
    known = []
    for code in SIZES:
        for figure in derived.figures:
            found, items = facts_of(figure, code, whole)
            if all(_is_printed(pattern, cell, part) for cell, part in items):
                known += found
    return known


def _is_printed(pattern: Pattern, cell: Cell, part: str) -> bool:
    return pattern.status[cell] == PRINTED and (part == LEVEL or cell in pattern.growth)


@EACH
def test_of_printed_cells_alone_it_tells_nothing(derived: Derived) -> None:
    whole = system("revenue", [WORLD], RULES)
    known = facts(whole, [protected_world()[1]]) + allowed(derived, whole)
    attack = Attack(whole, known)

    assert list(attack.outsider()) == []
    assert list(attack.insiders()) == []
    for target in whole.targets:
        if len(target.form) == 1:
            (number,) = target.form
            low, high = interval(known, whole, number)
            truth = float(whole.unknowns[number].truth)
            assert low <= truth - target.level
            assert high >= truth + target.level


def test_protected_and_yet_not_empty() -> None:
    """c1, c2, c6 and the city stay; most derived figures are printed of some of them."""
    pattern, release = protected_world()
    whole = system("revenue", [WORLD], RULES)

    kept = {cell[4] for cell, status in pattern.status.items() if status == PRINTED}
    assert kept == {"", "c1", "c2", "c6"}
    assert len([d for d in DERIVED if allowed(d, whole)]) >= 12
    world = World(RULES).take(release)
    assert world.recovered() == []
    assert world.by_insiders() == []


# c7 is N's 300 beside 130,000 and 90,000; 10% of it, ± 30, must stay open.
SMALL: Gathered = of(
    "2026-05",
    *(Firm(n, value, code) for code in ("c1", "c2") for n, value, _ in SIZES[code]),
    Firm("N", 300, "c7"),
)


def in_both_units(release: Released) -> Released:
    """The same levels once more in 万元 without decimals."""
    levels = release.figures.filter(statistic="value", status=PRINTED)
    again = levels.with_columns(
        pl.col("number").cast(pl.Decimal(20, 2)).mul(10_000).cast(pl.Int64).cast(pl.String),
        pl.lit("0.5").alias("half"),
        pl.lit("万元").alias("unit_of_measure"),
    )
    return Released(release.data, pl.concat([levels, again]))


def test_another_unit_takes_away_what_rounding_hid() -> None:
    """亿元: 220,300 − 130,000 − 90,000 ± 150; 万元 as well: ± 1.5."""
    whole = system("revenue", [SMALL], RULES)
    (number,) = whole.cells[-1]["revenue", "ytd", CITY, "cluster", "c7"].value
    plain = levels_only(naive(SMALL, RULES))
    both = in_both_units(plain)

    assert interval(facts(whole, [plain]), whole, number) == pytest.approx((150, 450))
    assert told(facts(whole, [plain]), whole) == set()
    assert interval(facts(whole, [both]), whole, number) == pytest.approx((298.5, 301.5))
    assert "N" in told(facts(whole, [both]), whole)


def test_protected_in_both_units() -> None:
    everything = SMALL.wanted.with_columns(pl.lit(PRINTED).alias("status"))
    pattern = protect(in_both_units(printed(SMALL, everything)), [], RULES)
    release = in_both_units(printed(SMALL, pattern.frame(SMALL.wanted)))
    whole = system("revenue", [SMALL], RULES)

    assert told(facts(whole, [release]), whole) == set()
    assert World(RULES).take(release).recovered() == []
    assert len(release.figures) >= 2


def known_answer(
    truths: Sequence[str], rows: Sequence[tuple[dict[int, float], float, float]], level: float
) -> tuple[tuple[float, float], set[int]]:
    """The interval of the last unknown, and the sides on which ``level`` is disclosed."""
    unknowns = tuple(Unknown(f"E{n}", f"E{n}", Decimal(t), False) for n, t in enumerate(truths))
    last = len(truths) - 1
    name = f"E{last}"
    target = Target({last: 1}, level, {name: Decimal(truths[-1])}, frozenset({name}), "value", "")
    whole = System("revenue", unknowns, False, ({},), (target,), RULES)
    known = [Fact(*row) for row in rows]
    sides = {found.side for found in Attack(whole, known).outsider()}
    return interval(known, whole, last), sides


INF = float("inf")


@pytest.mark.parametrize(
    ("truths", "rows", "low", "high"),
    [
        # K12: 12.3% on a published 1,234.5: 1.1225 and 1.1235 of it
        pytest.param(
            ["1234.5", "1386.34"],
            [({0: 1}, 1234.5, 1234.5), ({1: 1, 0: -1.1225}, 0, INF), ({1: 1, 0: -1.1235}, -INF, 0)],
            1385.73,
            1386.96,
            id="K12",
        ),
        # K13: 43.2% of a published 8,765.4: 0.4315 and 0.4325 of it
        pytest.param(
            ["8765.4", "3786.65"],
            [({0: 1}, 8765.4, 8765.4), ({1: 1, 0: -0.4315}, 0, INF), ({1: 1, 0: -0.4325}, -INF, 0)],
            3782.27,
            3791.04,
            id="K13",
        ),
        # K14: 12.34 万元 for each of 456.7 亩: 12.335 · 456.7 and 12.345 · 456.7
        pytest.param(
            ["5635.67"], [({0: 1}, 12.335 * 456.7, 12.345 * 456.7)], 5633.39, 5637.96, id="K14"
        ),
    ],
)
def test_known_intervals(
    truths: list[str], rows: list[tuple[dict[int, float], float, float]], low: float, high: float
) -> None:
    """The product's attack discloses a width just beyond an edge, and none just within it."""
    truth = float(truths[-1])

    assert known_answer(truths, rows, 0.0)[0] == pytest.approx((low, high), abs=0.006)
    nearer, farther = sorted((truth - low, high - truth))
    assert known_answer(truths, rows, nearer - 0.02)[1] == set()
    assert known_answer(truths, rows, farther + 0.02)[1] == {1, -1}


@pytest.mark.parametrize(
    ("truths", "rows", "answer"),
    [
        # K15: 1–5月 5,678.9 less 1–4月 4,567.8
        pytest.param(
            ["4567.8", "1111.1"],
            [({0: 1}, 4567.8, 4567.8), ({0: 1, 1: 1}, 5678.9, 5678.9)],
            1111.1,
            id="K15",
        ),
        # K16: a cluster of three, 9,000.5, and with one more 9,876.5
        pytest.param(
            ["3000.5", "3000", "3000", "876"],
            [({0: 1, 1: 1, 2: 1}, 9000.5, 9000.5), ({0: 1, 1: 1, 2: 1, 3: 1}, 9876.5, 9876.5)],
            876.0,
            id="K16",
        ),
    ],
)
def test_known_exactly(
    truths: list[str], rows: list[tuple[dict[int, float], float, float]], answer: float
) -> None:
    found, sides = known_answer(truths, rows, 0.0)

    assert found == pytest.approx((answer, answer))
    assert sides == {0}
