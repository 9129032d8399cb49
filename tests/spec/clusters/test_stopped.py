"""停产半停产: the register's state, or output of the month far below last year's same month."""

from __future__ import annotations

from gxlab.measures.cluster_stopped import states, stopped_members
from gxlab.measures.clusters import edition_at
from tests.conftest import DeskOf, facts, register
from tests.spec.clusters.rows import members

# Output of the month, this year against last: A 25 on 100 = 25 %, B 30 on 100 = 30 % (the limit is
# met), C 31 on 100, D 0 on 100, E blank, F 0 on 0.
OUTPUT = """
A 2025-05 100
B 2025-05 100
C 2025-05 100
D 2025-05 100
E 2025-05 100
F 2025-05 0
D 2025-04 100
A 2026-05 25
B 2026-05 30
C 2026-05 31
D 2026-05 0
E 2026-05 -
F 2026-05 0
D 2026-04 0
"""
MONTHS = ("2025-04", "2025-05", "2026-04", "2026-05")


def files() -> dict[str, object]:
    rows = "\n".join(f"{c} {m} 330101001 1711" for c in "ABCDEF" for m in MONTHS)
    return {
        "observation": facts(OUTPUT, indicator="output", span="month") + facts("A 2026-05 10 50"),
        "register": register(rows),
        "cluster_member": members("K1 A\nK1 D"),
    }


def test_output_at_or_below_the_limit_counts_and_silence_does_not(desk_of: DeskOf) -> None:
    assert states(desk_of("2026-05", files())) == {
        "A": ("半停产", False),
        "B": ("半停产", False),
        "D": ("停产", False),
    }


def test_the_register_s_word_comes_first(desk_of: DeskOf) -> None:
    given = files()
    rows = register("C 2026-05 330101001 1711")
    stopped = [{**rows[0], "state": "停产"}]
    desk = desk_of("2026-05", given, {"register": stopped, "status": "最终"})
    assert states(desk)["C"] == ("停产", True)


def test_a_standstill_is_dated_back_without_a_break(desk_of: DeskOf) -> None:
    found = {s.enterprise: s for s in stopped_members(edition_at(desk_of("2026-05", files())))}
    assert sorted(found) == ["A", "D"]  # B belongs to no cluster
    assert str(found["D"].since) == "2026-04"
    assert str(found["A"].since) == "2026-05"
