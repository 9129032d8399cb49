"""Rows of ledgers, register lists and filings for worked cases, typed as text (- = blank)."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

OWNER = "示例机械有限公司"


def _lines(rows: str) -> list[list[str | None]]:
    return [
        [None if cell == "-" else cell for cell in line.split()]
        for line in rows.strip().splitlines()
    ]


def ledger(rows: str, **more: Any) -> list[dict[str, Any]]:
    """name period unit plan ytd years actual_start state."""
    found = []
    for name, period, unit, plan, ytd, years, started, state in _lines(rows):
        found.append(
            {
                "project": f"{unit}|{name}",
                "period": period,
                "unit": unit,
                "name": name,
                "owner": OWNER,
                "years": years,
                "planned_investment": Decimal(2000),
                "annual_plan": Decimal(plan or 0),
                "prior_cumulative": None,
                "ytd_investment": Decimal(ytd or 0),
                "actual_start": started,
                "state": state,
                **more,
            }
        )
    return found


def register(rows: str, **more: Any) -> list[dict[str, Any]]:
    """code period industry nature planned ytd entered completed."""
    found = []
    for code, period, industry, nature, planned, ytd, entered, completed in _lines(rows):
        found.append(
            {
                "statistical_code": code,
                "project_code": None,
                "period": period,
                "name": f"{code}号生产线改造项目",
                "owner": OWNER,
                "enterprise": None,
                "unit": "330101",
                "industry": industry,
                "nature": nature,
                "planned_investment": Decimal(planned or 0),
                "cumulative_investment": Decimal(ytd or 0),
                "ytd_investment": Decimal(ytd or 0),
                "equipment_investment": Decimal(0),
                "entered": entered,
                "completed": completed,
                **more,
            }
        )
    return found


def filing(code: str, name: str, **more: Any) -> dict[str, Any]:
    """One filing that qualifies: industrial, 技改, 1000万元, filed on 18 March 2026."""
    return {
        "project_code": code,
        "name": name,
        "owner": OWNER,
        "enterprise": None,
        "unit": "330101",
        "place": "东山县",
        "project_type": "技术改造",
        "nature": "改建和技术改造",
        "industry": "3451",
        "planned_investment": Decimal(1000),
        "content": None,
        "planned_start": "2026-04",
        "filed_on": date(2026, 3, 18),
        "state": "办结",
        **more,
    }


def rates(rows: str) -> list[dict[str, Any]]:
    """Fed-back readings: unit period indicator value."""
    return [
        {
            "subject": "unit",
            "code": unit,
            "unit": None,
            "indicator": indicator,
            "period": period,
            "span": "ytd",
            "reading": "value",
            "number": Decimal(value or 0),
            "missing": None,
            "scope": "统计",
        }
        for unit, period, indicator, value in _lines(rows)
    ]
