"""大中小微: firms by the size classes of the statistical standard, from a whole year's revenue.

A class needs both of its lower bounds, people and revenue; a firm that misses one falls a class
(须同时满足下限，否则下划一档). The bounds are a dated rule parameter (size_bounds).
"""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import polars as pl

from gxlab.measures import figures as fig
from gxlab.measures.cells import cells
from gxlab.measures.cluster_years import year_values
from gxlab.measures.figures import FigureRow
from gxlab.measures.firm_sums import firm_rows
from gxlab.warehouse.desk import Desk

MICRO, UNKNOWN = "微型", "规模不详"
Bounds = tuple[tuple[str, Decimal, Decimal], ...]


def size_bounds(said: str) -> Bounds:
    """Classes from the largest with their lower bounds of people and of revenue in 万元.

    >>> size_bounds("大型=1000/40000|中型=300/2000")[1]
    ('中型', Decimal('300'), Decimal('2000'))
    """
    found = []
    for part in said.split("|"):
        name, _, limits = part.partition("=")
        people, _, revenue = limits.partition("/")
        found.append((name, Decimal(people), Decimal(revenue)))
    return tuple(found)


def size_class(people: Decimal | None, revenue: Decimal | None, bounds: Bounds) -> str:
    """The class of a firm; 规模不详 where people or revenue are unknown.

    >>> bounds = size_bounds("大型=1000/40000|中型=300/2000|小型=20/300")
    >>> size_class(Decimal(500), Decimal(50000), bounds), size_class(Decimal(9), Decimal(9), bounds)
    ('中型', '微型')
    """
    if people is None or revenue is None:
        return UNKNOWN
    reached = (name for name, p, r in bounds if people >= p and revenue >= r)
    return next(reached, MICRO)


def by_size(desk: Desk, indicator_id: str, span: str) -> list[FigureRow]:
    """Firm sums by size class, the largest first, with pull and share of the unit's firm sum.

    Revenue is that of last full year; a figure of 1—N月 would make every firm smaller.
    """
    rows = firm_rows(desk, indicator_id, span)
    if rows.is_empty():
        return []
    people = firm_rows(desk, "employees", "point").select("enterprise", pl.col("value").alias("p"))
    sized = rows.join(people, on="enterprise", how="left").join(
        year_values(desk), on="enterprise", how="left"
    )
    bounds = size_bounds(desk.policy("size_bounds"))
    pairs = sized.select("p", "year_value").iter_rows()
    names = pl.Series("size", [size_class(p, r, bounds) for p, r in pairs], dtype=pl.String)
    period = str(desk.period)
    unit = desk.unit
    (whole,) = cells(rows, ["span"]).to_dicts()
    total = fig.from_cell(whole, code=unit.code, name=unit.name, period=period)
    found = {
        cell["size"]: fig.from_cell(cell, code=cell["size"], name=cell["size"], period=period)
        for cell in cells(sized.with_columns(names), ["size", "span"]).to_dicts()
    }
    order = [*(name for name, _, _ in bounds), MICRO, UNKNOWN]
    parts = [replace(found[name], code=name) for name in order if name in found]
    return fig.with_parts(parts, total)
