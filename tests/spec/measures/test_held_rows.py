"""A row filed in the wrong unit of measure leaves the sums until a person has confirmed it."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

from gxlab.measures.lookup import unit_figure
from gxlab.reference.periods import Period
from gxlab.warehouse.desk import open_desk
from gxlab.warehouse.opening import writing
from gxlab.warehouse.snapshot import build, open_reader
from tests.conftest import CITY, DeskOf, add, facts, register

# A files 元 instead of 万元 in May: 5,000,000 on 4,800,000 where 500 on 480 is meant.
HISTORY = """
A 2026-02 200 190
A 2026-03 300 290
A 2026-04 400 385
A 2026-05 5000000 4800000
B 2026-04 80 85
B 2026-05 90 100
"""
LISTED = "\n".join(f"{e} 2026-{m:02d} 330101001 1711" for e in ("A", "B") for m in (2, 3, 4, 5))


def test_a_wrong_unit_of_measure_is_held_out_and_named(desk_of: DeskOf) -> None:
    # A's months: 200/2 = 100, 300/3 = 100, 400/4 = 100, then 1,000,000: ten thousand times.
    # City without A: 90 on 100 = −10.0 %; with A's row as filed it would be +4.2 %.
    file = {"observation": facts(HISTORY), "register": register(LISTED)}
    desk = desk_of("2026-05", file)
    total = unit_figure(desk, "revenue")
    assert (total.value, total.growth_yoy_pct) == (Decimal(90), Decimal(-10))
    assert total.n_not_reported == 1
    named = desk.read("problems").filter(rule="magnitude_jump").to_dicts()
    assert [(p["cell"], p["severity"]) for p in named] == [(named[0]["cell"], "error")]


def test_a_confirmed_row_counts_again(tmp_path: Path) -> None:
    with writing(tmp_path) as store:
        add(
            store,
            {"unit": list(CITY)},
            {"observation": facts(HISTORY), "register": register(LISTED)},
        )
        first = build(store, store.open_batch("test"))
        with open_reader(first.path) as con:
            named = con.sql(
                "select problem_id from problem where rule = 'magnitude_jump'"
            ).fetchall()
            assert len(named) == 1
        batch = store.accept(named[0][0], "周敏", "已电话核实，确为合并报表")
        second = build(store, batch)
    desk = open_desk(second, "3300", Period.parse("2026-05"))
    assert unit_figure(desk, "revenue").value == Decimal(5000090)
