"""整列读数: a column read at once gives what reading cell by cell gives, or declines."""

from __future__ import annotations

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gxlab.intake.cells import NumberReader
from gxlab.intake.plain_numbers import FIGURE, plain_numbers
from gxlab.intake.precheck import says_where

PLAIN = st.from_regex(r"-?[0-9]{1,12}(\.[0-9]{1,6})?", fullmatch=True)


@given(st.lists(st.none() | PLAIN, min_size=1, max_size=30))
def test_a_plain_column_is_what_its_cells_are(texts: list[str | None]) -> None:
    reader = NumberReader("万元", percent=False)
    found = plain_numbers(texts, reader)
    assert found is not None
    by_cell = [None if text is None else reader(text).value for text in texts]
    assert found.equals(pl.Series(by_cell, dtype=FIGURE))


@pytest.mark.parametrize(
    "text",
    [
        "1,203.4",
        "1.2345678",
        "1234567890123",
        "—",
        "约5",
        "5万",
        "1e5",
        "+5",
        " 5",
        "5\n",
        ".5",
        "",
    ],
)
def test_anything_else_is_looked_at_cell_by_cell(text: str) -> None:
    assert plain_numbers(["1", text], NumberReader("万元", percent=False)) is None


def test_another_unit_or_a_mark_of_the_legend_is_looked_at_cell_by_cell() -> None:
    assert plain_numbers(["1"], NumberReader("千元", percent=False)) is None
    marked = NumberReader("万元", percent=False, legend={"-9999": "not_applicable"})
    assert plain_numbers(["1", "-9999"], marked) is None
    assert plain_numbers(["1", "2"], marked) is not None


def test_a_sheet_says_where_its_cells_stand() -> None:
    assert says_where(b'<row r="1"><c r="A1"><v>1</v></c><c r="B1" s="1"/></row>')


@pytest.mark.parametrize(
    "part",
    [
        b'<row r="1"><c><v>1</v></c></row>',
        b'<row r="1"><c s="1" r="A1"><v>1</v></c></row>',
        b'<row><c r="A1"><v>1</v></c></row>',
        b'<row spans="1:1" r="1"><c r="A1"/></row>',
        b'<x:row r="1"><x:c r="A1"/></x:row>',
        b"<row/>",
    ],
)
def test_where_it_does_not_one_has_to_look(part: bytes) -> None:
    assert not says_where(part)
