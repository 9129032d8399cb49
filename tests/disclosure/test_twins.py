"""Readings that need no program: another firm stands in, and no insider can tell."""

from __future__ import annotations

from decimal import Decimal

from gxlab.disclosure.model import Rules
from gxlab.disclosure.system import Fact, System, Target
from gxlab.disclosure.twins import settled
from gxlab.disclosure.unknowns import Unknown


def _system(*truths: str, signed: bool = False) -> System:
    """One reading a firm, each a target that must stay open by 10% of it."""
    unknowns = tuple(Unknown(f"E{n}", f"E{n}", Decimal(t), False) for n, t in enumerate(truths))
    targets = tuple(
        Target(
            {n: 1}, abs(float(u.truth)) / 10, {u.holding: u.truth}, frozenset({u.holding}), "", ""
        )
        for n, u in enumerate(unknowns)
    )
    return System("revenue", unknowns, signed, (), targets, Rules())


def _total(count: int) -> Fact:
    return Fact(dict.fromkeys(range(count), 1.0), 0, 1e9)


def test_each_of_three_alike_has_two_that_stand_in() -> None:
    """100, 90, 80: whichever twin an insider knows, the other has 10 to give."""
    assert settled(_system("100", "90", "80"), [_total(3)]) == {0, 1, 2}


def test_two_alike_are_left_to_the_program() -> None:
    """The only twin may be the insider."""
    assert settled(_system("100", "90"), [_total(2)]) == frozenset()


def test_a_twin_too_small_is_none() -> None:
    """100 asks for 10; without the larger twin, 9, there are 8. 9 and 8 ask for less than 1."""
    assert settled(_system("100", "9", "8"), [_total(3)]) == {1, 2}


def test_firms_told_apart_by_a_fact_are_no_twins() -> None:
    """Of four, two are printed together as well: each pair is the other's stranger."""
    system = _system("100", "90", "80", "70")
    assert settled(system, [_total(4), Fact({0: 1.0, 1: 1.0}, 0, 1e9)]) == frozenset()


def test_nil_and_losses_are_left_to_the_program_unless_nothing_is_known_of_any() -> None:
    assert settled(_system("0", "90", "80", "70"), [_total(4)]) == {1, 2, 3}
    assert settled(_system("-5", "90", "80"), [_total(3)]) == frozenset()
    assert settled(_system("-5", "90", "80", signed=True), [_total(3)]) == {0, 1, 2}
