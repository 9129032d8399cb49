"""Workbooks to text: nothing lost, nothing invented, and no file can end the importer."""

from __future__ import annotations

import datetime as dt
import io
import re
import subprocess
import sys
import zipfile
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter
import xlwt

from gxlab.intake import precheck, worker
from gxlab.intake.grid import Grid, Sheet, Unreadable, address
from gxlab.intake.reader import Reader
from gxlab.intake.witness import look


@pytest.fixture
def reader() -> Reader:
    with Reader() as made:
        yield made  # type: ignore[misc]


def _xlsx(path: Path) -> Path:
    with xlsxwriter.Workbook(str(path)) as book:
        page = book.add_worksheet("表一")
        percent = book.add_format({"num_format": "0.0%"})
        quoted = book.add_format({"num_format": '0"%"'})
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        page.write("B3", 1203.4)
        page.write("C3", 12)
        page.write("D3", 0.062, percent)
        page.write("E3", 6.2, quoted)
        page.write_datetime("F3", dt.datetime(2026, 5, 1), day)
        page.write("G3", 91330100123456789)
        page.write("H3", " 甲公司 ")
        page.write_formula("I3", "=A1/0", None, "#DIV/0!")
        page.write_boolean("J3", True)
        page.write("K3", 1 / 3)
        page.write_string("L3", "   ")
        page.merge_range("B5:C6", "合并")
        hidden = book.add_worksheet("藏")
        hidden.hide()
        hidden.write("A1", "x")
    return path


def test_cells_as_written(tmp_path: Path, reader: Reader) -> None:
    sheet, hidden = reader.read(_xlsx(tmp_path / "a.xlsx")).sheets
    assert (sheet.top, sheet.left) == (2, 1)
    assert [sheet.at(2, c) for c in range(1, 12)] == [
        "1203.4", "12", "6.2%", "6.2", "2026-05-01", "9.13301001234568e+16", " 甲公司 ",
        "#DIV/0!", "TRUE", "0.3333333333333333", None,
    ]  # fmt: skip
    assert sheet.error_cells == {(2, 8)}
    assert sheet.merges == ((4, 1, 5, 2),)
    assert sheet.cells == 11
    assert sheet.visible == "visible" and hidden.visible == "hidden"


def test_archived_files_have_no_extension(tmp_path: Path, reader: Reader) -> None:
    bare = tmp_path / "0a1b2c"
    bare.write_bytes(_xlsx(tmp_path / "a.xlsx").read_bytes())
    assert reader.read(bare).sheets[0].cells == 11


def test_xls_errors_and_percents(tmp_path: Path, reader: Reader) -> None:
    book = xlwt.Workbook()
    page = book.add_sheet("表一")
    percent = xlwt.easyxf(num_format_str="0.0%")
    page.write(0, 0, "名称")
    page.write(1, 0, 0.062, percent)
    page.write(1, 1, 1, percent)
    page.write(1, 2, 0.5)
    page.row(2).set_cell_error(0, "#REF!")
    book.save(str(tmp_path / "a.xls"))
    sheet = reader.read(tmp_path / "a.xls").sheets[0]
    assert sheet.rows[1] == ["6.2%", "100%", "0.5"]
    assert sheet.at(2, 0) == "#REF!" and sheet.error_cells == {(2, 0)}


def test_formulas_never_calculated(tmp_path: Path, reader: Reader) -> None:
    book = openpyxl.Workbook()
    page = book.active
    assert page is not None
    page["A1"], page["A2"], page["A3"] = "数", "=1+1", 3
    book.save(tmp_path / "a.xlsx")
    sheet = reader.read(tmp_path / "a.xlsx").sheets[0]
    assert sheet.formulas_without_value == {(1, 0)} and sheet.at(1, 0) is None


def test_day_numbers_of_1904(shared_awkward: Path, reader: Reader) -> None:
    for kind in ("xlsx", "xls"):
        sheet = reader.read(shared_awkward / "calamine" / f"date_1904.{kind}").sheets[0]
        assert sheet.date1904


@pytest.fixture
def shared_awkward(shared_data: Path) -> Path:
    return shared_data / "awkward_files"


def _packed(parts: dict[str, bytes]) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return packed.getvalue()


def _far_cells(tmp_path: Path) -> Path:
    """A1 and XFD1048576 filled: 17 thousand million cells for a reader that fills the range."""
    path = tmp_path / "far.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        page = book.add_worksheet()
        page.write("A1", 1)
        page.write("XFD1048576", 1)
    return path


def test_hostile_workbooks_are_refused(tmp_path: Path, reader: Reader) -> None:
    cases = {
        "range_too_large": _far_cells(tmp_path).read_bytes(),
        "xml_doctype": _packed(
            {"xl/workbook.xml": b'<!DOCTYPE x [<!ENTITY a "aa">]><workbook>&a;</workbook>'}
        ),
        "unpacks_too_large": _packed({"xl/workbook.xml": b"0" * (4 * 2**20)}),
        "unsafe_path": _packed({"xl/workbook.xml": b"<x/>", "../outside.xml": b"<x/>"}),
        "too_many_parts": _packed(
            {"xl/workbook.xml": b"<x/>"} | {f"p{n}.xml": b"" for n in range(precheck.MAX_ENTRIES)}
        ),
    }
    for rule, data in cases.items():
        path = tmp_path / rule
        path.write_bytes(data)
        with pytest.raises(Unreadable) as refusal:
            reader.read(path)
        assert refusal.value.rule == rule, rule
        assert "请" in refusal.value.text


def test_a_whole_column_may_be_formatted(tmp_path: Path, reader: Reader) -> None:
    path = tmp_path / "styled.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        page = book.add_worksheet()
        page.write("A1", 1)
        page.write_blank("XFD1048576", None, book.add_format({"bold": True}))
    assert reader.read(path).sheets[0].cells == 1


def test_a_dead_child_is_a_refusal_and_the_next_file_reads(tmp_path: Path) -> None:
    with Reader() as reader:
        good = _xlsx(tmp_path / "a.xlsx")
        reader.read(good)
        assert reader.child.process is not None
        reader.child.process.kill()
        reader.child.process.wait()
        assert reader.read(good).sheets[0].cells == 11  # a new child was started


def test_a_slow_file_is_a_refusal(tmp_path: Path) -> None:
    with Reader(wall_seconds=0.0) as reader:
        with pytest.raises(Unreadable, match="超时") as refusal:
            reader.read(_xlsx(tmp_path / "a.xlsx"))
        assert refusal.value.rule == "reader_died"


def test_the_child_starts_light() -> None:
    """A child that imports polars or duckdb costs more to start than a form costs to read."""
    heavy = "('polars', 'duckdb', 'pandas', 'openpyxl')"
    code = f"import sys, gxlab.intake.worker; print([m for m in {heavy} if m in sys.modules])"
    shown = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert shown.stdout.strip() == "[]"


def test_worker_answers_in_words(tmp_path: Path) -> None:
    path = tmp_path / "x"
    path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 4000)
    reply = worker._answer(str(path), "xls")
    assert reply["rule"] == "damaged_file" and "另存" in reply["text"]
    # The library's English stays out of what the sender is told.
    assert not re.search("[a-z]{5}", reply["text"])


def test_csv_delimiters_quotes_and_blank_lines(reader: Reader) -> None:
    grid = reader.read_bytes('名称;数\n"甲;乙";1\n\n丙;2\n'.encode())
    assert grid.sheets[0].rows == [["名称", "数"], ["甲;乙", "1"], [], ["丙", "2"]]
    with pytest.raises(Unreadable) as refusal:
        reader.read_bytes('名称,数\n"甲,1\n'.encode())
    assert refusal.value.rule == "broken_csv" and "第2行" in refusal.value.text
    assert not re.search("[a-z]{5}", refusal.value.text)
    with pytest.raises(ValueError, match="按路径"):
        reader.read_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")


def test_witness_of_prefixed_xml() -> None:
    part = (
        b'<x:sheetData><x:row><x:c t="e"><x:v>#N/A</x:v></x:c><x:c s="1"><x:v>0.5</x:v></x:c>'
        b'<x:c><x:f>1+1</x:f></x:c><x:c t="str"><x:f>T()</x:f><x:v></x:v></x:c></x:row>'
        b"</x:sheetData>"
    )
    seen = look(part, frozenset({1}))
    assert seen.errors == {(0, 0): "#N/A"}
    assert seen.percents == {(0, 1)}
    assert seen.uncalculated == {(0, 2)}  # a formula whose text result is empty was calculated


def test_addresses() -> None:
    assert address(0, 0) == "A1" and address(1048575, 16383) == "XFD1048576"
    sheet = Sheet("s", [["a", None], [None, "b"]], top=4, left=2)
    assert Grid((sheet,)).sheets[0].at(5, 3) == "b"
    assert sheet.at(0, 0) is None and sheet.at(9, 9) is None
    assert list(sheet.non_empty()) == [(4, 2), (5, 3)]
    assert (sheet.bottom, sheet.right) == (6, 4)
