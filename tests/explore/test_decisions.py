"""人工判定: a file, a batch, a snapshot; remembered, taken back, never past the import."""

from __future__ import annotations

import csv
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from gxlab.measures.renovation_leads import find_leads
from gxlab.measures.renovation_screen import Lead
from gxlab.reference.periods import Period
from gxlab.reference.verdicts import WITHDRAWN
from gxlab.show.widgets_decision import default_day
from gxlab.show.widgets_leads_view import (
    ACCEPT,
    DECIDED,
    OPEN,
    Choice,
    Form,
    chosen,
    counts,
    decisions,
    lines,
    remembered,
    summary,
    withdrawals,
)
from gxlab.warehouse import lock
from gxlab.warehouse.decisions import (
    HEADER,
    Book,
    Decision,
    IncompleteDecision,
    NotRemembered,
    remember,
)
from gxlab.warehouse.desk import Desk, open_desk
from gxlab.warehouse.snapshot import current
from tests.explore.workspaces import book, workspace
from tests.spec.renovation.rows import filing

A, B = "2603-330101-07-02-000001", "2603-330101-07-02-000002"
NOW = datetime(2026, 6, 18, 10, 15, 2)
MAY = date(2026, 5, 31)


@pytest.fixture
def kept(tmp_path: Path) -> Book:
    """A workspace with two open leads of two owners."""
    rows = [
        filing(A, "甲改造项目", owner="甲机械有限公司"),
        filing(B, "乙改造项目", owner="乙机械有限公司", planned_investment=Decimal(900)),
    ]
    return book(workspace(tmp_path / "ws", {"filing": rows}))


def _desk(kept: Book) -> Desk:
    return open_desk(current(kept.places.warehouse), None, Period(2026, 5))


def _leads(kept: Book) -> dict[str, Lead]:
    found = find_leads(_desk(kept))
    assert found is not None
    return {r.key: r for r in found.rows}


def _decision(**more: object) -> Decision:
    fixed = {
        "kind": "filing", "object_id": A, "object_name": "甲改造项目", "verdict": "不属技改",
        "reason": "新建厂区，现场核实", "author": "周敏", "decided_on": MAY,
    }  # fmt: skip
    return Decision(**{**fixed, **more})  # type: ignore[arg-type]


def test_a_decision_is_a_file_a_batch_and_a_snapshot(kept: Book) -> None:
    before = current(kept.places.warehouse).id
    result = remember([_decision()], kept, NOW)
    (path,) = kept.folder.iterdir()
    assert path.name == "人工判定_20260618-101502.csv"
    rows = list(csv.reader(path.read_text(encoding="utf-8-sig").splitlines()))
    assert tuple(rows[0]) == HEADER
    assert rows[1] == [
        "备案", A, "甲改造项目", "不属技改", "新建厂区，现场核实", "周敏", "2026-05-31", "",
    ]  # fmt: skip
    assert result.batch is not None and result.snapshot != before
    lead = _leads(kept)[A]
    assert (lead.conclusion, lead.decided, lead.note) == (
        "不属技改",
        ("周敏", MAY),
        "新建厂区，现场核实",
    )
    assert _leads(kept)[B].decided is None


def test_it_is_taken_back_by_another_and_decided_again(kept: Book) -> None:
    # Word for word the first decision again: the import would call the file unchanged.
    for verdict, decided in (
        ("不属技改", True),
        (WITHDRAWN, False),
        ("不属技改", True),
        (WITHDRAWN, False),
    ):
        remember([_decision(verdict=verdict)], kept, NOW)
        assert (_leads(kept)[A].decided is not None) is decided
    assert len(list(kept.folder.iterdir())) == 4


def test_it_lapses_with_its_validity(kept: Book) -> None:
    remember([_decision(verdict="未开工", valid_until=date(2026, 7, 31))], kept, NOW)
    desk = _desk(kept)
    july, august = (desk.at(period=Period(2026, m)) for m in (7, 8))
    for at, asked in ((july, False), (august, True)):
        found = find_leads(at)
        assert found is not None
        assert {r.key: r.decided is None for r in found.rows}[A] is asked


INCOMPLETE: tuple[tuple[dict[str, object], str], ...] = (
    ({"reason": " "}, "没有写理由"),
    ({"author": ""}, "没有写经办"),
    ({"reason": "=cmd()"}, "以“=”开头"),
    ({"author": "＠周"}, "以“＠”开头"),
    ({"valid_until": date(2026, 5, 30)}, "早于判定日期"),
    ({"object_id": ""}, "缺少对象编号"),
)


def test_an_incomplete_decision_writes_nothing(kept: Book) -> None:
    before = current(kept.places.warehouse).id
    for more, said in INCOMPLETE:
        with pytest.raises(IncompleteDecision, match=said):
            remember([_decision(), _decision(**{"object_id": B, **more})], kept, NOW)
    with pytest.raises(IncompleteDecision, match="没有选中"):
        remember([], kept, NOW)
    assert not kept.folder.exists()
    assert current(kept.places.warehouse).id == before


def test_a_name_from_the_data_is_no_formula(kept: Book) -> None:
    remember([_decision(object_name="=甲\n改造", reason="第一行\n第二行")], kept, NOW)
    (path,) = kept.folder.iterdir()
    row = list(csv.reader(path.read_text(encoding="utf-8-sig").splitlines()))[1]
    assert (row[2], row[4]) == ("'=甲；改造", "第一行；第二行")


def test_while_another_import_runs_nothing_is_left(kept: Book) -> None:
    with (
        lock.held(kept.places.warehouse / "import.lock", "导入"),
        pytest.raises(lock.Locked, match="正在进行"),
    ):
        remember([_decision()], kept, NOW)
    assert list(kept.folder.iterdir()) == []


def test_what_the_import_refuses_is_said(kept: Book) -> None:
    # Two rows of one object and verdict that contradict each other.
    twice = [_decision(), _decision(reason="另一个理由")]
    with pytest.raises(NotRemembered, match="只留一行"):
        remember(twice, kept, NOW)


def test_the_board_shows_and_decides(kept: Book) -> None:
    desk, rows = _desk(kept), list(_leads(kept).values())
    assert counts(rows) == {OPEN: 2, DECIDED: 0, "every": 2}
    assert "备案2个" in summary(find_leads(desk), rows) and "待核2个" in summary(
        find_leads(desk), rows
    )
    choice = Choice("3300", "2026-05", ticked=frozenset([A]))
    shown = lines(desk, rows, choice, remembered(desk))
    # The larger project first: 甲 is the rows' default, 乙 has 900.
    assert [(line.code, line.ticked) for line in shown] == [(A, True), (B, False)]
    form = Form("不属技改", " 新建厂区 ", "周敏", MAY)
    (made,) = decisions(rows, choice, form)
    assert (made.object_id, made.verdict, made.reason, made.kind) == (
        A, "不属技改", "新建厂区", "filing",
    )  # fmt: skip


def test_a_first_reading_is_accepted_only_where_there_is_one(kept: Book) -> None:
    rows = list(_leads(kept).values())
    choice = Choice("3300", "2026-05", ticked=frozenset([A]))
    form = Form(ACCEPT, "同意", "周敏", MAY)
    with pytest.raises(IncompleteDecision, match="没有初判可采纳"):
        decisions(rows, choice, form)
    with pytest.raises(IncompleteDecision, match="还没有勾选"):
        decisions(rows, Choice("3300", "2026-05"), form)
    with pytest.raises(IncompleteDecision, match="没有填判定日期"):
        decisions(rows, choice, Form("不属技改", "理由", "周敏"))


def test_a_withdrawal_is_not_older_than_what_it_takes_back(kept: Book) -> None:
    remember([_decision()], kept, NOW)
    rows = list(_leads(kept).values())
    assert [r.key for r in chosen(rows, Choice("", "", DECIDED))] == [A]
    choice = Choice("3300", "2026-05", DECIDED, frozenset([A]))
    (taken,) = withdrawals(rows, choice, Form("", "误判", "周敏", date(2026, 4, 1)))
    assert (taken.verdict, taken.decided_on) == (WITHDRAWN, MAY)
    (line,) = lines(_desk(kept), rows, choice, remembered(_desk(kept)))
    assert getattr(line.cells[-1], "text", "") == "已判定：不属技改"
    assert getattr(line.cells[-1], "below", "") == (
        "周敏，2026-05-31，长期有效。理由：新建厂区，现场核实"
    )
    with pytest.raises(IncompleteDecision, match="没有可撤销的"):
        only_open = Choice("3300", "2026-05", OPEN, frozenset([B]))
        withdrawals(rows, only_open, Form("", "误判", "周敏", MAY))


def test_the_date_offered_holds_for_the_period(kept: Book) -> None:
    # Made on 18 June for the report of May: it must hold on 31 May.
    assert default_day(_desk(kept), date(2026, 6, 18)) == MAY
    assert default_day(_desk(kept), date(2026, 5, 20)) == date(2026, 5, 20)
