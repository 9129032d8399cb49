"""Cluster revenue, scope 集群直报: the counties' own monthly cluster returns (规下在内).

A cluster that lies in several counties is the sum of their returns. A county that has not reported
is out of value and base alike and is named. Growth is formed from the levels; a rate that
disagrees with its own levels is listed as doubtful, never corrected.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import polars as pl

from gxlab.measures import figures as fig
from gxlab.measures.cluster_scope import list_on
from gxlab.measures.clusters import with_change
from gxlab.measures.figures import FigureRow
from gxlab.measures.rates import rolling_12
from gxlab.measures.released import Former, former_growth
from gxlab.reference.indicators import indicator
from gxlab.reference.numbers import difference_pp, growth_pct
from gxlab.reference.periods import Period
from gxlab.warehouse.desk import Desk

ZERO = Decimal(0)
SCOPE = "集群直报"
REVENUE, TAX, STAFF, FIRMS = (
    "cluster_revenue",
    "cluster_tax",
    "cluster_employees",
    "cluster_enterprises",
)
# A rate of one decimal and levels of two decimals of 亿元 may differ by this much in rounding.
DOUBT_PP = Decimal("0.5")


@dataclass(frozen=True, eq=False)
class Returns:
    """The returns of one period (一期集群直报) for the clusters on the list.

    ``desk`` stands at the returns' period, ``report`` at the edition's. ``rows`` are readings of
    the unit's counties; ``missing`` are counties that reported a year or a period before and have
    not now.
    """

    report: Desk
    desk: Desk
    list_name: str
    names: dict[str, str]
    rows: pl.DataFrame
    missing: tuple[str, ...]

    @property
    def period(self) -> Period:
        """The period of the returns (所属期)."""
        return self.desk.period


@dataclass(frozen=True)
class Doubt:
    """One reading that looks odd (疑似问题): what was found, never a value to put instead."""

    unit: str
    cluster: str
    text: str


def returns(desk: Desk) -> Returns:
    """The returns of the desk's period, or of the period before where these are the last."""
    for period in (desk.period, desk.period.previous):
        found = returns_at(desk.at(period=period))
        if not found.rows.is_empty():
            return Returns(
                desk, found.desk, found.list_name, found.names, found.rows, found.missing
            )
    return returns_at(desk)


def returns_at(desk: Desk) -> Returns:
    """The returns of exactly the desk's period."""
    list_name, clusters = list_on(desk)
    names = dict(zip(clusters["cluster"], clusters["name"], strict=True))
    rows = _rows(desk, names)
    reported = set(_revenue(rows)["unit"].to_list())
    former = {
        unit
        for period in (desk.period.previous, desk.period.prior_year)
        for unit in _revenue(_rows(desk.at(period=period), names))["unit"].to_list()
    }
    gone = sorted(former - reported) if reported else []
    missing = tuple(desk.units.find(code).name for code in gone)
    return Returns(desk, desk, list_name, names, desk.uses(rows), missing)


def total(given: Returns) -> FigureRow:
    """All clusters of the list together, over the counties that reported; ``n`` counties.

    ``base_not_reported`` is last year's figure of those that did not, so that the coverage holds.
    """
    row = _sum(given, _revenue(given.rows), given.desk.unit.code, given.desk.unit.name)
    return with_change(row, former_total(given))


def former_total(given: Returns) -> Former:
    """上期增速 of the returns, as the last signed edition printed it."""
    return former_growth(given.report, REVENUE, given.desk.unit.code, _sum_before(given))


def by_cluster(given: Returns, indicator_id: str = REVENUE) -> list[FigureRow]:
    """One row a cluster, its counties added up; share and pull of :func:`total`."""
    rows = given.rows.filter(pl.col("indicator") == indicator_id)
    found = [
        _sum(given, rows.filter(pl.col("code") == code), code, given.names[code])
        for code in sorted(set(rows["code"].to_list()))
    ]
    if indicator_id == REVENUE:
        code = given.desk.unit.code
        former = {
            r.code: former_growth(given.report, REVENUE, code, r, "cluster")
            for r in _by_cluster_before(given)
        }
        found = [with_change(r, former.get(r.code)) for r in found]
    whole = _sum(given, rows, given.desk.unit.code, given.desk.unit.name)
    return fig.ranked(fig.with_parts(found, whole), indicator(indicator_id))


def by_unit(given: Returns) -> list[FigureRow]:
    """One row a county: the returns it sent, with places by level and by growth."""
    rows = _revenue(given.rows)
    found = [
        _sum(given, rows.filter(pl.col("unit") == code), code, given.desk.units.find(code).name)
        for code in sorted(set(rows["unit"].to_list()))
    ]
    return fig.ranked(found, indicator(REVENUE))


def figures(given: Returns, indicator_id: str) -> FigureRow:
    """One indicator of the returns over all clusters of the list."""
    rows = given.rows.filter(pl.col("indicator") == indicator_id)
    return _sum(given, rows, given.desk.unit.code, given.desk.unit.name)


def rolling(given: Returns) -> list[FigureRow]:
    """滚动12个月 by cluster from the returns: value rolling, base last full year; largest first.

    Only counties that also returned last December count, in all three terms.
    """
    december = _rows(given.desk.at(period=Period(given.period.year - 1, 12)), given.names)
    years = {(r["unit"], r["code"]): r["value"] for r in _revenue(december).to_dicts()}
    terms: dict[str, list[tuple[Decimal, Decimal]]] = {}
    for row in _revenue(given.rows).to_dicts():
        year = years.get((row["unit"], row["code"]))
        if year is not None and row["base"] is not None:
            now = rolling_12(row["value"], year, row["base"])
            terms.setdefault(row["code"], []).append((now, year))
    found = [
        FigureRow(
            code,
            given.names[code],
            value=sum((now for now, _ in pairs), ZERO),
            base=sum((year for _, year in pairs), ZERO),
            period_used=str(given.period),
            span="rolling12",
            scope=SCOPE,
            n=len(pairs),
        )
        for code, pairs in terms.items()
    ]
    return sorted(found, key=lambda r: (-(r.value or ZERO), r.code))


def doubts(given: Returns) -> list[Doubt]:
    """Rates that do not follow from their own levels (疑似清单)."""
    found = []
    for row in _revenue(given.rows).sort("unit", "code").to_dicts():
        computed = growth_pct(row["value"], row["base"])
        gap = difference_pp(row["growth_pct"], computed, 1)
        if gap is not None and abs(gap) > DOUBT_PP:
            unit = given.desk.units.find(row["unit"]).name
            found.append(
                Doubt(unit, given.names[row["code"]], "所报增速与所报本期数、同期数不一致")
            )
    return found


def series(given: Returns, months: int = 17) -> pl.DataFrame:
    """Growth of each cluster and of all together: code, name, period, growth_yoy_pct."""
    rows = []
    period = given.period
    first = given.period.shift(1 - months)
    while period >= first:
        step = returns_at(given.desk.at(period=period))
        for row in [_sum(step, _revenue(step.rows), "total", "集群合计"), *_by_cluster_at(step)]:
            if row.growth_yoy_pct is not None:
                rate = round(row.growth_yoy_pct, 10)
                rows.append((row.code, row.name, str(period), rate))
        period = period.previous
    texts = dict.fromkeys(("code", "name", "period", "growth_yoy_pct"), pl.String)
    schema: dict[str, Any] = texts | {"growth_yoy_pct": fig.RATE}
    return pl.DataFrame(rows[::-1], schema=schema, orient="row").sort("period", "code")


def growth_interval(
    whole: tuple[Decimal, Decimal], part: tuple[Decimal, Decimal], *, level: Decimal, rate: Decimal
) -> tuple[Decimal, Decimal]:
    """Between which rates (%) the clusters outside a part of a list grew, from printed figures.

    ``whole`` and ``part`` are (level, growth in %) as printed for the same year; ``level`` and
    ``rate`` are half a unit of their last digit. A list of another length has no growth against
    it: only what two lists of one year leave between them can be told.
    """
    bounds = [
        _difference(whole, part, (level * a, rate * b), (level * c, rate * d))
        for a in (-1, 1)
        for b in (-1, 1)
        for c in (-1, 1)
        for d in (-1, 1)
    ]
    return min(bounds), max(bounds)


def _difference(
    whole: tuple[Decimal, Decimal],
    part: tuple[Decimal, Decimal],
    whole_error: tuple[Decimal, Decimal],
    part_error: tuple[Decimal, Decimal],
) -> Decimal:
    value = whole[0] + whole_error[0]
    own = part[0] + part_error[0]
    base = value / (1 + (whole[1] + whole_error[1]) / 100)
    own_base = own / (1 + (part[1] + part_error[1]) / 100)
    return ((value - own) / (base - own_base) - 1) * 100


def _rows(desk: Desk, names: dict[str, str]) -> pl.DataFrame:
    readings = desk.read("reading", indicators=[REVENUE, TAX, STAFF, FIRMS])
    inside = pl.col("unit").is_in(desk.units.descendants(desk.unit.code))
    return readings.filter(
        (pl.col("subject") == "cluster")
        & (pl.col("period") == str(desk.period))
        & inside
        & pl.col("code").is_in(list(names))
        & pl.col("value").is_not_null()
    )


def _revenue(rows: pl.DataFrame) -> pl.DataFrame:
    return rows.filter(pl.col("indicator") == REVENUE)


def _sum(given: Returns, rows: pl.DataFrame, code: str, name: str) -> FigureRow:
    if rows.is_empty():
        return FigureRow(code, name, period_used=str(given.period), missing="no_data", scope=SCOPE)
    found = rows.to_dicts()
    both = [r for r in found if r["base"] is not None]
    value = sum((r["value"] for r in found), ZERO)
    compared = sum((r["value"] for r in both), ZERO)
    base = sum((r["base"] for r in both), ZERO)
    return FigureRow(
        code,
        name,
        value=value,
        base=base if both else None,
        basis="delivered" if both else None,
        growth_yoy_pct=growth_pct(compared, base) if both else None,
        numerator=compared if both else None,
        denominator=base if both else None,
        period_used=str(given.period),
        span=found[0]["span"],
        source_kind=found[0]["source_kind"],
        scope=SCOPE,
        status=min(r["status"] for r in found),
        n=len({r["unit"] for r in found}),
        base_not_reported=_missing_base(given),
    )


def _missing_base(given: Returns) -> Decimal:
    past = _rows(given.desk.at(period=given.period.prior_year), given.names)
    now = set(_revenue(given.rows)["unit"].to_list())
    gone = [r["value"] for r in _revenue(past).to_dicts() if r["unit"] not in now]
    return sum(gone, ZERO) if given.missing else ZERO


def _by_cluster_at(given: Returns) -> Iterable[FigureRow]:
    rows = _revenue(given.rows)
    for code in sorted(set(rows["code"].to_list())):
        yield _sum(given, rows.filter(pl.col("code") == code), code, given.names[code])


def _by_cluster_before(given: Returns) -> Iterable[FigureRow]:
    return _by_cluster_at(returns_at(given.desk.at(period=given.period.previous)))


def _sum_before(given: Returns) -> FigureRow:
    past = returns_at(given.desk.at(period=given.period.previous))
    return _sum(past, _revenue(past.rows), given.desk.unit.code, given.desk.unit.name)
