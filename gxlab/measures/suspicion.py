"""疑似错报清单: returns of firms that look misreported, with the rule that fired and its cells.

Internal only. What is listed is to be asked about, never corrected here, and nothing that goes out
says what a figure should be. 照抄上月, 本月等于累计 and 开票与营收对不上 are checks of the
warehouse and are taken from there; 累计数倒退 is told here only where it is more than a revision.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import duckdb
import polars as pl

from gxlab.measures.suspicion_signs import SIGNS
from gxlab.measures.suspicion_slips import held as held_signs
from gxlab.reference.periods import Period
from gxlab.warehouse.checking import Check, Finding, checks, run_check
from gxlab.warehouse.desk import Desk, NoUnits, desk_on
from gxlab.warehouse.tables import sql

MONTHS_BACK = 13
MOST = 99
MORE = 3
"""What each further sign of the same firm adds to the strength of the first."""

CHECKS: Mapping[str, tuple[str, str, int]] = {
    "copied_last_month": ("copied_last_month", "疑似照抄上月", 90),
    "month_equals_cumulative": ("month_equals_cumulative", "疑似本月误填累计", 85),
    "invoices_contradict_revenue": ("invoices", "营业收入与开票背离", 55),
}
"""The checks that are signs of misreporting: their rule, wording and strength here."""

EXPLAINS: Mapping[str, frozenset[str]] = {
    "unit_slip": frozenset(
        {"history", "electricity", "invoices", "cumulative_falls", "month_off_cumulative"}
        | {"wrong_sign"}
    ),
    "copied_last_month": frozenset(
        {"history", "electricity", "invoices", "month_off_cumulative", "digits_transposed"}
    ),
    "copied_last_year": frozenset(
        {"history", "electricity", "invoices", "month_off_cumulative", "digits_transposed"}
        | {"cumulative_falls"}
    ),
    "month_equals_cumulative": frozenset(
        {"history", "electricity", "month_off_cumulative", "digits_transposed"}
    ),
    "digits_transposed": frozenset(
        {"month_off_cumulative", "history", "electricity", "invoices", "cumulative_falls"}
        | {"unit_slip"}
    ),
    "cumulative_falls": frozenset({"month_off_cumulative", "history", "invoices"}),
    "month_off_cumulative": frozenset({"history"}),
}
"""A sign, and those that only follow from it and are not told beside it."""


@dataclass(frozen=True)
class Suspicion:
    """One line of the list: whose return, which rule, how strong (0—99), what, resting on what.

    ``cells`` are ``file!sheet!cell`` of the readings as delivered, files as in the workspace.
    """

    enterprise: str
    name: str
    unit: str
    period: str
    rule: str
    wording: str
    detail: str
    strength: int
    cells: tuple[str, ...]


def suspicions(desk: Desk) -> list[Suspicion]:
    """疑似错报清单 of the desk's unit and period, strongest first; nothing for a shared desk."""
    if desk.audience != "internal":
        return []
    inside = {desk.unit.code, *desk.units.descendants(desk.unit.code)}
    everything = desk.unit.code == desk.units.root.code
    found = [s for s in of_period(desk) if everything or s.unit in inside]
    return sorted(found, key=lambda s: (-s.strength, s.enterprise, s.rule))


def of_period(desk: Desk) -> list[Suspicion]:
    """Every sign in the returns of the desk's period, all firms of the city."""
    since = str(desk.period.shift(-MONTHS_BACK))
    rows = desk.read("suspicion_readings", since=since, period=str(desk.period))
    signs = [sign(rows) for sign in SIGNS]
    signs.append(held_signs(desk.read("held_readings", period=str(desk.period))))
    by_firm: dict[str, list[Suspicion]] = {}
    for row in (row for sign in signs for row in sign.to_dicts()):
        _add(by_firm, _suspicion(row))
    for one in _checked(desk, rows):
        _add(by_firm, one)
    return [s for several in by_firm.values() for s in _weighed(several)]


def _suspicion(row: dict[str, Any]) -> Suspicion:
    own = {k: v or "" for k, v in row.items() if k not in ("strength", "cells")}
    return Suspicion(**own, strength=row["strength"], cells=tuple(row["cells"]))


def _add(by_firm: dict[str, list[Suspicion]], one: Suspicion) -> None:
    """One line a rule and firm: the strongest."""
    mine = by_firm.setdefault(one.enterprise, [])
    same = next((s for s in mine if s.rule == one.rule), None)
    if same is None:
        mine.append(one)
    elif same.strength < one.strength:
        mine[mine.index(same)] = one


def _weighed(several: list[Suspicion]) -> list[Suspicion]:
    """What only follows from another sign is left out; signs that agree strengthen each other."""
    implied = frozenset().union(*(EXPLAINS.get(s.rule, frozenset()) for s in several))
    kept = [s for s in several if s.rule not in implied]
    extra = MORE * (len(several) - 1)
    return [Suspicion(**{**vars(s), "strength": min(MOST, s.strength + extra)}) for s in kept]


def _checked(desk: Desk, rows: pl.DataFrame) -> list[Suspicion]:
    """What the warehouse's own checks say of firms' returns in this period."""
    known = set(rows["code"].to_list())
    found = []
    for check in checks():
        if check.name not in CHECKS:
            continue
        rule, wording, strength = CHECKS[check.name]
        for row in run_check(desk.con, check, str(desk.period)).rows.to_dicts():
            if row["code"] not in known:
                continue
            place = f"{row['path'] or ''}!{row['sheet'] or ''}!{row['cell']}"
            found.append(
                Suspicion(
                    row["code"], row["name"] or "", row["unit"] or "", str(desk.period),
                    rule, wording, row["detail"], strength, (place,),
                )
            )  # fmt: skip
    return found


LIST = Check(
    "suspected_misreport",
    "warning",
    "疑似错报清单",
    "企业所报与自身历史、同行、用电、开票或表内各数合不上，按把握大小排列；只供核实，不列建议值",
)
"""The list as ``gxlab check`` names it."""
_COLUMNS = ("period", "unit", "code", "name", "detail", "path", "sheet", "cell")


def finding(desk: Desk) -> Finding:
    """The list in the form of a check, strongest first: the place is the first of its cells."""
    rows = [_row(s) for s in suspicions(desk)]
    return Finding(LIST, pl.DataFrame(rows, schema=dict.fromkeys(_COLUMNS, pl.String)))


def _row(one: Suspicion) -> dict[str, str | None]:
    path, sheet, cell = one.cells[0].rsplit("!", 2) if one.cells else (None, None, None)
    told = f"{one.wording}：{one.detail}"
    place = {"path": path, "sheet": sheet, "cell": cell}
    own = {"period": one.period, "unit": one.unit, "code": one.enterprise, "name": one.name}
    return {**own, "detail": told, **place}


def of_snapshot(con: duckdb.DuckDBPyConnection, period: str | None) -> Finding:
    """The list of a whole snapshot for a period, or for the last one firms have reported."""
    known = [p for (p,) in con.sql(sql("views", "firm_return_periods")).fetchall()]
    asked = period or (str(known[-1]) if known else "")
    nothing = Finding(LIST, pl.DataFrame(schema=dict.fromkeys(_COLUMNS, pl.String)))
    if asked not in known:
        return nothing
    try:
        return finding(desk_on(con, None, Period.parse(asked)))
    except NoUnits:
        return nothing
