from typing import Any

import pytest

from gxlab.publish.outline import Prose, PublishRefused, read_outline
from gxlab.show.objects import MIME, Chart, Commentary, Sentences, Table, to_json
from tests.unit.publish.sample import (
    code,
    definitions,
    key_points,
    markdown,
    masthead,
    notebook,
    quality,
    sample,
    say,
    sentinel,
)


def smallest(*cells: dict[str, Any]) -> dict[str, Any]:
    return notebook(
        code(masthead()),
        markdown("## 要点 {#key-points}"),
        code(key_points()),
        *cells,
        markdown("## 数据质量 {#data-quality}"),
        code(quality()),
        markdown("## 口径与来源 {#definitions}"),
        code(definitions()),
        code(sentinel()),
    )


def output(kind: str, **more: Any) -> dict[str, Any]:
    return {"cell_type": "code", "source": "", "outputs": [{"output_type": kind, **more}]}


def test_commentary_keeps_its_anchor_before_data_quality_when_nobody_wrote() -> None:
    outline = read_outline(smallest())
    assert [s.id for s in outline.sections] == [
        "key-points",
        "commentary",
        "data-quality",
        "definitions",
    ]
    assert outline.sections[1].items == ()
    empty = read_outline(
        smallest(markdown("## 情况说明 {#commentary}"), code(Commentary((("原因", ""),))))
    )
    assert empty.sections[1].items == ()


def test_a_section_without_results_is_left_out() -> None:
    outline = read_outline(
        smallest(markdown("## 四、梯队 {#tiers}\n\n本节说明。"), code(Sentences(())), code())
    )
    assert "tiers" not in [s.id for s in outline.sections]


def test_markdown_becomes_prose() -> None:
    cell = markdown("## 一、总体\n\n**注意**两点：\n\n- 甲\n- 乙\n\n### 小标题")
    section = read_outline(smallest(cell, code(say("有内容。")))).sections[1]
    assert section.title == "一、总体" and section.id == "section-2"
    prose = [item for item in section.items if isinstance(item, Prose)]
    assert [p.form for p in prose] == ["paragraph", "list", "heading"]
    assert [(r.text, r.style) for r in prose[0].lines[0]] == [("注意", "strong"), ("两点：", "")]


def test_a_raw_cell_and_a_line_break_say_nothing() -> None:
    raw = {"cell_type": "raw", "source": "甲"}
    cell = markdown("## 一、总体\n\n甲`乙`\n丙")
    section = read_outline(smallest(raw, cell, code(say("有内容。")))).sections[1]
    prose = section.items[0]
    assert isinstance(prose, Prose)
    assert [r.text for r in prose.lines[0]] == ["甲", "乙", "丙"]


@pytest.mark.parametrize(
    ("cell", "said"),
    [
        (output("stream", name="stdout", text="42"), "第4个单元格的输出.*打印的文字"),
        (output("stream", name="stderr", text="警告"), "第4个单元格的输出.*打印的文字"),
        (output("display_data", data={"text/html": "<b>1</b>"}), "text/html"),
        (output("execute_result", data={"text/plain": "42"}), "text/plain"),
        (
            output("error", ename="KeyError", evalue="甲企业 123.4", traceback=[]),
            "第4个单元格运行出错（KeyError）",
        ),
        (
            output("execute_result", data={MIME: {"type": "html", "data": {}}}),
            "不是本系统的图、表、句、数",
        ),
        (output("execute_result", data={MIME: "x"}), "不是本系统的图、表、句、数"),
        (markdown("<b>甲</b>"), "含有“inline_html”"),
        (markdown("<div>甲</div>"), "含有“block_html”"),
        (markdown("[甲](javascript:alert(1))"), "含有“link”"),
        (markdown("![甲](x.png)"), "含有“image”"),
        (markdown("```\n甲\n```"), "含有“block_code”"),
        (markdown("- 甲\n  - 乙"), "含有“嵌套列表”"),
    ],
)
def test_anything_else_is_refused_by_cell(cell: dict[str, Any], said: str) -> None:
    with pytest.raises(PublishRefused, match=said):
        read_outline(smallest(cell))


def test_an_error_never_tells_a_firms_figure() -> None:
    with pytest.raises(PublishRefused) as refused:
        read_outline(
            smallest(output("error", ename="KeyError", evalue="甲企业 123.4", traceback=[]))
        )
    assert "123.4" not in str(refused.value)


def test_masthead_and_sentinel_are_needed_once() -> None:
    with pytest.raises(PublishRefused, match="只有一个眉头，实有2个"):
        read_outline(smallest(code(masthead())))
    cut = smallest()
    cut["cells"].pop()
    with pytest.raises(PublishRefused, match="只有一个完成标记，实有0个"):
        read_outline(cut)
    late = smallest()
    late["cells"].append(code(say("之后。")))
    with pytest.raises(PublishRefused, match="最后一个输出"):
        read_outline(late)


@pytest.mark.parametrize(("place", "name"), [(1, "要点"), (3, "数据质量"), (5, "口径与来源")])
def test_a_promised_section_may_not_be_missing(place: int, name: str) -> None:
    nb = smallest()
    del nb["cells"][place : place + 2]
    with pytest.raises(PublishRefused, match=f"缺“{name}”一节"):
        read_outline(nb)


def test_ids_are_unique_and_plain() -> None:
    table = Table("A1", "题", (), ())
    with pytest.raises(PublishRefused, match="图表编号“A1”出现两次"):
        read_outline(smallest(code(table, Chart("A1", "题", {}))))
    with pytest.raises(PublishRefused, match="图表编号“a b”只能由"):
        read_outline(smallest(code(Table("a b", "题", (), ()))))
    with pytest.raises(PublishRefused, match="节编号“key-points”出现两次"):
        read_outline(smallest(markdown("## 又 {#key-points}"), code(table)))


@pytest.mark.parametrize(
    "spec",
    [
        {"data": {"url": "https://example.invalid/a.json"}},
        {"layer": [{"encoding": {"href": {"field": "a"}}}]},
        {"layer": [{"mark": {"type": "image"}}]},
        {"mark": "image"},
    ],
)
def test_a_chart_may_not_reach_outside(spec: dict[str, Any]) -> None:
    with pytest.raises(PublishRefused, match="图“C9”引用外部内容"):
        read_outline(smallest(code(Chart("C9", "题", spec))))


def test_outline_of_the_sample_lists_its_parts() -> None:
    outline = read_outline(sample())
    assert [c.id for c in outline.charts] == ["C1", "C2", "C3"]
    assert [t.id for t in outline.tables] == ["A1", "A2", "A8"]
    assert [block.kind for block in outline.lead] == ["sentence", "key_figures"]
    assert to_json(outline.sentinel) == to_json(sentinel())


def test_an_anchor_is_written_as_a_comment_or_in_braces() -> None:
    told = smallest(markdown("## 四、梯队 <!-- #tiers -->"), code(say("本节说明。")))
    assert "tiers" in {section.id: section.title for section in read_outline(told).sections}
    braces = smallest(markdown("## 四、梯队 {#tiers}"), code(say("本节说明。")))
    assert read_outline(braces).sections == read_outline(told).sections
    with pytest.raises(PublishRefused, match="inline_html"):
        read_outline(smallest(markdown("## 四、<b>梯队</b>"), code(say("本节说明。"))))
    with pytest.raises(PublishRefused, match="inline_html"):
        read_outline(smallest(markdown("## 四、梯队 <!-- 备注 -->"), code(say("本节说明。"))))
