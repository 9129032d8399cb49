"""名单、成员变动与疑似清单: changes are named, odd readings listed, no value is suggested."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from gxlab.measures.answer import UnanswerableQuestion, answer
from gxlab.measures.cluster_lists import doubts, held, list_change, member_change, unreported
from gxlab.measures.clusters import edition, edition_at
from gxlab.show.cluster_quality import doubts as doubt_table
from gxlab.show.cluster_quality import notes
from tests.conftest import DeskOf, facts, register
from tests.spec.clusters.rows import clusters, members

# April to May: A goes on, B falls from 200 to 190, C repeats 300, D jumps from 50 to 5,000, E is
# silent in May, F leaves the register, G enters it without a base.
VALUES = """
A 2026-04 100 90
B 2026-04 200 190
C 2026-04 300 290
D 2026-04 50 48
E 2026-04 80 80
F 2026-04 70 70
A 2026-05 130 120
B 2026-05 190 240
C 2026-05 300 360
D 2026-05 5000 60
G 2026-05 25 -
"""
LISTS = """
K1 轴承产业集群 省重点 2020-01-01
K2 线缆产业集群 省重点 2026-01-01
K3 箱包产业集群 省重点 2020-01-01 2025-12-31
"""


def files() -> dict[str, Any]:
    april = [f"{c} 2026-04 330101001 1711" for c in "ABCDEF"]
    may = [f"{c} 2026-05 330101001 1711" for c in "ABCDEG"]
    return {
        "observation": facts(VALUES),
        "register": register("\n".join(april + may)),
        "cluster_member": members("\n".join(f"K1 {c}" for c in "ABCDEFG")),
        "industry_cluster": clusters(LISTS),
    }


def test_odd_readings_are_listed_without_a_suggestion(desk_of: DeskOf) -> None:
    found = {d.enterprise: d.text for d in doubts(edition_at(desk_of("2026-05", files())))}
    assert found == {
        "B": "本期累计小于上期累计",
        "C": "本期累计与上期累计相同",
        "D": "本期累计与上期累计相差十倍以上，疑似计量单位有误",
    }


def test_a_new_year_starts_again(desk_of: DeskOf) -> None:
    # 1—2月 below last December is no fall.
    listed = register("A 2025-12 330101001 1711\nA 2026-02 330101001 1711")
    given = {**files(), "observation": facts("A 2025-12 900 800\nA 2026-02 150 140")}
    given["register"] = listed
    assert doubts(edition_at(desk_of("2026-02", given))) == []


def test_members_that_came_and_left_are_named(desk_of: DeskOf) -> None:
    given = edition_at(desk_of("2026-05", files()))
    change = member_change(given)
    assert (change.came, change.left) == (("企业G",), ("企业F",))
    assert unreported(given) == ["企业E"]
    assert held(given) == []


def test_a_changed_list_is_a_break(desk_of: DeskOf) -> None:
    change = list_change(edition_at(desk_of("2026-05", files())))
    assert (change.came, change.left) == (("线缆产业集群",), ("箱包产业集群",))


def test_the_notes_tell_coverage_silence_and_changes(desk_of: DeskOf) -> None:
    said = [s.text for s in notes(edition_at(desk_of("2026-05", files()))).items]
    # Six members, five reported; E's base of last year is not stored, so nothing lacks: 100 %.
    assert said[0].startswith("规上成员企业6户，采用营业收入5户，上报面")
    assert "未报企业：企业E；本期数和基数均不计入。" in said
    assert "基数缺失1户，本期营业收入25万元，计入总量，不参加增速计算。" in said
    assert (
        "集群名单比上年同期新列入线缆，调出箱包；增速按本期名单和随表同期数计算，两年发布总量不可直接相比。"
        in said
    )
    assert "规上成员企业比1—4月增加1户（企业G），减少1户（企业F）。" in said


def test_readers_outside_see_counts_and_no_names(desk_of: DeskOf) -> None:
    given = edition_at(replace(desk_of("2026-05", files()), audience="shared"))
    said = "".join(s.text for s in notes(given).items)
    assert "增加1户，减少1户" in said
    assert "企业G" not in said and "企业E" not in said
    assert doubts(given) == [] and doubt_table(given) is None


def test_an_older_basis_is_said(desk_of: DeskOf) -> None:
    april_only = {**files(), "observation": facts("A 2026-04 100 90")}
    given = edition(desk_of("2026-05", april_only))
    assert notes(given).items[0].text == "本期营业收入为1—4月数，其他指标各用其本期。"


def test_an_unknown_grouping_names_the_known_ones(desk_of: DeskOf) -> None:
    desk = desk_of("2026-05", files())
    with pytest.raises(UnanswerableQuestion, match="可用：component"):
        answer(desk, "cluster_bridge", by="enterprise")
    with pytest.raises(UnanswerableQuestion, match="可用：cluster"):
        answer(desk, "cluster_revenue", by="enterprise")
    with pytest.raises(UnanswerableQuestion, match="可用：cluster"):
        answer(desk, "cluster_report_rolling")
