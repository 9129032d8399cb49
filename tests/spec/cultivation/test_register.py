"""The register's identity and the two ways of counting (名录恒等式、名录口径与考核口径)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from itertools import pairwise
from typing import Any

from gxlab.measures import register_dynamics as dynamics
from gxlab.measures.register_lineage import parse_remark
from tests.conftest import DeskOf
from tests.spec.cultivation.rows import Rows, event, listed


def year(
    desk_of: DeskOf, period: str, register: Rows, events: Sequence[Any] = (), **tables: Any
) -> Any:
    return dynamics.register_year(
        desk_of(period, {"register": register, "register_event": list(events), **tables})
    )


def identity(found: dynamics.UnitYear) -> tuple[int | None, int, int, int, int]:
    return (
        found.opening,
        len(found.entries),
        len(found.exits),
        found.transfers,
        found.closing,
    )


def test_k6_two_ways_of_counting(desk_of: DeskOf) -> None:
    # 100 at year end; at 1—2月 +12 (batch, credited to 2025), −9; March—May +3 new plants; one
    # rename. 100 + 12 − 9 + 3 = 106, net (12 + 3) − 9 = 6; credited to 2026: the 3 new plants.
    # Naive: 12 + 3 = 15 entries "complete" a target of 15.
    old = [f"A{n:03d}" for n in range(100)]
    batch = [f"B{n:02d}" for n in range(12)]
    new = ["N1", "N2", "N3"]
    stay = old[9:]
    renamed = {"A050": {"name": "新名称", "remark": "2026年4月更名,曾用名:企业A050"}}
    door = {c: {"door": "小升规", "entered": "2026-02"} for c in batch}
    monthly = {c: {"door": "月度", "entered": f"2026-0{3 + k}"} for k, c in enumerate(new)}
    register = listed("2025-12", old) + listed("2026-01", old)
    register += listed("2026-02", stay + batch, **door)
    register += listed("2026-03", stay + batch + new[:1], **door, **monthly)
    register += listed("2026-04", stay + batch + new[:2], **door, **monthly, **renamed)
    register += listed("2026-05", stay + batch + new, **door, **monthly, **renamed)
    events = [event(c, "entry", "2026-02", "小升规") for c in batch]
    events += [event(c, "entry", monthly[c]["entered"], "新建投产") for c in new]
    events += [event(c, "exit", "2026-02", reason="规模不达标") for c in old[:9]]
    given = year(desk_of, "2026-05", register, events)
    for unit in ("3300", "330101", "330101001"):
        found = dynamics.unit_year(given, unit)
        assert identity(found) == (100, 15, 9, 0, 106)
        assert found.net == 6
        assert found.by_door("小升规") == 12 and found.by_door("月度新建") == 3
        assert found.by_door("年度退出") == 9 and found.by_door("年内退出") == 0
        assert [m.enterprise for m in dynamics.credited_entries(given, unit)] == new
        assert dynamics.credited_exits(given, unit) == ()
    assert [m.name for m in dynamics.named_moves(given, "3300", "rename")] == ["新名称"]


def test_december_counts_the_batch_passed_for_the_year(desk_of: DeskOf) -> None:
    # 2025: one new plant in May, and a batch of two passed that takes effect at 1—2月 2026.
    # In November the year's task stands at 1, in December at 1 + 2 = 3; 退回 never counts.
    register = listed("2024-12", ["A"]) + listed("2025-05", ["A", "N"], N={"entered": "2025-05"})
    register += listed("2025-12", ["A", "N"], N={"entered": "2025-05"})
    events = [
        event("N", "entry", "2025-05", "新建投产"),
        event("B1", "entry", "2026-02", "小升规"),
        event("B2", "entry", "2026-02", "转专业"),
        event("B3", "entry", "2026-02", "小升规", result="退回"),
    ]
    done = dynamics.credited_entries(year(desk_of, "2025-12", register, events), "330101")
    assert sorted(m.enterprise for m in done) == ["B1", "B2", "N"]
    register += listed("2025-11", ["A", "N"], N={"entered": "2025-05"})
    done = dynamics.credited_entries(year(desk_of, "2025-11", register, events), "330101")
    assert [m.enterprise for m in done] == ["N"]


def test_the_year_named_in_the_file_wins_over_the_rule(desk_of: DeskOf) -> None:
    register = listed("2025-12", ["A"]) + listed("2026-02", ["A", "B"], B={"entered": "2026-02"})
    stated = [event("B", "entry", "2026-02", "小升规", credited_year=2026)]
    given = year(desk_of, "2026-02", register, stated)
    assert len(dynamics.credited_entries(given, "3300")) == 1
    ruled = year(desk_of, "2026-02", register, [event("B", "entry", "2026-02", "小升规")])
    assert len(dynamics.credited_entries(ruled, "3300")) == 0


def test_a_changed_code_is_neither_exit_nor_entry(desk_of: DeskOf) -> None:
    # 个转企: 92… leaves the list, 91… appears in it; the remark names the old code. Stock 2 = 2.
    new = {"91B": {"remark": "2026年3月个转企，原名称：老厂，原代码：92330100MA2AAAAA1X"}}
    register = listed("2025-12", ["A", "92330100MA2AAAAA1X"]) + listed(
        "2026-03", ["A", "91B"], **new
    )
    given = year(desk_of, "2026-03", register)
    assert identity(dynamics.unit_year(given, "3300")) == (2, 0, 0, 0, 2)
    (move,) = dynamics.named_moves(given, "3300", "conversion")
    assert move.reason == "个转企，原为企业92330100MA2AAAAA1X（92330100MA2AAAAA1X）"


def test_the_table_of_lineage_tells_what_no_remark_does(desk_of: DeskOf) -> None:
    new = {"NEW": {"entered": "2026-03"}}
    register = listed("2025-12", ["A", "OLD"]) + listed("2026-03", ["A", "NEW"], **new)
    row = {"old_enterprise": "OLD", "enterprise": "NEW", "kind": "个转企", "effective": "2026-03"}
    given = year(desk_of, "2026-03", register, enterprise_lineage=[row])
    assert identity(dynamics.unit_year(given, "3300")) == (2, 0, 0, 0, 2)
    silent = year(desk_of, "2026-03", register)
    assert identity(dynamics.unit_year(silent, "3300")) == (2, 1, 1, 0, 2)


def test_the_same_name_under_another_code_is_the_same_firm(desk_of: DeskOf) -> None:
    # A mistyped code mended by the bureau, brackets of another width: still one firm.
    old = {"X1": {"name": "示例（集团）有限公司"}}
    new = {"X2": {"name": "示例(集团)有限公司"}}
    register = listed("2025-12", ["A", "X1"], **old) + listed("2026-03", ["A", "X2"], **new)
    given = year(desk_of, "2026-03", register)
    assert identity(dynamics.unit_year(given, "3300")) == (2, 0, 0, 0, 2)


def test_a_merger_is_one_exit_and_no_entry(desk_of: DeskOf) -> None:
    # B absorbed by A: 2 − 1 = 1. Two merged into a new code: one goes on, the other has left.
    host = {"A": {"remark": "2026年3月吸收合并企业B"}}
    register = listed("2025-12", ["A", "B"]) + listed("2026-03", ["A"], **host)
    found = dynamics.unit_year(year(desk_of, "2026-03", register), "3300")
    assert identity(found) == (2, 0, 1, 0, 1)
    assert found.exits[0].reason == "被企业A吸收合并"
    lineage = [
        {"old_enterprise": c, "enterprise": "C", "kind": "合并", "effective": "2026-03"}
        for c in "AB"
    ]
    register = listed("2025-12", ["A", "B"]) + listed("2026-03", ["C"])
    given = year(desk_of, "2026-03", register, enterprise_lineage=lineage)
    assert identity(dynamics.unit_year(given, "3300")) == (2, 0, 1, 0, 1)


def test_relocation_is_a_transfer_between_units_and_nothing_for_the_city(desk_of: DeskOf) -> None:
    # B moves from 东山县 to 西水县: 2 → 1 and 1 → 2 without entry or exit, the city stays at 3.
    west = {"unit": "330102001"}
    moved = {"B": {**west, "remark": "2026年4月由东山县迁入"}, "C": west}
    register = listed("2025-12", ["A", "B", "C"], C=west) + listed(
        "2026-04", ["A", "B", "C"], **moved
    )
    given = year(desk_of, "2026-04", register)
    assert identity(dynamics.unit_year(given, "3300")) == (3, 0, 0, 0, 3)
    assert identity(dynamics.unit_year(given, "330101")) == (2, 0, 0, -1, 1)
    assert identity(dynamics.unit_year(given, "330102")) == (1, 0, 0, 1, 2)
    assert len(dynamics.named_moves(given, "330102", "transfer")) == 1
    assert dynamics.named_moves(given, "3300", "transfer") == []


def test_a_firm_that_moves_in_from_outside_has_not_entered(desk_of: DeskOf) -> None:
    # B has been above scale since 2015 and comes from another city: 1 → 2 without an entry, 划入.
    moved = {"B": {"entered": "2015-02", "remark": "2026年3月由邻市迁入"}}
    register = listed("2025-12", ["A"]) + listed("2026-03", ["A", "B"], **moved)
    given = year(desk_of, "2026-03", register)
    assert identity(dynamics.unit_year(given, "3300")) == (1, 0, 0, 1, 2)
    (move,) = dynamics.named_moves(given, "3300", "transfer")
    assert move.reason == "2026年3月由邻市迁入"


def test_a_zone_counts_its_members_of_the_day(desk_of: DeskOf) -> None:
    # A has been a member, B joins in March without moving: 划入. A's code changes in April.
    zone = [
        {
            "zone": "Z1",
            "member_kind": "enterprise",
            "member": m,
            "valid_from": since,
            "valid_to": None,
        }
        for m, since in (("A2", None), ("B", None))
    ]
    zone[1]["valid_from"] = date(2026, 3, 1)
    new = {"A2": {"remark": "2026年4月个转企,原代码:92330100MA2AAAAA1X"}}
    register = listed("2025-12", ["92330100MA2AAAAA1X", "B"]) + listed(
        "2026-02", ["92330100MA2AAAAA1X", "B"]
    )
    register += listed("2026-04", ["A2", "B"], **new)
    given = year(desk_of, "2026-04", register, zone_member=zone)
    assert identity(dynamics.unit_year(given, "Z1")) == (1, 0, 0, 1, 2)
    assert [(s.month, s.count, s.transfers) for s in dynamics.steps(given, "Z1")] == [
        ("2025-12", 1, 0),
        ("2026-02", 1, 0),
        ("2026-04", 2, 1),
    ]


def test_a_firm_one_list_left_out_has_not_left(desk_of: DeskOf) -> None:
    # B is missing from March alone: no exit, no entry, named. With an exit and a new entry on
    # record it has left and come back: 1 exit, 1 entry.
    register = listed("2025-12", ["A", "B"]) + listed("2026-03", ["A"])
    register += listed("2026-05", ["A", "B"], B={"entered": "2020-02"})
    given = year(desk_of, "2026-05", register)
    assert identity(dynamics.unit_year(given, "3300")) == (2, 0, 0, 0, 2)
    assert given.gaps == ("企业B",)
    events = [event("B", "exit", "2026-03"), event("B", "entry", "2026-05", "再入统")]
    found = dynamics.unit_year(year(desk_of, "2026-05", register, events), "3300")
    assert identity(found) == (2, 1, 1, 0, 2)


def test_exits_without_a_list_still_count_and_are_named_as_such(desk_of: DeskOf) -> None:
    register = listed("2025-12", ["A", "B", "C"]) + listed("2026-02", ["A"])
    # The list of exits has names only, as it comes from the bureau.
    events = [event("", "exit", "2026-02", name="企业B", reason="停产倒闭", enterprise=None)]
    found = dynamics.unit_year(year(desk_of, "2026-02", register, events), "3300")
    assert [(m.name, m.reason, m.stated, m.door) for m in found.exits] == [
        ("企业B", "停产倒闭", True, "年度退出"),
        ("企业C", "", False, "年度退出"),
    ]


def test_without_last_years_end_only_the_stock_is_known(desk_of: DeskOf) -> None:
    given = year(desk_of, "2026-05", listed("2026-04", ["A"]) + listed("2026-05", ["A", "B"]))
    found = dynamics.unit_year(given, "3300")
    assert (found.opening, found.closing, found.entries) == (None, 2, ())
    assert dynamics.unit_year(year(desk_of, "2026-05", []), "3300") is None


def test_identity_holds_in_every_unit_and_month(desk_of: DeskOf) -> None:
    west = {"unit": "330102001"}
    register = listed("2025-12", ["A", "B", "C", "D"], C=west, D=west)
    register += listed("2026-02", ["A", "B", "D", "E"], D=west, E={"entered": "2026-02", **west})
    register += listed("2026-03", ["A", "D", "E", "B"], D=west, E=west, B=west)
    register += listed("2026-04", ["A", "D", "E", "F"], D=west, E=west, F={"entered": "2026-04"})
    given = year(desk_of, "2026-04", register)
    for unit in ("3300", "330101", "330102", "330101001", "330102001"):
        steps = dynamics.steps(given, unit)
        for before, now in pairwise(steps):
            assert now.count == before.count + now.entries - now.exits + now.transfers
        total = dynamics.unit_year(given, unit)
        assert total.closing == steps[-1].count
        assert len(total.entries) == sum(s.entries for s in steps)
    assert all(s.transfers == 0 for s in dynamics.steps(given, "3300"))


def test_remarks_of_every_punctuation() -> None:
    both = "2026年3月更名，曾用名：东山纺织厂；2025年9月由西水县迁入。"
    assert [(c.kind, c.month, c.old_name, c.place) for c in parse_remark(both)] == [
        ("更名", "2026-03", "东山纺织厂", None),
        ("迁移", "2025-09", None, "西水县"),
    ]
    assert parse_remark("个转企,原代码92330100MA2AAAAA1X")[0].old_code == "92330100MA2AAAAA1X"
    assert parse_remark("吸收合并东山纺织有限公司")[0].old_name == "东山纺织有限公司"
    assert parse_remark("注销(被东山纺织有限公司吸收合并)") == ()
    assert parse_remark("个转企,原名称:东山纺织厂")[0].kind == "个转企"
    assert parse_remark("停产检修") == ()
