"""The listed companies' files fed to a store in memory, without the intake (上市公司数据)."""

from __future__ import annotations

import csv
from decimal import Decimal
from pathlib import Path
from typing import Any

from gxlab.reference.periods import Period
from gxlab.warehouse.desk import Desk, desk_on
from gxlab.warehouse.snapshot import resolve_into
from tests.conftest import store_of

QUARTERS = [(year, quarter) for year in (2014, 2015) for quarter in (1, 2, 3, 4)]


def rows_of(path: Path) -> list[dict[str, str]]:
    """All rows of one file as text."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def desk_of_listed(folder: Path, period: str, unit: str | None) -> Desk:
    """A desk on all eight quarters; ``area`` is the unit, ``industry`` the cluster."""
    firms = rows_of(folder / "stock_basics.csv")
    areas = sorted({row["area"] for row in firms})
    units = [{"code": "CN", "name": "全国", "parent": None, "kind": "city"}]
    units += [{"code": a, "name": a, "parent": "CN", "kind": "county"} for a in areas]
    basics = {
        "unit": units,
        "enterprise": [
            {"enterprise": r["code"], "name": r["name"], "unit": r["area"]} for r in firms
        ],
        "cluster_member": [
            {
                "cluster": r["industry"],
                "enterprise": r["code"],
                "segment": None,
                "role": None,
                "valid_from": None,
                "valid_to": None,
            }
            for r in firms
        ],
    }
    files = [_quarter(folder, year, quarter) for year, quarter in QUARTERS]
    store = store_of(basics, *files)
    resolve_into(store.con, None)
    store.con.execute("use snap")
    return desk_on(store.con, unit, Period.parse(period))


def _quarter(folder: Path, year: int, quarter: int) -> dict[str, Any]:
    period = f"{year}-{quarter * 3:02d}"
    levels = rows_of(folder / f"profit{year}_{quarter}.csv")
    rates = rows_of(folder / f"growth{year}_{quarter}.csv")
    facts = [
        _fact(r["code"], period, "value", _times(r["business_income"], 100)) for r in levels
    ] + [_fact(r["code"], period, "growth_pct", _times(r["mbrg"], 1)) for r in rates]
    return {"observation": facts, "basis": "own_prior_year", "status": "最终", "period": period}


def _times(text: str, factor: int) -> Decimal | None:
    """百万元 to 万元; a blank stays blank."""
    return Decimal(text) * factor if text else None


def _fact(code: str, period: str, reading: str, number: Decimal | None) -> dict[str, Any]:
    return {
        "subject": "enterprise",
        "code": code,
        "unit": None,
        "indicator": "revenue",
        "period": period,
        "span": "ytd",
        "reading": reading,
        "number": number,
        "missing": "blank" if number is None else None,
        "scope": None,
    }
