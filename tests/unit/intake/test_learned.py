"""Learned layouts on small grids: groups above an anchor, units above a rate, odd totals."""

from __future__ import annotations

from gxlab.intake.extract import extract
from gxlab.intake.grid import Grid
from gxlab.intake.layouts import Layout, layout_digest, parse_layout, standard_layouts
from gxlab.intake.propose import propose
from tests.unit.intake.made import CONTEXT, Merge, check_books, grid, numbers, sheet

LEARNED = """东山县2026年1—5月产值|||
|||单位:万元
镇街|工业总产值||
|本月|本年累计|上年同期
城关镇|3|10|8
"""
MERGES: tuple[Merge, ...] = ((0, 0, 0, 3), (2, 0, 3, 0), (2, 1, 2, 3))
STORED = {
    ("330101001", "output", "2026-05", "month", "value"): "3",
    ("330101001", "output", "2026-05", "ytd", "value"): "10",
    ("330101001", "output", "2026-05", "ytd", "base"): "8",
}


def _learned() -> Layout:
    table = grid(LEARNED, MERGES)
    return parse_layout(propose(table, "东山县产值.xls", standard_layouts(), context=CONTEXT).text)


def _stored(table: Grid) -> dict[tuple[str, str, str, str, str], str | None]:
    found = extract(table, _learned(), CONTEXT, file_name="东山县产值.xls")
    check_books(found)
    assert not [p for p in found.problems if p.severity == "error"]
    return numbers(found)


def test_the_file_it_was_learned_from() -> None:
    assert _stored(grid(LEARNED, MERGES)) == STORED


def test_groups_above_the_row_of_the_key() -> None:
    moved = LEARNED.replace("镇街|工业总产值||\n|本月", "|工业总产值||\n镇街|本月")
    assert _stored(grid(moved, ((0, 0, 0, 3), (2, 1, 2, 3)))) == STORED


def test_a_rate_does_not_take_the_unit_of_the_levels_above_it() -> None:
    with_rate = """东山县2026年1—5月产值||||
镇街|工业总产值(万元)|||
|本月|本年累计|上年同期|增速
城关镇|3|10|8|25.0
"""
    table = grid(with_rate, ((0, 0, 0, 4), (1, 0, 2, 0), (1, 1, 1, 4)))
    layout = parse_layout(
        propose(table, "东山县产值.xls", standard_layouts(), context=CONTEXT).text
    )
    found = extract(table, layout, CONTEXT, file_name="东山县产值.xls")
    assert numbers(found) == {
        **STORED, ("330101001", "output", "2026-05", "ytd", "growth_pct"): "25",
    }  # fmt: skip


def test_a_cover_before_the_table_changes_nothing() -> None:
    cover = sheet("报送资料|\n单位|东山县", "封面")
    assert _stored(Grid((cover, sheet(LEARNED, "数据", MERGES)))) == STORED


def test_a_total_told_in_another_column_than_the_name() -> None:
    numbered = LEARNED.replace("产值||\n", "产值|||序号\n").replace("|8", "|8|1") + "|3|10|8|合计\n"
    merges = ((2, 0, 3, 0), (2, 1, 2, 3), (2, 4, 3, 4))
    assert _stored(grid(numbered, merges)) == STORED


def test_other_words_known_read_a_file_again() -> None:
    learned = _learned()
    plain = parse_layout(learned.source.replace("alike = true, ", ""))
    assert layout_digest(learned) != layout_digest(plain)
