import re

import pytest

from gxlab.show.markup import View, block_html, header_rows, printed, spark
from gxlab.show.objects import Column, Commentary, Figure, Light, Row, Sentence, Table


def table(
    *rows: Row, columns: tuple[Column, ...] = (Column("a", ("单位",), align="left"),)
) -> Table:
    return Table("A1", "题", columns, rows)


def test_header_paths_become_spanners_and_long_cells() -> None:
    columns = (
        Column("u", ("单位",)),
        Column("a", ("营收", "本年", "累计")),
        Column("b", ("营收", "本年", "同比")),
        Column("c", ("营收", "上年")),
        Column("d", ("户数",), "户"),
    )
    rows = [[(c.text, c.colspan, c.rowspan, c.unit) for c in row] for row in header_rows(columns)]
    assert rows == [
        [("单位", 1, 3, ""), ("营收", 3, 1, ""), ("户数", 1, 3, "户")],
        [("本年", 2, 1, ""), ("上年", 1, 2, "")],
        [("累计", 1, 1, ""), ("同比", 1, 1, "")],
    ]  # fmt: skip


def test_equal_leaf_headers_stay_apart() -> None:
    columns = (Column("a", ("位次",)), Column("b", ("位次",)))
    assert [c.colspan for c in header_rows(columns)[0]] == [1, 1]
    assert header_rows(()) == ()


def test_every_row_fills_every_column() -> None:
    columns = (Column("u", ("单位",)), Column("a", ("营收", "累计")), Column("b", ("营收", "同比")))
    grid = [[0] * 3 for _ in range(2)]
    for level, row in enumerate(header_rows(columns)):
        for cell in row:
            at = grid[level].index(0)
            for down in range(cell.rowspan):
                for right in range(cell.colspan):
                    grid[level + down][at + right] += 1
    assert grid == [[1, 1, 1], [1, 1, 1]]


@pytest.mark.parametrize(
    ("given", "shown"),
    [("-4.9", "−4.9"), ("(-3)", "(−3)"), ("2025-2026", "2025-2026"), ("A-1", "A-1"), ("-", "-"),
     ("-.5", "−.5"), ("", "")],
)  # fmt: skip
def test_minus(given: str, shown: str) -> None:
    assert printed(given) == shown


def test_cells_of_each_kind() -> None:
    columns = (
        Column("a", ("单位",), align="left"),
        Column("b", ("同比",), "%"),
        Column("c", ("灯",), align="left"),
    )
    row = Row(
        ("高新区", Figure("-1.8", "r", value="-1.80"), Light("red", "红灯")),
        level=1,
        emphasis="own",
    )
    html = str(block_html(table(row, Row((None, None, None)), columns=columns)))
    assert '<tr class="level-1 own"><th class="left" scope="row">高新区</th>' in html
    assert '<td class="right" data-ref="r" data-value="-1.80">−1.8</td>' in html
    assert '<span class="light light-red"><i class="dot"></i>红灯</span>' in html
    assert html.count(">—<") == 3


def test_full_values_are_for_internal_pages() -> None:
    said = Sentence((Figure("1.8", "r", value="1.80"),))
    assert "data-value" in block_html(said)
    assert "data-value" not in block_html(said, View(full_values=False))


def test_an_empty_table_says_so() -> None:
    html = str(block_html(table()))
    assert "本期无数据。" in html and "<table" not in html


def test_empty_parts_of_a_commentary_are_left_out() -> None:
    html = str(block_html(Commentary((("原因", ""), ("下一步", "甲\n\n乙")))))
    assert "原因" not in html and re.findall(r"<p>(.*?)</p>", html) == ["甲", "乙"]


def test_spark_breaks_where_a_reading_is_missing() -> None:
    drawn = spark(("1", None, "3", "2"), width=96, height=30)
    assert drawn is not None
    # margin 3: four places over 90 px, 30 apart; the range 1…3 over 24 px, upside down.
    assert drawn.path == "M3.0 27.0 M63.0 3.0 L93.0 15.0"
    assert (drawn.x, drawn.y, drawn.zero) == ("93.0", "15.0", None)


def test_spark_marks_zero_when_the_course_crosses_it() -> None:
    drawn = spark(("-1", "1"), height=30)
    assert drawn is not None and drawn.zero == "15.0"
    assert spark(("1",)) is None and spark((None, "", "2")) is None
