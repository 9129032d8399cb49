"""情况说明: written in a form or an editor, taken from a county's Word file, printed."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from gxlab.intake.word_text import NoWordText, paragraphs
from gxlab.reference.periods import Period
from gxlab.show import pages, widgets_commentary
from gxlab.show.widgets_commentary import Place, former, kept, remarks, written
from gxlab.warehouse import commentary as texts
from gxlab.warehouse.commentary import Explanation
from gxlab.warehouse.desk import Desk
from gxlab.warehouse.releases import Issued, Names, record
from gxlab.workspace import bundled
from tests.conftest import DeskOf, facts, register
from tests.explore.seen import find, shown_html
from tests.unit.warehouse.forms import Bench, bench_at, revenue

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
MAY = Place("330101", "2026-05", "cluster_revenue")


@pytest.fixture
def desk(desk_of: DeskOf, tmp_path: Path) -> Desk:
    rows = register("A 2026-05 330101001 3451\nB 2026-05 330102001 1711")
    observations = facts("A 2026-05 1200 1000\nB 2026-05 80 100\nA 2026-04 900 800")
    made = desk_of("2026-05", {"observation": observations, "register": rows}, unit="330101")
    return replace(made, folder=tmp_path / "commentary")


@pytest.fixture
def bench(tmp_path: Path) -> Bench:
    made = bench_at(tmp_path)
    made.file("测试直报2026年5月.csv", revenue("A,500,480", "B,90,100"))
    made.take_in()
    return made


def form_of(desk: Desk) -> Any:
    """The form, turned to the cluster report."""
    shown = widgets_commentary.form(desk)
    find(shown, "Dropdown", "报告").value = "cluster_revenue"
    return shown


def word(*lines: str, deleted: str = "") -> bytes:
    """A Word file of paragraphs; the first one carries a deletion (修订) if given."""
    gone = f"<w:del><w:r><w:delText>{deleted}</w:delText></w:r></w:del>" if deleted else ""
    said = [f"<w:r><w:t>{line}</w:t></w:r>" for line in lines]
    body = "".join(f"<w:p>{gone if n == 0 else ''}{s}</w:p>" for n, s in enumerate(said))
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as package:
        whole = f'<w:document xmlns:w="{WORD}"><w:body>{body}</w:body></w:document>'
        package.writestr("word/document.xml", whole)
    return held.getvalue()


def test_it_is_printed_as_written(desk: Desk) -> None:
    text = Explanation((("原因", "订单不足。\n用电偏紧。"), ("下一步", "组织对接。")), "周敏")
    texts.write(desk.folder, "2026-05", "330101", "cluster_revenue", text)
    assert pages.commentary(desk, "cluster_revenue").parts == text.parts
    assert pages.commentary(desk, "cluster_revenue").author == "周敏"
    # Part of the inputs: other words, another digest.
    before = desk.inputs()
    texts.write(desk.folder, "2026-05", "330101", "cluster_revenue", replace(text, author="李强"))
    pages.commentary(desk, "cluster_revenue")
    assert desk.inputs() != before
    assert pages.commentary(desk, "technical_renovation").parts == ()


def test_readers_outside_see_it_only_where_its_author_says_so(desk: Desk) -> None:
    outside = replace(desk, audience="shared")
    for outward in (False, True):
        text = Explanation((("原因", "订单不足。"),), "周敏", outward)
        texts.write(desk.folder, "2026-05", "330101", "cluster_revenue", text)
        assert pages.commentary(desk, "cluster_revenue").parts == text.parts
        assert bool(pages.commentary(outside, "cluster_revenue").parts) is outward


def test_what_is_written_is_read_back() -> None:
    for text in (
        Explanation(
            (("", "没有标题的话。"), ("原因", "一。\n\n二。"), ("建议", "三。")), "周敏", True
        ),
        Explanation((("下一步", "只有一段。"),)),
    ):
        assert texts.parse(texts.as_markdown(text)) == text


def test_every_report_can_be_written_about() -> None:
    notebooks = {path.stem for path in (bundled("notebooks") / "reports").glob("*.ipynb")}
    assert set(texts.REPORTS.values()) == notebooks


def test_a_heading_is_no_title() -> None:
    one = "作者：周敏\n\n# 原因\n订单不足。\n\n# 下一步\n对接。\n"
    assert texts.parse(one).parts == (("原因", "订单不足。"), ("下一步", "对接。"))
    titled = texts.parse("# 5月情况说明\n填报人:赵敏  日期:6月10日\n## 原因\n订单不足。\n")
    assert titled == Explanation((("原因", "订单不足。"),), "赵敏")


def test_without_words_the_file_goes(tmp_path: Path) -> None:
    where = ("2026-05", "330101", "cluster_revenue")
    path = texts.write(tmp_path, *where, Explanation((("原因", "订单不足。"),), "周敏"))
    assert path.is_file() and path == tmp_path / "2026-05/330101/cluster_revenue.md"
    texts.write(tmp_path, *where, Explanation((), "周敏"))
    assert not path.exists() and texts.read(tmp_path, *where) is None


def test_a_word_file_is_taken_in_by_its_headings(tmp_path: Path, bench: Bench) -> None:
    given = word(
        "东山县5月集群营收情况说明", "填报人：赵敏  日期：6月10日", "一、主要原因",
        "1—5月订单不足，开工率下降。", "二、存在问题", "（一）用工缺口较大", "三、下一步打算",
        "组织银企对接。", deleted="旧标题",
    )  # fmt: skip
    path = bench.root / "data/inbox/情况说明/2026-05/东山县_集群营收.docx"
    path.parent.mkdir(parents=True)
    path.write_bytes(given)
    (path.parent / "工作总结.docx").write_bytes(given)
    done = bench.take_in()
    told = {f.path.rpartition("/")[2]: f.outcome for f in done.files}
    assert told["东山县_集群营收.docx"] == "stored"
    # Other Word files of a folder are left alone, and named.
    assert "工作总结.docx" not in told and any("工作总结" in s for s in done.skipped)
    text = texts.read(bench.places.commentary, "2026-05", "330101", "cluster_revenue")
    found = texts.parse(text or "")
    assert found.author == "赵敏"
    assert found.parts == (
        ("原因", "1—5月订单不足，开工率下降。"),
        ("问题", "（一）用工缺口较大"),
        ("下一步", "组织银企对接。"),
    )
    assert bench.take_in(path).files[0].outcome == "unchanged"


def test_what_is_no_word_file_is_refused_by_name(bench: Bench) -> None:
    path = bench.root / "data/inbox/情况说明/2026-05/东山县_集群营收.docx"
    path.parent.mkdir(parents=True)
    path.write_bytes(b"not a zip")
    (refused,) = bench.take_in(path).files
    assert refused.outcome == "refused"
    assert "“东山县_集群营收.docx”：不是完好的 docx" in refused.problems[0].text
    bomb = io.BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("word/document.xml", b" " * (17 * 1024 * 1024))
    with pytest.raises(NoWordText, match="正文过大"):
        paragraphs(bomb.getvalue())
    assert paragraphs(word("&amp;", "")) == ["&"]


def test_the_form_saves_and_shows_last_month_beside(desk: Desk) -> None:
    april = Explanation((("原因", "四月的原因。"),), "李强")
    texts.write(desk.folder, "2026-04", "330101", "cluster_revenue", april)
    shown = form_of(desk)
    assert "四月的原因。" in shown_html(shown)
    cause = find(shown, "Textarea", "原因")
    assert cause.value == ""
    cause.value = "五月订单不足。"
    find(shown, "Button", "保存").click()
    assert "没有写作者" in shown_html(shown) and kept(desk, MAY) == Explanation()
    find(shown, "Text", "作者").value = "周敏"
    find(shown, "Button", "保存").click()
    assert kept(desk, MAY) == Explanation((("原因", "五月订单不足。"),), "周敏")
    assert "data/commentary/2026-05/330101/cluster_revenue.md" in shown_html(shown)
    again = form_of(desk)
    assert find(again, "Textarea", "原因").value == "五月订单不足。"


def test_the_form_names_what_to_look_at_again(desk: Desk, tmp_path: Path) -> None:
    april = Explanation((("原因", "订单不足。"),), "李强")
    texts.write(desk.folder, "2026-04", "330101", "cluster_revenue", april)
    assert former(desk, MAY) == ("2026年1—4月", april)
    same = written({"原因": " 订单不足。 "}, "周敏", False)
    assert remarks(desk, MAY, same) == ["“原因”与2026年1—4月逐字相同"]
    issued = Issued(
        "cluster_revenue", "330101", "2026-05", "internal", "定稿", 5, 0, Names("周敏"), "x"
    )
    record(tmp_path / "releases", [issued], {})
    signed = replace(desk, releases=tmp_path / "releases")
    other = written({"原因": "用电偏紧。"}, "周敏", False)
    assert remarks(signed, MAY, other) == ["本期已按第5期定稿，改动后再生成将成为更正版"]


def test_a_text_with_headings_of_its_own_keeps_them(desk: Desk) -> None:
    text = Explanation((("说明", "总的情况。"), ("原因", "一。"), ("建议", "二。")), "周敏")
    texts.write(desk.folder, "2026-05", "330101", "cluster_revenue", text)
    shown = form_of(desk)
    find(shown, "Textarea", "原因").value = "改过。"
    find(shown, "Button", "保存").click()
    assert kept(desk, MAY).parts == (("说明", "总的情况。"), ("原因", "改过。"), ("建议", "二。"))
    assert str(Period.parse(MAY.period).previous) == "2026-04"
