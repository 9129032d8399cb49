"""单位模板: an office's own Word file is used without a line of code."""

from __future__ import annotations

import io
from pathlib import Path

import docx
import pytest
from docx.enum.style import WD_STYLE_TYPE
from docx.shared import Mm, Pt

from gxlab.publish.docx_report import render_docx
from gxlab.publish.docx_template import TemplateRefused, find_template
from gxlab.publish.outline import Outline
from gxlab.show.objects import Imprint
from tests.publish.reading import W, document, text_of, word_text
from tests.unit.publish.sample import META


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A template with a red head, its own styles, fields in text, head and foot, and a mark."""
    made = docx.Document()
    made.sections[0].left_margin = Mm(40)
    made.styles["Heading 1"].font.size = Pt(19)
    made.styles.add_style("公文正文", WD_STYLE_TYPE.PARAGRAPH).font.size = Pt(15)
    made.sections[0].header.paragraphs[0].text = "{{单位}}运行监测"
    made.add_paragraph("示例市工业和信息化局文件")
    split = made.add_paragraph("第{{期")
    split.add_run("号}}")
    made.add_paragraph("{{ 标题 }}")
    made.add_paragraph("{{正文}}")
    made.add_table(1, 1).cell(0, 0).text = "签发人：{{签发}}"
    made.save(str(tmp_path / "报告.docx"))
    return tmp_path


def rendered(outline: Outline, folder: Path) -> bytes:
    template = find_template(folder, ("cluster_revenue", "报告"))
    assert template is not None and template.name == "报告.docx"
    return render_docx(outline, meta=META, imprint=Imprint(issued_by="王立"), template=template)


def test_content_goes_where_the_template_says(outline: Outline, folder: Path) -> None:
    text = word_text(rendered(outline, folder))
    lines = text.splitlines()
    assert lines[:3] == ["示例市工业和信息化局文件", f"第{outline.masthead.issue}", lines[2]]
    assert lines[2] == outline.masthead.title and text.count(outline.masthead.title) == 1
    assert lines[-1] == "签发人：王立"
    assert text.index("要点") < text.index("口径与来源") < text.index("签发人")
    # The template signs by itself: no second line of signatures.
    assert "{{" not in text and "编制：" not in text
    assert docx.Document(io.BytesIO(rendered(outline, folder))).sections[0].header.paragraphs[
        0
    ].text == (f"{outline.masthead.unit}运行监测")


def test_its_styles_and_paper_win(outline: Outline, folder: Path) -> None:
    content = rendered(outline, folder)
    made = docx.Document(io.BytesIO(content))
    upright = [s for s in made.sections if s.page_width == made.sections[0].page_width]
    assert {round(s.left_margin.mm) for s in upright if s.left_margin is not None} == {40}
    heads = [p for p in made.paragraphs if p.style is not None and p.style.name == "Heading 1"]
    assert {p.text for p in heads} >= {"要点", "数据质量", "口径与来源"}
    assert made.styles["Heading 1"].font.size == Pt(19)
    # Runs in a style of the template carry no formatting of ours.
    for paragraph in document(content).iter(f"{W}p"):
        named = paragraph.find(f"{W}pPr/{W}pStyle")
        if named is not None and named.get(f"{W}val") == "Heading1":
            assert text_of(paragraph)
            assert paragraph.find(f"{W}r/{W}rPr/{W}rFonts") is None


def test_a_report_of_its_own_template_goes_first(outline: Outline, folder: Path) -> None:
    own = docx.Document()
    own.add_paragraph("集群专用")
    own.save(str(folder / "cluster_revenue.docx"))
    template = find_template(folder, ("cluster_revenue", "报告"))
    assert template is not None
    # Without a mark the content follows what the template holds.
    text = word_text(render_docx(outline, meta=META, template=template))
    assert text.startswith("集群专用") and outline.masthead.title in text and "编制：" in text
    assert find_template(folder, ("technical_renovation",)) is None


def test_a_template_that_cannot_be_used_is_named(folder: Path) -> None:
    (folder / "坏.docx").write_bytes(b"PK no zip")
    with pytest.raises(TemplateRefused, match=r"“坏\.docx”不是 Word 文档"):
        find_template(folder, ("坏",))
    wrong = docx.Document()
    wrong.add_paragraph("{{签发者}}")
    wrong.save(str(folder / "错.docx"))
    with pytest.raises(TemplateRefused, match=r"“错\.docx”里的“\{\{签发者\}\}”不是可填的项"):
        find_template(folder, ("错",))
    boxed = docx.Document()
    boxed.add_table(1, 1).cell(0, 0).text = "{{正文}}"
    boxed.save(str(folder / "框.docx"))
    with pytest.raises(TemplateRefused, match=r"“框\.docx”里的“\{\{正文\}\}”应在正文里单独成段"):
        find_template(folder, ("框",))
