"""Beside its cells a release tells names, rates, counts, targets and texts (其他可公开的数).

Levels that were fed back are never told, only rates, and those only of units whose own total is
printed. Counts of the register and targets set for units are public by themselves.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Any

import polars as pl

from gxlab.disclosure.gather import released_units
from gxlab.disclosure.model import PRINTED
from gxlab.measures import register_figures as register
from gxlab.measures.cluster_scope import list_on
from gxlab.measures.figures import FigureRow
from gxlab.measures.lookup import FED_BACK, unit_figure
from gxlab.measures.register_dynamics import register_year
from gxlab.reference.indicators import Indicator, indicator
from gxlab.reference.industries import industry
from gxlab.reference.numbers import format_number, round_half_away
from gxlab.warehouse import commentary
from gxlab.warehouse.desk import Desk

# A fed-back rate, and the firm sum whose total must be printed beside it.
RATES = {
    "value_added_growth": "output",
    "output": "output",
    "revenue": "revenue",
    "profit": "profit",
    "industrial_investment_growth": "output",
    "renovation_investment_growth": "output",
    "manufacturing_renovation_investment_growth": "output",
}
TOLD = {
    "ref": pl.String,
    "indicator": pl.String,
    "unit": pl.String,
    "period": pl.String,
    "number": pl.String,
    "text": pl.String,
    "unit_of_measure": pl.String,
    "status": pl.String,
}
TARGETS = {**TOLD, "tier": pl.String, "kind": pl.String}
UNITS = {"code": pl.String, "name": pl.String, "parent": pl.String, "kind": pl.String}
NAMES = {"by": pl.String, "code": pl.String, "name": pl.String}
TEXTS = {
    "unit": pl.String,
    "report": pl.String,
    "place": pl.Int64,
    "heading": pl.String,
    "text": pl.String,
    "author": pl.String,
}


def units(desk: Desk) -> pl.DataFrame:
    """The units of the release: code, name, parent, kind."""
    rows = [(u.code, u.name, u.parent, u.kind) for u in released_units(desk)]
    return pl.DataFrame(rows, schema=UNITS, orient="row")


def names(desk: Desk, wanted: pl.DataFrame) -> pl.DataFrame:
    """What the codes of the wanted cells are called: by, code, name."""
    _, listed = list_on(desk)
    called = dict(listed.select("cluster", "name").iter_rows())
    pairs = wanted.filter(pl.col("by") != "").select("by", "code").unique().sort("by", "code")
    rows = [(by, code, _name(by, code, called)) for by, code in pairs.iter_rows()]
    return pl.DataFrame(rows, schema=NAMES, orient="row")


def _name(by: str, code: str, called: dict[str, str]) -> str:
    if by == "cluster":
        return called.get(code, code)
    if by == "clusters":
        return "集群合计"
    if by == "industry":
        known = industry(code)
        return known.name if known else code
    return code.partition("/")[2] if by == "segment" else code


def rates(desk: Desk, figures: pl.DataFrame) -> pl.DataFrame:
    """Rates as the statistics bureau fed them back (:data:`TOLD`), the latest of each."""
    rows = [row for unit in released_units(desk) for row in _rates_of(desk, unit.code, figures)]
    return pl.DataFrame(rows, schema=TOLD, orient="row")


def _rates_of(desk: Desk, unit: str, figures: pl.DataFrame) -> Iterator[dict[str, Any]]:
    whole = figures.filter(
        (pl.col("unit") == unit)
        & (pl.col("by") == "")
        & (pl.col("span") == "ytd")
        & (pl.col("statistic") == "value")
        & (pl.col("status") == PRINTED)
    )
    told = set(whole["indicator"].to_list())
    for name, beside in RATES.items():
        subject = indicator(name)
        found = _fed_back(desk.at(unit=unit), subject) if beside in told else None
        if found is None:
            continue
        rate = found.value if subject.is_rate else found.growth_yoy_pct
        statistic = "value" if subject.is_rate else "growth_yoy_pct"
        parts = [name, unit, found.period_used or "", found.span, statistic]
        # Beside the sum over firms of the same month this is another figure.
        ref = "|".join(parts if subject.is_rate else [*parts, "source=反馈"])
        yield _told(ref, name, unit, found, rate, "%", 1)


def _fed_back(desk: Desk, subject: Indicator) -> FigureRow | None:
    period = desk.period
    for _ in range(subject.lag_months + 1):
        row = unit_figure(desk.at(period=period), subject.id)
        if row.period_used == str(period) and row.status in FED_BACK:
            return row
        period = period.previous
    return None


def counts(desk: Desk) -> pl.DataFrame:
    """规上企业户数 at the end, entered, left and net by unit (:data:`TOLD`)."""
    year = register_year(desk.at(unit=desk.units.root.code))
    measures = {
        "above_scale_count": register.count,
        "above_scale_entries": register.entries,
        "above_scale_exits": register.exits,
        "above_scale_net": register.net,
    }
    rows = []
    for unit in released_units(desk):
        for name, measure in measures.items():
            row = measure(year, unit.code)
            if row.value is not None and row.period_used is not None:
                ref = "|".join([name, unit.code, row.period_used, row.span, "value"])
                rows.append(_told(ref, name, unit.code, row, row.value, "户", 0))
    return pl.DataFrame(rows, schema=TOLD, orient="row")


def targets(desk: Desk) -> pl.DataFrame:
    """The year's targets of units (:data:`TARGETS`), 确保 before 奋斗; no cluster's, no town's."""
    found = desk.read("targets", year=desk.period.year, until=str(desk.period))
    codes = [u.code for u in released_units(desk)]
    mine = found.filter(
        pl.col("cluster").is_null() & pl.col("target").is_not_null() & pl.col("unit").is_in(codes)
    ).sort("unit", "indicator", pl.col("tier") != "确保")
    rows = []
    for goal in mine.to_dicts():
        subject = indicator(goal["indicator"])
        money = subject.is_money and goal["kind"] == "level"
        amount = goal["target"].scaleb(-4) if money else goal["target"]
        measure = "亿元" if money else "%" if goal["kind"] == "rate" else subject.unit_of_measure
        decimals = 2 if money else 1 if goal["kind"] == "rate" else 0
        parts = [subject.id, goal["unit"], str(goal["year"]), "year", "target"]
        ref = "|".join([*parts, f"tier={goal['tier']}"])
        row = FigureRow(goal["unit"], "", period_used=str(goal["year"]), status="目标")
        told = _told(ref, subject.id, goal["unit"], row, amount, measure, decimals)
        rows.append({**told, "tier": goal["tier"], "kind": goal["kind"]})
    return pl.DataFrame(rows, schema=TARGETS, orient="row")


def texts(desk: Desk, reports: Iterable[str]) -> pl.DataFrame:
    """情况说明 whose author wrote 对外：可以, by unit and report, paragraph groups in order."""
    rows = []
    for unit in released_units(desk):
        for report in reports:
            written = commentary.read(desk.folder, str(desk.period), unit.code, report)
            said = commentary.parse(written) if written is not None else None
            if said is None or not said.outward:
                continue
            parts = enumerate(said.parts)
            rows += [(unit.code, report, n, head, text, said.author) for n, (head, text) in parts]
    return pl.DataFrame(rows, schema=TEXTS, orient="row")


def _told(
    ref: str,
    name: str,
    unit: str,
    row: FigureRow,
    value: Decimal | None,
    measure: str,
    decimals: int,
) -> dict[str, Any]:
    assert value is not None, ref
    number = round_half_away(value, decimals)
    return {
        "ref": ref,
        "indicator": name,
        "unit": unit,
        "period": row.period_used,
        "number": str(number),
        "text": format_number(number, decimals),
        "unit_of_measure": measure,
        "status": row.status or "",
    }
