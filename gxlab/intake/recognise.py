"""Which layout a file is (版式识别): by its name and the labels it holds, never by order.

The name narrows, the labels decide. A file whose name fits but not its labels is still taken for
that form, so that the refusal says what is missing; a renamed file is recognised when its headers
fit exactly one layout.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import PurePath

from gxlab.intake.grid import Grid, Sheet
from gxlab.intake.headers import bind, find_header, sheets_of
from gxlab.intake.labels import normal, split_unit
from gxlab.intake.layout_spec import SectionSpec
from gxlab.intake.layouts import Layout

_LABEL_ROWS = 30
"""Labels stand near the top: further down are data."""


def recognise(grid: Grid, file_name: str, layouts: Iterable[Layout]) -> tuple[Layout, ...]:
    """The layouts this file fits best: one is what it is, none is unknown, several undecided.

    Name and labels together go first, then labels with all headers, then the name alone; among
    equals the one that asks for more labels. What is left undecided is for a person to say.
    """
    labels = _labels(grid)
    stem = normal(PurePath(file_name).stem)
    fits = [(_score(layout, stem, labels, grid), layout) for layout in layouts]
    best = max((score for score, _ in fits), default=(0, 0))
    if best == (0, 0):
        return ()
    return tuple(layout for score, layout in fits if score == best)


def _score(layout: Layout, stem: str, labels: frozenset[str], grid: Grid) -> tuple[int, int]:
    spec = layout.spec
    named = bool(re.search(spec.file_name, stem))
    if not all(_holds(label, labels) for label in spec.contains):
        return (1, 0) if named else (0, 0)
    if named:
        return 3, len(spec.contains)
    return (2, len(spec.contains)) if _has_headers(layout, grid) else (0, 0)


def _has_headers(layout: Layout, grid: Grid) -> bool:
    """Whether every required table of the layout has its header and required columns."""
    return all(
        any(_has_header(sheet, section) for sheet in sheets_of(grid, section))
        for section in layout.spec.section
        if not section.optional
    )


def _has_header(sheet: Sheet, section: SectionSpec) -> bool:
    header = find_header(sheet, section)
    if header is None:
        return False
    binding = bind(header, section)
    return not binding.missing and not binding.ambiguous and len(binding.columns) > 1


def _holds(label: str, labels: frozenset[str]) -> bool:
    if label.startswith("re:"):
        pattern = re.compile(label.removeprefix("re:"))
        return any(pattern.search(text) for text in labels)
    return any(option in labels for option in label.split("|"))


def _labels(grid: Grid) -> frozenset[str]:
    found: set[str] = set()
    for sheet in grid.sheets:
        for row in sheet.rows[:_LABEL_ROWS]:
            for text in row:
                if text and len(text) <= 60:
                    label = normal(text)
                    found |= {label, split_unit(label)[0]}
    return frozenset(found)
