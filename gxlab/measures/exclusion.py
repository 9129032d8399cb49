"""剔除测算: growth of a cluster without chosen firms or industries, on the same base set.

What is taken out leaves value and base alike. Firms that left the growth (基数缺失, 未报) stay
where they are: taking them out changes the level and never the rate.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from decimal import Decimal

import polars as pl

from gxlab.measures import figures as fig
from gxlab.measures.clusters import Edition, figure_of, member_firms, sum_rows
from gxlab.measures.figures import FigureRow
from gxlab.reference.industries import division_of, industry

UNKNOWN_INDUSTRY = "行业不详"


@dataclass(frozen=True)
class Exclusion:
    """A cluster with and without the chosen parts (剔除前后).

    ``gone`` is what was taken out as one figure, with its pull and share of the whole; None where
    nothing was chosen. ``rest`` are the firms that stay, with pull and share of what is left.
    """

    whole: FigureRow
    left: FigureRow
    gone: FigureRow | None
    rest: tuple[FigureRow, ...]


@dataclass(frozen=True)
class Part:
    """A firm or a division of a cluster (可剔除的一项): its figure, where it stands, what it makes.

    ``firms`` are the codes of the firms in it.
    """

    row: FigureRow
    place: str
    division: str
    firms: tuple[str, ...]


def firm_parts(given: Edition, cluster: str | None = None) -> list[Part]:
    """Member firms that reported, the largest pull first, those without one last."""
    rows = _divisions(member_firms(given, cluster)).filter(pl.col("value").is_not_null())
    whole = _figure(given, _divisions(sum_rows(given, cluster)))
    figures = fig.with_parts([fig.from_firm(r) for r in rows.to_dicts()], whole)
    units = {u.code: u.name for u in given.desk.units.units}
    parts = [
        Part(figure, units.get(row["unit"], ""), _name(row["division"]), (row["enterprise"],))
        for figure, row in zip(figures, rows.to_dicts(), strict=True)
    ]
    return sorted(parts, key=_by_pull)


def industry_parts(given: Edition, cluster: str | None = None) -> list[Part]:
    """The divisions that the cluster's firms belong to, the largest pull first."""
    rows = _divisions(member_firms(given, cluster)).filter(pl.col("value").is_not_null())
    parts = []
    for figure in by_industry(given, cluster):
        own = rows.filter(pl.col("division") == figure.code)["enterprise"].to_list()
        if own:
            parts.append(Part(figure, f"{len(own)}户", figure.name, tuple(own)))
    return sorted(parts, key=_by_pull)


def by_industry(given: Edition, cluster: str | None = None) -> list[FigureRow]:
    """Member firms' revenue by division (行业大类); pull and share of the cluster's total."""
    rows = _divisions(sum_rows(given, cluster))
    whole = _figure(given, rows)
    found = [
        figure_of(given, rows.filter(pl.col("division") == code), code, _name(code))
        for code in rows["division"].unique().sort().to_list()
    ]
    return fig.with_parts(found, whole)


def exclude(
    given: Edition,
    cluster: str | None = None,
    firms: Collection[str] = (),
    industries: Collection[str] = (),
) -> Exclusion:
    """The cluster's total without the firms and the divisions named, each firm taken out once.

    The growth left over is (value − Σ value) ÷ (base − Σ base) over the firms that have both.
    """
    rows = _divisions(sum_rows(given, cluster))
    chosen = pl.col("enterprise").is_in(list(firms)) | pl.col("division").is_in(list(industries))
    out, stay = rows.filter(chosen), rows.filter(~chosen)
    whole, left = _figure(given, rows), _figure(given, stay)
    gone = fig.with_parts([_figure(given, out)], whole)[0] if out.height else None
    rest = fig.with_parts([fig.from_firm(r) for r in stay.to_dicts()], left)
    return Exclusion(whole, left, gone, tuple(rest))


def _figure(given: Edition, rows: pl.DataFrame) -> FigureRow:
    return figure_of(given, rows, given.desk.unit.code, given.desk.unit.name)


def _divisions(rows: pl.DataFrame) -> pl.DataFrame:
    found = [division_of(c) if c else UNKNOWN_INDUSTRY for c in rows["industry"].to_list()]
    return rows.with_columns(pl.Series("division", found, dtype=pl.String))


def _by_pull(part: Part) -> tuple[bool, Decimal, str]:
    pull = part.row.pull_pp
    return (pull is None, -abs(pull or Decimal(0)), part.row.code)


def _name(code: str) -> str:
    return code if code == UNKNOWN_INDUSTRY else industry(code).name
