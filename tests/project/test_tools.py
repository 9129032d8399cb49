"""The other scripts behind make: browser, report, benchmarks, generated pages."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from gxlab.workspace import Workspace
from tests.browser.starting import playwright
from tools import browser, docs, report


def test_generated_pages_are_up_to_date() -> None:
    assert list(docs.stale()) == []


def test_markdown_cells_keep_their_bars() -> None:
    assert docs.table(("甲", "乙"), [("1|2", "3")]) == (
        "| 甲 | 乙 |\n| --- | --- |\n| 1\\|2 | 3 |\n"
    )


def test_named_browser_comes_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    named = tmp_path / "my-chromium"
    named.touch()
    monkeypatch.setenv("GXLAB_CHROMIUM", str(named))
    assert browser.chromium() == named


@pytest.fixture
def nothing_here(monkeypatch: pytest.MonkeyPatch) -> None:
    """A machine with neither browser nor font, where nothing can be installed."""
    monkeypatch.setattr(browser, "missing", lambda: ["chromium", "fonts-noto-cjk"])
    monkeypatch.setattr(browser, "can_install", lambda: False)


@pytest.mark.usefixtures("nothing_here")
@pytest.mark.parametrize(("required", "code"), [("", 0), ("1", 1)])
def test_missing_browser_fails_only_where_it_is_required(
    required: str,
    code: int,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("GXLAB_REQUIRE_BROWSER", required)
    assert browser.main() == code
    assert "缺少 chromium、fonts-noto-cjk" in capsys.readouterr().err


@pytest.mark.browser
def test_browser_starts_and_draws_chinese() -> None:
    found = browser.chromium()
    assert found, "没有 Chromium：执行 make browser"
    with playwright() as started:
        window = started.chromium.launch(executable_path=found, args=["--no-sandbox"])
        page = window.new_page()
        page.set_content("<h1 style='font-family:sans-serif'>工信局</h1>")
        # Missing glyphs are all the same box; real ones differ.
        widths = page.evaluate(PIXELS)
        window.close()
    assert browser.has_chinese_font()
    assert len(set(widths)) == 3


# The ink of each character, drawn alone on a canvas.
PIXELS = """() => [...'工信局'].map(c => {
  const k = document.createElement('canvas'), g = k.getContext('2d');
  g.font = '40px sans-serif'; g.fillText(c, 0, 60);
  return g.getImageData(0, 0, 100, 100).data.reduce((a, b) => a + b, 0);
})"""


def test_city_is_made_again_only_after_its_generator_changed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = tmp_path / "gxlab" / "demo" / "city.py"
    source.parent.mkdir(parents=True)
    source.touch()
    monkeypatch.setattr(report, "ROOT", tmp_path)
    workspace = Workspace(tmp_path)
    assert not report.is_current(workspace)
    workspace.inbox.mkdir(parents=True)
    workspace.planted.touch()
    os.utime(source, (1, 1))
    assert report.is_current(workspace)
    os.utime(source, (4e9, 4e9))
    assert not report.is_current(workspace)


def test_city_is_not_mixed_with_somebody_s_workbooks(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    workspace = Workspace(tmp_path)
    workspace.inbox.mkdir(parents=True)
    (workspace.inbox / "真实报表.xlsx").touch()
    assert report.data(workspace) == 1
    assert "不与真实数据混放" in capsys.readouterr().err


ALL = ["demo", "import", "report"]


@pytest.mark.parametrize(
    ("codes", "ran", "code"),
    [
        ({}, ALL, 0),
        ({"import": 1}, ALL, 0),  # planted defects are refused and named: so it is meant
        ({"demo": 2}, ["demo"], 2),
        ({"import": 4}, ["demo", "import"], 4),
        ({"report": 1}, ALL, 1),
    ],
)
def test_report_stops_at_the_first_step_that_failed(
    codes: dict[str, int],
    ran: list[str],
    code: int,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    calls: list[str] = []

    def gxlab(command: str, *_arguments: str) -> int:
        calls.append(command)
        return codes.get(command, 0)

    monkeypatch.setattr(report, "ROOT", tmp_path)
    monkeypatch.setattr(report, "gxlab", gxlab)
    monkeypatch.setattr("sys.argv", ["report"])
    assert (report.main(), calls) == (code, ran)
