"""No two units' key points are the same sentence with other numbers unless their facts are alike.

Measured on the demo city's ten units: digits and names are masked; where two units' sentences are
then the same, their figures must be of the same class (direction and order of size).
"""

from __future__ import annotations

import re
from collections import defaultdict
from decimal import Decimal
from itertools import combinations

import pytest

from gxlab.reference.periods import Period
from gxlab.show import overview_page
from gxlab.show.choosing import FEWEST, MOST, Point, chosen
from gxlab.show.objects import Figure, Sentence
from gxlab.warehouse.desk import Desk, open_desk
from gxlab.warehouse.snapshot import current
from gxlab.workspace import find_workspace
from tests.demo_workspace import DemoWorkspace
from tools.points import points

Facts = tuple[object, ...]


def fact_class(figure: Figure) -> object:
    """What of a figure a reader would call another fact; direction is told by the words."""
    indicator, *_, statistic = figure.ref.split("|")[:5]
    number = re.search(r"[0-9][0-9,]*(?:\.[0-9]+)?", figure.text)
    if number is None:
        return figure.text
    size = Decimal(number[0].replace(",", ""))
    if "share" in indicator or statistic in ("share_pct", "completion_pct"):
        return indicator, sum(size >= bound for bound in (25, 50, 75, 100))
    if statistic == "change_pp":
        return indicator, size >= 5
    return indicator, statistic, figure.text.endswith("倍")


def masked(text: str, names: list[str]) -> str:
    """The sentence without its numbers, the names of units and those in quotation marks."""
    for name in names:
        text = text.replace(name, "甲")
    return re.sub(r"[0-9][0-9,.]*", "0", re.sub(r"“[^”]*”", "“乙”", text))


def said_of(desk: Desk) -> dict[str, tuple[Sentence, ...]]:
    overview = overview_page.open_overview(desk, revenue_basis="快报")
    found = points(desk) | {"monthly_overview": overview_page.key_points(overview)}
    return {name: sentences.items for name, sentences in found.items()}


@pytest.mark.slow
def test_units_of_the_demo_city_are_told_apart(demo_workspace: DemoWorkspace) -> None:
    here = find_workspace(demo_workspace.root)
    city = open_desk(current(here.warehouse), None, Period(2026, 5))
    units = [u.code for u in city.units.units if u.kind != "town"]
    names = sorted((u.name for u in city.units.units), key=len, reverse=True)
    alike: dict[tuple[str, str], list[tuple[str, Facts, str]]] = defaultdict(list)
    for unit in units:
        for report, sentences in said_of(city.at(unit=unit)).items():
            assert FEWEST <= len(sentences) <= MOST, (unit, report)
            for sentence in sentences:
                facts = tuple(fact_class(p) for p in sentence.parts if isinstance(p, Figure))
                key = (report, masked(sentence.text, names))
                alike[key].append((unit, facts, sentence.text))
    wrong = [
        (one[2], other[2])
        for found in alike.values()
        for one, other in combinations(found, 2)
        if one[0] != other[0] and one[1] != other[1]
    ]
    assert len(units) == 10 and wrong == []


def point(score: str, kind: str) -> Point:
    return Point(Decimal(score), kind, (f"{kind}{score}。",))


def test_what_is_not_worth_saying_is_left_out_once_five_are_there() -> None:
    found = [point(str(n), f"k{n}") for n in range(1, 8)]
    texts = [s.text for s in chosen(found, Decimal(4)).items]
    # 7, 6, 5, 4 are worth it; 3 makes up the five; 2 and 1 are left out.
    assert texts == ["k77。", "k66。", "k55。", "k44。", "k33。"]


def test_no_more_than_eight_and_of_one_kind_no_more_than_its_limit() -> None:
    found = [point(str(n), "firm") for n in range(5)] + [point("9", f"k{n}") for n in range(9)]
    said = [s.text for s in chosen(found, Decimal(0), limits={"firm": 2}).items]
    assert len(said) == 8 and not any(text.startswith("firm") for text in said)
    few = chosen(found[:5], Decimal(0), limits={"firm": 2})
    assert [s.text for s in few.items] == ["firm4。", "firm3。"]
