"""Ledger projects as contributions (台账项目): what a project spent this year, and whose it is."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

import polars as pl

from gxlab.disclosure.model import MONEY
from gxlab.measures.renovation_ledger import Project, ledger_at, ledger_periods
from gxlab.reference.codes import normalise_name
from gxlab.warehouse.desk import Desk

LEDGER_INDICATOR = "ledger_investment"
_MICRO = Decimal("0.000001")
_SCHEMA: dict[str, pl.DataType | type[pl.DataType]] = {
    "indicator": pl.String,
    "span": pl.String,
    "enterprise": pl.String,
    "value": MONEY,
    "base": MONEY,
    "holding": pl.String,
}


def ledger_readings(desk: Desk) -> pl.DataFrame:
    """One row a project: its investment of the year so far, ``holding`` its owner's code or name.

    A project is a contributor of its own, since an owner may have several in different categories;
    rules speak of holdings, so they are judged together all the same.
    """
    rows = [
        (LEDGER_INDICATOR, "ytd", _id(p), p.ytd.quantize(_MICRO), None, _owner(p))
        for p in _projects(desk)
    ]
    return pl.DataFrame(rows, schema=_SCHEMA, orient="row").unique("enterprise").sort("enterprise")


def ledger_groups(desk: Desk) -> Iterator[tuple[str, pl.DataFrame]]:
    """The projects of the unit, in all and by category (类别): code, enterprise."""
    projects = _projects(desk)
    schema: dict[str, type[pl.DataType]] = {"code": pl.String, "enterprise": pl.String}
    yield "", pl.DataFrame([("", _id(p)) for p in projects], schema=schema, orient="row")
    rows = [(p.category, _id(p)) for p in projects]
    yield "category", pl.DataFrame(rows, schema=schema, orient="row")


def _projects(desk: Desk) -> list[Project]:
    """Of exactly the release's month: what another month's ledger says is that month's."""
    return ledger_at(desk, desk.period) if desk.period in ledger_periods(desk) else []


def _id(project: Project) -> str:
    return f"项目:{project.county}:{project.key}"


def _owner(project: Project) -> str:
    if project.enterprise:
        return project.enterprise
    return f"业主:{normalise_name(project.owner)}" if project.owner else _id(project)
