"""上期: what was printed in the signed edition, the revision noted, or that nothing was signed."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from pathlib import Path

from gxlab.measures import clusters, lookup
from gxlab.measures.clusters import edition_at
from gxlab.show import annex, cluster_terms
from gxlab.show.cluster_revenue import headline
from gxlab.warehouse import releases
from gxlab.warehouse.desk import Desk
from gxlab.warehouse.releases import Issued, Names, Printed
from tests.conftest import DeskOf, facts, observation, register
from tests.spec.clusters.rows import clusters as listed_clusters
from tests.spec.clusters.rows import members

APRIL = "cluster_member_revenue|3300|2026-04|ytd|growth_yoy_pct"


def city(desk_of: DeskOf) -> Desk:
    """One cluster of one firm: 102 on 100 for 1—4月 (+2.0 %), 104 on 100 for 1—5月 (+4.0 %)."""
    rate = observation("3300", "2026-04", "value", "11.1", "renovation_investment_growth", "ytd")
    now = {**rate, "period": "2026-05", "number": rate["number"] + 2}
    fed_back = [{**r, "subject": "unit"} for r in (rate, now)]
    return desk_of(
        "2026-05",
        {
            "observation": facts("A 2026-04 102 100\nA 2026-05 104 100"),
            "register": register("A 2026-04 330101001 1711\nA 2026-05 330101001 1711"),
            "cluster_member": members("K1 A"),
            "industry_cluster": listed_clusters("K1 轴承产业集群 省重点"),
        },
        {"observation": fed_back, "status": "反馈", "source_kind": "统计局反馈"},
    )


def signed(desk: Desk, folder: Path, *figures: Printed) -> Desk:
    """The desk beside a signed release of April that printed these figures."""
    path = "2026-04/internal/issue-04/3300/cluster_revenue.figures.json"
    (folder / path).parent.mkdir(parents=True)
    data = releases.figures_bytes(figures)
    (folder / path).write_bytes(data)
    issued = Issued(
        "cluster_revenue", "3300", "2026-04", "internal", releases.SIGNED, 4, 0, Names(), "0",
        {path: hashlib.sha256(data).hexdigest()},
    )  # fmt: skip
    releases.record(folder, [issued], {"act": releases.SIGNED})
    return replace(desk, releases=folder)


def test_without_a_signed_edition_the_snapshot_is_compared_and_it_is_said(desk_of: DeskOf) -> None:
    given = edition_at(city(desk_of))
    said = headline(given).text
    assert said.endswith("增速比1—4月加快2.0个百分点。") and "修订" not in said
    terms = dict(cluster_terms.definitions(given).items)
    assert terms["与上期比较"] == "上期未定稿，比1—4月的变化按本次数据重新计算的1—4月数比较。"


def test_the_signed_rate_is_compared_and_its_revision_noted(
    desk_of: DeskOf, tmp_path: Path
) -> None:
    # Signed as 2.5 %; the data now say 2.0 %: 4.0 − 2.5 = 1.5, and the revision stands beside it.
    desk = signed(city(desk_of), tmp_path, Printed(APRIL, "2.5%", "", None, "2.5"))
    given = edition_at(desk)
    assert "增速比1—4月加快1.5个百分点（1—4月修订为增长2.0%）" in headline(given).text
    assert str(clusters.total(given).change_pp) == "1.5"
    terms = dict(cluster_terms.definitions(given).items)
    assert terms["与上期比较"].startswith("比1—4月的变化以2026年第4期定稿印出的数为准")


def test_a_signed_rate_that_still_holds_is_not_called_revised(
    desk_of: DeskOf, tmp_path: Path
) -> None:
    desk = signed(city(desk_of), tmp_path, Printed(APRIL, "2.0%", "", None, "2.0"))
    said = headline(edition_at(desk)).text
    assert "增速比1—4月加快2.0个百分点" in said and "修订" not in said


def test_a_fed_back_rate_is_compared_as_it_was_signed(desk_of: DeskOf, tmp_path: Path) -> None:
    # 13.1 % now, 11.1 % before by the data, signed as 10.6 %: 13.1 − 10.6 = 2.5.
    ref = "renovation_investment_growth|3300|2026-04|ytd|value"
    desk = signed(city(desk_of), tmp_path, Printed(ref, "10.6", "%", None, "10.6"))
    row = lookup.unit_figure(desk, "renovation_investment_growth")
    former = lookup.former_figure(desk, "renovation_investment_growth")
    assert str(row.change_pp) == "2.5"
    assert (str(former.value), str(former.revised), former.issue) == ("10.6", "11.1", "2026年第4期")


def test_the_annex_holds_what_a_reader_must_know(desk_of: DeskOf) -> None:
    desk = city(desk_of)
    given = edition_at(desk)
    clusters.total(given)
    found = cluster_terms.definitions(given)
    terms = dict(found.items)
    common = "统计范围 可比口径 新投产企业 1月免报 百分点 舍入 符号 修订 各指标所属期 来源状态"
    assert {*common.split(), "营业收入", "集群口径", "与上期比较"} <= set(terms)
    assert "营业收入" in terms["各指标所属期"] and "2026年1—5月" in terms["各指标所属期"]
    assert "快报为企业或县区直报" in terms["来源状态"]
    assert found.sources and all("（" in source for source in found.sources)


def test_january_and_decimals_come_from_the_catalogue(desk_of: DeskOf) -> None:
    desk = city(desk_of)
    terms = dict(annex.definitions(desk, ["electricity", "profit_margin"]).items)
    assert terms["1月免报"].endswith("用电量1月有数。")
    assert "营业收入利润率保留两位" in terms["舍入"]
    assert "各指标所属期" in terms and "用电量、" not in terms["各指标所属期"]
