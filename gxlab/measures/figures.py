"""Figures (数): what is printed for one indicator, unit and period, as pure functions of rows.

A figure row carries the printed level and growth together with everything needed to check it:
the pair behind the growth, what had to be left out, source, status and the period really used.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, fields, replace
from decimal import Decimal
from typing import Any

import polars as pl

from gxlab.measures.rates import HUNDRED, pull_pp, share_pct
from gxlab.reference.indicators import Indicator
from gxlab.reference.numbers import difference_pp, growth_pct

RATE = pl.Decimal(38, 10)
MONEY = pl.Decimal(38, 6)


@dataclass(frozen=True)
class FigureRow:
    """One figure with its evidence (一个数及其依据). Money in 万元; rates in %, changes in 百分点.

    ``numerator``/``denominator``: of a ratio, Σ over Σ; of a level, the compared value and base
    behind its growth. ``basis``: delivered, own_prior_year, new, exit_kept, base_missing,
    published. ``nominal_pp``: what a part adds to the growth over last year's published figure.
    ``contribution_pct``: 贡献率, only of parts that make up their total exactly.
    """

    code: str
    name: str
    value: Decimal | None = None
    base: Decimal | None = None
    basis: str | None = None
    growth_yoy_pct: Decimal | None = None
    published_growth_pct: Decimal | None = None
    change_pp: Decimal | None = None
    change_yoy_pp: Decimal | None = None
    pull_pp: Decimal | None = None
    nominal_pp: Decimal | None = None
    contribution_pct: Decimal | None = None
    share_pct: Decimal | None = None
    rank: int | None = None
    growth_rank: int | None = None
    rank_before: int | None = None
    growth_rank_before: int | None = None
    rank_of: int | None = None
    numerator: Decimal | None = None
    denominator: Decimal | None = None
    period_used: str | None = None
    span: str = "ytd"
    source_kind: str | None = None
    scope: str | None = None
    status: str | None = None
    missing: str | None = None
    n: int | None = None
    n_compared: int | None = None
    n_growing: int | None = None
    n_new: int | None = None
    value_new: Decimal | None = None
    n_base_missing: int | None = None
    value_base_missing: Decimal | None = None
    n_not_reported: int | None = None
    base_not_reported: Decimal | None = None
    target: Decimal | None = None
    completion_pct: Decimal | None = None
    plan_pct: Decimal | None = None
    linear_pct: Decimal | None = None
    gap_plan_pp: Decimal | None = None
    gap_linear_pp: Decimal | None = None
    needed_growth_pct: Decimal | None = None

    @property
    def increment(self) -> Decimal | None:
        """增减额: compared value less base, the increment behind growth and pull."""
        if self.numerator is None or self.denominator is None:
            return None
        return self.numerator - self.denominator

    @property
    def shortfall(self) -> Decimal | None:
        """距目标、距上一档: what the value still lacks of the target; None once it is reached."""
        if self.target is None or self.value is None or self.value >= self.target:
            return None
        return self.target - self.value

    @property
    def coverage_pct(self) -> Decimal | None:
        """上报面 (%): base of those reported over base of all in the register."""
        if self.denominator is None or self.base_not_reported is None:
            return None
        return share_pct(self.denominator, self.denominator + self.base_not_reported)


SCHEMA: dict[str, Any] = {
    f.name: (
        RATE
        if f.name.endswith(("_pct", "_pp"))
        else MONEY
        if "Decimal" in str(f.type)
        else pl.Int64
        if "int" in str(f.type)
        else pl.String
    )
    for f in fields(FigureRow)
}


def frame(rows: Iterable[FigureRow]) -> pl.DataFrame:
    """Figure rows as a frame with the columns of :class:`FigureRow`, in the order given."""
    cleaned = [{k: _fit(k, v) for k, v in asdict(row).items()} for row in rows]
    return pl.DataFrame(cleaned, schema=SCHEMA, orient="row")


def from_cell(cell: Mapping[str, Any], *, code: str, name: str, period: str) -> FigureRow:
    """A figure from a cell (企业汇总): level of all that reported, growth of those with a base."""
    compared, base = cell["value_compared"], cell["base_compared"]
    has_pair = bool(cell["n_compared"])
    return FigureRow(
        code=code,
        name=name,
        value=cell["value"] if cell["n"] else None,
        base=base if has_pair else None,
        basis="own_prior_year" if cell["own_prior_year"] else "delivered",
        growth_yoy_pct=growth_pct(compared, base) if has_pair else None,
        numerator=compared if has_pair else None,
        denominator=base if has_pair else None,
        period_used=period,
        span=cell["span"],
        source_kind=f"企业汇总（{cell['source_kind']}）" if cell["source_kind"] else "企业汇总",
        status=cell["status"],
        missing=None if cell["n"] else "not_reported",
        n=cell["n"],
        n_compared=cell["n_compared"],
        n_growing=cell["n_growing"],
        n_new=cell["n_new"],
        value_new=cell["value_new"],
        n_base_missing=cell["n_base_missing"],
        value_base_missing=cell["value_base_missing"],
        n_not_reported=cell["n_not_reported"],
        base_not_reported=cell["base_not_reported"],
    )


def from_firm(row: Mapping[str, Any]) -> FigureRow:
    """A figure of one firm (企业); its growth is formed from the base, the published rate kept."""
    value, base, basis = row["value"], row["base"], row["basis"]
    has_pair = basis in ("delivered", "own_prior_year") and base is not None
    # A removed firm whose base stays has made nothing this year: its base pulls the total down.
    made = Decimal(0) if basis == "exit_kept" else value
    return FigureRow(
        code=row["enterprise"],
        name=row["name"],
        value=value,
        base=base,
        basis=None if basis == "not_reported" else basis,
        growth_yoy_pct=growth_pct(value, base) if has_pair else None,
        published_growth_pct=row["growth_pct"],
        numerator=made if base is not None else None,
        denominator=base,
        period_used=row["period"],
        span=row["span"],
        source_kind=row["source_kind"],
        status=row["status"],
        missing=row["missing"] or ("not_reported" if value is None else None),
    )


def from_reading(
    row: Mapping[str, Any], indicator: Indicator, *, code: str, name: str
) -> FigureRow:
    """A figure as the source delivered it (反馈数): its published rate is what is printed."""
    value, base = row["value"], row["base"]
    levels = not indicator.is_rate and not indicator.real_growth
    computed = growth_pct(value, base) if levels else None
    published = row["growth_pct"]
    yoy = row["change_pp"]
    if indicator.is_rate and yoy is None and value is not None and base is not None:
        yoy = difference_pp(value, base, indicator.decimals)
    return FigureRow(
        code=code,
        name=name,
        value=value,
        base=base,
        basis="delivered" if base is not None else "published" if published is not None else None,
        growth_yoy_pct=published if published is not None else computed,
        published_growth_pct=published,
        change_yoy_pp=yoy,
        # 总量、增长、位次: the place a table prints beside a level is that of its growth.
        rank=_int(row["rank"]) if indicator.is_rate else None,
        growth_rank=None if indicator.is_rate else _int(row["rank"]),
        numerator=value if base is not None and not indicator.real_growth else None,
        denominator=None if indicator.real_growth else base,
        period_used=row["period"],
        span=row["span"],
        source_kind=row["source_kind"],
        scope=row["scope"],
        status=row["status"],
        missing=row["missing"] or (None if value is not None or published is not None else "blank"),
    )


def with_parts(rows: list[FigureRow], total: FigureRow | None) -> list[FigureRow]:
    """Adds pull and share of one total: same period, scope and source, or none at all."""
    if total is None:
        return rows
    found = []
    for row in rows:
        pull, share = _part(row, total)
        found.append(replace(row, pull_pp=pull, share_pct=share))
    return found


def _part(row: FigureRow, total: FigureRow) -> tuple[Decimal | None, Decimal | None]:
    same = row.period_used == total.period_used and row.span == total.span
    share = share_pct(row.value, total.value) if same else None
    pair = row.numerator is not None and row.denominator is not None
    pull = None
    if same and pair and row.numerator is not None and row.denominator is not None:
        pull = pull_pp(row.numerator, row.denominator, total.denominator)
    return pull, share


def ranked(rows: list[FigureRow], indicator: Indicator) -> list[FigureRow]:
    """Adds places (位次) by value and by growth; ties share a place, missing has none."""
    by_value = _places([r.value for r in rows], indicator.direction == "down")
    by_growth = _places([r.growth_yoy_pct for r in rows], indicator.direction == "down")
    count = sum(1 for r in rows if r.value is not None or r.growth_yoy_pct is not None)
    return [
        replace(row, rank=row.rank or value, growth_rank=row.growth_rank or growth, rank_of=count)
        for row, value, growth in zip(rows, by_value, by_growth, strict=True)
    ]


def _places(values: list[Decimal | None], ascending: bool) -> list[int | None]:
    present = [v for v in values if v is not None]
    if ascending:
        return [None if v is None else 1 + sum(p < v for p in present) for v in values]
    return [None if v is None else 1 + sum(p > v for p in present) for v in values]


def _fit(name: str, value: Any) -> Any:
    """Quotients carry 34 digits; a frame's decimal column holds ten of them after the point."""
    if isinstance(value, Decimal):
        return round(value, 10) if name.endswith(("_pct", "_pp")) else round(value, 6)
    return value


def _int(value: Decimal | None) -> int | None:
    return None if value is None else int(value)


__all__ = ["HUNDRED", "SCHEMA", "FigureRow", "frame", "from_cell", "from_firm", "from_reading"]
