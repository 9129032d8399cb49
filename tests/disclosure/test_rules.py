"""Thresholds of protection are dated reference data, and whose a firm is comes by a form."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from gxlab.disclosure.rules import WrongRule, rules_at
from tests.conftest import DeskOf


def policy(name: str, value: str, **given: Any) -> dict[str, Any]:
    return {"policy": name, "unit": None, "value": value, "source": "测试"} | given


def test_the_product_has_thresholds_of_its_own(desk_of: DeskOf) -> None:
    rules = rules_at(desk_of("2026-05", unit="330101"))
    assert (rules.min_frequency, rules.p_percent, rules.forced) == (3, Decimal(10), frozenset())


def test_an_office_sets_its_own_by_date(desk_of: DeskOf) -> None:
    own = {
        "policy": [
            policy("disclosure_min_frequency", "5", valid_from=date(2026, 5, 1)),
            policy("disclosure_p_percent", "12.5"),
            policy("disclosure_forced_cells", "revenue@330102@cluster@C01|@330101@@"),
            # A unit's own value would tell it apart by what it hides: the city's counts.
            policy("disclosure_p_percent", "40", unit="330101"),
        ]
    }
    may = rules_at(desk_of("2026-05", own, unit="330101"))
    assert (may.min_frequency, may.p_percent) == (5, Decimal("12.5"))
    assert may.forced == {("revenue", "330102", "cluster", "C01"), ("", "330101", "", "")}
    assert rules_at(desk_of("2026-04", own)).min_frequency == 3


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("disclosure_min_frequency", "2"),
        ("disclosure_min_frequency", "三"),
        ("disclosure_p_percent", "0"),
        ("disclosure_p_percent", "101"),
        ("disclosure_p_percent", "NaN"),
        ("disclosure_forced_cells", "revenue@@cluster@C01"),
        ("disclosure_forced_cells", "330102"),
    ],
)
def test_a_rule_that_protects_nothing_is_refused(desk_of: DeskOf, name: str, value: str) -> None:
    with pytest.raises(WrongRule, match=name) as told:
        rules_at(desk_of("2026-05", {"policy": [policy(name, value)]}))
    if name == "disclosure_p_percent":
        assert f"实为“{value}”" not in str(told.value)


def test_whose_a_firm_is_stays_when_the_register_names_it_anew(desk_of: DeskOf) -> None:
    from gxlab.disclosure.holdings import holdings
    from tests.conftest import facts, register

    desk = desk_of(
        "2026-05",
        {"register": register("A 2026-05 330101001 1711\nB 2026-05 330102001 2710")},
        {"observation": facts("A 2026-05 500 480\nB 2026-05 90 100")},
        {"enterprise": [{"enterprise": "B", "name": "企业B", "holding": "企业A"}]},
    )
    assert holdings(desk) == {"B": "A"}
