"""投资的隐藏水平值:工业投资、固定资产投资由它们算出反馈增速(县区只给增速)."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from gxlab.demo import months
from gxlab.demo.projects import renovation
from gxlab.demo.world import World

Mask = NDArray[np.bool_]


def project_masks(world: World) -> list[tuple[str, Mask]]:
    """反馈表的行:全市、各县区、其中开发区;掩码在项目上."""
    owner = [world.firms[p.firm] for p in world.projects]
    county = np.array([f.county for f in owner])
    zone = np.array([f.in_zone for f in owner])
    rows: list[tuple[str, Mask]] = [("全市", np.ones(len(owner), bool))]
    rows += [(unit.name, county == k) for k, unit in enumerate(world.counties)]
    return [*rows, ("其中:示例经开区", zone)]


def manufacturing(world: World) -> Mask:
    """项目行业属制造业(13—43)."""
    return np.array(["13" <= p.industry[:2] <= "43" for p in world.projects])


def levels(world: World, month: int) -> dict[str, list[tuple[int, int]]]:
    """各行的(本年, 上年同期)万元:renovation、manufacturing、industrial、fixed."""
    now = renovation(world.projects, world.calendar, month)
    before = renovation(world.projects, world.calendar, month - 12)
    made = manufacturing(world)
    masks = project_masks(world)
    found: dict[str, list[tuple[int, int]]] = {
        "renovation": [(int(now[m].sum()), int(before[m].sum())) for _, m in masks],
        "manufacturing": [
            (int(now[m & made].sum()), int(before[m & made].sum())) for _, m in masks
        ],
    }
    other = _other(world, month)
    industrial = [(a + c, b + d) for (a, b), (c, d) in zip(found["renovation"], other, strict=True)]
    found["industrial"] = industrial
    found["fixed"] = [
        (round(a * r), round(b * q))
        for (a, b), (r, q) in zip(industrial, _fixed_ratio(world, month), strict=True)
    ]
    return found


def _other(world: World, month: int) -> list[tuple[int, int]]:
    """技改以外的工业投资:各县平滑增长,全市是各县之和,开发区另计."""
    counties = len(world.counties)
    rng = world.rng(70)
    scale = rng.uniform(2200, 5200, counties + 1) * len(world.projects) / 560
    trend = rng.normal(0.05, 0.06, counties + 1)
    rows = [_pair(float(scale[k]), float(trend[k]), world, month) for k in range(counties + 1)]
    city = (sum(a for a, _ in rows[:-1]), sum(b for _, b in rows[:-1]))
    return [city, *rows]


def _pair(scale: float, trend: float, world: World, month: int) -> tuple[int, int]:
    def through(end: int) -> int:
        total = 0
        for m in range(months.january(end), end + 1):
            winter = 0.5 if months.number(m) in (1, 2) else 1.0
            total += round(scale * winter * (1 + trend) ** ((m - world.calendar.first) / 12))
        return total

    return through(month), through(month - 12)


def _fixed_ratio(world: World, month: int) -> list[tuple[float, float]]:
    """固定资产投资是工业投资的几倍(今年、上年)."""
    draw = world.rng(71, months.year(month)).normal(0, 0.015, len(world.counties) + 2)
    return [(2.1 + float(d), 2.1) for d in draw]
