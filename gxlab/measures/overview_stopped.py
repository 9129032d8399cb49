"""停产半停产: the firms of a unit that stand still, with last year's output behind them."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import polars as pl

from gxlab.measures import cluster_stopped
from gxlab.measures.cluster_stopped import Stopped, states, stopped
from gxlab.measures.figures import FigureRow
from gxlab.measures.firm_sums import firm_rows
from gxlab.measures.overview import Overview, once
from gxlab.measures.rates import share_pct
from gxlab.warehouse.desk import Desk

ZERO = Decimal(0)


@dataclass(frozen=True)
class Case:
    """One firm standing still (一户): its town, last year's output, what it said of the cause."""

    firm: Stopped
    unit: str
    output: FigureRow | None
    cause_kind: str
    cause: str


@dataclass(frozen=True)
class Standstill:
    """停产半停产 of a unit: the count, its change to the period before, and the cases."""

    row: FigureRow
    change: int | None
    weight: FigureRow | None
    firms: tuple[Case, ...]


def standstill(given: Overview) -> Standstill | None:
    """Who stands still at the report's period; None where no firm of the unit is known."""
    return once(given, lambda: _standstill(given), "standstill")


def output_share(desk: Desk) -> FigureRow:
    """停产半停产企业上年同期产值占比 (%): what their last year's output was of the whole."""
    rows = firm_rows(desk, "output", "ytd")
    base = sum((b for b in rows["base"].to_list() if b is not None), ZERO)
    still = rows.filter(pl.col("enterprise").is_in(list(states(desk))))
    own = sum((b for b in still["base"].to_list() if b is not None), ZERO)
    return FigureRow(
        desk.unit.code,
        desk.unit.name,
        value=share_pct(own, base),
        numerator=own,
        denominator=base,
        period_used=str(desk.period),
        source_kind="企业汇总（企业直报）",
        status="快报",
    )


def _standstill(given: Overview) -> Standstill | None:
    desk = given.desk
    rows = _known(desk)
    if rows.is_empty():
        return None
    found = stopped(desk)
    (row,) = cluster_stopped.unit_count(given.edition.step(period=desk.period))
    then = desk.at(period=desk.period.previous)
    known = not _known(then).is_empty()
    share = output_share(desk)
    return Standstill(
        row,
        len(found) - len(states(then)) if known else None,
        share if share.value is not None else None,
        _cases(desk, found, rows),
    )


def _known(desk: Desk) -> pl.DataFrame:
    """The unit's firms, by what they filed: output so far, of the month, or revenue alone."""
    forms = (("output", "ytd"), ("output", "month"), ("revenue", "ytd"))
    found = [firm_rows(desk, indicator_id, span) for indicator_id, span in forms]
    return next((rows for rows in found if not rows.is_empty()), found[0])


def _cases(desk: Desk, found: list[Stopped], rows: pl.DataFrame) -> tuple[Case, ...]:
    by_code = {r["enterprise"]: r for r in rows.to_dicts()}
    filed = firm_rows(desk, "output", "ytd").select("enterprise", "base")
    bases = dict(filed.iter_rows())
    notes: dict[tuple[str, str], str] = {}
    said = desk.read("cluster_notes", period=str(desk.period))
    for note in said.to_dicts():
        notes[note["code"], note["kind"]] = note["text"]
    cases = [
        _case(desk, firm, by_code.get(firm.enterprise), bases.get(firm.enterprise), notes)
        for firm in found
    ]
    return tuple(sorted(cases, key=lambda c: (-_base(c), c.firm.enterprise)))


def _case(
    desk: Desk,
    firm: Stopped,
    row: dict[str, Any] | None,
    base: Decimal | None,
    notes: dict[tuple[str, str], str],
) -> Case:
    output = FigureRow(firm.enterprise, firm.name, base=base, period_used=str(desk.period))
    return Case(
        firm,
        desk.units.find(row["unit"]).name if row and row["unit"] else "",
        output if base is not None else None,
        notes.get((firm.enterprise, "原因类别"), ""),
        notes.get((firm.enterprise, "原因"), ""),
    )


def _base(case: Case) -> Decimal:
    return (case.output.base or ZERO) if case.output else ZERO
