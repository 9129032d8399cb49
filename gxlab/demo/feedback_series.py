"""反馈的规上工业增加值增速:由上级核算反馈,是独立序列,只与产值增速大体同向."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

import numpy as np
from numpy.typing import NDArray

from gxlab.demo import months
from gxlab.demo.figures import rounded
from gxlab.demo.sheet import Cell
from gxlab.demo.truth import Grid, Truth

Masks = list[tuple[str, NDArray[np.bool_]]]


def value_added(
    truth: Truth,
    unit_masks: Callable[[int], Masks],
    fed_back: Callable[[str, int], tuple[Grid, Grid]],
    seed: int,
) -> dict[int, tuple[float, ...]]:
    """月份 → 各单位累计增速(一位小数);末期最接近零的县记为零(写作“持平”)."""
    calendar = truth.calendar
    rows = len(unit_masks(calendar.until))
    bias = np.random.default_rng([seed, 5]).normal(0.6, 0.7, rows)
    found: dict[int, tuple[float, ...]] = {}
    for month in range(calendar.first + 12, calendar.until + 1):
        if months.number(month) == 1:
            continue
        value, base = fed_back("output", month)
        inside = truth.listed[:, calendar.at(month)]
        rates = []
        for k, (_, mask) in enumerate(unit_masks(month)):
            now, before = int(value[mask & inside].sum()), int(base[mask & inside].sum())
            nominal = (now / before - 1) * 100 if before else 0.0
            rate = nominal * 0.78 + float(bias[k]) * (0 if k == 0 else 1)
            rates.append(float(rounded(Decimal(repr(rate)), 1)))
        if month == calendar.until:
            rates[1 + min(range(rows - 2), key=lambda k: (abs(rates[1 + k]), k))] = 0.0
        found[month] = tuple(rates)
    return found


def value_added_target(row: int, counties: int, month: int) -> Cell:
    """年度目标:全市和县区各有,开发区未设."""
    if row > counties:
        return "-"
    return [6.5, 7.0, 7.5, 6.0][(row + months.year(month)) % 4] if row else 7.0
