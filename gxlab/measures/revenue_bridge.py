"""规上营业收入的增量构成: comparable and nominal growth of a unit, and of each of its industries.

The whole register of a unit moves its base through entries, exits and firms that move between
units; an industry also through firms that were put into another industry (行业调整).
"""

from __future__ import annotations

import polars as pl

from gxlab.measures.bridge_facts import facts_of
from gxlab.measures.cluster_bridge import part_rows, whole_row
from gxlab.measures.clusters import Edition, once
from gxlab.measures.figures import FigureRow
from gxlab.measures.growth_bridge import Bridge, bridge_of
from gxlab.reference.industries import division_of, industry


def whole_bridge(given: Edition) -> Bridge:
    """The bridge over every firm of the unit's register."""
    return once(given, "whole bridge", lambda: bridge_of(facts_of(given, _register)))


def industry_bridge(given: Edition, division: str) -> Bridge:
    """The bridge over the firms of one division (行业大类) of the unit's register."""

    def rows(at: Edition) -> pl.DataFrame:
        return _register(at).filter(_division(at) == division)

    return bridge_of(facts_of(given, rows, inside="industry"))


def components(given: Edition) -> list[FigureRow]:
    """The parts of the unit's bridge, then former, comparable and level."""
    return part_rows(whole_bridge(given), str(given.period))


def summed(given: Edition) -> list[FigureRow]:
    """The unit's whole movement, one row."""
    unit = given.desk.unit
    named = FigureRow(unit.code, unit.name)
    return [whole_row(whole_bridge(given), named, str(given.period))]


def by_industry(given: Edition) -> list[FigureRow]:
    """The whole movement of each division that has a firm now or had one a year ago."""
    then = given.step(period=given.period.prior_year)
    codes = pl.concat([_division(given), _division(then)]).unique().drop_nulls().sort().to_list()
    return [
        whole_row(
            industry_bridge(given, code), FigureRow(code, industry(code).name), str(given.period)
        )
        for code in codes
    ]


def _register(given: Edition) -> pl.DataFrame:
    return pl.concat([given.firms, given.kept])


def _division(given: Edition) -> pl.Series:
    codes = _register(given)["industry"].to_list()
    return pl.Series("division", [division_of(c) if c else None for c in codes], dtype=pl.String)
