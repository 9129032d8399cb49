"""The small city of the cluster notebook, with what the overview reads besides its firms."""

from __future__ import annotations

from typing import Any

from tests.conftest import observation
from tests.notebooks.cluster_world import MONTHS, UNITS, files
from tests.spec.overview.rows import industries, rates, units

Rows = list[dict[str, Any]]
__all__ = ["UNITS", "world"]

FIRMS = "ABCDEFGHXZ"
# 北山县 was not fed back in May and only estimated; 示例经开区 lies inside a county.
MAY = "3300 2026-05 5.1\n330101 2026-05 6.0\n330102 2026-05 6.0\nZ1 2026-05 9.9"
PAST = "\n".join(f"3300 {m} {3 + n / 10:.1f}" for n, m in enumerate(MONTHS[:-1]))
TOTALS = """
3300 2026-05 output ytd value 70000
3300 2026-05 output ytd growth_pct 4.2
3300 2026-05 electricity ytd value 20000
3300 2026-05 electricity ytd growth_pct -6.0
3300 2026-05 export_delivery ytd value 5500
3300 2026-05 export_delivery ytd growth_pct 8.6
3300 2026-05 sales_output ytd value 68000
3300 2026-05 renovation_investment_growth ytd value 24.62
330102 2026-05 renovation_investment_growth ytd value -100
"""
PARTS = """
34 2026-05 output ytd value 52000
34 2026-05 output ytd growth_pct 6.1
38 2026-05 output ytd value 18000
38 2026-05 output ytd growth_pct -0.9
38 2026-05 value_added_growth ytd value -0.7
"""
ESTIMATES = "330101 2026-05 6.8\n330101 2026-04 4.1\n330103 2026-05 3.0"


def world() -> list[dict[str, Any]]:
    """The files of the city, as the store takes them."""
    return [
        *files(),
        {"observation": _demand()},
        units(rates(MAY)),
        units(rates(PAST)),
        units(rates("330101 2026-04 4.0")),
        units(TOTALS),
        industries(PARTS),
        units(rates(ESTIMATES), status="预计"),
    ]


def _demand() -> Rows:
    """Orders and forecasts of every firm, a little below last year's for every third."""
    rows: Rows = []
    for n, firm in enumerate(FIRMS):
        less = 80 if n % 3 == 0 else 103
        told = (("2026-05", "value", less * 10), ("2025-05", "value", 1000))
        rows += [observation(firm, m, r, str(v), "orders", "month") for m, r, v in told]
        rows.append(observation(firm, "2026-05", "forecast", str(less * 9), "output", "month"))
    return rows
