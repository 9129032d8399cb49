"""One way to every figure (取数): reports, explorers and ``gxlab value`` all ask here.

口径权威次序: 统计反馈 → 快报 (企业汇总) → 预计. A fed-back total is never replaced by a sum over
firms; where the period itself has no figure, the indicator's lag decides how far back one may go.
"""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

import polars as pl

from gxlab.measures import figures as fig
from gxlab.measures.cells import cells
from gxlab.measures.figures import FigureRow
from gxlab.measures.firm_sums import summed_rows
from gxlab.measures.ratios import part_span, ratio_groups, unit_ratio
from gxlab.measures.released import Former, former_growth, former_value
from gxlab.measures.scope import list_members_on, members_on
from gxlab.measures.split import with_contributions
from gxlab.reference.indicators import Indicator, catalogue, growth_indicator, indicator
from gxlab.reference.industries import division_of, industry
from gxlab.reference.numbers import difference_pp
from gxlab.reference.periods import Period
from gxlab.warehouse.desk import Desk, valid_on

FED_BACK = ("反馈", "最终")
CLUSTER_REPORT = "集群直报"


class UnanswerableQuestion(ValueError):
    """The indicator has no such grouping (该指标不能这样分组)."""


def default_span(subject: Indicator) -> str:
    """The span an indicator is quoted in unless asked otherwise: 累计, or 期末 for stocks."""
    return "point" if subject.kind == "stock" else "ytd"


def unit_figure(
    desk: Desk, indicator_id: str, *, span: str | None = None, scope: str | None = None
) -> FigureRow:
    """The printed figure of the desk's unit and period, by the order of authority.

    ``scope="企业汇总"`` asks for the sum over firms whatever has been fed back.
    """
    subject = indicator(indicator_id)
    asked = span or default_span(subject)
    for back in range(subject.lag_months + 1):
        at = desk.at(period=_back(desk.period, back))
        found = _unit_figure_at(at, subject, asked, scope)
        if found.value is not None or found.growth_yoy_pct is not None:
            return replace(found, change_pp=_change(desk, at, subject, asked, scope, found))
    return replace(_unit_figure_at(desk, subject, asked, scope), missing="no_data")


def unit_figures(
    desk: Desk,
    indicator_id: str,
    units: list[str],
    *,
    span: str | None = None,
    scope: str | None = None,
) -> list[FigureRow]:
    """The figure of several units of one level, with places (位次) among them."""
    rows = [unit_figure(desk.at(unit=u), indicator_id, span=span, scope=scope) for u in units]
    return fig.ranked(rows, indicator(indicator_id))


def by_enterprise(desk: Desk, indicator_id: str, *, span: str | None = None) -> list[FigureRow]:
    """Every firm of the unit in the register, with pull and share of the unit's firm sum."""
    subject = indicator(indicator_id)
    asked = span or default_span(subject)
    rows = summed_rows(desk, indicator_id, asked)
    total = _sum(rows, desk, asked)
    parts = fig.with_parts([fig.from_firm(r) for r in rows.to_dicts()], total)
    return with_contributions(parts, total)


def by_group(
    desk: Desk,
    indicator_id: str,
    by: str,
    *,
    span: str | None = None,
    total: FigureRow | None = None,
) -> list[FigureRow]:
    """Firm sums by ``industry``, ``cluster``, ``cluster_list`` or ``segment``, with pull and share.

    Pull and share refer to the unit's firm sum. Clusters may share firms: their rows are not an
    exhaustive split, and no total is added up from them.
    """
    subject = indicator(indicator_id)
    asked = span or default_span(subject)
    if subject.kind == "ratio":

        def rows_at(part: Indicator, at: Period) -> list[FigureRow]:
            return by_group(desk.at(period=at), part.id, by, span=part_span(part, asked))

        return fig.ranked(ratio_groups(subject, desk.period, rows_at), subject)
    rows = summed_rows(desk, indicator_id, asked)
    grouped = _grouped(desk, rows, by)
    cell_rows = cells(grouped, ["code", "span"]).to_dicts()
    names = _group_names(desk, by)
    whole = total or _sum(rows, desk, asked)
    found = [
        fig.from_cell(
            c, code=c["code"], name=names.get(c["code"], c["code"]), period=str(desk.period)
        )
        for c in cell_rows
        if c["code"] is not None
    ]
    parts = fig.with_parts(found, whole)
    return fig.ranked(with_contributions(parts, whole) if by == "industry" else parts, subject)


def by_period(
    desk: Desk,
    indicator_id: str,
    *,
    span: str | None = None,
    scope: str | None = None,
    months: int = 24,
) -> list[FigureRow]:
    """The unit's figure for each reporting month up to the desk's period, oldest first."""
    subject = indicator(indicator_id)
    asked = span or default_span(subject)
    periods = [desk.period.shift(-m) for m in range(months - 1, -1, -1)]
    rows = []
    for period in periods:
        if period.has_report(subject.has_january):
            found = _unit_figure_at(desk.at(period=period), subject, asked, scope)
            rows.append(replace(found, code=str(period), name=period.label("ytd", with_year=True)))
    return rows


def industry_figures(desk: Desk, indicator_id: str, *, span: str | None = None) -> list[FigureRow]:
    """By industry: as fed back where the period has it, else by firm sums; never mixed."""
    subject = indicator(indicator_id)
    asked = span or default_span(subject)
    readings = _readings(desk, subject, asked, "industry").filter(pl.col("unit") == desk.unit.code)
    if readings.is_empty() and subject.kind == "ratio":

        def rows_at(part: Indicator, at: Period) -> list[FigureRow]:
            span_of = part_span(part, asked)
            return industry_figures(desk.at(period=at), part.id, span=span_of)

        return fig.ranked(ratio_groups(subject, desk.period, rows_at), subject)
    if readings.is_empty():
        return by_group(desk, indicator_id, "industry", span=asked)
    names = _group_names(desk, "industry")
    rows = [
        fig.from_reading(r, subject, code=r["code"], name=names.get(r["code"], r["code"]))
        for r in desk.uses(readings).to_dicts()
    ]
    total = _unit_figure_at(desk, subject, asked, None)
    # Levels are fed back in whole 万元: their sum may miss the total by half of one for each.
    return fig.ranked(with_contributions(fig.with_parts(rows, total), total, 0), subject)


def cluster_reports(desk: Desk, indicator_id: str) -> list[FigureRow]:
    """集群直报: the counties' monthly cluster returns, one row per cluster of the unit."""
    subject = indicator(indicator_id)
    readings = _readings(desk, subject, default_span(subject), "cluster")
    inside = readings.filter(pl.col("unit").is_in(desk.units.descendants(desk.unit.code)))
    names = _group_names(desk, "cluster")
    rows = [
        fig.from_reading(r, subject, code=r["code"], name=names.get(r["code"], r["code"]))
        for r in desk.uses(inside).to_dicts()
    ]
    return fig.ranked(rows, subject)


def _unit_figure_at(desk: Desk, subject: Indicator, span: str, scope: str | None) -> FigureRow:
    """Worked out once a desk: places, changes and shares ask for the same units again and again."""
    key = ("unit_figure", subject.id, desk.unit.code, str(desk.period), span, scope)
    if key not in desk.worked_out:
        desk.worked_out[key] = _work_out(desk, subject, span, scope)
    found: FigureRow = desk.worked_out[key]
    return found


def _work_out(desk: Desk, subject: Indicator, span: str, scope: str | None) -> FigureRow:
    code, name = desk.unit.code, desk.unit.name
    reading = None if scope == "企业汇总" else _unit_reading(desk, subject, span, scope)
    if reading is not None and reading["status"] in FED_BACK:
        return fig.from_reading(reading, subject, code=code, name=name)
    if subject.kind == "ratio" and {subject.numerator, subject.denominator} <= catalogue().keys():

        def take(part: Indicator, at: Period, asked: str | None) -> FigureRow:
            return _unit_figure_at(desk.at(period=at), part, part_span(part, span), asked)

        formed = unit_ratio(subject, desk.period, take, scope)
        if formed is not None:
            return formed
    summed = _sum(summed_rows(desk, subject.id, span), desk, span)
    if summed is not None and summed.value is not None:
        return replace(summed, code=code, name=name)
    if reading is not None:
        return fig.from_reading(reading, subject, code=code, name=name)
    return FigureRow(code, name, span=span, period_used=None, missing="no_data")


def _unit_reading(
    desk: Desk, subject: Indicator, span: str, scope: str | None
) -> dict[str, Any] | None:
    rows = _readings(desk, subject, span, "unit").filter(pl.col("code") == desk.unit.code)
    if scope is not None:
        rows = rows.filter(pl.col("scope") == scope)
    found = desk.uses(rows).to_dicts()
    if found:
        return found[0]
    return _rate_as_growth(desk, subject, span)


def _rate_as_growth(desk: Desk, subject: Indicator, span: str) -> dict[str, Any] | None:
    """Where only the rate of a level is fed back, the level's figure has growth and no value."""
    rate = growth_indicator(subject.id)
    if rate is None:
        return None
    rows = _readings(desk, indicator(rate), span, "unit").filter(pl.col("code") == desk.unit.code)
    found = desk.uses(rows).to_dicts()
    if not found:
        return None
    return {**found[0], "growth_pct": found[0]["value"], "value": None, "base": None, "rank": None}


def _readings(desk: Desk, subject: Indicator, span: str, kind: str) -> pl.DataFrame:
    rows = desk.read("reading", indicators=[subject.id])
    return rows.filter(
        (pl.col("subject") == kind)
        & (pl.col("period") == str(desk.period))
        & (pl.col("span") == span)
    )


def _sum(rows: pl.DataFrame, desk: Desk, span: str) -> FigureRow | None:
    reported = rows.filter(pl.col("value").is_not_null())
    if reported.is_empty():
        return None
    cell = cells(rows, ["span"]).to_dicts()[0]
    return fig.from_cell(cell, code=desk.unit.code, name=desk.unit.name, period=str(desk.period))


def _grouped(desk: Desk, rows: pl.DataFrame, by: str) -> pl.DataFrame:
    if by == "industry":
        return rows.with_columns(
            pl.col("industry").map_elements(division_of, return_dtype=pl.String).alias("code")
        )
    if by == "cluster_list":
        listed = list_members_on(desk, desk.period)
        return rows.join(listed, on="enterprise").rename({"list": "code"})
    members = members_on(desk, desk.period)
    joined = rows.join(members, on="enterprise", how="inner")
    if by == "segment":
        return joined.with_columns(
            pl.concat_str("cluster", pl.col("segment").fill_null("未分环节"), separator=":").alias(
                "code"
            )
        )
    return joined.with_columns(pl.col(by).alias("code"))


def _group_names(desk: Desk, by: str) -> dict[str, str]:
    if by == "cluster":
        rows = valid_on(desk.read("clusters"), desk.period.last_day)
        return dict(zip(rows["cluster"], rows["name"], strict=True))
    if by == "industry":
        codes = [str(c) for c in range(6, 47)]
        return {d: i.name for c in codes if (d := c.zfill(2)) and (i := industry(d)) is not None}
    return {}


def _change(
    desk: Desk, at: Desk, subject: Indicator, span: str, scope: str | None, now: FigureRow
) -> Decimal | None:
    """比上期 (百分点): of a level the change of its growth, of a rate the change of the rate.

    The period before 1—2月 is 上年全年. The rates as printed are subtracted, the former one as
    the last signed edition before the report's period (``desk``) printed it.
    """
    if subject.has_january and at.period.month == 1:
        return None
    past = _unit_figure_at(at.at(period=at.period.previous), subject, span, scope)
    if scope is not None:
        then = past.value if subject.is_rate else past.growth_yoy_pct
    elif subject.is_rate:
        then = former_value(desk, subject.id, at.unit.code, past, subject.decimals).value
    else:
        then = former_growth(desk, subject.id, at.unit.code, past).value
    if subject.is_rate:
        return difference_pp(now.value, then, subject.decimals)
    return difference_pp(now.growth_yoy_pct, then, 1)


def former_figure(desk: Desk, indicator_id: str) -> Former:
    """上期数 of a rate or ratio of the desk's unit, as the last signed edition printed it."""
    subject = indicator(indicator_id)
    before = desk.at(period=desk.period.previous)
    past = _unit_figure_at(before, subject, default_span(subject), None)
    return former_value(desk, indicator_id, desk.unit.code, past, subject.decimals)


def _back(period: Period, steps: int) -> Period:
    for _ in range(steps):
        period = period.previous
    return period
