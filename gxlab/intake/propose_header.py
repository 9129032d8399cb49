"""Where the table of an unknown form stands (表头的位置): its sheet, its header, its titles."""

from __future__ import annotations

import re

from gxlab.intake.grid import Grid, Sheet, Unreadable
from gxlab.intake.headers import Header, header_at, is_label_row
from gxlab.intake.labels import normal

_HEADER_WITHIN = 30
_MOST_LEVELS = 5
NUMERIC = re.compile(r"[-+(]?[0-9][0-9,.]*%?\)?")


def densest_header(grid: Grid) -> tuple[Sheet, Header]:
    """The row with the most labels above rows of figures, over all sheets, with its levels.

    Raises Unreadable where no row can be one.
    """
    best: tuple[int, Sheet, int] | None = None
    for sheet in grid.sheets:
        for i, row in enumerate(sheet.rows[:_HEADER_WITHIN]):
            labels = [t for t in row if t and not NUMERIC.fullmatch(normal(t))]
            below = sheet.rows[i + 1 : i + 8]
            figures = sum(bool(t and NUMERIC.fullmatch(normal(t))) for r in below for t in r)
            score = 10 * len(labels) + min(figures, 40)
            if len(labels) > 1 and figures and (best is None or score > best[0]):
                best = (score, sheet, sheet.top + i)
    if best is None:
        raise Unreadable("header_not_found", "看不出表头在哪里，请确认文件里有带列名的数据表")
    _, found, densest = best
    top = _first_row(found, densest)
    first = next(c for c in range(found.left, found.right) if found.at(top, c))
    height = _levels(found, top, densest)
    return found, header_at(found, top, first, height)


def _first_row(sheet: Sheet, row: int) -> int:
    """The row where the header starts: merged labels, or labels of groups, above the densest."""
    top = min(
        (t for t, left, b, right in sheet.merges if t < row <= b and left == right), default=row
    )
    while top > sheet.top and row - top < _MOST_LEVELS - 1 and is_label_row(sheet, top - 1):
        top -= 1
    return top


def _levels(sheet: Sheet, top: int, densest: int) -> int:
    """How many rows the header has: down to the densest, and rows of labels right below it."""
    bottom = max(
        [densest] + [b for t, left, b, right in sheet.merges if t <= densest <= b and left == right]
    )
    while bottom - top < _MOST_LEVELS - 1:
        below = [sheet.at(bottom + 1, c) for c in range(sheet.left, sheet.right)]
        texts = [t for t in below if t]
        first = next(c for c in range(sheet.left, sheet.right) if sheet.at(densest, c))
        if not texts or sheet.at(bottom + 1, first):
            break
        if any(NUMERIC.fullmatch(normal(t)) for t in texts):
            break
        bottom += 1
    return bottom - top + 1


def column_texts(sheet: Sheet, header: Header, index: int, most: int = 400) -> list[str]:
    """The texts of a column below the header, blanks left out."""
    rows = range(header.bottom, min(sheet.bottom, header.bottom + most))
    return [text for row in rows if (text := sheet.at(row, index))]
