"""Gates before a page is published: each lets the true page pass and names the figure it stops."""

from __future__ import annotations

import json
from decimal import Decimal

import pytest

from gxlab.publish.gates import Release, check
from gxlab.publish.gates_prints import number_of
from gxlab.publish.outline import Item, Outline, PublishRefused, Section
from gxlab.show.objects import (
    Chart,
    Column,
    Figure,
    Masthead,
    Row,
    Sentence,
    Sentences,
    Sentinel,
    Table,
)

TOTAL = "cluster_member_revenue|3300|2026-05|ytd|value"


def page(*items: Item, unit: str = "示例市") -> Outline:
    """A page of one unit with these blocks."""
    head = Masthead("月报", "第5期", unit, "2026年1—5月", "草稿")
    mark = Sentinel("cluster_revenue", "3300", unit, "2026-05", "internal", "0")
    return Outline(head, (), (Section("body", "一、总体", items),), mark)


def table(name: str, columns: dict[str, str], *rows: tuple[str, ...]) -> Table:
    """A table of figures: column keys with their units, rows of a name and texts; the last is
    the total."""
    heads = (Column("name", ("单位",)), *(Column(k, (k,), unit) for k, unit in columns.items()))
    body = tuple(
        Row((row[0], *_figures(row, columns)), emphasis="total" if row[0] == "合计" else "")
        for row in rows
    )
    return Table(name, f"表{name}", heads, body)


def _figures(row: tuple[str, ...], columns: dict[str, str]) -> list[Figure | None]:
    named = zip(columns, row[1:], strict=True)
    return [Figure(text, f"{row[0]}|{key}") if text else None for key, text in named]


def stopped(*pages: Outline, former: str | None = None) -> str:
    """The sentence that stops one of the pages of a release."""
    release = Release()
    with pytest.raises(PublishRefused) as error:
        for one in pages:
            check(one, release, former)
    return str(error.value)


def passes(*pages: Outline, former: str | None = None) -> bool:
    release = Release()
    for one in pages:
        check(one, release, former)
    return True


def text(shown: str, ref: str = TOTAL, unit: str = "亿元") -> Sentence:
    return Sentence(("营业收入", Figure(shown, ref, unit=unit), "。"))


def cell(shown: str, ref: str = TOTAL, unit: str = "万元", name: str = "T") -> Table:
    heads = (Column("name", ("单位",)), Column("value", ("营收",), unit))
    return Table(name, "分单位营收", heads, (Row(("全市", Figure(shown, ref))),))


@pytest.mark.parametrize(
    ("one", "other", "fits"),
    [
        # 50.06 亿元 stands for 500,550 to 500,650 万元.
        ("50.06", "500,612", True),
        ("50.06", "500,549", False),
        ("50.06", "500,651", False),
        ("50.06", "−500,612", True),  # the words of a sentence carry its sign
    ],
)
def test_text_and_table_print_one_number(one: str, other: str, fits: bool) -> None:
    outline = page(text(one), cell(other))
    if fits:
        assert passes(outline)
    else:
        said = stopped(outline)
        assert TOTAL in said and f"“{one}亿元”" in said and f"“{other}万元”" in said


def test_a_sign_that_two_tables_tell_differently_is_found() -> None:
    ref = TOTAL.replace("value", "gap_plan_pp")
    assert "−3.5" in stopped(page(cell("3.5", ref, "百分点"), cell("−3.5", ref, "百分点", "U")))


def test_pages_of_one_release_agree() -> None:
    city, county = page(cell("500,612")), page(cell("500,613"), unit="东山县")
    assert passes(city, page(cell("500,612"), unit="东山县"))
    said = stopped(city, county)
    assert "示例市页" in said and "东山县页" in said


def test_a_place_is_the_same_on_every_page() -> None:
    rate = "cluster_member_revenue|330101|2026-05|ytd|growth_yoy_pct"
    own = "cluster_member_revenue|3300|2026-05|ytd|growth_rank|unit=330101"
    city = page(cell("8.3（2）", rate, "%"))
    assert passes(city, page(text("2", own, "位"), unit="东山县"))
    said = stopped(city, page(text("3", own, "位"), unit="东山县"))
    assert "“2位”" in said and "“3位”" in said


def test_parts_make_up_the_total() -> None:
    # 33 + 44 = 77; with three terms in 万元 rounding may be off by 1.5.
    kinds = {"count": "个", "plan": "万元"}
    right = table("B4", kinds, ("省级", "33", "100"), ("市级", "44", "201"), ("合计", "77", "302"))
    assert passes(page(right))
    wrong = table("B4", kinds, ("省级", "33", "100"), ("市级", "44", "201"), ("合计", "78", "302"))
    assert "“count”分项之和为77，合计为78" in stopped(page(wrong))
    far = table("B4", kinds, ("省级", "33", "100"), ("市级", "44", "201"), ("合计", "77", "303"))
    assert "“plan”分项之和为301，合计为303" in stopped(page(far))


def test_a_blank_part_is_no_nought() -> None:
    blank = table("B4", {"count": "个"}, ("省级", "33"), ("市级", ""), ("合计", "78"))
    assert passes(page(blank))


def test_stock_is_opening_with_entries_less_exits() -> None:
    keys = (
        "opening", "entry_小升规", "entry_转专业", "entry_再入统", "monthly", "exit_年度退出",
        "exit_年内退出", "transfers", "closing",
    )  # fmt: skip
    # 100 + 12 + 0 + 0 + 3 − 9 − 0 + 1 = 107
    moved = ("东山县", "100", "12", "0", "0", "3", "9", "0", "1")
    right = table("C1", dict.fromkeys(keys, "户"), (*moved, "107"))
    assert passes(page(right))
    wrong = table("C1", dict.fromkeys(keys, "户"), (*moved, "108"))
    assert "东山县的期末与上年末加增减相差1" in stopped(page(wrong))


def test_places_follow_the_values() -> None:
    good = table("A8", {"growth": "%"}, ("甲", "8.3（1）"), ("乙", "5.0（2）"), ("丙", "5.0（2）"))
    assert passes(page(good))
    swapped = table(
        "A8", {"growth": "%"}, ("甲", "8.3（1）"), ("乙", "9.0（2）"), ("丙", "5.0（3）")
    )
    assert "位次与数值次序不符" in stopped(page(swapped))
    tied = table("A8", {"growth": "%"}, ("甲", "8.3（1）"), ("乙", "5.0（1）"))
    assert "位次与数值次序不符" in stopped(page(tied))


def test_a_chart_shows_the_numbers_of_its_table() -> None:
    rows = table("A8", {"growth": "%"}, ("东山县", "8.3（1）"), ("西水县", "−1.4（2）"))

    def chart(shown: str) -> Chart:
        values = [{"label": "东山县", "text": shown, "x": 8.3}]
        return Chart("units", "各县区", {"layer": [{"data": {"values": values}}]})

    assert passes(page(rows, chart("8.3")))
    said = stopped(page(rows, chart("8.4")))
    assert "图“各县区”中东山县为8.4" in said and "8.3（1）" in said


def test_a_chart_in_yi_beside_a_table_in_wan() -> None:
    rows = table("B2", {"value": "万元", "base": "万元"}, ("3月", "49,493", "31,647"))

    def chart(shown: str) -> Chart:
        values = [{"month": "3月", "text": shown}]
        return Chart("monthly", "各月", {"data": {"values": values}})

    assert passes(page(rows, chart("4.95")), page(rows, chart("3.16")))
    assert "4.96" in stopped(page(rows, chart("4.96")))


def test_the_steps_of_a_funnel_are_the_columns_of_the_total() -> None:
    columns = {"filed": "个", "industrial": "个"}
    rows = table("B8", columns, ("云岭区", "60", "50"), ("合计", "94", "86"))

    def chart(shown: str) -> Chart:
        values = [{"label": "备案", "text": "94个"}, {"label": "工业", "text": shown}]
        return Chart("funnel", "备案项目", {"data": {"values": values}})

    assert passes(page(rows, chart("86个（占上一步91.5%）")))
    assert "工业为85个" in stopped(page(rows, chart("85个（占上一步91.5%）")))


def test_the_last_step_of_the_register_is_its_stock() -> None:
    rows = table("C1", {"closing": "户"}, ("合计", "638"))

    def chart(shown: str) -> Chart:
        values = [{"period": "2026-04", "text": "640户"}, {"period": "2026-05", "text": shown}]
        return Chart("C1-chart", "在库户数", {"data": {"values": values}})

    assert passes(page(rows, chart("638户")))
    assert "639户" in stopped(page(rows, chart("639户")))


def test_the_bridge_adds_up_in_levels_and_points() -> None:
    columns = {"base": "亿元", "increase": "亿元", "pull": "百分点"}
    # 204.23 + 3.12 = 207.35; blanks of the bridge are changes that did not happen.
    opening = ("上年同期", "204.23", "", "")
    rows = (opening, ("存量企业", "0.00", "+12.23", "+5.90"), ("小升规", "+3.12", "+0.98", "+0.47"))
    assert passes(page(table("A4", columns, *rows, ("合计", "207.35", "+13.21", "+6.37"))))
    wrong = table("A4", columns, *rows, ("合计", "207.35", "+13.31", "+6.37"))
    assert "“increase”分项之和为13.21，合计为+13.31" in stopped(page(wrong))


def former(shown: str) -> str:
    """The executed notebook of the month before, as far as it matters: one figure."""
    ref = TOTAL.replace("2026-05", "2026-04")
    return json.dumps({"figure": {"ref": ref, "text": shown, "unit": "亿元"}})


def test_a_cumulative_figure_may_not_fall_unsaid() -> None:
    assert passes(page(text("50.06")), former=former("40.11"))
    assert passes(page(text("50.06")), former=former("50.06"))
    said = stopped(page(text("48.00")), former=former("50.06"))
    assert "集群规上营业收入" in said and "48.00亿元" in said and "50.06亿元" in said
    note = Sentence(("1—5月累计", Figure("48.00", TOTAL, unit="亿元"), "，低于1—4月。"), "warning")
    assert passes(page(text("48.00"), Sentences((note,))), former=former("50.06"))


def test_what_may_fall_is_left_alone() -> None:
    ref = "ledger_remaining_investment|3300|2026-05|ytd|value"
    before = json.dumps(
        {"figure": {"ref": ref.replace("05", "04"), "text": "9.00", "unit": "亿元"}}
    )
    assert passes(page(text("8.00", ref)), former=before)


def test_counts_are_exact_and_amounts_rounded() -> None:
    assert number_of("33", "个") == (Decimal(33), Decimal(0))
    assert number_of("33", "万元") == (Decimal(33), Decimal("0.5"))
