"""A finished shared bundle opens from a folder with the network closed, by page and by link."""

from __future__ import annotations

from pathlib import Path

import pytest

from gxlab.disclosure.static_rules import static_faults
from tests.browser.conftest import Visit
from tests.disclosure.hand_bundle import hand_bundle

pytestmark = pytest.mark.browser


def test_it_opens_offline_without_script_and_every_link_leads_inside(
    visit: Visit, tmp_path: Path
) -> None:
    files = hand_bundle(tmp_path / "对外 版")
    assert static_faults(files) == []
    home = tmp_path / "对外 版"
    for name in files:
        visit.page.goto((home / name).as_uri())
        assert visit.page.evaluate("document.scripts.length") == 0
        first = visit.page.evaluate("document.head.firstElementChild.httpEquiv")
        assert first == "Content-Security-Policy"
        links = visit.page.evaluate("[...document.links].map(a => a.href)")
        for link in links:
            assert link.startswith(home.as_uri())
            visit.page.goto(link)
    assert visit.complaints == []
    assert all(asked.startswith("file:") for asked in visit.requests)


def test_its_drawings_are_seen_though_they_are_bare(visit: Visit, tmp_path: Path) -> None:
    hand_bundle(tmp_path)
    visit.page.goto((tmp_path / "330000" / "cluster_revenue.html").as_uri())
    drawn = visit.page.locator("#c-C1 svg .mark-rect path")
    widths = [box["width"] for n in range(4) if (box := drawn.nth(n).bounding_box())]
    # 12.4, 6.2, −2.7, −7.9 of one scale: the second bar is half as long as the first
    assert len(widths) == 4 and abs(widths[0] - 2 * widths[1]) < 1
    assert visit.page.locator("#c-C1 svg text[data-ref]").count() == 4
    assert (
        visit.page.locator("#c-C1 svg title, #c-C1 svg desc, #c-C1 svg [aria-label]").count() == 0
    )
