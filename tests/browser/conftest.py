"""A Chromium with the network closed, and the pages it is to open."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Route

from gxlab.publish.html import render_edition
from tests.browser.starting import playwright
from tests.unit.publish.sample import META, extra_charts, sample

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """The system's Chromium; where there is none the tests say so, and in CI they fail."""
    found = next((path for name in NAMES if (path := shutil.which(name))), None)
    if found is None and not os.environ.get("CI"):
        pytest.skip("未找到 Chromium，略过浏览器测试")
    with playwright() as started:
        opened = started.chromium.launch(
            executable_path=found, args=["--no-sandbox", "--disable-background-networking"]
        )
        yield opened
        opened.close()


@dataclass
class Visit:
    """An opened page with everything it asked for and everything it complained about."""

    page: Page
    requests: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)


@pytest.fixture
def visit(browser: Browser) -> Iterator[Visit]:
    """A fresh tab that is offline and aborts whatever is not a local file."""
    context = browser.new_context(viewport={"width": 1280, "height": 900}, offline=True)
    seen = Visit(context.new_page())

    def only_files(route: Route) -> None:
        seen.requests.append(route.request.url)
        if route.request.url.startswith("file:"):
            route.continue_()
        else:
            route.abort()

    context.route("**/*", only_files)
    seen.page.on("console", lambda message: seen.complaints.append(message.text))
    seen.page.on("pageerror", lambda fault: seen.complaints.append(str(fault)))
    yield seen
    context.close()


@pytest.fixture(scope="session")
def pages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Both editions of the sample, with one chart of every kind."""
    folder = tmp_path_factory.mktemp("pages")
    found = {}
    for audience in ("internal", "shared"):
        notebook = sample(*extra_charts(), audience=audience)
        found[audience] = folder / f"{audience}.html"
        found[audience].write_text(
            render_edition(notebook, meta=replace(META, audience=audience)), encoding="utf-8"
        )
    return found
