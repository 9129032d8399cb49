"""120 texts × 14 places × both audiences: none is alive in the page, none acts in a browser."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Dialog

from tests.browser.conftest import Visit
from tests.browser.payloads import PAYLOADS
from tests.browser.sinks import SINKS, rendered
from tests.unit.publish.scan import live, read

pytestmark = [pytest.mark.browser, pytest.mark.slow]

# What could act in the page as the browser has made it, drawings by script included.
# (Vega puts an empty form for the controls of a chart that has none.)
ACTING = (
    *("iframe", "object", "embed", "link", "base", "form", "img", "image", "use", "foreignobject"),
    *("animate", "set", "video", "audio", "portal", "math", "template", "marquee", "dialog"),
    *("button", "select", "textarea"),
)
ALIVE = """acting => [...document.querySelectorAll('*')].flatMap(e => [
  acting.includes(e.localName.toLowerCase()) && !e.matches('form.vega-bindings:empty')
    ? e.localName : '',
  ...[...e.attributes].map(a =>
    /^on|^(srcdoc|formaction|action|src|background)$/i.test(a.name)
    || /^(xlink:)?href$/i.test(a.name) && !/^#|^[\\w%.\\/~-]*$/.test(a.value)
    ? e.localName + ' ' + a.name + '=' + a.value : ''),
]).filter(found => found)"""
STEER = (
    "document.querySelectorAll('*').forEach(e => { for (const k of "
    "['focus','blur','mouseover','mouseenter','click','toggle','error','load','animationend'])"
    " if (e.localName !== 'a') e.dispatchEvent(new Event(k)); })"
)


def allowed(found: str) -> bool:
    """Links to pages of the same release, quoted: no scheme, no host, nothing to act."""
    return re.fullmatch(r"a href=(?!//)[A-Za-z0-9_.%/~-]+", found) is not None


def test_there_are_120_texts_and_14_places() -> None:
    assert len(set(PAYLOADS)) == 120 and len(SINKS) == 14


@pytest.mark.parametrize("audience", ["internal", "shared"])
def test_no_text_is_alive_or_acts(visit: Visit, tmp_path: Path, audience: str) -> None:
    path = tmp_path / "page.html"
    dialogs: list[str] = []

    def shut(dialog: Dialog) -> None:
        dialogs.append(dialog.message)
        dialog.dismiss()

    visit.page.on("dialog", shut)
    seen: dict[str, int] = {}
    for sink, html in rendered(PAYLOADS, audience, tmp_path):
        found = [one for one in live(read(html)) if not allowed(one)]
        assert found == [], sink
        path.write_text(html, encoding="utf-8")
        visit.page.goto(path.as_uri())
        visit.page.evaluate("window.gxCharts")
        visit.page.evaluate(STEER)
        assert visit.page.evaluate("window.hit") is None, sink
        assert visit.page.evaluate(ALIVE, list(ACTING)) == [], sink
        assert visit.complaints == [], sink
        seen[sink] = seen.get(sink, 0) + 1
        if audience == "shared":
            assert "<script" not in html and html.count("<meta http-equiv") == 1
    assert set(seen) == set(SINKS) and dialogs == []
    # Nothing but the page itself was asked for.
    assert set(visit.requests) == {path.as_uri()}
