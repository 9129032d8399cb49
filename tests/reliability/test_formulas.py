"""D7: 30 texts that a spreadsheet would calculate (公式注入) stay texts, and stay as they were."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import xlsxwriter

from gxlab.intake.grid import Grid, Sheet
from gxlab.intake.model import Problem
from gxlab.intake.quarantine import annotate, write_plain
from gxlab.intake.templates import write_template
from gxlab.publish.outline import read_outline
from gxlab.publish.xlsx_report import render_xlsx
from gxlab.show.objects import Column, Row, Table
from gxlab.warehouse import decisions
from gxlab.warehouse.decisions import Decision, IncompleteDecision
from tests.soak import keep
from tests.unit.publish.sample import META, small

LEADING = (
    *("=1+1", "=SUM(A1:A9)", "=cmd|' /C calc'!A0", "=HYPERLINK(\"http://x\",\"甲\")", "={1;2}"),
    *("+1+1", "+cmd|' /C calc'!A0", "-1+1", "-2+3+cmd|' /C calc'!A0", "-甲公司", "@SUM(1)"),
    *("@甲", "＝1+1", "＋1", "－1+1", "＠甲", "＝cmd|' /C calc'!A0", "=", "+", "-", "@"),
    *("\t=1+1", "\r=1+1", "\n=1+1", " =1+1", "'=1+1", '"=1+1', "=DDE(\"cmd\";\"x\")"),
    *("=IMPORTXML(\"http://x\",\"//a\")", "=WEBSERVICE(\"http://x\")", "%0A=1+1", ";=1+1", "|=1"),
)  # fmt: skip
# Whoever writes XML may turn a carriage return into a line feed, as every reader of it does.
SIGNS = ("=", "+", "-", "@", "＝", "＋", "－", "＠", "\t", "\r")


def read(book: bytes) -> tuple[list[str], list[str]]:
    """All texts of a workbook, and the kinds of all cells that hold something."""
    opened = openpyxl.load_workbook(io.BytesIO(book))
    cells = [c for page in opened for row in page.iter_rows() for c in row if c.value is not None]
    assert not any(
        cell.hyperlink for cell in cells if cell.hyperlink and not cell.hyperlink.location
    )
    return [str(c.value) for c in cells if c.data_type == "s"], sorted({c.data_type for c in cells})


def formulas(book: bytes) -> list[bytes]:
    """Formulas as they stand in the parts, whatever a library makes of them."""
    with zipfile.ZipFile(io.BytesIO(book)) as packed:
        parts = [packed.read(n) for n in packed.namelist() if "worksheets/" in n]
        assert not [n for n in packed.namelist() if "externalLink" in n or "vba" in n.lower()]
    return [found for part in parts for found in re.findall(rb"<f[ >]", part)]


def plain(text: str) -> str:
    return re.sub(r"_x000D_|\r\n?", "\n", text)


def test_there_are_thirty_and_more() -> None:
    assert len(LEADING) == len(set(LEADING)) >= 30


def test_tables_of_a_report() -> None:
    columns = (Column("a", ("表", "企业"), align="left"), Column("b", ("表", "备注"), align="left"))
    rows = tuple(Row((text, text)) for text in LEADING)
    table = Table("T", "=题", columns, rows, scope="=口径", note="+注", source="@源")
    made = render_xlsx(read_outline(small(table)), meta=META)
    texts, kinds = read(made)
    assert formulas(made) == [] and set(kinds) <= {"s", "n"}
    found = {plain(text).strip() for text in texts}
    missing = [text for text in LEADING if plain(text).strip() not in found]
    assert missing == []


def test_the_copy_that_goes_back_to_the_sender(tmp_path: Path) -> None:
    problems = [Problem("表", f"A{n}", "not_a_number", "error", text, text)
                for n, text in enumerate(LEADING, start=1)]  # fmt: skip
    write_plain(Grid((Sheet("表", [[text] for text in LEADING]),)), problems, tmp_path / "a.xlsx")
    source = tmp_path / "source.xlsx"
    options = {"strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(str(source), options) as book:
        page = book.add_worksheet("表")
        for row, text in enumerate(LEADING):
            page.write_string(row, 0, text)
    annotated = annotate(source, "源.xlsx", problems, tmp_path)
    for path in (tmp_path / "a.xlsx", annotated):
        assert path is not None
        texts, kinds = read(path.read_bytes())
        assert formulas(path.read_bytes()) == [] and set(kinds) <= {"s", "n"}
        told = {plain(text) for text in texts}
        assert [t for t in LEADING if plain(t) not in told] == [], path.name


def test_names_in_a_template_s_lists(tmp_path: Path) -> None:
    names = [text for text in LEADING if text.strip()]
    many = [*names, *("长" * 20 + str(n) for n in range(20))]  # a list too long for the cell's rule
    path = write_template("targets", tmp_path / "a.xlsx", units=many, clusters=names)
    texts, kinds = read(path.read_bytes())
    assert formulas(path.read_bytes()) == [] and "f" not in kinds
    told = {plain(text) for text in texts}
    assert [t for t in names if plain(t) not in told] == []


def a_decision(**more: str) -> Decision:
    given: dict[str, Any] = {
        **{"object_id": "P1", "object_name": "甲", "verdict": "未开工"},
        **{"reason": "查实", "author": "周敏"},
        **more,
    }
    return Decision(kind="project", decided_on=date(2026, 6, 1), **given)


@pytest.mark.soak
def test_the_file_of_decisions() -> None:
    """The one CSV that is written: a name is kept behind a quote, a text of one's own refused."""
    kept = refused = 0
    for text in LEADING:
        written = decisions._bytes([a_decision(object_name=text)]).decode("utf-8-sig")
        (row,) = list(csv.reader(io.StringIO(written)))[1:]
        assert not any(cell.startswith(SIGNS) for cell in row), (text, row)
        assert row[2].removeprefix("'").strip() == text.strip().removeprefix("'")
        kept += 1
        for name in ("reason", "author", "object_id"):
            if text.strip().startswith(SIGNS):
                with pytest.raises(IncompleteDecision):
                    decisions._check(a_decision(**{name: text}))
                refused += 1
    assert kept == len(LEADING) and refused >= 60
    keep("D7", "30 leading strings: inert in XLSX and CSV, value recoverable",
         texts=len(LEADING), ways_out=6, live=0, not_recoverable=0)  # fmt: skip
