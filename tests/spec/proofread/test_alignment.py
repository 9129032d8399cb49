"""逐句对照:去掉数之后字字相同的是同一句;重复的句子按先后认."""

from __future__ import annotations

from gxlab.proofread.alignment import align, differences
from gxlab.proofread.pages import Told, block_lines
from gxlab.show.objects import Column, Figure, KeyFigure, KeyFigures, Row, Sentence, Table


def told(*texts: str) -> list[Told]:
    return [Told(text) for text in texts]


def test_a_changed_figure_is_found_where_it_stands() -> None:
    page = told("甲集群同比增长6.3%。", "乙集群同比增长8.5%。")
    found = align(["甲集群同比增长6.3%。", "乙集群同比增长8.4%。"], page)
    wrong = [
        differences(line, m.told)
        for line, m in zip(["", "乙集群同比增长8.4%。"], found, strict=True)
    ]
    assert [(d.printed, d.expected) for d in wrong[1]] == [("8.4", "8.5")]


def test_like_lines_are_told_apart_by_their_order() -> None:
    page = told("甲", "同比增长6.3%", "乙", "同比增长8.5%")
    lines = ["甲", "同比增长6.3%", "乙", "同比增长6.3%"]
    by_place = {m.place: differences(lines[m.place], m.told) for m in align(lines, page)}
    assert by_place[1] == [] and [d.expected for d in by_place[3]] == ["8.5"]


def test_a_bare_number_is_known_by_the_line_above_it() -> None:
    page = told("集群营业收入", "227.62亿元", "完成年度目标", "38.0%")
    lines = ["集群营业收入", "227.62亿元", "完成年度目标", "38.1%"]
    wrong = [d for m in align(lines, page) for d in differences(lines[m.place], m.told)]
    assert [(d.printed, d.expected) for d in wrong] == [("38.1", "38.0")]
    assert align(["38.1%"], page) == []


def test_a_quoted_sentence_is_found_anywhere() -> None:
    page = told("甲", "营业收入增长6.3%。", "乙")
    assert [m.told.text for m in align(["领导讲话", "营业收入增长6.3%。"], page)] == [page[1].text]


def test_labels_and_ranges_do_not_matter_and_signs_do() -> None:
    page = told("1—5月投资增长6.3%", "甲县 | −0.6")
    lines = ["图1 1—5月投资增长6.3%", "甲县 | +0.6"]
    wrong = [differences(lines[m.place], m.told) for m in align(lines, page)]
    assert wrong[0] == [] and [d.expected for d in wrong[1]] == ["-0.6"]


def test_blocks_give_the_lines_a_reader_sees() -> None:
    rate = Figure("6.3%", "revenue|330101|2026-05|ytd|growth_yoy_pct")
    sentence = Sentence(("营业收入同比增长", rate, "。增速回落", Figure("0.2", "r"), "个百分点。"))
    assert [(t.text, len(t.refs)) for t in block_lines(sentence)] == [
        ("营业收入同比增长6.3%。", 1),
        ("增速回落0.2个百分点。", 1),
    ]
    table = Table(
        "t", "分单位", (Column("n", ("单位",)), Column("v", ("增速",))), (Row(("甲", rate)),)
    )
    assert Told("甲 | 6.3%", ((rate.text, rate.ref),)) in list(block_lines(table))
    count = Figure("7.1", "r", unit="户")
    table = Table(
        "t", "月均", (Column("n", ("单位",)), Column("v", ("月均",))), (Row(("甲", count)),)
    )
    assert Told("甲 | 7.1户", (("7.1", "r"),)) in list(block_lines(table))
    keys = KeyFigures((KeyFigure("营收增速", rate, "1—5月", "快报"),))
    assert [t.text for t in block_lines(keys)] == ["营收增速", "6.3%", "1—5月 · 快报"]
