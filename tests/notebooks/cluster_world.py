"""A small invented city for the cluster notebook: ten firms, two listed clusters, 15 months."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from tests.conftest import CITY, observation
from tests.spec.clusters.rows import clusters, members

Rows = list[dict[str, Any]]

MONTHS = [f"2025-{m:02d}" for m in range(2, 13)] + [f"2026-{m:02d}" for m in range(2, 6)]
UNITS = [*CITY, {"code": "330103", "name": "北山县", "parent": "3300", "kind": "county"}]
# firm, town, amount a month last year (万元), growth in %, door, entered
FIRMS = (
    ("A", "330101001", 3000, 8, None, None),
    ("B", "330101001", 1200, -6, None, None),
    ("C", "330102001", 900, 15, None, None),
    ("D", "330102001", 2000, 2, None, None),
    ("E", "330102001", 400, -100, None, None),
    ("F", "330101001", 800, 5, None, None),
    ("G", "330102001", 250, 12, "小升规", "2026-02"),
    ("H", "330101001", 0, 0, "月度", "2026-04"),
    ("X", "330101001", 300, 0, None, None),
    ("Z", "330101001", 5000, 1, None, None),
)
LISTS = """
K1 轴承产业集群 省重点
K1 轴承产业集群 全部
K2 线缆产业集群 省重点
K2 线缆产业集群 全部
K3 箱包产业集群 全部
"""
MEMBERS = """
K1 A 套圈 链主
K1 B 套圈 配套
K1 F 成品 头部
K1 H 成品 配套
K1 X 成品 配套
K2 C 导体 链主
K2 D 导体 领跑者 2026-01-01
K2 E 成缆 配套
K2 G 成缆 配套
K2 F 成缆 配套
"""


def files() -> list[dict[str, Any]]:
    """The files of the small city, as the store takes them."""
    register: Rows = []
    facts: Rows = []
    for month in MONTHS:
        for firm in FIRMS:
            if _listed(firm, month):
                register.append(_register(firm, month))
                facts += _readings(firm, month)
    facts += [_fact(f[0], "2025-12", "value", f[2] * 12, span="year") for f in FIRMS if f[2]]
    return [
        {"register": register, "source_kind": "统计局反馈", "status": "最终"},
        {"observation": facts, "note": _notes()},
        {"cluster_member": members(MEMBERS), "industry_cluster": clusters(LISTS)},
        {"cluster_segment": _segments(), "target": _targets(), "project_ledger": _ledger()},
        {"zone_member": [{"zone": "Z1", "member_kind": "enterprise", "member": "C"}]},
        {"observation": _feedback(), "status": "反馈", "source_kind": "统计局反馈"},
        {"observation": _returns(), "source_kind": "集群直报"},
    ]


def _listed(firm: tuple[Any, ...], month: str) -> bool:
    if firm[0] == "X":
        return month < "2026-01"
    return firm[5] is None or month >= firm[5]


def _register(firm: tuple[Any, ...], month: str) -> dict[str, Any]:
    stopped = firm[0] == "E" and month >= "2026-02"
    return {
        "enterprise": firm[0],
        "period": month,
        "name": f"企业{firm[0]}",
        "unit": firm[1],
        "industry": "3451",
        "door": firm[4],
        "entered": firm[5],
        "state": "停产" if stopped else "正常",
    }


def _readings(firm: tuple[Any, ...], month: str) -> Rows:
    """Revenue, profit, output, electricity and invoices of one firm up to one month."""
    code, _, amount, growth, door, _ = firm
    months = int(month[5:])
    this_year = month[:4] == "2026"
    base = amount * months
    value = base * (100 + growth) // 100 if this_year else base
    if code == "H":
        value = 700 * (months - 3)
    rows: Rows = []
    for indicator, share in (
        ("revenue", 100),
        ("profit", 6),
        ("electricity", 3),
        ("invoice_sales", 98),
    ):
        rows.append(_fact(code, month, "value", value * share / 100, indicator))
        if door != "月度":
            before = base if this_year else base * 95 // 100
            rows.append(_fact(code, month, "base", before * share / 100, indicator))
    rows.append(_fact(code, month, "value", value / months, "output", "month"))
    return rows


def _fact(
    code: str,
    month: str,
    reading: str,
    number: float,
    indicator: str = "revenue",
    span: str = "ytd",
) -> dict[str, Any]:
    return observation(code, month, reading, str(Decimal(str(number))), indicator, span)


def _notes() -> Rows:
    texts = {"原因类别": "停产", "原因": "自2026年2月起停产"}
    return [
        {"subject": "enterprise", "code": "E", "period": "2026-05", "kind": kind, "text": text}
        for kind, text in texts.items()
    ]


def _segments() -> Rows:
    chain = (("K1", "套圈"), ("K1", "成品"), ("K1", "装备"), ("K2", "导体"), ("K2", "成缆"))
    return [
        {"cluster": c, "segment": s, "position": n, "gap": "部分配套"}
        for n, (c, s) in enumerate(chain, start=1)
    ]


def _targets() -> Rows:
    found: Rows = []
    for cluster, level in (("K1", 66000), ("K2", 44000), (None, 180000)):
        for tier, more in (("确保", 1), ("奋斗", 2)):
            own = {"unit": "3300", "cluster": cluster, "year": 2026, "tier": tier}
            goal = Decimal(level * (100 + more) // 100)
            plan = {"plan_q1": goal * 22 / 100, "plan_h1": goal * 48 / 100}
            found.append({**own, "indicator": "revenue", "kind": "level", "target": goal, **plan})
            rate = Decimal(7 + more)
            found.append({**own, "indicator": "revenue_growth", "kind": "rate", "target": rate})
    return found


def _ledger() -> Rows:
    return [
        {
            "project": "330101|轴承产线技改",
            "period": "2026-05",
            "unit": "330101",
            "name": "轴承产线技改",
            "owner": "企业A",
            "planned_investment": Decimal(5000),
            "annual_plan": Decimal(2000),
            "ytd_investment": Decimal(700),
            "state": "在建",
        }
    ]


def _feedback() -> Rows:
    """The statistics bureau's revenue of 1—4月: its rate is 0.5 points above the firms' sum."""
    rows = []
    for unit, value, base in (("3300", "56500", "53500"), ("330101", "41500", "40000")):
        for reading, number in (("value", value), ("base", base), ("growth_pct", "5.6")):
            row = observation(unit, "2026-04", reading, number, "revenue", "ytd", subject="unit")
            rows.append({**row, "unit": unit})
    return rows


def _returns() -> Rows:
    """Cluster returns of two counties for two years; 北山县 has not sent its own this year."""
    rows = []
    for month in ("2025-03", "2025-04", "2025-12", "2026-03", "2026-04"):
        for unit, cluster, amount in (
            ("330101", "K1", 6000),
            ("330102", "K2", 4000),
            ("330103", "K2", 500),
        ):
            if unit == "330103" and month[:4] == "2026":
                continue
            months = int(month[5:])
            value = amount * months * (106 if month[:4] == "2026" else 100) // 100
            for reading, number in (("value", value), ("base", amount * months)):
                row = observation(
                    cluster,
                    month,
                    reading,
                    str(number),
                    "cluster_revenue",
                    "ytd",
                    subject="cluster",
                )
                rows.append({**row, "unit": unit, "scope": "集群直报"})
    return rows
