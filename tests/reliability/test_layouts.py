"""One confirmation, then twenty counties: every figure of a learned form lands where it belongs.

Six kinds of forms no standard layout knows, each written by twenty counties in their own words
(``layout_forms``): order, units, months, blank rows and columns, one or two or three header rows,
notes, totals, covers, names of sheets and files, xlsx and csv. What must be stored is known from
the figures the files were written from.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from gxlab.intake.extract import extract
from gxlab.intake.grid import Grid
from gxlab.intake.layouts import Layout, parse_layout, standard_layouts
from gxlab.intake.model import Extraction
from gxlab.intake.propose import propose, trial
from gxlab.intake.reader import Reader
from gxlab.intake.recognise import recognise
from tests.reliability.layout_forms import Key, Look, context, looks, write
from tests.reliability.layout_kinds import KINDS, send, sheet_of
from tests.soak import keep, many

SEEDS = (7, 11, 13)
_MONEY = ("planned_investment", "annual_plan", "ytd_investment", "month_investment")
STANDARD = standard_layouts()
CONTEXT = context()


def learned(kind: str, reader: Reader, folder: Path) -> Layout:
    """The layout confirmed on the first county's file, as proposed, with nothing mended."""
    sent = send(kind, Look("东山县"), folder)
    grid = reader.read(sent.path)
    proposal = propose(grid, sent.path.name, STANDARD, kind, context=CONTEXT)
    assert (proposal.unmatched, proposal.known) == ((), ()), kind
    read = trial(proposal, grid, CONTEXT)
    assert not read.refused and stored(read) == sent.figures
    return parse_layout(proposal.text, kind)


def stored(found: Extraction) -> dict[Key, Decimal]:
    """What an import would store, by its coordinates."""
    if "project_ledger" in found.tables:
        rows = found.tables["project_ledger"].to_dicts()
        return {
            (row["name"], name, row["period"], "", ""): row[name]
            for row in rows
            for name in _MONEY
            if row[name] is not None
        }
    return {
        (row["code"], row["indicator"], row["period"], row["span"], row["reading"]): row["number"]
        for row in found.tables["observation"].to_dicts()
        if row["number"] is not None
    }


def read(grid: Grid, path: Path, layout: Layout) -> Extraction:
    """The file as an import reads it: recognised among all layouts, then extracted."""
    fits = recognise(grid, path.name, [layout, *STANDARD])
    assert [fit.name for fit in fits] == [layout.name], path.name
    found = extract(grid, layout, CONTEXT, file_name=path.name)
    for count in found.sheets:
        assert count.cells == count.stored + count.refused + count.ignored + count.undeclared
    return found


@pytest.mark.soak
def test_twenty_counties_of_six_forms_need_no_question(tmp_path: Path) -> None:
    files = figures = 0
    with Reader() as reader:
        for kind in KINDS:
            layout = learned(kind, reader, tmp_path)
            for seed in SEEDS[: many(3, 1)]:
                folder = tmp_path / kind / str(seed)
                folder.mkdir(parents=True)
                for look in looks(seed)[: many(20, 8)]:
                    sent = send(kind, look, folder)
                    found = read(reader.read(sent.path), sent.path, layout)
                    wrong = [p.text for p in found.problems if p.severity == "error"]
                    assert not wrong, (kind, seed, look, wrong)
                    assert stored(found) == sent.figures, (kind, seed, look)
                    files, figures = files + 1, figures + len(sent.figures)
    keep(
        "L2", "of twenty county files of a learned form, twenty import without a question, every "
        "value under the right indicator, unit and period",
        forms=len(KINDS), files=files, files_right=files, figures=figures, figures_wrong=0,
    )  # fmt: skip


Twist = Callable[[list[list[object]]], None]


def _swap(rows: list[list[object]], row: int, one: str, other: str) -> None:
    cells = rows[row]
    at = {one: [i for i, c in enumerate(cells) if c == one]}
    at[other] = [i for i, c in enumerate(cells) if c == other]
    for word, new in ((one, other), (other, one)):
        for i in at[word]:
            cells[i] = new


def _rename(rows: list[list[object]], one: str, other: str) -> None:
    for row in rows:
        for i, cell in enumerate(row):
            if isinstance(cell, str) and one in cell and "2026年1—" not in cell:
                row[i] = cell.replace(one, other)


def _head_row(rows: list[list[object]], word: str) -> int:
    return next(i for i, row in enumerate(rows) if word in row)


def _repeat(rows: list[list[object]]) -> None:
    below = _head_row(rows, "本年累计")
    at = rows[below].index("本年累计")
    rows[below][at - 1] = "累计"


UNSAFE: dict[str, tuple[str, Twist, str]] = {
    "本月与累计的标题对调": (
        "firms",
        lambda r: _swap(r, _head_row(r, "本月"), "本月", "本年累计"),
        "columns_contradict",
    ),
    "累计与同期的标题对调": (
        "firms",
        lambda r: _swap(r, _head_row(r, "本月"), "本年累计", "上年同期"),
        "columns_contradict",
    ),
    "集群表累计与同期对调": (
        "clusters",
        lambda r: _swap(r, _head_row(r, "上年同期"), "本年累计", "上年同期"),
        "columns_contradict",
    ),
    "没有写计量单位": ("firms", lambda r: _rename(r, "单位：万元", ""), "unit_of_measure_unknown"),
    "台账没有写计量单位": (
        "projects",
        lambda r: _rename(r, "单位：万元", ""),
        "unit_of_measure_unknown",
    ),
    "计量单位认不得": (
        "firms",
        lambda r: _rename(r, "单位：万元", "单位：两元"),
        "unknown_unit_of_measure",
    ),
    "营业收入改成营业成本": (
        "firms",
        lambda r: _rename(r, "营业收入", "营业成本"),
        "column_missing",
    ),
    "工业改成农业": ("firms", lambda r: _rename(r, "工业总产值", "农业总产值"), "column_missing"),
    "总产值改成销售产值": (
        "towns",
        lambda r: _rename(r, "工业总产值", "工业销售产值"),
        "column_missing",
    ),
    "累计改成上年累计": ("firms", lambda r: _rename(r, "本年累计", "上年累计"), "column_missing"),
    "同期改成上月": ("firms", lambda r: _rename(r, "上年同期", "上月"), "column_missing"),
    "两列都是累计": ("firms", _repeat, "column_missing"),
    "沿用上月表头": ("firms", lambda r: _rename(r, "本年累计", "1-4月"), "label_period_conflict"),
    "去年的表头": (
        "towns",
        lambda r: _rename(r, "本年累计", "2025年1-5月"),
        "label_period_conflict",
    ),
    "台账沿用上月表头": (
        "projects",
        lambda r: _rename(r, "本年完成投资", "1-4月完成投资"),
        "label_period_conflict",
    ),
    "总投资改成设备投资": (
        "projects",
        lambda r: _rename(r, "总投资", "设备投资"),
        "column_missing",
    ),
    "看不出报送单位": ("firms", lambda r: _rename(r, "东山县", "我"), "reporter_not_found"),
    "指标行换成别的": ("cross", lambda r: _rename(r, "营业收入", "营业外收入"), "unknown_row"),
}


@pytest.mark.parametrize("what", list(UNSAFE))
def test_what_cannot_be_known_is_refused_by_name(what: str, tmp_path: Path) -> None:
    kind, twist, rule = UNSAFE[what]
    with Reader() as reader:
        layout = learned(kind, reader, tmp_path)
        look = replace(Look("东山县"), file="plain")
        made, page, name = sheet_of(kind, look)
        if what == "看不出报送单位":
            page.rows[0] = ["2026年1—5月镇街规上企业生产经营情况月报"]
            name = "规上企业生产经营情况月报"
        twist(page.rows)  # type: ignore[arg-type]
        path = write(made.look, page, tmp_path, name)
        if what == "看不出报送单位":
            path = path.rename(tmp_path / f"{name}5月.xlsx")
        found = read(reader.read(path), path, layout)
    errors = [problem for problem in found.problems if problem.severity == "error"]
    assert rule in {problem.rule for problem in errors}, [p.text for p in found.problems]
    assert all(path.name in problem.text or "列“" in problem.text for problem in errors)
    if rule == "unknown_row":
        assert not any(key[1] == "revenue" for key in stored(found))
    else:
        assert found.refused and not found.tables


def test_a_growth_against_last_month_is_named_and_not_stored(tmp_path: Path) -> None:
    with Reader() as reader:
        layout = learned("firms", reader, tmp_path)
        made, page, name = sheet_of("firms", Look("东山县", file="plain"))
        _rename(page.rows, "增速（%）", "环比（%）")  # type: ignore[arg-type]
        path = write(made.look, page, tmp_path, name)
        found = read(reader.read(path), path, layout)
    assert not any(key[4] == "growth_pct" for key in stored(found))
    told = [p.text for p in found.problems if "环比" in p.text]
    assert told and all("没有说明" in text or "不在版式" in text for text in told)
