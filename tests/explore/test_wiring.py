"""Lists and leads as people use them: paste, pick, save; tick, decide, see it gone."""

from __future__ import annotations

import base64
import io
import re
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from gxlab.reference.periods import Period
from gxlab.show import widgets_leads, widgets_lists
from gxlab.show.widgets import TickList, clamp, pages
from gxlab.show.widgets_html import Heading, Line
from gxlab.show.widgets_leads_view import DECIDED, OPEN
from gxlab.warehouse import lock
from gxlab.warehouse.decisions import Book
from gxlab.warehouse.desk import Desk, open_desk
from gxlab.warehouse.snapshot import current
from tests.conftest import DeskOf, facts, register
from tests.explore.seen import find, shown_html
from tests.explore.workspaces import book, workspace
from tests.spec.renovation.rows import filing

A, B = "2603-330101-07-02-000001", "2603-330101-07-02-000002"


@pytest.fixture
def desk(desk_of: DeskOf) -> Desk:
    rows = register("A 2026-05 330101001 3451\nB 2026-05 330102001 1711")
    observations = facts("A 2026-05 1200 1000\nB 2026-05 80 100\nA 2026-04 900 800")
    return desk_of("2026-05", {"observation": observations, "register": rows})


def _workbook(shown: str) -> Any:
    found = re.search(r'download="([^"]+)" href="data:[^;]+;base64,([^"]+)"', shown)
    assert found is not None
    name, content = found.groups()
    assert name == "按名单取数_示例市_2026-05.xlsx"
    return openpyxl.load_workbook(io.BytesIO(base64.b64decode(content)))


def test_a_list_is_matched_settled_and_saved(desk: Desk) -> None:
    explorer = widgets_lists.explorer(desk)
    find(explorer, "Textarea", widgets_lists.PLACEHOLDER).value = "企业A\n业B\n没有这户"
    find(explorer, "Button", "比对").click()
    assert "名单共3行：对上1行，待确认1行，未找到1行。" in shown_html(explorer)
    assert "存成工作簿（还有1行待确认）" in shown_html(explorer)
    menu = find(explorer, "Dropdown", "")
    assert menu.value == "?"  # nothing is chosen for the reader
    menu.value = "B"
    assert "名单共3行：对上2行，待确认0行，未找到1行。" in shown_html(explorer)
    sheet = _workbook(shown_html(explorer))["取数结果"]
    # 80 on 100 = −20 %.
    assert [c.value for c in sheet[9]][2:5] == ["人工选定", "企业B", "B"]
    assert [c.value for c in sheet[9]][7:] == [80, -20]
    menu.value = ""
    assert "名单共3行：对上1行，待确认0行，未找到2行。" in shown_html(explorer)


def test_indicators_periods_and_statistics_are_chosen(desk: Desk) -> None:
    explorer = widgets_lists.explorer(desk)
    find(explorer, "Textarea", widgets_lists.PLACEHOLDER).value = "企业A"
    find(explorer, "Button", "比对").click()
    find(explorer, "SelectMultiple", "报告期").value = ("2026-05", "2026-04")
    find(explorer, "SelectMultiple", "项目").value = ("value", "increment")
    sheet = _workbook(shown_html(explorer))["取数结果"]
    # April first: 900 (+100), then May: 1200 (+200).
    assert [c.value for c in sheet[8]][7:] == [900, 100, 1200, 200]
    find(explorer, "SelectMultiple", "指标").value = ()
    assert "没有企业数，请另选" in shown_html(explorer)


@pytest.fixture
def kept(tmp_path: Path) -> Book:
    rows = [
        filing(A, "甲改造项目", owner="甲机械有限公司"),
        filing(B, "乙改造项目", owner="乙机械有限公司", planned_investment=Decimal(900)),
    ]
    return book(workspace(tmp_path / "ws", {"filing": rows}))


def _board(kept: Book) -> Any:
    desk = open_desk(current(kept.places.warehouse), None, Period(2026, 5))
    return widgets_leads.board(desk, kept)


def _fill(board: Any, verdict: str, reason: str) -> None:
    find(board, "Dropdown", "判定").value = verdict
    find(board, "Text", "理由").value = reason
    find(board, "Text", "经办").value = "周敏"


def _tabs(board: Any) -> list[str]:
    return [name for name, _ in find(board, "ToggleButtons", "").options]


def test_a_lead_is_decided_and_not_asked_again(kept: Book) -> None:
    board = _board(kept)
    assert _tabs(board) == ["待判定（2）", "已判定（0）", "全部备案（2）"]
    find(board, "Checkbox", "甲改造项目").value = True
    _fill(board, "不属技改", "新建厂区")
    find(board, "Button", "保存判定（1个）").click()
    assert "已判定1个，批次B0002，快照S0002。" in shown_html(board)
    assert _tabs(board) == ["待判定（1）", "已判定（1）", "全部备案（2）"]
    # A fresh board on the new snapshot does not ask either.
    assert _tabs(_board(kept)) == ["待判定（1）", "已判定（1）", "全部备案（2）"]


def test_a_decision_is_taken_back(kept: Book) -> None:
    board = _board(kept)
    find(board, "Checkbox", "甲改造项目").value = True
    _fill(board, "不属技改", "新建厂区")
    find(board, "Button", "保存判定（1个）").click()
    assert find(board, "Button", "撤销判定").disabled
    find(board, "ToggleButtons", "").value = DECIDED
    find(board, "Checkbox", "甲改造项目").value = True
    _fill(board, "不属技改", "误判，重新核实")
    find(board, "Button", "撤销判定").click()
    assert "已撤销1个" in shown_html(board)
    assert _tabs(board) == ["待判定（2）", "已判定（0）", "全部备案（2）"]


def test_what_is_missing_is_said_and_nothing_is_written(kept: Book) -> None:
    board = _board(kept)
    find(board, "Button", "保存判定").click()
    assert "还没有勾选线索" in shown_html(board)
    find(board, "Checkbox", "甲改造项目").value = True
    _fill(board, "不属技改", "")
    find(board, "Button", "保存判定（1个）").click()
    assert "没有写理由" in shown_html(board)
    assert not kept.folder.exists()
    with lock.held(kept.places.warehouse / "import.lock", "导入"):
        _fill(board, "不属技改", "新建厂区")
        find(board, "Button", "保存判定（1个）").click()
        assert "另一次导入正在进行" in shown_html(board)
    assert _tabs(board)[0] == "待判定（2）"


def test_ticks_of_one_list_are_not_carried_to_another(kept: Book) -> None:
    board = _board(kept)
    find(board, "Checkbox", "甲改造项目").value = True
    find(board, "ToggleButtons", "").value = "every"
    find(board, "ToggleButtons", "").value = OPEN
    assert find(board, "Button", "保存判定") is not None
    find(board, "Text", "按项目、单位、代码筛选").value = "乙"
    assert "共1个" in _said(board)


def _said(board: Any) -> str:
    own = getattr(board, "value", "") if type(board).__name__ == "Label" else ""
    return "".join([str(own), *(_said(c) for c in getattr(board, "children", ()))])


def test_a_list_is_shown_a_page_at_a_time() -> None:
    heard: list[object] = []
    lines = [Line(f"c{n}", f"第{n}户", ()) for n in range(5)]
    shown = TickList(
        Heading((), "1fr"),
        lambda code, on: heard.append((code, on)),
        heard.append,
        label="企业",
        size=2,
    )
    shown.show(lines, 9)
    assert "共5户，第3页，共3页" in _said(shown.widget)
    # Filling the list is no person's tick.
    assert heard == []
    find(shown.widget, "Checkbox", "第4户").value = True
    find(shown.widget, "Button", "上一页").click()
    assert heard == [("c4", True), 1]
    assert (pages(5, 2), clamp(-3, 5, 2)) == (3, 0)
