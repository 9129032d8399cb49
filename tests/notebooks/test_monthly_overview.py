"""The overview notebook on a small city: every unit, both editions, every figure answerable."""

from __future__ import annotations

import json
from typing import Any

import pytest

from gxlab.publish.arrangement import arranged
from gxlab.publish.outline import read_outline
from gxlab.show.objects import MIME
from gxlab.warehouse.desk import Desk
from tests.conftest import DeskOf
from tests.notebooks.answering import agrees, statistic
from tests.notebooks.overview_world import FIRMS, UNITS, world
from tests.notebooks.run_cells import blocks, figures, run_notebook

NAME = "monthly_overview"
EVERYONE = ("3300", "330101", "330102", "330103", "330101001", "Z1")


@pytest.fixture
def city(desk_of: DeskOf) -> Desk:
    return desk_of("2026-05", *world(), units=UNITS)


def page(desk: Desk, monkeypatch: pytest.MonkeyPatch, unit: str = "3300", **more: str) -> Any:
    return run_notebook(NAME, desk, monkeypatch, unit=unit, period="2026-05", **more)


def sentences(notebook: Any) -> str:
    """All sentences of a page, as they read."""
    said = []
    for cell in notebook.cells:
        for output in cell.get("outputs", []):
            given = output["data"][MIME]
            items = given["data"].get("items", [given["data"]])
            said += [_text(i["parts"]) for i in items if isinstance(i, dict) and "parts" in i]
    return "\n".join(said)


def _text(parts: list[Any]) -> str:
    shown = [p if isinstance(p, str) else p["figure"] for p in parts]
    return "".join(p if isinstance(p, str) else p["text"] + p.get("unit", "") for p in shown)


def test_the_city_has_every_table_and_one_chart(
    city: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    notebook = page(city, monkeypatch)
    tables = blocks(notebook, "table")
    wanted = {"O1", "O2", "O3", "O4", "O5", "O6", "O8", "O9", "O10", "O11"}
    assert wanted <= set(tables)
    assert all(tables[t]["rows"] for t in wanted), [t for t in wanted if not tables[t]["rows"]]
    assert set(blocks(notebook, "chart")) == {"growth"}
    body = [p.section.id for p in arranged(read_outline(notebook)).body]
    assert body == [
        "key-points", "overview", "industries", "margins", "demand", "signals", "units",
        "bridge", "estimates", "commentary",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("unit", "basis"),
    [*((unit, "快报") for unit in EVERYONE), ("3300", "反馈"), ("330101001", "反馈")],
)
def test_every_unit_gets_a_page_whose_figures_answer(
    city: Desk, monkeypatch: pytest.MonkeyPatch, unit: str, basis: str
) -> None:
    notebook = page(city, monkeypatch, unit, revenue_basis=basis)
    assert read_outline(notebook).sentinel.unit == unit
    known: dict[tuple[str, ...], Any] = {}
    shown = list(figures(notebook))
    assert len(shown) > 20
    for figure in shown:
        expected = statistic(city, figure["ref"], known)
        assert expected is not None, figure
        assert agrees(figure["text"], expected), (figure, expected)


def test_each_figure_tells_its_own_period(city: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    said = sentences(page(city, monkeypatch, revenue_basis="反馈"))
    assert "1—5月，全市规上工业增加值同比增长5.1%（统计局反馈）" in said
    assert "1—4月实现营业收入5.65亿元，同比增长5.6%（统计局反馈）" in said
    flash = sentences(page(city, monkeypatch))
    assert "1—5月实现营业收入" in flash and "（企业汇总，快报）" in flash
    assert "本期为快报版：财务指标为1—5月企业汇总（企业直报），统计反馈到后更新。" in flash


def test_what_is_missing_is_said(city: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    said = sentences(page(city, monkeypatch))
    # A tie, a county that only estimated, a rate of −100 and one with two decimals.
    assert "东山县、西水县并列最高，为6.0%" in said
    assert "北山县为1—5月预计数，不参加排位" in said
    assert "西水县未上报本期预计" in said
    assert "工业技改投资同比增长24.62%" in said
    west = sentences(page(city, monkeypatch, "330102"))
    assert "没有工业技改投资（增速为−100%）" in west
    town = sentences(page(city, monkeypatch, "330101001"))
    assert "本期没有城关镇的规上工业增加值、工业技改投资反馈数。" in town
    zone = sentences(page(city, monkeypatch, "Z1"))
    assert "园区不参加县区排位，也没有下级单位。" in zone
    alone = sentences(page(city, monkeypatch, "330103"))
    assert "预计1—5月，北山县规上工业增加值同比增长3.0%左右（县区上报，预计）" in alone


def test_a_shared_edition_names_no_firm(city: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    notebook = page(city, monkeypatch, audience="shared")
    assert "O5" not in blocks(notebook, "table")
    tables = json.dumps(list(blocks(notebook, "table").values()), ensure_ascii=False)
    assert not [firm for firm in FIRMS if f"企业{firm}" in tables]


def test_nothing_of_a_later_month_is_invented(city: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    notebook = run_notebook(NAME, city, monkeypatch, unit="3300", period="2026-06")
    said = sentences(notebook)
    assert "1—5月" in said and "上半年实现" not in said
