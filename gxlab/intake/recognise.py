"""Which layout a file is (版式识别): by its name and the labels it holds, never by order.

The name narrows, the labels decide: every label under ``contains`` must stand in a cell of the
file. A renamed file is still recognised when its labels fit exactly one layout.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import PurePath

from gxlab.intake.grid import Grid
from gxlab.intake.labels import normal, split_unit
from gxlab.intake.layouts import Layout

_LABEL_ROWS = 30
"""Labels stand near the top: further down are data."""


def recognise(grid: Grid, file_name: str, layouts: Iterable[Layout]) -> Layout | None:
    """The one layout this file is; None where none fits or several fit equally well.

    A layout whose name pattern and labels both fit goes before one whose labels alone fit; among
    equals the one that asks for more labels. What fits by name only does not fit.
    """
    labels = _labels(grid)
    stem = normal(PurePath(file_name).stem)
    fits = [(_score(layout, stem, labels), layout) for layout in layouts]
    best = max((score for score, _ in fits), default=(0, 0))
    if best == (0, 0):
        return None
    chosen = [layout for score, layout in fits if score == best]
    return chosen[0] if len(chosen) == 1 else None


def _score(layout: Layout, stem: str, labels: frozenset[str]) -> tuple[int, int]:
    spec = layout.spec
    if not all(_holds(label, labels) for label in spec.contains):
        return 0, 0
    named = bool(re.search(spec.file_name, stem))
    if not named and len(spec.contains) < 2:
        return 0, 0
    return (2 if named else 1), len(spec.contains)


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
