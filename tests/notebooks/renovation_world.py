"""A small city with renovation projects in all three scopes, typed by hand (技改小城)."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from tests.conftest import register as firms
from tests.spec.renovation.rows import filing, ledger, rates, register

# Owners by town: 甲 and 乙 in 城关镇 (东山县), 丙 in 河口镇 (西水县) and in the zone.
OWNERS = {"甲": "330101001", "乙": "330101001", "丙": "330102001"}
CODES = {name: f"9133010100000000{n}X" for n, name in enumerate(OWNERS)}


def _owned(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Projects named 甲一, 乙一 … belong to the firm of their first character."""
    return [{**r, "owner": f"{r['name'][0]}机械有限公司"} for r in rows]


def _lists() -> list[dict[str, Any]]:
    """Register lists: 甲旧 finished last November; 丙新 entered this April."""
    rows = register(
        """
        R1 2025-02 3451 改建和技术改造 12000 100 2024-09 -
        R1 2025-03 3451 改建和技术改造 12000 220 2024-09 -
        R1 2025-04 3451 改建和技术改造 12000 360 2024-09 -
        R1 2025-05 3451 改建和技术改造 12000 700 2024-09 -
        R2 2025-05 3562 扩建 3000 50 2025-05 -
        R1 2025-12 3451 改建和技术改造 12000 1500 2024-09 2025-11
        R2 2025-12 3562 扩建 3000 800 2025-05 -
        R2 2026-02 3562 扩建 3000 100 2025-05 -
        R2 2026-03 3562 扩建 3000 220 2025-05 -
        R2 2026-04 3562 扩建 3000 320 2025-05 -
        R3 2026-04 2710 改建和技术改造 15000 500 2026-04 -
        R2 2026-05 3562 扩建 3000 420 2025-05 -
        R3 2026-05 2710 改建和技术改造 15000 900 2026-04 -
        """,
        equipment_investment=Decimal(90),
    )
    named = {"R1": ("甲旧", "330101"), "R2": ("乙一", "330101"), "R3": ("丙新", "330102")}
    for row in rows:
        name, unit = named[row["statistical_code"]]
        row |= {"name": f"{name}线改造项目", "unit": unit}
    return _owned(rows)


def _ledgers() -> list[dict[str, Any]]:
    rows = ledger(
        """
        乙一线改造项目 2025-06 330101 900 300 2025.1—2025.12 2025-01 在建
        甲一线改造项目 2026-04 330101 900 90 2026.1—2026.12 2026-01 在建
        乙一线改造项目 2026-04 330101 600 300 2025.5—2026.11 2025-05 在建
        丙新线改造项目 2026-04 330102 2000 0 2026.5—2026.12 - 未开工
        丙二线改造项目 2026-04 330102 500 500 2025.3—2026.5 2025-03 在建
        甲一线改造项目 2026-05 330101 900 80 2026.1—2026.12 2026-01 在建
        甲三线改造项目 2026-05 330101 700 0 2026.3—2026.12 - 未开工
        乙一线改造项目 2026-05 330101 600 350 2025.5—2026.11 2025-05 在建
        丙新线改造项目 2026-05 330102 2000 300 2026.5—2026.12 2026-05 在建
        丙二线改造项目 2026-05 330102 500 500 2025.3—2026.5 2025-03 竣工
        """,
        category="市百项",
        direction="智能化",
        month_investment=Decimal(50),
    )
    for row in rows:
        if row["name"] == "甲三线改造项目":
            row |= {"paper_land": "未办", "problem": "用地指标未落实", "category": "区重点"}
    return _owned(rows)


def _filings() -> list[dict[str, Any]]:
    a, b, c, d = (f"2603-330101-07-02-00000{n}" for n in range(1, 5))
    rows = [
        filing(a, "乙一线改造项目"),
        filing(b, "甲三线改造项目", filed_on=date(2026, 5, 6)),
        filing(c, "甲四线改造项目", planned_investment=Decimal(300), filed_on=date(2025, 9, 1)),
        filing(d, "丙五仓储项目", industry="5990", unit="330102", filed_on=date(2026, 1, 5)),
    ]
    return _owned(rows)


def files() -> list[dict[str, Any]]:
    """The files of the small city; its zone has 丙."""
    growth = "renovation_investment_growth"
    feedback = rates(
        f"""
        3300 2026-04 {growth} 30.0
        3300 2026-05 {growth} 26.0
        3300 2026-05 industrial_investment_growth 12.0
        3300 2026-05 fixed_investment_growth 5.0
        3300 2026-05 manufacturing_renovation_investment_growth 20.0
        3300 2026-05 renovation_share 40.5
        3300 2026-05 renovation_investment 1320
        3300 2026-05 register_project_count 2
        3300 2026-05 register_project_entries 1
        330101 2026-04 {growth} -2.0
        330101 2026-05 {growth} -8.4
        330101 2026-05 industrial_investment_growth -1.0
        330102 2026-05 {growth} 180.0
        """
    )
    targets = [
        {
            "unit": unit,
            "cluster": None,
            "indicator": growth,
            "year": 2026,
            "tier": "确保",
            "kind": "rate",
            "target": Decimal(12),
            "office": "技改科",
        }
        for unit in ("3300", "330101")
    ]
    listed = "\n".join(f"{CODES[n]} 2026-05 {town} 3451" for n, town in OWNERS.items())
    known = [
        {**row, "name": f"{name}机械有限公司"}
        for row, name in zip(firms(listed), OWNERS, strict=True)
    ]
    zone = [{"zone": "Z1", "member_kind": "enterprise", "member": CODES["丙"]}]
    benefit = [
        {
            "period": "2026-05",
            "unit": "330102",
            "name": "丙二线改造项目",
            "owner": "丙机械有限公司",
            "completed": "2026-05",
            "output_plan": Decimal(1000),
            "output_actual": Decimal(400),
            "tax_plan": Decimal(50),
            "tax_actual": Decimal(20),
            "jobs_plan": Decimal(10),
            "jobs_actual": Decimal(12),
        }
    ]
    return [
        {"observation": feedback, "status": "反馈", "source_kind": "统计局反馈"},
        {"target": targets, "status": "最终", "source_kind": "本局台账"},
        {"register": known, "zone_member": zone, "status": "反馈"},
        {"project_register": _lists(), "status": "反馈", "source_kind": "统计局反馈"},
        {"project_ledger": _ledgers(), "project_benefit": benefit, "source_kind": "县区上报"},
        {"filing": _filings(), "source_kind": "审批平台"},
    ]
