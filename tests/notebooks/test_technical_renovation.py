"""The renovation notebook on a small city: every unit and audience, every figure answerable."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

import pytest

from gxlab.publish.outline import read_outline
from gxlab.warehouse.desk import Desk
from tests.conftest import DeskOf
from tests.notebooks.answering import agrees, statistic
from tests.notebooks.renovation_world import files
from tests.notebooks.run_cells import blocks, figures, run_notebook

NAME = "technical_renovation"
EVERYONE = ("3300", "330101", "330102", "330101001", "330102001", "Z1")
TABLES = {
    *("B1", "B2", "B2-projects", "B3", "B4", "B4-units", "B5", "B6", "B7", "B7-overdue"),
    *("B8", "B9", "B9-registered", "B10", "B11"),
}
# What names a project or shows an amount that is not for publication stays inside the bureau.
INTERNAL = {"B2", "B2-projects", "B6", "B7", "B7-overdue", "B8", "B9", "B9-registered", "doubts"}


@pytest.fixture
def city(desk_of: DeskOf) -> Desk:
    return desk_of("2026-05", *files())


def page(desk: Desk, monkeypatch: pytest.MonkeyPatch, unit: str = "3300", **more: str) -> Any:
    return run_notebook(NAME, desk, monkeypatch, unit=unit, period="2026-05", **more)


def text_of(notebook: Any) -> str:
    return json.dumps([c.get("outputs", []) for c in notebook.cells], ensure_ascii=False)


def sentences(notebook: Any) -> str:
    """What the page says, figures spelt out."""
    found = []
    for cell in notebook.cells:
        for output in cell.get("outputs", []):
            payload = next(v for k, v in output["data"].items() if k.endswith("v1+json"))
            if payload["type"] == "sentence":
                found.append(_said(payload["data"]["parts"]))
    return "".join(found)


def _said(parts: list[Any]) -> str:
    figs = [p if isinstance(p, str) else p["figure"] for p in parts]
    return "".join(f if isinstance(f, str) else f["text"] + f.get("unit", "") for f in figs)


def test_the_city_has_every_table_and_chart(city: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    notebook = page(city, monkeypatch)
    tables = blocks(notebook, "table")
    assert set(tables) >= TABLES
    assert [t for t in TABLES if not tables[t]["rows"]] == []
    wanted = {"growth", "monthly", "completion", "transitions", "funnel", "remaining"}
    assert set(blocks(notebook, "chart")) == wanted


def test_every_title_names_its_scope(city: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    notebook = page(city, monkeypatch)
    named = {**blocks(notebook, "table"), **blocks(notebook, "chart")}
    scopes = {"①": 0, "②": 0, "③": 0}
    for key, block in named.items():
        if key in ("problems", "doubts", "decisions"):
            continue
        marks = [m for m in scopes if m in block["title"]]
        assert len(marks) == 1, block["title"]
        scopes[marks[0]] += 1
    assert all(scopes.values())


@pytest.mark.parametrize(
    ("unit", "audience"),
    [*((unit, "internal") for unit in EVERYONE), ("3300", "shared"), ("330101", "shared")],
)
def test_every_unit_gets_a_page_whose_figures_answer(
    city: Desk, monkeypatch: pytest.MonkeyPatch, unit: str, audience: str
) -> None:
    notebook = page(city, monkeypatch, unit, audience=audience)
    outline = read_outline(notebook)
    assert outline.sentinel.unit == unit
    known: dict[tuple[str, ...], Any] = {}
    for figure in figures(notebook):
        expected = statistic(city, figure["ref"], known)
        assert expected is not None, figure
        assert agrees(figure["text"], expected), (figure, expected)


def test_a_shared_page_names_no_project_and_no_firm(
    city: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    notebook = page(city, monkeypatch, audience="shared")
    assert not INTERNAL & set(blocks(notebook, "table"))
    told = text_of(notebook)
    assert "机械有限公司" not in told and "线改造项目" not in told
    assert "renovation_investment|3300|2026-05|ytd|value" not in told


def test_the_headline_is_the_fed_back_rate_to_the_digit(
    city: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Fed back: 30.0 % for 1—4月, 26.0 % for 1—5月; target 12 %. Project rows would give
    # 1320 on 750 (1—5月 of last year's list) = +76 %, and 420 on 50 for the carried-over one.
    # Ledger: 80 + 0 + 350 + 300 + 500 = 1230 of 900 + 700 + 600 + 2000 + 500 = 4700: 26.2 %.
    # Due by May: 甲一 3/9 × 900 = 300, 甲三 (from March) 3/9 × 700 = 233.3, 乙一 3/9 × 600 = 200,
    # 丙新 (from May) 1/7 × 2000 = 285.7, 丙二 500: 1519.0/4700 = 32.3 %; 26.2 − 32.3 = −6.1.
    said = sentences(page(city, monkeypatch))
    assert said.startswith(
        "1—5月，全市工业技改投资同比增长26.0%（统计局反馈），增速比1—4月回落4.0个百分点，"
        "高于全年目标14.0个百分点，占工业投资的40.5%。列入台账的5项重点技改项目完成投资"
        "1,230万元，完成年度计划26.2%，低于应达进度6.1个百分点。"
    )
    assert "76" not in said


def test_no_page_says_what_may_not_be_said(city: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    for unit in EVERYONE:
        told = text_of(page(city, monkeypatch, unit))
        assert "动员" not in told
        assert "应报" not in told
        assert "收窄" not in told  # no rate here is a fall that shrinks
    assert "指导依法申报" in text_of(page(city, monkeypatch))


def test_lights_and_states_add_up_in_b4(city: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    table = blocks(page(city, monkeypatch), "table")["B4"]
    keys = [c["key"] for c in table["columns"]]
    for row in table["rows"]:
        cells = {k: c for k, c in zip(keys, row["cells"], strict=True) if isinstance(c, dict)}
        number = {k: Decimal(c["figure"]["text"].replace("−", "-")) for k, c in cells.items()}
        assert number["green"] + number["yellow"] + number["red"] == number["count"]
        assert number["started"] + number["waiting"] + number["finished"] == number["count"]
    total, parts = table["rows"][-1], table["rows"][:-1]
    place = keys.index("count")
    counts = [int(r["cells"][place]["figure"]["text"]) for r in (*parts, total)]
    assert sum(counts[:-1]) == counts[-1] == 5


def test_the_funnel_adds_up(city: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    # 4 filings: 丙五 no industry → 3; 甲四 300万元 → 2; both renovation; 乙一 is registered
    # (by its name: the list has no project codes), 甲三 waits.
    table = blocks(page(city, monkeypatch), "table")["B8"]
    first = [c["figure"]["text"] for c in table["rows"][0]["cells"][1:]]
    assert first == ["4", "3", "2", "2", "1", "1"]


def test_a_county_stands_beside_the_city_and_its_peers(
    city: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    notebook = page(city, monkeypatch, "330101")
    table = blocks(notebook, "table")["B1"]
    names = [r["cells"][0] for r in table["rows"]]
    assert names == ["全市", "东山县", "西水县", "其中：示例经开区"]
    assert [r["emphasis"] for r in table["rows"]] == ["total", "own", "", ""]
    # −8.4 − 26.0 = −34.4; second of two counties
    assert "低于全市34.4个百分点，居全市第2位" in sentences(notebook)


def test_a_unit_without_anything_says_so(desk_of: DeskOf, monkeypatch: pytest.MonkeyPatch) -> None:
    notebook = page(desk_of("2026-05"), monkeypatch, "330102")
    assert sentences(notebook).startswith(
        "1—5月，西水县没有统计反馈的技改投资增速，也没有列入台账的重点技改项目。"
    )
    assert blocks(notebook, "chart") == {}
