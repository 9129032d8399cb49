"""Hostile text of a workbook comes back in the annotated copy as text, and as it was (退回件)."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

import openpyxl

from gxlab.intake.grid import Grid, Sheet
from gxlab.intake.model import Problem
from gxlab.intake.quarantine import write_plain
from tests.browser.payloads import PAYLOADS

# What a workbook's XML cannot hold is left out by every writer.
_NO_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f]")


def test_120_texts_come_back_inert(tmp_path: Path) -> None:
    sheets = (
        Sheet("</sheet><script>", [[text, "1"] for text in PAYLOADS]),
        Sheet("</SHEET><script>", [["甲"]]),
        Sheet("javascript:window.hit=1;javascript:window", [["乙"]]),
    )
    problems = [
        Problem(sheets[0].name, f"A{n}", "not_a_number", "error", text, text)
        for n, text in enumerate(PAYLOADS, start=1)
    ]
    target = tmp_path / "退回.xlsx"
    write_plain(Grid(sheets), problems, target)
    book = openpyxl.load_workbook(target)
    assert len(book.sheetnames) == 4 and len({n.casefold() for n in book.sheetnames}) == 4
    cells = [cell for page in book for row in page.iter_rows() for cell in row if cell.value]
    assert {cell.data_type for cell in cells} <= {"s", "n"}
    assert not any(cell.hyperlink for cell in cells)
    page = book[book.sheetnames[1]]
    assert page["A1"].value == PAYLOADS[0] and page["A1"].comment is not None
    with zipfile.ZipFile(target) as packed:
        names = packed.namelist()
    assert not any("vba" in n.lower() or "externalLink" in n for n in names)
    told = {str(cell.value) for cell in cells}
    plain = [text for text in PAYLOADS if not _NO_XML.search(text) and "\ufeff" not in text]
    assert len(plain) >= 118 and set(plain) <= told
