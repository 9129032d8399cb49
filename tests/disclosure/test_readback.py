"""What a page prints is read back as a reader reads it; what has no coordinate is called loose."""

from __future__ import annotations

from decimal import Decimal

import pytest

from gxlab.disclosure.page_tree import NotPlain, read_page
from gxlab.disclosure.printed_text import said
from gxlab.disclosure.readback import ReadBack, read_back

PAGE = "<!DOCTYPE html>\n<html><body>{}</body></html>"
AXIS = '<svg><g class="role-axis-label">{}</g></svg>'
REF = "revenue|330000|2026-05|ytd|{}"


def one(body: str) -> ReadBack:
    (figure,) = read_back({"a.html": PAGE.format(body).encode()}).figures
    return figure


@pytest.mark.parametrize(
    ("text", "before", "number", "half"),
    [
        ("1,234.50", "", "1234.50", "0.005"),
        ("+4.2", "", "4.2", "0.05"),
        ("−4.9", "", "-4.9", "0.05"),
        ("-4.9", "", "-4.9", "0.05"),
        ("4.9%", "，同比下降", "-4.9", "0.05"),
        ("4.9", "增速比1—4月回落", "-4.9", "0.05"),
        ("1.8倍", "增长", "180", "5"),  # 1.8倍 is 175 % to 185 %
        ("持平", "", "0", "0.05"),
        ("86", "", "86", "0.5"),
        ("9.6（4）", "", "9.6", "0.05"),
    ],
)
def test_a_printed_text_says_a_number(text: str, before: str, number: str, half: str) -> None:
    told = said(text, before)
    assert told is not None
    assert (told.number, told.half) == (Decimal(number), Decimal(half))


def test_the_unit_of_measure_stands_behind_inside_or_above() -> None:
    value, growth = REF.format("value"), REF.format("growth_yoy_pct")
    behind = one(f'<p>实现<span data-ref="{value}">5.20</span><span class="unit">亿元</span></p>')
    assert (behind.number, behind.unit_of_measure) == (Decimal("5.20"), "亿元")
    assert one(f'<b data-ref="{growth}">4.2</b>').unit_of_measure == "%"
    table = (
        '<table><caption><span class="caption">集群</span></caption><thead>'
        '<tr><th rowspan="2">集群</th><th colspan="2">营业收入</th></tr>'
        '<tr><th>累计<span class="unit">亿元</span></th>'
        '<th>同比<span class="unit">%</span></th></tr></thead>'
        f'<tbody><tr><th>甲</th><td>—</td><td data-ref="{growth}">−1.0</td></tr></tbody></table>'
    )
    cell = one(table)
    assert (cell.unit_of_measure, cell.place) == ("%", "表“集群”·甲·营业收入·同比")


def test_a_place_in_brackets_is_a_figure_of_its_own() -> None:
    body = f'<td data-ref="{REF.format("growth_yoy_pct")}|cluster=a">9.6（4）</td>'
    growth, rank = read_back({"a.html": PAGE.format(body).encode()}).figures
    assert (growth.statistic, growth.number) == ("growth_yoy_pct", Decimal("9.6"))
    assert (rank.ref, rank.number) == (f"{REF.format('rank')}|cluster=a", Decimal(4))


def test_a_suppressed_figure_keeps_its_coordinate() -> None:
    figure = one(f'<td data-ref="{REF.format("value")}|cluster=a">*</td>')
    assert figure.suppressed and figure.number is None
    assert (figure.by, figure.code, figure.half) == ("cluster", "a", Decimal(0))


@pytest.mark.parametrize(
    ("body", "loose"),
    [
        ("<p>2026年1—5月，见表3，等2个文件</p>", []),
        ("<p>增长12.4%</p>", ["12.4"]),
        ("<p>１２</p><p>⑫</p><p>两户</p><p>百分之三</p>", ["１２", "⑫", "两户", "百分之三"]),
        ('<p aria-label="12.4">甲</p>', ["12.4"]),
        ('<p id="t-A12" class="level-1">甲</p>', []),
        ('<p class="x12345">甲</p>', ["12345"]),
        ('<td colspan="2">甲</td>', []),
        ('<svg><text x="3.5">12.4</text></svg>', ["12.4"]),
        (f'<svg><text data-ref="{REF.format("value")}">12.4</text></svg>', []),
        (AXIS.format("<text>0</text><text>50</text><text>100</text>"), []),
        (AXIS.format("<text>0</text><text>37</text><text>74</text>"), ["0", "37", "74"]),
        ('<svg><path d="M0,0h12.3v4h-12.3Z"></path></svg>', []),
        ('<svg><path d="M0,0h12.3456v4"></path></svg>', ["0,0", "12.3456", "4"]),
    ],
)  # fmt: skip
def test_numbers_without_a_coordinate_are_loose(body: str, loose: list[str]) -> None:
    found = read_back({"a.html": PAGE.format(body).encode()}).loose
    assert [one.text for one in found] == loose


def test_a_public_name_may_hold_a_numeral() -> None:
    page = {"a.html": PAGE.format("<p>5G通信</p>").encode()}
    assert [one.text for one in read_back(page).loose] == ["5"]
    assert read_back(page, ["5G通信"]).loose == ()


def test_a_coordinate_told_twice_differently_is_reported() -> None:
    def faults(*texts: str) -> list[str]:
        body = "".join(
            f'<p>同比增长<b data-ref="{REF.format("growth_yoy_pct")}">{t}</b></p>' for t in texts
        )
        return [f.rule for f in read_back({"a.html": PAGE.format(body).encode()}).faults]

    assert faults("4.2", "+4.2", "4.2%") == []
    assert faults("180.4", "1.8倍") == []  # 1.8倍 is told less exactly, not otherwise
    for other in ("4.3", "4.20", "*", "—"):
        assert faults("4.2", other) == ["同一坐标印了两个不同的数"], other


@pytest.mark.parametrize(
    "body",
    [
        "<p>甲", "<p>甲</div>", "<p>甲</p></p>", "<!-- 甲 -->", "<p a=b>甲</p>", "<p a='b'>甲</p>",
        '<p a="1" A="2">甲</p>', "<p>甲\x00</p>", "<p/>", "<?php ?>", "<p >甲</p>", "a < b",
        '<p a="<b>">甲</p>', "<![CDATA[甲]]>",
    ],
)  # fmt: skip
def test_a_page_in_another_form_is_not_read(body: str) -> None:
    with pytest.raises(NotPlain):
        read_page(PAGE.format(body).encode())


def test_entities_are_read_once() -> None:
    page = read_page(PAGE.format('<p title="&amp;lt;">&amp;lt;甲&#34;</p>').encode())
    assert page.text.strip() == '&lt;甲"'
    assert next(e for e in page.walk() if e.tag == "p").attributes["title"] == "&lt;"
