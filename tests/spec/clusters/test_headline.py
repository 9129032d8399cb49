"""开头一句: what it says hangs on how much of the register has reported."""

from __future__ import annotations

import pytest

from gxlab.measures.clusters import edition_at
from gxlab.show.cluster_outlook import goals as goals_judgement
from gxlab.show.cluster_revenue import headline
from gxlab.show.cluster_sentences import gap_warning
from gxlab.warehouse.desk import Desk
from tests.conftest import DeskOf, facts, observation, register
from tests.spec.clusters.rows import clusters, members


def desk_with_silent(desk_of: DeskOf, last_year: str) -> Desk:
    """A reports 104 on 100 (and 102 on 100 in April); B is silent, with its figure of last year."""
    months = ("2025-05", "2026-04", "2026-05")
    listed = "\n".join(f"{c} {m} 330101001 1711" for c in "ABZ" for m in months)
    values = (
        f"A 2026-04 102 100\nZ 2026-04 50 50\nA 2026-05 104 100\nZ 2026-05 100 96\n"
        f"B 2025-05 {last_year}"
    )
    return desk_of(
        "2026-05",
        {
            "observation": facts(values),
            "register": register(listed),
            "cluster_member": members("K1 A\nK1 B"),
            "industry_cluster": clusters("K1 轴承产业集群 省重点"),
        },
    )


# B's figure of last year against A's base of 100: 100/101 = 99.0 %, 100/104 = 96.2 %,
# 100/125 = 80.0 %.  Whole: 204 on 196; share 104/204 = 51.0 %, pull 4/196 = 2.0 points.
@pytest.mark.parametrize(
    ("last_year", "said"),
    [
        (
            "1",
            "1—5月，全市轴承产业集群实现营业收入104万元，同比增长4.0%（企业汇总，可比口径），"
            "增速比1—4月加快2.0个百分点；占规上工业营业收入的51.0%，拉动规上工业营业收入增长2.0个百分点。",
        ),
        (
            "4",
            "1—5月，全市轴承产业集群实现营业收入104万元，"
            "同比增长4.0%（快报，企业汇总，可比口径，上报面96.2%），"
            "增速比1—4月加快2.0个百分点；占规上工业营业收入的51.0%，拉动规上工业营业收入增长2.0个百分点。",
        ),
        (
            "25",
            "1—5月，全市轴承产业集群实现营业收入104万元，"
            "上报面80.0%，低于90%，本期不发布增速；占规上工业营业收入的51.0%。",
        ),
    ],
    ids=["complete", "快报", "no growth"],
)
def test_coverage_decides_what_is_said(desk_of: DeskOf, last_year: str, said: str) -> None:
    assert headline(edition_at(desk_with_silent(desk_of, last_year))).text == said


@pytest.mark.parametrize(
    ("published", "said"),
    [
        ("4.1", ""),  # 企业汇总 4.1 %（204 on 196）
        ("3.8", ""),  # 0.3 is the limit itself
        ("3.7", "以下分解按企业汇总口径，与反馈增速相差0.4个百分点。"),
        ("4.5", "以下分解按企业汇总口径，与反馈增速相差0.4个百分点。"),
    ],
)
def test_a_wide_gap_to_the_fed_back_rate_is_said_first(
    desk_of: DeskOf, published: str, said: str
) -> None:
    listed = "\n".join(f"{c} 2026-05 330101001 1711" for c in "AZ")
    row = observation("3300", "2026-05", "growth_pct", published, "revenue", "ytd", subject="unit")
    desk = desk_of(
        "2026-05",
        {
            "observation": facts("A 2026-05 104 100\nZ 2026-05 100 96"),
            "register": register(listed),
            "cluster_member": members("K1 A"),
        },
        {"observation": [{**row, "unit": "3300"}], "status": "反馈"},
    )
    parts = gap_warning(edition_at(desk))
    assert "".join(p if isinstance(p, str) else p.text + p.unit for p in parts) == said


def test_without_targets_nothing_is_judged(desk_of: DeskOf) -> None:
    said = goals_judgement(edition_at(desk_with_silent(desk_of, "1"))).text
    assert said == "没有下达到集群和本单位的年度目标，不作进度判断。"
