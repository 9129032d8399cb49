"""The bulletin's notebook on a small city: every unit, every table, every figure answerable."""

from __future__ import annotations

import json
from typing import Any

import pytest

from gxlab.measures.bulletin import UnknownBasis
from gxlab.publish import gates
from gxlab.publish.outline import read_outline
from gxlab.warehouse.desk import Desk
from tests.conftest import DeskOf
from tests.notebooks.answering import agrees, statistic
from tests.notebooks.bulletin_world import UNITS, files
from tests.notebooks.run_cells import blocks, figures, run_notebook
from tests.notebooks.test_enterprise_cultivation import said

NAME = "target_bulletin"
EVERYONE = ("3300", "330101", "330103", "330101001", "Z1")


@pytest.fixture
def city(desk_of: DeskOf) -> Desk:
    return desk_of("2026-05", *files(), units=UNITS)


def page(desk: Desk, monkeypatch: pytest.MonkeyPatch, unit: str = "3300", **more: str) -> Any:
    given = {"unit": unit, "period": "2026-05", **more}
    return run_notebook(NAME, desk, monkeypatch, **given)


@pytest.mark.parametrize("unit", EVERYONE)
@pytest.mark.parametrize("period", ["2026-05", "2025-12", "2026-01"])
def test_every_unit_gets_a_page_whose_figures_answer(
    city: Desk, monkeypatch: pytest.MonkeyPatch, unit: str, period: str
) -> None:
    notebook = page(city, monkeypatch, unit, period=period)
    outline = read_outline(notebook)
    assert outline.sentinel.unit == unit
    gates.check(outline, gates.Release(), None)
    known: dict[tuple[str, ...], Any] = {}
    for figure in figures(notebook):
        expected = statistic(city, figure["ref"], known)
        assert expected is not None, figure
        assert agrees(figure["text"].replace("户", ""), expected), (figure, expected)


def test_the_city_has_its_tables(city: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    tables = blocks(page(city, monkeypatch), "table")
    assert {"matrix", "own-tasks", "ahead", "changes", "doubling"} <= set(tables)
    assert {"rank-output", "rank-value-added-growth", "rank-above-scale-entries"} <= set(tables)
    # 市、三个县、园区，每个单位两行；列为单位和五项任务。
    assert len(tables["matrix"]["rows"]) == 10
    heads = [c["header"] for c in tables["matrix"]["columns"]]
    assert heads[1:4] == [
        ["规上工业增加值增速", "1—5月"],
        ["工业总产值", "1—5月"],
        ["营业收入增速", "1—4月"],
    ]


def test_the_headline_and_what_is_fast_and_slow(
    city: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    # 东山县：增加值6.3，高于6.0；总产值 26.0亿元 ÷ 62.0亿元（4月起调整，无分期计划）= 41.9%，
    # 比序时41.7%快0.3（41.935 − 41.667，按印出的一位小数相减为0.2）；营收增速4.1，低于6.0；
    # 新增、净增见规上培育的算例：新增1户，任务3户，33.3%，序时41.7%，慢8.4，红灯。
    notebook = page(city, monkeypatch, "330101")
    assert said(notebook, "headline") == (
        "截至5月末，东山县5项目标任务中，2项快于或持平进度，1项慢于进度，2项明显慢于进度。"
    )
    told = said(notebook, "key-points")
    assert "工业总产值26.00亿元，完成全年目标的41.9%，快于序时进度0.2个百分点" in told
    assert "1—4月营业收入同比增长4.1%，低于全年目标1.9个百分点" in told
    assert "新增规上工业企业1户，完成全年任务的33.3%，慢于序时进度8.4个百分点" in told


def test_a_tie_an_unset_target_and_a_silent_county_are_said(
    city: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    notebook = page(city, monkeypatch)
    told = said(notebook, "quality-notes")
    assert "规上工业增加值增速：北山县、示例经开区未设目标，不排位次。" in told
    assert "营业收入增速：北山县没有1—4月的数，不排位次。" in told
    ranking = blocks(notebook, "table")["rank-value-added-growth"]["rows"]
    # 北山县4.9与西水县相同，但未设目标，列在最后，没有位次。
    assert [row["cells"][0] for row in ranking] == ["东山县", "西水县", "北山县"]
    assert ranking[2]["cells"][1] is None


def test_an_adjusted_target_is_told_on_the_page(
    city: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    notebook = page(city, monkeypatch)
    assert said(notebook, "changes") == (
        "自2026年4月起，东山县的目标按年中调整后的执行，此前各期仍按原目标。"
    )
    march = page(city, monkeypatch, "330101", period="2026-03")
    assert "完成全年目标的24.4%" in said(march, "key-points")  # 15.6 ÷ 64.0，仍按原目标


def test_a_town_without_targets_says_so(city: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    notebook = page(city, monkeypatch, "330101001")
    assert said(notebook, "headline") == "城关镇2026年没有下达目标任务，以下是所属单位的进度。"
    rows = blocks(notebook, "table")["matrix"]["rows"]
    assert [row["cells"][0] for row in rows[::2]] == ["示例市", "东山县", "城关镇"]


def test_no_firm_is_named(city: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    for unit in ("3300", "330101001"):
        assert "企业A" not in json.dumps(page(city, monkeypatch, unit), ensure_ascii=False)


def test_parameters_are_checked(city: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(UnknownBasis):
        page(city, monkeypatch, revenue_basis="预计")
