"""Differencing over time and releases: without looking back they leak, protected they do not."""

from __future__ import annotations

import pytest

from gxlab.disclosure.audit import audit
from gxlab.disclosure.model import Released, Rules
from tests.disclosure.instances import CITY
from tests.disclosure.own_attack import World
from tests.disclosure.scenarios import Scenario, naive, protected
from tests.disclosure.time_scenarios import NONE, SCENARIOS, TWO, A, B, C, may

BY_NAME = pytest.mark.parametrize("scenario", SCENARIOS, ids=lambda s: s.name)


def test_there_are_enough() -> None:
    assert len([s for s in SCENARIOS if s.told]) >= 24


@BY_NAME
def test_without_looking_back_it_leaks(scenario: Scenario) -> None:
    out = [naive(data, scenario.rules_of(n)) for n, data in enumerate(scenario.releases)]

    found = audit(out[-1], out[:-1], scenario.rules)

    told = {"".join(sorted(set(leak.enterprises))) for leak in found.leaks}
    assert scenario.told in told if scenario.told else not told, told


@BY_NAME
def test_protected_it_does_not(scenario: Scenario) -> None:
    out: list[Released] = []
    for number, data in enumerate(scenario.releases):
        rules = scenario.rules_of(number)
        now = protected(data, out, rules)
        assert audit(now, out, rules).leaks == ()
        out.append(now)
    assert cities_total(out[0]), "the first release keeps the city's total"

    world = World(scenario.rules)
    # What an earlier release told by itself, under the rules of its day, stays told.
    past = World(scenario.rules)
    for release in out[:-1]:
        past.take(release)
    for release in out:
        world.take(release)
    for attack in (World.recovered, World.by_insiders):
        told = {firms for firms, _, _ in attack(past)} if scenario.past_help else set()
        assert [found for found in attack(world) if found[0] not in told] == []


def cities_total(release: Released) -> bool:
    whole = release.figures.filter(unit=CITY, by="", statistic="value", status="printed")
    return len(whole) > 0


def test_the_other_attack_finds_what_is_planted() -> None:
    """The city less c1 less c2 is Z's 30,000, ± 50 for each of the three printed figures.

    Upwards c1's share helps: 38.5% of 260,050 is at least 0.3845 · 260,050 = 99,989, which leaves
    11 of its 50.
    """
    out = naive(may(A, B, C, *TWO, NONE[2]), Rules())

    found = World(Rules()).take(out).recovered()

    assert [(firms, round(down), round(up)) for firms, down, up in found] == [
        (("Z ytd 2026-05",), 150, 111)
    ]
