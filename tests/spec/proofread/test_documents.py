"""文稿:只取读者看得见的字;data-* 一律不看,表按行取,docx 的删改不算."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from gxlab.proofread.documents import UnreadableDocument, read_document

PAGE = """<!doctype html><html><head><title>月报</title><meta name="gxlab:unit" content="1">
<script>var hidden = 99;</script></head><body><p>营业收入<span data-ref="revenue" data-value="7">
227.62</span>亿元，同比增长<span>6.3</span>%。增速回落。</p><table><caption><span>表1</span>1—5月
</caption><tr><th>单位</th><th>增速%</th></tr><tr><td>云岭区</td><td data-ref="x">8.3</td></tr>
</table><svg><text>12</text></svg><p>图<b>1</b></p></body></html>"""


def texts(path: Path) -> list[str]:
    return [line.text for line in read_document(path)]


def test_a_page_gives_sentences_and_rows_and_nothing_hidden(tmp_path: Path) -> None:
    page = tmp_path / "a.html"
    page.write_text(PAGE, encoding="utf-8")
    assert texts(page) == [
        "营业收入227.62亿元，同比增长6.3%。",
        "增速回落。",
        "表1 1—5月",
        "单位 | 增速%",
        "云岭区 | 8.3",
        "图1",
    ]
    assert [line.cells for line in read_document(page)][4] == ("云岭区", "8.3")


def test_attributes_say_nothing(tmp_path: Path) -> None:
    whole, bare = tmp_path / "a.html", tmp_path / "b.html"
    whole.write_text(PAGE, encoding="utf-8")
    stripped = PAGE.replace(' data-ref="revenue" data-value="7"', "").replace(' data-ref="x"', "")
    bare.write_text(stripped, encoding="utf-8")
    assert texts(whole) == texts(bare)


def test_markdown_loses_its_marks_and_keeps_its_tables(tmp_path: Path) -> None:
    text = "# 说明\n\n**产值**增长9.1%。\n- 一户停产\n\n| 单位 | 户数 |\n|---|---:|\n| 甲区 | 3 |\n"
    file = tmp_path / "a.md"
    file.write_text(text, encoding="gb18030")
    assert texts(file) == ["说明", "产值增长9.1%。", "一户停产", "单位 | 户数", "甲区 | 3"]


WORD = (
    '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>'
    "<w:p><w:r><w:t>完成投资36.1</w:t></w:r><w:del><w:r><w:delText>旧</w:delText></w:r></w:del>"
    "<w:r><w:t>亿元。</w:t></w:r></w:p><w:tbl><w:tr><w:tc><w:p><w:r><w:t>甲区</w:t></w:r></w:p></w:tc>"
    "<w:tc><w:p><w:r><w:t>3</w:t></w:r></w:p></w:tc></w:tr></w:tbl></w:body></w:document>"
)


def test_word_gives_paragraphs_and_rows(tmp_path: Path) -> None:
    file = tmp_path / "a.docx"
    with zipfile.ZipFile(file, "w") as package:
        package.writestr("word/document.xml", WORD)
    assert texts(file) == ["完成投资36.1亿元。", "甲区 | 3"]


@pytest.mark.parametrize(
    ("name", "data", "told"),
    [
        ("没有.txt", None, "不存在"),
        ("a.pdf", b"%PDF", "应为 html、docx、txt 或 md"),
        ("a.docx", b"no zip", "不是完好的docx"),
        ("a.txt", b"\xff\xfe\x80\x81\xff", "既不是UTF-8也不是GB18030"),
    ],
)
def test_what_cannot_be_read_is_told(
    name: str, data: bytes | None, told: str, tmp_path: Path
) -> None:
    file = tmp_path / name
    if data is not None:
        file.write_bytes(data)
    with pytest.raises(UnreadableDocument, match=told):
        read_document(file)


def test_a_word_file_with_entities_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "a.docx"
    bomb = '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'
    with zipfile.ZipFile(file, "w") as package:
        package.writestr("word/document.xml", bomb)
    with pytest.raises(UnreadableDocument, match="不是完好的docx"):
        read_document(file)
