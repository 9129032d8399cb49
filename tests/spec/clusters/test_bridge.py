"""增量从哪来: every firm falls into one part, and the parts sum to the last digit."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import given as drawn
from hypothesis import strategies as st

from gxlab.measures.cluster_bridge import bridge, summed
from gxlab.measures.clusters import edition_at, total
from gxlab.measures.growth_bridge import FirmFacts, bridge_of
from gxlab.reference.numbers import growth_pct
from tests.conftest import DeskOf, facts, register
from tests.spec.clusters.rows import members

# Last year 1—5月: A 100, B 50, C 30, E 20 were members in the register; D (80) was in the register
# but in no cluster; F (40) was a member and has since left the cluster.
VALUES = """
A 2025-05 100 90
B 2025-05 50 45
C 2025-05 30 30
D 2025-05 80 70
E 2025-05 20 20
F 2025-05 40 40
A 2026-05 120 100
B 2026-05 55 52
D 2026-05 88 80
E 2026-05 25 -
F 2026-05 44 40
G 2026-05 30 24
H 2026-05 15 -
"""
REGISTER = """
A 2025-05 330101001 1711
B 2025-05 330101001 1711
C 2025-05 330101001 1711
D 2025-05 330101001 1711
E 2025-05 330101001 1711
F 2025-05 330101001 1711
A 2026-05 330101001 1711
B 2026-05 330101001 1711
D 2026-05 330101001 1711
E 2026-05 330101001 1711
F 2026-05 330101001 1711
G 2026-05 330101001 1711 小升规 2026-02
H 2026-05 330101001 1711 月度 2026-04
"""
MEMBERS = """
K1 A
K1 B
K1 C
K1 D - - 2026-01-01
K1 E
K1 F - - - 2025-12-31
K1 G
K1 H
"""


def files() -> dict[str, object]:
    return {
        "observation": facts(VALUES),
        "register": register(REGISTER),
        "cluster_member": members(MEMBERS),
    }


def test_each_kind_of_change_has_its_part(desk_of: DeskOf) -> None:
    found = bridge(edition_at(desk_of("2026-05", files())))
    parts = {p.part: p for p in found.parts}
    # Base: 上年口径 A100 + B50 + C30 + E20 + F40 = 240.
    #   B restated 52 − 50 = +2; C out of the register −30; D joined +80; F left −40; G entered +24;
    #   E's base is missing: −20; H is new: 0.  Comparable: 240 + 2 − 30 + 80 − 40 + 24 − 20 = 256.
    assert (found.former, found.comparable) == (Decimal(240), Decimal(256))
    assert parts["restated"].base_change == Decimal(2)
    assert parts["exit"].base_change == Decimal(-30)
    assert (parts["joined"].base_change, parts["left"].base_change) == (Decimal(80), Decimal(-40))
    # Growth: stock A +20, B +3 = 23; D +8; G +6; H +15.  Compared: 256 + 52 = 308.
    assert parts["stock"].increase == Decimal(23)
    assert parts["joined"].increase == Decimal(8)
    assert parts["entered"].increase == Decimal(6)
    assert parts["new"].increase == Decimal(15)
    assert found.compared == Decimal(308)
    # E's 25 counts in the level and not in the growth: 333.
    assert (parts["base_missing"].apart, found.level) == (Decimal(25), Decimal(333))


def test_the_bridge_ends_at_the_printed_total(desk_of: DeskOf) -> None:
    edition = edition_at(desk_of("2026-05", files()))
    found, row = bridge(edition), total(edition)
    assert found.level == row.value
    assert (found.compared, found.comparable) == (row.numerator, row.denominator)
    # 52 / 256 = 20.3125 %
    assert summed(edition).pull_pp == row.growth_yoy_pct == Decimal("20.3125")


KEEPS = [{"policy": "exit_base_kept", "unit": None, "value": "企业直报=yes|统计局反馈=no"}]


def test_kept_bases_of_removed_firms_lower_the_growth(desk_of: DeskOf) -> None:
    # C (30 a year ago) has left the register and is still on the list of members.
    # Without C's base 308 on 256: +52.  With it: 308 on 286, C pulls −30 / 286.
    left = edition_at(desk_of("2026-05", files()))
    kept = edition_at(desk_of("2026-05", files(), {"policy": KEEPS}))
    assert (bridge(left).comparable, bridge(left).increase) == (Decimal(256), Decimal(52))
    found = bridge(kept)
    assert (found.comparable, found.compared, found.increase) == (286, 308, 22)
    assert [p.increase for p in found.parts if p.part == "exit_kept"] == [Decimal(-30)]
    assert not [p for p in found.parts if p.part == "exit"]
    # The printed growth is the bridge's, and a firm that is gone is no member and did not report.
    assert (total(kept).numerator, total(kept).denominator) == (Decimal(308), Decimal(286))
    assert total(kept).n == total(left).n and total(kept).value == total(left).value


def test_a_kept_base_stays_where_it_was_earned(desk_of: DeskOf) -> None:
    # C's membership ended with it in March; its 30 stay in the base of K1, and in the printed rate.
    ended = MEMBERS.replace("K1 C", "K1 C - - - 2026-03-31")
    given = {**files(), "cluster_member": members(ended)}
    kept = edition_at(desk_of("2026-05", given, {"policy": KEEPS}))
    assert (bridge(kept).comparable, bridge(kept).increase) == (Decimal(286), Decimal(22))
    row = total(kept)
    assert (row.numerator, row.denominator) == (Decimal(308), Decimal(286))
    # D (80) was in no cluster a year ago. Had it left, no cluster would keep its base.
    gone = REGISTER.replace("D 2026-05 330101001 1711\n", "")
    without = {**given, "register": register(gone)}
    left = edition_at(desk_of("2026-05", without, {"policy": KEEPS}))
    assert bridge(left).comparable == Decimal(286) - 80
    assert (total(left).numerator, total(left).denominator) == (
        bridge(left).compared,
        bridge(left).comparable,
    )


def test_the_setting_holds_for_the_source_it_names(desk_of: DeskOf) -> None:
    other = [{**KEEPS[0], "value": "统计局反馈=yes"}]
    assert bridge(edition_at(desk_of("2026-05", files(), {"policy": other}))).comparable == 256
    everyone = [{**KEEPS[0], "value": "yes"}]
    assert bridge(edition_at(desk_of("2026-05", files(), {"policy": everyone}))).comparable == 286


def test_a_firm_that_moved_between_counties_is_no_new_firm(desk_of: DeskOf) -> None:
    # A stood in 城关镇 (东山县) a year ago and stands in 河口镇 (西水县) now.
    listed = register("A 2025-05 330101001 1711\nA 2026-05 330102001 1711")
    given = {
        "observation": facts("A 2025-05 100 90\nA 2026-05 110 100"),
        "register": listed,
        "cluster_member": members("K1 A"),
    }
    desk = desk_of("2026-05", given)
    came = bridge(edition_at(desk.at(unit="330102")))
    went = bridge(edition_at(desk.at(unit="330101")))
    assert [(p.part, p.base_change, p.increase) for p in came.parts] == [
        ("moved_in", Decimal(100), Decimal(10))
    ]
    assert [(p.part, p.base_change) for p in went.parts] == [("moved_out", Decimal(-100))]
    assert [p.part for p in bridge(edition_at(desk)).parts] == ["stock"]


def test_a_renamed_code_is_one_firm(desk_of: DeskOf) -> None:
    # 92… became 91… (个转企): one firm with its history, not an exit and an entry.
    listed = register("OLD 2025-05 330101001 1711\nNEW 2026-05 330101001 1711")
    given = {
        "observation": facts("OLD 2025-05 100 90\nNEW 2026-05 112 100"),
        "register": listed,
        "cluster_member": members("K1 OLD\nK1 NEW"),
        "enterprise_lineage": [
            {"old_enterprise": "OLD", "enterprise": "NEW", "kind": "个转企", "effective": "2025-09"}
        ],
    }
    found = bridge(edition_at(desk_of("2026-05", given)))
    assert [(p.part, p.increase) for p in found.parts] == [("stock", Decimal(12))]


def test_what_the_register_remarks_is_one_firm_too(desk_of: DeskOf) -> None:
    # 变更说明: OLD became NEW; TAKER absorbed GONE. Two firms stay, former figures with them.
    now = register("NEW 2026-05 330101001 1711\nTAKER 2026-05 330101001 1711")
    remarks = (
        "2025年9月个转企,原名称:企业OLD,原代码:92330100MA2AAAAA1X",
        "2025年7月吸收合并企业GONE",
    )
    then = "92330100MA2AAAAA1X 2025-05 330101001 1711\nTAKER 2025-05 330101001 1711"
    given = {
        "observation": facts(
            "92330100MA2AAAAA1X 2025-05 100 90\nTAKER 2025-05 60 50\nGONE 2025-05 5 4\n"
            "NEW 2026-05 112 100\nTAKER 2026-05 70 65"
        ),
        "register": [
            *register(f"{then}\nGONE 2025-05 330101001 1711"),
            *({**row, "remark": text} for row, text in zip(now, remarks, strict=True)),
        ],
        "cluster_member": members("K1 92330100MA2AAAAA1X\nK1 NEW\nK1 TAKER\nK1 GONE"),
    }
    found = bridge(edition_at(desk_of("2026-05", given)))
    # 上年口径 100 + 60 + 5 = 165 = 可比 100 + 65; stock 112 − 100 + 70 − 65 = 17, no others.
    assert (found.former, found.comparable) == (Decimal(165), Decimal(165))
    assert [(p.part, p.firms, p.increase) for p in found.parts] == [("stock", 2, Decimal(17))]


def test_a_plant_of_last_autumn_with_a_base_of_zero_is_new(desk_of: DeskOf) -> None:
    given = {
        "observation": facts("A 2025-05 100 90\nA 2026-05 120 100\nN 2026-05 30 0"),
        "register": register(
            "A 2025-05 330101001 1711\nA 2026-05 330101001 1711\n"
            "N 2026-05 330101001 1711 月度 2025-10"
        ),
        "cluster_member": members("K1 A\nK1 N"),
    }
    found = bridge(edition_at(desk_of("2026-05", given)))
    assert [(p.part, p.increase) for p in found.parts] == [
        ("stock", Decimal(20)),
        ("new", Decimal(30)),
    ]


money = st.decimals(0, 10**9, places=6)
place = st.sampled_from(["here", "elsewhere", ""])
firm = st.builds(
    FirmFacts,
    st.just("A"),
    st.none() | money,
    st.none() | money,
    st.sampled_from(["delivered", "new", "base_missing", "exit_kept"]),
    st.none() | money,
    st.booleans(),
    st.booleans(),
    place,
    place,
)


@drawn(st.lists(firm, max_size=30))
def test_the_parts_sum_to_the_last_digit(firms: list[FirmFacts]) -> None:
    found = bridge_of(firms)
    zero = Decimal(0)
    reported = [f for f in firms if f.counted and f.value is not None]
    level = sum((f.value or zero for f in reported), zero)
    compared = sum((f.value or zero for f in reported if f.base is not None), zero)
    base = sum((f.base or zero for f in reported if f.base is not None), zero)
    kept = sum((f.base or zero for f in firms if f.basis == "exit_kept" and not f.counted), zero)
    assert found.level == level
    assert found.compared == compared
    assert found.comparable == base + kept
    pulls = sum((found.pull(p) or zero for p in found.parts), zero)
    growth = growth_pct(found.compared, found.comparable)
    # Over a base of a few 元 the parts run to 10¹⁵ 百分点: the last digit is counted from there.
    size = sum((abs(found.pull(p) or zero) for p in found.parts), Decimal(1))
    assert growth is None or abs(pulls - growth) < size * Decimal("1e-20")
