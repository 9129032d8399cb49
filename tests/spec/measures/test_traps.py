"""What a naive implementation gets wrong: the traps that no other test bears the name of.

The table traps.toml names the test of every trap, here or elsewhere, and a line of the product
that is broken on purpose to see that test fail (python -m tools.breakage).
"""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from gxlab.measures import figures as fig
from gxlab.measures import per_mu
from gxlab.measures.answer import answer
from gxlab.measures.figures import FigureRow
from gxlab.measures.lookup import unit_figure, unit_figures
from gxlab.measures.per_mu import Cuts, Rated
from gxlab.measures.size_groups import by_size
from gxlab.reference.indicators import indicator
from gxlab.reference.numbers import round_half_away
from tests.conftest import DeskOf, facts, observation, register
from tools.breakage import RECORD, ROOT, has_test, known, label

TRAPS: list[dict[str, Any]] = known()


def fed_back(*rows: tuple[str, str, str, str, str], span: str = "ytd") -> dict[str, Any]:
    """A fed-back file of (unit, indicator, period, reading, number)."""
    return {
        "observation": [observation(u, p, r, n, i, span, "unit") for u, i, p, r, n in rows],
        "status": "反馈",
        "source_kind": "统计局反馈",
    }


def test_every_trap_has_a_test_and_a_line_to_break() -> None:
    assert sorted({t["number"] for t in TRAPS}) == list(range(1, 34))
    labels = [label(t) for t in TRAPS]
    assert len(set(labels)) == len(labels)
    assert not [t["test"] for t in TRAPS if not has_test(t["test"])]


def test_the_record_tells_of_every_break() -> None:
    record = (ROOT / RECORD).read_text("utf-8")
    assert not [label(t) for t in TRAPS if f"| {label(t)} | {t['name']} |" not in record]


@pytest.mark.parametrize("trap", TRAPS, ids=label)
def test_the_line_to_break_is_there_once(trap: dict[str, Any]) -> None:
    text = (ROOT / trap["file"]).read_text("utf-8")
    assert text.count(trap["old"]) == 1, f"{trap['file']}: {trap['old']}"
    assert trap["old"] != trap["new"]


def test_trap_01_growth_stands_on_the_delivered_base(desk_of: DeskOf) -> None:
    # 110 on the delivered 104: +5.8 %.  Joined to last year's own table (100) it would be +10.0 %.
    file = {
        "observation": facts("A 2025-05 100 95\nA 2026-05 110 104"),
        "register": register("A 2025-05 330101001 1711\nA 2026-05 330101001 1711"),
    }
    growth = unit_figure(desk_of("2026-05", file), "revenue").growth_yoy_pct
    assert growth is not None and round_half_away(growth, 1) == Decimal("5.8")


def test_trap_08_value_added_is_never_worked_out_from_levels_or_firms(desk_of: DeskOf) -> None:
    # Levels at current prices 110 on 100; the real growth fed back is 6.2 %.
    levels = [
        ("3300", "value_added", "2026-05", r, n) for r, n in (("value", "110"), ("base", "100"))
    ]
    rate = ("3300", "value_added", "2026-05", "growth_pct", "6.2")
    firms = {
        "observation": facts("A 2026-05 60 50", indicator="value_added"),
        "register": register("A 2026-05 330101001 1711"),
    }
    told = unit_figure(desk_of("2026-05", fed_back(*levels, rate), firms), "value_added")
    assert (told.value, told.growth_yoy_pct) == (Decimal(110), Decimal("6.2"))
    silent = unit_figure(desk_of("2026-05", fed_back(*levels), firms), "value_added")
    assert (silent.value, silent.growth_yoy_pct, silent.numerator) == (Decimal(110), None, None)
    assert unit_figure(desk_of("2026-05", firms), "value_added").value is None


def test_trap_11_the_register_decides_and_not_the_revenue(desk_of: DeskOf) -> None:
    # A stands in the register with 1200万元; X has 1.5亿元 and has not been admitted.
    file = {
        "observation": facts("A 2026-05 1200 1300\nX 2026-05 15000 9000"),
        "enterprise": [{"enterprise": "X", "name": "未入统企业", "unit": "330101001"}],
        "register": register("A 2026-05 330101001 1711"),
    }
    total = unit_figure(desk_of("2026-05", file), "revenue")
    assert (total.value, total.denominator, total.n) == (Decimal(1200), Decimal(1300), 1)


def test_trap_16_a_size_class_needs_both_lower_bounds(desk_of: DeskOf) -> None:
    # 500人、5亿 is 中型 (no upper bound); 2000人、3亿 falls to 中型; 1200人、6亿 is 大型;
    # 15人、900万 is 微型.  Full years decide: A's 2亿 of five months would still be 中型, C's not.
    year = facts("A 2025-12 50000\nB 2025-12 30000\nC 2025-12 60000\nD 2025-12 900", span="year")
    now = facts(
        "A 2026-05 20000 19000\nB 2026-05 12000 12000\nC 2026-05 25000 24000\nD 2026-05 300 300"
    )
    people = facts(
        "A 2026-05 500 500\nB 2026-05 2000 2000\nC 2026-05 1200 1200\nD 2026-05 15 15",
        indicator="employees",
        span="point",
    )
    listed = "\n".join(f"{c} {p} 330101001 1711" for c in "ABCD" for p in ("2025-12", "2026-05"))
    file = {"observation": year + now + people, "register": register(listed)}
    rows = by_size(desk_of("2026-05", file), "revenue", "ytd")
    assert [(r.code, r.n) for r in rows] == [("大型", 1), ("中型", 2), ("微型", 1)]
    # 25000 of 57300 = 43.6 %
    assert round_half_away(rows[0].share_pct or Decimal(0), 1) == Decimal("43.6")


CUTS = Cuts(Decimal(20), Decimal(60), Decimal(95))


def rated(count: int, group: str = "规上", **more: bool) -> list[Rated]:
    """Firms with falling scores, the first the best."""
    return [Rated(f"{group}{n}", group, Decimal(100 - n), **more) for n in range(count)]


def test_trap_17_shares_are_of_those_rated_and_a_veto_moves_nobody_up() -> None:
    # Ten rated and ten not: the best two of ten are A; counting T it would be four of twenty.
    firms = [*rated(10), *[Rated(f"T{n}", "规上", Decimal(0), rated=False) for n in range(10)]]
    found = per_mu.classes(firms, CUTS)
    assert [f for f, c in found.items() if c == "A"] == ["规上0", "规上1"]
    assert found["T0"] == "T"
    # 规上 and 规下 are ranked apart, however their scores lie.
    # The first of three small ones is at 33 % of its own group, and at 75 % of all eight.
    small = [Rated(f"小{n}", "规下", Decimal(3 - n)) for n in range(3)]
    both = per_mu.classes([*rated(5), *small], CUTS)
    assert [both[f.firm] for f in small] == ["B", "C", "D"]
    assert both["规上0"] == "A"
    # The best one is vetoed: at most C, and the third does not become A for it.
    veto = [Rated("规上0", "规上", Decimal(100), vetoed=True), *rated(10)[1:]]
    after = per_mu.classes(veto, CUTS)
    assert (after["规上0"], after["规上1"], after["规上2"]) == ("C", "A", "B")
    # A protected firm is not D, unless vetoed too.
    last = [*rated(9), Rated("新", "规上", Decimal(0), protected=True)]
    assert per_mu.classes(last, Cuts(Decimal(20), Decimal(60), Decimal(90)))["新"] == "C"


def test_trap_18_a_scheme_belongs_to_its_place_and_year() -> None:
    # 规下 2022: 11.5932 ÷ 11.5932 × 50 + 0.2352 ÷ 0.2352 × 50 = 100; by the benchmarks of 2021
    # 11.5932 ÷ 16.601058 × 50 + 0.2352 ÷ 0.236565 × 50 = 34.92 + 49.71 = 84.63.
    values = {"亩均税收": Decimal("11.5932"), "单位用电税收": Decimal("0.2352")}
    this = per_mu.score(values, per_mu.scheme("黄岩区", 2022, "规下"))
    last = per_mu.score(values, per_mu.scheme("黄岩区", 2021, "规下"))
    assert this == Decimal(100)
    assert last is not None and round_half_away(last, 2) == Decimal("84.63")
    with pytest.raises(per_mu.UnknownScheme, match="没有黄岩区2026年规上企业的评价办法"):
        per_mu.scheme("黄岩区", 2026, "规上")
    # Negative tax counts 0, a missing value is no score.
    assert (
        per_mu.score({**values, "亩均税收": Decimal(-5)}, per_mu.scheme("黄岩区", 2022, "规下"))
        == 50
    )
    assert per_mu.score({"亩均税收": Decimal(1)}, per_mu.scheme("黄岩区", 2022, "规下")) is None


def test_trap_27_every_figure_has_its_own_period(desk_of: DeskOf) -> None:
    # A report of May: 产值 1—5月, 营业收入 and 利润 1—4月.
    file = fed_back(
        ("3300", "output", "2026-05", "value", "520"),
        ("3300", "revenue", "2026-04", "value", "400"),
    )
    desk = desk_of("2026-05", file)
    periods = {i: unit_figure(desk, i).period_used for i in ("output", "revenue")}
    assert periods == {"output": "2026-05", "revenue": "2026-04"}
    # A share of two periods is none: 400 of 1—4月 in 520 of 1—5月.
    total = unit_figure(desk, "output")
    (row,) = fig.with_parts([unit_figure(desk, "revenue")], total)
    assert row.share_pct is None and row.pull_pp is None


def test_trap_30_a_unit_without_a_reading_is_neither_zero_nor_last_month(desk_of: DeskOf) -> None:
    file = fed_back(
        ("330101", "output", "2026-05", "value", "300"),
        ("330102", "output", "2026-04", "value", "200"),
    )
    desk = desk_of("2026-05", file)
    east, west = unit_figures(desk, "output", ["330101", "330102"])
    assert (east.value, east.rank, east.rank_of) == (Decimal(300), 1, 1)
    assert (west.value, west.missing, west.rank) == (None, "no_data", None)


def row(code: str, value: str | None, growth: str | None = None) -> FigureRow:
    rate = None if growth is None else Decimal(growth)
    return FigureRow(code, code, None if value is None else Decimal(value), growth_yoy_pct=rate)


def test_trap_31_ties_share_a_place_and_missing_units_have_none() -> None:
    rows = [
        row("a", "5", "1"),
        row("b", "7", "3"),
        row("c", None),
        row("d", "7", None),
        row("e", "9"),
    ]
    found = fig.ranked(rows, indicator("revenue"))
    # 9; then 7 twice as 第2 (并列), then 5 as 第4; four units ranked, c has no place.
    assert [(r.code, r.rank) for r in found] == [
        ("a", 4),
        ("b", 2),
        ("c", None),
        ("d", 2),
        ("e", 1),
    ]
    assert {r.rank_of for r in found} == {4}
    assert [r.growth_rank for r in found] == [2, 1, None, None, None]


def test_trap_31_a_delivered_place_is_that_of_the_growth(desk_of: DeskOf) -> None:
    # W01 prints 总量、增长、位次: 东山县 is larger and slower, the 2 beside it is its growth's.
    rows = [("330101", "300", "5.0", "2"), ("330102", "200", "8.0", "1")]
    readings = ("value", "growth_pct", "rank")
    file = fed_back(
        *(
            (u, "output", "2026-05", r, n)
            for u, *told in rows
            for r, n in zip(readings, told, strict=True)
        )
    )
    found = answer(desk_of("2026-05", file), "output", by="unit").rows
    assert {r.code: (r.rank, r.growth_rank) for r in found if r.rank} == {
        "330101": (1, 2),
        "330102": (2, 1),
    }


def test_trap_31_the_lowest_is_first_where_less_is_better() -> None:
    rows = [row("a", "28.4"), row("b", "20.1"), row("c", "20.1"), row("d", "35.0")]
    found = fig.ranked(rows, indicator("loss_share"))  # 亏损面
    assert [(r.code, r.rank) for r in found] == [("a", 3), ("b", 1), ("c", 1), ("d", 4)]


def test_trap_31_places_and_their_change_are_among_units_of_one_kind(desk_of: DeskOf) -> None:
    # In April 东山县 was second with 150 to 180, in May it is first; the zone has no place.
    may = [("3300", "500"), ("330101", "300"), ("330102", "200"), ("Z1", "250")]
    april = [("330101", "150"), ("330102", "180")]
    file = fed_back(
        *((u, "output", "2026-05", "value", v) for u, v in may),
        *((u, "output", "2026-04", "value", v) for u, v in april),
    )
    rows = answer(desk_of("2026-05", file), "output", by="unit").rows
    assert {r.code: (r.rank, r.rank_before) for r in rows} == {
        "330101": (1, 2),
        "330102": (2, 1),
        "Z1": (None, None),
    }
