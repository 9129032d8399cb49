"""剔除测算: taken out of value and base alike, each firm once, the level of all that reported."""

from __future__ import annotations

from decimal import Decimal

from gxlab.measures import clusters
from gxlab.measures.exclusion import by_industry, exclude
from gxlab.measures.rates import growth_without
from tests.conftest import DeskOf, facts, register
from tests.spec.clusters.rows import members

# X, Y in 34, A in 17; B has no base and no door: 基数缺失; C did not report.
REGISTER = register(
    "A 2026-05 330101001 1711\nX 2026-05 330101001 3451\nY 2026-05 330102001 3451\n"
    "B 2026-05 330101001 3451\nC 2026-05 330101001 1711"
)
FACTS = facts("A 2026-05 1010 900\nX 2026-05 40 100\nY 2026-05 300 200\nB 2026-05 70 -")
MEMBERS = members("K1 A\nK1 X\nK1 B\nK1 C\nK2 X\nK2 Y")


def _edition(desk_of: DeskOf) -> clusters.Edition:
    files = {"observation": FACTS, "register": REGISTER, "cluster_member": MEMBERS}
    return clusters.edition_at(desk_of("2026-05", files))


def test_a_firm_leaves_value_and_base(desk_of: DeskOf) -> None:
    # K1: (1010 + 40) on (900 + 100) = +5.0 %. Without X: 1010 on 900 = +12.2222 %, not 5 + 6.
    found = exclude(_edition(desk_of), "K1", firms=["X"])
    assert found.whole.growth_yoy_pct == Decimal(5)
    assert round(found.left.growth_yoy_pct or 0, 4) == Decimal("12.2222")
    assert found.left.growth_yoy_pct == growth_without(
        (Decimal(1050), Decimal(1000)), (Decimal(40), Decimal(100))
    )
    # Level: all that reported, 基数缺失 too: 1010 + 40 + 70 = 1120, without X 1080.
    assert (found.whole.value, found.left.value) == (Decimal(1120), Decimal(1080))
    assert found.gone is not None
    # X: (40 − 100) / 1000 = −6.0 points; 40 / 1120 = 3.5714 %.
    assert found.gone.pull_pp == Decimal(-6)
    assert round(found.gone.share_pct or 0, 4) == Decimal("3.5714")


def test_the_rest_pulls_what_is_left(desk_of: DeskOf) -> None:
    # Without X only A is compared: (1010 − 900) / 900 = 12.2222 points, the whole of it.
    found = exclude(_edition(desk_of), "K1", firms=["X"])
    pulls = {r.code: r.pull_pp for r in found.rest}
    assert round(pulls["A"] or 0, 4) == Decimal("12.2222")
    assert pulls["B"] is None and pulls["C"] is None


def test_a_firm_and_its_industry_are_taken_out_once(desk_of: DeskOf) -> None:
    # All clusters: A + X + Y = 1350 on 1200 = 12.5 %. Without 34 (X, Y, B) and X again: A alone.
    found = exclude(_edition(desk_of), None, firms=["X"], industries=["34"])
    assert found.whole.growth_yoy_pct == Decimal("12.5")
    assert (found.left.numerator, found.left.denominator) == (Decimal(1010), Decimal(900))
    assert found.gone is not None
    assert (found.gone.value, found.gone.n) == (Decimal(410), 3)


def test_a_firm_without_a_base_changes_the_level_only(desk_of: DeskOf) -> None:
    found = exclude(_edition(desk_of), "K1", firms=["B"])
    assert found.left.value == Decimal(1050)
    assert found.left.growth_yoy_pct == Decimal(5)


def test_nothing_chosen_and_everything_chosen(desk_of: DeskOf) -> None:
    edition = _edition(desk_of)
    nothing = exclude(edition, "K1")
    assert nothing.gone is None and nothing.left == nothing.whole
    everything = exclude(edition, "K1", firms=["A", "X", "B", "C"])
    assert everything.left.growth_yoy_pct is None and everything.left.missing == "no_data"


def test_industries_of_a_cluster(desk_of: DeskOf) -> None:
    # 17: A (1010 − 900) / 1000 = 11.0 points; 34: X (40 − 100) / 1000 = −6.0, B left out.
    rows = {r.code: r for r in by_industry(_edition(desk_of), "K1")}
    assert {c: r.pull_pp for c, r in rows.items()} == {"17": Decimal(11), "34": Decimal(-6)}
    assert rows["34"].name == "通用设备制造业"
    assert rows["34"].value == Decimal(110)
