"""人工判定: every word does what the list says, is told, lapses, can be taken back."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from gxlab.intake.templates import write_template
from gxlab.measures.cultivation import edition, reaching
from gxlab.measures.cultivation_checks import REASONS
from gxlab.measures.remembered import remembered
from gxlab.measures.renovation_leads import find_leads
from gxlab.measures.renovation_screen import SAME_PROJECT, VERDICTS, Lead
from gxlab.reference.periods import Period
from gxlab.reference.verdicts import AGREED, WITHDRAWN, effects
from gxlab.show import widgets_enterprise
from gxlab.show.decision_table import decision_table
from gxlab.warehouse.desk import Desk, open_desk
from gxlab.warehouse.importing import import_paths
from gxlab.warehouse.snapshot import current
from tests.conftest import DeskOf
from tests.explore.seen import find, shown_html
from tests.explore.workspaces import book, workspace
from tests.spec.cultivation.rows import candidate, invoices, listed
from tests.spec.renovation.rows import filing

A = "2603-330101-07-02-000001"
DAY = date(2026, 4, 2)


def decided(kind: str, object_id: str, verdict: str, **more: Any) -> dict[str, Any]:
    fixed = {"reason": "现场核查", "author": "周敏", "decided_on": DAY, "valid_until": None}
    return {"object_kind": kind, "object_id": object_id, "verdict": verdict, **fixed, **more}


def test_the_list_holds_exactly_the_words_the_rules_know() -> None:
    assert set(effects("filing")) == {*VERDICTS, SAME_PROJECT, WITHDRAWN}
    assert effects("filing") == effects("project")
    assert set(effects("candidate")) == {*REASONS, "属实", WITHDRAWN}
    agreed = {AGREED: effects("enterprise")[AGREED]}
    assert effects("enterprise") == effects("candidate") | agreed


# Word → the conclusion it stands for, and whether the filing is still 待核 afterwards.
FILINGS = {
    "不属技改": ("不属技改", False),
    "非工业": ("非工业", False),
    "外地项目": ("外地项目", False),
    "未开工": ("未开工（暂不具备）", False),
    "未开工（暂不具备）": ("未开工（暂不具备）", False),
    "手续不全": ("手续不全", False),
    "具备条件待申报": ("具备条件待申报", False),
    "疑似打捆/拆分": ("疑似打捆/拆分", False),
    "已在库": ("已在库", False),
    "已退库": ("已退库", False),
    "同一项目": (None, True),
    "撤销判定": (None, True),
}


@pytest.mark.parametrize("kind", ["filing", "project"])
@pytest.mark.parametrize("verdict", FILINGS)
def test_a_filing_is_judged_as_decided_and_not_asked_again(
    desk_of: DeskOf, verdict: str, kind: str
) -> None:
    rows = {"filing": [filing(A, "甲改造项目")], "decision": [decided(kind, A, verdict)]}
    (lead,) = _leads(desk_of("2026-05", rows))
    assert (lead.conclusion, lead.is_open) == FILINGS[verdict]
    assert set(FILINGS) == set(effects("filing"))


@pytest.mark.parametrize("kind", ["enterprise", "candidate"])
@pytest.mark.parametrize("verdict", effects("candidate"))
def test_a_firm_is_kept_out_as_decided(desk_of: DeskOf, verdict: str, kind: str) -> None:
    # Estimated above 2000万元 by its invoices, but named a trading firm: 待核 unless decided.
    found = _edition(desk_of, [decided(kind, "A", verdict)])
    (forecast,) = found.forecasts
    kept_out = verdict not in ("属实", WITHDRAWN)
    assert forecast.verdict.excluded is kept_out
    assert len(reaching(found)) == (0 if kept_out else 1)
    assert bool(forecast.verdict.doubts) is (verdict == WITHDRAWN)


def test_that_a_firm_agrees_to_be_read_says_nothing_of_its_invoices(desk_of: DeskOf) -> None:
    later = decided("enterprise", "A", AGREED, decided_on=date(2026, 5, 6))
    both = [decided("enterprise", "A", "贸易开票"), later]
    (forecast,) = _edition(desk_of, both).forecasts
    assert forecast.verdict.excluded
    (asked,) = _edition(desk_of, [later]).forecasts
    assert not asked.verdict.excluded and asked.verdict.doubts


def test_a_word_no_rule_knows_changes_nothing_and_is_told(desk_of: DeskOf) -> None:
    found = _edition(desk_of, [decided("enterprise", "A", "像是贸易")])
    (forecast,) = found.forecasts
    assert forecast.verdict.doubts == ("疑似贸易开票",) and len(reaching(found)) == 1
    (told,) = remembered(found.desk, ("enterprise",), {"A": "甲商贸"})
    assert told.state == "判定用语不认识，未采用"


def test_the_latest_decision_counts(desk_of: DeskOf) -> None:
    both = [
        decided("enterprise", "A", "贸易开票"),
        decided("enterprise", "A", WITHDRAWN, decided_on=date(2026, 5, 6)),
    ]
    assert len(reaching(_edition(desk_of, both))) == 1
    assert len(reaching(_edition(desk_of, both[:1]))) == 0


def test_what_is_told_of_decisions(desk_of: DeskOf) -> None:
    rows = [
        decided("filing", A.replace("-", ""), "不属技改"),
        decided("filing", "B", "未开工", valid_until=date(2026, 4, 30)),
        decided("filing", "C", "未开工", valid_until=date(2026, 1, 31)),
        decided("filing", "D", "不属技改"),
        decided("filing", "D", WITHDRAWN, decided_on=date(2026, 5, 6)),
        decided("filing", "E", "非工业", decided_on=date(2026, 6, 1)),
        decided("filing", "X", "非工业"),
        decided("enterprise", "F", "贸易开票"),
    ]
    desk = desk_of("2026-05", {"decision": rows})
    names = {A: "甲项目", **{code: f"{code}项目" for code in "BCDEF"}}
    told = remembered(desk, ("filing", "project"), names)
    # C lapsed four months ago, D was taken back, E comes later, X is of another unit.
    assert [(r.name, r.verdict, r.state) for r in told] == [
        ("甲项目", "不属技改", "有效"),
        ("B项目", "未开工", "已到期，重新列入"),
    ]
    table = decision_table(desk, ("filing",), names)
    assert table is not None
    assert table.rows[0].cells == (
        "备案", "甲项目", "不属技改", "现场核查", "周敏", "2026-04-02", "长期", "有效",
    )  # fmt: skip
    assert decision_table(replace(desk, audience="shared"), ("filing",), names) is None


def test_a_filled_template_is_taken_in(tmp_path: Path) -> None:
    made = workspace(tmp_path / "ws", {"filing": [filing(A, "甲改造项目")]})
    path = tmp_path / "人工判定.xlsx"
    write_template("decisions", path)
    book_ = openpyxl.load_workbook(path)
    sheet = book_["人工判定"]
    head = next(c for row in sheet.iter_rows() for c in row if c.value == "对象类型")
    values = ("备案", A, "甲改造项目", "不属技改", "新建厂区", "周敏", "2026-05-06", "2026-12-31")
    for offset, value in enumerate(values):
        sheet.cell(head.row + 1, head.column + offset, value)
    book_.save(path)
    result = import_paths([path], book(made).places)
    assert [f.outcome for f in result.files] == ["stored"]
    desk = open_desk(current(made.warehouse), None, Period(2026, 5))
    (lead,) = _leads(desk)
    assert (lead.conclusion, lead.decided) == ("不属技改", ("周敏", date(2026, 5, 6)))


def test_a_firm_is_decided_on_in_its_card(tmp_path: Path) -> None:
    firm = {
        "candidate": [candidate("A", name="甲商贸有限公司")],
        "observation": invoices("A", "2026-05 2500", base="2000", year="5000"),
        "register": listed("2025-12", ["R"]) + listed("2026-05", ["R"]),
        "enterprise": [{"enterprise": "A", "name": "甲商贸有限公司", "unit": "330101001"}],
    }
    made = workspace(tmp_path / "ws", firm)
    desk = open_desk(current(made.warehouse), None, Period(2026, 5))
    assert len(reaching(edition(desk))) == 1
    shown = widgets_enterprise.card(desk, "甲商贸有限公司", book=book(made))
    assert "还没有人工判定。" in shown_html(shown)
    button = find(shown, "Button", "保存判定")
    button.click()
    assert "没有写理由" in shown_html(shown)
    find(shown, "Text", "理由").value = "代购设备"
    find(shown, "Text", "经办").value = "李娜"
    button.click()
    assert "已判定，批次B0002" in shown_html(shown) and "贸易开票（李娜，" in shown_html(shown)
    fresh = open_desk(current(made.warehouse), None, Period(2026, 5))
    assert reaching(edition(fresh)) == []
    # The desk of the notebook stays where it was.
    assert len(reaching(edition(desk))) == 1


def _leads(desk: Desk) -> list[Lead]:
    found = find_leads(desk)
    assert found is not None
    return list(found.rows)


def _edition(desk_of: DeskOf, decisions: list[dict[str, Any]]) -> Any:
    file = {
        "candidate": [candidate("A", name="甲商贸有限公司")],
        "observation": invoices("A", "2026-05 2500", base="2000", year="5000"),
        "register": listed("2025-12", ["R"]) + listed("2026-05", ["R"]),
        "decision": decisions,
    }
    return edition(desk_of("2026-05", file))
