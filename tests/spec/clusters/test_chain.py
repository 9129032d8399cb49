"""环节: a weak segment is a hint with its rule, of the whole chain, not of one county."""

from __future__ import annotations

from decimal import Decimal

from gxlab.measures.cluster_chain import leaders, segments, weak_segments
from gxlab.measures.clusters import edition_at
from tests.conftest import DeskOf, facts, register
from tests.spec.clusters.rows import clusters, members

# K1: 套圈 A, 成品 B (链主) and C, 装备 D below scale.  In three readings running A falls behind:
# March A −5 %, B+C +5 %; April A −4 %, May A −6 % against a chain of about +4 %.
VALUES = """
A 2026-03 95 100
B 2026-03 630 600
C 2026-03 210 200
A 2026-04 96 100
B 2026-04 630 600
C 2026-04 210 200
A 2026-05 94 100
B 2026-05 630 600
C 2026-05 210 200
"""
MONTHS = ("2026-03", "2026-04", "2026-05")
REGISTER = "\n".join(f"{c} {m} 330101001 1711" for c in "ABC" for m in MONTHS)
MEMBERS = "K1 A 套圈 配套\nK1 B 成品 链主\nK1 C 成品 配套\nK1 D 装备 配套"


def files(values: str = VALUES) -> dict[str, object]:
    return {
        "observation": facts(values),
        "register": register(REGISTER),
        "cluster_member": members(MEMBERS),
        "industry_cluster": clusters("K1 轴承产业集群 省重点"),
        "enterprise": [{"enterprise": c, "name": f"企业{c}", "unit": "330101001"} for c in "ABCD"],
        "cluster_segment": [
            {"cluster": "K1", "segment": s, "position": n, "gap": g}
            for n, (s, g) in enumerate(
                [("套圈", "本地可配套"), ("成品", "本地可配套"), ("装备", "主要靠外地")], start=1
            )
        ],
    }


def test_each_rule_names_itself(desk_of: DeskOf) -> None:
    hints = weak_segments(edition_at(desk_of("2026-05", files())))
    # Chain: March 935/900 = +3.9 %, April +4.0 %, May +3.8 %; A −5.0, −4.0, −6.0: 8.9, 8.0, 9.8
    # points behind, three readings running.  装备 has D only, below scale.
    assert hints["K1:套圈"] == "连续3期低于全链5个百分点以上"
    assert hints["K1:装备"] == "环节内无规上企业"
    assert "K1:成品" not in hints  # B holds 630 of 840 = 75 %


def test_two_readings_behind_are_not_enough(desk_of: DeskOf) -> None:
    # In March A grew by 5 %, more than the chain: only April and May are behind.  As the only firm
    # of its segment it then falls under the rule of one dominating firm.
    hints = weak_segments(edition_at(desk_of("2026-05", files(VALUES.replace("03 95", "03 105")))))
    assert hints["K1:套圈"] == "一户占环节营收80%以上"


def test_segments_stand_in_chain_order_with_their_share(desk_of: DeskOf) -> None:
    found = segments(edition_at(desk_of("2026-05", files())))
    assert [s.name for s in found] == ["套圈", "成品", "装备"]
    assert [(s.members, s.listed) for s in found] == [(1, 1), (2, 2), (1, 0)]
    # 成品 840 of 934 = 89.9 % of the chain.
    assert found[1].row.share_pct is not None
    assert round(found[1].row.share_pct, 1) == Decimal("89.9")
    assert found[2].row.value is None and found[2].gap == "主要靠外地"


def test_leaders_carry_their_share_of_the_chain(desk_of: DeskOf) -> None:
    (leader,) = leaders(edition_at(desk_of("2026-05", files())))
    assert (leader.role, leader.row.code, leader.partners) == ("链主", "K1:B", 2)
    # 630 / 934 = 67.5 %
    assert leader.row.share_pct is not None
    assert round(leader.row.share_pct, 1) == Decimal("67.5")
