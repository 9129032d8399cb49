"""File kinds by first bytes; text in exactly one encoding or not at all (编码)."""

from __future__ import annotations

import io
import zipfile

import pytest

from gxlab.intake.grid import Unreadable
from gxlab.intake.sniff import sniff

TEXT = "代码,名称\n1,𠮷野机械\n"  # 𠮷 is U+20BB7: four bytes in GB18030


@pytest.mark.parametrize(
    "data",
    [
        TEXT.encode("utf-8"),
        b"\xef\xbb\xbf" + TEXT.encode("utf-8"),
        b"\xff\xfe" + TEXT.encode("utf-16-le"),
        b"\xfe\xff" + TEXT.encode("utf-16-be"),
        TEXT.encode("gb18030"),
    ],
)
def test_one_text_in_five_encodings(data: bytes) -> None:
    assert sniff(data).text == TEXT


def test_utf16_without_mark() -> None:
    text = "code,name\n1,abc\n" * 5
    assert sniff(text.encode("utf-16-le")).text == text
    assert sniff(text.encode("utf-16-be")).text == text


def test_mixed_encodings_are_refused_with_line_and_byte() -> None:
    first = "代码,企业名称\n".encode()
    data = first + "1,甲机械有限公司\n".encode("gb18030") + "2,乙化工有限公司\n".encode()
    with pytest.raises(Unreadable) as refusal:
        sniff(data)
    assert refusal.value.rule == "undecodable_text"
    # 首行长度: 代码(6字节) + , + 企业名称(12字节) + 换行 = 20; 第2行“1,”之后即第23个字节
    assert "第2行（第23个字节）" in refusal.value.text


def test_mixed_encodings_with_the_foreign_line_first() -> None:
    data = "名称\n".encode("gb18030") + "甲机械有限公司\n乙化工有限公司\n".encode()
    with pytest.raises(Unreadable) as refusal:
        sniff(data)
    assert refusal.value.rule == "undecodable_text"


def test_cut_utf8_is_not_read_as_gb18030() -> None:
    data = ("名称\n" + "示例市机械制造有限公司\n" * 3).encode()[:-2]
    with pytest.raises(Unreadable) as refusal:
        sniff(data)
    assert refusal.value.rule == "undecodable_text"


@pytest.mark.parametrize("broken", ["\ufffd", "锟斤拷"])
def test_text_broken_before_it_was_sent(broken: str) -> None:
    with pytest.raises(Unreadable, match="第2行") as refusal:
        sniff(f"名称\n甲{broken}公司\n".encode())
    assert refusal.value.rule == "broken_text"


@pytest.mark.parametrize(
    ("data", "rule"),
    [
        (b"", "empty_file"),
        (b" \r\n\t", "empty_file"),
        (b"<html><table></table></html>", "markup_file"),
        (b"\xef\xbb\xbf<?xml version='1.0'?>", "markup_file"),
        (b"%PDF-1.7", "pdf_file"),
        (b"Rar!\x1a\x07", "packed_file"),
        (b"\x1f\x8b\x08", "packed_file"),
        (b"\x09\x04\x06\x00\x00\x00\x10\x00", "old_excel"),
        (b"a,b\n1,\x01\n", "binary_file"),
        (b"PK\x03\x04not a zip", "damaged_file"),
    ],
)
def test_what_is_no_table(data: bytes, rule: str) -> None:
    with pytest.raises(Unreadable) as refusal:
        sniff(data)
    assert refusal.value.rule == rule
    assert refusal.value.text.startswith(("文件", "第"))


def _zip(*names: str) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name in names:
            archive.writestr(name, "<x/>")
    return packed.getvalue()


def test_zips_by_content() -> None:
    assert sniff(_zip("[Content_Types].xml", "xl/workbook.xml")).kind == "xlsx"
    assert sniff(_zip("xl/workbook.bin")).kind == "xlsb"
    assert sniff(_zip("content.xml", "mimetype")).kind == "ods"
    for names, rule in ((("word/document.xml",), "document_file"), (("a.txt",), "packed_file")):
        with pytest.raises(Unreadable) as refusal:
            sniff(_zip(*names))
        assert refusal.value.rule == rule


def test_names_never_count() -> None:
    # 扩展名为 .xls 的文本、.xlsx 的老格式都按内容认。
    assert sniff("代码\t名称\n1\t甲\n".encode("gb18030")).kind == "text"
    assert sniff(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600).kind == "xls"
