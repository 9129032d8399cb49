"""“同一表,各县各样”:插列、换序用同义词、换标题下移一行."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import Enum

from gxlab.demo.sheet import Column, Row

Titles = Sequence[Mapping[int, str]]


class Form(Enum):
    """四种样式,docs/forms.md 的样式一至四."""

    STANDARD = 0
    INSERTED = 1
    MOVED = 2
    RETITLED = 3


def form_of(county: int) -> Form:
    """第 k 个县用第 k mod 4 种样式."""
    return Form(county % 4)


def titles_of(form: Form, plain: Titles, other: Titles) -> Titles:
    """样式四换标题,其余用标准标题."""
    return other if form is Form.RETITLED else plain


def arrange(
    columns: Sequence[Column],
    records: Sequence[tuple[str, Row]],
    order: Sequence[str],
    synonyms: Mapping[str, str],
) -> tuple[tuple[Column, ...], list[tuple[str, Row]]]:
    """按 order 取列(不在其中的列省去),并换表头用词."""
    places = {column.id: k for k, column in enumerate(columns)}
    picked = [places[key] for key in order]
    renamed = tuple(
        Column(c.id, synonyms.get(c.id, c.top), synonyms.get(f"{c.id}/sub", c.sub), c.width)
        for c in (columns[k] for k in picked)
    )
    return renamed, [(key, tuple(row[k] for k in picked)) for key, row in records]
