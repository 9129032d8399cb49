"""Everything the demo city hands out: pages, workbooks sent back, texts of problems."""

from __future__ import annotations

import re
from pathlib import Path

import openpyxl
import pytest

from tests.demo_workspace import DemoWorkspace
from tests.never.said import offences

pytestmark = pytest.mark.slow
# What a unit, a town or a cluster is held to; a firm never is.
HELD_TO = {
    "target", "completion_pct", "plan_pct", "linear_pct", "gap_plan_pp", "gap_linear_pp",
    "needed_growth_pct", "shortfall",
}  # fmt: skip


def _text(page: Path) -> str:
    """What a reader sees, without scripts, styles and the text that people wrote themselves."""
    html = page.read_text(encoding="utf-8")
    html = re.sub(r"(?s)<(script|style)\b.*?</\1>", " ", html)
    html = re.sub(r'(?s)<section[^>]*id="commentary".*?</section>', " ", html)
    return re.sub(r"<[^>]+>", "", html)


def test_no_page_says_it(demo_workspace: DemoWorkspace) -> None:
    pages = demo_workspace.pages()
    found = [f"{key}：{o}" for key, page in pages.items() for o in offences(_text(page))]
    assert pages and found == []


def test_no_firm_is_held_to_a_target(demo_workspace: DemoWorkspace) -> None:
    refs = {
        ref
        for page in demo_workspace.pages().values()
        for ref in re.findall(r'data-ref="([^"]+)"', page.read_text(encoding="utf-8"))
    }
    of_firms = [ref.split("|") for ref in refs if "|enterprise=" in ref]
    assert of_firms and [parts for parts in of_firms if parts[4] in HELD_TO] == []


def test_workbooks_sent_back_suggest_nothing(demo_workspace: DemoWorkspace) -> None:
    copies = sorted((demo_workspace.root / "data" / "quarantine").rglob("退回_*.xlsx"))
    found = []
    for copy in copies:
        book = openpyxl.load_workbook(copy)
        for row in book[book.sheetnames[0]].iter_rows(values_only=True):
            found += [f"{copy.name}：{o}" for cell in row for o in offences(str(cell))]
        for sheet in book:
            comments = (cell.comment for row in sheet.iter_rows() for cell in row)
            texts = (comment.text for comment in comments if comment)
            found += [f"{copy.name}：{o}" for text in texts for o in offences(text)]
    assert copies and found == []


def test_no_problem_of_the_import_suggests_a_value(demo_workspace: DemoWorkspace) -> None:
    told = [p["text"] for file in demo_workspace.imported["files"] for p in file["problems"]]
    assert told and [o for text in told for o in offences(text)] == []
