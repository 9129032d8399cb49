"""A small city of four firms, worked by hand: 万元 as delivered."""

from __future__ import annotations

from datetime import date
from typing import Any

from tests.conftest import facts, register
from tests.spec.clusters.rows import clusters, members

# B's base is blank: its figure counts in the level and leaves the growth. D is silent.
REGISTER = """
A 2026-05 330101001 1311
B 2026-05 330101001 1311
C 2026-05 330102001 1711
D 2026-05 330102001 1711
"""
REVENUE = """
A 2026-05 50500 48000
B 2026-05 20000 -
C 2026-05 30000 25000
"""
PROFIT = """
A 2026-05 900 -100
C 2026-05 600 500
"""
# A stands in both clusters.
MEMBERS = """
K1 A 纺纱 链主
K2 A 成衣 配套
K2 C 成衣 配套
"""
LISTS = "K1 纺织集群 全部\nK2 服装集群 全部"


def files(*decisions: dict[str, Any]) -> dict[str, Any]:
    """One file with everything."""
    enterprises = [
        {"enterprise": "A", "name": "企业A", "holding": "甲集团"},
        {"enterprise": "B", "name": "企业B", "holding": "甲集团 "},
        {"enterprise": "C", "name": "企业C", "holding": "企业A"},
        {"enterprise": "D", "name": "企业D", "holding": None},
    ]
    observed = [*facts(REVENUE), *facts(PROFIT, indicator="profit")]
    return {
        "register": register(REGISTER),
        "observation": observed,
        "enterprise": enterprises,
        "cluster_member": members(MEMBERS),
        "industry_cluster": clusters(LISTS),
        "decision": list(decisions),
        "period": "2026-05",
    }


def agreed(firm: str, verdict: str = "同意公开", day: int = 6) -> dict[str, Any]:
    """A decision on a firm in May 2026."""
    return {
        "object_kind": "enterprise",
        "object_id": firm,
        "verdict": verdict,
        "reason": "书面同意",
        "author": "周敏",
        "decided_on": date(2026, 5, day),
        "valid_until": None,
    }
