"""LibreOffice opens what is written, and prints it whole (打开与打印)."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import openpyxl
import pytest

from gxlab.publish.docx_report import render_docx
from gxlab.publish.outline import Outline
from gxlab.publish.xlsx_report import render_xlsx
from tests.publish.conftest import Convert
from tests.unit.publish.sample import META

pytestmark = pytest.mark.slow


def printed_pages(path: Path) -> list[str]:
    """The text of each page of a PDF."""
    command = shutil.which("pdftotext")
    if command is None:
        pytest.skip("本机没有 pdftotext，不能逐页核对 LibreOffice 的打印件")
    done = subprocess.run([command, "-layout", path, "-"], check=True, capture_output=True)
    return done.stdout.decode("utf-8").split("\f")[:-1]


def test_the_document_prints_whole(outline: Outline, tmp_path: Path, office: Convert) -> None:
    path = tmp_path / "report.docx"
    path.write_bytes(render_docx(outline, meta=META))
    pages = printed_pages(office(path, "pdf"))
    for number, text in enumerate(pages, start=1):
        told = "".join(text.split())
        # Every page has its number and something besides.
        assert f"—{number}—" in told and len(told) > 20, (number, told)
    whole = "".join("".join(text.split()) for text in pages)
    for said in (outline.masthead.title, "六个重点集群营业收入", "186.42", "编制：", "口径与来源"):
        assert "".join(said.split()) in whole
    # Nothing is drawn as a box for want of a letter.
    assert "\ufffd" not in whole and "□" not in whole


def test_the_workbook_opens_with_its_sheets(
    outline: Outline, tmp_path: Path, office: Convert
) -> None:
    path = tmp_path / "tables.xlsx"
    path.write_bytes(render_xlsx(outline, meta=META))
    again = openpyxl.load_workbook(office(path, "xlsx"))
    assert again.sheetnames == openpyxl.load_workbook(path).sheetnames
    pages = printed_pages(office(path, "pdf"))
    assert len(pages) == len(again.sheetnames)
