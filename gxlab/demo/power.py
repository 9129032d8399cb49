"""用电户号:一户企业一至三个户号,少数户名不是法人名称;整数分摊,合计不变."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from gxlab.demo import lists
from gxlab.demo.firms import Firm
from gxlab.demo.world import World


@dataclass(frozen=True)
class Meter:
    """一个户号;slot 为第几块表,of 为该企业共几块."""

    number: str
    user: str
    firm: int
    slot: int
    of: int


def meters(world: World) -> tuple[Meter, ...]:
    """全部户号,按号排."""
    found: list[Meter] = []
    for firm in world.firms:
        count = 3 if firm.annual > 60_000 else 2 if firm.annual > 22_000 else 1
        for slot in range(count):
            number = f"{firm.county + 1:02d}{firm.index * 10 + slot:08d}"
            found.append(Meter(number, _user(world, firm, slot), firm.index, slot, count))
    return tuple(sorted(found, key=lambda m: m.number))


def _user(world: World, firm: Firm, slot: int) -> str:
    """户名:多数是法人名称,约一成是简称或旧习惯叫法."""
    change = world.change_of.get(firm.index)
    if change is not None and change.kind in ("rename", "convert"):
        return change.old_name
    if firm.index % 9 == 4:
        product = lists.industries()[firm.industry].product
        return f"{world.city.towns[firm.county][firm.town].name}{firm.name[2:4]}{product}厂"
    return firm.name if slot == 0 else f"{firm.name}{'二' if slot == 1 else '三'}车间"


def split(meter: Meter, values: NDArray[np.int64]) -> int:
    """该户号分得的电量:后几块表各占两成和一成半,余数归第一块."""
    total = int(values[meter.firm])
    parts = [0, total // 5, total * 3 // 20]
    if meter.slot:
        return parts[meter.slot]
    return total - sum(parts[1 : meter.of])
