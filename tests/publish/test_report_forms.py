"""gxlab report --also and gxlab sign (公文与附表): forms that always tell what the page tells."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import docx
import pytest

from gxlab.workspace import Workspace
from tests.batch.sample import PERIOD, store_rows, workspace_at
from tests.cli.running import Ended, run
from tests.conftest import facts
from tests.publish.reading import word_text

pytestmark = pytest.mark.slow
NAMES = (
    *("--prepared-by", "周敏", "--reviewed-by", "李强"),
    *("--approved-by", "王立", "--date", "2026-06-20"),
)


def report(capsys: pytest.CaptureFixture[str], workspace: Workspace, *words: str) -> Ended:
    given = ("report", "--period", PERIOD, "--unit", "3300", *words)
    return run(capsys, *given, "--workspace", workspace.root, "--json")


def the_edition(ended: Ended) -> dict[str, Any]:
    (edition,) = ended.json["editions"]
    found: dict[str, Any] = edition
    return found


def beside(workspace: Workspace, ending: str) -> Path:
    return workspace.edition_folder(PERIOD, "internal", "3300") / f"tiny{ending}"


def test_forms_are_made_kept_and_mended_without_running_the_notebook(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    workspace = workspace_at(tmp_path / "w")
    plain = the_edition(report(capsys, workspace))
    assert (plain["docx"], plain["xlsx"]) == (None, None)
    assert "tiny.docx" not in beside(workspace, ".html").read_text("utf-8")

    # Asked for later: from the executed notebook that stands, no kernel is started.
    first = the_edition(report(capsys, workspace, "--also", "xlsx,docx"))
    assert first["outcome"] == "built" and first["seconds"] == 0.0
    assert first["docx"] == "reports/2026-05/internal/3300/tiny.docx"
    assert first["xlsx"] == "reports/2026-05/internal/3300/tiny.xlsx"
    page = beside(workspace, ".html").read_text("utf-8")
    assert 'href="tiny.docx"' in page and 'href="tiny.xlsx"' in page
    assert "590.00" in word_text(beside(workspace, ".docx").read_bytes())

    # They stay without being asked for, and come back when somebody changed them.
    assert the_edition(report(capsys, workspace))["outcome"] == "unchanged"
    whole = beside(workspace, ".docx").read_bytes()
    beside(workspace, ".docx").write_bytes(b"changed")
    told = run(capsys, "verify", "--workspace", workspace.root, "--json").json
    assert told["pages"] == ["reports/2026-05/internal/3300/tiny.docx"]
    assert the_edition(report(capsys, workspace))["outcome"] == "built"
    assert beside(workspace, ".docx").read_bytes() == whole

    # New data: no form is left telling the old figure.
    store_rows(workspace, {"observation": facts("A 2026-05 505 480")})
    newer = the_edition(report(capsys, workspace))
    assert newer["outcome"] == "built" and newer["docx"] is not None
    assert "595.00" in word_text(beside(workspace, ".docx").read_bytes())


def test_the_offices_template_is_used_once_it_lies_there(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    workspace = workspace_at(tmp_path / "w")
    report(capsys, workspace, "--also", "docx")
    workspace.document_templates.mkdir(parents=True)
    template = docx.Document()
    template.add_paragraph("示例市工业和信息化局文件")
    template.add_paragraph("{{正文}}")
    template.save(str(workspace.document_templates / "报告.docx"))
    again = the_edition(report(capsys, workspace))
    assert again["outcome"] == "built" and again["seconds"] == 0.0
    text = word_text(beside(workspace, ".docx").read_bytes())
    assert text.startswith("示例市工业和信息化局文件") and "{{" not in text and "590.00" in text

    (workspace.document_templates / "报告.docx").write_bytes(b"no document")
    broken = report(capsys, workspace)
    assert broken.code == 1 and "报告.docx" in the_edition(broken)["error"]


def test_signed_forms_carry_the_names_and_are_locked(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    workspace = workspace_at(tmp_path / "w")
    report(capsys, workspace, "--also", "docx,xlsx")
    signed = run(
        capsys,
        *("sign", "--period", PERIOD, "--issue", "5", *NAMES),
        *("--workspace", workspace.root, "--json"),
    )
    assert signed.code == 0
    kept = {Path(name).suffix for name in signed.json["editions"][0]["kept"]}
    assert kept >= {".html", ".docx", ".xlsx"}
    text = word_text(beside(workspace, ".docx").read_bytes())
    for said in ("定稿（快报）", "2026年第5期", "编制：周敏", "审核：李强", "签发：王立"):
        assert said in text
    assert "日期：2026年6月20日" in text and "草稿" not in text

    # A signed document that was altered is laid out again as it was signed.
    whole = beside(workspace, ".docx").read_bytes()
    beside(workspace, ".html").write_bytes(b"changed")
    report(capsys, workspace)
    assert beside(workspace, ".docx").read_bytes() == whole

    # A correction has its own forms, which say so.
    store_rows(workspace, {"observation": facts("A 2026-05 505 480")})
    the_edition(report(capsys, workspace))
    corrected = word_text(beside(workspace, ".docx").read_bytes())
    assert "更正版" in corrected and "595.00" in corrected
    entries = json.loads((workspace.reports / PERIOD / "internal/manifest.json").read_text("utf-8"))
    assert set(entries["editions"][0]["also"]) == {".docx", ".xlsx"}


def test_an_unknown_form_is_refused_before_anything_is_run(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    workspace = workspace_at(tmp_path / "w")
    ended = report(capsys, workspace, "--also", "pdf")
    assert ended.code == 2 and "--also" in ended.json["error"]
