"""The monthly pack of the demo city: every link of its pages and indexes leads somewhere."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import unquote

import pytest

from tests.demo_workspace import PAGES, DemoWorkspace, demo_workspace

__all__ = ["demo_workspace"]

pytestmark = pytest.mark.slow
_LINK = re.compile(r'href="([^"#][^"]*)"')


def links(page: Path) -> set[str]:
    """Where a page leads, its own anchors left out."""
    return set(_LINK.findall(page.read_text(encoding="utf-8")))


def test_every_link_leads_to_a_file_of_the_release(demo_workspace: DemoWorkspace) -> None:
    demo_workspace.pages()
    found = sorted((demo_workspace.root / "reports").rglob("*.html"))
    dead = [
        f"{page.parent.name}/{page.name} → {link}"
        for page in found
        for link in links(page)
        if not (page.parent / unquote(link)).is_file()
    ]
    assert dead == []


def test_each_report_leads_to_the_others_of_its_unit(demo_workspace: DemoWorkspace) -> None:
    made = demo_workspace.pages()
    reports = sorted(report for unit, report in made if unit == PAGES[0])
    for unit in PAGES:
        for report in reports:
            others = {f"{r}.html" for r in reports if r != report}
            assert {"index.html", *others} <= links(made[unit, report])
        contents = links(made[unit, reports[0]].parent / "index.html")
        assert {f"{r}.html" for r in reports} <= contents
