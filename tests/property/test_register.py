"""期末 = 期初 + 新增 − 退出 ± 划入划出 over lists drawn at random, for city, counties and towns."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gxlab.measures import register_dynamics as dynamics
from gxlab.measures.register_dynamics import register_year
from gxlab.reference.periods import Period
from gxlab.warehouse.desk import desk_on
from gxlab.warehouse.snapshot import resolve_into
from tests.conftest import CITY, register, store_of

TOWNS = ("330101001", "330102001")
MONTHS = ("2025-12", "2026-02", "2026-03", "2026-04")
# Where each of many firms stands in each list: a town, or nowhere ("").
histories = st.lists(
    st.lists(st.sampled_from(["", *TOWNS]), min_size=4, max_size=4), min_size=30, max_size=40
)
pytestmark = pytest.mark.slow


@settings(max_examples=8)
@given(histories)
def test_the_identity_holds_for_every_unit_and_month(found: list[list[str]]) -> None:
    lines = [
        f"F{n} {month} {place} 1711"
        for n, history in enumerate(found)
        for month, place in zip(MONTHS, history, strict=True)
        if place
    ]
    # One firm that never moves keeps every list from being empty.
    lines += [f"Z {month} {TOWNS[0]} 1711" for month in MONTHS]
    store = store_of({"unit": list(CITY)}, {"register": register("\n".join(lines))})
    resolve_into(store.con, None)
    store.con.execute("use snap")
    given_ = register_year(desk_on(store.con, "3300", Period(2026, 4)))
    for code in ("3300", "330101", "330102", *TOWNS):
        year = dynamics.unit_year(given_, code)
        assert year is not None and year.opening is not None
        inside = [
            sum(_in(code, history[at]) for history in found) + _in(code, TOWNS[0])
            for at in range(len(MONTHS))
        ]
        assert (year.opening, year.closing) == (inside[0], inside[-1])
        assert year.closing == year.opening + len(year.entries) - len(year.exits) + year.transfers
        if code == "3300":
            assert year.transfers == 0


def _in(code: str, place: str) -> bool:
    return bool(place) and (code == "3300" or place.startswith(code))
