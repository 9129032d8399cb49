"""A small city for the bulletin: the cultivation city with targets and figures fed back."""

from __future__ import annotations

from typing import Any

from tests.notebooks.cultivation_world import UNITS
from tests.notebooks.cultivation_world import files as registers
from tests.spec.bulletin.rows import fed_back, goals

__all__ = ["UNITS", "files"]

Rows = list[dict[str, Any]]
PLACES = ("3300", "330101", "330102", "330103", "Z1")
# unit → output a month (万元), growth of value added in 2026
MADE = {
    "3300": ("96000", "5.1"),
    "330101": ("52000", "6.3"),
    "330102": ("31000", "4.9"),
    "330103": ("13000", "4.9"),
    "Z1": ("8000", "9.0"),
}
TARGETS = """
3300 value_added_growth 6.0 7.0
330101 value_added_growth 6.0 7.0
330102 value_added_growth 5.5 6.5
330103 value_added_growth - -
3300 output 1200000 1250000 260000 560000 860000
330101 output 640000 660000 140000 300000 460000
330102 output 390000 400000 85000 180000 280000
330103 output 160000 170000
Z1 output 90000 95000
3300 revenue_growth 6 7
330101 revenue_growth 6 7
"""


def files() -> list[dict[str, Any]]:
    """The files of the small city, as the store takes them."""
    months = [f"2025-{m:02d}" for m in range(2, 13)] + [f"2026-{m:02d}" for m in range(2, 6)]
    returned = [fed_back(_main(month), month) for month in months]
    # 北山县's revenue of April was not fed back; nothing is put in its place.
    finance = [fed_back(_finance(month), month) for month in ("2025-12", "2026-03", "2026-04")]
    adjusted = {"target": goals("330101 output 620000 640000", effective="2026-04")}
    return [
        *(f for f in registers()),
        {"target": goals(TARGETS)},
        adjusted,
        {"target": goals(TARGETS, year=2025)},
        *returned,
        *finance,
        {"policy": [{"policy": "doubling_goals", "unit": None, "value": "revenue=2@2025-2027"}]},
    ]


def _main(month: str) -> str:
    months = int(month[5:])
    lines = []
    for unit, (made, rate) in MADE.items():
        lines.append(f"{unit} output {int(made) * months} 5.{months % 10}")
        lines.append(f"{unit} value_added_growth {rate if month[:4] == '2026' else '3.0'}")
    return "\n".join(lines)


def _finance(month: str) -> str:
    units = [u for u in PLACES if not (u == "330103" and month == "2026-04")]
    months = int(month[5:])
    return "\n".join(f"{u} revenue {int(MADE[u][0]) * months} 4.{n}" for n, u in enumerate(units))
