"""The demo city's finished pages as a chief prints them: two pages of body, then the annex."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.browser.conftest import Visit
from tests.browser.test_pages import CUT_OFF, DRAWN, opened, page_count
from tests.demo_workspace import PAGES, DemoWorkspace, demo_workspace

__all__ = ["demo_workspace"]

pytestmark = [pytest.mark.browser, pytest.mark.slow]
REPORTS = (
    "monthly_overview",
    "cluster_revenue",
    "technical_renovation",
    "enterprise_cultivation",
)
# 情况说明 is as long as its author makes it.
BODY_ALONE = "#annex, #commentary, #data-quality, #definitions, footer { display: none !important }"


@pytest.mark.parametrize("unit", PAGES)
def test_two_pages_of_body_nothing_fetched_nothing_cut_off(
    visit: Visit, demo_workspace: DemoWorkspace, unit: str
) -> None:
    for report in REPORTS:
        path: Path = demo_workspace.pages()[unit, report]
        opened(visit, path)
        assert all(marks > 0 for marks in visit.page.evaluate(DRAWN)), report
        assert visit.page.evaluate(CUT_OFF) == [], report
        visit.page.add_style_tag(content=BODY_ALONE)
        assert page_count(visit.page.pdf(prefer_css_page_size=True)) <= 2, report
    assert visit.complaints == []
    assert all(address.startswith("file:") for address in visit.requests)


@pytest.mark.parametrize("unit", PAGES)
def test_a_bulletin_is_one_sheet(visit: Visit, demo_workspace: DemoWorkspace, unit: str) -> None:
    path: Path = demo_workspace.pages()[unit, "target_bulletin"]
    opened(visit, path)
    assert visit.page.evaluate(CUT_OFF) == []
    visit.page.add_style_tag(content=BODY_ALONE)
    assert page_count(visit.page.pdf(prefer_css_page_size=True)) == 1
    assert visit.complaints == []
    assert all(address.startswith("file:") for address in visit.requests)
