"""The sender's workbook back, notes on its cells, nothing in it alive (退回件)."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest
import xlsxwriter

from gxlab.intake.archive import archive, archive_file, archived_path
from gxlab.intake.model import Problem
from gxlab.intake.quarantine import annotate, write_plain
from tests.unit.intake.made import grid

PROBLEMS = [
    Problem("表一", "B2", "not_a_number", "error", "B2应为数字，实为“约5”，请填准确数", "约5"),
    Problem("表一", "3:3", "duplicate_row", "warning", "第3行重复", None),
    Problem("表一", "C:C", "unknown_column", "warning", "C列不在版式中", None),
    Problem("", "", "period_conflict", "warning", "文件名与标题不一致", "=cmd()"),
]


def _source(path: Path) -> Path:
    with xlsxwriter.Workbook(str(path)) as book:
        page = book.add_worksheet("表一")
        page.write_row(0, 0, ["名称", "数", "多"])
        page.write_row(1, 0, ["甲", "约5", 1])
        page.write_string("A3", '=HYPERLINK("x")')
        page.write_formula("B3", "=1+1", None, 2)
        page.merge_range("D5:E5", "并")
    return path


def test_an_xlsx_comes_back_as_it_was_drawn(tmp_path: Path) -> None:
    source = _source(tmp_path / "0a1b2c3d")
    copy = annotate(source, "上报.xlsx", PROBLEMS, tmp_path / "退回")
    assert copy is not None and copy.name == "退回_上报_0a1b2c.xlsx"
    book = openpyxl.load_workbook(copy)
    assert book.sheetnames == ["问题清单", "表一"]
    page = book["表一"]
    comment = page["B2"].comment
    assert comment is not None and "应为数字" in comment.text
    assert page["A3"].comment is not None and page["C1"].comment is not None
    assert page["B2"].fill.fgColor.rgb.endswith("FFF2CC")
    assert "D5:E5" in [str(merged) for merged in page.merged_cells.ranges]
    assert page["B3"].value == 2  # 公式换成了值
    assert page["A3"].data_type == "s" and page["A3"].value == '=HYPERLINK("x")'
    listing = [[cell.value for cell in row] for row in book["问题清单"].iter_rows()]
    assert listing[1] == ["表一", "B2", "退回", "B2应为数字，实为“约5”，请填准确数", "约5"]
    assert book["问题清单"]["E5"].data_type == "s"


@pytest.mark.parametrize("text", ["=1+1", "+1+1", "-1+cmd", "@SUM(A1)", "\t=1", "＝1+1", "=DDE()"])
def test_texts_stay_texts(text: str, tmp_path: Path) -> None:
    target = tmp_path / "p.xlsx"
    write_plain(grid(f"名称|数\n{text}|1,2"), PROBLEMS, target)
    page = openpyxl.load_workbook(target)["表一"]
    assert page["A2"].data_type == "s" and page["A2"].value == text
    assert page["B2"].data_type == "s"


def test_csv_and_xls_come_back_as_plain_workbooks(tmp_path: Path) -> None:
    source = tmp_path / "abcdef"
    source.write_bytes("名称,数\n甲,约5\n乙,-3.5\n丙,007\n".encode("gb18030"))
    problem = Problem("", "B2", "not_a_number", "error", "B2不是数字", "约5")
    copy = annotate(source, "导出.csv", [problem], tmp_path)
    assert copy is not None
    page = openpyxl.load_workbook(copy)["数据"]
    assert page["B2"].comment is not None
    assert page["B3"].value == -3.5 and page["B4"].value == "007"


def test_unreadable_files_have_no_copy(tmp_path: Path) -> None:
    source = tmp_path / "x"
    source.write_bytes(b"%PDF-1.4")
    assert annotate(source, "x.pdf", PROBLEMS, tmp_path / "q") is None
    assert not (tmp_path / "q").exists()


def test_large_files_keep_only_rows_at_fault(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("gxlab.intake.quarantine._MAX_CELLS", 3)
    target = tmp_path / "p.xlsx"
    write_plain(grid("名称|数\n甲|约5\n乙|2\n"), PROBLEMS[:1], target)
    page = openpyxl.load_workbook(target)["表一"]
    assert page["A2"].value == "甲" and page["A3"].value is None


def test_archive_writes_once(tmp_path: Path) -> None:
    digest = archive(b"abc", tmp_path)
    # SHA-256("abc"), FIPS 180-2 附录B
    assert digest == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
    stored = archived_path(digest, tmp_path)
    first = stored.stat().st_mtime_ns
    assert archive(b"abc", tmp_path) == digest and stored.stat().st_mtime_ns == first
    stored.write_bytes(b"")  # 写了一半的旧件要补全
    archive(b"abc", tmp_path)
    assert stored.read_bytes() == b"abc" and not list(stored.parent.glob(".*"))


def test_a_large_file_is_archived_piece_by_piece(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("gxlab.intake.archive._AT_ONCE", 2)
    monkeypatch.setattr("gxlab.intake.archive._PIECE", 2)
    source = tmp_path / "a"
    source.write_bytes(b"abc")
    raw = tmp_path / "raw"
    assert archive_file(source, raw) == archive(b"abc", tmp_path / "other")
    (stored,) = (path for path in raw.rglob("*") if path.is_file())
    assert stored.read_bytes() == b"abc"
