"""The cluster notebook on a small city: every unit, both scopes, every figure answerable."""

from __future__ import annotations

import json
import re
from decimal import Decimal
from typing import Any

import pytest

from gxlab.publish.outline import read_outline
from gxlab.warehouse.desk import Desk
from tests.conftest import DeskOf
from tests.notebooks.answering import agrees, statistic
from tests.notebooks.cluster_world import UNITS, files
from tests.notebooks.run_cells import blocks, figures, run_notebook

NAME = "cluster_revenue"
EVERYONE = ("3300", "330101", "330102", "330103", "330101001", "Z1")


@pytest.fixture
def city(desk_of: DeskOf) -> Desk:
    return desk_of("2026-05", *files(), units=UNITS)


def page(desk: Desk, monkeypatch: pytest.MonkeyPatch, unit: str = "3300", **more: str) -> Any:
    return run_notebook(NAME, desk, monkeypatch, unit=unit, period="2026-05", **more)


def text_of(notebook: Any) -> str:
    return json.dumps(notebook, ensure_ascii=False)


def test_the_city_has_every_table_and_chart(city: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    notebook = page(city, monkeypatch)
    tables = blocks(notebook, "table")
    wanted = {"A1", "A2", "A2-drag", "A3", "A4", "A5", "A6", "A7", "A8", "A9", "A9-counts", "A10"}
    assert wanted <= set(tables)
    assert all(tables[t]["rows"] for t in wanted)
    charts = set(blocks(notebook, "chart"))
    assert {"growth", "pull", "bridge", "segments", "needed", "units"} <= charts


@pytest.mark.parametrize("unit", EVERYONE)
@pytest.mark.parametrize(
    "more", [{}, {"revenue_basis": "反馈"}, {"scope": "集群直报"}], ids=["快报", "反馈", "直报"]
)
def test_every_unit_gets_a_page_whose_figures_answer(
    city: Desk, monkeypatch: pytest.MonkeyPatch, unit: str, more: dict[str, str]
) -> None:
    notebook = page(city, monkeypatch, unit, **more)
    outline = read_outline(notebook)
    assert outline.sentinel.unit == unit
    known: dict[tuple[str, ...], Any] = {}
    for figure in figures(notebook):
        expected = statistic(city, figure["ref"], known)
        assert expected is not None, figure
        assert agrees(figure["text"], expected), (figure, expected)


def test_the_bridge_s_printed_columns_add_up(city: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    table = blocks(page(city, monkeypatch), "table")["A4"]
    keys = [c["key"] for c in table["columns"]]
    for key in ("base", "increase"):
        place = keys.index(key)
        cells = [r["cells"][place] for r in table["rows"]]
        numbers = [wan(c["figure"]) for c in cells if c]
        assert sum(numbers[:-1]) == numbers[-1], key


def wan(figure: dict[str, str]) -> Decimal:
    """The full figure in 万元; where print is exact there is only the text, in 亿元."""
    if "value" in figure:
        return Decimal(figure["value"])
    return Decimal(figure["text"].replace("−", "-").replace(",", "")) * 10_000


def test_the_page_opens_with_the_gap_to_the_fed_back_rate(
    city: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    # 1—4月 by feedback +5.6 %; by the firms' sum:
    # A 12960/12000 B 4512/4800 C 4140/3600 D 8160/8000 E 0/1600 F 3360/3200 G 1120/1000 H 700/0
    # Z 20200/20000: 55,152 on 54,200 = +1.8 %.  1.8 − 5.6 = −3.8 points, above 0.3.
    said = text_of(page(city, monkeypatch))
    assert "以下分解按企业汇总口径，1—4月汇总增速与反馈增速相差" in said
    assert '"text": "3.8", "ref": "revenue_gap|3300|2026-04|ytd|value"' in said


def test_a_standstill_is_said_with_its_cause_and_without_it(
    city: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    points = next(c for c in page(city, monkeypatch).cells if c.id == "key-points")
    said = "".join(
        p if isinstance(p, str) else p["figure"]["text"]
        for item in points.outputs[0]["data"]["application/vnd.gxlab.v1+json"]["data"]["items"]
        for p in item["parts"]
    )
    # Members A B C D E F G H: 16200 5640 5175 10200 0 4200 1400 1400 = 44215 on 15000 6000 4500
    # 10000 2000 4000 1250 0 = 42750: +3.4 %.  E pulls −2000/42750 = −4.7; without it 44215 on
    # 40750 = +8.5 %.
    assert "企业E受停产影响营业收入同比下降100.0%" in said
    assert "下拉集群营收4.7" in said
    assert "剔除该企业，集群营收增长8.5%" in said


def test_a_unit_without_clusters_says_so(city: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    notebook = page(city, monkeypatch, "330103")
    assert "北山县没有名单内集群的规上企业营业收入数据" in text_of(notebook)
    assert not blocks(notebook, "chart")


def test_a_missing_county_is_named_in_the_returns(
    city: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    said = text_of(page(city, monkeypatch, scope="集群直报"))
    assert "2个单位合计，北山县未报，集群直报，含规下" in said
    assert "规上工业" not in json.dumps(blocks(page(city, monkeypatch, scope="集群直报"), "table"))


def test_a_shared_page_holds_no_firm(city: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    notebook = page(city, monkeypatch, audience="shared")
    tables = blocks(notebook, "table")
    assert not {"A2", "A2-drag", "A3", "A6", "doubts"} & set(tables)
    assert "enterprise=" not in text_of(notebook)
    for block in ("A1", "A4", "A5", "A7", "A8", "A9", "A10"):
        assert not re.search("企业[A-Z]", json.dumps(tables[block], ensure_ascii=False)), block


def test_parameters_are_checked(city: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(ValueError, match="参数 scope 应为"):
        page(city, monkeypatch, scope="全口径")
