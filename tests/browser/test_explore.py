"""Explorers in a real JupyterLab and a real browser, as ``gxlab lab`` starts it, network closed."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import signal
import subprocess
import sys
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
from playwright.sync_api import Browser, Page, Route

from gxlab.workspace import Workspace, bundled
from tests.conftest import facts, register
from tests.explore.workspaces import workspace
from tests.spec.clusters.rows import clusters, members
from tests.spec.renovation.rows import filing

pytestmark = [pytest.mark.browser, pytest.mark.slow]

# What JupyterLab says of itself and nobody reading the page is concerned with.
HARMLESS = ("favicon", "ResizeObserver loop")
PATIENCE = 90_000

PIXELS = """character => {
  const canvas = document.createElement('canvas'); canvas.width = canvas.height = 40;
  const pen = canvas.getContext('2d');
  pen.font = '30px ' + getComputedStyle(document.querySelector('.gx-copy')).fontFamily;
  pen.fillText(character, 2, 32); return canvas.toDataURL(); }"""

REGISTER = register(
    "A 2026-05 330101001 1711\nX 2026-05 330101001 3451\nY 2026-05 330102001 3451\n"
    "A 2026-04 330101001 1711\nX 2026-04 330101001 3451\nY 2026-04 330102001 3451"
)
REVENUE = facts(
    "A 2026-05 1010 900\nX 2026-05 40 100\nY 2026-05 300 200\n"
    "A 2026-04 700 650\nX 2026-04 35 80\nY 2026-04 220 160"
)
LEAD = "2603-330101-07-02-000001"


@dataclass(frozen=True)
class Lab:
    """A running JupyterLab: where it is, and the workspace it shows."""

    url: str
    token: str
    workspace: Workspace


@dataclass
class Seen:
    """A browser tab with what it complained about and what it asked others for."""

    page: Page
    complaints: list[str] = field(default_factory=list)
    outside: list[str] = field(default_factory=list)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """A workspace with four hand-typed firms and the product's own notebooks."""
    files = {
        "observation": [
            {**r, "sheet": "直报", "row_no": 7, "col": "H" if r["reading"] == "value" else "I"}
            for r in REVENUE
        ],
        "register": REGISTER,
        "industry_cluster": clusters("K1 轴承产业集群 省重点\nK2 箱包产业集群 省重点"),
        "cluster_member": members("K1 A - 链主\nK1 X\nK2 Y"),
        "filing": [filing(LEAD, "甲改造项目", planned_investment=Decimal(1200))],
        "path": "data/inbox/直报_5月.xlsx",
    }
    found = workspace(tmp_path_factory.mktemp("lab") / "ws", files)
    shutil.copytree(bundled("notebooks"), found.root / "notebooks", dirs_exist_ok=True)
    return found


@pytest.fixture(scope="module")
def lab(made: Workspace, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lab]:
    """``gxlab lab`` on the workspace, with a home of its own."""
    foreign = ("JUPYTER", "IPYTHON", "GXLAB")
    env = {k: v for k, v in os.environ.items() if not k.startswith(foreign)}
    env["HOME"] = env["USERPROFILE"] = str(tmp_path_factory.mktemp("home"))
    start = "import sys; from gxlab.cli import main; sys.exit(main())"
    command = [sys.executable, "-c", start, "--workspace", str(made.root), "--json"]
    with subprocess.Popen(
        [*command, "lab", "--allow-root", "--no-browser"],
        env=env,
        stdout=subprocess.PIPE,
        text=True,
    ) as server:
        assert server.stdout is not None
        try:
            told = json.loads(server.stdout.readline())
            yield Lab(f"http://127.0.0.1:{told['port']}", told["token"], made)
        finally:
            server.send_signal(signal.SIGINT)
            with contextlib.suppress(subprocess.TimeoutExpired):
                server.wait(timeout=20)
            server.kill()


@pytest.fixture
def seen(browser: Browser, lab: Lab) -> Iterator[Seen]:
    """A fresh tab that reaches the server and nothing else."""
    context = browser.new_context(viewport={"width": 1440, "height": 1000}, locale="zh-CN")
    context.grant_permissions(["clipboard-read", "clipboard-write"], origin=lab.url)
    found = Seen(context.new_page())

    def only_here(route: Route) -> None:
        url = route.request.url
        if url.startswith((lab.url, "data:", "blob:")):
            route.continue_()
        else:
            found.outside.append(url)
            route.abort()

    context.route("**/*", only_here)
    found.page.on(
        "console", lambda m: found.complaints.append(m.text) if m.type == "error" else None
    )
    found.page.on("pageerror", lambda fault: found.complaints.append(str(fault)))
    found.page.set_default_timeout(PATIENCE)
    yield found
    _stop_kernels(found.page, lab)
    context.close()


def _stop_kernels(page: Page, lab: Lab) -> None:
    """A closed tab leaves its kernel running; the next test needs the memory."""
    with_token = {"Authorization": f"token {lab.token}"}
    running = page.request.get(f"{lab.url}/api/sessions", headers=with_token).json()
    for session in running:
        page.request.delete(f"{lab.url}/api/sessions/{session['id']}", headers=with_token)


def run_all(seen: Seen, lab: Lab, notebook: str, wait: str = ".gx-explore") -> Page:
    """Open a notebook and press 运行 → 运行所有单元格, as the notebook itself tells."""
    page = seen.page
    page.goto(f"{lab.url}/lab/tree/notebooks/{notebook}?token={lab.token}&reset")
    page.locator(".jp-Notebook .jp-Cell").first.wait_for()
    # Before the kernel is there, running cells does nothing at all.
    page.get_by_text("| 空闲").wait_for()
    page.locator(".lm-MenuBar-itemLabel", has_text="运行").click()
    page.get_by_text("运行所有单元格", exact=True).click()
    page.locator(wait).first.wait_for(state="attached")
    return page


def nothing_wrong(seen: Seen) -> None:
    """No request left the machine, no script failed, no cell raised."""
    assert seen.outside == []
    assert [c for c in seen.complaints if not any(h in c for h in HARMLESS)] == []
    assert seen.page.get_by_text("Traceback (most recent call last)").count() == 0


def test_ticking_a_firm_changes_the_growth(seen: Seen, lab: Lab) -> None:
    page = run_all(seen, lab, "explore/cluster.ipynb")
    page.get_by_label("集群", exact=True).select_option(label="轴承")
    sentence = page.locator(".gx-copy")
    # K1: 1010 + 40 on 900 + 100 = +5.0 %.
    page.get_by_text("1—5月，全市轴承集群营业收入同比增长5.0%（企业汇总").wait_for()
    page.get_by_role("checkbox", name="企业X").check()
    # Without X: 1010 on 900 = +12.2 %.
    said = (
        "1—5月，全市轴承集群营业收入同比增长5.0%；剔除企业X后，该集群营收增长12.2%，"
        "比剔除前高7.2个百分点（企业汇总，可比口径）。"
    )
    page.get_by_text(said).wait_for()
    figures = page.locator(".gx-explore .key-figure .big")
    assert [" ".join(t.split()) for t in figures.all_inner_texts()] == [
        "5.0%", "12.2%", "+7.2百分点", "3.8%",
    ]  # fmt: skip
    # One click selects the sentence as a whole.
    sentence.click()
    page.keyboard.press("Control+c")
    assert page.evaluate("navigator.clipboard.readText()").strip() == said
    # The waterfall is drawn in the page, in Chinese, without a script of its own.
    page.locator(".gx-explore figure.chart svg", has_text="剔除后合计").wait_for()
    assert page.locator(".gx-explore figure.chart svg path").count() > 3
    assert page.locator(".gx-explore script, .gx-explore canvas").count() == 0
    # A missing font would draw every character as the same box.
    drawn = {zlib.crc32(page.evaluate(PIXELS, c).encode()) for c in "集群营收剔除"}
    assert len(drawn) == 6
    page.get_by_role("checkbox", name="企业X").uncheck()
    page.get_by_text("营业收入同比增长5.0%（企业汇总").wait_for()
    nothing_wrong(seen)


def test_a_list_is_pasted_settled_and_saved(seen: Seen, lab: Lab, tmp_path: Path) -> None:
    page = run_all(seen, lab, "explore/name_list.ipynb")
    page.locator(".gx-explore textarea").fill("1、企业Y\n业X\n查无此户")
    page.get_by_role("button", name="比对").click()
    page.get_by_text("名单共3行：对上1行，待确认1行，未找到1行。").wait_for()
    page.locator(".gx-explore .gx-list select").first.select_option(index=1)
    page.get_by_text("名单共3行：对上2行，待确认0行，未找到1行。").wait_for()
    with page.expect_download() as saved:
        page.get_by_role("link", name="存成工作簿").click()
    path = tmp_path / saved.value.suggested_filename
    saved.value.save_as(path)
    sheet = openpyxl.load_workbook(path)["取数结果"]
    # Y: 300 on 200 = +50 %; X: 40 on 100 = −60 %.
    rows = [[c.value for c in row][3:5] + [c.value for c in row][7:] for row in sheet[8:9]]
    assert rows == [["企业Y", "Y", 300, 50], ["企业X", "X", 40, -60]]
    nothing_wrong(seen)


def test_a_lead_is_decided_and_not_asked_again(seen: Seen, lab: Lab) -> None:
    page = run_all(seen, lab, "explore/leads.ipynb")
    page.get_by_role("button", name="待判定（1）").wait_for()
    page.get_by_role("checkbox", name="甲改造项目").check()
    page.get_by_label("判定", exact=True).select_option(label="排除：不属技改")
    page.get_by_label("理由").fill("现场核实为新建厂房")
    page.get_by_label("经办").fill("周敏")
    page.get_by_role("button", name="保存判定（1个）").click()
    page.get_by_text("已判定1个，批次B0002，快照S0002。").wait_for()
    (file,) = lab.workspace.decisions.glob("人工判定_*.csv")
    assert f"备案,{LEAD},甲改造项目,不属技改,现场核实为新建厂房,周敏,2026-05-31," in file.read_text(
        encoding="utf-8-sig"
    )
    nothing_wrong(seen)
    # Opened again, the board reads the new snapshot and does not ask.
    page = run_all(seen, lab, "explore/leads.ipynb")
    page.get_by_role("button", name="待判定（0）").wait_for()
    page.get_by_role("button", name="已判定（1）").click()
    page.get_by_role("checkbox", name="甲改造项目").check()
    page.get_by_label("理由").fill("误判")
    page.get_by_label("经办").fill("周敏")
    page.get_by_role("button", name="撤销判定").click()
    page.get_by_role("button", name="待判定（1）").wait_for()
    nothing_wrong(seen)


def test_a_card_tells_the_cell_of_every_figure(seen: Seen, lab: Lab) -> None:
    page = run_all(seen, lab, "explore/enterprise.ipynb")
    page.get_by_placeholder("企业名称或信用代码").fill("企业A")
    row = page.locator(".gx-explore tr", has_text="营业收入（万元）")
    row.wait_for()
    # 1010 on 900 = +12.2 %; the month 1010 − 700 = 310 on 900 − 650 = 250 = +24.0 %.
    cells = [" ".join(t.split()) for t in row.locator("td").all_inner_texts()]
    assert cells == [
        "1,010.00", "900.00", "12.2", "310.00", "250.00", "24.0", "推算", "直报_5月.xlsx 直报!H7",
    ]  # fmt: skip
    page.locator(".gx-explore .gx-panels svg").wait_for()
    nothing_wrong(seen)


@pytest.mark.parametrize(
    "report", ["cluster_revenue", "technical_renovation", "enterprise_cultivation"]
)
def test_a_report_notebook_looks_as_its_page_does(seen: Seen, lab: Lab, report: str) -> None:
    page = run_all(seen, lab, f"reports/{report}.ipynb", wait=".gx .complete")
    # JupyterLab hides cells that are scrolled away: what they hold is read, not seen.
    title = page.locator(".gx .masthead h1").text_content()
    assert title is not None and title.startswith("示例市")
    # Jupyter's own style for lists of terms must not reach ours.
    terms = page.locator(".gx .definitions dt").first
    assert terms.evaluate("e => getComputedStyle(e).float") == "none"
    figure = page.locator(".gx .masthead h1")
    assert figure.evaluate("e => getComputedStyle(e).color") == "rgb(15, 92, 115)"
    nothing_wrong(seen)
