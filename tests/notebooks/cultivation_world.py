"""A small invented city for the cultivation notebook: a register of two years, a pool, invoices."""

from __future__ import annotations

from typing import Any

from tests.conftest import CITY, observation
from tests.spec.cultivation.rows import candidate, event, invoices, listed, meter, power, target

Rows = list[dict[str, Any]]

UNITS = [
    *CITY,
    {"code": "330103", "name": "北山县", "parent": "3300", "kind": "county"},
    {"code": "330101002", "name": "新集镇", "parent": "330101", "kind": "town"},
]
WEST, NEW_TOWN = "330102001", "330101002"
NEW = {"pool": "当年新建投产", "filing_nature": "新建", "production_start": "2026-01"}
# firm → town; revenue 1—5月, its base, last year's revenue (万元)
OLD = {
    "A": ("330101001", 5000, 4600, 11000),
    "B": ("330101001", 700, 900, 2300),
    "C": (WEST, 3000, 3000, 7200),
    "D": (NEW_TOWN, 0, 900, 2400),
    "E": (WEST, 950, 950, 2350),
}
ENTERED = {
    "F": ("小升规", "2026-02", WEST, 1300, 1100),
    "G": ("小升规", "2025-02", "330101001", 1900, 1700),
    "H": ("月度", "2026-04", NEW_TOWN, 1600, None),
}


def _places(month: str) -> dict[str, dict[str, Any]]:
    """Where and how each firm stands in a month's list."""
    found = {c: {"unit": town} for c, (town, *_) in OLD.items()}
    found |= {
        c: {"unit": town, "door": door, "entered": since}
        for c, (door, since, town, *_) in ENTERED.items()
        if since <= month
    }
    if month >= "2026-03":
        # D stands still, E has moved to 东山县, A has a new name.
        found["D"]["state"] = "停产"
        found["E"] = {"unit": NEW_TOWN, "remark": "2026年3月由西水县迁入"}
        found["A"] |= {"name": "东山轴承集团有限公司", "remark": "2026年3月更名,曾用名:企业A"}
    return found


def _lists() -> Rows:
    rows: Rows = []
    months = [f"2024-{m:02d}" for m in (11, 12)]
    months += [f"{y}-{m:02d}" for y in (2025, 2026) for m in range(1, 13) if (y, m) <= (2026, 5)]
    for month in months:
        places = _places(month)
        gone = ["X"] if month < "2026-02" else []
        rows += listed(month, [*places, *gone], **places, X={"unit": "330101001"})
    return rows


def _events() -> Rows:
    rows = [
        event("F", "entry", "2026-02", "小升规", unit="330102"),
        event("G", "entry", "2025-02", "小升规"),
        event("H", "entry", "2026-04", "新建投产"),
        event("X", "exit", "2026-02", name="企业X", enterprise=None, reason="规模不达标"),
    ]
    return rows


def _revenue() -> Rows:
    rows: Rows = []
    both = {c: (now, base) for c, (_, now, base, _) in OLD.items()}
    both |= {c: (now, base) for c, (_, _, _, now, base) in ENTERED.items()}
    for code, (now, base) in both.items():
        for indicator in ("revenue", "output"):
            rows.append(observation(code, "2026-05", "value", str(now), indicator, "ytd"))
            text = "-" if base is None else str(base)
            rows.append(observation(code, "2026-05", "base", text, indicator, "ytd"))
    for code, (*_, year) in OLD.items():
        rows.append(observation(code, "2025-12", "value", str(year), "revenue", "year"))
    return rows


def _ledgers() -> Rows:
    late = {"unit": WEST, "reported_by": WEST}
    rows = [candidate(c, p, **m) for p in ("2025-05",) for c, m in (("F", late), ("L", {}))]
    return [
        *rows,
        candidate("J", **NEW, state="已报镇街", paper_filing=False),
        candidate("K", **NEW, state="市审"),
        candidate("L"),
        candidate("M", **late, pool="达规未入统", state="备件", paper_profit=False),
        candidate("N", **late, pool="退统待再入", state="退回"),
        candidate("N", pool="退统待再入", state="摸排"),
        candidate("C", **late),
        candidate("P", pool="达规未入统", name="东山汇通商贸有限公司"),
    ]


def _invoices() -> Rows:
    rows = invoices("J", "2026-01 300, 2026-02 900, 2026-03 1500, 2026-04 2100, 2026-05 2400")
    rows += invoices("K", "2026-01 300, 2026-02 600, 2026-03 900, 2026-04 1200, 2026-05 1500")
    rows += invoices("L", "2025-05 700", base="500", year="1500")
    rows += invoices("L", "2026-05 750", base="700", year="1700")
    rows += invoices("M", "2026-05 1300", base="1100", year="2800")
    rows += invoices("N", "2026-05 300", base="400", year="1000")
    rows += invoices("P", "2026-05 2500", base="2000", year="5000")
    rows += invoices("F", "2025-05 950", base="600", year="1500")
    rows += invoices("B", "2026-05 1500", base="900", year="2300")
    return rows


def _goals() -> Rows:
    rows = [target("3300", "above_scale_entries", "6", q1="1", h1="2", q3="3")]
    rows += [target(u, "above_scale_entries", "3") for u in ("330101", "330102")]
    rows += [target("3300", "above_scale_net", "2"), target("330101", "above_scale_net", "1")]
    return rows


def files() -> list[dict[str, Any]]:
    """The files of the small city, as the store takes them."""
    zone = {"zone": "Z1", "member_kind": "enterprise", "valid_from": None, "valid_to": None}
    fed_back = [observation("3300", "2026-05", "value", "9", "above_scale_count", "point", "unit")]
    burnt = [row for c in "JKLMA" for row in power(c, "12", "10")]
    noted = {"subject": "enterprise", "code": "B", "period": "2026-05", "author": None, "col": "P"}
    notes = [
        {**noted, "kind": "原因类别", "text": "订单减少"},
        {**noted, "kind": "原因", "text": "下游客户压库,订单减少"},
    ]
    return [
        {
            "register": _lists(),
            "register_event": _events(),
            "zone_member": [{**zone, "member": c} for c in ("C", "H")],
            "source_kind": "统计局反馈",
            "status": "最终",
        },
        {"observation": fed_back, "status": "反馈", "source_kind": "统计局反馈"},
        {"observation": _revenue(), "note": notes},
        {"candidate": _ledgers(), "source_kind": "镇街上报"},
        {"observation": _invoices(), "source_kind": "税务"},
        {"observation": burnt, "meter": [meter(c) for c in "JKLMA"], "source_kind": "供电"},
        {"target": _goals(), "source_kind": "本局台账", "status": "最终"},
    ]
