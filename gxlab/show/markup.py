"""Typed objects as HTML: one set of templates for the published page and for JupyterLab.

Autoescape is on and the templates never mark anything as safe, so text from a workbook stays text
wherever it lands. The only markup that is not made by a template is a drawn chart, and that passes
:mod:`gxlab.show.drawing` first.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import pairwise

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from gxlab.show.objects import Block, Column, Figure


@dataclass(frozen=True)
class View:
    """How blocks are shown on one page.

    ``labels``: id of a table or chart → "表1" / "图1". ``drawings``: id of a chart → its drawn SVG;
    a chart without one is drawn by the page's script. ``full_values``: print ``data-value`` where
    print loses precision (internal editions only).
    """

    labels: Mapping[str, str] = field(default_factory=dict)
    drawings: Mapping[str, Markup] = field(default_factory=dict)
    full_values: bool = True


@dataclass(frozen=True)
class HeaderCell:
    """A cell of a table's head (表头格) with the columns and rows it spans."""

    text: str
    colspan: int
    rowspan: int
    unit: str
    align: str


def environment(*packages: str) -> Environment:
    """A Jinja2 environment that escapes everything and knows the block templates.

    ``packages`` are searched first, e.g. ``gxlab.publish``.
    """
    return _environment(packages)


@lru_cache(maxsize=4)
def _environment(packages: tuple[str, ...]) -> Environment:
    from jinja2 import ChoiceLoader

    made = Environment(
        loader=ChoiceLoader([PackageLoader(name) for name in (*packages, "gxlab.show")]),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters["printed"] = printed
    made.globals["header_rows"] = header_rows
    made.globals["spark"] = spark
    made.tests["figure"] = lambda value: isinstance(value, Figure)
    return made


def block_html(block: Block, view: View | None = None) -> Markup:
    """One block as an HTML fragment."""
    module = environment().get_template("blocks.html.j2").module
    return Markup(str(module.block(block, view or View())))  # type: ignore[attr-defined]


def printed(text: str) -> str:
    """A figure's text with a true minus sign (−) before its digits.

    >>> printed("-4.9"), printed("2025-2026")
    ('−4.9', '2025-2026')
    """
    return re.sub(r"(?<![0-9A-Za-z])-(?=[0-9.])", "−", text)


def header_rows(columns: tuple[Column, ...]) -> tuple[tuple[HeaderCell, ...], ...]:
    """The rows of a table's head: spanners merged over neighbours, short paths reaching down.

    >>> two = (Column("a", ("单位",)), Column("b", ("营收", "累计")), Column("c", ("营收", "同比")))
    >>> [[(c.text, c.colspan, c.rowspan) for c in row] for row in header_rows(two)]
    [[('单位', 1, 2), ('营收', 2, 1)], [('累计', 1, 1), ('同比', 1, 1)]]
    """
    depth = max((len(column.header) for column in columns), default=0)
    return tuple(tuple(_header_row(columns, level, depth)) for level in range(depth))


def _header_row(columns: tuple[Column, ...], level: int, depth: int) -> list[HeaderCell]:
    cells: list[HeaderCell] = []
    index = 0
    while index < len(columns):
        path = columns[index].header
        if len(path) <= level:
            index += 1
            continue
        leaf = len(path) == level + 1
        span = 1 if leaf else _shared(columns[index:], level)
        column = columns[index]
        cells.append(
            HeaderCell(
                path[level],
                span,
                depth - level if leaf else 1,
                column.unit if leaf else "",
                column.align if leaf else "center",
            )
        )
        index += span
    return cells


def _shared(columns: tuple[Column, ...], level: int) -> int:
    """How many neighbours share the spanner at this level; a leaf ends the run."""
    prefix = columns[0].header[: level + 1]
    count = 0
    for column in columns:
        if column.header[: level + 1] != prefix or len(column.header) == level + 1:
            break
        count += 1
    return count


@dataclass(frozen=True)
class Spark:
    """A sparkline (迷你走势): SVG path data, the last point, and the height of zero if in range."""

    path: str
    x: str
    y: str
    zero: str | None


def spark(values: tuple[str | None, ...], width: int = 120, height: int = 30) -> Spark | None:
    """The line through ``values`` in a box, broken where a reading is missing.

    None when fewer than two readings exist: one point is no course. The last point is marked only
    where the last reading exists.
    """
    numbers = [None if v in (None, "") else float(v) for v in values]
    known = [n for n in numbers if n is not None]
    if len(known) < 2:
        return None
    low, high = min(known), max(known)
    spread = (high - low) or 1.0
    margin = 3

    def height_of(number: float) -> float:
        return margin + (high - number) / spread * (height - 2 * margin)

    step = (width - 2 * margin) / (len(numbers) - 1)
    points = [
        None if n is None else (f"{margin + i * step:.1f}", f"{height_of(n):.1f}")
        for i, n in enumerate(numbers)
    ]
    path = " ".join(
        f"{'L' if before else 'M'}{here[0]} {here[1]}"
        for before, here in pairwise([None, *points])
        if here
    )
    last = next(p for p in reversed(points) if p)
    zero = f"{height_of(0):.1f}" if low < 0 < high else None
    return Spark(path, last[0], last[1], zero)
