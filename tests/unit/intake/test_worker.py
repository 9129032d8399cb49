"""The child's own work, run in this process: prechecks, both witnesses, plain answers."""

from __future__ import annotations

import datetime as dt
import io
import json
import sys
import zipfile
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
import xlwt

from gxlab.intake import precheck, worker
from gxlab.intake.biff import witness_xls
from gxlab.intake.grid import Unreadable
from gxlab.intake.witness import look, witness


def _xlsx(path: Path) -> Path:
    with xlsxwriter.Workbook(str(path), {"date_1904": True}) as book:
        page = book.add_worksheet("表 & 一")
        page.write("A1", 0.062, book.add_format({"num_format": "0.0%"}))
        page.write("B1", 0.5, book.add_format({"num_format": 9}))
        page.write_formula("C1", "=1/0", None, "#DIV/0!")
        page.write_formula("D1", "=1+1", None, 2)
        page.write_datetime(
            "E1", dt.datetime(2026, 5, 1, 8, 30), book.add_format({"num_format": 22})
        )
        page.write("F1", -1e16)
        page.write("G1", "文字")
    return path


def test_an_xlsx_read_in_this_process(tmp_path: Path) -> None:
    sheet = worker.read_workbook(str(_xlsx(tmp_path / "a")), "xlsx")[0]
    assert sheet["name"] == "表 & 一" and sheet["date1904"] is True
    assert sheet["rows"] == [
        ["6.2%", "50%", "#DIV/0!", "2", "2026-05-01 08:30:00", "-1.00000000000000e+16", "文字"]
    ]
    assert sheet["errors"] == [(0, 2)] and sheet["uncalculated"] == []


def test_an_xls_of_both_container_kinds(tmp_path: Path) -> None:
    """Small workbooks live in the container's mini stream, larger ones in sectors of their own."""
    for rows in (1, 600):
        book = xlwt.Workbook()
        page = book.add_sheet("表一")
        percent = xlwt.easyxf(num_format_str="0.00%")
        for row in range(rows):
            page.write(row, 0, f"企业{row}")
            page.write(row, 1, 0.5, percent)
            page.write(row, 2, row + 0.125, percent)
            page.write(row, 3, xlwt.Formula("1+1"), percent)
        page.row(rows).set_cell_error(0, "#REF!")
        page.row(rows).set_cell_boolean(1, True)
        path = tmp_path / f"{rows}.xls"
        book.save(str(path))
        seen, date1904 = witness_xls(path.read_bytes())
        assert not date1904 and seen["表一"].errors == {(rows, 0): "#REF!"}
        assert {(0, 1), (rows - 1, 2)} <= seen["表一"].percents
        sheet = worker.read_workbook(str(path), "xls")[0]
        assert sheet["rows"][0][1:3] == ["50%", "12.5%"]
        assert sheet["rows"][rows] == ["#REF!", "TRUE", None, None]
    book = xlwt.Workbook()
    book.dates_1904 = True
    book.add_sheet("x").write(0, 0, "标")
    book.save(str(tmp_path / "d.xls"))
    assert witness_xls((tmp_path / "d.xls").read_bytes())[1] is True


@pytest.mark.parametrize("data", [b"", b"\xd0\xcf\x11\xe0" * 300, b"\xff" * 4096])
def test_the_xls_witness_never_raises(data: bytes) -> None:
    assert witness_xls(data) == ({}, False)


def test_cut_xls_files_do_not_raise_either(shared_data: Path) -> None:
    path = shared_data / "workbooks" / "yearbook" / "2012_C1302.xls"
    data = path.read_bytes()
    for end in range(0, len(data), 997):
        witness_xls(data[:end])
    assert witness_xls(data)[0]["Sheet1"].errors == {}


def _zip(parts: dict[str, bytes]) -> zipfile.ZipFile:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return zipfile.ZipFile(packed)


def _cells(*places: str) -> bytes:
    rows = "".join(
        f'<row r="{"".join(c for c in place if c.isdigit())}"><c r="{place}"><v>1</v></c></row>'
        for place in places
    )
    return f"<worksheet><sheetData>{rows}</sheetData></worksheet>".encode()


@pytest.mark.parametrize(
    ("parts", "rule"),
    [
        ({"xl/worksheets/sheet1.xml": _cells("A1", "XFD1048576")}, "range_too_large"),
        ({"xl/worksheets/sheet1.xml": _cells("A1", "BXX1001")}, "range_too_large"),
        ({"a.xml": b"<!DOCTYPE x><x/>"}, "xml_doctype"),
        ({"a.xml": "<!DOCTYPE x><x/>".encode("utf-16-le")}, "xml_doctype"),
        ({"a.xml": b"0" * (2 * 2**20)}, "unpacks_too_large"),
        ({"..\\a.xml": b""}, "unsafe_path"),
        ({f"{n}.xml": b"" for n in range(precheck.MAX_ENTRIES + 1)}, "too_many_parts"),
    ],
)
def test_prechecks_refuse(parts: dict[str, bytes], rule: str) -> None:
    with _zip(parts) as archive, pytest.raises(Unreadable) as refusal:
        precheck.check_archive(archive)
        precheck.check_xml(archive)
    assert refusal.value.rule == rule


def test_prechecks_let_honest_sheets_pass() -> None:
    # 2000列×1000行恰为200万格;整列设了格式而无内容的不算。
    styled = b'<row r="1048576"><c r="XFD1048576" s="3"/></row>'
    for sheet in (
        _cells("A1", "BXX1000"),
        _cells("A1").replace(b"</sheetData>", styled + b"</sheetData>"),
    ):
        with _zip({"xl/worksheets/sheet1.xml": sheet}) as archive:
            precheck.check_archive(archive)
            precheck.check_xml(archive)


def test_a_password_by_flag() -> None:
    with _zip({"a.xml": b"<x/>"}) as archive:
        archive.infolist()[0].flag_bits |= 1
        with pytest.raises(Unreadable) as refusal:
            precheck.check_archive(archive)
    assert refusal.value.rule == "password"


def test_witness_without_styles_or_with_lost_relations() -> None:
    parts = {
        "xl/workbook.xml": b'<x><sheet name="a" r:id="r1"/><sheet name="b" r:id="r9"/></x>',
        "xl/_rels/workbook.xml.rels": b'<Relationship Id="r1" Target="/xl/worksheets/s.xml"/>',
        "xl/worksheets/s.xml": b'<c r="B2" t="e"><v>#N/A</v></c><c r="C2"><f>1</f><v/></c>',
    }
    with _zip(parts) as archive:
        seen, date1904 = witness(archive)
    assert list(seen) == ["a"] and not date1904
    assert seen["a"].errors == {(1, 1): "#N/A"} and seen["a"].uncalculated == {(1, 2)}
    with _zip({"x.xml": b""}) as archive, pytest.raises(KeyError):
        witness(archive)


def test_percent_formats_by_their_code() -> None:
    styles = (
        b'<numFmts><numFmt numFmtId="170" formatCode="0.0%"/>'
        b'<numFmt formatCode="0&quot;%&quot;" numFmtId="171"/></numFmts>'
        b'<cellXfs><xf numFmtId="0"/><xf numFmtId="170"/><xf numFmtId="171"/><xf numFmtId="10"/>'
        b"</cellXfs>"
    )
    sheet = (
        b"".join(f'<c r="{c}1" s="{n}"><v>0.5</v></c>'.encode() for n, c in enumerate("ABCD"))
        + b'<c r="E1" s="1" t="s"><v>0</v></c>'
    )
    parts = {
        "xl/workbook.xml": b'<workbook><sheet name="a" r:id="r1"/></workbook>',
        "xl/_rels/workbook.xml.rels": b'<Relationship Id="r1" Target="worksheets/s.xml"/>',
        "xl/styles.xml": styles,
        "xl/worksheets/s.xml": sheet,
    }
    with _zip(parts) as archive:
        seen, _ = witness(archive)
    assert seen["a"].percents == {(0, 1), (0, 3)}
    assert look(b"<c><v>1</v></c>", frozenset()).errors == {}


def test_answers_are_one_line_of_json_each(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    good = _xlsx(tmp_path / "good")
    bad = tmp_path / "bad"
    bad.write_bytes(b"PK\x03\x04")
    requests = [{"path": str(p), "kind": "xlsx"} for p in (good, bad, tmp_path / "none")]

    class Pipe:
        buffer: Any = None

    source, target = Pipe(), Pipe()
    source.buffer = io.BytesIO("".join(json.dumps(r) + "\n" for r in requests).encode())
    target.buffer = io.BytesIO()
    monkeypatch.setattr(sys, "stdin", source)
    monkeypatch.setattr(sys, "stdout", target)
    monkeypatch.setattr(worker, "limit_memory", lambda: None)
    monkeypatch.setattr(worker, "allow_cpu", lambda seconds: None)
    worker.main()
    replies = [json.loads(line) for line in target.buffer.getvalue().splitlines()]
    assert "sheets" in replies[0]
    assert [reply.get("rule") for reply in replies[1:]] == ["damaged_file", "damaged_file"]


def test_running_out_of_memory_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    def exhausted(path: str, kind: str) -> list[dict[str, Any]]:
        raise MemoryError

    monkeypatch.setattr(worker, "read_workbook", exhausted)
    assert worker._answer("x", "xlsx")["rule"] == "reader_died"


def test_locked_workbooks_say_so(shared_data: Path) -> None:
    folder = shared_data / "awkward_files" / "calamine"
    for name, kind in (("pass_protected.xlsx", "xls"), ("issue_385.xls", "xls")):
        assert worker._answer(str(folder / name), kind)["rule"] == "password"
