"""gxlab sign (定稿): what is signed is locked; a change afterwards is a correction that says so.

The tiny report prints two firms' revenue: 500 + 90 = 590.00 万元 until something is revised.
"""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from gxlab.warehouse import lock, releases
from gxlab.workspace import Workspace
from tests.batch.sample import PERIOD, notebook, store_rows, workspace_at, write_notebook
from tests.cli.running import Ended, run
from tests.conftest import facts

pytestmark = pytest.mark.slow
NAMES = (
    "--prepared-by",
    "周敏",
    "--reviewed-by",
    "李强",
    "--approved-by",
    "王立",
    "--date",
    "2026-06-20",
)
CITY_VALUE = "revenue|3300|2026-05|ytd|value"


def report(capsys: pytest.CaptureFixture[str], workspace: Workspace, *words: str) -> Ended:
    given = ("report", "--period", PERIOD, "--unit", "3300", *words)
    return run(capsys, *given, "--workspace", workspace.root, "--json")


def sign(capsys: pytest.CaptureFixture[str], workspace: Workspace, *words: str) -> Ended:
    given = ("sign", "--period", PERIOD, "--issue", "5", *NAMES, *words)
    return run(capsys, *given, "--workspace", workspace.root, "--json")


def faults(capsys: pytest.CaptureFixture[str], workspace: Workspace) -> list[str]:
    """What gxlab verify says of signed releases and pages; the sample's rows have no archive."""
    told = run(capsys, "verify", "--workspace", workspace.root, "--json").json
    return [f["text"] for f in told["faults"] if f["part"] == "定稿"] + told["pages"]


def page_of(workspace: Workspace) -> Path:
    return workspace.edition_folder(PERIOD, "internal", "3300") / "tiny.html"


def entry_of(workspace: Workspace) -> dict[str, Any]:
    path = workspace.reports / PERIOD / "internal" / "manifest.json"
    (entry,) = json.loads(path.read_text(encoding="utf-8"))["editions"]
    found: dict[str, Any] = entry
    return found


@pytest.fixture
def workspace(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Workspace:
    made = workspace_at(tmp_path / "w")
    assert report(capsys, made).code == 0
    return made


def test_signing_locks_figures_and_bytes(
    workspace: Workspace, capsys: pytest.CaptureFixture[str]
) -> None:
    draft = page_of(workspace).read_text(encoding="utf-8")
    assert "草稿（快报）" in draft and "定稿（快报）" not in draft
    drafted = entry_of(workspace)["inputs"]
    done = sign(capsys, workspace)
    assert done.code == 0
    (edition,) = done.json["editions"]
    assert (edition["outcome"], edition["issue"], edition["correction"]) == ("signed", 5, 0)
    assert done.json["changed"] == []

    page = page_of(workspace).read_text(encoding="utf-8")
    for said in ("定稿（快报）", "2026年第5期", "2026年6月20日", "周敏", "李强", "王立", "590.00"):
        assert said in page
    assert "草稿（" not in page
    # Another document than the draft: another inputs digest.
    assert edition["inputs"] in page and drafted not in page
    (kept,) = edition["kept"]
    assert (workspace.root / kept).read_bytes() == page_of(workspace).read_bytes()
    index = (workspace.reports / PERIOD / "internal" / "index.html").read_text(encoding="utf-8")
    assert "定稿（快报）" in index
    (issued,) = releases.acts(workspace.releases)
    figures = releases.figures(workspace.releases, issued)
    assert [(f.text, f.number) for f in figures if f.ref == CITY_VALUE] == [("590.00", "590.00")]
    assert faults(capsys, workspace) == []


def test_nothing_changed_leaves_the_signed_bytes(
    workspace: Workspace, capsys: pytest.CaptureFixture[str]
) -> None:
    sign(capsys, workspace)
    signed = page_of(workspace).read_bytes()
    again = report(capsys, workspace)
    assert again.json["editions"][0]["outcome"] == "unchanged"
    # Made anew, also from new data that change no figure: the signed bytes stay.
    forced = report(capsys, workspace, "--force")
    assert forced.json["editions"][0]["reason"] == "数字与定稿一致"
    store_rows(workspace, {"observation": facts("A 2026-05 500 480")})
    assert report(capsys, workspace).json["editions"][0]["outcome"] == "unchanged"
    assert page_of(workspace).read_bytes() == signed
    assert sign(capsys, workspace).json["editions"][0]["outcome"] == "unchanged"
    # And a page that was lost comes back as it was signed.
    page_of(workspace).unlink()
    assert report(capsys, workspace).json["editions"][0]["outcome"] == "built"
    assert page_of(workspace).read_bytes() == signed
    # A run that fails leaves it alone, and says so.
    write_notebook(workspace, notebook(extra="1 / 0"))
    failed = report(capsys, workspace)
    assert failed.code == 1 and failed.json["editions"][0]["outcome"] == "failed"
    assert page_of(workspace).read_bytes() == signed and faults(capsys, workspace) == []
    assert entry_of(workspace)["outcome"] == "built"
    assert page_of(workspace).with_suffix(".ipynb").is_file()


def test_a_signing_that_died_before_its_pages_went_live_is_completed(
    workspace: Workspace, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    draft = tmp_path / "reports"
    shutil.copytree(workspace.reports, draft)
    sign(capsys, workspace)
    signed = page_of(workspace).read_bytes()
    # The ledger of releases has its line, the pages are still the draft's.
    shutil.rmtree(workspace.reports)
    shutil.copytree(draft, workspace.reports)
    done = report(capsys, workspace, "--explain").json["editions"][0]
    assert (done["outcome"], done["release"]["state"]) == ("built", "定稿")
    assert page_of(workspace).read_bytes() == signed


def test_a_revision_makes_a_correction_that_lists_exactly_the_changed_figures(
    workspace: Workspace, capsys: pytest.CaptureFixture[str]
) -> None:
    sign(capsys, workspace)
    signed = page_of(workspace).read_bytes()
    store_rows(workspace, {"observation": facts("A 2026-05 505 480")})
    made = report(capsys, workspace).json["editions"][0]
    assert made["outcome"] == "built"
    assert made["release"] == {
        "issue": 5, "correction": 1, "state": "更正版待签发", "signed": False,
    }  # fmt: skip
    page = page_of(workspace).read_text(encoding="utf-8")
    # One figure of the page changed: 500 + 90 → 505 + 90; and it says which batch brought it.
    for said in (
        "更正版待签发（快报）", "2026年第5期更正", "本期更正2026年第5期，更正数字1个",
        "更正的数字（共1个）", "590.00", "595.00", "批次B0003导入“file3.xlsx”",
    ):  # fmt: skip
        assert said in page, said
    assert faults(capsys, workspace) == []

    done = sign(capsys, workspace, "--date", "2026-07-02")
    assert done.json["changed"] == [
        {
            "report": "tiny",
            "unit": "3300",
            "ref": CITY_VALUE,
            "was": "590.00",
            "is": "595.00",
        }
    ]
    assert done.json["editions"][0]["correction"] == 1
    page = page_of(workspace).read_text(encoding="utf-8")
    assert "更正版（快报）" in page and "待签发" not in page and "2026年7月2日" in page
    first, second = releases.acts(workspace.releases)
    assert (
        workspace.releases / next(n for n in first.files if n.endswith(".html"))
    ).read_bytes() == signed
    assert second.title == "第5期更正"
    assert faults(capsys, workspace) == []


def test_a_revision_taken_back_restores_the_signed_edition(
    workspace: Workspace, capsys: pytest.CaptureFixture[str]
) -> None:
    sign(capsys, workspace)
    signed = page_of(workspace).read_bytes()
    store_rows(workspace, {"observation": facts("A 2026-05 505 480")})
    report(capsys, workspace)
    assert page_of(workspace).read_bytes() != signed
    store_rows(workspace, {"observation": facts("A 2026-05 500 480")})
    assert report(capsys, workspace).json["editions"][0]["reason"] == "恢复定稿页面"
    assert page_of(workspace).read_bytes() == signed


def test_words_changed_after_signing_are_a_correction_too(
    workspace: Workspace, capsys: pytest.CaptureFixture[str]
) -> None:
    sign(capsys, workspace)
    text = workspace.commentary_file(PERIOD, "3300", "tiny")
    text.parent.mkdir(parents=True)
    text.write_text("## 原因\n\n订单不足。", encoding="utf-8")
    report(capsys, workspace)
    page = page_of(workspace).read_text(encoding="utf-8")
    assert "情况说明有改动" in page and "数字没有变化" in page


def test_a_review_is_printed_and_locks_nothing(
    workspace: Workspace, capsys: pytest.CaptureFixture[str]
) -> None:
    given = ("sign", "--period", PERIOD, "--issue", "5", "--prepared-by", "周敏")
    words = ("--reviewed-by", "李强", "--workspace", workspace.root, "--json")
    done = run(capsys, *given, *words)
    assert done.json["editions"][0]["outcome"] == "reviewed"
    page = page_of(workspace).read_text(encoding="utf-8")
    assert "审核（快报）" in page and "李强" in page
    assert report(capsys, workspace).json["editions"][0]["outcome"] == "unchanged"
    store_rows(workspace, {"observation": facts("A 2026-05 505 480")})
    report(capsys, workspace)
    assert "草稿（快报）" in page_of(workspace).read_text(encoding="utf-8")


def test_what_was_sent_is_noted_and_its_bytes_stay(
    workspace: Workspace, capsys: pytest.CaptureFixture[str]
) -> None:
    send = ("sign", "--period", PERIOD, "--sent-to", "市政府办公室", "--workspace", workspace.root)
    early = run(capsys, *send, "--json")
    assert early.code == 1 and "还没有定稿" in early.json["error"]
    sign(capsys, workspace)
    signed = page_of(workspace).read_bytes()
    assert run(capsys, *send, "--json").json["editions"][0]["state"] == "已报送"
    assert page_of(workspace).read_bytes() == signed
    index = (workspace.reports / PERIOD / "internal" / "index.html").read_text(encoding="utf-8")
    assert "已报送（快报）" in index
    state = run(capsys, "status", "--period", PERIOD, "--workspace", workspace.root, "--json")
    assert [(r["title"], r["state"]) for r in state.json["releases"]] == [("第5期", "已报送")]
    assert report(capsys, workspace).json["editions"][0]["outcome"] == "unchanged"


def test_tampering_with_what_was_signed_is_noticed(
    workspace: Workspace, capsys: pytest.CaptureFixture[str]
) -> None:
    done = sign(capsys, workspace)
    kept = workspace.root / done.json["editions"][0]["kept"][0]
    whole = kept.read_text(encoding="utf-8")
    kept.write_text(whole.replace("590.00", "591.00"), encoding="utf-8")
    assert "tiny.html”已被改动" in faults(capsys, workspace)[0]
    kept.unlink()
    assert "不见了" in faults(capsys, workspace)[0]
    kept.write_text(whole, encoding="utf-8", newline="\n")
    assert faults(capsys, workspace) == []
    ledger = workspace.releases / releases.LEDGER
    ledger.write_text(ledger.read_text("utf-8").replace("王立", "王五"), encoding="utf-8")
    (told,) = faults(capsys, workspace)
    assert "定稿台账“releases.jsonl”第1行与前一行接不上" in told and "从备份恢复" in told
    stopped = report(capsys, workspace)
    assert stopped.code == 4 and "从备份恢复" in stopped.json["error"]


def test_a_signed_release_is_whole_in_a_copied_folder(
    workspace: Workspace, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    sign(capsys, workspace)
    moved = Workspace(tmp_path / "elsewhere")
    shutil.copytree(workspace.root, moved.root)
    shutil.rmtree(workspace.root)
    assert report(capsys, moved).json["editions"][0]["outcome"] == "unchanged"
    store_rows(moved, {"observation": facts("A 2026-05 505 480")})
    report(capsys, moved)
    assert "本期更正2026年第5期" in page_of(moved).read_text(encoding="utf-8")
    assert faults(capsys, moved) == []


def test_signing_is_refused_where_something_is_amiss(
    workspace: Workspace, capsys: pytest.CaptureFixture[str]
) -> None:
    outward = ("publish", "--period", PERIOD, "--audience", "shared")
    told = run(capsys, *outward, "--workspace", workspace.root, "--json")
    assert told.code == 1
    for said in ("数据安全审计", "“file2.xlsx”（企业直报，没有发布日）", "有1期没有定稿"):
        assert said in told.json["error"]
    page = page_of(workspace)
    whole = page.read_bytes()
    page.write_bytes(whole + b"<!-- -->")
    assert "已被改动" in sign(capsys, workspace).json["error"]
    page.write_bytes(whole)
    page.with_suffix(".ipynb").write_bytes(page.with_suffix(".ipynb").read_bytes() + b"\n")
    assert "tiny.ipynb 缺失或已被改动" in sign(capsys, workspace).json["error"]
    assert report(capsys, workspace, "--force").code == 0
    with lock.held(workspace.warehouse / "publish.lock", "生成报告"):
        assert sign(capsys, workspace).code == 3
    assert sign(capsys, workspace).code == 0
    other = run(
        capsys, "sign", "--period", PERIOD, "--issue", "6", *NAMES,
        "--workspace", workspace.root, "--json",
    )  # fmt: skip
    assert other.code == 1 and "已按第5期定稿，--issue 应为5，实为6" in other.json["error"]
