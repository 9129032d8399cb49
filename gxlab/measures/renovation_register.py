"""Projects in the statistical register (在库技改项目): read, judged, placed (① 统计口径的清单).

A list of this year holds no project finished last year. Sums of it are levels and structure only:
no growth rate of 技改投资 is ever formed from project rows.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import polars as pl

from gxlab.measures.renovation_progress import month_of
from gxlab.measures.renovation_rules import (
    POSSIBLE_NATURES,
    Criteria,
    Verdict,
    core_name,
    criteria,
    high_tech,
    industrial,
    is_renovation_nature,
    project_code,
)
from gxlab.measures.scope import unit_of_rows
from gxlab.reference.codes import normalise_name
from gxlab.reference.industries import is_manufacturing
from gxlab.reference.periods import Period
from gxlab.warehouse.desk import Desk

ZERO = Decimal(0)


@dataclass(frozen=True)
class Registered:
    """One project of a register list at one period. Money in 万元, cumulative of the year.

    ``counts`` says whether it is 技改 by the statistical definition, and why.
    """

    key: str
    code: str | None
    period: str
    name: str
    core: str
    owner: str | None
    enterprise: str | None
    unit: str | None
    industry: str | None
    nature: str | None
    planned_investment: Decimal
    cumulative_investment: Decimal
    ytd_investment: Decimal
    equipment_investment: Decimal
    started: Period | None
    entered: Period | None
    completed: Period | None
    counts: Verdict
    manufacturing: bool
    large: bool
    high_tech: bool


def register_rows(desk: Desk) -> pl.DataFrame:
    """The register lists of this year and the last, up to the desk's period; see the view."""
    since = str(Period(desk.period.year - 1, 1))
    return desk.read("project_register", since=since, until=str(desk.period))


def register_list(
    desk: Desk, period: Period | None = None, *, everywhere: bool = False
) -> list[Registered]:
    """The unit's projects on the register list of one period (default: the desk's).

    ``everywhere``: of the whole city, to compare with; such rows are no source of the page.
    """
    rows = register_rows(desk).filter(pl.col("period") == str(period or desk.period))
    if rows.is_empty():
        return []
    located = placed(desk, rows)
    if not everywhere:
        located = desk.uses(in_unit(desk, located))
    rule = criteria(desk)
    return [_registered(r, rule) for r in located.sort("statistical_code").to_dicts()]


def latest_list(desk: Desk) -> list[Registered]:
    """The latest register list of this year up to the desk's period (最近一期在库清单)."""
    period = register_period(desk)
    return register_list(desk, period) if period else []


def register_period(desk: Desk) -> Period | None:
    """The period of the latest register list of this year up to the desk's (清单所属期)."""
    own = register_rows(desk).filter(pl.col("period").str.starts_with(str(desk.period.year)))
    return None if own.is_empty() else Period.parse(str(own["period"].max()))


def renovation_projects(projects: Sequence[Registered]) -> list[Registered]:
    """Those that count as 技改 by the definition."""
    return [p for p in projects if p.counts.holds]


def placed(desk: Desk, rows: pl.DataFrame) -> pl.DataFrame:
    """Rows of a project list with ``enterprise`` filled in from the owner's name, and ``place``.

    ``place`` is the lowest statistical unit known: the owner's town where it lies inside the
    reported unit, else the reported unit. A town's report has its projects that way.
    """
    keys = [normalise_name(owner or "") for owner in rows["owner"].to_list()]
    named = rows.with_columns(pl.Series("owner_key", keys, dtype=pl.String))
    found = named.join(_owners(desk), on="owner_key", how="left", maintain_order="left")
    known = found.with_columns(pl.coalesce("enterprise", "owner_code").alias("enterprise"))
    towns = desk.read("enterprises").select("enterprise", pl.col("unit").alias("town"))
    told = known.join(towns, on="enterprise", how="left", maintain_order="left")
    pairs = told.select("unit", "town").rows()
    at = {pair: _place(desk, *pair) for pair in set(pairs)}
    places = pl.Series("place", [at[pair] for pair in pairs], dtype=pl.String)
    return told.with_columns(places).drop("owner_key", "owner_code", "town")


def in_unit(desk: Desk, located: pl.DataFrame) -> pl.DataFrame:
    """The rows (with ``place``) of the desk's unit; the city has those of an unknown place too."""
    if desk.unit.code == desk.units.root.code:
        return located
    return unit_of_rows(desk, desk.unit.code, located, "place")


def inside(desk: Desk, rows: Sequence[Any]) -> list[Any]:
    """The projects or filings (with ``key``, ``unit``, ``enterprise``) that stand in the unit."""
    frame = pl.DataFrame(
        {
            "at": range(len(rows)),
            "unit": [r.unit for r in rows],
            "enterprise": [r.enterprise for r in rows],
        },
        schema={"at": pl.Int64, "unit": pl.String, "enterprise": pl.String},
    )
    kept = unit_of_rows(desk, desk.unit.code, frame).sort("at")["at"].to_list()
    return [rows[i] for i in kept]


def _owners(desk: Desk) -> pl.DataFrame:
    """Firms by normalised name, former names too (owner_key, owner_code).

    A name that two firms share finds none. Made once a desk: there may be half a million firms.
    """
    key = "renovation|owners"
    known = desk.read("enterprises").select("enterprise", "name", "former_name")
    if key not in desk.cache:
        pairs = {
            (normalise_name(name), row["enterprise"])
            for row in known.to_dicts()
            for name in (row["name"], *(row["former_name"] or "").split("|"))
            if name
        }
        frame = pl.DataFrame(
            sorted(pairs), schema={"owner_key": pl.String, "owner_code": pl.String}, orient="row"
        )
        desk.cache[key] = frame.filter(pl.len().over("owner_key") == 1)
    return desk.cache[key]


def _place(desk: Desk, reported: str | None, town: str | None) -> str | None:
    if town is None:
        return reported
    if reported is None or reported in desk.units.ancestors(town):
        return town
    return reported


def _registered(row: dict[str, Any], rule: Criteria) -> Registered:
    planned = row["planned_investment"] or ZERO
    return Registered(
        key=row["statistical_code"],
        code=project_code(row["project_code"]),
        period=row["period"],
        name=row["name"],
        core=core_name(row["name"], row["owner"]),
        owner=row["owner"],
        enterprise=row["enterprise"],
        unit=row["place"],
        industry=row["industry"],
        nature=row["nature"],
        planned_investment=planned,
        cumulative_investment=row["cumulative_investment"] or ZERO,
        ytd_investment=row["ytd_investment"] or ZERO,
        equipment_investment=row["equipment_investment"] or ZERO,
        started=month_of(row["started"]),
        entered=month_of(row["entered"]),
        completed=month_of(row["completed"]),
        counts=_counts(row, rule),
        manufacturing=industrial(row["industry"]) and is_manufacturing(row["industry"]),
        large=planned >= rule.large,
        high_tech=high_tech(row["industry"], rule.high_tech),
    )


def _counts(row: dict[str, Any], rule: Criteria) -> Verdict:
    """The definition on a row of the bureau's own list.

    The list is the statistics bureau's: 扩建 and its like are on it because the bureau judged them
    renovation, so a silent name does not take them off; it is said and left to be verified.
    """
    if not industrial(row["industry"]):
        return Verdict(False, f"项目行业{row['industry'] or '空'}不属工业（0610—4690）")
    planned = row["planned_investment"]
    if planned is not None and planned < rule.threshold:
        return Verdict(False, "计划总投资低于统计起点")
    judged = is_renovation_nature(row["nature"], [row["name"]], None, rule.keywords)
    if not judged.holds and row["nature"] in POSSIBLE_NATURES:
        return Verdict(True, f"{row['nature']}，统计清单列入，名称未见改造内容，待核")
    return judged
