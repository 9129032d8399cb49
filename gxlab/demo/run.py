"""写出示例市的全部工作簿."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from gxlab.demo import world as worlds
from gxlab.demo.save import save
from gxlab.demo.sheet import Book
from gxlab.demo.world import World
from gxlab.demo.writers import (
    cluster_monthly,
    clusters,
    counties,
    cultivation,
    direct,
    feedback,
    filings,
    investment,
    ledger,
    notes,
    plans,
    register,
    tax_power,
)


@dataclass(frozen=True)
class DemoSummary:
    """files 文件数,units 统计单位数,enterprises 期末规上户数,months 月数."""

    files: int
    units: int
    enterprises: int
    months: int


def write_demo(
    inbox: Path,
    planted: Path,
    *,
    counties: int = 8,
    enterprises: int = 640,
    months: int = 29,
    seed: int = 20260520,
    until: str = "2026-05",
    firm_returns: bool = False,
) -> DemoSummary:
    """写出虚构的示例市的工作簿到 inbox.

    Raises:
        ValueError: 参数超出可用范围(一句话说明参数、应为、现为).
    """
    world = worlds.build(counties, enterprises, months, seed, until)
    count = 0
    for book in books(world, firm_returns=firm_returns):
        save(book, inbox)
        count += 1
    return DemoSummary(
        count, len(world.city.units), len(world.listed(world.calendar.until)), months
    )


def books(world: World, *, firm_returns: bool) -> Iterator[Book]:
    """全部工作簿(未加缺陷)."""
    yield from register.books(world)
    yield from feedback.books(world)
    yield from direct.books(world)
    for group in (
        clusters,
        counties,
        cluster_monthly,
        investment,
        ledger,
        filings,
        tax_power,
        cultivation,
        plans,
        notes,
    ):
        yield from group.books(world)
    if firm_returns:
        yield from direct.firm_returns(world)
