"""Rows of the bulletin's specs, typed as text: targets with tiers and plans, fed-back readings."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from tests.conftest import observation

Rows = list[dict[str, Any]]

KINDS = {
    "output": "level",
    "revenue": "level",
    "value_added_growth": "rate",
    "revenue_growth": "rate",
    "renovation_investment_growth": "rate",
    "above_scale_entries": "count",
    "above_scale_net": "count",
}


def goals(rows: str, *, year: int = 2026, effective: str | None = None) -> Rows:
    """Targets: unit indicator 确保 奋斗 [q1 h1 q3]; - = 未设, money in 万元."""
    found: Rows = []
    for line in rows.strip().splitlines():
        unit, indicator, floor, stretch, *plans = line.split()
        marks = (*(_number(p) for p in plans), None, None, None)[:3]
        for tier, goal in (("确保", floor), ("奋斗", stretch)):
            own = marks if tier == "确保" else (None, None, None)
            found.append(
                {
                    "unit": unit,
                    "cluster": None,
                    "indicator": indicator,
                    "year": year,
                    "tier": tier,
                    "kind": KINDS[indicator],
                    "target": _number(goal),
                    **dict(zip(("plan_q1", "plan_h1", "plan_q3"), own, strict=True)),
                    "office": "运行监测科",
                    "effective": effective,
                }
            )
    return found


def fed_back(rows: str, period: str = "2026-05") -> dict[str, Any]:
    """A file of the statistics bureau: unit indicator value [growth [rank]]; - = blank."""
    found: Rows = []
    for line in rows.strip().splitlines():
        unit, indicator, *numbers = line.split()
        for reading, number in zip(("value", "growth_pct", "rank"), numbers, strict=False):
            row = observation(unit, period, reading, number, indicator, "ytd", subject="unit")
            found.append({**row, "unit": unit})
    return {"observation": found, "status": "反馈", "source_kind": "统计局反馈"}


def _number(text: str) -> Decimal | None:
    return None if text == "-" else Decimal(text)
