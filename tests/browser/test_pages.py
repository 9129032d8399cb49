"""What a reader's browser does with the pages: no network, no complaint, all drawn, printable."""

from __future__ import annotations

import re
import zlib
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import polars as pl
import pytest

from gxlab.publish.html import render_edition
from gxlab.publish.site import write_index
from gxlab.show import charts
from gxlab.show.objects import Column, Row, Table
from tests.browser.conftest import Visit
from tests.unit.publish.sample import META, small
from tests.unit.publish.test_hostile import PAYLOADS, SINKS
from tests.unit.publish.test_site import manifest

pytestmark = pytest.mark.browser

DRAWN = """() => [...document.querySelectorAll('.plot')].map(plot =>
  [...plot.querySelectorAll('svg path, svg rect, svg line, svg text')].filter(mark => {
    const box = mark.getBoundingClientRect();
    return box.width + box.height > 2;
  }).length)"""
# Pixels of a glyph: a missing font draws every character as the same box.
PIXELS = """character => {
  const canvas = document.createElement('canvas');
  canvas.width = canvas.height = 40;
  const pen = canvas.getContext('2d');
  pen.font = '30px ' + getComputedStyle(document.body).fontFamily;
  pen.fillText(character, 2, 32);
  return canvas.toDataURL();
}"""
# Words that stick out of the page, or out of the drawing that would cut them off; the boxes that
# scroll by themselves may be wider.
CUT_OFF = """() => [...document.querySelectorAll('main *')].filter(part => {
  if (part.closest('.scroll') || part.closest('svg') && part.tagName !== 'text') return false;
  const box = part.getBoundingClientRect();
  const room = (part.closest('.plot') || document.documentElement).getBoundingClientRect();
  return box.right > room.right + 1 || box.left < room.left - 1;
}).map(part => part.closest('figure')?.id + ' ' + part.tagName + ' ' + part.textContent)"""


def opened(visit: Visit, path: Path) -> None:
    visit.page.goto(path.as_uri())
    visit.page.evaluate("window.gxCharts")
    visit.page.evaluate("document.fonts.ready")


@pytest.mark.parametrize("audience", ["internal", "shared"])
def test_opens_offline_without_a_complaint_and_draws_every_chart(
    visit: Visit, pages: dict[str, Path], audience: str
) -> None:
    opened(visit, pages[audience])
    assert visit.requests == [pages[audience].as_uri()]
    assert visit.complaints == []
    drawn = visit.page.evaluate(DRAWN)
    assert len(drawn) == 13 and min(drawn) > 10
    assert visit.page.evaluate(CUT_OFF) == []
    assert visit.page.locator(".plot .alt").count() == 0


def test_chinese_is_drawn_in_real_glyphs(visit: Visit, pages: dict[str, Path]) -> None:
    opened(visit, pages["internal"])
    shapes = {character: visit.page.evaluate(PIXELS, character) for character in "集群营收\u0378"}
    assert len(set(shapes.values())) == 5


@pytest.mark.parametrize("audience", ["internal", "shared"])
def test_a_phone_scrolls_down_only(visit: Visit, pages: dict[str, Path], audience: str) -> None:
    visit.page.set_viewport_size({"width": 390, "height": 800})
    opened(visit, pages[audience])
    assert visit.page.evaluate("document.documentElement.scrollWidth") == 390
    assert visit.page.evaluate(CUT_OFF) == []
    first = visit.page.locator("#t-A1 .scroll")
    first.evaluate("box => box.scrollLeft = 200")
    assert first.locator("tbody th").nth(1).bounding_box()["x"] < 20  # type: ignore[index]


def test_tooltip_is_text(visit: Visit, pages: dict[str, Path]) -> None:
    opened(visit, pages["internal"])
    visit.page.locator("#c-C2 .mark-rect path").first.hover()
    tip = visit.page.locator(".tip")
    assert tip.is_visible()
    assert tip.inner_text() == "名称：新型电力装备\n拉动（百分点）：+3.3"
    visit.page.locator("h1").hover()
    assert not tip.is_visible()


def streams(pdf: bytes) -> bytes:
    """All compressed streams of a PDF, unpacked: page contents and character maps."""
    unpacked = []
    for packed in re.findall(rb"stream\r?\n(.*?)\r?\nendstream", pdf, re.S):
        try:
            unpacked.append(zlib.decompress(packed))
        except zlib.error:
            continue
    return b"\n".join(unpacked)


def page_count(pdf: bytes) -> int:
    return len(re.findall(rb"/Type\s*/Page\b", pdf))


@pytest.mark.parametrize("audience", ["internal", "shared"])
def test_prints_on_a4_with_chinese_fonts_inside(
    visit: Visit, pages: dict[str, Path], audience: str
) -> None:
    opened(visit, pages[audience])
    pdf = visit.page.pdf(prefer_css_page_size=True)
    boxes = set(re.findall(rb"/MediaBox\s*\[([^\]]+)\]", pdf))
    # A4 is 210 × 297 mm = 595.28 × 841.89 pt; Chromium rounds to whole CSS pixels.
    assert len(boxes) == 1
    assert [float(n) for n in boxes.pop().split()] == pytest.approx([0, 0, 595.28, 841.89], abs=1)
    # three charts and three tables of the report, ten more charts: at two to three a page
    assert 6 <= page_count(pdf) <= 9
    inside = streams(pdf)
    # the character maps of the embedded fonts know 集 (U+96C6) and 位 (U+4F4D)
    assert b"96C6" in inside.upper() and b"4F4D" in inside.upper()
    assert visit.page.evaluate(CUT_OFF) == []


def test_a_long_table_repeats_its_head_and_loses_no_row(visit: Visit, tmp_path: Path) -> None:
    columns = (Column("a", ("单位",), align="left"), Column("b", ("营收", "累计"), "亿元"))
    rows = tuple(Row((f"第{n}户", str(n))) for n in range(1, 121))
    path = tmp_path / "long.html"
    path.write_text(render_edition(small(Table("L1", "长表", columns, rows)), meta=META), "utf-8")
    opened(visit, path)
    visit.page.emulate_media(media="print")
    head = visit.page.locator("thead")
    assert head.evaluate("e => getComputedStyle(e).display") == "table-header-group"
    assert visit.page.locator(".scroll").evaluate("e => getComputedStyle(e).overflowX") == "visible"
    assert page_count(visit.page.pdf(prefer_css_page_size=True)) >= 4
    assert visit.page.locator("tbody tr").count() == 120


def test_hostile_text_does_nothing(visit: Visit, tmp_path: Path) -> None:
    path = tmp_path / "hostile.html"
    for sink, make in SINKS.items():
        blocks = [make(n, payload) for n, payload in enumerate(PAYLOADS)]
        for audience in ("internal", "shared"):
            notebook = small(*blocks, audience=audience)
            meta = replace(META, audience=audience)
            path.write_text(render_edition(notebook, meta=meta), encoding="utf-8")
            opened(visit, path)
            assert visit.page.evaluate("window.hit") is None, (sink, audience)
            assert visit.complaints == [], (sink, audience)
    assert set(visit.requests) == {path.as_uri()}


def test_hovering_a_hostile_name_shows_it(visit: Visit, tmp_path: Path) -> None:
    name = "<img src=x onerror=window.hit=1>"
    frame = pl.DataFrame({"unit_name": [name], "value": [Decimal("1.0")]})
    chart = charts.ranked_dots(frame, chart_id="X1", title="题")
    path = tmp_path / "tip.html"
    path.write_text(render_edition(small(chart), meta=META), encoding="utf-8")
    opened(visit, path)
    visit.page.locator("#c-X1 .mark-symbol path").first.hover()
    assert f"单位：{name}" in visit.page.locator(".tip").inner_text()
    assert visit.page.evaluate("window.hit") is None


def test_index_filters_units_by_name(visit: Visit, tmp_path: Path) -> None:
    write_index(manifest(), tmp_path / "index.html")
    visit.page.goto((tmp_path / "index.html").as_uri())
    assert visit.page.locator("tbody tr:visible").count() == 3
    visit.page.fill("#filter", "开区")
    assert visit.page.locator("tbody tr:visible th").all_inner_texts() == ["示例经开区园区"]
    assert visit.page.inner_text("#filter-count") == "显示1个单位"
    visit.page.fill("#filter", "")
    assert visit.page.locator("tbody tr:visible").count() == 3
    assert visit.complaints == []
