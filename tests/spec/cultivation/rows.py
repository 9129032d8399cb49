"""Rows of the register, ledgers and invoices from a few words (培育用例的数据行)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from tests.conftest import observation

Rows = list[dict[str, Any]]


def listed(period: str, firms: Iterable[str], **more: Mapping[str, Any]) -> Rows:
    """One month's list: all firms stand in 城关镇 unless ``more`` says otherwise by code."""
    return [
        {
            "enterprise": code,
            "period": period,
            "name": f"企业{code}",
            "unit": "330101001",
            "door": "小升规",
            "entered": "2020-02",
            "state": "正常",
            **more.get(code, {}),
        }
        for code in firms
    ]


def event(code: str, kind: str, effective: str, door: str | None = None, **more: Any) -> Any:
    """A result of examination (entry) or a line of the list of exits."""
    return {
        "enterprise": code or None,
        "name": f"企业{code}",
        "unit": "330101",
        "event": kind,
        "door": door,
        "effective": effective,
        "credited_year": None,
        "result": "通过",
        "reason": None,
        **more,
    }


def candidate(code: str, period: str = "2026-05", **more: Any) -> dict[str, Any]:
    """A line of 城关镇's ledger with all papers ticked."""
    papers = ("license", "profit", "application", "photo", "filing")
    row = {
        "candidate": code,
        "enterprise": code,
        "period": period,
        "reported_by": "330101001",
        "name": f"培育{code}",
        "unit": "330101001",
        "pool": "规下1000—2000万",
        "product": None,
        "prior_year_revenue": Decimal(1500),
        "invoice_ytd": None,
        "production_start": None,
        "filing_nature": "—",
        "state": "辅导",
        "helper": "周科长",
        "difficulty": None,
        **{f"paper_{p}": True for p in papers},
    }
    return {**row, **more}


def invoices(code: str, totals: str, *, base: str = "", year: str = "") -> Rows:
    """Running totals "2026-01 100, 2026-02 250": the last one with its base and last full year."""
    found: Rows = []
    pairs = [part.split() for part in totals.split(",")]
    before = Decimal(0)
    for period, total in pairs:
        found.append(observation(code, period, "value", total, "invoice_sales", "ytd"))
        month = Decimal(total) - (before if period[5:] != "01" else 0)
        found.append(observation(code, period, "value", str(month), "invoice_sales", "month"))
        before = Decimal(total)
    last = pairs[-1][0]
    if base:
        found.append(observation(code, last, "base", base, "invoice_sales", "ytd"))
    if year:
        prior = f"{int(last[:4]) - 1}{last[4:]}"
        found.append(observation(code, prior, "value", year, "invoice_sales", "year"))
    return found


def power(code: str, value: str, base: str = "-", period: str = "2026-05") -> Rows:
    """Electricity of a meter that belongs to the firm alone."""
    kind = "electricity"
    rows = [observation(f"M{code}", period, "value", value, kind, "ytd", "meter")]
    return [*rows, observation(f"M{code}", period, "base", base, kind, "ytd", "meter")]


def meter(code: str) -> dict[str, Any]:
    """The meter :func:`power` reads, for as long as anyone knows."""
    return {"meter": f"M{code}", "enterprise": code, "valid_from": None, "valid_to": None}


def target(unit: str, indicator: str, goal: str, year: int = 2026, **plan: str) -> dict[str, Any]:
    """A count target of the 确保 tier; ``plan``: q1, h1, q3."""
    marks = {f"plan_{k}": Decimal(plan[k]) if k in plan else None for k in ("q1", "h1", "q3")}
    return {
        "unit": unit,
        "cluster": None,
        "indicator": indicator,
        "year": year,
        "tier": "确保",
        "kind": "count",
        "target": Decimal(goal),
        "last_year": None,
        **marks,
        "office": "中小企业科",
    }


def decision(code: str, verdict: str, **more: Any) -> dict[str, Any]:
    """A decision on a firm, in force since 20 March 2026."""
    return {
        "object_kind": "enterprise",
        "object_id": code,
        "verdict": verdict,
        "reason": "代购设备",
        "author": "李娜",
        "decided_on": date(2026, 3, 20),
        "valid_until": None,
        **more,
    }
