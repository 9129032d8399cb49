"""公文版: the form of an official document, and nothing on the page that it lacks."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import replace
from xml.etree import ElementTree

import docx
import pytest

from gxlab.publish import docx_chart
from gxlab.publish.docx_fit import SIZES, fit, fit_sideways
from gxlab.publish.docx_report import render_docx
from gxlab.publish.html import PublishRefused, render_edition
from gxlab.publish.outline import Outline, read_outline
from gxlab.show.objects import Column, Imprint, Row, Table
from tests.publish.reading import W, document, page, text_of, word_tables, word_text
from tests.unit.publish.sample import META, sample, small

WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
EMU_PER_INCH = 914_400


@pytest.fixture(scope="module")
def content(outline: Outline) -> bytes:
    return render_docx(outline, meta=META)


def attribute(element: ElementTree.Element | None, name: str) -> str | None:
    return None if element is None else element.get(f"{W}{name}")


def paragraphs(content: bytes, style: str) -> list[str]:
    found = []
    for paragraph in document(content).iter(f"{W}p"):
        named = paragraph.find(f"{W}pPr/{W}pStyle")
        if attribute(named, "val") == style:
            found.append(text_of(paragraph))
    return found


def test_paper_is_that_of_an_official_document(content: bytes) -> None:
    # GB/T 9704: A4, 天头37、订口28, 版心156×225 mm, so 26 right and 35 below.
    section = docx.Document(io.BytesIO(content)).sections[0]
    sides = (section.top_margin, section.right_margin, section.bottom_margin, section.left_margin)
    assert [round(side.mm) for side in sides if side is not None] == [37, 26, 35, 28]
    assert section.page_width is not None and round(section.page_width.mm) == 210
    odd, even = section.footer.paragraphs[0], section.even_page_footer.paragraphs[0]
    for foot in (odd, even):
        assert re.fullmatch(r"— \d+ —", foot.text) and " PAGE " in foot._p.xml
    assert [str(foot.alignment).split()[0] for foot in (odd, even)] == ["RIGHT", "LEFT"]


def test_every_run_names_its_chinese_font(content: bytes) -> None:
    runs = [run for run in document(content).iter(f"{W}r") if run.find(f"{W}t") is not None]
    assert len(runs) > 100
    fonts = {attribute(run.find(f"{W}rPr/{W}rFonts"), "eastAsia") for run in runs}
    assert fonts == {"方正小标宋简体", "仿宋", "黑体", "楷体"}


def test_sizes_and_lines_follow_the_standard(content: bytes) -> None:
    styles = {style.name: style for style in docx.Document(io.BytesIO(content)).styles}
    # 二号 22 points, 三号 16 points on lines of 28 points, the first two characters in.
    title, text = styles["公文标题"], styles["公文正文"]
    assert title.font.size is not None and title.font.size.pt == 22
    assert text.font.size is not None and text.font.size.pt == 16
    assert text.paragraph_format.line_spacing.pt == 28
    assert text.paragraph_format.first_line_indent.pt == 32


def test_head_sections_and_imprint_stand_in_their_order(content: bytes) -> None:
    text = word_text(content)
    told = ("示例市", "（2026年第5期）", "要点", "一、总体：集群慢于规上", "二、谁在拉动、谁在拖累")
    behind = ("情况说明", "\n附表\n", "数据质量", "口径与来源", "报：", "编制：")
    places = [text.index(said) for said in (*told, *behind)]
    assert places == sorted(places)
    assert "1. " in paragraphs(content, "GxBody")[1]
    # 问题 was left empty, so it has no heading and no number.
    assert paragraphs(content, "GxHead2") == ["（一）原因", "（二）下一步"]


def test_tables_repeat_their_heads_and_keep_their_rows(content: bytes) -> None:
    tables = list(document(content).iter(f"{W}tbl"))
    assert len(tables) == 4  # key figures and three tables
    for table in tables:
        rows = table.findall(f"{W}tr")
        heads = [row.find(f"{W}trPr/{W}tblHeader") is not None for row in rows]
        assert heads[0] and heads == sorted(heads, reverse=True) and not heads[-1]
        assert all(row.find(f"{W}trPr/{W}cantSplit") is not None for row in rows)


def test_numbers_stand_right_with_units_in_the_head(content: bytes) -> None:
    cells = [c for t in document(content).iter(f"{W}tbl") for c in t.iter(f"{W}tc")]
    number = next(c for c in cells if text_of(c) == "186.42")
    assert attribute(number.find(f"{W}p/{W}pPr/{W}jc"), "val") == "right"
    assert any(text_of(cell) == "累计\n（亿元）" for cell in cells)
    assert "注：利润率滞后一个月，为1—4月；“—”表示未设或无数据。" in word_text(content)
    assert "来源：企业直报（快报，6月8日），上年同期为随表上报数" in word_text(content)


def test_merged_heads_cover_every_column(content: bytes) -> None:
    for table in document(content).iter(f"{W}tbl"):
        width = len(table.findall(f"{W}tblGrid/{W}gridCol"))
        for row in table.findall(f"{W}tr"):
            spans = [
                int(attribute(cell.find(f"{W}tcPr/{W}gridSpan"), "val") or 1)
                for cell in row.findall(f"{W}tc")
            ]
            assert sum(spans) == width


def test_its_tables_are_those_of_the_page(outline: Outline, content: bytes) -> None:
    seen = page(render_edition(sample(), meta=META)).tables
    found = word_tables(content)[1:]
    labels = re.findall(r"^表(\d+)  ", word_text(content), re.M)
    assert [f"表{n}" for n in labels] == list(seen)
    for label, table in zip(seen, found, strict=True):
        assert table[-len(seen[label]) :] == seen[label]


def test_charts_are_drawn_for_print(content: bytes) -> None:
    packed = zipfile.ZipFile(io.BytesIO(content))
    widths = {
        name: int.from_bytes(packed.read(name)[16:20], "big")
        for name in packed.namelist()
        if name.startswith("word/media/")
    }
    extents = [int(e.get("cx", "0")) for e in document(content).iter(f"{WP}extent")]
    assert len(extents) == 3 and len(widths) == 3
    assert min(widths.values()) / (max(extents) / EMU_PER_INCH) >= 200
    assert all(p.get("descr") for p in document(content).iter(f"{WP}docPr"))


def test_the_same_edition_is_the_same_bytes(outline: Outline, content: bytes) -> None:
    assert render_docx(outline, meta=META) == content
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        assert {entry.date_time for entry in packed.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert packed.namelist()[0] == "[Content_Types].xml"
        assert b"python-docx" not in packed.read("docProps/core.xml")


def test_the_imprint_of_a_signed_edition_is_printed(outline: Outline) -> None:
    imprint = Imprint("定稿", "5", "周敏", "李强", "王立", "2026年6月20日")
    text = word_text(render_docx(outline, meta=META, imprint=imprint))
    for said in (
        "定稿",
        "（第5期）",
        "编制：周敏",
        "审核：李强",
        "签发：王立",
        "日期：2026年6月20日",
    ):
        assert said in text


def test_hostile_text_is_text() -> None:
    columns = (Column("a", ("<名称>",), align="left"), Column("b", ("数",)))
    words = ("a<b>&amp;\x00\x0b", '"]]>', "{{正文}}", "=1+1", "\ud800末")
    table = Table("T1", "表<题>", columns, tuple(Row((word, "1")) for word in words), note="&\x1f")
    content = render_docx(read_outline(small(table)), meta=META)
    (found,) = word_tables(content)[-1:]
    assert [row[0] for row in found] == ["<名称>", "a<b>&amp;", '"]]>', "{{正文}}", "=1+1", "末"]


def test_without_a_chinese_font_no_document_is_made(
    outline: Outline, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(docx_chart, "draws_chinese", lambda: False)
    with pytest.raises(PublishRefused, match="中文字体"):
        render_docx(outline, meta=META)


def test_two_characters_are_told_apart_and_two_boxes_are_not(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert docx_chart.draws_chinese()
    monkeypatch.setattr(docx_chart, "_letter", lambda letter: b"the same box")
    assert not docx_chart.draws_chinese.__wrapped__()


def test_wide_tables_turn_the_annex_sideways() -> None:
    columns = tuple(Column(f"c{n}", (f"指标{n}",), "万元") for n in range(16))
    wide = Table("T1", "宽表", columns, (Row(("123,456.7",) * 16),))
    assert fit(wide, 156, 225).wide
    made = document(render_docx(read_outline(small(wide)), meta=META))
    sections = list(made.iter(f"{W}sectPr"))
    turned = [attribute(s.find(f"{W}pgSz"), "orient") == "landscape" for s in sections]
    assert turned == [False, True, False]
    assert fit_sideways(wide, 225).size in SIZES
    narrow = replace(wide, columns=columns[:3], rows=(Row(("1",) * 3),))
    assert not fit(narrow, 156, 225).wide
