"""集群探索: the sentence, the key figures, the list and the wiring, without a browser."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from gxlab.measures import clusters
from gxlab.measures.cluster_firms import without_each
from gxlab.measures.exclusion import exclude, firm_parts, industry_parts
from gxlab.show import widgets_cluster, widgets_lists
from gxlab.show import widgets_cluster_view as view
from gxlab.show.widgets import InternalOnly
from gxlab.show.widgets_cluster_view import FIRMS, INDUSTRIES, Choice
from gxlab.warehouse.desk import Desk
from tests.conftest import DeskOf, facts, register
from tests.explore.seen import find, shown_html
from tests.spec.clusters.rows import clusters as listed
from tests.spec.clusters.rows import members

REGISTER = register(
    "A 2026-05 330101001 1711\nX 2026-05 330101001 3451\nY 2026-05 330102001 3451\n"
    "B 2026-05 330101001 3451\nN 2026-05 330101001 1711 月度 2026-03"
)
FACTS = facts(
    "A 2026-05 1010 900\nX 2026-05 40 100\nY 2026-05 300 200\nB 2026-05 70 -\nN 2026-05 0 -"
)
MEMBERS = members("K1 A\nK1 X\nK1 B\nK1 N\nK2 X\nK2 Y")
LISTS = listed("K1 轴承产业集群 省重点\nK2 箱包产业集群 省重点")


@pytest.fixture
def desk(desk_of: DeskOf) -> Desk:
    files = {
        "observation": FACTS,
        "register": REGISTER,
        "cluster_member": MEMBERS,
        "industry_cluster": LISTS,
    }
    return desk_of("2026-05", files)


def _sentence(desk: Desk, choice: Choice) -> str | None:
    edition = clusters.edition_at(desk)
    cluster = choice.cluster or None
    firms, industries = firm_parts(edition, cluster), industry_parts(edition, cluster)
    found = exclude(edition, cluster, choice.firms, choice.industries)
    out = view.taken_out(firms, industries, choice)
    said = view.sentence(edition, found, out, choice)
    return said.text if said else None


ONE = Choice("3300", "2026-05", "K1")


def test_the_sentence_before_anything_is_taken_out(desk: Desk) -> None:
    # K1: 1010 + 40 + 0 on 900 + 100 + 0 (新投产) = 1050 / 1000 = +5.0 %.
    assert _sentence(desk, ONE) == (
        "1—5月，全市轴承集群营业收入同比增长5.0%（企业汇总，可比口径）。"
    )


def test_the_sentence_without_a_firm(desk: Desk) -> None:
    # 1010 on 900 = +12.2 %; 12.2 − 5.0 = 7.2.
    assert _sentence(desk, replace(ONE, firms=frozenset("X"))) == (
        "1—5月，全市轴承集群营业收入同比增长5.0%；剔除企业X后，该集群营收增长12.2%，"
        "比剔除前高7.2个百分点（企业汇总，可比口径）。"
    )
    # Without A: 40 on 100 = −60.0 %; −60.0 − 5.0 = −65.0.
    assert _sentence(desk, replace(ONE, firms=frozenset("A"))) == (
        "1—5月，全市轴承集群营业收入同比增长5.0%；剔除企业A后，该集群营收下降60.0%，"
        "比剔除前低65.0个百分点（企业汇总，可比口径）。"
    )


def test_the_sentence_names_industries_first_and_each_firm_once(desk: Desk) -> None:
    # All clusters: A, X, Y: 1350 on 1200 = +12.5 %. 34 holds X and Y; without it A alone 12.2 %.
    choice = Choice("3300", "2026-05", "", INDUSTRIES, frozenset("XN"), frozenset(["34"]))
    assert _sentence(desk, choice) == (
        "1—5月，全市集群营业收入同比增长12.5%；剔除通用设备制造业和企业N后，"
        "集群营收增长12.2%，比剔除前低0.3个百分点（企业汇总，可比口径）。"
    )


def test_no_growth_no_sentence(desk: Desk) -> None:
    assert _sentence(desk, replace(ONE, firms=frozenset("AXN"))) is None


def test_a_change_that_rounds_away_is_none(desk: Desk) -> None:
    # B has no base: taking it out changes the level, not the rate.
    said = _sentence(desk, replace(ONE, firms=frozenset("B")))
    assert said is not None and "与剔除前持平" in said


def test_long_lists_are_counted(desk: Desk) -> None:
    edition = clusters.edition_at(desk)
    parts = firm_parts(edition)
    assert view.names(parts) == "企业A、企业Y、企业X、企业N等5户企业"
    assert view.names(parts[:2]) == "企业A、企业Y"


def test_key_figures_and_their_coordinates(desk: Desk) -> None:
    edition = clusters.edition_at(desk)
    choice = replace(ONE, firms=frozenset("X"))
    items = view.key_figures(edition, exclude(edition, "K1", "X"), choice).items
    # X: 40 of 1120 = 3.6 % of the revenue, (40 − 100) / 1000 = −6.0 points.
    assert [(i.figure.text, i.figure.unit) for i in items] == [
        ("5.0", "%"), ("12.2", "%"), ("+7.2", "百分点"), ("3.6", "%"),
    ]  # fmt: skip
    assert items[0].figure.ref == (
        "cluster_member_revenue|3300|2026-05|ytd|growth_yoy_pct|cluster=K1"
    )
    assert items[3].period == "1户，0.00亿元，拉动−6.0个百分点"


def test_lines_carry_words_where_there_is_no_rate(desk: Desk) -> None:
    edition = clusters.edition_at(desk)
    rows = view.lines(edition, firm_parts(edition, "K1"), replace(ONE, firms=frozenset("X")))
    growth = {line.code: line.cells[3] for line in rows}
    assert {c: getattr(g, "text", g) for c, g in growth.items()} == {
        "A": "12.2", "X": "−60.0", "B": "基数缺失", "N": "新投产",
    }  # fmt: skip
    assert [line.code for line in rows if line.ticked] == ["X"]
    only = view.lines(edition, firm_parts(edition, "K1"), replace(ONE, query="企业A"))
    assert [line.code for line in only] == ["A"]


def test_pulls_of_the_list_have_the_coordinate_of_their_cluster(desk: Desk) -> None:
    edition = clusters.edition_at(desk)
    rows = view.lines(edition, firm_parts(edition, "K1"), ONE)
    refs = {line.code: getattr(line.cells[5], "ref", None) for line in rows}
    assert refs["X"] == "cluster_member_revenue|3300|2026-05|ytd|pull_pp|member=K1:X"
    divisions = replace(ONE, by=INDUSTRIES)
    (first, *_) = view.lines(edition, industry_parts(edition, "K1"), divisions)
    assert getattr(first.cells[5], "ref", None) == ""


def test_the_waterfall_adds_up_to_what_is_left(desk: Desk) -> None:
    edition = clusters.edition_at(desk)
    chart = view.waterfall(edition, exclude(edition, "K1", "X"), ONE)
    assert chart is not None
    assert chart.title == "剔除后，企业A拉动最多（12.22个百分点）"
    assert "剔除后合计 +12.22" in chart.alt
    assert view.waterfall(edition, exclude(edition, "K1", "AXN"), ONE) is None


def test_notes_tell_what_the_growth_leaves_out(desk: Desk) -> None:
    edition = clusters.edition_at(desk)
    said = [s.text for s in view.notes(edition, exclude(edition, "K1"))]
    assert "口径：A-规上（名录内成员企业汇总）" in said[0]
    assert "基数缺失1户，本期营业收入0.01亿元" in said[1]
    assert "本年新投产1户" in said[2]


# ---- wiring -------------------------------------------------------------------------------------


def test_ticking_a_firm_changes_the_number(desk: Desk) -> None:
    explorer = widgets_cluster.explorer(desk)
    find(explorer, "Dropdown", "集群").value = "K1"
    assert "同比增长5.0%" in shown_html(explorer)
    find(explorer, "Checkbox", "企业X").value = True
    assert "剔除企业X后，该集群营收增长12.2%" in shown_html(explorer)
    find(explorer, "Button", "取消全部勾选").click()
    assert "剔除企业X后" not in shown_html(explorer)


def test_another_unit_has_its_own_clusters(desk: Desk) -> None:
    explorer = widgets_cluster.explorer(desk)
    unit = find(explorer, "Dropdown", "单位")
    assert [name for name, _ in unit.options][:3] == ["示例市", "　东山县", "　　城关镇"]
    unit.value = "330102"
    # Only Y stands in 西水县: 300 on 200 = +50.0 %, in 箱包 alone.
    assert "西水县集群营业收入同比增长50.0%" in shown_html(explorer)
    assert find(explorer, "Dropdown", "集群").options == (("集群合计", ""), ("箱包", "K2"))
    unit.value = "Z1"
    assert "没有名单内的集群成员企业" in shown_html(explorer)


def test_text_from_the_data_stays_text(desk_of: DeskOf) -> None:
    rows = [{**r, "name": f"<img src=x onerror=1>{r['enterprise']}"} for r in REGISTER]
    files = {"observation": FACTS, "register": rows, "cluster_member": MEMBERS}
    explorer = widgets_cluster.explorer(desk_of("2026-05", files))
    find(explorer, "Checkbox", "<img src=x onerror=1>X").value = True
    assert "<img" not in shown_html(explorer)
    assert "&lt;img src=x onerror=1&gt;X" in shown_html(explorer)
    box = find(explorer, "Checkbox", "<img src=x onerror=1>X")
    assert box.description_allow_html is False


def test_industries_have_a_list_of_their_own(desk: Desk) -> None:
    explorer = widgets_cluster.explorer(desk)
    find(explorer, "ToggleButtons", "").value = INDUSTRIES
    find(explorer, "Checkbox", "通用设备制造业").value = True
    assert "剔除通用设备制造业后" in shown_html(explorer)
    find(explorer, "ToggleButtons", "").value = FIRMS
    assert "剔除通用设备制造业后" in shown_html(explorer)


def test_a_tick_is_part_of_the_state() -> None:
    state = view.tick(ONE, "X", True)
    assert state.firms == frozenset("X")
    assert view.tick(state, "X", False).firms == frozenset()
    other = view.tick(replace(ONE, by=INDUSTRIES), "34", True)
    assert (other.firms, other.industries) == (frozenset(), frozenset(["34"]))


def test_growth_agrees_with_gxlab_value(desk: Desk) -> None:
    # The report's own 剔除 figure of one firm is the explorer's.
    edition = clusters.edition_at(desk)
    rows = {r.code: r.growth_yoy_pct for r in without_each(edition)}
    assert rows["X"] == exclude(edition, None, "X").left.growth_yoy_pct
    assert isinstance(rows["X"], Decimal)


@pytest.mark.parametrize("open_it", [widgets_cluster.explorer, widgets_lists.explorer])
def test_explorers_are_for_internal_readers(desk: Desk, open_it: Callable[[Desk], Any]) -> None:
    with pytest.raises(InternalOnly, match="只供内部使用"):
        open_it(replace(desk, audience="shared"))
